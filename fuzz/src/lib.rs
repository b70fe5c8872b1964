//! What the targets share.
//!
//! libFuzzer's Rust glue aborts in the panic hook, before anything can be caught. telewav catches the panics of its
//! decoders and turns them into errors, so the hook has to go ([`install`]); a panic that telewav does not catch ends
//! the process in [`whole`].

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

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
