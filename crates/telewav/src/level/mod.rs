//! How loud a signal is: its peak, at the samples and between them, its RMS, and its level while somebody
//! speaks; and whether it was clipped before ([`clipped`]).
//!
//! | measure | unit | by | where |
//! | --- | --- | --- | --- |
//! | sample peak | dBFS | | [`peak`] |
//! | true peak | dBTP | ITU-R BS.1770, annex 2 | [`true_peak`] |
//! | RMS of the whole | dBov | ITU-T G.100.1 | [`Meter`] |
//! | active speech level and activity | dBov | ITU-T P.56, method B | [`speech`] |
//! | integrated loudness | LUFS | ITU-R BS.1770, annex 1 | [`loudness`] |
//!
//! All of them stream, in memory that does not grow with the signal (loudness: by 80 octets a second), at any
//! rate that telewav reads.

pub mod clipped;
pub mod loudness;
pub mod speech;
pub mod true_peak;

use serde::Serialize;

use speech::SpeechMeter;
use true_peak::TruePeakMeter;

/// The levels of one channel, full scale ±1.0. Of digital silence, all are `None`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Level {
    /// Largest absolute sample relative to full scale, in dBFS.
    pub peak_dbfs: Option<f64>,
    /// Largest absolute value of the signal between its samples, in dBTP ([`true_peak`]).
    pub true_peak_dbtp: Option<f64>,
    /// Root mean square of all of it relative to overload, in dBov (ITU-T G.100.1, ITU-T G.191): a full-scale
    /// square wave is 0, a full-scale sine -3.01.
    pub rms_dbov: Option<f64>,
    /// Root mean square while the signal is active, in dBov ([`speech`]). `None` where method B has no answer;
    /// see [`SpeechMeter::active`].
    pub active_dbov: Option<f64>,
    /// The part of the time that it is active, from 0 to 1; `None` with `active_dbov`.
    pub activity: Option<f64>,
}

impl Level {
    /// That of digital silence.
    pub(crate) const SILENCE: Self = Self {
        peak_dbfs: None,
        true_peak_dbtp: None,
        rms_dbov: None,
        active_dbov: None,
        activity: None,
    };
}

/// Measures a signal that comes in pieces.
///
/// ```
/// use telewav::level::Meter;
/// let mut meter = Meter::new(8000);
/// for _ in 0..10 {
///     meter.push(&[0.5, -0.5].repeat(400));
/// }
/// let level = meter.level();
/// assert!((level.rms_dbov.unwrap() + 6.02).abs() < 0.01);
/// assert!((level.active_dbov.unwrap() - level.rms_dbov.unwrap()).abs() < 0.2);
/// ```
#[derive(Debug, Clone)]
pub struct Meter {
    peaks: TruePeakMeter,
    speech: SpeechMeter,
}

impl Meter {
    /// A meter for a signal of `rate_hz` samples a second.
    pub fn new(rate_hz: u32) -> Self {
        Self {
            peaks: TruePeakMeter::new(rate_hz),
            speech: SpeechMeter::new(rate_hz),
        }
    }

    /// Takes the next samples, full scale ±1.0.
    pub fn push(&mut self, samples: &[f32]) {
        self.peaks.push(samples);
        self.speech.push(samples);
    }

    /// The largest absolute sample so far.
    pub fn sample_peak(&self) -> f32 {
        self.peaks.sample_peak()
    }

    /// The levels of all samples so far.
    pub fn level(&self) -> Level {
        let active = self.speech.active();
        Level {
            peak_dbfs: decibels(f64::from(self.peaks.sample_peak())),
            true_peak_dbtp: decibels(f64::from(self.peaks.true_peak())),
            rms_dbov: self.speech.rms_dbov(),
            active_dbov: active.map(|active| active.level_dbov),
            activity: active.map(|active| active.activity),
        }
    }
}

/// Measures `samples`, full scale ±1.0.
///
/// ```
/// let square = [1.0_f32, -1.0].repeat(100);
/// assert_eq!(telewav::level::measure(&square, 8000).rms_dbov, Some(0.0));
/// assert_eq!(telewav::level::measure(&[0.0; 10], 8000).peak_dbfs, None);
/// ```
pub fn measure(samples: &[f32], rate_hz: u32) -> Level {
    let mut meter = Meter::new(rate_hz);
    meter.push(samples);
    meter.level()
}

/// The largest absolute sample; 0 for an empty slice.
pub fn peak(samples: &[f32]) -> f32 {
    // Lanes that do not wait for each other.
    let (lanes, rest) = samples.as_chunks::<8>();
    let mut peaks = [0.0_f32; 8];
    for lane in lanes {
        for (peak, sample) in peaks.iter_mut().zip(lane) {
            *peak = larger(*peak, sample.abs());
        }
    }
    peaks
        .iter()
        .chain(rest)
        .fold(0.0, |peak, sample| larger(peak, sample.abs()))
}

/// One instruction, where `f32::max` takes five to say what becomes of a NaN (here as there, it is left out).
fn larger(peak: f32, value: f32) -> f32 {
    if value > peak { value } else { peak }
}

/// The sum of the squares.
pub(crate) fn energy(samples: &[f32]) -> f64 {
    sum(samples, |sample| sample * sample)
}

/// The sum of what `of` makes of each sample, in lanes that do not wait for each other.
pub(crate) fn sum(samples: &[f32], of: impl Fn(f64) -> f64) -> f64 {
    let (lanes, rest) = samples.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for lane in lanes {
        for (sum, sample) in sums.iter_mut().zip(lane) {
            *sum += of(f64::from(*sample));
        }
    }
    let rest = rest.iter().map(|sample| of(f64::from(*sample)));
    sums.into_iter().chain(rest).sum()
}

/// An amplitude ratio in decibels; `None` for zero, and for what no sound comes near (-180 dB): the dust that
/// floating-point decoders leave behind.
pub(crate) fn decibels(ratio: f64) -> Option<f64> {
    (ratio > 1e-9).then(|| 20.0 * ratio.log10())
}
