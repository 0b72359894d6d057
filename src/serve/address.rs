//! Addresses in requests: from percent-encoded bytes to a safe path and back.

/// The target of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Decoded, starts with `/`, has no empty, `.` or `..` part.
    pub path: String,
    /// What followed the `?`, as it came.
    pub query: Option<String>,
}

/// `None` if the target is not a path, is not UTF-8 behind its percent signs, or could mean
/// something else to another program: `..`, `//`, a backslash, a control character.
pub fn parse(target: &[u8]) -> Option<Address> {
    let (path, query) = match target.iter().position(|&byte| byte == b'?') {
        Some(mark) => (&target[..mark], Some(&target[mark + 1..])),
        None => (target, None),
    };
    let path = String::from_utf8(decode(path)?).ok()?;
    let parts = path.strip_prefix('/')?;
    let parts = parts.strip_suffix('/').unwrap_or(parts);
    let sound = path == "/" || parts.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if !sound || path.chars().any(|c| c == '\\' || c.is_control()) {
        return None;
    }
    let query = query.map(|query| String::from_utf8_lossy(query).into_owned());
    Some(Address { path, query })
}

/// `path` as it may stand in a header: everything but `/` and unreserved characters of RFC 3986
/// is percent-encoded.
pub fn encode(path: &str) -> String {
    use std::fmt::Write;

    path.bytes().fold(String::with_capacity(path.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            write!(encoded, "%{byte:02X}").unwrap_or_default();
        }
        encoded
    })
}

fn decode(encoded: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%' {
            let (digits, after) = rest.split_at_checked(2)?;
            decoded.push(hex(digits[0])? * 16 + hex(digits[1])?);
            rest = after;
        } else {
            decoded.push(byte);
        }
    }
    Some(decoded)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(target: &[u8]) -> Option<String> {
        parse(target).map(|address| address.path)
    }

    #[test]
    fn an_address_is_decoded_and_the_query_split_off() {
        let address = parse(b"/cs/hledat/?q=v%C3%ADzum&a=%2F").unwrap();
        assert_eq!(address.path, "/cs/hledat/");
        assert_eq!(address.query.as_deref(), Some("q=v%C3%ADzum&a=%2F"));
        assert_eq!(path(b"/").as_deref(), Some("/"));
        assert_eq!(path(b"/a%20b.html").as_deref(), Some("/a b.html"));
    }

    #[test]
    fn ukrainian_and_arabic_paths_survive_the_way_there_and_back() {
        for text in ["/uk/постійне-проживання/", "/ar/الإقامة-الدائمة/", "/vi/thường trú/"]
        {
            assert_eq!(path(encode(text).as_bytes()).as_deref(), Some(text));
            assert_eq!(path(text.as_bytes()).as_deref(), Some(text), "sent without encoding");
        }
        assert_eq!(encode("/ж/"), "/%D0%B6/");
    }

    #[test]
    fn an_address_that_could_mean_something_else_is_refused() {
        let refused: [&[u8]; 17] = [
            b"",
            b"*",
            b"a",
            b"http://localhost/",
            b"/..",
            b"/../etc/passwd",
            b"/a/../b",
            b"/%2e%2e/b",
            b"/a/./b",
            b"//evil.example",
            b"/a//b",
            b"/a\\b",
            b"/a%5Cb",
            b"/%00",
            b"/%0d%0aSet-Cookie:x",
            b"/%",
            b"/%4",
        ];
        for target in refused {
            assert_eq!(parse(target), None, "{}", String::from_utf8_lossy(target));
        }
        assert_eq!(parse(b"/%zz"), None);
        assert_eq!(parse(b"/%+1"), None);
        assert_eq!(parse(b"/%ff"), None, "not UTF-8");
        assert_eq!(parse(b"/\xff"), None, "not UTF-8");
    }

    #[test]
    fn no_bytes_make_it_panic() {
        for first in 0..=u8::MAX {
            for second in 0..=u8::MAX {
                parse(&[b'/', first, second]);
                parse(&[b'/', b'%', first, second]);
                parse(&[first, b'%', second]);
            }
        }
    }
}
