//! What is odd in CAF.

use std::fmt::{Formatter, Result};

use crate::error::remark::Caf;

pub(super) fn caf(remark: &Caf, f: &mut Formatter<'_>) -> Result {
    use Caf::*;
    match remark {
        SecondData { offset } => write!(
            f,
            "从第 {offset} 字节起是第二个 data 块，其中没有数据包表所列的数据包"
        ),
        EndsInPacket => f.write_str("采样在一个数据包中间结束"),
        BehindTable { octets } => write!(f, "表中最后一个数据包后面的 {octets} 字节可能有声音"),
        TableTooLong => f.write_str("数据包表列出的数据包多于实有的"),
        TableFramesMissing { n } => write!(f, "缺少数据包表所列的 {n} 帧"),
    }
}
