//! The file at its top level: how it begins, what stands behind it, and several files end to end.

use telewav::decode::DamageKind;

use crate::build::{AAC_FRAMES, Movie, Track, boxed};
use crate::judge::{damaged, frames, refused, whole};

const N: usize = 50;
const ALL: u64 = N as u64 * AAC_FRAMES as u64;

fn movie() -> Movie {
    Movie::of([Track::aac(1, N)])
}

#[test]
fn a_movie_may_begin_without_ftyp() {
    let wide = boxed(b"wide", &[]);
    for before in [
        Vec::new(),
        wide.clone(),
        boxed(b"skip", &[&[0; 100]]),
        boxed(b"free", &[&[0; 7]]),
        [boxed(b"pnot", &[&[0; 12]]), wide].concat(),
    ] {
        assert_eq!(frames(&movie().behind(&before)), (ALL, String::new()));
    }
    let moov = movie().moov(0).len();
    let file = [
        movie().moov(moov + 8),
        boxed(b"mdat", &[&movie().media_octets()]),
    ]
    .concat();
    assert_eq!(frames(&file), (ALL, String::new()));
}

#[test]
fn files_end_to_end_are_all_decoded() {
    let fragmented = movie().fragmented(10).concat();
    let old = movie().behind(&boxed(b"wide", &[]));
    let moov = movie().moov(0).len();
    let old_faststart = [
        movie().moov(moov + 8),
        boxed(b"mdat", &[&movie().media_octets()]),
    ]
    .concat();
    let kinds = [
        movie().recorded(),
        movie().faststart(),
        fragmented,
        old,
        old_faststart,
    ];
    for (i, first) in kinds.iter().enumerate() {
        for (j, second) in kinds[..3].iter().enumerate() {
            let (n, notes) = frames(&[&first[..], second].concat());
            assert_eq!(n, 2 * ALL, "{i} and {j}");
            assert_eq!(notes, "2 recordings joined, all decoded");
        }
    }
    // Without an `ftyp`, the second one is told by where its media are.
    for file in &kinds[3..] {
        assert_eq!(frames(&[&file[..], file, file].concat()).0, 3 * ALL);
    }
}

#[test]
fn files_of_different_rates_end_to_end_are_decoded() {
    let ulaw = Movie::of([Track::ulaw(1, &[0x55; 4000])]).recorded();
    let (decoded, _) = whole(&[movie().faststart(), ulaw].concat());
    assert_eq!(decoded.n_frames, ALL + 4000);
    assert!((decoded.duration_s - (ALL as f64 / 44_100.0 + 0.5)).abs() < 1e-9);
}

#[test]
fn a_second_file_that_cannot_be_read_is_damage() {
    let first = movie().recorded();
    let unfinished = [Movie::ftyp(), boxed(b"mdat", &[&movie().media_octets()])].concat();
    let file = [&first[..], &unfinished].concat();
    let (at_s, n) = damaged(&file, DamageKind::EarlyEnd, "never finished");
    assert_eq!(n, ALL);
    assert!((at_s - ALL as f64 / 44_100.0).abs() < 1e-6);
    let file = [&unfinished[..], &first].concat();
    let (at_s, n) = damaged(&file, DamageKind::Gap, "never finished");
    assert_eq!((at_s, n), (0.0, ALL));
}

#[test]
fn a_recording_that_was_never_finished_is_called_so() {
    for file in [
        [Movie::ftyp(), boxed(b"mdat", &[&[7; 5000]])].concat(),
        [Movie::ftyp(), b"\0\0\0\0mdat".to_vec(), vec![7; 5000]].concat(),
        [
            Movie::ftyp(),
            boxed(b"wide", &[]),
            b"\0\0\0\x01mdat\0\0\0\0\0\0\0\0".to_vec(),
        ]
        .concat(),
        Movie::ftyp(),
    ] {
        let why = refused(&file);
        assert!(why.contains("never finished"), "{why}");
    }
    let fragments = movie().fragmented(10)[1..].concat();
    let why = refused(&fragments);
    assert!(why.contains("initialisation segment is missing"), "{why}");
}

#[test]
fn a_header_behind_media_without_an_end_is_found() {
    let file = movie().recorded();
    let mdat = file.windows(4).position(|w| w == b"mdat").unwrap();
    for len in [0, u32::MAX, 0x7FFF_FFFF] {
        let mut file = file.clone();
        file[mdat - 4..mdat].copy_from_slice(&len.to_be_bytes());
        assert_eq!(frames(&file).0, ALL, "{len}");
    }
    // A length that swallows it, or ends before it.
    for len in [16, 1000, (file.len() - mdat + 4) as u32] {
        let mut file = file.clone();
        file[mdat - 4..mdat].copy_from_slice(&len.to_be_bytes());
        assert_eq!(frames(&file).0, ALL, "{len}");
    }
}

#[test]
fn what_stands_behind_the_file_is_told() {
    let tag = [b"TAG".to_vec(), vec![b' '; 125]].concat();
    for file in [
        movie().recorded(),
        movie().faststart(),
        movie().fragmented(10).concat(),
    ] {
        for (junk, words) in [
            (&[0; 4][..], ""),
            (&[0; 3], "3 octets"),
            (b"\r\n", "2 octets"),
            (&[0; 3000], "3000 octets"),
            (&tag, "128 octets"),
            (&boxed(b"beam", &[&[1; 100]]), "unknown type \"beam\""),
            (&boxed(b"free", &[&[1; 100]]), ""),
            (&boxed(b"uuid", &[&[1; 100]]), ""),
        ] {
            let (n, notes) = frames(&[&file[..], junk].concat());
            assert_eq!(n, ALL);
            assert!(
                notes.contains(words) && notes.is_empty() == words.is_empty(),
                "{notes}"
            );
        }
        let much = [&file[..], &[0x5A; 70_000]].concat();
        damaged(&much, DamageKind::Gap, "70000 octets");
        assert_eq!(frames(&[&file[..], &[0; 70_000]].concat()).0, ALL);
    }
}

#[test]
fn a_second_header_is_a_copy_or_damage() {
    let file = movie().recorded();
    let moov = movie().moov(32);
    let (n, notes) = frames(&[&file[..], &moov].concat());
    assert!(n == ALL && notes.contains("second movie header"), "{notes}");
    let other = Movie::of([Track::aac(1, 20)]).moov(9);
    damaged(
        &[&file[..], &other].concat(),
        DamageKind::Gap,
        "second movie header",
    );
}

#[test]
fn what_is_no_sound_is_refused_by_name() {
    let video = Movie::of([Track::video(1, &[vec![1; 100]])]).recorded();
    assert!(refused(&video).contains("an audio track, found none"));
    let compressed = [
        Movie::ftyp(),
        boxed(b"moov", &[&boxed(b"cmov", &[&[0; 40]])]),
    ]
    .concat();
    assert!(refused(&compressed).contains("compressed header"));
    let empty = Movie::of([Track::aac(1, 0)]).recorded();
    assert!(refused(&empty).contains("at least one frame"));
}
