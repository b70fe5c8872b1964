//! Samples that need no decoder, and blocks of one size: chunk by chunk, without a packet for each frame.

use std::io::{Read, Seek};

use super::clock::{Clock, Hole, Timeline};
use super::places::Places;
use super::plan::Plan;
use super::play::Lost;
use crate::decode::blocks::{self, BlockDecoder};
use crate::decode::codecs::ima::QtIma;
use crate::decode::linear::{self, Layout};
use crate::decode::trim::Trimmer;
use crate::decode::window::Window;
use crate::decode::{DamageKind, Output, SourceFormat};
use crate::error::Error;
use crate::error::remark::{Misplaced, Mp4, Remark};
use crate::pcm::Pcm;

/// About so many octets are read at a time.
const PIECE: u64 = 1 << 16;

/// What the samples are.
enum How {
    Linear(Layout),
    Ima(QtIma, SourceFormat),
}

/// Decodes the samples of a track.
pub(super) struct Frames<'p> {
    how: How,
    pub timeline: Timeline,
    clock: Clock,
    places: &'p mut Places,
    plan: &'p Plan,
    trimmer: Trimmer,
    block: Pcm,
    /// Seconds of the recording before this track.
    base_s: f64,
    lost: Lost,
}

impl<'p> Frames<'p> {
    pub fn linear(
        layout: Layout,
        clock: Clock,
        plan: &'p Plan,
        places: &'p mut Places,
        output: &Output<'_, '_>,
    ) -> Result<Self, Error> {
        output.limits().check_rate(layout.format.rate_hz)?;
        output.limits().check_channels(layout.format.n_channels)?;
        Ok(Self::new(How::Linear(layout), clock, plan, places, output))
    }

    pub fn ima(
        format: SourceFormat,
        clock: Clock,
        plan: &'p Plan,
        places: &'p mut Places,
        output: &Output<'_, '_>,
    ) -> Result<Self, Error> {
        // The decoder has something for each of them.
        output.limits().check_channels(format.n_channels)?;
        let how = How::Ima(QtIma::new(format.n_channels), format);
        Ok(Self::new(how, clock, plan, places, output))
    }

    fn new(
        how: How,
        clock: Clock,
        plan: &'p Plan,
        places: &'p mut Places,
        output: &Output<'_, '_>,
    ) -> Self {
        Self {
            how,
            timeline: Timeline::new(clock),
            clock,
            places,
            plan,
            trimmer: Trimmer::new(plan.trim()),
            block: Pcm::default(),
            base_s: output.duration_s,
            lost: Lost::default(),
        }
    }

    /// Octets of the smallest piece that can be decoded: a frame, a block.
    pub fn unit_octets(&self) -> u64 {
        match &self.how {
            How::Linear(layout) => layout.frame_octets(),
            How::Ima(decoder, _) => decoder.block_octets().max(1) as u64,
        }
    }

    /// Frames in such a piece.
    pub fn unit_frames(&self) -> u64 {
        match &self.how {
            How::Linear(_) => 1,
            How::Ima(decoder, _) => decoder.n_frames(decoder.block_octets() as u64),
        }
    }

    pub fn now_s(&self) -> f64 {
        self.base_s
            + self
                .clock
                .seconds(self.timeline.at.saturating_sub(self.plan.start))
    }

    pub fn lose(&mut self, why: Misplaced, n: u64, ticks: u64) {
        self.lost.add(why, n, ticks);
    }

    /// Takes `len` octets at `offset`, which last `ticks`.
    pub fn take<R: Read + Seek>(
        &mut self,
        offset: u64,
        len: u64,
        ticks: u64,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let unit = self.unit_octets();
        let n_units = len / unit;
        let n_there = self.places.n_there(offset, unit, n_units);
        if n_there > 0 {
            if let Some(detail) = self.lost.told(&self.clock) {
                output.damage(DamageKind::Gap, self.now_s(), detail);
            }
            let n_frames = n_there * self.unit_frames();
            let at_s = self.now_s();
            self.places.take(offset..offset + n_there * unit, at_s);
            self.decode(offset, n_there * unit, window, output)?;
            // What lasts longer than its frames is followed by a hole, unless it is cut.
            let told = match n_there == n_units {
                true => ticks,
                false => (n_frames as f64 / self.clock.frames_per_tick()) as u64,
            };
            let hole = self.timeline.push(told, n_frames, self.unit_frames());
            self.tell_hole(hole, output);
        }
        if n_there < n_units {
            let n = (n_units - n_there) * self.unit_frames();
            let lost_ticks = (n as f64 / self.clock.frames_per_tick()) as u64;
            let why = match self.places.look(&(offset + n_there * unit..offset + len)) {
                Err(why) => why,
                Ok(()) => Misplaced::Cut,
            };
            self.lost.add(why, n, lost_ticks);
        }
        Ok(())
    }

    fn decode<R: Read + Seek>(
        &mut self,
        mut offset: u64,
        mut len: u64,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let unit = self.unit_octets();
        let whole = (PIECE / unit).max(1) * unit;
        while len > 0 {
            let octets = window.read_at(offset, whole.min(len) as usize)?;
            // The file is shorter than it was.
            if octets.is_empty() {
                break;
            }
            let n = octets.len() as u64;
            match &mut self.how {
                How::Linear(layout) => {
                    let trimmer = &mut self.trimmer;
                    let trim = |block: &mut Pcm| trimmer.apply(block);
                    linear::push(&octets, layout, &mut self.block, trim, output)?;
                }
                How::Ima(decoder, format) => {
                    blocks::decode(
                        &mut &octets[..],
                        n,
                        decoder,
                        format,
                        &mut self.trimmer,
                        output,
                    )?;
                }
            }
            (offset, len) = (offset + n, len - n);
        }
        Ok(())
    }

    pub fn gap(&self, kind: DamageKind, detail: impl Into<Remark>, output: &mut Output<'_, '_>) {
        output.damage(kind, self.now_s(), detail);
    }

    pub fn tell_hole(&self, hole: Option<Hole>, output: &mut Output<'_, '_>) {
        let Some(hole) = hole else {
            return;
        };
        let missing_s = self.clock.seconds(hole.n_frames as u64);
        let at = hole.at.saturating_sub(self.plan.start);
        output.damage(
            DamageKind::Gap,
            self.base_s + self.clock.seconds(at),
            Mp4::PacketTimesJump { missing_s },
        );
    }

    /// The end of the track; its frames.
    pub fn finish(mut self, output: &mut Output<'_, '_>) -> u64 {
        let hole = self.timeline.settle();
        self.tell_hole(hole, output);
        if let Some(detail) = self.lost.told(&self.clock) {
            output.damage(DamageKind::EarlyEnd, self.now_s(), detail);
        }
        if let Some(note) = self.timeline.note() {
            output.note(note);
        }
        self.timeline.at
    }
}
