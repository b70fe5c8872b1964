//! Movies in fragments: what is missing, doubled, garbled or out of order.

use telewav::decode::DamageKind;

use crate::build::{AAC_FRAMES, Fragment, Movie, Track, boxed, full, u32s};
use crate::judge::{damaged, frames};

/// Packets of a fragment, and of the file.
const EACH: usize = 10;
const N: usize = 95;
const ALL: u64 = N as u64 * AAC_FRAMES as u64;
const FRAGMENT: u64 = EACH as u64 * AAC_FRAMES as u64;
const RATE: f64 = 44_100.0;

fn movie() -> Movie {
    let durations = vec![(N as u32 - 1, AAC_FRAMES), (1, 300)];
    Movie::of([Track {
        durations,
        ..Track::aac(1, N)
    }])
}

/// The header, and ten fragments.
fn pieces() -> Vec<Vec<u8>> {
    movie().fragmented(EACH)
}

/// The frames of all, less what the last packet is filled up with.
const WHOLE: u64 = ALL - AAC_FRAMES as u64 + 300;

#[test]
fn fragments_are_played_one_after_another() {
    assert_eq!(frames(&pieces().concat()), (WHOLE, String::new()));
    for per_fragment in [1, 3, 94, 95] {
        assert_eq!(
            frames(&movie().fragmented(per_fragment).concat()),
            (WHOLE, String::new())
        );
    }
}

#[test]
fn a_missing_fragment_is_a_gap_at_its_time() {
    for missing in [2, 5, 9] {
        let mut pieces = pieces();
        pieces.remove(missing);
        let (at_s, n) = damaged(
            &pieces.concat(),
            DamageKind::Gap,
            "0.23 s of sound are missing",
        );
        assert_eq!(n, WHOLE - FRAGMENT);
        let expected_s = (missing - 1) as f64 * FRAGMENT as f64 / RATE;
        assert!((at_s - expected_s).abs() < 1e-6, "{at_s} for {expected_s}");
    }
    let mut first = pieces();
    first.remove(1);
    let (at_s, n) = damaged(
        &first.concat(),
        DamageKind::Gap,
        "the first fragment is not there",
    );
    assert_eq!((at_s, n), (0.0, WHOLE - FRAGMENT));
}

#[test]
fn a_missing_last_fragment_is_told_by_an_index() {
    let mut short = pieces();
    short.pop();
    let n_left = 9 * FRAGMENT;
    // Nothing in the file tells.
    assert_eq!(frames(&short.concat()).0, n_left);
    // Behind it: the times of all fragments.
    let entries: Vec<u8> = (0..10)
        .flat_map(|i| [&u32s(&[i * FRAGMENT as u32, 1000])[..], &[1, 1, 1]].concat())
        .collect();
    let tfra = full(b"tfra", 0, &[&u32s(&[1, 0, 10]), &entries]);
    let mfra = boxed(b"mfra", &[&tfra]);
    assert_eq!(
        frames(&[pieces().concat(), mfra.clone()].concat()),
        (WHOLE, String::new())
    );
    // The last fragment is half a fragment long, so that much at least is missing.
    let file = [short.concat(), mfra].concat();
    let (at_s, n) = damaged(&file, DamageKind::EarlyEnd, "index promises");
    assert_eq!(n, n_left);
    assert!((at_s - n_left as f64 / RATE).abs() < 1e-6, "{at_s}");
    // In front of it: the durations of all segments.
    let references: Vec<u8> = (0..10)
        .flat_map(|_| u32s(&[1000, FRAGMENT as u32, 0]))
        .collect();
    let sidx = full(
        b"sidx",
        0,
        &[&u32s(&[1, 44_100, 0, 0]), &[0, 0, 0, 10], &references],
    );
    let with_index = |mut pieces: Vec<Vec<u8>>| {
        pieces.insert(1, sidx.clone());
        pieces.concat()
    };
    damaged(&with_index(short), DamageKind::EarlyEnd, "index promises");
    // In the header: the duration of it all, in ticks of the movie.
    let whole_ms = (WHOLE * 1000 / 44_100) as u32;
    let with_duration = || {
        let mehd = full(b"mehd", 0, &[&u32s(&[whole_ms])]);
        Movie {
            behind: mehd,
            ..movie()
        }
        .fragmented(EACH)
    };
    assert_eq!(frames(&with_duration().concat()), (WHOLE, String::new()));
    let mut short = with_duration();
    // The last one alone is shorter than what such a claim may be off by.
    short.truncate(9);
    damaged(&short.concat(), DamageKind::EarlyEnd, "index promises");
}

#[test]
fn a_doubled_fragment_is_heard_once() {
    let mut pieces = pieces();
    pieces.insert(4, pieces[4].clone());
    let (at_s, n) = damaged(&pieces.concat(), DamageKind::Gap, "there twice");
    assert_eq!(n, WHOLE);
    assert!((at_s - 4.0 * FRAGMENT as f64 / RATE).abs() < 1e-6, "{at_s}");
}

#[test]
fn fragments_out_of_order_are_damaged() {
    let mut pieces = pieces();
    pieces.swap(4, 5);
    let file = pieces.concat();
    damaged(&file, DamageKind::Gap, "0.23 s of sound are missing");
    damaged(&file, DamageKind::Gap, "out of order");
}

#[test]
fn a_garbled_fragment_is_told() {
    // One bit of each octet of its type, and of the type of what is in it.
    let whole = pieces();
    for (kind, words) in [
        (b"moof", "belong to no fragment"),
        (b"traf", ""),
        (b"trun", ""),
    ] {
        for i in 0..4 {
            for piece in [3, 10] {
                let mut pieces = whole.clone();
                let at = pieces[piece].windows(4).position(|w| w == kind).unwrap();
                pieces[piece][at + i] ^= 1;
                damaged(&pieces.concat(), DamageKind::Gap, words);
            }
        }
    }
    // Its length, too long and too short.
    for len in [9_u32, 60, 100_000, u32::MAX] {
        let mut pieces = whole.clone();
        pieces[3][..4].copy_from_slice(&len.to_be_bytes());
        damaged(&pieces.concat(), DamageKind::Gap, "");
    }
}

#[test]
fn an_edit_of_the_header_s_length_says_nothing_of_fragments() {
    for duration in [1, 232, 1022] {
        let mut movie = movie();
        movie.tracks[0].edits = vec![(duration, 1024)];
        let (n, notes) = frames(&movie.fragmented(EACH).concat());
        assert_eq!(n, WHOLE - 1024);
        assert!(notes.contains("not followed to its end"), "{notes}");
    }
    // One that ends in the last packet is padding; one without an end is none.
    for (duration, wanted) in [(0, WHOLE - 1024), (2150, 94_815)] {
        let mut movie = movie();
        movie.tracks[0].edits = vec![(duration, 1024)];
        assert_eq!(
            frames(&movie.fragmented(EACH).concat()),
            (wanted, String::new())
        );
    }
}

#[test]
fn fragments_without_times_are_told_by_their_numbers() {
    let movie = movie();
    let packets = &movie.tracks[0].samples;
    let header = movie.fragmented(EACH).swap_remove(0);
    let numbered = |numbers: &[u32]| {
        let mut file = header.clone();
        for number in numbers {
            let samples = &packets[(*number as usize % 9) * EACH..][..EACH];
            let mut fragment = Fragment::new(*number, 0, samples, &[AAC_FRAMES; EACH]);
            fragment.time = None;
            file.extend(fragment.octets(1));
        }
        file
    };
    assert_eq!(
        frames(&numbered(&[1, 2, 3, 4])),
        (4 * FRAGMENT, String::new())
    );
    // Not counted at all.
    assert_eq!(frames(&numbered(&[0, 0, 0])), (3 * FRAGMENT, String::new()));
    let (at_s, n) = damaged(
        &numbered(&[1, 2, 5]),
        DamageKind::Gap,
        "2 fragments are missing",
    );
    assert_eq!(n, 3 * FRAGMENT);
    assert!((at_s - 2.0 * FRAGMENT as f64 / RATE).abs() < 1e-6, "{at_s}");
    damaged(&numbered(&[1, 2, 2, 3]), DamageKind::Gap, "there twice");
}

#[test]
fn a_recording_of_a_stream_may_begin_late() {
    let packets = movie().tracks[0].samples.clone();
    let header = pieces().swap_remove(0);
    let mut file = header.clone();
    for i in 0..3 {
        let samples = &packets[i * EACH..][..EACH];
        let time = 441_000 + i as u32 * FRAGMENT as u32;
        file.extend(Fragment::new(i as u32 + 1, time, samples, &[AAC_FRAMES; EACH]).octets(1));
    }
    let (n, notes) = frames(&file);
    assert_eq!(n, 3 * FRAGMENT);
    assert!(notes.contains("begins at 10.00 s"), "{notes}");
}

#[test]
fn a_header_may_come_again_before_each_fragment() {
    let pieces = pieces();
    let mut file = Vec::new();
    for fragment in &pieces[1..] {
        file.extend(&pieces[0]);
        file.extend(fragment);
    }
    assert_eq!(frames(&file), (WHOLE, String::new()));
}

#[test]
fn a_fragment_that_is_cut_gives_what_is_there() {
    let file = pieces().concat();
    let (_, n) = damaged(
        &file[..file.len() - 1],
        DamageKind::EarlyEnd,
        "which was cut",
    );
    assert_eq!(n, ALL - u64::from(AAC_FRAMES));
}

#[test]
fn samples_may_be_without_a_table() {
    let track = Track::ulaw(1, &[0x55; 1600]);
    let movie = Movie::of([track]);
    assert_eq!(
        frames(&movie.fragmented(400).concat()),
        (1600, String::new())
    );
    let mut pieces = movie.fragmented(400);
    pieces.remove(2);
    let (at_s, n) = damaged(
        &pieces.concat(),
        DamageKind::Gap,
        "0.05 s of sound are missing",
    );
    assert_eq!((at_s, n), (0.05, 1200));
}
