//! The peak of the signal between its samples: ITU-R BS.1770-5, annex 2.
//!
//! The signal is interpolated to four times its rate by the filter of annex 2 (twice from 96 kHz, not at all
//! from 192 kHz, where samples lie close enough). Most of a recording is so far below its peak that no
//! interpolation could exceed it, and is passed over.

use super::peak;

/// Phases of the filter; each yields one of the values that stand for a sample.
const PHASES: usize = 4;
/// Coefficients of each phase.
const TAPS: usize = 12;
/// From this rate on, every second phase is enough.
const TWOFOLD_FROM_HZ: u32 = 96_000;
/// From this rate on, the samples themselves are.
const ONEFOLD_FROM_HZ: u32 = 192_000;

/// The first two phases of the filter in units of 2^-13 (BS.1770-5, annex 2: order 48, 4 phases); the last two are
/// these backwards, in reverse order.
const FIRST: [i16; TAPS] = [
    14, 90, -161, 272, -487, 1125, 7964, -838, 390, -218, 122, -68,
];
const SECOND: [i16; TAPS] = [
    -239, 240, -424, 730, -1364, 3810, 6388, -1641, 832, -477, 271, -155,
];
const UNIT: f32 = 8192.0;

const FILTER: [[f32; TAPS]; PHASES] = {
    let mut filter = [[0.0; TAPS]; PHASES];
    let mut i = 0;
    while i < TAPS {
        filter[0][i] = FIRST[i] as f32 / UNIT;
        filter[1][i] = SECOND[i] as f32 / UNIT;
        filter[2][TAPS - 1 - i] = filter[1][i];
        filter[3][TAPS - 1 - i] = filter[0][i];
        i += 1;
    }
    filter
};

/// No interpolated value exceeds the largest of its samples by more than this factor: the sum of the magnitudes
/// in the second phase, 16,571 units; that of the first is smaller.
const MOST_GAIN: f32 = 2.023;
/// Samples that are looked at together.
const BLOCK: usize = 32;
/// The samples of a block, with those before it that it takes.
const WINDOW: usize = BLOCK + TAPS - 1;
/// Samples that are held at a time.
const CHUNK: usize = 64 * BLOCK;

/// Measures the sample peak and the true peak of a signal that comes in pieces.
///
/// ```
/// use telewav::level::true_peak::TruePeakMeter;
/// // A quarter of the rate, in such a phase that every sample misses the peak by 3 dB.
/// let mut meter = TruePeakMeter::new(8000);
/// meter.push(&[0.5, 0.5, -0.5, -0.5].repeat(100));
/// assert_eq!(meter.sample_peak(), 0.5);
/// assert!((meter.true_peak() - 0.5 * 2.0_f32.sqrt()).abs() < 0.02);
/// ```
#[derive(Debug, Clone)]
pub struct TruePeakMeter {
    /// Every how manyth phase is used; `None` for none.
    step: Option<usize>,
    sample_peak: f32,
    /// As far as it is settled: what the last samples interpolate to takes those that follow.
    true_peak: f32,
    /// The last samples, which the next ones are interpolated with; silence comes before the first.
    held: Vec<f32>,
}

impl TruePeakMeter {
    /// A meter for a signal of `rate_hz` samples a second.
    pub fn new(rate_hz: u32) -> Self {
        Self {
            step: match rate_hz {
                ONEFOLD_FROM_HZ.. => None,
                TWOFOLD_FROM_HZ.. => Some(2),
                _ => Some(1),
            },
            sample_peak: 0.0,
            true_peak: 0.0,
            held: vec![0.0; TAPS - 1],
        }
    }

    /// Takes the next samples, full scale ±1.0.
    pub fn push(&mut self, samples: &[f32]) {
        self.sample_peak = self.sample_peak.max(peak(samples));
        let Some(step) = self.step else { return };
        for chunk in samples.chunks(CHUNK) {
            self.held.extend_from_slice(chunk);
            let so_far = self.true_peak.max(self.sample_peak);
            self.true_peak = interpolated_peak(&self.held, step, so_far);
            self.held.drain(..chunk.len());
        }
    }

    /// The largest absolute sample so far.
    pub fn sample_peak(&self) -> f32 {
        self.sample_peak
    }

    /// The largest absolute value so far of the signal between its samples, if silence follows; at least the
    /// [`sample_peak`](Self::sample_peak).
    pub fn true_peak(&self) -> f32 {
        let so_far = self.true_peak.max(self.sample_peak);
        match self.step {
            None => so_far,
            Some(step) => {
                let mut end = self.held.clone();
                end.resize(2 * (TAPS - 1), 0.0);
                interpolated_peak(&end, step, so_far)
            }
        }
    }
}

/// The largest absolute value that `samples` interpolate to, each with the `TAPS - 1` before it; `so_far` if none
/// is larger.
fn interpolated_peak(samples: &[f32], step: usize, so_far: f32) -> f32 {
    let mut most = so_far;
    let mut start = 0;
    while start + TAPS <= samples.len() {
        let block = &samples[start..samples.len().min(start + WINDOW)];
        if peak(block) * MOST_GAIN > most {
            let mut window = [0.0; WINDOW];
            window[..block.len()].copy_from_slice(block);
            for phase in FILTER.iter().step_by(step) {
                let values = interpolate(&window, phase);
                // What is behind the block is yet to come.
                most = most.max(peak(&values[..block.len() + 1 - TAPS]));
            }
        }
        start += BLOCK;
    }
    most
}

/// One phase of the filter.
fn interpolate(window: &[f32; WINDOW], phase: &[f32; TAPS]) -> [f32; BLOCK] {
    let mut values = [0.0; BLOCK];
    let (lanes, _) = values.as_chunks_mut::<8>();
    for (i, lane) in lanes.iter_mut().enumerate() {
        for (tap, coefficient) in phase.iter().enumerate() {
            for (value, sample) in lane.iter_mut().zip(&window[8 * i + tap..]) {
                *value += coefficient * sample;
            }
        }
    }
    values
}
