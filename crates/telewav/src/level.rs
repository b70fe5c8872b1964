//! How loud the prompt is: sample peak in dBFS and RMS in dBov; and the one gain that is not a matter
//! of taste, the one that keeps a peak from clipping.

use serde::Serialize;

/// The levels of a mono signal, full scale ±1.0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Level {
    /// Largest absolute sample relative to full scale, in dBFS; `None` for digital silence.
    pub peak_dbfs: Option<f64>,
    /// Root mean square relative to overload, in dBov (ITU-T G.191, ITU-T G.100.1): a full-scale
    /// square wave is 0, a full-scale sine -3.01. `None` for digital silence.
    pub rms_dbov: Option<f64>,
}

/// Measures a signal that comes in pieces.
#[derive(Debug, Clone, Copy, Default)]
pub struct Meter {
    n_samples: u64,
    energy: f64,
    peak: f32,
}

impl Meter {
    /// Takes the next samples, full scale ±1.0.
    pub fn push(&mut self, samples: &[f32]) {
        self.n_samples += samples.len() as u64;
        self.energy += samples
            .iter()
            .map(|&s| f64::from(s) * f64::from(s))
            .sum::<f64>();
        self.peak = self.peak.max(peak(samples));
    }

    /// The levels of all samples so far.
    pub fn level(&self) -> Level {
        let rms = (self.energy / self.n_samples.max(1) as f64).sqrt();
        Level {
            peak_dbfs: decibels(f64::from(self.peak)),
            rms_dbov: decibels(rms),
        }
    }
}

/// Measures `samples`, full scale ±1.0.
///
/// ```
/// let square = [1.0_f32, -1.0].repeat(100);
/// assert_eq!(telewav::level::measure(&square).rms_dbov, Some(0.0));
/// assert_eq!(telewav::level::measure(&[0.0; 10]).peak_dbfs, None);
/// ```
pub fn measure(samples: &[f32]) -> Level {
    let mut meter = Meter::default();
    meter.push(samples);
    meter.level()
}

/// The largest absolute sample; 0 for an empty slice.
pub fn peak(samples: &[f32]) -> f32 {
    samples.iter().fold(0.0, |peak, s| peak.max(s.abs()))
}

/// Lowers `samples` by exactly what their peak exceeds full scale, and returns that gain in dB
/// (negative), or `None` if nothing had to be done.
///
/// Decoders and resamplers overshoot: a full-scale square wave comes out of any good low-pass 0.5 dB
/// over. Clipping it would be heard; half a decibel is not.
pub fn fit_full_scale(samples: &mut [f32]) -> Option<f64> {
    let peak = peak(samples);
    if peak <= 1.0 {
        return None;
    }
    let gain = 1.0 / peak;
    for sample in samples {
        *sample *= gain;
    }
    decibels(f64::from(gain))
}

/// An amplitude ratio in decibels; `None` for zero.
fn decibels(ratio: f64) -> Option<f64> {
    (ratio > 0.0).then(|| 20.0 * ratio.log10())
}
