//! What is to be said of a prompt.

use std::path::Path;

use serde::{Serialize, Serializer};
use telewav::check::CheckReport;
use telewav::check::Heard;
use telewav::check::set::Member;
use telewav::finding::Findings;
use telewav::words::{InWords, Library, Object, Words};
use telewav::{Finding, Severity};

use super::{Failure, Outcome, PathName, Referred};
use crate::manifest::Details;
use crate::set::InSet;

/// `telewav check` on one file.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Checked {
    /// The file; `-` for standard input.
    pub path: PathName,
    /// The octets of its path in hexadecimal, where that is not Unicode.
    pub path_hex: Option<String>,
    /// Whether the platform will take it: no finding of severity error, and no error.
    pub passed: bool,
    /// Its length.
    pub bytes: Option<u64>,
    /// At its own rate, where that can be known.
    pub duration_s: Option<f64>,
    /// What the rules heard in it.
    pub heard: Option<Heard>,
    /// The limits that it breaks.
    pub findings: Vec<Finding>,
    /// Why there is no answer, if so.
    pub error: Option<Failure>,
    /// What only a manifest says of it.
    pub details: Details,
}

impl InWords for Checked {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(words, serializer)?;
        object.field("path", &self.path)?;
        object.optional("path_hex", &self.path_hex)?;
        object.field("passed", &self.passed)?;
        object.optional("bytes", &self.bytes)?;
        object.optional("duration_s", &self.duration_s)?;
        object.worded("findings", &self.findings)?;
        object.optional_worded("error", &self.error)?;
        object.end()
    }
}

/// In the libraries' own words.
impl Serialize for Checked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.in_words(&Library, serializer)
    }
}

impl Checked {
    /// Of the report on a file.
    pub fn new(path: &Path, report: CheckReport) -> Self {
        let path = PathName::from(path);
        Self {
            path_hex: path.hex(),
            path,
            passed: !report.has_errors(),
            bytes: Some(report.bytes),
            duration_s: report.duration_s,
            heard: report.heard,
            findings: report.findings,
            error: None,
            details: Details::default(),
        }
    }

    /// Its active speech level (ITU-T P.56).
    pub fn active_dbov(&self) -> Option<f64> {
        self.heard?.active_dbov
    }
}

impl From<Referred> for Checked {
    /// A file of requests that was checked with the prompts.
    fn from(referred: Referred) -> Self {
        Self {
            path: referred.path,
            path_hex: referred.path_hex,
            passed: referred.passed,
            bytes: None,
            duration_s: None,
            heard: None,
            findings: referred.findings,
            error: referred.error,
            details: Details::default(),
        }
    }
}

impl InSet for Checked {
    fn member(&self) -> Option<Member<'_>> {
        Some(Member {
            path: self.path.0.to_string_lossy(),
            name: self.path.0.file_name()?.to_string_lossy(),
            bytes: self.bytes?,
            heard: self.heard,
        })
    }

    fn add(&mut self, finding: Finding) {
        self.passed &= finding.severity != Severity::Error;
        self.findings.push(finding);
    }
}

impl Outcome for Checked {
    fn path(&self) -> &Path {
        &self.path.0
    }

    fn failed(path: &Path, failure: Failure) -> Self {
        let path = PathName::from(path);
        Self {
            path_hex: path.hex(),
            path,
            passed: false,
            bytes: None,
            duration_s: None,
            heard: None,
            findings: Vec::new(),
            error: Some(failure),
            details: Details::default(),
        }
    }

    fn has_failed(&self) -> bool {
        !self.passed
    }

    fn findings(&self) -> &[Finding] {
        &self.findings
    }

    fn error(&self) -> Option<&Failure> {
        self.error.as_ref()
    }
}
