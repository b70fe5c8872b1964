//! Samples that need no decoder: every layout of PCM and G.711, and IMA ADPCM, whose frames QuickTime counts.

use crate::build::{Movie, Track, boxed, entry, full, u32s};
use crate::judge::{damaged, frames, refused, whole};
use telewav::decode::DamageKind;

/// -0.5 and 0.25 in turn.
const LEVELS: [f32; 2] = [-0.5, 0.25];
const N: usize = 1000;

/// A file of one channel whose samples are these octets in turn.
fn file(entry: Vec<u8>, octets: [&[u8]; 2], change: impl FnOnce(&mut Track)) -> Vec<u8> {
    let samples: Vec<Vec<u8>> = (0..N).map(|i| octets[i % 2].to_vec()).collect();
    let mut track = Track::linear(1, entry, &samples);
    change(&mut track);
    Movie::of([track]).recorded()
}

#[track_caller]
fn plays(file: &[u8], codec: &str, bits: u32) {
    let (decoded, sound) = whole(file);
    assert_eq!(decoded.notes, []);
    assert_eq!(
        (&*decoded.format.codec, decoded.format.bits),
        (codec, Some(bits))
    );
    assert_eq!(sound.len(), N);
    for (i, sample) in sound.iter().enumerate() {
        assert!((sample - LEVELS[i % 2]).abs() < 0.01, "{i}: {sample}");
    }
}

/// An entry of version 2: rate, channels, bits and flags.
fn lpcm(bits: u32, flags: u32) -> Vec<u8> {
    let mut more = u32s(&[72]);
    more.extend(8000_f64.to_be_bytes());
    more.extend(u32s(&[1, 0x7F00_0000, bits, flags, bits / 8, 1]));
    let mut entry = entry(b"lpcm", 3, 16, 1, &more);
    entry[8 + 9] = 2;
    entry
}

#[test]
fn every_layout_of_pcm_is_read() {
    let enda = boxed(b"wave", &[&boxed(b"enda", &[&[0, 1]])]);
    let pcm_config = |flags, bits| full(b"pcmC", 0, &[&[flags, bits]]);
    let of = |kind: &[u8; 4], bits, more: &[u8]| entry(kind, 1, bits, 8000, more);
    let big: [[&[u8]; 2]; 3] = [
        [&[0xC0, 0], &[0x20, 0]],
        [&[0xC0, 0, 0], &[0x20, 0, 0]],
        [&[0xC0, 0, 0, 0], &[0x20, 0, 0, 0]],
    ];
    let little: [[&[u8]; 2]; 3] = [
        [&[0, 0xC0], &[0, 0x20]],
        [&[0, 0, 0xC0], &[0, 0, 0x20]],
        [&[0, 0, 0, 0xC0], &[0, 0, 0, 0x20]],
    ];
    for (entry, octets, bits) in [
        (of(b"twos", 16, &[]), big[0], 16),
        (of(b"twos", 8, &[]), [&[0xC0][..], &[0x20]], 8),
        (of(b"sowt", 16, &[]), little[0], 16),
        (of(b"raw ", 8, &[]), [&[0x40][..], &[0xA0]], 8),
        (of(b"NONE", 16, &[]), big[0], 16),
        (of(b"in24", 16, &[]), big[1], 24),
        (of(b"in24", 16, &enda), little[1], 24),
        (of(b"in32", 16, &[]), big[2], 32),
        (of(b"in32", 16, &enda), little[2], 32),
        (of(b"ipcm", 16, &pcm_config(1, 24)), little[1], 24),
        (of(b"ipcm", 16, &pcm_config(0, 16)), big[0], 16),
        (lpcm(16, 4 | 2), big[0], 16),
        (lpcm(24, 4), little[1], 24),
        (lpcm(8, 0), [&[0x40][..], &[0xA0]], 8),
    ] {
        plays(&file(entry, octets, |_| {}), "linear PCM", bits);
    }
    let float = |big: bool| {
        LEVELS.map(|level| {
            if big {
                level.to_be_bytes()
            } else {
                level.to_le_bytes()
            }
        })
    };
    let double = LEVELS.map(|level| f64::from(level).to_be_bytes());
    for (entry, octets, bits) in [
        (of(b"fl32", 16, &[]), float(true).map(|f| f.to_vec()), 32),
        (of(b"fl32", 16, &enda), float(false).map(|f| f.to_vec()), 32),
        (of(b"fl64", 16, &[]), double.map(|f| f.to_vec()), 64),
        (
            of(b"fpcm", 16, &pcm_config(1, 32)),
            float(false).map(|f| f.to_vec()),
            32,
        ),
        (lpcm(32, 1 | 2), float(true).map(|f| f.to_vec()), 32),
    ] {
        let octets = [&octets[0][..], &octets[1]];
        plays(&file(entry, octets, |_| {}), "floating-point PCM", bits);
    }
    plays(
        &file(of(b"alaw", 16, &[]), [&[0x3A], &[0xB5]], |_| {}),
        "A-law",
        8,
    );
    // What it does not say, and what is not decoded, is named.
    for entry in [
        of(b"ipcm", 16, &[]),
        lpcm(20, 4),
        lpcm(16, 0),
        of(b"twos", 12, &[]),
    ] {
        let why = refused(&file(entry, [&[0, 0], &[0, 0]], |_| {}));
        assert!(why.contains("this kind of linear PCM"), "{why}");
    }
}

#[test]
fn a_size_of_1_counts_frames() {
    let twos = entry(b"twos", 1, 16, 8000, &[]);
    let counted = |size: Option<u32>| {
        file(twos.clone(), [&[0xC0, 0], &[0x20, 0]], |track| {
            track.size = size
        })
    };
    for size in [None, Some(1), Some(2)] {
        plays(&counted(size), "linear PCM", 16);
    }
    // Packets of many frames, as other programs than QuickTime write them.
    let packets: Vec<Vec<u8>> = (0..10).map(|_| [0xC0, 0, 0x20, 0].repeat(50)).collect();
    let track = Track {
        durations: vec![(10, 100)],
        samples_per_chunk: 3,
        ..Track::linear(1, twos, &packets)
    };
    plays(&Movie::of([track]).faststart(), "linear PCM", 16);
}

#[test]
fn edits_of_samples_are_exact() {
    let with = |edits: &[(u32, i32)]| {
        let octets: Vec<u8> = (0..8000).map(|i| (i / 100) as u8).collect();
        let track = Track {
            edits: edits.to_vec(),
            ..Track::ulaw(1, &octets)
        };
        frames(&Movie::of([track]).recorded())
    };
    assert_eq!(with(&[]), (8000, String::new()));
    assert_eq!(with(&[(1000, 0)]), (8000, String::new()));
    assert_eq!(with(&[(990, 80)]), (7920, String::new()));
    let (n, notes) = with(&[(500, 80)]);
    assert!(n == 4000 && notes.contains("leaves out 0.490 s"), "{notes}");
}

#[test]
fn a_hole_between_samples_is_told() {
    let track = Track {
        durations: vec![(3999, 1), (1, 4001), (4000, 1)],
        ..Track::ulaw(1, &[0x55; 8000])
    };
    let (at_s, n) = damaged(
        &Movie::of([track]).recorded(),
        DamageKind::Gap,
        "0.50 s of sound are missing",
    );
    assert_eq!(n, 8000);
    // To the chunk, of 400 frames.
    assert!((at_s - 0.5).abs() <= 0.05, "{at_s}");
}

#[test]
fn ima_adpcm_is_read_however_it_is_counted() {
    // Blocks of 34 octets and 64 frames: a predictor, an index, and codes that change little.
    let block = [vec![0x20, 0x00], vec![0x80; 32]].concat();
    let blocks: Vec<Vec<u8>> = (0..20).map(|_| block.clone()).collect();
    let ima = entry(b"ima4", 1, 16, 8000, &[]);
    let by_block = Track {
        durations: vec![(20, 64)],
        samples_per_chunk: 6,
        ..Track::linear(1, ima.clone(), &blocks)
    };
    let (decoded, sound) = whole(&Movie::of([by_block]).recorded());
    assert_eq!(
        (&*decoded.format.codec, sound.len()),
        ("IMA ADPCM", 20 * 64)
    );
    assert!(sound.iter().all(|sample| (sample - 0.25).abs() < 0.01));
    // As QuickTime counts: frames of one octet.
    let octets = vec![vec![0; 1]; 20 * 64];
    let counted = Track {
        durations: vec![(20 * 64, 1)],
        samples_per_chunk: 20 * 64,
        ..Track::linear(1, ima, &octets)
    };
    let movie = Movie::of([counted]);
    let start = Movie::ftyp().len() + 8;
    let media = boxed(b"mdat", &[&blocks.concat()]);
    let (_, same) = whole(&[Movie::ftyp(), media, movie.moov(start)].concat());
    assert_eq!(same, sound);
}
