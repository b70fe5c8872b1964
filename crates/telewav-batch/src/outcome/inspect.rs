//! What there is to know of a file.

use std::path::Path;

use serde::Serialize;
use telewav::Finding;
use telewav::decode::DamageLog;
use telewav::decode::Decoded;
use telewav::inspect::Wav;
use telewav::level::Level;

use super::{Failure, Outcome, PathName};

/// `telewav inspect` on one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Inspected {
    /// The file; `-` for standard input.
    pub path: PathName,
    /// The octets of its path in hexadecimal, where that is not Unicode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_hex: Option<String>,
    /// What it is, in words that fit after "this is".
    pub kind: Option<&'static str>,
    /// Its length.
    pub bytes: Option<u64>,
    /// What was decoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decoded: Option<Decoded>,
    /// One for each channel.
    pub levels: Vec<Level>,
    /// Of all channels together.
    pub loudness_lufs: Option<f64>,
    /// The header, if it is a WAV.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wav: Option<Wav>,
    /// Why there is no whole answer, if so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
}

impl Outcome for Inspected {
    fn path(&self) -> &Path {
        &self.path.0
    }

    fn failed(path: &Path, failure: Failure) -> Self {
        let path = PathName::from(path);
        Self {
            path_hex: path.hex(),
            path,
            kind: None,
            bytes: None,
            decoded: None,
            levels: Vec::new(),
            loudness_lufs: None,
            wav: None,
            error: Some(failure),
        }
    }

    fn has_failed(&self) -> bool {
        self.error.is_some() || self.damage().is_some()
    }

    fn damage(&self) -> Option<&DamageLog> {
        let damage = self.decoded.as_ref().map(|decoded| &decoded.damage);
        damage.filter(|damage| !damage.is_empty())
    }

    fn findings(&self) -> &[Finding] {
        &[]
    }

    fn error(&self) -> Option<&Failure> {
        self.error.as_ref()
    }
}
