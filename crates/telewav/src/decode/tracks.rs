//! Several sound tracks in one recording: languages, comments, a disabled first take.
//!
//! Each container that can hold several lists its sound tracks and asks which of them to decode: the one that
//! was asked for ([`DecodeOptions::track`](super::DecodeOptions::track)), else the first that the container
//! plays where nothing is chosen, else the first.

use std::fmt;

use serde::Serialize;

use super::{DecodeOptions, Output};
use crate::error::remark::{TrackChoice, Tracks};
use crate::error::{Asked, Error, Problem};

/// A sound track of a recording that holds several, as its container describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SoundTrack {
    /// How it is coded, e.g. `AAC`.
    pub codec: String,
    /// Frames per second, where the container says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_hz: Option<u32>,
    /// Number of channels, where the container says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n_channels: Option<usize>,
    /// Its language in the container's own code, e.g. `deu`, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether the container plays it where nothing is chosen: an enabled track in MP4, a default one in Matroska.
    pub is_default: bool,
    /// Whether it is the one that was decoded.
    pub is_decoded: bool,
}

impl fmt::Display for SoundTrack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.codec)?;
        if let Some(rate_hz) = self.rate_hz {
            write!(f, ", {rate_hz} Hz")?;
        }
        match self.n_channels {
            Some(1) => f.write_str(", mono")?,
            Some(2) => f.write_str(", stereo")?,
            Some(n) => write!(f, ", {n} channels")?,
            None => {}
        }
        if let Some(language) = &self.language {
            write!(f, ", {language}")?;
        }
        Ok(())
    }
}

/// The index of the track to decode, of `n_tracks` of which `is_default` says whether they play unasked.
fn choice(
    options: &DecodeOptions,
    n_tracks: usize,
    is_default: impl Fn(usize) -> bool,
) -> Result<usize, Error> {
    let Some(number) = options.track else {
        return Ok((0..n_tracks).find(|i| is_default(*i)).unwrap_or(0));
    };
    let number = number.get();
    if number <= n_tracks {
        return Ok(number - 1);
    }
    Err(Error::InvalidOptions {
        option: Asked::Track { number },
        problem: Problem::NTracks { n: n_tracks },
    })
}

/// For containers that hold one sound track: it is the one, or there is none of that number.
pub(super) fn only_one(options: &DecodeOptions) -> Result<(), Error> {
    choice(options, 1, |_| true).map(|_| ())
}

impl Output<'_, '_> {
    /// The index of the track to decode among the sound tracks of a recording, in the order of its container.
    /// Where there are several, [`Decoded`](super::Decoded) lists them, and a note says which was taken.
    pub(super) fn choose_track(&mut self, mut tracks: Vec<SoundTrack>) -> Result<usize, Error> {
        let chosen = choice(self.options, tracks.len(), |i| tracks[i].is_default)?;
        if tracks.len() > 1 {
            tracks[chosen].is_decoded = true;
            // Parts of a joined file have tracks, each; those of the first are listed.
            if self.tracks.is_empty() {
                let why = match (self.options.track, tracks[chosen].is_default) {
                    (Some(_), _) => TrackChoice::AskedFor,
                    (None, true) => TrackChoice::FirstDefault,
                    (None, false) => TrackChoice::First,
                };
                self.note(Tracks::TrackChosen {
                    number: chosen + 1,
                    n_tracks: tracks.len(),
                    why,
                });
                self.tracks = tracks;
            }
        }
        Ok(chosen)
    }
}
