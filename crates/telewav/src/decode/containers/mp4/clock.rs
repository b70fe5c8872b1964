//! A track's clock beside its packets: what its ticks are in frames, and where sound is missing between packets.
//!
//! Packets times frames is the length. The durations in the tables say the same, mostly. Where they drift (a recorder
//! that measures time, a unit that is too coarse, one frame too few for each packet) that is a note; where one of them
//! jumps by a packet or more, and the next ones do not take it back, sound is missing there.

use crate::error::remark::Mp4;

/// Below this ratio of what the clock says to what the packets hold, or above its inverse, the clock is wrong.
const MOST_DRIFT: f64 = 1.5;
/// Packets that may take back what one of them is too late: recorders write in bursts.
const PACKETS_TO_SETTLE: u32 = 8;
/// Part of a packet that has to be missing.
const PART_OF_PACKET: f64 = 0.75;
/// Seconds that have to be missing.
const SHORTEST_GAP_S: f64 = 0.01;

/// What the ticks of a track are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Clock {
    rate_hz: u32,
    /// Of times: frames to so many ticks.
    times: (u64, u64),
    /// The same of durations.
    durations: (u64, u64),
    /// What contradicts the packets.
    fault: Option<Fault>,
}

/// What of a track's times is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    TimeScale,
    Durations,
}

impl Clock {
    /// A clock of `timescale` ticks per second beside frames of `rate_hz`. Most packets hold `packet_frames` and last
    /// `usual_ticks`, where both are known.
    pub fn new(timescale: u32, rate_hz: u32, packet_frames: Option<u64>, usual_ticks: u32) -> Self {
        let told = (u64::from(rate_hz), u64::from(timescale.max(1)));
        let told = Self {
            rate_hz,
            times: told,
            durations: told,
            fault: None,
        };
        let Some(packet_frames) = packet_frames.filter(|_| usual_ticks > 0) else {
            return told;
        };
        let by_clock = f64::from(usual_ticks) * told.frames_per_tick();
        let ratio = by_clock / packet_frames as f64;
        // Where a packet lasts as many ticks as it has frames, or twice as many, a second has as many, too.
        let is_other_rate = (1..=2).any(|n| {
            u64::from(usual_ticks) == n * packet_frames
                && u64::from(timescale) != n * u64::from(rate_hz)
        });
        if timescale > 0 && (1.0 / MOST_DRIFT..=MOST_DRIFT).contains(&ratio) && !is_other_rate {
            return told;
        }
        let by_packets = (packet_frames, u64::from(usual_ticks));
        // A tick is a frame in most files; of HE-AAC, half of one.
        if [Some(rate_hz), rate_hz.checked_mul(2)].contains(&Some(timescale)) {
            return Self {
                durations: by_packets,
                fault: Some(Fault::Durations),
                ..told
            };
        }
        Self {
            times: by_packets,
            durations: by_packets,
            fault: Some(Fault::TimeScale),
            ..told
        }
    }

    pub fn rate_hz(&self) -> u32 {
        self.rate_hz
    }

    pub fn frames_per_tick(&self) -> f64 {
        self.times.0 as f64 / self.times.1 as f64
    }

    /// A time of the track in frames, to the nearest.
    pub fn frames(&self, ticks: u64) -> u64 {
        scale(ticks, self.times.0, self.times.1)
    }

    /// The duration of samples in frames, to the nearest.
    pub fn lasting(&self, ticks: u64) -> u64 {
        scale(ticks, self.durations.0, self.durations.1)
    }

    /// Ticks of another clock in frames.
    pub fn frames_of(&self, ticks: u64, timescale: u32) -> u64 {
        scale(ticks, u64::from(self.rate_hz), u64::from(timescale.max(1)))
    }

    pub fn seconds(&self, frames: u64) -> f64 {
        frames as f64 / f64::from(self.rate_hz.max(1))
    }

    pub fn frames_in_s(&self, seconds: f64) -> u64 {
        (seconds * f64::from(self.rate_hz)) as u64
    }
}

fn scale(n: u64, to: u64, from: u64) -> u64 {
    let from = u128::from(from.max(1));
    let scaled = (u128::from(n) * u128::from(to) + from / 2) / from;
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

/// Sound that is missing between packets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hole {
    /// The number of the frame before which it is missing.
    pub at: u64,
    /// Frames.
    pub n_frames: f64,
    /// Whether the duration of the first packet says so. Recorders add to it how much later than the picture the sound
    /// starts: nothing was recorded there.
    pub is_late_start: bool,
}

/// Goes along the packets of a track and compares them with its clock.
#[derive(Debug, Clone)]
pub(super) struct Timeline {
    clock: Clock,
    /// Frames so far.
    pub at: u64,
    /// Frames by which the clock is ahead of the packets, holes left out.
    drift: f64,
    /// A hole, and the packets left that may take it back.
    open: Option<(Hole, u32)>,
    /// The longest packet so far.
    packet: u64,
}

impl Timeline {
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            at: 0,
            drift: 0.0,
            open: None,
            packet: 0,
        }
    }

    /// A packet, or several, that is not the last; what is missing before it is told a few packets later.
    pub fn push(&mut self, ticks: u64, n_frames: u64, packet: u64) -> Option<Hole> {
        let is_first = self.at == 0;
        self.at += n_frames;
        self.packet = self.packet.max(packet);
        let (frames, per_ticks) = self.clock.durations;
        let frames = ticks as f64 * frames as f64 / per_ticks as f64 - n_frames as f64;
        self.ahead_behind(is_first, frames)
    }

    /// The last packet, whose duration says how much of it is padding. One without a duration was written in a burst.
    pub fn push_last(&mut self, ticks: u32, n_frames: u64) {
        self.at += n_frames;
        if ticks == 0
            && let Some((hole, _)) = &mut self.open
        {
            hole.n_frames -= n_frames as f64;
        }
    }

    /// The clock is so many frames more ahead, or behind.
    pub fn ahead(&mut self, frames: f64) -> Option<Hole> {
        self.ahead_behind(false, frames)
    }

    fn ahead_behind(&mut self, is_first: bool, frames: f64) -> Option<Hole> {
        let shortest = self.shortest();
        if frames >= shortest {
            let told = self.settle();
            let hole = Hole {
                at: self.at,
                n_frames: frames,
                is_late_start: is_first,
            };
            self.open = Some((hole, PACKETS_TO_SETTLE));
            return told;
        }
        match &mut self.open {
            Some((hole, n_left)) => {
                // What is taken back was no hole; a drift is none either.
                if frames < 0.0 {
                    hole.n_frames += frames;
                } else {
                    self.drift += frames;
                }
                *n_left -= 1;
                if *n_left == 0 { self.settle() } else { None }
            }
            None => {
                self.drift += frames;
                None
            }
        }
    }

    /// The hole that is still open, if it is one.
    pub fn settle(&mut self) -> Option<Hole> {
        let (hole, _) = self.open.take()?;
        if hole.n_frames >= self.shortest() {
            return Some(hole);
        }
        self.drift += hole.n_frames;
        None
    }

    /// Fewer frames than this are no hole.
    pub fn shortest(&self) -> f64 {
        let seconds = SHORTEST_GAP_S * f64::from(self.clock.rate_hz);
        seconds.max(PART_OF_PACKET * self.packet as f64)
    }

    /// A word about clocks that are not those of the packets.
    pub fn note(&self) -> Option<Mp4> {
        let counted_s = self.clock.seconds(self.at);
        let told_s = counted_s + self.drift / f64::from(self.clock.rate_hz.max(1));
        if let Some(fault) = self.clock.fault {
            return Some(match fault {
                Fault::TimeScale => Mp4::TimeScaleContradicts,
                Fault::Durations => Mp4::TableDurationsContradict,
            });
        }
        (self.drift.abs() > self.shortest()).then_some(Mp4::TrackTimesDrift { told_s, counted_s })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 44_100;

    fn holes(clock: Clock, ticks: &[u64]) -> (Vec<Hole>, Timeline) {
        let mut timeline = Timeline::new(clock);
        let mut holes = Vec::new();
        for ticks in ticks {
            holes.extend(timeline.push(*ticks, 1024, 1024));
        }
        holes.extend(timeline.settle());
        (holes, timeline)
    }

    fn told() -> Clock {
        Clock::new(RATE, RATE, Some(1024), 1024)
    }

    #[test]
    fn a_jump_is_a_hole_unless_it_is_taken_back() {
        let mut ticks = [1024; 40];
        ticks[9] = 4096;
        let (found, _) = holes(told(), &ticks);
        let at_its_packet = Hole {
            at: 10 * 1024,
            n_frames: 3072.0,
            is_late_start: false,
        };
        assert_eq!(found, [at_its_packet]);
        ticks[12..15].fill(0);
        let (found, timeline) = holes(told(), &ticks);
        assert_eq!((found, timeline.note()), (vec![], None));
        // Too late to be the same burst.
        ticks[12..15].fill(1024);
        ticks[30..33].fill(0);
        assert_eq!(holes(told(), &ticks).0, [at_its_packet]);
    }

    #[test]
    fn two_holes_are_two() {
        let mut ticks = [1024; 10];
        ticks[3] = 4096;
        ticks[5] = 3072;
        let (found, _) = holes(told(), &ticks);
        let at: Vec<(u64, f64)> = found.iter().map(|hole| (hole.at, hole.n_frames)).collect();
        assert_eq!(at, [(4096, 3072.0), (6144, 2048.0)]);
    }

    #[test]
    fn drift_adds_up_to_a_note() {
        let (found, timeline) = holes(told(), &[1030; 200]);
        assert_eq!(found, []);
        // 6 ticks more than frames, 200 times.
        let told_s = timeline.clock.seconds(200 * 1030);
        let counted_s = timeline.clock.seconds(200 * 1024);
        assert!(matches!(
            timeline.note(),
            Some(Mp4::TrackTimesDrift { told_s: told, counted_s: counted })
                if (told - told_s).abs() < 1e-9 && counted == counted_s
        ));
        assert_eq!(holes(told(), &[1025; 200]).1.note(), None);
    }

    #[test]
    fn a_clock_that_contradicts_its_packets_is_theirs() {
        // HE-AAC: the clock is that of the rate that is not decoded.
        let core = Clock::new(44_100, 22_050, Some(1024), 2048);
        assert_eq!(
            (core.frames(2048), core.lasting(2048), core.fault),
            (1024, 1024, None)
        );
        let coarse = Clock::new(1000, RATE, Some(1024), 23);
        assert_eq!((coarse.frames(1000), coarse.fault), (44_100, None));
        let wrong = Clock::new(RATE << 4, RATE, Some(1024), 1024);
        assert_eq!((wrong.frames(1024), wrong.lasting(1024)), (1024, 1024));
        assert_eq!(wrong.fault, Some(Fault::TimeScale));
        // Here the durations are wrong, and times are right.
        let wrong = Clock::new(RATE, RATE, Some(1024), 4096);
        assert_eq!((wrong.frames(1024), wrong.lasting(4096)), (1024, 1024));
        assert_eq!(wrong.fault, Some(Fault::Durations));
        // A tick is a frame by the durations, and is none by the time scale.
        let wrong = Clock::new(RATE + 200, RATE, Some(1024), 1024);
        assert_eq!((wrong.frames(1024), wrong.lasting(700)), (1024, 700));
        assert_eq!(wrong.fault, Some(Fault::TimeScale));
        assert_eq!(Clock::new(RATE + 200, RATE, Some(1024), 1029).fault, None);
        // Nothing to compare with.
        assert_eq!(Clock::new(RATE << 4, RATE, None, 1024).fault, None);
        assert_eq!(Clock::new(0, 0, Some(0), 0).seconds(7), 7.0);
    }
}
