//! What is odd in MPEG audio: MP1, MP2, MP3 and AAC in ADTS.

use std::fmt::{Formatter, Result};

use crate::error::remark::Mpeg;

pub(super) fn mpeg(remark: &Mpeg, f: &mut Formatter<'_>) -> Result {
    use Mpeg::*;
    match remark {
        FirstFrameNeeds { bytes } => write!(
            f,
            "{bytes} bytes that are no MPEG audio frame, and the first frame needs what stood there"
        ),
        NoMpegFrame { bytes } => write!(f, "{bytes} bytes that are no MPEG audio frame"),
        FillingBetweenStreams { bytes } => {
            write!(f, "{bytes} bytes of filling between joined streams")
        }
        PartBehindMpegFrames => f.write_str("part of a frame behind those that the header counts"),
        MoreMpegFrames {
            promised,
            n_mpeg_frames,
        } => write!(
            f,
            "the header counts {promised} MPEG audio frames, there are {n_mpeg_frames}; all are used"
        ),
        MpegFramesMissing { n } => write!(
            f,
            "{n} MPEG audio frames that the header promises are missing"
        ),
        DelayUntold { n_frames } => write!(
            f,
            "the header does not say what the encoder added; the usual {n_frames} frames are left out"
        ),
        SoundBeforeCut { duration_s } => write!(
            f,
            "cut from a longer stream: the bytes of the first {duration_s:.3} s of sound stood before the cut"
        ),
        MpegFrameChecksum => f.write_str("the checksum of a frame does not match"),
        MpegChecksumsWrong {
            n_wrong,
            n_mpeg_frames,
        } => write!(
            f,
            "the checksums of {n_wrong} of {n_mpeg_frames} frames do not match: the encoder's fault, and of no interest"
        ),
    }
}
