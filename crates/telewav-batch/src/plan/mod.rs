//! Names every output before the first is written; recordings that want one name are told apart here, or refused.

mod collide;

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use telewav::check::rules;
use telewav::finding::{self, Cure, Wanted};
use telewav::name::is_audio_extension;
use telewav::{Finding, Profile, Severity};

use crate::Error;
use crate::error::OutputFault;
use crate::found::FoundFile;
use crate::given::Given;
use crate::outcome::{ConvertStatus, Converted, Failure};
use crate::shown_name::{shown, stem};

use collide::Settling;
pub use collide::{Nothing, Present};

/// One recording and what is to become of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Job<'a> {
    /// The recording.
    pub input: &'a FoundFile,
    /// Where its prompt goes.
    pub target: Target,
    /// Whether the prompt's name is not the recording's own with another extension.
    pub renamed: bool,
    /// Whether its name is from a table.
    pub is_given: bool,
    /// The recording's name, if it had to be read as GBK.
    pub gbk_name: Option<String>,
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
        outcome.gbk_name.clone_from(&self.gbk_name);
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
}

/// What to do with names that the platform does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// Transliterate and replace what is not allowed.
    Fix,
    /// Keep names, and refuse files whose names are not allowed.
    Keep,
}

/// What to do with recordings that want one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnCollision {
    /// Refuse them; the others are converted.
    Refuse,
    /// Number all but the first, in the order of their paths: `name_2`, `name_3`.
    Number,
}

/// How prompts are named.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Naming {
    /// What is done with names that the platform does not allow. By default they are changed.
    pub names: Names,
    /// What is done with recordings that want one name. By default they are refused.
    pub on_collision: OnCollision,
    /// Whether all prompts go into one folder, not as the recordings lie in theirs.
    pub is_flat: bool,
    /// Names from a table, which win.
    pub given: Given,
    /// The file name that standard input stands for, `stdin` by default.
    pub stdin_filename: PathBuf,
}

impl Default for Naming {
    fn default() -> Self {
        Self {
            names: Names::Fix,
            on_collision: OnCollision::Refuse,
            is_flat: false,
            given: Given::default(),
            stdin_filename: "stdin".into(),
        }
    }
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

/// A job for each file, in the order of the files. What lies where the prompts go, `present` knows: of recordings that want
/// one name, those whose prompts are there keep theirs.
pub fn plan<'a>(
    files: &'a [FoundFile],
    output: &Output,
    profile: &Profile,
    naming: &Naming,
    present: &dyn Present,
) -> Vec<Job<'a>> {
    let mut used = HashSet::new();
    let mut jobs: Vec<Job<'_>> = files
        .iter()
        .map(|input| job(input, output, profile, naming, &mut used))
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
    let settling = Settling {
        profile,
        naming,
        present,
        taken: &naming.given.taken(&used),
    };
    settling.settle(&mut jobs);
    jobs
}

/// The job of one file, whatever the others are; its row in the table of names is put among those that are `used`.
fn job<'a>(
    input: &'a FoundFile,
    output: &Output,
    profile: &Profile,
    naming: &Naming,
    used: &mut HashSet<usize>,
) -> Job<'a> {
    let source = if input.is_stdin() {
        &naming.stdin_filename
    } else {
        &input.path
    };
    let mut job = Job {
        input,
        target: Target::Nowhere,
        renamed: false,
        is_given: false,
        gbk_name: None,
        findings: Vec::new(),
    };
    let folder = match output {
        Output::Stdout => {
            job.target = Target::Stdout;
            return job;
        }
        Output::File(file) => {
            job.target = Target::File(file.clone());
            return job;
        }
        Output::Folder(folder) => folder,
    };
    let (name, is_gbk) = shown(source.file_name().unwrap_or_default());
    let given = naming.given.of(source);
    job.is_given = given.is_some();
    used.extend(given.map(|(row, _)| row));
    let wanted = match given {
        Some((_, name)) => Some(name.into()),
        None => prompt_name(source, profile, naming.names),
    };
    match wanted {
        Some(name) if naming.is_flat => job.target = Target::File(folder.join(name)),
        Some(name) => job.target = Target::File(folder.join(&input.folder).join(name)),
        None => job.findings.push(nameless(profile)),
    }
    let is_renamed = |path: &Path| path.file_stem() != stem(source);
    job.renamed = job.target.path().is_some_and(is_renamed);
    job.gbk_name = is_gbk.then(|| name.into_owned());
    job
}

/// The prompt's file name.
pub fn prompt_name(source: &Path, profile: &Profile, names: Names) -> Option<OsString> {
    let stem = stem(source)?;
    match names {
        Names::Fix => profile.fix_name(&shown(stem).0).map(OsString::from),
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
        finding::Found::NothingToKeep,
        Wanted::NameOf {
            characters: profile.characters_text().to_owned(),
        },
        Cure::RenameRecording,
    )
}

/// What two outputs of one name have in common, also when only their capitals or their normal form differ: on Windows and
/// macOS the second would overwrite the first.
pub fn collision_key(path: &Path) -> String {
    telewav::name::fold(&path.to_string_lossy())
}
