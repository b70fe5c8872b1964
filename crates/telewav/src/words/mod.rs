//! The catalogue: what can be told, as sentences in each language.
//!
//! What is told is data, as [`Found`], [`Wanted`] and [`Cure`]: a variant says which sentence, its fields are the values in it. A
//! language is a folder here with one `match` for each of these types, which writes the sentences. So the compiler is what checks
//! the catalogue: without a sentence for each key, or with a value that is not there, the library does not compile. Plural and
//! lists are functions of a language.
//!
//! ```
//! use telewav::finding::Found;
//! use telewav::words::{Lang, in_lang};
//! let found = Found::Rate { rate_hz: 44_100 };
//! assert_eq!(found.to_string(), "44100 Hz");
//! let found = Found::NameLength { n_chars: 140 };
//! assert_eq!(found.to_string(), "140 characters");
//! assert_eq!(in_lang(&found, Lang::ZhCn).to_string(), "140 个字符");
//! ```
//!
//! The library names no options and no commands, for it has none. A front end that has some implements [`Words`] with sentences
//! of its own for what it says otherwise, and hands that to the reports.

mod en;
mod json;
mod zh_cn;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::check::rules::Rule;
use crate::chunks::is_placeholder;
use crate::error::damage::{Damage, DamageLog};
use crate::error::remark::{CodecFault, Counter, Frames, Misplaced, Remark, TrackChoice};
use crate::error::{
    Action, Actual, Amount, Asked, Coding, DecoderFault, Error, Expected, Fault, JsonFault, Part,
    Problem, ProfileFault, ProfilePlace, Quantity, Stage, SystemError, What,
};
use crate::finding::{Cure, Found, Wanted};
use crate::fix::Obstacle;
use crate::kinds::Kind;
use crate::riff::read::ChunkNote;

pub use self::json::{InWords, Object, Worded};

/// A language of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Lang {
    /// English.
    #[default]
    #[serde(rename = "en")]
    En,
    /// Chinese in simplified characters, as in China.
    #[serde(rename = "zh-CN")]
    ZhCn,
}

impl Lang {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::ZhCn];

    /// Its tag (BCP 47): `en`, `zh-CN`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }
}

/// What has a sentence in each language.
pub trait Said {
    /// Writes the sentence.
    ///
    /// # Errors
    ///
    /// What `f` says.
    fn say(&self, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// Implements [`Said`] by the function of this name in each language, and [`Display`](fmt::Display) in English.
macro_rules! said {
    ($($said:ty: $sentence:ident;)*) => {$(
        impl Said for $said {
            fn say(&self, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match lang {
                    Lang::En => en::$sentence(self, f),
                    Lang::ZhCn => zh_cn::$sentence(self, f),
                }
            }
        }

        impl fmt::Display for $said {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.say(Lang::En, f)
            }
        }
    )*};
}

said! {
    Found: found;
    Wanted: wanted;
    Cure: cure;
    Error: error;
    Action: action;
    Part: part;
    Expected: expected;
    Actual: actual;
    What: what;
    Coding: coding;
    Quantity: quantity;
    Amount: amount;
    Asked: asked;
    Problem: problem;
    Stage: stage;
    Fault: fault;
    JsonFault: json_fault;
    DecoderFault: decoder_fault;
    ProfileFault: profile_fault;
    Remark: remark;
    Obstacle: obstacle;
    ChunkNote: chunk_note;
    Kind: kind;
    Counter: counter;
    Frames: frames;
    CodecFault: codec_fault;
    Misplaced: misplaced;
    TrackChoice: track_choice;
    Damage: damage;
    DamageLog: damage_log;
}

/// What the operating system says.
impl Said for std::io::Error {
    fn say(&self, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match lang {
            Lang::En => write!(f, "{self}"),
            Lang::ZhCn => zh_cn::system(self, f),
        }
    }
}

impl Said for SystemError {
    fn say(&self, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).say(lang, f)
    }
}

/// Its sentence in `lang`, in the library's own words.
pub fn in_lang<T: Said + ?Sized>(said: &T, lang: Lang) -> impl fmt::Display {
    Text(move |f: &mut fmt::Formatter<'_>| said.say(lang, f))
}

/// The page of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// What is checked.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What a broken limit looks like.
    pub example: &'static str,
    /// What to do about it.
    pub cure: &'static str,
}

impl Page {
    /// A page of these four texts.
    pub const fn new([what, why, example, cure]: [&'static str; 4]) -> Self {
        Self {
            what,
            why,
            example,
            cure,
        }
    }
}

/// Sentences for whoever reads them. The library's own are what the default methods write; a front end says some of them in
/// its own way, with its options and commands.
pub trait Words: Sync {
    /// What a rule found.
    ///
    /// # Errors
    ///
    /// What `f` says; so of all methods.
    fn found(&self, found: &Found, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        found.say(lang, f)
    }

    /// What is needed.
    fn wanted(&self, wanted: &Wanted, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        wanted.say(lang, f)
    }

    /// What to do.
    fn cure(&self, cure: &Cure, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        cure.say(lang, f)
    }

    /// Why there is no answer: in English what fits after "failed to".
    fn error(&self, error: &Error, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        error.say(lang, f)
    }

    /// What is odd in a recording.
    fn remark(&self, remark: &Remark, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        remark.say(lang, f)
    }

    /// The page of a rule.
    fn page(&self, rule: &Rule, lang: Lang) -> Page {
        let english = Page::new([rule.what, rule.why, rule.example, rule.cure]);
        match lang {
            Lang::En => english,
            Lang::ZhCn => zh_cn::page(rule.code).unwrap_or(english),
        }
    }
}

/// The library's own words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Library;

impl Words for Library {}

/// Somebody's words in one language.
#[derive(Clone, Copy)]
pub struct Wording<'w> {
    /// Whose.
    pub words: &'w dyn Words,
    /// In which language.
    pub lang: Lang,
}

impl fmt::Debug for Wording<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wording")
            .field("lang", &self.lang)
            .finish_non_exhaustive()
    }
}

impl Default for Wording<'_> {
    /// The library's, in English.
    fn default() -> Self {
        Self::english(&Library)
    }
}

impl<'w> Wording<'w> {
    /// These words in English.
    pub fn english(words: &'w dyn Words) -> Self {
        Self {
            words,
            lang: Lang::En,
        }
    }

    /// What a rule found.
    pub fn found(self, found: &Found) -> impl fmt::Display {
        Text(move |f: &mut fmt::Formatter<'_>| self.words.found(found, self.lang, f))
    }

    /// What is needed.
    pub fn wanted(self, wanted: &Wanted) -> impl fmt::Display {
        Text(move |f: &mut fmt::Formatter<'_>| self.words.wanted(wanted, self.lang, f))
    }

    /// What to do.
    pub fn cure(self, cure: &Cure) -> impl fmt::Display {
        Text(move |f: &mut fmt::Formatter<'_>| self.words.cure(cure, self.lang, f))
    }

    /// Why there is no answer, as [`Words::error`].
    pub fn error(self, error: &Error) -> impl fmt::Display {
        Text(move |f: &mut fmt::Formatter<'_>| self.words.error(error, self.lang, f))
    }

    /// What is odd in a recording.
    pub fn remark(self, remark: &Remark) -> impl fmt::Display {
        Text(move |f: &mut fmt::Formatter<'_>| self.words.remark(remark, self.lang, f))
    }

    /// The page of a rule.
    pub fn page(self, rule: &Rule) -> Page {
        self.words.page(rule, self.lang)
    }
}

/// What a function writes.
struct Text<F>(F);

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for Text<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

// ---- What languages have in common ----

/// The line of a profile at fault, with a mark below it.
fn excerpt(f: &mut fmt::Formatter<'_>, place: &ProfilePlace) -> fmt::Result {
    let Some(text) = &place.text else {
        return Ok(());
    };
    let number = place.line;
    let margin = " ".repeat(number.to_string().len());
    let before = text.chars().take(place.column.saturating_sub(1));
    let indent: String = before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    write!(
        f,
        "\n {margin} |\n {number} | {text}\n {margin} | {indent}^"
    )
}

/// The items of a list.
fn list<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    items: impl IntoIterator<Item = T>,
    separator: &str,
) -> fmt::Result {
    for (i, item) in items.into_iter().enumerate() {
        let separator = if i == 0 { "" } else { separator };
        write!(f, "{separator}{item}")?;
    }
    Ok(())
}

/// A character between these quotation marks, or by its number if it cannot be seen.
fn character(f: &mut fmt::Formatter<'_>, c: char, [left, right]: [char; 2]) -> fmt::Result {
    // What cannot be printed by itself is escaped by the standard library, too.
    if c.is_whitespace() || (c.escape_debug().len() > 1 && !c.is_ascii_punctuation()) {
        write!(f, "U+{:04X}", u32::from(c))
    } else {
        write!(f, "{left}{c}{right}")
    }
}

/// A part of full scale, in percent and in dBFS.
fn share(amplitude: f64) -> (f64, f64) {
    let amplitude = amplitude.abs();
    (100.0 * amplitude, 20.0 * amplitude.log10())
}

/// A length field; the placeholders of streaming writers in hexadecimal, where they are known by sight.
fn size(value: u64) -> impl fmt::Display {
    Text(move |f: &mut fmt::Formatter<'_>| {
        match is_placeholder(value) && value % 1_000_000_000 > 256 {
            true => write!(f, "0x{value:08X}"),
            false => write!(f, "{value}"),
        }
    })
}
