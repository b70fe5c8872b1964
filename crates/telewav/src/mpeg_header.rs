//! The header of an MPEG audio frame. MP1, MP2 and MP3 have no other: a file is known by the frames in
//! it (`kind`), and taken apart by them (`decode::mpeg`).
//!
//! Sources: ISO/IEC 11172-3:1993 and ISO/IEC 13818-3:1998, clause 2.4.2.3; the Xing header as written
//! by LAME.

/// The fixed header of one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrameHeader {
    /// 1 for MPEG-1; 2 for MPEG-2 and 2.5, whose frames are half as long in layer III.
    version: u8,
    pub(crate) layer: u8,
    /// `None` in free format, whose frames say nothing of their length.
    bit_rate: Option<u32>,
    rate_hz: u32,
    padding: bool,
    mono: bool,
}

impl FrameHeader {
    /// The header at the start of `octets`, if there is one.
    pub(crate) fn parse(octets: &[u8]) -> Option<Self> {
        let [sync, flags, rates, mode] = *octets.first_chunk::<4>()?;
        if sync != 0xFF || flags & 0xE0 != 0xE0 {
            return None;
        }
        let (version, rate_shift) = match (flags >> 3) & 0x03 {
            0 => (2, 2), // MPEG-2.5
            2 => (2, 1),
            3 => (1, 0),
            _ => return None,
        };
        let layer = 4 - ((flags >> 1) & 0x03);
        let rate_hz = match (rates >> 2) & 0x03 {
            0 => 44_100,
            1 => 48_000,
            2 => 32_000,
            _ => return None,
        } >> rate_shift;
        let bit_rate = match rates >> 4 {
            0 => None,
            15 => return None,
            index => Some(bit_rate(version, layer, usize::from(index))?),
        };
        // Layer "4" is the reserved value; emphasis 2 likewise.
        if layer == 4 || mode & 0x03 == 2 {
            return None;
        }
        Some(Self {
            version,
            layer,
            bit_rate,
            rate_hz,
            padding: rates & 0x02 != 0,
            mono: mode >> 6 == 3,
        })
    }

    fn n_frames(&self) -> u32 {
        match (self.layer, self.version) {
            (1, _) => 384,
            (3, 2) => 576,
            _ => 1152,
        }
    }

    /// Length in octets, header included; `None` in free format.
    pub(crate) fn frame_octets(&self) -> Option<usize> {
        let bit_rate = self.bit_rate?;
        let padding = u32::from(self.padding);
        let octets = if self.layer == 1 {
            (12 * bit_rate / self.rate_hz + padding) * 4
        } else {
            self.n_frames() / 8 * bit_rate / self.rate_hz + padding
        };
        Some(octets as usize)
    }

    pub(crate) fn duration_s(&self) -> f64 {
        f64::from(self.n_frames()) / f64::from(self.rate_hz)
    }

    /// Whether a decoder can go on from the one to the other.
    pub(crate) fn continues(&self, other: &Self) -> bool {
        (self.version, self.layer, self.rate_hz, self.mono)
            == (other.version, other.layer, other.rate_hz, other.mono)
    }

    /// The number of frames that a Xing or Info header in this frame promises (`Some(None)` if there is
    /// such a header without a number), or `None` if it is a frame of sound.
    pub(crate) fn info_frames(&self, frame: &[u8]) -> Option<Option<u32>> {
        let side_info = match (self.version, self.mono) {
            (1, false) => 32,
            (1, true) | (_, false) => 17,
            _ => 9,
        };
        let u32_at = |at: usize| {
            let octets = frame.get(at..)?.first_chunk::<4>()?;
            Some(u32::from_be_bytes(*octets))
        };
        let tag = frame.get(4 + side_info..)?;
        if tag.starts_with(b"Xing") || tag.starts_with(b"Info") {
            let has_count = u32_at(8 + side_info)? & 1 != 0;
            return Some(u32_at(12 + side_info).filter(|_| has_count));
        }
        // Fraunhofer's, always 32 octets behind the header.
        if frame.get(36..)?.starts_with(b"VBRI") {
            return Some(u32_at(36 + 14));
        }
        None
    }
}

/// Bits per second. Source: ISO/IEC 11172-3, table in 2.4.2.3; ISO/IEC 13818-3, the same.
fn bit_rate(version: u8, layer: u8, index: usize) -> Option<u32> {
    const V1_L1: [u32; 15] = [
        0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448,
    ];
    const V1_L2: [u32; 15] = [
        0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384,
    ];
    const V1_L3: [u32; 15] = [
        0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
    ];
    const V2_L1: [u32; 15] = [
        0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256,
    ];
    const V2_L23: [u32; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let table = match (version, layer) {
        (1, 1) => V1_L1,
        (1, 2) => V1_L2,
        (1, 3) => V1_L3,
        (_, 1) => V2_L1,
        _ => V2_L23,
    };
    table.get(index).map(|kilobits| kilobits * 1000)
}
