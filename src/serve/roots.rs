//! The names of watched files and folders: the builder's and the system's.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf, absolute};

/// A watched file, or a watched folder with all that is in it.
pub struct Root {
    /// As the builder named it.
    pub given: PathBuf,
    /// As it is watched.
    pub absolute: PathBuf,
    aliases: Vec<PathBuf>,
}

impl Root {
    /// Every name under which the system may report it.
    pub fn names(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(&self.absolute).chain(&self.aliases).map(PathBuf::as_path)
    }

    /// What is left of a path that the system reported below the root.
    pub fn below<'a>(&self, path: &'a Path) -> Option<&'a Path> {
        self.names().find_map(|name| path.strip_prefix(name).ok())
    }

    /// A path below the root as the builder would name it.
    pub fn spell(&self, below: &Path) -> PathBuf {
        // Joining nothing would add a `/`.
        if below.as_os_str().is_empty() { self.given.clone() } else { self.given.join(below) }
    }

    /// Learns under which other names the system may report it: macOS resolves links.
    pub fn find_aliases(&mut self) {
        let path = self.absolute.as_path();
        let above = path.parent().and_then(|above| above.canonicalize().ok());
        let beside = above.zip(path.file_name()).map(|(above, name)| above.join(name));
        let all = path.canonicalize().ok().into_iter().chain(beside);
        self.aliases = all.filter(|alias| alias != path).collect();
    }
}

/// Roots without those that lie inside another: watching a folder twice in two ways loses one.
pub fn outermost(paths: &[PathBuf]) -> Vec<Root> {
    let sorted: BTreeSet<_> = paths.iter().map(|given| (to_absolute(given), given)).collect();
    let mut outermost: Vec<Root> = Vec::new();
    for (absolute, given) in sorted {
        // Sorted, so that a folder comes before what is in it.
        if !outermost.iter().any(|outer| absolute.starts_with(&outer.absolute)) {
            outermost.push(Root { given: given.clone(), absolute, aliases: Vec::new() });
        }
    }
    outermost
}

/// The path from the root of the file system, without looking there.
pub fn to_absolute(path: &Path) -> PathBuf {
    absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(given: &str) -> Root {
        outermost(&[given.into()]).remove(0)
    }

    #[test]
    fn a_root_inside_another_is_no_root_of_its_own() {
        let paths = ["site/content/data", "site/content", "site/content-old", "site/site.yaml"];
        let roots = outermost(&paths.map(PathBuf::from));
        let given: Vec<_> = roots.iter().filter_map(|root| root.given.to_str()).collect();
        assert_eq!(given, ["site/content", "site/content-old", "site/site.yaml"]);
    }

    #[test]
    fn a_reported_path_is_spelled_as_the_root_was_given() {
        let root = root("content");
        let reported = to_absolute(Path::new("content/residence/cs.md"));
        let below = root.below(&reported).unwrap();
        assert_eq!(root.spell(below), Path::new("content/residence/cs.md"));
        assert_eq!(root.spell(Path::new("")).as_os_str(), "content");
        assert_eq!(root.below(&to_absolute(Path::new("content-old/cs.md"))), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_reported_behind_a_link_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        let link = real.join("link");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let mut root = root(link.join("site.yaml").to_str().unwrap());
        root.find_aliases();
        assert_eq!(root.below(&real.join("site.yaml")), Some(Path::new("")));
    }
}
