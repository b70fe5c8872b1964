//! AIFF and AIFF-C.

use crate::Case;

fn chunk(id: &[u8; 4], len: usize, octets: &[u8]) -> Vec<u8> {
    [&id[..], &(len as u32).to_be_bytes(), octets].concat()
}

fn form(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [&b"AIFF"[..], &chunks.concat()].concat();
    chunk(b"FORM", body.len(), &body)
}

/// COMM: one channel of 16 bits at 8000 Hz.
fn comm(frames: u32) -> Vec<u8> {
    let fields = [
        &[0, 1][..],
        &frames.to_be_bytes(),
        b"\0\x10\x40\x0B\xFA\0\0\0\0\0\0\0",
    ]
    .concat();
    chunk(b"COMM", 18, &fields)
}

/// SSND that declares so many octets of samples.
fn ssnd(declared: usize, octets: &[u8]) -> Vec<u8> {
    chunk(b"SSND", declared + 8, &[&[0; 8], octets].concat())
}

pub fn cases() -> Vec<Case> {
    let s: Vec<u8> = (0..1600_u32).map(|n| 0x80 | (n * 37 % 96) as u8).collect();
    let aiff = |claim, n, file: Vec<u8>| Case::new("AIFF", claim, n, file);
    let whole = form(&[comm(800), ssnd(1600, &s)]);
    let several = "several SSND chunks, or another file behind it";
    vec![
        aiff(
            "SSND declares less than follows, and COMM counts all of it",
            800,
            form(&[comm(800), ssnd(800, &s)]),
        ),
        aiff(
            "octets that are no chunk, or a chunk of unknown name, more than 1/128 of the sound",
            400,
            form(&[comm(0), ssnd(800, &s)]),
        ),
        aiff(
            "octets that are no chunk, or a chunk of unknown name, more than 1/128 of the sound",
            400,
            form(&[
                comm(400),
                ssnd(800, &s[..800]),
                chunk(b"SSNX", 800, &s[800..]),
            ]),
        ),
        aiff(
            "SSND declares more than there is",
            800,
            form(&[comm(800), ssnd(2400, &s)]),
        ),
        aiff(
            "SSND declares nothing, or what a streaming writer leaves",
            800,
            form(&[comm(0), ssnd(0, &s)]),
        ),
        aiff(
            "SSND declares nothing, or what a streaming writer leaves",
            800,
            form(&[comm(0), ssnd(0x7FFF_FF00, &s)]),
        ),
        aiff(
            "COMM counts frames that are not there",
            800,
            form(&[comm(1200), ssnd(1600, &s)]),
        ),
        aiff("COMM counts less", 800, form(&[comm(99), ssnd(1600, &s)])),
        aiff(several, 1600, [whole.clone(), whole].concat()),
        aiff(
            "a second COMM that says otherwise",
            800,
            form(&[comm(800), ssnd(1600, &s), {
                let mut other = comm(800);
                other[9] = 2;
                other
            }]),
        ),
        aiff(
            "a padding octet that is not zero",
            800,
            form(&[chunk(b"NAME", 3, b"oddX"), comm(800), ssnd(1600, &s)]),
        ),
        aiff(
            "an ID3 tag, whose comments are named as the format is, COMM",
            800,
            form(&[comm(800), ssnd(1600, &s), {
                let comment = chunk(b"COMM", 33, b"\0\0\0engnone\0as people's taggers do");
                let tag = [&b"ID3\x04\0\0\0\0\0\x29"[..], &comment].concat();
                chunk(b"ID3 ", tag.len(), &tag)
            }]),
        ),
        aiff(
            "a sample rate that is no whole number",
            800,
            form(&[
                {
                    let mut other = comm(800);
                    other[20] = 1;
                    other
                },
                ssnd(1600, &s),
            ]),
        ),
    ]
}
