//! The tables of a movie: what contradicts the packets, and what of it is damage.

use telewav::decode::DamageKind;

use crate::build::{AAC_FRAMES, Movie, Track, boxed, entry, u32s};
use crate::judge::{damaged, frames, refused, whole};

const N: usize = 86;
const ALL: u64 = N as u64 * AAC_FRAMES as u64;
const RATE: f64 = 44_100.0;

fn aac(durations: &[(u32, u32)]) -> Vec<u8> {
    let track = Track {
        durations: durations.to_vec(),
        ..Track::aac(1, N)
    };
    Movie::of([track]).recorded()
}

/// The position of a box's type.
fn find(file: &[u8], kind: &[u8; 4]) -> usize {
    file.windows(4).position(|w| w == kind).unwrap()
}

/// The file with this number so far behind a box's type.
fn patched(mut file: Vec<u8>, kind: &[u8; 4], skip: usize, number: u32) -> Vec<u8> {
    let at = find(&file, kind) + 4 + skip;
    file[at..at + 4].copy_from_slice(&number.to_be_bytes());
    file
}

#[test]
fn the_last_packet_s_duration_is_the_end() {
    assert_eq!(frames(&aac(&[(86, 1024)])), (ALL, String::new()));
    assert_eq!(
        frames(&aac(&[(85, 1024), (1, 300)])),
        (ALL - 724, String::new())
    );
    // 0 says nothing; the track's header, which counts it so, is told.
    let (n, notes) = frames(&aac(&[(85, 1024), (1, 0)]));
    assert_eq!(n, ALL);
    assert!(notes.contains("no edit list says which"), "{notes}");
    // Nothing is missing where the last one lasts longer, and what its padding was is not known.
    let (n, notes) = frames(&aac(&[(85, 1024), (1, 9000)]));
    assert_eq!(n, ALL);
    assert!(
        notes.contains("has 0.023 s, and all of it is used"),
        "{notes}"
    );
    assert_eq!(frames(&aac(&[(85, 1024), (1, 1500)])), (ALL, String::new()));
}

#[test]
fn durations_that_drift_are_a_note() {
    for ticks in [960, 1000, 1040, 1100] {
        let (n, notes) = frames(&aac(&[(85, ticks), (1, 1024)]));
        assert_eq!(n, ALL, "{ticks}");
        assert!(notes.contains("its times say"), "{ticks}: {notes}");
    }
    // Less than a packet in all is not worth a word.
    assert_eq!(
        frames(&aac(&[(40, 1024), (1, 1500), (45, 1024)])),
        (ALL, String::new())
    );
    // What comes in bursts has no hole either.
    let bursts: Vec<_> = (0..43).flat_map(|_| [(1, 2048), (1, 0)]).collect();
    assert_eq!(frames(&aac(&bursts)), (ALL, String::new()));
    let burst = || [(4, 1024), (1, 4096), (3, 0), (2, 1024)];
    let late: Vec<_> = (0..8).flat_map(|_| burst()).chain([(6, 1024)]).collect();
    assert_eq!(frames(&aac(&late)), (ALL, String::new()));
}

#[test]
fn a_hole_is_told_at_its_time() {
    for (n_before, ticks) in [(20, 1024 + 44_100), (40, 2048), (1, 9000)] {
        let file = aac(&[(n_before, 1024), (1, ticks), (85 - n_before, 1024)]);
        let (at_s, n) = damaged(&file, DamageKind::Gap, "of sound are missing");
        let expected_s = f64::from(n_before + 1) * 1024.0 / RATE;
        assert!((at_s - expected_s).abs() < 1e-6, "{at_s} for {expected_s}");
        assert_eq!(n, ALL);
    }
}

#[test]
fn a_wrong_time_scale_changes_nothing() {
    let scaled = |timescale, edits: &[(u32, i32)]| {
        let track = Track {
            timescale,
            edits: edits.to_vec(),
            duration: (!edits.is_empty()).then_some(1957),
            durations: vec![(85, 1024), (1, 300)],
            ..Track::aac(1, N)
        };
        frames(&Movie::of([track]).faststart())
    };
    assert_eq!(scaled(44_100, &[]), (ALL - 724, String::new()));
    for timescale in [0, 1, 1000, 22_050, 96_000, 44_100 << 8, u32::MAX] {
        let (n, notes) = scaled(timescale, &[]);
        assert_eq!(n, ALL - 724, "{timescale}");
        assert!(notes.contains("time scale contradicts"), "{notes}");
    }
    // The edits of the track count in it, too.
    for timescale in [44_100, 1000, 96_000] {
        let (n, _) = scaled(timescale, &[(1957, 1024)]);
        assert_eq!(n, ALL - 724 - 1024, "{timescale}");
    }
}

#[test]
fn the_rate_of_samples_is_the_likelier_one() {
    let octets = [0x55; 800];
    let linear = |rate_hz, timescale| {
        let track = Track {
            timescale,
            entries: vec![entry(b"ulaw", 1, 16, rate_hz, &[])],
            ..Track::ulaw(1, &octets)
        };
        let (decoded, _) = whole(&Movie::of([track]).recorded());
        assert_eq!(decoded.n_frames, 800);
        (decoded.format.rate_hz, decoded.notes.len())
    };
    assert_eq!(linear(8000, 8000), (8000, 0));
    // One bit of the entry's, one of the time scale's.
    assert_eq!(linear(8000 + 128, 8000), (8000, 0));
    assert_eq!(linear(8000, 8000 + (1 << 20)), (8000, 1));
    // 16 bits have no room for it.
    assert_eq!(linear(0, 96_000), (96_000, 0));
    assert_eq!(linear((96_000 % 65_536) as u16, 96_000), (96_000, 0));
    assert_eq!(linear(0, 7000), (7000, 0));
}

#[test]
fn a_file_that_was_cut_gives_what_is_there() {
    let movie = Movie::of([Track::aac(1, N)]);
    let file = movie.faststart();
    let packets = &movie.tracks[0].samples;
    let at = |n: usize| file.len() - packets[n..].iter().map(Vec::len).sum::<usize>();
    for (len, n_whole) in [(at(50), 50), (at(50) + 1, 50), (at(51) - 1, 50), (at(1), 1)] {
        let (at_s, n) = damaged(&file[..len], DamageKind::EarlyEnd, "which was cut");
        assert_eq!(n, n_whole * 1024);
        assert!((at_s - n as f64 / RATE).abs() < 1e-6, "{at_s}");
    }
    // Linear PCM, by the frame.
    let file = Movie::of([Track::ulaw(1, &[0x55; 8000])]).faststart();
    let (at_s, n) = damaged(
        &file[..file.len() - 2001],
        DamageKind::EarlyEnd,
        "2001 packets (0.25 s)",
    );
    assert_eq!((at_s, n), (5999.0 / 8000.0, 5999));
}

#[test]
fn media_may_be_longer_or_shorter_than_they_say() {
    let file = Movie::of([Track::aac(1, N)]).faststart();
    let mdat = find(&file, b"mdat");
    let len = (file.len() - mdat + 4) as u32;
    let sized = |len: u32| {
        let mut file = file.clone();
        file[mdat - 4..mdat].copy_from_slice(&len.to_be_bytes());
        frames(&file)
    };
    assert_eq!(sized(0), (ALL, String::new()));
    let (n, notes) = sized(len + 50);
    assert!(n == ALL && notes.contains("50 octets more"), "{notes}");
    assert_eq!(sized(u32::MAX).0, ALL);
    assert_eq!(sized(len - 50).0, ALL);
}

#[test]
fn packets_that_lie_elsewhere_are_missing() {
    let movie = Movie::of([Track::aac(1, N)]);
    // The second chunk, behind the end; and in another box, where its first packets are.
    let file = patched(movie.recorded(), b"stco", 12, 1 << 30);
    let (at_s, n) = damaged(&file, DamageKind::Gap, "which was cut");
    assert_eq!(n, ALL - 21 * 1024);
    assert!((at_s - 21.0 * 1024.0 / RATE).abs() < 1e-6, "{at_s}");
    let file = patched(movie.recorded(), b"stco", 12, 4);
    let (at_s, _) = damaged(&file, DamageKind::Gap, "outside the media");
    assert!((at_s - 21.0 * 1024.0 / RATE).abs() < 1e-6, "{at_s}");
    // Where the first one lies: its packets are heard twice.
    let file = movie.recorded();
    let first = find(&file, b"mdat") as u32 + 4;
    let file = patched(file, b"stco", 12, first);
    damaged(&file, DamageKind::Gap, "one over the other");
}

#[test]
fn tables_that_count_differently_are_damaged() {
    let file = || Movie::of([Track::aac(1, N)]).recorded();
    // Fewer sizes, more sizes than there is room for, another number of packets in a chunk.
    damaged(
        &patched(file(), b"stsz", 8, 60),
        DamageKind::Gap,
        "sizes for 60 packets",
    );
    damaged(
        &patched(file(), b"stsz", 8, 1000),
        DamageKind::EarlyEnd,
        "end 914 entries too early",
    );
    damaged(
        &patched(file(), b"stsc", 12, 20),
        DamageKind::Gap,
        "places for",
    );
    damaged(
        &patched(file(), b"stco", 4, 4),
        DamageKind::Gap,
        "sizes for 86 packets and places for 84",
    );
    // Times alone are no sound.
    let (n, notes) = frames(&patched(file(), b"stts", 8, 70));
    assert!(
        n == ALL && notes.contains("times for 70 packets"),
        "{notes}"
    );
}

#[test]
fn media_that_belong_to_nothing_are_told() {
    let movie = Movie::of([Track::aac(1, N)]);
    let media = [movie.media_octets(), vec![0x21; 100_000]].concat();
    let file = [Movie::ftyp(), boxed(b"mdat", &[&media]), movie.moov(32)].concat();
    damaged(&file, DamageKind::Gap, "100000 octets of its media");
    // A little, and what stands beside pictures, is padding.
    let media = [movie.media_octets(), vec![0x21; 1000]].concat();
    let file = [Movie::ftyp(), boxed(b"mdat", &[&media]), movie.moov(32)].concat();
    assert_eq!(frames(&file), (ALL, String::new()));
}

#[test]
fn positions_of_64_bits_and_sizes_of_fewer_are_read() {
    let movie = Movie {
        is_wide: true,
        ..Movie::of([Track::aac(1, N)])
    };
    assert_eq!(frames(&movie.recorded()).0, ALL);
    // A table of sizes in 8 and in 16 bits, in the place of `stsz`: one level, so sizes are not told by the sound.
    let octets: Vec<Vec<u8>> = (1..=12).map(|n| vec![0x80; n]).collect();
    let track = Track {
        durations: vec![(12, 1)],
        samples_per_chunk: 5,
        ..Track::linear(1, entry(b"ulaw", 1, 16, 8000, &[]), &octets)
    };
    let file = Movie::of([track]).faststart();
    for (bits, table) in [
        (4, [0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC].to_vec()),
        (8, (1..=12).collect()),
        (16, (1..=12).flat_map(|n| [0, n]).collect::<Vec<u8>>()),
    ] {
        let mut file = file.clone();
        let at = find(&file, b"stsz");
        let len = 4 * 12 - table.len();
        let table = [
            &b"stz2\0\0\0\0"[..],
            &u32s(&[bits, 12]),
            &table,
            &vec![0; len],
        ]
        .concat();
        file[at..at + table.len()].copy_from_slice(&table);
        assert_eq!(frames(&file).0, 78, "{bits}");
    }
}

#[test]
fn a_second_description_is_of_interest_where_it_is_used() {
    let with = |second: Vec<u8>, second_from| {
        let track = Track {
            entries: vec![Track::aac_entry(), second],
            second_from,
            ..Track::aac(1, N)
        };
        Movie::of([track]).recorded()
    };
    let other = || entry(b"ac-3", 1, 16, 44_100, &[]);
    assert_eq!(frames(&with(other(), usize::MAX)), (ALL, String::new()));
    assert_eq!(frames(&with(Track::aac_entry(), 2)), (ALL, String::new()));
    let (at_s, n) = damaged(&with(other(), 2), DamageKind::EarlyEnd, "coded otherwise");
    assert_eq!(n, 42 * 1024);
    assert!((at_s - n as f64 / RATE).abs() < 1e-6, "{at_s}");
    assert!(refused(&with(other(), 0)).contains("AC-3"));
}

#[test]
fn pictures_beside_the_sound_are_passed_over() {
    let frames_of_video: Vec<Vec<u8>> = (0..40).map(|n| vec![n; 500]).collect();
    for tracks in [
        [Track::video(1, &frames_of_video), Track::aac(2, N)],
        [Track::aac(1, N), Track::video(2, &frames_of_video)],
    ] {
        let movie = Movie::of(tracks);
        assert_eq!(frames(&movie.recorded()), (ALL, String::new()));
        assert_eq!(frames(&movie.faststart()), (ALL, String::new()));
    }
}
