//! `fix` takes no sound away: what any reader takes for samples of a damaged file is still in the file that it writes.
//! SoX and ffmpeg are asked in `tests/peers/fixed.rs`.

use std::fs;
use std::io::Cursor;
use std::ops::Range;
use std::path::Path;

use telewav::fix::{Rewrapped, rewrap};

use crate::common::*;

/// Damaged copies of each file.
const COPIES: u64 = 150;

/// A name, and the octets of each WAV among the fixtures, and of prompts with metadata as people's programs write it.
fn files() -> Vec<(String, Vec<u8>)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let mut files = Vec::new();
    for folder in ["good", "odd", "bad"] {
        for entry in fs::read_dir(fixtures.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let octets = fs::read(&path).unwrap();
            if octets.get(8..12) == Some(b"WAVE") && octets.len() < 20_000 {
                files.push((path.display().to_string(), octets));
            }
        }
    }
    assert!(files.len() > 25, "{}", files.len());
    let mut noise = Noise::new(3);
    let sound: Vec<u8> = (0..2000).map(|_| noise.next_u32() as u8).collect();
    let list = b"INFOISFT\x0E\0\0\0Lavf59.27.100\0";
    let with_list = Wav::new().fmt(&Fmt::alaw()).fact(2000).data(&sound);
    files.push(("list".into(), with_list.chunk(b"LIST", list).build()));
    let before = Wav::new().chunk(b"bext", &[0; 602]).fmt(&Fmt::alaw());
    files.push((
        "bext".into(),
        before.chunk(b"LIST", list).data(&sound).build(),
    ));
    let two = Wav::new().fmt(&Fmt::alaw()).data(&sound[..900]);
    files.push((
        "two".into(),
        two.chunk(b"JUNK", &[0; 28]).data(&sound[900..]).build(),
    ));
    files
}

/// One bit, one field at its extremes, a chunk's name, a cut, or a piece taken out or doubled.
fn damage(octets: &mut Vec<u8>, noise: &mut Noise) {
    if octets.is_empty() {
        return;
    }
    let header = octets.len().min(120);
    let place = |noise: &mut Noise, n: usize| noise.next_u32() as usize % n.max(1);
    let at = place(noise, header);
    match noise.next_u32() % 7 {
        0 => octets[at] ^= 1 << (noise.next_u32() % 8),
        1 => octets[at] = noise.next_u32() as u8,
        2 | 3 => {
            let extremes = [0, 1, 0xFF, 1000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, u32::MAX];
            let value = extremes[place(noise, extremes.len())].to_le_bytes();
            let at = at & !1;
            for (place, octet) in octets.iter_mut().skip(at).zip(value) {
                *place = octet;
            }
        }
        4 => {
            let end = place(noise, octets.len());
            octets.truncate(end);
        }
        5 => {
            let from = place(noise, octets.len());
            let to = (from + 1 + place(noise, 400)).min(octets.len());
            octets.drain(from..to);
        }
        _ => {
            let from = place(noise, octets.len());
            let to = (from + 1 + place(noise, 400)).min(octets.len());
            let twice = octets[from..to].to_vec();
            octets.splice(from..from, twice);
        }
    }
}

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
    let sound = |octets: &[u8]| decoded(octets).map_or(Vec::new(), |(_, sound)| sound.planes);
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
    for (name, octets) in files() {
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
