//! Frames and tags, and what came of a file of them.

use telewav::Error;
use telewav::decode::{Damage, DamageKind, Decoded};
use telewav::error::remark::Remark;

pub use crate::common::frames::*;
pub use crate::common::{decoded, decoded_with, fixture_octets, proptest_config};

/// Of a file that has to be whole: what was decoded.
pub fn whole(file: &[u8]) -> Decoded {
    decoded(file).unwrap().0
}

/// Frames of sound in a file that has to be whole.
pub fn n_frames(file: &[u8]) -> u64 {
    whole(file).n_frames
}

/// The damage that a file is refused for.
pub fn damage(file: &[u8]) -> Vec<Damage> {
    match decoded(file) {
        Err(Error::Damaged(log)) => log.kept,
        other => panic!(
            "expected damage, found {:?}",
            other.map(|(decoded, _)| decoded)
        ),
    }
}

/// The only damage that a file is refused for: of this kind, at about this time, and what it says.
pub fn only_damage(file: &[u8], kind: DamageKind, at_s: f64) -> Remark {
    let mut damage = damage(file);
    assert_eq!(damage.len(), 1, "{damage:?}");
    assert_eq!(damage[0].kind, kind, "{damage:?}");
    assert!((damage[0].at_s.unwrap() - at_s).abs() < 1e-6, "{damage:?}");
    damage.remove(0).detail
}

/// A file has this note.
#[track_caller]
pub fn has_note(decoded: &Decoded, note: impl Into<Remark>) {
    let note = note.into();
    assert!(decoded.notes.contains(&note), "{note}: {:?}", decoded.notes);
}
