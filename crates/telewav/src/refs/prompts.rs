//! [`Prompts`]: the prompts that there are, by their names and by what is easily taken for their names.

use std::collections::HashMap;

use crate::code::Code;
use crate::finding::{Cure, Found};
use crate::name::{is_audio_extension, split};

/// A prompt, as far as requests are concerned.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownPrompt {
    /// The file's name.
    pub name: String,
    /// How long it is, seconds, if that is known.
    pub duration_s: Option<f64>,
    /// Why the platform will not take it, if it will not.
    pub fault: Option<Fault>,
}

impl KnownPrompt {
    /// A prompt that nothing is known of but its name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            duration_s: None,
            fault: None,
        }
    }
}

/// What is wrong with a prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The rule that it breaks, by code and name; `None` if it could not be judged.
    pub rule: Option<(Code, &'static str)>,
    /// What was found.
    pub found: Found,
    /// What to do about it.
    pub cure: Cure,
}

/// The prompts that there are.
#[derive(Debug, Clone, Default)]
pub struct Prompts {
    pub(super) all: Vec<KnownPrompt>,
    by_name: HashMap<String, Vec<usize>>,
    /// By their names without spaces and capitals.
    by_likeness: HashMap<String, Vec<usize>>,
    /// The same without the extension.
    by_stem: HashMap<String, usize>,
}

/// What a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match<'p> {
    /// The prompts of this name; more than one if they are in different folders.
    Exact(&'p [usize]),
    /// One whose name has other spaces.
    Spaces(usize),
    /// One whose name has other capitals.
    Case(usize),
    /// One whose name has another extension.
    Extension(usize),
    /// None.
    Missing,
}

impl Prompts {
    /// Makes them findable. Their order is kept: findings and [`unused`](Self::unused) refer to it.
    pub fn new(all: Vec<KnownPrompt>) -> Self {
        let mut prompts = Self {
            all,
            ..Self::default()
        };
        for (i, prompt) in prompts.all.iter().enumerate() {
            let name = &prompt.name;
            let named = prompts.by_name.entry(name.clone());
            named.or_default().push(i);
            let alike = prompts.by_likeness.entry(likeness(name));
            alike.or_default().push(i);
            let stem = likeness(split(name).0);
            prompts.by_stem.entry(stem).or_insert(i);
        }
        prompts
    }

    /// The prompts, in the order in which they were given.
    pub fn all(&self) -> &[KnownPrompt] {
        &self.all
    }

    pub(super) fn resolve(&self, name: &str) -> Match<'_> {
        if let Some(exact) = self.by_name.get(name) {
            return Match::Exact(exact);
        }
        let alike = self.by_likeness.get(&likeness(name));
        let same_spaces = |i: &&usize| {
            let other = &self.all[**i].name;
            other.to_lowercase() == name.to_lowercase()
        };
        let same_case = |i: &&usize| without_spaces(&self.all[**i].name) == without_spaces(name);
        if let Some(alike) = alike {
            // Of several, the one that differs in one way only.
            let by_spaces = alike.iter().find(same_case);
            let by_case = alike.iter().find(same_spaces);
            return match (by_spaces, by_case) {
                (Some(i), _) => Match::Spaces(*i),
                (None, Some(i)) => Match::Case(*i),
                (None, None) => alike.first().map_or(Match::Missing, |i| Match::Spaces(*i)),
            };
        }
        let stem = match split(name.trim()) {
            (stem, Some(extension)) if is_audio_extension(extension) => stem,
            _ => name,
        };
        match self.by_stem.get(&likeness(stem)) {
            Some(i) if !stem.is_empty() => Match::Extension(*i),
            _ => Match::Missing,
        }
    }

    /// The prompts that a name is meant for: those of that name, or the one that is easily taken for it.
    pub(super) fn meant(&self, name: &str) -> Vec<usize> {
        match self.resolve(name) {
            Match::Exact(exact) => exact.to_vec(),
            Match::Spaces(i) | Match::Case(i) | Match::Extension(i) => vec![i],
            Match::Missing => Vec::new(),
        }
    }
}

fn likeness(name: &str) -> String {
    without_spaces(name).to_lowercase()
}

fn without_spaces(name: &str) -> String {
    name.chars().filter(|c| !is_space(*c)).collect()
}

/// White space of any width, and the characters of none: a zero-width space, a byte order mark.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}
