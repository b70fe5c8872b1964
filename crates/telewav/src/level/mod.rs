//! How loud a signal is: sample peak in dBFS, true peak in dBTP, RMS and active speech level in dBov,
//! loudness in LUFS.

pub mod clipped;
pub mod loudness;
pub mod speech;

use serde::Serialize;

use self::loudness::LoudnessMeter;
use self::speech::SpeechMeter;

/// The levels of one channel, full scale ±1.0. Each is `None` where it is not defined, as in digital silence.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Level {
    /// Largest absolute sample relative to full scale, in dBFS.
    pub peak_dbfs: Option<f64>,
    /// Largest absolute value of the signal between the samples, too, in dBTP (ITU-R BS.1770-5, annex 2: four
    /// times oversampled, twice from 96 kHz, not at all from 192 kHz).
    pub true_peak_dbtp: Option<f64>,
    /// Root mean square relative to overload, in dBov (ITU-T G.191, ITU-T G.100.1): a full-scale
    /// square wave is 0, a full-scale sine -3.01.
    pub rms_dbov: Option<f64>,
    /// Active speech level, in dBov; see [`speech`].
    pub active_dbov: Option<f64>,
    /// The part of the time in which somebody speaks, 0 to 1; see [`speech`].
    pub activity: Option<f64>,
}

/// Measures a signal of one rate that comes in pieces, in little memory.
///
/// ```
/// let mut meter = telewav::level::Meter::new(8000, 2);
/// meter.push(&[&[0.5, -0.5], &[0.25, 0.0]]);
/// assert_eq!(meter.levels()[1].peak_dbfs, Some(20.0 * 0.25_f64.log10()));
/// assert_eq!(meter.loudness_lufs(), None); // shorter than 0.4 s
/// ```
#[derive(Debug)]
pub struct Meter {
    channels: Vec<ChannelMeter>,
    loudness: LoudnessMeter,
}

#[derive(Debug)]
struct ChannelMeter {
    n_samples: u64,
    energy: f64,
    peak: f32,
    speech: SpeechMeter,
}

impl Meter {
    /// A meter for `n_channels` channels of `rate_hz` frames a second.
    pub fn new(rate_hz: u32, n_channels: usize) -> Self {
        let channel = || ChannelMeter {
            n_samples: 0,
            energy: 0.0,
            peak: 0.0,
            speech: SpeechMeter::new(rate_hz),
        };
        Self {
            channels: std::iter::repeat_with(channel).take(n_channels).collect(),
            loudness: LoudnessMeter::new(rate_hz, n_channels),
        }
    }

    /// Takes the next samples of each channel, of one length.
    pub fn push(&mut self, planes: &[&[f32]]) {
        for (channel, samples) in self.channels.iter_mut().zip(planes) {
            channel.n_samples += samples.len() as u64;
            channel.energy += energy(samples);
            channel.peak = channel.peak.max(peak(samples));
            channel.speech.push(samples);
        }
        self.loudness.push(planes);
    }

    /// The levels of each channel so far.
    pub fn levels(&self) -> Vec<Level> {
        let level = |(i, channel): (usize, &ChannelMeter)| {
            let active = channel.speech.active();
            Level {
                peak_dbfs: decibels(f64::from(channel.peak)),
                true_peak_dbtp: self.loudness.true_peak(i).and_then(decibels),
                rms_dbov: decibels((channel.energy / channel.n_samples.max(1) as f64).sqrt()),
                active_dbov: active.map(|active| active.level_dbov),
                activity: active.map(|active| active.activity),
            }
        };
        self.channels.iter().enumerate().map(level).collect()
    }

    /// The integrated loudness of all channels so far, in LUFS; see [`loudness`].
    pub fn loudness_lufs(&self) -> Option<f64> {
        self.loudness.integrated_lufs()
    }
}

/// The levels of one channel.
///
/// ```
/// let square = [1.0_f32, -1.0].repeat(4000);
/// assert_eq!(telewav::level::measure(&square, 8000).rms_dbov, Some(0.0));
/// assert_eq!(telewav::level::measure(&[0.0; 10], 8000).peak_dbfs, None);
/// ```
pub fn measure(samples: &[f32], rate_hz: u32) -> Level {
    let mut meter = Meter::new(rate_hz, 1);
    meter.push(&[samples]);
    meter.levels().first().copied().unwrap_or_default()
}

/// The largest absolute sample; 0 for an empty slice.
pub fn peak(samples: &[f32]) -> f32 {
    samples.iter().fold(0.0, |peak, s| peak.max(s.abs()))
}

/// The sum of the squares.
pub(crate) fn energy(samples: &[f32]) -> f64 {
    samples.iter().map(|s| f64::from(*s) * f64::from(*s)).sum()
}

/// An amplitude ratio in decibels; `None` for zero, and for what no sound comes near (-180 dB): the dust that
/// floating-point decoders leave behind.
pub(crate) fn decibels(ratio: f64) -> Option<f64> {
    (ratio > 1e-9).then(|| 20.0 * ratio.log10())
}
