//! Which track is decoded, and how what was done to its packets is undone.

use std::num::NonZeroUsize;

use telewav::Error;
use telewav::decode::{DecodeOptions, Decoded};

use crate::build::*;
use crate::common::{Sound, decoded, decoded_with};

/// Blocks of two tracks in turn; those of the second one are 100 later.
fn two_tracks(entries: &[Vec<u8>]) -> Vec<u8> {
    let block = |i: usize| {
        let ms = (i as u64 * BLOCK_MS) as i16;
        let other = element(SIMPLE_BLOCK, &block_content(2, ms, 0x80, &packet(100 + i)));
        [block_at(i, ms), other].concat()
    };
    let blocks: Vec<_> = all(1).map(block).collect();
    let tracks = element(TRACKS, &entries.concat());
    segment(&[info(200.0), tracks, cluster_of(0, &blocks)])
}

fn track(octets: &[u8], number: usize) -> Result<(Decoded, Sound), Error> {
    let options = DecodeOptions::default().track(NonZeroUsize::new(number));
    decoded_with(octets, &options)
}

#[test]
fn the_default_track_is_decoded() {
    let flags = |default, enabled| [number(FLAG_DEFAULT, default), number(FLAG_ENABLED, enabled)];
    let (first, second) = (all(1), 100..110);
    for (of_first, of_second, wanted) in [
        (flags(1, 1), flags(1, 1), &first),
        (flags(0, 1), flags(1, 1), &second),
        (flags(1, 0), flags(1, 1), &second),
        (flags(1, 0), flags(0, 1), &second),
        (flags(0, 1), flags(0, 1), &first),
        (flags(0, 0), flags(0, 0), &first),
    ] {
        let octets = two_tracks(&[entry(1, &of_first), entry(2, &of_second)]);
        let note = note(&octets, wanted.clone()).to_string();
        assert!(note.contains("of 2 sound tracks is decoded"), "{note}");
        for (number, wanted) in [(1, &first), (2, &second)] {
            let (decoded, found) = track(&octets, number).unwrap();
            assert!(found.planes[0] == sound(wanted.clone()));
            assert_eq!(decoded.tracks.len(), 2);
            assert!(decoded.tracks[number - 1].is_decoded);
        }
        let error = track(&octets, 3).unwrap_err().to_string();
        assert!(error.contains("2 sound tracks"), "{error}");
    }
}

#[test]
fn video_beside_the_sound_is_passed_over() {
    let video = entry(2, &[number(0x83, 1), element(CODEC_ID, b"V_VP9")]);
    whole(&two_tracks(&[video.clone(), entry(1, &[])]), all(1));
    // A picture that goes on longer than the sound.
    let more: Vec<_> = (0..50)
        .map(|i| {
            element(
                SIMPLE_BLOCK,
                &block_content(2, 200 + 40 * i, 0x80, b"frame"),
            )
        })
        .collect();
    let blocks = [blocks(0), more].concat();
    let tracks = element(TRACKS, &[entry(1, &[]), video.clone()].concat());
    whole(
        &segment(&[info(2200.0), tracks, cluster_of(0, &blocks)]),
        all(1),
    );
    // Video alone.
    let tracks = element(TRACKS, &video);
    let block = element(SIMPLE_BLOCK, &block_content(2, 0, 0x80, b"frame"));
    let error = decoded(&segment(&[tracks, cluster_of(0, &[block])]))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("expected an audio track, found none"),
        "{error}"
    );
}

#[test]
fn octets_left_out_of_each_packet_are_put_back() {
    // Every block of silence begins with ten zeros, and they are stored once.
    let encodings = |algorithm, settings: &[u8], kind| {
        let compression = [number(0x4254, algorithm), element(0x4255, settings)].concat();
        let parts = [
            number(0x5031, 0),
            number(0x5032, 1),
            number(0x5033, kind),
            element(0x5034, &compression),
        ];
        element(
            CONTENT_ENCODINGS,
            &element(CONTENT_ENCODING, &parts.concat()),
        )
    };
    let silent = |ms: i16| element(SIMPLE_BLOCK, &block_content(1, ms, 0x80, &[1; 310]));
    let blocks: Vec<_> = (0..10).map(|i| silent(20 * i)).collect();
    let with = |encodings| {
        let tracks = element(TRACKS, &entry(1, &[encodings]));
        segment(&[info(200.0), tracks, cluster_of(0, &blocks)])
    };
    let (_, found) = decoded(&with(encodings(3, &[0; 10], 0))).unwrap();
    let planes = &found.planes[0];
    assert_eq!(planes.len(), 1600);
    let is_right = |(i, sample): (usize, &f32)| (*sample == 0.0) == (i % 160 < 5);
    assert!(planes.iter().enumerate().all(is_right));
    for (algorithm, kind, name) in [
        (0, 0, "compressed by zlib"),
        (1, 0, "compressed by bzlib"),
        (2, 0, "compressed by lzo1x"),
        (0, 1, "an encrypted track"),
    ] {
        let error = decoded(&with(encodings(algorithm, &[], kind))).unwrap_err();
        assert!(matches!(error, Error::Unsupported { .. }), "{error:?}");
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn codecs_of_wav_are_decoded_by_their_header() {
    // A-law, mono, 8000 Hz: 160 octets a block.
    let header = [&[
        6, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x40, 0x1F, 0, 0, 1, 0, 8, 0, 0, 0,
    ][..]]
    .concat();
    let acm = entry(
        1,
        &[
            element(CODEC_ID, b"A_MS/ACM"),
            element(CODEC_PRIVATE, &header),
        ],
    );
    let blocks: Vec<_> = (0..10)
        .map(|i| element(SIMPLE_BLOCK, &block_content(1, 20 * i, 0x80, &[0xD5; 160])))
        .collect();
    let octets = segment(&[info(200.0), element(TRACKS, &acm), cluster_of(0, &blocks)]);
    let (decoded, found) = decoded(&octets).unwrap();
    assert_eq!((&*decoded.format.codec, decoded.n_frames), ("A-law", 1600));
    assert!(
        found.planes[0]
            .iter()
            .all(|sample| *sample == 8.0 / 32768.0)
    );
}

#[test]
fn flac_that_is_beyond_the_decoder_is_named() {
    // Blocks of 192 frames, 8000 Hz, two channels of 32 bits, of which one is a difference.
    let info = [
        &b"fLaC\x80\0\0\x22"[..],
        &[0, 192, 0, 192, 0, 0, 0, 0, 0, 0],
    ]
    .concat();
    let info = [&info[..], b"\x01\xF4\x03\xF0\0\0\0\0", &[0; 16]].concat();
    let tracks = element(
        TRACKS,
        &entry(
            1,
            &[element(CODEC_ID, b"A_FLAC"), element(CODEC_PRIVATE, &info)],
        ),
    );
    // Its checksum is CRC-8, which starts with 0.
    let mut frame = b"\xFF\xF8\x10\x80\0".to_vec();
    let sum = frame.iter().fold(0_u8, |sum, octet| {
        (0..8).fold(sum ^ octet, |sum, _| (sum << 1) ^ ((sum >> 7) * 0x07))
    });
    frame.extend([&[sum][..], &[0x55; 40]].concat());
    let block = element(SIMPLE_BLOCK, &block_content(1, 0, 0x80, &frame));
    let error = decoded(&segment(&[tracks, cluster_of(0, &[block])])).unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error:?}");
}
