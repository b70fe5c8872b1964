//! The samples of a track, one after another, to their decoder: with what is missing between them, and how much of the
//! last one is padding.

use std::io::{Read, Seek};
use std::ops::Range;

use super::clock::{Clock, Hole, Timeline};
use super::places::Places;
use super::plan::Plan;
use crate::decode::limits::PACKET_PART;
use crate::decode::packets::PacketDecoder;
use crate::decode::trim::End;
use crate::decode::window::Window;
use crate::decode::{DamageKind, Output};
use crate::error::remark::{Misplaced, Mp4, Remark};
use crate::error::{Error, Quantity};

/// A packet: where it lies, and how long it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sample {
    pub offset: u64,
    pub len: u32,
    pub ticks: u32,
}

impl Sample {
    fn range(&self) -> Range<u64> {
        self.offset..self.offset.saturating_add(u64::from(self.len))
    }
}

/// Packets in a row that cannot be read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lost {
    n: u64,
    ticks: u64,
    /// Why the first of them cannot.
    why: Option<Misplaced>,
}

impl Lost {
    pub fn add(&mut self, why: Misplaced, n: u64, ticks: u64) {
        self.why.get_or_insert(why);
        self.n = self.n.saturating_add(n);
        self.ticks = self.ticks.saturating_add(ticks);
    }

    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// What is to be told of them; they are forgotten.
    pub fn told(&mut self, clock: &Clock) -> Option<Mp4> {
        let lost = std::mem::take(self);
        Some(Mp4::PacketsMisplaced {
            n_packets: lost.n,
            missing_s: clock.seconds(clock.lasting(lost.ticks)),
            why: lost.why?,
        })
    }
}

/// Decodes the packets of a track.
pub(super) struct Player<'p, 'd> {
    pub decoder: PacketDecoder<'d>,
    pub timeline: Timeline,
    places: &'p mut Places,
    plan: &'p Plan,
    /// Frames of each packet, if all have the same number.
    packet_frames: Option<u64>,
    /// Seconds of the recording before this track.
    base_s: f64,
    clock: Clock,
    /// The packet that may be the last.
    pending: Option<Sample>,
    lost: Lost,
    /// Packets that were handed on.
    n_packets: u64,
}

impl<'p, 'd> Player<'p, 'd> {
    pub fn new(
        decoder: PacketDecoder<'d>,
        clock: Clock,
        packet_frames: Option<u64>,
        plan: &'p Plan,
        places: &'p mut Places,
        output: &Output<'_, '_>,
    ) -> Self {
        Self {
            decoder,
            timeline: Timeline::new(clock),
            places,
            plan,
            packet_frames,
            base_s: output.duration_s,
            clock,
            pending: None,
            lost: Lost::default(),
            n_packets: 0,
        }
    }

    /// The time of a frame of the track in the recording, seconds.
    fn at_s(&self, frame: u64) -> f64 {
        self.base_s + self.clock.seconds(frame.saturating_sub(self.plan.start))
    }

    /// The time of what comes next.
    pub fn now_s(&self) -> f64 {
        self.at_s(self.timeline.at)
    }

    /// Takes the next packet. False if the rest is not worth the time, which is told.
    pub fn take<R: Read + Seek>(
        &mut self,
        sample: Sample,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<bool, Error> {
        if let Err(why) = self.places.look(&sample.range()) {
            self.lose(why, 1, u64::from(sample.ticks));
            return Ok(true);
        }
        let goes_on = self.flush(window, output)?;
        self.tell_lost(DamageKind::Gap, output)?;
        self.pending = Some(sample);
        Ok(goes_on)
    }

    /// Whether a packet lies behind the end of the file, as all behind it will.
    pub fn is_beyond_the_end(&self, sample: &Sample) -> bool {
        self.places.look(&sample.range()) == Err(Misplaced::Cut)
    }

    /// Packets that are not where they are said to be.
    pub fn lose(&mut self, why: Misplaced, n: u64, ticks: u64) {
        self.lost.add(why, n, ticks);
    }

    /// Decodes the packet that was held back: another one follows.
    pub fn flush<R: Read + Seek>(
        &mut self,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<bool, Error> {
        let Some(sample) = self.pending.take() else {
            return Ok(true);
        };
        let (goes_on, n_frames) = self.decode(sample, window, output)?;
        let ticks = u64::from(sample.ticks);
        let hole = match n_frames {
            // Told as a packet that cannot be decoded.
            0 => None,
            n => self.timeline.push(ticks, n, n),
        };
        self.tell_hole(hole, output);
        Ok(goes_on)
    }

    /// Something is missing before the packets that follow.
    pub fn gap(
        &mut self,
        kind: DamageKind,
        detail: impl Into<Remark>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        output.damage(kind, self.now_s(), detail);
        self.decoder.reset()
    }

    pub fn tell_hole(&self, hole: Option<Hole>, output: &mut Output<'_, '_>) {
        let Some(hole) = hole else {
            return;
        };
        let missing_s = self.clock.seconds(hole.n_frames as u64);
        if hole.is_late_start {
            output.note(Mp4::PauseBehindFirstPacket { pause_s: missing_s });
            return;
        }
        output.damage(
            DamageKind::Gap,
            self.at_s(hole.at),
            Mp4::PacketTimesJump { missing_s },
        );
    }

    fn tell_lost(&mut self, kind: DamageKind, output: &mut Output<'_, '_>) -> Result<(), Error> {
        match self.lost.told(&self.clock) {
            Some(detail) => self.gap(kind, detail, output),
            None => Ok(()),
        }
    }

    /// Decodes a packet; its frames, where they are known.
    fn decode<R: Read + Seek>(
        &mut self,
        sample: Sample,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<(bool, u64), Error> {
        let held = u64::from(sample.len).saturating_mul(PACKET_PART);
        output.limits().check_memory(Quantity::Packet, held)?;
        let data = window.read_at(sample.offset, sample.len as usize)?;
        self.places
            .take(sample.range(), self.at_s(self.timeline.at));
        let before = self.decoder.n_frames();
        let goes_on = self.decoder.packet(data, output)?;
        self.n_packets += 1;
        // A decoder may hold the first packets back.
        let n_frames = match self.packet_frames {
            Some(n) => n,
            None => self.decoder.n_frames() - before,
        };
        Ok((goes_on, n_frames))
    }

    /// The end of the track; what is left of its last packet, if that is not known yet, its duration says.
    pub fn finish<R: Read + Seek>(
        mut self,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<u64, Error> {
        if let Some(sample) = self.pending.take() {
            if self.plan.is_open() && self.lost.is_empty() {
                self.end_in(sample);
            }
            let (_, n_frames) = self.decode(sample, window, output)?;
            self.timeline.push_last(sample.ticks, n_frames);
            self.tell_last(sample, n_frames, output);
        }
        let hole = self.timeline.settle();
        self.tell_hole(hole, output);
        self.tell_lost(DamageKind::EarlyEnd, output)?;
        if let Some(note) = self.timeline.note() {
            output.note(note);
        }
        let at = self.timeline.at;
        self.decoder.finish(output)?;
        Ok(at)
    }

    /// Tells of a duration of the last packet that does not say how much of it is padding.
    fn tell_last(&self, last: Sample, n_frames: u64, output: &mut Output<'_, '_>) {
        if !self.plan.is_open() || last.ticks == 0 || n_frames == 0 {
            return;
        }
        let claimed = self.clock.lasting(u64::from(last.ticks));
        let is_longer = claimed.saturating_sub(n_frames) as f64 >= self.timeline.shortest();
        let is_shorter = !self.plan.may_have_padding && self.is_shorter(claimed, n_frames);
        if is_longer || is_shorter {
            output.note(Mp4::LastPacketLastsOtherwise {
                told_s: self.clock.seconds(claimed),
                counted_s: self.clock.seconds(n_frames),
            });
        }
    }

    /// Whether a packet lasts less than it has frames; a tick may be longer than a frame.
    fn is_shorter(&self, claimed: u64, n_frames: u64) -> bool {
        claimed + self.clock.lasting(1).saturating_sub(1) < n_frames
    }

    /// Says where in its last packet the track ends.
    fn end_in(&mut self, last: Sample) {
        let n_frames = self.clock.lasting(u64::from(last.ticks));
        let packet = self.packet_frames;
        let is_shorter = packet.is_none_or(|packet| self.is_shorter(n_frames, packet));
        if last.ticks == 0 || !is_shorter || !self.plan.may_have_padding {
            return;
        }
        let before = match self.packet_frames {
            Some(packet) => self.n_packets * packet,
            None => self.decoder.n_frames(),
        };
        let end = before.saturating_add(n_frames);
        self.decoder
            .end_at(End::After(end.saturating_sub(self.plan.start)));
    }
}
