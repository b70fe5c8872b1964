//! Ctrl-C leaves no partial file: it waits for outputs that are being put in place, then ends the
//! process.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use crate::exit::Exit;

/// Held for reading while an output is written and renamed, for writing by the one who ends it all.
static GATE: RwLock<()> = RwLock::new(());
static N_WRITTEN: AtomicUsize = AtomicUsize::new(0);

/// Keeps Ctrl-C waiting until it is dropped.
pub struct Writing(#[allow(dead_code, reason = "held, not read")] RwLockReadGuard<'static, ()>);

impl Drop for Writing {
    fn drop(&mut self) {
        N_WRITTEN.fetch_add(1, Ordering::Relaxed);
    }
}

/// To be held while an output is written.
pub fn writing() -> Writing {
    Writing(GATE.read().unwrap_or_else(PoisonError::into_inner))
}

/// Makes Ctrl-C (and SIGTERM, SIGHUP) end the process cleanly.
pub fn install() {
    // Without a handler the system's own applies, which is no worse than for any other program.
    let _ = ctrlc::set_handler(|| {
        let _nobody_writes = GATE.write();
        let n = N_WRITTEN.load(Ordering::Relaxed);
        let mut err = std::io::stderr();
        // A progress bar may stand on this line.
        let _ = match n {
            0 => writeln!(err, "\ntelewav: interrupted"),
            n => writeln!(
                err,
                "\ntelewav: interrupted; {n} outputs are complete, none is partial; run the command again to go on"
            ),
        };
        std::process::exit(Exit::INTERRUPTED);
    });
}
