//! What is odd in what another program decodes.

use std::fmt::{Formatter, Result};

use crate::error::remark::External;

pub(super) fn external(remark: &External, f: &mut Formatter<'_>) -> Result {
    use External::*;
    match remark {
        Says { text } => write!(f, "ffmpeg 报告“{text}”"),
        SaysMore { n } => write!(f, "ffmpeg 另有 {n} 条报告"),
        Stopped { status } => write!(f, "ffmpeg 提前结束（{status}）"),
        EndsEarly { declared_s } => write!(f, "声音到此为止，而文件声明有 {declared_s:.2} 秒"),
        Guess { guess } => write!(f, "ffmpeg 不能确定：{guess}"),
        FirstTrack { n_tracks } => write!(f, "{n_tracks} 条音轨中的第一条"),
        ShorterThanFile {
            duration_s,
            declared_s,
        } => write!(
            f,
            "声音有 {duration_s:.2} 秒，整个文件有 {declared_s:.2} 秒"
        ),

        StreamEndsInFrame => f.write_str("解码器的输出在一帧中间结束"),
    }
}
