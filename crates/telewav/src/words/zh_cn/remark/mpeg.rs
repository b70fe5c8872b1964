//! What is odd in MPEG audio: MP1, MP2, MP3 and AAC in ADTS.

use std::fmt::{Formatter, Result};

use crate::error::remark::Mpeg;

pub(super) fn mpeg(remark: &Mpeg, f: &mut Formatter<'_>) -> Result {
    use Mpeg::*;
    match remark {
        FirstFrameNeeds { bytes } => write!(
            f,
            "有 {bytes} 字节不是 MPEG 音频帧，而第一帧要用到原来在那里的数据"
        ),
        NoMpegFrame { bytes } => write!(f, "有 {bytes} 字节不是 MPEG 音频帧"),
        FillingBetweenStreams { bytes } => write!(f, "相接的流之间有 {bytes} 字节填充"),
        PartBehindMpegFrames => f.write_str("文件头所计的帧后面还有半帧"),
        MoreMpegFrames {
            promised,
            n_mpeg_frames,
        } => write!(
            f,
            "文件头写有 {promised} 个 MPEG 音频帧，实有 {n_mpeg_frames} 个，全部采用"
        ),
        MpegFramesMissing { n } => write!(f, "缺少文件头所列的 {n} 个 MPEG 音频帧"),
        DelayUntold { n_frames } => write!(
            f,
            "文件头没有写编码器加了多少帧，按惯例略去开头 {n_frames} 帧"
        ),
        SoundBeforeCut { duration_s } => write!(
            f,
            "从更长的流中截出：开头 {duration_s:.3} 秒声音的数据没有截进来"
        ),
        MpegFrameChecksum => f.write_str("一帧与校验和不符"),
        MpegChecksumsWrong {
            n_wrong,
            n_mpeg_frames,
        } => write!(
            f,
            "{n_mpeg_frames} 帧中有 {n_wrong} 帧与校验和不符：是编码器的错，无关紧要"
        ),
    }
}
