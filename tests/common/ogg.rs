//! Ogg files taken apart into pages, and put together again. Source: RFC 3533 (2003), section 6.

use super::fixture_octets;

/// The pages of an Ogg file.
pub fn pages(octets: &[u8]) -> Vec<Vec<u8>> {
    let (mut pages, mut rest) = (Vec::new(), octets);
    while !rest.is_empty() {
        let n = usize::from(rest[26]);
        let body: usize = rest[27..27 + n].iter().map(|len| usize::from(*len)).sum();
        let (page, behind) = rest.split_at(27 + n + body);
        pages.push(page.to_vec());
        rest = behind;
    }
    pages
}

/// The file of these pages, with their checksums made anew (polynomial 0x04C11DB7).
pub fn file(pages: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for page in pages {
        let mut page = page.clone();
        page[22..26].fill(0);
        let mut crc = 0_u32;
        for octet in &page {
            crc ^= u32::from(*octet) << 24;
            for _ in 0..8 {
                crc = crc << 1 ^ if crc >> 31 == 1 { 0x04C1_1DB7 } else { 0 };
            }
        }
        page[22..26].copy_from_slice(&crc.to_le_bytes());
        out.extend(page);
    }
    out
}

pub fn granule(page: &[u8]) -> u64 {
    u64::from_le_bytes(page[6..14].try_into().unwrap())
}

pub fn set_granule(page: &mut [u8], granule: u64) {
    page[6..14].copy_from_slice(&granule.to_le_bytes());
}

pub fn sequence(page: &[u8]) -> u32 {
    u32::from_le_bytes(page[18..22].try_into().unwrap())
}

pub fn set_sequence(page: &mut [u8], sequence: u32) {
    page[18..22].copy_from_slice(&sequence.to_le_bytes());
}

/// Gives all pages the number of another stream.
pub fn set_serial(pages: &mut [Vec<u8>], serial: u32) {
    for page in pages {
        page[14..18].copy_from_slice(&serial.to_le_bytes());
    }
}

/// Frames in each of the pages: what a position is higher than the one before.
pub fn page_frames(pages: &[Vec<u8>], i: usize) -> u64 {
    granule(&pages[i]) - granule(&pages[i - 1])
}

pub const FIRST: u8 = 0x02;
pub const LAST: u8 = 0x04;

pub fn clear(page: &mut [u8], flag: u8) {
    page[5] &= !flag;
}

/// A page with these packets.
pub fn page(flags: u8, granule: u64, serial: u32, sequence: u32, packets: &[&[u8]]) -> Vec<u8> {
    let mut lengths = Vec::new();
    for packet in packets {
        lengths.extend(vec![255; packet.len() / 255]);
        lengths.push((packet.len() % 255) as u8);
    }
    let mut octets = [b"OggS\0", &[flags][..], &granule.to_le_bytes()].concat();
    octets.extend(serial.to_le_bytes());
    octets.extend(sequence.to_le_bytes());
    octets.extend([0; 4]);
    octets.push(lengths.len() as u8);
    octets.extend(lengths);
    octets.extend(packets.concat());
    octets
}

/// One second of Vorbis at 44,100 Hz: two pages of headers, five of sound.
pub fn vorbis() -> Vec<Vec<u8>> {
    pages(&fixture_octets("prompts/hold/chime.oga"))
}

/// Half a second of Opus: two pages of headers, five of sound.
pub fn opus() -> Vec<Vec<u8>> {
    pages(&fixture_octets("good/opus-celt-48000Hz-stereo-0.5s.opus"))
}

/// Half a second of FLAC at 44,100 Hz: two pages of headers, and a page for each of its six packets.
pub fn flac() -> Vec<Vec<u8>> {
    let mut pages = pages(&fixture_octets("good/flac-44100Hz-mono-0.5s.oga"));
    let sound = pages.pop().unwrap();
    let n = usize::from(sound[26]);
    let mut packet = Vec::new();
    let mut at = 27 + n;
    for (i, len) in sound[27..27 + n].iter().enumerate() {
        let end = at + usize::from(*len);
        packet.extend_from_slice(&sound[at..end]);
        at = end;
        // The last one is empty, and only says where the end is.
        if *len < 255 && !packet.is_empty() {
            let sequence = pages.len() as u32;
            let position = (4608 * (u64::from(sequence) - 1)).min(22_050);
            let flags = if i + 2 == n { LAST } else { 0 };
            pages.push(page(flags, position, 0, sequence, &[&packet]));
            packet.clear();
        }
    }
    assert_eq!(pages.len(), 2 + 5);
    pages
}
