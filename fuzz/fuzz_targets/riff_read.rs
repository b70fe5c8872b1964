//! Any octets as a RIFF/WAVE header.

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use telewav::inspect::Wav;
use telewav::riff::read::read;
use telewav_fuzz::{install, whole};

fuzz_target!(init: install(), |data: &[u8]| whole(|| run(data)));

fn run(data: &[u8]) {
    // Behind an ID3 tag, a header starts elsewhere.
    for start in [
        0,
        10,
        u64::from(data.last().copied().unwrap_or(0)),
        u64::MAX - 9,
    ] {
        let Ok(facts) = read(&mut Cursor::new(data), start) else {
            continue;
        };
        assert_eq!(facts.file_len, data.len() as u64);
        assert!(!facts.data.is_empty());
        for chunk in &facts.chunks {
            assert!(chunk.body() + chunk.len <= facts.file_len, "{chunk:?}");
        }
        for data in &facts.data {
            assert!(data.offset + data.len <= facts.file_len, "{data:?}");
        }
        assert!(facts.trailing_len <= facts.file_len);
        let _ = (
            facts.n_frames(),
            facts.missing_len(),
            facts.fmt.codec_name(),
        );
        let _ = Wav::from(facts);
    }
}
