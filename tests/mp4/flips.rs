//! One wrong bit in what surrounds the sound: its header, its tables, its fragments. The sound comes out as before, or
//! the file says what is missing.

use telewav::decode::DecodeOptions;

use crate::build::{AAC_FRAMES, Movie, Track};
use crate::common::{decoded_with, fixture_octets};

/// The positions of a file's octets that are no media.
fn around_media(file: &[u8]) -> Vec<usize> {
    let mut around = Vec::new();
    let mut at = 0;
    while at + 8 <= file.len() {
        let len = u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        let n_header = if &file[at + 4..at + 8] == b"mdat" {
            8
        } else {
            len
        };
        around.extend(at..at + n_header);
        at += len;
    }
    around
}

/// The boxes that an octet is in, and how far it is into the last one.
fn place(file: &[u8], wanted: usize) -> String {
    const LISTS: [&[u8; 4]; 9] = [
        b"moov", b"trak", b"edts", b"mdia", b"minf", b"stbl", b"mvex", b"moof", b"traf",
    ];
    let (mut at, mut path) = (0, String::new());
    loop {
        let len = u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        if wanted >= at + len {
            at += len;
            continue;
        }
        let kind = &file[at + 4..at + 8];
        path += &format!("{} ", kind.escape_ascii());
        if wanted < at + 8 || !LISTS.iter().any(|list| list.as_slice() == kind) {
            return format!("{path}+{} ({wanted})", wanted - at);
        }
        at += 8;
    }
}

/// Frames of the sound that are missing or others: the file may begin or end with padding that it did not have before.
fn n_wrong(before: &[Vec<f32>], planes: &[Vec<f32>]) -> usize {
    // A channel more is silent.
    let (Some(after), true) = (planes.first(), planes.len() >= before.len()) else {
        return before[0].len();
    };
    let before = &before[0];
    let n_same = |before: &[f32], after: &[f32]| {
        let pairs = before.iter().zip(after);
        pairs.filter(|(a, b)| (*a - *b).abs() < 1e-4).count()
    };
    // From the start on, or up to the end.
    let n = before.len().min(after.len());
    let to_end = n_same(&before[before.len() - n..], &after[after.len() - n..]);
    before.len().max(after.len()) - n_same(before, after).max(to_end)
}

/// Every so many bits around the media: those whose change passes with other sound. More than `most` frames are too many.
fn wrong_passes(file: &[u8], step: usize, most: usize) -> Vec<String> {
    let (_, before) = decoded_with(file, &DecodeOptions::default()).unwrap();
    let bits = (around_media(file).into_iter()).flat_map(|at| (0..8).map(move |bit| (at, bit)));
    let mut wrong = Vec::new();
    for (at, bit) in bits.step_by(step) {
        let mut flipped = file.to_vec();
        flipped[at] ^= 1 << bit;
        let Ok((decoded, sound)) = decoded_with(&flipped, &DecodeOptions::default()) else {
            continue;
        };
        if n_wrong(&before.planes, &sound.planes) > most {
            let place = place(file, at);
            wrong.push(format!(
                "{place}, bit {bit}: {} frames, {:?}",
                decoded.n_frames, decoded.notes
            ));
        }
    }
    wrong
}

#[test]
fn a_wrong_bit_is_told() {
    let aac = Track {
        durations: vec![(49, AAC_FRAMES), (1, 300)],
        ..Track::aac(1, 50)
    };
    let octets: Vec<u8> = (0..4000_u32).map(|i| (i * 37 % 251) as u8).collect();
    for (name, file) in [
        ("recorded", Movie::of([aac.clone()]).recorded()),
        ("fragments", Movie::of([aac]).fragmented(10).concat()),
        ("samples", Movie::of([Track::ulaw(1, &octets)]).recorded()),
    ] {
        // The last packet's padding, and a packet that is an octet shorter and is heard in two.
        let most = 2 * AAC_FRAMES as usize;
        assert_eq!(wrong_passes(&file, 5, most), [""; 0], "{name}");
    }
}

#[test]
fn a_wrong_bit_of_lossless_sound_is_told() {
    // There is no padding, and a hundredth of the sound is little; an edit is in milliseconds.
    let alac = fixture_octets("good/alac-44100Hz-stereo-0.2s.m4a");
    let mut wrong = wrong_passes(&alac, 1, 88);
    // Frames of a packet, up to 32 more, and channels, which are silent: not told.
    wrong.retain(|at| {
        !["stsd +67 ", "stsd +73 "]
            .iter()
            .any(|place| at.contains(place))
    });
    assert_eq!(wrong, [""; 0]);
}
