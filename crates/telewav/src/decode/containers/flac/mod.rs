//! Native FLAC: STREAMINFO, frames, and whatever people put before, between and behind them.
//!
//! [`walk`] says what each octet is. The length is what was decoded; the numbers of the frames ([`numbers`]) and what
//! STREAMINFO counts are compared with it, and the MD5 of all samples at the end. Where STREAMINFO and a frame disagree on
//! rate, channels or bits, the frame is right: it has a checksum.
//!
//! Source: RFC 9639 (2024).

mod metadata;
mod numbers;
mod stream;
mod walk;

use self::metadata::Metadata;
use self::stream::Stream;
use self::walk::{Item, Walk, What};
use super::junk::{Before, Junk, MAX_LEADING_JUNK, is_all};
use super::rows::Row;
use crate::decode::codecs::flac::Fault;
use crate::decode::window::Window;
use crate::decode::{DamageKind, Output, Source, part};
use crate::error::remark;
use crate::error::{Actual, Coding, Error, Expected, Part};
use crate::kind::Kind;
use crate::kind::flac_header::FrameHeader;

/// Decodes the FLAC that starts at `start`.
pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    if decode_found(source, start, output)? {
        return Ok(());
    }
    Err(Error::malformed(
        Part::File { kind: Kind::Flac },
        start,
        Expected::FrameWithin {
            bytes: MAX_LEADING_JUNK,
        },
        Actual::Missing,
    ))
}

/// Decodes a file that seems to be nothing, if there are frames in it. Whether there are.
pub(in crate::decode) fn search<S: Source>(
    source: &mut S,
    output: &mut Output<'_, '_>,
) -> Result<bool, Error> {
    let is_found = decode_found(source, 0, output)?;
    if is_found {
        output.kind = Kind::Flac;
    }
    Ok(is_found)
}

fn decode_found<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<bool, Error> {
    let range = part::to_the_end(source, start)?;
    let window = Window::new(source, range).in_time(output);
    let mut walk = Walk::new(window, start);
    let mut streams = Streams::default();
    while let Some(item) = walk.next()? {
        streams.take(item, &mut walk, output)?;
    }
    streams.finish(&mut walk, output)
}

/// What a file has shown so far.
#[derive(Default)]
struct Streams {
    stream: Stream,
    /// Streams that had a frame, the current one left out.
    n_before: u32,
    /// What has not been judged yet: it depends on what follows.
    junk: Option<Junk>,
}

impl Streams {
    fn take<S: Source>(
        &mut self,
        item: Item,
        walk: &mut Walk<&mut S>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        match item.what {
            What::Tag => {}
            What::Junk if self.n_before == 0 && !self.stream.has_begun() && is_all(&item.range) => {
            }
            What::Junk => {
                let junk = Junk::new(walk.window(), item.range)?;
                self.junk = Some(junk.behind(self.junk.take()));
            }
            What::Metadata(metadata) => self.metadata(&metadata, output)?,
            What::Frame(header) => {
                self.frame(&header, walk, output)?;
                self.stream.last_octets = (item.range.end - item.range.start) as usize;
            }
            What::BadFrame(header, fault) => self.bad_frame(&header, fault, output)?,
        }
        Ok(())
    }

    /// A stream begins.
    fn metadata(&mut self, metadata: &Metadata, output: &mut Output<'_, '_>) -> Result<(), Error> {
        self.judge(true, output);
        self.next_stream(output)?;
        self.stream = Stream::new(metadata.info);
        if !metadata.is_whole {
            output.note(remark::Flac::MetadataUnread);
            // What lies there is theirs.
            self.stream.is_garbled = true;
        } else if metadata.info.is_none() {
            output.note(remark::Flac::NoStreamInfo);
        }
        Ok(())
    }

    fn frame<S: Source>(
        &mut self,
        header: &FrameHeader,
        walk: &Walk<&mut S>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        output
            .limits()
            .check_packet_frames(header.n_frames as u64)?;
        self.judge(false, output);
        let format = self.stream.format(header)?;
        self.stream.take(header, &format, walk.planes(), output)
    }

    fn bad_frame(
        &mut self,
        header: &FrameHeader,
        fault: Fault,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        if fault == Fault::Unsupported {
            return Err(Error::Unsupported {
                what: Coding::FlacSide33.into(),
            });
        }
        output
            .limits()
            .check_packet_frames(header.n_frames as u64)?;
        self.judge(false, output);
        if fault == Fault::Cut && self.stream.is_complete() {
            output.note(remark::Flac::PartBehindFrames);
            return Ok(());
        }
        let n_frames = header.n_frames;
        let (kind, why) = match fault {
            // If more followed, it would have been found.
            Fault::Cut => (DamageKind::EarlyEnd, remark::FrameFault::Cut),
            Fault::Checksum => (DamageKind::Checksum, remark::FrameFault::Checksum),
            Fault::Broken | Fault::Unsupported => (DamageKind::Packet, remark::FrameFault::Broken),
        };
        let what = remark::Flac::FrameLeftOut { why, n_frames };
        output.damage(kind, self.stream.elapsed_s, what);
        self.stream.lose(header, output);
        Ok(())
    }

    /// Says what junk is, now that it is known that something follows: a marker, or a frame.
    fn judge(&mut self, is_marker: bool, output: &mut Output<'_, '_>) {
        let Some(junk) = self.junk.take() else {
            return;
        };
        let n_octets = junk.n_octets;
        if self.stream.is_garbled && !self.stream.has_begun() {
            return;
        }
        if !self.stream.has_begun() && self.n_before == 0 {
            let (frames, bytes) = (remark::Frames::Flac, n_octets);
            output.note(remark::Rows::BeforeFrames { frames, bytes });
        } else if is_marker && (junk.is_filling || self.stream.is_complete()) {
            output.note(remark::Flac::BetweenStreams { bytes: n_octets });
        } else {
            self.stream.gap(n_octets);
        }
    }

    fn next_stream(&mut self, output: &mut Output<'_, '_>) -> Result<(), Error> {
        let stream = std::mem::take(&mut self.stream);
        self.n_before += u32::from(stream.has_begun());
        let elapsed_s = stream.elapsed_s;
        stream.finish(output);
        self.stream.elapsed_s = elapsed_s;
        Ok(())
    }

    /// The end of the file. Whether there was a frame in it.
    fn finish<S: Source>(
        mut self,
        walk: &mut Walk<&mut S>,
        output: &mut Output<'_, '_>,
    ) -> Result<bool, Error> {
        let n_streams = self.n_before + u32::from(self.stream.has_begun());
        if n_streams == 0 && output.damage.is_empty() {
            return Ok(false);
        }
        let before = Before {
            frames: remark::Frames::Flac,
            is_complete: self.stream.is_complete(),
            last_octets: self.stream.last_octets,
            end_s: self.stream.elapsed_s,
        };
        std::mem::take(&mut self.stream).finish(output);
        if let Some(junk) = &self.junk {
            junk.tell_behind(&before, walk.window(), output)?;
        }
        if n_streams > 1 {
            output.note(remark::Rows::StreamsJoined {
                n: n_streams.into(),
            });
        }
        Ok(true)
    }
}
