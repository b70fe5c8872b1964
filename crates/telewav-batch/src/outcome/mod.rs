//! What became of each file, as plain data: the one thing that text and JSON are made from. A file for each command.

mod check;
mod convert;
mod fix;
mod inspect;
mod refs;
mod silence;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};
use telewav::decode::DamageLog;
use telewav::finding::Place;
use telewav::{Error, Finding, Limits, Severity};

use crate::hex::hex;
use crate::walk::Problem;
use crate::watch::Watch;

pub use check::Checked;
pub use convert::{ConvertStatus, Converted};
pub use fix::{FixStatus, Fixed};
pub use inspect::Inspected;
pub use refs::{Referred, Role};
pub use silence::Silent;

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
            None => Some(hex(octets)),
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
    /// Of an error; of a panic of a decoder with its place, if that is known.
    pub(crate) fn of(error: &Error, watch: &dyn Watch) -> Self {
        let mut failure = Self::from(error);
        if let Error::DecoderPanicked { message } = error
            && let Some(place) = watch.place_of_panic(message)
        {
            failure.message.push_str(&format!(" at {place}"));
        }
        failure
    }

    /// For a fault of telewav, a panic that said `message`.
    pub(crate) fn internal(message: &str, watch: &dyn Watch) -> Self {
        let place = watch.place_of_panic(message);
        let place = place.map_or_else(String::new, |place| format!(" at {place}"));
        Self {
            kind: "internal",
            message: format!("failed to finish: internal fault ({message}{place})"),
            cure: "please report it to the telewav project, with the file if you may share it"
                .to_owned(),
        }
    }

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

    /// For a prompt whose place, or a folder on the way to it, is a link.
    pub fn place_is_a_link() -> Self {
        Self {
            kind: "exists",
            message: "a link is there, or leads there, and nothing is written through links"
                .to_owned(),
            cure:
                "--force replaces a link at the prompt's own name; or choose another output folder"
                    .to_owned(),
        }
    }

    /// For a file that is no good for what is to be done.
    pub fn path(message: &str) -> Self {
        Self {
            kind: "path",
            message: message.to_owned(),
            cure: "check the path".to_owned(),
        }
    }
}

impl From<&Problem> for Failure {
    fn from(problem: &Problem) -> Self {
        Self {
            kind: "path",
            message: problem.message.clone(),
            cure: problem.cure.clone(),
        }
    }
}

/// What all outcomes have.
pub trait Outcome {
    /// The file that was worked on; outcomes are shown in this order.
    fn path(&self) -> &Path;
    /// Of a file or path that there is no answer for.
    fn failed(path: &Path, failure: Failure) -> Self
    where
        Self: Sized;
    /// Whether it counts against the exit code.
    fn has_failed(&self) -> bool;
    /// The broken limits.
    fn findings(&self) -> &[Finding];
    /// Why there is no answer.
    fn error(&self) -> Option<&Failure>;

    /// What is missing of its sound, if that counts against the exit code.
    fn damage(&self) -> Option<&DamageLog> {
        None
    }

    /// Number of warnings.
    fn n_warnings(&self) -> usize {
        let is_warning = |finding: &&Finding| finding.severity == Severity::Warning;
        self.findings().iter().filter(is_warning).count()
    }

    /// All that is wrong with it, in one form: what the reports for machines list.
    fn issues(&self) -> Vec<Issue<'_>> {
        let error = self.error().map(|error| Issue {
            kind: IssueKind::Error,
            code: "error",
            rule: error.kind,
            severity: Severity::Error,
            found: Cow::Borrowed(&error.message),
            wanted: None,
            cure: &error.cure,
            asked_by: None,
            offset: None,
            place: None,
        });
        let damage = self.damage().map(|damage| Issue {
            kind: IssueKind::Damage,
            code: "damage",
            rule: "damage",
            severity: Severity::Error,
            found: Cow::Owned(damage.to_string()),
            wanted: None,
            cure: "get a whole copy of the recording",
            asked_by: None,
            offset: None,
            place: None,
        });
        let findings = self.findings().iter().map(Issue::from);
        findings.chain(damage).chain(error).collect()
    }
}

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueKind {
    /// A broken limit.
    Finding,
    /// Sound that is missing or distorted.
    Damage,
    /// An error that kept a file from having any finding.
    Error,
}

/// One thing that is wrong: a finding, or the error that kept a file from having any.
#[derive(Debug, Clone)]
pub struct Issue<'a> {
    pub kind: IssueKind,
    /// The rule's code; `error` for an error.
    pub code: &'static str,
    /// The rule's name, or the kind of error.
    pub rule: &'static str,
    pub severity: Severity,
    pub found: Cow<'a, str>,
    pub wanted: Option<&'a str>,
    pub cure: &'a str,
    pub asked_by: Option<&'a str>,
    pub offset: Option<u64>,
    pub place: Option<&'a Place>,
}

impl<'a> From<&'a Finding> for Issue<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            kind: IssueKind::Finding,
            code: finding.code.as_str(),
            rule: finding.rule,
            severity: finding.severity,
            found: Cow::Borrowed(&finding.found),
            wanted: Some(&finding.wanted),
            cure: &finding.cure,
            asked_by: finding.asked_by.as_deref(),
            offset: finding.offset,
            place: finding.place.as_ref(),
        }
    }
}

impl Issue<'_> {
    /// What was found, what is needed, and who asks, in a line.
    pub fn sentence(&self, profile: &str) -> String {
        let place = match (self.offset, self.place) {
            (Some(offset), _) => format!(" (at byte {offset})"),
            (None, Some(place)) => format!(" (line {}, column {})", place.line, place.column),
            (None, None) => String::new(),
        };
        match self.wanted {
            Some(wanted) => format!(
                "{}{place}; {} needs {wanted}",
                self.found,
                self.asked_by.unwrap_or(profile)
            ),
            None => format!("{}{place}", self.found),
        }
    }

    /// Line and column, both from 1; the start of a file that has no lines.
    pub fn line_and_column(&self) -> (u64, u64) {
        self.place
            .map_or((1, 1), |place| (place.line, place.column))
    }
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    findings
        .iter()
        .filter(|finding| finding.severity == severity)
        .count()
}
