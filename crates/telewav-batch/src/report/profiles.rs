//! The platforms that are known, as a list.

use std::fmt::Write as _;

use telewav::Profile;
use telewav::check::rules::{self, Rule};
use telewav::profile::{DEFAULT, Judgement};
use telewav::words::Lang;

use super::human::colon;
use crate::Error;
use crate::words::{Entry, entry, title};

/// All embedded profiles, in the library's order.
///
/// # Errors
///
/// [`Error::Profile`], a fault of telewav.
pub fn all() -> Result<Vec<Profile>, Error> {
    Profile::names().map(embedded).collect()
}

fn embedded(name: &str) -> Result<Profile, Error> {
    Profile::embedded(name).map_err(|source| Error::Profile {
        name: name.to_owned(),
        source: Box::new(source),
    })
}

/// A line for each profile, below what its platform needs, in `lang`.
///
/// # Errors
///
/// See [`all`].
pub fn text(lang: Lang) -> Result<String, Error> {
    let mut text = String::new();
    let groups = groups(lang)?;
    let profiles = groups.iter().flat_map(|(_, group)| group);
    let width = profiles.map(|it| it.name.len()).max().unwrap_or(0);
    for (needs, group) in &groups {
        let _ = writeln!(text, "{needs}");
        for profile in group {
            let default = default(profile, lang);
            let _ = writeln!(
                text,
                "  {:width$}  {}{default}{}{}",
                profile.name,
                title(lang, profile),
                colon(lang),
                more(profile, lang)
            );
        }
        text.push('\n');
    }
    Ok(text)
}

/// The same as a table in Markdown.
///
/// # Errors
///
/// See [`all`].
pub fn markdown(lang: Lang) -> Result<String, Error> {
    let mut text = entry(lang, &Entry::ProfilesHead) + "\n| --- | --- | --- | --- |\n";
    for (needs, group) in groups(lang)? {
        for profile in group {
            let default = default(&profile, lang);
            let _ = writeln!(
                text,
                "| `{}`{default} | {} | {needs} | {} |",
                profile.name,
                title(lang, &profile).replace('<', "&lt;"),
                more(&profile, lang)
            );
        }
    }
    Ok(text)
}

/// What a platform needs, in words: those that need the same stand together.
fn needs(profile: &Profile, lang: Lang) -> String {
    let format = &profile.format;
    let is_any = |rule: &Rule| profile.severity.get(&rule.code) == Some(&Judgement::Off);
    let takes_any = is_any(&rules::SAMPLE_RATE) && is_any(&rules::ENCODING);
    let coding = (format.encoding.value, format.rate_hz.value);
    let needs = Entry::Needs {
        container: format.container.value,
        coding: (!takes_any).then_some(coding),
    };
    entry(lang, &needs)
}

/// Groups by what is needed; families come first in the library's order, so that theirs is the groups'.
fn groups(lang: Lang) -> Result<Vec<(String, Vec<Profile>)>, Error> {
    let mut groups: Vec<(String, Vec<Profile>)> = Vec::new();
    for family in Profile::families() {
        groups.push((needs(&embedded(family)?, lang), Vec::new()));
    }
    for profile in all()? {
        let needs = needs(&profile, lang);
        match groups.iter_mut().find(|(of, _)| *of == needs) {
            Some((_, group)) => group.push(profile),
            None => groups.push((needs, vec![profile])),
        }
    }
    groups.retain(|(_, group)| !group.is_empty());
    Ok(groups)
}

/// What is behind the name of the profile that is taken where none is named.
fn default(profile: &Profile, lang: Lang) -> String {
    match profile.name == DEFAULT {
        true => entry(lang, &Entry::Default),
        false => String::new(),
    }
}

/// What else a platform takes or asks for.
fn more(profile: &Profile, lang: Lang) -> String {
    let (format, size) = (&profile.format, &profile.size);
    let also = Entry::Also {
        encodings: format.encodings().skip(1).collect(),
        rates_hz: format.rates_hz().skip(1).collect(),
    };
    let has_more = format.encodings().nth(1).is_some() || format.rates_hz().nth(1).is_some();
    let bytes = match (&size.max_bytes, &size.below_bytes) {
        (Some(max), _) => Some(Entry::AtMostBytes(max.value)),
        (None, below) => below.as_ref().map(|below| Entry::BelowBytes(below.value)),
    };
    let min_s = size.min_s.as_ref().map(|min| Entry::AtLeastS(min.value));
    let max_s = match (&size.max_s, &size.below_s) {
        (Some(max), _) => Some(Entry::AtMostS(max.value)),
        (None, below) => below.as_ref().map(|below| Entry::BelowS(below.value)),
    };
    let limits = [has_more.then_some(also), bytes, min_s, max_s];
    let said = |it: &Entry| entry(lang, it);
    let mut more: Vec<String> = limits.iter().flatten().map(said).collect();
    more.push(format!(".{}", profile.name_rules.extension.value));
    if let Some(max) = &profile.name_rules.max_chars {
        more.push(said(&Entry::NamesOfAtMost(max.value)));
    }
    more.join(&said(&Entry::Semicolon))
}
