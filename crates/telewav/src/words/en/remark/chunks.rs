//! What is odd in headers and chunks: WAV, W64, AIFF, AU and CAF.

use std::fmt::{Formatter, Result};

use crate::error::remark::Chunks;

pub(super) fn chunks(remark: &Chunks, f: &mut Formatter<'_>) -> Result {
    use Chunks::*;
    match remark {
        NoLength => f.write_str("the header gives no length; read to the end of the file"),
        RoundedRate { rate_hz } => write!(
            f,
            "a sample rate of {rate_hz:.2} Hz, which is taken as {:.0}",
            rate_hz.round()
        ),
        SamplesMissing { bytes, missing_s } => {
            write!(f, "the file was cut: {bytes} bytes of samples are missing")?;
            match missing_s {
                Some(missing_s) => write!(f, ", about {missing_s:.2} s"),
                None => Ok(()),
            }
        }
        BytesMissing { bytes } => write!(f, "the file was cut: {bytes} bytes are missing"),
        FramesMissing {
            by,
            promised,
            n_frames,
            missing,
            missing_s,
        } => write!(
            f,
            "{by} counts {promised} frames, and {n_frames} are there: {missing} are missing, {missing_s:.2} s"
        ),
        CountedOtherwise {
            by,
            promised,
            n_frames,
        } => write!(
            f,
            "{by} counts {promised} frames, the samples are {n_frames}; all are used"
        ),
        TextBetweenChunks { octets, offset } => write!(
            f,
            "{octets} octets of text at byte {offset}, which belong to no chunk"
        ),
        BetweenChunks { octets, offset } => write!(
            f,
            "{octets} octets at byte {offset} belong to no chunk and may be lost sound"
        ),
        UnknownChunk { id, octets, offset } => write!(
            f,
            "the unknown chunk \"{id}\" of {octets} octets at byte {offset} may hold sound"
        ),
        FilledPadding { id, octets, offset } => write!(
            f,
            "the chunk \"{id}\" of {octets} octets at byte {offset} is named as padding and holds something else, which may be sound"
        ),
        ClaimsTooMuch {
            id,
            offset,
            declared_octets,
        } => write!(
            f,
            "the chunk \"{id}\" at byte {offset} claims {declared_octets} octets, and other chunks with them"
        ),
        GoesOn {
            declared_octets,
            more_octets,
        } => write!(
            f,
            "the samples' chunk declares {declared_octets} octets, and {more_octets} more follow that are counted elsewhere; all are used"
        ),
        EndsBefore {
            declared_octets,
            octets_before,
        } => write!(
            f,
            "the samples' chunk declares {declared_octets} octets; another chunk starts {octets_before} octets before that"
        ),
        AmongSamples { octets, offset } => write!(
            f,
            "{octets} octets of a header or of metadata among the samples, at byte {offset}, are left out"
        ),
        OtherFormat { offset } => {
            write!(f, "the format at byte {offset} contradicts the first one")
        }
        SilenceMissing { n_frames, offset } => write!(
            f,
            "{n_frames} frames of silence are missing, for which the chunk at byte {offset} stands"
        ),
        HeaderPromises {
            declared_octets,
            octets,
        } => write!(
            f,
            "the header promises {declared_octets} bytes of samples, the file has {octets}"
        ),
        RiffPromises { bytes } => write!(
            f,
            "the RIFF header promises {bytes} bytes more than there are; the samples are as long as their chunk says"
        ),
        DataChunks { n } => write!(f, "{n} data chunks, joined"),
        AdpcmBits { codec, bits } => write!(
            f,
            "the fmt chunk contradicts itself: {codec} of {bits} bits a sample"
        ),
        FmtFields {
            n_channels,
            sample_octets,
            block_align,
            rate_hz,
            byte_rate,
            is_unclear,
        } => {
            f.write_str(match is_unclear {
                true => "the fmt chunk contradicts itself: ",
                false => {
                    "the fmt chunk's block align and byte rate are not what its other fields make them: "
                }
            })?;
            write!(
                f,
                "{n_channels} channels of {sample_octets} octets, block align {block_align}, {rate_hz} Hz, {byte_rate} octets a second"
            )
        }
        ByteRate {
            rate_hz,
            byte_rate,
            implied_hz,
            is_unclear,
        } => {
            f.write_str(match is_unclear {
                true => "the fmt chunk contradicts itself: ",
                false => "the fmt chunk has a byte rate of its own: ",
            })?;
            write!(
                f,
                "{rate_hz} Hz, and {byte_rate} octets a second, which are {implied_hz:.0} Hz"
            )
        }
        LawPackets {
            n_channels,
            packet_frames,
            packet_octets,
        } => write!(
            f,
            "{n_channels} channels, and packets of {packet_frames} frames in {packet_octets} octets"
        ),
    }
}
