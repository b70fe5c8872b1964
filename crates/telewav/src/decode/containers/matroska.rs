//! Matroska and WebM: what the file says of the sound's first and last frame. Symphonia takes the file
//! apart; it reads these elements and drops them.
//!
//! Sources: RFC 8794 (EBML), sections 4 and 6; RFC 9559 (Matroska), 5.1.4.1.24 (`CodecDelay`), 5.1.3.5.7
//! (`DiscardPadding`), both in nanoseconds.

use std::collections::HashMap;
use std::io::{Read, Seek};
use std::ops::Range;

use super::mpeg;
use crate::decode::codecs::opus::Head;
use crate::decode::trim::{End, Trim};
use crate::decode::window::Window;
use crate::decode::{DamageKind, Output, Source, demuxed, part};
use crate::error::Error;
use crate::kind::Kind;

const SEGMENT: u32 = 0x1853_8067;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK_ENTRY: u32 = 0xAE;
const TRACK_NUMBER: u32 = 0xD7;
const CODEC_ID: u32 = 0x86;
const CODEC_PRIVATE: u32 = 0x63A2;
const CODEC_DELAY: u32 = 0x56AA;
const CLUSTER: u32 = 0x1F43_B675;
const BLOCK_GROUP: u32 = 0xA0;
const BLOCK: u32 = 0xA1;
const SIMPLE_BLOCK: u32 = 0xA3;
const DISCARD_PADDING: u32 = 0x75A2;

/// Elements that are read stand this deep at most: segment, tracks, entry.
const MAX_DEPTH: u32 = 4;
/// Codecs whose delay is known though the track may not say it: see [`super::mpeg`].
const MP3: &[u8] = b"A_MPEG/L3";
const MP2: &[u8] = b"A_MPEG/L2";
const OPUS: &[u8] = b"A_OPUS";
/// The longest header of Opus (RFC 7845, section 5.1) has 255 channels.
const MAX_HEAD_LEN: u64 = 512;
/// More tracks than this are none.
const MAX_TRACKS: usize = 1 << 10;
/// A delay or padding longer than this is none.
const MAX_NS: u64 = 1_000_000_000;

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let range = part::to_the_end(source, start)?;
    let Reader {
        tracks, n_missing, ..
    } = Reader::new(&mut *source, range.clone())
        .in_time(output)
        .run()?;
    let trim = |track_id: u32, rate_hz| {
        let track = tracks.get(&u64::from(track_id));
        track.map_or_else(Trim::default, |track| track.trim(rate_hz))
    };
    let n_octets = range.end - range.start;
    demuxed::decode(source, range, Kind::Matroska, &trim, output).map_err(|e| match e {
        // Symphonia finds no segment where it is cut.
        Error::Malformed { .. } if n_missing > 0 => Error::malformed(
            Kind::Matroska.describe(),
            start,
            format!(
                "{} bytes, by its own word",
                n_octets.saturating_add(n_missing)
            ),
            format!("{n_octets}: the file was cut"),
        ),
        e => e,
    })?;
    if n_missing > 0 && output.damage.is_empty() {
        let what = format!("the file was cut: {n_missing} bytes are missing");
        output.damage(DamageKind::EarlyEnd, output.duration_s, what);
    }
    Ok(())
}

/// What is known of a track.
#[derive(Debug, Default)]
struct Track {
    number: u64,
    codec: Vec<u8>,
    delay_ns: u64,
    /// Frames of 48,000 Hz that an Opus track's own header says are to be left out.
    pre_skip: Option<u16>,
    /// Of the last block so far.
    padding_ns: u64,
}

impl Track {
    fn trim(&self, rate_hz: u32) -> Trim {
        let frames = |ns: u64| (ns.min(MAX_NS) * u64::from(rate_hz) + MAX_NS / 2) / MAX_NS;
        Trim {
            start: match (self.pre_skip, self.delay_ns) {
                // ffmpeg 5.1 gets CodecDelay wrong where the source had another rate, and older writers leave
                // it out; the codec's own header is right.
                (Some(pre_skip), _) if self.codec == OPUS => u64::from(pre_skip),
                (_, 0) if self.codec == MP3 => mpeg::LAYER_3_DELAY,
                (_, 0) if self.codec == MP2 => mpeg::FILTER_BANK_DELAY,
                (_, ns) => frames(ns),
            },
            end: End::Before(frames(self.padding_ns)),
        }
    }
}

/// Walks the elements. What contradicts itself is passed over here: Symphonia will say so.
struct Reader<R> {
    window: Window<R>,
    range: Range<u64>,
    tracks: HashMap<u64, Track>,
    /// The track that is being read.
    track: Track,
    /// The track number and padding of the block group that is being read.
    block: (u64, u64),
    /// The last cluster of known length that was passed over.
    cluster: Option<Range<u64>>,
    /// Octets that an element promises and the file does not have.
    n_missing: u64,
}

/// An element's own head.
struct ElementHead {
    id: u32,
    body: u64,
    /// `None` if the length is not known, as in a live stream.
    len: Option<u64>,
}

impl<R: Read + Seek> Reader<R> {
    fn new(source: R, range: Range<u64>) -> Self {
        Self {
            window: Window::new(source, range.clone()),
            range,
            tracks: HashMap::new(),
            track: Track::default(),
            block: (0, 0),
            cluster: None,
            n_missing: 0,
        }
    }

    fn in_time(mut self, output: &Output<'_, '_>) -> Self {
        self.window = self.window.in_time(output);
        self
    }

    fn run(mut self) -> Result<Self, Error> {
        self.elements(self.range.clone(), 0)?;
        // Padding stands in the last block.
        if let Some(cluster) = self.cluster.take() {
            self.elements(cluster, 1)?;
        }
        Ok(self)
    }

    fn elements(&mut self, range: Range<u64>, depth: u32) -> Result<(), Error> {
        let mut position = range.start;
        while position < range.end && depth < MAX_DEPTH {
            let Some(head) = self.head(position)? else {
                return Ok(());
            };
            let left = range.end.saturating_sub(head.body);
            let len = head.len.unwrap_or(left).min(left);
            let promised = head.body.saturating_add(head.len.unwrap_or(0));
            let n_missing = promised.saturating_sub(self.range.end);
            self.n_missing = self.n_missing.max(n_missing);
            let end = head.body + len;
            let is_open = head.len.is_none();
            self.element(&head, head.body..end, depth + 1)?;
            // What has no length ends where something of its own level begins: the walk goes on inside.
            position = if is_open && matches!(head.id, SEGMENT | CLUSTER) {
                head.body
            } else {
                end.max(position + 2)
            };
        }
        Ok(())
    }

    fn element(&mut self, head: &ElementHead, body: Range<u64>, depth: u32) -> Result<(), Error> {
        match head.id {
            SEGMENT if head.len.is_some() => self.elements(body, depth)?,
            TRACKS => self.elements(body, depth)?,
            TRACK_ENTRY if self.tracks.len() >= MAX_TRACKS => {}
            TRACK_ENTRY => {
                self.track = Track::default();
                self.elements(body, depth)?;
                let track = std::mem::take(&mut self.track);
                self.tracks.insert(track.number, track);
            }
            TRACK_NUMBER => self.track.number = self.number(&body)?,
            CODEC_DELAY => self.track.delay_ns = self.number(&body)?,
            CODEC_ID => self.track.codec = self.window.read_at(body.start, body_len(&body, 32))?,
            CODEC_PRIVATE => {
                let octets = self
                    .window
                    .read_at(body.start, body_len(&body, MAX_HEAD_LEN))?;
                self.track.pre_skip = Head::parse(&octets).ok().map(|head| head.pre_skip);
            }
            CLUSTER if head.len.is_some() => self.cluster = Some(body),
            BLOCK_GROUP => {
                self.block = (0, 0);
                self.elements(body, depth)?;
                let (number, padding_ns) = self.block;
                self.padding(number, padding_ns);
            }
            BLOCK => self.block.0 = self.block_track(&body)?,
            SIMPLE_BLOCK => {
                let number = self.block_track(&body)?;
                self.padding(number, 0);
            }
            // Signed; what is negative is silence to be put in, which nobody does.
            DISCARD_PADDING => {
                let len = body.end - body.start;
                let ns = self.number(&body)?;
                let is_negative = len > 0 && ns >> (8 * len.min(8) - 1) & 1 == 1;
                self.block.1 = if is_negative { 0 } else { ns };
            }
            _ => {}
        }
        Ok(())
    }

    fn padding(&mut self, number: u64, padding_ns: u64) {
        if let Some(track) = self.tracks.get_mut(&number) {
            track.padding_ns = padding_ns;
        }
    }

    fn head(&mut self, position: u64) -> Result<Option<ElementHead>, Error> {
        let octets = self.window.read_at(position, 12)?;
        // An element's head that is cut; zeros may fill a file up.
        if octets.len() < 2 && octets.first().is_some_and(|first| *first != 0) {
            self.n_missing = self.n_missing.max(1);
        }
        let Some((id, id_len)) = variable(&octets, 4, false) else {
            return Ok(None);
        };
        let Some((len, len_len)) = octets
            .get(id_len..)
            .and_then(|rest| variable(rest, 8, true))
        else {
            return Ok(None);
        };
        let is_unknown = len == (1 << (7 * len_len)) - 1;
        Ok(u32::try_from(id).ok().map(|id| ElementHead {
            id,
            body: position + (id_len + len_len) as u64,
            len: (!is_unknown).then_some(len),
        }))
    }

    /// An unsigned number of up to eight octets.
    fn number(&mut self, body: &Range<u64>) -> Result<u64, Error> {
        let octets = self.window.read_at(body.start, body_len(body, 8))?;
        Ok(octets.iter().fold(0, |n, octet| n << 8 | u64::from(*octet)))
    }

    /// The track number that a block begins with.
    fn block_track(&mut self, body: &Range<u64>) -> Result<u64, Error> {
        let octets = self.window.read_at(body.start, body_len(body, 8))?;
        Ok(variable(&octets, 8, true).map_or(0, |(number, _)| number))
    }
}

fn body_len(body: &Range<u64>, max: u64) -> usize {
    body.end.saturating_sub(body.start).min(max) as usize
}

/// A number of variable length (RFC 8794, section 4) of at most so many octets, with or without its marker
/// bit, and how long it is.
fn variable(octets: &[u8], max_len: usize, without_marker: bool) -> Option<(u64, usize)> {
    let first = *octets.first()?;
    let len = first.leading_zeros() as usize + 1;
    if len > max_len {
        return None;
    }
    let number = octets
        .get(..len)?
        .iter()
        .fold(0, |n, octet| n << 8 | u64::from(*octet));
    let marker = 1 << (7 * len);
    Some((
        if without_marker {
            number ^ marker
        } else {
            number
        },
        len,
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn element(id: &[u8], body: &[u8]) -> Vec<u8> {
        let len = 1 << 28 | body.len() as u32;
        [id, &len.to_be_bytes(), body].concat()
    }

    fn open(id: &[u8], body: &[u8]) -> Vec<u8> {
        [id, &[0xFF], body].concat()
    }

    fn group(number: u8, padding: Option<&[u8]>) -> Vec<u8> {
        let block = element(&[0xA1], &[0x80 | number, 0, 0, 0, 1, 2, 3]);
        let padding = padding.map_or(Vec::new(), |ns| element(&[0x75, 0xA2], ns));
        element(&[0xA0], &[block, padding].concat())
    }

    fn simple(number: u8) -> Vec<u8> {
        element(&[0xA3], &[0x80 | number, 0, 0, 0, 1, 2, 3])
    }

    fn tracks() -> Vec<u8> {
        let entry = |number: u8, codec: &[u8], delay: &[u8]| {
            let parts = [
                element(&[0xD7], &[number]),
                element(&[0x86], codec),
                element(&[0x56, 0xAA], delay),
            ];
            element(&[0xAE], &parts.concat())
        };
        let entries = [
            entry(1, b"A_OPUS", &6_500_000_u32.to_be_bytes()),
            entry(2, b"A_MPEG/L3", &[]),
        ];
        element(&[0x16, 0x54, 0xAE, 0x6B], &entries.concat())
    }

    fn read(segment: Vec<u8>) -> HashMap<u64, Track> {
        let len = segment.len() as u64;
        let reader = Reader::new(Cursor::new(segment), 0..len).run().unwrap();
        reader.tracks
    }

    const SEGMENT_ID: [u8; 4] = [0x18, 0x53, 0x80, 0x67];
    const CLUSTER_ID: [u8; 4] = [0x1F, 0x43, 0xB6, 0x75];

    #[test]
    fn delay_and_padding_are_those_of_each_track() {
        let ten_ms = 10_000_000_u32.to_be_bytes();
        let first = [group(1, Some(&ten_ms)), simple(1)].concat();
        let last = [simple(1), simple(2), group(1, Some(&ten_ms))].concat();
        for wrap in [element, open] {
            let body = [
                tracks(),
                wrap(&CLUSTER_ID, &first),
                wrap(&CLUSTER_ID, &last),
            ]
            .concat();
            let tracks = read(wrap(&SEGMENT_ID, &body));
            let opus = tracks[&1].trim(48_000);
            assert_eq!((opus.start, opus.end), (312, End::Before(480)));
            let mp3 = tracks[&2].trim(44_100);
            assert_eq!((mp3.start, mp3.end), (1105, End::Before(0)));
        }
    }

    #[test]
    fn padding_that_is_not_the_last_or_negative_counts_for_nothing() {
        let ten_ms = 10_000_000_u32.to_be_bytes();
        for cluster in [
            [group(1, Some(&ten_ms)), simple(1)].concat(),
            [simple(1), group(1, Some(&(-10_000_000_i32).to_be_bytes()))].concat(),
        ] {
            let body = [tracks(), element(&CLUSTER_ID, &cluster)].concat();
            let tracks = read(element(&SEGMENT_ID, &body));
            assert_eq!(tracks[&1].trim(48_000).end, End::Before(0));
        }
    }

    #[test]
    fn a_segment_that_was_cut_is_seen() {
        let mut file = element(&SEGMENT_ID, &tracks());
        let whole = file.len() as u64;
        file.truncate(file.len() - 7);
        let len = file.len() as u64;
        let reader = Reader::new(Cursor::new(file), 0..len).run().unwrap();
        assert_eq!(reader.n_missing, whole - len);
    }

    #[test]
    fn a_live_stream_is_whole_where_its_last_element_is() {
        let cluster = open(&CLUSTER_ID, &[simple(1), simple(1)].concat());
        let file = open(&SEGMENT_ID, &[tracks(), cluster].concat());
        for cut in 0..8 {
            let file = &file[..file.len() - cut];
            let len = file.len() as u64;
            let reader = Reader::new(Cursor::new(file), 0..len).run().unwrap();
            assert_eq!(reader.n_missing, cut as u64);
        }
    }

    #[test]
    fn no_octets_hold_it_up() {
        for octet in 0..=255 {
            read(vec![octet; 3000]);
            read([SEGMENT_ID.as_slice(), &[0xFF], &[octet; 3000]].concat());
        }
    }
}
