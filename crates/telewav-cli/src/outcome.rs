//! What became of each file, as plain data: the one thing that text and JSON are made from.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};
use telewav::check::set::Member;
use telewav::decode::{DamageLog, Decoded};
use telewav::inspect::Wav;
use telewav::level::Level;
use telewav::output::Written;
use telewav::refs::Mentions;
use telewav::report::{CheckReport, ConvertReport, Findings, Heard, Place, Prompt};
use telewav::{Error, Finding, Limits, Severity};

use crate::hex::hex;
use crate::manifest::Details;
use crate::panics;
use crate::set::InSet;

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

/// One thing that is wrong: a finding, or the error that kept a file from having any.
#[derive(Debug, Clone)]
pub struct Issue<'a> {
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
            code: finding.code,
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

impl ConvertStatus {
    /// What came of writing a prompt, and what is wrong with that; `by_a_source` if a recording has its place.
    pub fn of(written: Written, by_a_source: bool) -> (Self, Option<Failure>) {
        match written {
            Written::Created => (Self::Converted, None),
            Written::Replaced => (Self::Replaced, None),
            Written::Unchanged => (Self::Unchanged, None),
            Written::Kept => (Self::Refused, Some(Failure::place_taken(by_a_source))),
        }
    }

    /// Whether there is no prompt that should be there.
    fn has_failed(self) -> bool {
        matches!(self, Self::Failed | Self::Refused)
    }

    /// A word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Converted => "converted",
            Self::Replaced => "replaced",
            Self::Unchanged => "unchanged",
            Self::NotWritten => "would write",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
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
    pub prompt: Option<Prompt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Box<Failure>>,
    #[serde(skip)]
    pub details: Option<Box<Details>>,
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
            details: None,
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
        self.error = Some(Box::new(error));
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
        // A set may have errors that none of its files has.
        self.status.has_failed() || count(&self.findings, Severity::Error) > 0
    }

    fn findings(&self) -> &[Finding] {
        &self.findings
    }

    fn error(&self) -> Option<&Failure> {
        self.error.as_deref()
    }
}

impl InSet for Converted {
    fn member(&self) -> Option<Member<'_>> {
        let path = &self.output.as_ref()?.0;
        let prompt = self.prompt.as_ref().filter(|_| !self.has_failed())?;
        Some(Member {
            path: path.to_string_lossy(),
            name: path.file_name()?.to_string_lossy(),
            bytes: prompt.bytes,
            heard: prompt.heard,
        })
    }

    fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// What became of a file that was to be cured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixStatus {
    /// There was nothing to cure.
    Ok,
    /// It was changed.
    Fixed,
    /// It would be changed, but for `--dry-run` and `--diff`.
    WouldFix,
    /// Nothing of it could be cured.
    NotFixed,
}

/// `telewav fix` on one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fixed {
    pub path: PathName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_hex: Option<String>,
    /// The new name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<PathName>,
    pub status: FixStatus,
    /// What was wrong and is no more.
    pub cured: Vec<Finding>,
    /// What is still wrong.
    pub findings: Vec<Finding>,
    /// Header and name before and after, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

impl Fixed {
    pub fn new(path: &Path, status: FixStatus) -> Self {
        let path = PathName::from(path);
        Self {
            path_hex: path.hex(),
            path,
            output: None,
            status,
            cured: Vec::new(),
            findings: Vec::new(),
            diff: None,
            error: None,
        }
    }
}

impl Outcome for Fixed {
    fn path(&self) -> &Path {
        &self.path.0
    }

    fn failed(path: &Path, failure: Failure) -> Self {
        Self {
            error: Some(failure),
            ..Self::new(path, FixStatus::NotFixed)
        }
    }

    fn has_failed(&self) -> bool {
        self.error.is_some() || count(&self.findings, Severity::Error) > 0
    }

    fn findings(&self) -> &[Finding] {
        &self.findings
    }

    fn error(&self) -> Option<&Failure> {
        self.error.as_ref()
    }
}

/// `telewav silence`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Silent {
    /// The prompt; `-` for standard output.
    pub output: PathName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_hex: Option<String>,
    pub status: ConvertStatus,
    /// Limits of the profile that the prompt breaks.
    pub findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<Prompt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

impl Silent {
    pub fn new(output: &Path, prompt: Prompt, findings: Vec<Finding>) -> Self {
        let output = PathName::from(output);
        Self {
            output_hex: output.hex(),
            output,
            status: ConvertStatus::Failed,
            findings,
            prompt: Some(prompt),
            error: None,
        }
    }
}

impl Outcome for Silent {
    fn path(&self) -> &Path {
        &self.output.0
    }

    fn failed(path: &Path, failure: Failure) -> Self {
        let output = PathName::from(path);
        Self {
            output_hex: output.hex(),
            output,
            status: ConvertStatus::Failed,
            findings: Vec::new(),
            prompt: None,
            error: Some(failure),
        }
    }

    fn has_failed(&self) -> bool {
        self.status.has_failed()
    }

    fn findings(&self) -> &[Finding] {
        &self.findings
    }

    fn error(&self) -> Option<&Failure> {
        self.error.as_ref()
    }
}

/// `telewav check` on one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checked {
    pub path: PathName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_hex: Option<String>,
    /// Whether the platform will take it: no finding of severity error, and no error.
    pub passed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// At its own rate, where that can be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<f64>,
    #[serde(skip)]
    pub heard: Option<Heard>,
    pub findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
    #[serde(skip)]
    pub details: Details,
}

impl Checked {
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

/// `telewav refs` on one file of requests, or on one prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Referred {
    pub path: PathName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_hex: Option<String>,
    pub role: Role,
    /// No finding of severity error, and no error.
    pub passed: bool,
    /// The prompts that a file of requests names.
    pub references: Vec<Named>,
    pub findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

/// What a file is to `telewav refs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Request,
    Prompt,
}

/// A parameter that names a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    pub field: String,
    pub name: String,
    /// The service and, if it can be told, the request.
    pub asked_by: String,
    pub place: Place,
}

impl Referred {
    pub fn new(path: &Path, role: Role, findings: Vec<Finding>, error: Option<Failure>) -> Self {
        let path = PathName::from(path);
        Self {
            path_hex: path.hex(),
            path,
            role,
            passed: error.is_none() && count(&findings, Severity::Error) == 0,
            references: Vec::new(),
            findings,
            error,
        }
    }

    pub fn with_references(mut self, mentions: &Mentions<'_>) -> Self {
        let named = mentions.references.iter().filter_map(|reference| {
            Some(Named {
                field: reference.parameter.field().to_owned(),
                name: reference.name()?.to_owned(),
                asked_by: reference.asked_by(),
                place: reference.place.clone(),
            })
        });
        self.references = named.collect();
        self
    }
}

impl Outcome for Referred {
    fn path(&self) -> &Path {
        &self.path.0
    }

    fn failed(path: &Path, failure: Failure) -> Self {
        Self::new(path, Role::Request, Vec::new(), Some(failure))
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
        self.error.is_some() || self.damage().is_some()
    }

    fn damage(&self) -> Option<&DamageLog> {
        let damage = self.decoded.as_ref().map(|decoded| &decoded.damage);
        damage.filter(|damage| !damage.is_empty())
    }

    fn findings(&self) -> &[Finding] {
        &[]
    }

    fn error(&self) -> Option<&Failure> {
        self.error.as_ref()
    }
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    findings
        .iter()
        .filter(|finding| finding.severity == severity)
        .count()
}
