//! A silent prompt.

use std::path::Path;

use serde::{Serialize, Serializer};
use telewav::Finding;
use telewav::convert::Prompt;
use telewav::words::{InWords, Library, Object, Words};

use super::{ConvertStatus, Failure, Outcome, PathName};

/// `telewav silence`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Silent {
    /// The prompt; `-` for standard output.
    pub output: PathName,
    /// The octets of its path in hexadecimal, where that is not Unicode.
    pub output_hex: Option<String>,
    /// How it went.
    pub status: ConvertStatus,
    /// Limits of the profile that the prompt breaks.
    pub findings: Vec<Finding>,
    /// What it is like.
    pub prompt: Option<Prompt>,
    /// Why there is none, if so.
    pub error: Option<Failure>,
}

impl InWords for Silent {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(words, serializer)?;
        object.field("output", &self.output)?;
        object.optional("output_hex", &self.output_hex)?;
        object.field("status", &self.status)?;
        object.worded("findings", &self.findings)?;
        object.optional("prompt", &self.prompt)?;
        object.optional_worded("error", &self.error)?;
        object.end()
    }
}

/// In the libraries' own words.
impl Serialize for Silent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.in_words(&Library, serializer)
    }
}

impl Silent {
    /// Of a prompt that is made, and not yet written.
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
