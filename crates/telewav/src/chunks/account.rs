//! Whether something odd in a file is damage, worth a note, or of no interest.

use super::shape::MAX_FILLER;
use super::{Looks, Oddity, OddityKind};
use crate::error::damage::DamageKind;
use crate::error::remark::{self, Counter, Remark};

/// One part in so many of the samples, and so many octets at least, are too little to be a loss.
const LITTLE_PART: u64 = 128;
const LITTLE: u64 = 64;

/// Whether so many octets beside so many of samples are too little to be a loss.
pub(crate) fn is_little(len: u64, sound_len: u64) -> bool {
    len <= LITTLE.max(sound_len / LITTLE_PART)
}

/// What is to be said of one thing in a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// Where it is.
    pub offset: u64,
    pub weight: Weight,
    pub detail: Remark,
}

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Sound is lost.
    Damage(DamageKind),
    /// Sound may be lost, but too little to be a loss: a note. Whoever drops it for good asks for more.
    MaybeSound,
    /// Worth to know.
    Note,
    /// The same as [`MaybeSound`](Self::MaybeSound), and not worth a note.
    Quiet,
}

impl Entry {
    /// What concerns the end of the sound.
    pub fn last(weight: Weight, detail: impl Into<Remark>) -> Self {
        Self {
            offset: u64::MAX,
            weight,
            detail: detail.into(),
        }
    }

    /// The samples run to the end of the file.
    pub fn open() -> Self {
        Self::last(Weight::Note, remark::Chunks::NoLength)
    }

    /// A sample rate that is no whole number, Hz.
    pub fn rounded(rate: f64) -> Option<Self> {
        let detail = remark::Chunks::RoundedRate { rate_hz: rate };
        (rate.fract() != 0.0).then(|| Self::last(Weight::Note, detail))
    }

    /// So many octets of samples are promised and not there; `byte_rate` octets are a second, if that is known.
    pub fn cut(missing: u64, byte_rate: u32) -> Self {
        let missing_s = missing as f64 / f64::from(byte_rate);
        let detail = remark::Chunks::SamplesMissing {
            bytes: missing,
            missing_s: (byte_rate > 0).then_some(missing_s),
        };
        Self::last(Weight::Damage(DamageKind::EarlyEnd), detail)
    }
}

/// A number of frames that stands in a header, and those that are there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count {
    /// Where it stands.
    pub by: Counter,
    pub promised: u64,
    pub n_frames: u64,
    /// Frames of a block; 1 for samples that need no codec.
    pub of_a_block: u64,
    pub n_channels: u64,
    pub rate_hz: u32,
}

impl Count {
    /// What is to be said of it; `None` if it is right, or says where in the last block the sound ends.
    pub fn entry(self) -> Option<Entry> {
        let Self {
            by,
            promised,
            n_frames,
            ..
        } = self;
        if promised <= n_frames && n_frames - promised < self.of_a_block {
            return None;
        }
        let missing = self.missing();
        // Some count samples of all channels; one bit may be wrong.
        let is_other_count = promised == n_frames.saturating_mul(self.n_channels);
        let is_one_bit = (promised ^ n_frames).is_power_of_two();
        if missing < self.of_a_block || is_other_count || is_one_bit {
            return Some(self.all_used());
        }
        let missing_s = missing as f64 / f64::from(self.rate_hz.max(1));
        let detail = remark::Chunks::FramesMissing {
            by,
            promised,
            n_frames,
            missing,
            missing_s,
        };
        Some(Entry::last(Weight::Damage(DamageKind::EarlyEnd), detail))
    }

    /// What is to be said of a count that is wrong, of samples that are all there.
    pub fn all_used(self) -> Entry {
        let Self {
            by,
            promised,
            n_frames,
            ..
        } = self;
        let detail = remark::Chunks::CountedOtherwise {
            by,
            promised,
            n_frames,
        };
        let weight = match self.missing() {
            0 => Weight::Note,
            _ => Weight::MaybeSound,
        };
        Entry::last(weight, detail)
    }

    fn missing(self) -> u64 {
        self.promised.saturating_sub(self.n_frames)
    }
}

/// What is to be said of `oddity` in a file with so many octets of samples, whose own word is that it ends at
/// `claimed_end`; `None` if nothing.
pub(crate) fn of_oddity(oddity: &Oddity, sound_len: u64, claimed_end: u64) -> Option<Entry> {
    let Oddity { offset, len, kind } = *oddity;
    let is_little = is_little(len, sound_len);
    let loss = match is_little {
        true => Weight::MaybeSound,
        false => Weight::Damage(DamageKind::Gap),
    };
    let name = |id: [u8; 4]| id.escape_ascii().to_string();
    let octets = len;
    let (weight, detail) = match kind {
        // Padding; within what the file claims to be, it may be silence.
        OddityKind::NoChunk(Looks::Zeros) if offset >= claimed_end || is_little => return None,
        OddityKind::Tag => return None,
        OddityKind::NoChunk(Looks::Text) => (
            Weight::MaybeSound,
            remark::Chunks::TextBetweenChunks { octets, offset },
        ),
        OddityKind::NoChunk(_) => (loss, remark::Chunks::BetweenChunks { octets, offset }),
        OddityKind::UnknownChunk(id) => (
            if is_little { Weight::Quiet } else { loss },
            remark::Chunks::UnknownChunk {
                id: name(id),
                octets,
                offset,
            },
        ),
        OddityKind::FilledPadding(_) if is_little => return None,
        OddityKind::FilledPadding(id) => (
            // What stood there before the chunk, in part.
            match len <= MAX_FILLER {
                true => Weight::MaybeSound,
                false => loss,
            },
            remark::Chunks::FilledPadding {
                id: name(id),
                octets,
                offset,
            },
        ),
        OddityKind::ClaimsTooMuch { id, declared_len } => (
            Weight::Note,
            remark::Chunks::ClaimsTooMuch {
                id: name(id),
                offset,
                declared_octets: declared_len,
            },
        ),
        OddityKind::GoesOn { declared_len } => (
            Weight::MaybeSound,
            remark::Chunks::GoesOn {
                declared_octets: declared_len,
                more_octets: len,
            },
        ),
        OddityKind::EndsBefore { declared_len } => (
            Weight::MaybeSound,
            remark::Chunks::EndsBefore {
                declared_octets: declared_len,
                octets_before: len,
            },
        ),
        // Other readers take it for samples.
        OddityKind::AmongSamples => (
            Weight::MaybeSound,
            remark::Chunks::AmongSamples { octets, offset },
        ),
        OddityKind::OtherFormat => (
            Weight::Damage(DamageKind::Contradiction),
            remark::Chunks::OtherFormat { offset },
        ),
        OddityKind::Silence(n_frames) => (
            Weight::Damage(DamageKind::Gap),
            remark::Chunks::SilenceMissing { n_frames, offset },
        ),
    };
    Some(Entry {
        offset,
        weight,
        detail: detail.into(),
    })
}
