//! A progress bar on standard error, on terminals only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::Streams;
use crate::args::Report;

/// A bar for `n_files`, or one that shows nothing.
pub fn bar(n_files: usize, report: &Report, streams: &Streams<'_>) -> ProgressBar {
    if n_files < 2 || report.quiet || report.no_progress || !streams.err_is_terminal {
        return ProgressBar::hidden();
    }
    let bar =
        ProgressBar::with_draw_target(Some(n_files as u64), ProgressDrawTarget::stderr_with_hz(10));
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} files, {eta} left") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
