//! An edition in one file: a folder of pages that opens without a host.

use std::io::Write;

use miniz_oxide::deflate::compress_to_vec;
use rawzip::{CompressionMethod, Error, ZipArchiveWriter, ZipDataWriter};

/// Speed and size of members, from 1 to 10: beyond it time grows and size hardly shrinks.
const LEVEL: u8 = 6;

/// Where the file at an address lies below the folder of an edition whose home page is at `home`:
/// `/uk/health/` at `health/index.html`, `/assets/site.css` at `assets/site.css`.
pub fn file_of(home: &str, address: &str) -> String {
    let path = match address.strip_prefix(home) {
        Some(own) => own.to_owned(),
        None => match address.strip_prefix("/assets/") {
            Some(asset) => format!("assets/{asset}"),
            // A name that no page of the edition can have.
            None => format!("-{address}"),
        },
    };
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
}

/// Puts members into a ZIP file one by one, so that they never stand in memory together. The same
/// members make the same bytes: it holds no times.
pub struct Packer {
    archive: ZipArchiveWriter<Vec<u8>>,
}

impl Default for Packer {
    fn default() -> Self {
        Self { archive: ZipArchiveWriter::new(Vec::new()) }
    }
}

impl Packer {
    /// Adds a file.
    pub fn add(&mut self, name: &str, content: &[u8]) {
        // Writing to memory fails only for names that no file has.
        drop(self.write(name, content));
    }

    /// The bytes of the file.
    pub fn finish(self) -> Vec<u8> {
        self.archive.finish().unwrap_or_default()
    }

    fn write(&mut self, name: &str, content: &[u8]) -> Result<(), Error> {
        let method = CompressionMethod::DEFLATE;
        let new = self.archive.new_file(name).compression_method(method);
        let (mut entry, config) = new.start()?;
        // It counts and sums up what is compressed beside it.
        let mut summed: ZipDataWriter<_> = config.wrap(std::io::sink());
        summed.write_all(content)?;
        let (_, descriptor) = summed.finish()?;
        entry.write_all(&compress_to_vec(content, LEVEL))?;
        entry.finish(descriptor)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_lie_below_the_home_page_of_their_edition() {
        let file = |address| file_of("/uk/", address);
        assert_eq!(file("/uk/"), "index.html");
        assert_eq!(file("/uk/health/doctor/"), "health/doctor/index.html");
        assert_eq!(file("/assets/site.0.css"), "assets/site.0.css");
        assert_eq!(file("/cs/map.jpg"), "-/cs/map.jpg");
    }

    #[test]
    fn members_come_out_as_they_went_in() {
        let mut packer = Packer::default();
        let long = "Žádost ".repeat(1000);
        packer.add("portal-cs/index.html", long.as_bytes());
        packer.add("portal-cs/empty.txt", b"");
        let bytes = packer.finish();
        assert!(bytes.len() < 600, "{}", bytes.len());
        let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
        let mut entries = archive.entries();
        let mut read = Vec::new();
        while let Some(entry) = entries.next_entry().unwrap() {
            let name = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
            let data = archive.get_entry(entry.wayfinder()).unwrap().data().to_vec();
            let data = miniz_oxide::inflate::decompress_to_vec(&data).unwrap();
            read.push((name, String::from_utf8(data).unwrap()));
        }
        let expected = [("portal-cs/index.html", &*long), ("portal-cs/empty.txt", "")];
        assert_eq!(read, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
}
