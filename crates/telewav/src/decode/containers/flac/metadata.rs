//! The metadata blocks of a FLAC: STREAMINFO is taken, wherever it stands, and all others are passed over.
//!
//! Source: RFC 9639 (2024), section 8.

use std::io::{Read, Seek};

use crate::decode::codecs::flac::StreamInfo;
use crate::decode::window::Window;
use crate::error::Error;
use crate::kind::flac_header::FrameHeader;

/// What a stream starts with.
pub(super) const MARKER: &[u8] = b"fLaC";
/// Octets of the header of a block: a bit that says "the last", 7 of type, 24 of length.
const BLOCK_HEADER: usize = 4;
const STREAMINFO: u8 = 0;
/// The last type that is defined (PICTURE), and the one that is forbidden, since it looks like a frame.
const LAST_DEFINED: u8 = 6;

/// What stands before the frames.
pub(super) struct Metadata {
    pub info: Option<StreamInfo>,
    /// Where the blocks end, as far as they make sense.
    pub end: u64,
    /// Whether they end where the first frame starts.
    pub is_whole: bool,
}

/// The blocks behind the marker at `start`.
pub(super) fn read<R: Read + Seek>(window: &mut Window<R>, start: u64) -> Result<Metadata, Error> {
    let mut info = None;
    let mut position = start + MARKER.len() as u64;
    // Where what has been understood ends, if what is behind it turns out to be garbled.
    let mut safe = position;
    loop {
        if is_frame(window, position)? {
            return Ok(Metadata {
                info,
                end: position,
                is_whole: true,
            });
        }
        let header = window.read_at(position, BLOCK_HEADER)?;
        let Some([first, len @ ..]) = header.first_chunk::<BLOCK_HEADER>() else {
            break;
        };
        let block_type = first & 0x7F;
        let len = len.iter().fold(0, |n, octet| n << 8 | u64::from(*octet));
        let body = position + BLOCK_HEADER as u64;
        if block_type > LAST_DEFINED || body + len > window.end() {
            break;
        }
        position = body + len;
        if block_type == STREAMINFO && info.is_none() {
            let octets = window.read_at(body, StreamInfo::LEN.min(len as usize))?;
            // A rate of 0 is for what is no sound.
            info = StreamInfo::parse(&octets).filter(|info| info.rate_hz > 0);
            safe = position;
        }
        if first & 0x80 != 0 {
            let is_whole = is_frame(window, position)?;
            let end = if is_whole { position } else { safe };
            return Ok(Metadata {
                info,
                end,
                is_whole,
            });
        }
    }
    Ok(Metadata {
        info,
        end: safe,
        is_whole: false,
    })
}

fn is_frame<R: Read + Seek>(window: &mut Window<R>, position: u64) -> Result<bool, Error> {
    let head = window.read_at(position, FrameHeader::MAX_LEN)?;
    Ok(FrameHeader::parse(&head).is_some())
}
