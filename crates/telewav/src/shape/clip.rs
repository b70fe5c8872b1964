//! Peaks above full scale. Decoders and resamplers overshoot: a full-scale square wave comes out of any
//! good low-pass 0.5 dB over. Everything up to here is floating point, so nothing is lost yet.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::limiter::{Limited, limit};
use crate::error::{Asked, Error, Problem};
use crate::level::peak;

/// What becomes of peaks above full scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clip {
    /// The whole prompt is lowered by exactly the excess.
    #[default]
    Attenuate,
    /// The peaks alone are lowered, by a limiter that looks ahead.
    Limit,
    /// The prompt is refused.
    Refuse,
}

impl Clip {
    /// The word of each on the command line.
    const WORDS: [(&'static str, Self); 3] = [
        ("attenuate", Self::Attenuate),
        ("limit", Self::Limit),
        ("error", Self::Refuse),
    ];
}

impl fmt::Display for Clip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Self::WORDS.into_iter().find(|(_, clip)| clip == self);
        f.write_str(word.map_or("", |(word, _)| word))
    }
}

impl FromStr for Clip {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let clip = Self::WORDS.into_iter().find(|(word, _)| *word == text);
        clip.map(|(_, clip)| clip)
            .ok_or_else(|| Error::InvalidOptions {
                option: Asked::Clip {
                    text: text.to_owned(),
                },
                problem: Problem::ClipForm,
            })
    }
}

/// What was done about peaks above full scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clipping {
    /// The prompt was lowered by so many dB; positive.
    LoweredDb(f64),
    /// The limiter lowered the peaks.
    Limited(Limited),
    /// Nothing, and the prompt must not be used: its peak is so many dB above full scale, and it is at
    /// this time.
    Exceeds {
        /// Decibels above full scale.
        over_db: f64,
        /// Seconds from the start.
        at_s: f64,
    },
}

/// Keeps all samples within full scale; `None` if they are.
///
/// ```
/// use telewav::shape::clip::{fit, Clip, Clipping};
/// let mut samples = [0.5, -2.0];
/// let Some(Clipping::LoweredDb(db)) = fit(&mut samples, 8000, Clip::Attenuate) else { panic!() };
/// assert!((db - 6.02).abs() < 0.01);
/// assert_eq!(samples, [0.25, -1.0]);
/// ```
pub fn fit(samples: &mut [f32], rate_hz: u32, clip: Clip) -> Option<Clipping> {
    let peak = peak(samples);
    if peak <= 1.0 {
        return None;
    }
    let over_db = over_db(peak);
    match clip {
        Clip::Attenuate => {
            lower(samples, peak);
            Some(Clipping::LoweredDb(over_db))
        }
        Clip::Limit => limit(samples, rate_hz, 1.0).map(Clipping::Limited),
        Clip::Refuse => {
            let at = samples.iter().position(|sample| sample.abs() >= peak);
            Some(Clipping::Exceeds {
                over_db,
                at_s: at.unwrap_or(0) as f64 / f64::from(rate_hz),
            })
        }
    }
}

/// Lowers samples by just so much that `peak`, which is the largest of them all, is full scale.
pub(crate) fn lower(samples: &mut [f32], peak: f32) {
    let gain = 1.0 / peak;
    for sample in samples {
        *sample = (*sample * gain).clamp(-1.0, 1.0);
    }
}

/// Decibels above full scale.
pub(crate) fn over_db(peak: f32) -> f64 {
    20.0 * f64::from(peak).log10()
}
