//! TOML to [`Profile`]: what it extends is merged in, key by key; what is wrong is named with its place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use regex::Regex;
use serde::Deserialize as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{at, at_key, key_at, parse, said_by_serde};
use super::validate::Invalid;
use crate::check::rules;
use crate::error::{Action, Error, ProfileFault, ProfilePlace, ProfileProblem};
use crate::nearest::nearest;
use crate::profile::{Compiled, FileText, Profile, Sourced};

/// Profiles that extend one another are never deeper than this.
const MAX_DEPTH: usize = 16;
/// The tables of limits.
const SECTIONS: [&str; 3] = ["format", "size", "name_rules"];
/// What is no limit in them.
const NO_LIMITS: [&str; 2] = ["other_extensions", "characters_text"];
/// A limit and the others that it puts aside when a profile sets it over one that it extends.
const REPLACED: [(&str, &str, &str); 5] = [
    ("size", "max_bytes", "below_bytes"),
    ("size", "below_bytes", "max_bytes"),
    ("size", "max_s", "below_s"),
    ("size", "below_s", "max_s"),
    ("name_rules", "characters", "characters_text"),
];

/// A profile, and what it extends behind it.
struct Document<'t> {
    text: Cow<'t, str>,
    path: Option<PathBuf>,
    /// As the one before it calls it.
    called: String,
    /// Whether an error may show what it says.
    is_shown: bool,
}

/// Gives the text of a file.
pub(super) type ReadText<'a> = dyn Fn(&Path) -> io::Result<FileText> + 'a;

/// A profile and the TOML that has all of it.
struct Resolved<'t> {
    profile: Profile,
    table: DeTable<'t>,
}

/// Reads a profile that is no file.
pub(super) fn text(text: &str) -> Result<Profile, Error> {
    let first = Document {
        text: Cow::Borrowed(text),
        path: None,
        called: String::new(),
        is_shown: true,
    };
    profile(first, &|_| Err(io::ErrorKind::Unsupported.into()))
}

/// Reads a profile, and those that it extends, with `read`.
pub(super) fn file(path: &Path, read: &ReadText<'_>) -> Result<Profile, Error> {
    let FileText { text, may_be_shown } = read(path).map_err(Error::io(Action::ReadProfile))?;
    let first = Document {
        text: Cow::Owned(text),
        path: Some(path.to_owned()),
        called: String::new(),
        is_shown: may_be_shown,
    };
    profile(first, read)
}

fn profile(first: Document<'_>, read: &ReadText<'_>) -> Result<Profile, Error> {
    let mut seen: Vec<String> = first.path.as_deref().map(identity).into_iter().collect();
    let mut chain = vec![first];
    while let Some(last) = chain.last() {
        let next =
            extended(last, &mut seen, read).map_err(|e| by_way_of(&chain, chain.len() - 1, e))?;
        let Some(next) = next else { break };
        chain.push(next);
    }
    let mut resolved = None;
    for (i, document) in chain.iter().enumerate().rev() {
        let one = resolve(&document.text, resolved).map_err(|e| by_way_of(&chain, i, e))?;
        resolved = Some(one);
    }
    match resolved {
        Some(resolved) => Ok(resolved.profile),
        None => Err(ProfileFault::new(ProfileProblem::Empty).into()),
    }
}

/// A file by one name, however it was called.
fn identity(path: &Path) -> String {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    path.display().to_string()
}

/// What is wrong with the document of this number, as the first one has to say it.
fn by_way_of(chain: &[Document<'_>], number: usize, fault: ProfileFault) -> ProfileFault {
    let hidden = chain.iter().take(number + 1).position(|one| !one.is_shown);
    let (number, mut fault) = match hidden {
        Some(hidden) => {
            let place = fault.place.filter(|_| hidden == number);
            let place = place.map(|place| ProfilePlace {
                text: None,
                ..place
            });
            let fault = ProfileFault {
                place,
                ..ProfileFault::new(ProfileProblem::NotShown)
            };
            (hidden, fault)
        }
        None => (number, fault),
    };
    for (above, this) in chain.iter().zip(&chain[1..]).take(number).rev() {
        let problem = ProfileProblem::Extends {
            profile: this.called.clone(),
            fault: Box::new(fault),
        };
        fault = match parse(&above.text) {
            Ok(own) => at_key(&above.text, &own, "extends", problem),
            Err(fault) => fault,
        };
    }
    fault
}

/// Reads a profile that stands on what it extends.
fn resolve<'t>(text: &'t str, parent: Option<Resolved<'t>>) -> Result<Resolved<'t>, ProfileFault> {
    let own = parse(text)?;
    let at_key = |key: &str, problem: ProfileProblem| at_key(text, &own, key, problem);
    let mut table = own.clone();
    table.remove("extends");
    let source = word(&own, "source").map_err(|e| at_key("source", e))?;
    table.remove("source");
    let mut inherited = BTreeMap::new();
    limits_to_tables(&mut table);
    if let Some(parent) = parent {
        inherited = merge(&mut table, parent).map_err(|e| at_key(&e.key, e.problem))?;
    }
    if let Some(source) = source {
        let has_it = nested(&table, "sources").is_some_and(|pages| pages.contains_key(&*source));
        if !has_it {
            return Err(at_key("source", ProfileProblem::NoSource { name: source }));
        }
        cite(&mut table, &source);
    }
    drop_uncited(&mut table, &own);
    check_severity(&own).map_err(|e| at_key(&e.key, e.problem))?;

    let spanned = Spanned::new(0..text.len(), table.clone());
    let mut profile = Profile::deserialize(toml::de::Deserializer::from(spanned)).map_err(|e| {
        let span = e.span().unwrap_or_default();
        let key = key_at(&own, &span);
        let problem = said_by_serde(e.message(), &key);
        at(text, span, Some(&key), problem)
    })?;
    profile.inherited = inherited;
    complete(&mut profile).map_err(|e| at_key(&e.key, e.problem))?;
    Ok(Resolved { profile, table })
}

/// What follows from the values, and what serde cannot see.
fn complete(profile: &mut Profile) -> Result<(), Invalid> {
    let compile = |key: &str, pattern: &Option<Sourced<String>>| match pattern {
        None => Ok(None),
        Some(pattern) => Regex::new(&format!("^(?:{})$", pattern.value))
            .map(Some)
            .map_err(|e| {
                let text = e.to_string();
                let what = text.lines().last().unwrap_or_default();
                let text = what.trim_start_matches("error: ").to_owned();
                Invalid::new(key, ProfileProblem::NoRegex { text })
            }),
    };
    let names = &mut profile.name_rules;
    names.compiled = Compiled {
        characters: compile("name_rules.characters", &names.characters)?,
        pattern: compile("name_rules.pattern", &names.pattern)?,
    };
    profile.validate()
}

/// Whether `[severity]` names rules that there are.
fn check_severity(own: &DeTable<'_>) -> Result<(), Invalid> {
    let codes = || rules::all().map(|rule| rule.code.as_str());
    for key in nested(own, "severity").into_iter().flat_map(DeTable::keys) {
        let code = key.get_ref();
        if !codes().any(|known| known == code) {
            let write = rules::find(code).map(|rule| rule.code.to_string());
            let near = nearest(code, codes()).map(str::to_owned);
            let problem = ProfileProblem::NoRule { write, near };
            return Err(Invalid::new(format!("severity.{code}"), problem));
        }
    }
    Ok(())
}

/// A key of the document itself.
fn word(table: &DeTable<'_>, key: &str) -> Result<Option<String>, ProfileProblem> {
    match table.get(key).map(Spanned::get_ref) {
        None => Ok(None),
        Some(DeValue::String(word)) => Ok(Some(word.clone().into_owned())),
        Some(_) => Err(ProfileProblem::NoWord),
    }
}

/// The profile that one extends.
fn extended(
    document: &Document<'_>,
    seen: &mut Vec<String>,
    read: &ReadText<'_>,
) -> Result<Option<Document<'static>>, ProfileFault> {
    let text = &document.text;
    let own = parse(text)?;
    let refuse = |problem: ProfileProblem| at_key(text, &own, "extends", problem);
    let Some(called) = word(&own, "extends").map_err(refuse)? else {
        return Ok(None);
    };
    let is_file = called.ends_with(".toml") || called.contains(['/', '\\']);
    let file = match (is_file, &document.path) {
        (false, _) => None,
        (true, Some(path)) => Some(path.with_file_name("").join(&called)),
        (true, None) => {
            return Err(refuse(ProfileProblem::NoFile { profile: called }));
        }
    };
    let id = file.as_deref().map_or_else(|| called.clone(), identity);
    if seen.contains(&id) || seen.len() > MAX_DEPTH {
        return Err(refuse(ProfileProblem::Circle { profile: called }));
    }
    seen.push(id);
    let (text, is_shown) = match (&file, Profile::embedded_text(&called)) {
        (Some(file), _) => read(file)
            .map(|read| (Cow::Owned(read.text), read.may_be_shown))
            .map_err(|e| {
                refuse(ProfileProblem::Unread {
                    profile: called.clone(),
                    problem: e.to_string(),
                })
            })?,
        (None, Some(text)) => (Cow::Borrowed(text), true),
        (None, None) => {
            let near = Profile::meant(&called);
            return Err(refuse(ProfileProblem::NoSuchProfile {
                profile: called,
                near,
            }));
        }
    };
    Ok(Some(Document {
        text,
        path: file,
        called,
        is_shown,
    }))
}

fn nested<'a, 't>(table: &'a DeTable<'t>, key: &str) -> Option<&'a DeTable<'t>> {
    table.get(key)?.get_ref().as_table()
}

fn nested_mut<'a, 't>(table: &'a mut DeTable<'t>, key: &str) -> Option<&'a mut DeTable<'t>> {
    match table.get_mut(key)?.get_mut() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

fn key<'t>(word: &str, span: Range<usize>) -> Spanned<Cow<'t, str>> {
    Spanned::new(span, Cow::Owned(word.to_owned()))
}

/// The limits of a document, each with its section and key.
fn each_limit<'t>(table: &mut DeTable<'t>, mut look: impl FnMut(&mut Spanned<DeValue<'t>>)) {
    for section in SECTIONS {
        let Some(limits) = nested_mut(table, section) else {
            continue;
        };
        for (key, limit) in limits.iter_mut() {
            if !NO_LIMITS.contains(&&**key.get_ref()) {
                look(limit);
            }
        }
    }
}

/// A limit that is a plain value becomes the table that says the same.
fn limits_to_tables(table: &mut DeTable<'_>) {
    each_limit(table, |limit| {
        if !limit.get_ref().is_table() {
            let span = limit.span();
            let mut wrapped = DeTable::new();
            let value = std::mem::replace(limit.get_mut(), DeValue::Boolean(false));
            wrapped.insert(key("value", span.clone()), Spanned::new(span, value));
            *limit.get_mut() = DeValue::Table(wrapped);
        }
    });
}

/// Limits that name no source are from this one.
fn cite(table: &mut DeTable<'_>, source: &str) {
    each_limit(table, |limit| {
        let span = limit.span();
        if let DeValue::Table(limit) = limit.get_mut()
            && !limit.contains_key("source")
        {
            let value = DeValue::String(Cow::Owned(source.to_owned()));
            limit.insert(key("source", span.clone()), Spanned::new(span, value));
        }
    });
}

/// Pages that were inherited with limits that are no more.
fn drop_uncited(table: &mut DeTable<'_>, own: &DeTable<'_>) {
    let mut cited = Vec::new();
    each_limit(table, |limit| {
        let source = limit.get_ref().get("source");
        cited.extend(source.and_then(|source| Some(source.get_ref().as_str()?.to_owned())));
    });
    if let Some(pages) = nested_mut(table, "sources") {
        let own = nested(own, "sources");
        let is_kept = |name: &str| {
            cited.iter().any(|cited| cited == name) || own.is_some_and(|own| own.contains_key(name))
        };
        let names: Vec<String> = pages.keys().map(|key| key.get_ref().to_string()).collect();
        for name in names.iter().filter(|name| !is_kept(name)) {
            pages.remove(&**name);
        }
    }
}

/// Takes over what `parent` says and `table` does not; keys of limits with the profile that says so.
fn merge<'t>(
    table: &mut DeTable<'t>,
    parent: Resolved<'t>,
) -> Result<BTreeMap<String, String>, Invalid> {
    let Resolved {
        profile,
        table: mut inherited,
    } = parent;
    for (section, set, aside) in REPLACED {
        if nested(table, section).is_some_and(|own| own.contains_key(set))
            && let Some(inherited) = nested_mut(&mut inherited, section)
        {
            inherited.remove(aside);
        }
    }
    // A name of one's own.
    inherited.remove("name");
    let mut from = BTreeMap::new();
    for (name, value) in inherited {
        let section = name.get_ref().clone();
        let Some(own) = table.get_mut(&*section) else {
            if let DeValue::Table(limits) = value.get_ref() {
                let keys = limits
                    .iter()
                    .map(|(key, _)| format!("{section}.{}", key.get_ref()));
                note_origin(&mut from, keys, &profile);
            } else {
                note_origin(&mut from, [section.into_owned()], &profile);
            }
            table.insert(name, value);
            continue;
        };
        match (own.get_mut(), value.into_inner()) {
            (DeValue::Table(own), DeValue::Table(inherited)) => {
                for (key, value) in inherited {
                    match own.get(&**key.get_ref()) {
                        None => {
                            let path = format!("{section}.{}", key.get_ref());
                            note_origin(&mut from, [path], &profile);
                            own.insert(key, value);
                        }
                        // Limits that were inherited would cite another page than they did.
                        Some(page) if section == "sources" && !is_same(page, &value) => {
                            return Err(Invalid::new(
                                format!("sources.{}", key.get_ref()),
                                ProfileProblem::OtherPage {
                                    profile: profile.name,
                                },
                            ));
                        }
                        Some(_) => {}
                    }
                }
            }
            (DeValue::Array(own), DeValue::Array(inherited)) if section == "notes" => {
                let added = std::mem::replace(own, inherited);
                for note in added {
                    own.push(note);
                }
                note_origin(&mut from, ["notes".to_owned()], &profile);
            }
            _ => {}
        }
    }
    Ok(from)
}

fn note_origin(
    from: &mut BTreeMap<String, String>,
    keys: impl IntoIterator<Item = String>,
    parent: &Profile,
) {
    for key in keys {
        let origin = parent.inherited_from(&key).unwrap_or(&parent.name);
        from.insert(key.clone(), origin.to_owned());
    }
}

/// Whether two pages are the same, wherever they stand.
fn is_same(a: &Spanned<DeValue<'_>>, b: &Spanned<DeValue<'_>>) -> bool {
    match (a.get_ref(), b.get_ref()) {
        (DeValue::Table(a), DeValue::Table(b)) => {
            let text = |page: &DeTable<'_>, key: &str| {
                let value = page.get(key)?.get_ref().as_str()?;
                Some(value.to_owned())
            };
            ["title", "url", "seen", "grade"]
                .iter()
                .all(|key| text(a, key) == text(b, key))
        }
        _ => false,
    }
}
