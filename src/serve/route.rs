//! From a request to its answer.

use std::borrow::Cow;

use super::address::{self, Address};
use super::client::{self, EVENTS, RESERVED};
use super::content_type::content_type;
use super::http::{Method, Request, Response, Status};
use super::state::Snapshot;
use super::{Answer, Portal, Settings};

/// What to send back.
#[derive(Debug, PartialEq, Eq)]
pub enum Reply<'a> {
    /// An answer that is known as a whole.
    Whole(Response<'a>),
    /// The stream that tells of builds.
    Events,
}

/// Answers from `now`. `port` is the server's own.
pub fn reply<'a>(
    request: &Request,
    now: &'a Snapshot,
    settings: &Settings,
    port: u16,
) -> Reply<'a> {
    let texts = &settings.texts;
    let plain = |status| Reply::Whole(Response::plain(status));
    if !request.host.as_deref().is_some_and(|host| is_own(host, port)) {
        return plain(Status::MisdirectedRequest);
    }
    if request.method == Method::Other {
        return plain(Status::MethodNotAllowed);
    }
    if request.has_body {
        return plain(Status::BadRequest);
    }
    let Some(address) = address::parse(&request.target) else { return plain(Status::BadRequest) };
    if address.path == EVENTS {
        return match request.method {
            Method::Get => Reply::Events,
            Method::Head | Method::Other => plain(Status::MethodNotAllowed),
        };
    }
    if address.path.starts_with(RESERVED) {
        let file = client::file(&address.path, texts);
        return file.map_or(plain(Status::NotFound), Reply::Whole);
    }
    Reply::Whole(match &now.portal {
        Some(portal) if address.path.starts_with(settings.left_alone) => {
            left_alone(&**portal, &address.path, &now.edition)
        }
        Some(portal) => from_portal(&**portal, &address, &now.edition),
        None => client::waiting(now, texts),
    })
}

/// A foreign site can give its own name the address of this computer; it then comes with that name.
fn is_own(host: &str, port: u16) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        host.strip_prefix(name).is_some_and(|rest| match rest.strip_prefix(':') {
            Some(digits) => digits == port.to_string(),
            None => rest.is_empty() && port == 80,
        })
    })
}

fn from_portal<'a>(portal: &'a dyn Portal, address: &Address, edition: &str) -> Response<'a> {
    let path = address.path.as_str();
    match portal.answer(path) {
        Some(Answer::File(bytes)) => file(Status::Ok, path, bytes, edition),
        Some(Answer::Redirect(to)) => redirect(&to, None),
        None if !path.ends_with('/') && portal.answer(&format!("{path}/")).is_some() => {
            redirect(&format!("{path}/"), address.query.as_deref())
        }
        None => not_found(portal, path, edition),
    }
}

/// A file as it is, without the script that follows the source.
fn left_alone<'a>(portal: &'a dyn Portal, path: &str, edition: &str) -> Response<'a> {
    match portal.answer(path) {
        Some(Answer::File(body)) => {
            Response { status: Status::Ok, content_type: content_type(path), location: None, body }
        }
        Some(Answer::Redirect(to)) => redirect(&to, None),
        None => not_found(portal, path, edition),
    }
}

fn file<'a>(status: Status, path: &str, bytes: Cow<'a, [u8]>, edition: &str) -> Response<'a> {
    let content_type = content_type(path);
    let body = if content_type.starts_with("text/html") {
        Cow::Owned(client::inject(&bytes, edition))
    } else {
        bytes
    };
    Response { status, content_type, location: None, body }
}

fn redirect(path: &str, query: Option<&str>) -> Response<'static> {
    let encoded = address::encode(path);
    let location = match query {
        Some(query) => format!("{encoded}?{query}"),
        None => encoded,
    };
    Response { location: Some(location), ..Response::plain(Status::Found) }
}

/// The nearest `404.html` upwards: the locale's own before the portal's.
fn not_found<'a>(portal: &'a dyn Portal, path: &str, edition: &str) -> Response<'a> {
    let folders = path.rmatch_indices('/').map(|(end, _)| &path[..=end]);
    for page in folders.map(|folder| format!("{folder}404.html")) {
        if let Some(Answer::File(bytes)) = portal.answer(&page) {
            return file(Status::NotFound, &page, bytes, edition);
        }
    }
    Response::plain(Status::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_with_the_right_port_are_our_own() {
        for host in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080"] {
            assert!(is_own(host, 8080), "{host}");
        }
        for host in [
            "",
            "localhost",
            "localhost:80",
            "localhost:08080",
            "localhost.evil.example:8080",
            "evil.example:8080",
            "127.0.0.1.evil.example:8080",
            "127.0.0.1:8080:8080",
            "[::1]",
        ] {
            assert!(!is_own(host, 8080), "{host}");
        }
        assert!(is_own("localhost", 80));
    }

    #[test]
    fn a_redirect_cannot_carry_a_line_break() {
        let response = redirect("/a\r\nSet-Cookie: x", None);
        assert_eq!(response.location.as_deref(), Some("/a%0D%0ASet-Cookie%3A%20x"));
    }
}
