//! What is odd in Ogg.

use std::fmt::{Formatter, Result};

use crate::error::remark::Ogg;
use crate::words::zh_cn::kind::after_chinese;

pub(super) fn ogg(remark: &Ogg, f: &mut Formatter<'_>) -> Result {
    use Ogg::*;
    match remark {
        HeadersTwice => f.write_str("Ogg 流的头出现了两次"),
        Chained { n } => write!(f, "{n} 个 Ogg 流首尾相接，全部解码"),
        BehindLastPage { bytes, offset } => write!(
            f,
            "最后一个 Ogg 页后面还有 {bytes} 字节（第 {offset} 字节处）"
        ),
        LastPageWithinPacket => f.write_str("最后一个 Ogg 页在数据包中间结束，这个包已略去"),
        BetweenPages {
            bytes,
            n_places,
            first,
        } => write!(
            f,
            "相连的 Ogg 页之间有 {bytes} 字节，共 {n_places} 处（第一处在第 {first} 字节）"
        ),
        PagesTwice { n } => write!(f, "{n} 个 Ogg 页出现了两次，只解码一次"),
        PacketStartMissing => f.write_str("缺少一个数据包的开头"),
        PacketEndMissing => f.write_str("缺少一个数据包的结尾"),
        FirstPageMissing => f.write_str("Ogg 流缺少第一页，声音也就缺少了"),
        Tag { bytes, offset } => write!(f, "第 {offset} 字节处有 {bytes} 字节的标签"),
        EndsBeforeSound => f.write_str("Ogg 流在声音开始之前就结束了"),
        PageFollows { sequence, expected } => {
            write!(f, "应为 Ogg 第 {expected} 页，实为第 {sequence} 页")
        }
        FramesMissingBetween { missing } => write!(f, "两个 Ogg 页之间缺少 {missing} 帧"),
        FramesBesidePositions { surplus } => {
            write!(f, "两个 Ogg 页之间比页上写的位置多出 {surplus} 帧")
        }
        NoPage { bytes, offset } => {
            write!(f, "第 {offset} 字节处有 {bytes} 字节不是 Ogg 页")
        }
        EndsInPage { offset } => write!(f, "文件在 Ogg 页中间结束（第 {offset} 字节处）"),
        PageChecksum { offset } => {
            write!(f, "第 {offset} 字节处的 Ogg 页与校验和不符")
        }
        OtherFollows { kind, offset } => {
            write!(f, "第 {offset} 字节处接着{}，未解码", after_chinese(*kind))
        }
    }
}
