//! Recordings out of what the walk finds, one behind the other: [`Stream`]s, each with its decoder.

use std::collections::VecDeque;
use std::io::{Read, Seek};

use symphonia::core::codecs::audio::{AudioCodecParameters, well_known};

use super::info::{Added, Info};
use super::layer3::{self, Checksums, Reservoir};
use super::walk::{Item, Walk, What};
use super::{FILTER_BANK_DELAY, LAYER_3_DECODER_DELAY, LAYER_3_DELAY};
use crate::decode::containers::junk::{Before, Junk, is_all};
use crate::decode::containers::rows::Row;
use crate::decode::packets::PacketDecoder;
use crate::decode::trim::{End, Trim};
use crate::decode::{DamageKind, Output};
use crate::error::Error;
use crate::error::remark::{Frames, Mpeg, Remark, Rows};
use crate::kind::Kind;
use crate::kind::mpeg_header::{AAC, FrameHeader};

/// Frames that are held back: more than the padding that a tag can leave out (12 bits; 576 a frame at least).
const HELD: usize = 8;
/// Frames that may be missing, or too many, where the count is not LAME's: some count the first frame, too.
const TOLERANCE: u32 = 1;

/// What a file has shown so far.
#[derive(Default)]
pub(super) struct Streams {
    stream: Option<Stream>,
    n_streams: u32,
    /// Of the first frame of sound.
    kind: Option<Kind>,
    /// Of a first frame that its stream has yet to follow.
    info: Option<Info>,
    /// What has not been judged yet: it depends on what follows.
    junk: Option<Junk>,
    /// Whether the end of the file cuts a frame.
    is_cut: bool,
    elapsed_s: f64,
}

impl Streams {
    /// Takes in the next part of the file.
    pub fn take<R: Read + Seek>(
        &mut self,
        item: Item,
        walk: &mut Walk<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        match item.what {
            What::Tag => {}
            What::CutFrame => self.is_cut = true,
            What::Junk if self.n_streams == 0 && self.info.is_none() && is_all(&item.range) => {}
            What::Junk => {
                let junk = Junk::new(walk.window(), item.range)?;
                self.junk = Some(junk.behind(self.junk.take()));
            }
            What::Frame(header, octets) => self.frame(header, octets, output)?,
        }
        Ok(())
    }

    fn frame(
        &mut self,
        header: FrameHeader,
        octets: Vec<u8>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let info = Info::parse(&header, &octets);
        let goes_on = info.is_none()
            && self.info.is_none()
            && self
                .stream
                .as_ref()
                .is_some_and(|stream| stream.header.continues(&header));
        if let Some(junk) = self.junk.take() {
            self.judge(&junk, &header, &octets, goes_on, output)?;
        }
        if !goes_on {
            self.close(output)?;
        }
        if info.is_some() {
            self.promise_nothing_more(output);
            self.info = info;
            return Ok(());
        }
        let stream = match &mut self.stream {
            Some(stream) => stream,
            None => {
                self.n_streams += 1;
                self.kind.get_or_insert(kind_of(&header));
                let stream = Stream::open(header, self.info.take(), output)?;
                self.stream.insert(stream)
            }
        };
        stream.take(header, octets, self.elapsed_s, output)?;
        self.elapsed_s += header.duration_s();
        Ok(())
    }

    /// Says what junk is that a frame follows.
    fn judge(
        &mut self,
        junk: &Junk,
        header: &FrameHeader,
        frame: &[u8],
        goes_on: bool,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let bytes = junk.n_octets;
        if self.n_streams == 0 {
            // If the first frame needs what stood before it, and there was room for it, it stood there.
            let begin = layer3::main_data_begin(header, frame).unwrap_or(0);
            let is_loss =
                begin > 0 && self.info.is_none() && !junk.is_filling && bytes >= frame.len() as u64;
            if is_loss {
                output.damage(DamageKind::Gap, 0.0, Mpeg::FirstFrameNeeds { bytes });
            } else {
                let frames = Frames::MpegAudio;
                output.note(Rows::BeforeFrames { frames, bytes });
            }
        } else if junk.is_filling && !goes_on {
            output.note(Mpeg::FillingBetweenStreams { bytes });
        } else {
            let what = Mpeg::NoMpegFrame { bytes };
            output.damage(DamageKind::Gap, self.elapsed_s, what);
            if let Some(stream) = &mut self.stream {
                stream.skip(output)?;
            }
        }
        Ok(())
    }

    /// The end of the file. Of what kind the frames in it are; `None` if there are none.
    pub fn finish<R: Read + Seek>(
        mut self,
        walk: &mut Walk<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<Option<Kind>, Error> {
        if self.n_streams == 0 && self.info.is_none() {
            return Ok(None);
        }
        let last_octets = self.stream.as_ref().map_or(0, |stream| stream.last_octets);
        let is_complete = self.stream.as_ref().is_some_and(Stream::is_complete);
        self.close(output)?;
        self.promise_nothing_more(output);
        if self.is_cut && is_complete {
            output.note(Mpeg::PartBehindMpegFrames);
        } else if self.is_cut {
            output.damage(DamageKind::EarlyEnd, self.elapsed_s, Remark::EndsInFrame);
        }
        if let Some(junk) = &self.junk {
            let before = Before {
                frames: Frames::MpegAudio,
                is_complete,
                last_octets,
                end_s: self.elapsed_s,
            };
            junk.tell_behind(&before, walk.window(), output)?;
        }
        if self.n_streams > 1 {
            output.note(Rows::StreamsJoined {
                n: self.n_streams.into(),
            });
        }
        // A first frame that counts others is one of layer III.
        Ok(self.kind.or(Some(Kind::Mpeg(3))))
    }

    fn close(&mut self, output: &mut Output<'_, '_>) -> Result<(), Error> {
        match self.stream.take() {
            Some(stream) => stream.finish(self.elapsed_s, output),
            None => Ok(()),
        }
    }

    /// A first frame that none follows.
    fn promise_nothing_more(&mut self, output: &mut Output<'_, '_>) {
        if let Some(n_frames) = self.info.take().and_then(|info| info.n_frames) {
            tell_missing(n_frames, self.elapsed_s, output);
        }
    }
}

/// A run of frames that one decoder can decode.
struct Stream {
    decoder: PacketDecoder<'static>,
    header: FrameHeader,
    info: Option<Info>,
    /// MPEG frames so far, the octets of the last one, and the frames (instants) in them.
    n_frames: u32,
    last_octets: usize,
    n_instants: u64,
    /// Frames that may be the last ones.
    held: VecDeque<Vec<u8>>,
    reservoir: Reservoir,
    checksums: Checksums,
}

impl Stream {
    fn open(
        header: FrameHeader,
        info: Option<Info>,
        output: &mut Output<'_, '_>,
    ) -> Result<Self, Error> {
        if let Some(coding) = header.unsupported() {
            let what = coding.into();
            return Err(Error::Unsupported { what });
        }
        let mut params = AudioCodecParameters::new();
        params.with_sample_rate(header.rate_hz());
        match header.layer {
            AAC => params
                .for_codec(well_known::CODEC_ID_AAC)
                .with_extra_data(Box::new(header.aac_config())),
            1 => params.for_codec(well_known::CODEC_ID_MP1),
            2 => params.for_codec(well_known::CODEC_ID_MP2),
            _ => params.for_codec(well_known::CODEC_ID_MP3),
        };
        let kind = kind_of(&header);
        let start = match info.map(|info| info.added) {
            Some(Added::Told { delay, .. }) => LAYER_3_DECODER_DELAY + delay,
            _ => usual_delay(kind),
        };
        if let Some(Added::Untold | Added::Garbled) = info.map(|info| info.added) {
            output.note(Mpeg::DelayUntold { n_frames: start });
        }
        let trim = Trim {
            start,
            end: End::Open,
        };
        Ok(Self {
            decoder: PacketDecoder::new(&params, kind, move |_| trim, output)?,
            header,
            info,
            n_frames: 0,
            last_octets: 0,
            n_instants: 0,
            held: VecDeque::new(),
            reservoir: Reservoir::default(),
            checksums: Checksums::default(),
        })
    }

    fn take(
        &mut self,
        header: FrameHeader,
        mut octets: Vec<u8>,
        at_s: f64,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        self.header = header;
        self.n_frames = self.n_frames.saturating_add(1);
        self.n_instants += header.n_frames() as u64;
        self.last_octets = octets.len();
        self.reservoir.take(&header, &octets);
        self.checksums.take(&header, &octets, at_s);
        if header.layer == AAC {
            octets.drain(..header.adts_octets());
        }
        self.held.push_back(octets);
        while self.held.len() > self.n_held() {
            self.let_go(output)?;
        }
        Ok(())
    }

    fn n_held(&self) -> usize {
        match self.info.map(|info| info.added) {
            Some(Added::Told { .. }) => HELD,
            _ => 0,
        }
    }

    fn let_go(&mut self, output: &mut Output<'_, '_>) -> Result<(), Error> {
        if let Some(octets) = self.held.pop_front() {
            self.decoder.packet(octets, output)?;
        }
        Ok(())
    }

    /// Something is missing between the last frame and the next one, which has been told.
    fn skip(&mut self, output: &mut Output<'_, '_>) -> Result<(), Error> {
        while !self.held.is_empty() {
            self.let_go(output)?;
        }
        self.reservoir.fill();
        self.decoder.reset()
    }

    /// Frames that the header promises.
    fn promised(&self) -> Option<u32> {
        self.info.and_then(|info| info.n_frames)
    }

    /// Whether all is there that the header counts.
    fn is_complete(&self) -> bool {
        self.promised()
            .is_some_and(|promised| self.n_frames >= promised)
    }

    /// The end of the stream, `end_s` behind the start of the recording.
    fn finish(mut self, end_s: f64, output: &mut Output<'_, '_>) -> Result<(), Error> {
        self.reservoir.tell(output);
        self.checksums.tell(output);
        let promised = self.promised().unwrap_or(self.n_frames);
        let added = self.info.map_or(Added::Untold, |info| info.added);
        let missing = promised.saturating_sub(self.n_frames);
        let surplus = self.n_frames.saturating_sub(promised);
        // Encoders that write LAME's tag count right.
        let is_exact = matches!(added, Added::Told { .. });
        if missing > TOLERANCE || (is_exact && missing > 0) {
            tell_missing(missing, end_s, output);
        } else if surplus > TOLERANCE || (is_exact && surplus > 0) {
            output.note(Mpeg::MoreMpegFrames {
                promised,
                n_mpeg_frames: self.n_frames,
            });
        } else if let Added::Told { delay, padding } = added
            && let Some(n @ 1..) = self.n_instants.checked_sub(delay + padding)
        {
            self.decoder.end_at(End::After(n));
        }
        while !self.held.is_empty() {
            self.let_go(output)?;
        }
        self.decoder.finish(output)?;
        Ok(())
    }
}

fn tell_missing(n: u32, at_s: f64, output: &mut Output<'_, '_>) {
    output.damage(DamageKind::EarlyEnd, at_s, Mpeg::MpegFramesMissing { n });
}

fn kind_of(header: &FrameHeader) -> Kind {
    match header.layer {
        AAC => Kind::Adts,
        layer => Kind::Mpeg(layer),
    }
}

/// Frames at the start that are not the recording's, where no tag gives their number.
fn usual_delay(kind: Kind) -> u64 {
    match kind {
        Kind::Mpeg(3) => LAYER_3_DELAY,
        Kind::Mpeg(_) => FILTER_BANK_DELAY,
        _ => 0,
    }
}
