//! [`Subject`]: what is known of one file before it is judged.

use std::ffi::OsStr;
use std::io::SeekFrom;

use crate::decode::Source;
use crate::error::{Action, Error};
use crate::kind::{self, Kind, Sniffed};
use crate::profile::{Container, Encoding, Profile};
use crate::riff::read::{self as riff, WavFacts};
use crate::sound::Sound;

/// Everything that rules may look at.
pub struct Subject<'a> {
    /// The platform.
    pub profile: &'a Profile,
    /// The file's name without its folder; `None` for octets that have none.
    pub name: Option<&'a OsStr>,
    /// What the file is.
    pub sniffed: Sniffed,
    /// Its length in bytes.
    pub file_len: u64,
    /// Its header, if it is a WAV; an error if that cannot be read.
    pub wav: Option<Result<WavFacts, Error>>,
    /// Its sound, or that of its first channel, if the profile takes its format and it can be decoded.
    pub sound: Option<Sound>,
}

impl<'a> Subject<'a> {
    /// All there is to know of a file but its sound.
    pub(super) fn of<S: Source>(
        source: &mut S,
        name: Option<&'a OsStr>,
        profile: &'a Profile,
    ) -> Result<Self, Error> {
        let sniffed = kind::sniff(source)?;
        let file_len = source
            .seek(SeekFrom::End(0))
            .map_err(Error::io(Action::FindLength))?;
        let wav = match sniffed.kind {
            Kind::Wav => match riff::read(source, sniffed.start) {
                Err(error @ Error::Io { .. }) => return Err(error),
                facts => Some(facts),
            },
            _ => None,
        };
        Ok(Self {
            profile,
            name,
            sniffed,
            file_len,
            wav,
            sound: None,
        })
    }
}

impl Subject<'_> {
    /// The header, if there is a readable one.
    pub fn facts(&self) -> Option<&WavFacts> {
        self.wav.as_ref()?.as_ref().ok()
    }

    /// Frames in the file, where that can be known.
    pub fn n_frames(&self) -> Option<u64> {
        match self.profile.format.container.value {
            Container::Wav => self.facts()?.n_frames(),
            Container::Raw => {
                let octets = u64::from(self.profile.format.encoding.value.sample_octets());
                Some(self.file_len / octets)
            }
        }
    }

    /// Their duration at the file's own rate, in seconds, where that can be known.
    pub fn duration_s(&self) -> Option<f64> {
        let rate_hz = self.rate_hz();
        (rate_hz > 0).then_some(self.n_frames()? as f64 / f64::from(rate_hz))
    }

    /// The file's own rate; without a header, the one that the profile asks for.
    pub fn rate_hz(&self) -> u32 {
        match self.facts() {
            Some(facts) => facts.fmt.rate_hz,
            None => self.profile.format.rate_hz.value,
        }
    }

    /// The coding of the samples, if it is one that the profile takes.
    pub fn encoding(&self) -> Option<Encoding> {
        let format = &self.profile.format;
        match self.facts() {
            Some(facts) => format.encoding_of(&facts.fmt),
            None => Some(format.encoding.value),
        }
    }

    /// Octets per second, of a coding that the profile takes; otherwise those of a prompt as `convert` writes it.
    pub(crate) fn byte_rate(&self) -> u64 {
        let octets = self.encoding().map(Encoding::sample_octets);
        match octets.map(|octets| u64::from(octets) * u64::from(self.rate_hz())) {
            None | Some(0) => u64::from(self.profile.byte_rate()),
            Some(byte_rate) => byte_rate,
        }
    }
}
