//! Damaged copies: what is missing is told, whatever was done to them; and copies that are only odd are not refused.

use proptest::prelude::*;
use telewav::decode::DecodeOptions;

use crate::build::*;

/// A file that counts its frames, where its first frame ends, and its frames of sound.
fn counted() -> Vec<(Vec<u8>, usize, u64)> {
    let lame = Lame {
        name: b"LAME3.100",
        delay: 576,
        padding: 600,
        is_crc_right: true,
    };
    let info = info_frame(MP3, Some(100), Some(lame));
    let mp3 = [&info[..], &MP3.row(100)].concat();
    let flac = [flac_start(10_000), flac_row(0..100)].concat();
    let mut files = vec![(mp3, info.len()), (flac, flac_start(0).len())];
    let real = fixture_octets("good/flac-16bit-16000Hz-mono-0.5s.flac");
    files.push((real, 86));
    files
        .into_iter()
        .map(|(file, start)| {
            let n = n_frames(&file);
            (file, start, n)
        })
        .collect()
}

/// One thing that happens to files.
#[derive(Debug, Clone)]
enum Harm {
    Cut(prop::sample::Index),
    Remove(prop::sample::Index, usize),
    Overwrite(prop::sample::Index, Vec<u8>),
    Insert(prop::sample::Index, Vec<u8>),
    Repeat(prop::sample::Index, usize),
    Flip(prop::sample::Index),
}

fn harm() -> impl Strategy<Value = Harm> {
    let at = any::<prop::sample::Index>;
    let octets = || prop::collection::vec(any::<u8>(), 1..3000);
    prop_oneof![
        at().prop_map(Harm::Cut),
        (at(), 1..5000_usize).prop_map(|(at, n)| Harm::Remove(at, n)),
        (at(), octets()).prop_map(|(at, octets)| Harm::Overwrite(at, octets)),
        (at(), octets()).prop_map(|(at, octets)| Harm::Insert(at, octets)),
        (at(), 1..5000_usize).prop_map(|(at, n)| Harm::Repeat(at, n)),
        at().prop_map(Harm::Flip),
    ]
}

/// Does it to the octets from `start` on.
fn apply(harm: &Harm, file: &mut Vec<u8>, start: usize) {
    let len = file.len();
    let place = |at: &prop::sample::Index| start + at.index((len - start).max(1));
    let end = |at: usize, n: usize| (at + n).min(len);
    match harm {
        Harm::Cut(at) => file.truncate(place(at)),
        Harm::Remove(at, n) => {
            let at = place(at).min(len);
            file.drain(at..end(at, *n));
        }
        Harm::Overwrite(at, octets) => {
            let at = place(at);
            for (old, new) in file.iter_mut().skip(at).zip(octets) {
                *old = *new;
            }
        }
        Harm::Insert(at, octets) => {
            let at = place(at).min(len);
            file.splice(at..at, octets.iter().copied());
        }
        Harm::Repeat(at, n) => {
            let at = place(at).min(len);
            let again = file[at..end(at, *n)].to_vec();
            file.splice(at..at, again);
        }
        Harm::Flip(at) => {
            let at = place(at);
            if let Some(octet) = file.get_mut(at) {
                *octet ^= 0x10;
            }
        }
    }
}

proptest! {
    #![proptest_config(proptest_config(400))]

    #[test]
    fn no_frame_is_lost_in_silence(which in 0..3_usize, harms in prop::collection::vec(harm(), 1..3)) {
        let (whole, start, n_whole) = counted().swap_remove(which);
        let mut copy = whole;
        for harm in &harms {
            apply(harm, &mut copy, start);
        }
        // Strictly: it is refused, or it is all there.
        if let Ok((decoded, _)) = decoded(&copy) {
            prop_assert!(decoded.n_frames >= n_whole, "{} of {n_whole}: {:?}", decoded.n_frames, decoded.notes);
        }
        // And whatever is there can be had.
        let lenient = decoded_with(&copy, &DecodeOptions::default().lenient(true));
        if let Ok((decoded, _)) = lenient {
            prop_assert!(decoded.n_frames >= n_whole || !decoded.damage.is_empty());
        }
    }

    #[test]
    fn no_octet_anywhere_hides_the_loss_of_others(which in 0..3_usize, harms in prop::collection::vec(harm(), 1..4)) {
        let (whole, _, n_whole) = counted().swap_remove(which);
        let mut copy = whole;
        for harm in &harms {
            apply(harm, &mut copy, 0);
        }
        // The count itself may be gone: then at least a word is said.
        if let Ok((decoded, _)) = decoded(&copy) {
            prop_assert!(
                decoded.n_frames >= n_whole || !decoded.notes.is_empty(),
                "{} of {n_whole}, and not a word", decoded.n_frames
            );
        }
    }

    #[test]
    fn whole_files_in_any_company_are_not_refused(
        parts in prop::collection::vec(0..12_usize, 0..6),
        which in 0..3_usize,
    ) {
        let (file, _, n_whole) = counted().swap_remove(which);
        let mut all = file.clone();
        let mut n_files = 1;
        for part in parts {
            all.extend(match part {
                0 => id3v1(),
                1 => id3v1_enhanced(),
                2 => id3v2(500, true),
                3 => ape(1, false),
                4 => ape(2, true),
                5 => lyrics3(),
                6 => lyrics3_v2(),
                7 => vec![0; 700],
                _ => {
                    n_files += 1;
                    file.clone()
                }
            });
        }
        let (decoded, _) = decoded(&all).unwrap();
        prop_assert_eq!(decoded.n_frames, n_files * n_whole);
    }
}
