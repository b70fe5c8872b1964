//! What can be cured without touching a sample: the header around samples that are right already.

use std::io::SeekFrom;
use std::ops::Range;

use crate::bytes;
use crate::check::rules::{CHANNELS, ENCODING, SAMPLE_RATE};
use crate::chunks::account::Weight;
use crate::chunks::{self, Dialect, Verdict};
use crate::decode::{Limits, Source};
use crate::error::Error;
use crate::kind::{self, Kind};
use crate::profile::{Container, Encoding, Profile};
use crate::riff::account::account;
use crate::riff::read::{self as riff, Fmt, Form, WavFacts};
use crate::riff::write;

/// More than this is not held, octets: far beyond what any platform takes.
const MAX_OCTETS: u64 = 1 << 29;

/// What came of [`rewrap`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rewrapped {
    /// The file with a new header, whole.
    New(Vec<u8>),
    /// The header is as `telewav convert` writes it.
    Same,
    /// The samples would have to be coded anew, and why.
    Not(String),
}

/// Writes the header of a prompt anew, as `profile` wants it, around samples that stay as they are, octet for
/// octet: chunks but `fmt `, `fact` and `data` are dropped, sizes are right, several `data` chunks are joined, and
/// an odd number of octets gets a frame of silence appended. Samples of any coding, rate and number of channels that the
/// platform takes are kept.
///
/// Nothing that may be sound is dropped. The answer is [`Rewrapped::Not`] where octets are no chunk that is known by name
/// and is what it says, where the header counts more samples than its `data` chunks have, and where its fields contradict
/// each other.
///
/// # Errors
///
/// [`Error::Io`] when the file cannot be read.
///
/// ```
/// use std::io::Cursor;
/// use telewav::fix::{rewrap, Rewrapped};
/// let profile = telewav::Profile::embedded("huawei-privatenumber").unwrap();
/// let right = telewav::convert::silence(0.01, &profile, &Default::default()).unwrap().octets.unwrap();
/// let mut with_more = right.clone();
/// with_more.extend(b"LIST\x04\0\0\0INFO");
/// assert_eq!(rewrap(&mut Cursor::new(&with_more), &profile).unwrap(), Rewrapped::New(right.clone()));
/// assert_eq!(rewrap(&mut Cursor::new(&right), &profile).unwrap(), Rewrapped::Same);
/// ```
pub fn rewrap<S: Source>(source: &mut S, profile: &Profile) -> Result<Rewrapped, Error> {
    let sniffed = kind::sniff(source)?;
    let file_len = source
        .seek(SeekFrom::End(0))
        .map_err(Error::io("find the file's length"))?;
    if profile.format.container.value == Container::Raw {
        return Ok(match sniffed.kind.is_audio() {
            true => Rewrapped::Not(format!("this is {}", sniffed.kind.describe())),
            false => Rewrapped::Same,
        });
    }
    if sniffed.kind != Kind::Wav {
        return Ok(Rewrapped::Not(format!(
            "this is {}",
            sniffed.kind.describe()
        )));
    }
    let facts = match riff::read(source, sniffed.start) {
        Err(error @ Error::Io { .. }) => return Err(error),
        Err(error) => return Ok(Rewrapped::Not(format!("failed to {error}"))),
        Ok(facts) => facts,
    };
    if let Some(why) = refusal(source, &facts, profile)? {
        return Ok(Rewrapped::Not(why));
    }
    let octets = samples(source, &facts)?;
    let new = match encoding_of(&facts.fmt, profile) {
        Some(encoding) if facts.fmt.n_channels == 1 => {
            as_converted(encoding, &facts.fmt, profile, octets)?
        }
        _ => write::around(&facts.fmt, octets)?,
    };
    let is_same = file_len == new.len() as u64 && bytes::equal(source, &new)?;
    Ok(if is_same {
        Rewrapped::Same
    } else {
        Rewrapped::New(new)
    })
}

/// The file that `convert` would write around these samples.
fn as_converted(
    encoding: Encoding,
    fmt: &Fmt,
    profile: &Profile,
    octets: Vec<u8>,
) -> Result<Vec<u8>, Error> {
    match encoding.law() {
        Some(law) => write::g711(law, fmt.rate_hz, profile.header_of(encoding), octets),
        None => {
            let samples = octets.as_chunks().0.iter().copied();
            let linear: Vec<i16> = samples.map(i16::from_le_bytes).collect();
            write::linear16(fmt.rate_hz, &linear)
        }
    }
}

/// Why the header of this file cannot be written anew around its samples; `None` if it can.
///
/// # Errors
///
/// [`Error::Io`].
pub(crate) fn refusal<S: Source>(
    source: &mut S,
    facts: &WavFacts,
    profile: &Profile,
) -> Result<Option<String>, Error> {
    Ok(
        match by_format(facts, profile).or_else(|| by_account(facts)) {
            Some(why) => Some(why),
            None => by_chunks(source, facts)?,
        },
    )
}

/// The coding that `profile` asks for or takes besides, if this is one.
fn encoding_of(fmt: &Fmt, profile: &Profile) -> Option<Encoding> {
    let is_of = |encoding: &Encoding| {
        fmt.codec_tag() == encoding.tag()
            && (*encoding != Encoding::Linear16 || fmt.sample_octets() == Some(2))
    };
    profile.format.encodings().find(is_of)
}

/// Why the samples are not as the platform takes them, or not as they can be written.
fn by_format(facts: &WavFacts, profile: &Profile) -> Option<String> {
    let (fmt, format) = (&facts.fmt, &profile.format);
    let Some(frame) = fmt.frame_octets().filter(|_| is_taken(fmt, profile)) else {
        return Some(format!(
            "the samples are {} of {} bits",
            fmt.codec_name(),
            fmt.bits
        ));
    };
    if fmt.sample_octets() > Some(1) && facts.form == Form::Rifx {
        return Some("the samples are big-endian".into());
    }
    // A rate that cannot be is none that a platform takes, even if it takes any.
    let limits = Limits::default();
    let is_possible = (limits.min_rate_hz..=limits.max_rate_hz).contains(&fmt.rate_hz);
    let is_rate = format.rates_hz().any(|rate_hz| rate_hz == fmt.rate_hz);
    if !is_possible {
        return Some(format!("the samples are of {} Hz", fmt.rate_hz));
    }
    if !is_rate && profile.refuses(&SAMPLE_RATE) {
        return Some(format!("the samples are of {} Hz", fmt.rate_hz));
    }
    if fmt.n_channels != format.channels.value && profile.refuses(&CHANNELS) {
        return Some(format!("there are {} channels", fmt.n_channels));
    }
    if fmt.n_channels > 2 && fmt.channel_mask.is_some() {
        return Some("what its channels are for stands only in the header as it is".into());
    }
    match facts.data_len() {
        0 => return Some("there are no samples".into()),
        len if len > MAX_OCTETS => {
            return Some(format!("{len} octets of samples are too many for a prompt"));
        }
        _ => {}
    }
    // Less than a sample is no sound, at the end of it.
    let rest = |piece: &Range<u64>| (piece.end - piece.start) % frame;
    let (last, others) = facts.pieces.split_last()?;
    let sample = u64::from(fmt.sample_octets()?);
    (others.iter().any(|piece| rest(piece) > 0) || rest(last) >= sample)
        .then(|| "a frame is cut in the middle".into())
}

/// Whether the platform takes samples that are coded so.
fn is_taken(fmt: &Fmt, profile: &Profile) -> bool {
    encoding_of(fmt, profile).is_some() || !profile.refuses(&ENCODING)
}

/// What may be lost, or contradicts itself, by the account that `decode` gives of the file.
fn by_account(facts: &WavFacts) -> Option<String> {
    if let Some(next) = facts.next {
        return Some(format!("another WAV starts at byte {next}"));
    }
    let entries = account(facts, facts.n_frames(), 1);
    let loss = entries
        .into_iter()
        .find(|entry| entry.weight != Weight::Note);
    loss.map(|entry| entry.detail)
}

/// Chunks that would be dropped, and are not what their names say.
fn by_chunks<S: Source>(source: &mut S, facts: &WavFacts) -> Result<Option<String>, Error> {
    let dialect = match facts.form {
        Form::Rifx => Dialect::Rifx,
        _ => Dialect::Riff,
    };
    for chunk in &facts.chunks {
        if [b"fmt ", b"fact", b"data"].contains(&&chunk.id) {
            continue;
        }
        let body = chunk.body()..chunk.body() + chunk.len;
        if matches!(
            chunks::verdict(source, dialect, chunk.id, body)?,
            Verdict::Sloppy | Verdict::No
        ) {
            let name = chunk.name();
            return Ok(Some(format!(
                "the chunk {name} of {} octets at byte {} is not what its name says, or not known, and may be sound",
                chunk.len, chunk.offset
            )));
        }
    }
    Ok(None)
}

/// The octets of all samples, without what is less than a frame.
fn samples<S: Source>(source: &mut S, facts: &WavFacts) -> Result<Vec<u8>, Error> {
    let frame = facts.frame_octets().unwrap_or(1);
    let mut octets = Vec::new();
    for piece in &facts.pieces {
        let (from, len) = (octets.len(), piece.end - piece.start);
        octets.resize(from + usize::try_from(len - len % frame).unwrap_or(0), 0);
        bytes::read_at(source, piece.start, &mut octets[from..], "the samples")?;
    }
    Ok(octets)
}
