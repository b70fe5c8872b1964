//! What a profile is made of: limits, in sections.

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::sourced::{Entry, Origin, Sourced};
use crate::riff::read::Fmt;
use crate::riff::write::Law;
use crate::riff::{WAVE_FORMAT_ALAW, WAVE_FORMAT_MULAW, WAVE_FORMAT_PCM};

/// A section of a profile, which can list what is in it: a limit is declared here, and nowhere else.
macro_rules! section {
    (
        $(#[$meta:meta])*
        $name:literal: struct $Section:ident {
            $($(#[$field_meta:meta])* $vis:vis $field:ident: $Type:ty,)*
        }
    ) => {
        $(#[$meta])*
        pub struct $Section {
            $($(#[$field_meta])* $vis $field: $Type,)*
        }

        impl $Section {
            /// What stands under each key, which is written as `size.max_s`.
            pub(super) fn entries(&self) -> Vec<(&'static str, &dyn Entry)> {
                vec![$((concat!($name, ".", stringify!($field)), &self.$field)),*]
            }
        }
    };
}

/// How a platform wants samples coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// G.711 A-law, 8 bits.
    ALaw,
    /// G.711 µ-law, 8 bits.
    MuLaw,
    /// Linear PCM, 16 bits, signed.
    Linear16,
}

impl Encoding {
    /// The coding in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::ALaw => "A-law",
            Self::MuLaw => "µ-law",
            Self::Linear16 => "16-bit linear PCM",
        }
    }

    /// The law of G.711; `None` for linear PCM.
    pub fn law(self) -> Option<Law> {
        match self {
            Self::ALaw => Some(Law::A),
            Self::MuLaw => Some(Law::Mu),
            Self::Linear16 => None,
        }
    }

    /// The format tag of a WAV with it.
    pub fn tag(self) -> u16 {
        match self {
            Self::ALaw => WAVE_FORMAT_ALAW,
            Self::MuLaw => WAVE_FORMAT_MULAW,
            Self::Linear16 => WAVE_FORMAT_PCM,
        }
    }

    /// Whether a WAV's samples are coded so.
    pub fn is_of(self, fmt: &Fmt) -> bool {
        fmt.codec_tag() == self.tag() && (self != Self::Linear16 || fmt.bits == 16)
    }

    /// Octets of one sample.
    pub fn sample_octets(self) -> u32 {
        match self {
            Self::ALaw | Self::MuLaw => 1,
            Self::Linear16 => 2,
        }
    }
}

/// What stands around the samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Container {
    /// RIFF/WAVE.
    Wav,
    /// Nothing.
    Raw,
}

section! {
    /// The platform's format.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    #[serde(deny_unknown_fields)]
    "format": struct Format {
        /// What stands around the samples.
        pub container: Sourced<Container>,
        /// How `convert` codes them.
        pub encoding: Sourced<Encoding>,
        /// Other codings that the platform takes, and `check` with it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub also_encodings: Option<Sourced<Vec<Encoding>>>,
        /// Frames per second that `convert` makes.
        pub rate_hz: Sourced<u32>,
        /// Other rates that the platform takes, and `check` with it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub also_rates_hz: Option<Sourced<Vec<u32>>>,
        /// Channels; only 1 is supported.
        pub channels: Sourced<u16>,
        /// Length of the WAV header that `convert` writes: 58 (with `fact`) or 44.
        pub header_bytes: Option<Sourced<u32>>,
    }
}

impl Format {
    /// Every coding that is taken; what `convert` writes comes first.
    pub fn encodings(&self) -> impl Iterator<Item = Encoding> {
        let also = self.also_encodings.iter().flat_map(|also| &also.value);
        std::iter::once(self.encoding.value).chain(also.copied())
    }

    /// Every rate that is taken, Hz; what `convert` makes comes first.
    pub fn rates_hz(&self) -> impl Iterator<Item = u32> {
        let also = self.also_rates_hz.iter().flat_map(|also| &also.value);
        std::iter::once(self.rate_hz.value).chain(also.copied())
    }

    /// The coding of a WAV's samples, if it is one that is taken.
    pub fn encoding_of(&self, fmt: &Fmt) -> Option<Encoding> {
        self.encodings().find(|encoding| encoding.is_of(fmt))
    }
}

section! {
    /// Limits on the file's size and on its duration.
    #[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
    #[serde(deny_unknown_fields)]
    "size": struct Size {
        /// Largest file, in bytes, header included: an error above it.
        pub max_bytes: Option<Sourced<u64>>,
        /// In place of `max_bytes`, where the platform says "less than": an error at it, too.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub below_bytes: Option<Sourced<u64>>,
        /// A stricter reading of the same limit: a warning above it.
        pub warn_above_bytes: Option<Sourced<u64>>,
        /// Shortest prompt, seconds.
        pub min_s: Option<Sourced<f64>>,
        /// Longest prompt, seconds.
        pub max_s: Option<Sourced<f64>>,
        /// In place of `max_s`, where the platform says "less than".
        #[serde(skip_serializing_if = "Option::is_none")]
        pub below_s: Option<Sourced<f64>>,
        /// All prompts together, bytes.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub max_total_bytes: Option<Sourced<u64>>,
    }
}

section! {
    /// Limits on the file's name.
    #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
    #[serde(deny_unknown_fields)]
    "name_rules": struct NameRules {
        /// The extension, without a dot, in the case the platform wants.
        pub extension: Sourced<String>,
        /// Other extensions that `check` accepts.
        #[serde(default)]
        pub other_extensions: Vec<String>,
        /// A regular expression for one allowed character before the extension; without it every
        /// character is allowed.
        pub characters: Option<Sourced<String>>,
        /// The allowed characters in words, for messages.
        pub characters_text: Option<String>,
        /// A regular expression for the whole name with its extension.
        pub pattern: Option<Sourced<String>>,
        /// Most characters of the whole name with its extension.
        pub max_chars: Option<Sourced<usize>>,
        /// Whether the platform keeps all prompts in one list, without folders, so that a name can be there once.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub flat: Option<Sourced<bool>>,
        #[serde(skip)]
        pub(crate) compiled: Compiled,
    }
}

/// The regular expressions of [`NameRules`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Compiled {
    pub(crate) characters: Option<Regex>,
    pub(crate) pattern: Option<Regex>,
}

impl Entry for Compiled {
    fn value(&self) -> Option<serde_json::Value> {
        None
    }

    fn origin(&self) -> Option<Origin<'_>> {
        None
    }
}

impl PartialEq for Compiled {
    // They follow from the text of the patterns.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A page that a limit was read on.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SourcePage {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The day it was read, as `2026-11-21`.
    pub seen: String,
    /// How good it is; a user's own page needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
}

/// How much a source is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub enum Grade {
    /// The platform's own page or its source code, read whole.
    A,
    /// The platform's own words, read in part or in somebody's copy.
    B,
    /// Somebody else's word: what breaks such a limit is a warning at most.
    C,
}
