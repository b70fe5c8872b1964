//! Fades at both ends, so that a recording that was cut inside a sound does not click.

use std::f64::consts::PI;

/// Fades in and out over `seconds` each, along half a period of a cosine; a prompt that is shorter than
/// both takes half its length for each.
///
/// ```
/// let mut samples = vec![1.0; 800];
/// telewav::shape::fade::fade(&mut samples, 8000, 0.01);
/// assert!(samples[0] < 0.001 && samples[799] < 0.001);
/// assert!((samples[40] - 0.5).abs() < 0.02 && samples[400] == 1.0);
/// ```
pub fn fade(samples: &mut [f32], rate_hz: u32, seconds: f64) {
    let n = (seconds * f64::from(rate_hz)).round() as usize;
    let n = n.min(samples.len() / 2);
    let last = samples.len().saturating_sub(1);
    for i in 0..n {
        // Halfway between the samples, so that neither end is lost altogether.
        let gain = 0.5 - 0.5 * (PI * (i as f64 + 0.5) / n as f64).cos();
        samples[i] = (f64::from(samples[i]) * gain) as f32;
        samples[last - i] = (f64::from(samples[last - i]) * gain) as f32;
    }
}
