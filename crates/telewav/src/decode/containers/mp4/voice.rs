//! One sound track from its first sample to its last: those of the movie header's tables, and those of fragments.

use std::io::{Read, Seek};

use super::clock::Timeline;
use super::coding::Coding;
use super::places::Places;
use super::play::{Player, Sample};
use super::prepared::Prepared;
use super::samples::Frames;
use super::tables::{Chunk, Samples};
use crate::decode::packets::PacketDecoder;
use crate::decode::window::Window;
use crate::decode::{DamageKind, Output};
use crate::error::remark::{Misplaced, Remark};
use crate::error::{Actual, Error, Expected, Part};
use crate::kind::Kind;

/// What takes the samples of a track.
pub(super) enum Voice<'p, 'd> {
    Packets(Box<Player<'p, 'd>>),
    Frames(Box<Frames<'p>>),
}

impl<'p> Voice<'p, '_> {
    /// What decodes the samples of a track.
    pub fn new(
        prepared: &'p Prepared<'_>,
        places: &'p mut Places,
        output: &Output<'_, '_>,
    ) -> Result<Self, Error> {
        let (clock, plan) = (prepared.clock, &prepared.plan);
        Ok(match &prepared.coding {
            Coding::Packets(packets) => {
                let trim = plan.trim();
                let decoder =
                    PacketDecoder::new(&packets.params, Kind::Mp4, move |_| trim, output)?;
                let packet_frames = packets.packet_frames;
                Self::Packets(Box::new(Player::new(
                    decoder,
                    clock,
                    packet_frames,
                    plan,
                    places,
                    output,
                )))
            }
            Coding::Mpeg => return Err(no_samples()),
            Coding::Linear(layout) => Self::Frames(Box::new(Frames::linear(
                layout.clone(),
                clock,
                plan,
                places,
                output,
            )?)),
            Coding::Ima(format) => Self::Frames(Box::new(Frames::ima(
                format.clone(),
                clock,
                plan,
                places,
                output,
            )?)),
        })
    }
}

impl Voice<'_, '_> {
    pub fn now_s(&self) -> f64 {
        match self {
            Self::Packets(player) => player.now_s(),
            Self::Frames(frames) => frames.now_s(),
        }
    }

    /// Plays the samples of the tables. False if the rest is not worth the time.
    pub fn tables<R: Read + Seek>(
        &mut self,
        prepared: &Prepared<'_>,
        origin: u64,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<bool, Error> {
        let mut samples = prepared.track.tables.samples();
        while let Some(chunk) = samples.chunk(window)? {
            output.tick()?;
            let chunk = Chunk {
                offset: origin.saturating_add(chunk.offset),
                ..chunk
            };
            let goes_on = match self {
                _ if !prepared.is_alike(chunk.description) => {
                    samples.skip_sizes(chunk.n_samples, window)?;
                    let ticks = samples.ticks_of(chunk.n_samples, window)?;
                    self.lose(Misplaced::OtherCoding, u64::from(chunk.n_samples), ticks);
                    true
                }
                Self::Packets(player) => packets(player, chunk, &mut samples, window, output)?,
                Self::Frames(frames) => {
                    let sizes = &prepared.track.tables.sizes;
                    let len = octets(frames, chunk, sizes.of_all, &mut samples, window)?;
                    let ticks = samples.ticks_of(chunk.n_samples, window)?;
                    frames.take(chunk.offset, len, ticks, window, output)?;
                    true
                }
            };
            if !goes_on {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub fn lose(&mut self, why: Misplaced, n: u64, ticks: u64) {
        match self {
            Self::Packets(player) => player.lose(why, n, ticks),
            Self::Frames(frames) => frames.lose(why, n, ticks),
        }
    }

    /// Decodes what was held back: more follows.
    pub fn flush<R: Read + Seek>(
        &mut self,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        match self {
            Self::Packets(player) => player.flush(window, output).map(|_| ()),
            Self::Frames(_) => Ok(()),
        }
    }

    /// Frames so far.
    pub fn frames(&self) -> u64 {
        self.timeline().at
    }

    /// Fewer frames than this are no gap.
    pub fn shortest_gap(&self) -> f64 {
        self.timeline().shortest()
    }

    fn timeline(&self) -> &Timeline {
        match self {
            Self::Packets(player) => &player.timeline,
            Self::Frames(frames) => &frames.timeline,
        }
    }

    /// The clock is so many frames more ahead than the samples.
    pub fn ahead(&mut self, frames: f64, output: &mut Output<'_, '_>) {
        match self {
            Self::Packets(player) => {
                let hole = player.timeline.ahead(frames);
                player.tell_hole(hole, output);
            }
            Self::Frames(of) => {
                let hole = of.timeline.ahead(frames);
                of.tell_hole(hole, output);
            }
        }
    }

    /// Tells what is missing before what follows.
    pub fn gap(
        &mut self,
        kind: DamageKind,
        detail: impl Into<Remark>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        match self {
            Self::Packets(player) => player.gap(kind, detail, output),
            Self::Frames(frames) => {
                frames.gap(kind, detail, output);
                Ok(())
            }
        }
    }

    /// The end of the track; its frames.
    pub fn finish<R: Read + Seek>(
        self,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<u64, Error> {
        match self {
            Self::Packets(player) => player.finish(window, output),
            Self::Frames(frames) => Ok(frames.finish(output)),
        }
    }
}

/// The error for a track without a single sample.
fn no_samples() -> Error {
    Error::malformed(Part::Sound, None, Expected::OneFrame, Actual::Missing)
}

/// The packets of a chunk.
fn packets<R: Read + Seek>(
    player: &mut Player<'_, '_>,
    chunk: Chunk,
    samples: &mut Samples,
    window: &mut Window<R>,
    output: &mut Output<'_, '_>,
) -> Result<bool, Error> {
    let mut offset = chunk.offset;
    for i in 0..chunk.n_samples {
        let (len, ticks) = (samples.size(window)?, samples.ticks(window)?);
        let sample = Sample { offset, len, ticks };
        if player.is_beyond_the_end(&sample) {
            // The others of the chunk lie further behind still.
            let rest = chunk.n_samples - i - 1;
            samples.skip_sizes(rest, window)?;
            let ticks = u64::from(ticks) + samples.ticks_of(rest, window)?;
            player.lose(Misplaced::Cut, u64::from(rest) + 1, ticks);
            return Ok(true);
        }
        if !player.take(sample, window, output)? {
            return Ok(false);
        }
        offset = offset.saturating_add(u64::from(len));
    }
    Ok(true)
}

/// The octets of a chunk of frames.
///
/// QuickTime counts frames there, whatever it says their size is: 1 of PCM of 16 bits, as of ADPCM.
fn octets<R: Read + Seek>(
    frames: &Frames<'_>,
    chunk: Chunk,
    of_all: u32,
    samples: &mut Samples,
    window: &mut Window<R>,
) -> Result<u64, Error> {
    let n = u64::from(chunk.n_samples);
    let (unit, unit_frames) = (frames.unit_octets(), frames.unit_frames());
    if of_all > 0 {
        samples.skip_sizes(chunk.n_samples, window)?;
        return Ok(match u64::from(of_all) {
            size if size < unit => n / unit_frames * unit,
            size => n.saturating_mul(size),
        });
    }
    let mut len = 0_u64;
    for _ in 0..chunk.n_samples {
        len = len.saturating_add(u64::from(samples.size(window)?));
    }
    Ok(len)
}
