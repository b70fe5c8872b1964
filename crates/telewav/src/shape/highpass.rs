//! DC and rumble: what a telephone does not carry, and what would use up headroom.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The frequency below which nothing of a voice is: the lowest fundamental of male speech is about 85 Hz.
pub const DEFAULT_HZ: f64 = 80.0;

/// The highest corner frequency as a share of the rate; at half the rate the transform ends.
const HIGHEST_SHARE: f64 = 0.45;

/// Takes away what lies below `hz` (-3 dB there), 12 dB an octave: a Butterworth filter of the second
/// order, by the bilinear transform.
///
/// `hz` is held below half the rate. The filter starts as if the signal's mean had been there for ever: a constant offset is taken away
/// from the first sample on, without a thump.
///
/// ```
/// let mut samples = vec![0.25; 8000];
/// telewav::shape::highpass::highpass(&mut samples, 8000, 80.0);
/// assert!(samples.iter().all(|s| s.abs() < 1e-6));
/// ```
pub fn highpass(samples: &mut [f32], rate_hz: u32, hz: f64) {
    let k = (PI * (hz / f64::from(rate_hz)).clamp(0.0, HIGHEST_SHARE)).tan();
    let q = FRAC_1_SQRT_2;
    let norm = 1.0 / (1.0 + k / q + k * k);
    let (b0, b1) = (norm, -2.0 * norm);
    let (a1, a2) = (2.0 * (k * k - 1.0) * norm, (1.0 - k / q + k * k) * norm);
    let sum: f64 = samples.iter().map(|s| f64::from(*s)).sum();
    let mean = sum / samples.len().max(1) as f64;
    // Transposed direct form II, at rest for an input of 0 and so for one of `mean` less `mean`.
    let (mut z1, mut z2) = (0.0, 0.0);
    for sample in samples {
        let x = f64::from(*sample) - mean;
        let y = b0 * x + z1;
        z1 = b1 * x - a1 * y + z2;
        z2 = b0 * x - a2 * y;
        *sample = y as f32;
    }
}
