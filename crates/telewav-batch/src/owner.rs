//! Whose files are.
//!
//! Systems other than Unix do not tell without a library of C or unsafe code; there, every file counts as the user's.

#[cfg(not(unix))]
pub use elsewhere::{Owner, is_own, is_trusted_or_same};
#[cfg(unix)]
pub use unix::{Owner, is_own, is_trusted_or_same};

#[cfg(unix)]
mod unix {
    use std::fmt;
    use std::fs;
    use std::io;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    /// Whose a file is.
    pub enum Owner {
        /// The user's, or the administrator's.
        Trusted,
        /// Another user's.
        Other(User),
    }

    /// Another user.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct User(u32);

    impl Owner {
        /// Of a file, and of the link to it.
        pub fn of(file: &Path) -> io::Result<Self> {
            let uids = [fs::symlink_metadata(file)?.uid(), fs::metadata(file)?.uid()];
            let other = uids.into_iter().find(|uid| !is_trusted(*uid));
            Ok(other.map_or(Self::Trusted, |uid| Self::Other(User(uid))))
        }
    }

    impl User {
        /// Whether all of these are that user's.
        pub fn owns(self, paths: &[&Path]) -> bool {
            paths
                .iter()
                .all(|path| uid(path).is_ok_and(|uid| uid == self.0))
        }
    }

    impl fmt::Display for User {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "user {}", self.0)
        }
    }

    /// Whether a file belongs to the user, the administrator, or whose the other file is.
    pub fn is_trusted_or_same(file: &Path, other: &Path) -> bool {
        match (uid(file), uid(other)) {
            (Ok(file), Ok(other)) => is_trusted(file) || file == other,
            _ => false,
        }
    }

    /// Whether a file, or a link, is the user's.
    pub fn is_own(file: &Path) -> bool {
        uid(file).is_ok_and(|uid| uid == rustix::process::geteuid().as_raw())
    }

    fn uid(path: &Path) -> io::Result<u32> {
        fs::symlink_metadata(path).map(|metadata| metadata.uid())
    }

    fn is_trusted(uid: u32) -> bool {
        uid == 0 || uid == rustix::process::geteuid().as_raw()
    }
}

#[cfg(not(unix))]
mod elsewhere {
    use std::convert::Infallible;
    use std::fmt;
    use std::io;
    use std::path::Path;

    /// Whose a file is.
    pub enum Owner {
        /// Every file's.
        Trusted,
        /// No file's.
        #[allow(dead_code, reason = "as on Unix")]
        Other(User),
    }

    /// There is none that is told apart.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct User(Infallible);

    impl Owner {
        /// Every file is.
        pub fn of(_: &Path) -> io::Result<Self> {
            Ok(Self::Trusted)
        }
    }

    impl User {
        /// There is none that could.
        pub fn owns(self, _: &[&Path]) -> bool {
            match self.0 {}
        }
    }

    impl fmt::Display for User {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self.0 {}
        }
    }

    pub fn is_own(_: &Path) -> bool {
        true
    }

    /// Every file is.
    pub fn is_trusted_or_same(_: &Path, _: &Path) -> bool {
        true
    }
}
