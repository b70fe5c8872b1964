//! [`Notice`]: what the command line itself has to say, as data; its sentences are in the files of the languages.

use std::fmt;
use std::io;
use std::path::PathBuf;

use telewav::words::{Lang, Said};
use telewav_batch::Error as BatchError;
use telewav_batch::outcome::PathFault;

use super::{en, zh_cn};

/// Why a command cannot run, or what it tells beside its results.
#[derive(Debug)]
pub enum Notice {
    /// What telewav-batch says.
    Batch(BatchError),
    /// Several, each to be told in a line.
    Several(Vec<Notice>),
    /// Nothing is named by this key, on the command line or in the configuration.
    NothingToDo { key: &'static str },
    /// A path in a list of files leads out of the repository of a configuration that was found.
    NotInRepository { path: PathBuf },
    /// Sound is not for terminals.
    Terminal,
    /// Standard output refused.
    NotWritten { what: Written, error: io::Error },
    /// A file refused.
    FileNotWritten { path: PathBuf, error: io::Error },
    /// The report's file refused.
    ReportNotWritten { path: PathBuf, error: io::Error },
    /// A profile's file is gone.
    ProfileNotRead { name: String, error: io::Error },
    /// There is no such rule to be explained.
    NoRule { code: String },
    /// There is no such command to have a manual page.
    NoCommand { name: String },
    /// `--prompts` leads nowhere.
    Prompts { path: PathBuf, fault: PathFault },
    /// `--prompts` is standard input.
    PromptsAreFiles,
    /// A silent prompt would be a folder; what would do.
    OutputIsFolder { output: PathBuf, better: PathBuf },
    /// A configuration cannot be read.
    Config { file: PathBuf, fault: ConfigFault },
    /// A configuration was found and is not obeyed.
    Untrusted { file: PathBuf, fault: FoundFault },
    /// A configuration that was found asks for what it may not.
    MayNot {
        file: PathBuf,
        key: String,
        value: String,
        fault: AskedFault,
    },
    /// A configuration that was found is not for this file.
    NotFor { file: PathBuf, path: PathBuf },
    /// A temporary file of a run that was killed is gone.
    Removed { path: String },
    /// Ctrl-C, with so many outputs in their place.
    Interrupted { n: usize },
    /// A panic, with what it said.
    InternalFault { fault: String },
}

/// What is written to standard output.
#[derive(Debug, Clone, Copy)]
pub enum Written {
    Settings,
    Report,
    Prompt,
    Help,
    Page,
}

/// What is wrong with a configuration.
#[derive(Debug)]
pub enum ConfigFault {
    NotRead {
        error: io::Error,
    },
    /// It is no TOML, in the parser's words.
    NoToml {
        problem: String,
    },
    NoTable {
        key: String,
    },
    /// There is no such setting; the nearest one, or all.
    Unknown {
        place: String,
        known: Result<String, Vec<String>>,
    },
    TooMany {
        key: String,
        n: usize,
        most: usize,
    },
    /// A list holds a value of a type that it takes not.
    ListHolds {
        key: String,
        kind: &'static str,
    },
    NoRules {
        key: String,
    },
    /// A value of a type that no setting takes.
    Is {
        key: String,
        kind: &'static str,
    },
}

/// Why a configuration that was found is not obeyed.
#[derive(Debug)]
pub enum FoundFault {
    System { error: io::Error },
    LeadsOut { root: PathBuf },
    NoFile,
    Owner { owner: String },
}

/// What a configuration that was found may not ask for.
#[derive(Debug)]
pub enum AskedFault {
    ReplacesFiles,
    RunsProgram,
    LeadsOut { root: PathBuf },
    NotFollowed { error: io::Error },
    VersionControl,
    NoReport { extensions: String },
    ThroughLink,
}

/// Why the value of an option is none.
#[derive(Debug)]
pub enum Misvalue {
    /// What telewav-batch says.
    Batch(BatchError),
    NoLimit {
        name: String,
        nearest: Option<String>,
        all: String,
    },
    LimitValue {
        name: String,
    },
    OutOfBounds {
        min: i32,
        max: i32,
    },
    NoNumber,
    NoDecoder,
}

/// What `--show-settings` says about settings.
#[derive(Debug)]
pub enum Setting<'a> {
    Heading { file: Option<&'a std::path::Path> },
    Refused { notice: &'a Notice },
    Typed,
    Default,
}

macro_rules! said {
    ($($said:ty: $sentence:ident;)*) => {$(
        impl Said for $said {
            fn say(&self, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match lang {
                    Lang::ZhCn => zh_cn::$sentence(self, f),
                    _ => en::$sentence(self, f),
                }
            }
        }

        impl fmt::Display for $said {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.say(Lang::En, f)
            }
        }
    )*};
}

said! {
    Notice: notice;
    Misvalue: misvalue;
    Setting<'_>: setting;
}

impl std::error::Error for Misvalue {}
