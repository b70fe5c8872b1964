//! `--select` and `--ignore`: which rules are asked.

use std::borrow::Cow;
use std::path::Path;
use std::str::FromStr;

use globset::GlobMatcher;

use telewav::check::rules;
use telewav::nearest::nearest;
use telewav::profile::Judgement;
use telewav::{Code, Profile};

use crate::{Error, patterns};

/// Some of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    codes: Vec<Code>,
}

impl FromStr for Selector {
    type Err = Error;

    /// A code, the beginning of one (`TW3`), or a name, in any case.
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let upper = text.to_uppercase();
        let is_meant = |rule: &&rules::Rule| {
            rule.name.eq_ignore_ascii_case(text)
                || (upper.starts_with("TW") && rule.code.as_str().starts_with(&upper))
        };
        let codes: Vec<_> = rules::all()
            .filter(is_meant)
            .map(|rule| rule.code)
            .collect();
        if !codes.is_empty() {
            return Ok(Self { codes });
        }
        let known = rules::all().flat_map(|rule| [rule.name, rule.code.as_str()]);
        Err(Error::NoSuchRule {
            text: text.to_owned(),
            nearest: nearest(text, known),
        })
    }
}

/// Rules that are not asked about some files.
#[derive(Debug, Clone)]
pub struct PerFileIgnore {
    pattern: GlobMatcher,
    rules: Vec<Selector>,
}

impl FromStr for PerFileIgnore {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (pattern, rules) = text.rsplit_once('=').ok_or_else(|| Error::NoPattern {
            text: text.to_owned(),
        })?;
        Ok(Self {
            pattern: patterns::matcher(pattern)?,
            rules: rules.split(',').map(str::parse).collect::<Result<_, _>>()?,
        })
    }
}

/// The profile that a file is judged by.
pub fn for_file<'p>(
    profile: &'p Profile,
    ignores: &[PerFileIgnore],
    path: &Path,
) -> Cow<'p, Profile> {
    let mut profile = Cow::Borrowed(profile);
    for ignore in ignores
        .iter()
        .filter(|ignore| patterns::matches(&ignore.pattern, path))
    {
        apply(profile.to_mut(), &[], &ignore.rules);
    }
    profile
}

/// The profile, with the rules off that are not to be asked. Those that are ignored are off even if they are
/// selected.
pub fn apply(profile: &mut Profile, select: &[Selector], ignore: &[Selector]) {
    let is_in = |selectors: &[Selector], code: Code| {
        selectors
            .iter()
            .any(|selector| selector.codes.contains(&code))
    };
    for rule in rules::all() {
        let is_selected = select.is_empty() || is_in(select, rule.code);
        if !is_selected || is_in(ignore, rule.code) {
            profile.severity.insert(rule.code, Judgement::Off);
        }
    }
}
