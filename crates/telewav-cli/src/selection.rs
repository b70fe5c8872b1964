//! `--select` and `--ignore`: which rules are asked.

use std::str::FromStr;

use telewav::Profile;
use telewav::check::rules;
use telewav::nearest::nearest;
use telewav::profile::Judgement;

/// Some of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    codes: Vec<&'static str>,
}

impl FromStr for Selector {
    type Err = String;

    /// A code, the beginning of one (`TW3`), or a name, in any case.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let upper = text.to_uppercase();
        let is_meant = |rule: &&rules::Rule| {
            rule.name.eq_ignore_ascii_case(text)
                || (upper.starts_with("TW") && rule.code.starts_with(&upper))
        };
        let codes: Vec<_> = rules::all()
            .filter(is_meant)
            .map(|rule| rule.code)
            .collect();
        if !codes.is_empty() {
            return Ok(Self { codes });
        }
        let known = rules::all().flat_map(|rule| [rule.name, rule.code]);
        Err(match nearest(text, known) {
            Some(near) => format!("there is no such rule; did you mean {near}?"),
            None => "there is no such rule; telewav explain lists all".to_owned(),
        })
    }
}

/// The profile, with the rules off that are not to be asked. Those that are ignored are off even if they are
/// selected.
pub fn apply(profile: &mut Profile, select: &[Selector], ignore: &[Selector]) {
    let is_in = |selectors: &[Selector], code: &str| {
        selectors
            .iter()
            .any(|selector| selector.codes.contains(&code))
    };
    for rule in rules::all() {
        let is_selected = select.is_empty() || is_in(select, rule.code);
        if !is_selected || is_in(ignore, rule.code) {
            profile
                .severity
                .insert(rule.code.to_owned(), Judgement::Off);
        }
    }
}
