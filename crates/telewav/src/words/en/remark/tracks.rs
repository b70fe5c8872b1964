//! What is odd in a recording of several sound tracks.

use std::fmt::{Formatter, Result};

use crate::error::remark::{TrackChoice, Tracks};

pub(super) fn tracks(remark: &Tracks, f: &mut Formatter<'_>) -> Result {
    let Tracks::TrackChosen {
        number,
        n_tracks,
        why,
    } = remark;
    write!(
        f,
        "track {number} of {n_tracks} sound tracks is decoded ({why})"
    )
}

pub(in crate::words) fn track_choice(why: &TrackChoice, f: &mut Formatter<'_>) -> Result {
    f.write_str(match why {
        TrackChoice::AskedFor => "as asked for",
        TrackChoice::FirstDefault => "the first that plays by default",
        TrackChoice::First => "the first; none plays by default",
    })
}
