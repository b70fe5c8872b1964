//! [`Error`]: a run cannot begin, or its results cannot be told. (A file that has no answer does not end a run: it is an
//! outcome with a [`Failure`](crate::outcome::Failure).)
//!
//! Variants are sorted by who can act. Their text is a lower-case fragment that fits after "failed to"; it names no options,
//! which are the caller's words.

use std::ffi::OsString;
use std::io;
#[cfg(feature = "files")]
use std::path::Path;
use std::path::PathBuf;

#[cfg(feature = "files")]
use crate::clash::Role;

/// Why a run cannot begin, or why its results cannot be told.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A pattern for files cannot be read; act on the pattern.
    #[error("read the pattern {pattern}: {problem}")]
    Pattern {
        /// As it was given.
        pattern: String,
        /// What is wrong with it.
        problem: String,
    },

    /// There is no such rule; act on the selection.
    #[error("find a rule {text}{}", .nearest.map_or_else(String::new, |near| format!("; did you mean {near}?")))]
    NoSuchRule {
        /// As it was given.
        text: String,
        /// A code or name that is like it.
        nearest: Option<&'static str>,
    },

    /// Rules to be ignored for some files do not say for which; act on the selection.
    #[error("read {text}: it takes a pattern, =, and rules, as in 'legacy/**=TW405,level'")]
    NoPattern {
        /// As it was given.
        text: String,
    },

    #[cfg(feature = "files")]
    /// A list of paths cannot be read; act on the list.
    #[error("read the list {}: {fault}", .list.display())]
    List {
        /// Its file.
        list: PathBuf,
        /// What is wrong with it.
        fault: ListFault,
    },

    /// A manifest has no form that is known; act on its name.
    #[error("tell the form of the manifest {}: its extension says it, .csv or .json", .path.display())]
    ManifestForm {
        /// Where it was to be.
        path: PathBuf,
    },

    /// Names for prompts cannot be taken from a table; act on the table, in its row of this number, from 1.
    #[error("take the names in {}{}: {problem}", .table.display(), .row.map_or_else(String::new, |row| format!(", row {row}")))]
    Names {
        /// Its file.
        table: PathBuf,
        /// The row, where one is at fault.
        row: Option<u64>,
        /// What is wrong with it.
        problem: String,
    },

    /// The prompts cannot go where they were to go; act on that place.
    #[error("write the prompts to {}: {fault}", .output.display())]
    Output {
        /// As it was given.
        output: PathBuf,
        /// What is wrong with it.
        fault: OutputFault,
    },

    #[cfg(feature = "files")]
    /// A file that the run would replace is another of its files; act on its name.
    #[error("write {what} to {}: {}", .path.display(), clash(path, *with, other))]
    Clash {
        /// What was to be written.
        what: Role,
        /// Where.
        path: PathBuf,
        /// What that file is besides.
        with: Role,
        /// How it is named there.
        other: PathBuf,
    },

    /// A profile cannot be read; act on its name or its file.
    #[error("read the profile {name}: {source}")]
    Profile {
        /// Its name, or its file.
        name: String,
        /// What the library says.
        source: telewav::Error,
    },

    /// Files are changed where they are, and standard input is nowhere; act on the paths.
    #[error("change standard input: files are changed where they are")]
    StdinNotChanged,

    /// There is no program to decode with; install it.
    #[error("use {}: {problem}", .program.display())]
    NoDecoder {
        /// Its name, or its file.
        program: OsString,
        /// What is wrong with it.
        problem: String,
    },

    /// The operating system refused; act on the disk, the path or the permissions.
    #[error("{action}{}: {source}", .path.as_ref().map_or_else(String::new, |path| format!(" {}", path.display())))]
    Io {
        /// What was being done, e.g. `write the manifest`.
        action: &'static str,
        /// The file, where there is one.
        path: Option<PathBuf>,
        /// What the system said.
        source: io::Error,
    },

    /// Whoever watches the run has ended it; what was written until then is whole.
    #[error("go on: the run was ended")]
    Cancelled,

    /// The catalogues of requests that the library carries cannot be read; act on telewav (a bug).
    #[error(transparent)]
    Catalogue(telewav::Error),

    /// The result could not be written in its form; act on telewav (a bug).
    #[error("write {what}: {problem}")]
    Encode {
        /// The document, e.g. `JSON`.
        what: &'static str,
        /// What is wrong with it.
        problem: String,
    },
}

#[cfg(feature = "files")]
fn clash(path: &Path, with: Role, other: &Path) -> String {
    if path == other {
        format!("it is also {with}; name another file")
    } else {
        format!("it is also {with}, {}; name another file", other.display())
    }
}

/// The largest list that is read, in octets; a million paths have a tenth of it.
pub const MAX_LIST: u64 = 1 << 30;
/// The longest path in a list, in octets. No system has longer ones.
pub const MAX_PATH: usize = 1 << 16;
/// The most empty lines, of which a list has few.
pub const MAX_EMPTY: u64 = 1 << 20;

/// Why a list of paths cannot be read.
#[cfg(feature = "files")]
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListFault {
    /// The operating system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A path is not UTF-8, and the system knows no others.
    #[error("a path is not UTF-8")]
    NotUnicode,
    /// The path of this number, from 1, is longer than any can be.
    #[error(
        "path {} has more than {} octets; this is no list of paths",
        .0, MAX_PATH
    )]
    PathTooLong(u64),
    /// There are more empty lines than any list has.
    #[error(
        "more than {} of its paths are empty; this is no list of paths",
        MAX_EMPTY
    )]
    TooManyEmpty,
    /// It is too long.
    #[error("it has {} octets or more", MAX_LIST)]
    TooLong,
    /// Standard input is the list and stands in it.
    #[error("standard input is the list, and cannot be in it")]
    StdinTwice,
}

/// Why prompts cannot go to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OutputFault {
    /// Standard output takes one prompt.
    #[error("standard output takes one prompt, and there are more inputs")]
    StdoutForMany,
    /// A file name takes one prompt.
    #[error("it is a file name, and there are more inputs than one")]
    FileForMany,
    /// A file is there that is no prompt.
    #[error("it is a file; name a folder, or a file name with the extension of a prompt")]
    NoPrompt,
}
