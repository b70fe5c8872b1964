//! The header of a frame of MPEG audio (MP1, MP2, MP3) or of AAC in ADTS, which share their first bits.
//! Such a file has no other header: it is known by the frames in it (`kind`), and taken apart by them
//! (`decode::containers::mpeg`).
//!
//! Sources: ISO/IEC 11172-3:1993 and ISO/IEC 13818-3:1998, clause 2.4.2.3; ISO/IEC 14496-3:2009, 1.A.2.2
//! (ADTS).

use std::ops::Range;

use crate::error::Coding;

/// The layer that stands for AAC: in MPEG audio it is reserved.
pub(crate) const AAC: u8 = 0;

/// The fixed header of one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FrameHeader {
    /// 1 for MPEG-1; 2 for MPEG-2 and 2.5, whose frames are half as long in layer III. For AAC the profile,
    /// which is the object type less one.
    version: u8,
    /// 1 to 3, or [`AAC`].
    pub(crate) layer: u8,
    rate_hz: u32,
    /// The channel mode's mono, or AAC's channel configuration.
    channels: u8,
    has_crc: bool,
    /// Length in octets, header included; `None` in free format, whose frames say nothing of it.
    octets: Option<usize>,
    /// Octets of padding, which are part of the length.
    padding: usize,
    n_frames: u32,
}

/// Sample rates of AAC by index, Hz. Source: ISO/IEC 14496-3:2009, table 1.18.
const AAC_RATES_HZ: [u32; 13] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
    7350,
];

impl FrameHeader {
    /// Octets that are enough to tell a frame.
    pub(crate) const LEN: usize = 7;

    /// The header at the start of `octets`, if there is one.
    pub(crate) fn parse(octets: &[u8]) -> Option<Self> {
        let [sync, flags, rates, mode] = *octets.first_chunk::<4>()?;
        if sync != 0xFF || flags & 0xE0 != 0xE0 {
            return None;
        }
        if flags & 0xF6 == 0xF0 {
            return Self::parse_adts(octets);
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
        // Layer "4" is the reserved value. So is emphasis 2, but a conformance vector has it, and it changes nothing.
        if layer == 4 {
            return None;
        }
        let n_frames = match (layer, version) {
            (1, _) => 384,
            (3, 2) => 576,
            _ => 1152,
        };
        let padding = u32::from(rates & 0x02 != 0);
        let octets = bit_rate.map(|bit_rate| match layer {
            1 => (12 * bit_rate / rate_hz + padding) * 4,
            _ => n_frames / 8 * bit_rate / rate_hz + padding,
        });
        Some(Self {
            version,
            layer,
            rate_hz,
            channels: if mode >> 6 == 3 { 1 } else { 2 },
            has_crc: flags & 0x01 == 0,
            octets: octets.map(|octets| octets as usize),
            padding: padding as usize * if layer == 1 { 4 } else { 1 },
            n_frames,
        })
    }

    fn parse_adts(octets: &[u8]) -> Option<Self> {
        let header = octets.first_chunk::<7>()?;
        let rate_index = (header[2] >> 2) & 0x0F;
        let len = usize::from(header[3] & 0x03) << 11
            | usize::from(header[4]) << 3
            | usize::from(header[5]) >> 5;
        let has_crc = header[1] & 0x01 == 0;
        (len >= if has_crc { 9 } else { 7 }).then_some(Self {
            version: header[2] >> 6,
            layer: AAC,
            rate_hz: *AAC_RATES_HZ.get(usize::from(rate_index))?,
            channels: (header[2] & 0x01) << 2 | header[3] >> 6,
            has_crc,
            octets: Some(len),
            padding: 0,
            n_frames: 1024 * (u32::from(header[6] & 0x03) + 1),
        })
    }

    /// Whether this is MPEG audio, and no AAC.
    pub(crate) fn is_mpeg(&self) -> bool {
        self.layer != AAC
    }

    /// Length in octets, header included; `None` in free format.
    pub(crate) fn frame_octets(&self) -> Option<usize> {
        self.octets
    }

    /// Whether the length of a frame can only be seen by where the next one starts.
    pub(crate) fn is_free(&self) -> bool {
        self.octets.is_none()
    }

    /// Octets of padding in the frame.
    pub(crate) fn padding(&self) -> usize {
        self.padding
    }

    pub(crate) fn rate_hz(&self) -> u32 {
        self.rate_hz
    }

    /// Channels of MPEG audio; those of AAC may not be said here.
    pub(crate) fn n_channels(&self) -> usize {
        usize::from(self.channels)
    }

    /// Frames (instants) of sound in the frame.
    pub(crate) fn n_frames(&self) -> usize {
        self.n_frames as usize
    }

    pub(crate) fn duration_s(&self) -> f64 {
        f64::from(self.n_frames) / f64::from(self.rate_hz)
    }

    /// What is beyond a decoder of AAC-LC.
    pub(crate) fn unsupported(&self) -> Option<Coding> {
        match (self.layer, self.version) {
            (AAC, 0) => Some(Coding::named("AAC Main profile")),
            (AAC, 2) => Some(Coding::named("AAC-SSR")),
            (AAC, 3) => Some(Coding::named("AAC-LTP")),
            (AAC, _) if self.channels == 0 => Some(Coding::AacLayout),
            (AAC, _) if self.channels > 2 => Some(Coding::AacChannels),
            (AAC, _) if self.n_frames > 1024 => Some(Coding::AacBlocks),
            _ => None,
        }
    }

    /// Octets of an ADTS header, checksum included.
    pub(crate) fn adts_octets(&self) -> usize {
        if self.has_crc { 9 } else { 7 }
    }

    /// The `AudioSpecificConfig` that says what an ADTS header says. Source: ISO/IEC 14496-3:2009, 1.6.2.1.
    pub(crate) fn aac_config(&self) -> [u8; 2] {
        let index = AAC_RATES_HZ.iter().position(|hz| *hz == self.rate_hz);
        let config = u16::from(self.version + 1) << 11
            | (index.unwrap_or(0) as u16) << 7
            | u16::from(self.channels) << 3;
        config.to_be_bytes()
    }

    /// Whether a decoder can go on from the one to the other. It can in MPEG audio with another number of channels.
    pub(crate) fn continues(&self, other: &Self) -> bool {
        (self.version, self.layer, self.rate_hz) == (other.version, other.layer, other.rate_hz)
            && self.is_free() == other.is_free()
            && (self.is_mpeg() || self.channels == other.channels)
    }

    /// Whether all is the same that does not change from frame to frame.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.continues(other) && self.channels == other.channels
    }

    /// Whether this is MPEG-1, and not MPEG-2 or 2.5.
    pub(crate) fn is_mpeg1(&self) -> bool {
        self.is_mpeg() && self.version == 1
    }

    /// Where the side information of a frame of layer III lies: behind the header and the checksum.
    /// Source: ISO/IEC 11172-3, 2.4.1.7; ISO/IEC 13818-3, 2.4.1.7.
    pub(crate) fn side_info(&self) -> Range<usize> {
        let start = if self.has_crc { 6 } else { 4 };
        let len = match (self.version, self.channels) {
            (1, 2) => 32,
            (1, _) | (_, 2) => 17,
            _ => 9,
        };
        start..start + len
    }

    /// Whether a frame of layer III has no main data at all, which is silence: `part2_3_length` of each granule and channel
    /// is 0. Source: ISO/IEC 11172-3, 2.4.1.7; ISO/IEC 13818-3, 2.4.1.7.
    pub(crate) fn is_without_data(&self, frame: &[u8]) -> bool {
        let Some(side_info) = frame.get(self.side_info()).filter(|_| self.layer == 3) else {
            return false;
        };
        let n_channels = usize::from(self.channels);
        // Bits before the first granule, of each of them, and how many there are.
        let (before, each, n) = match (self.version, n_channels) {
            (1, 2) => (9 + 3 + 8, 59, 4),
            (1, _) => (9 + 5 + 4, 59, 2),
            (_, n) => (8 + n, 63, n),
        };
        let bit = |i: usize| {
            side_info
                .get(i / 8)
                .is_some_and(|octet| octet << (i % 8) & 0x80 != 0)
        };
        (0..n).all(|granule| !(0..12).any(|i| bit(before + granule * each + i)))
    }

    /// Whether a checksum stands behind the header.
    pub(crate) fn has_crc(&self) -> bool {
        self.has_crc
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
