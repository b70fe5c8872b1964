//! The known source of every file of the matrix: a signal that is the same on every run and, below the
//! highest frequency, at every rate.
//!
//! It is like speech in what matters here: syllables of gliding tones and of noise. It starts loud with its
//! first frame and ends loud with its last, so that a start or an end that is missing or moved can be seen.

use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::sound::Sound;

/// Duration in seconds. At no rate is it a whole number of frames of any codec, as a test makes sure.
const DURATION_S: f64 = 1.3717;
/// Syllables a second.
const SYLLABLES_HZ: f64 = 3.7;
/// Gliding tones: Hz at the start, Hz at the end, amplitude.
const GLIDES: [(f64, f64, f64); 4] = [
    (130.0, 210.0, 0.20),
    (420.0, 780.0, 0.16),
    (1900.0, 1100.0, 0.10),
    (2300.0, 3300.0, 0.05),
];
/// Partials of the noise, spread unevenly from 300 to 9000 Hz.
const N_PARTIALS: u32 = 60;
/// No component above this share of the rate.
const HIGHEST: f64 = 0.45;

/// Frames of the source at a rate.
pub fn n_frames(rate_hz: u32) -> usize {
    (DURATION_S * f64::from(rate_hz)).round() as usize
}

/// The source, with samples that 24-bit integers can hold.
pub fn signal(rate_hz: u32, n_channels: usize) -> Sound {
    let plane = |channel| {
        let sample = |n| on_grid(value(n as f64 / f64::from(rate_hz), channel, rate_hz), 24);
        (0..n_frames(rate_hz)).map(sample).collect()
    };
    Sound {
        rate_hz,
        planes: (0..n_channels).map(plane).collect(),
    }
}

/// The nearest value that a signed integer of so many bits can hold.
fn on_grid(value: f64, bits: i32) -> f32 {
    let steps = f64::from(bits - 1).exp2();
    ((value * steps).round() / steps) as f32
}

/// One sample. Channels differ in pitch and level, the first being the loudest.
fn value(t: f64, channel: usize, rate_hz: u32) -> f64 {
    let pitch = 1.0 + 0.06 * channel as f64;
    let level = 0.85_f64.powi(channel as i32);
    let limit_hz = HIGHEST * f64::from(rate_hz);
    let syllable = 0.55 + 0.45 * (TAU * SYLLABLES_HZ * t).cos();
    let click = 0.25 * (-t / 0.004).exp() * (TAU * 1000.0 * t).cos();
    let between = 0.5 - 0.5 * (TAU * SYLLABLES_HZ * t).cos();
    level * (click + syllable * glides(t, pitch, limit_hz) + between * noise(t, pitch, limit_hz))
}

fn glides(t: f64, pitch: f64, limit_hz: f64) -> f64 {
    let glide = |(from_hz, to_hz, amplitude): (f64, f64, f64)| {
        let hz = from_hz * pitch;
        let slope = (to_hz - from_hz) * pitch / DURATION_S;
        let is_heard = hz.max(to_hz * pitch) < limit_hz;
        let phase = TAU * (hz * t + 0.5 * slope * t * t);
        if is_heard {
            amplitude * phase.cos()
        } else {
            0.0
        }
    };
    GLIDES.into_iter().map(glide).sum()
}

/// Noise as a sum of partials, so that it is the same at every rate.
fn noise(t: f64, pitch: f64, limit_hz: f64) -> f64 {
    let golden = 0.618_033_988_749_895;
    let partial = |k: u32| {
        let share = (f64::from(k) * golden).fract();
        let hz = pitch * 300.0 * (30.0_f64).powf(share);
        let phase = TAU * (hz * t + (f64::from(k * k) * golden).fract());
        if hz < limit_hz { phase.sin() } else { 0.0 }
    };
    0.012 * (0..N_PARTIALS).map(partial).sum::<f64>()
}

/// The source as files: 16-bit integers, and 32-bit floats with 24 bits in use.
pub struct SourceFiles {
    /// 16-bit WAV.
    pub int16: PathBuf,
    /// 32-bit float WAV.
    pub float: PathBuf,
}

/// Writes both into `dir`, unless they are there.
pub fn files(dir: &Path, rate_hz: u32, n_channels: usize) -> Outcome<SourceFiles> {
    let name = |kind: &str| dir.join(format!("{rate_hz}-{n_channels}-{kind}.wav"));
    let files = SourceFiles {
        int16: name("int16"),
        float: name("float"),
    };
    if !files.float.exists() {
        let sound = signal(rate_hz, n_channels);
        write(&files.int16, &sound, 16)?;
        write(&files.float, &sound, 32)?;
    }
    Ok(files)
}

/// Writes a WAV of 16-bit integers or 32-bit floats, whole or not at all.
pub fn write(path: &Path, sound: &Sound, bits: u16) -> Outcome<()> {
    let part = path.with_extension("part");
    write_wav(&part, sound, bits).map_err(|e| format!("{}: {e}", part.display()))?;
    fs::rename(&part, path).map_err(|e| format!("{}: {e}", path.display()))
}

fn write_wav(path: &Path, sound: &Sound, bits: u16) -> Result<(), hound::Error> {
    let spec = hound::WavSpec {
        channels: sound.planes.len() as u16,
        sample_rate: sound.rate_hz,
        bits_per_sample: bits,
        sample_format: match bits {
            32 => hound::SampleFormat::Float,
            _ => hound::SampleFormat::Int,
        },
    };
    let mut writer = hound::WavWriter::create(path, spec)?;
    for i in 0..sound.n_frames() {
        for plane in &sound.planes {
            match spec.sample_format {
                hound::SampleFormat::Float => writer.write_sample(plane[i])?,
                hound::SampleFormat::Int => {
                    writer.write_sample((plane[i] * 32768.0).round() as i16)?
                }
            }
        }
    }
    writer.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: [u32; 13] = [
        7350, 8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200,
        96_000,
    ];

    #[test]
    fn the_length_is_no_whole_number_of_frames() {
        for rate_hz in RATES {
            // GSM, AMR, Opus at 48 kHz, MPEG audio, AAC, FLAC and ALAC; blocks of ADPCM.
            for frame in [
                64, 160, 240, 320, 384, 505, 576, 960, 1017, 1024, 1152, 4096, 4608,
            ] {
                assert_ne!(
                    n_frames(rate_hz) % frame,
                    0,
                    "{rate_hz} Hz, frames of {frame}"
                );
            }
        }
    }

    #[test]
    fn it_is_loud_from_its_first_frame_to_its_last_and_never_clips() {
        for rate_hz in [8000, 44_100] {
            let sound = signal(rate_hz, 2);
            let peak = |samples: &[f32]| samples.iter().fold(0.0_f32, |peak, x| peak.max(x.abs()));
            for plane in &sound.planes {
                let n_20_ms = rate_hz as usize / 50;
                assert!(
                    peak(&plane[..10]) > 0.3,
                    "{rate_hz}: start {}",
                    peak(&plane[..10])
                );
                assert!(
                    peak(&plane[plane.len() - n_20_ms..]) > 0.1,
                    "{rate_hz}: end"
                );
                assert!(peak(plane) < 0.9, "{rate_hz}: peak {}", peak(plane));
            }
        }
    }
}
