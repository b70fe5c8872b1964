//! What is odd in native FLAC.

use std::fmt::{Formatter, Result};

use crate::error::remark::{Flac, FrameFault, FrameFormat};

pub(super) fn flac(remark: &Flac, f: &mut Formatter<'_>) -> Result {
    use Flac::*;
    match remark {
        MetadataUnread => {
            f.write_str("metadata blocks are damaged: they are passed over, up to the first frame")
        }
        NoStreamInfo => f.write_str("there is no STREAMINFO; the frames say what is needed"),
        PartBehindFrames => f.write_str("part of a frame behind those that STREAMINFO counts"),
        BetweenStreams { bytes } => write!(f, "{bytes} bytes between joined streams"),
        NoFrame { bytes } => write!(
            f,
            "{bytes} bytes that are no frame; by the numbers of those around them, none is missing"
        ),
        FramesUnread { n } => write!(f, "{n} frames cannot be read"),
        StreamInfoCounts { promised, n_frames } => write!(
            f,
            "STREAMINFO counts {promised} frames, there are {n_frames}; all are used"
        ),
        CutFromLonger { number } => write!(
            f,
            "cut from a longer stream: its first frame is number {number}"
        ),
        OddNumbers { n } => write!(f, "{n} frames are oddly numbered, and none is missing"),
        NumbersGoBack => {
            f.write_str("the numbers of the frames go back: what follows stood elsewhere")
        }
        FrameLeftOut { why, n_frames } => {
            let why = match why {
                FrameFault::Cut => "the file ends in the middle of a frame",
                FrameFault::Checksum => "the checksum of a frame does not match",
                FrameFault::Broken => "a frame cannot be decoded",
            };
            write!(f, "{why}; {n_frames} frames are left out")
        }
        StreamInfoSays {
            stream_info,
            frames,
        } => {
            f.write_str("STREAMINFO says ")?;
            format(stream_info, f)?;
            f.write_str(", the frames are ")?;
            format(frames, f)?;
            f.write_str("; the frames are right")
        }
        FramesFrom { frames, at_s } => {
            f.write_str("the frames are ")?;
            format(frames, f)?;
            write!(f, " from {at_s:.2} s on")
        }
    }
}

fn format(format: &FrameFormat, f: &mut Formatter<'_>) -> Result {
    let FrameFormat {
        rate_hz,
        n_channels,
        bits,
    } = format;
    write!(f, "{bits} bits, {n_channels} channels, {rate_hz} Hz")
}
