//! The theme and the catalogs that are part of the program.

use std::sync::OnceLock;

use crate::source::SourceTree;

const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The embedded files under the paths that a site would give its own.
pub fn tree() -> &'static SourceTree {
    static TREE: OnceLock<SourceTree> = OnceLock::new();
    TREE.get_or_init(|| SourceTree::from_files(FILES.iter().map(|(path, bytes)| (*path, bytes))))
}
