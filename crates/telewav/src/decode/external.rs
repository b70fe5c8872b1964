//! Sound that another program decodes, read from a pipe: the way out for what telewav cannot decode.
//!
//! The library starts no programs. Whoever does hands the other one's output to [`external`], which
//! applies the same limits and the same accounting as to telewav's own decoders.
//!
//! Source of the stream's form: the NeXT/Sun soundstruct as documented in `audio.h` of SunOS 4; see
//! `au` for whole files of it.

use std::io::{self, Read};

use super::linear::{self, Coding, Layout};
use super::{Damage, DamageKind, DecodeOptions, Decoded, Output, Sink, SourceFormat};
use crate::error::remark::{self, Remark};
use crate::error::{Action, Actual, Error, Expected, Part};
use crate::kind::Kind;
use crate::pcm::{ChannelMask, Pcm};

/// Encoding 6 of the soundstruct: 32-bit IEEE floats.
const FLOAT: u32 = 6;
/// Fields of the header, which text may follow.
const HEADER_LEN: usize = 24;
/// The longest header with its text that is read over.
const MAX_HEADER_LEN: u32 = 1 << 16;
/// Frames of one block.
const BLOCK_FRAMES: usize = 8192;

/// What the other program says of its work once its stream has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// The program and its version, for [`Decoded::decoded_by`].
    pub decoded_by: String,
    /// What the recording is.
    pub kind: Kind,
    /// The codec of the recording, e.g. `wmav2`.
    pub codec: String,
    /// What it could not decode.
    pub damage: Vec<Damage>,
    /// What a person might like to know.
    pub notes: Vec<Remark>,
}

/// Decodes what another program hands over: Sun AU (`.snd`) with 32-bit floats, of unknown length, as
/// `ffmpeg -i FILE -c:a pcm_f32be -f au pipe:1` writes it.
///
/// `account` is called once the stream has ended, with the seconds that were read. Programs that
/// decode are lax: it must turn their exit code and their complaints into damage, or into an error.
///
/// # Errors
///
/// [`Error::Malformed`] for a stream of another form; [`Error::Damaged`], [`Error::LimitExceeded`],
/// [`Error::Io`]; whatever `account` and `sink` return.
///
/// ```
/// use telewav::decode::{external, Account, DecodeOptions};
/// use telewav::kind::{Foreign, Kind};
/// let mut stream = Vec::new();
/// for field in [u32::from_be_bytes(*b".snd"), 24, u32::MAX, 6, 16_000, 1] {
///     stream.extend(field.to_be_bytes());
/// }
/// stream.extend([0.5_f32, -0.5].iter().flat_map(|sample| sample.to_be_bytes()));
/// let account = |_duration_s| {
///     Ok(Account {
///         decoded_by: "mydecoder 1.0".into(),
///         kind: Kind::Foreign(Foreign::WindowsMedia),
///         codec: "wmav2".into(),
///         damage: Vec::new(),
///         notes: Vec::new(),
///     })
/// };
/// let options = DecodeOptions::default();
/// let decoded = external(&mut &stream[..], &options, &mut |_| Ok(()), account).unwrap();
/// assert_eq!((decoded.n_frames, decoded.format.rate_hz), (2, 16_000));
/// ```
pub fn external(
    stream: &mut dyn Read,
    options: &DecodeOptions,
    sink: &mut Sink<'_>,
    account: impl FnOnce(f64) -> Result<Account, Error>,
) -> Result<Decoded, Error> {
    let mut output = Output::new(options, sink);
    if let Some(layout) = header(stream)? {
        samples(stream, &layout, &mut output)?;
    }
    // A stream without a header has an account all the same: why there is none.
    let account = account(output.duration_s)?;
    if let Some(format) = &mut output.format {
        format.container = account.kind.container();
        format.codec = account.codec;
    }
    output.kind = account.kind;
    output.decoded_by = Some(account.decoded_by);
    account.notes.into_iter().for_each(|note| output.note(note));
    for damage in account.damage {
        output.damage.push(damage);
    }
    output.finish()
}

/// Reads up to the first sample; `None` if the stream ends before that.
fn header(stream: &mut dyn Read) -> Result<Option<Layout>, Error> {
    let mut header = [0; HEADER_LEN];
    let len = read_up_to(stream, &mut header)?;
    let magic = &header[..len.min(4)];
    if !b".snd".starts_with(magic) {
        let expected = Expected::Letters { letters: ".snd" };
        return Err(malformed(0, expected, Actual::octets(magic)));
    }
    if len < HEADER_LEN {
        return Ok(None);
    }
    let field = |at: usize| {
        let octets = [header[at], header[at + 1], header[at + 2], header[at + 3]];
        u32::from_be_bytes(octets)
    };
    let (offset, encoding) = (field(4), field(12));
    if encoding != FLOAT {
        return Err(malformed(
            12,
            Expected::Encoding { encoding: FLOAT },
            u64::from(encoding),
        ));
    }
    if !(HEADER_LEN as u32..=MAX_HEADER_LEN).contains(&offset) {
        let wanted = Expected::OffsetBetween {
            min: HEADER_LEN as u64,
            max: MAX_HEADER_LEN.into(),
        };
        return Err(malformed(4, wanted, u64::from(offset)));
    }
    let mut text = vec![0; offset as usize - HEADER_LEN];
    if read_up_to(stream, &mut text)? < text.len() {
        return Ok(None);
    }
    Ok(Some(Layout {
        coding: Coding::Float32,
        big_endian: true,
        format: SourceFormat {
            container: "",
            codec: String::new(),
            rate_hz: field(16),
            n_channels: field(20) as usize,
            bits: None,
            // ffmpeg puts channels into the order of WAV.
            mask: ChannelMask::of_plain_wav(field(20) as usize),
        },
    }))
}

fn malformed(offset: u64, expected: Expected, actual: impl Into<Actual>) -> Error {
    Error::malformed(Part::DecoderStream, offset, expected, actual)
}

fn samples(
    stream: &mut dyn Read,
    layout: &Layout,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let format = &layout.format;
    output.limits().check_rate(format.rate_hz)?;
    output.limits().check_channels(format.n_channels)?;
    let frame = layout.coding.octets() * format.n_channels;
    let mut octets = vec![0; frame * BLOCK_FRAMES];
    let mut block = Pcm::default();
    loop {
        let len = read_up_to(stream, &mut octets)?;
        let whole = len - len % frame;
        let n_not_numbers = linear::unpack(&octets[..whole], layout, &mut block);
        if n_not_numbers > 0 {
            let detail = Remark::NotNumbers { n: n_not_numbers };
            output.damage(DamageKind::NotANumber, output.duration_s, detail);
        }
        output.emit(&block, || format.clone())?;
        if whole < len {
            let detail = remark::External::StreamEndsInFrame;
            output.damage(DamageKind::EarlyEnd, output.duration_s, detail);
        }
        if len < octets.len() {
            return Ok(());
        }
    }
}

/// Fills `buffer` as far as the stream goes.
fn read_up_to(stream: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, Error> {
    let mut len = 0;
    while len < buffer.len() {
        match stream.read(&mut buffer[len..]) {
            Ok(0) => break,
            Ok(n) => len += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(Error::io(Action::ReadDecoderStream)(e)),
        }
    }
    Ok(len)
}
