//! WAVs that people's programs write, and damage to them.

use std::fs;
use std::path::Path;

use super::{Fmt, Noise, Wav};

/// A name, and the octets of each WAV among the fixtures, and of prompts with metadata as people's programs write it.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let (mut files, mut folders) = (Vec::new(), vec![fixtures]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let octets = fs::read(&path).unwrap();
            if octets.get(8..12) == Some(b"WAVE") {
                files.push((path.display().to_string(), octets));
            }
        }
    }
    // A folder may be in any order.
    files.sort();
    assert!(files.len() > 60, "{}", files.len());
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
pub fn damage(octets: &mut Vec<u8>, noise: &mut Noise) {
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
