//! MPEG audio and AAC in ADTS.

use crate::Case;
use crate::common::frames::*;
use crate::common::{fixture_octets, wav16};

/// Both kinds.
const BOTH: &str = "MPEG audio, ADTS";
/// Frames in a row of each, and what comes out of them.
const N: usize = 20;
const ALL: u64 = N as u64 * MP3_FRAMES - USUAL_DELAY;
const AAC_FRAMES: u64 = 1024;
const ALL_AAC: u64 = N as u64 * AAC_FRAMES;

fn case(claim: &'static str, n_frames: u64, parts: &[&[u8]]) -> Case {
    Case::new(BOTH, claim, n_frames, parts.concat())
}

/// A row of frames of either kind, and the frames (instants) of each.
struct Kind {
    frames: Vec<Vec<u8>>,
    each: u64,
    all: u64,
}

impl Kind {
    fn of_mp3() -> Self {
        Self {
            frames: vec![MP3.frame(); N],
            each: MP3_FRAMES,
            all: ALL,
        }
    }

    fn of_aac() -> Self {
        let frames = adts_frames("good/aac-adts-44100Hz-stereo-0.5s.aac");
        Self {
            frames: frames.into_iter().take(N).collect(),
            each: AAC_FRAMES,
            all: ALL_AAC,
        }
    }

    fn row(&self) -> Vec<u8> {
        self.frames.concat()
    }

    /// The row with the length in this frame's header that takes in the next one.
    fn taking_in_the_next(&self, i: usize) -> Vec<u8> {
        let mut frames = self.frames.clone();
        let len = frames[i].len() + frames[i + 1].len();
        if self.each == MP3_FRAMES {
            // Of 128 kbit/s, twice as long.
            frames[i][2] = Mp3 { rate: 9, ..MP3 }.frame()[2];
        } else {
            set_adts_octets(&mut frames[i], len);
        }
        frames.concat()
    }
}

/// The frames of a file of ADTS.
fn adts_frames(path: &str) -> Vec<Vec<u8>> {
    let file = fixture_octets(path);
    let (mut frames, mut rest) = (Vec::new(), &file[..]);
    while !rest.is_empty() {
        let [_, _, _, a, b, c] = *rest.first_chunk::<6>().unwrap();
        let len = usize::from(a & 3) << 11 | usize::from(b) << 3 | usize::from(c) >> 5;
        let (frame, behind) = rest.split_at(len);
        frames.push(frame.to_vec());
        rest = behind;
    }
    frames
}

/// Writes the length in a header of ADTS.
fn set_adts_octets(frame: &mut [u8], len: usize) {
    frame[3] = frame[3] & !3 | (len >> 11) as u8;
    frame[4] = (len >> 3) as u8;
    frame[5] = frame[5] & 0x1F | (len << 5) as u8;
}

pub fn cases() -> Vec<Case> {
    let both = [Kind::of_mp3(), Kind::of_aac()];
    let of_both = both
        .iter()
        .flat_map(|kind| [frames(kind), around(kind)].concat());
    [counts(), rest_of_mp3(), of_both.collect()].concat()
}

/// What a first frame claims.
fn counts() -> Vec<Case> {
    let mp3 = |claim, n_frames, count, lame| {
        let file = [info_frame(MP3, count, lame), MP3.row(N)].concat();
        Case::new("MP3", claim, n_frames, file)
    };
    let lame = Lame {
        name: b"LAME3.100",
        delay: 576,
        padding: 600,
        is_crc_right: true,
    };
    let wrong = |name| Lame {
        name,
        is_crc_right: false,
        ..lame
    };
    let vbri = |count: u32| {
        let mut tag = vec![0; 36 - 21];
        tag.extend(b"VBRI\0\x01\0\0\0\0\0\0\0\0");
        tag.extend(count.to_be_bytes());
        [MP3.with(&tag), MP3.row(N)].concat()
    };
    let n = N as u32;
    let told = N as u64 * MP3_FRAMES - 576;
    let more = "a Xing, Info or VBRI header counts two frames more than there are, or more";
    let less = "a header counts less, by a frame in LAME's tag, by two in others";
    let untold = "a header has no tag of LAME, or one with a wrong checksum; its count is right, 0, not there, or off by one, since some \
                  count themselves";
    let libav =
        "libavformat's tag, whose checksum is wrong more often than not, up to 2,304 frames each";
    vec![
        mp3(
            "LAME's tag counts a frame more than there are, or more",
            told - 529,
            Some(n + 1),
            Some(lame),
        ),
        mp3(more, ALL, Some(n + 2), None),
        Case::new("MP3", more, ALL, vbri(n + 9)),
        mp3(less, told - 529, Some(n - 1), Some(lame)),
        mp3(less, ALL, Some(n - 2), None),
        mp3(untold, ALL, None, None),
        mp3(untold, ALL, Some(0), None),
        mp3(untold, ALL, Some(n), None),
        mp3(untold, ALL, Some(n - 1), None),
        mp3(untold, ALL, Some(n + 1), None),
        mp3(untold, ALL, Some(n), Some(wrong(b"LAME3.100"))),
        Case::new("MP3", untold, ALL, vbri(n)),
        mp3(
            "LAME's tag has delay and padding",
            told - 600,
            Some(n),
            Some(lame),
        ),
        mp3(libav, told - 600, Some(n), Some(wrong(b"Lavc59.37"))),
    ]
}

fn rest_of_mp3() -> Vec<Case> {
    let mp3 =
        |claim, n_frames, parts: &[Vec<u8>]| Case::new("MP3", claim, n_frames, parts.concat());
    let summed = |is_right| Mp3 {
        crc: Some(is_right),
        ..MP3
    };
    let stereo = Mp3 { mode: 0, ..MP3 };
    let reaching = |begin| Mp3 { begin, ..MP3 };
    let free = Mp3 {
        rate: 0,
        free_octets: 5000,
        ..MP3
    };
    let counted = info_frame(MP3, Some(N as u32), None);
    let mut garbled = [MP3.row(1), reaching(200).row(N)].concat();
    for (i, octet) in garbled[..5 * MP3.octets()].iter_mut().enumerate() {
        *octet = i as u8 | 1;
    }
    vec![
        mp3(
            "the CRC-16 of a frame does not match",
            ALL,
            &[
                summed(true).row(12),
                summed(false).row(1),
                summed(true).row(7),
            ],
        ),
        mp3(
            "the same in more than half of the frames",
            ALL,
            &[summed(false).row(N)],
        ),
        mp3(
            "the bit reservoir of the first frames stood before the start of the stream",
            ALL,
            &[
                Mp3 {
                    rate: 1,
                    begin: 300,
                    ..MP3
                }
                .row(4),
                MP3.row(N - 4),
            ],
        ),
        mp3(
            "the same, and there are octets of a frame or more that are none",
            ALL - 4 * MP3_FRAMES,
            &[garbled],
        ),
        mp3(
            "a silent frame, without any main data, refers to octets that the frames before have used up",
            ALL,
            &[
                MP3.row(2),
                Mp3 { begin: 300, ..MP3 }.frame(),
                MP3.row(N - 3),
            ],
        ),
        mp3(
            "another number of channels from a frame on",
            ALL,
            &[MP3.row(N / 2), stereo.row(N / 2)],
        ),
        mp3(
            "the file ends within a frame, behind as many as the header counts",
            ALL,
            &[counted.clone(), MP3.row(N), MP3.frame()[..100].to_vec()],
        ),
        mp3(
            "octets behind as many frames as the header counts",
            ALL,
            &[counted.clone(), MP3.row(N), noise(1000)],
        ),
        mp3(
            "filling, all of one value, between two streams",
            2 * ALL,
            &[
                counted.clone(),
                MP3.row(N),
                vec![0; 5000],
                counted,
                MP3.row(N),
            ],
        ),
        mp3(
            "free format, whose frames are too long to be measured",
            0,
            &[free.row(9)],
        ),
    ]
}

/// Octets that are nothing.
fn noise(n: usize) -> Vec<u8> {
    (0..n).map(|i| (i * 7 % 251) as u8).collect()
}

/// What a header in the row claims.
fn frames(kind: &Kind) -> Vec<Case> {
    let (first, rest) = kind.frames.split_at(7);
    let other = match kind.each {
        MP3_FRAMES => Mp3 { mode: 0, ..MP3 }.frame(),
        _ => {
            let mut frame = first[3].clone();
            // Of 48,000 Hz.
            frame[2] = frame[2] & !0x3C | 3 << 2;
            frame
        }
    };
    let (second, n_second) = match kind.each {
        MP3_FRAMES => (
            fixture_octets("good/mp3-44100Hz-mono-0.5s-no-xing.mp3"),
            21 * 1152 - 1105,
        ),
        _ => (vec![other.clone(); N].concat(), ALL_AAC),
    };
    vec![
        case(
            "a frame's length, which no frame, tag or end follows, and frames start within it",
            kind.all,
            &[&first.concat(), &rest[0][..50], &rest.concat()],
        ),
        case(
            "the length of the first frame ends where a frame starts, and takes in others",
            kind.all - kind.each,
            &[&kind.taking_in_the_next(0)],
        ),
        case(
            "that of another frame",
            kind.all - kind.each,
            &[&kind.taking_in_the_next(7)],
        ),
        case(
            "another rate, layer or number of channels in a single frame",
            kind.all,
            &[&first.concat(), &other, &rest.concat()],
        ),
        case(
            "another rate or layer from a frame on",
            kind.all + n_second,
            &[&kind.row(), &second],
        ),
        case(
            "the file ends within a frame",
            kind.all,
            &[&kind.row(), &first[0][..50]],
        ),
    ]
}

/// What stands around the row, and between its frames.
fn around(kind: &Kind) -> Vec<Case> {
    let row = kind.row();
    let (first, rest) = kind.frames.split_at(7);
    let before = "octets before the first frame, up to 1,048,576, behind a tag as well";
    let behind = "octets behind the last frame: less than a frame, or filling";
    let tag = "a tag's length, which neither a frame, a tag nor the end follows";
    let mut wrong_tag = id3v2(300, false);
    wrong_tag[..10].copy_from_slice(&id3v2_header(1 << 27, false));
    vec![
        case(before, kind.all, &[&vec![0; 1_000_000], &row]),
        case(before, kind.all, &[&id3v2(100, false), &noise(500), &row]),
        case(
            "octets between frames that are neither a frame nor a tag",
            kind.all,
            &[&first.concat(), &noise(100), &rest.concat()],
        ),
        case(behind, kind.all, &[&row, b"\r\n"]),
        case(behind, kind.all, &[&row, &vec![0; 100_000]]),
        case(
            "octets behind the last frame: more",
            kind.all,
            &[&row, &noise(3000)],
        ),
        case(
            "a WAV, MP4 or other recording behind the last frame",
            kind.all,
            &[&row, &wav16(8000, &[1; 500])],
        ),
        case(
            "a tag (ID3v1, ID3v2, APE, Lyrics3), anywhere",
            kind.all,
            &[
                &id3v2(300, true),
                &first.concat(),
                &ape(2, true),
                &rest.concat(),
                &lyrics3_v2(),
                &id3v1(),
            ],
        ),
        case(
            tag,
            kind.all,
            &[&first.concat(), &wrong_tag, &rest.concat()],
        ),
    ]
}
