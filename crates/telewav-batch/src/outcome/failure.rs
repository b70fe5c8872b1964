//! [`Failure`]: there is no answer for a file.

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};
use telewav::Error;
use telewav::error::SystemError;
use telewav::finding::Cure;
use telewav::words::{InWords, Library, Object, Wording, Words};

use crate::watch::Watch;
use crate::words::message;

/// Why there is no answer for a file.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Failure {
    /// What kind of reason it is.
    pub kind: FailureKind,
    /// What went wrong.
    pub message: Message,
    /// What to do.
    pub cure: Cure,
}

impl InWords for Failure {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(words, serializer)?;
        object.field("kind", &self.kind)?;
        object.text("message", message(&self.message, Wording::english(words)))?;
        object.text("cure", Wording::english(words).cure(&self.cure))?;
        let said = SaidOf {
            message: &self.message,
            cure: &self.cure,
        };
        object.field("said", &said)?;
        object.end()
    }
}

/// The keys and values that its texts are made of.
#[derive(Serialize)]
struct SaidOf<'a> {
    message: &'a Message,
    cure: &'a Cure,
}

/// In the libraries' own words.
impl Serialize for Failure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.in_words(&Library, serializer)
    }
}

/// What went wrong, each with its values. [`Display`](std::fmt::Display) is English.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Message {
    /// What the library says.
    Library {
        /// Its error.
        error: Box<Error>,
        /// Where a decoder panicked, if it did and that is known.
        place: Option<String>,
    },
    /// A fault of telewav.
    Internal {
        /// What the panic said.
        panic: String,
        /// Where it was, if that is known.
        place: Option<String>,
    },
    /// A recording is where the prompt was to be.
    RecordingThere,
    /// A file with other content is.
    OtherFileThere,
    /// A link is, or leads there.
    LinkThere,
    /// The path leads to no file.
    Path {
        /// Why.
        fault: PathFault,
    },
}

fn shown<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
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
            message: Message::Library {
                error: Box::new(error.clone()),
                place: None,
            },
            cure: error.cure(),
        }
    }
}

impl Failure {
    /// Of an error; of a decoder's panic with its place, if `watch` knows it. To be made by the thread that had it.
    pub fn of(error: &Error, watch: &dyn Watch) -> Self {
        let mut failure = Self::from(error);
        if let Error::DecoderPanicked { message } = error
            && let Message::Library { place, .. } = &mut failure.message
        {
            *place = watch.place_of_panic(message).map(|place| place.to_string());
        }
        failure
    }

    /// It as what is found in a prompt that a request names.
    #[cfg(feature = "files")]
    pub(crate) fn found(&self) -> telewav::finding::Found {
        match &self.message {
            Message::Library { error, place: None } => telewav::finding::Found::Failed {
                error: error.clone(),
            },
            other => telewav::finding::Found::Other {
                message: other.to_string(),
            },
        }
    }

    /// For a fault of telewav, a panic that said `message`.
    pub fn internal(message: &str, watch: &dyn Watch) -> Self {
        let place = watch.place_of_panic(message);
        Self {
            kind: FailureKind::Internal,
            message: Message::Internal {
                panic: message.to_owned(),
                place: place.map(|place| place.to_string()),
            },
            cure: Cure::Report,
        }
    }

    /// For a prompt whose place is taken by a file with other content; `by_a_source` if that is one of the recordings.
    pub fn place_taken(by_a_source: bool) -> Self {
        let (message, cure) = match by_a_source {
            true => (Message::RecordingThere, Cure::OtherFolder),
            false => (Message::OtherFileThere, Cure::ReplaceExisting),
        };
        Self {
            kind: FailureKind::Exists,
            message,
            cure,
        }
    }

    /// For a prompt whose place, or a folder on the way to it, is a link.
    pub fn place_is_a_link() -> Self {
        Self {
            kind: FailureKind::Exists,
            message: Message::LinkThere,
            cure: Cure::ReplaceLink,
        }
    }

    /// For a path that leads to no file.
    pub fn path(fault: &PathFault) -> Self {
        Self {
            kind: FailureKind::Path,
            message: Message::Path {
                fault: fault.clone(),
            },
            cure: fault.cure(),
        }
    }
}

/// Why a path leads to no file that can be worked on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
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
    LinkLeadsOut {
        /// This one.
        #[serde(serialize_with = "shown")]
        bound: PathBuf,
    },
    /// A link to a file that is to be changed in its place.
    LinkToFile,
    /// It is a pipe, a device or a socket, which are looked into only if they are named themselves.
    NoFile,
    /// It is no file whose content could be replaced.
    NotWritable,
    /// The system refuses to open it, and says this.
    NotOpened {
        /// What it says.
        problem: SystemError,
    },
    /// The system refuses to read it, and says this, if anything.
    NotRead {
        /// What it says.
        problem: Option<SystemError>,
    },
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
    pub fn cure(&self) -> Cure {
        match self {
            Self::LinkToFolder => Cure::FollowLink,
            Self::LinkLeadsOut { .. } => Cure::NameFolder,
            _ => Cure::CheckPath,
        }
    }
}
