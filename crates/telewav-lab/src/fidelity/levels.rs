//! A-law: how much noise it adds to a tone at each level, and what becomes of peaks.

use std::f64::consts::TAU;

use super::analysis::{decibels, tone};
use super::g711::{coded, decoded};
use super::path::Path;
use crate::Outcome;

/// The tone: in the middle of speech, and without a common factor with any rate.
const TONE_HZ: f64 = 1019.27;
const RATE_HZ: u32 = 48_000;
const LEVELS_DBFS: [f64; 13] = [
    0.0, -5.0, -10.0, -15.0, -20.0, -25.0, -30.0, -35.0, -40.0, -45.0, -50.0, -55.0, -60.0,
];
const DURATION_S: f64 = 2.0;

/// SINAD by level.
pub struct Levels {
    pub dbfs: Vec<f64>,
    /// What G.711's decision values make of the tone itself.
    pub bound_db: Vec<f64>,
    pub of_paths: Vec<(Path, Vec<f64>)>,
}

impl Levels {
    pub fn measure(paths: &[Path]) -> Outcome<Self> {
        let bound = |dbfs: &f64| {
            let coded: Vec<f64> = wave(*dbfs, 8000).map(coded).collect();
            sinad_db(&coded)
        };
        let of_path = |path: &Path| {
            let sinad = |dbfs: &f64| {
                let samples: Vec<f32> = wave(*dbfs, RATE_HZ).map(|s| s as f32).collect();
                Ok(sinad_db(&decoded(&path.octets(&samples, RATE_HZ)?)))
            };
            let sinads: Outcome<Vec<f64>> = LEVELS_DBFS.iter().map(sinad).collect();
            Ok((*path, sinads?))
        };
        Ok(Self {
            dbfs: LEVELS_DBFS.to_vec(),
            bound_db: LEVELS_DBFS.iter().map(bound).collect(),
            of_paths: paths.iter().map(of_path).collect::<Outcome<_>>()?,
        })
    }

    /// The most that a path is below the bound, dB.
    pub fn worst_db(&self, path: Path) -> f64 {
        let of_path = self.of_paths.iter().find(|(known, _)| *known == path);
        let below = of_path
            .into_iter()
            .flat_map(|(_, sinads)| self.bound_db.iter().zip(sinads));
        below
            .map(|(bound, sinad)| bound - sinad)
            .fold(f64::NEG_INFINITY, f64::max)
    }
}

fn wave(dbfs: f64, rate_hz: u32) -> impl Iterator<Item = f64> {
    let amplitude = 10_f64.powf(dbfs / 20.0);
    let n_frames = (DURATION_S * f64::from(rate_hz)) as u32;
    (0..n_frames)
        .map(move |n| amplitude * (TAU * TONE_HZ * f64::from(n) / f64::from(rate_hz)).sin())
}

/// The tone against everything else, away from the ends.
fn sinad_db(samples: &[f64]) -> f64 {
    let inner = 2000..samples.len().saturating_sub(2000).max(2001);
    let found = tone(
        samples.get(inner.clone()).unwrap_or(&[]),
        inner.start,
        8000.0,
        TONE_HZ,
    );
    decibels(found.amplitude / 2.0_f64.sqrt() / found.rest)
}

/// What a full-scale square wave of 441 Hz, 44,100 Hz, comes to.
pub struct Square {
    pub path: Path,
    /// Octets of the loudest code, of 8000: those of a peak that was cut off are more than a few.
    pub n_loudest: usize,
    /// Whether two runs gave the same octets.
    pub is_reproducible: bool,
}

impl Square {
    pub fn measure(paths: &[Path]) -> Outcome<Vec<Self>> {
        let square: Vec<f32> = (0..44_100)
            .map(|n| if n / 50 % 2 == 0 { 1.0 } else { -1.0 })
            .collect();
        let speech: Vec<f32> = wave(-20.0, RATE_HZ).map(|s| s as f32).collect();
        let of_path = |path: &Path| {
            let octets = path.octets(&square, 44_100)?;
            Ok(Self {
                path: *path,
                // 0x2A and 0xAA.
                n_loudest: octets.iter().filter(|octet| **octet & 0x7F == 0x2A).count(),
                is_reproducible: path.octets(&speech, RATE_HZ)? == path.octets(&speech, RATE_HZ)?,
            })
        };
        paths.iter().map(of_path).collect()
    }
}
