//! What is odd in CAF.

use std::fmt::{Formatter, Result};

use crate::error::remark::Caf;

pub(super) fn caf(remark: &Caf, f: &mut Formatter<'_>) -> Result {
    use Caf::*;
    match remark {
        SecondData { offset } => write!(
            f,
            "the octets of a second data chunk, from byte {offset} on, are no packet of the table"
        ),
        EndsInPacket => f.write_str("the samples end in the middle of a packet"),
        BehindTable { octets } => write!(
            f,
            "{octets} octets behind the last packet of the table may hold sound"
        ),
        TableTooLong => f.write_str("the packet table lists more packets than there are"),
        TableFramesMissing { n } => {
            write!(f, "{n} frames that the packet table promises are missing")
        }
    }
}
