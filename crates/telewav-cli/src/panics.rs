//! A panic is reported once, as the error of the file it happened on, and not as a page of addresses.

use std::any::Any;
use std::cell::RefCell;
use std::panic::PanicHookInfo;

/// What a panic said, and where.
#[derive(Debug, Clone)]
struct Panic {
    message: String,
    place: Option<String>,
}

thread_local! {
    /// The last panic of this thread. A file is worked on by one thread.
    static LAST: RefCell<Option<Panic>> = const { RefCell::new(None) };
}

/// Keeps panics off the screen. The library turns those of decoders into errors.
pub fn keep_quiet() {
    std::panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let panic = Panic {
            message: message(info.payload()).to_owned(),
            place: info.location().map(|at| short(&at.to_string()).to_owned()),
        };
        LAST.with_borrow_mut(|last| *last = Some(panic));
    }));
}

fn message(payload: &dyn Any) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

/// A place without the folders of the machine that telewav was built on.
fn short(place: &str) -> &str {
    let place = match place.split_once("/registry/src/") {
        Some((_, within)) => within.split_once('/').map_or(within, |(_, rest)| rest),
        None => place,
    };
    place
        .rsplit_once("/crates/")
        .map_or(place, |(_, ours)| ours)
}

/// ` (message at file:line:column)` of this thread's last panic, or nothing.
pub fn last() -> String {
    LAST.with_borrow(|last| match last {
        Some(Panic {
            message,
            place: Some(place),
        }) => format!(" ({message} at {place})"),
        Some(Panic { message, .. }) => format!(" ({message})"),
        None => String::new(),
    })
}

/// `file:line:column` of this thread's last panic, if it said `message`.
pub fn place_of(message: &str) -> Option<String> {
    LAST.with_borrow(|last| {
        let said = last.as_ref().filter(|panic| panic.message == message);
        said.and_then(|panic| panic.place.clone())
    })
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::{keep_quiet, last, place_of, short};

    #[test]
    fn a_panic_is_kept_with_its_place() {
        keep_quiet();
        let said = std::panic::catch_unwind(|| panic!("no such {}", "table"));
        let _ = std::panic::take_hook();
        assert!(said.is_err());
        let place = place_of("no such table").unwrap_or_default();
        assert!(place.contains("panics.rs:"), "{place}");
        assert_eq!(last(), format!(" (no such table at {place})"));
        assert_eq!(place_of("another"), None);
    }

    #[test]
    fn places_are_short() {
        for (place, wanted) in [
            (
                "/home/me/.cargo/registry/src/a-registry-1949/symphonia-1.0/src/a/b.rs:7:1",
                "symphonia-1.0/src/a/b.rs:7:1",
            ),
            (
                "/home/me/telewav/crates/telewav/src/pcm.rs:7:1",
                "telewav/src/pcm.rs:7:1",
            ),
            ("library/core/src/num.rs:7:1", "library/core/src/num.rs:7:1"),
        ] {
            assert_eq!(short(place), wanted);
        }
    }
}
