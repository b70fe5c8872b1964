//! Facts and a profile to findings: what the platform will refuse, and why.
//!
//! [`check`] gathers what can be known of a file ([`Subject`]) and asks every rule in [`rules`].
//! `convert` asks the same of its own output, so the two can never disagree. A file that cannot be
//! read never passes: it is an error, or a finding of severity error.

mod report;
pub mod rules;
pub mod set;

use std::ffi::OsStr;
use std::io::{Cursor, SeekFrom};

pub use self::report::{CheckReport, Heard};
pub use crate::sound::{Sound, SoundMeter};

use crate::decode::{self, DecodeOptions, RawEncoding, RawFormat, Source};
use crate::error::Error;
use crate::finding::Findings;
use crate::kind::{self, Kind, Sniffed};
use crate::profile::{Container, Encoding, Profile};
use crate::riff::read::{self as riff, WavFacts};

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
    fn of<S: Source>(
        source: &mut S,
        name: Option<&'a OsStr>,
        profile: &'a Profile,
    ) -> Result<Self, Error> {
        let sniffed = kind::sniff(source)?;
        let file_len = source
            .seek(SeekFrom::End(0))
            .map_err(Error::io("find the file's length"))?;
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

/// Checks a file against `profile`: its name (if it has one), its size, its header, its sound.
///
/// # Errors
///
/// [`Error::Io`] when the file cannot be read; any other error when the header is right but the
/// samples cannot be decoded. Whatever the platform would refuse is a finding, not an error.
///
/// ```
/// use std::io::Cursor;
/// use telewav::{check::check, profile::Profile, finding::Findings};
/// let profile = Profile::embedded("huawei-privatenumber").unwrap();
/// let linear = telewav::riff::write::linear16(8000, &[0, 900, -900, 0]).unwrap();
/// let report = check(Cursor::new(linear), Some("hello.wav".as_ref()), &profile).unwrap();
/// assert!(report.has_errors());
/// assert_eq!(report.findings[0].code, "TW302");
/// ```
pub fn check<S: Source>(
    mut source: S,
    name: Option<&OsStr>,
    profile: &Profile,
) -> Result<CheckReport, Error> {
    let mut subject = Subject::of(&mut source, name, profile)?;
    let failure = match sound_of(&mut source, &subject) {
        None => None,
        Some(Ok(sound)) => {
            subject.sound = Some(sound);
            None
        }
        Some(Err(error)) => Some(error),
    };
    let report = judge(&subject);
    match failure {
        // A header without a fault around samples that cannot be decoded must not pass.
        Some(error) if !report.has_errors() => Err(error),
        _ => Ok(report),
    }
}

/// Checks a prompt of ours as [`check`] does, but for its sound, which was listened to while it was coded.
pub(crate) fn check_coded(
    file: &[u8],
    sound: Sound,
    name: Option<&OsStr>,
    profile: &Profile,
) -> Result<CheckReport, Error> {
    let mut subject = Subject::of(&mut Cursor::new(file), name, profile)?;
    subject.sound = Some(sound);
    Ok(judge(&subject))
}

fn judge(subject: &Subject<'_>) -> CheckReport {
    CheckReport {
        profile: subject.profile.name.clone(),
        bytes: subject.file_len,
        duration_s: subject.duration_s(),
        heard: subject.sound.as_ref().and_then(Heard::of),
        findings: rules::run(subject),
    }
}

/// The sound of a prompt. Of a file that will be refused for its format, nobody needs it; nor of one
/// without any.
fn sound_of<S: Source>(source: &mut S, subject: &Subject<'_>) -> Option<Result<Sound, Error>> {
    let format = &subject.profile.format;
    let kind = subject.sniffed.kind;
    let options = match (format.container.value, &subject.wav) {
        (Container::Wav, Some(Ok(facts))) => {
            let fmt = &facts.fmt;
            let is_rate = format.rates_hz().any(|rate_hz| rate_hz == fmt.rate_hz);
            let is_mono = fmt.n_channels == format.channels.value;
            // What is not refused for its format must be readable.
            let is_of_interest = facts.data_len() > 0
                && (is_rate || !subject.profile.refuses("TW301"))
                && (is_mono || !subject.profile.refuses("TW303"));
            is_of_interest.then(DecodeOptions::default)?
        }
        // Any octets may be samples, but those of another container are not meant to be.
        (Container::Raw, None) if kind != Kind::Empty && !kind.is_audio() => {
            let encoding = match format.encoding.value {
                Encoding::ALaw => RawEncoding::Alaw,
                Encoding::MuLaw => RawEncoding::Ulaw,
                Encoding::Linear16 => RawEncoding::S16le,
            };
            let raw = RawFormat::mono(encoding, format.rate_hz.value);
            DecodeOptions::default().raw(Some(raw))
        }
        _ => return None,
    };
    let mut meter = SoundMeter::new(subject.rate_hz());
    let decoded = decode::decode(source, &options, &mut |block| {
        if let Some(channel) = block.channels().first() {
            meter.push(channel);
        }
        Ok(())
    });
    Some(decoded.map(|_| meter.sound()))
}
