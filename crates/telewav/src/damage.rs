//! [`Damage`]: sound that is missing or distorted, and when.

use std::fmt;

use serde::Serialize;

/// More than this many are counted, not kept.
const MAX_KEPT: usize = 20;

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

/// One loss.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Damage {
    /// What kind it is.
    pub kind: DamageKind,
    /// When it starts, in seconds from the start of the recording, where known.
    pub at_s: Option<f64>,
    /// What was found.
    pub detail: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at_s {
            Some(at_s) => write!(f, "at {at_s:.2} s: {}", self.detail),
            None => f.write_str(&self.detail),
        }
    }
}

/// All losses of one file: the first few in full, the rest as a number.
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

    pub(crate) fn push(&mut self, damage: Damage) {
        self.total += 1;
        if self.kept.len() < MAX_KEPT {
            self.kept.push(damage);
        }
    }
}

impl fmt::Display for DamageLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 3;
        for (i, damage) in self.kept.iter().take(SHOWN).enumerate() {
            let separator = if i == 0 { "" } else { "; " };
            write!(f, "{separator}{damage}")?;
        }
        let more = self.total.saturating_sub(self.kept.len().min(SHOWN) as u64);
        if more > 0 {
            write!(f, "; and {more} more")?;
        }
        Ok(())
    }
}
