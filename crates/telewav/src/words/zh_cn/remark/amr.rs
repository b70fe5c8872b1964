//! What is odd in AMR.

use std::fmt::{Formatter, Result};

use crate::error::remark::Amr;

pub(super) fn amr(remark: &Amr, f: &mut Formatter<'_>) -> Result {
    use Amr::*;
    match remark {
        NoAmr { octets } => write!(f, "{octets} 字节不是 AMR"),
        RestNoAmr => f.write_str("其余不是 AMR"),
        FrameUnread { problem } => write!(f, "一帧不能解码（{problem}）"),
        FrameLost => f.write_str("丢失一帧"),
        FrameDamaged => f.write_str("一帧标记为损坏"),
        FramesWithoutData { n } => write!(f, "语音中有 {n} 帧没有数据，已补上"),
    }
}
