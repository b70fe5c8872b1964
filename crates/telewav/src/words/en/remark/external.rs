//! What is odd in what another program decodes.

use std::fmt::{Formatter, Result};

use crate::error::remark::External;

pub(super) fn external(remark: &External, f: &mut Formatter<'_>) -> Result {
    use External::*;
    match remark {
        Says { text } => write!(f, "ffmpeg says \"{text}\""),
        SaysMore { n } => write!(f, "ffmpeg has {n} more complaints"),
        Stopped { status } => write!(f, "ffmpeg stopped before the end ({status})"),
        EndsEarly { declared_s } => write!(
            f,
            "the sound ends here, but the file declares {declared_s:.2} s"
        ),
        Guess { guess } => write!(f, "ffmpeg is not sure: {guess}"),
        FirstTrack { n_tracks } => write!(f, "the first of {n_tracks} audio tracks"),
        ShorterThanFile {
            duration_s,
            declared_s,
        } => write!(
            f,
            "the sound has {duration_s:.2} s, the whole file {declared_s:.2} s"
        ),

        StreamEndsInFrame => f.write_str("the decoder's stream ends in the middle of a frame"),
    }
}
