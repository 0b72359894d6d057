//! Which changed files are not the author's: temporary files of editors, version control, desktops.

use std::path::{Component, Path};

/// Whether a path below a watched folder is a temporary file of an editor or a desktop, or lies in
/// a folder of version control. Page bundles may be called `target` or `2026`.
pub fn is_temporary(below_root: &Path) -> bool {
    below_root.components().any(|part| match part {
        Component::Normal(name) => name.to_str().is_some_and(is_temporary_name),
        _ => false,
    })
}

fn is_temporary_name(name: &str) -> bool {
    const WHOLE: [&str; 9] = [
        ".git",
        ".hg",
        ".svn",
        ".idea",
        ".vscode",
        ".DS_Store",
        // Vim writes it to learn whether the folder can be written.
        "4913",
        "Thumbs.db",
        "desktop.ini",
    ];
    const STARTS: [&str; 6] = [
        // Emacs, then the lock files of two office suites.
        ".#",
        ".~",
        "~$",
        // macOS beside each file on foreign disks, GNOME while saving, network disks.
        "._",
        ".goutputstream-",
        ".nfs",
    ];
    const ENDS: [&str; 7] =
        ["~", ".tmp", ".temp", "___jb_tmp___", "___jb_old___", ".kate-swp", ".crdownload"];

    WHOLE.contains(&name)
        || STARTS.iter().any(|start| name.starts_with(start))
        || ENDS.iter().any(|end| name.to_ascii_lowercase().ends_with(end))
        || (name.starts_with('#') && name.ends_with('#'))
        || is_vim_swap(name)
        || is_sed_copy(name)
}

/// `.page.md.swp`; when that exists `.swo`, `.swn` … `.swa`, then `.svz`.
fn is_vim_swap(name: &str) -> bool {
    name.starts_with('.')
        && name.rsplit_once('.').is_some_and(|(_, ending)| {
            matches!(ending.as_bytes(), [b's', b'v' | b'w', b'a'..=b'z']) || ending == "swpx"
        })
}

/// `sed -i` writes `sedXXXXXX` and renames it.
fn is_sed_copy(name: &str) -> bool {
    name.strip_prefix("sed").is_some_and(|random| {
        random.len() == 6
            && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && random.bytes().any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_editors_make_while_saving_are_temporary() {
        for path in [
            "cs.md~",
            "residence/.#cs.md",
            "residence/#cs.md#",
            ".cs.md.swp",
            ".cs.md.swo",
            ".cs.md.swx",
            ".cs.md.swpx",
            ".cs.md.svz",
            "residence/4913",
            ".DS_Store",
            "._cs.md",
            "cs.md.tmp",
            "~WRL0001.TMP",
            "~$plan.docx",
            ".~lock.values.yaml#",
            "cs.md___jb_tmp___",
            "cs.md___jb_old___",
            ".goutputstream-4ZLQX2",
            ".cs.md.kate-swp",
            "sedG7EGMF",
            ".git/index.lock",
            "themes/.git/HEAD",
            "picture.jpg.crdownload",
        ] {
            assert!(is_temporary(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn files_of_authors_are_not_temporary() {
        for path in [
            "",
            "cs.md",
            "residence/permanent-residence/uk.md",
            "target/cs.md",
            "2026/cs.md",
            "49130/cs.md",
            "sedlak/cs.md",
            "sedmero/cs.md",
            "data/values.yaml",
            ".well-known/security.txt",
            "tmp/cs.md",
            "c#.md",
            "#1.md",
            "swap.swp.md",
            "дозвіл/map.png",
        ] {
            assert!(!is_temporary(Path::new(path)), "{path}");
        }
    }
}
