//! What was decoded of a file: how much, and what was said.

use telewav::Error;
use telewav::decode::{DamageKind, DecodeOptions, Decoded};

use crate::common::decoded_with;

/// Decodes what has to be whole.
#[track_caller]
pub fn whole(file: &[u8]) -> (Decoded, Vec<f32>) {
    match decoded_with(file, &DecodeOptions::default()) {
        Ok((decoded, mut sound)) => (decoded, sound.planes.remove(0)),
        Err(e) => panic!("{e}"),
    }
}

/// Frames of what has to be whole, and the notes.
#[track_caller]
pub fn frames(file: &[u8]) -> (u64, String) {
    let (decoded, _) = whole(file);
    let notes: Vec<String> = decoded.notes.iter().map(ToString::to_string).collect();
    (decoded.n_frames, notes.join("; "))
}

/// The damage of a file that is refused, and what is left of it with `lenient`.
#[track_caller]
pub fn damaged(file: &[u8], kind: DamageKind, words: &str) -> (f64, u64) {
    let Err(Error::Damaged(log)) = decoded_with(file, &DecodeOptions::default()) else {
        panic!("no damage");
    };
    let lenient = DecodeOptions::default().lenient(true);
    let (decoded, _) = decoded_with(file, &lenient).unwrap();
    assert_eq!(decoded.damage, log);
    let damage = log
        .kept
        .iter()
        .find(|d| d.kind == kind && d.detail.to_string().contains(words));
    let Some(damage) = damage else {
        panic!("{log}");
    };
    (damage.at_s.unwrap_or(-1.0), decoded.n_frames)
}

/// Why a file is refused that cannot be read at all.
#[track_caller]
pub fn refused(file: &[u8]) -> String {
    match decoded_with(file, &DecodeOptions::default()) {
        Err(Error::Damaged(log)) => panic!("damaged: {log}"),
        Err(e) => e.to_string(),
        Ok((decoded, _)) => panic!("{} frames", decoded.n_frames),
    }
}
