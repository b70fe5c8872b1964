//! Repositories, as far as their roots and owners go.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::owner;

/// Where version control keeps its own; the folder that holds one is the root of a repository.
const MARKS: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// A repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Its topmost folder.
    pub root: PathBuf,
    /// What says that it is one.
    pub mark: PathBuf,
}

/// The repository that a folder is in.
pub fn around(folder: &Path) -> Option<Repository> {
    folder.ancestors().find_map(of)
}

/// The repository whose root a folder is. Somebody else's mark in a folder that is not theirs (the system's for temporary
/// files, say) makes none.
fn of(folder: &Path) -> Option<Repository> {
    let marks = MARKS.iter().map(|name| folder.join(name));
    let mut marks = marks.filter(|mark| mark.exists() && owner::is_trusted_or_same(mark, folder));
    marks.next().map(|mark| Repository {
        root: folder.to_owned(),
        mark,
    })
}

/// Whether a name is one that version control keeps its own under.
pub fn is_mark(name: &OsStr) -> bool {
    MARKS.iter().any(|mark| name.eq_ignore_ascii_case(mark))
}
