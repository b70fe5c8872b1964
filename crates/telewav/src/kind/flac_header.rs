//! The header of a frame of FLAC. A stream may start with one, where somebody came in late, so it is known by it (`kind`).
//!
//! Source: RFC 9639 (2024), section 9.1.

/// What a frame says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrameHeader {
    /// Whether `number` counts frames of sound; if not, it counts FLAC frames, or so the header says.
    pub(crate) is_by_sound: bool,
    /// Frames of sound in it: 1 to 65,536.
    pub(crate) n_frames: usize,
    /// Hz; `None` if STREAMINFO says it.
    pub(crate) rate_hz: Option<u32>,
    pub(crate) n_channels: usize,
    /// Whether one of its two channels is the difference of both, which has a bit more.
    pub(crate) has_side: bool,
    /// Bits of a sample; `None` if STREAMINFO says it.
    pub(crate) bits: Option<u32>,
    /// Which one it is.
    pub(crate) number: u64,
}

impl FrameHeader {
    /// Octets of the longest header.
    pub(crate) const MAX_LEN: usize = 16;

    /// The header at the start of `octets`, if there is one and its checksum is right.
    pub(crate) fn parse(octets: &[u8]) -> Option<Self> {
        let [first, second, sizes, channels] = *octets.first_chunk::<4>()?;
        // 15 bits of sync code; the last one must be 0.
        if first != 0xFF || second & 0xFE != 0xF8 || channels & 1 != 0 {
            return None;
        }
        let (number, mut at) = coded_number(octets, 4)?;
        let mut field = |len: usize| {
            let octets = octets.get(at..at + len)?;
            at += len;
            Some(
                octets
                    .iter()
                    .fold(0, |n, octet| n << 8 | usize::from(*octet)),
            )
        };
        let n_frames = match sizes >> 4 {
            1 => 192,
            code @ 2..=5 => 144 << code,
            6 => field(1)? + 1,
            7 => field(2)? + 1,
            code @ 8..=15 => 1 << code,
            _ => return None,
        };
        let rate_hz = match sizes & 0xF {
            0 => None,
            code @ 1..=11 => Some(RATES_HZ[usize::from(code) - 1]),
            12 => Some(field(1)? as u32 * 1000),
            13 => Some(field(2)? as u32),
            14 => Some(field(2)? as u32 * 10),
            _ => return None,
        };
        let (n_channels, has_side) = match channels >> 4 {
            code @ 0..=7 => (usize::from(code) + 1, false),
            8..=10 => (2, true),
            _ => return None,
        };
        let bits = match channels >> 1 & 7 {
            0 => None,
            1 => Some(8),
            2 => Some(12),
            4 => Some(16),
            5 => Some(20),
            6 => Some(24),
            7 => Some(32),
            _ => return None,
        };
        if crc8(&octets[..at]) != *octets.get(at)? {
            return None;
        }
        Some(Self {
            is_by_sound: second & 1 != 0,
            n_frames,
            rate_hz,
            n_channels,
            has_side,
            bits,
            number,
        })
    }
}

/// Sample rates by their code, from 1. Source: RFC 9639, table 15.
const RATES_HZ: [u32; 11] = [
    88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000,
];

/// The number at `at`, coded as UTF-8 codes characters, with up to 36 bits, and where it ends. Source: RFC 9639, section
/// 9.1.5.
fn coded_number(octets: &[u8], at: usize) -> Option<(u64, usize)> {
    let first = *octets.get(at)?;
    let len = match first.leading_ones() as usize {
        0 => 1,
        len @ 2..=7 => len,
        _ => return None,
    };
    let mut number = u64::from(first) & (0x7F >> (len - usize::from(len == 1)));
    for octet in octets.get(at + 1..at + len)? {
        if octet >> 6 != 0b10 {
            return None;
        }
        number = number << 6 | u64::from(octet & 0x3F);
    }
    Some((number, at + len))
}

/// CRC-8 with the polynomial x^8 + x^2 + x + 1.
fn crc8(octets: &[u8]) -> u8 {
    octets.iter().fold(0, |crc, octet| {
        (0..8).fold(crc ^ octet, |crc, _| {
            if crc & 0x80 == 0 {
                crc << 1
            } else {
                crc << 1 ^ 0x07
            }
        })
    })
}
