//! A panic is reported once, as the error of the file it happened on, and not as a page of addresses.

use std::any::Any;
use std::panic::PanicHookInfo;
use std::sync::{Mutex, PoisonError};

/// Message and place of the last panic, for the report of an internal fault.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Keeps panics off the screen. The library turns those of decoders into errors.
pub fn keep_quiet() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let message = message(info.payload());
        let place = info
            .location()
            .map_or_else(String::new, |at| format!(" at {at}"));
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(format!("{message}{place}"));
    }));
}

fn message(payload: &dyn Any) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

/// ` (message at file:line:column)` of the last panic, or nothing.
pub fn last() -> String {
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    last.as_ref()
        .map_or_else(String::new, |text| format!(" ({text})"))
}
