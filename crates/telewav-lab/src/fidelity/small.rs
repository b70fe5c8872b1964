//! Inputs so short that filters are longer: impulses, clips of one frame, and what is left from the file before.

use super::analysis::to_f64;
use super::path::telewav_resampled;
use crate::Outcome;

/// What became of them.
#[derive(Debug, Clone)]
pub struct Small {
    pub rate_hz: u32,
    /// How far the peak of an impulse is from its time, in samples of the output; the worst of several places.
    pub impulse: f64,
    /// Whether every clip from one frame on has the number of frames that it has to have.
    pub counts_are_exact: bool,
    /// Whether a clip comes out the same behind another one.
    pub is_stateless: bool,
}

impl Small {
    pub fn measure(rate_hz: u32) -> Outcome<Self> {
        let ratio = 8000.0 / f64::from(rate_hz);
        let mut impulse = 0.0_f64;
        let n_frames = (rate_hz as usize / 2).max(10_001);
        for at in [
            0,
            1,
            7,
            1000,
            n_frames / 2,
            n_frames / 2 + 1,
            n_frames - 1001,
        ] {
            let mut samples = vec![0.0; n_frames];
            samples[at] = 1.0;
            let out = to_f64(&telewav_resampled(&samples, rate_hz, 8000)?);
            impulse = impulse.max((peak_place(&out) - at as f64 * ratio).abs());
        }
        let mut counts_are_exact = true;
        for n in [
            1,
            2,
            3,
            10,
            100,
            1000,
            4095,
            4096,
            4097,
            rate_hz as usize / 10,
            rate_hz as usize,
        ] {
            let out = telewav_resampled(&vec![0.5; n], rate_hz, 8000)?;
            counts_are_exact &= out.len() == (n * 8000).div_ceil(rate_hz as usize);
        }
        let clip: Vec<f32> = (0..500).map(|n| (n as f32 * 0.3).sin()).collect();
        let alone = telewav_resampled(&clip, rate_hz, 8000)?;
        Ok(Self {
            rate_hz,
            impulse,
            counts_are_exact,
            is_stateless: behind_another(&clip, rate_hz)? == alone,
        })
    }
}

/// A clip behind another one in the same resampler.
fn behind_another(clip: &[f32], rate_hz: u32) -> Outcome<Vec<f32>> {
    let mut resampler = telewav::resample::Resampler::new(8000);
    let mut out = Vec::new();
    let loud = vec![1.0; rate_hz as usize / 3 + 17];
    resampler
        .push(&loud, rate_hz, &mut out)
        .map_err(|e| e.to_string())?;
    resampler.finish(&mut out).map_err(|e| e.to_string())?;
    out.clear();
    resampler
        .push(clip, rate_hz, &mut out)
        .map_err(|e| e.to_string())?;
    resampler.finish(&mut out).map_err(|e| e.to_string())?;
    Ok(out)
}

/// Where the largest sample is, between the samples by a parabola through it and its neighbours.
fn peak_place(samples: &[f64]) -> f64 {
    let largest = samples.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    let at = largest.map_or(0, |(at, _)| at);
    let (Some(before), Some(after)) = (
        at.checked_sub(1).and_then(|i| samples.get(i)),
        samples.get(at + 1),
    ) else {
        return at as f64;
    };
    let peak = samples[at];
    let curve = before - 2.0 * peak + after;
    at as f64
        + if curve == 0.0 {
            0.0
        } else {
            0.5 * (before - after) / curve
        }
}
