//! [`Failure`]: there is no answer for a file.

use std::fmt;
use std::path::PathBuf;

use serde::{Serialize, Serializer};
use telewav::{Error, Limits};

use crate::watch::Watch;

/// Why there is no answer for a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Failure {
    /// What kind of reason it is.
    pub kind: FailureKind,
    /// What went wrong.
    pub message: String,
    /// What to do.
    pub cure: String,
}

/// The kinds of reasons why there is no answer for a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// The library could not read, judge or convert it: [`Error::kind`].
    Library(&'static str),
    /// The path leads to no file, see [`PathFault`].
    Path,
    /// A file with other content has the place of the prompt.
    Exists,
    /// A fault of telewav.
    Internal,
}

impl FailureKind {
    /// A stable word for it, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Library(kind) => kind,
            Self::Path => "path",
            Self::Exists => "exists",
            Self::Internal => "internal",
        }
    }
}

impl Serialize for FailureKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self {
            kind: FailureKind::Library(error.kind()),
            message: format!("failed to {error}"),
            cure: cure(error),
        }
    }
}

/// The library's cure, with the option where there is one.
fn cure(error: &Error) -> String {
    let cure = error.cure();
    match error {
        Error::LimitExceeded { limit_name, .. } if Limits::NAMES.contains(&limit_name.as_str()) => {
            format!("{cure} (--limit {limit_name}=VALUE)")
        }
        _ => cure.to_owned(),
    }
}

impl Failure {
    /// Of an error; of a decoder's panic with its place, if `watch` knows it. To be made by the thread that had it.
    pub fn of(error: &Error, watch: &dyn Watch) -> Self {
        let mut failure = Self::from(error);
        if let Error::DecoderPanicked { message } = error
            && let Some(place) = watch.place_of_panic(message)
        {
            failure.message.push_str(&format!(" at {place}"));
        }
        failure
    }

    /// For a fault of telewav, a panic that said `message`.
    pub fn internal(message: &str, watch: &dyn Watch) -> Self {
        let place = watch.place_of_panic(message);
        let place = place.map_or_else(String::new, |place| format!(" at {place}"));
        Self {
            kind: FailureKind::Internal,
            message: format!("failed to finish: internal fault ({message}{place})"),
            cure: "please report it to the telewav project, with the file if you may share it"
                .to_owned(),
        }
    }

    /// For a prompt whose place is taken by a file with other content; `by_a_source` if that is one of the recordings.
    pub fn place_taken(by_a_source: bool) -> Self {
        let (message, cure) = if by_a_source {
            (
                "one of the recordings is there, and recordings are never replaced",
                "choose another output folder",
            )
        } else {
            (
                "a file with other content is there, and was kept",
                "--force replaces it; or choose another output folder",
            )
        };
        Self {
            kind: FailureKind::Exists,
            message: message.to_owned(),
            cure: cure.to_owned(),
        }
    }

    /// For a prompt whose place, or a folder on the way to it, is a link.
    pub fn place_is_a_link() -> Self {
        Self {
            kind: FailureKind::Exists,
            message: "a link is there, or leads there, and nothing is written through links"
                .to_owned(),
            cure:
                "--force replaces a link at the prompt's own name; or choose another output folder"
                    .to_owned(),
        }
    }

    /// For a path that leads to no file.
    pub fn path(fault: &PathFault) -> Self {
        Self {
            kind: FailureKind::Path,
            message: fault.to_string(),
            cure: fault.cure().to_owned(),
        }
    }
}

/// Why a path leads to no file that can be worked on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum PathFault {
    /// There is nothing.
    Missing,
    /// A symbolic link leads nowhere.
    BrokenLink,
    /// A link cannot be followed.
    NotFollowed,
    /// A link to a folder, and such links are not to be followed.
    LinkToFolder,
    /// A link to a folder that is not in this one, which links are not to lead out of.
    LinkLeadsOut(PathBuf),
    /// A link to a file that is to be changed in its place.
    LinkToFile,
    /// It is a pipe, a device or a socket, which are looked into only if they are named themselves.
    NoFile,
    /// It is no file whose content could be replaced.
    NotWritable,
    /// The system refuses to open it, and says this.
    NotOpened(String),
    /// The system refuses to read it, and says this, if anything.
    NotRead(Option<String>),
    /// It is a folder, and no file in it is wanted.
    NothingWanted {
        /// What is, in a word: `audio`.
        what: &'static str,
        /// How many other files there are.
        n_others: usize,
    },
}

impl PathFault {
    /// What to do.
    pub fn cure(&self) -> &'static str {
        match self {
            Self::LinkToFolder => {
                "name that folder, too, follow such links (--follow-links), or leave it out (--exclude)"
            }
            Self::LinkLeadsOut(_) => {
                "name the folder that it leads to, or leave it out (--exclude)"
            }
            _ => "check the path",
        }
    }
}

impl fmt::Display for PathFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("failed to open: there is no such file or folder"),
            Self::BrokenLink => f.write_str("failed to open: the symbolic link leads nowhere"),
            Self::NotFollowed => f.write_str("failed to follow the link"),
            Self::LinkToFolder => f.write_str("it is a link to a folder, which is not followed"),
            Self::LinkLeadsOut(bound) => {
                write!(f, "it is a link that leads out of {}", bound.display())
            }
            Self::LinkToFile => {
                f.write_str("this is a symbolic link; fix the file that it leads to")
            }
            Self::NoFile => f.write_str("it is a pipe, a device or a socket, and no file"),
            Self::NotWritable => f.write_str("this is no file that could be written to"),
            Self::NotOpened(problem) => write!(f, "failed to open: {problem}"),
            Self::NotRead(Some(problem)) => write!(f, "failed to read: {problem}"),
            Self::NotRead(None) => f.write_str("failed to read"),
            Self::NothingWanted { what, n_others } => {
                write!(f, "no {what} in this folder")?;
                match n_others {
                    0 => f.write_str(": it is empty"),
                    1 => f.write_str(", 1 other file"),
                    n => write!(f, ", {n} other files"),
                }
            }
        }
    }
}
