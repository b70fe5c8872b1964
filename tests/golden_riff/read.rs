//! What is read: every header in the wild, told as it stands.

use std::io::Cursor;

use telewav::riff::read::{self, ChunkNote, Extent, Form, Pad, WavFacts};
use telewav::{Error, kind};

use crate::common::{ALAW, FLOAT, Fmt, PCM, ULAW, Wav, id3};
use crate::{facts, facts_of};

/// Four-character codes in file order.
fn ids(facts: &WavFacts) -> Vec<String> {
    facts
        .chunks
        .iter()
        .map(|chunk| chunk.id.escape_ascii().to_string())
        .collect()
}

// ---- codings ----

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

// ---- relatives of RIFF ----

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

// ---- sizes that lie ----

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
        1_000_000_000,
        2_000_000_000,
        2_000_000_036,
        0x3FFF_FFFF,
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
fn a_data_size_that_the_riff_size_contradicts_is_just_wrong() {
    // A RIFF size that says nothing does not contradict it.
    for (riff_size, missing) in [
        (836, 0),
        (837, 0),
        (0, 1200),
        (36, 1200),
        (0xFFFF_FFFF, 1200),
    ] {
        let facts = lying(riff_size, 2000);
        assert_eq!(facts.data[0].extent, Extent::Short);
        assert_eq!((facts.data[0].declared_len, facts.data[0].len), (2000, 800));
        assert_eq!(facts.missing_len(), missing, "{riff_size}");
    }
    // The length of the whole file, header and all.
    for data_size in [844, 836] {
        assert_eq!(lying(data_size + 36, data_size).missing_len(), 0);
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

// ---- chunks ----

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
    assert_eq!(facts.chunks[2].note, Some(ChunkNote::Id3));
}

#[test]
fn the_program_that_wrote_the_file_is_told() {
    let note = |list: &[u8]| {
        let wav = Wav::new()
            .fmt(&Fmt::pcm(16))
            .chunk(b"LIST", list)
            .data(&[0; 4])
            .build();
        facts(&wav).chunks[1].note.clone().unwrap().to_string()
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
        Err(Error::Malformed { what, offset, .. }) => (what.to_string(), offset),
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
            assert_eq!(
                (limit_name.as_str(), limit.to_string().as_str()),
                ("MAX_CHUNKS", "4096")
            );
        }
        other => panic!("expected a limit, found {other:?}"),
    }
}

/// A header without its samples, as a writer leaves it that begins anew and is stopped.
#[test]
fn a_header_at_the_end_of_a_stream_is_no_sound() {
    let mut stream = Wav::new().fmt(&Fmt::alaw()).data(&[0x55; 999]).build();
    let size = stream.len() - 1000 - 4;
    stream.truncate(stream.len() - 1);
    stream[size..size + 4].fill(0xFF);
    assert_eq!(facts(&stream).data_len(), 999);
    stream.extend(b"data\xFF\xFF\xFF\xFF");
    assert_eq!(facts(&stream).data_len(), 999);
}
