//! What is odd in Matroska and WebM.

use std::fmt::{Formatter, Result};

use crate::error::remark::Matroska;
use crate::words::zh_cn::zh;

pub(super) fn matroska(remark: &Matroska, f: &mut Formatter<'_>) -> Result {
    use Matroska::*;
    match remark {
        UnknownElement { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str("是未知元素：缺少声音")
        }
        BlockGroupUnread { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str("读不出来：缺少声音")
        }
        NoBlockInGroup { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str("里没有数据块：缺少声音")
        }
        BlockOfUnknownTrack { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str("是未知音轨的数据块：缺少声音")
        }
        BlockTooShort { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str("是过短的数据块：缺少声音")
        }
        NoElement { bytes, offset } => write!(
            f,
            "第 {offset} 字节处有 {bytes} 字节不是 Matroska 元素：缺少声音"
        ),
        EndsInElement { offset } => {
            write!(f, "文件在一个元素中间结束（第 {offset} 字节处）：缺少声音")
        }

        DamagedIdentifier { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str("的标识已损坏，按内容读取")
        }
        ElementChecksum { id, offset } => {
            element(f, *id, *offset)?;
            f.write_str("与校验和不符")
        }
        InfoChecksum => f.write_str("Info 与校验和不符，不采用其中的 Duration"),
        SenselessElements { bytes, offset } => {
            write!(f, "第 {offset} 字节处有 {bytes} 字节无法理解，与声音无关")
        }
        BetweenElements { bytes, first } => write!(
            f,
            "有 {bytes} 字节不是 Matroska 元素，但不缺声音（第一处在第 {first} 字节）"
        ),
        BehindSegment { bytes, offset } => {
            write!(f, "录音后面还有 {bytes} 字节（第 {offset} 字节处）")
        }
        OtherBehindSegment { kind, offset } => write!(
            f,
            "第 {offset} 字节处还有别的录音（{}），没有解码",
            zh(kind)
        ),
        CutBehindSound { bytes } => write!(f, "文件被截断：声音后面缺少 {bytes} 字节"),

        BlockContradicted => f.write_str("数据包的长度与所在数据块的长度矛盾"),
        BlocksTwice { n } => write!(f, "{n} 个数据块出现了两次，只解码一次"),
        BlocksInOtherOrder => f.write_str("数据块的顺序与时间不符"),
        BlockTimesWrong => f.write_str("数据块的时间与其中的帧矛盾，未采用"),
        MissingByBlockTimes { missing_s } => {
            write!(f, "从数据块的时间看，缺少 {missing_s:.3} 秒")
        }
        SurplusByBlockTimes { surplus_s } => {
            write!(f, "从数据块的时间看，有 {surplus_s:.3} 秒重复，或顺序不对")
        }

        FirstBlockLate { start_s } => write!(
            f,
            "第一个数据块的时间是 {start_s:.3} 秒：略去了停顿，或是从更长的录音中截出"
        ),
        EndsBeforeDuration { end_s, duration_s } => write!(
            f,
            "声音在 {end_s:.3} 秒处结束，而文件声明有 {duration_s:.3} 秒"
        ),
        DurationInLastPacket {
            surplus_s,
            duration_s,
        } => write!(
            f,
            "文件声明有 {duration_s:.3} 秒，最后一个数据包多出 {surplus_s:.3} 秒，可能是填充，已保留"
        ),
        DelaysContradict { header_s, delay_s } => write!(
            f,
            "编码的头略去开头 {header_s:.3} 秒，CodecDelay 是 {delay_s:.3} 秒，以后者为准"
        ),
        StreamInfoOfAnother { n_frames } => {
            write!(f, "STREAMINFO 写有 {n_frames} 帧，是另一个录音的")
        }
    }
}

fn element(f: &mut Formatter<'_>, id: u32, offset: u64) -> Result {
    write!(f, "第 {offset} 字节处的元素（0x{id:X}）")
}
