//! Why a header is not written anew, and what stands in it that a prompt has no use for.

use std::fmt::{Formatter, Result};

use super::kind::after_chinese;
use super::zh;
use crate::fix::Obstacle;
use crate::riff::read::ChunkNote;

pub(in crate::words) fn obstacle(obstacle: &Obstacle, f: &mut Formatter<'_>) -> Result {
    use Obstacle::*;
    match obstacle {
        NoFault => f.write_str("文件头没有错"),
        Kind { kind } => write!(f, "这是{}", after_chinese(*kind)),
        Unread { error } => write!(f, "{}", zh(&**error)),
        Coding { codec, bits } => write!(f, "采样是 {bits} 位 {codec}"),
        BigEndian => f.write_str("采样是大端字节序"),
        Rate { rate_hz } => write!(f, "采样率是 {rate_hz} Hz"),
        Channels { n_channels } => write!(f, "有 {n_channels} 个声道"),
        ChannelMask => f.write_str("各声道的用途只写在现有的文件头里"),
        NoSamples => f.write_str("没有采样"),
        TooLong { octets } => write!(f, "采样有 {octets} 字节，做放音文件太长"),
        CutFrame => f.write_str("有一帧不完整"),
        AnotherWav { offset } => write!(f, "第 {offset} 字节处又开始一个 WAV"),
        Loss { remark } => write!(f, "{}", zh(remark)),
        Chunk { id, octets, offset } => write!(
            f,
            "第 {offset} 字节处的 {id} 块（{octets} 字节）名实不符，或不认识，可能是声音"
        ),
    }
}

pub(in crate::words) fn chunk_note(note: &ChunkNote, f: &mut Formatter<'_>) -> Result {
    f.write_str(match note {
        ChunkNote::Broadcast => "广播元数据",
        ChunkNote::Id3 => "ID3 标签",
        ChunkNote::CuePoints => "标记点",
        ChunkNote::SamplerLoops => "采样器循环点",
        ChunkNote::Filler => "填充",
        ChunkNote::Xml => "XML 元数据",
        ChunkNote::PeakLevels => "峰值电平",
        ChunkNote::List(list) => list,
    })
}
