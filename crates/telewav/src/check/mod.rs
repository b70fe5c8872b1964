//! Facts and a profile to findings: what the platform will refuse, and why.
//!
//! [`check`] gathers what can be known of a file (`Subject`) and asks every rule in [`rules`].
//! `convert` asks the same of its own output, so the two can never disagree. A file that cannot be
//! read never passes: it is an error, or a finding of severity error.

mod advice;
pub(crate) mod ask;
mod report;
pub(crate) mod rewrap;
pub mod rules;
pub mod set;
mod subject;

use std::ffi::{OsStr, OsString};
use std::io::Cursor;

pub use self::report::{CheckReport, Heard};
pub(crate) use self::subject::Subject;
pub use crate::sound::{Sound, SoundMeter};

use crate::decode::{self, DecodeOptions, Limits, RawEncoding, RawFormat, Source};
use crate::error::Error;
use crate::finding::{Cure, Findings};
use crate::kind::Kind;
use crate::profile::{Container, Encoding, Profile};
use crate::task::Task;
use rules::{CHANNELS, SAMPLE_RATE};

/// How to check.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct CheckOptions {
    /// The file's name without its folder. Default `None`: there is none to be checked.
    pub name: Option<OsString>,
    /// What a file may ask of us.
    pub limits: Limits,
    /// Watches the call, and may end it. Default `None`.
    pub task: Option<Task>,
}

impl CheckOptions {
    /// Sets [`name`](Self::name).
    #[must_use]
    pub fn name(mut self, name: impl Into<OsString>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets [`limits`](Self::limits).
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets [`task`](Self::task).
    #[must_use]
    pub fn task(mut self, task: Task) -> Self {
        self.task = Some(task);
        self
    }
}

/// What of it is about decoding.
impl From<&CheckOptions> for DecodeOptions {
    fn from(options: &CheckOptions) -> Self {
        let mut decode = Self::default().limits(options.limits);
        decode.task.clone_from(&options.task);
        decode
    }
}

/// Checks a file against `profile`: its name (if it has one), its size, its header, its sound.
///
/// # Errors
///
/// [`Error::Io`] when the file cannot be read; [`Error::Cancelled`]; any other error when the header is right but the
/// samples cannot be decoded. Whatever the platform would refuse is a finding, not an error.
///
/// ```
/// use std::io::Cursor;
/// use telewav::{CheckOptions, Findings, Profile, check, check::rules::ENCODING};
/// let profile = Profile::embedded("huawei-privatenumber").unwrap();
/// let linear = telewav::riff::write::linear16(8000, &[0, 900, -900, 0]).unwrap();
/// let options = CheckOptions::default().name("hello.wav");
/// let report = check(Cursor::new(linear), &profile, &options).unwrap();
/// assert!(report.has_errors());
/// assert_eq!(report.findings[0].code, ENCODING.code);
/// ```
pub fn check<S: Source>(
    mut source: S,
    profile: &Profile,
    options: &CheckOptions,
) -> Result<CheckReport, Error> {
    let mut subject = Subject::of(&mut source, options.name.as_deref(), profile)?;
    let decoded = match sound_of(&mut source, &subject, options) {
        Some(Err(Error::Cancelled)) => return Err(Error::Cancelled),
        sound => sound.map(|sound| {
            subject.sound = Some(sound?);
            Ok(())
        }),
    };
    let mut report = judge(&subject);
    match decoded {
        // A header without a fault around samples that cannot be decoded must not pass.
        Some(Err(error)) if !report.has_errors() => Err(error),
        decoded => {
            let decoded = decoded.as_ref().map(|decoded| decoded.as_ref().copied());
            advice::mend(
                &mut source,
                &subject,
                decoded,
                options,
                &mut report.findings,
            )?;
            Ok(report)
        }
    }
}

/// Checks a prompt of ours as [`check`] does, but for its sound, which was listened to while it was coded.
pub(crate) fn check_coded(
    file: &[u8],
    sound: Sound,
    name: Option<&OsStr>,
    profile: &Profile,
    was_headerless: bool,
) -> Result<CheckReport, Error> {
    let mut subject = Subject::of(&mut Cursor::new(file), name, profile)?;
    if was_headerless && let Some(Ok(facts)) = &mut subject.wav {
        // Whoever takes a file for headerless samples may have a header among them, and said so.
        facts.take_all_for_samples();
    }
    subject.sound = Some(sound);
    let mut report = judge(&subject);
    // The header is right: what contradicts it are the samples, which came with the recording.
    for finding in &mut report.findings {
        if finding.cure == Cure::Rewrap {
            finding.cure = Cure::WholeCopyOfRecording;
        }
    }
    Ok(report)
}

fn judge(subject: &Subject<'_>) -> CheckReport {
    CheckReport {
        profile: subject.profile.name.clone(),
        bytes: subject.file_len,
        duration_s: subject.duration_s(),
        heard: subject.sound.as_ref().and_then(Heard::of),
        findings: ask::all(subject),
    }
}

/// The sound of a prompt. Of a file that will be refused for its format, nobody needs it; nor of one
/// without any.
fn sound_of<S: Source>(
    source: &mut S,
    subject: &Subject<'_>,
    options: &CheckOptions,
) -> Option<Result<Sound, Error>> {
    let format = &subject.profile.format;
    let kind = subject.sniffed.kind;
    let raw = match (format.container.value, &subject.wav) {
        (Container::Wav, Some(Ok(facts))) => {
            let fmt = &facts.fmt;
            let is_rate = format.rates_hz().any(|rate_hz| rate_hz == fmt.rate_hz);
            let is_mono = fmt.n_channels == format.channels.value;
            // What is not refused for its format must be readable.
            let is_of_interest = facts.data_len() > 0
                && (is_rate || !subject.profile.refuses(&SAMPLE_RATE))
                && (is_mono || !subject.profile.refuses(&CHANNELS));
            if !is_of_interest {
                return None;
            }
            None
        }
        // Any octets may be samples, but those of another container are not meant to be.
        (Container::Raw, None) if kind != Kind::Empty && !kind.is_audio() => {
            let encoding = match format.encoding.value {
                Encoding::ALaw => RawEncoding::Alaw,
                Encoding::MuLaw => RawEncoding::Ulaw,
                Encoding::Linear16 => RawEncoding::S16le,
            };
            Some(RawFormat::mono(encoding, format.rate_hz.value))
        }
        _ => return None,
    };
    let mut meter = SoundMeter::new(subject.rate_hz());
    let decode_options = DecodeOptions::from(options).raw(raw);
    let decoded = decode::decode(source, &decode_options, &mut |block| {
        if let Some(channel) = block.channels().first() {
            meter.push(channel);
        }
        Ok(())
    });
    Some(decoded.map(|_| meter.sound()))
}
