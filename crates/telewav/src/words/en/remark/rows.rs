//! What is odd in rows of frames.

use std::fmt::{Formatter, Result};

use crate::error::remark::{Frames, Rows};

pub(in crate::words) fn frames(frames: &Frames, f: &mut Formatter<'_>) -> Result {
    f.write_str(match frames {
        Frames::MpegAudio => "MPEG audio frame",
        Frames::Flac => "FLAC frame",
    })
}

pub(super) fn rows(remark: &Rows, f: &mut Formatter<'_>) -> Result {
    use Rows::*;
    match remark {
        BeforeFrames { frames, bytes } => write!(f, "{bytes} bytes before the first {frames}"),
        BehindFrames { frames, bytes } => write!(f, "{bytes} bytes after the last {frames}"),
        NeitherFrameNorTag { frames, bytes } => write!(
            f,
            "{bytes} bytes after the last {frames} are neither frames nor a tag"
        ),
        SoundBehindFrames { frames, kind } => write!(
            f,
            "{kind} stands behind the last {frames}, and is not decoded"
        ),
        StreamsJoined { n } => write!(f, "{n} streams joined, all decoded"),
    }
}
