//! Sample formats: AIFF, CAF and Wave64 in every sample type, codings of fixed blocks, and sound without a
//! header.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use telewav::decode::{DamageKind, DecodeOptions, Decoded, RawEncoding, RawFormat};
use telewav::g711::{alaw, ulaw};
use telewav::kind::{self, Kind};
use telewav::{ConvertOptions, Error};

use crate::common::*;

// ---- files, byte by byte ----

/// An IFF chunk, with its pad byte.
fn chunk(id: &[u8; 4], octets: &[u8]) -> Vec<u8> {
    let mut out = claiming(id, octets.len() as u32, octets);
    out.extend(vec![0; octets.len() % 2]);
    out
}

/// An IFF chunk with any length field and never a pad byte.
fn claiming(id: &[u8; 4], len: u32, octets: &[u8]) -> Vec<u8> {
    [&id[..], &len.to_be_bytes(), octets].concat()
}

fn form(kind: &[u8; 4], chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [&kind[..], &chunks.concat()].concat();
    [&b"FORM"[..], &(body.len() as u32).to_be_bytes(), &body].concat()
}

/// An 80-bit float of a whole number.
fn extended(rate_hz: u64) -> [u8; 10] {
    let shift = rate_hz.leading_zeros();
    let mut out = [0; 10];
    out[..2].copy_from_slice(&(16_383 + 63 - shift as u16).to_be_bytes());
    out[2..].copy_from_slice(&(rate_hz << shift).to_be_bytes());
    out
}

/// A COMM chunk for 11,025 Hz; with a compression type it is AIFF-C's.
fn comm(channels: u16, frames: u32, bits: u16, compression: Option<&[u8; 4]>) -> Vec<u8> {
    let mut body = [
        &channels.to_be_bytes()[..],
        &frames.to_be_bytes(),
        &bits.to_be_bytes(),
        &extended(11_025),
    ]
    .concat();
    if let Some(compression) = compression {
        body.extend(compression);
        // The name of the compression: a Pascal string, padded.
        body.extend(b"\x05named");
    }
    chunk(b"COMM", &body)
}

fn ssnd(octets: &[u8]) -> Vec<u8> {
    chunk(b"SSND", &[&[0; 8], octets].concat())
}

fn aifc(compression: &[u8; 4], channels: u16, frames: u32, bits: u16, octets: &[u8]) -> Vec<u8> {
    let comm = comm(channels, frames, bits, Some(compression));
    form(b"AIFC", &[comm, ssnd(octets)])
}

fn caf_chunk(id: &[u8; 4], size: i64, octets: &[u8]) -> Vec<u8> {
    [&id[..], &size.to_be_bytes(), octets].concat()
}

/// A CAF of `format` with these flags, octets and frames of a packet, channels and bits.
fn caf(format: &[u8; 4], fields: [u32; 5], chunks: &[Vec<u8>], octets: &[u8]) -> Vec<u8> {
    let mut desc = 11_025_f64.to_be_bytes().to_vec();
    desc.extend(format);
    desc.extend(fields.iter().flat_map(|field| field.to_be_bytes()));
    let data = [&[0; 4], octets].concat();
    [
        b"caff\x00\x01\x00\x00".to_vec(),
        caf_chunk(b"desc", 32, &desc),
        chunks.concat(),
        caf_chunk(b"data", data.len() as i64, &data),
    ]
    .concat()
}

const GUID_TAIL: &[u8; 12] = b"\xF3\xAC\xD3\x11\x8C\xD1\x00\xC0\x4F\x8E\xDB\x8A";

fn w64_chunk(id: &[u8; 4], size: u64, octets: &[u8]) -> Vec<u8> {
    let mut out = [&id[..], GUID_TAIL, &size.to_le_bytes(), octets].concat();
    out.resize(out.len().next_multiple_of(8), 0);
    out
}

fn w64(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let body: Vec<u8> = chunks
        .iter()
        .flat_map(|(id, octets)| w64_chunk(id, octets.len() as u64 + 24, octets))
        .collect();
    let size = body.len() as u64 + 40;
    let mut out = b"riff\x2E\x91\xCF\x11\xA5\xD6\x28\xDB\x04\xC1\x00\x00".to_vec();
    out.extend(size.to_le_bytes());
    out.extend(b"wave");
    out.extend(GUID_TAIL);
    out.extend(body);
    out
}

// ---- values ----

fn mono(octets: &[u8]) -> (Decoded, Vec<f32>) {
    let (decoded, mut sound) = decoded(octets).unwrap();
    assert_eq!(sound.planes.len(), 1);
    (decoded, sound.planes.remove(0))
}

/// Edges of the range and values in between, for signed integers of `bits`.
fn integers(bits: u32) -> Vec<i32> {
    let top = 1_i64 << (bits - 1);
    [0, 1, -1, top / 3, -top / 3, top / 2, top - 1, -top]
        .iter()
        .map(|value| *value as i32)
        .collect()
}

fn scaled(bits: u32) -> Vec<f32> {
    let full_scale = 2_f64.powi(bits as i32 - 1);
    integers(bits)
        .iter()
        .map(|value| (f64::from(*value) / full_scale) as f32)
        .collect()
}

/// `integers(bits)` at the upper end of their octets.
fn left_justified(bits: u32, octets: usize, order: Order) -> Vec<u8> {
    let shift = 8 * octets as u32 - bits;
    let values: Vec<i32> = integers(bits).iter().map(|value| value << shift).collect();
    order.ints(&values, octets)
}

fn law(decode: fn(u8) -> i16) -> Vec<f32> {
    (0..=255)
        .map(|octet| f32::from(decode(octet)) / 32768.0)
        .collect()
}

const FLOATS: [f32; 5] = [0.0, -0.25, 1.0, 1.5, -1e-20];

fn g711() -> Vec<u8> {
    (0..=255).collect()
}

fn unsigned8() -> Vec<u8> {
    integers(8).iter().map(|v| (v + 128) as u8).collect()
}

// ---- AIFF ----

#[test]
fn every_sample_type_of_aiff_is_exact() {
    use Order::{Big, Little};
    for bits in [2_u32, 4, 8, 12, 16, 20, 24, 28, 32] {
        let octets = bits.div_ceil(8) as usize;
        let data = left_justified(bits, octets, Big);
        let frames = integers(bits).len() as u32;
        for file in [
            form(b"AIFF", &[comm(1, frames, bits as u16, None), ssnd(&data)]),
            aifc(b"NONE", 1, frames, bits as u16, &data),
            aifc(b"twos", 1, frames, bits as u16, &data),
            aifc(
                b"sowt",
                1,
                frames,
                bits as u16,
                &left_justified(bits, octets, Little),
            ),
        ] {
            let (decoded, samples) = mono(&file);
            assert_eq!(samples, scaled(bits), "{bits} bits");
            assert_eq!(decoded.format.rate_hz, 11_025);
            assert_eq!(decoded.notes, []);
        }
    }
    let doubles = FLOATS.map(f64::from);
    for (compression, bits, data, wanted) in [
        (b"raw ", 8, unsigned8(), scaled(8)),
        (b"in24", 24, Big.ints(&integers(24), 3), scaled(24)),
        (b"in32", 32, Big.ints(&integers(32), 4), scaled(32)),
        (b"42ni", 24, Little.ints(&integers(24), 3), scaled(24)),
        (b"42n1", 24, Little.ints(&integers(24), 3), scaled(24)),
        (b"23ni", 32, Little.ints(&integers(32), 4), scaled(32)),
        (b"fl32", 32, Big.floats(&FLOATS), FLOATS.to_vec()),
        (b"FL32", 32, Big.floats(&FLOATS), FLOATS.to_vec()),
        (b"fl64", 64, Big.doubles(&doubles), FLOATS.to_vec()),
        (b"FL64", 64, Big.doubles(&doubles), FLOATS.to_vec()),
        (b"alaw", 16, g711(), law(alaw::decode)),
        (b"ALAW", 8, g711(), law(alaw::decode)),
        (b"ulaw", 16, g711(), law(ulaw::decode)),
        (b"ULAW", 8, g711(), law(ulaw::decode)),
    ] {
        let file = aifc(compression, 1, wanted.len() as u32, bits, &data);
        assert_eq!(mono(&file).1, wanted, "{}", compression.escape_ascii());
    }
}

#[test]
fn aiff_chunks_may_stand_in_any_order_and_be_odd() {
    let (comm, ssnd) = (comm(1, 2, 16, None), ssnd(b"\x40\x00\xC0\x00"));
    let odd = chunk(b"NAME", b"odd");
    let unpadded = claiming(b"NAME", 3, b"odd");
    let offset = chunk(b"SSND", b"\0\0\0\x02\0\0\0\0\xAA\xAA\x40\x00\xC0\x00");
    for chunks in [
        vec![comm.clone(), ssnd.clone()],
        vec![ssnd.clone(), comm.clone()],
        vec![odd.clone(), ssnd.clone(), odd.clone(), comm.clone()],
        vec![unpadded.clone(), comm.clone(), unpadded, ssnd.clone()],
        vec![comm.clone(), offset],
        vec![comm.clone(), ssnd, claiming(b"ANNO", 1000, b"cut")],
    ] {
        assert_eq!(mono(&form(b"AIFF", &chunks)).1, [0.5, -0.5]);
    }
}

#[test]
fn aiff_sizes_that_lie_are_told() {
    let comm = |frames| comm(1, frames, 16, None);
    let open = form(
        b"AIFF",
        &[
            comm(0),
            claiming(b"SSND", 0, &[0, 0, 0, 0, 0, 0, 0, 0, 64, 0]),
        ],
    );
    let (found, samples) = mono(&open);
    assert_eq!(samples, [0.5]);
    assert!(
        found.notes[0].to_string().contains("no length"),
        "{:?}",
        found.notes
    );

    let (found, samples) = mono(&form(b"AIFF", &[comm(1), ssnd(b"\x40\x00\xC0\x00")]));
    assert_eq!(samples, [0.5, -0.5]);
    assert!(
        found.notes[0].to_string().contains("counts 1 frames"),
        "{:?}",
        found.notes
    );
    let more = form(b"AIFF", &[comm(9), ssnd(b"\x40\x00\xC0\x00")]);
    match decoded(&more).unwrap_err() {
        Error::Damaged(damage) => assert_eq!(
            damage.to_string(),
            "at 0.00 s: the COMM chunk counts 9 frames, and 2 are there: 7 are missing, 0.00 s"
        ),
        other => panic!("{other}"),
    }

    let cut = form(
        b"AIFF",
        &[comm(9), claiming(b"SSND", 26, b"\0\0\0\0\0\0\0\0\x40\x00")],
    );
    match decoded(&cut).unwrap_err() {
        Error::Damaged(damage) => {
            assert_eq!(damage.kept[0].kind, DamageKind::EarlyEnd);
            assert!(damage.to_string().contains("16 bytes"), "{damage}");
        }
        other => panic!("{other}"),
    }
}

#[test]
fn what_aiff_holds_besides_is_named() {
    for (compression, name) in [
        (b"MAC3", "MACE 3:1"),
        (b"QDM2", "QDesign Music"),
        (b"zzzz", "compression type \"zzzz\""),
    ] {
        let error = decoded(&aifc(compression, 1, 4, 16, &[0; 8])).unwrap_err();
        let wanted = format!("decode an AIFF that holds {name}: not supported by telewav");
        assert_eq!(error.to_string(), wanted);
    }
    let error = decoded(&form(b"AIFF", &[comm(1, 4, 33, None), ssnd(&[0; 8])])).unwrap_err();
    assert!(
        error.to_string().contains("linear PCM of 33 bits"),
        "{error}"
    );
    for chunks in [vec![comm(1, 0, 16, None)], vec![ssnd(&[0; 8])]] {
        let error = decoded(&form(b"AIFF", &chunks)).unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{error}");
    }
}

// ---- CAF ----

#[test]
fn every_sample_type_of_caf_is_exact() {
    for (order, flag) in [(Order::Big, 0), (Order::Little, 2)] {
        for bits in [8_u32, 16, 20, 24, 32] {
            let octets = bits.div_ceil(8);
            let data = left_justified(bits, octets as usize, order);
            let file = caf(b"lpcm", [flag, octets, 1, 1, bits], &[], &data);
            assert_eq!(mono(&file).1, scaled(bits), "{bits} bits, {order:?}");
        }
        let floats = order.floats(&FLOATS);
        let file = caf(b"lpcm", [flag | 1, 4, 1, 1, 32], &[], &floats);
        assert_eq!(mono(&file).1, FLOATS);
        let doubles = order.doubles(&FLOATS.map(f64::from));
        let file = caf(b"lpcm", [flag | 1, 8, 1, 1, 64], &[], &doubles);
        assert_eq!(mono(&file).1, FLOATS);
    }
    for (format, wanted) in [(b"alaw", law(alaw::decode)), (b"ulaw", law(ulaw::decode))] {
        let (found, samples) = mono(&caf(format, [0, 1, 1, 1, 8], &[], &g711()));
        assert_eq!(samples, wanted);
        assert_eq!(found.format.container, "CAF");
    }
    let file = caf(b"lpcm", [0, 4, 1, 1, 24], &[], &[0; 8]);
    assert!(matches!(decoded(&file), Err(Error::Unsupported { .. })));
}

#[test]
fn a_caf_may_be_open_or_cut() {
    let whole = caf(b"alaw", [0, 1, 1, 1, 8], &[], &[0xD5; 100]);
    let size_at = whole.len() - 104 - 8;
    let with_size = |size: i64| {
        let mut file = whole.clone();
        file[size_at..size_at + 8].copy_from_slice(&size.to_be_bytes());
        file
    };
    let (found, samples) = mono(&with_size(-1));
    assert_eq!(samples.len(), 100);
    assert!(
        found.notes[0].to_string().contains("no length"),
        "{:?}",
        found.notes
    );
    assert!(matches!(decoded(&with_size(105)), Err(Error::Damaged(_))));
    assert!(matches!(
        decoded(&with_size(i64::MAX)),
        Err(Error::Damaged(_))
    ));
}

#[test]
fn the_packet_table_of_a_caf_trims() {
    let packets = [0x00; 34 * 3];
    let pakt = |valid: i64, priming: i32, remainder: i32| {
        let mut body = 3_i64.to_be_bytes().to_vec();
        body.extend(valid.to_be_bytes());
        body.extend(priming.to_be_bytes());
        body.extend(remainder.to_be_bytes());
        caf_chunk(b"pakt", 24, &body)
    };
    for (table, n_frames) in [
        (pakt(150, 30, 12), 150),
        (pakt(192, 0, 0), 192),
        (pakt(0, 0, 0), 192),
        (pakt(-5, -5, -5), 192),
    ] {
        let file = caf(b"ima4", [0, 34, 64, 1, 0], &[table], &packets);
        assert_eq!(mono(&file).1.len(), n_frames);
    }
    // A table that promises more than there is.
    let file = caf(b"ima4", [0, 34, 64, 1, 0], &[pakt(500, 1, 0)], &packets);
    assert!(matches!(decoded(&file), Err(Error::Damaged(_))));
}

// ---- Wave64 ----

#[test]
fn every_sample_type_of_w64_is_exact() {
    let little = Order::Little;
    for (fmt, data, wanted) in [
        (Fmt::pcm(8), unsigned8(), scaled(8)),
        (Fmt::pcm(16), little.ints(&integers(16), 2), scaled(16)),
        (Fmt::pcm(24), little.ints(&integers(24), 3), scaled(24)),
        (Fmt::pcm(32), little.ints(&integers(32), 4), scaled(32)),
        (
            Fmt::new(FLOAT, 1, 8000, 32),
            little.floats(&FLOATS),
            FLOATS.to_vec(),
        ),
        (
            Fmt::new(FLOAT, 1, 8000, 64).extensible(),
            little.doubles(&FLOATS.map(f64::from)),
            FLOATS.to_vec(),
        ),
        (Fmt::alaw(), g711(), law(alaw::decode)),
        (Fmt::new(ULAW, 1, 8000, 8), g711(), law(ulaw::decode)),
    ] {
        let fmt = fmt.octets(little);
        let n_frames = (wanted.len() as u64).to_le_bytes();
        for file in [
            w64(&[(b"fmt ", &fmt), (b"data", &data)]),
            w64(&[
                (b"list", b"odd"),
                (b"fmt ", &fmt),
                (b"fact", &n_frames),
                (b"data", &data),
            ]),
            w64(&[(b"data", &data), (b"fmt ", &fmt)]),
        ] {
            let (found, samples) = mono(&file);
            assert_eq!(samples, wanted);
            assert_eq!((found.format.container, found.notes.len()), ("W64", 0));
        }
    }
}

#[test]
fn w64_sizes_that_lie_are_told() {
    let fmt = Fmt::alaw().octets(Order::Little);
    let whole = w64(&[(b"fmt ", &fmt), (b"data", &[0xD5; 96])]);
    let data_at = whole.len() - 96 - 24;
    let with_sizes = |file_size: u64, data_size: u64| {
        let mut file = whole.clone();
        file[16..24].copy_from_slice(&file_size.to_le_bytes());
        file[data_at + 16..data_at + 24].copy_from_slice(&data_size.to_le_bytes());
        file
    };
    // As ffmpeg and others leave them behind in a pipe.
    for size in [24, 0, u64::MAX, i64::MAX as u64, 0xFFFF_FFFF] {
        let (found, samples) = mono(&with_sizes(u64::MAX, size));
        assert_eq!(samples.len(), 96, "{size}");
        assert!(
            found.notes[0].to_string().contains("no length"),
            "{:?}",
            found.notes
        );
    }
    let cut = with_sizes(whole.len() as u64 + 80, 24 + 96 + 80);
    assert!(matches!(decoded(&cut), Err(Error::Damaged(_))));
    assert_eq!(mono(&with_sizes(7, 24 + 96)).1.len(), 96);
}

#[test]
fn a_w64_is_no_wav_to_a_platform() {
    let file = w64(&[
        (b"fmt ", &Fmt::alaw().octets(Order::Little)),
        (b"data", &[0xD5; 96]),
    ]);
    let report = checked(&default_profile(), "prompt.wav", &file).unwrap();
    let findings = report.findings.iter();
    let found: Vec<String> = findings.map(|f| f.found.to_string()).collect();
    assert!(
        found
            .iter()
            .any(|found| found == "this is a Sony Wave64 (W64) file"),
        "{found:?}"
    );
    assert!(converted(&file).unwrap().octets.is_some());
}

// ---- codings of blocks ----

fn fixture(path: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    fs::read(root.join(path)).unwrap()
}

/// CRC-32 of the samples as interleaved 16-bit words; each has to be one.
fn crc_of_samples(octets: &[u8]) -> (usize, u32) {
    let (_, sound) = decoded(octets).unwrap();
    let mut words = Vec::new();
    for i in 0..sound.planes[0].len() {
        for plane in &sound.planes {
            let sample = plane[i] * 32768.0;
            assert!(
                sample.fract().abs() < f32::EPSILON,
                "{sample} has more than 16 bits"
            );
            words.push(sample as i16 as u16);
        }
    }
    (words.len(), crc_of_words(words))
}

#[test]
fn block_codings_are_decoded_as_their_references_do() {
    // By SoX 14.4.2 with libgsm, to the frame that `fact` ends at; ima4 by ffmpeg 5.1.
    for (path, n_samples, crc) in [
        ("good/raw-gsm-8000Hz-mono-800-frames.gsm", 800, 0x9003_12E9),
        ("good/gsm-8000Hz-mono-801-frames.wav", 801, 0xAF0C_924D),
        (
            "good/ima-adpcm-22050Hz-mono-11025-frames.wav",
            11_025,
            0xA32F_E3FD,
        ),
        (
            "good/ima-adpcm-22050Hz-stereo-2205-frames.wav",
            4410,
            0x171F_18F0,
        ),
        (
            "good/ms-adpcm-22050Hz-mono-11025-frames.wav",
            11_025,
            0xADA7_153B,
        ),
        (
            "good/caf-ima4-22050Hz-mono-2240-frames.caf",
            2240,
            0x5064_082C,
        ),
        (
            "good/aifc-ima4-22050Hz-stereo-2240-frames.aifc",
            4480,
            0x0214_A352,
        ),
        // By ITU-T G.191's decoder, with the limiter of G.726's Annex A.
        ("good/g726-16-8000Hz-mono-801-frames.wav", 801, 0x4C09_ACBD),
        ("good/g726-24-8000Hz-mono-801-frames.wav", 801, 0xE50F_087C),
        ("good/g726-32-8000Hz-mono-801-frames.wav", 801, 0x82DE_5F1B),
        ("good/g721-8000Hz-mono-800-frames.au", 800, 0x189A_2307),
        // By ffmpeg 5.1, to the frame that `fact` ends at.
        ("good/g722-16000Hz-mono-1601-frames.wav", 1601, 0x4CC6_F631),
        (
            "good/yamaha-adpcm-8000Hz-stereo-1024-frames.wav",
            2048,
            0xDFBE_1B8E,
        ),
        (
            "good/oki-adpcm-8000Hz-mono-800-frames.wav",
            800,
            0xE412_7E07,
        ),
    ] {
        assert_eq!(crc_of_samples(&fixture(path)), (n_samples, crc), "{path}");
    }
}

#[test]
fn headerless_codes_are_decoded_as_their_references_do() {
    let of = |path: &str, format: &str| {
        let options = DecodeOptions::default().raw(Some(raw(format)));
        let (_, sound) = decoded_with(&fixture(path), &options).unwrap();
        let words = sound.planes[0].iter();
        let words: Vec<u16> = words.map(|x| (x * 32768.0) as i16 as u16).collect();
        (words.len(), crc_of_words(words))
    };
    // By SoX 14.4.2, and by ffmpeg 5.1.
    let vox = of("good/raw-vox-8000Hz-mono-800-frames.vox", "vox:8000");
    assert_eq!(vox, (800, 0xE412_7E07));
    let g722 = of("good/raw-g722-16000Hz-mono-1600-frames.g722", "g722:16000");
    assert_eq!(g722, (1600, 0x8997_1C6A));
    // Octets of the AU and of the WAV, whose bits are in another order.
    let octets = |path: &str, at: usize, n: usize| fixture(path)[at..at + n].to_vec();
    let au = octets("good/g721-8000Hz-mono-800-frames.au", 24, 400);
    let turned: Vec<u8> = au.iter().map(|octet| octet.rotate_left(4)).collect();
    let samples = |octets: &[u8], format: &str| {
        let options = DecodeOptions::default().raw(Some(raw(format)));
        decoded_with(octets, &options).unwrap().1.planes
    };
    let (least, most) = (
        samples(&au, "g726-32le:8000"),
        samples(&turned, "g726-32be:8000"),
    );
    assert!(least[0].len() == 800 && least == most);
}

#[test]
fn what_cannot_be_told_of_codes_is_refused() {
    let wav = |tag: u16, n_channels: u16, rate_hz: u32, bits: u16, byte_rate: u32| {
        let fmt = Fmt::new(tag, n_channels, rate_hz, bits)
            .block_align(1)
            .byte_rate(byte_rate);
        Wav::new().fmt(&fmt).data(&[0x35; 120]).build()
    };
    for (file, said) in [
        (wav(0x0045, 2, 8000, 4, 8000), "G.726 ADPCM of 2 channels"),
        (wav(0x028F, 2, 16_000, 4, 16_000), "G.722 of 2 channels"),
        (
            wav(0x0020, 3, 8000, 4, 12_000),
            "Yamaha ADPCM of 3 channels",
        ),
        (wav(0x0010, 1, 8000, 3, 3000), "OKI ADPCM of 3 bits"),
        (wav(0x0064, 1, 8000, 16, 16_000), "G.726 ADPCM of 16 bits"),
        // ffmpeg's has a predictor that is not G.726's; and its 0x0065 is G.726.
        (wav(0x0045, 1, 8000, 5, 5000), "G.726 ADPCM of 5 bits"),
        (wav(0x0065, 1, 8000, 4, 4000), "0x0065"),
    ] {
        let error = decoded(&file).unwrap_err();
        assert!(matches!(error, Error::Unsupported { .. }), "{error}");
        assert!(error.to_string().contains(said), "{error}");
    }
    // The bits, or the byte rate where those are of something else.
    for (bits, byte_rate, n_frames) in [
        (2, 2000, 480),
        (3, 3000, 320),
        (16, 5000, 192),
        (0, 4000, 240),
    ] {
        let (_, samples) = mono(&wav(0x0064, 1, 8000, bits, byte_rate));
        assert_eq!(samples.len(), n_frames, "{bits} bits");
    }
    let Err(Error::Damaged(damage)) = decoded(&wav(0x0064, 1, 8000, 4, 3000)) else {
        panic!("4 bits, and a byte rate of 3");
    };
    assert_eq!(damage.kept[0].kind, DamageKind::Contradiction);
}

#[test]
fn codes_that_were_cut_are_told() {
    for path in [
        "good/g726-24-8000Hz-mono-801-frames.wav",
        "good/g721-8000Hz-mono-800-frames.au",
        "good/g722-16000Hz-mono-1601-frames.wav",
        "good/yamaha-adpcm-8000Hz-stereo-1024-frames.wav",
        "good/oki-adpcm-8000Hz-mono-800-frames.wav",
    ] {
        let whole = fixture(path);
        let Err(Error::Damaged(damage)) = decoded(&whole[..whole.len() * 2 / 3]) else {
            panic!("{path}");
        };
        assert_eq!(damage.kept[0].kind, DamageKind::EarlyEnd, "{path}");
    }
}

/// A WAV of `n_blocks` blocks of zeros, and `fact` if it is told.
fn block_wav(tag: u16, align: u16, n_blocks: usize, fact: Option<u32>) -> Vec<u8> {
    let fmt = Fmt::new(tag, 1, 8000, 4).block_align(align).byte_rate(4000);
    let mut wav = Wav::new().fmt(&fmt);
    if let Some(fact) = fact {
        wav = wav.fact(fact);
    }
    wav.data(&vec![0; usize::from(align) * n_blocks]).build()
}

#[test]
fn fact_is_believed_within_the_last_block() {
    // Frames of a block: IMA 1 + 32 * 2 - 8, Microsoft 2 + 2 * 25, GSM 320.
    for (tag, align, of_block) in [(0x11, 32, 57), (0x02, 32, 52), (0x31, 65, 320)] {
        let all = 3 * of_block;
        for (fact, wanted, is_told) in [
            (None, all, false),
            (Some(all), all, false),
            (Some(all - 1), all - 1, false),
            (Some(all - of_block + 1), all - of_block + 1, false),
            (Some(all - of_block), all, true),
            (Some(1), all, true),
            (Some(all + 1), all, true),
            // Writers that do not know.
            (Some(0), all, false),
            (Some(u32::MAX), all, false),
        ] {
            let (found, samples) = mono(&block_wav(tag, align, 3, fact));
            assert_eq!(samples.len() as u32, wanted, "tag {tag}, fact {fact:?}");
            let told = found
                .notes
                .iter()
                .any(|note| note.to_string().contains("fact chunk"));
            assert_eq!(told, is_told, "tag {tag}, fact {fact:?}");
        }
    }
    let wrong = Wav::new()
        .fmt(&Fmt::alaw())
        .fact(7)
        .data(&[0xD5; 8])
        .build();
    let (found, samples) = mono(&wrong);
    assert_eq!(samples.len(), 8);
    let told: Vec<String> = found.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["the fact chunk counts 7 frames, the samples are 8; all are used"]
    );
}

#[test]
fn a_last_block_that_is_short_is_used_as_far_as_it_goes() {
    for (tag, align, n_octets, wanted) in [
        (0x11, 32, 32 + 4 + 8, 57 + 17),
        (0x11, 32, 32 + 3, 57),
        (0x02, 32, 32 + 7 + 3, 52 + 8),
        (0x31, 65, 65 + 33, 480),
        (0x31, 65, 65 + 32, 320),
    ] {
        let fmt = Fmt::new(tag, 1, 8000, 4).block_align(align);
        let file = Wav::new().fmt(&fmt).data(&vec![0; n_octets]).build();
        assert_eq!(mono(&file).1.len(), wanted, "tag {tag}, {n_octets} octets");
    }
}

#[test]
fn a_damaged_block_is_told_with_its_time() {
    for (tag, at, octet) in [(0x11, 2, 89), (0x02, 0, 7)] {
        let mut file = block_wav(tag, 32, 3, None);
        let second = file.len() - 2 * 32;
        file[second + at] = octet;
        let Err(Error::Damaged(damage)) = decoded(&file) else {
            panic!("tag {tag}");
        };
        assert_eq!((damage.total, damage.kept[0].kind), (1, DamageKind::Packet));
        let at_s = damage.kept[0].at_s.unwrap();
        assert!((0.006..0.008).contains(&at_s), "{at_s}");
    }
    let mut gsm = fixture("good/raw-gsm-8000Hz-mono-800-frames.gsm");
    let options = DecodeOptions::default().raw(Some("gsm:8000".parse().unwrap()));
    gsm[66] = 0x00;
    let Err(Error::Damaged(damage)) = decoded_with(&gsm, &options) else {
        panic!("a frame without its mark");
    };
    assert!(
        (damage.kept[0].at_s.unwrap() - 0.04).abs() < 1e-9,
        "{damage}"
    );
    // And a file that was cut.
    let gsm = fixture("good/raw-gsm-8000Hz-mono-800-frames.gsm");
    assert!(matches!(decoded(&gsm[..150]), Err(Error::Damaged(_))));
}

#[test]
fn the_most_hostile_steps_overflow_nothing() {
    // Every code at its largest, from the largest step: Symphonia overflows here.
    let mut header = vec![1];
    header.extend([0xFF, 0x7F, 0xFF, 0x7F, 0xFF, 0x7F]);
    for code in [0x88, 0x77, 0x8F, 0xF8] {
        let mut block = header.clone();
        block.resize(2048, code);
        let fmt = Fmt::new(0x02, 1, 8000, 4).block_align(2048);
        let (_, samples) = mono(&Wav::new().fmt(&fmt).data(&block).build());
        assert!(samples.iter().all(|sample| sample.abs() <= 1.0));
    }
}

#[test]
fn blocks_without_room_are_malformed() {
    for (tag, align, channels) in [(0x11, 0, 1), (0x11, 7, 2), (0x02, 6, 1), (0x02, 32, 0)] {
        let fmt = Fmt::new(tag, channels, 8000, 4).block_align(align);
        let error = decoded(&Wav::new().fmt(&fmt).data(&[0; 64]).build()).unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{error}");
    }
    let stereo = Fmt::new(0x31, 2, 8000, 0).block_align(130);
    let error = decoded(&Wav::new().fmt(&stereo).data(&[0; 260]).build()).unwrap_err();
    assert!(
        error.to_string().contains("GSM 6.10 of 2 channels"),
        "{error}"
    );
}

#[test]
fn mpeg_audio_in_a_wav_is_decoded() {
    for (path, codec) in [
        ("good/mp3-in-wav-22050Hz-mono-1s.wav", "MP3"),
        ("good/mp2-in-wav-48000Hz-mono-0.2s.wav", "MP2"),
    ] {
        let (found, _) = decoded(&fixture(path)).unwrap();
        let format = &found.format;
        assert_eq!((format.container, format.codec.as_str()), ("WAV", codec));
    }
    let fmt = Fmt::new(0x55, 1, 8000, 0);
    let none = Wav::new().fmt(&fmt).data(&[0xD5; 800]).build();
    assert!(matches!(decoded(&none), Err(Error::Malformed { .. })));
}

// ---- without a header ----

fn raw(text: &str) -> RawFormat {
    text.parse().unwrap()
}

#[test]
fn every_raw_encoding_is_exact() {
    use Order::{Big, Little};
    let doubles = FLOATS.map(f64::from);
    for (name, data, wanted) in [
        ("alaw", g711(), law(alaw::decode)),
        ("ulaw", g711(), law(ulaw::decode)),
        ("s8", Big.ints(&integers(8), 1), scaled(8)),
        ("u8", unsigned8(), scaled(8)),
        ("s16le", Little.ints(&integers(16), 2), scaled(16)),
        ("s16be", Big.ints(&integers(16), 2), scaled(16)),
        ("s24le", Little.ints(&integers(24), 3), scaled(24)),
        ("s24be", Big.ints(&integers(24), 3), scaled(24)),
        ("s32le", Little.ints(&integers(32), 4), scaled(32)),
        ("s32be", Big.ints(&integers(32), 4), scaled(32)),
        ("f32le", Little.floats(&FLOATS), FLOATS.to_vec()),
        ("f32be", Big.floats(&FLOATS), FLOATS.to_vec()),
        ("f64le", Little.doubles(&doubles), FLOATS.to_vec()),
        ("f64be", Big.doubles(&doubles), FLOATS.to_vec()),
    ] {
        let format = raw(&format!("{name}:11025"));
        let options = DecodeOptions::default().raw(Some(format));
        let (found, sound) = decoded_with(&data, &options).unwrap();
        assert_eq!(sound.planes, std::slice::from_ref(&wanted), "{name}");
        assert_eq!(found.format.container, "headerless");
        assert_eq!((found.format.rate_hz, found.format.n_channels), (11_025, 1));
        // Two channels take turns.
        let format = raw(&format!("{name}:11025:2"));
        let twice = [data.clone(), data].concat();
        let (_, sound) = decoded_with(&twice, &DecodeOptions::default().raw(Some(format))).unwrap();
        assert_eq!(sound.planes.len(), 2);
        assert_eq!(sound.planes[1].len(), wanted.len());
        assert_eq!(sound.planes[1][0], wanted[1], "{name}");
    }
    assert_eq!(RawEncoding::ALL.len(), 14 + 13, "the others need decoders");
}

#[test]
fn raw_formats_are_read_and_written_as_text() {
    for encoding in RawEncoding::ALL {
        let format = RawFormat::mono(encoding, 16_000);
        assert_eq!(raw(&format.to_string()), format);
    }
    assert_eq!(raw("S16LE:44100:2").to_string(), "s16le:44100:2");
    for (text, problem) in [
        ("", "no encoding has this name; there are alaw, ulaw"),
        ("pcm:8000", "no encoding has this name"),
        ("alaw", "expected ENCODING:RATE"),
        ("alaw:", "expected ENCODING:RATE"),
        ("alaw:8k", "expected ENCODING:RATE"),
        ("alaw:8000:1:1", "expected ENCODING:RATE"),
        ("alaw:8000:x", "expected ENCODING:RATE"),
        ("gsm:8000:2", "GSM 6.10 has one channel"),
        ("g722:16000:2", "G.722 has one channel"),
        ("g726-40be:8000:2", "G.726 ADPCM has one channel"),
    ] {
        let error = text.parse::<RawFormat>().unwrap_err();
        assert!(error.to_string().contains(problem), "{text}: {error}");
    }
}

#[test]
fn extensions_say_what_headerless_files_hold() {
    for (extensions, format) in [
        ("al alaw alw g711a pcma ALAW", "alaw:8000"),
        ("ul ulaw ulw mu mulaw g711u pcmu", "ulaw:8000"),
        ("gsm", "gsm:8000"),
        ("vox", "vox:8000"),
        ("g722 722", "g722:16000"),
        ("g726-16", "g726-16le:8000"),
        ("g726-24", "g726-24le:8000"),
        ("g726-32", "g726-32le:8000"),
        ("g726-40", "g726-40le:8000"),
        ("sln slin sln8", "s16le:8000"),
        ("sln12", "s16le:12000"),
        ("sln16", "s16le:16000"),
        ("sln24", "s16le:24000"),
        ("sln32", "s16le:32000"),
        ("sln44", "s16le:44100"),
        ("sln48", "s16le:48000"),
        ("sln96", "s16le:96000"),
        ("sln192", "s16le:192000"),
    ] {
        for extension in extensions.split(' ') {
            assert_eq!(RawFormat::of_extension(extension), Some(raw(format)));
            assert!(telewav::name::is_audio_extension(extension));
        }
    }
    for extension in ["raw", "pcm", "wav", "", "sln11"] {
        assert_eq!(RawFormat::of_extension(extension), None, "{extension}");
    }
}

#[test]
fn raw_alaw_keeps_its_octets() {
    let mut noise = Noise::new(4);
    let octets: Vec<u8> = (0..2000).map(|_| noise.next_u32() as u8).collect();
    let decode = DecodeOptions::default().raw_if_unknown(Some(raw("alaw:8000")));
    let options = ConvertOptions::default().decode(decode);
    let source = std::io::Cursor::new(octets.clone());
    let made = telewav::convert(source, &default_profile(), &options).unwrap();
    assert_eq!(made.octets.unwrap()[58..], octets);
}

#[test]
fn the_caller_s_word_wins_and_the_extension_only_fills_in() {
    let wav = wav16(8000, &[100; 50]);
    let alaw = Some(raw("alaw:8000"));
    let n_frames = |octets: &[u8], options: &DecodeOptions| {
        let (found, _) = decoded_with(octets, options).unwrap();
        (found.format.container, found.n_frames)
    };
    let sure = DecodeOptions::default().raw(alaw);
    let fallback = DecodeOptions::default().raw_if_unknown(alaw);
    assert_eq!(n_frames(&wav, &sure), ("headerless", 144));
    assert_eq!(n_frames(&wav, &fallback), ("WAV", 50));
    assert_eq!(n_frames(&[0xD5; 90], &fallback), ("headerless", 90));
    // Silence of those who send 0x55, and of µ-law: octets that look like text and like frame headers.
    assert_eq!(n_frames(&[0x55; 90], &fallback), ("headerless", 90));
    assert_eq!(n_frames(&[0xFF; 90], &fallback), ("headerless", 90));
    // A page that was saved under the wrong name is no sound.
    let error = decoded_with(b"<html><body>404</body></html>", &fallback).unwrap_err();
    assert!(matches!(error, Error::NotAudio { .. }), "{error}");
    // Zeros are silence to those that have them for silence.
    let sln = DecodeOptions::default().raw_if_unknown(Some(raw("s16le:8000")));
    assert_eq!(n_frames(&[0; 90], &sln), ("headerless", 45));
    assert!(decoded_with(&[0; 90], &fallback).is_err());
}

#[test]
fn an_unknown_file_is_refused() {
    // The front end says how to name what has no header.
    let error = decoded(&[0xD5; 4000]).unwrap_err();
    assert!(matches!(error, Error::Unrecognised), "{error}");
}

#[test]
fn half_a_raw_sample_is_left_out_and_told() {
    let options = DecodeOptions::default().raw(Some(raw("s16le:8000")));
    let (found, _) = decoded_with(&[1; 801], &options).unwrap();
    assert_eq!(found.n_frames, 400);
    assert!(
        found.notes[0].to_string().starts_with("1 octets"),
        "{:?}",
        found.notes
    );
}

#[test]
fn a_raw_rate_out_of_range_is_refused() {
    for format in ["alaw:1999", "gsm:768001", "s16le:8000:65", "s16le:8000:0"] {
        let options = DecodeOptions::default().raw(Some(raw(format)));
        let error = decoded_with(&[0xD5; 330], &options).unwrap_err();
        assert!(
            matches!(error, Error::LimitExceeded { .. }),
            "{format}: {error}"
        );
    }
}

#[test]
fn kinds_are_told_apart_by_content() {
    let kind = |octets: &[u8]| kind::sniff(&mut std::io::Cursor::new(octets)).unwrap().kind;
    let gsm = fixture("good/raw-gsm-8000Hz-mono-800-frames.gsm");
    assert_eq!(kind(&gsm), Kind::Gsm);
    assert_eq!(kind(&gsm[..99]), Kind::Unknown, "three frames are no proof");
    assert_eq!(kind(&[0xD5; 4000]), Kind::Unknown, "silence in A-law");
    assert_eq!(kind(&[0x55; 4000]), Kind::Unknown, "the same, negative");
    assert_eq!(kind(&w64(&[])), Kind::W64);
    // Two headers that agree, and no third: µ-law that is nearly silent.
    let mut mulaw = vec![0xFE; 1500];
    mulaw[..4].copy_from_slice(b"\xFF\xFB\x90\x00");
    mulaw[417..421].copy_from_slice(b"\xFF\xFB\x90\x00");
    assert_eq!(kind(&mulaw), Kind::Unknown);
}

// ---- hostile files ----

/// One file of each kind that is read by this project's own parsers.
static OF_EACH: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let fmt = Fmt::new(0x11, 2, 8000, 4)
        .block_align(64)
        .octets(Order::Little);
    vec![
        form(b"AIFF", &[comm(2, 50, 16, None), ssnd(&[7; 200])]),
        aifc(b"ima4", 2, 3, 16, &[0; 34 * 2 * 3]),
        aifc(b"fl64", 1, 20, 64, &[7; 160]),
        caf(b"lpcm", [2, 6, 1, 2, 24], &[], &[7; 240]),
        caf(b"ima4", [0, 34, 64, 1, 0], &[], &[0; 340]),
        w64(&[(b"fmt ", &fmt), (b"data", &[0; 256])]),
        block_wav(0x02, 64, 4, Some(400)),
        block_wav(0x11, 64, 4, Some(400)),
        block_wav(0x31, 65, 4, Some(1200)),
        block_wav(0x64, 3, 40, Some(230)),
        block_wav(0x28F, 1, 100, Some(199)),
        block_wav(0x20, 64, 4, Some(500)),
        block_wav(0x17, 1, 100, Some(199)),
        fixture("good/raw-gsm-8000Hz-mono-800-frames.gsm"),
        au(Order::Big, 3, 8000, 1, &[7; 200]),
    ]
});

proptest! {
    #![proptest_config(proptest_config(300))]

    /// No panic, and never more frames than the octets can hold: 160 for 32 at most.
    #[test]
    fn mutated_files_are_decoded_or_refused(
        which in 0_usize..15,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        keep in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
        lenient in any::<bool>(),
    ) {
        let mut file = OF_EACH[which].clone();
        for (at, octet) in edits {
            // Headers are where it hurts.
            let at = at.index(file.len().min(120));
            file[at] = octet;
        }
        if is_cut {
            file.truncate(keep.index(file.len()));
        }
        let options = DecodeOptions::default().lenient(lenient);
        if let Ok((found, sound)) = decoded_with(&file, &options) {
            prop_assert!(found.n_frames <= 8 * file.len() as u64);
            prop_assert!(sound.planes.iter().flatten().all(|sample| sample.is_finite()));
        }
    }

    #[test]
    fn any_octets_are_sound_to_raw(octets in prop::collection::vec(any::<u8>(), 1..400)) {
        for encoding in RawEncoding::ALL {
            let format = RawFormat::mono(encoding, 8000);
            let options = DecodeOptions::default().lenient(true).raw(Some(format));
            if let Ok((found, _)) = decoded_with(&octets, &options) {
                prop_assert!(found.n_frames <= 8 * octets.len() as u64);
            }
        }
    }
}
