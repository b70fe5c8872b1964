//! The header that is written is golden bytes; every header that recorders, editors and PBXs write is read; and no
//! octets whatever make the readers panic.

mod common;

use std::io::Cursor;
use std::path::Path;

use common::{ALAW, FLOAT, Fmt, Order, PCM, ULAW, Wav, au, id3};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use telewav::decode::{DecodeOptions, decode};
use telewav::riff::read::{self, Extent, Form, Pad, WavFacts};
use telewav::riff::write::{self, Header, Law};
use telewav::{Error, kind};

fn facts_of(octets: &[u8]) -> Result<WavFacts, Error> {
    read::read(&mut Cursor::new(octets), 0)
}

fn facts(octets: &[u8]) -> WavFacts {
    facts_of(octets).unwrap()
}

/// Four-character codes in file order.
fn ids(facts: &WavFacts) -> Vec<String> {
    facts
        .chunks
        .iter()
        .map(|chunk| chunk.id.escape_ascii().to_string())
        .collect()
}

// ---- what is written ----

fn golden(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/golden");
    std::fs::read(folder.join(name)).unwrap()
}

#[test]
fn the_header_is_the_one_that_sox_writes() {
    for (name, law, n_frames) in [
        ("header-58-alaw-8000-frames.bin", Law::A, 8000),
        ("header-58-alaw-802-frames.bin", Law::A, 802),
        ("header-58-ulaw-8000-frames.bin", Law::Mu, 8000),
    ] {
        let octets = vec![0x2A; n_frames];
        let file = write::g711(law, 8000, Header::WithFact, octets.clone()).unwrap();
        let golden = golden(name);
        assert_eq!(golden.len(), 58, "{name}");
        assert_eq!(file[..58], golden, "{name}");
        assert_eq!(file[58..], octets, "{name}");
    }
}

#[test]
fn an_odd_number_of_octets_gets_one_of_silence() {
    let file = write::g711(Law::A, 8000, Header::WithFact, vec![0x2A; 801]).unwrap();
    assert_eq!(file[..58], golden("header-58-alaw-802-frames.bin"));
    assert_eq!(file[58..859], [0x2A; 801]);
    assert_eq!(file[859..], [0xD5]);

    let file = write::g711(Law::Mu, 8000, Header::WithFact, vec![0x2A]).unwrap();
    assert_eq!(file[54..], [2, 0, 0, 0, 0x2A, 0xFF]);
}

#[test]
fn an_even_number_of_octets_stays_as_it_is() {
    let file = write::g711(Law::A, 8000, Header::WithFact, vec![0x2A; 802]).unwrap();
    assert_eq!(file.len(), 58 + 802);
    let empty = write::g711(Law::A, 8000, Header::WithFact, Vec::new()).unwrap();
    assert_eq!(empty.len(), 58);
}

#[test]
fn the_header_of_44_octets_is_fmt_of_16_and_data() {
    let file = write::g711(Law::Mu, 16_000, Header::Minimal, vec![1, 2, 3, 4]).unwrap();
    let wanted = [
        *b"RIFF",
        40_u32.to_le_bytes(),
        *b"WAVE", //
        *b"fmt ",
        16_u32.to_le_bytes(),     //
        [7, 0, 1, 0],             // µ-law, one channel
        16_000_u32.to_le_bytes(), // frames a second
        16_000_u32.to_le_bytes(), // octets a second
        [1, 0, 8, 0],             // octets a frame, bits a sample
        *b"data",
        4_u32.to_le_bytes(), //
        [1, 2, 3, 4],
    ];
    assert_eq!(file, wanted.concat());
}

#[test]
fn linear_pcm_has_a_plain_header_of_44_octets() {
    let file = write::linear16(8000, &[1, -2]).unwrap();
    let wanted = [
        *b"RIFF",
        40_u32.to_le_bytes(),
        *b"WAVE", //
        *b"fmt ",
        16_u32.to_le_bytes(),     //
        [1, 0, 1, 0],             // linear PCM, one channel
        8000_u32.to_le_bytes(),   // frames a second
        16_000_u32.to_le_bytes(), // octets a second
        [2, 0, 16, 0],            // octets a frame, bits a sample
        *b"data",
        4_u32.to_le_bytes(), //
        [1, 0, 0xFE, 0xFF],
    ];
    assert_eq!(file, wanted.concat());
}

#[test]
fn hound_reads_back_every_linear_sample() {
    let samples: Vec<i16> = (i16::MIN..=i16::MAX).collect();
    let file = write::linear16(16_000, &samples).unwrap();
    let mut reader = hound::WavReader::new(Cursor::new(&file)).unwrap();
    let spec = reader.spec();
    assert_eq!(
        (spec.channels, spec.sample_rate, spec.bits_per_sample),
        (1, 16_000, 16)
    );
    assert_eq!(spec.sample_format, hound::SampleFormat::Int);
    let read: Vec<i16> = reader.samples().map(Result::unwrap).collect();
    assert_eq!(read, samples);
}

#[test]
fn an_empty_linear_file_is_a_header_alone() {
    assert_eq!(write::linear16(8000, &[]).unwrap().len(), 44);
}

// ---- what is read: codings ----

#[test]
fn every_coding_is_read_as_it_stands() {
    for (tag, bits, octets_per_sample) in [
        (PCM, 8, 1),
        (PCM, 12, 2),
        (PCM, 16, 2),
        (PCM, 20, 3),
        (PCM, 24, 3),
        (PCM, 32, 4),
        (FLOAT, 32, 4),
        (FLOAT, 64, 8),
        (ALAW, 8, 1),
        (ULAW, 8, 1),
    ] {
        for channels in [1, 2, 6] {
            let plain = Fmt::new(tag, channels, 11_025, bits);
            let data = vec![0x55; usize::from(octets_per_sample * channels) * 10];
            for fmt in [plain.clone(), plain.extensible()] {
                let case = format!("{fmt:?}");
                let facts = facts(&Wav::new().fmt(&fmt).data(&data).build());
                assert_eq!(facts.form, Form::Riff, "{case}");
                assert_eq!(facts.fmt.tag, fmt.tag, "{case}");
                assert_eq!(facts.fmt.codec_tag(), tag, "{case}");
                assert_eq!(facts.fmt.n_channels, channels, "{case}");
                assert_eq!(facts.fmt.rate_hz, 11_025, "{case}");
                assert_eq!(facts.fmt.bits, bits, "{case}");
                assert_eq!(
                    facts.fmt.block_align,
                    octets_per_sample * channels,
                    "{case}"
                );
                assert_eq!(facts.fmt.sample_octets(), Some(octets_per_sample), "{case}");
                assert_eq!(
                    facts.fmt.byte_rate,
                    11_025 * u32::from(octets_per_sample * channels),
                    "{case}"
                );
                assert_eq!(facts.n_frames(), Some(10), "{case}");
                assert_eq!(facts.trailing_len, 0, "{case}");
                assert_eq!(facts.riff_size, facts.file_len - 8, "{case}");
            }
        }
    }
}

#[test]
fn samples_may_stand_in_wider_containers() {
    let octets = |bits, block_align| {
        let fmt = Fmt::pcm(bits).channels(2).block_align(block_align);
        facts(&Wav::new().fmt(&fmt).data(&[0; 48]).build())
            .fmt
            .sample_octets()
    };
    assert_eq!(octets(24, 8), Some(4), "24 bits in 4 octets");
    assert_eq!(octets(12, 4), Some(2), "12 bits in 2 octets");
    // A block align that cannot be right is not believed.
    assert_eq!(octets(16, 48), Some(2), "the whole file's size");
    assert_eq!(octets(16, 3), Some(2), "no multiple of the channels");
    assert_eq!(octets(16, 0), Some(2), "zero");
}

#[test]
fn sizes_of_fmt_from_16_to_50_are_read() {
    for (extension, cb_size) in [
        (0, None),
        (2, Some(0)),
        (4, Some(0)),
        (24, Some(0)),
        (34, Some(0)),
    ] {
        let fmt = Fmt::pcm(16).extension(&vec![0; extension]);
        let facts = facts(&Wav::new().fmt(&fmt).data(&[0; 4]).build());
        assert_eq!(facts.fmt.len, 16 + extension as u64);
        assert_eq!(facts.fmt.cb_size, cb_size);
        assert_eq!(facts.fmt.sub_tag, None);
        assert_eq!(facts.n_frames(), Some(2));
    }
}

#[test]
fn an_extensible_guid_of_somebody_else_names_no_coding() {
    let mut fmt = Fmt::pcm(16).extensible();
    *fmt.extension.last_mut().unwrap() ^= 1;
    let facts = facts(&Wav::new().fmt(&fmt).data(&[0; 4]).build());
    assert_eq!((facts.fmt.sub_tag, facts.fmt.codec_tag()), (None, 0xFFFE));
    assert_eq!(facts.n_frames(), None);
}

#[test]
fn the_frames_of_a_compressed_wav_are_not_guessed() {
    let fmt = Fmt::new(0x0031, 1, 8000, 0).block_align(65);
    let facts = facts(&Wav::new().fmt(&fmt).data(&[0; 130]).build());
    assert_eq!(facts.n_frames(), None);
    assert_eq!(facts.data_len(), 130);
}

// ---- what is read: relatives of RIFF ----

#[test]
fn rifx_is_big_endian_throughout() {
    let octets = Wav::rifx()
        .fmt(&Fmt::pcm(16))
        .fact(400)
        .data(&[0; 800])
        .build();
    let facts = facts(&octets);
    assert_eq!(facts.form, Form::Rifx);
    assert!(facts.is_big_endian());
    assert_eq!(
        (facts.fmt.tag, facts.fmt.rate_hz, facts.fmt.bits),
        (PCM, 8000, 16)
    );
    assert_eq!(facts.fact.unwrap().n_frames, Some(400));
    assert_eq!(facts.n_frames(), Some(400));
    assert_eq!(facts.riff_size, octets.len() as u64 - 8);
}

#[test]
fn rf64_has_its_sizes_in_ds64() {
    let build = |magic: &[u8; 4], riff_size| {
        let mut octets = Wav::rf64(riff_size, 800, 400)
            .fmt(&Fmt::pcm(16))
            .claiming(b"data", &[0; 800], u32::MAX)
            .chunk(b"LIST", b"INFO")
            .build();
        octets[..4].copy_from_slice(magic);
        octets
    };
    let riff_size = build(b"RF64", 0).len() as u64 - 8;
    for magic in [b"RF64", b"BW64"] {
        let facts = facts(&build(magic, riff_size));
        assert_eq!(facts.form, Form::Rf64);
        assert_eq!(facts.riff_size, riff_size);
        assert_eq!(ids(&facts), ["ds64", "fmt ", "data", "LIST"]);
        assert_eq!((facts.data[0].declared_len, facts.data[0].len), (800, 800));
        assert_eq!(facts.data[0].extent, Extent::Exact);
    }
}

#[test]
fn an_rf64_whose_sizes_fit_32_bits_may_give_them_in_place() {
    let octets = Wav::rf64(0, 0, 0)
        .fmt(&Fmt::pcm(16))
        .data(&[0; 800])
        .build();
    assert_eq!(facts(&octets).data[0].len, 800);
}

#[test]
fn an_id3_tag_before_the_header_is_counted() {
    let tag = id3(20);
    let octets = Wav::new()
        .prefix(&tag)
        .fmt(&Fmt::pcm(16))
        .data(&[0; 8])
        .build();
    let sniffed = kind::sniff(&mut Cursor::new(&octets)).unwrap();
    assert_eq!((sniffed.kind, sniffed.start), (kind::Kind::Wav, 30));
    let facts = read::read(&mut Cursor::new(&octets), 30).unwrap();
    assert_eq!(
        (facts.prefix_len, facts.riff_size),
        (30, octets.len() as u64 - 38)
    );
    assert_eq!((facts.fmt.offset, facts.data[0].offset), (42, 74));
    assert_eq!(facts.trailing_len, 0);
}

// ---- what is read: sizes that lie ----

/// A PCM file of 800 octets whose length fields say something else.
fn lying(riff_size: u32, data_size: u32) -> WavFacts {
    facts(
        &Wav::new()
            .fmt(&Fmt::pcm(16))
            .claiming(b"data", &[0x11; 800], data_size)
            .riff_size(riff_size)
            .build(),
    )
}

#[test]
fn right_sizes_are_exact() {
    let facts = lying(836, 800);
    assert_eq!(
        (facts.data[0].extent, facts.data[0].len),
        (Extent::Exact, 800)
    );
    assert_eq!((facts.trailing_len, facts.missing_len()), (0, 0));
}

#[test]
fn placeholders_of_streaming_writers_mean_to_the_end() {
    for data_size in [
        0,
        0x7FFF_0000,
        0x7FFF_FFDB,
        0x7FFF_FFFF,
        0x8000_0000,
        0xFFFF_FFDB,
        0xFFFF_FFFF,
    ] {
        for riff_size in [0, 36, 836, 0x7FFF_FFFF, 0x8000_0024, 0xFFFF_FFFF] {
            let facts = lying(riff_size, data_size);
            let data = facts.data[0];
            assert_eq!(data.extent, Extent::Open, "{riff_size:#X} {data_size:#X}");
            assert_eq!(data.len, 800, "{riff_size:#X} {data_size:#X}");
            assert_eq!(data.declared_len, u64::from(data_size));
            assert_eq!(facts.riff_size, u64::from(riff_size));
            assert_eq!(facts.missing_len(), 0, "{riff_size:#X} {data_size:#X}");
        }
    }
}

#[test]
fn a_file_was_cut_when_both_sizes_say_so() {
    let facts = lying(2036, 2000);
    assert_eq!(
        (facts.data[0].extent, facts.data[0].len),
        (Extent::Short, 800)
    );
    assert_eq!(facts.missing_len(), 1200);
}

#[test]
fn a_data_size_that_is_too_large_alone_is_just_wrong() {
    for riff_size in [0, 36, 836, 0xFFFF_FFFF] {
        let facts = lying(riff_size, 2000);
        assert_eq!(facts.data[0].extent, Extent::Short);
        assert_eq!((facts.data[0].declared_len, facts.data[0].len), (2000, 800));
        assert_eq!(facts.missing_len(), 0, "{riff_size}");
    }
}

#[test]
fn a_riff_size_that_is_too_large_alone_is_just_wrong() {
    let facts = lying(5000, 800);
    assert_eq!(facts.data[0].extent, Extent::Exact);
    assert_eq!(facts.missing_len(), 0);
}

#[test]
fn a_riff_size_that_is_too_small_hides_no_sound() {
    for riff_size in [0, 4, 20, 36, 40, 835] {
        let facts = lying(riff_size, 800);
        assert_eq!(facts.data[0].len, 800, "RIFF size {riff_size}");
        assert_eq!(facts.n_frames(), Some(400), "RIFF size {riff_size}");
    }
}

#[test]
fn a_data_size_of_zero_is_right_when_a_chunk_follows() {
    let wav = Wav::new()
        .fmt(&Fmt::pcm(16))
        .data(&[])
        .chunk(b"LIST", b"INFO")
        .build();
    let facts = facts(&wav);
    assert_eq!(facts.data[0].extent, Extent::Exact);
    assert_eq!((facts.data_len(), facts.n_frames()), (0, Some(0)));
    assert_eq!(ids(&facts), ["fmt ", "data", "LIST"]);
}

#[test]
fn a_header_alone_has_no_frames() {
    let facts = facts(&Wav::new().fmt(&Fmt::pcm(16)).data(&[]).build());
    assert_eq!(
        (facts.data[0].extent, facts.n_frames()),
        (Extent::Exact, Some(0))
    );
}

// ---- what is read: chunks ----

#[test]
fn an_odd_chunk_is_followed_by_its_pad_byte() {
    let wav = Wav::new()
        .chunk(b"note", b"odd")
        .fmt(&Fmt::alaw())
        .data(&[0x11; 801])
        .build();
    let facts = facts(&wav);
    let pads: Vec<_> = facts
        .chunks
        .iter()
        .map(|chunk| (chunk.len, chunk.pad))
        .collect();
    assert_eq!(
        pads,
        [(3, Pad::Present), (18, Pad::NotNeeded), (801, Pad::Present)]
    );
    assert_eq!((facts.data_len(), facts.trailing_len), (801, 0));
}

#[test]
fn an_odd_chunk_without_its_pad_byte_hides_nothing() {
    let wav = Wav::new()
        .claiming(b"note", b"odd", 3)
        .fmt(&Fmt::alaw())
        .claiming(b"data", &[0x11; 801], 801)
        .build();
    let facts = facts(&wav);
    let pads: Vec<_> = facts.chunks.iter().map(|chunk| chunk.pad).collect();
    assert_eq!(pads, [Pad::Missing, Pad::NotNeeded, Pad::Missing]);
    assert_eq!(
        (facts.fmt.offset, facts.data_len(), facts.trailing_len),
        (23, 801, 0)
    );
}

#[test]
fn data_may_stand_before_fmt() {
    let facts = facts(&Wav::new().data(&[0x11; 8]).fmt(&Fmt::pcm(16)).build());
    assert_eq!(ids(&facts), ["data", "fmt "]);
    assert_eq!((facts.data[0].offset, facts.fmt.offset), (20, 28));
    assert_eq!(facts.n_frames(), Some(4));
}

#[test]
fn all_data_chunks_are_found() {
    let wav = Wav::new()
        .fmt(&Fmt::pcm(16))
        .data(&[0x11; 8])
        .chunk(b"JUNK", &[0; 4])
        .data(&[0x22; 6])
        .build();
    let facts = facts(&wav);
    let data: Vec<_> = facts
        .data
        .iter()
        .map(|data| (data.offset, data.len))
        .collect();
    assert_eq!(data, [(44, 8), (72, 6)]);
    assert_eq!((facts.data_len(), facts.n_frames()), (14, Some(7)));
}

#[test]
fn the_first_fmt_chunk_counts() {
    let wav = Wav::new()
        .fmt(&Fmt::pcm(16))
        .fmt(&Fmt::pcm(8))
        .data(&[0; 4])
        .build();
    let facts = facts(&wav);
    assert_eq!((facts.fmt.bits, facts.chunks.len()), (16, 3));
}

#[test]
fn bytes_behind_the_end_are_counted_and_are_no_chunks() {
    for trailing in [
        &b"x"[..],
        b"garbage",
        b"LIST\x04\x00\x00\x00INFO",
        &[0; 500],
    ] {
        let wav = Wav::new()
            .fmt(&Fmt::pcm(16))
            .data(&[0; 4])
            .trailing(trailing)
            .build();
        let facts = facts(&wav);
        assert_eq!(facts.trailing_len, trailing.len() as u64);
        assert_eq!(ids(&facts), ["fmt ", "data"]);
    }
}

#[test]
fn chunks_behind_the_data_are_read() {
    let wav = Wav::new()
        .fmt(&Fmt::pcm(16))
        .data(&[0; 4])
        .chunk(b"id3 ", b"tag!")
        .build();
    let facts = facts(&wav);
    assert_eq!(ids(&facts), ["fmt ", "data", "id3 "]);
    assert_eq!(facts.chunks[2].note.as_deref(), Some("an ID3 tag"));
}

#[test]
fn the_program_that_wrote_the_file_is_told() {
    let note = |list: &[u8]| {
        let wav = Wav::new()
            .fmt(&Fmt::pcm(16))
            .chunk(b"LIST", list)
            .data(&[0; 4])
            .build();
        facts(&wav).chunks[1].note.clone().unwrap()
    };
    assert_eq!(
        note(b"INFOISFT\x0E\x00\x00\x00Lavf59.27.100\x00"),
        "INFO ISFT \"Lavf59.27.100\""
    );
    assert_eq!(
        note(b"INFOINAM\x03\x00\x00\x00abc\x00ISFT\x04\x00\x00\x00mine"),
        "INFO ISFT \"mine\"",
        "behind an item of odd length"
    );
    assert_eq!(note(b"adtl"), "adtl", "a list without it");
    assert_eq!(
        note(b"INFOISFT\xFF\xFF\xFF\x7Fx"),
        "INFO ISFT \"x\"",
        "a length that lies"
    );
    assert_eq!(
        note(b"INFOISFT\x04\x00\x00\x00\x1B[2J"),
        "INFO ISFT \"\\u{1b}[2J\"",
        "nothing that a terminal would obey"
    );
}

#[test]
fn the_fact_chunk_is_read_whatever_its_size() {
    let fact = |octets: &[u8]| {
        let wav = Wav::new()
            .fmt(&Fmt::alaw())
            .chunk(b"fact", octets)
            .data(&[0; 4])
            .build();
        let fact = facts(&wav).fact.unwrap();
        (fact.offset, fact.len, fact.n_frames)
    };
    assert_eq!(fact(&[4, 3, 2, 1]), (38, 4, Some(0x0102_0304)));
    assert_eq!(
        fact(&[4, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9]),
        (38, 12, Some(4))
    );
    assert_eq!(fact(&[4, 0]), (38, 2, None));
    assert_eq!(fact(&[]), (38, 0, None));
}

// ---- what cannot be read ----

fn malformed(octets: &[u8]) -> (String, Option<u64>) {
    match facts_of(octets) {
        Err(Error::Malformed { what, offset, .. }) => (what, offset),
        other => panic!("expected a malformed file, found {other:?}"),
    }
}

#[test]
fn a_file_without_fmt_or_data_is_malformed() {
    let no_fmt = Wav::new().data(&[0; 4]).build();
    assert_eq!(malformed(&no_fmt), ("the chunks".into(), Some(24)));
    let no_data = Wav::new().fmt(&Fmt::pcm(16)).build();
    assert_eq!(malformed(&no_data), ("the chunks".into(), Some(36)));
}

#[test]
fn a_fmt_that_is_too_short_is_malformed() {
    let wav = Wav::new().chunk(b"fmt ", &[0; 14]).data(&[0; 4]).build();
    assert_eq!(malformed(&wav), ("fmt chunk".into(), Some(12)));
}

#[test]
fn a_ds64_that_is_too_short_is_malformed() {
    let mut wav = Wav::new()
        .chunk(b"ds64", &[0; 14])
        .fmt(&Fmt::pcm(16))
        .data(&[0; 4])
        .build();
    wav[..4].copy_from_slice(b"RF64");
    assert_eq!(malformed(&wav), ("ds64 chunk".into(), Some(12)));
}

#[test]
fn another_magic_or_form_is_malformed() {
    let wav = Wav::new().fmt(&Fmt::pcm(16)).data(&[0; 4]).build();
    let mut magic = wav.clone();
    magic[0] = b'X';
    assert_eq!(malformed(&magic), ("RIFF header".into(), Some(0)));
    let mut form = wav;
    form[8..12].copy_from_slice(b"AVI ");
    assert_eq!(malformed(&form), ("RIFF form".into(), Some(8)));
}

#[test]
fn the_message_fits_behind_failed_to() {
    let wav = Wav::new().chunk(b"fmt ", &[0; 14]).data(&[0; 4]).build();
    let error = facts_of(&wav).unwrap_err().to_string();
    assert_eq!(
        error,
        "read fmt chunk at byte 12: expected 16, 18 or 40 bytes, found 14"
    );
}

#[test]
fn chunks_4096_are_read_and_no_more() {
    let with_chunks = |n: usize| {
        let mut wav = Wav::new().fmt(&Fmt::pcm(16));
        for _ in 0..n - 2 {
            wav = wav.chunk(b"JUNK", &[]);
        }
        facts_of(&wav.data(&[0; 4]).build())
    };
    assert_eq!(with_chunks(4096).unwrap().chunks.len(), 4096);
    match with_chunks(4097) {
        Err(Error::LimitExceeded {
            limit_name, limit, ..
        }) => {
            assert_eq!((limit_name, limit.as_str()), ("MAX_CHUNKS", "4096"));
        }
        other => panic!("expected a limit, found {other:?}"),
    }
}

// ---- whatever comes, no panic ----

/// Small files of all the forms above.
fn samples_of_all_forms() -> Vec<Vec<u8>> {
    let pcm = Fmt::pcm(16);
    let stereo = Fmt::new(FLOAT, 2, 44_100, 32).extensible();
    let octets: Vec<u8> = (0..=255).collect();
    let floats = Order::Little.floats(&[0.5; 64]);
    vec![
        Wav::new().fmt(&pcm).data(&octets).build(),
        Wav::new()
            .fmt(&Fmt::alaw())
            .fact(255)
            .data(&octets[..255])
            .chunk(b"LIST", b"INFOISFT\x04\x00\x00\x00mine")
            .build(),
        Wav::rifx().fmt(&pcm).data(&octets).build(),
        Wav::rf64(320, 256, 128)
            .fmt(&pcm)
            .claiming(b"data", &octets, u32::MAX)
            .build(),
        Wav::new()
            .prefix(&id3(20))
            .fmt(&stereo)
            .data(&floats)
            .trailing(b"behind")
            .build(),
        Wav::new()
            .data(&octets)
            .chunk(b"JUNK", b"odd")
            .fmt(&pcm.clone().channels(2))
            .build(),
        // A block of Microsoft ADPCM, which another decoder takes over.
        Wav::new()
            .fmt(
                &Fmt::new(0x0002, 1, 8000, 4)
                    .block_align(256)
                    .extension(&ms_adpcm_extension()),
            )
            .fact(500)
            .data(&[0; 256])
            .build(),
        au(Order::Big, 1, 8000, 1, &octets),
        au(Order::Little, 6, 8000, 2, &floats),
    ]
}

/// cbSize, samples a block and the seven standard pairs of coefficients.
fn ms_adpcm_extension() -> Vec<u8> {
    let words: [i16; 17] = [
        32, 500, 7, 256, 0, 512, -256, 0, 0, 192, 64, 240, 0, 460, -208, 392, -232,
    ];
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// Each reader comes back, with an answer or with a typed error.
fn read_in_every_way(octets: &[u8]) {
    for start in [0, 30] {
        if let Ok(facts) = read::read(&mut Cursor::new(octets), start) {
            let _ = (
                facts.n_frames(),
                facts.missing_len(),
                facts.fmt.codec_name(),
            );
            assert!(facts.data_len() <= octets.len() as u64);
        }
    }
    let sniffed = kind::sniff(&mut Cursor::new(octets)).unwrap();
    assert_eq!(octets.is_empty(), sniffed.kind == kind::Kind::Empty);
    let mut n_frames = 0;
    let decoded = decode(
        Cursor::new(octets),
        &DecodeOptions::default(),
        &mut |block| {
            n_frames += block.n_frames() as u64;
            Ok(())
        },
    );
    match decoded {
        Ok(decoded) => assert_eq!(decoded.n_frames, n_frames),
        // One of them is Error::DecoderPanicked: Symphonia's ADPCM overflows on hostile blocks. That is
        // caught there and nowhere else, so any panic of telewav's own ends the test.
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

#[test]
fn the_samples_of_all_forms_are_decodable() {
    for octets in samples_of_all_forms() {
        read_in_every_way(&octets);
        let decoded = decode(Cursor::new(&octets), &DecodeOptions::default(), &mut |_| {
            Ok(())
        });
        assert!(
            decoded.is_ok(),
            "{decoded:?}: {:?}",
            octets.escape_ascii().to_string()
        );
    }
}

#[test]
fn every_prefix_of_a_file_is_an_answer_or_an_error() {
    for octets in samples_of_all_forms() {
        for len in 0..octets.len() {
            read_in_every_way(&octets[..len]);
        }
    }
}

#[test]
fn any_octet_of_a_header_may_be_wrong() {
    for octets in samples_of_all_forms() {
        for at in 0..octets.len().min(120) {
            for value in [0x00, 0x01, 0x7F, 0x80, 0xFF] {
                let mut octets = octets.clone();
                octets[at] = value;
                read_in_every_way(&octets);
            }
        }
    }
}

/// The same cases on every run, and no file left behind.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x7E1E),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn arbitrary_octets_never_panic(octets in prop::collection::vec(any::<u8>(), 0..600)) {
        read_in_every_way(&octets);
    }

    #[test]
    fn arbitrary_octets_behind_a_wav_header_never_panic(
        magic in prop::sample::select(vec![b"RIFF", b"RIFX", b"RF64", b"BW64"]),
        chunks in prop::collection::vec(
            (
                prop::sample::select(vec![b"fmt ", b"data", b"fact", b"ds64", b"LIST", b"abcd"]),
                prop_oneof![0_u32..64, any::<u32>()],
                prop::collection::vec(any::<u8>(), 0..64),
            ),
            0..8,
        ),
    ) {
        let mut wav = Wav::new();
        for (id, len, octets) in &chunks {
            wav = wav.claiming(id, octets, *len);
        }
        let mut octets = wav.build();
        octets[..4].copy_from_slice(magic);
        read_in_every_way(&octets);
    }

    #[test]
    fn a_file_with_octets_overwritten_never_panics(
        which in 0_usize..9,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut octets = samples_of_all_forms().swap_remove(which);
        for (at, value) in changes {
            let at = at.index(octets.len());
            octets[at] = value;
        }
        read_in_every_way(&octets);
    }

    #[test]
    fn what_was_written_is_read_back(
        octets in prop::collection::vec(any::<u8>(), 0..2000),
        rate_hz in 1_u32..=768_000,
        law in prop::sample::select(vec![Law::A, Law::Mu]),
        header in prop::sample::select(vec![Header::WithFact, Header::Minimal]),
    ) {
        let file = write::g711(law, rate_hz, header, octets.clone()).unwrap();
        let facts = facts(&file);
        let n_frames = octets.len().next_multiple_of(2) as u64;
        prop_assert_eq!(facts.form, Form::Riff);
        prop_assert_eq!(facts.fmt.tag, if law == Law::A { ALAW } else { ULAW });
        prop_assert_eq!((facts.fmt.n_channels, facts.fmt.rate_hz), (1, rate_hz));
        prop_assert_eq!((facts.fmt.byte_rate, facts.fmt.block_align), (rate_hz, 1));
        prop_assert_eq!(facts.fmt.bits, 8);
        prop_assert_eq!(facts.fmt.cb_size, (header == Header::WithFact).then_some(0));
        prop_assert_eq!(
            facts.fact.map(|fact| (fact.len, fact.n_frames)),
            (header == Header::WithFact).then_some((4, Some(n_frames as u32)))
        );
        prop_assert_eq!(facts.n_frames(), Some(n_frames));
        prop_assert_eq!(facts.riff_size, file.len() as u64 - 8);
        prop_assert_eq!(facts.data[0].offset, u64::from(header.octets()));
        prop_assert_eq!(facts.data[0].extent, Extent::Exact);
        prop_assert!(facts.chunks.iter().all(|chunk| chunk.pad == Pad::NotNeeded));
        prop_assert_eq!((facts.trailing_len, facts.prefix_len, facts.missing_len()), (0, 0, 0));
        prop_assert_eq!(&file[facts.data[0].offset as usize..][..octets.len()], &octets[..]);
    }
}
