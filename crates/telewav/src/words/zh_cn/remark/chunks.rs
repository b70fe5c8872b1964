//! What is odd in headers and chunks: WAV, W64, AIFF, AU and CAF.

use std::fmt::{Formatter, Result};

use super::super::zh;
use crate::error::remark::Chunks;

pub(super) fn chunks(remark: &Chunks, f: &mut Formatter<'_>) -> Result {
    use Chunks::*;
    match remark {
        NoLength => f.write_str("文件头没有写长度，读到文件结尾"),
        RoundedRate { rate_hz } => write!(
            f,
            "采样率是 {rate_hz:.2} Hz，按 {:.0} Hz 处理",
            rate_hz.round()
        ),
        SamplesMissing { bytes, missing_s } => {
            write!(f, "文件被截断：缺少 {bytes} 字节的采样")?;
            match missing_s {
                Some(missing_s) => write!(f, "，约 {missing_s:.2} 秒"),
                None => Ok(()),
            }
        }
        BytesMissing { bytes } => write!(f, "文件被截断：缺少 {bytes} 字节"),
        FramesMissing {
            by,
            promised,
            n_frames,
            missing,
            missing_s,
        } => write!(
            f,
            "{}写有 {promised} 帧，实有 {n_frames} 帧：缺少 {missing} 帧，{missing_s:.2} 秒",
            zh(by)
        ),
        CountedOtherwise {
            by,
            promised,
            n_frames,
        } => write!(
            f,
            "{}写有 {promised} 帧，实有 {n_frames} 帧，全部采用",
            zh(by)
        ),
        TextBetweenChunks { octets, offset } => {
            write!(f, "第 {offset} 字节处有 {octets} 字节文本，不属于任何块")
        }
        BetweenChunks { octets, offset } => write!(
            f,
            "第 {offset} 字节处有 {octets} 字节不属于任何块，可能是丢失的声音"
        ),
        UnknownChunk { id, octets, offset } => write!(
            f,
            "第 {offset} 字节处的未知块“{id}”有 {octets} 字节，里面可能有声音"
        ),
        FilledPadding { id, octets, offset } => write!(
            f,
            "第 {offset} 字节处的“{id}”块有 {octets} 字节，名为填充，却有别的内容，可能是声音"
        ),
        ClaimsTooMuch {
            id,
            offset,
            declared_octets,
        } => write!(
            f,
            "第 {offset} 字节处的“{id}”块声明 {declared_octets} 字节，把别的块也算在内"
        ),
        GoesOn {
            declared_octets,
            more_octets,
        } => write!(
            f,
            "采样块声明 {declared_octets} 字节，后面还有 {more_octets} 字节另有计数，全部采用"
        ),
        EndsBefore {
            declared_octets,
            octets_before,
        } => write!(
            f,
            "采样块声明 {declared_octets} 字节，但提前 {octets_before} 字节就开始了另一个块"
        ),
        AmongSamples { octets, offset } => write!(
            f,
            "第 {offset} 字节处，采样中间夹着 {octets} 字节的文件头或元数据，已跳过"
        ),
        OtherFormat { offset } => write!(f, "第 {offset} 字节处的格式与前一个矛盾"),
        SilenceMissing { n_frames, offset } => write!(
            f,
            "缺少 {n_frames} 帧静音，第 {offset} 字节处的块代表这段静音"
        ),
        HeaderPromises {
            declared_octets,
            octets,
        } => write!(
            f,
            "文件头写有 {declared_octets} 字节采样，文件里有 {octets} 字节"
        ),
        RiffPromises { bytes } => write!(
            f,
            "RIFF 文件头比实际多写 {bytes} 字节；采样以 data 块的长度为准"
        ),
        DataChunks { n } => write!(f, "{n} 个 data 块，已连接"),
        AdpcmBits { codec, bits } => {
            write!(f, "fmt 块自相矛盾：{codec} 的采样有 {bits} 位")
        }
        FmtFields {
            n_channels,
            sample_octets,
            block_align,
            rate_hz,
            byte_rate,
            is_unclear,
        } => {
            f.write_str(match is_unclear {
                true => "fmt 块自相矛盾：",
                false => "fmt 块的块对齐和字节率与其他字段不符：",
            })?;
            write!(
                f,
                "{n_channels} 个声道，每个采样 {sample_octets} 字节，块对齐 {block_align}，{rate_hz} Hz，每秒 {byte_rate} 字节"
            )
        }
        ByteRate {
            rate_hz,
            byte_rate,
            implied_hz,
            is_unclear,
        } => {
            f.write_str(match is_unclear {
                true => "fmt 块自相矛盾：",
                false => "fmt 块的字节率与采样率不符：",
            })?;
            write!(
                f,
                "{rate_hz} Hz，每秒 {byte_rate} 字节，合 {implied_hz:.0} Hz"
            )
        }
        LawPackets {
            n_channels,
            packet_frames,
            packet_octets,
        } => write!(
            f,
            "{n_channels} 个声道，而每包 {packet_frames} 帧占 {packet_octets} 字节"
        ),
    }
}
