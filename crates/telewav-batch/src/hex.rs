//! Octets as text.

use std::fmt::Write as _;

/// Two digits for each octet.
pub fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut text, octet| {
        let _ = write!(text, "{octet:02x}");
        text
    })
}
