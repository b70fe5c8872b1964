//! What is odd in a recording of several sound tracks.

use serde::Serialize;

/// What is odd in a recording of several sound tracks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Tracks {
    /// Which of them is decoded. They count from 1.
    TrackChosen {
        number: usize,
        n_tracks: usize,
        why: TrackChoice,
    },
}

/// Why a sound track is the one to decode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TrackChoice {
    /// Somebody asked for it.
    AskedFor,
    /// It is the first that plays where nothing is chosen.
    FirstDefault,
    /// It is the first, and none plays where nothing is chosen.
    First,
}
