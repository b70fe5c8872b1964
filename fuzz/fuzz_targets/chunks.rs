//! Any octets as chunks: RIFF and its family, Wave64, AIFF, CAF; and AU.

#![no_main]

use libfuzzer_sys::fuzz_target;
use telewav::kind::Kind;
use telewav_fuzz::{install, walk, whole};

fuzz_target!(init: install(), |data: &[u8]| whole(|| {
    walk(data, |kind| matches!(kind, Kind::Wav | Kind::W64 | Kind::Aiff | Kind::Caf | Kind::Au));
}));
