//! Content types of files, by the ending of their names.

/// The `Content-Type` of what stands at `path`; an address that ends with `/` is a page.
pub fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.is_empty() {
        return "text/html; charset=utf-8";
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "xml" => "application/xml; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" | "conf" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_says_that_it_is_utf_8() {
        let expected = [
            ("/", "text/html; charset=utf-8"),
            ("/uk/contacts/", "text/html; charset=utf-8"),
            ("/404.html", "text/html; charset=utf-8"),
            ("/assets/site.0123abcd.css", "text/css; charset=utf-8"),
            ("/assets/menu.js", "text/javascript; charset=utf-8"),
            ("/cs/feed.xml", "application/xml; charset=utf-8"),
            ("/kurzy.ics", "text/calendar; charset=utf-8"),
            ("/robots.txt", "text/plain; charset=utf-8"),
            ("/icon.SVG", "image/svg+xml; charset=utf-8"),
            ("/site.webmanifest", "application/manifest+json"),
            ("/photo.jpeg", "image/jpeg"),
            ("/folder.d/CNAME", "application/octet-stream"),
        ];
        for (path, kind) in expected {
            assert_eq!(content_type(path), kind, "{path}");
        }
    }
}
