//! What can be cured without touching a sample: the header around samples that are right already.

use std::io::SeekFrom;

use crate::bytes;
use crate::decode::Source;
use crate::error::Error;
use crate::kind::{self, Kind};
use crate::profile::{Container, Encoding, Profile};
use crate::riff::read::{self as riff, Extent, Form, WavFacts};
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
/// an odd number of G.711 octets gets one of silence appended.
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
    let encoding = match encoding_of(&facts, profile) {
        Ok(encoding) => encoding,
        Err(why) => return Ok(Rewrapped::Not(why)),
    };
    let octets = samples(source, &facts)?;
    let rate_hz = facts.fmt.rate_hz;
    let new = match encoding.law() {
        Some(law) => write::g711(law, rate_hz, profile.header_of(encoding), octets)?,
        None => {
            let linear: Vec<i16> = octets
                .as_chunks()
                .0
                .iter()
                .copied()
                .map(i16::from_le_bytes)
                .collect();
            write::linear16(rate_hz, &linear)?
        }
    };
    let is_same = file_len == new.len() as u64 && bytes::equal(source, &new)?;
    Ok(if is_same {
        Rewrapped::Same
    } else {
        Rewrapped::New(new)
    })
}

/// How the samples are coded; or why they are not as the platform takes them.
fn encoding_of(facts: &WavFacts, profile: &Profile) -> Result<Encoding, String> {
    let (fmt, format) = (&facts.fmt, &profile.format);
    let is_of = |encoding: &Encoding| {
        fmt.codec_tag() == encoding.tag()
            && (*encoding != Encoding::Linear16 || fmt.sample_octets() == Some(2))
    };
    let Some(encoding) = format.encodings().find(is_of) else {
        return Err(format!(
            "the samples are {} of {} bits",
            fmt.codec_name(),
            fmt.bits
        ));
    };
    let is_wide = encoding == Encoding::Linear16;
    if is_wide && facts.form == Form::Rifx {
        return Err("the samples are big-endian".into());
    }
    if !format.rates_hz().any(|rate_hz| rate_hz == fmt.rate_hz) {
        return Err(format!("the samples are of {} Hz", fmt.rate_hz));
    }
    if fmt.n_channels != format.channels.value {
        return Err(format!("there are {} channels", fmt.n_channels));
    }
    if facts.data.iter().any(|data| data.extent == Extent::Short) {
        return Err("the file was cut, and samples are missing".into());
    }
    match facts.data_len() {
        0 => Err("there are no samples".into()),
        len if len > MAX_OCTETS => {
            Err(format!("{len} octets of samples are too many for a prompt"))
        }
        len if is_wide && len % 2 == 1 => Err("the last sample is cut".into()),
        _ => Ok(encoding),
    }
}

/// The octets of all `data` chunks.
fn samples<S: Source>(source: &mut S, facts: &WavFacts) -> Result<Vec<u8>, Error> {
    let mut octets = Vec::new();
    for data in &facts.data {
        let from = octets.len();
        octets.resize(from + usize::try_from(data.len).unwrap_or(0), 0);
        bytes::read_at(source, data.offset, &mut octets[from..], "the samples")?;
    }
    Ok(octets)
}
