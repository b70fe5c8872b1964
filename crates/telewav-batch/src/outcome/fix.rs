//! What became of a file that was to be cured.

use std::path::Path;

use serde::{Serialize, Serializer};
use telewav::fix::Obstacle;
use telewav::words::{InWords, Library, Object, Words};
use telewav::{Finding, Severity};

use super::{Failure, Outcome, PathName, count};

/// What became of a file that was to be cured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
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
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fixed {
    /// The file.
    pub path: PathName,
    /// The octets of its path in hexadecimal, where that is not Unicode.
    pub path_hex: Option<String>,
    /// The new name, if it has one.
    pub output: Option<PathName>,
    /// How it went.
    pub status: FixStatus,
    /// What was wrong and is no more.
    pub cured: Vec<Finding>,
    /// What is still wrong.
    pub findings: Vec<Finding>,
    /// Why the header was not written anew, where findings are left.
    pub reason: Option<Obstacle>,
    /// Header and name before and after, if that was asked for.
    pub diff: Option<String>,
    /// Why there is no answer, if so.
    pub error: Option<Failure>,
}

impl InWords for Fixed {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(words, serializer)?;
        object.field("path", &self.path)?;
        object.optional("path_hex", &self.path_hex)?;
        object.optional("output", &self.output)?;
        object.field("status", &self.status)?;
        object.worded("cured", &self.cured)?;
        object.worded("findings", &self.findings)?;
        if let Some(reason) = &self.reason {
            object.text("reason", reason)?;
            object.field("said", &SaidOf { reason })?;
        }
        object.optional("diff", &self.diff)?;
        object.optional_worded("error", &self.error)?;
        object.end()
    }
}

/// The key and values that its text is made of.
#[derive(Serialize)]
struct SaidOf<'a> {
    reason: &'a Obstacle,
}

/// In the libraries' own words.
impl Serialize for Fixed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.in_words(&Library, serializer)
    }
}

impl Fixed {
    /// An outcome that says nothing yet but that.
    pub fn new(path: &Path, status: FixStatus) -> Self {
        let path = PathName::from(path);
        Self {
            path_hex: path.hex(),
            path,
            output: None,
            status,
            cured: Vec::new(),
            findings: Vec::new(),
            reason: None,
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
