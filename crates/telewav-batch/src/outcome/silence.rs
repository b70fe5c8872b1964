//! A silent prompt.

use std::path::Path;

use serde::Serialize;
use telewav::Finding;
use telewav::convert::Prompt;

use super::{ConvertStatus, Failure, Outcome, PathName};

/// `telewav silence`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Silent {
    /// The prompt; `-` for standard output.
    pub output: PathName,
    /// The octets of its path in hexadecimal, where that is not Unicode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_hex: Option<String>,
    /// How it went.
    pub status: ConvertStatus,
    /// Limits of the profile that the prompt breaks.
    pub findings: Vec<Finding>,
    /// What it is like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<Prompt>,
    /// Why there is none, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
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
