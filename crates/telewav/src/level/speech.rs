//! The level of speech while it lasts: ITU-T P.56 (12/2011), method B.
//!
//! The RMS of a prompt says as much of its pauses as of its sound. Method B measures the sound: it counts the
//! time during which an envelope of the signal exceeds a threshold, with a hangover that bridges the gaps in
//! connected speech, and takes the energy over that time alone. The threshold has to lie 15.9 dB below the
//! level that it yields, so it is sought: the time is counted at thresholds an octave apart, and the level is
//! interpolated between the two where the difference crosses 15.9 dB.

/// Time constant of both stages of the envelope, in seconds (`T` in the Recommendation).
const TIME_CONSTANT_S: f64 = 0.03;
/// How long a signal counts as active after its envelope fell below the threshold, in seconds (`H`).
const HANGOVER_S: f64 = 0.2;
/// How far the threshold lies below the active level, in dB (`M`).
const MARGIN_DB: f64 = 15.9;
/// Thresholds of 16-bit samples: from one quantising step to half of full scale.
const N_THRESHOLDS: usize = 15;
/// Samples between two looks at how small the envelope has become.
const CHUNK: usize = 8192;
/// An envelope that counts as none. Decaying further, it would reach numbers that processors are slow at.
const NOTHING: f64 = 1e-100;

/// The threshold of index `j`, full scale 1.0.
fn threshold(j: usize) -> f64 {
    f64::from(1_u16 << j) / 32768.0
}

/// What method B says of a signal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Active {
    /// Active level relative to overload, in dBov: the RMS while the signal is active.
    pub level_dbov: f64,
    /// The part of the time that it is active, from 0 to 1.
    pub activity: f64,
}

/// Measures the active level of a signal that comes in pieces, in constant memory and at the signal's own
/// rate.
///
/// ```
/// use telewav::level::speech::SpeechMeter;
/// let mut meter = SpeechMeter::new(8000);
/// meter.push(&[0.5, -0.5].repeat(4000)); // a second of sound
/// meter.push(&[0.0; 8000]); // and one of silence
/// let active = meter.active().unwrap();
/// assert!((active.level_dbov + 7.1).abs() < 0.1); // -6.02 dBov, over 1.28 s with the hangover
/// assert!((active.activity - 0.64).abs() < 0.01);
/// ```
#[derive(Debug, Clone)]
pub struct SpeechMeter {
    /// How much of the envelope a sample leaves (`g`).
    keep: f64,
    hangover: u64,
    n_samples: u64,
    /// Two sums of squares, that of the next sample first, so that pieces of any length add up alike.
    energies: [f64; 2],
    stages: Stages,
    /// Number of thresholds that the envelope has reached; the lowest come first.
    n_reached: usize,
    counters: [Counter; N_THRESHOLDS],
}

/// What the envelope is made of: the last magnitude, and the last two values of its first and second stage (`p` and `q`).
#[derive(Debug, Clone, Copy, Default)]
struct Stages {
    input: f64,
    first: [f64; 2],
    second: [f64; 2],
}

/// The time at or above one threshold.
#[derive(Debug, Clone, Copy)]
struct Counter {
    /// Samples that count as active, as far as they are settled.
    active: u64,
    /// The sample at which the envelope last reached the threshold, or fell below it.
    since: u64,
}

impl Counter {
    /// Before the envelope first reaches the threshold.
    const UNTOUCHED: Self = Self {
        active: 0,
        since: u64::MAX,
    };

    /// Samples that count as active up to `now`.
    fn active_at(&self, now: u64, is_reached: bool, hangover: u64) -> u64 {
        let run = now.saturating_sub(self.since);
        self.active + if is_reached { run } else { run.min(hangover) }
    }
}

impl SpeechMeter {
    /// A meter for a signal of `rate_hz` samples a second.
    pub fn new(rate_hz: u32) -> Self {
        let rate = f64::from(rate_hz.max(1));
        Self {
            keep: (-1.0 / (rate * TIME_CONSTANT_S)).exp(),
            hangover: (rate * HANGOVER_S).ceil() as u64,
            n_samples: 0,
            energies: [0.0; 2],
            stages: Stages::default(),
            n_reached: 0,
            counters: [Counter::UNTOUCHED; N_THRESHOLDS],
        }
    }

    /// Takes the next samples, full scale ±1.0.
    pub fn push(&mut self, samples: &[f32]) {
        for chunk in samples.chunks(CHUNK) {
            self.push_chunk(chunk);
            if self.stages.first[1] < NOTHING {
                self.stages = Stages::default();
            }
        }
    }

    /// Between two thresholds there is nothing to count: the counters move only when the envelope crosses one.
    ///
    /// Two samples are worked on at a time: a stage is `g` of its last value and `1 - g` of its input, so it is `g²` of
    /// the value before the last, and `1 - g` of its input and of `g` times the input before.
    fn push_chunk(&mut self, samples: &[f32]) {
        let (keep, take) = (self.keep, 1.0 - self.keep);
        let keep_twice = keep * keep;
        let Stages {
            mut input,
            mut first,
            mut second,
        } = self.stages;
        let mut energies = self.energies;
        let mut band = self.band();
        let (pairs, last) = samples.as_chunks::<2>();
        for (i, pair) in pairs.iter().enumerate() {
            let next = [f64::from(pair[0]).abs(), f64::from(pair[1]).abs()];
            energies[0] += next[0] * next[0];
            energies[1] += next[1] * next[1];
            let first_next = [
                keep_twice * first[0] + take * (next[0] + keep * input),
                keep_twice * first[1] + take * (next[1] + keep * next[0]),
            ];
            let second_next = [
                keep_twice * second[0] + take * (first_next[0] + keep * first[1]),
                keep_twice * second[1] + take * (first_next[1] + keep * first_next[0]),
            ];
            (input, first, second) = (next[1], first_next, second_next);
            let (low, high) = match second[0] < second[1] {
                true => (second[0], second[1]),
                false => (second[1], second[0]),
            };
            if low < band.0 || high >= band.1 {
                for (now, envelope) in (self.n_samples + 2 * i as u64..).zip(second) {
                    self.cross(now, envelope);
                }
                band = self.band();
            }
        }
        if let [last] = last {
            let last = f64::from(*last).abs();
            energies = [energies[1], energies[0] + last * last];
            first = [
                first[1],
                keep_twice * first[0] + take * (last + keep * input),
            ];
            second = [
                second[1],
                keep_twice * second[0] + take * (first[1] + keep * first[0]),
            ];
            input = last;
            if second[1] < band.0 || second[1] >= band.1 {
                self.cross(self.n_samples + samples.len() as u64 - 1, second[1]);
            }
        }
        self.energies = energies;
        self.stages = Stages {
            input,
            first,
            second,
        };
        self.n_samples += samples.len() as u64;
    }

    /// The range, upper end excluded, in which the envelope crosses no threshold.
    fn band(&self) -> (f64, f64) {
        let lower = self.n_reached.checked_sub(1).map_or(0.0, threshold);
        let upper = if self.n_reached < N_THRESHOLDS {
            threshold(self.n_reached)
        } else {
            f64::INFINITY
        };
        (lower, upper)
    }

    /// Settles the counters of the thresholds between the envelope as it was and as it is at sample `now`.
    #[cold]
    fn cross(&mut self, now: u64, envelope: f64) {
        let was = self.n_reached;
        let is = (0..N_THRESHOLDS)
            .take_while(|&j| envelope >= threshold(j))
            .count();
        for counter in &mut self.counters[was.min(is)..was.max(is)] {
            counter.active = counter.active_at(now, is < was, self.hangover);
            counter.since = now;
        }
        self.n_reached = is;
    }

    /// The active level of all samples so far.
    ///
    /// `None` where method B has no answer:
    ///
    /// - for silence;
    /// - where all the energy is that of a moment, and no threshold is 15.9 dB below the level: a click of less
    ///   than 1 ms in silence, a sound of less than 50 to 58 ms (by its level);
    /// - below -74.4 dBov, where the threshold would lie below one step of 16 bits, and above +9.9 dBov.
    ///
    /// Nothing is added at the ends: a sound that fills the recording has no hangover behind it, and less of the
    /// time counts as active than if silence followed.
    ///
    /// A constant offset counts as signal, as in the Recommendation. One that is not far below the sound hides
    /// its pauses: take it out first.
    pub fn active(&self) -> Option<Active> {
        let mut below: Option<(f64, f64)> = None;
        for (j, counter) in self.counters.iter().enumerate() {
            let active = counter.active_at(self.n_samples, j < self.n_reached, self.hangover);
            if active == 0 {
                return None;
            }
            let level_dbov = power_db(self.energy() / active as f64);
            let above_threshold_db = level_dbov - power_db(threshold(j).powi(2));
            if above_threshold_db <= MARGIN_DB {
                let (lower_dbov, lower_above_db) = below?;
                let part = (lower_above_db - MARGIN_DB) / (lower_above_db - above_threshold_db);
                return Some(self.active_of(lower_dbov + part * (level_dbov - lower_dbov)));
            }
            below = Some((level_dbov, above_threshold_db));
        }
        None
    }

    fn active_of(&self, level_dbov: f64) -> Active {
        let n_active = self.energy() / 10_f64.powf(level_dbov / 10.0);
        Active {
            level_dbov,
            activity: (n_active / self.n_samples as f64).min(1.0),
        }
    }

    fn energy(&self) -> f64 {
        self.energies[0] + self.energies[1]
    }

    /// Root mean square of all samples so far, active or not, in dBov; `None` for digital silence.
    pub(super) fn rms_dbov(&self) -> Option<f64> {
        (self.energy() > 0.0).then(|| power_db(self.energy() / self.n_samples as f64))
    }
}

/// A ratio of powers in decibels.
fn power_db(ratio: f64) -> f64 {
    10.0 * ratio.log10()
}

/// The active level of `samples`, full scale ±1.0; see [`SpeechMeter::active`] for when there is none.
///
/// ```
/// use telewav::level::speech::active_level;
/// let mut click = [0.0; 8000];
/// click[4000] = 1.0;
/// assert_eq!(active_level(&click, 8000), None);
/// ```
pub fn active_level(samples: &[f32], rate_hz: u32) -> Option<Active> {
    let mut meter = SpeechMeter::new(rate_hz);
    meter.push(samples);
    meter.active()
}
