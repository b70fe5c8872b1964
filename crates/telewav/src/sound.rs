//! What rules may ask about the sound of a prompt: levels, offset, ends.

use std::fmt;
use std::hash::{BuildHasher, Hasher};

use foldhash::quality::{FixedState, FoldHasher};

use crate::level::{self, Level, Meter};
use crate::shape::trim::Windows;

/// The octet 0x00 as a sample: a large constant in both laws, which some tools take for silence.
const ALAW_ZERO_OCTET: f32 = -5504.0 / 32768.0;
const MULAW_ZERO_OCTET: f32 = -32124.0 / 32768.0;
/// Zero octets count from this many in a row, seconds: sound has two or three of them at most.
const ZERO_RUN_S: f64 = 0.01;

/// Facts about a mono signal, full scale ±1.0.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Sound {
    /// The largest absolute sample.
    pub peak: f32,
    /// Its levels.
    pub level: Level,
    /// Mean of all samples.
    pub offset: f64,
    /// The first and the last sample.
    pub ends: (f32, f32),
    /// Seconds of silence at the start and at the end; `None` if all of it is silence.
    pub silence_s: Option<(f64, f64)>,
    /// Seconds of A-law octets 0x00, in runs of at least 10 ms, and of µ-law ones.
    pub zero_octets_s: (f64, f64),
    /// Equal for equal samples, and as good as never for others. Of no use to another run of the program.
    pub fingerprint: u64,
}

impl Sound {
    /// Looks at all of `samples`.
    ///
    /// ```
    /// let sound = telewav::check::Sound::of(&[0.25; 8000], 8000);
    /// assert_eq!((sound.offset, sound.ends), (0.25, (0.25, 0.25)));
    /// ```
    pub fn of(samples: &[f32], rate_hz: u32) -> Self {
        let mut meter = SoundMeter::new(rate_hz);
        meter.push(samples);
        meter.sound()
    }
}

/// Finds the facts of [`Sound`] in a signal that comes in pieces, in memory that hardly grows with it.
#[derive(Debug, Clone)]
pub struct SoundMeter {
    rate_hz: u32,
    levels: Meter,
    n_samples: u64,
    sum: f64,
    first: Option<f32>,
    last: f32,
    windows: Windows,
    window_len: usize,
    /// Samples that do not fill a window yet.
    pending: Vec<f32>,
    alaw_zeros: Repeats,
    mulaw_zeros: Repeats,
    fingerprint: Fingerprint,
}

impl SoundMeter {
    /// A meter for a signal of `rate_hz` samples a second.
    pub fn new(rate_hz: u32) -> Self {
        let min_run = ((ZERO_RUN_S * f64::from(rate_hz)) as u64).max(1);
        Self {
            rate_hz,
            levels: Meter::new(rate_hz),
            n_samples: 0,
            sum: 0.0,
            first: None,
            last: 0.0,
            windows: Windows::default(),
            window_len: Windows::len(rate_hz),
            pending: Vec::new(),
            alaw_zeros: Repeats::of(ALAW_ZERO_OCTET, min_run),
            mulaw_zeros: Repeats::of(MULAW_ZERO_OCTET, min_run),
            fingerprint: Fingerprint::default(),
        }
    }

    /// Takes the next samples, full scale ±1.0.
    pub fn push(&mut self, mut samples: &[f32]) {
        let (Some(first), Some(last)) = (samples.first(), samples.last()) else {
            return;
        };
        self.first.get_or_insert(*first);
        self.last = *last;
        self.n_samples += samples.len() as u64;
        self.levels.push(samples);
        if !self.pending.is_empty() {
            let missing = self.window_len - self.pending.len();
            let (head, tail) = samples.split_at(missing.min(samples.len()));
            self.pending.extend_from_slice(head);
            samples = tail;
            if self.pending.len() < self.window_len {
                return;
            }
            let window = std::mem::take(&mut self.pending);
            self.push_window(&window);
            self.pending = window;
            self.pending.clear();
        }
        let windows = samples.chunks_exact(self.window_len);
        self.pending.extend_from_slice(windows.remainder());
        for window in windows {
            self.push_window(window);
        }
    }

    fn push_window(&mut self, window: &[f32]) {
        self.windows.push(window);
        self.sum += level::sum(window, |sample| sample);
        self.alaw_zeros.push(window);
        self.mulaw_zeros.push(window);
        self.fingerprint.push(window);
    }

    /// The facts about all samples so far.
    pub fn sound(mut self) -> Sound {
        let rest = std::mem::take(&mut self.pending);
        if !rest.is_empty() {
            self.push_window(&rest);
        }
        let level = self.levels.level();
        let seconds = |n: u64| n as f64 / f64::from(self.rate_hz.max(1));
        let sound = self.windows.sound(level.active_dbov);
        Sound {
            peak: self.levels.sample_peak(),
            level,
            offset: self.sum / self.n_samples.max(1) as f64,
            ends: (self.first.unwrap_or(0.0), self.last),
            silence_s: sound.map(|sound| {
                let (start, end) = (sound.start as u64, sound.end as u64);
                (seconds(start), seconds(self.n_samples - end))
            }),
            zero_octets_s: (
                seconds(self.alaw_zeros.in_runs()),
                seconds(self.mulaw_zeros.in_runs()),
            ),
            fingerprint: self.fingerprint.0.finish(),
        }
    }
}

/// What [`Sound::fingerprint`] is made with.
#[derive(Clone)]
struct Fingerprint(FoldHasher<'static>);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(FixedState::default().build_hasher())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fingerprint").finish_non_exhaustive()
    }
}

impl Fingerprint {
    /// Takes the samples of a window; where windows end is the same for equal signals.
    fn push(&mut self, window: &[f32]) {
        let (pairs, last) = window.as_chunks::<2>();
        for [first, second] in pairs {
            let pair = u64::from(first.to_bits()) << 32 | u64::from(second.to_bits());
            self.0.write_u64(pair);
        }
        if let [last] = last {
            self.0.write_u32(last.to_bits());
        }
    }
}

/// Counts the samples that have one value, in runs.
#[derive(Debug, Clone)]
struct Repeats {
    value: f32,
    min: u64,
    /// Length of the run that goes on.
    len: u64,
    /// Samples in all runs before it.
    settled: u64,
}

impl Repeats {
    fn of(value: f32, min: u64) -> Self {
        Self {
            value,
            min,
            len: 0,
            settled: 0,
        }
    }

    fn push(&mut self, samples: &[f32]) {
        // Most windows have none of them.
        let n = samples
            .iter()
            .filter(|sample| **sample == self.value)
            .count();
        if n == 0 {
            self.end();
        } else {
            for sample in samples {
                if *sample == self.value {
                    self.len += 1;
                } else {
                    self.end();
                }
            }
        }
    }

    fn end(&mut self) {
        self.settled = self.in_runs();
        self.len = 0;
    }

    fn in_runs(&self) -> u64 {
        self.settled + if self.len >= self.min { self.len } else { 0 }
    }
}
