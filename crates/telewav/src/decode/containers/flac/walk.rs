//! The walk: every octet of a FLAC belongs to an [`Item`], and the items follow one another without a gap.
//!
//! A frame does not say how long it is: it ends where decoding it ends, and its checksum says whether that is so. So the
//! decoder is part of the walk, and what it has decoded is the sound of the item.

use std::io::{Read, Seek};
use std::ops::Range;

use super::metadata::{self, MARKER, Metadata};
use crate::decode::codecs::flac::{Fault, Frames, StreamInfo};
use crate::decode::containers::rows::Row;
use crate::decode::containers::tags;
use crate::decode::packets::guard;
use crate::decode::window::Window;
use crate::error::Error;
use crate::kind::flac_header::FrameHeader;

/// Octets that are read at a time.
const PIECE: usize = 1 << 16;
/// A frame that says it is longer, octets, is none: 65,536 frames of eight channels and 32 bits are half of that.
const MAX_FRAME: usize = 1 << 22;
/// Samples that frames may claim which turn out to be none; each costs the time of decoding it. Damage costs a few.
const MAX_WASTED: usize = 1 << 28;

/// A part of the file.
pub(super) struct Item {
    /// Where it lies.
    pub range: Range<u64>,
    pub what: What,
}

pub(super) enum What {
    /// The marker and the metadata blocks.
    Metadata(Metadata),
    /// A whole frame, whose samples are in [`Walk::planes`].
    Frame(FrameHeader),
    /// A frame that cannot be decoded, up to what is known again.
    BadFrame(FrameHeader, Fault),
    /// A tag.
    Tag,
    /// Nothing that is known. Frames follow unless it reaches to the end.
    Junk,
}

pub(super) struct Walk<R> {
    window: Window<R>,
    /// Octets from `ahead_at` on.
    ahead: Vec<u8>,
    ahead_at: u64,
    /// Where the next item starts.
    position: u64,
    frames: Frames,
    info: Option<StreamInfo>,
    /// Octets of the longest frame so far.
    longest: usize,
    wasted: usize,
}

impl<R: Read + Seek> Walk<R> {
    pub fn new(window: Window<R>, start: u64) -> Self {
        Self {
            window,
            ahead: Vec::new(),
            ahead_at: start,
            position: start,
            frames: Frames::default(),
            info: None,
            longest: 0,
            wasted: 0,
        }
    }

    /// The next part of the file; `None` at its end.
    pub fn next(&mut self) -> Result<Option<Item>, Error> {
        let start = self.position;
        if start >= self.window.end() {
            return Ok(None);
        }
        let head = self.octets(start, FrameHeader::MAX_LEN)?.to_vec();
        let may_be_tag = head.first().is_some_and(|octet| tags::may_begin(*octet));
        let (end, what) = if head.starts_with(MARKER) {
            let metadata = metadata::read(&mut self.window, start)?;
            self.info = metadata.info;
            (metadata.end, What::Metadata(metadata))
        } else if may_be_tag && let Some(end) = self.tag_end(start)? {
            (end, What::Tag)
        } else if let Some(header) = FrameHeader::parse(&head) {
            match self.frame(start, &header)? {
                Ok(len) => (start + len as u64, What::Frame(header)),
                Err(fault) => {
                    let (end, _) = self.unknown_end(start)?;
                    // What more frames follow is not cut, but wrong.
                    let is_cut = fault == Fault::Cut && end == self.window.end();
                    let fault = match fault {
                        Fault::Cut if !is_cut => Fault::Broken,
                        fault => fault,
                    };
                    (end, What::BadFrame(header, fault))
                }
            }
        } else {
            let (end, is_tag) = self.unknown_end(start)?;
            (end, if is_tag { What::Tag } else { What::Junk })
        };
        self.position = end;
        let range = start..end;
        Ok(Some(Item { range, what }))
    }

    /// The samples of the last frame, channel by channel.
    pub fn planes(&self) -> &[Vec<i32>] {
        self.frames.planes()
    }

    /// Octets from `position` on: at least so many, if they are there.
    fn octets(&mut self, position: u64, len: usize) -> Result<&[u8], Error> {
        let skip = position
            .checked_sub(self.ahead_at)
            .map(|skip| skip as usize);
        let skip = match skip.filter(|skip| *skip <= self.ahead.len()) {
            Some(skip) if self.ahead.len() - skip >= len => skip,
            Some(skip) => {
                self.ahead.drain(..skip);
                self.ahead_at = position;
                let more = (len - self.ahead.len()).max(PIECE);
                let end = position + self.ahead.len() as u64;
                self.ahead.extend(self.window.read_at(end, more)?);
                0
            }
            None => {
                self.ahead = self.window.read_at(position, len.max(PIECE))?;
                self.ahead_at = position;
                0
            }
        };
        Ok(&self.ahead[skip..])
    }

    /// Decodes the frame at `position`; its length in octets.
    fn frame(
        &mut self,
        position: u64,
        header: &FrameHeader,
    ) -> Result<Result<usize, Fault>, Error> {
        let Some(bits) = header.bits.or(self.info.map(|info| info.bits)) else {
            return Ok(Err(Fault::Broken));
        };
        let mut wanted = (2 * self.longest).clamp(PIECE / 2, MAX_FRAME);
        loop {
            // The decoder is another part of `self` than the octets.
            let mut frames = std::mem::take(&mut self.frames);
            let octets = self.octets(position, wanted)?;
            let n_octets = octets.len();
            let decoded = guard(|| frames.decode(header, bits, octets));
            self.frames = frames;
            let decoded = decoded?;
            let is_all = n_octets < wanted || wanted >= MAX_FRAME;
            match decoded {
                Err(Fault::Cut) if !is_all => wanted *= 2,
                Ok(len) => {
                    self.longest = self.longest.max(len);
                    return Ok(Ok(len));
                }
                Err(fault) => {
                    self.wasted = self
                        .wasted
                        .saturating_add(header.n_frames * header.n_channels);
                    return Ok(Err(fault));
                }
            }
        }
    }
}

impl<R: Read + Seek> Row<R> for Walk<R> {
    fn window(&mut self) -> &mut Window<R> {
        &mut self.window
    }

    fn may_begin(octet: u8) -> bool {
        octet == 0xFF || octet == MARKER[0]
    }

    fn is_expected(&mut self, position: u64) -> Result<bool, Error> {
        let head = self.octets(position, FrameHeader::MAX_LEN)?;
        Ok(head.starts_with(MARKER) || FrameHeader::parse(head).is_some())
    }

    /// Whether a whole frame starts at `position`, by its checksum, or a stream that says what it is.
    fn is_sure(&mut self, position: u64) -> Result<bool, Error> {
        let head = self.octets(position, FrameHeader::MAX_LEN)?;
        if head.starts_with(MARKER) {
            return Ok(metadata::read(&mut self.window, position)?.info.is_some());
        }
        match FrameHeader::parse(head) {
            Some(header) => Ok(self.frame(position, &header)?.is_ok()),
            None => Ok(false),
        }
    }

    fn has_begun(&self) -> bool {
        self.longest > 0
    }

    fn has_given_up(&self) -> bool {
        self.wasted >= MAX_WASTED
    }
}
