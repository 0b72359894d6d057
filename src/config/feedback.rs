//! Where readers say whether a page helped: an e-mail address or a form of issues, both filled in.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::yaml::{OrTodo, Spanned};

use super::is_owner;

/// Where readers say what they think of a page: one of the two.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFeedback {
    /// An e-mail address, which gets a message that is filled in.
    pub email: Option<Spanned<OrTodo<String>>>,
    /// The address of a form, in which `{page}`, `{address}`, `{title}`, `{language}`, `{edition}`
    /// and `{kind}` stand for what is known of the page.
    pub url: Option<Spanned<OrTodo<String>>>,
}

/// Where readers say what they think of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Feedback {
    /// An e-mail address.
    Email(String),
    /// The address of a form, with placeholders.
    Form(String),
}

/// What is known of the page that somebody writes about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Id of the page.
    pub page: &'a str,
    /// Its address.
    pub address: &'a str,
    /// Its title.
    pub title: &'a str,
    /// BCP 47 tag of the language in which it was read.
    pub language: &'a str,
    /// The day of its text: which edition was read.
    pub edition: &'a str,
    /// What the reader wants to say, in the words of the link.
    pub kind: &'a str,
}

/// What a pattern can hold.
const PLACEHOLDERS: [&str; 6] = ["page", "address", "title", "language", "edition", "kind"];

impl Feedback {
    /// Reads what `site.yaml` says.
    pub(super) fn read(
        raw: Option<RawFeedback>,
        path: &SourcePath,
        found: &mut Diagnostics,
    ) -> Option<Self> {
        let raw = raw?;
        let bad = |value: &str, at: &Spanned<OrTodo<String>>, expected: &str| {
            Diagnostic::at(Code::BadValue, Span::new(path, at.span.clone()))
                .with("value", value)
                .with("expected", expected)
        };
        let mut feedback = None;
        for (field, written) in [("feedback.url", &raw.url), ("feedback.email", &raw.email)] {
            let Some(written) = written else { continue };
            match &written.value {
                OrTodo::Todo => {
                    let place = Span::new(path, written.span.clone());
                    found.push(Diagnostic::at(Code::StaffTodo, place).with("field", field));
                }
                OrTodo::Known(url) if field == "feedback.url" => {
                    if is_pattern(url) {
                        feedback = Some(Self::Form(url.clone()));
                    } else {
                        let known = PLACEHOLDERS.map(|name| format!("`{{{name}}}`")).join(", ");
                        let finding = bad(url, written, "feedback-pattern");
                        found.push(finding.with("keys", known).hint("known"));
                    }
                }
                OrTodo::Known(email) if is_owner(email) && !email.starts_with('@') => {
                    feedback.get_or_insert(Self::Email(email.clone()));
                }
                OrTodo::Known(email) => found.push(bad(email, written, "email-address")),
            }
        }
        feedback
    }

    /// The link that a reader follows.
    pub fn link(&self, subject: Subject<'_>) -> String {
        let Subject { page, address, title, language, edition, kind } = subject;
        match self {
            Self::Email(email) => {
                let body: Vec<&str> =
                    [address, language, edition].into_iter().filter(|it| !it.is_empty()).collect();
                let (subject, body) = (in_query(&format!("{kind}: {title}")), body.join("\n"));
                format!("mailto:{email}?subject={subject}&body=%0A%0A{}", in_query(&body))
            }
            Self::Form(pattern) => {
                let values = [page, address, title, language, edition, kind];
                PLACEHOLDERS.iter().zip(values).fold(pattern.clone(), |url, (name, value)| {
                    url.replace(&format!("{{{name}}}"), &in_query(value))
                })
            }
        }
    }
}

/// Whether it is an address on the web that names the page and holds no other placeholders.
fn is_pattern(url: &str) -> bool {
    let names_page = url.contains("{page}") || url.contains("{address}");
    let mut rest = url.to_owned();
    for name in PLACEHOLDERS {
        rest = rest.replace(&format!("{{{name}}}"), "");
    }
    let has_host = rest.strip_prefix("https://").is_some_and(|host| host.contains('.'));
    has_host && names_page && !rest.contains(['{', '}', ' '])
}

/// A text inside the query of an address. Letters of other scripts stay as they are, as HTML
/// allows, because a page that holds them already compresses them to nothing.
pub fn in_query(text: &str) -> String {
    let mut query = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || "-._~:/?,;@!*()=".contains(c) || !c.is_ascii() {
            query.push(if c == '\u{a0}' { ' ' } else { c });
        } else {
            query.push_str(&format!("%{:02X}", u32::from(c)));
        }
    }
    query.replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_holds_what_is_known_of_the_page() {
        let subject = Subject {
            page: "residence/visa",
            address: "https://portal.example/uk/residence/visa/",
            title: "Віза & «D»\u{a0}1",
            language: "uk",
            edition: "2026-10-01",
            kind: "Помилка",
        };
        let email = Feedback::Email("a@portal.example".to_owned());
        assert_eq!(
            email.link(subject),
            "mailto:a@portal.example?subject=Помилка:%20Віза%20%26%20«D»%201&body=%0A%0A\
             https://portal.example/uk/residence/visa/%0Auk%0A2026-10-01"
        );
        let form = Feedback::Form("https://git.example/new?title={kind}+{page}".to_owned());
        assert_eq!(form.link(subject), "https://git.example/new?title=Помилка+residence/visa");
    }

    #[test]
    fn a_pattern_names_the_page_and_knows_its_placeholders() {
        let urls = [
            "https://a.example/{page}",
            "https://a.example/?u={address}&l={language}",
            "https://a.example/",
            "https://a.example/{pages}",
            "https://a.example/{page",
            "http://a.example/{page}",
            "mailto:{page}",
        ];
        assert_eq!(urls.map(is_pattern), [true, true, false, false, false, false, false]);
    }
}
