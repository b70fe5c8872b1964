//! Where a path leads: through links, and also if its end is not there yet.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// The path that the system would use: without links, `.` and `..`. What is not there yet stands behind it as it is
/// written.
///
/// # Errors
///
/// A link that leads nowhere, since whoever writes there would make what it names; `..` behind a folder that is not
/// there; whatever the system says.
pub fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut there = std::path::absolute(path)?;
    let mut tail: Vec<OsString> = Vec::new();
    loop {
        match there.canonicalize() {
            Ok(mut whole) => {
                whole.extend(tail.iter().rev());
                return Ok(whole);
            }
            Err(e) if !is_missing(&e) => return Err(e),
            Err(_) if there.is_symlink() => {
                return Err(io::Error::new(
                    io::ErrorKind::NotFound,
                    format!("{} is a link that leads nowhere", there.display()),
                ));
            }
            Err(e) => {
                // `..` is no name.
                let (Some(name), Some(parent)) = (there.file_name(), there.parent()) else {
                    return Err(e);
                };
                tail.push(name.to_owned());
                there = parent.to_owned();
            }
        }
    }
}

/// Resolves many paths, most of which share their folders.
#[derive(Debug, Default)]
pub struct Resolver {
    folders: HashMap<PathBuf, PathBuf>,
}

impl Resolver {
    /// As [`resolve`].
    ///
    /// # Errors
    ///
    /// As [`resolve`].
    pub fn resolve(&mut self, path: &Path) -> io::Result<PathBuf> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return resolve(path);
        };
        if path.is_symlink() || folder.as_os_str().is_empty() {
            return resolve(path);
        }
        if let Some(real) = self.folders.get(folder) {
            return Ok(real.join(name));
        }
        let real = resolve(folder)?;
        let whole = real.join(name);
        self.folders.insert(folder.to_owned(), real);
        Ok(whole)
    }
}

/// Whether there is no such file, as far as an error says.
pub fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_not_there_is_resolved_as_far_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        let at = |path: &str| resolve(&folder.path().join(path));
        assert_eq!(at("a/b.wav").unwrap(), real.join("a").join("b.wav"));
        assert_eq!(at("./x").unwrap(), real.join("x"));
        std::fs::create_dir(real.join("d")).unwrap();
        assert_eq!(at("d/../x").unwrap(), real.join("x"));
        // Windows takes `..` away before it looks.
        #[cfg(unix)]
        assert!(at("none/../x").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn many_are_resolved_as_each_is() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        std::fs::create_dir(real.join("d")).unwrap();
        std::fs::write(real.join("d/a"), "").unwrap();
        std::os::unix::fs::symlink("/", real.join("d/root")).unwrap();
        std::os::unix::fs::symlink("d", real.join("e")).unwrap();
        let mut resolver = Resolver::default();
        for path in [
            "d/a", "d/b", "d/root", "d/root/x", "e/a", "d/../e/a", "e", "x/y/z", "d/..",
        ] {
            let path = folder.path().join(path);
            for _ in 0..2 {
                assert_eq!(resolver.resolve(&path).unwrap(), resolve(&path).unwrap());
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_those_that_lead_nowhere_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        std::os::unix::fs::symlink("/", real.join("root")).unwrap();
        std::os::unix::fs::symlink("nowhere", real.join("loose")).unwrap();
        assert_eq!(
            resolve(&real.join("root/none/x")).unwrap(),
            Path::new("/none/x")
        );
        let error = resolve(&real.join("loose/x")).unwrap_err();
        assert!(error.to_string().contains("leads nowhere"), "{error}");
    }
}
