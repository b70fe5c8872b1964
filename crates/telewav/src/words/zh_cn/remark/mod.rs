//! What is odd in a recording.

mod amr;
mod caf;
mod chunks;
mod codec;
mod external;
mod flac;
mod matroska;
mod mp4;
mod mpeg;
mod ogg;
mod rows;
mod tracks;

use std::fmt::{Formatter, Result};

pub(in crate::words) use self::codec::codec_fault;
pub(in crate::words) use self::mp4::misplaced;
pub(in crate::words) use self::rows::frames;
pub(in crate::words) use self::tracks::track_choice;
use super::zh;
use crate::error::damage::{Damage, DamageLog};
use crate::error::remark::{Counter, Remark};

pub(in crate::words) fn damage(damage: &Damage, f: &mut Formatter<'_>) -> Result {
    match damage.at_s {
        Some(at_s) => write!(f, "{at_s:.2} 秒处：{}", zh(&damage.detail)),
        None => write!(f, "{}", zh(&damage.detail)),
    }
}

pub(in crate::words) fn damage_log(log: &DamageLog, f: &mut Formatter<'_>) -> Result {
    let (shown, n_more) = log.shown();
    for (i, damage) in shown.iter().enumerate() {
        let separator = if i == 0 { "" } else { "；" };
        write!(f, "{separator}{}", zh(damage))?;
    }
    match n_more {
        0 => Ok(()),
        n => write!(f, "；另有 {n} 处"),
    }
}

pub(in crate::words) fn counter(counter: &Counter, f: &mut Formatter<'_>) -> Result {
    f.write_str(match counter {
        Counter::FactChunk => "fact 块",
        Counter::CommChunk => "COMM 块",
        Counter::PacketTable => "数据包表",
    })
}

pub(in crate::words) fn remark(remark: &Remark, f: &mut Formatter<'_>) -> Result {
    use Remark::*;
    match remark {
        TooLoud {
            n_above,
            n_samples,
            peak_dbfs,
        } => write!(
            f,
            "{n_samples} 个采样中有 {n_above} 个太响，不可能是声音，最高 {peak_dbfs:+.1} dBFS"
        ),
        MoreNotes { n } => write!(f, "另有 {n} 条说明"),
        OctetsBehindBlocks { octets } => write!(f, "最后一个完整数据块后面的 {octets} 字节已略去"),
        OctetsBehindFrames { octets } => write!(f, "最后一个完整的帧后面的 {octets} 字节已略去"),
        NotNumbers { n } => write!(f, "{n} 个采样不是数值"),
        SoundChecksum => f.write_str("解码后的声音与校验和不符"),
        EmptyPacket => f.write_str("一个数据包是空的"),
        Packet { problem } => write!(f, "一个数据包不能解码（{problem}）"),
        IdlePackets { n } => write!(f, "连续 {n} 个数据包没有声音，其余略去"),
        EndsInFrame => f.write_str("文件在一帧中间结束"),
        EndsInGsmFrame => f.write_str("文件在一个 GSM 帧中间结束"),
        Joined { n } => write!(f, "文件由 {n} 个录音连接而成，全部解码"),
        OfFramesMissing { missing, promised } => write!(f, "{promised} 帧中缺少 {missing} 帧"),
        LeftOut {
            kind,
            offset,
            error,
        } => write!(
            f,
            "第 {offset} 字节处又开始一个 {} 文件，已略去（{}）",
            kind.container(),
            zh(&**error)
        ),
        Chunks(remark) => chunks::chunks(remark, f),
        Amr(remark) => amr::amr(remark, f),
        Ogg(remark) => ogg::ogg(remark, f),
        Flac(remark) => flac::flac(remark, f),
        Caf(remark) => caf::caf(remark, f),
        External(remark) => external::external(remark, f),
        Codec(remark) => codec::codec(remark, f),
        Tracks(remark) => tracks::tracks(remark, f),
        Mp4(remark) => mp4::mp4(remark, f),
        Mp4Edits(remark) => mp4::edits(remark, f),
        Mp4Fragments(remark) => mp4::fragments(remark, f),
        Matroska(remark) => matroska::matroska(remark, f),
        Mpeg(remark) => mpeg::mpeg(remark, f),
        Rows(remark) => rows::rows(remark, f),
    }
}
