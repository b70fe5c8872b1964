//! The only place that knows the order of the stages: a recording in, a prompt out.
//!
//! `sound` has the way to the target's rate, block by block, `prompt` what becomes of the samples there, `code` their octets;
//! `stage` is one of these on a thread of its own.
//! What needs the whole prompt is here.

mod code;
mod options;
mod prompt;
mod report;
mod sound;
mod spill;
mod stage;

use std::borrow::Cow;
use std::ffi::OsStr;
use std::ops::Range;

pub use self::options::ConvertOptions;
pub use self::report::{ConvertReport, Part, Prompt};
use crate::check::rules::SILENT;
use crate::check::{ask, check_coded};
use crate::decode::{Decoded, Sink, Source, decode};
use crate::error::{Error, Fault, Quantity, Stage};
use crate::finding::{Finding, Findings, Severity};
use crate::kind::Kind;
use crate::level::Level;
use crate::profile::Profile;
use crate::shape::{self, Shaped, split};
use crate::task;
use code::{Coded, Coder};
use prompt::Taken;
use sound::{Decoding, decode_to_target};

/// Octets that a sample takes up that is held, as `f32` in a vector that grows.
const HELD_OCTETS: u64 = 8;

/// What came of a conversion.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Conversion {
    /// The complete file; `None` when the report has an error, so that nothing unfit leaves the library.
    pub octets: Option<Vec<u8>>,
    /// What was done, and what the platform would say to it.
    pub report: ConvertReport,
}

/// Converts a recording to a prompt for `profile`, in memory.
///
/// Memory follows the prompt, not the recording: a block of input, and the prompt as its octets; as `f32` too, if it
/// has at most 2^20 samples or the [`shape`] options need the whole of it. A longer one that may have to be lowered is
/// put aside in a temporary file; where there is no room for that, it is decoded a second time. A recording that
/// would exceed the profile's limit is counted to its end but not held, unless its ends may be trimmed.
///
/// # Errors
///
/// See [`decode`], which includes [`Error::Cancelled`]; [`Error::InvalidOptions`] for a channel that the recording has not;
/// [`Error::Encode`] for a bug. A prompt that breaks a limit of the profile is not an error but a finding
/// in the report.
///
/// ```
/// use telewav::convert::{convert, ConvertOptions};
/// use telewav::profile::Profile;
/// let recording = telewav::riff::write::linear16(16_000, &[1000; 1600]).unwrap();
/// let profile = Profile::embedded("huawei-privatenumber").unwrap();
/// let options = ConvertOptions::default().name("hello.wav");
/// let conversion = convert(std::io::Cursor::new(recording), &profile, &options).unwrap();
/// assert_eq!(conversion.octets.unwrap().len(), 58 + 800);
/// ```
pub fn convert<S: Source>(
    mut source: S,
    profile: &Profile,
    options: &ConvertOptions,
) -> Result<Conversion, Error> {
    let decode = |sink: &mut Sink<'_>| decode(&mut source, &options.decode, sink);
    match sound(decode, profile, options, false)? {
        Ok((sound, samples)) => finish(
            &sound,
            samples.coded(profile)?,
            None,
            options.name.as_deref(),
            profile,
        ),
        Err(too_long) => refuse(too_long, profile),
    }
}

/// Converts as [`convert`] does, but cuts a prompt that is too long into parts, each a prompt of its own,
/// if [`ConvertOptions::split`] asks for it.
///
/// The cuts lie at the quietest places, see [`split::parts`]; level, fades and clipping are those of the whole.
/// Each part is as long as no rule says a word about. The parts of `hold.wav` are `hold-1.wav` and so on, see
/// [`Profile::part_name`].
///
/// # Errors
///
/// See [`convert`].
///
/// ```
/// use telewav::{convert::convert_parts, ConvertOptions, Profile};
/// let minutes = telewav::riff::write::linear16(8000, &vec![1000; 300 * 8000]).unwrap();
/// let profile = Profile::embedded("huawei-privatenumber").unwrap();
/// let options = ConvertOptions::default().name("hold.wav").split(true);
/// let parts = convert_parts(std::io::Cursor::new(minutes), &profile, &options).unwrap();
/// assert_eq!(parts.len(), 2);
/// assert!(parts.iter().all(|part| part.octets.is_some()));
/// ```
pub fn convert_parts<S: Source>(
    mut source: S,
    profile: &Profile,
    options: &ConvertOptions,
) -> Result<Vec<Conversion>, Error> {
    let decode = |sink: &mut Sink<'_>| decode(&mut source, &options.decode, sink);
    convert_with(decode, profile, options)
}

/// Converts what a decoder of the caller's own hands over, as [`convert_parts`] converts a recording. Of
/// [`DecodeOptions::limits`](crate::DecodeOptions::limits), memory holds; the rest is the decoder's own business.
///
/// `decode` is called once more if the channels of the recording cancel, see [`Downmix::Auto`](crate::downmix::Downmix::Auto), and once more if a long
/// prompt has to be lowered that was not put aside; it has to hand over the same each time.
///
/// # Errors
///
/// See [`convert`]; and whatever `decode` returns.
///
/// ```
/// use telewav::convert::convert_with;
/// use telewav::{decode, ConvertOptions, Profile};
/// # let mut recording = std::io::Cursor::new(telewav::riff::write::linear16(16_000, &[1000; 1600]).unwrap());
/// let profile = Profile::embedded("huawei-privatenumber").unwrap();
/// let parts = convert_with(
///     |sink| {
///         decode::decode(&mut recording, &decode::DecodeOptions::default(), &mut |block| {
///             // Look at the block, or put another one in its place.
///             sink(block)
///         })
///     },
///     &profile,
///     &ConvertOptions::default(),
/// )
/// .unwrap();
/// assert_eq!(parts[0].octets.as_ref().unwrap().len(), 58 + 800);
/// ```
pub fn convert_with(
    decode: impl FnMut(&mut Sink<'_>) -> Result<Decoded, Error>,
    profile: &Profile,
    options: &ConvertOptions,
) -> Result<Vec<Conversion>, Error> {
    let name = options.name.as_deref();
    let (sound, samples) = match sound(decode, profile, options, options.split)? {
        Ok(sound) => sound,
        Err(too_long) => return Ok(vec![refuse(too_long, profile)?]),
    };
    let rate_hz = profile.format.rate_hz.value;
    // One that is within the limit by some reading is left whole.
    let (held, parts) = match (&samples, profile.max_frames(), profile.max_frames_strict()) {
        (Samples::Held(held), Some(max), Some(strict)) if held.len() as u64 > max => {
            let strict = usize::try_from(strict).unwrap_or(usize::MAX);
            (&held[..], split::parts(held, rate_hz, strict))
        }
        _ => (&[][..], Vec::new()),
    };
    if parts.len() < 2 {
        let coded = samples.coded(profile)?;
        return Ok(vec![finish(&sound, coded, None, name, profile)?]);
    }
    let of = parts.len();
    let convert = |(i, range): (usize, Range<usize>)| {
        let part = Part {
            number: i + 1,
            of,
            start_s: range.start as f64 / f64::from(rate_hz),
        };
        let name = name.map(|name| profile.part_name(&name.to_string_lossy(), part.number, of));
        let name = name.as_deref().map(OsStr::new);
        let coded = Coder::code(&held[range], profile)?;
        finish(&sound, coded, Some(part), name, profile)
    };
    parts.into_iter().enumerate().map(convert).collect()
}

/// A prompt of `seconds` of silence for `profile`: what platforms ask for to mute a notice. Of `options`, name and limits
/// hold.
///
/// # Errors
///
/// [`Error::LimitExceeded`] for silence that is longer than memory should be spent on.
///
/// ```
/// use telewav::{convert::silence, ConvertOptions, Profile};
/// let profile = Profile::embedded("huawei-privatenumber").unwrap();
/// let octets = silence(0.5, &profile, &ConvertOptions::default()).unwrap().octets.unwrap();
/// assert_eq!((octets.len(), octets[58]), (58 + 4000, 0xD5));
/// ```
pub fn silence(
    seconds: f64,
    profile: &Profile,
    options: &ConvertOptions,
) -> Result<Silence, Error> {
    let rate_hz = f64::from(profile.format.rate_hz.value);
    let n_frames = ((seconds * rate_hz).round() as u64).max(1);
    let mut silence = Silence {
        octets: None,
        prompt: of_length(profile, n_frames),
        findings: Vec::new(),
    };
    if profile.max_frames().is_some_and(|max| n_frames > max) {
        let prompt = &silence.prompt;
        silence.findings = ask::of_length(profile, prompt.bytes, prompt.n_frames);
        return Ok(silence);
    }
    options
        .decode
        .limits
        .check_memory(Quantity::Prompt, n_frames.saturating_mul(HELD_OCTETS))?;
    let coded = Coder::code(&vec![0.0; n_frames as usize], profile)?;
    let name = options.name.as_deref();
    silence.findings = check_coded(&coded.file, coded.sound, name, profile, false)?.findings;
    // That is what was asked for.
    silence
        .findings
        .retain(|finding| finding.code != SILENT.code);
    let is_fit = silence
        .findings
        .iter()
        .all(|finding| finding.severity < Severity::Error);
    silence.octets = is_fit.then_some(coded.file);
    Ok(silence)
}

/// What [`silence`] made.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Silence {
    /// The complete file; `None` when there is an error among the findings.
    pub octets: Option<Vec<u8>>,
    /// Its length; there are no levels.
    pub prompt: Prompt,
    /// Limits that it breaks.
    pub findings: Vec<Finding>,
}

/// The recording, and what was done to it and noticed on the way.
struct Prepared {
    source: Decoded,
    downmix: Cow<'static, str>,
    shaped: Shaped,
    findings: Vec<Finding>,
}

/// The prompt that was made of it.
enum Samples {
    Held(Vec<f32>),
    Coded(Coded),
}

impl Samples {
    fn coded(self, profile: &Profile) -> Result<Coded, Error> {
        match self {
            Self::Held(samples) => Coder::code(&samples, profile),
            Self::Coded(coded) => Ok(coded),
        }
    }
}

/// A recording that is longer than the profile has room for.
struct TooLong {
    source: Decoded,
    n_frames: u64,
}

/// Decodes and does all that is done to the whole prompt.
fn sound(
    decode: impl FnMut(&mut Sink<'_>) -> Result<Decoded, Error>,
    profile: &Profile,
    options: &ConvertOptions,
    may_be_longer: bool,
) -> Result<Result<(Prepared, Samples), TooLong>, Error> {
    let rate_hz = profile.format.rate_hz.value;
    let max_frames = profile.max_frames().unwrap_or(u64::MAX);
    // Without the silence at its ends, a recording may have room.
    let most = if may_be_longer || options.shape.trim_rest_s.is_some() {
        u64::MAX
    } else {
        max_frames
    };
    let is_held = options.shape.needs_the_whole() || most > max_frames;
    let Decoding {
        source,
        taken,
        mixer,
        clipped,
    } = decode_to_target(decode, profile, options, most, is_held)?;
    let (samples, shaped) = match taken {
        Taken::Held(mut samples) => {
            task::check(options.decode.task.as_ref())?;
            let shaped = shape::shape(&mut samples, rate_hz, &options.shape);
            let n_frames = samples.len() as u64;
            if n_frames > max_frames && !may_be_longer {
                return Ok(Err(TooLong { source, n_frames }));
            }
            (Samples::Held(samples), shaped)
        }
        Taken::Coded(coded, clipping) => {
            let shaped = Shaped {
                clipping,
                ..Shaped::default()
            };
            (Samples::Coded(coded), shaped)
        }
        // `decode_to_target` has lowered what was too loud.
        Taken::TooLoud(_) | Taken::TooLong => {
            // By time, since joined files may change their rate; not a frame more for a rounding error, and
            // not fewer than are known to be too many.
            let n_frames = (source.duration_s * f64::from(rate_hz) - 1e-6).ceil() as u64;
            let n_frames = n_frames.max(most.saturating_add(1));
            return Ok(Err(TooLong { source, n_frames }));
        }
    };
    let mut findings = ask::of_source(&mixer, clipped);
    findings.extend(ask::of_shape(&shaped));
    let findings = findings
        .into_iter()
        .filter_map(|finding| profile.judge(finding));
    let sound = Prepared {
        source,
        downmix: mixer.describe(),
        shaped,
        findings: findings.collect(),
    };
    Ok(Ok((sound, samples)))
}

/// Checks what was coded of the sound, all of it or a part.
fn finish(
    sound: &Prepared,
    coded: Coded,
    part: Option<Part>,
    name: Option<&OsStr>,
    profile: &Profile,
) -> Result<Conversion, Error> {
    // The same rules that `check` has: the two cannot disagree.
    let was_headerless = sound.source.kind == Kind::Headerless;
    let checked = check_coded(&coded.file, coded.sound, name, profile, was_headerless)?;
    let mut findings = checked.findings;
    // What was noticed in the recording says more than what is left of it in the prompt.
    findings.retain(|finding| {
        sound
            .findings
            .iter()
            .all(|noticed| noticed.code != finding.code)
    });
    findings.extend(sound.findings.iter().cloned());
    findings.sort_by_key(|finding| finding.code);
    let report = ConvertReport {
        profile: profile.name.clone(),
        source: sound.source.clone(),
        prompt: Prompt {
            // A-law has no zero.
            level: Some(match ask::is_silent(&coded.sound) {
                true => Level::SILENCE,
                false => coded.sound.level,
            }),
            loudness_lufs: coded.loudness_lufs,
            downmix: Some(sound.downmix.clone()),
            shaped: sound.shaped,
            heard: checked.heard,
            part,
            ..of_octets(profile, coded.file.len() as u64)
        },
        findings,
    };
    Ok(Conversion {
        octets: (!report.has_errors()).then_some(coded.file),
        report,
    })
}

/// A prompt of so many frames, of which nothing else is known.
fn of_length(profile: &Profile, n_frames: u64) -> Prompt {
    of_octets(profile, profile.file_octets(n_frames))
}

/// A prompt of this length in bytes.
fn of_octets(profile: &Profile, bytes: u64) -> Prompt {
    let sample_octets = u64::from(profile.format.encoding.value.sample_octets());
    let n_frames = (bytes - profile.header_octets()) / sample_octets;
    Prompt {
        bytes,
        n_frames,
        duration_s: n_frames as f64 / f64::from(profile.format.rate_hz.value),
        level: None,
        loudness_lufs: None,
        downmix: None,
        shaped: Shaped::default(),
        heard: None,
        part: None,
    }
}

/// The report on a recording that is longer than the profile has room for, without a prompt.
fn refuse(too_long: TooLong, profile: &Profile) -> Result<Conversion, Error> {
    let TooLong { source, n_frames } = too_long;
    let prompt = of_length(profile, n_frames);
    let report = ConvertReport {
        profile: profile.name.clone(),
        findings: ask::of_length(profile, prompt.bytes, prompt.n_frames),
        prompt,
        source,
    };
    // No prompt without a word why.
    if !report.has_errors() {
        return Err(Error::Encode {
            what: Stage::Prompt,
            problem: Fault::TooManyFrames { n: n_frames },
        });
    }
    Ok(Conversion {
        octets: None,
        report,
    })
}
