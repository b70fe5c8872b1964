//! The rules: one short function each, with its page beside it.
//!
//! Codes are stable and never used again: TW1xx name, TW2xx size and duration, TW3xx container and
//! format, TW4xx signal, TW5xx the set as a whole, TW6xx prompts that requests name.

mod format;
mod header;
mod name;
pub(crate) mod refs;
pub(super) mod set;
mod signal;
mod size;

pub use name::NAME_STEM;
pub(crate) use name::refused_characters;
pub use set::NAME_COLLISION;
pub use signal::SILENT;

use super::{Sound, Subject};
use crate::downmix::Mixer;
use crate::finding::{Finding, Severity};
use crate::level::clipped::Clipped;
use crate::profile::Profile;
use crate::shape::Shaped;

/// One thing that is checked, and the page that explains it.
pub struct Rule {
    /// Stable code, e.g. `TW301`.
    pub code: &'static str,
    /// Name, e.g. `sample-rate`.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is checked.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What a broken limit looks like.
    pub example: &'static str,
    /// What to do about it.
    pub cure: &'static str,
    /// Looks at one file; `None` for rules about sets of files.
    check: Option<fn(&Subject<'_>) -> Vec<Found>>,
}

/// What a rule found; [`run`] adds the rule's own code, name and severity.
struct Found {
    found: String,
    wanted: String,
    cure: String,
    offset: Option<u64>,
}

impl Found {
    fn new(found: impl Into<String>, wanted: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            found: found.into(),
            wanted: wanted.into(),
            cure: cure.into(),
            offset: None,
        }
    }

    fn at(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }
}

impl Rule {
    /// A finding of this rule, for the rules about sets, which their finders run.
    pub fn finding(
        &'static self,
        found: impl Into<String>,
        wanted: impl Into<String>,
        cure: impl Into<String>,
    ) -> Finding {
        self.found(Found::new(found, wanted, cure))
    }

    fn found(&'static self, found: Found) -> Finding {
        Finding {
            code: self.code,
            rule: self.name,
            severity: self.severity,
            found: found.found,
            wanted: found.wanted,
            cure: found.cure,
            asked_by: None,
            offset: found.offset,
            place: None,
        }
    }
}

/// All rules, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        &name::RULES[..],
        &size::RULES[..],
        &format::RULES[..],
        &header::RULES[..],
        &signal::RULES[..],
        &set::RULES[..],
        &refs::RULES[..],
    ]
    .into_iter()
    .flatten()
}

/// The rule of a code or name, in any case.
///
/// ```
/// assert_eq!(telewav::check::rules::find("tw301").unwrap().name, "sample-rate");
/// ```
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    all().find(|rule| {
        rule.code.eq_ignore_ascii_case(code_or_name) || rule.name.eq_ignore_ascii_case(code_or_name)
    })
}

/// Asks every rule; findings come by code.
pub(super) fn run(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in all() {
        let Some(check) = rule.check else { continue };
        let found = check(subject).into_iter().map(|found| rule.found(found));
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

/// Whether there is nothing to be heard, but what a coding makes of silence.
pub(crate) fn is_silent(sound: &Sound) -> bool {
    signal::is_silent(sound)
}

/// What the rules of the signal say of a recording.
pub(crate) fn of_source(mixer: &Mixer, clipped: Option<Clipped>) -> Vec<Finding> {
    signal::of_source(mixer, clipped)
}

/// What the rules of the signal say of what was done to a prompt.
pub(crate) fn of_shape(shaped: &Shaped) -> Vec<Finding> {
    signal::of_shape(shaped)
}

/// `telewav convert` is the cure of most things: it rewrites what is wrong and nothing else.
const CONVERT: &str = "run telewav convert on it";
/// For headers around samples that are already right.
const REWRAP: &str = "run telewav fix on it, which keeps the samples as they are";
