//! E-mail addresses, addresses on the web, and codes of letters and digits.

use super::Value;
use super::letters::Letters;

/// Parts of addresses that say only in which language a page is.
const LANGUAGES: [&str; 16] = [
    "cs", "cz", "en", "gb", "uk", "ua", "ru", "vi", "vn", "ar", "de", "fr", "sk", "pl", "mn", "es",
];

/// The address that begins at an index.
pub(super) fn at(text: &Letters, start: usize) -> Option<(Value, usize)> {
    let end = text.while_(start, |c| c.is_ascii_graphic() && !"<>\"`|".contains(c));
    let token = text.text(start..end);
    if !token.contains(['@', '.', ':']) {
        return None;
    }
    let trimmed = without_punctuation(&token);
    let end = start + trimmed.len();
    if let Some((name, host)) = trimmed.split_once('@') {
        let is_mail = !name.is_empty() && is_host(host) && !name.contains(['/', '(']);
        return is_mail.then(|| (Value::Mail(trimmed.to_lowercase().into()), end));
    }
    let has_scheme = trimmed.starts_with("https://") || trimmed.starts_with("http://");
    if has_scheme {
        return Some((Value::Web(web(trimmed)), end));
    }
    let host = trimmed.split(['/', '?', '#']).next().unwrap_or_default();
    let is_inside = text.before(start).is_some_and(|c| "@/._-".contains(c));
    (is_host(host) && !is_inside).then(|| (Value::Web(web(trimmed)), end))
}

/// An address without what differs between its languages: the scheme, `www.`, `/cs/`, `?lang=cs`.
///
/// ```
/// use rozcestnik::facts::web;
///
/// assert_eq!(web("https://www.vitejtevcr.cz/cs/"), web("vitejtevcr.cz/en"));
/// ```
pub fn web(address: &str) -> Box<str> {
    let address = address.split_once("://").map_or(address, |(_, rest)| rest).to_lowercase();
    let (address, fragment) = address.split_once('#').unwrap_or((&address, ""));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let is_language = |part: &&str| part.is_empty() || LANGUAGES.contains(part);
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let labels: Vec<&str> = host.split('.').collect();
    let is_name = |label: &&str| *label != "www" && !(labels.len() > 2 && is_language(label));
    let top = labels.last().copied();
    let names = labels[..labels.len() - 1].iter().copied().filter(|label| is_name(label));
    let mut out = names.chain(top).collect::<Vec<_>>().join(".");
    for part in path.split('/').filter(|part| !is_language(part)) {
        out.push('/');
        out.push_str(part);
    }
    let query = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("lang="));
    for part in query {
        out.push('?');
        out.push_str(part);
    }
    if !fragment.is_empty() {
        out.push('#');
        out.push_str(fragment);
    }
    out.into()
}

/// `A2`, `COVID-19`, `CZ.12.01.02/00/24_022/0000077`, `OAM-1234/ZM-2026`; `A2/B1` is two of them.
pub(super) fn code(text: &Letters, start: usize) -> Option<(Value, usize)> {
    let mut end = start;
    loop {
        end = text.while_(end, |c| c.is_ascii_alphanumeric());
        let next = text.at(end + 1);
        let joins = text.is(end, |c| "._/-".contains(c))
            && next.is_some_and(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
        if !joins {
            break;
        }
        end += 1;
    }
    let token = text.text(start..end);
    if let Some((first, _)) = token.split_once('/')
        && token.split('/').all(|part| part.len() == 2 && has_both(part))
    {
        return Some((Value::Code(first.to_uppercase().into()), start + first.len()));
    }
    let is_word = token.chars().filter(char::is_ascii_lowercase).count() > 1;
    let begins = token.starts_with(|c: char| c.is_ascii_uppercase());
    let is_file_number =
        token.contains(['/', '_']) && token.contains(|c: char| c.is_ascii_uppercase());
    let is_code = has_both(&token) && (begins || is_file_number) && !is_word;
    let mut groups = token.split('.').skip(1);
    let is_number = !token.contains('/') && groups.all(|group| group.len() == 3);
    let is_dotted = token.chars().filter(|c| *c == '.').count() > 1
        || token.chars().filter(|c| *c == '/').count() > 1;
    let ends_word = !text.is(end, |c| c.is_alphabetic() && c.is_lowercase() && !c.is_ascii());
    ((is_code || is_dotted && !is_word && !is_number) && ends_word)
        .then(|| (Value::Code(token.to_uppercase().into()), end))
}

fn has_both(token: &str) -> bool {
    token.contains(|c: char| c.is_ascii_digit())
        && token.contains(|c: char| c.is_ascii_alphabetic())
}

/// What ends the sentence does not belong to the address.
fn without_punctuation(token: &str) -> &str {
    let mut rest = token;
    loop {
        let trimmed = rest.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '-']);
        let is_open = trimmed.matches('(').count() < trimmed.matches(')').count();
        rest =
            if trimmed.ends_with(')') && is_open { &trimmed[..trimmed.len() - 1] } else { trimmed };
        if !(trimmed.ends_with(')') && is_open) {
            return rest;
        }
    }
}

/// `ipc.gov.cz`: labels of letters and digits, and a top level of small letters.
fn is_host(host: &str) -> bool {
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    (2..=6).contains(&top.len())
        && top.bytes().all(|byte| byte.is_ascii_lowercase())
        && name.split('.').all(is_label)
        && name.contains(|c: char| c.is_ascii_lowercase())
        && name.split('.').any(|label| label.len() > 1)
}
