//! What became of a recording, and of the prompt that was made of it.

use std::path::Path;

use serde::{Serialize, Serializer};
use telewav::check::set::Member;
use telewav::convert::{ConvertReport, Prompt};
use telewav::decode::Decoded;
use telewav::words::{InWords, Library, Object, Words};
use telewav::{Finding, Severity};

use super::{Failure, Outcome, PathName, count};
use crate::manifest::Details;
#[cfg(feature = "files")]
use crate::output::Written;
use crate::set::InSet;

/// What became of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
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
    /// The prompt is fine, but nothing was written: a dry run.
    NotWritten,
}

impl ConvertStatus {
    #[cfg(feature = "files")]
    /// What came of writing a prompt, and what is wrong with that; `by_a_source` if a recording has its place.
    pub fn of(written: Written, by_a_source: bool) -> (Self, Option<Failure>) {
        match written {
            Written::Created => (Self::Converted, None),
            Written::Replaced => (Self::Replaced, None),
            Written::Unchanged => (Self::Unchanged, None),
            Written::Kept => (Self::Refused, Some(Failure::place_taken(by_a_source))),
            Written::KeptLink => (Self::Refused, Some(Failure::place_is_a_link())),
        }
    }

    /// Whether there is no prompt that should be there.
    pub(super) fn has_failed(self) -> bool {
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
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Converted {
    /// The recording; `-` for standard input.
    pub input: PathName,
    /// The octets of its path in hexadecimal, where that is not Unicode.
    pub input_hex: Option<String>,
    /// The recording's name, where its octets are no Unicode and were read as GBK.
    pub gbk_name: Option<String>,
    /// The prompt; `-` for standard output; null if there is no name for it.
    pub output: Option<PathName>,
    /// How it went.
    pub status: ConvertStatus,
    /// Whether the prompt's name is not the recording's own with another extension.
    pub renamed: bool,
    /// Limits of the profile that the prompt breaks.
    pub findings: Vec<Finding>,
    /// What was decoded.
    pub source: Option<Decoded>,
    /// What was made of it.
    pub prompt: Option<Prompt>,
    /// Why there is no answer, if so.
    pub error: Option<Box<Failure>>,
    /// What only a manifest says of it.
    pub details: Option<Box<Details>>,
}

impl InWords for Converted {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(words, serializer)?;
        object.field("input", &self.input)?;
        object.optional("input_hex", &self.input_hex)?;
        object.optional("gbk_name", &self.gbk_name)?;
        object.field("output", &self.output)?;
        object.field("status", &self.status)?;
        object.field("renamed", &self.renamed)?;
        object.worded("findings", &self.findings)?;
        object.optional_worded("source", &self.source)?;
        object.optional("prompt", &self.prompt)?;
        object.optional_worded("error", &self.error)?;
        object.end()
    }
}

/// In the libraries' own words.
impl Serialize for Converted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.in_words(&Library, serializer)
    }
}

impl Converted {
    /// An outcome that says nothing yet but that.
    pub fn new(input: &Path, output: Option<&Path>, status: ConvertStatus) -> Self {
        let input = PathName::from(input);
        Self {
            input_hex: input.hex(),
            input,
            gbk_name: None,
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

    /// With what the library says.
    pub fn with_report(mut self, report: ConvertReport) -> Self {
        self.findings.extend(report.findings);
        self.source = Some(report.source);
        self.prompt = Some(report.prompt);
        self
    }

    /// With the reason why it failed.
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
