//! The only place that knows the order of the stages: a recording in, a prompt out.
//!
//! `sound` has the first half, block by block: decoding, downmix, resampling. What needs the whole prompt is here.

mod sound;

use std::ffi::OsStr;
use std::fs::File;
use std::io::Cursor;
use std::ops::Range;
use std::path::Path;
use std::thread;

use crate::check::{check, rules};
use crate::decode::{DecodeOptions, Decoded, Limits, Sink, Source, decode};
use crate::downmix::Downmix;
use crate::error::Error;
use crate::g711::{alaw, ulaw};
use crate::level;
use crate::output::{self, Existing, Written};
use crate::profile::{Container, Encoding, Profile};
use crate::quantize::{Rounding, linear16};
use crate::report::{ConvertReport, Finding, Findings, Part, Prompt, Severity};
use crate::riff::write::{self, Law};
use crate::shape::{self, ShapeOptions, Shaped, split};
use sound::{Decoding, decode_to_target};

/// Octets that one sample of a prompt takes up, as `f32` in a vector that grows, as 16 bits and as its
/// code.
const SAMPLE_MEMORY: u64 = 12;
/// A prompt of so many samples takes longer to measure than a thread to start.
const WORTH_A_THREAD: usize = 1 << 17;

/// How to convert, besides what the profile says.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ConvertOptions {
    /// How to decode the recording.
    pub decode: DecodeOptions,
    /// How many channels become one.
    pub downmix: Downmix,
    /// What to do to the sound.
    pub shape: ShapeOptions,
    /// Cut a prompt that is too long into parts that are not. Default false. [`convert`] returns one
    /// prompt and does not look at it; [`convert_parts`] does.
    pub split: bool,
    /// How many threads may work on one recording. Default 1; with 2 or more, decoding goes on while what is decoded is
    /// resampled. The prompt is the same.
    pub threads: usize,
}

impl Default for ConvertOptions {
    fn default() -> Self {
        Self {
            decode: DecodeOptions::default(),
            downmix: Downmix::default(),
            shape: ShapeOptions::default(),
            split: false,
            threads: 1,
        }
    }
}

impl ConvertOptions {
    /// Sets [`decode`](Self::decode).
    #[must_use]
    pub fn decode(mut self, decode: DecodeOptions) -> Self {
        self.decode = decode;
        self
    }

    /// Sets [`downmix`](Self::downmix).
    #[must_use]
    pub fn downmix(mut self, downmix: Downmix) -> Self {
        self.downmix = downmix;
        self
    }

    /// Sets [`shape`](Self::shape).
    #[must_use]
    pub fn shape(mut self, shape: ShapeOptions) -> Self {
        self.shape = shape;
        self
    }

    /// Sets [`split`](Self::split).
    #[must_use]
    pub fn split(mut self, split: bool) -> Self {
        self.split = split;
        self
    }

    /// Sets [`threads`](Self::threads).
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }
}

/// What came of a conversion.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversion {
    /// The complete file; `None` when the report has an error, so that nothing unfit leaves the library.
    pub octets: Option<Vec<u8>>,
    /// What was done, and what the platform would say to it.
    pub report: ConvertReport,
}

/// Converts a recording to a prompt for `profile`, in memory.
///
/// `name` is the file name that the prompt will have; its rules are checked with the rest. `None` for
/// a prompt that has no name yet.
///
/// Memory follows the prompt, not the recording: one block of input, and the prompt as `f32`. A
/// recording that would exceed the profile's limit is counted to its end but not held, unless its ends may
/// be trimmed.
///
/// # Errors
///
/// See [`decode`]; [`Error::InvalidOptions`] for a channel that the recording has not;
/// [`Error::Encode`] for a bug. A prompt that breaks a limit of the profile is not an error but a finding
/// in the report.
///
/// ```
/// use telewav::convert::{convert, ConvertOptions};
/// use telewav::profile::Profile;
/// let recording = telewav::riff::write::linear16(16_000, &[1000; 1600]).unwrap();
/// let profile = Profile::embedded("huawei-privatenumber").unwrap();
/// let options = ConvertOptions::default();
/// let conversion =
///     convert(std::io::Cursor::new(recording), Some("hello.wav".as_ref()), &profile, &options).unwrap();
/// assert_eq!(conversion.octets.unwrap().len(), 58 + 800);
/// ```
pub fn convert<S: Source>(
    mut source: S,
    name: Option<&OsStr>,
    profile: &Profile,
    options: &ConvertOptions,
) -> Result<Conversion, Error> {
    let decode = |sink: &mut Sink<'_>| decode(&mut source, &options.decode, sink);
    match sound(decode, profile, options, false)? {
        Ok(sound) => finish(&sound, &sound.samples, None, name, profile, options),
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
/// let options = ConvertOptions::default().split(true);
/// let source = std::io::Cursor::new(minutes);
/// let parts = convert_parts(source, Some("hold.wav".as_ref()), &profile, &options).unwrap();
/// assert_eq!(parts.len(), 2);
/// assert!(parts.iter().all(|part| part.octets.is_some()));
/// ```
pub fn convert_parts<S: Source>(
    mut source: S,
    name: Option<&OsStr>,
    profile: &Profile,
    options: &ConvertOptions,
) -> Result<Vec<Conversion>, Error> {
    let decode = |sink: &mut Sink<'_>| decode(&mut source, &options.decode, sink);
    convert_with(decode, name, profile, options)
}

/// Converts what a decoder of the caller's own hands over, as [`convert_parts`] converts a recording. Of
/// [`DecodeOptions::limits`], memory holds; the rest is the decoder's own business.
///
/// `decode` is called a second time if the channels of the recording cancel, see [`Downmix::Auto`].
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
///     None,
///     &profile,
///     &ConvertOptions::default(),
/// )
/// .unwrap();
/// assert_eq!(parts[0].octets.as_ref().unwrap().len(), 58 + 800);
/// ```
pub fn convert_with(
    decode: impl FnMut(&mut Sink<'_>) -> Result<Decoded, Error>,
    name: Option<&OsStr>,
    profile: &Profile,
    options: &ConvertOptions,
) -> Result<Vec<Conversion>, Error> {
    let sound = match sound(decode, profile, options, options.split)? {
        Ok(sound) => sound,
        Err(too_long) => return Ok(vec![refuse(too_long, profile)?]),
    };
    // One that is within the limit by some reading is left whole.
    let parts = match (profile.max_frames(), profile.max_frames_strict()) {
        (Some(max), Some(strict)) if sound.samples.len() as u64 > max => {
            let strict = usize::try_from(strict).unwrap_or(usize::MAX);
            split::parts(&sound.samples, profile.format.rate_hz.value, strict)
        }
        _ => Vec::new(),
    };
    if parts.len() < 2 {
        let whole = finish(&sound, &sound.samples, None, name, profile, options);
        return Ok(vec![whole?]);
    }
    let of = parts.len();
    let rate_hz = f64::from(profile.format.rate_hz.value);
    let convert = |(i, range): (usize, Range<usize>)| {
        let part = Part {
            number: i + 1,
            of,
            start_s: range.start as f64 / rate_hz,
        };
        let name = name.map(|name| profile.part_name(&name.to_string_lossy(), part.number, of));
        let name = name.as_deref().map(OsStr::new);
        finish(
            &sound,
            &sound.samples[range],
            Some(part),
            name,
            profile,
            options,
        )
    };
    parts.into_iter().enumerate().map(convert).collect()
}

/// A prompt of `seconds` of silence for `profile`: what platforms ask for to mute a notice.
///
/// # Errors
///
/// [`Error::LimitExceeded`] for silence that is longer than memory should be spent on.
///
/// ```
/// use telewav::{convert::silence, Profile};
/// let profile = Profile::embedded("huawei-privatenumber").unwrap();
/// let octets = silence(0.5, None, &profile).unwrap().octets.unwrap();
/// assert_eq!((octets.len(), octets[58]), (58 + 4000, 0xD5));
/// ```
pub fn silence(seconds: f64, name: Option<&OsStr>, profile: &Profile) -> Result<Silence, Error> {
    let rate_hz = f64::from(profile.format.rate_hz.value);
    let n_frames = ((seconds * rate_hz).round() as u64).max(1);
    let mut silence = Silence {
        octets: None,
        prompt: of_length(profile, n_frames),
        findings: Vec::new(),
    };
    if profile.max_frames().is_some_and(|max| n_frames > max) {
        let prompt = &silence.prompt;
        silence.findings = rules::of_length(profile, prompt.bytes, prompt.n_frames);
        return Ok(silence);
    }
    Limits::default().check_memory("a prompt", n_frames.saturating_mul(SAMPLE_MEMORY))?;
    let octets = encode(&vec![0.0; n_frames as usize], profile)?;
    silence.findings = check(Cursor::new(&octets[..]), name, profile)?.findings;
    // That is what was asked for.
    silence
        .findings
        .retain(|finding| finding.code != rules::SILENT.code);
    let is_fit = silence
        .findings
        .iter()
        .all(|finding| finding.severity < Severity::Error);
    silence.octets = is_fit.then_some(octets);
    Ok(silence)
}

/// What [`silence`] made.
#[derive(Debug, Clone, PartialEq)]
pub struct Silence {
    /// The complete file; `None` when there is an error among the findings.
    pub octets: Option<Vec<u8>>,
    /// Its length; there are no levels.
    pub prompt: Prompt,
    /// Limits that it breaks.
    pub findings: Vec<Finding>,
}

/// The prompt as samples at the target's rate, before it is quantised.
struct Sound {
    source: Decoded,
    samples: Vec<f32>,
    downmix: String,
    shaped: Shaped,
    /// What was noticed on the way.
    findings: Vec<Finding>,
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
) -> Result<Result<Sound, TooLong>, Error> {
    let max_frames = profile.max_frames().unwrap_or(u64::MAX);
    // Without the silence at its ends, a recording may have room.
    let hold = if may_be_longer || options.shape.trim_rest_s.is_some() {
        u64::MAX
    } else {
        max_frames
    };
    let Decoding {
        source,
        samples,
        mixer,
        clipped,
    } = decode_to_target(decode, profile, options, hold)?;
    let Some(mut samples) = samples else {
        // By time, since joined files may change their rate; not a frame more for a rounding error, and
        // not fewer than are known to be too many.
        let rate_hz = f64::from(profile.format.rate_hz.value);
        let n_frames = (source.duration_s * rate_hz - 1e-6).ceil() as u64;
        let n_frames = n_frames.max(hold.saturating_add(1));
        return Ok(Err(TooLong { source, n_frames }));
    };
    let shaped = shape::shape(&mut samples, profile.format.rate_hz.value, &options.shape);
    let n_frames = samples.len() as u64;
    if n_frames > max_frames && !may_be_longer {
        return Ok(Err(TooLong { source, n_frames }));
    }
    let mut findings = rules::of_source(&mixer, clipped);
    findings.extend(rules::of_shape(&shaped));
    let findings = findings
        .into_iter()
        .filter_map(|finding| profile.judge(finding));
    Ok(Ok(Sound {
        source,
        samples,
        downmix: mixer.describe(),
        shaped,
        findings: findings.collect(),
    }))
}

/// Codes `samples`, which are the sound or a part of it, and checks what came of it.
fn finish(
    sound: &Sound,
    samples: &[f32],
    part: Option<Part>,
    name: Option<&OsStr>,
    profile: &Profile,
    options: &ConvertOptions,
) -> Result<Conversion, Error> {
    let rate_hz = profile.format.rate_hz.value;
    let coded = || {
        let octets = encode(samples, profile)?;
        // The same rules that `check` has: the two cannot disagree.
        let checked = check(Cursor::new(&octets[..]), name, profile)?;
        Ok((octets, checked))
    };
    let measured = || {
        let level = level::measure(samples, rate_hz);
        (level, level::loudness::integrated_lufs(samples, rate_hz))
    };
    let is_worth_a_thread = options.threads > 1 && samples.len() > WORTH_A_THREAD;
    let (coded, (level, loudness_lufs)) = both(is_worth_a_thread, coded, measured);
    let (octets, checked) = coded?;
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
            level: Some(level),
            loudness_lufs,
            downmix: Some(sound.downmix.clone()),
            shaped: sound.shaped,
            heard: checked.heard,
            part,
            ..of_octets(profile, octets.len() as u64)
        },
        findings,
    };
    Ok(Conversion {
        octets: (!report.has_errors()).then_some(octets),
        report,
    })
}

/// The results of both, which are worked on side by side if that is worth it.
fn both<A: Send, B>(
    is_worth_a_thread: bool,
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B,
) -> (A, B) {
    if !is_worth_a_thread {
        return (a(), b());
    }
    thread::scope(|scope| {
        let a = scope.spawn(a);
        let b = b();
        (sound::joined(a), b)
    })
}

/// Converts the file `from` to the file `to`, whole or not at all.
///
/// Nothing is written when the report has an error; look at [`Conversion::report`]. See
/// [`output::write`] for what becomes of a file that is already there.
///
/// # Errors
///
/// See [`convert`] and [`output::write`].
pub fn convert_file(
    from: &Path,
    to: &Path,
    profile: &Profile,
    options: &ConvertOptions,
    existing: Existing,
) -> Result<(Conversion, Option<Written>), Error> {
    let source = File::open(from).map_err(Error::io("open the file"))?;
    let conversion = convert(source, to.file_name(), profile, options)?;
    let written = match &conversion.octets {
        Some(octets) => Some(output::write(to, octets, existing)?),
        None => None,
    };
    Ok((conversion, written))
}

/// Quantises, codes and wraps.
fn encode(samples: &[f32], profile: &Profile) -> Result<Vec<u8>, Error> {
    let rate_hz = profile.format.rate_hz.value;
    let (law, octets) = match profile.format.encoding.value {
        Encoding::ALaw => (Law::A, coded(samples, alaw::encode)),
        Encoding::MuLaw => (Law::Mu, coded(samples, ulaw::encode)),
        Encoding::Linear16 => {
            let mut linear = Vec::new();
            linear16(samples, Rounding::Nearest, &mut linear);
            return match profile.format.container.value {
                Container::Wav => write::linear16(rate_hz, &linear),
                Container::Raw => Ok(linear.iter().flat_map(|s| s.to_le_bytes()).collect()),
            };
        }
    };
    match profile.format.container.value {
        Container::Wav => write::g711(law, rate_hz, profile.header(), octets),
        Container::Raw => Ok(octets),
    }
}

/// Quantises and codes by G.711; generic, so that the code is no call.
fn coded(samples: &[f32], code: impl Fn(i16) -> u8) -> Vec<u8> {
    let mut linear = Vec::new();
    linear16(samples, Rounding::Floor, &mut linear);
    linear.iter().map(|sample| code(*sample)).collect()
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
        findings: rules::of_length(profile, prompt.bytes, prompt.n_frames),
        prompt,
        source,
    };
    // No prompt without a word why.
    if !report.has_errors() {
        return Err(Error::Encode {
            what: "the prompt",
            problem: format!("{n_frames} frames are too many, and break no rule"),
        });
    }
    Ok(Conversion {
        octets: None,
        report,
    })
}
