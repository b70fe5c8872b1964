//! Files that no program at hand writes: built here, octet by octet, most of them around another file of the
//! matrix.

use std::fs;
use std::path::Path;

use crate::{Outcome, source};

fn read(dir: &Path, name: &str) -> Outcome<Vec<u8>> {
    fs::read(dir.join(name)).map_err(|e| format!("{name}: {e}"))
}

/// Octets that are no MPEG frame: never 0xFF, and different on each place.
fn junk(n: usize) -> Vec<u8> {
    (0..n).map(|i| (i * 7 % 191) as u8).collect()
}

// ---------------------------------------------------------------- WAV and AIFF-C

/// A WAV whose RIFF and data sizes are unknown.
pub fn streamed_wav(dir: &Path) -> Outcome<Vec<u8>> {
    let mut octets = read(dir, "wav-pcm16.wav")?;
    let data = octets.windows(4).position(|id| id == b"data");
    let data = data.ok_or("no data chunk")?;
    octets[4..8].fill(0xFF);
    octets[data + 4..data + 8].fill(0xFF);
    Ok(octets)
}

/// AIFF-C with 24-bit integers under QuickTime's name for them.
pub fn aifc_in24(_: &Path) -> Outcome<Vec<u8>> {
    Ok(aifc(b"in24", 24))
}

/// AIFF-C with 32-bit integers under QuickTime's name for them.
pub fn aifc_in32(_: &Path) -> Outcome<Vec<u8>> {
    Ok(aifc(b"in32", 32))
}

/// Source: Apple, AIFF-C draft of 1991-08-26: FORM AIFC of FVER, COMM (with a compression type and its name as
/// a Pascal string) and SSND.
fn aifc(compression: &[u8; 4], bits: u16) -> Vec<u8> {
    let sound = source::signal(48_000, 2);
    let steps = f64::from(bits - 1).exp2();
    let mut ssnd = vec![0; 8];
    for i in 0..sound.n_frames() {
        for plane in &sound.planes {
            let value = (f64::from(plane[i]) * steps) as i32;
            ssnd.extend(&(value << (32 - bits)).to_be_bytes()[..usize::from(bits / 8)]);
        }
    }
    let mut comm = Vec::new();
    comm.extend((sound.planes.len() as u16).to_be_bytes());
    comm.extend((sound.n_frames() as u32).to_be_bytes());
    comm.extend(bits.to_be_bytes());
    // 48,000 as an 80-bit float: 2^15 times 1.46484375.
    comm.extend([0x40, 0x0E, 0xBB, 0x80, 0, 0, 0, 0, 0, 0]);
    comm.extend(compression);
    comm.extend([0, 0]);
    let body = [
        b"AIFC".to_vec(),
        chunk(b"FVER", &0xA280_5140_u32.to_be_bytes()),
        chunk(b"COMM", &comm),
        chunk(b"SSND", &ssnd),
    ];
    chunk(b"FORM", &body.concat())
}

/// A chunk of the IFF kind: big-endian length, padded to even.
fn chunk(id: &[u8; 4], octets: &[u8]) -> Vec<u8> {
    let mut chunk = id.to_vec();
    chunk.extend((octets.len() as u32).to_be_bytes());
    chunk.extend(octets);
    chunk.resize(chunk.len().next_multiple_of(2), 0);
    chunk
}

// ---------------------------------------------------------------- MP3 with things around it

/// An MP3 under another name.
pub fn mp3_as_it_is(dir: &Path) -> Outcome<Vec<u8>> {
    read(dir, "mp3-cbr.mp3")
}

/// An APEv2 tag behind the sound: header, one item, footer.
pub fn mp3_with_ape_tag(dir: &Path) -> Outcome<Vec<u8>> {
    let item = [&6_u32.to_le_bytes()[..], &[0; 4], b"Title\0Prompt"].concat();
    let end = |flags: u32| {
        let size = item.len() as u32 + 32;
        let fields = [2000, size, 1, flags].map(u32::to_le_bytes).concat();
        [&b"APETAGEX"[..], &fields, &[0; 8]].concat()
    };
    let tag = [end(0xA000_0000), item.clone(), end(0x8000_0000)];
    Ok([read(dir, "mp3-cbr.mp3")?, tag.concat()].concat())
}

/// Octets that are no MPEG frame ahead of the first one.
pub fn mp3_with_junk_in_front(dir: &Path) -> Outcome<Vec<u8>> {
    Ok([junk(777), read(dir, "mp3-cbr.mp3")?].concat())
}

/// The same behind the last one.
pub fn mp3_with_junk_behind(dir: &Path) -> Outcome<Vec<u8>> {
    Ok([read(dir, "mp3-cbr.mp3")?, junk(777)].concat())
}

/// A second ID3v2 tag ahead of the one that is there.
pub fn mp3_with_two_id3_tags(dir: &Path) -> Outcome<Vec<u8>> {
    let tag = [&b"ID3\x03\0\0\0\0\x02\x00"[..], &[0; 256]].concat();
    Ok([tag, read(dir, "mp3-cbr.mp3")?].concat())
}

// ---------------------------------------------------------------- M4A as iTunes writes it

/// An M4A whose delay and padding stand in iTunes' comment and not in an edit list.
///
/// The comment has twelve hexadecimal numbers: a zero, the delay, the padding, the length, eight zeros.
pub fn aac_with_itunsmpb(dir: &Path) -> Outcome<Vec<u8>> {
    let mut octets = read(dir, "aac.m4a")?;
    rename_box(&mut octets, b"edts", b"free")?;
    rename_box(&mut octets, b"udta", b"free")?;
    let n_frames = source::n_frames(44_100);
    let delay = 1024;
    let padding = (n_frames + delay).next_multiple_of(1024) - n_frames - delay;
    let zeros = " 00000000".repeat(8);
    let comment = format!(" 00000000 {delay:08X} {padding:08X} {n_frames:016X}{zeros}");
    let data = mp4_box(
        b"data",
        &[&[0, 0, 0, 1, 0, 0, 0, 0], comment.as_bytes()].concat(),
    );
    let mean = mp4_box(b"mean", b"\0\0\0\0com.apple.iTunes");
    let name = mp4_box(b"name", b"\0\0\0\0iTunSMPB");
    let list = mp4_box(b"ilst", &mp4_box(b"----", &[mean, name, data].concat()));
    let handler = mp4_box(b"hdlr", b"\0\0\0\0\0\0\0\0mdirappl\0\0\0\0\0\0\0\0\0");
    let meta = mp4_box(b"meta", &[&[0; 4], &handler[..], &list[..]].concat());
    append_to_moov(octets, &mp4_box(b"udta", &meta))
}

fn mp4_box(kind: &[u8; 4], octets: &[u8]) -> Vec<u8> {
    let len = octets.len() as u32 + 8;
    [&len.to_be_bytes()[..], kind, octets].concat()
}

fn rename_box(octets: &mut [u8], from: &[u8; 4], to: &[u8; 4]) -> Outcome<()> {
    let moov = position(octets, b"moov")?;
    let at = moov + position(&octets[moov..], from)?;
    octets[at..at + 4].copy_from_slice(to);
    Ok(())
}

/// Puts a box at the end of `moov`, which has to be the last one of the file, so that nothing moves.
fn append_to_moov(mut octets: Vec<u8>, more: &[u8]) -> Outcome<Vec<u8>> {
    let at = position(&octets, b"moov")? - 4;
    let len = octets.len() - at;
    let field = octets[at..].first_chunk::<4>().ok_or("no moov")?;
    if u32::from_be_bytes(*field) as usize != len {
        return Err("moov is not the last box".into());
    }
    octets[at..at + 4].copy_from_slice(&((len + more.len()) as u32).to_be_bytes());
    octets.extend(more);
    Ok(octets)
}

fn position(octets: &[u8], id: &[u8; 4]) -> Outcome<usize> {
    let found = octets.windows(4).rposition(|window| window == id);
    found.ok_or_else(|| format!("no box {}", String::from_utf8_lossy(id)))
}

// ---------------------------------------------------------------- AAC in CAF, as Apple's programs write it

/// The frames of an ADTS file in CAF, with a packet table that tells the delay and the padding.
///
/// Source: Apple Core Audio Format Specification 1.0: chunks `desc`, `kuki`, `pakt` and `data`.
pub fn aac_in_caf(dir: &Path) -> Outcome<Vec<u8>> {
    const PRIMING: u32 = 1024;
    let adts = read(dir, "aac.aac")?;
    let packets = adts_payloads(&adts);
    let n_frames = source::n_frames(44_100) as u64;
    let remainder = packets.len() as u64 * 1024 - n_frames - u64::from(PRIMING);
    let desc = [
        &44_100_f64.to_be_bytes()[..],
        b"aac ",
        // MPEG-4 AAC-LC; variable octets, 1024 frames a packet, 2 channels, no bits per sample.
        &[2_u32, 0, 1024, 2, 0].map(u32::to_be_bytes).concat(),
    ];
    let mut table = Vec::new();
    table.extend((packets.len() as u64).to_be_bytes());
    table.extend(n_frames.to_be_bytes());
    table.extend(PRIMING.to_be_bytes());
    table.extend((remainder as u32).to_be_bytes());
    for packet in &packets {
        // Lengths in groups of seven bits, all but the last with the eighth set.
        table.extend([
            0x80 | (packet.len() >> 7) as u8,
            (packet.len() & 0x7F) as u8,
        ]);
    }
    let data = [&[0; 4], &packets.concat()[..]].concat();
    Ok([
        &b"caff\x00\x01\x00\x00"[..],
        &caf_chunk(b"desc", &desc.concat()),
        &caf_chunk(b"kuki", AAC_LC_44100_STEREO),
        &caf_chunk(b"pakt", &table),
        &caf_chunk(b"data", &data),
    ]
    .concat())
}

/// An MPEG-4 ES descriptor (ISO/IEC 14496-1, 7.2.6.5) around a decoder's configuration of two octets. Lengths
/// take four octets each, as Apple's programs write them; ffmpeg reads no others here.
const AAC_LC_44100_STEREO: &[u8] = &[
    0x03, 0x80, 0x80, 0x80, 0x22, 0, 0, 0, //
    0x04, 0x80, 0x80, 0x80, 0x14, 0x40, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, //
    0x05, 0x80, 0x80, 0x80, 0x02, 0x12, 0x10, //
    0x06, 0x80, 0x80, 0x80, 0x01, 0x02,
];

fn caf_chunk(id: &[u8; 4], octets: &[u8]) -> Vec<u8> {
    [id, &(octets.len() as u64).to_be_bytes()[..], octets].concat()
}

/// What follows each header of seven octets (ISO/IEC 14496-3, 1.A.2.2), as ffmpeg writes them.
fn adts_payloads(mut adts: &[u8]) -> Vec<&[u8]> {
    let mut payloads = Vec::new();
    while let [0xFF, 0xF1, _, high, middle, low, _, ..] = *adts {
        let len = usize::from(high & 3) << 11 | usize::from(middle) << 3 | usize::from(low >> 5);
        let Some((frame, rest)) = adts.split_at_checked(len.max(7)) else {
            break;
        };
        payloads.push(&frame[7..]);
        adts = rest;
    }
    payloads
}

// ---------------------------------------------------------------- AMR wide-band

/// AMR-WB of 12.65 kbit/s: whole frames whose 253 bits are junk, which decodes to noise. No encoder is at
/// hand. Source: RFC 4867, section 5: the magic, then a header octet and the bits of each frame.
pub fn amr_wide_band(_: &Path) -> Outcome<Vec<u8>> {
    const FRAME_TYPE_2: u8 = 2 << 3 | 4;
    let mut octets = b"#!AMR-WB\n".to_vec();
    for frame in junk(50 * 32).chunks(32) {
        octets.push(FRAME_TYPE_2);
        octets.extend(frame);
    }
    Ok(octets)
}

// ---------------------------------------------------------------- headers of what is refused

/// A DSD stream file: its first chunk, and silence. Source: Sony, DSF File Format Specification 1.01.
pub fn dsf(_: &Path) -> Outcome<Vec<u8>> {
    let sizes = [28_u64, 28 + 52 + 12 + 8192, 0]
        .map(u64::to_le_bytes)
        .concat();
    let mut format = 52_u64.to_le_bytes().to_vec();
    for field in [1_u32, 0, 2, 2, 2_822_400, 1, 32_768, 0, 4096, 0] {
        format.extend(field.to_le_bytes());
    }
    let data = [&b"data"[..], &(12_u64 + 8192).to_le_bytes(), &[0x69; 8192]].concat();
    Ok([&b"DSD "[..], &sizes, b"fmt ", &format, &data].concat())
}

/// A DSDIFF file: its first chunk, and silence. Source: Philips, DSDIFF 1.5.
pub fn dsdiff(_: &Path) -> Outcome<Vec<u8>> {
    let version = [&b"FVER"[..], &4_u64.to_be_bytes(), &[1, 5, 0, 0]].concat();
    let data = [&b"DSD "[..], &8192_u64.to_be_bytes(), &[0x69; 8192]].concat();
    let body = [&b"DSD "[..], &version, &data].concat();
    Ok([&b"FRM8"[..], &(body.len() as u64).to_be_bytes(), &body].concat())
}

/// The magic of a Musepack stream, version 8, and junk.
pub fn musepack(_: &Path) -> Outcome<Vec<u8>> {
    Ok([&b"MPCKSH\x0F\0\0\0\0\x08"[..], &junk(4000)].concat())
}

/// The magic of a Monkey's Audio file, version 3.99, and junk.
pub fn monkeys_audio(_: &Path) -> Outcome<Vec<u8>> {
    Ok([&b"MAC \x96\x0F\0\0\x34\0\0\0"[..], &junk(4000)].concat())
}

/// The octets of `vox.vox` in a WAV; no program at hand writes one.
pub fn oki_adpcm(dir: &Path) -> Outcome<Vec<u8>> {
    let codes = read(dir, "vox.vox")?;
    let len = codes.len() as u32;
    let mut wav = b"RIFF".to_vec();
    wav.extend((36 + len).to_le_bytes());
    wav.extend(b"WAVEfmt \x10\0\0\0\x10\0\x01\0\x40\x1F\0\0\xA0\x0F\0\0\x01\0\x04\0data");
    wav.extend(len.to_le_bytes());
    wav.extend(codes);
    Ok(wav)
}
