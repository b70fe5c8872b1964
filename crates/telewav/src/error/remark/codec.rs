//! What is odd in coded sound, whatever the container.

use serde::Serialize;

/// What is odd in coded sound, whatever the container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Codec {
    /// HE-AAC, of which the core is decoded.
    HeAacCore { core_rate_hz: u32, in_mono: bool },
    /// A packet that a decoder of telewav's refuses.
    PacketFault { fault: CodecFault },
    /// A block that a decoder of telewav's refuses.
    BlockFault { fault: CodecFault },
}

/// What is wrong with a packet or a block, by the rules of its codec.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CodecFault {
    /// IMA ADPCM of WAV: a step index that is in no table.
    ImaBlockStep,
    /// IMA ADPCM of QuickTime: the same.
    ImaPacketStep,
    /// Microsoft ADPCM: a predictor that is in no table.
    MsAdpcmPredictor,
    /// GSM: not the four bits that each frame starts with.
    GsmSignature,
    /// FLAC: no frame starts there.
    FlacNoHeader,
    /// FLAC: the octets end before the frame does.
    FlacCut,
    /// FLAC: the CRC-16 does not match.
    FlacChecksum,
    /// FLAC: something that cannot be.
    FlacRules,
    /// ALAC: the packet was coded with another number of bits than the configuration says.
    AlacBits,
    /// ALAC: by the configuration, the samples do not end where the packet does.
    AlacEnd,
    /// Opus: lengths or numbers of frames that cannot be.
    OpusFraming,
    /// Opus: streams of one packet that are not as long as each other.
    OpusStreamLengths,
    /// Opus: another number of frames than the packet says.
    OpusOtherLength,
    /// Opus: something that cannot be.
    OpusRules,
    /// AMR: no frame of the storage format.
    AmrNoFrame,
    /// AMR: a frame that the decoder refuses.
    AmrFrame,
    /// AMR: more frames than a packet may have.
    AmrTooManyFrames,
    /// MPEG audio: no frame starts there.
    MpegNoHeader,
    /// MPEG audio: the octets end before the frame does.
    MpegCut,
    /// MPEG audio: what the frame refers to is missing.
    MpegReservoir,
    /// MPEG audio: something that cannot be.
    MpegRules,
    /// PCM: the packet is no whole number of frames.
    PcmPartOfFrame,
    /// PCM: samples that are NaN or infinity.
    PcmNotNumbers,
}

impl std::error::Error for CodecFault {}
