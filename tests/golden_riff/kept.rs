//! `fix` takes no sound away: what any reader takes for samples of a damaged file is still in the file that it writes.
//! SoX and ffmpeg are asked in `tests/peers/fixed.rs`, of the same files.

use std::io::Cursor;
use std::ops::Range;

use telewav::decode::DecodeOptions;
use telewav::fix::{Rewrapped, rewrap};

use crate::common::wavs::{self, damage};
use crate::common::*;

/// Damaged copies of each file.
const COPIES: u64 = 150;

/// Where a reader finds samples that believes the length of each chunk, as telewav before this test did, and libsndfile.
fn believed(octets: &[u8]) -> Vec<Range<usize>> {
    let (mut at, mut found) = (12, Vec::new());
    let big_endian = octets.starts_with(b"RIFX");
    while let Some(header) = octets.get(at..at + 8) {
        let size = [header[4], header[5], header[6], header[7]];
        let size = match big_endian {
            true => u32::from_be_bytes(size),
            false => u32::from_le_bytes(size),
        };
        let body = at + 8;
        let end = body.saturating_add(size as usize).min(octets.len());
        if &header[..4] == b"data" {
            found.push(body..end);
        }
        at = end + size as usize % 2;
    }
    found
}

fn contains<T: PartialEq>(all: &[T], part: &[T]) -> bool {
    part.is_empty() || all.windows(part.len()).any(|window| window == part)
}

/// The samples that hound reads, up to the first that it cannot.
fn by_hound(octets: &[u8]) -> Vec<i32> {
    match hound::WavReader::new(Cursor::new(octets)) {
        Ok(mut reader) if reader.spec().sample_format == hound::SampleFormat::Int => {
            reader.samples::<i32>().map_while(Result::ok).collect()
        }
        _ => Vec::new(),
    }
}

/// Says what is lost between the two files.
fn loss(old: &[u8], new: &[u8]) -> Option<String> {
    for range in believed(old) {
        // Less than a sample at the end is none.
        let whole = range.len() - range.len().min(3);
        if !contains(new, &old[range.clone()])
            && !contains(new, &old[range.start..range.start + whole])
        {
            return Some(format!("octets {range:?}"));
        }
    }
    if !contains(&by_hound(new), &by_hound(old)) {
        return Some("what hound reads".into());
    }
    // What is left of a damaged file, too, is sound.
    let options = DecodeOptions::default().lenient(true);
    let sound = |octets: &[u8]| {
        let decoded = decoded_with(octets, &options);
        decoded.map_or(Vec::new(), |(_, sound)| sound.planes)
    };
    let is_kept = sound(old)
        .iter()
        .zip(sound(new))
        .all(|(old, new)| contains(&new, old));
    (!is_kept).then(|| "what telewav reads".into())
}

#[test]
fn nothing_that_a_reader_takes_for_sound_is_lost() {
    let profiles = ["huawei-privatenumber", "asterisk", "freeswitch"].map(profile);
    let mut noise = Noise::new(21);
    let (mut n_fixed, mut lost) = (0, Vec::new());
    for (name, octets) in wavs::files() {
        for n in 0..COPIES {
            let mut copy = octets.clone();
            for _ in 0..n % 3 {
                damage(&mut copy, &mut noise);
            }
            for profile in &profiles {
                let Ok(Rewrapped::New(new)) = rewrap(&mut Cursor::new(&copy), profile) else {
                    continue;
                };
                n_fixed += 1;
                if let Some(what) = loss(&copy, &new) {
                    lost.push(format!("{name}, copy {n}, {}: {what}", profile.name));
                }
            }
        }
    }
    assert!(
        lost.is_empty(),
        "{} of {n_fixed}:\n{}",
        lost.len(),
        lost.join("\n")
    );
    // A test that cures nothing tests nothing.
    assert!(n_fixed > 500, "{n_fixed}");
}
