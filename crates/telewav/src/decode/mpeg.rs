//! MPEG audio (MP1, MP2, MP3), frame by frame, before Symphonia sees it.
//!
//! An MP3 is a bare row of frames, and people join them with `cat`. Symphonia trusts the frame count
//! in the first one's Xing header and drops the rest; it also passes over junk between frames and a
//! cut last frame without a word. This module walks the frame headers, cuts a joined file into its
//! parts, and reports gaps with their times.

use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::Range;

use super::trim::Trim;
use super::{DamageKind, Output, Source, compressed, part};
use crate::error::Error;
use crate::kind::{Kind, Sniffed};
use crate::mpeg_header::FrameHeader;

/// How far into a file of unknown kind the first frame may be.
const MAX_LEADING_JUNK: u64 = 1 << 20;
/// Frames that must follow one another before junk is believed to be over.
const FRAMES_TO_SYNC: usize = 4;
/// Octets read at a time while looking for one.
const SEARCH_LEN: usize = 1 << 14;

pub(super) fn decode<S: Source>(
    source: &mut S,
    sniffed: Sniffed,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let range = part::to_the_end(source, sniffed.start)?;
    let walk = Walk::new(&mut *source, range).run(output)?;
    let Some(layer) = walk.layer else {
        return Err(match sniffed.kind {
            Kind::Mpeg(_) => {
                Error::malformed("MPEG audio", sniffed.start, "MPEG audio frames", "none")
            }
            kind => super::not_audio(kind),
        });
    };
    if walk.parts.len() > 1 {
        output.note(format!(
            "{} MPEG audio streams joined, all decoded",
            walk.parts.len()
        ));
    }
    for part in walk.parts {
        compressed::decode(source, part, Kind::Mpeg(layer), Trim::NONE, output)?;
    }
    Ok(())
}

/// What the walk found.
struct Walked {
    /// Layer of the first frame; `None` if there is no frame.
    layer: Option<u8>,
    parts: Vec<Range<u64>>,
}

/// A run of frames that one decoder can decode.
struct Stream {
    range: Range<u64>,
    /// Frames that its Xing header promises.
    promised: Option<u32>,
    n_frames: u32,
    /// Where the first frame beyond the promised ones starts.
    surplus: Option<u64>,
    end_s: f64,
}

impl Stream {
    /// Frames more or less than promised that are a matter of counting, not of loss: some encoders
    /// count the Xing frame itself.
    const TOLERANCE: u32 = 1;

    /// The octets to decode as one file: two ranges when a stream without a Xing header was joined on.
    fn parts(&self) -> impl Iterator<Item = Range<u64>> {
        let joined = self
            .promised
            .is_some_and(|n| self.n_frames > n + Self::TOLERANCE);
        let cut = self.surplus.filter(|_| joined);
        let first = self.range.start..cut.unwrap_or(self.range.end);
        [Some(first), cut.map(|cut| cut..self.range.end)]
            .into_iter()
            .flatten()
    }

    fn missing_frames(&self) -> Option<u32> {
        let missing = self.promised?.saturating_sub(self.n_frames);
        (missing > Self::TOLERANCE).then_some(missing)
    }
}

struct Walk<R> {
    reader: BufReader<R>,
    /// The reader's position in the source; `u64::MAX` before the first read.
    position: u64,
    range: Range<u64>,
    streams: Vec<Stream>,
    /// The last frame's header.
    last: Option<FrameHeader>,
    elapsed_s: f64,
}

impl<R: Read + Seek> Walk<R> {
    fn new(source: R, range: Range<u64>) -> Self {
        Self {
            reader: BufReader::with_capacity(1 << 16, source),
            position: u64::MAX,
            range,
            streams: Vec::new(),
            last: None,
            elapsed_s: 0.0,
        }
    }

    fn run(mut self, output: &mut Output<'_, '_>) -> Result<Walked, Error> {
        let mut layer = None;
        let mut position = self.range.start;
        while position < self.range.end {
            // Enough for a header and a Xing header behind the longest side information.
            let head = self.read_at(position, 64)?;
            if let Some(tag_len) = self.tag_len(&head, position) {
                position += tag_len;
                continue;
            }
            let Some(header) = FrameHeader::parse(&head) else {
                position = self.resync(position, output)?;
                continue;
            };
            layer.get_or_insert(header.layer);
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
            if let Some(missing) = stream.missing_frames() {
                output.damage(
                    DamageKind::EarlyEnd,
                    stream.end_s,
                    format!("{missing} MPEG audio frames that the header promises are missing"),
                );
            }
        }
        Ok(Walked {
            layer,
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

    fn start_stream(&mut self, range: Range<u64>, promised: Option<u32>) {
        self.streams.push(Stream {
            range,
            promised,
            n_frames: 0,
            surplus: None,
            end_s: self.elapsed_s,
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
        let next = self.find_row(junk + 1, limit)?;
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
    fn find_row(&mut self, mut position: u64, limit: u64) -> Result<Option<u64>, Error> {
        while position < limit {
            let octets = self.read_at(position, SEARCH_LEN)?;
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
            let head = self.read_at(position, 4)?;
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

    /// Up to `len` octets at `position`; fewer at the end of the file.
    fn read_at(&mut self, position: u64, len: usize) -> Result<Vec<u8>, Error> {
        // A relative seek keeps what is buffered.
        if self.position == u64::MAX {
            self.reader.seek(SeekFrom::Start(position)).map(|_| ())
        } else {
            let delta = position.wrapping_sub(self.position) as i64;
            self.reader.seek_relative(delta)
        }
        .map_err(Error::io("seek in the file"))?;
        let mut octets = Vec::with_capacity(len);
        let left = self.range.end - position;
        self.reader
            .by_ref()
            .take(left.min(len as u64))
            .read_to_end(&mut octets)
            .map_err(Error::io("read the file"))?;
        self.position = position + octets.len() as u64;
        Ok(octets)
    }
}
