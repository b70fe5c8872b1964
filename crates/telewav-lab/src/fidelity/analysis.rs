//! What is in a signal: in double precision, by least squares.

use std::f64::consts::TAU;

/// A tone that was found in a signal.
#[derive(Debug, Clone, Copy)]
pub struct Tone {
    pub amplitude: f64,
    /// Radians, of a sine at the first sample of the whole signal.
    pub phase: f64,
    /// RMS of what is not the tone.
    pub rest: f64,
}

/// The tone at `hz` in the samples from `first` on, and what is besides it (an offset, too).
pub fn tone(samples: &[f64], first: usize, rate_hz: f64, hz: f64) -> Tone {
    let wave = |n: usize| (TAU * hz * (first + n) as f64 / rate_hz).sin_cos();
    // Normal equations for a sine and a cosine, over a number of periods that need not be whole.
    let (mut ss, mut sc, mut cc, mut ys, mut yc) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (n, y) in samples.iter().enumerate() {
        let (s, c) = wave(n);
        ss += s * s;
        sc += s * c;
        cc += c * c;
        ys += y * s;
        yc += y * c;
    }
    let det = ss * cc - sc * sc;
    let (a, b) = match det.abs() > 1e-9 {
        true => ((ys * cc - yc * sc) / det, (yc * ss - ys * sc) / det),
        // At half the rate, the sine is nothing.
        false => (0.0, yc / cc),
    };
    let rest: f64 = samples
        .iter()
        .enumerate()
        .map(|(n, y)| {
            let (s, c) = wave(n);
            (y - a * s - b * c).powi(2)
        })
        .sum();
    Tone {
        amplitude: a.hypot(b),
        phase: b.atan2(a),
        rest: (rest / samples.len().max(1) as f64).sqrt(),
    }
}

/// Root mean square.
pub fn rms(samples: &[f64]) -> f64 {
    let energy: f64 = samples.iter().map(|s| s * s).sum();
    (energy / samples.len().max(1) as f64).sqrt()
}

/// How far `found` is from `wanted`, in dB of the energy of `wanted`.
pub fn snr_db(found: &[f64], wanted: &[f64]) -> f64 {
    let n = found.len().min(wanted.len());
    let noise: Vec<f64> = (0..n).map(|i| found[i] - wanted[i]).collect();
    decibels(rms(&wanted[..n]) / rms(&noise))
}

pub fn decibels(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

pub fn to_f64(samples: &[f32]) -> Vec<f64> {
    samples.iter().map(|s| f64::from(*s)).collect()
}
