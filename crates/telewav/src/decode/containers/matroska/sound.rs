//! The track that is decoded: its blocks to packets, and their times.

use super::block::BlockHead;
use super::clock::Clock;
use super::track::{Track, frames};
use crate::decode::packets::PacketDecoder;
use crate::decode::trim::{End, Trim};
use crate::decode::{DamageKind, Output};
use crate::error::Error;
use crate::error::remark::{Matroska, Remark};
use crate::kind::Kind;

/// Differences of time below these are none, seconds: two milliseconds, or two ticks.
pub(super) const MIN_TOLERANCE_S: f64 = 0.002;

pub(super) struct TrackDecoder {
    track: Track,
    decoder: PacketDecoder<'static>,
    clock: Clock,
    /// Seconds of a tick.
    tick_s: f64,
    /// Duration of the longest packet so far.
    packet_s: f64,
    /// Time of the first block.
    start_s: Option<f64>,
    /// Where the last block ends, by its time and what was counted in it.
    end_s: f64,
    /// The last block: its time, and its octets.
    last: (f64, Vec<u8>),
    /// Blocks that were there twice.
    n_doubled: u64,
    /// Frames at the end of the last block that are no sound, and all of those before it.
    padding: u64,
    n_dropped: u64,
    is_given_up: bool,
    /// Whether the first packets gave nothing.
    is_held_back: bool,
}

/// What a track had, once all of its blocks are decoded.
pub(super) struct Ended {
    pub start_s: f64,
    /// Seconds that were counted.
    pub counted_s: f64,
    /// Whether as much was counted as the file says, no more and no less.
    pub is_all: bool,
    /// Where the sound ends, by times.
    pub end_s: f64,
    /// What of the last packet is no sound or is not there, by those before it. Some programs count it in the Duration.
    pub slack_s: f64,
    /// Where the last packet ends with its padding: by its block's time or by the count, whichever is earlier.
    pub packets_end_s: f64,
    /// Duration of the longest packet.
    pub packet_s: f64,
    pub clock: Clock,
    /// Differences of time up to this are none.
    pub tolerance_s: f64,
}

impl TrackDecoder {
    pub fn new(track: Track, tick_s: f64, output: &Output<'_, '_>) -> Result<Self, Error> {
        let params = track.params()?;
        let of_track = track.clone();
        let trim_of = move |rate_hz| Trim {
            start: of_track.delay(rate_hz),
            end: End::Open,
        };
        Ok(Self {
            decoder: PacketDecoder::new(&params, Kind::Matroska, trim_of, output)?,
            track,
            clock: Clock::default(),
            tick_s,
            packet_s: 0.0,
            start_s: None,
            end_s: 0.0,
            padding: 0,
            n_dropped: 0,
            last: (0.0, Vec::new()),
            n_doubled: 0,
            is_given_up: false,
            is_held_back: false,
        })
    }

    pub fn number(&self) -> u64 {
        self.track.number
    }

    /// Compares the time of the next block, before it is decoded; `at_s` is where it is in the recording. True if it, or
    /// those before it, say that something is missing.
    pub fn is_behind(&mut self, time_s: f64, at_s: f64) -> bool {
        self.settle_padding(time_s);
        let counted_s = self.counted_s();
        // The first packets of some codecs are held back, and give nothing yet.
        self.is_held_back |= self.start_s.is_some() && counted_s == 0.0;
        if counted_s > 0.0 || self.start_s.is_none() {
            let tolerance_s = self.tolerance_s();
            // Some programs give them the time of a packet all the same: that, and no packet more.
            let most_s = counted_s + self.precision_s();
            if std::mem::take(&mut self.is_held_back)
                && self.clock.lateness_s(time_s, counted_s) <= most_s
            {
                self.clock.start_again();
            }
            self.clock.block(time_s, counted_s, at_s, tolerance_s);
        }
        if self.start_s.is_none() {
            self.start_s = Some(time_s);
            return time_s > self.tolerance_s();
        }
        self.clock.is_behind()
    }

    /// Whether a block is the last one again, with its time and its octets; it is counted, and no more sound.
    pub fn is_again(&mut self, time_s: f64, octets: &[u8]) -> bool {
        // Where a tick has room for several blocks, those of silence may be alike.
        let is_again =
            self.packet_s > 2.0 * self.tick_s && self.last.0 == time_s && self.last.1 == octets;
        if is_again {
            self.n_doubled += 1;
        } else {
            self.last.0 = time_s;
            self.last.1.clear();
            self.last.1.extend_from_slice(octets);
        }
        is_again
    }

    /// What is missing before this block was told.
    pub fn accept(&mut self) {
        self.clock.accept();
    }

    /// Padding before another block, as files have it that were joined, is left out if that block's time leaves no room
    /// for it.
    fn settle_padding(&mut self, time_s: f64) {
        if self.padding == 0 {
            return;
        }
        let lateness_s = self.clock.lateness_s(time_s, self.counted_s());
        if lateness_s < -self.seconds(self.padding) / 2.0 {
            self.n_dropped += self.decoder.drop_held();
        } else {
            self.decoder.end_at(End::Before(0));
        }
        self.padding = 0;
    }

    /// Decodes the packets of a block.
    pub fn block(
        &mut self,
        head: &BlockHead,
        octets: &[u8],
        time_s: f64,
        padding_ns: u64,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        if self.is_given_up {
            return Ok(());
        }
        let Some(packets) = head.packets(octets) else {
            let what = Matroska::BlockContradicted;
            output.damage(DamageKind::Packet, output.duration_s, what);
            self.clock.start_again();
            return Ok(());
        };
        if padding_ns > 0 {
            let rate_hz = match self.decoder.rate_hz() {
                0 => self.track.coded.rate_hz as u32,
                rate_hz => rate_hz,
            };
            self.padding = frames(padding_ns, rate_hz);
            self.decoder.end_at(End::Before(self.padding));
        }
        let n_told = output.damage.total;
        let n_before = self.decoder.n_frames();
        let n_packets = packets.len();
        for packet in packets {
            let packet = self.track.packet(octets.get(packet).unwrap_or(&[]));
            if !self.decoder.packet(packet, output)? {
                self.is_given_up = true;
                break;
            }
        }
        if output.damage.total > n_told {
            self.clock.start_again();
        }
        let block_s = self.seconds(self.decoder.n_frames() - n_before);
        if n_before > 0 {
            self.packet_s = self.packet_s.max(block_s / n_packets as f64);
        }
        self.end_s = time_s + block_s - self.seconds(self.padding);
        Ok(())
    }

    /// Differences of time up to this are none.
    fn tolerance_s(&self) -> f64 {
        (self.packet_s / 2.0).max(self.precision_s())
    }

    /// How exact times are.
    fn precision_s(&self) -> f64 {
        MIN_TOLERANCE_S.max(2.0 * self.tick_s)
    }

    /// The end of the track, of a file that says it lasts so long.
    pub fn finish(
        mut self,
        duration_s: Option<f64>,
        output: &mut Output<'_, '_>,
    ) -> Result<Ended, Error> {
        let start_s = self.start_s.unwrap_or(0.0);
        let tolerance_s = self.tolerance_s();
        let is_all = |counted_s: f64| {
            let is_near = |s: f64| (s - counted_s).abs() <= tolerance_s;
            duration_s.is_some_and(|s| is_near(s) || is_near(s - start_s))
        };
        if self.n_doubled > 0 {
            output.note(Matroska::BlocksTwice { n: self.n_doubled });
        }
        let rate_hz = self.decoder.rate_hz();
        let n_told = output.damage.total;
        let promised = self.track.promised();
        let differs = promised.filter(|n| *n != self.decoder.n_frames());
        // Cut from a longer recording or put together, by programs that leave the header as it was.
        if let Some(n_frames) = differs.filter(|_| is_all(self.counted_s())) {
            output.note(Matroska::StreamInfoOfAnother { n_frames });
            self.decoder.reset()?;
        }
        let counted = self.decoder.finish(output)?;
        let n_frames = counted.n_frames - self.n_dropped.min(counted.n_frames);
        let n_frames = n_frames - self.padding.min(n_frames);
        let seconds = |n: u64| n as f64 / f64::from(rate_hz.max(1));
        let counted_s = match rate_hz {
            // Too few packets for more.
            0 => self.end_s - start_s,
            _ => seconds(n_frames),
        };
        let is_all = is_all(counted_s);
        if let Some(promised) = differs.filter(|n| n_frames < *n && !is_all)
            && output.damage.total == n_told
        {
            let missing = promised - n_frames;
            let what = Remark::OfFramesMissing { missing, promised };
            output.damage(DamageKind::EarlyEnd, output.duration_s, what);
        }
        let last_s = seconds(counted.packet_frames);
        let by_count_s = start_s + seconds(self.track.delay(rate_hz)) + counted_s;
        Ok(Ended {
            start_s,
            counted_s,
            is_all,
            slack_s: (self.packet_s - last_s).max(0.0) + seconds(self.padding),
            packets_end_s: by_count_s.min(self.end_s),
            packet_s: self.packet_s,
            end_s: self.end_s,
            clock: self.clock,
            tolerance_s,
        })
    }

    /// Seconds decoded, without padding that was left out.
    fn counted_s(&self) -> f64 {
        self.seconds(self.decoder.n_frames() - self.n_dropped)
    }

    fn seconds(&self, n_frames: u64) -> f64 {
        n_frames as f64 / f64::from(self.decoder.rate_hz().max(1))
    }
}
