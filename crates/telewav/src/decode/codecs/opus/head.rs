//! The identification header of Opus: channels, streams, gain.
//!
//! Source: RFC 7845 (2016), section 5.1; "Encapsulation of Opus in ISO Base Media File Format" 0.8.1,
//! section 4.3.2, for `dOps`.

/// What an `OpusHead` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::decode) struct Head {
    pub n_channels: u8,
    /// Frames of 48,000 Hz to be left out at the start.
    pub pre_skip: u16,
    /// To be applied to what is decoded: dB in Q7.8.
    pub gain_q8: i16,
    pub n_streams: u8,
    /// Streams of two channels; they come first.
    pub n_coupled: u8,
    /// The decoded channel of each channel, or [`SILENT`].
    pub mapping: Vec<u8>,
    /// Where the channels belong; of family 0 and 1 it is known.
    pub family: u8,
}

/// A channel that no stream has.
pub(super) const SILENT: u8 = 255;
const MAGIC: &[u8] = b"OpusHead";
/// Octets before the channel mapping table.
const FIXED_LEN: usize = 19;

impl Head {
    /// Parses the header of Ogg and Matroska.
    pub fn parse(octets: &[u8]) -> Result<Self, &'static str> {
        Self::parse_in(octets, u16::from_le_bytes)
    }

    /// Parses what Symphonia hands over: the header of Matroska as it is, or `dOps` of MP4 behind the magic.
    /// `dOps` has version 0 and its numbers big-endian; the header has version 1.
    pub fn parse_extra_data(octets: &[u8]) -> Result<Self, &'static str> {
        match octets.get(MAGIC.len()) {
            Some(0) => Self::parse_in(octets, u16::from_be_bytes),
            _ => Self::parse(octets),
        }
    }

    /// A header of version 1 that says the same.
    pub fn to_octets(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend([1, self.n_channels]);
        out.extend(self.pre_skip.to_le_bytes());
        out.extend(super::packet::RATE_HZ.to_le_bytes());
        out.extend(self.gain_q8.to_le_bytes());
        // Family 0 has no table; 255 says no more than how the channels are coded, as does 1 of one or two.
        let family = if self.family == 0 { 255 } else { self.family };
        out.extend([family, self.n_streams, self.n_coupled]);
        out.extend(&self.mapping);
        out
    }

    /// What the gain multiplies samples by.
    pub fn gain(&self) -> f32 {
        10_f32.powf(f32::from(self.gain_q8) / (20.0 * 256.0))
    }

    fn parse_in(octets: &[u8], number: fn([u8; 2]) -> u16) -> Result<Self, &'static str> {
        let fixed: &[u8; FIXED_LEN] = octets.first_chunk().ok_or("its header is cut")?;
        if !fixed.starts_with(MAGIC) {
            return Err("it has no header");
        }
        // The upper half of the version tells of changes that matter.
        if fixed[8] > 15 {
            return Err("its header has an unknown version");
        }
        let n_channels = fixed[9];
        let family = fixed[18];
        let (n_streams, n_coupled, mapping) = match (family, n_channels) {
            (_, 0) => return Err("it has no channels"),
            (0, 1 | 2) => (1, n_channels - 1, vec![0, 1]),
            (0, _) | (1, 9..) => return Err("too many channels for its channel mapping"),
            // RFC 8486: channels that are no loudspeakers, and must not be mixed as such.
            (2 | 3, _) => return Err("ambisonics"),
            _ => table(&octets[FIXED_LEN..], n_channels)?,
        };
        Ok(Self {
            n_channels,
            pre_skip: number([fixed[10], fixed[11]]),
            gain_q8: number([fixed[16], fixed[17]]) as i16,
            n_streams,
            n_coupled,
            mapping: mapping[..usize::from(n_channels)].to_vec(),
            family,
        })
    }

    /// The mask of the channels and, in the order of its bits, the numbers that they have here; in their own
    /// order and without a mask if it is not known where they belong.
    ///
    /// Source: RFC 7845, section 5.1.1.2, which has the order of Vorbis: centre second, low frequencies last.
    pub fn channel_order(&self) -> (u32, Vec<usize>) {
        let (mask, order): (u32, &[usize]) = match (self.family, self.n_channels) {
            (1, 3) => (0x7, &[0, 2, 1]),
            (1, 4) => (0x33, &[0, 1, 2, 3]),
            (1, 5) => (0x37, &[0, 2, 1, 3, 4]),
            (1, 6) => (0x3F, &[0, 2, 1, 5, 3, 4]),
            (1, 7) => (0x70F, &[0, 2, 1, 6, 5, 3, 4]),
            (1, 8) => (0x63F, &[0, 2, 1, 7, 5, 6, 3, 4]),
            (_, n_channels) => return (0, (0..usize::from(n_channels)).collect()),
        };
        (mask, order.to_vec())
    }
}

/// The channel mapping table (section 5.1.1): streams, those of two channels, and the mapping.
fn table(octets: &[u8], n_channels: u8) -> Result<(u8, u8, Vec<u8>), &'static str> {
    const CUT: &str = "its channel mapping is cut";
    const BROKEN: &str = "its channel mapping contradicts itself";
    let (&[n_streams, n_coupled], rest) = octets.split_first_chunk().ok_or(CUT)?;
    let mapping = rest.get(..usize::from(n_channels)).ok_or(CUT)?;
    let n_decoded = n_streams.checked_add(n_coupled).ok_or(BROKEN)?;
    let is_mapped = |channel: &u8| *channel < n_decoded || *channel == SILENT;
    if n_streams == 0 || n_coupled > n_streams || !mapping.iter().all(is_mapped) {
        return Err(BROKEN);
    }
    Ok((n_streams, n_coupled, mapping.to_vec()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn octets(version: u8, n_channels: u8, family: u8, table: &[u8]) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend([version, n_channels]);
        // 312 frames, 48,000 Hz, -3 dB, in the order of Ogg.
        out.extend([0x38, 0x01, 0x80, 0xBB, 0, 0, 0x00, 0xFD, family]);
        out.extend(table);
        out
    }

    #[test]
    fn numbers_are_read_in_the_order_of_the_container() {
        let head = Head::parse(&octets(1, 2, 0, &[])).unwrap();
        assert_eq!((head.pre_skip, head.gain_q8), (312, -768));
        assert!((head.gain() - 0.707_946).abs() < 1e-6);
        assert_eq!((head.n_streams, head.n_coupled), (1, 1));
        assert_eq!(Head::parse_extra_data(&octets(1, 2, 0, &[])), Ok(head));
        let dops = Head::parse_extra_data(&octets(0, 1, 0, &[])).unwrap();
        assert_eq!((dops.pre_skip, dops.gain_q8), (0x3801, 0xFD));
        assert_eq!((dops.n_coupled, &dops.mapping[..]), (0, &[0][..]));
    }

    #[test]
    fn what_is_written_says_the_same() {
        let head = Head::parse(&octets(1, 3, 1, &[2, 1, 0, 255, 2, 9, 9])).unwrap();
        assert_eq!(head.mapping, [0, 255, 2]);
        assert_eq!(Head::parse_extra_data(&head.to_octets()), Ok(head));
    }

    #[test]
    fn contradictions_are_refused() {
        let refused = [
            octets(16, 2, 0, &[]),
            octets(1, 0, 0, &[]),
            octets(1, 3, 0, &[]),
            octets(1, 9, 1, &[9, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]),
            octets(1, 4, 2, &[4, 0, 0, 1, 2, 3]),
            octets(1, 3, 1, &[]),
            octets(1, 3, 1, &[2, 1, 0, 1]),
            octets(1, 3, 1, &[0, 0, 255, 255, 255]),
            octets(1, 3, 1, &[2, 3, 0, 1, 2]),
            octets(1, 3, 1, &[2, 1, 0, 1, 3]),
            octets(1, 1, 255, &[200, 100, 0]),
        ];
        for octets in refused {
            assert!(Head::parse(&octets).is_err(), "{octets:?}");
        }
        let whole = octets(1, 2, 0, &[]);
        for len in 0..whole.len() {
            assert!(Head::parse(&whole[..len]).is_err(), "{len}");
        }
    }
}
