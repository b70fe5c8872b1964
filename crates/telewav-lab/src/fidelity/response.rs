//! What becomes of tones: how much of each comes out, how much of something else, and when.

use std::f64::consts::{PI, TAU};

use super::analysis::{decibels, rms, tone};
use super::path::Path;
use crate::Outcome;

/// A tone's amplitude, -6 dBFS: nothing clips anywhere.
const AMPLITUDE: f64 = 0.5;
/// Of each tone, so much at either end is its rise and fall ...
const EDGE_SHARE: f64 = 0.2;
/// ... and what lies so far inside is looked at: beyond the reach of a filter from the edges.
const INNER_SHARE: f64 = 0.25;
/// Silence between the tones that pass and those that must not, seconds: what is left of the former is not alias.
const GAP_S: f64 = 3.0;

/// The response of one way at one rate.
#[derive(Debug, Clone)]
pub struct Response {
    pub path: Path,
    pub rate_hz: u32,
    pub target_hz: u32,
    pub points: Vec<Point>,
    /// Frames that came out, and frames that should have.
    pub n_frames: (usize, usize),
}

/// What became of one tone.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    pub hz: f64,
    /// The tone in what came out, dB of what went in.
    pub gain_db: f64,
    /// All that came out besides the tone, dB of what went in.
    pub rest_db: f64,
    /// All that came out, dB of what went in.
    pub all_db: f64,
    /// How late the tone is, in samples of the output.
    pub delay: f64,
}

impl Response {
    pub fn measure(path: Path, rate_hz: u32, target_hz: u32) -> Outcome<Self> {
        let tones = Tones::of(rate_hz, target_hz);
        let samples = tones.signal(rate_hz);
        let out = path.resampled(&samples, rate_hz, target_hz)?;
        let target = f64::from(target_hz);
        let point = |(i, hz): (usize, &f64)| {
            let inside_s = tones.start_s(i) + INNER_SHARE * tones.tone_s;
            let first = (inside_s * target).round() as usize;
            let n = ((1.0 - 2.0 * INNER_SHARE) * tones.tone_s * target).round() as usize;
            let inner = out.get(first..first + n).unwrap_or(&[]);
            let found = tone(inner, first, target, *hz);
            let effective = AMPLITUDE / 2.0_f64.sqrt();
            // Where the tone was when it went in: a sine from the start of the whole signal.
            let turned = (found.phase + PI).rem_euclid(TAU) - PI;
            Point {
                hz: *hz,
                gain_db: decibels(found.amplitude / AMPLITUDE),
                rest_db: decibels(found.rest / effective),
                all_db: decibels(rms(inner) / effective),
                delay: -turned / (TAU * hz) * target,
            }
        };
        let wanted = telewav::resample::target_frames(samples.len() as u64, rate_hz, target_hz);
        Ok(Self {
            path,
            rate_hz,
            target_hz,
            points: tones.hz.iter().enumerate().map(point).collect(),
            n_frames: (out.len(), wanted as usize),
        })
    }

    /// Frequencies as a share of those for 8000 Hz.
    fn scale(&self) -> f64 {
        f64::from(self.target_hz) / 8000.0
    }

    /// The pass band is up to here: 3.7 kHz for 8000 Hz; for a source of a lower rate, 92.5 % of its own.
    pub fn edge_hz(&self) -> f64 {
        (3700.0 * self.scale()).min(0.4625 * f64::from(self.rate_hz))
    }

    fn passed(&self, up_to_hz: f64) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(move |point| point.hz <= up_to_hz)
    }

    /// The most that a tone of the pass band is off, dB.
    pub fn ripple_db(&self) -> f64 {
        let off = self.passed(self.edge_hz()).map(|point| point.gain_db.abs());
        off.fold(0.0, f64::max)
    }

    /// The most that comes out besides a tone of the pass band, dB: images of sources of a low rate, and noise.
    pub fn images_db(&self) -> f64 {
        let rest = self.passed(self.edge_hz()).map(|point| point.rest_db);
        rest.fold(f64::NEG_INFINITY, f64::max)
    }

    /// The most that comes out of a tone from 4.1 kHz on, dB; `None` if the source has none.
    pub fn aliases_db(&self) -> Option<f64> {
        let from_hz = 4100.0 * self.scale();
        let beyond = self.points.iter().filter(|point| point.hz >= from_hz);
        beyond.map(|point| point.all_db).reduce(f64::max)
    }

    /// The lowest tone that comes out this much softer, Hz; `None` if there is none.
    pub fn falls_at_hz(&self, db: f64) -> Option<f64> {
        self.points
            .iter()
            .find(|point| point.gain_db < -db)
            .map(|point| point.hz)
    }

    /// How late the middle of the band is, in samples of the output.
    pub fn delay(&self) -> f64 {
        let middle = self.edge_hz() / 4.0;
        let nearest = self
            .points
            .iter()
            .min_by(|a, b| (a.hz - middle).abs().total_cmp(&(b.hz - middle).abs()));
        nearest.map_or(0.0, |point| point.delay)
    }
}

/// Tones one behind the other, each with a soft rise and fall.
struct Tones {
    hz: Vec<f64>,
    /// Seconds of each.
    tone_s: f64,
    /// How many of them may pass; a silence is behind them.
    n_passing: usize,
}

impl Tones {
    /// The pass band, the edge closely, and what must not come through: evenly on a scale of ratios, and around the
    /// multiples of the target's rate.
    fn of(rate_hz: u32, target_hz: u32) -> Self {
        let scale = f64::from(target_hz) / 8000.0;
        let top = 0.4999 * f64::from(rate_hz);
        let mut hz: Vec<f64> = (0..25)
            .map(|i| (41.0 + 152.4 * f64::from(i)) * scale)
            .collect();
        hz.extend((0..32).map(|i| (3702.0 + 17.0 * f64::from(i)) * scale));
        hz.extend([3699.0 * scale, 4100.5 * scale]);
        let beyond = 4300.7 * scale;
        hz.extend((0..24).map(|i| beyond * (top / beyond).powf(f64::from(i) / 23.0)));
        for k in 1..4 {
            let around = f64::from(k * target_hz);
            let beside = [-3100.3, -900.7, -61.3, 61.3, 900.7, 3100.3];
            hz.extend(beside.map(|hz| around + hz * scale));
        }
        // The band of a source of a low rate, to its end.
        if rate_hz < target_hz {
            hz.extend((0..30).map(|i| top * (0.9 + 0.1 * f64::from(i) / 30.0)));
            hz.extend([0.4624, 0.3, 0.2, 0.1].map(|share| share * f64::from(rate_hz)));
        }
        hz.retain(|hz| *hz > 0.0 && *hz < top);
        hz.sort_by(f64::total_cmp);
        hz.dedup();
        Self {
            n_passing: hz.iter().filter(|hz| **hz < 4100.0 * scale).count(),
            // Filters of low rates, and of those that have little in common with the target, are longer.
            tone_s: if rate_hz < 12_000 || !rate_hz.is_multiple_of(8) {
                4.0
            } else {
                1.0
            },
            hz,
        }
    }

    fn start_s(&self, i: usize) -> f64 {
        let gap_s = if i < self.n_passing { 0.0 } else { GAP_S };
        i as f64 * self.tone_s + gap_s
    }

    fn signal(&self, rate_hz: u32) -> Vec<f32> {
        let rate = f64::from(rate_hz);
        let n_frames = (self.start_s(self.hz.len()) * rate).ceil() as usize;
        let mut samples = vec![0.0; n_frames];
        for (i, hz) in self.hz.iter().enumerate() {
            let start_s = self.start_s(i);
            let from = (start_s * rate).ceil() as usize;
            let to = ((start_s + self.tone_s) * rate) as usize;
            for (n, sample) in samples.iter_mut().enumerate().take(to).skip(from) {
                let t = n as f64 / rate;
                let share = (t - start_s) / self.tone_s;
                let edge = share.min(1.0 - share) / EDGE_SHARE;
                let gain = match edge {
                    edge if edge >= 1.0 => 1.0,
                    edge => 0.5 - 0.5 * (PI * edge.max(0.0)).cos(),
                };
                // The phase in turns, without those that are whole: exact for a long signal, too.
                let turns = (hz * t).rem_euclid(1.0);
                *sample = (AMPLITUDE * gain * (TAU * turns).sin()) as f32;
            }
        }
        samples
    }
}
