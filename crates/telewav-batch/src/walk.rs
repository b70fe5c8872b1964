//! Paths on the command line to files: folders recurse, links are followed, loops are found.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use telewav::Limits;
use telewav::name::is_audio_extension;
use telewav::{DecodeOptions, RawFormat, kind};
use walkdir::{DirEntry, WalkDir};

use crate::input::Input;
use crate::patterns::Exclude;

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
    pub problems: Vec<(PathBuf, String)>,
    /// Files in folders that are not wanted: no audio, by name and by content.
    pub passed_over: Vec<PathBuf>,
}

/// Which files of a folder are worked on.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// In a word: "no `what` in this folder".
    what: &'static str,
    is_wanted: fn(&Path) -> bool,
}

/// Recordings and prompts.
pub const AUDIO: Wanted = Wanted {
    what: "audio",
    is_wanted: is_audio,
};

/// Bodies of requests.
pub const REQUESTS: Wanted = Wanted {
    what: "JSON",
    is_wanted: is_json,
};

/// Follows `paths` to `wanted` files. What lies in the folder `except` (the output) is left out, so that a second run
/// does not take the results of the first.
pub fn walk(paths: &[PathBuf], except: Option<&Path>, wanted: Wanted, exclude: &Exclude) -> Walked {
    let except = except.and_then(|path| path.canonicalize().ok());
    let mut walked = Walked::default();
    for path in paths {
        if is_stdin(path) {
            walked.files.push(Found {
                path: path.clone(),
                folder: PathBuf::new(),
                is_found: false,
            });
            continue;
        }
        if exclude.even_named && exclude.leaves_out(path) {
            continue;
        }
        match fs::metadata(path) {
            Err(e) => walked.problems.push((path.clone(), missing(path, &e))),
            Ok(metadata) if metadata.is_dir() => {
                walk_folder(path, except.as_deref(), wanted, exclude, &mut walked)
            }
            Ok(_) => walked.files.push(Found {
                path: path.clone(),
                folder: PathBuf::new(),
                is_found: false,
            }),
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

fn walk_folder(
    root: &Path,
    except: Option<&Path>,
    wanted: Wanted,
    exclude: &Exclude,
    walked: &mut Walked,
) {
    let (n_files, n_problems) = (walked.files.len(), walked.problems.len());
    // If the output is the folder itself, everything in it is input.
    let root_is_output = except.is_some() && root.canonicalize().ok().as_deref() == except;
    let is_wanted = |entry: &DirEntry| {
        let is_output = entry.depth() > 0
            && entry.file_type().is_dir()
            && !root_is_output
            && except.is_some()
            && entry.path().canonicalize().ok().as_deref() == except;
        let is_named = entry.depth() == 0;
        !is_output && (is_named || (!is_hidden(entry) && !exclude.leaves_out(entry.path())))
    };
    let mut others = BTreeSet::new();
    for entry in WalkDir::new(root)
        .follow_links(true)
        .into_iter()
        .filter_entry(is_wanted)
    {
        let entry = match entry {
            Ok(entry) => entry,
            Err(e) => {
                let path = e.path().unwrap_or(root).to_owned();
                let problem = match e.loop_ancestor() {
                    Some(ancestor) => format!(
                        "failed to follow the symbolic link: it leads back to {}",
                        ancestor.display()
                    ),
                    None => match e.into_io_error() {
                        Some(e) => format!("failed to read: {e}"),
                        None => "failed to read".to_owned(),
                    },
                };
                walked.problems.push((path, problem));
                continue;
            }
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path();
        if (wanted.is_wanted)(path) {
            let folder = path
                .strip_prefix(root)
                .ok()
                .and_then(Path::parent)
                .unwrap_or(Path::new(""));
            walked.files.push(Found {
                path: path.to_owned(),
                folder: folder.to_owned(),
                is_found: true,
            });
        } else {
            others.insert(path.to_owned());
        }
    }
    if walked.files.len() == n_files && walked.problems.len() == n_problems {
        let what = wanted.what;
        let problem = match others.len() {
            0 => format!("no {what} in this folder: it is empty"),
            1 => format!("no {what} in this folder, 1 other file"),
            n => format!("no {what} in this folder, {n} other files"),
        };
        walked.problems.push((root.to_owned(), problem));
    }
    walked.passed_over.extend(others);
}

/// By its extension, or else by its content.
fn is_audio(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    if extension.is_some_and(is_audio_extension) {
        return true;
    }
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

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
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
