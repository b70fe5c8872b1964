//! Levels that cannot be sound: one wrong float, or what a decoder makes of codes that are not those of its codec. To
//! lower a whole prompt by them would leave nothing of it.

use super::SourceFormat;
use crate::error::remark::Remark;
use crate::level;
use crate::pcm::Pcm;

/// +40 dBFS. Codecs overshoot full scale by a few dB, but recordings that were amplified before they were coded exist:
/// 22 of 1,836 Vorbis prompts of a language course reach +20 to +35 dBFS, and their sound is whole.
const MAX_LOSSY: f32 = 100.0;
/// 24 dB.
const ABOVE: f32 = 15.85;
/// What is left of a float signal without its wrong samples may overshoot by 12 dB.
const MAX_REST: f32 = 4.0;
/// Wrong samples are no more than one in so many: else it is the signal that has another scale.
const FEW: u64 = 10;

/// Looks for them in blocks as they come.
#[derive(Debug)]
pub(super) struct Levels {
    kind: Kind,
    /// The largest sample below the limit, and the largest of all.
    rest: f32,
    peak: f32,
    n_samples: u64,
    n_above: u64,
    /// When the first one above it comes, seconds.
    first_s: f64,
}

/// What samples may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Integers, which have no room for anything else.
    Bounded,
    /// Floats that a file holds, of any scale.
    Float,
    /// What a lossy codec makes.
    Lossy,
}

/// Samples that cannot be, and since when, seconds.
pub(super) struct Wrong {
    pub at_s: f64,
    pub detail: Remark,
}

impl Levels {
    pub fn of(format: &SourceFormat) -> Self {
        let kind = match (format.codec.as_str(), format.bits) {
            // Another program's samples: it will say later of which codec they are.
            ("floating-point PCM" | "", _) => Kind::Float,
            (_, None) => Kind::Lossy,
            (_, Some(_)) => Kind::Bounded,
        };
        Self {
            kind,
            rest: 0.0,
            peak: 0.0,
            n_samples: 0,
            n_above: 0,
            first_s: 0.0,
        }
    }

    /// Takes in a block that starts at `at_s`.
    pub fn push(&mut self, block: &Pcm, at_s: f64) {
        let limit = match self.kind {
            Kind::Bounded => return,
            Kind::Float => ABOVE,
            Kind::Lossy => MAX_LOSSY,
        };
        for channel in block.channels() {
            self.n_samples += channel.len() as u64;
            let peak = level::peak(channel);
            self.peak = self.peak.max(peak);
            if peak <= limit {
                self.rest = self.rest.max(peak);
                continue;
            }
            for (i, sample) in channel.iter().enumerate() {
                if sample.abs() <= limit {
                    self.rest = self.rest.max(sample.abs());
                    continue;
                }
                let sample_s = at_s + i as f64 / f64::from(block.rate_hz());
                if self.n_above == 0 || sample_s < self.first_s {
                    self.first_s = sample_s;
                }
                self.n_above += 1;
            }
        }
    }

    /// What there was that cannot be.
    pub fn wrong(&self) -> Option<Wrong> {
        let peak_dbfs = 20.0 * f64::from(self.peak).log10();
        let Self {
            n_above, n_samples, ..
        } = *self;
        let is_wrong = match self.kind {
            Kind::Bounded => false,
            Kind::Lossy => n_above > 0,
            Kind::Float => {
                n_above > 0
                    && n_above.saturating_mul(FEW) <= n_samples
                    && self.rest <= MAX_REST
                    && self.peak > ABOVE * self.rest.max(1.0)
            }
        };
        is_wrong.then_some(Wrong {
            at_s: self.first_s,
            detail: Remark::TooLoud {
                n_above,
                n_samples,
                peak_dbfs,
            },
        })
    }
}
