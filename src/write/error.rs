//! Why a portal was not published.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why [`publish`](super::publish) gave up; the published folder is as it was.
#[derive(Debug)]
pub struct PublishError {
    /// What is wrong.
    pub kind: Kind,
    /// With which file or folder.
    pub path: PathBuf,
    /// What we were about to do to it and what the system said, if it was the system that refused.
    pub cause: Option<(Deed, io::Error)>,
}

macro_rules! names {
    ($(#[$about:meta])* $enum:ident { $($(#[$doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $enum {
            $($(#[$doc])* $variant,)*
        }

        impl $enum {
            /// The stable name, in kebab case, by which translations know it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

names! {
    /// What is wrong: publishing would destroy what we did not make (up to `ForeignFile`), somebody
    /// is in the way (`Busy`, `Clash`), or the system refused a [`Deed`] (from `Full` on).
    Kind {
        /// A file stands where the folder should be.
        File = "file",
        /// Something stands where a new file or folder should be.
        Exists = "exists",
        /// A symbolic link. We do not follow it: the portal would replace the link itself, or a
        /// folder that nobody named.
        Link = "link",
        /// The root of a file system.
        Root = "root",
        /// The root of a version-controlled project, marked or not.
        Checkout = "checkout",
        /// The source of a portal.
        Source = "source",
        /// A folder that is not empty and has no mark of ours.
        Unmarked = "unmarked",
        /// A file in the portal that we did not make and that would be lost.
        ForeignFile = "foreign-file",
        /// Another build writes to the same folder; the path is the file that it holds locked.
        Busy = "busy",
        /// Two files of the portal are one on this disk, which may not tell `a` from `A`.
        Clash = "clash",
        /// A file of the portal could not be made.
        Unmade = "unmade",
        /// The disk or a quota is full.
        Full = "full",
        /// We have no permission, or the disk is read-only.
        Denied = "denied",
        /// The name or the whole path is too long for this disk.
        NameTooLong = "name-too-long",
        /// Another program has it open, or a disk is mounted there.
        InUse = "in-use",
        /// Anything else.
        Failed = "failed",
    }
}

names! {
    /// What was to be done to a file or folder.
    Deed {
        /// Look at it or read it.
        Read = "read",
        /// Make a folder.
        CreateFolder = "create-folder",
        /// Write a new file.
        Write = "write",
        /// Take a file over from the portal before.
        Copy = "copy",
        /// Wait until the disk has it for good.
        Sync = "sync",
        /// Put the new portal in the place of this one.
        Replace = "replace",
        /// Delete it.
        Remove = "remove",
        /// Keep other builds out.
        Lock = "lock",
    }
}

impl PublishError {
    /// `kind` is wrong with what is at `path`.
    pub(super) fn at(kind: Kind, path: &Path) -> Self {
        Self { kind, path: path.to_owned(), cause: None }
    }

    /// The system refused to do `deed` to `path`.
    pub(super) fn system(deed: Deed, path: &Path, error: io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Kind::Full,
            // Windows says so of a folder that has an open file in it.
            io::ErrorKind::PermissionDenied if cfg!(windows) && deed == Deed::Replace => {
                Kind::InUse
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Kind::Denied,
            io::ErrorKind::InvalidFilename => Kind::NameTooLong,
            io::ErrorKind::ResourceBusy => Kind::InUse,
            _ => Kind::Failed,
        };
        Self { kind, path: path.to_owned(), cause: Some((deed, error)) }
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.kind {
            Kind::File => write!(f, "`{path}` is a file, not a folder"),
            Kind::Exists => write!(f, "`{path}` exists already"),
            Kind::Link => write!(f, "`{path}` is a link, not a folder"),
            Kind::Root => write!(f, "`{path}` is the root of a disk"),
            Kind::Checkout => write!(f, "`{path}` is the root of a version-controlled project"),
            Kind::Source => write!(f, "`{path}` holds the source of a portal"),
            Kind::Unmarked => write!(f, "`{path}` is not empty and was not made by this program"),
            Kind::ForeignFile => {
                write!(f, "`{path}` was not made by this program and would be lost")
            }
            Kind::Busy => write!(f, "another build is writing and holds `{path}`"),
            Kind::Unmade => write!(f, "`{path}` could not be made"),
            Kind::Clash => write!(f, "two files of the portal are one on this disk: `{path}`"),
            Kind::Full | Kind::Denied | Kind::NameTooLong | Kind::InUse | Kind::Failed => {
                let deed = match self.cause {
                    Some((Deed::CreateFolder, _)) => "create the folder",
                    Some((deed, _)) => deed.name(),
                    None => "publish",
                };
                write!(f, "failed to {deed} `{path}`")?;
                self.cause.as_ref().map_or(Ok(()), |(_, error)| write!(f, ": {error}"))
            }
        }
    }
}

impl std::error::Error for PublishError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_phrase_with_deed_and_path() {
        let path = Path::new("public/cs");
        let full = || io::Error::new(io::ErrorKind::StorageFull, "no space left");
        let said = |error: PublishError| (error.kind.name(), error.to_string());
        assert_eq!(
            said(PublishError::system(Deed::CreateFolder, path, full())),
            ("full", "failed to create the folder `public/cs`: no space left".into())
        );
        assert_eq!(
            said(PublishError::at(Kind::Unmarked, path)),
            ("unmarked", "`public/cs` is not empty and was not made by this program".into())
        );
    }
}
