//! FLAC: numbers, counts, checksums, metadata with defects, junk.

use telewav::Error;
use telewav::decode::{DamageKind, DecodeOptions};
use telewav::error::remark::{Flac, FrameFault, FrameFormat, Frames, Remark, Rows};
use telewav::kind::Kind;

use crate::build::*;

const S: f64 = 100.0 / 8000.0;

/// The samples of a file that has to be whole.
fn samples(file: &[u8]) -> Vec<i16> {
    let (_, sound) = decoded(file).unwrap();
    sound.planes[0]
        .iter()
        .map(|sample| (sample * 32768.0) as i16)
        .collect()
}

fn format(rate_hz: u32, n_channels: usize, bits: u32) -> FrameFormat {
    FrameFormat {
        rate_hz,
        n_channels,
        bits,
    }
}

/// A hundred samples of each value.
fn hundreds(values: impl IntoIterator<Item = i16>) -> Vec<i16> {
    values.into_iter().flat_map(|value| [value; 100]).collect()
}

#[test]
fn frames_are_decoded_in_their_order() {
    let file = [flac_start(2000), flac_row(0..20)].concat();
    assert_eq!(samples(&file), hundreds(0..20));
    let decoded = whole(&file);
    assert_eq!(decoded.notes, []);
    let format = decoded.format;
    assert_eq!((format.container, format.codec.as_str()), ("FLAC", "FLAC"));
    assert_eq!(
        (format.rate_hz, format.n_channels, format.bits),
        (8000, 1, Some(16))
    );
}

#[test]
fn numbers_may_count_sound_and_say_otherwise() {
    let lengths = [100, 60, 300, 16, 1000];
    let start = |blocks, n| [b"fLaC".to_vec(), block(0, true, &stream_info(blocks, n))].concat();
    for is_said in [true, false] {
        let mut file = start((16, 1000), 1476);
        let mut number = 0;
        for n in lengths {
            let frame = flac(number).n_frames(n);
            file.extend(if is_said {
                frame.by_sound().frame()
            } else {
                frame.frame()
            });
            number += u64::from(n);
        }
        let decoded = whole(&file);
        assert_eq!(
            (decoded.n_frames, decoded.notes),
            (1476, vec![]),
            "{is_said}"
        );
    }
}

#[test]
fn a_frame_that_is_missing_is_a_gap() {
    for n in [0, 2000] {
        let file = [flac_start(n), flac_row((0..7).chain(10..20))].concat();
        let told = only_damage(&file, DamageKind::Gap, 7.0 * S);
        assert_eq!(told, Flac::FramesUnread { n: 300 }.into());
    }
    // At the start, it shows by the count alone.
    let file = [flac_start(2000), flac_row(3..20)].concat();
    let told = only_damage(&file, DamageKind::Gap, 0.0);
    assert_eq!(told, Flac::FramesUnread { n: 300 }.into());
    let cut = whole(&[flac_start(0), flac_row(3..20)].concat());
    has_note(&cut, Flac::CutFromLonger { number: 3 });
    // At the end, too.
    let file = [flac_start(2000), flac_row(0..17)].concat();
    let told = only_damage(&file, DamageKind::EarlyEnd, 17.0 * S);
    let (missing, promised) = (300, 2000);
    assert_eq!(told, Remark::OfFramesMissing { missing, promised });
}

#[test]
fn one_odd_number_is_none_of_a_gap() {
    for n in [0, 2000] {
        let file = [flac_start(n), flac_row((0..7).chain([40]).chain(8..20))].concat();
        let decoded = whole(&file);
        assert_eq!(decoded.n_frames, 2000);
        has_note(&decoded, Flac::OddNumbers { n: 1 });
    }
    // If all is there that STREAMINFO counts, numbers do not matter at all.
    let decoded = whole(&[flac_start(2000), flac_row((0..10).chain(50..60))].concat());
    assert_eq!(decoded.n_frames, 2000);
}

#[test]
fn frames_that_stood_elsewhere_are_told() {
    let swapped = [flac_start(0), flac_row((0..5).chain(10..15).chain(5..10))].concat();
    let damage = damage(&swapped);
    assert!(
        damage
            .iter()
            .any(|damage| damage.detail == Flac::NumbersGoBack.into()),
        "{damage:?}"
    );
}

#[test]
fn a_count_that_is_too_small_is_noted() {
    let decoded = whole(&[flac_start(500), flac_row(0..20)].concat());
    assert_eq!(decoded.n_frames, 2000);
    let (promised, n_frames) = (500, 2000);
    has_note(&decoded, Flac::StreamInfoCounts { promised, n_frames });
}

#[test]
fn a_wrong_bit_in_a_frame_is_told_and_costs_the_frame() {
    let (start, row) = (flac_start(2000), flac_row(0..20));
    let frame = flac(0).frame().len();
    let at = start.len() + 7 * frame;
    for bit in 0..8 * frame {
        let mut file = [&start[..], &row].concat();
        file[at + bit / 8] ^= 0x80 >> (bit % 8);
        let damage = damage(&file);
        assert_eq!(damage.len(), 1, "bit {bit}: {damage:?}");
        assert!(
            (damage[0].at_s.unwrap() - 7.0 * S).abs() < 1e-9,
            "bit {bit}: {damage:?}"
        );
        let lenient = decoded_with(&file, &DecodeOptions::default().lenient(true))
            .unwrap()
            .0;
        assert_eq!(lenient.n_frames, 1900, "bit {bit}");
    }
}

#[test]
fn samples_that_are_not_those_that_were_coded_are_told() {
    let file = fixture_octets("good/flac-24bit-48000Hz-stereo-0.1s.flac");
    whole(&file);
    let mut wrong = file.clone();
    // The last octet of the MD5 in STREAMINFO.
    wrong[41] ^= 1;
    let Err(Error::Damaged(log)) = decoded(&wrong) else {
        panic!("the MD5 is not looked at");
    };
    assert_eq!((log.total, log.kept[0].kind), (1, DamageKind::Checksum));
}

// ---- STREAMINFO and the other blocks ----

#[test]
fn blocks_with_defects_have_nothing_to_do_with_sound() {
    let row = flac_row(0..20);
    let info = stream_info((100, 100), 2000);
    let mut comment = vec![3, 0, 0, 0];
    comment.extend(b"abc\xFF\xFF\xFF\x7F");
    for (what, blocks) in [
        (
            "an APPLICATION of one octet",
            vec![block(0, false, &info), block(2, true, b"x")],
        ),
        (
            "comments that are not there",
            vec![block(0, false, &info), block(4, true, &comment)],
        ),
        (
            "a picture that is none",
            vec![block(0, false, &info), block(6, true, &[0xFF; 50])],
        ),
        (
            "STREAMINFO behind others",
            vec![block(1, false, &[0; 9]), block(0, true, &info)],
        ),
        (
            "no last block",
            vec![block(0, false, &info), block(1, false, &[0; 9])],
        ),
    ] {
        let file = [&b"fLaC"[..], &blocks.concat(), &row].concat();
        let decoded = whole(&file);
        assert_eq!((decoded.n_frames, decoded.notes), (2000, vec![]), "{what}");
    }
}

#[test]
fn blocks_of_a_wrong_length_are_passed_over() {
    let row = flac_row(0..20);
    let info = block(0, false, &stream_info((100, 100), 2000));
    for claimed in [0, 5, 13, 300, 0xFF_FFFF] {
        let mut padding = block(1, true, &[0; 40]);
        padding[1..4].copy_from_slice(&u32::to_be_bytes(claimed)[1..]);
        let file = [&b"fLaC"[..], &info, &padding, &row].concat();
        let decoded = whole(&file);
        assert_eq!(decoded.n_frames, 2000, "{claimed}");
        has_note(&decoded, Flac::MetadataUnread);
    }
}

#[test]
fn frames_say_what_streaminfo_does_not_and_are_right() {
    let row = flac_row(0..20);
    let no_info = [&b"fLaC"[..], &block(1, true, &[0; 9]), &row].concat();
    let decoded = whole(&no_info);
    assert_eq!(decoded.n_frames, 2000);
    has_note(&decoded, Flac::NoStreamInfo);
    let mut info = stream_info((16, 16), 2000);
    // 44.1 kHz, 5 channels, 24 bits.
    info[10..14].copy_from_slice(&[0x0A, 0xC4, 0x49, 0x70]);
    let decoded = whole(&[&b"fLaC"[..], &block(0, true, &info), &row].concat());
    assert_eq!((decoded.n_frames, decoded.format.rate_hz), (2000, 8000));
    has_note(
        &decoded,
        Flac::StreamInfoSays {
            stream_info: format(44_100, 5, 24),
            frames: format(8000, 1, 16),
        },
    );
}

#[test]
fn a_format_that_changes_is_followed_and_noted() {
    // 16 kHz behind 8; the second half says 8 bits.
    let mut file = [flac_start(0), flac_row(0..10)].concat();
    for number in 10..20 {
        file.extend(flac(number).of(5, 0, 4, &[0, 0, 1]));
    }
    let decoded = whole(&file);
    assert!((decoded.duration_s - 10.0 * S * 1.5).abs() < 1e-9);
    let told: Vec<String> = decoded.notes.iter().map(ToString::to_string).collect();
    assert!(told[0].ends_with("16000 Hz from 0.12 s on"), "{told:?}");
}

#[test]
fn a_difference_of_33_bits_is_named() {
    let mut file = [flac_start(0), flac_row(0..3)].concat();
    // Left and difference, of 32 bits.
    file.extend(flac(3).of(4, 8, 7, &[0; 20]));
    let error = decoded(&file).unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
    assert!(error.to_string().contains("33 bits"), "{error}");
}

// ---- what stands around the frames ----

#[test]
fn a_stream_may_start_with_a_frame() {
    let row = flac_row(500..520);
    for junk in [0, 1, 50, 5000] {
        let junk: Vec<u8> = (0..junk).map(|i| (i * 7 % 251) as u8).collect();
        let file = [&junk[..], &row].concat();
        let decoded = whole(&file);
        assert_eq!(decoded.n_frames, 2000, "{}", junk.len());
        has_note(&decoded, Flac::CutFromLonger { number: 500 });
    }
}

#[test]
fn what_stands_behind_the_last_frame_does_not_matter_if_all_are_there() {
    let counted = [flac_start(2000), flac_row(0..20)].concat();
    let open = [flac_start(0), flac_row(0..20)].concat();
    let junk: Vec<u8> = (0..1000).map(|i| (i * 7 % 251) as u8).collect();
    for (file, junk) in [
        (&counted, &b"\n"[..]),
        (&counted, &junk),
        (&counted, &flac(20).frame()[..7]),
        (&open, b"\r\n"),
        (&open, &[0; 5000]),
    ] {
        assert_eq!(n_frames(&[file, junk].concat()), 2000, "{}", junk.len());
    }
    let (frames, bytes) = (Frames::Flac, 1000);
    let told = only_damage(&[&open[..], &junk].concat(), DamageKind::Gap, 20.0 * S);
    assert_eq!(told, Rows::NeitherFrameNorTag { frames, bytes }.into());
    let wav = crate::common::wav16(8000, &[1; 500]);
    let told = only_damage(
        &[&counted[..], &wav].concat(),
        DamageKind::EarlyEnd,
        20.0 * S,
    );
    let kind = Kind::Wav;
    assert_eq!(told, Rows::SoundBehindFrames { frames, kind }.into());
}

#[test]
fn joined_flacs_are_decoded_both() {
    let one = [flac_start(2000), flac_row(0..20)].concat();
    for between in [vec![], id3v1(), vec![0; 3000], b"\r\n".to_vec()] {
        let file = [&one[..], &between, &one].concat();
        assert_eq!(samples(&file), hundreds((0..20).chain(0..20)));
        has_note(&whole(&file), Rows::StreamsJoined { n: 2 });
    }
    // What the first one lacks is told at its end.
    let frame = flac(0).frame().len();
    let cut = [&one[..one.len() - 3 * frame], &one].concat();
    only_damage(&cut, DamageKind::EarlyEnd, 17.0 * S);
}

#[test]
fn octets_between_frames_are_a_gap_if_a_number_is_missing() {
    let (first, second) = (flac_row(0..10), flac_row(10..20));
    let junk = [&flac_start(2000)[..], &first, &[7; 50], &second].concat();
    let decoded = whole(&junk);
    assert_eq!(decoded.n_frames, 2000);
    has_note(&decoded, Flac::NoFrame { bytes: 50 });
    let overwritten = [&flac_start(2000)[..], &first, &[7; 50], &flac_row(13..20)].concat();
    let told = only_damage(&overwritten, DamageKind::Gap, 10.0 * S);
    assert_eq!(told, Flac::FramesUnread { n: 300 }.into());
}

#[test]
fn a_file_that_ends_in_a_frame_is_cut() {
    let file = [flac_start(2000), flac_row(0..20)].concat();
    for cut in 1..flac(0).frame().len() - 7 {
        let told = only_damage(&file[..file.len() - cut], DamageKind::EarlyEnd, 19.0 * S);
        let why = FrameFault::Cut;
        let n_frames = 100;
        assert_eq!(told, Flac::FrameLeftOut { why, n_frames }.into());
    }
}
