//! What `check` says of one file: [`CheckReport`].

use serde::Serialize;

use super::Sound;
use crate::finding::{Finding, Findings};

/// What `check` says of one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
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
