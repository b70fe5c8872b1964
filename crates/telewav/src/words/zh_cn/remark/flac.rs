//! What is odd in native FLAC.

use std::fmt::{Formatter, Result};

use crate::error::remark::{Flac, FrameFault, FrameFormat};

pub(super) fn flac(remark: &Flac, f: &mut Formatter<'_>) -> Result {
    use Flac::*;
    match remark {
        MetadataUnread => f.write_str("元数据块已损坏：跳到第一帧"),
        NoStreamInfo => f.write_str("没有 STREAMINFO，所需信息从帧里得到"),
        PartBehindFrames => f.write_str("STREAMINFO 所计的帧后面还有半帧"),
        BetweenStreams { bytes } => write!(f, "相接的流之间有 {bytes} 字节"),
        NoFrame { bytes } => write!(f, "有 {bytes} 字节不是帧；从前后的编号看，没有缺帧"),
        FramesUnread { n } => write!(f, "{n} 帧读不出来"),
        StreamInfoCounts { promised, n_frames } => write!(
            f,
            "STREAMINFO 写有 {promised} 帧，实有 {n_frames} 帧，全部采用"
        ),
        CutFromLonger { number } => write!(f, "从更长的流中截出：第一帧的编号是 {number}"),
        OddNumbers { n } => write!(f, "{n} 帧的编号异常，但没有缺帧"),
        NumbersGoBack => f.write_str("帧的编号倒退：后面的内容来自别处"),
        FrameLeftOut { why, n_frames } => {
            let why = match why {
                FrameFault::Cut => "文件在一帧的中间结束",
                FrameFault::Checksum => "一帧与校验和不符",
                FrameFault::Broken => "一帧无法解码",
            };
            write!(f, "{why}；略去 {n_frames} 帧")
        }
        StreamInfoSays {
            stream_info,
            frames,
        } => {
            f.write_str("STREAMINFO 写的是 ")?;
            format(stream_info, f)?;
            f.write_str("，帧里是 ")?;
            format(frames, f)?;
            f.write_str("；以帧为准")
        }
        FramesFrom { frames, at_s } => {
            write!(f, "从 {at_s:.2} 秒起，帧是 ")?;
            format(frames, f)
        }
    }
}

fn format(format: &FrameFormat, f: &mut Formatter<'_>) -> Result {
    let FrameFormat {
        rate_hz,
        n_channels,
        bits,
    } = format;
    write!(f, "{bits} 位、{n_channels} 声道、{rate_hz} Hz")
}
