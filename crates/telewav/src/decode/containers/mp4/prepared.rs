//! A track before its first sample is decoded: its tables, its coding, its clock, and what of it is to be heard.

use std::io::{Read, Seek};

use super::clock::Clock;
use super::coding::{Coding, Packets};
use super::layout::Section;
use super::movie::{Movie, Track};
use super::plan::{Claims, Length, Plan};
use super::survey::FragmentSurvey;
use super::tables::Survey;
use crate::decode::limits::PACKET_PART;
use crate::decode::window::Window;
use crate::decode::{DamageKind, Output};
use crate::error::{self, Actual, Error, Expected, Quantity};

/// A track, and what was found out about it before its first sample is decoded.
pub(super) struct Prepared<'m> {
    pub track: &'m Track,
    pub coding: Coding,
    pub clock: Clock,
    pub survey: Survey,
    pub plan: Plan,
    /// Which of the descriptions this is, from 1.
    pub description: u32,
}

impl<'m> Prepared<'m> {
    /// Looks at the tables, the coding and the edits of a track.
    pub fn new<R: Read + Seek>(
        movie: &Movie,
        track: &'m Track,
        part: &Section,
        fragments: Option<FragmentSurvey>,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<Self, Error> {
        let survey = track.tables.survey(window)?;
        let mut samples = track.tables.samples();
        let first_chunk = samples.chunk(window)?;
        let first = match (first_chunk, fragments) {
            (Some(chunk), _) => {
                let size = samples.size(window)?;
                Some((part.start.saturating_add(chunk.offset), size))
            }
            (None, Some(fragments)) => fragments.first,
            (None, None) => None,
        };
        let number = match (first_chunk, fragments) {
            (Some(chunk), _) => chunk.description,
            (None, Some(fragments)) => fragments.description,
            (None, None) => 1,
        }
        .max(1);
        let description = (track.descriptions)
            .get(number as usize - 1)
            .ok_or_else(|| {
                Error::malformed(
                    error::Part::Box { id: "stsd" },
                    None,
                    Expected::SampleDescription,
                    Actual::Missing,
                )
            })?;
        let coding = description.coding(track.timescale)?;
        if let Coding::Packets(packets) = &coding
            && let Some(detail) = description.contradiction(packets.rate_hz, track.timescale)
        {
            output.damage(DamageKind::Contradiction, None, detail);
        }
        let coding = match (coding, first) {
            (Coding::Mpeg, Some(first)) => Coding::Packets(mpeg(first, window, output)?),
            (coding, _) => coding,
        };
        let usual_ticks = match (survey.n_timed, fragments) {
            (0, Some(fragments)) => fragments.usual_ticks,
            _ => survey.usual_ticks,
        };
        let clock = clock(&coding, track, usual_ticks);
        let plan = plan(
            movie,
            track,
            &coding,
            &clock,
            &survey,
            usual_ticks,
            fragments,
        );
        Ok(Self {
            track,
            coding,
            clock,
            survey,
            plan,
            description: number,
        })
    }
}

/// Which layer and rate MPEG audio has, by its first frame.
fn mpeg<R: Read + Seek>(
    (offset, size): (u64, u32),
    window: &mut Window<R>,
    output: &Output<'_, '_>,
) -> Result<Packets, Error> {
    let held = u64::from(size).saturating_mul(PACKET_PART);
    output.limits().check_memory(Quantity::Packet, held)?;
    let frame = window.read_at(offset, size.min(64) as usize)?;
    Packets::of_mpeg(&frame).ok_or_else(|| {
        Error::malformed(
            error::Part::FirstPacket,
            offset,
            Expected::MpegFrame,
            Actual::Missing,
        )
    })
}

fn clock(coding: &Coding, track: &Track, usual_ticks: u32) -> Clock {
    let (rate_hz, packet_frames) = match coding {
        Coding::Packets(packets) => {
            // Of ALAC, the last packet may have fewer.
            let most = packets.params.max_frames_per_packet;
            let usual = most.filter(|n| *n == u64::from(usual_ticks));
            (packets.rate_hz, packets.packet_frames.or(usual))
        }
        Coding::Mpeg => (track.timescale, None),
        Coding::Linear(layout) => {
            // A sample is a frame, or as many as its size says.
            let frame = layout.frame_octets();
            let n_frames = (u64::from(track.tables.sizes.of_all) / frame).max(1);
            let is_known = track.tables.sizes.of_all > 0;
            (layout.format.rate_hz, is_known.then_some(n_frames))
        }
        Coding::Ima(format) => (format.rate_hz, None),
    };
    Clock::new(track.timescale, rate_hz, packet_frames, usual_ticks)
}

fn plan(
    movie: &Movie,
    track: &Track,
    coding: &Coding,
    clock: &Clock,
    survey: &Survey,
    usual_ticks: u32,
    fragment: Option<FragmentSurvey>,
) -> Plan {
    let is_fragmented = fragment.is_some();
    let (n_more, more_ticks) = fragment.map_or((0, 0), |f| (f.n_samples, f.ticks));
    let last_ticks = match fragment {
        Some(fragment) if fragment.n_samples > 0 => fragment.last_ticks,
        _ => survey.last_ticks,
    };
    let (packet, delay) = match coding {
        Coding::Packets(packets) => (packets.packet_frames, packets.delay),
        _ => (None, 0),
    };
    // Packets times frames, where all have as many; else by their durations, which leave out what the last one is filled
    // up with.
    let (total, padding) = match packet {
        Some(frames) => (
            frames.saturating_mul(survey.n_sized.saturating_add(n_more)),
            match last_ticks {
                0 => 0,
                ticks => frames.saturating_sub(clock.lasting(u64::from(ticks))),
            },
        ),
        None => (clock.lasting(survey.ticks.saturating_add(more_ticks)), 0),
    };
    let packet = packet.unwrap_or_else(|| clock.lasting(u64::from(usual_ticks)));
    let claims = Claims {
        edits: &track.edits,
        gapless: movie.gapless,
        codec_delay: delay,
        may_have_padding: !coding.is_lossless(),
        movie_timescale: movie.timescale,
        is_usual_timescale: movie.is_usual_timescale(),
        track_duration: track.duration,
        movie_duration: if movie.n_tracks == 1 {
            movie.duration
        } else {
            0
        },
        is_fragmented,
    };
    // The media of a file that was cut out of a stream begins late, and its edits count from the stream's start.
    let first = match survey.n_sized {
        0 => fragment.map_or(0, |fragment| clock.frames(fragment.time)),
        _ => 0,
    };
    let length = Length {
        total,
        packet,
        padding,
        first,
    };
    claims.plan(clock, &length)
}

impl Prepared<'_> {
    /// Whether samples of this description are coded like the first ones.
    pub fn is_alike(&self, description: u32) -> bool {
        let of = |number: u32| self.track.descriptions.get(number.max(1) as usize - 1);
        description == self.description || of(description) == of(self.description)
    }
}
