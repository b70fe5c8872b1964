//! What there is to know of a file.

use std::path::Path;

use serde::{Serialize, Serializer};
use telewav::Finding;
use telewav::decode::DamageLog;
use telewav::decode::Decoded;
use telewav::inspect::Wav;
use telewav::kind::Kind;
use telewav::level::Level;
use telewav::words::{InWords, Library, Object, Words};

use super::{Failure, Outcome, PathName};

/// `telewav inspect` on one file.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Inspected {
    /// The file; `-` for standard input.
    pub path: PathName,
    /// The octets of its path in hexadecimal, where that is not Unicode.
    pub path_hex: Option<String>,
    /// What it is.
    pub kind: Option<Kind>,
    /// Its length.
    pub bytes: Option<u64>,
    /// What was decoded.
    pub decoded: Option<Decoded>,
    /// One for each channel.
    pub levels: Vec<Level>,
    /// Of all channels together.
    pub loudness_lufs: Option<f64>,
    /// The header, if it is a WAV.
    pub wav: Option<Wav>,
    /// Why there is no whole answer, if so.
    pub error: Option<Failure>,
}

impl InWords for Inspected {
    fn in_words<S: Serializer>(&self, words: &dyn Words, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = Object::new(words, serializer)?;
        object.field("path", &self.path)?;
        object.optional("path_hex", &self.path_hex)?;
        object.field("kind", &self.kind)?;
        object.field("bytes", &self.bytes)?;
        object.optional_worded("decoded", &self.decoded)?;
        object.field("levels", &self.levels)?;
        object.field("loudness_lufs", &self.loudness_lufs)?;
        object.optional("wav", &self.wav)?;
        object.optional_worded("error", &self.error)?;
        object.end()
    }
}

/// In the libraries' own words.
impl Serialize for Inspected {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.in_words(&Library, serializer)
    }
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
