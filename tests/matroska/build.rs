//! Matroska files, and what came of them.

use telewav::Error;
use telewav::decode::{DamageKind, DecodeOptions, Decoded};
use telewav::error::remark::Remark;

pub use crate::common::matroska::*;
use crate::common::{decoded, decoded_with};

/// The notes of a file that has to be whole, and to have the sound of these blocks.
pub fn notes(octets: &[u8], blocks: impl IntoIterator<Item = usize>) -> Vec<Remark> {
    let (decoded, found) = decoded(octets).unwrap();
    assert!(found.planes[0] == sound(blocks), "{decoded:?}");
    decoded.notes
}

/// The same of a file that nothing is to be said of.
pub fn whole(octets: &[u8], blocks: impl IntoIterator<Item = usize>) {
    assert_eq!(notes(octets, blocks), []);
}

/// The only note of a file that has to be whole.
pub fn note(octets: &[u8], blocks: impl IntoIterator<Item = usize>) -> Remark {
    let mut notes = notes(octets, blocks);
    assert_eq!(notes.len(), 1, "{notes:?}");
    notes.remove(0)
}

pub fn lenient(octets: &[u8]) -> (Decoded, Vec<f32>) {
    let options = DecodeOptions::default().lenient(true);
    let (decoded, mut sound) = decoded_with(octets, &options).unwrap();
    (decoded, sound.planes.remove(0))
}

/// The only damage that a file is refused for: kind, milliseconds and detail. What is left are these blocks.
pub fn damage(octets: &[u8], blocks: impl IntoIterator<Item = usize>) -> (DamageKind, i64, Remark) {
    let refused = decoded(octets).map(|(decoded, _)| decoded);
    assert!(matches!(refused, Err(Error::Damaged(_))), "{refused:?}");
    let (decoded, found) = lenient(octets);
    assert!(found == sound(blocks), "{decoded:?}");
    assert_eq!(decoded.damage.total, 1, "{:?}", decoded.damage);
    let damage = &decoded.damage.kept[0];
    let at_ms = (damage.at_s.unwrap() * 1e3).round() as i64;
    (damage.kind, at_ms, damage.detail.clone())
}
