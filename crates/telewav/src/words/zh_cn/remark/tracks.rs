//! What is odd in a recording of several sound tracks.

use std::fmt::{Formatter, Result};

use super::zh;
use crate::error::remark::{TrackChoice, Tracks};

pub(super) fn tracks(remark: &Tracks, f: &mut Formatter<'_>) -> Result {
    let Tracks::TrackChosen {
        number,
        n_tracks,
        why,
    } = remark;
    write!(f, "共 {n_tracks} 条音轨，解码第 {number} 条（{}）", zh(why))
}

pub(in crate::words) fn track_choice(why: &TrackChoice, f: &mut Formatter<'_>) -> Result {
    f.write_str(match why {
        TrackChoice::AskedFor => "按要求",
        TrackChoice::FirstDefault => "默认播放的第一条",
        TrackChoice::First => "第一条，没有默认播放的",
    })
}
