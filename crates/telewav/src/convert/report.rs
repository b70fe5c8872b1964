//! What `convert` says of one file: [`ConvertReport`].

use std::borrow::Cow;

use serde::Serialize;

use crate::check::Heard;
use crate::decode::Decoded;
use crate::finding::{Finding, Findings};
use crate::level::Level;
use crate::shape::Shaped;

/// What `convert` says of one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
pub struct Part {
    /// Its number, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// Where it starts, in seconds of the whole prompt.
    pub start_s: f64,
}
