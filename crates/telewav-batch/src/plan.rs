//! Names every output before the first is written; collisions are found here.

use std::collections::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use telewav::check::rules;
use telewav::name::is_audio_extension;
use telewav::{Finding, Profile, Severity};

use crate::Error;
use crate::error::OutputFault;
use crate::found::Found;
use crate::outcome::{ConvertStatus, Converted, Failure};

/// One recording and what is to become of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Job<'a> {
    /// The recording.
    pub input: &'a Found,
    /// Where its prompt goes.
    pub target: Target,
    /// Whether the prompt's name is not the recording's own with another extension.
    pub renamed: bool,
    /// Errors that are known before the recording is opened; with one, nothing is written.
    pub findings: Vec<Finding>,
}

impl Job<'_> {
    /// The outcome of a prompt of it that goes to `target`.
    pub fn outcome(&self, target: &Target, status: ConvertStatus) -> Converted {
        let output = match target {
            Target::File(path) => Some(path.as_path()),
            Target::Stdout => Some(Path::new("-")),
            Target::Nowhere => None,
        };
        let mut outcome = Converted::new(&self.input.path, output, status);
        outcome.renamed = self.renamed;
        outcome.findings.clone_from(&self.findings);
        outcome
    }

    /// The outcome without a prompt.
    pub fn failed(&self, failure: Failure) -> Converted {
        let outcome = self.outcome(&self.target, ConvertStatus::Failed);
        outcome.with_error(failure)
    }

    /// Whether nothing speaks against writing a prompt of it.
    pub fn may_be_written(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.severity != Severity::Error)
    }

    /// Whether another prompt would have the same name.
    pub fn collides(&self) -> bool {
        let code = rules::NAME_COLLISION.code;
        self.findings.iter().any(|finding| finding.code == code)
    }
}

/// What to do with names that the platform does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// Transliterate and replace what is not allowed.
    Fix,
    /// Keep names, and refuse files whose names are not allowed.
    Keep,
}

/// Where a prompt goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// To standard output.
    Stdout,
    /// To this file.
    File(PathBuf),
    /// There is no name for it.
    Nowhere,
}

impl Target {
    /// The file's path, if it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Stdout | Self::Nowhere => None,
        }
    }
}

/// Where all prompts go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// To standard output.
    Stdout,
    /// To this file.
    File(PathBuf),
    /// Into this folder, as the recordings lie in theirs.
    Folder(PathBuf),
}

impl Output {
    /// What `-o` means for these files: a file name only if there is one file, which was named itself,
    /// and the name has an audio extension.
    pub fn of(argument: &Path, paths: &[PathBuf]) -> Result<Self, Error> {
        let refused = |fault| {
            Err(Error::Output {
                output: argument.to_owned(),
                fault,
            })
        };
        let one_file = matches!(paths, [path] if !path.is_dir());
        if argument.as_os_str() == "-" {
            return if one_file {
                Ok(Self::Stdout)
            } else {
                refused(OutputFault::StdoutForMany)
            };
        }
        let looks_like_a_file = argument
            .extension()
            .and_then(OsStr::to_str)
            .is_some_and(is_audio_extension)
            && !argument.as_os_str().as_encoded_bytes().ends_with(b"/")
            && !argument.is_dir();
        match (looks_like_a_file, one_file) {
            (true, true) => Ok(Self::File(argument.to_owned())),
            (true, false) => refused(OutputFault::FileForMany),
            (false, _) if argument.is_file() => refused(OutputFault::NoPrompt),
            (false, _) => Ok(Self::Folder(argument.to_owned())),
        }
    }

    /// The folder that prompts go to.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::File(_) | Self::Stdout => None,
        }
    }
}

/// A job for each file, in the order of the files.
pub fn plan<'a>(
    files: &'a [Found],
    output: &Output,
    profile: &Profile,
    names: Names,
    stdin_filename: &Path,
) -> Vec<Job<'a>> {
    let mut jobs: Vec<Job<'_>> = files
        .iter()
        .map(|input| {
            let source = if input.is_stdin() {
                stdin_filename
            } else {
                &input.path
            };
            let target = target(input, source, output, profile, names);
            let findings = match target {
                Target::Nowhere => vec![nameless(profile)],
                _ => Vec::new(),
            };
            let renamed = matches!(output, Output::Folder(_))
                && matches!(&target, Target::File(path) if path.file_stem() != stem(source));
            Job {
                input,
                target,
                renamed,
                findings,
            }
        })
        .collect();
    // One file under two spellings of its path is still one. Only what goes to one place can be; the system is asked about
    // each folder of the path.
    let mut targets = HashSet::new();
    let shared: HashSet<Target> = jobs
        .iter()
        .filter(|job| !targets.insert(&job.target))
        .map(|job| job.target.clone())
        .collect();
    let mut seen = HashSet::new();
    jobs.retain(|job| {
        let path = shared
            .contains(&job.target)
            .then(|| job.input.path.canonicalize());
        match path {
            Some(Ok(path)) => seen.insert((path, job.target.clone())),
            Some(Err(_)) | None => true,
        }
    });
    find_collisions(&mut jobs);
    jobs
}

fn target(
    input: &Found,
    source: &Path,
    output: &Output,
    profile: &Profile,
    names: Names,
) -> Target {
    let folder = match output {
        Output::Stdout => return Target::Stdout,
        Output::File(file) => return Target::File(file.clone()),
        Output::Folder(folder) => folder,
    };
    match prompt_name(source, profile, names) {
        Some(name) => Target::File(folder.join(&input.folder).join(name)),
        None => Target::Nowhere,
    }
}

/// A recording's name without its extension. Only an audio extension is one; `v1.2` is a stem.
fn stem(source: &Path) -> Option<&OsStr> {
    let has_audio_extension = source
        .extension()
        .is_some_and(|e| is_audio_extension(&e.to_string_lossy()));
    if has_audio_extension {
        source.file_stem()
    } else {
        source.file_name()
    }
}

/// The prompt's file name.
pub fn prompt_name(source: &Path, profile: &Profile, names: Names) -> Option<OsString> {
    let stem = stem(source)?;
    match names {
        Names::Fix => profile
            .fix_name(&stem.to_string_lossy())
            .map(OsString::from),
        Names::Keep => {
            let mut name = stem.to_owned();
            name.push(".");
            name.push(&profile.name_rules.extension.value);
            Some(name)
        }
    }
}

fn nameless(profile: &Profile) -> Finding {
    rules::NAME_STEM.finding(
        "nothing in the name that could be kept",
        format!("a name of {}", profile.characters_text()),
        "rename the recording",
    )
}

/// What two outputs of one name have in common, also when only their capitals or their normal form differ: on Windows and
/// macOS the second would overwrite the first.
pub fn collision_key(path: &Path) -> String {
    telewav::name::fold(&path.to_string_lossy())
}

/// Outputs of one name.
fn find_collisions(jobs: &mut [Job<'_>]) {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, job) in jobs.iter().enumerate() {
        if let Some(path) = job.target.path() {
            by_name.entry(collision_key(path)).or_default().push(i);
        }
    }
    for group in by_name.values().filter(|group| group.len() > 1) {
        for &i in group {
            let others: Vec<String> = group
                .iter()
                .filter(|&&j| j != i)
                .map(|&j| jobs[j].input.path.display().to_string())
                .collect();
            let Target::File(path) = &jobs[i].target else {
                continue;
            };
            let finding = rules::NAME_COLLISION.finding(
                format!(
                    "{} is also what {} becomes",
                    path.display(),
                    others.join(", ")
                ),
                "one recording for each name",
                "rename one of the recordings, or convert them into different folders",
            );
            jobs[i].findings.push(finding);
        }
    }
}
