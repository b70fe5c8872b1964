//! Octets that may have been sound, and those that were none.

use crate::decode::{DamageKind, Output};
use crate::error::remark::Matroska;

/// Octets that may have been sound.
pub(super) struct Lost {
    pub at: u64,
    pub n_octets: u64,
    pub what: Matroska,
    pub kind: DamageKind,
    /// Whether they were, whatever the times of blocks say.
    pub is_certain: bool,
}

impl Lost {
    pub fn tell(self, at_s: f64, output: &mut Output<'_, '_>) {
        output.damage(self.kind, at_s, self.what);
    }
}

/// Octets that might have been sound, and no sound is missing.
#[derive(Default)]
pub(super) struct Junk {
    n_octets: u64,
    /// Where the first of them are.
    at: u64,
}

impl Junk {
    pub fn add(&mut self, lost: &Lost) {
        if self.n_octets == 0 {
            self.at = lost.at;
        }
        self.n_octets += lost.n_octets;
    }

    pub fn tell(&self, output: &mut Output<'_, '_>) {
        if self.n_octets > 0 {
            output.note(Matroska::BetweenElements {
                bytes: self.n_octets,
                first: self.at,
            });
        }
    }
}
