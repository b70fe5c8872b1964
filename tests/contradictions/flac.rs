//! Native FLAC.

use crate::Case;
use crate::common::frames::*;
use crate::common::{fixture_octets, wav16};

/// Of each frame, and of all twenty.
const EACH: u64 = 100;
const ALL: u64 = 20 * EACH;

fn case(claim: &'static str, n_frames: u64, parts: &[&[u8]]) -> Case {
    Case::new("FLAC", claim, n_frames, parts.concat())
}

pub fn cases() -> Vec<Case> {
    [stream_infos(), frames(), numbers(), around()].concat()
}

fn row() -> Vec<u8> {
    flac_row(0..20)
}

/// The marker, and blocks with this content.
fn start_of(blocks: &[Vec<u8>]) -> Vec<u8> {
    [&b"fLaC"[..], &blocks.concat()].concat()
}

fn stream_infos() -> Vec<Case> {
    let info = |blocks| block(0, true, &stream_info(blocks, ALL));
    let mut other = stream_info((100, 100), ALL);
    // 44.1 kHz, 5 channels, 24 bits.
    other[10..14].copy_from_slice(&[0x0A, 0xC4, 0x49, 0x70]);
    let mut md5 = fixture_octets("good/flac-24bit-48000Hz-stereo-0.1s.flac");
    md5[41] ^= 1;
    let mut padding = block(1, true, &[0; 40]);
    padding[3] = 13;
    let first = block(0, false, &stream_info((100, 100), ALL));
    let passed = "blocks of metadata with defects in them, or in another order";
    let lost = "blocks of metadata of a wrong length, no STREAMINFO, no marker `fLaC`";
    vec![
        case(
            "STREAMINFO counts more frames than there are",
            ALL,
            &[&flac_start(ALL + 300), &row()],
        ),
        case("STREAMINFO counts less", ALL, &[&flac_start(500), &row()]),
        case("STREAMINFO counts 0", ALL, &[&flac_start(0), &row()]),
        case(
            "rate, channels, bits in STREAMINFO are not those of the frames, which have checksums",
            ALL,
            &[&start_of(&[block(0, true, &other)]), &row()],
        ),
        case(
            "sizes of blocks and frames in STREAMINFO are not theirs",
            ALL,
            &[&start_of(&[info((16, 16))]), &row()],
        ),
        case(
            "the MD5 in STREAMINFO is not that of the samples, and nothing else is missing",
            4800,
            &[&md5],
        ),
        case(
            passed,
            ALL,
            &[
                &start_of(&[first.clone(), block(6, true, &[0xFF; 50])]),
                &row(),
            ],
        ),
        case(
            passed,
            ALL,
            &[
                &start_of(&[block(1, false, &[0; 9]), info((100, 100))]),
                &row(),
            ],
        ),
        case(lost, ALL, &[&start_of(&[first, padding]), &row()]),
        case(lost, ALL, &[&start_of(&[block(1, true, &[0; 9])]), &row()]),
        case(lost, ALL, &[&[0x55; 50], &row()]),
    ]
}

fn frames() -> Vec<Case> {
    let frame = flac(0).frame().len();
    let start = flac_start(ALL);
    let with_bit = |at: usize| {
        let mut row = row();
        row[7 * frame + at] ^= 1;
        [&start[..], &row].concat()
    };
    let crc = "a frame's CRC-16 does not match";
    let faster: Vec<u8> = (10..20)
        .flat_map(|number| flac(number).of(5, 0, 4, &[0, 0, 1]))
        .collect();
    vec![
        case(
            "a frame's CRC-8 does not match",
            ALL - EACH,
            &[&with_bit(7)],
        ),
        // The sound, and the checksum itself.
        case(crc, ALL - EACH, &[&with_bit(9)]),
        case(crc, ALL - EACH, &[&with_bit(frame - 1)]),
        case(
            "the file ends within a frame",
            ALL - EACH,
            &[&start, &row()[..row().len() - 3]],
        ),
        case(
            "another rate or other bits from a frame on",
            ALL,
            &[&flac_start(0), &flac_row(0..10), &faster],
        ),
        case(
            "32 bits, and a difference channel of 33",
            0,
            &[
                &flac_start(0),
                &flac_row(0..3),
                &flac(3).of(4, 8, 7, &[0; 20]),
            ],
        ),
    ]
}

fn numbers() -> Vec<Case> {
    let of = |claim, n_frames, start: Vec<u8>, numbers: Vec<u64>| {
        case(claim, n_frames, &[&start, &flac_row(numbers)])
    };
    let jumps = "the numbers of frames jump ahead, and go on from there";
    let single = "the number of a single frame is wrong";
    let gone = (0..7).chain(10..20).collect::<Vec<_>>();
    vec![
        of(jumps, ALL - 300, flac_start(ALL), gone.clone()),
        of(jumps, ALL - 300, flac_start(0), gone),
        of(
            "the same, and all frames are there that STREAMINFO counts",
            ALL,
            flac_start(ALL),
            (0..10).chain(50..60).collect(),
        ),
        of(
            single,
            ALL,
            flac_start(ALL),
            (0..7).chain([40]).chain(8..20).collect(),
        ),
        of(
            single,
            ALL,
            flac_start(0),
            (0..7).chain([40]).chain(8..20).collect(),
        ),
        of(
            "the numbers of frames go back",
            ALL,
            flac_start(0),
            (0..5).chain(10..15).chain(5..10).chain(15..20).collect(),
        ),
        of(
            "the first frame's number is not 0, and STREAMINFO counts those before it",
            ALL - 300,
            flac_start(ALL),
            (3..20).collect(),
        ),
        of(
            "the first frame's number is not 0, and nothing is counted",
            ALL - 300,
            flac_start(0),
            (3..20).collect(),
        ),
    ]
}

/// What stands around the frames, and between them.
fn around() -> Vec<Case> {
    let junk: Vec<u8> = (0..1000).map(|i| (i * 7 % 251) as u8).collect();
    let counted = [flac_start(ALL), row()].concat();
    let open = [flac_start(0), row()].concat();
    let behind = "octets behind the last frame: less than a frame, or filling, or all is there that STREAMINFO counts";
    let tag = "a tag (ID3v1, ID3v2, APE, Lyrics3) before or behind the frames";
    let mut wrong_tag = id3v2(300, false);
    wrong_tag[..10].copy_from_slice(&id3v2_header(1 << 27, false));
    vec![
        case(
            "octets before the marker, up to 1,048,576, behind a tag as well",
            ALL,
            &[&junk, &counted],
        ),
        case(
            "octets between two frames whose numbers go on",
            ALL,
            &[
                &flac_start(ALL),
                &flac_row(0..10),
                &junk[..50],
                &flac_row(10..20),
            ],
        ),
        case(behind, ALL, &[&counted, &junk]),
        case(behind, ALL, &[&counted, &flac(20).frame()[..7]]),
        case(behind, ALL, &[&open, b"\r\n"]),
        case(behind, ALL, &[&open, &[0; 5000]]),
        case("octets behind the last frame: more", ALL, &[&open, &junk]),
        case(
            "a WAV, MP4 or other recording behind the last frame",
            ALL,
            &[&counted, &wav16(8000, &[1; 500])],
        ),
        case(
            "another FLAC behind the last frame",
            2 * ALL,
            &[&counted, &counted],
        ),
        case(
            tag,
            ALL,
            &[&id3v2(300, false), &counted, &ape(2, true), &id3v1()],
        ),
        case(tag, ALL, &[&counted, &lyrics3_v2()]),
        case(
            "a tag's length, which neither a frame, a tag nor the end follows",
            2 * ALL,
            &[&counted, &wrong_tag, &counted],
        ),
    ]
}
