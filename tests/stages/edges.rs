//! The first and the last frame of coded sound: what an encoder put in front of it and behind it is left
//! out where the file says how much, and nothing else is.

use telewav::Error;
use telewav::decode::{DamageKind, Decoded};
use telewav::error::remark::{Mp4Edits, Remark};

use crate::common::*;

pub fn fixture(path: &str) -> Vec<u8> {
    let path = format!(
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/{}"),
        path
    );
    std::fs::read(path).unwrap()
}

/// Fixtures that hold the 440 Hz tone from its first frame on. Opus for speech is not among them: its
/// encoder's high-pass turns the tone's phase by 0.1 ms.
const TONES: [&str; 22] = [
    "aac-44100Hz-mono-0.5s.m4a",
    "aac-48000Hz-stereo-0.5s-faststart.m4a",
    "aac-fragmented-44100Hz-mono-0.5s.mp4",
    "aac-itunsmpb-44100Hz-mono-0.5s.m4a",
    "alac-44100Hz-stereo-0.2s.m4a",
    "flac-16bit-16000Hz-mono-0.5s.flac",
    "flac-44100Hz-mono-0.5s.oga",
    "flac-48000Hz-stereo-0.2s.mka",
    "mp2-48000Hz-stereo-0.5s.mp2",
    "mp3-22050Hz-mono-0.5s.mp3",
    "mp3-44100Hz-mono-0.5s-no-xing.mp3",
    "mp3-44100Hz-stereo-0.5s.mp3",
    "opus-48000Hz-mono-0.5s.webm",
    "opus-48000Hz-stereo-0.5s.mp4",
    "opus-6-channels-48000Hz-0.5s.opus",
    "opus-celt-2.5ms-48000Hz-mono-0.5s.opus",
    "opus-celt-48000Hz-stereo-0.5s.opus",
    "opus-gain-48000Hz-mono-0.5s.opus",
    "vorbis-22050Hz-mono-0.5s.ogg",
    "vorbis-44100Hz-stereo-0.5s.ogg",
    "vorbis-48000Hz-stereo-0.5s.webm",
    "pcm16-22050Hz-mono-0.2s.aiff",
];

/// By how many frames the 440 Hz tone in `samples` is late, from its phase.
fn lateness(samples: &[f32], rate_hz: u32) -> f64 {
    let step = std::f64::consts::TAU * 440.0 / f64::from(rate_hz);
    // Whole periods, away from either end.
    let period = f64::from(rate_hz) / 440.0;
    let n = (((samples.len() - 2000) as f64 / period).floor() * period).round() as usize;
    let (mut sine, mut cosine) = (0.0, 0.0);
    for (i, sample) in samples.iter().enumerate().skip(1000).take(n) {
        let angle = step * i as f64;
        sine += f64::from(*sample) * angle.sin();
        cosine += f64::from(*sample) * angle.cos();
    }
    (-cosine).atan2(sine) / step
}

fn rms(samples: &[f32]) -> f64 {
    let sum: f64 = samples.iter().map(|s| f64::from(*s).powi(2)).sum();
    (sum / samples.len() as f64).sqrt()
}

#[test]
fn the_tone_starts_at_the_first_frame() {
    for name in TONES {
        let (decoded, sound) = decoded(&fixture(&format!("good/{name}"))).unwrap();
        let left = &sound.planes[0];
        let late = lateness(left, decoded.format.rate_hz);
        assert!(late.abs() <= 0.6, "{name}: {late:.2} frames late");
        // And not a period late: two thirds of a period sound about as loud as the rest.
        let two_thirds = (decoded.format.rate_hz as usize) * 2 / 3 / 440;
        let (start, all) = (rms(&left[..two_thirds]), rms(&left[1000..]));
        assert!(
            start >= 0.5 * all,
            "{name}: {start:.3} at the start, {all:.3} in all"
        );
    }
}

/// A part of an MP4 with this much of it replaced, by position from `from` on.
fn patched(mut file: Vec<u8>, from: &[u8], skip: usize, octets: &[u8]) -> Vec<u8> {
    let at = file.windows(from.len()).position(|w| w == from).unwrap() + skip;
    file[at..at + octets.len()].copy_from_slice(octets);
    file
}

#[test]
fn an_edit_list_may_end_before_the_media_does() {
    // Duration in milliseconds, and the first frame: behind a version, flags and a count. `header_ms` is what the headers
    // of track and movie say.
    let n_frames = |header_ms: u32, duration_ms: u32, start: i32| {
        let edit = [duration_ms.to_be_bytes(), start.to_be_bytes()].concat();
        let file = fixture("good/aac-44100Hz-mono-0.5s.m4a");
        let file = patched(file, b"elst", 12, &edit);
        let file = patched(file, b"tkhd", 24, &header_ms.to_be_bytes());
        let file = patched(file, b"mvhd", 20, &header_ms.to_be_bytes());
        let (decoded, _) = decoded(&file).unwrap();
        (decoded.n_frames, decoded.notes)
    };
    assert_eq!(n_frames(500, 500, 1024), (22_050, vec![]));
    // Where somebody cut, that is told.
    let (n, notes) = n_frames(300, 300, 1024);
    assert_eq!(n, 13_230);
    assert!(notes[0].to_string().contains("leaves out 0.2"), "{notes:?}");
    let (n, notes) = n_frames(300, 300, 1024 + 4410);
    assert_eq!(n, 13_230);
    assert!(
        notes[0]
            .to_string()
            .contains("leaves out 0.123 s of sound at the start"),
        "{notes:?}"
    );
    // Against the header of its track it is a fault, and nothing is left out.
    let (n, notes) = n_frames(500, 300, 1024);
    assert_eq!(n, 22_050);
    assert!(notes[0].to_string().contains("not followed"), "{notes:?}");
    // More than there is, and no end at all: to the end.
    assert_eq!(n_frames(500, 9000, 1024), (22_050, vec![]));
    assert_eq!(n_frames(500, 0, 1024), (22_050, vec![]));
    // A pause is no sound.
    let (n, notes) = n_frames(300, 300, -1);
    assert_eq!(n, 23_074, "{notes:?}");
    assert!(
        notes[0].to_string().contains("a pause of 0.300 s"),
        "{notes:?}"
    );
}

#[test]
fn an_edit_at_another_speed_is_noted_and_not_followed() {
    let file = patched(
        fixture("good/aac-44100Hz-mono-0.5s.m4a"),
        b"elst",
        20,
        &[0, 2, 0, 0],
    );
    let (decoded, _) = decoded(&file).unwrap();
    assert_eq!(decoded.n_frames, 23_074);
    let note = Mp4Edits::EditsNotFollowed { n_cuts: 1 };
    assert_eq!(decoded.notes, [Remark::from(note)]);
}

#[test]
fn durations_that_contradict_the_packets_are_a_note() {
    // The duration of the samples in the first entry of stts, behind a version, flags and two counts.
    let file = patched(
        fixture("good/aac-44100Hz-mono-0.5s.m4a"),
        b"stts",
        16,
        &2048_u32.to_be_bytes(),
    );
    let file = patched(file, b"elst", 12, &0_u32.to_be_bytes());
    let (decoded, _) = decoded(&file).unwrap();
    // All packets but what is padding in the last, behind the delay.
    assert!(
        decoded.n_frames.abs_diff(22_050) < 1024,
        "{}",
        decoded.n_frames
    );
    assert!(note_of(&decoded, "contradict").contains("durations"));
}

fn note_of(decoded: &Decoded, word: &str) -> String {
    let found = decoded
        .notes
        .iter()
        .find(|note| note.to_string().contains(word));
    found
        .unwrap_or_else(|| panic!("{:?}", decoded.notes))
        .to_string()
}

#[test]
fn he_aac_says_that_it_is_decoded_from_its_core() {
    let file = fixture("good/he-aac-22050Hz-mono-0.4s.m4a");
    let (explicit, sound) = decoded(&file).unwrap();
    let late = lateness(&sound.planes[0], explicit.format.rate_hz);
    assert!(late.abs() < 1.0, "{late:.2} frames late");
    assert_eq!(explicit.format.rate_hz, 22_050);
    assert!(note_of(&explicit, "HE-AAC").contains("22050 Hz"));
    // As most encoders write it, the configuration is the core's: 22.05 kHz, mono, AAC-LC.
    let implicit = patched(file, &[0x2B, 0x8A, 0x08, 0x00], 0, &[0x13, 0x88, 0, 0]);
    let (implicit, _) = decoded(&implicit).unwrap();
    assert_eq!(implicit, explicit);
    // And plain AAC does not say so.
    let (plain, _) = decoded(&fixture("good/aac-44100Hz-mono-0.5s.m4a")).unwrap();
    assert_eq!(plain.notes, []);
}

// ---- streams of frames ----

#[test]
fn joined_recordings_lose_their_delays_each() {
    let (first, second) = (
        fixture("good/mp3-44100Hz-mono-0.5s-no-xing.mp3"),
        fixture("good/mp3-22050Hz-mono-0.5s.mp3"),
    );
    let alone = |file: &[u8]| decoded(file).unwrap().0.n_frames;
    for order in [[&first, &second], [&second, &first]] {
        let (joined, _) = decoded(&order.map(Vec::as_slice).concat()).unwrap();
        assert_eq!(joined.n_frames, alone(order[0]) + alone(order[1]));
        note_of(&joined, "2 streams joined");
    }
    // A stream of the same kind behind the promised frames may be more of the same: nothing is left out behind the start.
    let tagged = fixture("good/mp3-44100Hz-stereo-0.5s.mp3");
    let untagged: Vec<u8> =
        tagged[tagged.windows(4).position(|w| w == b"Info").unwrap()..].to_vec();
    let frame = untagged.windows(2).position(|w| w == [0xFF, 0xFB]).unwrap();
    let (joined, _) = decoded(&[&tagged[..], &untagged[frame..]].concat()).unwrap();
    assert_eq!(joined.n_frames % 1152, 1152 - 1105);
    note_of(&joined, "all are used");
}

#[test]
fn aac_of_two_rates_in_one_stream_is_decoded_whole() {
    let first = fixture("good/aac-adts-44100Hz-stereo-0.5s.aac");
    // The same frames, which say 48 kHz.
    let mut second = first.clone();
    for at in frame_starts(&first) {
        second[at + 2] = second[at + 2] & !0x3C | 3 << 2;
    }
    let (joined, _) = decoded(&[&first[..], &second[..]].concat()).unwrap();
    assert_eq!(joined.n_frames, 2 * 23 * 1024);
    let seconds = 23.0 * 1024.0 * (1.0 / 44_100.0 + 1.0 / 48_000.0);
    assert!((joined.duration_s - seconds).abs() < 1e-9);
}

/// Where the frames of an ADTS stream start.
fn frame_starts(adts: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    loop {
        let at = starts[starts.len() - 1];
        let len = usize::from(adts[at + 3] & 3) << 11
            | usize::from(adts[at + 4]) << 3
            | usize::from(adts[at + 5]) >> 5;
        if at + len >= adts.len() {
            return starts;
        }
        starts.push(at + len);
    }
}

#[test]
fn aac_with_a_hole_or_a_cut_is_damaged() {
    let whole = fixture("good/aac-adts-44100Hz-stereo-0.5s.aac");
    let starts = frame_starts(&whole);
    let cut = &whole[..starts[10] + 20];
    let hole = [&whole[..starts[5] + 30], &whole[starts[7]..]].concat();
    for (file, kind, at_s) in [
        (cut, DamageKind::EarlyEnd, 10.0),
        (&hole[..], DamageKind::Gap, 6.0),
    ] {
        let Err(Error::Damaged(log)) = decoded(file) else {
            panic!("{kind:?}");
        };
        assert_eq!(log.kept[0].kind, kind);
        let at = log.kept[0].at_s.unwrap() * 44_100.0 / 1024.0;
        assert!((at - at_s).abs() < 1.5, "{at}");
    }
}

#[test]
fn an_aac_profile_beyond_lc_is_named() {
    let mut main = fixture("good/aac-adts-44100Hz-stereo-0.5s.aac");
    for at in frame_starts(&main.clone()) {
        main[at + 2] &= 0x3F;
    }
    let error = decoded(&main).unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
    assert!(error.to_string().contains("AAC Main profile"), "{error}");
}

#[test]
fn sound_whose_bytes_are_missing_is_told() {
    let whole = fixture("prompts/nobody-available.mp3");
    let starts = mp3_frame_starts(&whole);
    // Without its first frames, tag included, as a tool that cuts at frames leaves it.
    let cut = &whole[starts[12]..];
    let (decoded, _) = decoded(cut).unwrap();
    note_of(&decoded, "cut from a longer stream");
}

/// Where the frames of an MPEG-1 layer III file of 48 kHz start.
fn mp3_frame_starts(mp3: &[u8]) -> Vec<usize> {
    const KILOBITS: [usize; 15] = [
        0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
    ];
    let mut at = mp3.windows(2).position(|w| w == [0xFF, 0xFB]).unwrap();
    let mut starts = Vec::new();
    while mp3.get(at..at + 2) == Some(&[0xFF, 0xFB]) {
        starts.push(at);
        let padding = usize::from(mp3[at + 2] >> 1 & 1);
        at += 144 * 1000 * KILOBITS[usize::from(mp3[at + 2] >> 4)] / 48_000 + padding;
    }
    starts
}
