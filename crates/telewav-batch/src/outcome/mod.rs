//! What came of each file, as plain data: the one thing that all reports are made from. A file for each job.

mod check;
mod convert;
mod failure;
mod fix;
mod inspect;
mod issue;
mod note;
mod refs;
mod silence;

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};
use telewav::decode::DamageLog;
use telewav::{Finding, Severity};

use crate::hex::hex;

pub use check::Checked;
pub use convert::{ConvertStatus, Converted};
pub use failure::{Failure, FailureKind, Message, PathFault};
pub use fix::{FixStatus, Fixed};
pub use inspect::Inspected;
pub use issue::{FoundIn, Issue, IssueKind};
pub use note::Note;
pub use refs::{Named, Referred, Role};
pub use silence::Silent;

/// A path in a report: in JSON a string, with what is not Unicode replaced by U+FFFD.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PathName(
    /// The path itself.
    pub PathBuf,
);

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
        let findings = self.findings().iter().map(Issue::from);
        let damage = self.damage().map(Issue::from);
        let error = self.error().map(Issue::from);
        findings.chain(damage).chain(error).collect()
    }
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    findings
        .iter()
        .filter(|finding| finding.severity == severity)
        .count()
}

/// Puts outcomes in path order; parts of one recording stay as they are.
pub fn in_order<O: Outcome>(outcomes: &mut [O]) {
    // Sorting takes as much memory again, and most often they are.
    if !outcomes.is_sorted_by(|a, b| a.path() <= b.path()) {
        outcomes.sort_by(|a, b| a.path().cmp(b.path()));
    }
}
