//! MPEG audio (MP1, MP2, MP3) and AAC in ADTS, frame by frame, before Symphonia sees it.
//!
//! An MP3 is a bare row of frames, and people join them with `cat`. Symphonia trusts the frame count
//! in the first one's Xing header and drops the rest; it also passes over junk between frames, a cut
//! last frame, and sound whose octets are missing from the frames before, without a word. This module
//! walks the frame headers, cuts a joined file into its parts, and reports gaps with their times.
//!
//! # The delay of encoder and decoder
//!
//! A LAME tag in the first frame gives it, and Symphonia leaves it out. Without a tag the filter banks
//! are known all the same: 481 frames in layers I and II; 1105 in layer III (529 of them the decoder's
//! own, 576 by LAME and nearly all encoders since). These are left out too, with a note. How much of the
//! last frame is padding is not known without a tag; it stays. AAC in ADTS has no such word and no delay
//! that encoders agree on; it keeps everything.

use std::io::{Read, Seek};
use std::ops::Range;

use crate::decode::trim::{End, Trim};
use crate::decode::window::Window;
use crate::decode::{DamageKind, Output, Source, demuxed, part};
use crate::error::Error;
use crate::kind::mpeg_header::{self, FrameHeader};
use crate::kind::{Kind, Sniffed};

/// How far into a file of unknown kind the first frame may be.
const MAX_LEADING_JUNK: u64 = 1 << 20;
/// Frames that must follow one another before junk is believed to be over.
const FRAMES_TO_SYNC: usize = 4;
/// Frames of delay in layers I and II: the two halves of the polyphase filter bank.
pub(in crate::decode) const FILTER_BANK_DELAY: u64 = 481;
/// Frames of delay in layer III.
pub(in crate::decode) const LAYER_3_DELAY: u64 = 1105;
/// More than a frame can refer back to (`main_data_begin` has nine bits).
const MAX_RESERVOIR: usize = 1 << 12;
/// Sound at a cut that is no loss, seconds.
const MAX_STARVED_S: f64 = 0.1;
/// Octets read at a time while looking for one.
const SEARCH_LEN: usize = 1 << 14;
/// What is kept of a stream and of its parts, octets.
const STREAM_MEMORY: u64 = 256;

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    sniffed: Sniffed,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let range = part::to_the_end(source, sniffed.start)?;
    decode_kind(source, range, sniffed.kind, output)
}

/// Decodes the MPEG audio frames in `range`, which another container says are there.
pub(in crate::decode) fn decode_range<S: Source>(
    source: &mut S,
    range: Range<u64>,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    decode_kind(source, range, Kind::Mpeg(3), output)
}

fn decode_kind<S: Source>(
    source: &mut S,
    range: Range<u64>,
    kind: Kind,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let start = range.start;
    let walk = Walk::new(&mut *source, range).run(output)?;
    let Some(first) = walk.first else {
        return Err(match kind {
            Kind::Mpeg(_) | Kind::Adts => {
                Error::malformed(kind.describe(), start, "a whole frame of it", "none")
            }
            kind => crate::decode::not_audio(kind),
        });
    };
    if let Some(what) = first.unsupported() {
        return Err(Error::Unsupported { what: what.into() });
    }
    if walk.parts.len() > 1 {
        output.note(format!("{} streams joined, all decoded", walk.parts.len()));
    }
    let kind = match first.layer {
        mpeg_header::AAC => Kind::Adts,
        layer => Kind::Mpeg(layer),
    };
    for part in walk.parts {
        let trim = |_track_id, _rate_hz| Trim {
            start: if part.continues { 0 } else { delay(kind) },
            end: End::Open,
        };
        demuxed::decode(source, part.range.clone(), kind, &trim, output)?;
    }
    Ok(())
}

/// Frames at the start that are not the recording's, where no tag gives their number.
fn delay(kind: Kind) -> u64 {
    match kind {
        Kind::Mpeg(3) => LAYER_3_DELAY,
        Kind::Mpeg(_) => FILTER_BANK_DELAY,
        _ => 0,
    }
}

/// What the walk found.
struct Walked {
    /// `None` if there is no frame.
    first: Option<FrameHeader>,
    parts: Vec<Part>,
}

/// The octets to decode as one file.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    range: Range<u64>,
    /// Whether it may be the rest of the part before it, and not a recording of its own.
    continues: bool,
}

/// A run of frames that one decoder can decode.
struct Stream {
    range: Range<u64>,
    /// Frames that its Xing header promises.
    promised: Option<u32>,
    n_frames: u32,
    /// Where the first frame beyond the promised ones starts.
    surplus: Option<u64>,
    start_s: f64,
    end_s: f64,
    /// Octets of sound in its last frames that the next one may use.
    reservoir: usize,
    /// Duration of the frames whose sound stood in frames that are not there.
    starved_s: f64,
}

impl Stream {
    /// Frames more or less than promised that are a matter of counting, not of loss: some encoders
    /// count the Xing frame itself.
    const TOLERANCE: u32 = 1;

    /// Two parts when a stream without a Xing header was joined on.
    fn parts(&self) -> impl Iterator<Item = Part> {
        let joined = self
            .promised
            .is_some_and(|n| self.n_frames > n.saturating_add(Self::TOLERANCE));
        let cut = self.surplus.filter(|_| joined);
        let first = Part {
            range: self.range.start..cut.unwrap_or(self.range.end),
            continues: false,
        };
        let second = cut.map(|cut| Part {
            range: cut..self.range.end,
            continues: true,
        });
        [Some(first), second].into_iter().flatten()
    }

    /// A cut loses a frame or two of sound at the start, which is where it was made; more is a loss.
    fn tell_of_cut(&self, output: &mut Output<'_, '_>) {
        let what = format!(
            "cut from a longer stream: the bytes of the first {:.3} s of sound stood before the cut",
            self.starved_s
        );
        if self.starved_s > MAX_STARVED_S {
            output.damage(DamageKind::Gap, self.start_s, what);
        } else if self.starved_s > 0.0 {
            output.note(what);
        }
    }

    fn missing_frames(&self) -> Option<u32> {
        let missing = self.promised?.saturating_sub(self.n_frames);
        (missing > Self::TOLERANCE).then_some(missing)
    }
}

struct Walk<R> {
    reader: Window<R>,
    range: Range<u64>,
    streams: Vec<Stream>,
    /// The last frame's header.
    last: Option<FrameHeader>,
    elapsed_s: f64,
}

impl<R: Read + Seek> Walk<R> {
    fn new(source: R, range: Range<u64>) -> Self {
        Self {
            reader: Window::new(source, range.clone()),
            range,
            streams: Vec::new(),
            last: None,
            elapsed_s: 0.0,
        }
    }

    fn run(mut self, output: &mut Output<'_, '_>) -> Result<Walked, Error> {
        let mut first = None;
        let mut position = self.range.start;
        while position < self.range.end {
            output.tick()?;
            let held = self.streams.len() as u64 * STREAM_MEMORY;
            output
                .limits()
                .check_memory("a number of joined MPEG audio streams", held)?;
            // Enough for a header and a Xing header behind the longest side information.
            let head = self.reader.read_at(position, 64)?;
            if let Some(tag_len) = self.tag_len(&head, position) {
                position += tag_len;
                continue;
            }
            let Some(header) = FrameHeader::parse(&head) else {
                position = self.resync(position, output)?;
                continue;
            };
            first.get_or_insert(header);
            let Some(len) = header.frame_octets() else {
                // Free format: nothing can be known of the frames; the decoder is on its own.
                self.start_stream(position..self.range.end, None);
                break;
            };
            let end = position + len as u64;
            self.frame(header, &head, position..end.min(self.range.end));
            if end > self.range.end {
                output.damage(
                    DamageKind::EarlyEnd,
                    self.elapsed_s,
                    "the file ends in the middle of a frame",
                );
            }
            position = end;
        }
        for stream in &self.streams {
            stream.tell_of_cut(output);
            if let Some(missing) = stream.missing_frames() {
                output.damage(
                    DamageKind::EarlyEnd,
                    stream.end_s,
                    format!("{missing} MPEG audio frames that the header promises are missing"),
                );
            }
        }
        Ok(Walked {
            first,
            parts: self.streams.iter().flat_map(Stream::parts).collect(),
        })
    }

    /// Takes in one frame: part of the current stream, or the first of the next one.
    fn frame(&mut self, header: FrameHeader, head: &[u8], range: Range<u64>) {
        let info = header.info_frames(head);
        let continues = self.last.is_some_and(|last| last.continues(&header));
        self.last = Some(header);
        let (start, end) = (range.start, range.end);
        if !continues || info.is_some() {
            self.start_stream(range, info.flatten());
        }
        if info.is_none() {
            self.look_into_reservoir(&header, head);
            self.elapsed_s += header.duration_s();
        }
        let Some(stream) = self.streams.last_mut() else {
            return;
        };
        stream.range.end = end;
        stream.end_s = self.elapsed_s;
        if info.is_none() {
            if stream.promised == Some(stream.n_frames) {
                stream.surplus = Some(start);
            }
            stream.n_frames += 1;
        }
    }

    /// A frame of layer III may keep part of its sound in the frames before it, which a stream that was
    /// cut from a longer one does not have.
    fn look_into_reservoir(&mut self, header: &FrameHeader, head: &[u8]) {
        let (Some((begin, own)), Some(stream)) = (header.reservoir(head), self.streams.last_mut())
        else {
            return;
        };
        if begin > stream.reservoir {
            stream.starved_s += header.duration_s();
        }
        stream.reservoir = (stream.reservoir + own).min(MAX_RESERVOIR);
    }

    fn start_stream(&mut self, range: Range<u64>, promised: Option<u32>) {
        self.streams.push(Stream {
            range,
            promised,
            n_frames: 0,
            surplus: None,
            start_s: self.elapsed_s,
            end_s: self.elapsed_s,
            reservoir: 0,
            starved_s: 0.0,
        });
    }

    /// Length of a tag at `position`. Tags stand at either end, and in the middle of joined files.
    fn tag_len(&self, head: &[u8], position: u64) -> Option<u64> {
        let left = self.range.end - position;
        if head.starts_with(b"TAG") {
            return Some(left.min(128));
        }
        if head.starts_with(b"ID3") && head.len() >= 10 {
            let len = head[6..10]
                .iter()
                .fold(0, |len, octet| len << 7 | u64::from(*octet & 0x7F));
            return Some(left.min(10 + len));
        }
        if head.starts_with(b"APETAGEX") {
            let octets = head.get(12..)?.first_chunk::<4>()?;
            return Some(left.min(32 + u64::from(u32::from_le_bytes(*octets))));
        }
        // Lyrics3 ends with the file's ID3v1 tag or with the file.
        head.starts_with(b"LYRICSBEGIN")
            .then(|| left.saturating_sub(128).max(1))
    }

    /// The position of the next frame that more frames follow, or the end of the file.
    fn resync(&mut self, junk: u64, output: &mut Output<'_, '_>) -> Result<u64, Error> {
        // A file that has not shown a frame yet is not searched for ever.
        let limit = match self.last {
            Some(_) => self.range.end,
            None => self.range.end.min(junk.saturating_add(MAX_LEADING_JUNK)),
        };
        let next = self.find_row(junk + 1, limit, output)?;
        let found = next.is_some();
        let next = next.unwrap_or(self.range.end);
        let n_octets = next - junk;
        if self.last.is_none() {
            if found {
                output.note(format!(
                    "{n_octets} bytes before the first MPEG audio frame"
                ));
            }
        } else if found {
            output.damage(
                DamageKind::Gap,
                self.elapsed_s,
                format!("{n_octets} bytes that are no MPEG audio frame"),
            );
        } else {
            output.note(format!("{n_octets} bytes after the last MPEG audio frame"));
        }
        Ok(next)
    }

    /// The first position from `position` to `limit` where a row of frames starts.
    fn find_row(
        &mut self,
        mut position: u64,
        limit: u64,
        output: &Output<'_, '_>,
    ) -> Result<Option<u64>, Error> {
        while position < limit {
            output.tick()?;
            let octets = self.reader.read_at(position, SEARCH_LEN)?;
            for (i, octet) in octets.iter().enumerate() {
                let candidate = position + i as u64;
                if *octet == 0xFF && candidate < limit && self.is_synced(candidate)? {
                    return Ok(Some(candidate));
                }
            }
            position += octets.len().max(1) as u64;
        }
        Ok(None)
    }

    /// Whether a row of frames starts at `position`.
    fn is_synced(&mut self, mut position: u64) -> Result<bool, Error> {
        let mut first: Option<FrameHeader> = None;
        for n in 0..FRAMES_TO_SYNC {
            if n > 0 && position >= self.range.end {
                // A last frame or two behind a gap.
                return Ok(self.last.is_some() && position == self.range.end);
            }
            let head = self.reader.read_at(position, FrameHeader::LEN)?;
            let Some(header) = FrameHeader::parse(&head) else {
                return Ok(n > 0 && self.last.is_some() && head.starts_with(b"TAG"));
            };
            let Some(len) = header.frame_octets() else {
                return Ok(false);
            };
            if first.is_some_and(|first| !first.continues(&header)) {
                return Ok(false);
            }
            first = Some(header);
            position += len as u64;
        }
        Ok(true)
    }
}
