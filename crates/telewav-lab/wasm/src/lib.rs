//! `convert` for a caller that shares nothing with it but memory: node, in `.ci/wasm`, which compares the prompts with those of the
//! native program.
//!
//! The caller asks for room by `room`, puts a recording there, calls `convert`, and reads `len` octets at `octets`: the prompt, or the
//! text of the error.

// Elsewhere there is nothing to export; the workspace's own commands pass over this crate quickly.
#![cfg(target_family = "wasm")]

use std::cell::RefCell;
use std::io::Cursor;

use telewav::{ConvertOptions, Error, Profile};

thread_local! {
    /// The recording, then what has come of it.
    static OCTETS: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for a recording of `len` octets; what was there before is dropped.
#[unsafe(no_mangle)]
pub extern "C" fn room(len: usize) -> *mut u8 {
    OCTETS.with_borrow_mut(|octets| {
        octets.clear();
        octets.resize(len, 0);
        octets.as_mut_ptr()
    })
}

/// Converts the recording for the profile that is the default, with default options. 0: a prompt; 1: an error, or findings that keep
/// the prompt from being written.
#[unsafe(no_mangle)]
pub extern "C" fn convert() -> u32 {
    let (octets, status) = match converted(OCTETS.take()) {
        Ok(Some(prompt)) => (prompt, 0),
        Ok(None) => (b"the prompt has findings".to_vec(), 1),
        Err(error) => (format!("failed to {error}").into_bytes(), 1),
    };
    OCTETS.set(octets);
    status
}

fn converted(recording: Vec<u8>) -> Result<Option<Vec<u8>>, Error> {
    let profile = Profile::embedded("huawei-privatenumber")?;
    let options = ConvertOptions::default();
    telewav::convert(Cursor::new(recording), &profile, &options).map(|made| made.octets)
}

/// Where the octets are.
#[unsafe(no_mangle)]
pub extern "C" fn octets() -> *const u8 {
    OCTETS.with_borrow(|octets| octets.as_ptr())
}

/// `x` to the power of `y`. Standard libraries for WebAssembly bring one that is off in the last bit at 758 of the 8207 numbers of the table
/// by which MP3 is decoded; rounded from double precision it is as in glibc at all of them, so an MP3 gives the same octets.
///
/// Whoever builds telewav for WebAssembly does well to export the same.
#[unsafe(no_mangle)]
pub extern "C" fn powf(x: f32, y: f32) -> f32 {
    f64::from(x).powf(f64::from(y)) as f32
}

/// How many there are.
#[unsafe(no_mangle)]
pub extern "C" fn len() -> usize {
    OCTETS.with_borrow(Vec::len)
}
