//! Whatever comes, the readers give an answer or a typed error, and no panic.

use std::io::Cursor;

use proptest::prelude::*;
use telewav::decode::{DecodeOptions, decode};
use telewav::kind;
use telewav::riff::read;

use crate::common::*;

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

proptest! {
    #![proptest_config(proptest_config(1000))]

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
}
