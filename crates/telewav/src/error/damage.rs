//! [`Damage`]: sound that is missing or distorted, and when.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::error::remark::Remark;

/// More than this many are counted, not kept.
const MAX_KEPT: usize = 20;
/// A sentence names so many.
const MAX_SHOWN: usize = 3;

/// What kind of loss it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum DamageKind {
    /// The file ends before its sound does.
    EarlyEnd,
    /// Octets that belong to no packet stand where packets are expected, or packets are missing.
    Gap,
    /// A packet cannot be decoded.
    Packet,
    /// A checksum in the file does not match.
    Checksum,
    /// Samples that are no numbers (NaN, infinity).
    NotANumber,
    /// Fields of the file contradict each other on what the sound is, and nothing says which is right.
    Contradiction,
    /// Samples so far above full scale that they cannot be sound.
    Level,
}

/// One loss. [`Display`](std::fmt::Display) is English.
#[derive(Debug, Clone, PartialEq)]
pub struct Damage {
    /// What kind it is.
    pub kind: DamageKind,
    /// When it starts, in seconds from the start of the recording, where known.
    pub at_s: Option<f64>,
    /// What was found.
    pub detail: Remark,
}

/// Its detail is an English sentence, and beside it the data that it is made of.
impl Serialize for Damage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Damage", 4)?;
        object.serialize_field("kind", &self.kind)?;
        object.serialize_field("at_s", &self.at_s)?;
        object.serialize_field("detail", &format_args!("{}", self.detail))?;
        object.serialize_field("said", &self.detail)?;
        object.end()
    }
}

/// All losses of one file: the first few in full, the rest as a number. [`Display`](std::fmt::Display) is English.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DamageLog {
    /// The first ones, in file order.
    pub kept: Vec<Damage>,
    /// How many there were in all.
    pub total: u64,
}

impl DamageLog {
    /// Whether nothing is missing.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Those that a sentence names, and how many more there are.
    pub(crate) fn shown(&self) -> (&[Damage], u64) {
        let shown = &self.kept[..self.kept.len().min(MAX_SHOWN)];
        (shown, self.total.saturating_sub(shown.len() as u64))
    }

    pub(crate) fn push(&mut self, damage: Damage) {
        self.total += 1;
        if self.kept.len() < MAX_KEPT {
            self.kept.push(damage);
        }
    }
}
