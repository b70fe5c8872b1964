//! What stands in lists of profiles and rules, and in brackets behind a prompt: a file for each language, as above.

mod en;
mod titles;
mod zh_cn;

use std::fmt::{self, Formatter};

use telewav::profile::{Container, Encoding};
use telewav::words::Lang;
use telewav::{Code, Profile};

/// A line or a part of one, with its values.
pub(crate) enum Entry {
    // ---- Profiles ----
    /// The heads of the table.
    ProfilesHead,
    /// The profile that is taken where none is named.
    Default,
    /// What a platform needs: the coding and the rate, unless any will do.
    Needs {
        container: Container,
        coding: Option<(Encoding, u32)>,
    },
    /// What else it takes.
    Also {
        encodings: Vec<Encoding>,
        rates_hz: Vec<u32>,
    },
    AtMostBytes(u64),
    BelowBytes(u64),
    AtLeastS(f64),
    AtMostS(f64),
    BelowS(f64),
    NamesOfAtMost(usize),
    /// Between those.
    Semicolon,

    // ---- Prompts ----
    /// What a prompt was made of, and what it is.
    MadeOf {
        source: String,
        prompt: String,
    },

    // ---- Rules ----
    /// Above the page of a rule.
    Title {
        code: Code,
        name: &'static str,
        grade: String,
    },
    /// Above all pages in Markdown.
    RulesHead,
    /// The group of a rule, with the beginning of its codes.
    Group(Code, &'static str),
    /// The parts of a page.
    What,
    Why,
    Example,
    Cure,
}

/// The title of a profile in `lang`, of which it says one itself.
pub(crate) fn title(lang: Lang, profile: &Profile) -> &str {
    match lang {
        Lang::ZhCn => titles::title(&profile.name).unwrap_or(&profile.title),
        _ => &profile.title,
    }
}

/// In `lang`.
pub(crate) fn entry(lang: Lang, entry: &Entry) -> String {
    struct Written<'a>(Lang, &'a Entry);
    impl fmt::Display for Written<'_> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            match self.0 {
                Lang::ZhCn => zh_cn::entry(self.1, f),
                _ => en::entry(self.1, f),
            }
        }
    }
    Written(lang, entry).to_string()
}
