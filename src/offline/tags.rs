//! The tags of a published page: which files it needs, and the same page for a folder on a disk.

use std::ops::Range;

/// A start tag.
struct Tag<'a> {
    name: &'a str,
    range: Range<usize>,
    attributes: Vec<Attribute<'a>>,
}

/// An attribute as it is written, `range` with the white space before it.
struct Attribute<'a> {
    name: &'a str,
    value: &'a str,
    range: Range<usize>,
}

impl<'a> Tag<'a> {
    fn value(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|found| found.name == name).map(|found| found.value)
    }
}

/// Where an address leads from a page that lies on a disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To another file in the folder, by a relative path.
    Beside(String),
    /// To the public portal.
    Public(String),
    /// Nowhere.
    Nowhere,
}

/// Addresses of the files that a page shows or needs: pictures, style sheets, scripts, its icon.
pub fn resources(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |address: &str| {
        if address.starts_with('/') && !found.iter().any(|known| known == address) {
            found.push(address.to_owned());
        }
    };
    for tag in tags(html) {
        match tag.name {
            "img" | "source" | "script" => {
                tag.value("src").into_iter().for_each(&mut add);
                let candidates = tag.value("srcset").into_iter().flat_map(candidates);
                candidates.for_each(|(address, _)| add(address));
            }
            "link" if matches!(tag.value("rel"), Some("stylesheet" | "icon" | "manifest")) => {
                tag.value("href").into_iter().for_each(&mut add);
            }
            _ => {}
        }
    }
    found
}

/// A page for a folder on a disk: without scripts and policy, which need a host, and with addresses
/// as `target` says. A picture that leads nowhere else than to the public portal is left out.
pub fn portable(html: &str, target: impl Fn(&str) -> Target) -> String {
    let mut page = String::with_capacity(html.len());
    let mut done = 0;
    for tag in tags(html) {
        let Some(before) = html.get(done..tag.range.start) else { continue };
        page.push_str(before);
        done = tag.range.end;
        if tag.name == "script" {
            done += html[done..].find("</script>").map_or(0, |at| at + "</script>".len());
        } else if !is_useless(&tag, &target) {
            write_tag(&mut page, html, &tag, &target);
        }
    }
    page.push_str(&html[done..]);
    page
}

fn is_useless(tag: &Tag<'_>, target: &impl Fn(&str) -> Target) -> bool {
    let leads_away = |name| {
        let address = tag.value(name).filter(|address| address.starts_with('/'));
        address.is_some_and(|address| !matches!(target(address), Target::Beside(_)))
    };
    match tag.name {
        "meta" => {
            tag.value("http-equiv").is_some()
                || tag.value("content").is_some_and(|content| content.starts_with('/'))
        }
        "link" => {
            let is_lasting = matches!(tag.value("rel"), Some("stylesheet" | "icon"));
            !is_lasting && (tag.value("rel") != Some("canonical") || leads_away("href"))
        }
        "img" => leads_away("src"),
        _ => false,
    }
}

fn write_tag(page: &mut String, html: &str, tag: &Tag<'_>, target: &impl Fn(&str) -> Target) {
    let mut done = tag.range.start;
    for attribute in &tag.attributes {
        let value = match attribute.name {
            "srcset" => Some(candidates_beside(attribute.value, target)),
            _ if !attribute.value.starts_with('/') => continue,
            name if name.starts_with("data-") => None,
            _ => match target(attribute.value) {
                Target::Beside(path) | Target::Public(path) => Some(path),
                Target::Nowhere => None,
            },
        };
        page.push_str(&html[done..attribute.range.start]);
        done = attribute.range.end;
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            page.push_str(&format!(" {}=\"{value}\"", attribute.name));
        }
    }
    page.push_str(&html[done..tag.range.end]);
}

fn candidates_beside(srcset: &str, target: &impl Fn(&str) -> Target) -> String {
    let kept = candidates(srcset).filter_map(|(address, descriptor)| match target(address) {
        Target::Beside(path) => Some(format!("{path} {descriptor}").trim_end().to_owned()),
        Target::Public(_) | Target::Nowhere => None,
    });
    kept.collect::<Vec<_>>().join(", ")
}

/// `/a.jpg 480w, /b.jpg 960w` gives each address with its descriptor.
fn candidates(srcset: &str) -> impl Iterator<Item = (&str, &str)> {
    srcset.split(',').map(str::trim).filter(|candidate| !candidate.is_empty()).map(|candidate| {
        let (address, descriptor) = candidate.split_once(' ').unwrap_or((candidate, ""));
        (address, descriptor.trim())
    })
}

/// All start tags of a page of ours, in order. What stands in scripts is no tag.
fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr::memchr(b'<', &html.as_bytes()[at..])?;
            if html[start..].starts_with("<!--") {
                at = start + html[start..].find("-->")?;
            } else if let Some(tag) = tag(html, start) {
                at = tag.range.end;
                if let "script" | "style" = tag.name {
                    at += html[at..].find("</").unwrap_or(0);
                }
                return Some(tag);
            } else {
                at = start + 1;
            }
        }
    })
}

/// The start tag at a `<`.
///
/// ```text
/// <a class=link href="/uk/" hidden>
/// ```
fn tag(html: &str, start: usize) -> Option<Tag<'_>> {
    let bytes = html.as_bytes();
    let end_of = |from: usize, is_end: fn(&u8) -> bool| {
        bytes[from..].iter().position(is_end).map(|length| from + length)
    };
    let name_end = end_of(start + 1, |b| !b.is_ascii_alphanumeric() && *b != b'-')?;
    let name = html.get(start + 1..name_end).filter(|name| !name.is_empty())?;
    let mut attributes = Vec::new();
    let mut at = name_end;
    loop {
        let begin = end_of(at, |b| !b.is_ascii_whitespace() && *b != b'/')?;
        if bytes[begin] == b'>' {
            return Some(Tag { name, range: start..begin + 1, attributes });
        }
        let name_end = end_of(begin + 1, |b| b.is_ascii_whitespace() || b"=>".contains(b))?;
        let (value, end) = match (bytes[name_end], bytes.get(name_end + 1)) {
            (b'=', Some(quote @ (b'"' | b'\''))) => {
                let from = name_end + 2;
                let end = from + memchr::memchr(*quote, &bytes[from..])?;
                (from..end, end + 1)
            }
            (b'=', _) => {
                let end = end_of(name_end + 1, |b| b.is_ascii_whitespace() || *b == b'>')?;
                (name_end + 1..end, end)
            }
            _ => (name_end..name_end, name_end),
        };
        let (name, value) = (&html[begin..name_end], &html[value]);
        attributes.push(Attribute { name, value, range: at..end });
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><html lang=cs><head>\
        <meta content=\"default-src 'self'\" http-equiv=Content-Security-Policy>\
        <link href=/assets/site.1.css rel=stylesheet><link rel=\"manifest\" href=\"/cs/m.webmanifest\">\
        <script type=module src=/assets/site.1.js></script>\
        <script type=\"application/ld+json\">{\"a\":\"<a href=/>\"}</script></head>\
        <body><!-- <a href=/no/> --><a class=x href=/cs/a/#b>1 < 2</a> <a href=\"/uk/\" hreflang=uk>u</a>\
        <a href='https://example.org/'>e</a><img alt=\"a > b\" src=/cs/qr.svg>\
        <img src=/assets/map.2.jpg srcset=\"/assets/map.2.jpg 480w, /assets/map.3.jpg 960w\">\
        <form action=/cs/a-z/ data-map=/cs/map.json></form></body></html>";

    #[test]
    fn a_page_names_the_files_that_it_needs() {
        let expected = [
            "/assets/site.1.css",
            "/cs/m.webmanifest",
            "/assets/site.1.js",
            "/cs/qr.svg",
            "/assets/map.2.jpg",
            "/assets/map.3.jpg",
        ];
        assert_eq!(resources(PAGE), expected);
    }

    #[test]
    fn on_a_disk_addresses_are_relative_public_or_gone() {
        let target = |address: &str| match address {
            "/uk/" => Target::Nowhere,
            "/cs/qr.svg" => Target::Public(format!("https://portal.example{address}")),
            _ => Target::Beside(format!("..{address}")),
        };
        insta::assert_snapshot!(portable(PAGE, target).replace("><", ">\n<"), @r#"
        <!doctype html>
        <html lang=cs>
        <head>
        <link href="../assets/site.1.css" rel=stylesheet>
        </head>
        <body>
        <!-- <a href=/no/> -->
        <a class=x href="../cs/a/#b">1 < 2</a> <a hreflang=uk>u</a>
        <a href='https://example.org/'>e</a>
        <img src="../assets/map.2.jpg" srcset="../assets/map.2.jpg 480w, ../assets/map.3.jpg 960w">
        <form action="../cs/a-z/">
        </form>
        </body>
        </html>
        "#);
    }

    #[test]
    fn a_tag_without_an_end_is_text() {
        for text in ["<", "<a", "<a href", "<a href=", "<a href=\"x", "<a href=x ", "<!--", "< a>"]
        {
            assert_eq!(portable(text, |_| Target::Nowhere), text);
        }
    }
}
