//! What is to be said of requests, and of prompts that they name.

use std::path::Path;

use serde::{Serialize, Serializer};
use telewav::finding::Place;
use telewav::refs::Mentions;
use telewav::words::{InWords, Library, Object, Words};
use telewav::{Finding, Severity};

use super::{Failure, Outcome, PathName, count};

/// `telewav refs` on one file of requests, or on one prompt.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Referred {
    /// The file; `-` for standard input.
    pub path: PathName,
    /// The octets of its path in hexadecimal, where that is not Unicode.
    pub path_hex: Option<String>,
    /// What it is.
    pub role: Role,
    /// No finding of severity error, and no error.
    pub passed: bool,
    /// The prompts that a file of requests names.
    pub references: Vec<Named>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// Why there is no answer, if so.
    pub error: Option<Failure>,
}

impl InWords for Referred {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(words, serializer)?;
        object.field("path", &self.path)?;
        object.optional("path_hex", &self.path_hex)?;
        object.field("role", &self.role)?;
        object.field("passed", &self.passed)?;
        object.field("references", &self.references)?;
        object.worded("findings", &self.findings)?;
        object.optional_worded("error", &self.error)?;
        object.end()
    }
}

/// In the libraries' own words.
impl Serialize for Referred {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.in_words(&Library, serializer)
    }
}

/// What a file is to `telewav refs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A file of requests.
    Request,
    /// A file that requests may name.
    Prompt,
}

/// A parameter that names a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Named {
    /// The parameter, as the service has it.
    pub field: String,
    /// The name that it gives.
    pub name: String,
    /// The service and, if it can be told, the request.
    pub asked_by: String,
    /// Where it stands.
    pub place: Place,
}

impl Referred {
    /// Of what was found.
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

    /// With the prompts that a file of requests names.
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
