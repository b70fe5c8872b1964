//! A movie in fragments, one after another: their times and numbers say whether one is missing, doubled or out of order.

use std::io::{Read, Seek};
use std::ops::Range;

use super::MAX_JUNK;
use super::edits::pause;
use super::fragments::Fragment;
use super::index::Index;
use super::layout::{self, Item, Section};
use super::movie::Movie;
use super::play::Sample;
use super::prepared::Prepared;
use super::survey::{FragmentSurvey, read};
use super::voice::Voice;
use crate::decode::window::Window;
use crate::decode::{DamageKind, Output};
use crate::error::Error;
use crate::error::remark::{Misplaced, Mp4Fragments};

/// What is known of the fragments gone through so far.
struct Expected {
    /// The tick at which the next one has to start, by the durations of the samples.
    tick: u64,
    /// The tick and the frame at which the last one started.
    anchor: (u64, u64),
    sequence: Option<u32>,
    /// Whether the first fragment of the file has the first number.
    has_first: bool,
    /// Whether the numbers grow, so that one means something.
    has_numbers: bool,
    /// Whether there was a sample already.
    has_begun: bool,
}

/// Media that no fragment has named yet.
struct Unclaimed {
    media: Range<u64>,
    /// When they came up, seconds.
    at_s: f64,
    /// Whether nothing of the same box was named.
    is_whole: bool,
}

impl Unclaimed {
    /// What lies here and begins in these media is named.
    fn claim(&mut self, place: &Range<u64>) {
        if self.media.contains(&place.start) {
            self.media.start = place.end.min(self.media.end);
            self.is_whole = false;
        }
    }
}

/// Goes through the fragments of a part.
pub(super) struct Fragments<'f> {
    part: &'f Section,
    movie: &'f Movie,
    expected: Expected,
    unclaimed: Vec<Unclaimed>,
    /// Where samples of the last few fragments lie.
    claimed: Vec<Range<u64>>,
    index: Index,
}

impl<'f> Fragments<'f> {
    /// For a part whose movie header's own samples are played; they last so many ticks.
    pub fn new(part: &'f Section, movie: &'f Movie, ticks: u64, survey: &FragmentSurvey) -> Self {
        Self {
            part,
            movie,
            expected: Expected {
                tick: ticks,
                anchor: (ticks, 0),
                sequence: survey.first_sequence.map(|first| first.wrapping_sub(1)),
                has_first: survey.first_sequence.is_none_or(|first| first <= 1),
                has_numbers: false,
                has_begun: ticks > 0,
            },
            unclaimed: Vec::new(),
            claimed: Vec::new(),
            index: Index::default(),
        }
    }

    pub fn play<R: Read + Seek>(
        &mut self,
        prepared: &Prepared<'_>,
        voice: &mut Voice<'_, '_>,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        self.expected.anchor.1 = voice.frames();
        let track_id = prepared.track.id;
        let part = self.part;
        let starts = part.items.iter().filter(|item| item.is(b"moof"));
        let starts: Vec<u64> = starts.map(|item| item.range().start).collect();
        let is_there = |at: u64| starts.binary_search(&part.start.saturating_add(at)).is_ok();
        let mut has_fragments = false;
        for item in &part.items {
            let Item::Box(found) = item else {
                continue;
            };
            match &found.kind {
                b"moof" => {
                    has_fragments = true;
                    let fragment = read(found, track_id, self.movie, self.part, window, output)?;
                    self.claim(&fragment);
                    let goes_on = self.fragment(&fragment, prepared, voice, window, output)?;
                    if found.excess > 0 {
                        voice.flush(window, output)?;
                        voice.gap(DamageKind::Gap, Mp4Fragments::FragmentTableCut, output)?;
                    }
                    if !goes_on {
                        break;
                    }
                }
                b"mdat" if has_fragments => self.media(&found.body, voice.now_s()),
                b"sidx" => self.index.read_segments(found, track_id, window)?,
                b"mfra" => self
                    .index
                    .read_random_access(found, track_id, is_there, window)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn claim(&mut self, fragment: &Fragment) {
        // Samples lie near the fragment that names them; the last few are enough to know.
        const KEPT: usize = 1 << 10;
        self.claimed.extend_from_slice(&fragment.places);
        let too_many = self.claimed.len().saturating_sub(KEPT);
        self.claimed.drain(..too_many);
        for unclaimed in &mut self.unclaimed {
            fragment.places.iter().for_each(|p| unclaimed.claim(p));
        }
        self.unclaimed.retain(|u| !u.media.is_empty());
    }

    /// Media behind a fragment: what of them is named by it is in its place.
    fn media(&mut self, body: &Range<u64>, at_s: f64) {
        let mut unclaimed = Unclaimed {
            media: body.clone(),
            at_s,
            is_whole: true,
        };
        self.claimed.iter().for_each(|p| unclaimed.claim(p));
        if !unclaimed.media.is_empty() {
            self.unclaimed.push(unclaimed);
        }
    }

    fn fragment<R: Read + Seek>(
        &mut self,
        fragment: &Fragment,
        prepared: &Prepared<'_>,
        voice: &mut Voice<'_, '_>,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<bool, Error> {
        let n_samples = fragment.n_samples();
        let before = self.expected.sequence;
        self.expected.sequence = fragment.sequence.or(before);
        if n_samples == 0 {
            return Ok(true);
        }
        let (ticks, _) = fragment.ticks(window)?;
        // Now that others follow, the last packet of the fragment before is none that ends the track.
        voice.flush(window, output)?;
        match fragment.time {
            Some(time) => {
                if !self.in_time(time, ticks, prepared, voice, output)? {
                    return Ok(true);
                }
                self.expected.anchor = (time, voice.frames());
                self.expected.tick = time.saturating_add(ticks);
            }
            None => {
                self.in_number(fragment.sequence, before, voice, output)?;
                self.expected.tick = self.expected.tick.saturating_add(ticks);
            }
        }
        self.expected.has_begun = true;
        if fragment
            .description
            .is_some_and(|d| d > 0 && !prepared.is_alike(d))
        {
            voice.lose(Misplaced::OtherCoding, n_samples, ticks);
            return Ok(true);
        }
        samples(fragment, voice, window, output)
    }

    /// Compares the time of a fragment with what came before it. False if it is to be left out.
    fn in_time(
        &mut self,
        time: u64,
        ticks: u64,
        prepared: &Prepared<'_>,
        voice: &mut Voice<'_, '_>,
        output: &mut Output<'_, '_>,
    ) -> Result<bool, Error> {
        if !self.expected.has_begun {
            self.begins_at(time, prepared, voice, output)?;
            return Ok(true);
        }
        let clock = &prepared.clock;
        let per_tick = clock.frames_per_tick();
        // By the durations of the samples before, and by their number: one of them may be wrong.
        let counted = (voice.frames() - self.expected.anchor.1) as f64;
        let by_count = self.expected.anchor.0 as f64 + counted / per_tick;
        let by_ticks = self.expected.tick as f64;
        let shortest = voice.shortest_gap();
        let ahead = (time as f64 - by_count.max(by_ticks)) * per_tick;
        let behind = (by_count.min(by_ticks) - time as f64) * per_tick;
        if ahead >= shortest {
            let missing_s = ahead / f64::from(clock.rate_hz());
            let detail = Mp4Fragments::FragmentMissing { missing_s };
            voice.gap(DamageKind::Gap, detail, output)?;
        } else if behind >= shortest {
            let end = time.saturating_add(ticks) as f64;
            let is_heard = (end - by_count.max(by_ticks)) * per_tick < shortest;
            let detail = match is_heard {
                true => Mp4Fragments::FragmentTimeOver,
                false => Mp4Fragments::FragmentsOverlap,
            };
            voice.gap(DamageKind::Gap, detail, output)?;
            // What stands there twice is not to be heard twice.
            if time == self.expected.anchor.0 {
                return Ok(false);
            }
        } else {
            let by_table = (time as f64 - by_ticks) * per_tick;
            voice.ahead(by_table, output);
        }
        Ok(true)
    }

    /// The first fragment, which may be one of a stream that began earlier.
    fn begins_at(
        &mut self,
        time: u64,
        prepared: &Prepared<'_>,
        voice: &mut Voice<'_, '_>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let late_s = prepared.clock.seconds(prepared.clock.frames(time));
        let is_late = late_s > 0.1;
        if is_late && !self.expected.has_first {
            let detail = Mp4Fragments::FirstFragmentMissing { missing_s: late_s };
            voice.gap(DamageKind::Gap, detail, output)?;
        } else if is_late {
            output.note(Mp4Fragments::FirstFragmentLate { at_s: late_s });
        }
        Ok(())
    }

    /// Compares the number of a fragment without a time with the one before.
    fn in_number(
        &mut self,
        sequence: Option<u32>,
        before: Option<u32>,
        voice: &mut Voice<'_, '_>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let (Some(sequence), Some(before)) = (sequence, before) else {
            return Ok(());
        };
        let step = i64::from(sequence) - i64::from(before);
        let had_numbers = self.expected.has_numbers;
        self.expected.has_numbers |= step == 1 && self.expected.has_begun;
        let detail = match step {
            1 => return Ok(()),
            2.. => Mp4Fragments::FragmentNumbersMissing { n: step - 1 },
            // All of them have the same number, in some files.
            _ if !had_numbers => return Ok(()),
            _ => Mp4Fragments::FragmentNumberOver,
        };
        voice.gap(DamageKind::Gap, detail, output)
    }

    /// The tick at which another fragment would start.
    pub fn next_tick(&self) -> u64 {
        self.expected.tick
    }

    /// Compares what was counted with what is claimed elsewhere, once all fragments are played.
    pub fn finish<R: Read + Seek>(
        self,
        prepared: &Prepared<'_>,
        frames: u64,
        end_s: f64,
        window: &mut Window<R>,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        for unclaimed in &self.unclaimed {
            let media = &unclaimed.media;
            let n_octets = media.end - media.start;
            // A length that is too long takes in the fragments behind it.
            if unclaimed.is_whole
                || n_octets > MAX_JUNK
                || layout::has_remains(media.clone(), window)?
            {
                let detail = Mp4Fragments::MediaOfNoFragment {
                    octets: n_octets,
                    offset: media.start,
                };
                output.damage(DamageKind::Gap, unclaimed.at_s, detail);
            }
        }
        // Unless it is known already where something is missing.
        if !output.damage.is_empty() {
            return Ok(());
        }
        let clock = &prepared.clock;
        let ticks = self.expected.tick;
        let counted_s = clock.seconds(clock.frames(ticks).max(frames));
        let (starts_s, ends_s) = self.claims(prepared);
        let missing_s = (starts_s - counted_s + SHORTEST_CLAIM_S).max(ends_s - counted_s);
        if missing_s >= SHORTEST_CLAIM_S {
            output.damage(DamageKind::EarlyEnd, end_s, Mp4Fragments::IndexPromisesMore);
        }
        Ok(())
    }

    /// The latest start of a fragment, and the latest end of one, that anything in the file claims, seconds.
    fn claims(&self, prepared: &Prepared<'_>) -> (f64, f64) {
        let clock = &prepared.clock;
        let starts = (self.index.last).map(|tick| clock.seconds(clock.frames(tick)));
        let by_segments =
            (self.index.end).map(|(end, timescale)| end as f64 / f64::from(timescale));
        // Where no field is for it, the headers of the movie and of the track may both say it.
        let by_headers = self.movie.duration.min(prepared.track.duration);
        let whole = self.movie.whole_duration.unwrap_or(by_headers);
        let whole = match self.movie.n_tracks {
            1 => whole.saturating_sub(pause(&prepared.track.edits)),
            // It is that of the longest one.
            _ => 0,
        };
        let by_movie = whole as f64 / f64::from(self.movie.timescale.max(1));
        let ends = by_segments.unwrap_or(0.0).max(by_movie);
        (starts.unwrap_or(0.0), ends)
    }
}

/// What an index may claim beyond the end without anything missing, seconds: its unit is coarse, and encoders round up.
const SHORTEST_CLAIM_S: f64 = 0.1;

/// Plays the samples of a fragment.
fn samples<R: Read + Seek>(
    fragment: &Fragment,
    voice: &mut Voice<'_, '_>,
    window: &mut Window<R>,
    output: &mut Output<'_, '_>,
) -> Result<bool, Error> {
    for run in &fragment.runs {
        let mut offset = run.start;
        let mut samples = run.samples();
        match voice {
            Voice::Packets(player) => {
                while let Some((ticks, len)) = samples.next(window)? {
                    let sample = Sample { offset, len, ticks };
                    if player.is_beyond_the_end(&sample) {
                        let (n, rest) = samples.rest(window)?;
                        let ticks = rest.saturating_add(u64::from(ticks));
                        player.lose(Misplaced::Cut, n.saturating_add(1), ticks);
                        break;
                    }
                    if !player.take(sample, window, output)? {
                        return Ok(false);
                    }
                    offset = offset.saturating_add(u64::from(len));
                }
            }
            Voice::Frames(frames) => {
                let len = run.octets(window)?;
                let (ticks, _) = run.ticks(window)?;
                frames.take(offset, len, ticks, window, output)?;
            }
        }
        if run.n_missing() > 0 {
            voice.lose(Misplaced::NoTable, run.n_missing(), 0);
        }
        if run.n_more() > 0 {
            voice.flush(window, output)?;
            let n_packets = run.n_more();
            let detail = Mp4Fragments::FragmentCountsLess { n_packets };
            voice.gap(DamageKind::Gap, detail, output)?;
        }
    }
    Ok(true)
}
