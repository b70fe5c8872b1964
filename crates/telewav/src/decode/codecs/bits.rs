//! Codes of a few bits each, from octets.

/// Hands out the bits of `octets` from bit `position`: the most significant bit of an octet first. Zeros behind the end.
pub fn from_the_top(octets: &[u8], mut position: usize) -> impl FnMut(u32) -> u16 {
    move |n| {
        (0..n).fold(0, |value, _| {
            let octet = octets.get(position / 8).copied().unwrap_or(0);
            let bit = octet >> (7 - position % 8) & 1;
            position += 1;
            value << 1 | u16::from(bit)
        })
    }
}

/// The same, the least significant bit first.
pub fn from_the_bottom(octets: &[u8], mut position: usize) -> impl FnMut(u32) -> u16 {
    move |n| {
        (0..n).fold(0, |value, i| {
            let octet = octets.get(position / 8).copied().unwrap_or(0);
            let bit = octet >> (position % 8) & 1;
            position += 1;
            value | u16::from(bit) << i
        })
    }
}
