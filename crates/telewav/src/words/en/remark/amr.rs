//! What is odd in AMR.

use std::fmt::{Formatter, Result};

use crate::error::remark::Amr;

pub(super) fn amr(remark: &Amr, f: &mut Formatter<'_>) -> Result {
    use Amr::*;
    match remark {
        NoAmr { octets } => write!(f, "{octets} octets are no AMR"),
        RestNoAmr => f.write_str("the rest is no AMR"),
        FrameUnread { problem } => write!(f, "a frame cannot be decoded ({problem})"),
        FrameLost => f.write_str("a frame was lost"),
        FrameDamaged => f.write_str("a frame is marked as damaged"),
        FramesWithoutData { n } => write!(f, "{n} frames without data amid speech, filled in"),
    }
}
