//! The only file that knows the order of the stages: a recording in, a prompt out.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Cursor;
use std::path::Path;

use crate::check::check;
use crate::decode::{DecodeOptions, Decoded, Limits, Sink, Source, decode};
use crate::downmix;
use crate::error::Error;
use crate::g711::{alaw, ulaw};
use crate::level;
use crate::output::{self, Existing, Written};
use crate::profile::{Container, Encoding, Profile};
use crate::quantize::{Rounding, linear16};
use crate::report::{ConvertReport, Findings, Prompt};
use crate::resample::Resampler;
use crate::riff::write::{self, Law};

/// Octets that one sample of a prompt takes up, as `f32` in a vector that grows, as 16 bits and as its
/// code.
const SAMPLE_MEMORY: u64 = 12;

/// How to convert, besides what the profile says.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct ConvertOptions {
    /// How to decode the recording.
    pub decode: DecodeOptions,
}

impl ConvertOptions {
    /// Sets [`decode`](Self::decode).
    #[must_use]
    pub fn decode(mut self, decode: DecodeOptions) -> Self {
        self.decode = decode;
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
/// recording that would exceed the profile's limit is counted to its end but not held.
///
/// # Errors
///
/// See [`decode`]; [`Error::Encode`] for a bug. A prompt that breaks a limit of the profile is not an
/// error but a finding in the report.
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
    source: S,
    name: Option<&OsStr>,
    profile: &Profile,
    options: &ConvertOptions,
) -> Result<Conversion, Error> {
    let limits = &options.decode.limits;
    convert_within(
        limits,
        |sink| decode(source, &options.decode, sink),
        name,
        profile,
    )
}

/// Converts what a decoder of the caller's own hands over, as [`convert`] converts a recording. Of the
/// default [`Limits`], memory holds.
///
/// # Errors
///
/// See [`convert`]; and whatever `decode` returns.
///
/// ```
/// use telewav::convert::convert_with;
/// use telewav::{decode, Profile};
/// # let recording = std::io::Cursor::new(telewav::riff::write::linear16(16_000, &[1000; 1600]).unwrap());
/// let profile = Profile::embedded("huawei-privatenumber").unwrap();
/// let conversion = convert_with(
///     |sink| {
///         decode::decode(recording, &decode::DecodeOptions::default(), &mut |block| {
///             // Look at the block, or put another one in its place.
///             sink(block)
///         })
///     },
///     None,
///     &profile,
/// )
/// .unwrap();
/// assert_eq!(conversion.octets.unwrap().len(), 58 + 800);
/// ```
pub fn convert_with(
    decode: impl FnOnce(&mut Sink<'_>) -> Result<Decoded, Error>,
    name: Option<&OsStr>,
    profile: &Profile,
) -> Result<Conversion, Error> {
    convert_within(&Limits::default(), decode, name, profile)
}

fn convert_within(
    limits: &Limits,
    decode: impl FnOnce(&mut Sink<'_>) -> Result<Decoded, Error>,
    name: Option<&OsStr>,
    profile: &Profile,
) -> Result<Conversion, Error> {
    let max_frames = profile.max_frames().unwrap_or(u64::MAX);
    let (decoded, samples) = decode_to_target(limits, decode, profile, max_frames)?;
    let Some(mut samples) = samples else {
        return too_long(decoded, profile, max_frames);
    };
    let lowered_db = level::fit_full_scale(&mut samples);
    let rate_hz = profile.format.rate_hz.value;
    let level = level::measure(&samples, rate_hz);
    let loudness_lufs = level::loudness::integrated_lufs(&samples, rate_hz);
    let octets = encode(&samples, profile)?;

    // The same rules that `check` has: the two cannot disagree.
    let findings = check(Cursor::new(&octets[..]), name, profile)?.findings;
    let n_frames = n_frames_in(octets.len() as u64, profile);
    let report = ConvertReport {
        profile: profile.name.clone(),
        source: decoded,
        prompt: Prompt {
            bytes: octets.len() as u64,
            n_frames,
            duration_s: n_frames as f64 / f64::from(rate_hz),
            level: Some(level),
            loudness_lufs,
            lowered_db,
        },
        findings,
    };
    Ok(Conversion {
        octets: (!report.has_errors()).then_some(octets),
        report,
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

/// Decodes, downmixes and resamples, block by block. No samples if there are more than
/// `max_frames`.
fn decode_to_target(
    limits: &Limits,
    decode: impl FnOnce(&mut Sink<'_>) -> Result<Decoded, Error>,
    profile: &Profile,
    max_frames: u64,
) -> Result<(Decoded, Option<Vec<f32>>), Error> {
    let mut resampler = Resampler::new(profile.format.rate_hz.value);
    let mut mono = Vec::new();
    let mut samples = Vec::new();
    let decoded = decode(&mut |block| {
        // Beyond the limit, only the length is still of interest.
        if samples.len() as u64 <= max_frames {
            downmix::average(block, &mut mono);
            resampler.push(&mono, block.rate_hz(), &mut samples)?;
        }
        limits.check_memory("a prompt", samples.len() as u64 * SAMPLE_MEMORY)
    })?;
    if samples.len() as u64 <= max_frames {
        resampler.finish(&mut samples)?;
    }
    if samples.len() as u64 > max_frames {
        return Ok((decoded, None));
    }
    // Finite in, finite out: a last guard, since everything after this trusts it.
    if samples.iter().any(|sample| !sample.is_finite()) {
        return Err(Error::malformed(
            "the samples",
            None,
            "numbers",
            "NaN or infinity",
        ));
    }
    Ok((decoded, Some(samples)))
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

/// Frames in a prompt of this length in bytes.
fn n_frames_in(bytes: u64, profile: &Profile) -> u64 {
    let sample_octets = profile.format.encoding.value.sample_octets();
    (bytes - profile.header_octets()) / u64::from(sample_octets)
}

/// The report on a recording that is longer than the profile has room for, without a prompt.
fn too_long(decoded: Decoded, profile: &Profile, max_frames: u64) -> Result<Conversion, Error> {
    let target_hz = profile.format.rate_hz.value;
    // By time, since joined files may change their rate; not a frame more for a rounding error, and
    // not fewer than are known to be too many.
    let n_frames = (decoded.duration_s * f64::from(target_hz) - 1e-6).ceil() as u64;
    let bytes = profile.file_octets(n_frames.max(max_frames + 1));
    let n_frames = n_frames_in(bytes, profile);
    let findings = crate::check::rules::of_length(profile, bytes, n_frames);
    let report = ConvertReport {
        profile: profile.name.clone(),
        prompt: Prompt {
            bytes,
            n_frames,
            duration_s: n_frames as f64 / f64::from(target_hz),
            level: None,
            loudness_lufs: None,
            lowered_db: None,
        },
        source: decoded,
        findings,
    };
    // No prompt without a word why.
    if !report.has_errors() {
        return Err(Error::Encode {
            what: "the prompt",
            problem: format!("{n_frames} frames break no rule, but are more than {max_frames}"),
        });
    }
    Ok(Conversion {
        octets: None,
        report,
    })
}
