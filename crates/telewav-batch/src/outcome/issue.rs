//! [`Issue`]: one thing that is wrong with a file, whatever it is.

use std::borrow::Cow;

use telewav::decode::DamageLog;
use telewav::finding::Place;
use telewav::{Code, Finding, Severity};

use super::{Failure, FailureKind};

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueKind {
    /// A limit is broken; with the code of its rule.
    Finding(Code),
    /// Sound is missing or distorted.
    Damage,
    /// There is no answer; with the kind of reason.
    Error(FailureKind),
}

impl IssueKind {
    /// The rule's code; `damage` and `error` for what has no rule.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Finding(code) => code.as_str(),
            Self::Damage => "damage",
            Self::Error(_) => "error",
        }
    }
}

/// One thing that is wrong: a finding, damage, or the error that kept a file from having any finding.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Issue<'a> {
    /// What kind of thing it is.
    pub kind: IssueKind,
    /// The rule's name, or the kind of error.
    pub rule: &'static str,
    /// Whether it counts against the file.
    pub severity: Severity,
    /// What was found.
    pub found: Cow<'a, str>,
    /// What is needed, if a limit is broken.
    pub wanted: Option<&'a str>,
    /// What to do.
    pub cure: &'a str,
    /// Who asks for it, if not the profile.
    pub asked_by: Option<&'a str>,
    /// Where it is in the file, in bytes.
    pub offset: Option<u64>,
    /// Where it is in a text.
    pub place: Option<&'a Place>,
}

impl<'a> From<&'a Finding> for Issue<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            kind: IssueKind::Finding(finding.code),
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

impl<'a> From<&'a Failure> for Issue<'a> {
    fn from(failure: &'a Failure) -> Self {
        Self {
            kind: IssueKind::Error(failure.kind),
            rule: failure.kind.as_str(),
            severity: Severity::Error,
            found: Cow::Borrowed(&failure.message),
            wanted: None,
            cure: &failure.cure,
            asked_by: None,
            offset: None,
            place: None,
        }
    }
}

impl<'a> From<&'a DamageLog> for Issue<'a> {
    fn from(damage: &'a DamageLog) -> Self {
        Self {
            kind: IssueKind::Damage,
            rule: "damage",
            severity: Severity::Error,
            found: Cow::Owned(damage.to_string()),
            wanted: None,
            cure: "get a whole copy of the recording",
            asked_by: None,
            offset: None,
            place: None,
        }
    }
}

impl Issue<'_> {
    /// The rule's code; `damage` and `error` for what has no rule.
    pub fn code(&self) -> &'static str {
        self.kind.as_str()
    }

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
