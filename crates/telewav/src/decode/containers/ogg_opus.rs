//! The packets of an Opus stream in Ogg, and what of them is sound.
//!
//! Symphonia's reader knows only some channel mappings and misreads the length of some packets, so the
//! pages are taken apart here: once to see where the sound starts and ends, once to decode.
//!
//! Source: RFC 7845 (2016), sections 3 and 4; RFC 3533, section 6, for the pages.

use std::collections::VecDeque;
use std::ops::Range;

use symphonia::core::checksum::Crc32;
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::errors::{Error as SymphoniaError, Result as SymphoniaResult};
use symphonia::core::formats::{
    FORMAT_ID_NULL, FormatInfo, FormatReader, MediaInfo, SeekMode, SeekTo, SeekedTo, Track,
};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions, Monitor};
use symphonia::core::meta::{Metadata, MetadataLog};
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use crate::decode::codecs::opus::{self, Head, RATE_HZ};
use crate::decode::limits::Allowance;
use crate::decode::trim::{End, Trim};
use crate::decode::window::Window;
use crate::decode::{DamageKind, Output, Source, demuxed};
use crate::error::Error;
use crate::kind::Kind;

const HEADER_LEN: usize = 27;
const FIRST_PAGE_MARK: u8 = 0x02;
const LAST_PAGE_MARK: u8 = 0x04;
/// More octets than any packet of sound has: 255 streams of four coded frames of 1275 octets.
const MAX_PACKET_LEN: usize = 255 * 4 * 1275;
/// Granule positions may be rounded, to milliseconds for example. Less than the shortest packet is not
/// missing.
const TOLERANCE: u64 = 120;

/// Decodes the stream with this number in the link of a chain that `range` is.
pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    range: Range<u64>,
    serial: u32,
    head: &Head,
    kind: Kind,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    output
        .limits()
        .check_channels(usize::from(head.n_channels))?;
    let start_s = output.duration_s;
    let survey = Survey::of(Pages::new(&mut *source, range.clone(), serial))?;
    for (frame, n_missing) in survey.gaps {
        let frame = frame.saturating_sub(u64::from(head.pre_skip));
        let at_s = start_s + frame as f64 / f64::from(RATE_HZ);
        let what = format!("{n_missing} frames are missing between two Ogg pages");
        output.damage(DamageKind::Gap, at_s, what);
    }
    let start = u64::from(head.pre_skip);
    let n_sound = survey.n_frames.saturating_sub(survey.n_padding);
    let trim = Trim {
        start,
        end: End::After(n_sound.saturating_sub(start)),
    };
    let reader = Reader::new(Pages::new(source, range, serial), head);
    let allowance = Allowance::new(output.deadline.clone());
    let trim_of = move |_, _| trim;
    demuxed::decode_packets(Box::new(reader), kind, None, &trim_of, &allowance, output)
}

/// One page of the stream: the packets that end on it.
struct Page {
    packets: Vec<Vec<u8>>,
    /// Frames up to the end of its last packet, those before the stream's start included.
    granule: Option<u64>,
    is_last: bool,
    /// Pages before this one are missing or damaged.
    is_behind_loss: bool,
}

/// The pages of one stream, without those of its headers.
struct Pages<R> {
    window: Window<R>,
    range: Range<u64>,
    position: u64,
    serial: u32,
    /// The number that the next page should have.
    sequence: Option<u32>,
    /// The packet that goes on on the next page, if its start was found.
    partial: Option<Vec<u8>>,
    has_tags: bool,
}

impl<'s, S: Source> Pages<&'s mut S> {
    fn new(source: &'s mut S, range: Range<u64>, serial: u32) -> Self {
        Self {
            window: Window::new(source, range.clone()),
            position: range.start,
            range,
            serial,
            sequence: None,
            partial: None,
            has_tags: false,
        }
    }

    /// The next page of the stream that is whole.
    fn next(&mut self) -> Result<Option<Page>, Error> {
        while self.position < self.range.end {
            let octets = self.read_page()?;
            let Some(octets) = octets else {
                self.position = self.find_page(self.position + 1)?;
                continue;
            };
            self.position += octets.len() as u64;
            let u32_at = |at: usize| u32_in(&octets, at);
            if u32_at(14) != self.serial || !is_whole(&octets) {
                continue;
            }
            let sequence = u32_at(18);
            let is_behind_loss = self.sequence.is_some_and(|expected| expected != sequence);
            self.sequence = Some(sequence.wrapping_add(1));
            if octets[5] & FIRST_PAGE_MARK == 0 {
                return Ok(Some(self.page(&octets, is_behind_loss)));
            }
        }
        Ok(None)
    }

    /// The octets of the page at the position; `None` if there is no whole one.
    fn read_page(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let header = self.window.read_at(self.position, HEADER_LEN + 255)?;
        if !header.starts_with(b"OggS") || header.len() < HEADER_LEN {
            return Ok(None);
        }
        let n_segments = usize::from(header[26]);
        let Some(lengths) = header.get(HEADER_LEN..HEADER_LEN + n_segments) else {
            return Ok(None);
        };
        let body: usize = lengths.iter().map(|len| usize::from(*len)).sum();
        let len = HEADER_LEN + n_segments + body;
        let octets = self.window.read_at(self.position, len)?;
        Ok((octets.len() == len).then_some(octets))
    }

    fn find_page(&mut self, mut position: u64) -> Result<u64, Error> {
        const SEARCH_LEN: usize = 1 << 14;
        while position < self.range.end {
            let octets = self.window.read_at(position, SEARCH_LEN)?;
            if let Some(at) = octets.windows(4).position(|four| four == b"OggS") {
                return Ok(position + at as u64);
            }
            // The pattern may straddle two reads.
            position += octets.len().saturating_sub(3).max(1) as u64;
        }
        Ok(self.range.end)
    }

    fn page(&mut self, octets: &[u8], is_behind_loss: bool) -> Page {
        let is_continued = octets[5] & 1 != 0;
        let n_segments = usize::from(octets[26]);
        let (lengths, mut body) = octets[HEADER_LEN..].split_at(n_segments);
        let mut packet = match self.partial.take() {
            Some(start) if is_continued && !is_behind_loss => Some(start),
            // The rest of a packet whose start is lost.
            _ if is_continued => None,
            _ => Some(Vec::new()),
        };
        let mut packets = Vec::new();
        for len in lengths {
            let (segment, rest) = body.split_at(usize::from(*len).min(body.len()));
            body = rest;
            if let Some(packet) = &mut packet
                && packet.len() < MAX_PACKET_LEN
            {
                packet.extend_from_slice(segment);
            }
            if *len < 255 {
                packets.extend(packet.replace(Vec::new()));
            }
        }
        // A packet that ends with the page leaves an empty one behind.
        self.partial = packet.filter(|_| lengths.last() == Some(&255));
        if !self.has_tags && !packets.is_empty() {
            self.has_tags = true;
            if packets[0].starts_with(b"OpusTags") {
                packets.remove(0);
            }
        }
        let granule = octets[6..]
            .first_chunk()
            .map(|eight| u64::from_le_bytes(*eight));
        Page {
            packets,
            // -1: no packet ends here. A position beyond 2^48 frames is no position.
            granule: granule.filter(|granule| *granule < 1 << 48),
            is_last: octets[5] & LAST_PAGE_MARK != 0,
            is_behind_loss,
        }
    }
}

fn u32_in(octets: &[u8], at: usize) -> u32 {
    let four = octets.get(at..).and_then(|rest| rest.first_chunk());
    four.map_or(0, |four| u32::from_le_bytes(*four))
}

fn is_whole(octets: &[u8]) -> bool {
    let mut crc = Crc32::new(0);
    crc.process_buf_bytes(&octets[..22]);
    crc.process_buf_bytes(&[0; 4]);
    crc.process_buf_bytes(&octets[26..]);
    crc.crc() == u32_in(octets, 22)
}

/// Where the sound of a stream is.
#[derive(Debug, Default, PartialEq, Eq)]
struct Survey {
    /// Frames of all packets.
    n_frames: u64,
    /// Frames of the last packets that are no sound (section 4.4).
    n_padding: u64,
    /// Where frames are missing, in frames decoded before, and how many.
    gaps: Vec<(u64, u64)>,
}

impl Survey {
    /// More gaps than these are not told one by one.
    const MAX_GAPS: usize = 1000;

    fn of<S: Source>(mut pages: Pages<&mut S>) -> Result<Self, Error> {
        let mut survey = Self::default();
        // What the last page's granule position was; `None` before the first packet.
        let mut position = None;
        while let Some(page) = pages.next()? {
            let frames = page
                .packets
                .iter()
                .filter_map(|packet| opus::n_frames(packet));
            let n_frames: u64 = frames.map(|n| n as u64).sum();
            let Some(granule) = page.granule.filter(|_| !page.packets.is_empty()) else {
                survey.n_frames += n_frames;
                position = position.map(|position: u64| position + n_frames);
                continue;
            };
            // A stream that was cut out of a longer one does not start at 0 (section 4.5); one page that is
            // all of it may end within its packets.
            let start = match position {
                Some(position) => position,
                None if page.is_last => 0,
                None => granule.saturating_sub(n_frames),
            };
            let end = start + n_frames;
            if granule >= end + TOLERANCE
                && !page.is_behind_loss
                && survey.gaps.len() < Self::MAX_GAPS
            {
                survey.gaps.push((survey.n_frames, granule - end));
            }
            survey.n_frames += n_frames;
            survey.n_padding = end.saturating_sub(granule).min(n_frames);
            position = Some(granule);
        }
        Ok(survey)
    }
}

/// Hands the packets to the decoder in Symphonia's way.
struct Reader<'s, S> {
    pages: Pages<&'s mut S>,
    packets: VecDeque<Vec<u8>>,
    tracks: [Track; 1],
    metadata: MetadataLog,
    media_info: MediaInfo,
}

impl<'s, S: Source> Reader<'s, S> {
    fn new(pages: Pages<&'s mut S>, head: &Head) -> Self {
        let mut params = AudioCodecParameters::new();
        params
            .for_codec(CODEC_ID_OPUS)
            .with_sample_rate(RATE_HZ)
            .with_extra_data(head.to_octets().into());
        let mut track = Track::new(pages.serial);
        track.with_codec_params(CodecParameters::Audio(params));
        Self {
            pages,
            packets: VecDeque::new(),
            media_info: MediaInfo::from_track(&track),
            tracks: [track],
            metadata: MetadataLog::default(),
        }
    }
}

const FORMAT: FormatInfo = FormatInfo {
    format: FORMAT_ID_NULL,
    short_name: "ogg",
    long_name: "Ogg",
};

impl<S: Source> FormatReader for Reader<'_, S> {
    fn format_info(&self) -> &FormatInfo {
        &FORMAT
    }

    fn media_info(&self) -> &MediaInfo {
        &self.media_info
    }

    fn metadata(&mut self) -> Metadata<'_> {
        self.metadata.metadata()
    }

    fn seek(&mut self, _mode: SeekMode, _to: SeekTo) -> SymphoniaResult<SeekedTo> {
        Err(SymphoniaError::Unsupported("ogg: seeking"))
    }

    fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    fn next_packet(&mut self) -> SymphoniaResult<Option<Packet>> {
        while self.packets.is_empty() {
            match self.pages.next() {
                Ok(Some(page)) => self.packets.extend(page.packets),
                Ok(None) => return Ok(None),
                Err(e) => return Err(SymphoniaError::IoError(std::io::Error::other(e))),
            }
        }
        let (id, zero) = (self.pages.serial, Timestamp::ZERO);
        let packet = self.packets.pop_front();
        Ok(packet.map(|octets| Packet::new(id, zero, Duration::ZERO, octets)))
    }

    fn into_inner<'i>(self: Box<Self>) -> MediaSourceStream<'i>
    where
        Self: 'i,
    {
        let nothing = Box::new(std::io::Cursor::new(Vec::new()));
        MediaSourceStream::new(nothing, MediaSourceStreamOptions::default())
    }
}
