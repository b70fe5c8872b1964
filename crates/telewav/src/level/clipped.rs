//! Recordings that were clipped before they came to us: runs of samples at full scale.

use serde::Serialize;

use super::peak;
use crate::pcm::Pcm;

/// From here on a sample is at full scale, whatever its neighbours are: the highest of 16 bits.
const FULL_SCALE: f32 = 32767.0 / 32768.0;
/// From here on samples that are the same may be at the top of their scale: that of µ-law is 32124 of 32768, of
/// A-law 32256, of 8 bits 127 of 128.
const MAYBE_FULL: f32 = 0.98;
/// A run is at least of so many samples ...
const MIN_RUN: usize = 3;
/// ... and so long, seconds: the top of a low tone may be flat for three samples at a high rate.
const MIN_RUN_S: f64 = 1e-4;
/// So many samples are looked at at once to see whether a closer look is needed.
const GLANCE: usize = 64;

/// What [`ClippedMeter`] found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Clipped {
    /// Runs of samples at full scale, over all channels.
    pub n_runs: u64,
    /// When the first one starts, in seconds.
    pub at_s: f64,
    /// How long the longest one is, in seconds.
    pub longest_s: f64,
}

/// Finds runs of samples at full scale in blocks of sound.
///
/// ```
/// use telewav::{level::clipped::ClippedMeter, pcm::Pcm};
/// let clipped: Vec<f32> = (0..8000).map(|n| (n as f32 * 0.1).sin() * 2.0).map(|s| s.clamp(-1.0, 1.0)).collect();
/// let mut meter = ClippedMeter::default();
/// meter.push(&Pcm::new(8000, vec![clipped]).unwrap());
/// assert_eq!(meter.clipped().unwrap().n_runs, 255); // each top of each period
/// ```
#[derive(Debug, Clone, Default)]
pub struct ClippedMeter {
    /// The run that goes on in each channel.
    runs: Vec<FlatTop>,
    /// Seconds so far.
    duration_s: f64,
    clipped: Option<Clipped>,
}

#[derive(Debug, Clone, Copy, Default)]
struct FlatTop {
    last: f32,
    len: usize,
}

impl ClippedMeter {
    /// Takes the next block.
    pub fn push(&mut self, block: &Pcm) {
        let rate_hz = f64::from(block.rate_hz().max(1));
        let min_run = MIN_RUN.max((MIN_RUN_S * rate_hz).ceil() as usize);
        self.runs.resize(block.n_channels(), FlatTop::default());
        for (run, samples) in self.runs.iter_mut().zip(block.channels()) {
            for (i, glance) in samples.chunks(GLANCE).enumerate() {
                if peak(glance) < MAYBE_FULL {
                    run.len = 0;
                    continue;
                }
                for (j, sample) in glance.iter().enumerate() {
                    let len = run.push(*sample);
                    if len < min_run {
                        continue;
                    }
                    let end = (i * GLANCE + j + 1) as f64;
                    let clipped = self.clipped.get_or_insert(Clipped {
                        n_runs: 0,
                        at_s: (self.duration_s + (end - len as f64) / rate_hz).max(0.0),
                        longest_s: 0.0,
                    });
                    clipped.n_runs += u64::from(len == min_run);
                    clipped.longest_s = clipped.longest_s.max(len as f64 / rate_hz);
                }
            }
        }
        self.duration_s += block.n_frames() as f64 / rate_hz;
    }

    /// What was found; `None` if nothing was.
    pub fn clipped(&self) -> Option<Clipped> {
        self.clipped
    }
}

impl FlatTop {
    /// The length of the run that a sample ends; 0 if it is in none.
    fn push(&mut self, sample: f32) -> usize {
        let goes_on = sample == self.last
            || (sample.abs() >= FULL_SCALE
                && self.last.abs() >= FULL_SCALE
                && sample * self.last > 0.0);
        self.len = match sample.abs() >= MAYBE_FULL {
            true if goes_on => self.len + 1,
            true => 1,
            false => 0,
        };
        self.last = sample;
        self.len
    }
}
