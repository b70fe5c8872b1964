//! Active speech level: the power while somebody speaks, with the pauses between sentences left out.
//!
//! Source: ITU-T P.56 (12/2011), method B, with the parameters of its table 1. The envelope of the signal is
//! its absolute value, averaged twice with a time constant of 0.03 s. For each of 15 thresholds, an octave
//! apart, the time is counted in which the envelope is at the threshold or was less than 0.2 s ago. All
//! energy divided by the time of one threshold is the level that would be active there; the threshold that
//! lies 15.9 dB below its own level is the right one, and is found between two by straight lines.
//!
//! The energy of an offset counts, as in ITU-T G.191.

/// The time constant of the envelope, seconds.
const TIME_CONSTANT_S: f64 = 0.03;
/// How long speech is taken to go on behind its last sound, seconds.
const HANGOVER_S: f64 = 0.2;
/// Between the active level and the threshold of activity, dB.
const MARGIN_DB: f64 = 15.9;
/// Thresholds at 1/2, 1/4 ... of full scale: those of 16 bits.
const N_THRESHOLDS: usize = 15;

/// What [`SpeechMeter`] found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Active {
    /// Active speech level relative to overload, dBov.
    pub level_dbov: f64,
    /// The part of the time in which somebody speaks, 0 to 1.
    pub activity: f64,
}

/// Measures the active speech level of a signal that comes in pieces.
#[derive(Debug, Clone)]
pub struct SpeechMeter {
    /// The part of each average that is left after a sample.
    keep: f64,
    hangover: u64,
    once: f64,
    twice: f64,
    energy: f64,
    n_samples: u64,
    /// How many thresholds the envelope is at.
    n_reached: usize,
    /// From the lowest.
    thresholds: [Threshold; N_THRESHOLDS],
}

/// What is counted for one threshold. Only samples at which the envelope crosses it matter.
#[derive(Debug, Clone, Copy, Default)]
struct Threshold {
    /// Samples that were active before the last crossing.
    n_active: u64,
    /// The sample of the last crossing, if there was one.
    crossed_at: Option<u64>,
}

impl SpeechMeter {
    /// A meter for samples at `rate_hz`.
    pub fn new(rate_hz: u32) -> Self {
        let rate_hz = f64::from(rate_hz.max(1));
        Self {
            keep: (-1.0 / (TIME_CONSTANT_S * rate_hz)).exp(),
            hangover: (HANGOVER_S * rate_hz).ceil() as u64,
            once: 0.0,
            twice: 0.0,
            energy: 0.0,
            n_samples: 0,
            n_reached: 0,
            thresholds: [Threshold::default(); N_THRESHOLDS],
        }
    }

    /// Takes the next samples, full scale ±1.0.
    pub fn push(&mut self, samples: &[f32]) {
        self.energy += super::energy(samples);
        let (mut once, mut twice) = (self.once, self.twice);
        for sample in samples {
            let x = f64::from(sample.abs());
            once = x + self.keep * (once - x);
            twice = once + self.keep * (twice - once);
            let n_reached = n_reached(twice);
            if n_reached != self.n_reached {
                self.cross(n_reached);
            }
            self.n_samples += 1;
        }
        // Numbers far below the lowest threshold only slow the arithmetic down.
        let audible = |envelope: f64| if envelope < 1e-12 { 0.0 } else { envelope };
        (self.once, self.twice) = (audible(once), audible(twice));
    }

    /// At this sample, the envelope is at another number of thresholds than before.
    fn cross(&mut self, n_reached: usize) {
        let (low, high) = (n_reached.min(self.n_reached), n_reached.max(self.n_reached));
        for i in low..high {
            self.thresholds[i] = Threshold {
                n_active: self.n_active(i),
                crossed_at: Some(self.n_samples),
            };
        }
        self.n_reached = n_reached;
    }

    /// Samples so far that were active at a threshold.
    fn n_active(&self, i: usize) -> u64 {
        let threshold = &self.thresholds[i];
        let since = match threshold.crossed_at {
            None => 0,
            Some(at) if i < self.n_reached => self.n_samples - at,
            Some(at) => (self.n_samples - at).min(self.hangover),
        };
        threshold.n_active + since
    }

    /// The level and the activity so far; `None` if there is none: silence, or one click that makes no
    /// threshold lie 15.9 dB below its level.
    pub fn active(&self) -> Option<Active> {
        // For each threshold its level, and by how much more than the margin that lies above it.
        let at = |i: usize| {
            let n_active = self.n_active(i);
            let level_dbov = 10.0 * (self.energy / n_active as f64).log10();
            let above_db = level_dbov - threshold_dbov(i) - MARGIN_DB;
            (n_active > 0).then_some((level_dbov, above_db))
        };
        let (mut level, mut above) = at(0)?;
        if above < 0.0 {
            return None;
        }
        for i in 1..N_THRESHOLDS {
            let (next_level, next_above) = at(i)?;
            if next_above <= 0.0 {
                let share = above / (above - next_above);
                let level_dbov = level + share * (next_level - level);
                let mean = self.energy / self.n_samples as f64;
                return Some(Active {
                    level_dbov,
                    activity: (mean / 10_f64.powf(level_dbov / 10.0)).min(1.0),
                });
            }
            (level, above) = (next_level, next_above);
        }
        None
    }
}

/// A threshold, dBov.
fn threshold_dbov(i: usize) -> f64 {
    20.0 * (N_THRESHOLDS - i) as f64 * 0.5_f64.log10()
}

/// How many of the thresholds are at or below `envelope`: they are powers of two, so its exponent says it.
fn n_reached(envelope: f64) -> usize {
    // Of an IEEE 754 number: 1023 for 1.0, one less for each halving.
    let exponent = (envelope.to_bits() >> 52) as usize;
    (exponent + N_THRESHOLDS)
        .saturating_sub(1022)
        .min(N_THRESHOLDS)
}

/// The active speech level of `samples`.
///
/// ```
/// use telewav::level::speech::active_level;
/// // A tone of a second, and two seconds of silence.
/// let mut samples: Vec<f32> = (0..8000).map(|n| (n as f32).sin() * 0.1).collect();
/// samples.extend([0.0; 16_000]);
/// let active = active_level(&samples, 8000).unwrap();
/// // -23.0 dBov while it lasts; the hangover is counted with it.
/// assert!((active.level_dbov + 24.1).abs() < 0.1 && active.activity < 0.45);
/// assert_eq!(active_level(&[0.0; 8000], 8000), None);
/// ```
pub fn active_level(samples: &[f32], rate_hz: u32) -> Option<Active> {
    let mut meter = SpeechMeter::new(rate_hz);
    meter.push(samples);
    meter.active()
}
