//! Any octets as Ogg: pages, packets over pages, chained and joined streams, granules.

#![no_main]

use libfuzzer_sys::fuzz_target;
use telewav::kind::Kind;
use telewav_fuzz::{install, walk, whole};

fuzz_target!(init: install(), |data: &[u8]| whole(|| {
    walk(data, |kind| matches!(kind, Kind::Ogg(_)));
}));
