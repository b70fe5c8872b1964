//! What the targets share.
//!
//! libFuzzer's Rust glue aborts in the panic hook, before anything can be caught. telewav catches the panics of its
//! decoders and turns them into errors, so the hook has to go ([`install`]); a panic that telewav does not catch ends
//! the process in [`whole`].

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use telewav::Error;
use telewav::decode::{DecodeOptions, Decoded, Limits, decode};
use telewav::kind::{Kind, sniff};

/// Less than by default, so that a run is short.
const MAX_INPUT_S: f64 = 60.0;

/// The last panic, whether it was caught by telewav or not.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Replaces the panic hook of `libfuzzer_sys`. Call it in `fuzz_target!(init: ...)`.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        let text = format!("{info}\n{}", std::backtrace::Backtrace::capture());
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }));
}

/// Runs one input; a panic that gets out is a crash.
pub fn whole(run: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(run)).is_err() {
        let last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        eprintln!("a panic got out: {last}");
        std::process::abort();
    }
}

/// Decodes octets strictly and leniently, if they are of one of these kinds, without the stages behind the walks: more is seen
/// of the walks themselves.
pub fn walk(data: &[u8], is_of_kind: impl Fn(Kind) -> bool) {
    let sniffed = sniff(&mut Cursor::new(data)).expect("octets in memory can be read");
    if !is_of_kind(sniffed.kind) {
        return;
    }
    // What is whole is whole either way, and what is not is the same but for the verdict.
    match (sound(data, false), sound(data, true)) {
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
        for plane in block.channels() {
            assert_eq!(plane.len(), block.n_frames());
            assert!(plane.iter().all(|sample| sample.is_finite()));
        }
        n_frames += block.n_frames() as u64;
        Ok(())
    })?;
    assert_eq!(decoded.n_frames, n_frames);
    assert!(lenient || decoded.damage.is_empty());
    Ok(decoded)
}
