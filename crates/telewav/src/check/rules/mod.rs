//! The rules: the page of each, the limits that it asks and its function stand together.
//!
//! Codes are stable and never used again: TW1xx name, TW2xx size and duration, TW3xx container and
//! format, TW4xx signal, TW5xx the set as a whole, TW6xx prompts that requests name.

mod format;
mod header;
pub(super) mod name;
mod refs;
mod set;
pub(super) mod signal;
pub(super) mod size;

pub use format::*;
pub use header::*;
pub use name::*;
pub use refs::*;
pub use set::*;
pub use signal::*;
pub use size::*;

use super::Subject;
use crate::code::Code;
use crate::finding::{Cure, Finding, Found, Severity, Wanted};
use crate::profile::Profile;

/// One thing that is checked, and the page that explains it.
#[non_exhaustive]
pub struct Rule {
    /// Stable code, e.g. `TW301`.
    pub code: Code,
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
    /// The limits of a profile that it holds a file against, as the sources that they cite.
    pub(super) limits: Option<LimitsOf>,
    /// Looks at one file; `None` for rules about recordings, sets of files and requests, which their finders ask.
    pub(super) check: Option<fn(&Subject<'_>) -> Vec<Broken>>,
}

/// Some limits of a profile: for each, the source that it cites, if it is set and cites one.
type LimitsOf = fn(&Profile) -> Vec<Option<&str>>;

/// A broken limit; [`Rule::broken`] adds the rule's own code, name and severity.
pub(super) struct Broken {
    found: Found,
    wanted: Wanted,
    cure: Cure,
    offset: Option<u64>,
}

impl Broken {
    fn new(found: Found, wanted: Wanted, cure: Cure) -> Self {
        Self {
            found,
            wanted,
            cure,
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
    pub fn finding(&'static self, found: Found, wanted: Wanted, cure: Cure) -> Finding {
        self.broken(Broken::new(found, wanted, cure))
    }

    pub(super) fn broken(&'static self, broken: Broken) -> Finding {
        Finding {
            code: self.code,
            rule: self.name,
            severity: self.severity,
            found: broken.found,
            wanted: broken.wanted,
            cure: broken.cure,
            asked_by: None,
            offset: broken.offset,
            place: None,
        }
    }
}

/// All rules, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        NAME_RULES,
        SIZE_RULES,
        FORMAT_RULES,
        HEADER_RULES,
        SIGNAL_RULES,
        SET_RULES,
        REFERENCE_RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The rule of a code or name, in any case.
///
/// ```
/// assert_eq!(telewav::check::rules::find("tw301").unwrap().name, "sample-rate");
/// ```
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    let is_it = |text: &str| text.eq_ignore_ascii_case(code_or_name);
    all().find(|rule| is_it(rule.code.as_str()) || is_it(rule.name))
}

/// The rule of a code.
pub fn of(code: Code) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}
