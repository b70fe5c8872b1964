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
#[non_exhaustive]
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
    let mut windows = Windows::default();
    for window in samples.chunks(Windows::len(rate_hz)) {
        windows.push(window);
    }
    windows.sound(active.map(|active| active.level_dbov))
}

/// The windows of a signal between which the sound may start and end, whatever its level turns out to be.
///
/// They are few: those that are louder than all before them, and those that are louder than all behind them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Windows {
    n_samples: usize,
    rising: Vec<Window>,
    falling: Vec<Window>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    mean_square: f64,
    /// The number of its first sample, and that of the first one behind it.
    start: usize,
    end: usize,
}

impl Windows {
    /// Samples in a window.
    pub(crate) fn len(rate_hz: u32) -> usize {
        ((WINDOW_S * f64::from(rate_hz)).round() as usize).max(1)
    }

    /// Takes the next window; only the last one may be shorter than the others.
    pub(crate) fn push(&mut self, samples: &[f32]) {
        let start = self.n_samples;
        self.n_samples += samples.len();
        let window = Window {
            mean_square: energy(samples) / samples.len() as f64,
            start,
            end: self.n_samples,
        };
        if window.mean_square <= power(FLOOR_DBOV) {
            return;
        }
        let is_louder = |other: &Window| window.mean_square > other.mean_square;
        if self.rising.last().is_none_or(is_louder) {
            self.rising.push(window);
        }
        while self
            .falling
            .pop_if(|last| last.mean_square <= window.mean_square)
            .is_some()
        {}
        self.falling.push(window);
    }

    /// See [`sound_in`].
    pub(crate) fn sound(&self, active_dbov: Option<f64>) -> Option<Range<usize>> {
        let threshold_dbov = active_dbov
            .map_or(FLOOR_DBOV, |active_dbov| active_dbov - BELOW_ACTIVE_DB)
            .max(FLOOR_DBOV);
        let is_sound = |window: &&Window| window.mean_square > power(threshold_dbov);
        let first = self.rising.iter().find(is_sound)?;
        let last = self.falling.iter().rfind(is_sound)?;
        Some(first.start..last.end)
    }
}

fn power(db: f64) -> f64 {
    10_f64.powf(db / 10.0)
}
