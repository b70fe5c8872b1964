//! What can be cured without touching a sample: the header around samples that are right already.

use std::io::SeekFrom;

use crate::bytes;
pub use crate::check::rewrap::Obstacle;
use crate::check::rewrap::{encoding_of, refusal};
use crate::decode::Source;
use crate::error::{Action, Error, Part};
use crate::kind::{self, Kind};
use crate::profile::{Container, Encoding, Profile};
use crate::riff::read::{self as riff, Fmt, WavFacts};
use crate::riff::write;

/// What came of [`rewrap`].
#[derive(Debug, Clone, PartialEq)]
pub enum Rewrapped {
    /// The file with a new header, whole.
    New(Vec<u8>),
    /// The header is as `telewav convert` writes it.
    Same,
    /// The samples would have to be coded anew, and why.
    Not(Obstacle),
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
        .map_err(Error::io(Action::FindLength))?;
    if profile.format.container.value == Container::Raw {
        return Ok(match sniffed.kind.is_audio() {
            true => Rewrapped::Not(Obstacle::Kind { kind: sniffed.kind }),
            false => Rewrapped::Same,
        });
    }
    if sniffed.kind != Kind::Wav {
        return Ok(Rewrapped::Not(Obstacle::Kind { kind: sniffed.kind }));
    }
    let facts = match riff::read(source, sniffed.start) {
        Err(error @ Error::Io { .. }) => return Err(error),
        Err(error) => {
            let error = Box::new(error);
            return Ok(Rewrapped::Not(Obstacle::Unread { error }));
        }
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

/// The octets of all samples, without what is less than a frame.
fn samples<S: Source>(source: &mut S, facts: &WavFacts) -> Result<Vec<u8>, Error> {
    let frame = facts.frame_octets().unwrap_or(1);
    let mut octets = Vec::new();
    for piece in &facts.pieces {
        let (from, len) = (octets.len(), piece.end - piece.start);
        octets.resize(from + usize::try_from(len - len % frame).unwrap_or(0), 0);
        bytes::read_at(source, piece.start, &mut octets[from..], Part::Samples)?;
    }
    Ok(octets)
}
