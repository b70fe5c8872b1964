//! Whether a header can be written anew around its samples, which is the cure of many findings; `fix` does it.

use std::ops::Range;

use super::rules::{CHANNELS, ENCODING, SAMPLE_RATE};
use crate::chunks::account::Weight;
use crate::chunks::{self, Dialect, Verdict};
use crate::decode::{Limits, Source};
use crate::error::Error;
use crate::profile::{Encoding, Profile};
use crate::riff::account::account;
use crate::riff::read::{Fmt, Form, WavFacts};

/// More than this is not held, octets: far beyond what any platform takes.
const MAX_OCTETS: u64 = 1 << 29;

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
pub(crate) fn encoding_of(fmt: &Fmt, profile: &Profile) -> Option<Encoding> {
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
