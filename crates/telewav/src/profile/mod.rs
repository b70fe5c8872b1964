//! [`Profile`]: the limits of one platform, read from TOML, each with its source.
//!
//! Embedded and user profiles are of one type and one format; `profiles/*.toml` are the examples. A
//! limit is a plain value, or a table that says where it comes from:
//!
//! ```toml
//! [size]
//! max_bytes = { value = 2097152, source = "faq", quote = "不大于2M" }
//! ```
//!
//! `extends = "NAME"` takes over what another profile says, and `source = "KEY"` is the page of every limit that
//! names none, inherited ones included.

mod limits;
mod print;
mod sourced;

use std::collections::BTreeMap;

use regex::Regex;
use serde::{Deserialize, Serialize};

pub(crate) use limits::Compiled;
pub use limits::{Container, Encoding, Format, Grade, NameRules, Size, SourcePage};
pub(crate) use sourced::Entry;
pub use sourced::Sourced;

use crate::code::Code;
use crate::riff::write::Header;

/// The profile that is used when none is named.
pub const DEFAULT: &str = "huawei-privatenumber";

/// The limits of one platform.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name on the command line.
    pub name: String,
    /// The platform's own name.
    pub title: String,
    /// What a user of the platform should know that no rule can check.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Limits on the file's name.
    pub name_rules: NameRules,
    /// The format.
    pub format: Format,
    /// Limits on size and duration.
    #[serde(default)]
    pub size: Size,
    /// What becomes of the findings of single rules, by their codes; of the others, their own severity holds.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub severity: BTreeMap<Code, Judgement>,
    /// The pages that limits refer to.
    #[serde(default)]
    pub sources: BTreeMap<String, SourcePage>,
    /// What it inherited, by key, from which profile.
    #[serde(skip)]
    pub(crate) inherited: BTreeMap<String, String>,
}

/// What becomes of a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// They are errors: the platform refuses such a file.
    Error,
    /// They are warnings.
    Warning,
    /// There are none.
    Off,
}

/// The text of a profile's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileText {
    /// The TOML.
    pub text: String,
    /// Whether an error may show a line of it. A profile can extend any file that its reader may read, so what lies
    /// elsewhere should not be shown to whoever wrote the profile.
    pub may_be_shown: bool,
}

impl Profile {
    /// Whether it extends another one.
    pub fn inherits(&self) -> bool {
        !self.inherited.is_empty()
    }

    /// The profile that said so, if the limit of this key was inherited.
    pub fn inherited_from(&self, key: &str) -> Option<&str> {
        self.inherited.get(key).map(String::as_str)
    }

    /// How the WAV header is laid out that `convert` writes.
    pub fn header(&self) -> Header {
        self.header_of(self.format.encoding.value)
    }

    /// How the WAV header of a coding that is taken is laid out.
    pub fn header_of(&self, encoding: Encoding) -> Header {
        match &self.format.header_bytes {
            _ if encoding == Encoding::Linear16 => Header::Minimal,
            Some(bytes) if bytes.value == 44 => Header::Minimal,
            _ => Header::WithFact,
        }
    }

    /// Length of the header that `convert` writes, bytes; 0 without a container.
    pub fn header_octets(&self) -> u64 {
        match self.format.container.value {
            Container::Wav => u64::from(self.header().octets()),
            Container::Raw => 0,
        }
    }

    /// Octets per second of prompt.
    pub fn byte_rate(&self) -> u32 {
        self.format.rate_hz.value * self.format.encoding.value.sample_octets()
    }

    /// The most bytes a file may have; `None` without a limit.
    pub fn max_bytes(&self) -> Option<u64> {
        let max = self.size.max_bytes.as_ref().map(|max| max.value);
        let below = self.size.below_bytes.as_ref();
        max.or(below.map(|below| below.value.saturating_sub(1)))
    }

    /// The most bytes all files of a set may have together; `None` without a limit.
    pub fn max_total_bytes(&self) -> Option<u64> {
        self.size.max_total_bytes.as_ref().map(|max| max.value)
    }

    /// Length of a file with a prompt of `n_frames`, bytes.
    pub fn file_octets(&self, n_frames: u64) -> u64 {
        let sample_octets = u64::from(self.format.encoding.value.sample_octets());
        // Longer than any file, and far from where numbers end.
        let octets = n_frames.saturating_mul(sample_octets).min(u64::MAX / 2);
        self.header_octets() + octets.next_multiple_of(u64::from(self.octet_granularity()))
    }

    /// 2 in a WAV, whose chunks are of even length; 1 without a container.
    pub(crate) fn octet_granularity(&self) -> u32 {
        match self.format.container.value {
            Container::Wav => 2,
            Container::Raw => 1,
        }
    }

    /// Whether a name of one character may consist of `c`.
    pub fn allows_char(&self, c: char) -> bool {
        let mut buffer = [0; 4];
        self.char_regex()
            .is_none_or(|regex| regex.is_match(c.encode_utf8(&mut buffer)))
    }

    /// Matches a string of one allowed character.
    pub fn char_regex(&self) -> Option<&Regex> {
        self.name_rules.compiled.characters.as_ref()
    }

    /// Matches a whole allowed name.
    pub fn name_regex(&self) -> Option<&Regex> {
        self.name_rules.compiled.pattern.as_ref()
    }

    /// The allowed characters, for messages.
    pub fn characters_text(&self) -> &str {
        match (
            &self.name_rules.characters_text,
            &self.name_rules.characters,
        ) {
            (Some(text), _) => text,
            (None, Some(characters)) => &characters.value,
            (None, None) => "any character",
        }
    }

    /// The name of a prompt with this stem: `fix`ed to what the platform allows, with its extension.
    /// `None` if nothing of the stem is left.
    ///
    /// ```
    /// let profile = telewav::profile::Profile::embedded("huawei-privatenumber").unwrap();
    /// assert_eq!(profile.fix_name("音乐").as_deref(), Some("Yin_Yue.wav"));
    /// ```
    pub fn fix_name(&self, stem: &str) -> Option<String> {
        let extension = &self.name_rules.extension.value;
        let max_chars = self
            .name_rules
            .max_chars
            .as_ref()
            .map_or(usize::MAX, |max| {
                max.value.saturating_sub(extension.chars().count() + 1)
            });
        let stem = crate::name::fix(stem, self.char_regex(), max_chars)?;
        Some(format!("{stem}.{extension}"))
    }

    /// The name of one of the parts that a prompt was cut into: its own with the number behind the stem,
    /// shortened if it would be too long. Numbers have as many digits as the last.
    ///
    /// ```
    /// let profile = telewav::profile::Profile::embedded("huawei-privatenumber").unwrap();
    /// assert_eq!(profile.part_name("hold.wav", 3, 12), "hold-03.wav");
    /// ```
    pub fn part_name(&self, name: &str, number: usize, of: usize) -> String {
        let (stem, extension) = crate::name::split(name);
        let separator = ['-', '_', '.'].into_iter().find(|c| self.allows_char(*c));
        let mut end: String = separator.into_iter().collect();
        end.push_str(&format!("{number:0digits$}", digits = of.to_string().len()));
        if let Some(extension) = extension {
            end.push('.');
            end.push_str(extension);
        }
        let max_chars = self
            .name_rules
            .max_chars
            .as_ref()
            .map_or(usize::MAX, |max| max.value);
        let room = max_chars.saturating_sub(end.chars().count());
        stem.chars().take(room).chain(end.chars()).collect()
    }

    /// Every limit that is set, by its key, with its source.
    pub fn limits(&self) -> Vec<(&'static str, Option<&str>)> {
        let (format, size, names) = (&self.format, &self.size, &self.name_rules);
        let mut limits = Vec::new();
        for entries in [format.entries(), size.entries(), names.entries()] {
            for (key, entry) in entries {
                if let Some(origin) = entry.origin() {
                    limits.push((key, origin.source));
                }
            }
        }
        limits
    }
}
