//! Any octets as boxes of an MP4, M4A, MOV or 3GP.
//!
//! What the walk makes of them is held against itself: what is counted is what was handed on, and damage is told in the same
//! words whether it is an error or not.

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use telewav::Error;
use telewav::decode::{DecodeOptions, Decoded, Limits, decode};
use telewav::kind::{Kind, sniff};
use telewav_fuzz::{install, whole};

/// Less than by default, so that a run is short.
const MAX_INPUT_S: f64 = 60.0;

fuzz_target!(init: install(), |data: &[u8]| whole(|| run(data)));

fn decoded(data: &[u8], lenient: bool) -> Result<Decoded, Error> {
    let mut limits = Limits::default();
    limits.max_input_s = MAX_INPUT_S;
    let options = DecodeOptions::default().lenient(lenient).limits(limits);
    let mut n_frames = 0;
    let decoded = decode(Cursor::new(data), &options, &mut |block| {
        assert!(block.n_frames() > 0);
        n_frames += block.n_frames() as u64;
        Ok(())
    })?;
    assert_eq!(decoded.n_frames, n_frames);
    assert!(lenient || decoded.damage.is_empty());
    Ok(decoded)
}

fn run(data: &[u8]) {
    // Whatever it is, it is to be walked.
    let is_mp4 = |data| sniff(&mut Cursor::new(data)).is_ok_and(|sniffed| sniffed.kind == Kind::Mp4);
    let with_start;
    let data = if is_mp4(data) {
        data
    } else {
        with_start = [&b"\0\0\0\x08wide"[..], data].concat();
        &with_start
    };
    let (strict, lenient) = (decoded(data, false), decoded(data, true));
    match (strict, lenient) {
        (Ok(strict), Ok(lenient)) => assert_eq!(strict, lenient),
        (Err(Error::Damaged(log)), Ok(lenient)) => assert_eq!(log, lenient.damage),
        _ => {}
    }
}
