//! What became of each file, as plain data: the one thing that text and JSON are made from.

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};
use telewav::decode::Decoded;
use telewav::inspect::Wav;
use telewav::level::Level;
use telewav::report::ConvertReport;
use telewav::{Error, Finding, Limits, Severity};

use crate::panics;

/// A path in a report: in JSON a string, with what is not Unicode replaced by U+FFFD.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PathName(pub PathBuf);

impl Serialize for PathName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.display())
    }
}

impl PathName {
    /// The path's own octets in hexadecimal, if it is not Unicode: the string alone would not find
    /// the file again.
    pub fn hex(&self) -> Option<String> {
        let octets = self.0.as_os_str().as_encoded_bytes();
        match self.0.to_str() {
            Some(_) => None,
            None => Some(octets.iter().map(|octet| format!("{octet:02x}")).collect()),
        }
    }
}

impl From<&Path> for PathName {
    fn from(path: &Path) -> Self {
        Self(path.to_owned())
    }
}

/// Why there is no answer for a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The kind of [`Error`], or `path` for a path that leads nowhere.
    pub kind: &'static str,
    /// What went wrong.
    pub message: String,
    /// What to do.
    pub cure: String,
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self {
            kind: error.kind(),
            message: format!("failed to {error}{}", place(error)),
            cure: cure(error),
        }
    }
}

/// Where a decoder stopped, for whoever is to mend it.
fn place(error: &Error) -> String {
    match error {
        Error::DecoderPanicked { message } => panics::place_of(message),
        _ => String::new(),
    }
}

/// The library's cure, with the option where there is one.
fn cure(error: &Error) -> String {
    let cure = error.cure();
    match error {
        Error::LimitExceeded { limit_name, .. } if Limits::NAMES.contains(limit_name) => {
            format!("{cure} (--limit {limit_name}=VALUE)")
        }
        _ => cure.to_owned(),
    }
}

impl Failure {
    /// For a prompt whose place is taken by a file with other content.
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
            kind: "exists",
            message: message.to_owned(),
            cure: cure.to_owned(),
        }
    }

    /// For a path that could not be followed.
    pub fn path(message: &str) -> Self {
        Self {
            kind: "path",
            message: message.to_owned(),
            cure: "check the path".to_owned(),
        }
    }
}

/// What all outcomes have.
pub trait Outcome: Serialize + Sized {
    /// The file that was worked on; outcomes are shown in this order.
    fn path(&self) -> &Path;
    /// Of a file or path that there is no answer for.
    fn failed(path: &Path, failure: Failure) -> Self;
    /// Whether it counts against the exit code.
    fn has_failed(&self) -> bool;
    /// Number of warnings.
    fn n_warnings(&self) -> usize;
}

/// What became of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConvertStatus {
    /// A new prompt was written.
    Converted,
    /// A prompt with other content was replaced (`--force`).
    Replaced,
    /// The prompt is there already, octet for octet.
    Unchanged,
    /// Another file of that name is there and was kept.
    Refused,
    /// No prompt was written; the findings or the error say why.
    Failed,
    /// The prompt is fine, but nothing was written: a dry run, or names that collide.
    NotWritten,
}

/// `telewav convert` on one recording.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Converted {
    pub input: PathName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_hex: Option<String>,
    /// The prompt; `-` for standard output; null if there is no name for it.
    pub output: Option<PathName>,
    pub status: ConvertStatus,
    /// Whether the prompt's name is not the recording's own with another extension.
    pub renamed: bool,
    /// Limits of the profile that the prompt breaks.
    pub findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Decoded>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<telewav::report::Prompt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

impl Converted {
    pub fn new(input: &Path, output: Option<&Path>, status: ConvertStatus) -> Self {
        let input = PathName::from(input);
        Self {
            input_hex: input.hex(),
            input,
            output: output.map(PathName::from),
            status,
            renamed: false,
            findings: Vec::new(),
            source: None,
            prompt: None,
            error: None,
        }
    }

    pub fn with_report(mut self, report: ConvertReport) -> Self {
        self.findings.extend(report.findings);
        self.source = Some(report.source);
        self.prompt = Some(report.prompt);
        self
    }

    pub fn with_error(mut self, error: Failure) -> Self {
        self.status = ConvertStatus::Failed;
        self.error = Some(error);
        self
    }
}

impl Outcome for Converted {
    fn path(&self) -> &Path {
        &self.input.0
    }

    fn failed(path: &Path, failure: Failure) -> Self {
        Self::new(path, None, ConvertStatus::Failed).with_error(failure)
    }

    fn has_failed(&self) -> bool {
        matches!(self.status, ConvertStatus::Failed | ConvertStatus::Refused)
    }

    fn n_warnings(&self) -> usize {
        count(&self.findings, Severity::Warning)
    }
}

/// `telewav check` on one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    pub path: PathName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_hex: Option<String>,
    /// Whether the platform will take it: no finding of severity error, and no error.
    pub passed: bool,
    pub findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

impl Checked {
    pub fn new(path: &Path, findings: Vec<Finding>, error: Option<Failure>) -> Self {
        let path = PathName::from(path);
        Self {
            path_hex: path.hex(),
            path,
            passed: error.is_none() && count(&findings, Severity::Error) == 0,
            findings,
            error,
        }
    }
}

impl Outcome for Checked {
    fn path(&self) -> &Path {
        &self.path.0
    }

    fn failed(path: &Path, failure: Failure) -> Self {
        Self::new(path, Vec::new(), Some(failure))
    }

    fn has_failed(&self) -> bool {
        !self.passed
    }

    fn n_warnings(&self) -> usize {
        count(&self.findings, Severity::Warning)
    }
}

/// `telewav inspect` on one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspected {
    pub path: PathName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_hex: Option<String>,
    /// What it is, in words that fit after "this is".
    pub kind: Option<&'static str>,
    pub bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decoded: Option<Decoded>,
    /// One for each channel.
    pub levels: Vec<Level>,
    /// Of all channels together.
    pub loudness_lufs: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wav: Option<Wav>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

impl Outcome for Inspected {
    fn path(&self) -> &Path {
        &self.path.0
    }

    fn failed(path: &Path, failure: Failure) -> Self {
        let path = PathName::from(path);
        Self {
            path_hex: path.hex(),
            path,
            kind: None,
            bytes: None,
            decoded: None,
            levels: Vec::new(),
            loudness_lufs: None,
            wav: None,
            error: Some(failure),
        }
    }

    fn has_failed(&self) -> bool {
        self.error.is_some() || self.decoded.as_ref().is_some_and(|d| !d.damage.is_empty())
    }

    fn n_warnings(&self) -> usize {
        0
    }
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    findings
        .iter()
        .filter(|finding| finding.severity == severity)
        .count()
}
