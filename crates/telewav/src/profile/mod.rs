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

mod embedded;
mod limits;
mod print;
mod read;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::str::FromStr;

use regex::Regex;
use serde::{Deserialize, Serialize};

use embedded::{FAMILIES, PLATFORMS};
pub use limits::{Container, Encoding, Format, Grade, NameRules, Size, SourcePage, Sourced};
use read::Invalid;

use crate::error::Error;
use crate::finding::{Finding, Severity};
use crate::nearest::nearest;
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
    pub severity: BTreeMap<String, Judgement>,
    /// The pages that limits refer to.
    #[serde(default)]
    pub sources: BTreeMap<String, SourcePage>,
    /// What it inherited, by key, from which profile.
    #[serde(skip)]
    inherited: BTreeMap<String, String>,
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
    /// The names of the embedded profiles of platforms, in alphabetical order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        PLATFORMS.iter().map(|(name, _)| *name)
    }

    /// The names of the embedded families: what several platforms ask for, for profiles to extend.
    pub fn families() -> impl Iterator<Item = &'static str> {
        FAMILIES.iter().map(|(name, _)| *name)
    }

    /// The text of an embedded profile or family, as it was written; [`to_toml`](Self::to_toml) has what it
    /// inherits as well.
    pub fn embedded_text(name: &str) -> Option<&'static str> {
        PLATFORMS
            .iter()
            .chain(FAMILIES)
            .find(|(known, _)| *known == name)
            .map(|(_, text)| *text)
    }

    /// An embedded profile or family.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOptions`] if there is none of that name; the message has the nearest there is.
    ///
    /// ```
    /// let profile = telewav::profile::Profile::embedded("huawei-privatenumber").unwrap();
    /// assert_eq!(profile.format.rate_hz.value, 8000);
    /// ```
    pub fn embedded(name: &str) -> Result<Self, Error> {
        match Self::embedded_text(name) {
            Some(text) => text.parse(),
            None => Err(Error::InvalidOptions {
                option: format!("profile {name:?}"),
                problem: format!(
                    "there is none of that name; {}`telewav profiles` lists them; a file is named with its .toml",
                    Self::meant(name)
                ),
            }),
        }
    }

    /// "did you mean ...? " for a name that there is not: the nearest one, or all that have it in them.
    fn meant(name: &str) -> String {
        let known = || Self::names().chain(Self::families());
        let lower = name.to_lowercase();
        let near: Vec<&str> = match nearest(name, known()) {
            Some(near) => vec![near],
            None if lower.chars().count() < 3 => Vec::new(),
            None => known().filter(|known| known.contains(&lower)).collect(),
        };
        match near.is_empty() {
            true => String::new(),
            false => format!("did you mean {}? ", near.join(" or ")),
        }
    }

    /// Reads a profile from a file. One that it extends may be a file, too, named relative to it.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if the file cannot be read, otherwise as [`from_str`](Self::from_str).
    pub fn read(path: &Path) -> Result<Self, Error> {
        Self::read_with(path, &|path| {
            let text = std::fs::read_to_string(path)?;
            let may_be_shown = true;
            Ok(FileText { text, may_be_shown })
        })
    }

    /// The same, where `read` gives the text of the file and of those that it extends: to read them from elsewhere, to
    /// refuse some, and to keep the text of others out of errors.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if `read` fails for `path`, otherwise as [`from_str`](Self::from_str).
    pub fn read_with(
        path: &Path,
        read: &dyn Fn(&Path) -> io::Result<FileText>,
    ) -> Result<Self, Error> {
        read::file(path, read)
    }

    /// Whether it extends another one.
    pub fn inherits(&self) -> bool {
        !self.inherited.is_empty()
    }

    /// The profile that said so, if the limit of this key was inherited.
    pub fn inherited_from(&self, key: &str) -> Option<&str> {
        self.inherited.get(key).map(String::as_str)
    }

    /// Gives a finding the severity that it has on this platform; `None` if it is of no interest there.
    ///
    /// ```
    /// use telewav::profile::{Judgement, Profile};
    /// let mut profile = Profile::embedded("huawei-privatenumber").unwrap();
    /// let finding = telewav::check::rules::NAME_STEM.finding("-a.wav", "a.wav", "rename it");
    /// assert_eq!(profile.judge(finding.clone()), Some(finding.clone()));
    /// profile.severity.insert("TW105".into(), Judgement::Off);
    /// assert_eq!(profile.judge(finding), None);
    /// ```
    pub fn judge(&self, mut finding: Finding) -> Option<Finding> {
        let own = finding.severity;
        finding.severity = self.severity_of(finding.code, own)?;
        if own != finding.severity && self.is_hearsay(finding.code) {
            finding.wanted.push_str(HEARSAY);
        }
        Some(finding)
    }

    fn severity_of(&self, code: &str, default: Severity) -> Option<Severity> {
        match self.severity.get(code) {
            None if self.is_hearsay(code) => Some(Severity::Warning),
            None => Some(default),
            Some(Judgement::Error) => Some(Severity::Error),
            Some(Judgement::Warning) => Some(Severity::Warning),
            Some(Judgement::Off) => None,
        }
    }

    /// Whether only somebody else's word is behind what this rule checks.
    fn is_hearsay(&self, code: &str) -> bool {
        let keys = limits_of(code);
        !self.severity.contains_key(code)
            && self.limits().into_iter().any(|(key, source)| {
                let page = source.and_then(|source| self.sources.get(source));
                keys.contains(&key) && page.is_some_and(|page| page.grade == Some(Grade::C))
            })
    }

    /// Whether what breaks this rule is refused; of rules whose own severity is error.
    pub(crate) fn refuses(&self, code: &str) -> bool {
        self.severity_of(code, Severity::Error) == Some(Severity::Error)
    }

    /// Whether anybody wants to know of what breaks this rule.
    pub(crate) fn asks(&self, code: &str) -> bool {
        self.severity.get(code) != Some(&Judgement::Off)
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

    /// The most frames a prompt may have by size and by duration; `None` without a limit.
    pub fn max_frames(&self) -> Option<u64> {
        self.max_frames_within(self.max_bytes())
    }

    /// The same by the strictest reading of the limit on the size: none of the rules about size says a word.
    pub fn max_frames_strict(&self) -> Option<u64> {
        let strict = self.size.warn_above_bytes.as_ref().map(|max| max.value);
        self.max_frames_within(strict.or(self.max_bytes()))
    }

    fn max_frames_within(&self, max_bytes: Option<u64>) -> Option<u64> {
        let by_size = max_bytes.filter(|_| self.refuses("TW201")).map(|max| {
            let octets = max.saturating_sub(self.header_octets());
            // Rounded down to what has room for the octet that makes an odd number even.
            let octets = octets - octets % u64::from(self.octet_granularity());
            octets / u64::from(self.format.encoding.value.sample_octets())
        });
        let by_time = || {
            let rate_hz = f64::from(self.format.rate_hz.value);
            // Products may have been rounded; the rule divides.
            let is_within = |n: u64| !self.is_too_long(n as f64 / rate_hz);
            let (max, below) = (&self.size.max_s, &self.size.below_s);
            let max_s = max.as_ref().or(below.as_ref())?.value;
            let n = (max_s * rate_hz) as u64;
            Some(match (is_within(n.saturating_add(1)), is_within(n)) {
                (true, _) => n.saturating_add(1),
                (false, true) => n,
                (false, false) => n.saturating_sub(1),
            })
        };
        let by_time = self.refuses("TW205").then(by_time).flatten();
        by_size.into_iter().chain(by_time).min()
    }

    /// Whether a prompt of so many seconds is longer than the platform allows.
    pub(crate) fn is_too_long(&self, duration_s: f64) -> bool {
        let (max, below) = (&self.size.max_s, &self.size.below_s);
        max.as_ref().is_some_and(|max| duration_s > max.value)
            || below
                .as_ref()
                .is_some_and(|below| duration_s >= below.value)
    }

    /// Length of a file with a prompt of `n_frames`, bytes.
    pub fn file_octets(&self, n_frames: u64) -> u64 {
        let sample_octets = u64::from(self.format.encoding.value.sample_octets());
        // Longer than any file, and far from where numbers end.
        let octets = n_frames.saturating_mul(sample_octets).min(u64::MAX / 2);
        self.header_octets() + octets.next_multiple_of(u64::from(self.octet_granularity()))
    }

    /// 2 in a WAV, whose chunks are of even length; 1 without a container.
    fn octet_granularity(&self) -> u32 {
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
    /// assert_eq!(profile.fix_name("音 乐").as_deref(), Some("Yin_Le.wav"));
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

    fn validate(&self) -> Result<(), Invalid> {
        let (format, size) = (&self.format, &self.size);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if self.name.is_empty() || !self.name.chars().all(is_plain) {
            return Err(Invalid::new(
                "name",
                format!("is {:?}; it must be of letters, digits and -_.", self.name),
            ));
        }
        if format.channels.value != 1 {
            return Err(Invalid::new(
                "format.channels",
                format!("is {}; only 1 is supported", format.channels.value),
            ));
        }
        let refused_rate = format
            .rates_hz()
            .enumerate()
            .find(|(_, rate_hz)| !(2000..=768_000).contains(rate_hz));
        if let Some((i, rate_hz)) = refused_rate {
            let key = ["format.rate_hz", "format.also_rates_hz"][i.min(1)];
            return Err(Invalid::new(
                key,
                format!("is {rate_hz}; it must be 2000 to 768000"),
            ));
        }
        self.validate_header()?;
        let extension = &self.name_rules.extension.value;
        if extension.is_empty() || extension.contains(['.', '/', '\\']) {
            return Err(Invalid::new(
                "name_rules.extension",
                format!("is {extension:?}; it must be one without a dot, as \"wav\""),
            ));
        }
        // What is written under another one might be run, or read as something else.
        if !crate::name::is_audio_extension(extension) {
            return Err(Invalid::new(
                "name_rules.extension",
                format!(
                    "is {extension:?}, under which no sound is kept; name one as \"wav\", \"alaw\" or \"sln\""
                ),
            ));
        }
        for (key, seconds) in [
            ("size.min_s", &size.min_s),
            ("size.max_s", &size.max_s),
            ("size.below_s", &size.below_s),
        ] {
            if let Some(seconds) = seconds
                && !(seconds.value.is_finite() && seconds.value >= 0.0)
            {
                return Err(Invalid::new(
                    key,
                    format!("is {}; it must be 0 or more", seconds.value),
                ));
            }
        }
        for (key, both) in [
            (
                "size.below_bytes",
                size.max_bytes.is_some() && size.below_bytes.is_some(),
            ),
            (
                "size.below_s",
                size.max_s.is_some() && size.below_s.is_some(),
            ),
        ] {
            if both {
                let other = key.replace("below", "max");
                return Err(Invalid::new(
                    key,
                    format!("is set, and {other} is, too; leave one of them out"),
                ));
            }
        }
        for (key, source) in self.cited_sources() {
            if !self.sources.contains_key(source) {
                return Err(Invalid::new(
                    key,
                    format!("cites source {source:?}, which [sources] does not have"),
                ));
            }
        }
        Ok(())
    }

    fn validate_header(&self) -> Result<(), Invalid> {
        let format = &self.format;
        let (container, encoding) = (format.container.value, format.encoding.value);
        if container == Container::Raw {
            for (key, is_set) in [
                ("format.header_bytes", format.header_bytes.is_some()),
                ("format.also_encodings", format.also_encodings.is_some()),
                ("format.also_rates_hz", format.also_rates_hz.is_some()),
            ] {
                if is_set {
                    return Err(Invalid::new(key, "is set, but raw octets have no header"));
                }
            }
        }
        let Some(bytes) = &format.header_bytes else {
            return Ok(());
        };
        match bytes.value {
            44 => Ok(()),
            58 if encoding != Encoding::Linear16 => Ok(()),
            other if encoding == Encoding::Linear16 => Err(Invalid::new(
                "format.header_bytes",
                format!("is {other}; linear PCM has 44"),
            )),
            other => Err(Invalid::new(
                "format.header_bytes",
                format!("is {other}; it must be 44 or 58"),
            )),
        }
    }

    /// Every limit that is set, by its key, with the source it cites.
    fn cited_sources(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.limits()
            .into_iter()
            .filter_map(|(key, source)| Some((key, source?)))
    }

    /// Every limit that is set, by its key, with its source.
    pub fn limits(&self) -> Vec<(&'static str, Option<&str>)> {
        fn limit<'p, T>(
            key: &'static str,
            limit: Option<&'p Sourced<T>>,
        ) -> Option<(&'static str, Option<&'p str>)> {
            limit.map(|limit| (key, limit.source.as_deref()))
        }
        let (format, size, names) = (&self.format, &self.size, &self.name_rules);
        [
            limit("format.container", Some(&format.container)),
            limit("format.encoding", Some(&format.encoding)),
            limit("format.also_encodings", format.also_encodings.as_ref()),
            limit("format.rate_hz", Some(&format.rate_hz)),
            limit("format.also_rates_hz", format.also_rates_hz.as_ref()),
            limit("format.channels", Some(&format.channels)),
            limit("format.header_bytes", format.header_bytes.as_ref()),
            limit("size.max_bytes", size.max_bytes.as_ref()),
            limit("size.below_bytes", size.below_bytes.as_ref()),
            limit("size.warn_above_bytes", size.warn_above_bytes.as_ref()),
            limit("size.min_s", size.min_s.as_ref()),
            limit("size.max_s", size.max_s.as_ref()),
            limit("size.below_s", size.below_s.as_ref()),
            limit("size.max_total_bytes", size.max_total_bytes.as_ref()),
            limit("name_rules.extension", Some(&names.extension)),
            limit("name_rules.characters", names.characters.as_ref()),
            limit("name_rules.pattern", names.pattern.as_ref()),
            limit("name_rules.max_chars", names.max_chars.as_ref()),
            limit("name_rules.flat", names.flat.as_ref()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// What is said of a limit that is somebody else's word.
const HEARSAY: &str = ", says somebody else than the platform (a source of grade C)";

/// The limits that a rule checks, by their keys.
fn limits_of(code: &str) -> &'static [&'static str] {
    match code {
        "TW101" => &["name_rules.characters"],
        "TW102" => &["name_rules.max_chars"],
        "TW103" | "TW104" => &["name_rules.extension"],
        "TW109" => &["name_rules.pattern"],
        "TW201" => &["size.max_bytes", "size.below_bytes"],
        "TW202" => &["size.warn_above_bytes"],
        "TW204" => &["size.min_s"],
        "TW205" => &["size.max_s", "size.below_s"],
        "TW301" => &["format.rate_hz", "format.also_rates_hz"],
        "TW302" => &["format.encoding", "format.also_encodings"],
        "TW303" => &["format.channels"],
        "TW505" => &["size.max_total_bytes"],
        "TW506" => &["name_rules.flat"],
        // Not the container (TW310): what has another one is not read, and must not pass.
        _ => &[],
    }
}

impl FromStr for Profile {
    type Err = Error;

    /// Reads a profile from TOML; what it extends has to be embedded, see [`Profile::read`].
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOptions`] with line, column and key of what is wrong.
    fn from_str(text: &str) -> Result<Self, Error> {
        read::text(text)
    }
}
