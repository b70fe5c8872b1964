//! What is to be said of requests, and of prompts that they name.

use std::path::Path;

use serde::Serialize;
use telewav::finding::Place;
use telewav::refs::Mentions;
use telewav::{Finding, Severity};

use super::{Failure, Outcome, PathName, count};

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
