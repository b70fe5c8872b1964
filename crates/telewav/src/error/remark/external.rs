//! What is odd in what another program decodes.

use serde::Serialize;

/// What is odd in what another program decodes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum External {
    /// What ffmpeg complains of.
    Says { text: String },
    /// More complaints than are kept.
    SaysMore { n: usize },
    /// How ffmpeg ended before its time.
    Stopped { status: String },
    /// The sound ends before the time that the file declares.
    EndsEarly { declared_s: f64 },
    /// ffmpeg is not sure what the file is.
    Guess { guess: String },
    /// The first of several tracks.
    FirstTrack { n_tracks: usize },
    /// Sound that is shorter than the whole file, which has something else.
    ShorterThanFile { duration_s: f64, declared_s: f64 },
    /// The same of what another program decodes.
    StreamEndsInFrame,
}
