//! The materials of a campaign in one file to download, made only when its bytes are asked for.

use std::io::Write;

use rawzip::{Error, ZipArchiveWriter};

use crate::output::OutputFile;

/// A ZIP file. The same members make the same bytes: it holds no times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// Path and content of each member.
    pub members: Vec<(String, Member)>,
}

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Member {
    /// As it is published.
    File(OutputFile),
    /// A page that is opened where nothing else of the portal is, with the address of its style
    /// sheet and the path of the copy beside it.
    Page(OutputFile, [String; 2]),
}

impl Archive {
    /// A digest of everything that determines the bytes.
    pub fn digest(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_derive_key("archive of a campaign 1");
        for (name, member) in &self.members {
            let (Member::File(file) | Member::Page(file, _)) = member;
            hasher.update(name.as_bytes()).update(&[0]).update(file.key().as_bytes());
        }
        hasher.finalize()
    }

    /// The ZIP file. Pictures and PDFs are compressed already, so nothing is.
    pub fn zip(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        match self.write(&mut bytes) {
            Ok(()) => bytes,
            // Writing to memory fails only for names that no address has.
            Err(_) => Vec::new(),
        }
    }

    fn write(&self, bytes: &mut Vec<u8>) -> Result<(), Error> {
        let mut archive = ZipArchiveWriter::new(bytes);
        for (name, member) in &self.members {
            let (mut entry, config) = archive.new_file(name.as_str()).start()?;
            let mut writer = config.wrap(&mut entry);
            writer.write_all(&member.bytes())?;
            let (_, descriptor) = writer.finish()?;
            entry.finish(descriptor)?;
        }
        archive.finish()?;
        Ok(())
    }
}

impl Member {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::File(file) => file.bytes().into_owned(),
            Self::Page(page, [address, copy]) => {
                let html = String::from_utf8_lossy(&page.bytes()).replace(address, copy);
                without_policy(&html).into_bytes()
            }
        }
    }
}

/// A page without its content security policy: for one that is opened from a disk, nothing is its own.
fn without_policy(html: &str) -> String {
    let bounds = html.find("Content-Security-Policy").and_then(|at| {
        let start = html[..at].rfind('<')?;
        Some(start..at + html[at..].find('>')? + 1)
    });
    match bounds {
        Some(bounds) => format!("{}{}", &html[..bounds.start], &html[bounds.end..]),
        None => html.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::Html;

    #[test]
    fn members_come_out_as_they_went_in() {
        let text = OutputFile::Bytes("Zápis".into());
        let page = OutputFile::Html(Html::whole(
            "<!doctype html><meta content=\"default-src 'self'\" http-equiv=Content-Security-Policy>\
             <link href=/assets/paper.1.css rel=stylesheet><title>A</title>",
        ));
        let copy = ["/assets/paper.1.css".to_owned(), "../paper.css".to_owned()];
        let members = vec![
            ("cs/message.txt".to_owned(), Member::File(text)),
            ("cs/a4.html".to_owned(), Member::Page(page, copy)),
        ];
        let bytes = Archive { members }.zip();
        let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
        let mut entries = archive.entries();
        let mut read = Vec::new();
        while let Some(entry) = entries.next_entry().unwrap() {
            let name = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
            let data = archive.get_entry(entry.wayfinder()).unwrap().data().to_vec();
            read.push((name, String::from_utf8(data).unwrap()));
        }
        assert_eq!(read[0], ("cs/message.txt".to_owned(), "Zápis".to_owned()));
        assert_eq!(read[1].0, "cs/a4.html");
        assert!(read[1].1.contains("../paper.css") && !read[1].1.contains("default-src"));
    }
}
