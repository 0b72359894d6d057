//! Rules about the form of addresses, phone numbers and redirects: they end up in links.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::output::OutputPath;
use crate::reference::FOLDER;
use crate::site::Site;
use crate::yaml::{OrTodo, Spanned};

use super::{pages, references};

/// Addresses of sources, contacts and the organisation; phone numbers and e-mail addresses.
pub fn forms(site: &Site, found: &mut Diagnostics) {
    let mut check =
        |path: &SourcePath, text: &Spanned<String>, expected, has_form: fn(&str) -> bool| {
            if !has_form(&text.value) {
                let finding = Diagnostic::at(Code::BadValue, Span::new(path, text.span.clone()))
                    .with("value", &text.value)
                    .with("expected", expected);
                let is_address = expected == "address-on-the-web";
                found.push(if is_address { finding.hint("address") } else { finding });
            }
        };
    for page in pages(site) {
        for url in page.front_matter.sources.iter().filter_map(|source| source.url.as_ref()) {
            check(&page.path, url, "address-on-the-web", is_web_address);
        }
    }
    let config = &site.config;
    let url = config.organisation.as_ref().and_then(|organisation| organisation.url.as_ref());
    if let Some(Spanned { value: OrTodo::Known(value), span }) = url {
        let url = Spanned { value: value.clone(), span: span.clone() };
        check(&config.path, &url, "address-on-the-web", is_web_address);
    }
    let path: SourcePath = format!("{FOLDER}contacts.yaml").into();
    for contact in site.registry.contacts.values().map(|entry| &entry.value) {
        if let Some(url) = contact.web.as_ref().and_then(OrTodo::known) {
            check(&path, url, "address-on-the-web", is_web_address);
        }
        for phone in contact.phone.iter().filter_map(OrTodo::known).flat_map(|phones| &phones.0) {
            check(&path, phone, "phone-number", is_phone_number);
        }
        for mail in contact.email.iter().filter_map(OrTodo::known).flat_map(|mails| &mails.0) {
            check(&path, mail, "email-address", is_mail_address);
        }
    }
}

/// Redirects lead from addresses that hosts understand, each to one place that is there.
pub fn redirects(site: &Site, found: &mut Diagnostics) {
    let config = &site.config;
    let span = |range: &std::ops::Range<usize>| Span::new(&config.path, range.clone());
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for redirect in &config.redirects {
        let (from, to) = (&redirect.from, &redirect.to);
        let is_address = OutputPath::of_address(&from.value).is_some();
        if !is_address || from.value.contains(char::is_whitespace) {
            let finding = Diagnostic::at(Code::BadValue, span(&from.span));
            found.push(finding.with("value", &from.value).with("expected", "portal-address"));
        } else if let Some(first) = first.get(from.value.as_str()) {
            let finding = Diagnostic::at(Code::DuplicateKey, span(&from.span));
            found.push(finding.with("key", &from.value).label(first.clone(), "first"));
        } else {
            first.insert(&from.value, span(&from.span));
        }
        if to.value.starts_with('/') {
            if !references::is_address(site, &to.value) {
                let finding = Diagnostic::at(Code::BrokenLink, span(&to.span));
                found.push(finding.with("target", &to.value));
            }
        } else if to.value.contains("://") {
            if !is_web_address(&to.value) {
                found.push(
                    Diagnostic::at(Code::BadValue, span(&to.span))
                        .with("value", &to.value)
                        .with("expected", "address-on-the-web")
                        .hint("address"),
                );
            }
        } else if site.find(&to.value).is_none() {
            found.push(references::unknown("page", &to.value, span(&to.span), site.ids()));
        }
    }
}

/// `https://host.example/path`: a scheme, a host, no white space.
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control())
    })
}

/// `+420 475 316 811`, or a short number that is the same for everybody, such as `112`.
fn is_phone_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match text.strip_prefix('+') {
        Some(rest) => digits >= 7 && rest.bytes().all(|b| b.is_ascii_digit() || b == b' '),
        None => (3..=6).contains(&digits) && digits == text.len(),
    }
}

/// `name@host.example`.
fn is_mail_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        let has_dot = host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
        !name.is_empty() && has_dot && !host.contains('@') && !text.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_are_known_by_their_form() {
        for (text, is_phone) in [("+420 475 316 811", true), ("112", true), ("475 316 811", false)]
        {
            assert_eq!(is_phone_number(text), is_phone, "{text}");
        }
        for (text, is_mail) in
            [("a@b.cz", true), ("c@d", false), ("@b.cz", false), ("a b@c.cz", false)]
        {
            assert_eq!(is_mail_address(text), is_mail, "{text}");
        }
        for (text, is_web) in
            [("https://a.cz/b", true), ("javascript:alert(1)", false), ("https://", false)]
        {
            assert_eq!(is_web_address(text), is_web, "{text}");
        }
    }
}
