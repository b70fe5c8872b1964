//! What a movie header says of fragments to come.
//!
//! Source: ISO/IEC 14496-12:2015, 8.8.3 (`trex`).

use super::boxes::u32_at;

/// What holds for samples of which a fragment does not say otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Defaults {
    pub track_id: u32,
    pub description: u32,
    pub ticks: u32,
    pub size: u32,
}

impl Defaults {
    /// A `trex`.
    pub fn parse(trex: &[u8]) -> Option<Self> {
        Some(Self {
            track_id: u32_at(trex, 4)?,
            description: u32_at(trex, 8)?,
            ticks: u32_at(trex, 12)?,
            size: u32_at(trex, 16)?,
        })
    }
}
