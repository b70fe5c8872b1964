//! `fixtures/prompts` as each profile wants them.

use std::fs;
use std::path::PathBuf;

use telewav::Profile;
use telewav::g711::{alaw, ulaw};
use telewav::profile::{Container, Encoding};

use crate::programs::samples_of;
use crate::support::{Json, fixture, folder};

/// A prompt that `telewav convert` made of one of `fixtures/prompts`.
pub struct Made {
    pub source: PathBuf,
    pub path: PathBuf,
    pub octets: Vec<u8>,
    /// As the report has it.
    pub n_frames: usize,
    /// As our own tables decode them.
    pub samples: Vec<i16>,
}

/// `fixtures/prompts` as a profile wants them.
pub struct Set {
    pub profile: Profile,
    pub prompts: Vec<Made>,
    _folder: tempfile::TempDir,
}

impl Set {
    pub fn of(name: &str) -> Self {
        let profile = Profile::embedded(name).unwrap();
        let folder = folder();
        let ran = telewav![
            "convert",
            fixture("prompts"),
            "-o",
            folder.path(),
            "-p",
            name,
            "--output-format=json"
        ];
        let results = ran.exits(0).results();
        let prompts: Vec<Made> = results
            .iter()
            .map(|result| made(result, &profile))
            .collect();
        assert_eq!(prompts.len(), 7);
        Self {
            profile,
            prompts,
            _folder: folder,
        }
    }

    pub fn each() -> impl Iterator<Item = Self> {
        // The platforms are of these formats, or of one of them with a header of another length.
        let families = Profile::families().filter(|name| *name != "any-wav");
        families.chain(["asterisk", "asterisk-sln16"]).map(Self::of)
    }

    pub fn encoding(&self) -> Encoding {
        self.profile.format.encoding.value
    }

    pub fn is_wav(&self) -> bool {
        self.profile.format.container.value == Container::Wav
    }

    pub fn rate_hz(&self) -> u32 {
        self.profile.format.rate_hz.value
    }
}

fn made(result: &Json, profile: &Profile) -> Made {
    let path = PathBuf::from(result["output"].as_str().unwrap());
    let octets = fs::read(&path).unwrap();
    let coded = &octets[profile.header_octets() as usize..];
    let samples: Vec<i16> = match profile.format.encoding.value {
        Encoding::ALaw => coded.iter().map(|octet| alaw::decode(*octet)).collect(),
        Encoding::MuLaw => coded.iter().map(|octet| ulaw::decode(*octet)).collect(),
        Encoding::Linear16 => samples_of(coded),
    };
    let n_frames = result["prompt"]["n_frames"].as_u64().unwrap() as usize;
    assert_eq!(samples.len(), n_frames, "{result}");
    assert_eq!(n_frames, exact_frames(result, profile), "{result}");
    Made {
        source: PathBuf::from(result["input"].as_str().unwrap()),
        path,
        octets,
        n_frames,
        samples,
    }
}

/// Frames that a result's source has to become: its duration at the target's rate, rounded up; for octets
/// in a WAV made even.
pub fn exact_frames(result: &Json, profile: &Profile) -> usize {
    let source = &result["source"];
    let n_frames = source["n_frames"].as_u64().unwrap();
    let rate_hz = source["format"]["rate_hz"].as_u64().unwrap();
    let exact = (n_frames * u64::from(profile.format.rate_hz.value)).div_ceil(rate_hz) as usize;
    let format = &profile.format;
    match (format.container.value, format.encoding.value) {
        (Container::Wav, Encoding::ALaw | Encoding::MuLaw) => exact.next_multiple_of(2),
        _ => exact,
    }
}
