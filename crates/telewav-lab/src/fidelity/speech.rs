//! Speech: against the library's own float stage, and against an ideal band limit.

use std::fs::File;
use std::path::{Path as FilePath, PathBuf};

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;
use telewav::decode::{DecodeOptions, decode};
use telewav::downmix::{Downmix, Mixer};

use super::analysis::{snr_db, to_f64};
use super::g711::{coded, decoded};
use super::path::{Path, telewav_resampled};
use crate::Outcome;

/// How much softer than full scale the loudest sample is made, dB.
const LEVELS_DB: [f64; 3] = [0.0, -20.0, -35.0];

/// One recording at one level.
pub struct Speech {
    pub name: String,
    pub rate_hz: u32,
    pub level_db: f64,
    /// The octets against the float stage, dB.
    pub own_db: f64,
    /// What G.711's decision values make of the float stage, against it, dB.
    pub bound_db: f64,
    /// The octets of each path against an ideal band limit, dB.
    pub ideal_db: Vec<(Path, f64)>,
}

/// The recordings that ship.
pub fn prompts() -> Vec<PathBuf> {
    let prompts = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/prompts");
    [
        "nobody-available.mp3",
        "hold/please-wait.m4a",
        "goodbye.ogg",
    ]
    .map(|name| prompts.join(name))
    .to_vec()
}

pub fn measure(files: &[PathBuf], paths: &[Path]) -> Outcome<Vec<Speech>> {
    let mut all = Vec::new();
    for file in files {
        let (rate_hz, samples) = mono(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let peak = samples.iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for level_db in LEVELS_DB {
            // The resampler may overshoot; 0.5 dB less than full scale, and nothing is lowered.
            let gain = 10_f64.powf((level_db - 0.5) / 20.0) as f32 / peak;
            let scaled: Vec<f32> = samples.iter().map(|s| s * gain).collect();
            all.push(one(&name, rate_hz, level_db, &scaled, paths)?);
        }
    }
    Ok(all)
}

fn one(
    name: &str,
    rate_hz: u32,
    level_db: f64,
    samples: &[f32],
    paths: &[Path],
) -> Outcome<Speech> {
    let float = to_f64(&telewav_resampled(samples, rate_hz, 8000)?);
    let ideal = band_limited(&to_f64(samples), rate_hz, float.len());
    let by_decision_values: Vec<f64> = float.iter().copied().map(coded).collect();
    let own = decoded(&Path::Telewav.octets(samples, rate_hz)?);
    let of_path = |path: &Path| {
        let octets = decoded(&path.octets(samples, rate_hz)?);
        Ok((*path, snr_db(&octets, &ideal)))
    };
    Ok(Speech {
        name: name.to_owned(),
        rate_hz,
        level_db,
        own_db: snr_db(&own, &float),
        bound_db: snr_db(&by_decision_values, &float),
        ideal_db: paths.iter().map(of_path).collect::<Outcome<_>>()?,
    })
}

/// All of a recording, as one channel.
fn mono(file: &FilePath) -> Outcome<(u32, Vec<f32>)> {
    let source = File::open(file).map_err(|e| e.to_string())?;
    let (mut mixer, mut mono, mut samples, mut rate_hz) =
        (Mixer::new(Downmix::Auto), Vec::new(), Vec::new(), 0);
    decode(source, &DecodeOptions::default(), &mut |block| {
        rate_hz = block.rate_hz();
        mixer.mix(block, &mut mono)?;
        samples.extend_from_slice(&mono);
        Ok(())
    })
    .map_err(|e| e.to_string())?;
    Ok((rate_hz, samples))
}

/// The signal without anything from 4 kHz on, at 8000 Hz: one FFT over all of it, in double precision.
fn band_limited(samples: &[f64], rate_hz: u32, n_out: usize) -> Vec<f64> {
    // A whole number of seconds, so that both rates have a whole number of frames; silence at the end keeps the
    // ends apart.
    let seconds = samples.len().div_ceil(rate_hz as usize) + 1;
    let (n_in, n_target) = (seconds * rate_hz as usize, seconds * 8000);
    let mut planner = RealFftPlanner::<f64>::new();
    let mut padded = samples.to_vec();
    padded.resize(n_in, 0.0);
    let forward = planner.plan_fft_forward(n_in);
    let mut spectrum = forward.make_output_vec();
    let inverse = planner.plan_fft_inverse(n_target);
    let mut narrow = inverse.make_input_vec();
    let mut out = inverse.make_output_vec();
    if forward.process(&mut padded, &mut spectrum).is_err() {
        return Vec::new();
    }
    let top = narrow.len() - 1;
    for (to, from) in narrow.iter_mut().zip(&spectrum).take(top) {
        *to = from / n_in as f64;
    }
    narrow[0] = Complex::new(narrow[0].re, 0.0);
    if inverse.process(&mut narrow, &mut out).is_err() {
        return Vec::new();
    }
    out.truncate(n_out);
    out
}
