//! HTTP/1.1 as values: the head of a request from bytes, the head of an answer to bytes.

use std::borrow::Cow;
use std::fmt::Write;

/// What a request says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What is asked for.
    pub method: Method,
    /// As sent, visible characters or bytes beyond ASCII.
    pub target: Vec<u8>,
    /// In lower case.
    pub host: Option<String>,
    /// Whether the connection may serve another request.
    pub keep_alive: bool,
    /// Whether bytes follow that belong to the request.
    pub has_body: bool,
}

/// The methods that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// A whole answer.
    Get,
    /// An answer without its body.
    Head,
    /// One that this server does not know.
    Other,
}

/// The statuses of RFC 9110 that are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Ok,
    Found,
    BadRequest,
    NotFound,
    MethodNotAllowed,
    RequestTimeout,
    MisdirectedRequest,
    HeadTooLarge,
    Unavailable,
    VersionNotSupported,
}

/// An answer that is known as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response<'a> {
    /// How it went.
    pub status: Status,
    /// What the body is.
    pub content_type: &'static str,
    /// Where the browser should go, percent-encoded.
    pub location: Option<String>,
    /// All of it, also when it answers a HEAD.
    pub body: Cow<'a, [u8]>,
}

impl Status {
    /// The number and the words of RFC 9110.
    pub fn line(self) -> &'static str {
        match self {
            Self::Ok => "200 OK",
            Self::Found => "302 Found",
            Self::BadRequest => "400 Bad Request",
            Self::NotFound => "404 Not Found",
            Self::MethodNotAllowed => "405 Method Not Allowed",
            Self::RequestTimeout => "408 Request Timeout",
            Self::MisdirectedRequest => "421 Misdirected Request",
            Self::HeadTooLarge => "431 Request Header Fields Too Large",
            Self::Unavailable => "503 Service Unavailable",
            Self::VersionNotSupported => "505 HTTP Version Not Supported",
        }
    }
}

impl Response<'_> {
    /// A short plain text that names the status.
    pub fn plain(status: Status) -> Self {
        let body = Cow::Borrowed(status.line().as_bytes());
        Self { status, content_type: "text/plain; charset=utf-8", location: None, body }
    }

    /// Everything before the body.
    pub fn head(&self, policy: &str, keep_alive: bool) -> String {
        let mut head = head(self.status, self.content_type, policy);
        let mut line = |name: &str, value: &dyn std::fmt::Display| {
            // Writing to a string cannot fail.
            write!(head, "{name}: {value}\r\n").unwrap_or_default();
        };
        line("Content-Length", &self.body.len());
        if let Some(location) = &self.location {
            line("Location", location);
        }
        if self.status == Status::MethodNotAllowed {
            line("Allow", &"GET, HEAD");
        }
        line("Connection", &if keep_alive { "keep-alive" } else { "close" });
        head + "\r\n"
    }
}

/// The lines that every answer has, without the empty one that ends a head. Nothing is stored: the
/// next save may change it.
pub fn head(status: Status, content_type: &str, policy: &str) -> String {
    format!(
        "HTTP/1.1 {}\r\nContent-Type: {content_type}\r\nContent-Security-Policy: {policy}\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\n",
        status.line()
    )
}

/// Reads a head without the empty line that ends it.
///
/// # Errors
/// The status to answer with when it is not a head of HTTP/1.0 or 1.1 or could be read in two ways.
pub fn parse(head: &[u8]) -> Result<Request, Status> {
    let mut lines = lines(head)?.into_iter();
    let (method, target, version) = request_line(lines.next().unwrap_or_default())?;
    let mut request = Request {
        method,
        target: target.to_vec(),
        host: None,
        keep_alive: version == b"HTTP/1.1",
        has_body: false,
    };
    for line in lines {
        let (name, value) = field(line)?;
        match name.to_ascii_lowercase().as_str() {
            // Two of them, and somebody in between may have judged by the other one.
            "host" if request.host.is_some() => return Err(Status::BadRequest),
            "host" => request.host = Some(value.to_ascii_lowercase()),
            "content-length" => request.has_body |= value != "0",
            "transfer-encoding" => request.has_body = true,
            "connection" => {
                for word in value.split(',').map(|word| word.trim().to_ascii_lowercase()) {
                    request.keep_alive |= word == "keep-alive";
                    request.keep_alive &= word != "close";
                }
            }
            _ => {}
        }
    }
    Ok(request)
}

fn lines(head: &[u8]) -> Result<Vec<&[u8]>, Status> {
    let mut lines: Vec<&[u8]> = Vec::new();
    let mut rest = head;
    while let Some(end) = rest.windows(2).position(|pair| pair == b"\r\n") {
        lines.push(&rest[..end]);
        rest = &rest[end + 2..];
    }
    lines.push(rest);
    let is_sound = |line: &&[u8]| !line.iter().any(|byte| b"\r\n\0".contains(byte));
    if lines.iter().all(is_sound) { Ok(lines) } else { Err(Status::BadRequest) }
}

fn request_line(line: &[u8]) -> Result<(Method, &[u8], &[u8]), Status> {
    let parts: Vec<&[u8]> = line.split(|&byte| byte == b' ').collect();
    let &[method, target, version] = parts.as_slice() else { return Err(Status::BadRequest) };
    if !is_token(method) || target.is_empty() || target.iter().any(|&b| b < b'!' || b == 0x7f) {
        return Err(Status::BadRequest);
    }
    match version {
        b"HTTP/1.0" | b"HTTP/1.1" => {}
        _ if version.starts_with(b"HTTP/") => return Err(Status::VersionNotSupported),
        _ => return Err(Status::BadRequest),
    }
    let method = match method {
        b"GET" => Method::Get,
        b"HEAD" => Method::Head,
        _ => Method::Other,
    };
    Ok((method, target, version))
}

fn field(line: &[u8]) -> Result<(&str, Cow<'_, str>), Status> {
    let colon = line.iter().position(|&byte| byte == b':').ok_or(Status::BadRequest)?;
    let (name, value) = (&line[..colon], &line[colon + 1..]);
    match std::str::from_utf8(name) {
        Ok(text) if is_token(name) => Ok((text, String::from_utf8_lossy(value.trim_ascii()))),
        _ => Err(Status::BadRequest),
    }
}

/// A `token` of RFC 9110: no space, no separator.
fn is_token(text: &[u8]) -> bool {
    let is_sound = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    !text.is_empty() && text.iter().all(is_sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_of_a_browser_is_read() {
        let head = b"GET /cs/ HTTP/1.1\r\nHost: LocalHost:8080\r\nAccept: text/html\r\n\
                     Connection: keep-alive";
        let request = parse(head).unwrap();
        assert_eq!(request.method, Method::Get);
        assert_eq!(request.target, b"/cs/");
        assert_eq!(request.host.as_deref(), Some("localhost:8080"));
        assert!(request.keep_alive && !request.has_body);
    }

    #[test]
    fn the_connection_stays_open_only_when_both_sides_know_it() {
        let stays = |head: &[u8]| parse(head).unwrap().keep_alive;
        assert!(stays(b"GET / HTTP/1.1"));
        assert!(!stays(b"GET / HTTP/1.0"));
        assert!(stays(b"GET / HTTP/1.0\r\nConnection: Keep-Alive"));
        assert!(!stays(b"GET / HTTP/1.1\r\nConnection: upgrade, Close"));
    }

    #[test]
    fn a_body_is_noticed() {
        let has_body = |field: &str| parse(format!("POST / HTTP/1.1\r\n{field}").as_bytes());
        assert!(has_body("Content-Length: 3").unwrap().has_body);
        assert!(has_body("Transfer-Encoding: chunked").unwrap().has_body);
        assert!(!has_body("Content-Length: 0").unwrap().has_body);
        assert_eq!(has_body("X: y").unwrap().method, Method::Other);
    }

    #[test]
    fn a_malformed_head_is_refused() {
        let refused: [(&[u8], Status); 16] = [
            (b"", Status::BadRequest),
            (b"GET", Status::BadRequest),
            (b"GET /", Status::BadRequest),
            (b"GET  / HTTP/1.1", Status::BadRequest),
            (b"GET / x HTTP/1.1", Status::BadRequest),
            (b"G(T / HTTP/1.1", Status::BadRequest),
            (b"GET /\t HTTP/1.1", Status::BadRequest),
            (b"GET / HTTP/2.0", Status::VersionNotSupported),
            (b"GET / HTTP", Status::BadRequest),
            (b"GET / HTTP/1.1\r\nHost", Status::BadRequest),
            (b"GET / HTTP/1.1\r\nHost : x", Status::BadRequest),
            (b"GET / HTTP/1.1\r\n folded: x", Status::BadRequest),
            (b"GET / HTTP/1.1\r\n: x", Status::BadRequest),
            (b"GET / HTTP/1.1\r\nHost: a\r\nhost: b", Status::BadRequest),
            (b"GET / HTTP/1.1\nHost: a", Status::BadRequest),
            (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", Status::BadRequest),
        ];
        for (head, status) in refused {
            assert_eq!(parse(head), Err(status), "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn a_head_carries_the_policy_and_stores_nothing() {
        let response = Response::plain(Status::MethodNotAllowed);
        let head = response.head("default-src 'none'", false);
        assert!(head.starts_with("HTTP/1.1 405 Method Not Allowed\r\n"));
        assert!(head.ends_with("Connection: close\r\n\r\n"));
        for line in ["Content-Security-Policy: default-src 'none'", "Cache-Control: no-store"] {
            assert!(head.lines().any(|other| other == line), "{head}");
        }
    }
}
