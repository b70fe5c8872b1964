//! Facts and a profile to findings: what the platform will refuse, and why.
//!
//! [`check`] gathers what can be known of a file ([`Subject`]) and asks every rule in [`rules`].
//! `convert` asks the same of its own output, so the two can never disagree. A file that cannot be
//! read never passes: it is an error, or a finding of severity error.

pub mod rules;
pub mod set;
mod sound;

use std::ffi::OsStr;
use std::io::SeekFrom;

pub use sound::Sound;

use crate::decode::{self, DecodeOptions, RawEncoding, RawFormat, Source};
use crate::error::Error;
use crate::kind::{self, Kind, Sniffed};
use crate::profile::{Container, Encoding, Profile};
use crate::report::{CheckReport, Finding, Heard};
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
/// use telewav::{check::check, profile::Profile, report::Findings};
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
    let sniffed = kind::sniff(&mut source)?;
    let file_len = source
        .seek(SeekFrom::End(0))
        .map_err(Error::io("find the file's length"))?;
    let wav = match sniffed.kind {
        Kind::Wav => match riff::read(&mut source, sniffed.start) {
            Err(error @ Error::Io { .. }) => return Err(error),
            facts => Some(facts),
        },
        _ => None,
    };
    let decoded = samples_of(&mut source, wav.as_ref(), sniffed.kind, profile);
    let mut subject = Subject {
        profile,
        name,
        sniffed,
        file_len,
        wav,
        sound: None,
    };
    subject.sound = decoded
        .as_ref()
        .and_then(|decoded| decoded.as_ref().ok())
        .map(|samples| Sound::of(samples, subject.rate_hz()));
    let findings = rules::run(&subject);
    let heard = decoded
        .as_ref()
        .and_then(|decoded| decoded.as_ref().ok())
        .zip(subject.sound)
        .and_then(|(samples, sound)| Heard::of(samples, sound));
    // A header without a fault around samples that cannot be decoded must not pass.
    if let Some(Err(error)) = decoded
        && !findings.iter().any(is_error)
    {
        return Err(error);
    }
    Ok(CheckReport {
        profile: profile.name.clone(),
        bytes: file_len,
        duration_s: subject.duration_s(),
        heard,
        findings,
    })
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == crate::report::Severity::Error
}

/// The samples of a prompt. Of a file that will be refused for its format, nobody needs them; nor of one
/// without any, or of one that is far too long to be held.
fn samples_of<S: Source>(
    source: &mut S,
    wav: Option<&Result<WavFacts, Error>>,
    kind: Kind,
    profile: &Profile,
) -> Option<Result<Vec<f32>, Error>> {
    let format = &profile.format;
    let options = match (format.container.value, wav) {
        (Container::Wav, Some(Ok(facts))) => {
            let fmt = &facts.fmt;
            let is_rate = format.rates_hz().any(|rate_hz| rate_hz == fmt.rate_hz);
            let is_mono = fmt.n_channels == format.channels.value;
            // What is not refused for its format must be readable.
            let is_of_interest = facts.data_len() > 0
                && (is_rate || !profile.refuses("TW301"))
                && (is_mono || !profile.refuses("TW303"));
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
    let mut samples = Vec::new();
    let decoded = decode::decode(source, &options, &mut |block| {
        samples.extend(block.channels().first().into_iter().flatten());
        let octets = samples.len() as u64 * size_of::<f32>() as u64;
        options.limits.check_memory("a prompt", octets)
    });
    Some(decoded.map(|_| samples))
}
