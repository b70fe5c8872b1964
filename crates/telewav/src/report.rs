//! What telewav says about a file, as plain data: [`Finding`], [`CheckReport`], [`ConvertReport`].
//!
//! Text and JSON are made from these types by whoever shows them, so all forms agree.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::check::Sound;
use crate::decode::Decoded;
use crate::level::Level;
use crate::shape::Shaped;

/// The version of the JSON form of these types. It goes up when a field changes its meaning or goes
/// away; new fields may come without notice.
pub const SCHEMA: u32 = 1;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The platform may take it, or take it and play it wrong.
    Warning,
    /// The platform will refuse it.
    Error,
}

impl Severity {
    /// `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One broken limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's stable code, e.g. `TW301`.
    pub code: &'static str,
    /// The rule's name, e.g. `sample-rate`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found.
    pub found: String,
    /// What is needed.
    pub wanted: String,
    /// What to do.
    pub cure: String,
    /// Who needs it, if it is not the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<String>,
    /// Where in the file, in bytes from its start, if it is in one place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// Where in the file, if it is text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// A place in a file of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Its line, from 1.
    pub line: u64,
    /// Its column, in characters from 1.
    pub column: u64,
    /// The JSON pointer to it (RFC 6901); in JSON lines, within its own line.
    pub pointer: String,
}

/// Anything that holds findings.
pub trait Findings {
    /// All of them, by code.
    fn findings(&self) -> &[Finding];

    /// Number of findings of one severity.
    fn count(&self, severity: Severity) -> usize {
        self.findings()
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// Whether the platform will refuse the file.
    fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}

/// What `check` says of one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckReport {
    /// The profile that was asked.
    pub profile: String,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// How long the prompt is at its own rate, in seconds; `None` if that cannot be known.
    pub duration_s: Option<f64>,
    /// What there is to hear.
    #[serde(skip)]
    pub heard: Option<Heard>,
    /// Broken limits; empty if the platform will take the file.
    pub findings: Vec<Finding>,
}

impl Findings for CheckReport {
    fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// What tells a prompt's sound from another's, for the rules about sets of prompts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heard {
    /// Equal for equal samples, and as good as never for others. Of no use to another run of the program.
    pub fingerprint: u64,
    /// Active speech level in dBov (ITU-T P.56); `None` where it is not defined.
    pub active_dbov: Option<f64>,
}

impl Heard {
    /// `None` for silence: one is like another.
    pub(crate) fn of(sound: &Sound) -> Option<Self> {
        sound.silence_s?;
        Some(Self {
            fingerprint: sound.fingerprint,
            active_dbov: sound.level.active_dbov,
        })
    }
}

/// What `convert` says of one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConvertReport {
    /// The profile that the prompt was made for.
    pub profile: String,
    /// The recording.
    pub source: Decoded,
    /// The prompt.
    pub prompt: Prompt,
    /// Limits that the prompt breaks. With an error among them there is no prompt.
    pub findings: Vec<Finding>,
}

impl Findings for ConvertReport {
    fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// The prompt that `convert` made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prompt {
    /// Size of the file in bytes, header included.
    pub bytes: u64,
    /// Frames at the target's rate, with the one that may be added to make their number even.
    pub n_frames: u64,
    /// Their duration in seconds.
    pub duration_s: f64,
    /// Levels of its samples as they are coded; `None` if the prompt is too long and was not made.
    pub level: Option<Level>,
    /// Integrated loudness in LUFS (ITU-R BS.1770); `None` where it is not defined.
    pub loudness_lufs: Option<f64>,
    /// What its one channel was made of, e.g. `average of 2 channels`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub downmix: Option<Cow<'static, str>>,
    /// What was done to the sound at the target's rate.
    pub shaped: Shaped,
    /// What there is to hear.
    #[serde(skip)]
    pub heard: Option<Heard>,
    /// Which part of the recording it is; `None` if it is all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
}

/// One of the parts that a prompt was cut into.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Part {
    /// Its number, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// Where it starts, in seconds of the whole prompt.
    pub start_s: f64,
}
