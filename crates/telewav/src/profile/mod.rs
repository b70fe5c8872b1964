//! [`Profile`]: the limits of one platform, read from TOML, each with its source.
//!
//! Embedded and user profiles are of one type and one format; `profiles/*.toml` are the examples. A
//! limit is a plain value, or a table that says where it comes from:
//!
//! ```toml
//! [size]
//! max_bytes = { value = 2097152, source = "faq", quote = "不大于2M" }
//! ```

mod limits;

use std::collections::BTreeMap;
use std::str::FromStr;

use regex::Regex;
use serde::{Deserialize, Serialize};

use limits::Compiled;
pub use limits::{Container, Encoding, Format, NameRules, Size, SourcePage, Sourced};

use crate::error::Error;
use crate::report::{Finding, Severity};
use crate::riff::write::Header;

/// The profile that is used when none is named.
pub const DEFAULT: &str = "huawei-privatenumber";

/// The embedded profiles, by name.
const EMBEDDED: [(&str, &str); 6] = [
    ("asterisk", include_str!("../../profiles/asterisk.toml")),
    (
        "asterisk-alaw",
        include_str!("../../profiles/asterisk-alaw.toml"),
    ),
    (
        "azure-communication-services",
        include_str!("../../profiles/azure-communication-services.toml"),
    ),
    (
        "cisco-unity-express",
        include_str!("../../profiles/cisco-unity-express.toml"),
    ),
    (
        "huawei-privatenumber",
        include_str!("../../profiles/huawei-privatenumber.toml"),
    ),
    (
        "huawei-voicecall",
        include_str!("../../profiles/huawei-voicecall.toml"),
    ),
];

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

impl Profile {
    /// The names of the embedded profiles, in alphabetical order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|(name, _)| *name)
    }

    /// The text of an embedded profile: a starting point for one's own.
    pub fn embedded_text(name: &str) -> Option<&'static str> {
        EMBEDDED
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, text)| *text)
    }

    /// An embedded profile.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOptions`] if there is none of that name; the message lists those there are.
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
                    "there is none of that name; there are {}; a file is named with its .toml",
                    Self::names().collect::<Vec<_>>().join(", ")
                ),
            }),
        }
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
        finding.severity = self.severity_of(finding.code, finding.severity)?;
        Some(finding)
    }

    fn severity_of(&self, code: &str, default: Severity) -> Option<Severity> {
        match self.severity.get(code) {
            None => Some(default),
            Some(Judgement::Error) => Some(Severity::Error),
            Some(Judgement::Warning) => Some(Severity::Warning),
            Some(Judgement::Off) => None,
        }
    }

    /// Whether what breaks this rule is refused; of rules whose own severity is error.
    fn refuses(&self, code: &str) -> bool {
        self.severity_of(code, Severity::Error) == Some(Severity::Error)
    }

    /// How the WAV header is laid out.
    pub fn header(&self) -> Header {
        match &self.format.header_bytes {
            Some(bytes) if bytes.value == 44 => Header::Minimal,
            Some(_) => Header::WithFact,
            None if self.format.encoding.value == Encoding::Linear16 => Header::Minimal,
            None => Header::WithFact,
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

    /// The most frames a prompt may have by size and by duration; `None` without a limit.
    pub fn max_frames(&self) -> Option<u64> {
        self.max_frames_within(self.size.max_bytes.as_ref())
    }

    /// The same by the strictest reading of the limit on the size: none of the rules about size says a word.
    pub fn max_frames_strict(&self) -> Option<u64> {
        let strict = self.size.warn_above_bytes.as_ref();
        self.max_frames_within(strict.or(self.size.max_bytes.as_ref()))
    }

    fn max_frames_within(&self, max_bytes: Option<&Sourced<u64>>) -> Option<u64> {
        let by_size = max_bytes.filter(|_| self.refuses("TW201")).map(|max| {
            let octets = max.value.saturating_sub(self.header_octets());
            // Rounded down to what has room for the octet that makes an odd number even.
            let octets = octets - octets % u64::from(self.octet_granularity());
            octets / u64::from(self.format.encoding.value.sample_octets())
        });
        let max_s = self.size.max_s.as_ref().filter(|_| self.refuses("TW205"));
        let by_time = max_s.map(|max| {
            let rate_hz = f64::from(self.format.rate_hz.value);
            let n = (max.value * rate_hz) as u64;
            // The product may have been rounded down; the rule divides.
            n + u64::from((n + 1) as f64 / rate_hz <= max.value)
        });
        by_size.into_iter().chain(by_time).min()
    }

    /// Length of a file with a prompt of `n_frames`, bytes.
    pub fn file_octets(&self, n_frames: u64) -> u64 {
        let octets = n_frames * u64::from(self.format.encoding.value.sample_octets());
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

    fn validate(&self) -> Result<(), String> {
        let format = &self.format;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if self.name.is_empty() || !self.name.chars().all(is_plain) {
            return Err(format!(
                "name is {:?}; it must be of letters, digits and -_.",
                self.name
            ));
        }
        if format.channels.value != 1 {
            return Err(format!(
                "format.channels is {}; only 1 is supported",
                format.channels.value
            ));
        }
        if !(2000..=768_000).contains(&format.rate_hz.value) {
            return Err(format!(
                "format.rate_hz is {}; it must be 2000 to 768000",
                format.rate_hz.value
            ));
        }
        match (
            format.container.value,
            format.encoding.value,
            &format.header_bytes,
        ) {
            (Container::Raw, _, Some(_)) => {
                return Err("format.header_bytes is set, but raw octets have no header".into());
            }
            (Container::Wav, Encoding::Linear16, Some(bytes)) if bytes.value != 44 => {
                return Err(format!(
                    "format.header_bytes is {}; linear PCM has 44",
                    bytes.value
                ));
            }
            (Container::Wav, _, Some(bytes)) if bytes.value != 44 && bytes.value != 58 => {
                return Err(format!(
                    "format.header_bytes is {}; it must be 44 or 58",
                    bytes.value
                ));
            }
            _ => {}
        }
        let extension = &self.name_rules.extension.value;
        if extension.is_empty() || extension.contains(['.', '/', '\\']) {
            return Err(format!(
                "name_rules.extension is {extension:?}; it must be one without a dot, as \"wav\""
            ));
        }
        for (key, seconds) in [("min_s", &self.size.min_s), ("max_s", &self.size.max_s)] {
            if let Some(seconds) = seconds
                && !(seconds.value.is_finite() && seconds.value >= 0.0)
            {
                return Err(format!(
                    "size.{key} is {}; it must be 0 or more",
                    seconds.value
                ));
            }
        }
        for (key, source) in self.cited_sources() {
            if !self.sources.contains_key(source) {
                return Err(format!(
                    "{key} cites source {source:?}, which [sources] does not have"
                ));
            }
        }
        Ok(())
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
            limit("format.rate_hz", Some(&format.rate_hz)),
            limit("format.channels", Some(&format.channels)),
            limit("format.header_bytes", format.header_bytes.as_ref()),
            limit("size.max_bytes", size.max_bytes.as_ref()),
            limit("size.warn_above_bytes", size.warn_above_bytes.as_ref()),
            limit("size.min_s", size.min_s.as_ref()),
            limit("size.max_s", size.max_s.as_ref()),
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

impl FromStr for Profile {
    type Err = Error;

    /// Reads a profile from TOML.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOptions`] with line and column for bad TOML, with the key for a bad value.
    fn from_str(text: &str) -> Result<Self, Error> {
        let invalid = |problem: String| Error::InvalidOptions {
            option: "the profile".into(),
            problem,
        };
        let mut profile: Self =
            toml::from_str(text).map_err(|e| invalid(e.to_string().trim_end().to_owned()))?;
        let compile = |key: &str, pattern: &Option<Sourced<String>>| match pattern {
            None => Ok(None),
            Some(pattern) => Regex::new(&format!("^(?:{})$", pattern.value))
                .map(Some)
                .map_err(|e| invalid(format!("name_rules.{key}: {e}"))),
        };
        profile.name_rules.compiled = Compiled {
            characters: compile("characters", &profile.name_rules.characters)?,
            pattern: compile("pattern", &profile.name_rules.pattern)?,
        };
        profile.validate().map_err(invalid)?;
        Ok(profile)
    }
}
