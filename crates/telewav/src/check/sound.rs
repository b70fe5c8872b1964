//! What rules may ask about the sound of a prompt: levels, offset, ends.

use crate::level;
use crate::level::speech::{Active, active_level};
use crate::shape::trim::sound_in;

/// The octet 0x00 as a sample: a large constant in both laws, which some tools take for silence.
const ALAW_ZERO_OCTET: f32 = -5504.0 / 32768.0;
const MULAW_ZERO_OCTET: f32 = -32124.0 / 32768.0;
/// Zero octets count from this many in a row, seconds: sound has two or three of them at most.
const ZERO_RUN_S: f64 = 0.01;

/// Facts about a mono signal, full scale ±1.0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sound {
    /// The largest absolute sample.
    pub peak: f32,
    /// Its active speech level, where there is one.
    pub active: Option<Active>,
    /// Mean of all samples.
    pub offset: f64,
    /// The first and the last sample.
    pub ends: (f32, f32),
    /// Seconds of silence at the start and at the end; `None` if all of it is silence.
    pub silence_s: Option<(f64, f64)>,
    /// Seconds of A-law octets 0x00, in runs of at least 10 ms, and of µ-law ones.
    pub zero_octets_s: (f64, f64),
}

impl Sound {
    /// Looks at all of `samples`.
    ///
    /// ```
    /// let sound = telewav::check::Sound::of(&[0.25; 8000], 8000);
    /// assert_eq!((sound.offset, sound.ends), (0.25, (0.25, 0.25)));
    /// ```
    pub fn of(samples: &[f32], rate_hz: u32) -> Self {
        let sum: f64 = samples.iter().map(|s| f64::from(*s)).sum();
        let seconds = |n: usize| n as f64 / f64::from(rate_hz.max(1));
        let end = |sample: Option<&f32>| sample.copied().unwrap_or(0.0);
        let active = active_level(samples, rate_hz);
        let run = (ZERO_RUN_S * f64::from(rate_hz)) as usize;
        Self {
            peak: level::peak(samples),
            active,
            offset: sum / samples.len().max(1) as f64,
            ends: (end(samples.first()), end(samples.last())),
            silence_s: sound_in(samples, rate_hz, active)
                .map(|sound| (seconds(sound.start), seconds(samples.len() - sound.end))),
            zero_octets_s: (
                seconds(n_in_runs(samples, ALAW_ZERO_OCTET, run)),
                seconds(n_in_runs(samples, MULAW_ZERO_OCTET, run)),
            ),
        }
    }
}

/// How many samples have this very value, in runs of at least `run`.
fn n_in_runs(samples: &[f32], value: f32, run: usize) -> usize {
    // Most prompts have few of them; then there is no need to look at each run.
    if samples.iter().filter(|sample| **sample == value).count() < run.max(1) {
        return 0;
    }
    samples
        .chunk_by(|a, b| (*a == value) == (*b == value))
        .filter(|chunk| chunk.len() >= run && chunk.first() == Some(&value))
        .map(<[f32]>::len)
        .sum()
}
