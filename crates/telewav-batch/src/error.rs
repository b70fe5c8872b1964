//! [`Error`]: a run cannot begin, or its results cannot be told. (A file that has no answer does not end a run: it is an
//! outcome with a [`Failure`](crate::outcome::Failure).)
//!
//! Variants are sorted by who can act. Their text is a lower-case fragment that fits after "failed to", from the catalogue in
//! `words`; it names no options, which are the caller's words.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

#[cfg(feature = "files")]
use crate::clash::Role;

/// Why a run cannot begin, or why its results cannot be told.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A pattern for files cannot be read; act on the pattern.
    Pattern {
        /// As it was given.
        pattern: String,
        /// What is wrong with it.
        problem: PatternFault,
    },

    /// There is no such rule; act on the selection.
    NoSuchRule {
        /// As it was given.
        text: String,
        /// A code or name that is like it.
        nearest: Option<&'static str>,
    },

    /// Rules to be ignored for some files do not say for which; act on the selection.
    NoPattern {
        /// As it was given.
        text: String,
    },

    #[cfg(feature = "files")]
    /// A list of paths cannot be read; act on the list.
    List {
        /// Its file.
        list: PathBuf,
        /// What is wrong with it.
        fault: ListFault,
    },

    /// A manifest has no form that is known; act on its name.
    ManifestForm {
        /// Where it was to be.
        path: PathBuf,
    },

    /// Names for prompts cannot be taken from a table; act on the table, in its row of this number, from 1.
    Names {
        /// Its file.
        table: PathBuf,
        /// The row, where one is at fault.
        row: Option<u64>,
        /// What is wrong with it.
        problem: Box<NamesFault>,
    },

    /// The prompts cannot go where they were to go; act on that place.
    Output {
        /// As it was given.
        output: PathBuf,
        /// What is wrong with it.
        fault: OutputFault,
    },

    #[cfg(feature = "files")]
    /// A file that the run would replace is another of its files; act on its name.
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
    Profile {
        /// Its name, or its file.
        name: String,
        /// What the library says.
        source: Box<telewav::Error>,
    },

    /// Files are changed where they are, and standard input is nowhere; act on the paths.
    StdinNotChanged,

    /// There is no program to decode with; install it.
    NoDecoder {
        /// Its name, or its file.
        program: OsString,
        /// What is wrong with it.
        problem: ProgramFault,
    },

    /// The operating system refused; act on the disk, the path or the permissions.
    Io {
        /// What was being done.
        action: Step,
        /// The file, where there is one.
        path: Option<PathBuf>,
        /// What the system said.
        source: io::Error,
    },

    /// Whoever watches the run has ended it; what was written until then is whole.
    Cancelled,

    /// The catalogues of requests that the library carries cannot be read; act on telewav (a bug).
    Catalogue(telewav::Error),

    /// The manifest could not be written in its form; act on telewav (a bug).
    Encode {
        /// What is wrong with it.
        problem: String,
    },
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Profile { source, .. } => Some(&**source),
            Self::Catalogue(source) => Some(source),
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// What failed for the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Reading a table of names.
    ReadNames,
    /// Making the prompts' places in their folders durable.
    PlacePrompts,
    /// Writing the manifest.
    WriteManifest,
}

/// What is wrong with a pattern for files.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternFault {
    /// A `[` without its `]`.
    OpenClass,
    /// A range of characters whose first one comes after its last one.
    Range {
        /// The first one.
        from: char,
        /// The last one.
        to: char,
    },
    /// A `}` without its `{`.
    NoAlternates,
    /// A `{` without its `}`.
    OpenAlternates,
    /// A `\\` at its end.
    Backslash,
    /// Something else, which the matcher says.
    Other(String),
}

/// Why names for prompts cannot be taken from a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NamesFault {
    /// It is neither UTF-8 nor GBK.
    Encoding,
    /// It is no table, and a link leads to it, so its text is not shown.
    NotShown,
    /// What a reader of CSV says.
    Csv(String),
    /// What a reader of JSON says.
    Json(String),
    /// It has more rows than these.
    TooManyRows(usize),
    /// A field has more octets than these.
    FieldTooLong(usize),
    /// A row of one column.
    OneColumn,
    /// A row with a NUL character.
    Nul,
    /// A name without a recording.
    NoRecording {
        /// It.
        name: String,
    },
    /// A recording with two names.
    TwoNames {
        /// The recording.
        recording: String,
        /// Both names.
        names: [String; 2],
    },
    /// A path in place of a name.
    NameIsPath {
        /// It.
        name: String,
    },
    /// A name with control characters.
    NameHasControl {
        /// It.
        name: String,
    },
    /// A name that the platform does not take.
    NameNotTaken {
        /// It.
        name: String,
        /// The platform's profile.
        profile: String,
        /// The characters that it takes, in its words.
        characters: String,
        /// So many of them at most, with the extension.
        max_chars: Option<usize>,
        /// The extension that it takes.
        extension: String,
        /// A name like it that would do.
        would_do: Option<String>,
    },
}

/// Why a program cannot be used to decode.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProgramFault {
    /// There is none of its name where programs are.
    NotFound {
        /// As it was named.
        program: String,
    },
    /// The system does not start it.
    NotStarted {
        /// As it was named.
        program: String,
        /// What the system says.
        problem: String,
    },
    /// Asked for its version, it says nothing.
    NoAnswer {
        /// As it was named.
        program: String,
        /// So many seconds long.
        seconds: u64,
    },
    /// It is another program.
    NotFfmpeg {
        /// As it was named.
        program: String,
        /// What it says when asked for its version.
        line: String,
    },
}

/// The largest list that is read, in octets; a million paths have a tenth of it.
pub const MAX_LIST: u64 = 1 << 30;
/// The longest path in a list, in octets. No system has longer ones.
pub const MAX_PATH: usize = 1 << 16;
/// The most empty lines, of which a list has few.
pub const MAX_EMPTY: u64 = 1 << 20;

/// Why a list of paths cannot be read.
#[cfg(feature = "files")]
#[derive(Debug)]
#[non_exhaustive]
pub enum ListFault {
    /// The operating system refused.
    Io(io::Error),
    /// A path is not UTF-8, and the system knows no others.
    NotUnicode,
    /// The path of this number, from 1, is longer than any can be.
    PathTooLong(u64),
    /// There are more empty lines than any list has.
    TooManyEmpty,
    /// It is too long.
    TooLong,
    /// Standard input is the list and stands in it.
    StdinTwice,
}

#[cfg(feature = "files")]
impl From<io::Error> for ListFault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Why prompts cannot go to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputFault {
    /// Standard output takes one prompt.
    StdoutForMany,
    /// A file name takes one prompt.
    FileForMany,
    /// A file is there that is no prompt.
    NoPrompt,
}
