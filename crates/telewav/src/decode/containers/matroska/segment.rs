//! What a segment says of itself, and whether the sound that was found agrees.

use std::collections::HashMap;

use super::block::BlockHead;
use super::ebml::{float, uint};
use super::lost::{Junk, Lost};
use super::schema::{DURATION, TIMESTAMP_SCALE};
use super::sound::{Ended, MIN_TOLERANCE_S, TrackDecoder};
use super::track::Track;
use crate::decode::{DamageKind, Output};
use crate::error::Error;
use crate::error::remark::{Chunks, Matroska};

/// More tracks than these are none.
const MAX_TRACKS: usize = 1 << 10;
/// By how much a Duration may be longer than a live stream, seconds: programs put in what their clock said.
const LIVE_TOLERANCE_S: f64 = 1.0;
/// And than a stream whose writer went back to put in sizes.
const TOLERANCE_S: f64 = 0.01;
/// Where sound may start in a file that begins with it, seconds: delays of encoders.
const MAX_START_S: f64 = 0.1;
/// A recording of sound alone that starts later than this was cut from a longer one, or lacks its first packet: so many
/// seconds and this part of a packet, or more seconds than this.
const LATE_START_S: f64 = 0.01;
const LATE_START_PACKETS: f64 = 0.75;
const MAX_LATE_START_S: f64 = 0.1;

/// Where the blocks of a track are that is not decoded.
#[derive(Default)]
struct Other {
    last_s: f64,
    /// The longest time from one block to the next.
    longest_s: f64,
}

/// One file of those that may be joined.
pub(super) struct Segment {
    pub has_begun: bool,
    /// Where it says that it ends; `None` in a live stream.
    pub end: Option<u64>,
    /// Whether nothing in Info contradicts its checksum.
    pub is_info_intact: bool,
    /// Whether a cluster was there.
    pub has_clusters: bool,
    /// Whether its tracks have been looked through.
    is_chosen: bool,
    pub tracks: Vec<Track>,
    pub sound: Option<TrackDecoder>,
    /// Nanoseconds of a tick.
    scale_ns: u64,
    /// The float in Duration, in ticks; nothing if it is not said.
    duration: Vec<u8>,
    others: HashMap<u64, Other>,
}

impl Default for Segment {
    fn default() -> Self {
        Self {
            has_begun: false,
            end: None,
            is_info_intact: true,
            has_clusters: false,
            is_chosen: false,
            tracks: Vec::new(),
            sound: None,
            scale_ns: 1_000_000,
            duration: Vec::new(),
            others: HashMap::new(),
        }
    }
}

impl Segment {
    pub fn tick_s(&self) -> f64 {
        self.scale_ns as f64 / 1e9
    }

    /// Takes in one of the elements in Info.
    pub fn info(&mut self, id: u32, content: &[u8]) {
        match id {
            TIMESTAMP_SCALE if !content.is_empty() => self.scale_ns = uint(content).max(1),
            DURATION => content.clone_into(&mut self.duration),
            _ => {}
        }
    }

    /// Takes in a track, unless it is there already.
    pub fn track(&mut self, entry: &[u8]) {
        let track = Track::parse(entry);
        if self.tracks.len() < MAX_TRACKS && !self.is_chosen && !self.knows(track.number) {
            self.tracks.push(track);
        }
    }

    /// Whether there is a track with this number.
    pub fn knows(&self, number: u64) -> bool {
        self.tracks.iter().any(|track| track.number == number)
    }

    /// Chooses the track to decode, once all are known.
    pub fn choose(&mut self, output: &mut Output<'_, '_>) -> Result<(), Error> {
        if std::mem::replace(&mut self.is_chosen, true) {
            return Ok(());
        }
        let tracks: Vec<&Track> = self
            .tracks
            .iter()
            .filter(|track| track.is_sound())
            .collect();
        if tracks.is_empty() {
            return Ok(());
        }
        let mut about: Vec<_> = tracks.iter().map(|track| track.about()).collect();
        // Where none plays by default, the first that plays at all does.
        if about.iter().all(|track| !track.is_default) {
            for (about, track) in about.iter_mut().zip(&tracks) {
                about.is_default = track.is_enabled();
            }
        }
        let chosen = output.choose_track(about)?;
        if let Some(track) = tracks.get(chosen) {
            if let Some(doubt) = track.doubt() {
                output.note(doubt);
            }
            self.sound = Some(TrackDecoder::new((*track).clone(), self.tick_s(), output)?);
        }
        Ok(())
    }

    pub fn time_s(&self, cluster: u64, head: &BlockHead) -> f64 {
        (cluster as f64 + f64::from(head.time)) * self.tick_s()
    }

    /// Takes in the time of a block of another track; false if there is no such track.
    pub fn other(&mut self, number: u64, time_s: f64) -> bool {
        let is_known = self.knows(number);
        if is_known {
            let other = self.others.entry(number).or_default();
            other.longest_s = other.longest_s.max(time_s - other.last_s);
            other.last_s = other.last_s.max(time_s);
        }
        is_known
    }

    /// The end of the segment, at byte `at`; `lost` stands before it, and may be sound, as what comes last may be if it
    /// `is_in_sound`.
    pub fn finish(
        mut self,
        at: u64,
        lost: Option<Lost>,
        is_in_sound: bool,
        junk: &mut Junk,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let n_told = output.damage.total;
        let Some(sound) = self.sound.take() else {
            if let Some(lost) = lost {
                lost.tell(output.duration_s, output);
            }
            return Ok(());
        };
        let ended = sound.finish(self.duration_s(), output)?;
        if !self.is_info_intact {
            output.note(Matroska::InfoChecksum);
        }
        let is_all = ended.is_all;
        match lost {
            Some(lost) if is_all && !lost.is_certain => junk.add(&lost),
            Some(lost) => lost.tell(output.duration_s, output),
            None => {}
        }
        let is_complete = self.is_complete(&ended);
        self.tell_start(&ended, output);
        let (start_s, end_s) = (ended.start_s, ended.end_s());
        let (packets_end_s, packet_s) = (ended.packets_end_s, ended.packet_s);
        let tolerance_s = ended.tolerance_s;
        ended.clock.finish(tolerance_s, is_all, output);
        if output.damage.total == n_told {
            self.tell_short(is_complete, end_s, at, output);
            self.tell_padding(packets_end_s, packet_s, output);
        }
        if output.damage.total == n_told {
            // That the sound starts late may be what was cut.
            let is_in_sound = is_in_sound && !is_all || start_s > tolerance_s.max(MAX_START_S);
            self.tell_cut(at, is_complete == Some(true) && !is_in_sound, output);
        }
        Ok(())
    }

    /// What the file says of its length, seconds.
    fn duration_s(&self) -> Option<f64> {
        let duration_s = float(&self.duration) * self.tick_s();
        let is_said = self.is_info_intact && duration_s.is_finite() && duration_s > 0.0;
        is_said.then_some(duration_s)
    }

    /// Whether tracks are as long as is said; `None` if it is not.
    fn is_complete(&self, ended: &Ended) -> Option<bool> {
        let duration_s = self.duration_s()?;
        let tolerance_s = ended.tolerance_s.max(TOLERANCE_S) + ended.slack_s;
        let others = self.others.values();
        // How long the last block of another track lasts is not known.
        let ends_s = others.map(|other| other.last_s + other.longest_s.max(tolerance_s));
        let end_s = ends_s.fold(ended.end_s(), f64::max);
        Some(end_s + tolerance_s >= duration_s)
    }

    /// Tells of sound that starts late, and of nothing else before it.
    fn tell_start(&self, ended: &Ended, output: &mut Output<'_, '_>) {
        let of_packet_s = LATE_START_PACKETS * ended.packet_s;
        let limit_s = of_packet_s.clamp(LATE_START_S, MAX_LATE_START_S);
        if ended.start_s > limit_s && self.others.is_empty() {
            output.note(Matroska::FirstBlockLate {
                start_s: ended.start_s,
            });
        }
    }

    /// Tells of a Duration that is longer than the sound.
    fn tell_short(
        &self,
        is_complete: Option<bool>,
        end_s: f64,
        at: u64,
        output: &mut Output<'_, '_>,
    ) {
        let Some(duration_s) = self.duration_s().filter(|_| is_complete == Some(false)) else {
            return;
        };
        let what = Matroska::EndsBeforeDuration { end_s, duration_s };
        let is_wrong = match self.end {
            Some(end) => end == at && self.is_one_bit_off(end_s),
            None => duration_s - end_s <= LIVE_TOLERANCE_S,
        };
        if is_wrong {
            output.note(what);
        } else {
            output.damage(DamageKind::EarlyEnd, output.duration_s, what);
        }
    }

    /// Tells of a Duration that ends within the last packet: a DiscardPadding may be lost.
    fn tell_padding(&self, packets_end_s: f64, packet_s: f64, output: &mut Output<'_, '_>) {
        let is_known = self.end.is_some() && self.others.is_empty();
        let Some(duration_s) = self.duration_s().filter(|_| is_known) else {
            return;
        };
        let precision_s = MIN_TOLERANCE_S.max(2.0 * self.tick_s());
        let surplus_s = packets_end_s - duration_s;
        if (precision_s..packet_s - precision_s).contains(&surplus_s) {
            output.note(Matroska::DurationInLastPacket {
                surplus_s,
                duration_s,
            });
        }
    }

    /// Whether Duration would be right if one of its bits were another.
    fn is_one_bit_off(&self, end_s: f64) -> bool {
        (0..8 * self.duration.len()).any(|bit| {
            let mut octets = self.duration.clone();
            octets[bit / 8] ^= 1 << (bit % 8);
            (float(&octets) * self.tick_s() - end_s).abs() <= TOLERANCE_S
        })
    }

    /// Tells of a file that ends before its segment does.
    fn tell_cut(&self, at: u64, is_behind_sound: bool, output: &mut Output<'_, '_>) {
        let bytes = self.end.map_or(0, |end| end.saturating_sub(at));
        if bytes == 0 {
            return;
        }
        if is_behind_sound {
            output.note(Matroska::CutBehindSound { bytes });
        } else {
            let what = Chunks::BytesMissing { bytes };
            output.damage(DamageKind::EarlyEnd, output.duration_s, what);
        }
    }
}

impl Ended {
    /// Where the sound ends: a wrong time does not shorten it.
    fn end_s(&self) -> f64 {
        self.end_s.max(self.start_s + self.counted_s)
    }
}
