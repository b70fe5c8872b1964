//! FLAC: what its STREAMINFO says, and how many frames a packet has.
//!
//! Source: RFC 9639 (2024), sections 8.2 and 9.1.

/// What a STREAMINFO block says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::decode) struct StreamInfo {
    pub rate_hz: u32,
    pub n_channels: u8,
    pub bits: u32,
    /// `None` if it is not known.
    pub n_frames: Option<u64>,
    /// The block as it is.
    pub octets: [u8; Self::LEN],
}

impl StreamInfo {
    /// Octets of the block.
    pub const LEN: usize = 34;

    /// The block at the start of `octets`, behind its header.
    pub fn parse(octets: &[u8]) -> Option<Self> {
        let octets: &[u8; Self::LEN] = octets.first_chunk()?;
        // 20 bits of rate, 3 of channels, 5 of bits, 36 of frames.
        let word = octets[10..]
            .first_chunk()
            .map(|eight| u64::from_be_bytes(*eight))?;
        let n_frames = word & ((1 << 36) - 1);
        Some(Self {
            rate_hz: (word >> 44) as u32,
            n_channels: (word >> 41 & 7) as u8 + 1,
            bits: (word >> 36 & 31) as u32 + 1,
            n_frames: (n_frames > 0).then_some(n_frames),
            octets: *octets,
        })
    }

    /// Whether all blocks but the last have one size, by its word.
    pub fn is_of_one_size(&self) -> bool {
        self.octets[..2] == self.octets[2..4]
    }

    /// The MD5 of all samples; `None` if it is not known.
    pub fn md5(&self) -> Option<[u8; 16]> {
        let md5 = self.octets[18..].first_chunk().copied()?;
        (md5 != [0; 16]).then_some(md5)
    }
}

/// Frames of the packet, which is one FLAC frame; `None` if its header is none.
pub(in crate::decode) fn block_frames(packet: &[u8]) -> Option<u64> {
    let [0xFF, 0xF8 | 0xF9, sizes, _, rest @ ..] = packet else {
        return None;
    };
    // The frame's number: as many octets as its first one has leading ones.
    let number_len = match rest.first()?.leading_ones() {
        0 => 1,
        n @ 2..=7 => n as usize,
        _ => return None,
    };
    let behind = rest.get(number_len..)?;
    Some(match sizes >> 4 {
        0 => return None,
        1 => 192,
        n @ 2..=5 => 144 << n,
        6 => u64::from(*behind.first()?) + 1,
        7 => u64::from(u16::from_be_bytes(*behind.first_chunk()?)) + 1,
        n => 1 << n,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_streaminfo_is_read() {
        let mut octets = [0; 40];
        // 44,100 Hz, 2 channels, 16 bits, 22,050 frames.
        octets[10..18].copy_from_slice(&[0x0A, 0xC4, 0x42, 0xF0, 0, 0, 0x56, 0x22]);
        let info = StreamInfo::parse(&octets).unwrap();
        assert_eq!((info.rate_hz, info.n_channels, info.bits), (44_100, 2, 16));
        assert_eq!(info.n_frames, Some(22_050));
        octets[16..18].fill(0);
        assert_eq!(StreamInfo::parse(&octets).unwrap().n_frames, None);
        assert_eq!(StreamInfo::parse(&octets[..33]), None);
    }

    #[test]
    fn block_sizes_are_those_of_table_14() {
        let frames =
            |sizes: u8, rest: &[u8]| block_frames(&[&[0xFF, 0xF8, sizes, 0], rest].concat());
        let coded = (1..6).chain(8..16).map(|n| frames(n << 4, &[5]).unwrap());
        let wanted = [
            192, 576, 1152, 2304, 4608, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768,
        ];
        assert_eq!(coded.collect::<Vec<_>>(), wanted);
        assert_eq!(frames(0x60, &[5, 99]), Some(100));
        assert_eq!(frames(0x60, &[0xC2, 0x80, 99]), Some(100));
        assert_eq!(frames(0x70, &[5, 0x12, 0x33]), Some(0x1234));
        for (sizes, rest) in [
            (0x00, &[5][..]),
            (0x70, &[5, 1]),
            (0x10, &[]),
            (0x10, &[0x80]),
        ] {
            assert_eq!(frames(sizes, rest), None);
        }
        assert_eq!(block_frames(&[0xFF, 0xFA, 0x10, 0, 5]), None);
    }
}
