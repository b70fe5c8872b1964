//! MPEG audio: what a first frame claims, free format, checksums, cuts, junk.

use telewav::Error;
use telewav::decode::{DamageKind, DecodeOptions};
use telewav::error::remark::{Frames, Mpeg, Remark, Rows};
use telewav::kind::Kind;

use crate::build::*;

/// Seconds of so many frames of [`MP3`].
fn seconds(n: usize) -> f64 {
    n as f64 * MP3_FRAMES as f64 / 48_000.0
}

fn sound(n: u64) -> u64 {
    n * MP3_FRAMES - USUAL_DELAY
}

#[test]
fn the_mode_extension_says_nothing_in_one_channel() {
    let file = fixture_octets("good/mp3-44100Hz-mono-0.5s-no-xing.mp3");
    let mut changed = file.clone();
    let mut n_frames = 0;
    for at in 0..file.len() - 4 {
        // MPEG-1 layer III without a checksum, one channel.
        if matches!(file[at..at + 4], [0xFF, 0xFB, rates, mode] if rates & 0xF0 != 0xF0 && mode >> 4 == 0xC)
        {
            changed[at + 3] |= 0x30;
            n_frames += 1;
        }
    }
    assert!(n_frames > 15, "{n_frames}");
    let sound = |file: &[u8]| decoded(file).unwrap().1.planes;
    assert!(sound(&changed) == sound(&file));
}

// ---- the length ----

#[test]
fn a_length_is_what_was_counted() {
    // Whoever takes the first frames for all of them is off by a factor of seven.
    let (small, large) = (Mp3 { rate: 1, ..MP3 }, Mp3 { rate: 12, ..MP3 });
    for (first, second) in [(small, large), (large, small)] {
        let file = [first.row(40), second.row(40)].concat();
        let decoded = whole(&file);
        assert_eq!((decoded.n_frames, decoded.notes), (sound(80), vec![]));
    }
}

#[test]
fn a_count_is_compared() {
    let row = MP3.row(50);
    let file = |count| [info_frame(MP3, count, None), row.clone()].concat();
    for (count, words) in [
        (None, None),
        (Some(0), None),
        (Some(50), None),
        (Some(51), None),
        (Some(49), None),
        (
            Some(40),
            Some("the header counts 40 MPEG audio frames, there are 50; all are used"),
        ),
    ] {
        let decoded = whole(&file(count));
        assert_eq!(decoded.n_frames, sound(50), "{count:?}");
        has_note(&decoded, Mpeg::DelayUntold { n_frames: 1105 });
        let told = decoded
            .notes
            .iter()
            .find(|note| matches!(note, Remark::Mpeg(Mpeg::MoreMpegFrames { .. })))
            .map(ToString::to_string);
        assert_eq!(told.as_deref(), words);
    }
    let told = only_damage(&file(Some(60)), DamageKind::EarlyEnd, seconds(50));
    assert_eq!(told, Mpeg::MpegFramesMissing { n: 10 }.into());
}

#[test]
fn lames_tag_says_what_was_added() {
    let lame = Lame {
        name: b"LAME3.100",
        delay: 576,
        padding: 1000,
        is_crc_right: true,
    };
    let file = |count, lame, n| [info_frame(MP3, count, Some(lame)), MP3.row(n)].concat();
    let trimmed = 50 * MP3_FRAMES - 576 - 1000;
    assert_eq!(n_frames(&file(Some(50), lame, 50)), trimmed);
    assert_eq!(n_frames(&file(None, lame, 50)), trimmed);
    // Longer than a frame, but not by far.
    let long = Lame {
        padding: 3000,
        ..lame
    };
    assert_eq!(
        n_frames(&file(Some(50), long, 50)),
        50 * MP3_FRAMES - 576 - 3000
    );
    // It counts exactly, and what contradicts it is no padding.
    only_damage(&file(Some(51), lame, 50), DamageKind::EarlyEnd, seconds(50));
    for fewer in [40, 49] {
        let more = whole(&file(Some(fewer), lame, 50));
        assert_eq!(more.n_frames, 50 * MP3_FRAMES - 576 - 529);
        let (promised, n_mpeg_frames) = (fewer, 50);
        has_note(
            &more,
            Mpeg::MoreMpegFrames {
                promised,
                n_mpeg_frames,
            },
        );
    }
}

#[test]
fn a_tag_that_cannot_be_believed_leaves_the_usual_delay() {
    let told = |name, is_crc_right| {
        let lame = Lame {
            name,
            delay: 1400,
            padding: 900,
            is_crc_right,
        };
        whole(&[info_frame(MP3, Some(50), Some(lame)), MP3.row(50)].concat())
    };
    for name in [&b"LAME3.100"[..], b"GOGO 3.13", b"unheard of"] {
        let decoded = told(name, false);
        assert_eq!(decoded.n_frames, sound(50), "{name:?}");
        has_note(&decoded, Mpeg::DelayUntold { n_frames: 1105 });
    }
    // libavformat's checksum is wrong more often than not.
    for (name, is_crc_right) in [(&b"Lavc59.37"[..], false), (b"unheard of", true)] {
        let decoded = told(name, is_crc_right);
        assert_eq!(decoded.n_frames, 50 * MP3_FRAMES - 1400 - 900, "{name:?}");
        assert_eq!(decoded.notes, []);
    }
}

#[test]
fn vbri_counts_too() {
    let first = |count: u32| {
        let mut tag = vec![0; 36 - 21];
        tag.extend(b"VBRI\0\x01\0\0\0\0\0\0\0\0");
        tag.extend(count.to_be_bytes());
        MP3.with(&tag)
    };
    assert_eq!(n_frames(&[first(50), MP3.row(50)].concat()), sound(50));
    only_damage(
        &[first(60), MP3.row(50)].concat(),
        DamageKind::EarlyEnd,
        seconds(50),
    );
}

#[test]
fn joined_streams_keep_their_own_delays() {
    let lame = Lame {
        name: b"LAME3.100",
        delay: 576,
        padding: 600,
        is_crc_right: true,
    };
    let tagged = [info_frame(MP3, Some(30), Some(lame)), MP3.row(30)].concat();
    let decoded = whole(&[&tagged[..], &tagged, &tagged].concat());
    assert_eq!(decoded.n_frames, 3 * (30 * MP3_FRAMES - 576 - 600));
    has_note(&decoded, Rows::StreamsJoined { n: 3 });
    // What one of them lacks is told at its end.
    let cut = &tagged[..tagged.len() - 5 * MP3.octets()];
    let told = only_damage(&[cut, &tagged].concat(), DamageKind::EarlyEnd, seconds(25));
    assert_eq!(told, Mpeg::MpegFramesMissing { n: 5 }.into());
    // A count that nothing follows.
    only_damage(
        &[&tagged[..], &info_frame(MP3, Some(30), None)].concat(),
        DamageKind::EarlyEnd,
        seconds(30),
    );
}

// ---- frames ----

#[test]
fn free_format_is_measured() {
    for free_octets in [100, 961, 2000] {
        let free = Mp3 {
            rate: 0,
            free_octets,
            ..MP3
        };
        let padded = Mp3 {
            is_padded: true,
            ..free
        };
        let file = [free.row(10), padded.row(1), free.row(20), padded.row(2)].concat();
        assert_eq!(n_frames(&file), sound(33), "{free_octets}");
        assert_eq!(n_frames(&[&file[..], &id3v1()].concat()), sound(33));
        let told = only_damage(&file[..file.len() - 50], DamageKind::EarlyEnd, seconds(32));
        assert_eq!(told, Remark::EndsInFrame);
    }
    // Frames that are too long, or alone, are named.
    for file in [
        Mp3 {
            rate: 0,
            free_octets: 5000,
            ..MP3
        }
        .row(10),
        Mp3 {
            rate: 0,
            free_octets: 500,
            ..MP3
        }
        .row(1),
    ] {
        let error = decoded(&file).unwrap_err();
        assert!(matches!(error, Error::Unsupported { .. }), "{error}");
        assert!(error.to_string().contains("free-format"), "{error}");
    }
}

#[test]
fn mixed_blocks_are_scaled_as_all_others() {
    // Window switching, short blocks, mixed; 40 pairs of ±1, which table 1 codes in five zero bits each.
    let mut bits = String::from("000000000 00000 0000");
    for _ in 0..2 {
        bits += "000011001000 000101000 01111000 0000 1 10 1 00001 00001 000 000 000 0 0 0";
    }
    bits.retain(|bit| bit != ' ');
    let octets: Vec<u8> = bits
        .as_bytes()
        .chunks(8)
        .map(|eight| {
            let bit = |i: usize| eight.get(i).map_or(0, |bit| bit - b'0');
            (0..8).fold(0, |octet, i| octet << 1 | bit(i))
        })
        .collect();
    let frame = MP3.with_side_info(&octets, &[]);
    let (decoded, sound) = decoded(&frame.repeat(20)).unwrap();
    assert_eq!(decoded.n_frames, 20 * MP3_FRAMES - USUAL_DELAY);
    let peak = sound.planes[0]
        .iter()
        .fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    // 2^((120 - 210) / 4) a line, of which there are 80.
    assert!((1e-7..1e-4).contains(&peak), "{peak}");
}

#[test]
fn a_checksum_that_does_not_match_is_damage_unless_most_do_not() {
    let right = Mp3 {
        crc: Some(true),
        ..MP3
    };
    let wrong = Mp3 {
        crc: Some(false),
        ..MP3
    };
    assert_eq!(whole(&right.row(30)).notes, []);
    let file = [right.row(20), wrong.frame(), right.row(9)].concat();
    only_damage(&file, DamageKind::Checksum, seconds(20));
    let decoded = whole(&wrong.row(30));
    assert_eq!(decoded.n_frames, sound(30));
    let (n_wrong, n_mpeg_frames) = (30, 30);
    has_note(
        &decoded,
        Mpeg::MpegChecksumsWrong {
            n_wrong,
            n_mpeg_frames,
        },
    );
}

#[test]
fn a_stream_may_change_to_another_number_of_channels() {
    let stereo = Mp3 { mode: 0, ..MP3 };
    let decoded = whole(&[MP3.row(10), stereo.row(10), MP3.row(10)].concat());
    assert_eq!((decoded.n_frames, decoded.notes), (sound(30), vec![]));
    // One frame alone is a header with a wrong bit.
    let odd = [MP3.row(10), stereo.frame(), MP3.row(10)].concat();
    only_damage(&odd, DamageKind::Gap, seconds(10));
}

#[test]
fn no_wrong_bit_of_a_header_goes_unnoticed() {
    let row = MP3.row(30);
    let at = 15 * MP3.octets();
    let n_whole = n_frames(&row);
    for bit in 0..32 {
        let mut file = row.clone();
        file[at + bit / 8] ^= 0x80 >> (bit % 8);
        let result = decoded_with(&file, &DecodeOptions::default().lenient(true))
            .unwrap()
            .0;
        assert!(
            result.n_frames == n_whole || !result.damage.is_empty(),
            "bit {bit}: {} of {n_whole} frames, {:?}",
            result.n_frames,
            result.notes
        );
        assert!(
            result.n_frames >= n_whole - 2 * MP3_FRAMES,
            "bit {bit}: {result:?}"
        );
    }
}

// ---- cuts and junk ----

#[test]
fn a_stream_cut_from_a_longer_one_lacks_a_few_frames() {
    // 9 octets of main data in each frame: the reservoir reaches back more frames than anywhere else.
    let begin = |begin| Mp3 {
        rate: 1,
        begin,
        ..MP3
    };
    let file = [begin(300).row(4), begin(0).row(20)].concat();
    let decoded = whole(&file);
    assert_eq!(decoded.n_frames, sound(24));
    let is_told = |note: &Remark| matches!(note, Remark::Mpeg(Mpeg::SoundBeforeCut { .. }));
    assert!(decoded.notes.iter().any(is_told), "{decoded:?}");
}

#[test]
fn silence_that_refers_to_octets_that_are_used_up_is_whole() {
    let begin = Mp3 { begin: 300, ..MP3 };
    let file = |frame: Vec<u8>| [MP3.row(2), frame, MP3.row(20)].concat();
    let decoded = whole(&file(begin.frame()));
    assert_eq!((decoded.n_frames, decoded.notes), (sound(23), vec![]));
    // The same with one bit of sound in it.
    let mut side_info = [0; 17];
    side_info[..2].copy_from_slice(&(300_u16 << 7).to_be_bytes());
    side_info[3] = 1 << 2;
    let told = damage(&file(begin.with_side_info(&side_info, &[])));
    assert_eq!(told[0].kind, DamageKind::Packet, "{told:?}");
}

#[test]
fn what_stands_before_the_first_frame_is_looked_through() {
    let row = MP3.row(20);
    for junk in [
        vec![0; 4096],
        vec![0; 1_000_000],
        vec![0xFF; 5000],
        b"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n".to_vec(),
    ] {
        for tag in [vec![], id3v2(100, false)] {
            let decoded = whole(&[&tag[..], &junk, &row].concat());
            assert_eq!(decoded.n_frames, sound(20));
            let (frames, bytes) = (Frames::MpegAudio, junk.len() as u64);
            has_note(&decoded, Rows::BeforeFrames { frames, bytes });
        }
    }
    let far = [&vec![0; (1 << 20) + 200], &row[..]].concat();
    assert!(matches!(decoded(&far), Err(Error::NotAudio { .. })));
    let error = decoded(&[&id3v2(100, false), &far[..]].concat()).unwrap_err();
    assert!(
        error.to_string().contains("within 1048576 bytes"),
        "{error}"
    );
}

#[test]
fn frames_that_were_overwritten_at_the_start_are_missed_by_those_behind() {
    let begin = Mp3 { begin: 200, ..MP3 };
    let row = [MP3.row(1), begin.row(30)].concat();
    let mut garbled = row.clone();
    garbled[..5 * MP3.octets()]
        .iter_mut()
        .enumerate()
        .for_each(|(i, octet)| *octet = i as u8 | 1);
    let told = only_damage(&garbled, DamageKind::Gap, 0.0);
    assert_eq!(told, Mpeg::FirstFrameNeeds { bytes: 960 }.into());
}

#[test]
fn what_stands_behind_the_last_frame_is_judged() {
    let row = MP3.row(20);
    let counted = [info_frame(MP3, Some(20), None), row.clone()].concat();
    let junk: Vec<u8> = (0..1000).map(|i| (i * 7 % 251) as u8).collect();
    let frames = Frames::MpegAudio;
    for (file, junk) in [
        (&row, &b"\r\n"[..]),
        (&row, &junk[..100]),
        (&row, &vec![0; 100_000]),
        (&counted, &junk),
    ] {
        let decoded = whole(&[file, junk].concat());
        assert_eq!(decoded.n_frames, sound(20));
        let bytes = junk.len() as u64;
        has_note(&decoded, Rows::BehindFrames { frames, bytes });
    }
    let told = only_damage(&[&row[..], &junk].concat(), DamageKind::Gap, seconds(20));
    let bytes = 1000;
    assert_eq!(told, Rows::NeitherFrameNorTag { frames, bytes }.into());
    let wav = crate::common::wav16(8000, &[1; 500]);
    let told = only_damage(
        &[&counted[..], &wav].concat(),
        DamageKind::EarlyEnd,
        seconds(20),
    );
    let kind = Kind::Wav;
    assert_eq!(told, Rows::SoundBehindFrames { frames, kind }.into());
}

#[test]
fn what_stands_between_frames_is_a_gap_unless_it_is_filling_between_streams() {
    let row = MP3.row(20);
    let junk: Vec<u8> = (0..100).map(|i| i + 1).collect();
    only_damage(
        &[&row[..], &junk, &row].concat(),
        DamageKind::Gap,
        seconds(20),
    );
    only_damage(
        &[&row[..], &[0; 100], &row].concat(),
        DamageKind::Gap,
        seconds(20),
    );
    let tagged = [info_frame(MP3, Some(20), None), row].concat();
    let decoded = whole(&[&tagged[..], &[0; 5000], &tagged].concat());
    assert_eq!(decoded.n_frames, 2 * sound(20));
    has_note(&decoded, Mpeg::FillingBetweenStreams { bytes: 5000 });
}

#[test]
fn a_cut_frame_is_told_unless_all_are_there_that_were_counted() {
    let row = MP3.row(20);
    let cut = [&row[..], &MP3.frame()[..100]].concat();
    only_damage(&cut, DamageKind::EarlyEnd, seconds(20));
    let counted = [info_frame(MP3, Some(20), None), cut].concat();
    assert_eq!(n_frames(&counted), sound(20));
}

#[test]
fn a_frame_that_takes_others_for_its_own_does_not_get_them() {
    // The rest of the sixth frame is missing, and its header counts on.
    let hole = [&MP3.row(5)[..], &MP3.frame()[..50], &MP3.row(20)].concat();
    only_damage(&hole, DamageKind::Gap, seconds(5));
    let lenient = decoded_with(&hole, &DecodeOptions::default().lenient(true))
        .unwrap()
        .0;
    assert_eq!(lenient.n_frames, sound(25));
}

#[test]
fn a_first_frame_that_takes_the_second_for_its_own_does_not_get_it() {
    // 128 kbit/s instead of 64: where it ends, the third one starts.
    let mut row = MP3.row(20);
    row[2] = Mp3 { rate: 9, ..MP3 }.frame()[2];
    let decoded = whole(&row);
    assert_eq!(decoded.n_frames, sound(19));
    let (frames, bytes) = (Frames::MpegAudio, 192);
    has_note(&decoded, Rows::BeforeFrames { frames, bytes });
    // Frames of several bit rates are as they are.
    let mixed = [Mp3 { rate: 9, ..MP3 }.frame(), MP3.row(18)].concat();
    assert_eq!((n_frames(&mixed), whole(&mixed).notes), (sound(19), vec![]));
}
