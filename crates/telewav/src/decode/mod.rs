//! Bytes to blocks of [`Pcm`](crate::pcm::Pcm): any container, any codec, streaming.
//!
//! [`decode`] tells the file's kind by its content and hands it to the one module that reads it:
//! one of `containers`. What is there are samples (`linear`), blocks of one size (`blocks`) or packets
//! (`packets`), for one of the `codecs`.
//!
//! # What is an error, and what passes
//!
//! Nothing is lost in silence. Whatever shortens or distorts the sound (a packet that cannot be
//! decoded, a checksum that does not match, a gap, an early end) is a [`Damage`] with its time. By
//! default any damage makes [`decode`] fail with [`Error::Damaged`]; with
//! [`DecodeOptions::lenient`] it is reported in [`Decoded::damage`] and what is left is used. A file
//! that yields no frame at all is always an error.

mod blocks;
mod codecs;
mod containers;
mod crc;
mod external;
mod levels;
mod limits;
mod linear;
mod options;
mod output;
mod packets;
mod part;
mod spooled;
mod tracked;
mod tracks;
mod trim;
mod window;

pub use self::containers::raw::{RawEncoding, RawFormat};
pub use crate::error::damage::{Damage, DamageKind, DamageLog};
pub use external::{Account, external};
pub use limits::Limits;
pub use options::DecodeOptions;
use output::Output;
pub use output::{Decoded, Sink, Source, SourceFormat};
pub use spooled::Spooled;
use tracked::{Reporter, Tracked};
pub use tracks::SoundTrack;

use std::sync::atomic::AtomicU64;

#[cfg(feature = "amr")]
use self::containers::amr;
use self::containers::{aiff, au, caf, flac, matroska, mp4, mpeg, ogg, raw, wav};
use crate::error::{Error, What};
use crate::kind::{self, Foreign, Kind};

/// Decodes all of `source`, block by block, into `sink`.
///
/// Memory is bounded by one block, one packet and the tables of the container, and these by
/// [`Limits::max_memory_bytes`], whatever the length of the file.
///
/// # Errors
///
/// [`Error::NotAudio`], [`Error::Unrecognised`] and [`Error::Unsupported`] for what telewav cannot decode (named
/// in the message), [`Error::Malformed`], [`Error::Damaged`], [`Error::LimitExceeded`],
/// [`Error::DecoderPanicked`], [`Error::Io`], [`Error::Cancelled`], and whatever `sink` returns.
///
/// ```
/// use telewav::decode::{decode, DecodeOptions};
/// let wav = telewav::riff::write::linear16(8000, &[0, 100, -100]).unwrap();
/// let mut n_frames = 0;
/// let decoded = decode(std::io::Cursor::new(wav), &DecodeOptions::default(), &mut |block| {
///     n_frames += block.n_frames();
///     Ok(())
/// })
/// .unwrap();
/// assert_eq!((n_frames, decoded.format.container), (3, "WAV"));
/// ```
pub fn decode<S: Source>(
    source: S,
    options: &DecodeOptions,
    sink: &mut Sink<'_>,
) -> Result<Decoded, Error> {
    let position = AtomicU64::new(0);
    let mut source = Tracked::new(source, &position);
    let mut output = Output::new(options, sink);
    output.reporter = Reporter::new(&mut source, &position, options)?;
    if let Some(raw) = options.raw {
        tracks::only_one(options)?;
        raw::decode(&mut source, raw, &mut output)?;
        return output.finish();
    }
    let sniffed = kind::sniff(&mut source)?;
    if let Some(raw) = options.raw_if_unknown
        && raw.may_be(sniffed.kind)
    {
        raw::decode(&mut source, raw, &mut output)?;
        return output.finish();
    }
    output.kind = sniffed.kind;
    // A walk that can find several sound tracks chooses by `Output::choose_track`.
    if !matches!(
        sniffed.kind,
        Kind::Mp4 | Kind::Ogg(_) | Kind::Matroska | Kind::Foreign(_)
    ) {
        tracks::only_one(options)?;
    }
    match sniffed.kind {
        Kind::Wav => wav::decode(&mut source, sniffed.start, &mut output)?,
        Kind::W64 => wav::decode_w64(&mut source, sniffed.start, &mut output)?,
        Kind::Aiff => aiff::decode(&mut source, sniffed.start, &mut output)?,
        Kind::Caf => caf::decode(&mut source, sniffed.start, &mut output)?,
        Kind::Gsm => raw::decode(&mut source, RawFormat::GSM, &mut output)?,
        Kind::Au => au::decode(&mut source, sniffed.start, &mut output)?,
        Kind::Ogg(_) => ogg::decode(&mut source, sniffed.start, sniffed.kind, &mut output)?,
        Kind::Mp4 => mp4::decode(&mut source, sniffed.start, &mut output)?,
        Kind::Matroska => matroska::decode(&mut source, sniffed.start, &mut output)?,
        Kind::Mpeg(_) | Kind::Adts => mpeg::decode(&mut source, sniffed, &mut output)?,
        // Frames may be behind other octets.
        Kind::Unknown | Kind::Foreign(Foreign::Zeros) => {
            if !mpeg::search(&mut source, &mut output)? && !flac::search(&mut source, &mut output)?
            {
                return Err(not_audio(sniffed.kind));
            }
        }
        Kind::Flac => flac::decode(&mut source, sniffed.start, &mut output)?,
        #[cfg(feature = "amr")]
        Kind::Amr { wide } => amr::decode(&mut source, sniffed.start, wide, &mut output)?,
        #[cfg(not(feature = "amr"))]
        Kind::Amr { .. } => return Err(unsupported(sniffed.kind)),
        Kind::Foreign(_) if sniffed.kind.is_audio() => return Err(unsupported(sniffed.kind)),
        Kind::Empty | Kind::Headerless | Kind::Foreign(_) => return Err(not_audio(sniffed.kind)),
    }
    output.finish()
}

fn not_audio(kind: Kind) -> Error {
    match kind {
        Kind::Unknown => Error::Unrecognised,
        _ => Error::NotAudio { kind },
    }
}

fn unsupported(kind: Kind) -> Error {
    let what = What::Kind { kind };
    match kind {
        Kind::Amr { .. } => Error::Unsupported {
            what: What::WithoutFeature {
                kind,
                feature: "amr",
            },
        },
        Kind::Foreign(foreign) if !foreign.is_decoded_by_ffmpeg() => Error::NoDecoder { what },
        _ => Error::Unsupported { what },
    }
}
