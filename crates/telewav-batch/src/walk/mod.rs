//! Paths to files: folders recurse, each folder once, and links to folders are followed where that is asked for.

mod tree;

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use telewav::DecodeOptions;
use telewav::kind;
use telewav::name::is_audio_extension;

use crate::input::Input;
use crate::outcome::{Failure, Outcome, PathFault, in_order};
use crate::patterns::Exclude;
use tree::Tree;

pub use crate::found::{FoundFile, Origin};

/// The length of a file; 0 if that is not known.
pub(crate) fn octets(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

/// What the paths lead to, in path order.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Walked {
    /// The files that are wanted.
    pub files: Vec<FoundFile>,
    /// Paths that could not be followed, and why.
    pub problems: Vec<(PathBuf, PathFault)>,
    /// Files in folders that are not wanted: no audio, by name and by content.
    pub passed_over: Vec<PathBuf>,
}

impl Walked {
    /// Adds the paths that lead nowhere to the outcomes of the files, all in path order; parts of one recording stay as
    /// they are.
    pub fn with_problems<O: Outcome>(&self, mut outcomes: Vec<O>) -> Vec<O> {
        let problems = self.problems.iter();
        outcomes.extend(problems.map(|(path, fault)| O::failed(path, Failure::path(fault))));
        in_order(&mut outcomes);
        outcomes
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
                walked.files.push(FoundFile::stdin());
                continue;
            }
            if self.exclude.is_some_and(|exclude| exclude.even_named) && self.leaves_out(path) {
                continue;
            }
            match fs::metadata(path) {
                Err(e) => walked.problems.push((path.clone(), fault(path, e))),
                Ok(metadata) if metadata.is_dir() => {
                    Tree::new(self, path, except.as_deref(), &mut walked).run();
                }
                Ok(_) => walked.files.push(FoundFile::named(path)),
            }
        }
        walked.files.sort();
        // The same file named twice.
        walked
            .files
            .dedup_by(|b, a| (&a.path, &a.folder) == (&b.path, &b.folder));
        walked.problems.sort_by(|(a, _), (b, _)| a.cmp(b));
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
        Input::open(path, &DecodeOptions::default()).and_then(|mut input| kind::sniff(&mut input));
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

fn fault(path: &Path, error: io::Error) -> PathFault {
    if error.kind() != io::ErrorKind::NotFound {
        return PathFault::NotOpened {
            problem: error.into(),
        };
    }
    match fs::symlink_metadata(path) {
        Ok(_) => PathFault::BrokenLink,
        Err(_) => PathFault::Missing,
    }
}

impl FoundFile {
    /// Opens it. Of `options`, limits and task hold, if it is a pipe.
    ///
    /// # Errors
    ///
    /// See [`Input::open`].
    pub fn open(&self, options: &DecodeOptions) -> Result<Input, telewav::Error> {
        match self.origin {
            Origin::Stdin => Input::stdin(options),
            Origin::Named | Origin::InFolder => Input::open(&self.path, options),
        }
    }

    /// Its length; 0 if that is not known.
    pub(crate) fn octets(&self) -> u64 {
        octets(&self.path)
    }
}
