//! Plain text to HTML and back.

/// Adds `text` to `html` so that it is text in an element and in a quoted attribute alike, and in
/// XML too.
pub fn escape(html: &mut String, text: &str) {
    escape_with(html, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        _ => None,
    });
}

/// Adds `text` to `html` so that it is text in an element, in as few bytes as HTML allows.
pub fn escape_text(html: &mut String, text: &str) {
    escape_with(html, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        _ => None,
    });
}

fn escape_with(html: &mut String, text: &str, entity: impl Fn(u8) -> Option<&'static str>) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let Some(entity) = entity(byte) else { continue };
        html.push_str(&text[plain..at]);
        html.push_str(entity);
        plain = at + 1;
    }
    html.push_str(&text[plain..]);
}

/// Text of HTML that this program wrote, its entities resolved.
///
/// ```
/// use rozcestnik::markdown::unescape;
/// assert_eq!(unescape("a &lt; b &amp;amp; c"), "a < b &amp; c");
/// ```
pub fn unescape(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Whether an element that this program writes stands inside a line, so that it divides no words.
pub fn is_inline(name: &str) -> bool {
    ["a", "bdi", "em", "strong", "del", "code", "span", "sup", "time"].contains(&name)
}

/// The fragment of a heading without an explicit one: letters and digits, the rest becomes `-`.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
