//! Any octets as boxes of an MP4, M4A, MOV or 3GP.

#![no_main]

use libfuzzer_sys::fuzz_target;
use telewav::kind::Kind;
use telewav_fuzz::{install, walk, whole};

fuzz_target!(init: install(), |data: &[u8]| whole(|| {
    walk(data, |kind| kind == Kind::Mp4);
    // Whatever it is, it is to be walked.
    let with_start = [&b"\0\0\0\x08wide"[..], data].concat();
    walk(&with_start, |kind| kind == Kind::Mp4);
}));
