//! Any octets as Matroska: elements, blocks, laces, and what the times of blocks say. Without the stages behind the walk.

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use telewav::decode::{DecodeOptions, Decoded, Limits, decode};
use telewav::{Error, kind};
use telewav_fuzz::{install, whole};

/// Less than by default, so that a run is short.
const MAX_INPUT_S: f64 = 60.0;

fuzz_target!(init: install(), |data: &[u8]| whole(|| run(data)));

fn run(data: &[u8]) {
    let sniffed = kind::sniff(&mut Cursor::new(data)).expect("octets in memory can be read");
    if sniffed.kind != kind::Kind::Matroska {
        return;
    }
    let strict = sound(data, false);
    let lenient = sound(data, true);
    // What is whole is whole either way, and what is not is the same but for the verdict.
    match (strict, lenient) {
        (Ok(strict), Ok(lenient)) => assert_eq!(strict, lenient),
        (Err(Error::Damaged(log)), Ok(lenient)) => assert_eq!(log, lenient.damage),
        (Err(_), Err(_)) => {}
        (strict, lenient) => panic!("{strict:?}, leniently {lenient:?}"),
    }
}

/// Decodes, and looks at every block.
fn sound(data: &[u8], lenient: bool) -> Result<Decoded, Error> {
    let mut limits = Limits::default();
    limits.max_input_s = MAX_INPUT_S;
    let options = DecodeOptions::default().lenient(lenient).limits(limits);
    let mut n_frames = 0;
    let decoded = decode(Cursor::new(data), &options, &mut |block| {
        assert!(block.n_frames() > 0);
        assert!(
            block
                .channels()
                .iter()
                .all(|plane| plane.len() == block.n_frames())
        );
        n_frames += block.n_frames() as u64;
        Ok(())
    })?;
    assert_eq!(decoded.n_frames, n_frames);
    assert!(lenient || decoded.damage.is_empty());
    Ok(decoded)
}
