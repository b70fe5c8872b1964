//! Samples that need no codec come out exactly; blocks and limits are what they are said to be.

use std::io::Cursor;

use telewav::Error;
use telewav::decode::{DecodeOptions, Limits};
use telewav::error::{Fault, Stage};
use telewav::g711::{alaw, ulaw};
use telewav::kind::{self, Foreign, Kind, OggCodec};

use crate::common::*;

/// The one channel of a file, which has to decode.
fn mono(octets: &[u8]) -> Vec<f32> {
    let (decoded, sound) = decoded(octets).unwrap();
    assert_eq!(sound.planes.len(), 1);
    assert_eq!(decoded.n_frames, sound.planes[0].len() as u64);
    sound.planes[0].clone()
}

/// `fmt` with this data in RIFF, in RIFX and, with the tag in a GUID, in EXTENSIBLE.
fn in_all_forms(fmt: &Fmt, data: impl Fn(Order) -> Vec<u8>) -> [Vec<u8>; 3] {
    [
        Wav::new().fmt(fmt).data(&data(Order::Little)).build(),
        Wav::rifx().fmt(fmt).data(&data(Order::Big)).build(),
        Wav::new()
            .fmt(&fmt.clone().extensible())
            .data(&data(Order::Little))
            .build(),
    ]
}

/// Edges of the range and values in between, for signed integers of `bits`.
fn integers(bits: u32) -> Vec<i32> {
    let top = 1_i64 << (bits - 1);
    [
        0,
        1,
        -1,
        2,
        -2,
        top / 3,
        -top / 3,
        top / 2,
        -top / 2,
        top - 1,
        1 - top,
        -top,
    ]
    .iter()
    .map(|value| *value as i32)
    .collect()
}

// ---- the value of each sample ----

#[test]
fn pcm_of_8_bits_is_unsigned() {
    let octets: Vec<u8> = (0..=255).collect();
    let wanted: Vec<f32> = (-128..128_i16)
        .map(|value| f32::from(value) / 128.0)
        .collect();
    for file in in_all_forms(&Fmt::pcm(8), |_| octets.clone()) {
        assert_eq!(mono(&file), wanted);
    }
}

#[test]
fn pcm_of_16_bits_is_exact_on_every_value() {
    let values: Vec<i32> = (-32768..32768).collect();
    let wanted: Vec<f32> = values.iter().map(|value| *value as f32 / 32768.0).collect();
    for file in in_all_forms(&Fmt::pcm(16), |order| order.ints(&values, 2)) {
        assert_eq!(mono(&file), wanted);
    }
}

#[test]
fn pcm_of_24_bits_is_exact() {
    let values = integers(24);
    let wanted: Vec<f32> = values
        .iter()
        .map(|value| *value as f32 / 8_388_608.0)
        .collect();
    for file in in_all_forms(&Fmt::pcm(24), |order| order.ints(&values, 3)) {
        assert_eq!(mono(&file), wanted);
    }
}

#[test]
fn pcm_of_32_bits_is_the_nearest_float() {
    let values = integers(32);
    let wanted: Vec<f32> = values
        .iter()
        .map(|value| (f64::from(*value) / 2_147_483_648.0) as f32)
        .collect();
    for file in in_all_forms(&Fmt::pcm(32), |order| order.ints(&values, 4)) {
        assert_eq!(mono(&file), wanted);
    }
}

#[test]
fn pcm_of_12_and_20_bits_is_left_justified() {
    for (bits, octets) in [(12, 2), (20, 3)] {
        let values = integers(bits);
        let full_scale = f64::from(1 << (bits - 1));
        let wanted: Vec<f32> = values
            .iter()
            .map(|value| (f64::from(*value) / full_scale) as f32)
            .collect();
        let shifted: Vec<i32> = values.iter().map(|value| value << 4).collect();
        for file in in_all_forms(&Fmt::pcm(bits as u16), |order| order.ints(&shifted, octets)) {
            assert_eq!(mono(&file), wanted, "{bits} bits");
        }
    }
}

#[test]
fn pcm_of_24_bits_may_stand_in_4_octets() {
    let values = integers(24);
    let wanted: Vec<f32> = values
        .iter()
        .map(|value| *value as f32 / 8_388_608.0)
        .collect();
    let shifted: Vec<i32> = values.iter().map(|value| value << 8).collect();
    let fmt = Fmt::pcm(24).block_align(4);
    for file in in_all_forms(&fmt, |order| order.ints(&shifted, 4)) {
        assert_eq!(mono(&file), wanted);
    }
}

#[test]
fn floats_are_taken_as_they_are() {
    // Beyond full scale, too: decoders and editors overshoot.
    let values = [0.0, -0.0, 0.1, -1.0, 1.0, 3.5, -1e-30, f32::MIN_POSITIVE];
    for file in in_all_forms(&Fmt::new(FLOAT, 1, 8000, 32), |order| order.floats(&values)) {
        assert_eq!(mono(&file), values);
    }
}

#[test]
fn doubles_are_rounded_to_the_nearest_float() {
    let values = [0.0, 0.1, -1.0, 1.0 + 1e-12, 2.5, -1e-300];
    let wanted: Vec<f32> = values.iter().map(|value| *value as f32).collect();
    for file in in_all_forms(&Fmt::new(FLOAT, 1, 8000, 64), |order| {
        order.doubles(&values)
    }) {
        assert_eq!(mono(&file), wanted);
    }
}

#[test]
fn g711_octets_are_decoded_by_their_own_law() {
    let octets: Vec<u8> = (0..=255).collect();
    for (tag, law) in [(ALAW, alaw::decode as fn(u8) -> i16), (ULAW, ulaw::decode)] {
        let wanted: Vec<f32> = octets
            .iter()
            .map(|octet| f32::from(law(*octet)) / 32768.0)
            .collect();
        for file in in_all_forms(&Fmt::new(tag, 1, 8000, 8), |_| octets.clone()) {
            assert_eq!(mono(&file), wanted, "tag {tag}");
        }
    }
}

#[test]
fn every_au_encoding_is_exact_in_either_byte_order() {
    let g711: Vec<u8> = (0..=255).collect();
    let law = |law: fn(u8) -> i16| -> Vec<f32> {
        g711.iter()
            .map(|octet| f32::from(law(*octet)) / 32768.0)
            .collect()
    };
    let scaled = |bits: u32| -> Vec<f32> {
        let full_scale = 2_f64.powi(bits as i32 - 1);
        integers(bits)
            .iter()
            .map(|value| (f64::from(*value) / full_scale) as f32)
            .collect()
    };
    let floats = [0.0, -0.25, 1.0, 1.5];
    let doubles = floats.map(f64::from);
    for order in [Order::Big, Order::Little] {
        for (encoding, octets, wanted) in [
            (1, g711.clone(), law(ulaw::decode)),
            (2, order.ints(&integers(8), 1), scaled(8)),
            (3, order.ints(&integers(16), 2), scaled(16)),
            (4, order.ints(&integers(24), 3), scaled(24)),
            (5, order.ints(&integers(32), 4), scaled(32)),
            (6, order.floats(&floats), floats.to_vec()),
            (7, order.doubles(&doubles), floats.to_vec()),
            (27, g711.clone(), law(alaw::decode)),
        ] {
            let file = au(order, encoding, 11_025, 1, &octets);
            assert_eq!(mono(&file), wanted, "encoding {encoding}, {order:?}");
            let (decoded, _) = decoded(&file).unwrap();
            assert_eq!(
                (decoded.format.container, decoded.format.rate_hz),
                ("AU", 11_025)
            );
        }
    }
}

#[test]
fn an_unknown_au_encoding_is_unsupported() {
    let error = decoded(&au(Order::Big, 11, 8000, 1, &[0; 16])).unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
    assert_eq!(
        error.to_string(),
        "decode a Sun AU file that holds fixed-point samples (encoding 11): not supported by telewav"
    );
}

#[test]
fn an_au_header_may_be_longer_and_its_size_unknown() {
    let file = au_claiming(Order::Big, 32, u32::MAX, 2, 8000, 1, b"a title\x00\x40\xC0");
    assert_eq!(mono(&file), [0.5, -0.5]);
    // A size that leaves octets over ends the sound.
    let file = au_claiming(Order::Big, 24, 1, 2, 8000, 1, b"\x40\xC0");
    assert_eq!(mono(&file), [0.5]);
}

#[test]
fn an_au_whose_samples_start_nowhere_is_malformed() {
    for offset in [0, 23, 41, u32::MAX] {
        let file = au_claiming(Order::Big, offset, 16, 2, 8000, 1, &[0; 16]);
        let error = decoded(&file).unwrap_err();
        assert!(
            matches!(
                error,
                Error::Malformed {
                    offset: Some(4),
                    ..
                }
            ),
            "{error}"
        );
    }
}

// ---- what a file is ----

#[test]
fn a_file_is_known_by_its_content() {
    let tagged_flac = [id3(20), b"fLaC\x00\x00\x00\x22".to_vec()].concat();
    let vorbis = [&b"OggS"[..], &[0; 22], b"\x01\x1E\x01vorbis"].concat();
    let mp3 = [0xFF, 0xFB, 0x90, 0x00]
        .into_iter()
        .chain([0; 300])
        .collect::<Vec<u8>>();
    for (octets, kind, start, is_audio) in [
        (wav16(8000, &[0; 4]), Kind::Wav, 0, true),
        (au(Order::Big, 1, 8000, 1, &[0; 4]), Kind::Au, 0, true),
        (au(Order::Little, 1, 8000, 1, &[0; 4]), Kind::Au, 0, true),
        (tagged_flac, Kind::Flac, 30, true),
        (vorbis, Kind::Ogg(OggCodec::Vorbis), 0, true),
        (b"\x00\x00\x00\x20ftypM4A ".to_vec(), Kind::Mp4, 0, true),
        (b"\x1A\x45\xDF\xA3".to_vec(), Kind::Matroska, 0, true),
        (b"FORM\x00\x00\x00\x20AIFF".to_vec(), Kind::Aiff, 0, true),
        (b"caff\x00\x01".to_vec(), Kind::Caf, 0, true),
        (mp3, Kind::Mpeg(3), 0, true),
        (b"#!AMR\n".to_vec(), Kind::Amr { wide: false }, 0, true),
        (
            b"<!DOCTYPE html>".to_vec(),
            Kind::Foreign(Foreign::WebPage),
            0,
            false,
        ),
        ("欢迎光临".into(), Kind::Foreign(Foreign::Text), 0, false),
        (vec![0; 100], Kind::Foreign(Foreign::Zeros), 0, false),
        (vec![0x80, 0x01, 0x02], Kind::Unknown, 0, false),
        (Vec::new(), Kind::Empty, 0, false),
    ] {
        let sniffed = kind::sniff(&mut Cursor::new(&octets)).unwrap();
        assert_eq!((sniffed.kind, sniffed.start), (kind, start));
        assert_eq!(sniffed.kind.is_audio(), is_audio, "{}", kind.describe());
    }
}

// ---- how a file is described ----

#[test]
fn the_format_is_told_as_it_is() {
    let file = Wav::new()
        .fmt(&Fmt::new(FLOAT, 3, 12_000, 32).extensible())
        .data(&Order::Little.floats(&[0.5; 30]))
        .build();
    let (decoded, _) = decoded(&file).unwrap();
    let format = &decoded.format;
    assert_eq!(
        (format.container, format.codec.as_str()),
        ("WAV", "floating-point PCM")
    );
    assert_eq!(
        (format.rate_hz, format.n_channels, format.bits),
        (12_000, 3, Some(32))
    );
    assert_eq!(
        (decoded.n_frames, decoded.duration_s),
        (10, 10.0 / 12_000.0)
    );
    assert!(decoded.damage.is_empty() && decoded.notes.is_empty());
}

#[test]
fn what_is_odd_about_a_header_is_noted() {
    let pcm = Fmt::pcm(16);
    let note = |file: &[u8]| {
        let notes = decoded(file).unwrap().0.notes;
        let notes: Vec<String> = notes.iter().map(ToString::to_string).collect();
        notes.join("; ")
    };
    let two = Wav::new().fmt(&pcm).data(&[0; 4]).data(&[0; 4]).build();
    assert_eq!(note(&two), "2 data chunks, joined");
    let open = Wav::new()
        .fmt(&pcm)
        .claiming(b"data", &[0; 4], u32::MAX)
        .build();
    assert_eq!(
        note(&open),
        "the header gives no length; read to the end of the file"
    );
    let wrong = Wav::new().fmt(&pcm).claiming(b"data", &[0; 4], 100).build();
    assert_eq!(
        note(&wrong),
        "the header promises 100 bytes of samples, the file has 4"
    );
}

#[test]
fn joined_data_chunks_are_one_sound() {
    let file = Wav::new()
        .fmt(&Fmt::pcm(8))
        .data(&[0x80, 0xC0])
        .chunk(b"LIST", b"INFO")
        .data(&[0x40, 0x00])
        .build();
    assert_eq!(mono(&file), [0.0, 0.5, -0.5, -1.0]);
}

#[test]
fn data_before_fmt_is_decoded_all_the_same() {
    let file = Wav::new().data(&[0x80, 0xC0]).fmt(&Fmt::pcm(8)).build();
    assert_eq!(mono(&file), [0.0, 0.5]);
}

#[test]
fn a_tag_that_is_not_decoded_is_named() {
    for (tag, bits, wanted) in [
        (
            0x0042,
            0,
            "decode a WAV that holds G.723.1 (format tag 0x0042): not supported by telewav",
        ),
        (
            0x7777,
            8,
            "decode a WAV that holds format tag 0x7777 (format tag 0x7777): not supported by telewav",
        ),
        (
            PCM,
            40,
            "decode a WAV that holds linear PCM of 40 bits: not supported by telewav",
        ),
        (
            FLOAT,
            16,
            "decode a WAV that holds floating-point PCM of 16 bits: not supported by telewav",
        ),
        (
            PCM,
            0,
            "decode a WAV that holds linear PCM of 0 bits: not supported by telewav",
        ),
    ] {
        let file = Wav::new()
            .fmt(&Fmt::new(tag, 1, 8000, bits))
            .data(&[0; 40])
            .build();
        assert_eq!(decoded(&file).unwrap_err().to_string(), wanted);
    }
}

// ---- blocks ----

/// A value that tells channel and frame.
fn numbered(channel: usize, frame: usize) -> i32 {
    ((frame * 2 + channel) % 65_536) as i32 - 32_768
}

#[test]
fn a_long_file_comes_in_blocks_of_8192_frames() {
    for (n_frames, wanted) in [
        (1, vec![1]),
        (8191, vec![8191]),
        (8192, vec![8192]),
        (8193, vec![8192, 1]),
        (2 * 8192 + 100, vec![8192, 8192, 100]),
    ] {
        let values: Vec<i32> = (0..n_frames)
            .flat_map(|frame| [numbered(0, frame), numbered(1, frame)])
            .collect();
        let file = Wav::new()
            .fmt(&Fmt::pcm(16).channels(2))
            .data(&Order::Little.ints(&values, 2))
            .build();
        let (decoded, sound) = decoded(&file).unwrap();
        assert_eq!(sound.blocks, wanted);
        assert_eq!(decoded.n_frames, n_frames as u64);
        for (channel, plane) in sound.planes.iter().enumerate() {
            let wanted: Vec<f32> = (0..n_frames)
                .map(|frame| numbered(channel, frame) as f32 / 32768.0)
                .collect();
            assert_eq!(plane, &wanted, "channel {channel} of {n_frames} frames");
        }
    }
}

#[test]
fn an_error_of_the_sink_stops_the_decoding_and_is_passed_on() {
    let file = wav16(8000, &[100; 20_000]);
    let mut n_blocks = 0;
    let result =
        telewav::decode::decode(Cursor::new(&file), &DecodeOptions::default(), &mut |_| {
            n_blocks += 1;
            Err(Error::Encode {
                what: Stage::Prompt,
                problem: Fault::Says {
                    text: "enough".into(),
                },
            })
        });
    assert_eq!(result.unwrap_err().to_string(), "encode the prompt: enough");
    assert_eq!(n_blocks, 1);
}

// ---- limits ----

/// The name of the limit that refuses the file.
fn refusing_limit(file: &[u8], options: &DecodeOptions) -> &'static str {
    match decoded_with(file, options) {
        Err(Error::LimitExceeded { limit_name, .. }) => limit_name.as_str(),
        other => panic!("expected a limit, found {other:?}"),
    }
}

/// A WAV and an AU with these claims.
fn claiming(rate_hz: u32, channels: u16) -> [Vec<u8>; 2] {
    let fmt = Fmt::pcm(16).rate_hz(rate_hz).channels(channels);
    [
        Wav::new().fmt(&fmt).data(&[0; 1200]).build(),
        au(Order::Big, 3, rate_hz, u32::from(channels), &[0; 1200]),
    ]
}

#[test]
fn a_rate_out_of_range_is_refused() {
    for (rate_hz, limit) in [
        (0, "min_rate_hz"),
        (1999, "min_rate_hz"),
        (768_001, "max_rate_hz"),
        (4_000_000_007, "max_rate_hz"),
        (u32::MAX, "max_rate_hz"),
    ] {
        for file in claiming(rate_hz, 1) {
            assert_eq!(
                refusing_limit(&file, &DecodeOptions::default()),
                limit,
                "{rate_hz} Hz"
            );
        }
    }
    for rate_hz in [2000, 768_000] {
        for file in claiming(rate_hz, 1) {
            assert_eq!(decoded(&file).unwrap().0.format.rate_hz, rate_hz);
        }
    }
}

#[test]
fn a_channel_count_out_of_range_is_refused() {
    for channels in [0, 65, 300, 65_535] {
        for file in claiming(8000, channels) {
            let limit = refusing_limit(&file, &DecodeOptions::default());
            assert_eq!(limit, "max_channels", "{channels} channels");
        }
    }
    for channels in [1, 64] {
        for file in claiming(8000, channels) {
            let (decoded, sound) = decoded(&file).unwrap();
            assert_eq!(decoded.format.n_channels, usize::from(channels));
            assert_eq!(sound.planes.len(), usize::from(channels));
        }
    }
    let au = au(Order::Big, 3, 8000, u32::MAX, &[0; 1200]);
    assert_eq!(
        refusing_limit(&au, &DecodeOptions::default()),
        "max_channels"
    );
}

#[test]
fn a_limit_can_be_moved() {
    let mut limits = Limits::default();
    limits.min_rate_hz = 8000;
    limits.max_rate_hz = 16_000;
    limits.max_channels = 2;
    let options = DecodeOptions::default().limits(limits);
    for (rate_hz, channels, limit) in [
        (7999, 1, "min_rate_hz"),
        (16_001, 1, "max_rate_hz"),
        (8000, 3, "max_channels"),
    ] {
        for file in claiming(rate_hz, channels) {
            assert_eq!(refusing_limit(&file, &options), limit);
        }
    }
    for file in claiming(16_000, 2) {
        assert!(decoded_with(&file, &options).is_ok());
    }
}

#[test]
fn a_recording_that_is_too_long_is_refused() {
    let mut limits = Limits::default();
    limits.max_input_s = 2.0;
    let options = DecodeOptions::default().limits(limits);
    let (just, over) = (wav16(8000, &[1; 16_000]), wav16(8000, &[1; 16_001]));
    assert!(decoded_with(&just, &options).is_ok());
    assert_eq!(refusing_limit(&over, &options), "max_input_s");
    assert!(decoded(&over).is_ok(), "the default limit is six hours");
}

#[test]
fn the_default_limits_are_the_documented_ones() {
    let limits = Limits::default();
    assert_eq!((limits.min_rate_hz, limits.max_rate_hz), (2000, 768_000));
    assert_eq!(
        (limits.max_channels, limits.max_packet_frames),
        (64, 65_536)
    );
    assert!((limits.max_input_s - 21_600.0).abs() < 1e-9);
}

#[test]
fn a_file_without_a_frame_is_an_error() {
    for file in [
        Wav::new().fmt(&Fmt::pcm(16)).data(&[]).build(),
        Wav::new().fmt(&Fmt::pcm(16)).data(&[1]).build(),
        au(Order::Big, 3, 8000, 1, &[]),
    ] {
        let error = decoded(&file).unwrap_err().to_string();
        assert_eq!(
            error,
            "read the sound: expected at least one frame, found none"
        );
    }
}

// ---- headers that lie ----

#[test]
fn an_rf64_size_at_the_end_of_64_bits_is_no_fault_of_ours() {
    let file = Wav::rf64(u64::MAX, 800, 400)
        .fmt(&Fmt::pcm(16))
        .claiming(b"data", &[1; 800], u32::MAX)
        .build();
    let (found, _) = decoded(&file).unwrap();
    assert_eq!(found.n_frames, 400);
}

#[test]
fn an_rf64_that_was_cut_is_damaged() {
    let file = Wav::rf64(5_000_000_072, 5_000_000_000, 2_500_000_000)
        .fmt(&Fmt::pcm(16))
        .claiming(b"data", &[1; 800], u32::MAX)
        .build();
    assert!(matches!(decoded(&file), Err(Error::Damaged(_))));
}

#[test]
fn a_wav_that_was_cut_beyond_two_gigabytes_is_damaged() {
    let file = Wav::new()
        .fmt(&Fmt::pcm(16))
        .claiming(b"data", &[1; 800], 3_000_000_000)
        .riff_size(3_000_000_036)
        .build();
    assert!(matches!(decoded(&file), Err(Error::Damaged(_))));
}

#[test]
fn octets_of_alaw_are_octets_whatever_the_bits_say() {
    let fmt = Fmt {
        bits: 16,
        ..Fmt::alaw()
    };
    let file = Wav::new()
        .fmt(&fmt.byte_rate(8000).block_align(1))
        .data(&[0xD5; 800])
        .build();
    assert_eq!(decoded(&file).unwrap().0.n_frames, 800);
}

#[test]
fn half_a_frame_is_left_out_and_told() {
    let file = Wav::new().fmt(&Fmt::pcm(16)).data(&[1; 801]).build();
    let (found, _) = decoded(&file).unwrap();
    assert_eq!(found.n_frames, 400);
    assert!(
        found.notes[0].to_string().starts_with("1 octets"),
        "{:?}",
        found.notes
    );
}

// ---- one after another ----

#[test]
fn what_a_thread_decoded_before_makes_no_difference() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/good");
    let read = |name: &str| std::fs::read(format!("{folder}/{name}")).unwrap();
    let files = [
        "vorbis-44100Hz-stereo-0.5s.ogg",
        "vorbis-22050Hz-mono-0.5s.ogg",
        "vorbis-48000Hz-stereo-0.5s.webm",
    ]
    .map(read);
    let fresh = |file: &[u8]| {
        let file = file.to_vec();
        std::thread::spawn(move || decoded(&file).unwrap().1.planes)
            .join()
            .unwrap()
    };
    let alone = files.each_ref().map(|file| fresh(file));
    // Each after itself, after each of the others, and after one that was cut in the middle of its sound.
    for first in 0..files.len() {
        for second in 0..files.len() {
            let cut = &files[first][..files[first].len() * 3 / 4];
            let _ = decoded(cut);
            assert!(
                decoded(&files[first]).unwrap().1.planes == alone[first],
                "{first}"
            );
            assert!(
                decoded(&files[second]).unwrap().1.planes == alone[second],
                "{first} {second}"
            );
        }
    }
}
