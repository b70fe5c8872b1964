//! Whether a header can be written anew around its samples, which is the cure of many findings; `fix` does it.

use std::ops::Range;

use serde::Serialize;

use super::rules::{CHANNELS, ENCODING, SAMPLE_RATE};
use crate::chunks::account::Weight;
use crate::chunks::{self, Dialect, Verdict};
use crate::decode::{Limits, Source};
use crate::error::Error;
use crate::error::remark::Remark;
use crate::kinds::Kind;
use crate::profile::{Encoding, Profile};
use crate::riff::account::account;
use crate::riff::read::{Fmt, Form, WavFacts};

/// More than this is not held, octets: far beyond what any platform takes.
const MAX_OCTETS: u64 = 1 << 29;

/// Why the header of a file is not written anew around its samples. [`Display`](std::fmt::Display) is English.
///
/// In JSON, `key` says which of these it is, and the values stand beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(missing_docs, reason = "a value says its unit")]
pub enum Obstacle {
    /// Its faults, if it has any, are not in the header.
    NoFault,
    /// It is no WAV, or has a header where none is to be.
    Kind { kind: Kind },
    /// The header cannot be read.
    Unread { error: Box<Error> },
    /// The samples are coded otherwise than the platform takes them.
    Coding { codec: String, bits: u16 },
    /// The samples are big-endian.
    BigEndian,
    /// The sample rate is one that the platform does not take.
    Rate { rate_hz: u32 },
    /// The number of channels is one that the platform does not take.
    Channels { n_channels: u16 },
    /// The header says what each channel is for, and a new one would not.
    ChannelMask,
    /// There is no sound.
    NoSamples,
    /// There is more sound than any platform takes.
    TooLong { octets: u64 },
    /// A frame is not whole.
    CutFrame,
    /// A second WAV stands behind the first.
    AnotherWav { offset: u64 },
    /// Sound may be lost.
    Loss { remark: Remark },
    /// A chunk may be sound.
    Chunk {
        id: String,
        octets: u64,
        offset: u64,
    },
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
) -> Result<Option<Obstacle>, Error> {
    Ok(
        match by_format(facts, profile).or_else(|| by_account(facts)) {
            Some(why) => Some(why),
            None => by_chunks(source, facts)?,
        },
    )
}

/// The coding that `profile` asks for or takes besides, if this is one.
pub(crate) fn encoding_of(fmt: &Fmt, profile: &Profile) -> Option<Encoding> {
    let is_of = |encoding: &Encoding| {
        fmt.codec_tag() == encoding.tag()
            && (*encoding != Encoding::Linear16 || fmt.sample_octets() == Some(2))
    };
    profile.format.encodings().find(is_of)
}

/// Why the samples are not as the platform takes them, or not as they can be written.
fn by_format(facts: &WavFacts, profile: &Profile) -> Option<Obstacle> {
    let (fmt, format) = (&facts.fmt, &profile.format);
    let Some(frame) = fmt.frame_octets().filter(|_| is_taken(fmt, profile)) else {
        return Some(Obstacle::Coding {
            codec: fmt.codec_name(),
            bits: fmt.bits,
        });
    };
    if fmt.sample_octets() > Some(1) && facts.form == Form::Rifx {
        return Some(Obstacle::BigEndian);
    }
    // A rate that cannot be is none that a platform takes, even if it takes any.
    let limits = Limits::default();
    let is_possible = (limits.min_rate_hz..=limits.max_rate_hz).contains(&fmt.rate_hz);
    let is_rate = format.rates_hz().any(|rate_hz| rate_hz == fmt.rate_hz);
    if !is_possible || (!is_rate && profile.refuses(&SAMPLE_RATE)) {
        let rate_hz = fmt.rate_hz;
        return Some(Obstacle::Rate { rate_hz });
    }
    if fmt.n_channels != format.channels.value && profile.refuses(&CHANNELS) {
        let n_channels = fmt.n_channels;
        return Some(Obstacle::Channels { n_channels });
    }
    if fmt.n_channels > 2 && fmt.channel_mask.is_some() {
        return Some(Obstacle::ChannelMask);
    }
    match facts.data_len() {
        0 => return Some(Obstacle::NoSamples),
        octets if octets > MAX_OCTETS => return Some(Obstacle::TooLong { octets }),
        _ => {}
    }
    // Less than a sample is no sound, at the end of it.
    let rest = |piece: &Range<u64>| (piece.end - piece.start) % frame;
    let (last, others) = facts.pieces.split_last()?;
    let sample = u64::from(fmt.sample_octets()?);
    (others.iter().any(|piece| rest(piece) > 0) || rest(last) >= sample)
        .then_some(Obstacle::CutFrame)
}

/// Whether the platform takes samples that are coded so.
fn is_taken(fmt: &Fmt, profile: &Profile) -> bool {
    encoding_of(fmt, profile).is_some() || !profile.refuses(&ENCODING)
}

/// What may be lost, or contradicts itself, by the account that `decode` gives of the file.
fn by_account(facts: &WavFacts) -> Option<Obstacle> {
    if let Some(next) = facts.next {
        return Some(Obstacle::AnotherWav { offset: next });
    }
    let entries = account(facts, facts.n_frames(), 1);
    let loss = entries
        .into_iter()
        .find(|entry| entry.weight != Weight::Note);
    loss.map(|entry| Obstacle::Loss {
        remark: entry.detail,
    })
}

/// Chunks that would be dropped, and are not what their names say.
fn by_chunks<S: Source>(source: &mut S, facts: &WavFacts) -> Result<Option<Obstacle>, Error> {
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
            return Ok(Some(Obstacle::Chunk {
                id: chunk.name(),
                octets: chunk.len,
                offset: chunk.offset,
            }));
        }
    }
    Ok(None)
}
