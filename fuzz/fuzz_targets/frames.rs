//! Any octets as a row of frames: MPEG audio, AAC in ADTS, FLAC, and what stands around them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use telewav::kind::Kind;
use telewav_fuzz::{install, walk, whole};

fuzz_target!(init: install(), |data: &[u8]| whole(|| {
    walk(data, |kind| matches!(kind, Kind::Mpeg(_) | Kind::Adts | Kind::Flac | Kind::Unknown));
}));
