//! A run as the process sees it: a progress bar on standard error, on terminals only; Ctrl-C, which waits for outputs; and panics,
//! which the hook has seen.

use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use telewav_batch::Watch;

use crate::args::Report;
use crate::words::{Text, text};
use crate::{Streams, interrupt, panics};

/// Watches the run of a command.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// With a bar, if it is to be seen.
    pub fn new(report: &Report, streams: &Streams<'_>) -> Self {
        if report.quiet || report.no_progress || !streams.err_is_terminal {
            return Self::hidden();
        }
        // It is drawn once there is something to draw.
        let target = ProgressDrawTarget::stderr_with_hz(10);
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template(text(Text::Progress, streams.lang)) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// Without a bar.
    pub fn hidden() -> Self {
        Self {
            bar: ProgressBar::hidden(),
        }
    }
}

impl Watch for Progress {
    fn begins(&self, n_files: usize) {
        if n_files < 2 {
            self.bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        self.bar.set_length(n_files as u64);
        // It takes a thread, and a panic if there is none. Without it, the bar moves with each file.
        if !self.bar.is_hidden() && thread::Builder::new().spawn(|| {}).is_ok() {
            self.bar.enable_steady_tick(Duration::from_millis(200));
        }
    }

    fn file_done(&self) {
        self.bar.inc(1);
    }

    fn ends(&self) {
        self.bar.finish_and_clear();
    }

    fn writing(&self, put: &mut dyn FnMut() -> bool) {
        let writing = interrupt::writing();
        if put() {
            writing.is_done();
        }
    }

    fn place_of_panic(&self, message: &str) -> Option<String> {
        panics::place_of(message)
    }
}
