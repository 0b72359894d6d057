//! What the server adds for the open page: the client that reloads it, the panel of findings, and
//! the page that is shown while there is no portal.

use std::borrow::Cow;

use serde_json::json;

use super::Texts;
use super::http::{Response, Status};
use super::state::Snapshot;

/// Addresses below it are the server's. No part of a page's address is a lone hyphen.
pub const RESERVED: &str = "/-/rozcestnik/";

/// Where the open page learns of builds.
pub const EVENTS: &str = "/-/rozcestnik/events";

/// The file of the client at a reserved address.
pub fn file(path: &str, texts: &Texts) -> Option<Response<'static>> {
    const SCRIPT: &str = "text/javascript; charset=utf-8";

    let (content_type, body) = match path.strip_prefix(RESERVED)? {
        "reload.js" => (SCRIPT, Cow::Borrowed(include_str!("reload.js"))),
        "patch.js" => (SCRIPT, Cow::Borrowed(include_str!("patch.js"))),
        "panel.js" => (SCRIPT, Cow::Borrowed(include_str!("panel.js"))),
        "texts.js" => (SCRIPT, Cow::Owned(script_of_texts(texts))),
        "panel.css" => ("text/css; charset=utf-8", Cow::Borrowed(include_str!("panel.css"))),
        _ => return None,
    };
    let body = match body {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    };
    Some(Response { status: Status::Ok, content_type, location: None, body })
}

/// The message that tells an open page what there is now.
pub fn event(now: &Snapshot) -> String {
    let state = json!({
        "edition": now.edition,
        "build": now.builds,
        "findings": now.findings.as_deref(),
    });
    format!("data: {state}\n\n")
}

/// `html` with the client in it, which remembers the edition that the page belongs to.
pub fn inject(html: &[u8], edition: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";

    let tag = tag(edition);
    let end = html.windows(END.len()).rposition(|part| part.eq_ignore_ascii_case(END));
    // Without the end tag, which HTML does not need, the body ends with the text.
    let (before, after) = html.split_at(end.unwrap_or(html.len()));
    [before, tag.as_bytes(), after].concat()
}

/// A page for every address while there is no portal yet.
pub fn waiting(now: &Snapshot, texts: &Texts) -> Response<'static> {
    let (lang, title) = (escape(&texts.locale), escape(&texts.failed));
    let findings = escape(now.findings.as_deref().unwrap_or_default());
    let body = format!(
        "<!doctype html>\n<html lang=\"{lang}\" data-rozcestnik-waiting>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"{RESERVED}panel.css\">\n<main>\n<h1>{title}</h1>\n\
         <pre tabindex=\"0\">{findings}</pre>\n</main>\n{}\n",
        tag(&now.edition)
    );
    Response {
        status: Status::Unavailable,
        content_type: "text/html; charset=utf-8",
        location: None,
        body: Cow::Owned(body.into_bytes()),
    }
}

fn tag(edition: &str) -> String {
    let edition = escape(edition);
    format!(
        "<script type=\"module\" src=\"{RESERVED}reload.js\" \
         data-rozcestnik-edition=\"{edition}\"></script>"
    )
}

fn script_of_texts(texts: &Texts) -> String {
    let texts = json!({
        "locale": texts.locale,
        "failed": texts.failed,
        "close": texts.close,
        "disconnected": texts.disconnected,
    });
    format!("export const texts = {texts};\n")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        Texts {
            locale: "cs".to_owned(),
            failed: "Portál se nepodařilo sestavit".to_owned(),
            close: "Zavřít".to_owned(),
            disconnected: "Server neběží".to_owned(),
            crashed: "Program selhal".to_owned(),
        }
    }

    #[test]
    fn the_client_stands_at_the_end_of_the_body() {
        let injected = |html: &str| String::from_utf8(inject(html.as_bytes(), "7-1")).unwrap();
        let tag = tag("7-1");
        assert_eq!(
            injected("<body><pre>&lt;/body></pre></BODY></html>"),
            format!("<body><pre>&lt;/body></pre>{tag}</BODY></html>")
        );
        assert_eq!(injected("<title>x</title><p>y"), format!("<title>x</title><p>y{tag}"));
    }

    #[test]
    fn an_event_is_one_line_whatever_the_findings() {
        let findings = Some("error: x\n --> cs.md:1:1\r\n\u{2028}\"".into());
        let event = event(&Snapshot { findings, builds: 2, ..Snapshot::default() });
        assert!(event.ends_with("\"}\n\n"));
        assert_eq!(event.trim_end().lines().count(), 1, "{event}");
    }

    #[test]
    fn findings_are_text_in_the_waiting_page() {
        let findings = Some("`<script>alert(1)</script>` & \"".into());
        let page = waiting(&Snapshot { findings, ..Snapshot::default() }, &texts());
        let page = String::from_utf8(page.body.into_owned()).unwrap();
        assert!(page.contains("<pre tabindex=\"0\">`&lt;script&gt;alert(1)&lt;/script&gt;` &amp;"));
        assert_eq!(page.matches("<script").count(), 1, "only the client");
    }

    #[test]
    fn the_client_has_its_files_and_nothing_else() {
        for name in ["reload.js", "patch.js", "panel.js", "texts.js", "panel.css"] {
            assert!(file(&format!("{RESERVED}{name}"), &texts()).is_some(), "{name}");
        }
        assert!(file("/-/rozcestnik/", &texts()).is_none());
        assert!(file("/cs/", &texts()).is_none());
    }
}
