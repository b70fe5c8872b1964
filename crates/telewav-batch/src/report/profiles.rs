//! The platforms that are known, as a list.

use std::fmt::Write as _;

use telewav::Profile;
use telewav::check::rules::{self, Rule};
use telewav::profile::{Container, DEFAULT, Judgement};

use crate::Error;

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
        source,
    })
}

/// A line for each profile, below what its platform needs.
///
/// # Errors
///
/// See [`all`].
pub fn text() -> Result<String, Error> {
    let mut text = String::new();
    let groups = groups()?;
    let profiles = groups.iter().flat_map(|(_, group)| group);
    let width = profiles.map(|it| it.name.len()).max().unwrap_or(0);
    for (needs, group) in &groups {
        let _ = writeln!(text, "{needs}");
        for profile in group {
            let default = if profile.name == DEFAULT {
                " (default)"
            } else {
                ""
            };
            let _ = writeln!(
                text,
                "  {:width$}  {}{default}: {}",
                profile.name,
                profile.title,
                more(profile)
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
pub fn markdown() -> Result<String, Error> {
    let mut text =
        String::from("| profile | platform | format | limits |\n| --- | --- | --- | --- |\n");
    for (needs, group) in groups()? {
        for profile in group {
            let default = if profile.name == DEFAULT {
                " (default)"
            } else {
                ""
            };
            let _ = writeln!(
                text,
                "| `{}`{default} | {} | {needs} | {} |",
                profile.name,
                profile.title.replace('<', "&lt;"),
                more(&profile)
            );
        }
    }
    Ok(text)
}

/// What a platform needs, in words: those that need the same stand together.
fn needs(profile: &Profile) -> String {
    let format = &profile.format;
    let container = match format.container.value {
        Container::Wav => "WAV",
        Container::Raw => "no header",
    };
    let is_any = |rule: &Rule| profile.severity.get(&rule.code) == Some(&Judgement::Off);
    if is_any(&rules::SAMPLE_RATE) && is_any(&rules::ENCODING) {
        return format!("{container} of any coding and rate");
    }
    format!(
        "{}, {container}, {} Hz, mono",
        format.encoding.value.name(),
        format.rate_hz.value
    )
}

/// Groups by what is needed; families come first in the library's order, so that theirs is the groups'.
fn groups() -> Result<Vec<(String, Vec<Profile>)>, Error> {
    let mut groups: Vec<(String, Vec<Profile>)> = Vec::new();
    for family in Profile::families() {
        groups.push((needs(&embedded(family)?), Vec::new()));
    }
    for profile in all()? {
        let needs = needs(&profile);
        match groups.iter_mut().find(|(of, _)| *of == needs) {
            Some((_, group)) => group.push(profile),
            None => groups.push((needs, vec![profile])),
        }
    }
    groups.retain(|(_, group)| !group.is_empty());
    Ok(groups)
}

/// What else a platform takes or asks for.
fn more(profile: &Profile) -> String {
    let (format, size) = (&profile.format, &profile.size);
    let mut more = Vec::new();
    let mut also: Vec<String> = Vec::new();
    also.extend(format.encodings().skip(1).map(|it| it.name().to_owned()));
    also.extend(format.rates_hz().skip(1).map(|it| format!("{it} Hz")));
    if !also.is_empty() {
        more.push(format!("also {}", also.join(", ")));
    }
    match (&size.max_bytes, &size.below_bytes) {
        (Some(max), _) => more.push(format!("at most {} bytes", max.value)),
        (None, Some(below)) => more.push(format!("less than {} bytes", below.value)),
        (None, None) => {}
    }
    if let Some(min) = &size.min_s {
        more.push(format!("at least {} s", min.value));
    }
    match (&size.max_s, &size.below_s) {
        (Some(max), _) => more.push(format!("at most {} s", max.value)),
        (None, Some(below)) => more.push(format!("less than {} s", below.value)),
        (None, None) => {}
    }
    more.push(format!(".{}", profile.name_rules.extension.value));
    if let Some(max) = &profile.name_rules.max_chars {
        more.push(format!("names of at most {} characters", max.value));
    }
    more.join("; ")
}
