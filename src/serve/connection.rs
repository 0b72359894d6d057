//! One connection: requests in, answers out, within limits of size and time.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use super::Settings;
use super::address;
use super::client;
use super::http::{self, Method, Request, Response, Status};
use super::route::{Reply, reply};
use super::state::State;

/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;

/// What a client may take, so that a slow one holds its thread for a limited time.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For the first byte of a request.
    pub idle: Duration,
    /// From the first byte of a request to the end of its head.
    pub head: Duration,
    /// For taking one answer.
    pub answer: Duration,
    /// Between two signs of life in a stream of events.
    pub heartbeat: Duration,
    /// Connections at a time.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(20),
            head: Duration::from_secs(5),
            answer: Duration::from_secs(30),
            heartbeat: Duration::from_secs(10),
            connections: 128,
        }
    }
}

/// Why there is no next request.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// The other side has gone or is silent.
    Gone,
    /// It should be told what is wrong.
    Refused(Status),
}

/// Answers the requests of one connection until it ends.
///
/// # Errors
/// When the other side goes away in the middle of an answer.
pub fn converse(
    stream: &TcpStream,
    state: &State,
    settings: &Settings,
    limits: &Limits,
) -> io::Result<()> {
    let port = stream.local_addr()?.port();
    let policy = settings.content_security_policy.as_str();
    stream.set_nodelay(true)?;
    let mut received = Vec::new();
    loop {
        let request = match next_head(stream, &mut received, limits) {
            Ok(head) => http::parse(&head),
            Err(End::Refused(status)) => Err(status),
            Err(End::Gone) => return Ok(()),
        };
        // Ends the waiting for the first build too.
        let Some(now) = state.current() else { return Ok(()) };
        let (reply, keep_alive, with_body) = match &request {
            Ok(request) => {
                let reply = reply(request, &now, settings, port);
                (reply, stays_open(request), request.method != Method::Head)
            }
            Err(status) => (Reply::Whole(Response::plain(*status)), false, true),
        };
        let Reply::Whole(response) = reply else {
            return stream_events(stream, state, policy, limits);
        };
        let is_left_alone = |request: &Request| {
            address::parse(&request.target)
                .is_some_and(|address| address.path.starts_with(settings.left_alone))
        };
        let policy = match &request {
            Ok(request) if is_left_alone(request) => "frame-ancestors 'none'",
            _ => policy,
        };
        let mut answer = response.head(policy, keep_alive).into_bytes();
        if with_body {
            answer.extend_from_slice(&response.body);
        }
        write_within(stream, &answer, limits.answer)?;
        if !keep_alive {
            return hang_up(stream);
        }
    }
}

/// Tells a client that there are too many, without waiting for it.
///
/// # Errors
/// When it has gone already.
pub fn turn_away(mut stream: &TcpStream, settings: &Settings) -> io::Result<()> {
    stream.set_nonblocking(true)?;
    let response = Response::plain(Status::Unavailable);
    let mut answer = response.head(&settings.content_security_policy, false).into_bytes();
    answer.extend_from_slice(&response.body);
    // It fits into the system's buffer; if not, a part is as good as nothing.
    stream.write(&answer).map(drop)
}

fn stays_open(request: &Request) -> bool {
    // After a body that nobody reads the next request could not be found.
    request.keep_alive && !request.has_body && request.method != Method::Other
}

fn next_head(
    mut stream: &TcpStream,
    received: &mut Vec<u8>,
    limits: &Limits,
) -> Result<Vec<u8>, End> {
    let mut began = (!received.is_empty()).then(Instant::now);
    let opened = Instant::now();
    let mut chunk = [0; 4096];
    loop {
        // RFC 9112, 2.2: empty lines before a request are passed over.
        while received.starts_with(b"\r\n") {
            received.drain(..2);
        }
        let end = received.windows(4).position(|part| part == b"\r\n\r\n");
        if end.unwrap_or(received.len()) > LONGEST_HEAD {
            return Err(End::Refused(Status::HeadTooLarge));
        }
        if let Some(end) = end {
            let rest = received.split_off(end + 4);
            let mut head = std::mem::replace(received, rest);
            head.truncate(end);
            return Ok(head);
        }
        let left = match began {
            Some(began) => limits.head.saturating_sub(began.elapsed()),
            None => limits.idle.saturating_sub(opened.elapsed()),
        };
        if left.is_zero() {
            let is_slow = began.is_some();
            return Err(if is_slow { End::Refused(Status::RequestTimeout) } else { End::Gone });
        }
        stream.set_read_timeout(Some(left)).map_err(|_| End::Gone)?;
        match stream.read(&mut chunk) {
            Ok(0) => return Err(End::Gone),
            Ok(count) => {
                began.get_or_insert_with(Instant::now);
                received.extend_from_slice(&chunk[..count]);
            }
            Err(error) if is_passing(&error) => {}
            Err(_) => return Err(End::Gone),
        }
    }
}

/// Streams what builds bring, as `text/event-stream`, until either side ends it.
fn stream_events(
    stream: &TcpStream,
    state: &State,
    policy: &str,
    limits: &Limits,
) -> io::Result<()> {
    let head = http::head(Status::Ok, "text/event-stream", policy) + "Connection: close\r\n\r\n";
    write_within(stream, head.as_bytes(), limits.answer)?;
    let mut told = 0;
    while let Some(now) = state.after(told, limits.heartbeat) {
        // A comment finds out whether anybody still listens.
        let message = if now.builds > told { client::event(&now) } else { ":\n\n".to_owned() };
        write_within(stream, message.as_bytes(), limits.answer)?;
        told = now.builds;
    }
    Ok(())
}

fn write_within(mut stream: &TcpStream, bytes: &[u8], limit: Duration) -> io::Result<()> {
    let end = Instant::now() + limit;
    let mut rest = bytes;
    while !rest.is_empty() {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        stream.set_write_timeout(Some(left))?;
        match stream.write(rest) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => rest = &rest[count..],
            Err(error) if is_passing(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Ends the connection so that the answer arrives: closing with bytes unread would cut it off.
fn hang_up(mut stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let mut chunk = [0; 4096];
    for _ in 0..64 {
        if stream.read(&mut chunk)? == 0 {
            break;
        }
    }
    Ok(())
}

/// Whether to look at the clock and go on. Systems differ in how they report a timeout.
fn is_passing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::super::testing::{POLICY, Site, Tongue, site, site_within};
    use super::*;

    fn pages() -> Site {
        site(&[
            ("index.html", "<!doctype html><title>root</title><body>root</body>"),
            ("404.html", "<p>nowhere"),
            ("uk/404.html", "<p>nemaje"),
            ("uk/постійне/index.html", "<p>дозвіл"),
            ("ar/الإقامة/index.html", "<p>إقامة"),
            ("assets/site.css", "p{}"),
            ("old/index.html", "REDIRECT /uk/постійне/"),
        ])
    }

    fn status_of(answer: &str) -> &str {
        answer.split(' ').nth(1).unwrap_or("none")
    }

    #[test]
    fn a_page_comes_with_the_client_the_policy_and_its_type() {
        let site = pages();
        let page = site.get("/");
        assert_eq!(status_of(&page), "200");
        assert!(page.contains("\r\nContent-Type: text/html; charset=utf-8\r\n"));
        assert!(page.contains(&format!("\r\nContent-Security-Policy: {POLICY}\r\n")));
        assert!(page.contains("\r\nCache-Control: no-store\r\n"));
        assert!(page.contains("<script type=\"module\" src=\"/-/rozcestnik/reload.js\""));
        let style = site.get("/assets/site.css?v=1");
        assert!(style.ends_with("\r\n\r\np{}") && style.contains("text/css; charset=utf-8"));
        assert!(site.get("/-/rozcestnik/reload.js").contains("text/javascript; charset=utf-8"));
        assert_eq!(status_of(&site.get("/-/rozcestnik/other")), "404");
    }

    #[test]
    fn addresses_in_ukrainian_and_arabic_lead_to_their_pages() {
        let site = pages();
        let encoded = "/uk/%D0%BF%D0%BE%D1%81%D1%82%D1%96%D0%B9%D0%BD%D0%B5";
        assert!(site.get(&format!("{encoded}/")).contains("<p>дозвіл"));
        assert!(site.get("/uk/постійне/").contains("<p>дозвіл"));
        assert!(site.get("/ar/الإقامة/").contains("<p>إقامة"));
        let redirect = site.get(&format!("{encoded}?a=b"));
        assert_eq!(status_of(&redirect), "302");
        assert!(redirect.contains(&format!("\r\nLocation: {encoded}/?a=b\r\n")), "{redirect}");
        assert!(site.get("/old/").contains(&format!("\r\nLocation: {encoded}/\r\n")));
    }

    #[test]
    fn an_unknown_address_gets_the_nearest_page_that_says_so() {
        let site = pages();
        for (path, text) in [("/x", "nowhere"), ("/uk/x/y/", "nemaje"), ("/ar/x", "nowhere")] {
            let answer = site.get(path);
            assert_eq!(status_of(&answer), "404", "{path}");
            assert!(answer.contains(text) && answer.contains("reload.js"), "{path}: {answer}");
        }
    }

    #[test]
    fn head_tells_the_length_and_sends_nothing() {
        let site = pages();
        let page = site.get("/");
        let length = page.split("\r\n\r\n").nth(1).unwrap().len();
        let head = site.ask("HEAD / HTTP/1.1\r\nConnection: close\r\n");
        assert!(head.contains(&format!("\r\nContent-Length: {length}\r\n")));
        assert!(head.ends_with("\r\n\r\n"));
    }

    #[test]
    fn other_methods_and_bodies_are_refused_and_the_connection_closed() {
        let site = pages();
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "X"] {
            let request = format!("{method} / HTTP/1.1\r\nContent-Length: 5\r\n");
            let answer = site.say(&format!("{request}Host: {}\r\n\r\nhello", site.host()));
            assert_eq!(status_of(&answer), "405", "{method}");
            assert!(answer.contains("\r\nAllow: GET, HEAD\r\n"));
            assert_eq!(answer.matches("HTTP/1.1").count(), 1);
        }
        let hidden = "GET / HTTP/1.1\r\nContent-Length: 30\r\n";
        let answer = site.say(&format!("{hidden}Host: {}\r\n\r\nGET /old/ HTTP", site.host()));
        assert_eq!(status_of(&answer), "400");
        assert_eq!(answer.matches("HTTP/1.1").count(), 1);
    }

    #[test]
    fn a_foreign_host_is_refused() {
        let site = pages();
        let (_, port) =
            site.host().rsplit_once(':').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        for host in
            [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")]
        {
            let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            assert_eq!(status_of(&site.say(&request)), "200", "{host}");
        }
        for host in ["evil.example", "localhost.evil.example:80", "192.168.1.5", ""] {
            for path in ["/", "/-/rozcestnik/events", "/-/rozcestnik/reload.js"] {
                let request =
                    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
                assert_eq!(status_of(&site.say(&request)), "421", "{host} {path}");
            }
        }
        assert_eq!(status_of(&site.say("GET / HTTP/1.0\r\n\r\n")), "421");
    }

    #[test]
    fn malformed_requests_are_refused() {
        let site = pages();
        for request in [
            "\0\0\0\r\n\r\n",
            "GET\r\n\r\n",
            "GET http://localhost/ HTTP/1.1\r\n\r\n",
            "GET /../x HTTP/1.1\r\n\r\n",
            "GET /%2e%2e/x HTTP/1.1\r\n\r\n",
            "GET //evil.example HTTP/1.1\r\n\r\n",
            "GET /%zz HTTP/1.1\r\n\r\n",
            "GET /%ff HTTP/1.1\r\n\r\n",
        ] {
            let request = request.replacen(
                "\r\n",
                &format!("\r\nHost: {}\r\nConnection: close\r\n", site.host()),
                1,
            );
            assert_eq!(status_of(&site.say(&request)), "400", "{request}");
        }
        let long = format!("GET /{} HTTP/1.1\r\n", "x".repeat(LONGEST_HEAD));
        assert_eq!(status_of(&site.ask(&long)), "431");
        let endless = "GET / HTTP/1.1\r\n".to_owned() + &"X: y\r\n".repeat(LONGEST_HEAD);
        assert_eq!(status_of(&site.say(&endless)), "431");
    }

    #[test]
    fn requests_in_one_packet_are_answered_in_order() {
        let site = pages();
        let one = |path: &str, last: &str| {
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{last}\r\n", site.host())
        };
        let all = one("/", "")
            + "\r\n"
            + &one("/assets/site.css", "")
            + &one("/x", "Connection: close\r\n");
        let answers = site.say(&all);
        let statuses: Vec<&str> = answers.split("HTTP/1.1 ").skip(1).map(|a| &a[..3]).collect();
        assert_eq!(statuses, ["200", "200", "404"]);
        let byte_by_byte = Tongue::new(&site);
        for byte in one("/assets/site.css", "Connection: close\r\n").bytes() {
            byte_by_byte.send(&[byte]);
        }
        assert!(byte_by_byte.hear().ends_with("p{}"));
    }

    #[test]
    fn a_folder_that_is_left_alone_says_its_own_policy_and_is_sent_as_it_is() {
        let site = site(&[("index.html", "<p>root"), ("admin/index.html", "<p>editor")]);
        let page = site.get("/admin/");
        assert!(page.ends_with("\r\n\r\n<p>editor"), "{page}");
        assert!(page.contains("Content-Security-Policy: frame-ancestors 'none'\r\n"), "{page}");
        for other in ["/", "/admin/../", "/administration/"] {
            assert!(!site.get(other).contains("frame-ancestors 'none'\r\n"), "{other}");
        }
    }

    #[test]
    fn a_slow_client_is_let_go_and_others_are_served_meanwhile() {
        let limits = Limits {
            idle: Duration::from_millis(600),
            head: Duration::from_millis(300),
            ..Limits::default()
        };
        let site = site_within(&[("index.html", "<p>root")], limits);
        let (dripping, half, silent) = (Tongue::new(&site), Tongue::new(&site), Tongue::new(&site));
        half.send(b"GET / HTTP/1.1\r\nHo");
        let began = Instant::now();
        while dripping.try_send(b"G") {
            assert_eq!(status_of(&site.get("/")), "200");
            assert!(began.elapsed() < Duration::from_secs(8), "each byte must not buy more time");
            thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(status_of(&half.hear()), "408");
        assert_eq!(silent.hear(), "");
    }

    #[test]
    fn too_many_connections_are_turned_away_and_later_let_in() {
        let limits = Limits { connections: 4, ..Limits::default() };
        let site = site_within(&[("index.html", "<p>root")], limits);
        let open: Vec<Tongue> = (0..4).map(|_| Tongue::new(&site)).collect();
        site.wait_for("/", "503");
        drop(open);
        site.wait_for("/", "<p>root");
    }

    #[test]
    fn a_client_that_takes_no_answer_is_let_go() {
        let limits =
            Limits { answer: Duration::from_millis(300), connections: 1, ..Limits::default() };
        let site = site_within(&[("big.bin", &"x".repeat(20_000_000))], limits);
        let deaf = Tongue::new(&site);
        let request = format!("GET /big.bin HTTP/1.1\r\nHost: {}\r\n\r\n", site.host());
        deaf.send(request.as_bytes());
        site.wait_for("/x", "404");
    }

    #[test]
    fn a_stream_of_events_shows_signs_of_life() {
        let limits = Limits { heartbeat: Duration::from_millis(50), ..Limits::default() };
        let site = site_within(&[("index.html", "<p>root")], limits);
        let stream = Tongue::new(&site);
        let request = format!("GET /-/rozcestnik/events HTTP/1.1\r\nHost: {}\r\n\r\n", site.host());
        stream.send(request.as_bytes());
        let heard = stream.hear_for(Duration::from_secs(1));
        assert!(heard.contains("\r\nContent-Type: text/event-stream\r\n"), "{heard}");
        assert_eq!(heard.matches("data: {").count(), 1, "{heard}");
        assert!(heard.matches(":\n\n").count() >= 3, "{heard}");
    }
}
