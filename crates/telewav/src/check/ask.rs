//! Asking the rules, and what a profile makes of their findings.

use super::Subject;
pub(crate) use super::rules::name::refused_characters;
pub(crate) use super::rules::signal::{is_silent, of_shape, of_source};
use super::rules::{self, Rule, size};
use crate::code::Code;
use crate::finding::{Finding, Severity, Wanted};
use crate::profile::{Grade, Judgement, Profile};

/// Asks every rule about one file; findings come by code.
pub(super) fn all(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in rules::all() {
        let Some(check) = rule.check else { continue };
        let broken = check(subject).into_iter();
        let found = broken.map(|broken| rule.broken(broken));
        findings.extend(found.filter_map(|finding| subject.profile.judge(finding)));
    }
    findings
}

/// What the rules of size and duration say of a prompt that was too long to be made.
pub(crate) fn of_length(profile: &Profile, bytes: u64, n_frames: u64) -> Vec<Finding> {
    let findings = size::of_length(profile, bytes, n_frames).into_iter();
    findings
        .filter_map(|finding| profile.judge(finding))
        .collect()
}

impl Profile {
    /// Gives a finding the severity that it has on this platform; `None` if it is of no interest there.
    ///
    /// ```
    /// use telewav::check::rules::NAME_STEM;
    /// use telewav::finding::{Cure, Found, Wanted};
    /// use telewav::profile::{Judgement, Profile};
    /// let mut profile = Profile::embedded("huawei-privatenumber").unwrap();
    /// let finding = NAME_STEM.finding(Found::NoStem, Wanted::Name, Cure::GiveName);
    /// assert_eq!(profile.judge(finding.clone()), Some(finding.clone()));
    /// profile.severity.insert(NAME_STEM.code, Judgement::Off);
    /// assert_eq!(profile.judge(finding), None);
    /// ```
    pub fn judge(&self, mut finding: Finding) -> Option<Finding> {
        let own = finding.severity;
        finding.severity = self.severity_of(finding.code, own)?;
        if own != finding.severity && self.is_hearsay(finding.code) {
            finding.wanted = Wanted::Hearsay {
                wanted: Box::new(finding.wanted),
            };
        }
        Some(finding)
    }

    fn severity_of(&self, code: Code, default: Severity) -> Option<Severity> {
        match self.severity.get(&code) {
            None if self.is_hearsay(code) => Some(Severity::Warning),
            None => Some(default),
            Some(Judgement::Error) => Some(Severity::Error),
            Some(Judgement::Warning) => Some(Severity::Warning),
            Some(Judgement::Off) => None,
        }
    }

    /// Whether only somebody else's word is behind what this rule checks.
    fn is_hearsay(&self, code: Code) -> bool {
        let limits = rules::of(code).and_then(|rule| rule.limits);
        let is_of_grade_c = |source: Option<&str>| {
            let page = source.and_then(|source| self.sources.get(source));
            page.is_some_and(|page| page.grade == Some(Grade::C))
        };
        !self.severity.contains_key(&code)
            && limits.is_some_and(|limits| limits(self).into_iter().any(is_of_grade_c))
    }

    /// Whether what breaks this rule is refused.
    pub(crate) fn refuses(&self, rule: &Rule) -> bool {
        self.severity_of(rule.code, rule.severity) == Some(Severity::Error)
    }

    /// Whether anybody wants to know of what breaks this rule.
    pub(crate) fn asks(&self, rule: &Rule) -> bool {
        self.severity.get(&rule.code) != Some(&Judgement::Off)
    }
}
