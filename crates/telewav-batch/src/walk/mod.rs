//! Paths to files: folders recurse, each folder once, and links to folders are followed where that is asked for.

mod tree;

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use telewav::Limits;
use telewav::name::is_audio_extension;
use telewav::{DecodeOptions, RawFormat, kind};

use crate::input::Input;
use crate::patterns::Exclude;
use tree::Tree;

/// One file to work on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Where it is; `-` for standard input.
    pub path: PathBuf,
    /// Its folder, relative to the folder that was named; empty for a file that was named itself.
    pub folder: PathBuf,
    /// Whether it was found in a folder, and not named itself.
    pub is_found: bool,
}

impl Found {
    /// One that was named itself.
    fn named(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            folder: PathBuf::new(),
            is_found: false,
        }
    }

    pub fn is_stdin(&self) -> bool {
        is_stdin(&self.path)
    }

    /// How to decode it. What a file that was named itself holds, `raw` says; what a file of unknown
    /// content holds, `raw` or else its extension. Standard input stands for `stdin_filename`.
    pub fn decode_options(
        &self,
        options: DecodeOptions,
        raw: Option<RawFormat>,
        stdin_filename: &Path,
    ) -> DecodeOptions {
        let name = if self.is_stdin() {
            stdin_filename
        } else {
            &self.path
        };
        let extension = name.extension().and_then(OsStr::to_str);
        options
            .raw(raw.filter(|_| !self.is_found))
            .raw_if_unknown(raw.or(extension.and_then(RawFormat::of_extension)))
    }

    /// Its length; 0 if that is not known.
    pub fn octets(&self) -> u64 {
        octets(&self.path)
    }

    /// Opens it.
    pub fn open(&self, limits: &Limits) -> Result<Input, telewav::Error> {
        if self.is_stdin() {
            Input::stdin(limits)
        } else {
            Input::open(&self.path, limits)
        }
    }
}

/// The length of a file; 0 if that is not known.
pub fn octets(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

/// What the paths lead to, in path order.
#[derive(Debug, Default)]
pub struct Walked {
    pub files: Vec<Found>,
    /// Paths that could not be followed, and why.
    pub problems: Vec<(PathBuf, Problem)>,
    /// Files in folders that are not wanted: no audio, by name and by content.
    pub passed_over: Vec<PathBuf>,
}

/// Why a path could not be followed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub message: String,
    /// What to do.
    pub cure: String,
}

impl Problem {
    fn new(message: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            cure: cure.into(),
        }
    }
}

impl From<String> for Problem {
    fn from(message: String) -> Self {
        Self::new(message, "check the path")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Which files of a folder are worked on.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// In a word: "no `what` in this folder".
    what: &'static str,
    by_name: fn(&Path) -> bool,
    /// Of those that no name tells.
    by_content: fn(&Path) -> bool,
}

/// Recordings and prompts.
pub const AUDIO: Wanted = Wanted {
    what: "audio",
    by_name: is_named_audio,
    by_content: is_audio,
};

/// Bodies of requests.
pub const REQUESTS: Wanted = Wanted {
    what: "JSON",
    by_name: is_json,
    by_content: |_| false,
};

/// How paths are followed.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Walk<'a> {
    /// What is looked for in folders.
    pub wanted: Wanted,
    /// A folder that is left out (the output), so that a second run does not take the results of the first.
    pub except: Option<&'a Path>,
    /// What else is.
    pub exclude: Option<&'a Exclude>,
    /// Whether links to folders are followed where they are not named themselves, within the repository or, without one, the
    /// folder that was named. By default they are problems: what is behind them was not looked at.
    pub follow_links: bool,
}

impl<'a> Walk<'a> {
    /// Follows paths to files of this kind.
    pub fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            except: None,
            exclude: None,
            follow_links: false,
        }
    }

    /// Leaves out these.
    pub fn exclude(mut self, exclude: &'a Exclude) -> Self {
        self.exclude = Some(exclude);
        self
    }

    /// Leaves out this folder.
    pub fn except(mut self, folder: Option<&'a Path>) -> Self {
        self.except = folder;
        self
    }

    /// Follows links to folders.
    pub fn follow_links(mut self, follow_links: bool) -> Self {
        self.follow_links = follow_links;
        self
    }

    /// What `paths` lead to. Links among them are followed; each folder below one of them is walked once.
    pub fn from(&self, paths: &[PathBuf]) -> Walked {
        let except = self.except.and_then(|path| path.canonicalize().ok());
        let mut walked = Walked::default();
        for path in paths {
            if is_stdin(path) {
                walked.files.push(Found::named(path));
                continue;
            }
            if self.exclude.is_some_and(|exclude| exclude.even_named) && self.leaves_out(path) {
                continue;
            }
            match fs::metadata(path) {
                Err(e) => walked
                    .problems
                    .push((path.clone(), missing(path, &e).into())),
                Ok(metadata) if metadata.is_dir() => {
                    Tree::new(self, path, except.as_deref(), &mut walked).run();
                }
                Ok(_) => walked.files.push(Found::named(path)),
            }
        }
        walked.files.sort();
        // The same file named twice.
        walked
            .files
            .dedup_by(|b, a| (&a.path, &a.folder) == (&b.path, &b.folder));
        walked.problems.sort();
        walked.passed_over.sort();
        walked
    }

    fn leaves_out(&self, path: &Path) -> bool {
        self.exclude.is_some_and(|exclude| exclude.leaves_out(path))
    }
}

fn is_named_audio(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(is_audio_extension)
}

fn is_audio(path: &Path) -> bool {
    let sniffed =
        Input::open(path, &Limits::default()).and_then(|mut input| kind::sniff(&mut input));
    sniffed.is_ok_and(|sniffed| sniffed.kind.is_audio())
}

fn is_json(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    ["json", "jsonl", "ndjson"]
        .iter()
        .any(|json| json.eq_ignore_ascii_case(extension))
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn missing(path: &Path, error: &io::Error) -> String {
    if error.kind() != io::ErrorKind::NotFound {
        return format!("failed to open: {error}");
    }
    if fs::symlink_metadata(path).is_ok() {
        return "failed to open: the symbolic link leads nowhere".to_owned();
    }
    "failed to open: there is no such file or folder".to_owned()
}
