//! [`Issue`]: one thing that is wrong with a file, whatever it is.

use telewav::decode::DamageLog;
use telewav::finding::{Cure, Found, Place, Wanted};
use telewav::words::{Lang, Wording, in_lang};
use telewav::{Code, Finding, Severity};

use super::{Failure, FailureKind};
use crate::words::message;

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
    pub found: FoundIn<'a>,
    /// What is needed, if a limit is broken.
    pub wanted: Option<&'a Wanted>,
    /// What to do.
    pub cure: &'a Cure,
    /// Who asks for it, if not the profile.
    pub asked_by: Option<&'a str>,
    /// Where it is in the file, in bytes.
    pub offset: Option<u64>,
    /// Where it is in a text.
    pub place: Option<&'a Place>,
}

/// What was found, by what it is told in.
#[derive(Debug, Clone, Copy)]
pub enum FoundIn<'a> {
    /// In a finding.
    Finding(&'a Found),
    /// In what was decoded.
    Damage(&'a DamageLog),
    /// There is no answer, and why.
    Failure(&'a Failure),
}

impl<'a> From<&'a Finding> for Issue<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            kind: IssueKind::Finding(finding.code),
            rule: finding.rule,
            severity: finding.severity,
            found: FoundIn::Finding(&finding.found),
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
            found: FoundIn::Failure(failure),
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
            found: FoundIn::Damage(damage),
            wanted: None,
            cure: &Cure::WholeCopyOfRecording,
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

    /// What was found.
    pub fn found(&self, wording: Wording<'_>) -> String {
        match self.found {
            FoundIn::Finding(found) => wording.found(found).to_string(),
            FoundIn::Damage(damage) => in_lang(damage, wording.lang).to_string(),
            FoundIn::Failure(failure) => message(&failure.message, wording),
        }
    }

    /// What is needed; empty if no limit is broken.
    pub fn wanted(&self, wording: Wording<'_>) -> String {
        self.wanted
            .map_or_else(String::new, |wanted| wording.wanted(wanted).to_string())
    }

    /// What to do.
    pub fn cure(&self, wording: Wording<'_>) -> String {
        wording.cure(self.cure).to_string()
    }

    /// What was found, what is needed, and who asks, in a line.
    pub fn sentence(&self, profile: &str, wording: Wording<'_>) -> String {
        let mut sentence = self.found(wording);
        let place = match (self.offset, self.place, wording.lang) {
            (Some(offset), _, Lang::ZhCn) => format!("（第 {offset} 字节处）"),
            (Some(offset), ..) => format!(" (at byte {offset})"),
            (None, Some(Place { line, column, .. }), Lang::ZhCn) => {
                format!("（第 {line} 行第 {column} 列）")
            }
            (None, Some(place), _) => format!(" (line {}, column {})", place.line, place.column),
            (None, None, _) => String::new(),
        };
        sentence.push_str(&place);
        if let Some(wanted) = self.wanted {
            let (who, wanted) = (self.asked_by.unwrap_or(profile), wording.wanted(wanted));
            sentence.push_str(&match wording.lang {
                Lang::ZhCn => format!("；{who} 要求：{wanted}"),
                _ => format!("; {who} needs {wanted}"),
            });
        }
        sentence
    }

    /// Line and column, both from 1; the start of a file that has no lines.
    pub fn line_and_column(&self) -> (u64, u64) {
        self.place
            .map_or((1, 1), |place| (place.line, place.column))
    }
}
