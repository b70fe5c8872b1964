//! The ways that sound takes from a recording to 8000 Hz: telewav, and the programs that people use instead.

use std::fs;
use std::io::Cursor;
use std::path::Path as FilePath;
use std::process::{Command, Output};

use telewav::resample::Resampler;
use telewav::{ConvertOptions, Profile, convert};

use crate::Outcome;
use crate::sound::Sound;
use crate::source;

/// A program, and how it is told to convert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    Telewav,
    /// As everybody calls it.
    Ffmpeg,
    /// With the library soxr at its highest precision.
    FfmpegSoxr,
    /// At its highest quality, with the dither that it adds by itself.
    Sox,
    /// The same without dither.
    SoxNoDither,
}

impl Path {
    pub const ALL: [Self; 5] = [
        Self::Telewav,
        Self::Ffmpeg,
        Self::FfmpegSoxr,
        Self::Sox,
        Self::SoxNoDither,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Telewav => "telewav",
            Self::Ffmpeg => "ffmpeg",
            Self::FfmpegSoxr => "ffmpeg, soxr 33",
            Self::Sox => "SoX rate -v",
            Self::SoxNoDither => "SoX -D rate -v",
        }
    }

    /// Of floating-point samples, SoX makes the same with and without dither.
    pub fn is_for_float(self) -> bool {
        self != Self::SoxNoDither
    }

    /// A mono signal resampled, as floating-point samples.
    pub fn resampled(self, samples: &[f32], rate_hz: u32, target_hz: u32) -> Outcome<Vec<f64>> {
        let out = match self {
            Self::Telewav => telewav_resampled(samples, rate_hz, target_hz)?,
            _ => {
                let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
                let source = write(folder.path(), samples, rate_hz)?;
                let to = folder.path().join("out.wav");
                self.convert(&source, &to, target_hz, "float")?;
                read_float(&to)?
            }
        };
        Ok(super::analysis::to_f64(&out))
    }

    /// A mono signal as A-law octets at 8000 Hz.
    pub fn octets(self, samples: &[f32], rate_hz: u32) -> Outcome<Vec<u8>> {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let source = write(folder.path(), samples, rate_hz)?;
        if self == Self::Telewav {
            let file = fs::File::open(&source).map_err(|e| e.to_string())?;
            let profile =
                Profile::embedded(telewav::profile::DEFAULT).map_err(|e| e.to_string())?;
            let made = convert(file, &profile, &ConvertOptions::default());
            let wav = made.map_err(|e| e.to_string())?.octets.ok_or("no prompt")?;
            return data(wav);
        }
        let to = folder.path().join("out.wav");
        self.convert(&source, &to, 8000, "a-law")?;
        data(fs::read(&to).map_err(|e| e.to_string())?)
    }

    fn convert(self, from: &FilePath, to: &FilePath, target_hz: u32, coding: &str) -> Outcome<()> {
        let rate = target_hz.to_string();
        let output = match self {
            Self::Telewav => return Err("telewav is no other program".into()),
            Self::Ffmpeg | Self::FfmpegSoxr => {
                let mut command = Command::new("ffmpeg");
                command.args(["-v", "error", "-i"]).arg(from);
                if self == Self::FfmpegSoxr {
                    command.args(["-af", "aresample=resampler=soxr:precision=33"]);
                }
                let codec = if coding == "float" {
                    "pcm_f32le"
                } else {
                    "pcm_alaw"
                };
                command
                    .args(["-ar", &rate, "-c:a", codec, "-bitexact"])
                    .arg(to)
                    .output()
            }
            Self::Sox | Self::SoxNoDither => {
                let mut command = Command::new("sox");
                if self == Self::SoxNoDither || coding == "float" {
                    command.arg("-D");
                }
                let bits = if coding == "float" { "32" } else { "8" };
                let encoding = if coding == "float" {
                    "floating-point"
                } else {
                    "a-law"
                };
                command.arg(from).args(["-e", encoding, "-b", bits]).arg(to);
                command.args(["rate", "-v", &rate]).output()
            }
        };
        let output = output.map_err(|e| format!("{}: {e}", self.name()))?;
        match output.status.success() {
            true => Ok(()),
            false => Err(format!(
                "{}: {}",
                self.name(),
                String::from_utf8_lossy(&output.stderr)
            )),
        }
    }
}

/// telewav's resampler alone.
pub fn telewav_resampled(samples: &[f32], rate_hz: u32, target_hz: u32) -> Outcome<Vec<f32>> {
    let mut resampler = Resampler::new(target_hz);
    let mut out = Vec::new();
    // In blocks, as decoders hand them over.
    for block in samples.chunks(4096) {
        resampler
            .push(block, rate_hz, &mut out)
            .map_err(|e| e.to_string())?;
    }
    resampler.finish(&mut out).map_err(|e| e.to_string())?;
    Ok(out)
}

fn write(folder: &FilePath, samples: &[f32], rate_hz: u32) -> Outcome<std::path::PathBuf> {
    let path = folder.join("in.wav");
    let sound = Sound {
        rate_hz,
        planes: vec![samples.to_vec()],
    };
    source::write(&path, &sound, 32)?;
    Ok(path)
}

fn read_float(path: &FilePath) -> Outcome<Vec<f32>> {
    let mut reader = hound::WavReader::open(path).map_err(|e| e.to_string())?;
    reader
        .samples::<f32>()
        .collect::<Result<_, _>>()
        .map_err(|e| e.to_string())
}

/// The octets in a WAV's `data` chunk.
fn data(wav: Vec<u8>) -> Outcome<Vec<u8>> {
    let facts = telewav::riff::read::read(&mut Cursor::new(&wav), 0).map_err(|e| e.to_string())?;
    let data = facts.data.first().ok_or("no data chunk")?;
    let (start, len) = (data.offset as usize, data.len as usize);
    wav.get(start..start + len)
        .map(<[u8]>::to_vec)
        .ok_or_else(|| "data beyond the file".into())
}

/// What is measured, with its version.
pub fn versions(paths: &[Path]) -> Outcome<Vec<String>> {
    let mut versions = vec![format!("telewav {}", env!("CARGO_PKG_VERSION"))];
    if paths.contains(&Path::Ffmpeg) {
        let word = first_line(Command::new("ffmpeg").arg("-version").output())?;
        versions.push(
            word.split(" Copyright")
                .next()
                .unwrap_or_default()
                .to_owned(),
        );
    }
    if paths.contains(&Path::Sox) {
        let word = first_line(Command::new("sox").arg("--version").output())?;
        versions.push(word.trim_start_matches("sox:").trim().to_owned());
    }
    Ok(versions)
}

fn first_line(output: std::io::Result<Output>) -> Outcome<String> {
    let output = output.map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
