//! What is odd in coded sound.

use std::fmt::{Formatter, Result};

use super::zh;
use crate::error::remark::{Codec, CodecFault};

pub(super) fn codec(remark: &Codec, f: &mut Formatter<'_>) -> Result {
    match remark {
        Codec::HeAacCore {
            core_rate_hz,
            in_mono,
        } => {
            let lost = if *in_mono { "，单声道" } else { "" };
            write!(
                f,
                "HE-AAC，只解码核心（{core_rate_hz} Hz{lost}）：其余超出电话能传的频率"
            )
        }
        Codec::PacketFault { fault } => write!(f, "一个数据包不能解码（{}）", zh(fault)),
        Codec::BlockFault { fault } => codec_fault(fault, f),
    }
}

pub(in crate::words) fn codec_fault(fault: &CodecFault, f: &mut Formatter<'_>) -> Result {
    use CodecFault::*;
    f.write_str(match fault {
        ImaBlockStep => "一个 IMA ADPCM 数据块的步长序号大于 88",
        ImaPacketStep => "一个 IMA ADPCM 数据包的步长序号大于 88",
        MsAdpcmPredictor => "一个 Microsoft ADPCM 数据块的预测器编号大于 6",
        GsmSignature => "一帧的开头不是 GSM 帧的开头",
        FlacNoHeader => "没有 FLAC 帧头",
        FlacCut | MpegCut => "帧被截断",
        FlacChecksum => "帧与校验和不符",
        FlacRules => "帧不合 FLAC 规范",
        AlacBits => "ALAC 数据包的位数与配置不同",
        AlacEnd => "ALAC 数据包没有在配置所说的地方结束",
        OpusFraming => "Opus 数据包的分帧不合规范",
        OpusStreamLengths => "Opus 数据包里各个流的长度不同",
        OpusOtherLength => "Opus 数据包解码后的长度与所写的不同",
        OpusRules => "Opus 数据包不合规范",
        AmrNoFrame => "没有 AMR 帧",
        AmrFrame => "一个 AMR 帧不能解码",
        AmrTooManyFrames => "AMR 帧太多",
        MpegNoHeader => "没有 MPEG 音频的帧头",
        MpegReservoir => "帧的一部分存放在缺少的帧里",
        MpegRules => "帧不合 MPEG 音频规范",
        PcmPartOfFrame => "在一帧中间结束",
        PcmNotNumbers => "采样不是数值",
    })
}
