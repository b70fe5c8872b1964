//! What is written: golden bytes, and what was written is read back.

use std::io::Cursor;
use std::path::Path;

use proptest::prelude::*;
use telewav::riff::read::{Extent, Form, Pad};
use telewav::riff::write::{self, Header, Law};

use crate::common::{ALAW, ULAW, proptest_config};
use crate::facts;

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

proptest! {
    #![proptest_config(proptest_config(256))]

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
