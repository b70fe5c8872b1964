//! CAF.

use crate::Case;

fn chunk(id: &[u8; 4], size: i64, octets: &[u8]) -> Vec<u8> {
    [&id[..], &size.to_be_bytes(), octets].concat()
}

/// The start of a file of `format`, 8000 Hz, mono, with so many octets and frames in a packet, and bits.
fn start(format: &[u8; 4], octets: u32, frames: u32, bits: u32) -> Vec<u8> {
    let mut desc = 8000_f64.to_be_bytes().to_vec();
    desc.extend(format);
    for field in [0, octets, frames, 1, bits] {
        desc.extend(u32::to_be_bytes(field));
    }
    [b"caff\0\x01\0\0".to_vec(), chunk(b"desc", 32, &desc)].concat()
}

fn data(size: i64, octets: &[u8]) -> Vec<u8> {
    chunk(b"data", size, &[&[0; 4], octets].concat())
}

fn pakt(packets: i64, valid: i64, priming: i32, lengths: &[u8]) -> Vec<u8> {
    let mut body = packets.to_be_bytes().to_vec();
    body.extend(valid.to_be_bytes());
    body.extend(priming.to_be_bytes());
    body.extend(0_i32.to_be_bytes());
    body.extend(lengths);
    chunk(b"pakt", body.len() as i64, &body)
}

/// ALAC of three packets, by ffmpeg.
fn alac() -> (Vec<u8>, usize) {
    let file = crate::common::fixture_octets("good/caf-alac-44100Hz-stereo-0.1s.caf");
    let at = file.windows(4).position(|four| four == b"pakt").unwrap();
    (file, at)
}

pub fn cases() -> Vec<Case> {
    let s: Vec<u8> = (0..1600_u32).map(|n| 0x80 | (n * 37 % 96) as u8).collect();
    let alaw = start(b"alaw", 1, 1, 8);
    let caf = |claim, n, file: Vec<u8>| Case::new("CAF", claim, n, file);
    let open = "`data` of length -1";
    let (whole, at) = alac();
    // Two packets by the table, of which this one counts the first alone.
    let mut fewer = whole.clone();
    fewer[at + 12 + 7] = 1;
    let mut more = whole.clone();
    more[at + 12 + 7] = 3;
    more[at + 11] += 1;
    more.push(0x20);
    let mut long = whole.clone();
    long[at + 12 + 24 + 2] += 1;
    vec![
        caf(
            "`data` declares more than there is",
            1600,
            [alaw.clone(), data(2404, &s)].concat(),
        ),
        caf(open, 1600, [alaw.clone(), data(-1, &s)].concat()),
        caf(
            open,
            1600,
            [alaw.clone(), data(-1, &s), chunk(b"info", 4, &[0; 4])].concat(),
        ),
        caf(
            "octets that are no chunk, or a chunk of unknown name, more than 1/128 of the sound",
            800,
            [alaw.clone(), data(804, &s)].concat(),
        ),
        caf(
            "octets that are no chunk, or a chunk of unknown name, more than 1/128 of the sound",
            800,
            [
                alaw.clone(),
                data(804, &s[..800]),
                chunk(b"dbta", 800, &s[800..]),
            ]
            .concat(),
        ),
        caf(
            "several `data` chunks, or another file behind it",
            3200,
            [alaw.clone(), data(1604, &s), alaw.clone(), data(1604, &s)].concat(),
        ),
        caf(
            "several `data` chunks, or another file behind it",
            3200,
            [alaw.clone(), data(1604, &s), data(1604, &s)].concat(),
        ),
        caf(
            "several `data` chunks of packets, which the table does not list",
            4410,
            [whole.clone(), data(804, &s[..800])].concat(),
        ),
        caf(
            "`desc`: packets of A-law or µ-law that are not an octet for each channel and frame",
            1600,
            [start(b"alaw", 2, 1, 8), data(1604, &s)].concat(),
        ),
        caf("a sample rate that is no whole number", 1600, {
            let mut other = [alaw.clone(), data(1604, &s)].concat();
            other[24] = 1;
            other
        }),
        caf(
            "the packet table counts frames of blocks that are not there",
            63,
            [
                start(b"ima4", 34, 64, 0),
                pakt(3, 190, 1, b""),
                data(38, &[0; 34]),
            ]
            .concat(),
        ),
        caf(
            "the packet table lists fewer octets than there are",
            4096,
            fewer,
        ),
        caf(
            "the packet table lists more packets than there are",
            4410,
            more,
        ),
        caf("a packet that is longer than what is left", 4096, long),
    ]
}
