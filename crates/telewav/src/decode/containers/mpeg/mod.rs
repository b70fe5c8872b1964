//! MPEG audio (MP1, MP2, MP3) and AAC in ADTS: bare rows of frames, which people join, cut and wrap in tags.
//!
//! [`walk`] says what each octet is; [`streams`] makes recordings of it: runs of frames that one decoder can decode, each
//! with what its first frame ([`info`]) counts and leaves out. What was counted is the length; what is claimed is compared
//! with it, and an estimate is none.
//!
//! # The delay of encoder and decoder
//!
//! The tag of LAME in the first frame gives it. Without one the filter banks are known all the same: 481 frames in layers
//! I and II; 1105 in layer III (529 of them the decoder's own, 576 by LAME and nearly all encoders since). How much of the
//! last frame is padding is not known without a tag; it stays. AAC in ADTS has no such word and no delay that encoders
//! agree on; it keeps everything.

mod info;
mod layer3;
mod streams;
mod walk;

use std::ops::Range;

use self::streams::Streams;
use self::walk::Walk;
use super::junk::MAX_LEADING_JUNK;
use crate::decode::window::Window;
use crate::decode::{Output, Source, part};
use crate::error::{Actual, Error, Expected, Part, What};
use crate::kind::{Kind, Sniffed};

/// Frames of delay in layers I and II: the two halves of the polyphase filter bank.
pub(in crate::decode) const FILTER_BANK_DELAY: u64 = 481;
/// Frames of delay in layer III, of the decoder and of the usual encoder.
pub(in crate::decode) const LAYER_3_DELAY: u64 = LAYER_3_DECODER_DELAY + 576;
/// Frames of delay in a decoder of layer III.
const LAYER_3_DECODER_DELAY: u64 = 529;

/// Decodes a file that is known as `sniffed`, from its start, tags included.
pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    sniffed: Sniffed,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    if search(source, output)? {
        return Ok(());
    }
    Err(no_frame(sniffed.kind, sniffed.start))
}

/// Decodes the MPEG audio frames in `range`, which another container says are there.
pub(in crate::decode) fn decode_range<S: Source>(
    source: &mut S,
    range: Range<u64>,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let start = range.start;
    match decode_found(source, range, output)? {
        Some(_) => Ok(()),
        None => Err(no_frame(Kind::Mpeg(3), start)),
    }
}

/// Decodes a file, whatever it seems to be, if there are frames in it. Whether there are.
pub(in crate::decode) fn search<S: Source>(
    source: &mut S,
    output: &mut Output<'_, '_>,
) -> Result<bool, Error> {
    let range = part::to_the_end(source, 0)?;
    let found = decode_found(source, range, output)?;
    output.kind = found.unwrap_or(output.kind);
    Ok(found.is_some())
}

/// The kind of the first frame; `None` if there is none.
fn decode_found<S: Source>(
    source: &mut S,
    range: Range<u64>,
    output: &mut Output<'_, '_>,
) -> Result<Option<Kind>, Error> {
    let window = Window::new(source, range.clone()).in_time(output);
    let mut walk = Walk::new(window, range.start);
    let mut streams = Streams::default();
    while let Some(item) = walk.next()? {
        streams.take(item, &mut walk, output)?;
    }
    let found = streams.finish(&mut walk, output)?;
    if found.is_none() && walk.is_free_format() {
        return Err(Error::Unsupported {
            what: What::FreeFormat,
        });
    }
    Ok(found)
}

fn no_frame(kind: Kind, start: u64) -> Error {
    Error::malformed(
        Part::File { kind },
        start,
        Expected::FrameWithin {
            bytes: MAX_LEADING_JUNK,
        },
        Actual::Missing,
    )
}
