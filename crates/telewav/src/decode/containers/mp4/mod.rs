//! MP4 and its relatives (M4A, MOV, 3GP, fragmented MP4), walked once, box by box.
//!
//! [`layout`] says what each octet of the file is, and where one file ends and another begins; [`movie`] reads the
//! header: tracks ([`description`], [`coding`]), their [`tables`], their [`edits`]. [`prepared`] is the chosen track with its
//! [`plan`], and [`voice`] hands its samples to its decoder ([`play`] for packets, [`samples`] for those that need none), and
//! those of [`fragments`] behind them ([`survey`], [`fragmented`], [`index`]). [`clock`] compares the times that are claimed with the frames that are counted,
//! [`places`] where samples lie with what there is. What contradicts itself stands in `docs/inputs.md`, with what comes
//! of it.
//!
//! Sources: ISO/IEC 14496-12:2015; QuickTime File Format Specification (2012); each module names its clauses.

mod boxes;
mod clock;
mod coding;
mod defaults;
mod description;
mod edits;
mod fragmented;
mod fragments;
mod index;
mod layout;
mod movie;
mod places;
mod plan;
mod play;
mod prepared;
mod samples;
mod survey;
mod table;
mod tables;
mod voice;

use std::io::{Read, Seek};
use std::ops::Range;

use self::boxes::FoundBox;
use self::fragmented::Fragments;
use self::layout::{Item, Section};
use self::movie::{Movie, Track};
use self::places::Places;
use self::prepared::Prepared;
use self::survey::FragmentSurvey;
use self::tables::Survey;
use self::voice::Voice;
use super::joined::is_of_the_file;
use crate::decode::limits::Limits;
use crate::decode::window::Window;
use crate::decode::{DamageKind, Output, SoundTrack, Source, part};
use crate::error::remark::{Mp4, Remark};
use crate::error::{self, Actual, Error, Expected, What};
use crate::kind::Kind;

/// Octets that belong to nothing and are no loss: a tag of another format, padding.
const MAX_JUNK: u64 = 1 << 16;

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let range = part::to_the_end(source, start)?;
    let mut window = Window::new(source, range.clone()).in_time(output);
    let limits = *output.limits();
    let items = layout::items(&range, &limits, &mut window)?;
    let parts = layout::parts(items, |moov, start, items| {
        fits(moov, start, items, &limits, &mut window)
    })?;
    let mut carried = None;
    let (mut n_played, mut n_continued) = (0, 0_u64);
    for (i, part) in parts.iter().enumerate() {
        let before = carried.take();
        match play(part, before, &mut window, output) {
            Ok(played) => {
                n_played += 1;
                n_continued += u64::from(played.continues);
                carried = played.carried;
            }
            // One of several: what is in it is missing.
            Err(e) if (i + 1 < parts.len() || n_played > 0) && is_of_the_file(&e) => {
                let detail = Mp4::MovieLeftOut {
                    n_files: parts.len(),
                    offset: part.start,
                    error: Box::new(e),
                };
                let kind = match i {
                    0 => DamageKind::Gap,
                    _ => DamageKind::EarlyEnd,
                };
                output.damage(kind, output.duration_s, detail);
            }
            Err(e) => return Err(e),
        }
    }
    let n_joined = n_played - n_continued;
    if n_joined > 1 && n_played == parts.len() as u64 {
        output.note(Remark::Joined { n: n_joined });
    }
    Ok(())
}

/// Whether the first chunk of a second `moov` lies at the start of media if positions in it count from `start`.
fn fits<R: Read + Seek>(
    moov: &FoundBox,
    start: u64,
    items: &[Item],
    limits: &Limits,
    window: &mut Window<R>,
) -> Result<bool, Error> {
    let movie = Movie::read(moov, limits, window)?;
    let mut first = None;
    for track in &movie.tracks {
        let chunk = track.tables.samples().chunk(window)?;
        first = first
            .into_iter()
            .chain(chunk.map(|chunk| chunk.offset))
            .min();
    }
    let Some(first) = first.map(|offset| start.saturating_add(offset)) else {
        return Ok(false);
    };
    // Its media stand before it, or right behind it.
    let behind = moov.body.end.saturating_add(8)..moov.body.end.saturating_add(33);
    Ok(match items {
        [] => behind.contains(&first),
        items => items.iter().any(|item| match item {
            Item::Box(found) => found.kind == *b"mdat" && found.body.start == first,
            Item::Junk(_) => false,
        }),
    })
}

/// What the next part has to know of a part that was played.
struct Played {
    /// Ticks per second, and the tick at which another fragment of the same recording would start.
    carried: Option<(u32, u64)>,
    /// Whether it went on with the part before it.
    continues: bool,
}

fn play<R: Read + Seek>(
    part: &Section,
    before: Option<(u32, u64)>,
    window: &mut Window<R>,
    output: &mut Output<'_, '_>,
) -> Result<Played, Error> {
    let has_fragments = part.items.iter().any(|item| item.is(b"moof"));
    let Some(moov) = part.first(b"moov") else {
        return Err(without_header(has_fragments));
    };
    let limits = *output.limits();
    let movie = Movie::read(moov, &limits, window)?;
    let track = choose(&movie, part, output)?;
    let n_damage = output.damage.total;
    let fragments = match has_fragments {
        true => Some(FragmentSurvey::new(part, &movie, track.id, window, output)?),
        false => None,
    };
    let mut prepared = Prepared::new(&movie, track, part, fragments, window, output)
        .map_err(|e| with_track(e, &movie))?;
    for note in std::mem::take(&mut prepared.plan.notes) {
        output.note(note);
    }
    let prepared = prepared;
    compare_tables(&prepared.survey, output);
    let mut places = Places::new(part);
    let mut voice = Voice::new(&prepared, &mut places, output)?;
    let goes_on = voice.tables(&prepared, part.start, window, output)?;
    let mut continues = false;
    let mut walked = None;
    if let Some(survey) = fragments.filter(|_| goes_on) {
        let is_next = |(timescale, tick): &(u32, u64)| {
            *timescale == track.timescale
                && prepared.survey.n_sized == 0
                && tick.abs_diff(survey.time) <= u64::from(survey.usual_ticks)
        };
        let next = before.filter(is_next);
        continues = next.is_some();
        let ticks = next.map_or(prepared.survey.ticks, |(_, tick)| tick);
        let mut fragments = Fragments::new(part, &movie, ticks, &survey);
        fragments.play(&prepared, &mut voice, window, output)?;
        walked = Some(fragments);
    }
    let n_frames = voice.finish(window, output)?;
    let end_s = output.duration_s;
    let carried = walked
        .as_ref()
        .map(|fragments| (track.timescale, fragments.next_tick()));
    if let Some(fragments) = walked {
        fragments.finish(&prepared, n_frames, end_s, window, output)?;
    }
    let is_whole = output.damage.total == n_damage;
    account(part, &movie, places, is_whole, end_s, window, output)?;
    Ok(Played { carried, continues })
}

const FILE: error::Part = error::Part::File { kind: Kind::Mp4 };

/// The track to decode.
fn choose<'m>(
    movie: &'m Movie,
    part: &Section,
    output: &mut Output<'_, '_>,
) -> Result<&'m Track, Error> {
    if movie.is_compressed {
        return Err(Error::Unsupported {
            what: What::CompressedMovie,
        });
    }
    let about = |track: &Track| {
        let description = track.descriptions.first();
        SoundTrack {
            codec: description.map_or_else(|| "unknown".to_owned(), |d| d.codec_name()),
            rate_hz: description
                .map(|d| d.rate_hz)
                .filter(|rate_hz| *rate_hz > 0),
            n_channels: description
                .map(|d| d.n_channels as usize)
                .filter(|n| *n > 0),
            language: track.language.clone(),
            is_default: track.is_enabled && (track.tables.has_samples() || movie.is_fragmented),
            is_decoded: false,
        }
    };
    let none = || Error::malformed(FILE, None, Expected::AudioTrack, Actual::Missing);
    if movie.tracks.is_empty() {
        return Err(none());
    }
    let chosen = output.choose_track(movie.tracks.iter().map(about).collect())?;
    let track = movie.tracks.get(chosen).ok_or_else(none)?;
    if track.is_elsewhere && part.first(b"mdat").is_none() {
        return Err(Error::Unsupported {
            what: What::SoundElsewhere,
        });
    }
    Ok(track)
}

/// The error for a track that cannot be decoded, with the way to another one.
fn with_track(error: Error, movie: &Movie) -> Error {
    let n_tracks = movie.tracks.len();
    let of = |what| What::OneTrackOf {
        what: Box::new(what),
        n_tracks,
    };
    match error {
        error if n_tracks < 2 => error,
        Error::Unsupported { what } => Error::Unsupported { what: of(what) },
        Error::NoDecoder { what } => Error::NoDecoder { what: of(what) },
        error => error,
    }
}

/// The error for a file without a `moov`.
fn without_header(has_fragments: bool) -> Error {
    let (expected, actual) = match has_fragments {
        true => (Expected::MovieBox, Actual::FragmentsAlone),
        false => (Expected::MovieBoxAtEnd, Actual::NeverFinished),
    };
    Error::malformed(FILE, None, expected, actual)
}

/// The tables have to say the same: each packet has a size, a place and a duration.
fn compare_tables(survey: &Survey, output: &mut Output<'_, '_>) {
    if survey.n_missing > 0 {
        output.damage(
            DamageKind::EarlyEnd,
            None,
            Mp4::TablesEndEarly {
                n_entries: survey.n_missing,
            },
        );
    } else if survey.n_sized != survey.n_placed {
        output.damage(
            DamageKind::Gap,
            None,
            Mp4::TablesPlaceOthers {
                n_sized: survey.n_sized,
                n_placed: survey.n_placed,
            },
        );
    } else if survey.n_timed != survey.n_sized {
        output.note(Mp4::TablesTimeOthers {
            n_timed: survey.n_timed,
            n_packets: survey.n_sized,
        });
    }
}

/// Tells what of the file is no sound and no box that is known.
fn account<R: Read + Seek>(
    part: &Section,
    movie: &Movie,
    places: Places,
    is_whole: bool,
    end_s: f64,
    window: &mut Window<R>,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let is_fragmented = part.items.iter().any(|item| item.is(b"moof"));
    let mut n_headers = 0;
    for item in &part.items {
        match item {
            Item::Junk(range) if !places.has_samples_in(range) => {
                let may_be_sound = is_fragmented && layout::has_remains(range.clone(), window)?;
                junk(range, may_be_sound, end_s, window, output)?;
            }
            Item::Junk(range) if places.is_known() => output.note(Mp4::PacketsInNoBox {
                octets: range.end - range.start,
                offset: range.start,
            }),
            Item::Box(found) if item.is(b"moov") => {
                n_headers += 1;
                if n_headers == 2 {
                    second_header(found, part, end_s, output);
                }
            }
            Item::Box(found) if item.is(b"mdat") && found.excess > 0 && is_whole => {
                output.note(Mp4::MediaClaimMore {
                    octets: found.excess,
                });
            }
            Item::Box(found) if item.is_unknown() => {
                output.note(Mp4::UnknownBox {
                    id: found.kind.escape_ascii().to_string(),
                    offset: found.start,
                    octets: found.len(),
                });
            }
            _ => {}
        }
    }
    let is_alone = movie.n_tracks == 1 && !is_fragmented;
    let (overlap, unclaimed) = places.account();
    if let Some(at_s) = overlap {
        output.damage(DamageKind::Gap, at_s, Mp4::PacketsOverlap);
    }
    if is_alone && is_whole && unclaimed > MAX_JUNK {
        output.damage(
            DamageKind::Gap,
            end_s,
            Mp4::MediaOfNoPacket { octets: unclaimed },
        );
    }
    Ok(())
}

/// Tells of octets that are no box and hold no packet.
fn junk<R: Read + Seek>(
    range: &Range<u64>,
    may_be_sound: bool,
    end_s: f64,
    window: &mut Window<R>,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let len = range.end - range.start;
    // A list of QuickTime's ends in four zeros; fewer are what a cut leaves of a box.
    if (4..8).contains(&len) && is_zero(range, window)? {
        return Ok(());
    }
    let detail = Mp4::NoBox {
        octets: len,
        offset: range.start,
    };
    if !may_be_sound && (len <= MAX_JUNK || is_zero(range, window)?) {
        output.note(detail);
    } else {
        output.damage(DamageKind::Gap, end_s, detail);
    }
    Ok(())
}

fn is_zero<R: Read + Seek>(range: &Range<u64>, window: &mut Window<R>) -> Result<bool, Error> {
    let mut position = range.start;
    while position < range.end {
        let left = usize::try_from(range.end - position).unwrap_or(usize::MAX);
        let octets = window.read_at(position, left.min(1 << 16))?;
        if octets.is_empty() || octets.iter().any(|octet| *octet != 0) {
            return Ok(octets.is_empty());
        }
        position += octets.len() as u64;
    }
    Ok(true)
}

/// A second movie header that is none of a second file: a copy, or one that says something else.
fn second_header(second: &FoundBox, part: &Section, end_s: f64, output: &mut Output<'_, '_>) {
    let is_copy = part
        .first(b"moov")
        .is_some_and(|first| first.len() == second.len());
    let offset = second.start;
    let detail = Mp4::SecondMovieHeader { offset, is_copy };
    match is_copy {
        true => output.note(detail),
        false => output.damage(DamageKind::Gap, end_s, detail),
    }
}
