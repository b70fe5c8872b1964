//! What of a track is meant to be heard, as far as its packets agree.
//!
//! An AAC encoder puts about 1,000 to 2,600 frames in front of the sound and fills the last packet. An edit list
//! (`elst`) says which part of the media is to be heard; iTunes says the same in a tag called `iTunSMPB`.
//!
//! Both are claims. The packets are what is counted, and a claim that they contradict leaves nothing out: an edit of
//! another length than the track's header, one in a unit that is not in use, one that begins where it cannot, the
//! edit of a file's first part alone in a file of fragments. Then all of the sound is decoded, with a note.

use super::clock::Clock;
use super::edits::{Edit, Gapless, pause};
use crate::decode::trim::{End, Trim};
use crate::error::remark::Mp4Edits;

/// Packets of padding at the end that are no sound: encoders fill one, and empty themselves into another.
const PADDING_PACKETS: u64 = 2;
/// No encoder's delay is longer than so many packets, or so many times 20 ms.
const MAX_DELAY_PACKETS: u64 = 4;

/// What is known of a track that has to do with its edits.
#[derive(Debug, Clone)]
pub(super) struct Claims<'t> {
    pub edits: &'t [Edit],
    pub gapless: Option<Gapless>,
    /// Frames that the codec's header declares as delay.
    pub codec_delay: u64,
    /// Whether encoders put frames in front and fill up the last packet: those of lossless codecs do neither.
    pub may_have_padding: bool,
    /// Ticks of an edit's duration per second.
    pub movie_timescale: u32,
    /// Whether that is one that is in use, or that of a track.
    pub is_usual_timescale: bool,
    /// The track's duration by its header, in ticks of the movie; 0 if it is not known.
    pub track_duration: u64,
    /// The movie's, if this is its only track, in the same ticks; 0 if it is not known.
    pub movie_duration: u64,
    pub is_fragmented: bool,
}

/// How long a track is, in frames of the decoded rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Length {
    /// Of all packets.
    pub total: u64,
    /// Of each of them.
    pub packet: u64,
    /// What the last one is filled up with, by its duration.
    pub padding: u64,
    /// The time at which the first one begins, in a file that was cut out of a stream.
    pub first: u64,
}

/// What to leave out, in frames of the decoded rate.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Plan {
    pub start: u64,
    /// Frames behind the start; `None` to the end, by the duration of the last packet.
    pub n_frames: Option<u64>,
    /// Frames at the end of the last packet that are left out where no duration says so.
    pub padding: u64,
    /// Whether the duration of the last packet may say that it is filled up.
    pub may_have_padding: bool,
    pub notes: Vec<Mp4Edits>,
}

impl Plan {
    /// Whether the last packet says where the sound ends.
    pub fn is_open(&self) -> bool {
        self.n_frames.is_none() && self.padding == 0
    }

    pub fn trim(&self) -> Trim {
        Trim {
            start: self.start,
            end: match (self.n_frames, self.padding) {
                (Some(n), _) => End::After(n),
                (None, 0) => End::Open,
                (None, padding) => End::Before(padding),
            },
        }
    }
}

impl Claims<'_> {
    /// The plan for a track of this length.
    pub fn plan(&self, clock: &Clock, length: &Length) -> Plan {
        let Length {
            total,
            packet,
            padding,
            first,
        } = *length;
        let mut plan = Plan {
            may_have_padding: self.may_have_padding,
            ..Plan::default()
        };
        let edit = match self.edit(&mut plan.notes) {
            Followed::Edit(edit) => edit,
            // An edit list that cannot be followed is there all the same.
            Followed::Nothing => return plan,
            Followed::NoEdit => {
                self.without_edit(clock, total, packet, &mut plan);
                if self.gapless.is_none() {
                    self.without_claim(clock, total.saturating_sub(padding), packet, &mut plan);
                }
                return plan;
            }
        };
        let start = clock.frames(edit.media_time.unsigned_abs());
        if start == 0 && self.gapless.is_some() {
            self.without_edit(clock, total, packet, &mut plan);
            return plan;
        }
        let longest_delay = match self.may_have_padding {
            true => MAX_DELAY_PACKETS * packet.max(clock.frames_in_s(0.02)),
            false => 0,
        };
        plan.start = start.saturating_sub(first);
        let left = total.saturating_sub(plan.start);
        let wanted = clock.frames_of(edit.duration, self.movie_timescale);
        // The edit's unit may be as coarse as a millisecond.
        let tick = clock.frames_of(1, self.movie_timescale) + 1;
        let slack = match self.may_have_padding {
            true => PADDING_PACKETS * packet + tick,
            false => tick,
        };
        let claims_more = edit.duration > 0 && wanted > left + slack;
        if plan.start > longest_delay && (left == 0 || claims_more) {
            plan.notes.push(Mp4Edits::EditBeginsTooLate {
                start_s: clock.seconds(plan.start),
                claimed_s: clock.seconds(wanted),
                left_s: clock.seconds(left),
            });
            plan.start = 0;
            return plan;
        }
        if plan.start > longest_delay {
            plan.notes.push(Mp4Edits::EditLeavesOutStart {
                duration_s: clock.seconds(plan.start),
            });
        }
        // To the end: where it says so, and where what it claims beyond it is of no interest.
        let left = left.saturating_sub(padding);
        if edit.duration > 0 && wanted + tick < left {
            let (rest, all) = (left - wanted, total.saturating_sub(padding));
            let is_in_padding = rest <= slack && self.is_possible(clock, all, packet);
            let ends = is_in_padding || self.is_cut(clock, rest, &mut plan.notes);
            plan.n_frames = ends.then_some(wanted);
        }
        plan
    }

    /// Whether nothing contradicts an edit that ends in the padding of `all` frames: the track lasts as long as its edits
    /// by its header, or, by programs that do not look at them, as long as all of its packets.
    fn is_possible(&self, clock: &Clock, all: u64, packet: u64) -> bool {
        let claimed = clock.frames_of(self.track_duration, self.movie_timescale);
        let is_all = claimed.saturating_add(packet / 2) >= all;
        let is_told = self.track_duration == 0 || is_all || self.is_as_edited();
        is_told && self.is_one() && self.is_usual_timescale
    }

    fn is_as_edited(&self) -> bool {
        let durations = self.edits.iter().map(|edit| edit.duration);
        let edited = durations.fold(0_u64, u64::saturating_add);
        self.track_duration.abs_diff(edited) <= 1
    }

    /// Whether the headers of movie and track say the same, where both say something.
    fn is_one(&self) -> bool {
        let is_known = self.movie_duration > 0 && self.track_duration > 0;
        self.movie_duration.abs_diff(self.track_duration) <= 1 || !is_known
    }

    /// Whether an edit that ends `rest` frames before the packets do, and not in their padding, is one that somebody
    /// made, and no fault.
    fn is_cut(&self, clock: &Clock, rest: u64, notes: &mut Vec<Mp4Edits>) -> bool {
        let rest_s = clock.seconds(rest);
        let is_agreed = self.is_one() && self.is_as_edited() && self.is_usual_timescale;
        let ends = is_agreed && !self.is_fragmented;
        notes.push(match (ends, self.is_fragmented) {
            (true, _) => Mp4Edits::EditLeavesOutEnd { duration_s: rest_s },
            (false, true) => Mp4Edits::EditEndsBeforeFragments { rest_s },
            (false, false) => Mp4Edits::EditEndsBeforeSound { rest_s },
        });
        ends
    }

    /// Where there is no edit that says so: by iTunes' tag, or by the codec's header.
    fn without_edit(&self, clock: &Clock, total: u64, packet: u64, plan: &mut Plan) {
        let Some(gapless) = self.gapless else {
            plan.start = self.codec_delay;
            return;
        };
        let frames = |n| clock.frames(n);
        let (delay, padding, n) = (
            frames(gapless.delay),
            frames(gapless.padding),
            frames(gapless.n_frames),
        );
        let claimed = delay.saturating_add(n).saturating_add(padding);
        if gapless.n_frames == 0 {
            (plan.start, plan.padding) = (delay, padding);
        } else if total <= claimed.saturating_add(PADDING_PACKETS * packet.max(1)) {
            (plan.start, plan.n_frames) = (delay, Some(n));
        } else {
            plan.notes.push(Mp4Edits::GaplessTagNotFollowed {
                claimed_s: clock.seconds(claimed),
                duration_s: clock.seconds(total),
            });
        }
    }

    /// Where nothing says what to leave out, but the track's header is shorter than its packets: an edit list may be lost.
    fn without_claim(&self, clock: &Clock, total: u64, packet: u64, plan: &mut Plan) {
        let claimed = clock.frames_of(self.track_duration, self.movie_timescale);
        let slack = packet / 2 + clock.frames_of(1, self.movie_timescale) + 1;
        let is_short = claimed.saturating_add(slack).saturating_add(plan.start) < total;
        if is_short && claimed > 0 && !self.is_fragmented {
            plan.notes.push(Mp4Edits::TrackHeaderClaimsLess {
                claimed_s: clock.seconds(claimed),
                duration_s: clock.seconds(total),
            });
        }
    }

    /// The one edit that can be followed: from a tick on, at normal speed.
    fn edit(&self, notes: &mut Vec<Mp4Edits>) -> Followed {
        let mut played = self.edits.iter().filter(|edit| edit.media_time >= 0);
        let n_played = played.clone().count();
        let first = played.next();
        if n_played > 1 || first.is_some_and(|edit| edit.rate != 1 << 16) {
            notes.push(Mp4Edits::EditsNotFollowed { n_cuts: n_played });
            return Followed::Nothing;
        }
        let pause_s = pause(self.edits) as f64 / f64::from(self.movie_timescale.max(1));
        if pause_s >= 0.001 {
            notes.push(Mp4Edits::EditPause { pause_s });
        }
        first.map_or(Followed::NoEdit, |edit| Followed::Edit(*edit))
    }
}

/// What an edit list comes to.
enum Followed {
    Edit(Edit),
    /// It is there, and cannot be followed.
    Nothing,
    NoEdit,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use Mp4Edits::*;

    const RATE: u32 = 44_100;

    fn claims(edits: &[Edit]) -> Claims<'_> {
        Claims {
            edits,
            gapless: None,
            codec_delay: 0,
            may_have_padding: true,
            movie_timescale: 1000,
            is_usual_timescale: true,
            track_duration: edits.iter().map(|edit| edit.duration).sum(),
            movie_duration: 0,
            is_fragmented: false,
        }
    }

    /// 100 packets of 1024 frames: 2.322 s.
    fn plan(claims: &Claims<'_>) -> Plan {
        let clock = Clock::new(RATE, RATE, Some(1024), 1024);
        let length = Length {
            total: 102_400,
            packet: 1024,
            padding: 0,
            first: 0,
        };
        claims.plan(&clock, &length)
    }

    fn edit(duration: u64, media_time: i64) -> Edit {
        Edit {
            duration,
            media_time,
            rate: 1 << 16,
        }
    }

    #[track_caller]
    fn plans(claims: &Claims<'_>, start: u64, n_frames: Option<u64>, notes: &[Mp4Edits]) {
        let plan = plan(claims);
        assert_eq!(
            (plan.start, plan.n_frames, &plan.notes[..]),
            (start, n_frames, notes)
        );
    }

    fn seconds(n_frames: u32) -> f64 {
        f64::from(n_frames) / f64::from(RATE)
    }

    #[test]
    fn an_edit_is_followed_where_it_agrees() {
        plans(&claims(&[edit(2298, 1024)]), 1024, None, &[]);
        plans(&claims(&[edit(2280, 1024)]), 1024, Some(100_548), &[]);
        plans(&claims(&[edit(0, 1024)]), 1024, None, &[]);
        plans(
            &claims(&[edit(1000, 1024)]),
            1024,
            Some(44_100),
            &[EditLeavesOutEnd {
                duration_s: seconds(101_376 - 44_100),
            }],
        );
        plans(
            &claims(&[edit(2004, 14_000)]),
            14_000,
            None,
            &[EditLeavesOutStart {
                duration_s: seconds(14_000),
            }],
        );
    }

    #[test]
    fn an_edit_that_ends_in_padding_agrees_with_the_header_of_its_track() {
        let edits = [edit(2280, 1024)];
        let of_track = |track_duration| Claims {
            track_duration,
            ..claims(&edits)
        };
        // As long as the edit, or as all packets; or nothing is said.
        for duration in [2279, 2281, 2322, 2400, 0] {
            plans(&of_track(duration), 1024, Some(100_548), &[]);
        }
        for duration in [2278, 2282, 2300] {
            let rest_s = seconds(101_376 - 100_548);
            let told = [EditEndsBeforeSound { rest_s }];
            plans(&of_track(duration), 1024, None, &told);
        }
    }

    #[test]
    fn packets_of_a_lossless_codec_have_no_padding() {
        let edits = [edit(2280, 0)];
        let lossless = Claims {
            may_have_padding: false,
            ..claims(&edits)
        };
        let rest_s = seconds(102_400 - 100_548);
        let told = [EditLeavesOutEnd { duration_s: rest_s }];
        plans(&lossless, 0, Some(100_548), &told);
        let contradicted = Claims {
            track_duration: 2322,
            ..lossless
        };
        plans(&contradicted, 0, None, &[EditEndsBeforeSound { rest_s }]);
        // A tick is a millisecond.
        let edits = [edit(2321, 0)];
        let rounded = Claims {
            may_have_padding: false,
            ..claims(&edits)
        };
        plans(&rounded, 0, None, &[]);
    }

    #[test]
    fn an_edit_that_is_contradicted_leaves_nothing_out() {
        // By the track's header, by a unit that nobody uses, by fragments.
        let edits = [edit(1000, 1024)];
        let by_header = Claims {
            track_duration: 2298,
            ..claims(&edits)
        };
        let by_unit = Claims {
            is_usual_timescale: false,
            ..claims(&edits)
        };
        let by_fragments = Claims {
            is_fragmented: true,
            ..claims(&edits)
        };
        let by_movie = Claims {
            movie_duration: 2298,
            ..claims(&edits)
        };
        let rest_s = seconds(101_376 - 44_100);
        for claims in [by_header, by_unit, by_movie] {
            plans(&claims, 1024, None, &[EditEndsBeforeSound { rest_s }]);
        }
        let notes = [EditEndsBeforeFragments { rest_s }];
        plans(&by_fragments, 1024, None, &notes);
        // In the padding of the last packet, too, since the unit of it all may be wrong.
        let edits = [edit(2280, 1024)];
        let of_movie = |movie_duration| Claims {
            movie_duration,
            ..claims(&edits)
        };
        plans(&of_movie(0), 1024, Some(100_548), &[]);
        plans(&of_movie(2281), 1024, Some(100_548), &[]);
        let rest_s = seconds(101_376 - 100_548);
        let notes = [EditEndsBeforeSound { rest_s }];
        plans(&of_movie(2290), 1024, None, &notes);
        let by_unit = Claims {
            is_usual_timescale: false,
            ..claims(&edits)
        };
        plans(&by_unit, 1024, None, &notes);
        // By the packets: there are not as many behind its start.
        plans(
            &claims(&[edit(2298, 1024 + 16_384)]),
            0,
            None,
            &[EditBeginsTooLate {
                start_s: seconds(1024 + 16_384),
                claimed_s: seconds(101_342),
                left_s: seconds(102_400 - 1024 - 16_384),
            }],
        );
        let beyond = EditBeginsTooLate {
            start_s: seconds(1 << 30),
            claimed_s: seconds(101_342),
            left_s: 0.0,
        };
        plans(&claims(&[edit(2298, 1 << 30)]), 0, None, &[beyond]);
        // A delay may be one all the same.
        plans(&claims(&[edit(9000, 2112)]), 2112, None, &[]);
    }

    #[test]
    fn cuts_and_pauses_are_told() {
        plans(
            &claims(&[edit(500, -1), edit(2298, 1024)]),
            1024,
            None,
            &[EditPause { pause_s: 0.5 }],
        );
        let alone = [
            EditPause { pause_s: 0.5 },
            TrackHeaderClaimsLess {
                claimed_s: 0.5,
                duration_s: seconds(102_400),
            },
        ];
        plans(&claims(&[edit(500, -1)]), 0, None, &alone);
        let cuts = [edit(500, 0), edit(500, 44_100)];
        plans(&claims(&cuts), 0, None, &[EditsNotFollowed { n_cuts: 2 }]);
        let slow = Edit {
            rate: 1 << 15,
            ..edit(2298, 1024)
        };
        plans(&claims(&[slow]), 0, None, &[EditsNotFollowed { n_cuts: 1 }]);
    }

    #[test]
    fn the_tag_of_itunes_counts_where_no_edit_does() {
        let tagged = |text: &str| Claims {
            gapless: Gapless::parse(text.as_bytes()),
            ..claims(&[])
        };
        plans(&tagged(" 0 840 1C0 18400"), 2112, Some(99_328), &[]);
        plans(
            &tagged(" 0 840 1C0 9000"),
            0,
            None,
            &[GaplessTagNotFollowed {
                claimed_s: seconds(2112 + 36_864 + 448),
                duration_s: seconds(102_400),
            }],
        );
        let without_length = tagged(" 0 840 1C0 0");
        plans(&without_length, 2112, None, &[]);
        assert_eq!(plan(&without_length).padding, 0x1C0);
        assert_eq!(plan(&tagged(" 0 840 1C0 0")).trim().end, End::Before(0x1C0));
        plans(&tagged(" 0 FFFFFF 0 18400"), 0, None, &[]);
        let with_edit = [edit(2298, 1024)];
        let both = Claims {
            edits: &with_edit,
            ..tagged(" 0 840 1C0 18400")
        };
        plans(&both, 1024, None, &[]);
        // And where nothing else does, the codec's own header.
        let codec = Claims {
            codec_delay: 312,
            ..claims(&[])
        };
        plans(&codec, 312, None, &[]);
    }
}
