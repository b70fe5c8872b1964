//! What is odd in coded sound.

use std::fmt::{Formatter, Result};

use crate::error::remark::{Codec, CodecFault};

pub(super) fn codec(remark: &Codec, f: &mut Formatter<'_>) -> Result {
    match remark {
        Codec::HeAacCore {
            core_rate_hz,
            in_mono,
        } => {
            let lost = if *in_mono { ", in mono" } else { "" };
            write!(
                f,
                "HE-AAC, decoded from its core at {core_rate_hz} Hz{lost}: the rest lies above what a telephone carries"
            )
        }
        Codec::PacketFault { fault } => {
            write!(f, "a packet cannot be decoded (malformed stream: {fault})")
        }
        Codec::BlockFault { fault } => codec_fault(fault, f),
    }
}

pub(in crate::words) fn codec_fault(fault: &CodecFault, f: &mut Formatter<'_>) -> Result {
    use CodecFault::*;
    f.write_str(match fault {
        ImaBlockStep => "a block of IMA ADPCM has a step index above 88",
        ImaPacketStep => "a packet of IMA ADPCM has a step index above 88",
        MsAdpcmPredictor => "a block of Microsoft ADPCM names a predictor above 6",
        GsmSignature => "a frame does not start as GSM frames do",
        FlacNoHeader => "flac: no frame header",
        FlacCut | MpegCut => "the frame is cut",
        FlacChecksum => "the frame's checksum does not match",
        FlacRules => "the frame breaks the rules",
        AlacBits => "alac: it has other bits than its configuration",
        AlacEnd => "alac: it does not end where its configuration says",
        OpusFraming => "opus: the packet breaks the rules of its framing",
        OpusStreamLengths => "opus: streams of different lengths",
        OpusOtherLength => "opus: the packet decodes to another length",
        OpusRules => "opus: the packet makes no sense",
        AmrNoFrame => "amr: no frame",
        AmrFrame => "amr: a frame cannot be decoded",
        AmrTooManyFrames => "amr: too many frames",
        MpegNoHeader => "no header of MPEG audio",
        MpegReservoir => "part of the frame stood in frames that are missing",
        MpegRules => "the frame breaks the rules of MPEG audio",
        PcmPartOfFrame => "it ends within a frame",
        PcmNotNumbers => "samples are not numbers",
    })
}
