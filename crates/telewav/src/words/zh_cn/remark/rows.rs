//! What is odd in rows of frames.

use std::fmt::{Formatter, Result};

use crate::error::remark::{Frames, Rows};
use crate::words::zh_cn::zh;

pub(in crate::words) fn frames(frames: &Frames, f: &mut Formatter<'_>) -> Result {
    f.write_str(match frames {
        Frames::MpegAudio => "MPEG 音频帧",
        Frames::Flac => "FLAC 帧",
    })
}

pub(super) fn rows(remark: &Rows, f: &mut Formatter<'_>) -> Result {
    use Rows::*;
    match remark {
        BeforeFrames { frames, bytes } => {
            write!(f, "第一个 {}前面有 {bytes} 字节", zh(frames))
        }
        BehindFrames { frames, bytes } => {
            write!(f, "最后一个 {}后面有 {bytes} 字节", zh(frames))
        }
        NeitherFrameNorTag { frames, bytes } => write!(
            f,
            "最后一个 {}后面有 {bytes} 字节，既不是帧也不是标签",
            zh(frames)
        ),
        SoundBehindFrames { frames, kind } => write!(
            f,
            "最后一个 {}后面还有别的声音（{}），没有解码",
            zh(frames),
            zh(kind)
        ),
        StreamsJoined { n } => write!(f, "{n} 个流相接，全部解码"),
    }
}
