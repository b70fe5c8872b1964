//! One broken limit as plain data: [`Finding`]. Sentences, in each language, are in [`words`](crate::words).

mod cure;
mod found;
mod wanted;

use serde::{Deserialize, Serialize};

pub use self::cure::Cure;
pub use self::found::Found;
pub use self::wanted::Wanted;
use crate::code::Code;

/// The version of the JSON form of these types. It goes up when a field changes its meaning or goes
/// away; new fields may come without notice.
pub const SCHEMA: u32 = 1;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The platform may take it, or take it and play it wrong.
    Warning,
    /// The platform will refuse it.
    Error,
}

impl Severity {
    /// `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One broken limit. In JSON, what was found, what is needed and what to do are texts, and `said` has the keys and values that
/// they are made of.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule's stable code, e.g. `TW301`.
    pub code: Code,
    /// The rule's name, e.g. `sample-rate`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found.
    pub found: Found,
    /// What is needed.
    pub wanted: Wanted,
    /// What to do.
    pub cure: Cure,
    /// Who needs it, if it is not the profile.
    pub asked_by: Option<String>,
    /// Where in the file, in bytes from its start, if it is in one place.
    pub offset: Option<u64>,
    /// Where in the file, if it is text.
    pub place: Option<Place>,
}

/// A place in a file of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Place {
    /// Its line, from 1.
    pub line: u64,
    /// Its column, in characters from 1.
    pub column: u64,
    /// The JSON pointer to it (RFC 6901); in JSON lines, within its own line.
    pub pointer: String,
}

/// Anything that holds findings.
pub trait Findings {
    /// All of them, by code.
    fn findings(&self) -> &[Finding];

    /// Number of findings of one severity.
    fn count(&self, severity: Severity) -> usize {
        self.findings()
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// Whether the platform will refuse the file.
    fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}
