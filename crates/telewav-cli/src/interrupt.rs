//! Ctrl-C leaves no partial file: it waits for outputs that are being put in place, ends what was
//! started, then ends the process.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use telewav::words::{Lang, in_lang};

use crate::exit::Exit;
use crate::words::Notice;

/// Held for reading while an output is written and renamed, for writing by the one who ends it all.
static GATE: RwLock<()> = RwLock::new(());
static N_WRITTEN: AtomicUsize = AtomicUsize::new(0);

/// Keeps Ctrl-C waiting until it is dropped.
pub struct Writing(#[allow(dead_code, reason = "held, not read")] RwLockReadGuard<'static, ()>);

/// To be held while an output is written.
pub fn writing() -> Writing {
    Writing(GATE.read().unwrap_or_else(PoisonError::into_inner))
}

impl Writing {
    /// Counts an output that is in its place.
    pub fn is_done(&self) {
        N_WRITTEN.fetch_add(1, Ordering::Relaxed);
    }
}

/// Makes Ctrl-C and SIGTERM end the process cleanly. SIGHUP is left as it is: under nohup, a run goes
/// on when its terminal is closed.
#[cfg(unix)]
pub fn install(lang: Lang) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    let (to_thread, signals) = std::sync::mpsc::channel::<Signals>();
    let wait = move || {
        if signals
            .recv()
            .is_ok_and(|mut signals| signals.forever().next().is_some())
        {
            end(lang);
        }
    };
    // Signals that are caught and that no thread answers would be worse than the system's own handling, which is no worse than
    // for any other program.
    if std::thread::Builder::new().spawn(wait).is_ok()
        && let Ok(signals) = Signals::new([SIGINT, SIGTERM])
    {
        let _ = to_thread.send(signals);
    }
}

/// Makes Ctrl-C end the process cleanly.
#[cfg(not(unix))]
pub fn install(lang: Lang) {
    // As above.
    let _ = ctrlc::set_handler(move || end(lang));
}

fn end(lang: Lang) -> ! {
    let _nobody_writes = GATE.write();
    let _nothing_runs = telewav_batch::ffmpeg::stop_all();
    let n = N_WRITTEN.load(Ordering::Relaxed);
    let interrupted = Notice::Interrupted { n };
    // A progress bar may stand on this line.
    let _ = writeln!(
        std::io::stderr(),
        "\ntelewav: {}",
        in_lang(&interrupted, lang)
    );
    std::process::exit(Exit::INTERRUPTED)
}
