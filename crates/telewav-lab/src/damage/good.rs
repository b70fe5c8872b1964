//! The good files, and what telewav makes of them.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use telewav::decode::Limits;
use telewav::g711::alaw;
use telewav::{CheckOptions, ConvertOptions, Error, Findings, Profile, check, convert};
use walkdir::WalkDir;

use super::map::Map;
use super::whole;
use crate::Outcome;
use crate::sound::Sound;

/// The names of containers, with the extensions of their files, in the order of the table.
pub const CONTAINERS: [(&str, &[&str]); 10] = [
    ("MP3", &["mp3"]),
    ("MP4", &["m4a", "mp4"]),
    ("Matroska", &["mka", "webm"]),
    ("Ogg", &["ogg", "opus", "oga"]),
    ("FLAC", &["flac"]),
    ("WAV", &["wav"]),
    ("AIFF", &["aiff", "aifc"]),
    ("CAF", &["caf"]),
    ("W64", &["w64"]),
    ("ADTS", &["aac"]),
];
/// No copy is as long, whatever its header claims.
const MAX_INPUT_S: f64 = 60.0;
/// In front of the samples of a prompt.
const HEADER_OCTETS: usize = 58;

/// A file without a fault.
pub struct Good {
    pub name: String,
    pub extension: String,
    pub container: &'static str,
    pub octets: Vec<u8>,
    pub map: Map,
    /// Its prompt: 8000 Hz.
    pub sound: Vec<i16>,
    pub notes: Vec<String>,
    /// What ffmpeg decodes of it, once somebody asks.
    by_ffmpeg: OnceLock<Option<Vec<Sound>>>,
}

/// What `convert` made of a file.
pub enum Made {
    Prompt {
        sound: Vec<i16>,
        notes: Vec<String>,
    },
    /// An error, damage, or a finding that is an error: what it says.
    Refused(String),
}

/// Converts for the default platform.
pub fn made(octets: &[u8], profile: &Profile) -> Made {
    let limits = Limits::default().max_input_s(MAX_INPUT_S);
    let options = ConvertOptions::default().limits(limits);
    match convert(Cursor::new(octets), profile, &options) {
        Ok(made) => match made.octets {
            Some(prompt) => Made::Prompt {
                sound: samples(&prompt),
                notes: made
                    .report
                    .source
                    .notes
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
            },
            None => Made::Refused("a finding: the prompt breaks a limit".to_owned()),
        },
        Err(Error::Damaged(log)) => Made::Refused(format!("damage: {log}")),
        Err(error) => Made::Refused(error.to_string()),
    }
}

fn samples(prompt: &[u8]) -> Vec<i16> {
    let codes = prompt.get(HEADER_OCTETS..).unwrap_or(&[]);
    codes.iter().map(|code| alaw::decode(*code)).collect()
}

/// Whether `check` lets a file pass as it is.
pub fn passes_check(octets: &[u8], profile: &Profile) -> bool {
    let report = check(Cursor::new(octets), profile, &CheckOptions::default());
    report.is_ok_and(|report| !report.has_errors())
}

impl Good {
    /// Of one file; an error if it is not good, or of a container that the lab does not know.
    pub fn read(path: &Path, profile: &Profile) -> Outcome<Self> {
        let wrong = |problem: &str| format!("{}: {problem}", path.display());
        let text = |part: Option<&std::ffi::OsStr>| {
            part.unwrap_or_default().to_string_lossy().into_owned()
        };
        let extension = text(path.extension());
        let container = CONTAINERS
            .iter()
            .find(|(_, extensions)| extensions.contains(&&*extension))
            .ok_or_else(|| wrong("of no container that can be damaged"))?;
        let octets = fs::read(path).map_err(|e| wrong(&e.to_string()))?;
        let map = Map::of(&octets).ok_or_else(|| wrong("the lab cannot walk it"))?;
        let Made::Prompt { sound, notes } = made(&octets, profile) else {
            return Err(wrong("no good file: telewav refuses it"));
        };
        Ok(Self {
            name: text(path.file_name()),
            extension,
            container: container.0,
            octets,
            map,
            sound,
            notes,
            by_ffmpeg: OnceLock::new(),
        })
    }

    pub fn by_ffmpeg(&self) -> Option<&Vec<Sound>> {
        let decoded = || whole::decoded(&self.octets, &self.extension);
        self.by_ffmpeg.get_or_init(decoded).as_ref()
    }
}

/// All good files of a folder.
pub fn all(dir: &Path, profile: &Profile) -> Outcome<Vec<Good>> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in WalkDir::new(dir).sort_by_file_name() {
        let path = entry.map_err(|e| e.to_string())?.into_path();
        let is_other = path
            .extension()
            .is_none_or(|end| end == "sh" || end == "md");
        if path.is_file() && !is_other {
            paths.push(path);
        }
    }
    paths.iter().map(|path| Good::read(path, profile)).collect()
}
