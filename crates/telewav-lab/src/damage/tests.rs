//! A short run, which is always the same, and what the long one rests on.

#![allow(clippy::unwrap_used)]

use super::change::Kind;
use super::map::{Coding, Length, is_sound};
use super::*;

/// Copies of each container; ffmpeg is not asked.
const COPIES: usize = 40;
const SEED: u64 = 15;

fn profile() -> Profile {
    Profile::embedded("huawei-privatenumber").unwrap()
}

fn good_files() -> Vec<Good> {
    good::all(Path::new(GOOD), &profile()).unwrap()
}

#[test]
fn no_damage_passes_in_silence() {
    let (profile, good) = (profile(), good_files());
    let judge = Judge {
        profile: &profile,
        asks_ffmpeg: false,
    };
    let mut wrong = Vec::new();
    for (container, _) in CONTAINERS {
        let copies: Vec<Copy> = (0..COPIES)
            .into_par_iter()
            .map(|number| {
                judged(container, number, SEED, &good, &judge, None)
                    .unwrap()
                    .unwrap()
            })
            .collect();
        // Each container has copies of both kinds: told, and whole since no sound was touched.
        assert!(
            copies.iter().any(|copy| copy.verdict == Verdict::Told),
            "{container}"
        );
        assert!(
            copies.iter().any(|copy| copy.verdict == Verdict::Whole),
            "{container}"
        );
        let bad = copies.iter().filter(|copy| is_wrong(&copy.verdict));
        wrong.extend(bad.map(|copy| format!("{}: {:?}", table::line(copy), copy.verdict)));
    }
    assert!(wrong.is_empty(), "seed {SEED}:\n{}", wrong.join("\n"));
}

#[test]
fn a_loss_that_is_not_told_is_a_wrong_pass() {
    let (profile, good) = (profile(), good_files());
    let judge = Judge {
        profile: &profile,
        asks_ffmpeg: false,
    };
    for good in &good {
        // The copy is the good file, and the truth is said to be twice as long.
        let change = change::Change {
            kind: Kind::Joined,
            octets: good.octets.clone(),
            detail: String::new(),
            touched: Vec::new(),
            is_in_place: false,
            piece: None,
            is_mended: false,
            joined: Some(good),
        };
        let verdict = judge.of(&change, good);
        assert!(
            matches!(verdict, Verdict::WrongPass(_)),
            "{}: {verdict:?}",
            good.name
        );
        let same = change::Change {
            joined: None,
            ..change
        };
        assert_eq!(judge.of(&same, good), Verdict::Whole, "{}", good.name);
    }
}

#[test]
fn the_maps_are_of_the_whole_files() {
    for good in good_files() {
        let Good {
            name, octets, map, ..
        } = &good;
        let mut covered = map.pieces.iter().map(|piece| piece.range.clone());
        let is_covered = |at: usize| map.pieces.iter().any(|piece| piece.range.contains(&at));
        // Containers begin with a few octets that belong to no piece.
        assert!((8..octets.len()).all(is_covered), "{name}");
        assert!(covered.all(|range| range.end <= octets.len()), "{name}");
        let n_sound = (0..octets.len())
            .filter(|at| is_sound(map.role_of(*at)))
            .count();
        assert!(
            3 * n_sound > octets.len(),
            "{name}: {n_sound} of {}",
            octets.len()
        );
        assert!(
            good.sound.len().abs_diff(8000) < 1300,
            "{name}: {}",
            good.sound.len()
        );
    }
}

#[test]
fn lengths_are_read_and_written() {
    for (coding, value) in [
        (Coding::Little, 0x0102),
        (Coding::Big, 0x0102),
        (Coding::Vint, 0x0102),
    ] {
        let length = Length {
            at: 1,
            width: 2,
            coding,
        };
        let mut octets = [9; 4];
        length.set(&mut octets, value);
        assert_eq!(length.get(&octets), value);
        assert_eq!((octets[0], octets[3]), (9, 9));
    }
    let length = Length {
        at: 0,
        width: 2,
        coding: Coding::Vint,
    };
    let mut octets = [0; 2];
    length.set(&mut octets, 5);
    assert_eq!(octets, [0x40, 5]);
    assert_eq!(length.most(), 0x3FFF);
}
