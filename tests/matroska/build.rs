//! Matroska files, and what came of them.

use telewav::Error;
use telewav::decode::{DamageKind, DecodeOptions, Decoded};
use telewav::error::remark::Remark;

pub use crate::common::matroska::*;
use crate::common::{decoded, decoded_with, fixture_octets};

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

/// 25 blocks of Vorbis, the first of which is a short one.
pub fn vorbis() -> Vec<u8> {
    fixture_octets("good/vorbis-48000Hz-stereo-0.5s.webm")
}

/// Where its blocks stand, and their times.
pub fn vorbis_blocks(file: &[u8]) -> Vec<(usize, usize)> {
    // Identifier, a size of one octet or two, track, time, flags.
    let blocks = (4340..file.len() - 7).filter_map(|at| {
        let head = at + 1 + usize::from(file[at + 1] < 0x80) + 1;
        let is_block = file[at] == 0xA3 && file[head] == 0x81 && file[head + 3] == 0x80;
        is_block.then_some((at, head + 1))
    });
    let blocks: Vec<_> = blocks.collect();
    assert_eq!(blocks.len(), 25);
    blocks
}
