//! Silence at both ends.

use std::ops::Range;

use serde::Serialize;

use crate::level::energy;
use crate::level::speech::{Active, active_level};

/// The rest that is left when nothing else is said, seconds: room for a soft onset and for breath.
pub const DEFAULT_REST_S: f64 = 0.1;

/// Sound is looked for in windows of this length, seconds: that of the shortest speech sounds.
const WINDOW_S: f64 = 0.01;
/// What lies so far below the active speech level is silence, dB. Speech itself ends about 15.9 dB below
/// it (ITU-T P.56, the margin of method B); the softest consonants lie 10 dB lower.
const BELOW_ACTIVE_DB: f64 = 30.0;
/// And what lies below this is silence in any case, dBov. A telephone channel may have noise of -65 dBm0p
/// (ITU-T G.712, idle channel noise), which is -71 dBov, and A-law's silence is -72 dBov.
const FLOOR_DBOV: f64 = -66.0;

/// What was taken off.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Trimmed {
    /// Seconds at the start.
    pub start_s: f64,
    /// Seconds at the end.
    pub end_s: f64,
}

/// Takes silence off both ends, but leaves `rest_s` seconds of it. A prompt without any sound is left as
/// it is: it is there to be silent.
///
/// ```
/// let mut samples = vec![0.0; 8000];
/// samples.extend([0.5, -0.5].repeat(4000));
/// samples.extend([0.0; 4000]);
/// let trimmed = telewav::shape::trim::trim(&mut samples, 8000, 0.1);
/// assert_eq!((trimmed.start_s, trimmed.end_s), (0.9, 0.4));
/// assert_eq!(samples.len(), 800 + 8000 + 800);
/// ```
pub fn trim(samples: &mut Vec<f32>, rate_hz: u32, rest_s: f64) -> Trimmed {
    let Some(sound) = sound_in(samples, rate_hz, active_level(samples, rate_hz)) else {
        return Trimmed {
            start_s: 0.0,
            end_s: 0.0,
        };
    };
    let rest = (rest_s * f64::from(rate_hz)).round() as usize;
    let start = sound.start.saturating_sub(rest);
    let end = sound.end.saturating_add(rest).min(samples.len());
    let seconds = |n: usize| n as f64 / f64::from(rate_hz);
    let trimmed = Trimmed {
        start_s: seconds(start),
        end_s: seconds(samples.len() - end),
    };
    samples.truncate(end);
    samples.drain(..start);
    trimmed
}

/// From the first to the last window that is not silence, by the active speech level of all; `None` if all is
/// silence.
pub fn sound_in(samples: &[f32], rate_hz: u32, active: Option<Active>) -> Option<Range<usize>> {
    let threshold_dbov = active
        .map_or(FLOOR_DBOV, |active| active.level_dbov - BELOW_ACTIVE_DB)
        .max(FLOOR_DBOV);
    let threshold = 10_f64.powf(threshold_dbov / 10.0);
    let window = ((WINDOW_S * f64::from(rate_hz)).round() as usize).max(1);
    let is_sound = |window: &[f32]| energy(window) / window.len() as f64 > threshold;
    let first = samples.chunks(window).position(is_sound)?;
    let last = samples.chunks(window).rposition(is_sound)?;
    Some(first * window..((last + 1) * window).min(samples.len()))
}
