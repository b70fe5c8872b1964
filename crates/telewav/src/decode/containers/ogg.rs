//! Ogg, page by page, before Symphonia sees it.
//!
//! Of 1,836 real Ogg prompts, 548 have no end-of-stream mark and 18 are chains of several streams; a
//! plain read loop takes the first for damaged and loses all but the first link of the others. This
//! module walks the pages, cuts a chain into its links, and looks for what Symphonia passes over
//! without a word: pages whose checksum is wrong, pages that are missing, octets between pages.
//!
//! Source: RFC 3533 (2003), section 6.

use std::collections::HashMap;
use std::io::{Read, SeekFrom};
use std::ops::Range;

use symphonia::core::checksum::Crc32;
use symphonia::core::io::Monitor;

use super::ogg_opus;
use crate::decode::codecs::opus::{self, Head};
use crate::decode::{DamageKind, Output, Source, demuxed, part, trim};
use crate::error::Error;
use crate::kind::Kind;

const HEADER_LEN: usize = 27;
const FIRST_PAGE_MARK: u8 = 0x02;
/// Octets read at a time while looking for the next page.
const SEARCH_LEN: usize = 1 << 14;
/// What we keep of a link or of a stream, octets.
const RECORD_MEMORY: u64 = 64;
/// What Symphonia keeps of a stream, octets.
const STREAM_MEMORY: u64 = 4096;

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    kind: Kind,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let range = part::to_the_end(source, start)?;
    let end = range.end;
    let links = Walk::new(source, range, output).run()?;
    if links.len() > 1 {
        output.note(format!("{} Ogg streams chained, all decoded", links.len()));
    }
    let n_links = links.len();
    for (i, link) in links.into_iter().enumerate() {
        match &link.opus {
            Some((serial, head)) => {
                ogg_opus::decode(source, link.range, *serial, head, kind, output)?;
            }
            None => {
                // Only the last link ends where the file does, with the page that was cut, if one was.
                let end = if i + 1 < n_links { link.range.end } else { end };
                demuxed::decode(source, link.range, kind, &trim::nothing, output)
                    .map_err(|error| demuxed::with_end(error, end))?;
            }
        }
    }
    Ok(())
}

/// One of the streams, or groups of them, that are chained.
struct Link {
    range: Range<u64>,
    /// The number and the header of its first sound, if that is Opus.
    opus: Option<(u32, Head)>,
    has_sound: bool,
}

impl Link {
    /// Takes in the first page of one more of its streams.
    fn first_page(&mut self, serial: u32, page: &[u8]) -> Result<(), Error> {
        let packet = first_packet(page);
        if self.has_sound {
            return Ok(());
        }
        self.has_sound = [&b"\x01vorbis"[..], b"\x7FFLAC", b"OpusHead", b"Speex   "]
            .iter()
            .any(|magic| packet.starts_with(magic));
        if packet.starts_with(b"OpusHead") {
            let head = Head::parse(packet).map_err(|why| Error::Unsupported {
                what: format!("this kind of Opus ({why})"),
            })?;
            self.opus = Some((serial, head));
        }
        Ok(())
    }
}

/// The packet that the first page of a stream holds.
fn first_packet(page: &[u8]) -> &[u8] {
    let n_segments = page.get(26).map_or(0, |n| usize::from(*n));
    page.get(HEADER_LEN + n_segments..).unwrap_or(&[])
}

/// The time of the last page, for Vorbis and Opus: the first packet tells the rate, each page its last frame.
#[derive(Default)]
struct Clock {
    rate_hz: Option<u32>,
    /// Duration of the links before this one.
    before_s: f64,
    /// The last page's granule position: frames from the start of the link.
    granule: u64,
    /// Frames of these that are left out.
    pre_skip: u64,
}

impl Clock {
    fn now_s(&self) -> Option<f64> {
        let n_frames = self.granule.saturating_sub(self.pre_skip);
        Some(self.before_s + n_frames as f64 / f64::from(self.rate_hz?))
    }

    fn start_link(&mut self, page: &[u8]) {
        self.before_s = self.now_s().unwrap_or(self.before_s);
        self.granule = 0;
        self.pre_skip = 0;
        let packet = first_packet(page);
        if let Ok(head) = Head::parse(packet) {
            self.rate_hz = Some(opus::RATE_HZ);
            self.pre_skip = u64::from(head.pre_skip);
            return;
        }
        // Vorbis I specification, 4.2.2: after the packet type and "vorbis", 4 octets of version and
        // one of channels.
        let rate = packet
            .starts_with(b"\x01vorbis")
            .then(|| packet.get(12..)?.first_chunk::<4>())
            .flatten();
        self.rate_hz = rate
            .map(|octets| u32::from_le_bytes(*octets))
            .filter(|rate| *rate > 0);
    }

    fn page(&mut self, page: &[u8]) {
        if let Some(octets) = page.get(6..).and_then(|rest| rest.first_chunk::<8>()) {
            let granule = u64::from_le_bytes(*octets);
            // -1: no packet ends on this page. A position beyond 2^48 frames is no position.
            if granule < 1 << 48 {
                self.granule = self.granule.max(granule);
            }
        }
    }
}

/// Goes through the pages once and collects the links of the chain.
struct Walk<'w, 's, 'a, 'b, S> {
    source: &'w mut S,
    range: Range<u64>,
    output: &'s mut Output<'a, 'b>,
    links: Vec<Link>,
    /// The page number each stream of the current link should have next.
    next_sequence: HashMap<u32, u32>,
    only_first_pages: bool,
    /// Streams side by side in the current link.
    n_streams: u64,
    clock: Clock,
    page: Vec<u8>,
}

impl<'w, 's, 'a, 'b, S: Source> Walk<'w, 's, 'a, 'b, S> {
    fn new(source: &'w mut S, range: Range<u64>, output: &'s mut Output<'a, 'b>) -> Self {
        Self {
            source,
            range,
            output,
            links: Vec::new(),
            next_sequence: HashMap::new(),
            only_first_pages: false,
            n_streams: 0,
            clock: Clock::default(),
            page: Vec::new(),
        }
    }

    fn run(mut self) -> Result<Vec<Link>, Error> {
        let mut position = self.range.start;
        while position < self.range.end {
            self.output.tick()?;
            if let Some(len) = self.read_page(position)? {
                self.page(position)?;
                position += len;
                continue;
            }
            let is_page = self.page.starts_with(b"OggS");
            let next = self.find_page(position + 1)?;
            let skipped = next - position;
            if is_page && next == self.range.end {
                let what = "the file ends in the middle of an Ogg page".to_owned();
                self.damage(DamageKind::EarlyEnd, position, what);
            } else {
                let what = format!("{skipped} bytes that are no Ogg page");
                self.damage(DamageKind::Gap, position, what);
            }
            position = next;
        }
        Ok(self.links)
    }

    /// Reads the page at `position` into `self.page`; `None` if there is no whole page here.
    fn read_page(&mut self, position: u64) -> Result<Option<u64>, Error> {
        self.source
            .seek(SeekFrom::Start(position))
            .map_err(Error::io("seek in the file"))?;
        self.page.clear();
        if !self.append(HEADER_LEN)? || !self.page.starts_with(b"OggS") || self.page[4] != 0 {
            return Ok(None);
        }
        let n_segments = usize::from(self.page[26]);
        if !self.append(n_segments)? {
            return Ok(None);
        }
        let body: usize = self.page[HEADER_LEN..]
            .iter()
            .map(|len| usize::from(*len))
            .sum();
        if !self.append(body)? {
            return Ok(None);
        }
        Ok(Some(self.page.len() as u64))
    }

    /// Appends the next `len` octets to `self.page`; false if the file ends first.
    fn append(&mut self, len: usize) -> Result<bool, Error> {
        let at = self.page.len();
        self.page.resize(at + len, 0);
        match self.source.read_exact(&mut self.page[at..]) {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
            Err(e) => Err(Error::io("read the file")(e)),
        }
    }

    fn page(&mut self, position: u64) -> Result<(), Error> {
        let u32_at = |at: usize| {
            u32::from_le_bytes([
                self.page[at],
                self.page[at + 1],
                self.page[at + 2],
                self.page[at + 3],
            ])
        };
        let (serial, sequence, crc) = (u32_at(14), u32_at(18), u32_at(22));
        let end = position + self.page.len() as u64;
        self.page[22..26].fill(0);
        let mut actual = Crc32::new(0);
        actual.process_buf_bytes(&self.page);
        if actual.crc() != crc {
            self.damage(
                DamageKind::Checksum,
                position,
                "an Ogg page does not match its checksum".to_owned(),
            );
        }

        let is_first_page = self.page[5] & FIRST_PAGE_MARK != 0;
        // A link starts with the first pages of all its streams.
        if self.links.is_empty() || (is_first_page && !self.only_first_pages) {
            self.links.push(Link {
                range: position..end,
                opus: None,
                has_sound: false,
            });
            self.next_sequence.clear();
            self.clock.start_link(&self.page);
            self.n_streams = 0;
        }
        self.n_streams += u64::from(is_first_page);
        self.only_first_pages = is_first_page;
        if let Some(link) = self.links.last_mut() {
            link.range.end = end;
            if is_first_page {
                link.first_page(serial, &self.page)?;
            }
        }
        if let Some(expected) = self.next_sequence.insert(serial, sequence.wrapping_add(1))
            && expected != sequence
        {
            let what = format!("Ogg page {sequence} follows, where page {expected} should");
            self.damage(DamageKind::Gap, position, what);
        }
        self.clock.page(&self.page);
        let held = self.links.len() as u64 * RECORD_MEMORY
            + self.next_sequence.len() as u64 * RECORD_MEMORY
            + self.n_streams * STREAM_MEMORY;
        self.output
            .limits()
            .check_memory("a number of Ogg streams", held)
    }

    /// The next capture pattern at or after `position`, or the end of the file.
    fn find_page(&mut self, mut position: u64) -> Result<u64, Error> {
        while position < self.range.end {
            self.output.tick()?;
            self.source
                .seek(SeekFrom::Start(position))
                .map_err(Error::io("seek in the file"))?;
            let mut octets = Vec::with_capacity(SEARCH_LEN);
            self.source
                .by_ref()
                .take(SEARCH_LEN as u64)
                .read_to_end(&mut octets)
                .map_err(Error::io("read the file"))?;
            if let Some(at) = octets.windows(4).position(|four| four == b"OggS") {
                return Ok(position + at as u64);
            }
            // The pattern may straddle two reads.
            position += octets.len().saturating_sub(3).max(1) as u64;
        }
        Ok(self.range.end)
    }

    fn damage(&mut self, kind: DamageKind, position: u64, what: String) {
        let at_s = self.clock.now_s();
        self.output
            .damage(kind, at_s, format!("{what} (at byte {position})"));
    }
}
