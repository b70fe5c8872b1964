//! The walk: every octet of a row of frames belongs to an [`Item`], and the items follow one another without a gap.
//!
//! Nothing but frame headers says where a frame is, and two octets of sound can look like one. So a frame is believed
//! where the one before it ends; elsewhere, and where a header says something else than the ones before, only if more
//! of its kind follow.

use std::io::{Read, Seek};
use std::ops::Range;

use super::info::u32_at;
use crate::decode::containers::rows::Row;
use crate::decode::containers::tags;
use crate::decode::window::Window;
use crate::error::Error;
use crate::kind::mpeg_header::FrameHeader;

/// Frames that follow one another and so are no accident.
const SURE: usize = 4;
/// Frames of which the second proves the first, where frames are expected.
const LIKELY: usize = 2;
/// The longest frame of free format that is looked for, octets: at 640 kbit/s and 32 kHz they have 2,880.
const MAX_MEASURED: usize = 1 << 12;

/// A part of the file.
#[derive(Debug)]
pub(super) struct Item {
    /// Where it lies.
    pub range: Range<u64>,
    pub what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// A whole frame.
    Frame(FrameHeader, Vec<u8>),
    /// What is there of a frame that the end of the file cuts.
    CutFrame,
    /// A tag.
    Tag,
    /// Nothing that is known. Frames follow unless it reaches to the end.
    Junk,
}

/// How a row of frames ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowEnd {
    /// It goes on for as long as was asked.
    Open,
    /// At the end of the file, or at a tag.
    Clean,
    /// In a frame that the end of the file cuts.
    Cut,
    /// At what is no frame.
    Broken,
}

pub(super) struct Walk<R> {
    window: Window<R>,
    /// Where the next item starts.
    position: u64,
    /// The header of the last frame.
    last: Option<FrameHeader>,
    /// Its octets, without padding.
    last_octets: usize,
    /// Length of frames of free format, without their padding.
    free_octets: Option<usize>,
    /// Whether a frame of free format stood where one was expected, without others behind it.
    is_free_format: bool,
}

impl<R: Read + Seek> Walk<R> {
    pub fn new(window: Window<R>, start: u64) -> Self {
        Self {
            window,
            position: start,
            last: None,
            last_octets: 0,
            free_octets: None,
            is_free_format: false,
        }
    }

    /// The next part of the file; `None` at its end.
    pub fn next(&mut self) -> Result<Option<Item>, Error> {
        let start = self.position;
        if start >= self.window.end() {
            return Ok(None);
        }
        let head = self.window.read_at(start, FrameHeader::LEN)?;
        let may_be_tag = head.first().is_some_and(|octet| tags::may_begin(*octet));
        let (end, what) = if may_be_tag && let Some(end) = self.tag_end(start)? {
            (end, What::Tag)
        } else if let Some(header) = self.expected_by(start, FrameHeader::parse(&head))? {
            self.frame(start, header)?
        } else {
            let (end, is_tag) = self.unknown_end(start)?;
            (end, if is_tag { What::Tag } else { What::Junk })
        };
        self.position = end;
        let range = start..end;
        Ok(Some(Item { range, what }))
    }

    /// Whether there was something like free format that could not be measured.
    pub fn is_free_format(&self) -> bool {
        self.is_free_format
    }

    fn frame(&mut self, start: u64, header: FrameHeader) -> Result<(u64, What), Error> {
        let is_same = self.last.is_some_and(|last| last.continues(&header));
        let free = self.free_octets.filter(|_| is_same);
        let len = self.frame_octets(start, &header, free)?.unwrap_or(1);
        if header.is_free() {
            self.free_octets = Some(len - header.padding());
        }
        let mut octets = self.window.read_at(start, len + FrameHeader::LEN)?;
        let is_followed = octets.get(len..).and_then(FrameHeader::parse).is_some();
        octets.truncate(len);
        let end = start + octets.len() as u64;
        let is_whole = octets.len() == len;
        // A frame that nothing known follows may be cut, and have others in what it takes for its own.
        if !(is_whole && (is_followed || self.is_end(end)?))
            && let Some(found) = self.find(start, end)?
        {
            return Ok((found, What::Junk));
        }
        let hidden = match header.is_mpeg() {
            true => self.hidden(start, end, &header)?,
            false => hidden_row(&octets).map(|at| start + at as u64),
        };
        if let Some(found) = hidden {
            return Ok((found, What::Junk));
        }
        (self.last, self.last_octets) = (Some(header), len - header.padding());
        let what = match is_whole {
            true => What::Frame(header, octets),
            false => What::CutFrame,
        };
        Ok((end, what))
    }

    /// Where the next frame starts if the one from `start` to `end` is as long as the last one (the first of all: as the next
    /// one), and frames fill the rest of what it takes for its own: its bit rate is wrong then.
    fn hidden(&mut self, start: u64, end: u64, header: &FrameHeader) -> Result<Option<u64>, Error> {
        let usual_octets = match self.last {
            Some(_) => self.last_octets,
            None => {
                let next = self.header_at(end)?.filter(|next| next.is_like(header));
                let without_padding =
                    |next: FrameHeader| Some(next.frame_octets()? - next.padding());
                next.and_then(without_padding).unwrap_or(0)
            }
        };
        let next = start + (usual_octets + header.padding()) as u64;
        let mut position = next;
        while usual_octets > 0 && position < end {
            let header_there = self
                .header_at(position)?
                .filter(|there| there.is_like(header));
            let Some(len) = header_there.and_then(|there| there.frame_octets()) else {
                break;
            };
            position += len as u64;
        }
        Ok((usual_octets > 0 && next < end && position == end).then_some(next))
    }

    /// Whether the file ends at `position`, or a tag stands there.
    fn is_end(&mut self, position: u64) -> Result<bool, Error> {
        Ok(position == self.window.end() || self.is_tag(position)?)
    }

    fn header_at(&mut self, position: u64) -> Result<Option<FrameHeader>, Error> {
        let head = self.window.read_at(position, FrameHeader::LEN)?;
        Ok(FrameHeader::parse(&head))
    }

    /// The header at a place where a frame is expected, if it is believed.
    fn expected_by(
        &mut self,
        position: u64,
        header: Option<FrameHeader>,
    ) -> Result<Option<FrameHeader>, Error> {
        let Some(header) = header else {
            return Ok(None);
        };
        let is_like_last = self.last.is_some_and(|last| last.is_like(&header));
        if is_like_last && (!header.is_free() || self.free_octets.is_some()) {
            return Ok(Some(header));
        }
        let (n_frames, end) = self.row(position, LIKELY)?;
        let is_believed = match end {
            RowEnd::Open => true,
            // A single frame, and all there is.
            RowEnd::Clean | RowEnd::Cut => n_frames > 0,
            RowEnd::Broken => false,
        };
        self.is_free_format |= header.is_free() && n_frames == 0;
        Ok(is_believed.then_some(header))
    }

    /// How many frames of one kind follow one another from `position` on, at most `n`, and how that ends.
    fn row(&mut self, mut position: u64, n: usize) -> Result<(usize, RowEnd), Error> {
        let mut first: Option<FrameHeader> = None;
        let mut free = None;
        for i in 0..n {
            if i > 0 && self.is_end(position)? {
                return Ok((i, RowEnd::Clean));
            }
            let Some(header) = self.header_at(position)? else {
                // Less than a header is left.
                let is_cut = position + FrameHeader::LEN as u64 > self.window.end();
                return Ok((i, if is_cut { RowEnd::Cut } else { RowEnd::Broken }));
            };
            if first.is_some_and(|first| !first.is_like(&header)) {
                return Ok((i, RowEnd::Broken));
            }
            first = Some(header);
            let Some(len) = self.frame_octets(position, &header, free)? else {
                return Ok((i, RowEnd::Broken));
            };
            free = Some(len - header.padding());
            position += len as u64;
            if position > self.window.end() {
                return Ok((i, RowEnd::Cut));
            }
        }
        Ok((n, RowEnd::Open))
    }

    /// Length of the frame at `position`. In free format all frames have `free` octets, without their padding; if that is not
    /// known, the next ones show it, or `None` is the answer.
    fn frame_octets(
        &mut self,
        position: u64,
        header: &FrameHeader,
        free: Option<usize>,
    ) -> Result<Option<usize>, Error> {
        match header
            .frame_octets()
            .or(free.map(|free| free + header.padding()))
        {
            Some(len) => Ok(Some(len)),
            None => self.measure(position, header),
        }
    }

    /// Where the next frame of free format starts, and the one behind it as far away.
    fn measure(&mut self, position: u64, header: &FrameHeader) -> Result<Option<usize>, Error> {
        let octets = self
            .window
            .read_at(position, 2 * MAX_MEASURED + FrameHeader::LEN)?;
        let at = |at: usize| {
            let header_there = FrameHeader::parse(octets.get(at..)?)?;
            header.is_like(&header_there).then_some(header_there)
        };
        let shortest = FrameHeader::LEN;
        let len = (shortest..octets.len().min(MAX_MEASURED)).find(|len| {
            let Some(second) = at(*len) else {
                return false;
            };
            let third = 2 * len - header.padding() + second.padding();
            third == octets.len() || at(third).is_some()
        });
        Ok(len)
    }

    fn is_tag(&mut self, position: u64) -> Result<bool, Error> {
        Ok(tags::len_at(&mut self.window, position)?.is_some())
    }
}

/// Where in a frame of AAC a row of others starts that ends where it does: its length is wrong then. The first 28 bits of a
/// header are the same in all frames, and 13 are a length: too many to be there by chance. Source: ISO/IEC 14496-3:2009,
/// 1.A.2.2.1.
fn hidden_row(frame: &[u8]) -> Option<usize> {
    let fixed = u32_at(frame, 0)? >> 4;
    let end_at = |at: usize| {
        let is_like = u32_at(frame, at)? >> 4 == fixed;
        let len = FrameHeader::parse(&frame[at..])?.frame_octets()?;
        (is_like && at + len <= frame.len()).then_some(at + len)
    };
    let is_row = |at: &usize| {
        let last = std::iter::successors(Some(*at), |at| end_at(*at)).last();
        last == Some(frame.len())
    };
    // Most octets are not even the first of a header.
    let octets = frame.iter().enumerate().skip(FrameHeader::LEN);
    let starts = octets.filter(|(_, octet)| **octet == 0xFF);
    starts.map(|(at, _)| at).find(is_row)
}

impl<R: Read + Seek> Row<R> for Walk<R> {
    fn window(&mut self) -> &mut Window<R> {
        &mut self.window
    }

    fn may_begin(octet: u8) -> bool {
        octet == 0xFF
    }

    fn is_expected(&mut self, position: u64) -> Result<bool, Error> {
        let header = self.header_at(position)?;
        Ok(self.expected_by(position, header)?.is_some())
    }

    /// Whether so many frames start at `position` that they are no accident.
    fn is_sure(&mut self, position: u64) -> Result<bool, Error> {
        let (n_frames, end) = self.row(position, SURE)?;
        Ok(match end {
            RowEnd::Open => true,
            // A last frame or two behind a gap.
            RowEnd::Clean => n_frames >= if self.has_begun() { 1 } else { LIKELY },
            RowEnd::Cut | RowEnd::Broken => false,
        })
    }

    fn has_begun(&self) -> bool {
        self.last.is_some()
    }
}
