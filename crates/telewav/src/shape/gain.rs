//! Bringing a prompt to a level.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::limiter::{Limited, limit};
use crate::error::{Asked, Error, Problem};
use crate::level;

/// The active speech level that is aimed at when no other is named, dBov: -19 dBm0, the level of speech
/// in a telephone network (ITU-T G.115 and G.169; RFC 7874, section 4), where 0 dBov is +6.15 dBm0 in
/// A-law (ITU-T G.711, table 5: a full-scale sine is +3.14 dBm0).
pub const SPEECH_DBOV: f64 = -25.15;
/// The loudness that is aimed at when no other is named, LUFS: the target level of EBU R 128.
pub const LOUDNESS_LUFS: f64 = -23.0;
/// The peak that is aimed at when no other is named, dBFS: the maximum of EBU R 128.
pub const PEAK_DBFS: f64 = -1.0;
/// The most that a quiet prompt is raised when nothing else is said, dB. More would make the noise of
/// the recording room heard.
pub const MAX_GAIN_DB: f64 = 30.0;

/// The most that the limiter may lower peaks for the sake of a level, dB. More would be heard.
const MAX_LIMITING_DB: f64 = 6.0;
/// A prompt without a sample above this is silence and is never raised, dBFS.
const SILENCE_DBFS: f64 = -54.0;
/// Limiting lowers the level a little, and the active level of a short word does not move by just as much as
/// its gain; so the gain is mended until it is so near, dB ...
const TOLERANCE_DB: f64 = 0.05;
/// ... or so often.
const MAX_ROUNDS: usize = 16;
/// A prompt that is farther from its target than this has missed it, dB.
const MISSED_DB: f64 = 0.5;

/// A level to bring a prompt to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LevelTarget {
    /// Active speech level, dBov (ITU-T P.56, method B).
    Speech(f64),
    /// Integrated loudness, LUFS (ITU-R BS.1770).
    Loudness(f64),
    /// Largest sample, dBFS.
    Peak(f64),
}

impl LevelTarget {
    /// The lowest value that a target may have.
    const MIN: f64 = -60.0;

    fn value(self) -> f64 {
        match self {
            Self::Speech(value) | Self::Loudness(value) | Self::Peak(value) => value,
        }
    }

    /// The unit of its value.
    fn unit(self) -> &'static str {
        match self {
            Self::Speech(_) => "dBov",
            Self::Loudness(_) => "LUFS",
            Self::Peak(_) => "dBFS",
        }
    }

    /// The level of `samples` in this target's measure; `None` where it is not defined.
    fn measure(self, samples: &[f32], rate_hz: u32) -> Option<f64> {
        match self {
            Self::Speech(_) => {
                level::speech::active_level(samples, rate_hz).map(|active| active.level_dbov)
            }
            Self::Loudness(_) => level::loudness::integrated_lufs(samples, rate_hz),
            Self::Peak(_) => level::decibels(f64::from(level::peak(samples))),
        }
    }
}

impl fmt::Display for LevelTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Speech(dbov) => write!(f, "{dbov} dBov of active speech"),
            Self::Loudness(lufs) => write!(f, "{lufs} LUFS"),
            Self::Peak(dbfs) => write!(f, "a peak of {dbfs} dBFS"),
        }
    }
}

impl FromStr for LevelTarget {
    type Err = Error;

    /// `speech`, `lufs` or `peak`, with `:` and a value where it is not the default.
    fn from_str(text: &str) -> Result<Self, Error> {
        let invalid = |problem| Error::InvalidOptions {
            option: Asked::Level {
                text: text.to_owned(),
            },
            problem,
        };
        let (measure, value) = match text.split_once(':') {
            Some((measure, value)) => (measure, Some(value)),
            None => (text, None),
        };
        let value = value
            .map(|value| value.parse::<f64>().map_err(|_| value))
            .transpose()
            .map_err(|value: &str| {
                invalid(Problem::NotANumber {
                    text: value.to_owned(),
                })
            })?;
        let target = match measure {
            "speech" => Self::Speech(value.unwrap_or(SPEECH_DBOV)),
            "lufs" => Self::Loudness(value.unwrap_or(LOUDNESS_LUFS)),
            "peak" => Self::Peak(value.unwrap_or(PEAK_DBFS)),
            _ => return Err(invalid(Problem::LevelForm)),
        };
        if !(Self::MIN..=0.0).contains(&target.value()) {
            return Err(invalid(Problem::LevelRange { min: Self::MIN }));
        }
        Ok(target)
    }
}

/// Why a prompt is not at its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldBack {
    /// It is silence, and silence is not raised.
    Silence,
    /// It is too short for the measure, or holds nothing that the measure counts.
    NotDefined,
    /// It would have to be raised by more than the most that is allowed.
    MaxGain,
    /// Its peaks would have to be lowered by more than would go unheard.
    Peaks,
}

/// How a level was brought about.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Gain {
    /// The level that was aimed at.
    pub target: f64,
    /// Its unit, and that of the levels: `dBov`, `LUFS` or `dBFS`.
    pub unit: &'static str,
    /// The level before; `None` where it is not defined.
    pub before: Option<f64>,
    /// The level after.
    pub after: Option<f64>,
    /// By how much the prompt was raised (or lowered, if negative), dB.
    pub gain_db: f64,
    /// What the limiter did to the peaks that this brought above full scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limited: Option<Limited>,
    /// Why the target was not reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_back: Option<HeldBack>,
}

/// Brings `samples` to `target`, raising them by `max_gain_db` at the most.
///
/// Where the gain brings peaks above full scale, a limiter lowers them, by 6 dB at the most, and the gain
/// makes up for what that takes from the level. A prompt whose peaks allow no more than that stays
/// below its target, and says so. A prompt that was above full scale before is lowered first.
///
/// ```
/// use telewav::shape::gain::{bring_to, LevelTarget};
/// let mut samples: Vec<f32> = (0..8000).map(|n| 0.01 * (n as f32 * 0.7).sin()).collect();
/// let gain = bring_to(&mut samples, 8000, LevelTarget::Speech(-26.0), 30.0);
/// assert!((gain.gain_db - 17.0).abs() < 0.1 && gain.held_back.is_none());
/// ```
pub fn bring_to(
    samples: &mut Vec<f32>,
    rate_hz: u32,
    target: LevelTarget,
    max_gain_db: f64,
) -> Gain {
    let before = target.measure(samples, rate_hz);
    let unchanged = |held_back| Gain {
        target: target.value(),
        unit: target.unit(),
        before,
        after: before,
        gain_db: 0.0,
        limited: None,
        held_back: Some(held_back),
    };
    let peak_dbfs = LevelTarget::Peak(0.0).measure(samples, rate_hz);
    let Some(peak_dbfs) = peak_dbfs.filter(|peak| *peak > SILENCE_DBFS) else {
        return unchanged(HeldBack::Silence);
    };
    let Some(measured) = before else {
        return unchanged(HeldBack::NotDefined);
    };
    let most_by_peaks = match target {
        // What is aimed at is within full scale.
        LevelTarget::Peak(_) => f64::INFINITY,
        _ => MAX_LIMITING_DB - peak_dbfs,
    };
    let most = max_gain_db.min(most_by_peaks);
    let mut gain_db = (target.value() - measured).min(most);
    let original = std::mem::take(samples);
    let mut limited;
    let mut after;
    let mut round = 0;
    // Gains that are known to be too little and too much.
    let (mut too_little, mut too_much) = (f64::NEG_INFINITY, f64::INFINITY);
    loop {
        *samples = scaled(&original, gain_db);
        limited = limit(samples, rate_hz, 1.0);
        after = target.measure(samples, rate_hz);
        round += 1;
        let missing = target.value() - after.unwrap_or(measured + gain_db);
        if missing > 0.0 {
            too_little = gain_db;
        } else {
            too_much = gain_db;
        }
        let is_at_most = gain_db >= most && missing > 0.0;
        if missing.abs() < TOLERANCE_DB || is_at_most || round == MAX_ROUNDS {
            break;
        }
        let next_db = (gain_db + missing).min(most);
        gain_db = if too_little < next_db && next_db < too_much {
            next_db
        } else {
            f64::midpoint(too_little, too_much)
        };
    }
    let is_missed = after.is_none_or(|after| (target.value() - after).abs() > MISSED_DB);
    let by = if gain_db < most {
        HeldBack::NotDefined
    } else if most_by_peaks < max_gain_db {
        HeldBack::Peaks
    } else {
        HeldBack::MaxGain
    };
    Gain {
        target: target.value(),
        unit: target.unit(),
        before,
        after,
        gain_db,
        limited,
        held_back: is_missed.then_some(by),
    }
}

fn scaled(samples: &[f32], gain_db: f64) -> Vec<f32> {
    let gain = 10_f64.powf(gain_db / 20.0) as f32;
    samples.iter().map(|sample| sample * gain).collect()
}
