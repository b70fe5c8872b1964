//! Vorbis: what its headers say, before a decoder is made of them, and how long its packets are.
//!
//! Source: Vorbis I specification (2020), sections 1.3.2, 4.2 and 4.3.

mod setup;
pub(in crate::decode) mod spare;

use crate::decode::limits::Limits;
use crate::error::Error;
pub(in crate::decode) use setup::Setup;

/// Octets of an identification header.
pub(in crate::decode) const HEAD_LEN: usize = 30;
pub(in crate::decode) const HEAD: &[u8] = b"\x01vorbis";
pub(in crate::decode) const COMMENTS: &[u8] = b"\x03vorbis";
pub(in crate::decode) const SETUP: &[u8] = b"\x05vorbis";

/// What an identification header says (section 4.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::decode) struct Head {
    pub n_channels: u8,
    pub rate_hz: u32,
    /// Frames of a short and of a long block, of which half are heard.
    pub block_frames: [u32; 2],
}

impl Head {
    /// The header that `packet` is; `None` if it is none, or makes no sense.
    pub fn parse(packet: &[u8]) -> Option<Self> {
        let head: &[u8; HEAD_LEN] = packet.first_chunk()?;
        let rate_hz = u32::from_le_bytes([head[12], head[13], head[14], head[15]]);
        let exponents = [head[28] & 0xF, head[28] >> 4];
        let is_sound = head.starts_with(HEAD)
            && head[7..11] == [0; 4]
            && head[11] > 0
            && rate_hz > 0
            && (6..=13).contains(&exponents[0])
            && (exponents[0]..=13).contains(&exponents[1]);
        is_sound.then_some(Self {
            n_channels: head[11],
            rate_hz,
            block_frames: exponents.map(|exponent| 1 << exponent),
        })
    }
}

/// Looks at the headers that a container gave for a Vorbis stream, however it has put them together.
///
/// Headers that make no sense pass: the decoder will refuse them at the same place. Returns the octets that all
/// codebooks together take up.
pub(in crate::decode) fn check(headers: &[u8], limits: &Limits) -> Result<u64, Error> {
    // As a decoder takes them: one behind the other.
    if let Some((head, setup)) = headers.split_at_checked(HEAD_LEN)
        && let Some(head) = Head::parse(head)
        && setup.starts_with(SETUP)
    {
        return Ok(Setup::read(setup, head.n_channels, limits)?.memory);
    }
    let starts = |magic: &'static [u8]| {
        let places = headers.windows(magic.len()).enumerate();
        places.filter_map(move |(at, octets)| (octets == magic).then_some(at))
    };
    let heads = starts(HEAD).filter_map(|at| Head::parse(&headers[at..]));
    let n_channels = heads.map(|head| head.n_channels).max().unwrap_or(1);
    let mut most = 0;
    for at in starts(SETUP) {
        most = most.max(Setup::read(&headers[at..], n_channels, limits)?.memory);
    }
    Ok(most)
}

/// Frames of packets, one after another.
#[derive(Debug, Clone)]
pub(in crate::decode) struct Lengths {
    block_frames: [u32; 2],
    setup: Setup,
    /// Frames of the block before.
    before: Option<u32>,
}

impl Lengths {
    pub fn new(head: &Head, setup: Setup) -> Self {
        Self {
            block_frames: head.block_frames,
            setup,
            before: None,
        }
    }

    /// Frames that the next packet decodes to: none from the first one, which only the next one completes, and none
    /// from what is no packet of sound (sections 4.3.1 and 4.3.8).
    pub fn next(&mut self, packet: &[u8]) -> u64 {
        let Some(first) = packet.first().filter(|first| *first & 1 == 0) else {
            return 0;
        };
        let Some(is_long) = self.setup.is_long(first >> 1) else {
            return 0;
        };
        let block = self.block_frames[usize::from(is_long)];
        let before = self.before.replace(block);
        before.map_or(0, |before| u64::from(before + block) / 4)
    }

    /// Packets before the next one are missing.
    pub fn lose(&mut self) {
        self.before = None;
    }

    /// The shortest that a packet can be, frames.
    pub fn shortest(&self) -> u64 {
        u64::from(self.block_frames[0]) / 2
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn head(n_channels: u8, rate_hz: u32, exponents: u8) -> Vec<u8> {
        let mut head = [HEAD, &[0; 4], &[n_channels]].concat();
        head.extend(rate_hz.to_le_bytes());
        head.extend([0; 12]);
        head.extend([exponents, 1]);
        head
    }

    #[test]
    fn heads_are_read_and_nonsense_is_none() {
        let parsed = Head::parse(&head(2, 44_100, 0xB8)).unwrap();
        assert_eq!((parsed.n_channels, parsed.rate_hz), (2, 44_100));
        assert_eq!(parsed.block_frames, [256, 2048]);
        for wrong in [
            head(0, 44_100, 0xB8),
            head(2, 0, 0xB8),
            head(2, 44_100, 0x8B),
            head(2, 44_100, 0xE8),
            head(2, 44_100, 0xB5),
            head(2, 44_100, 0xB8)[..29].to_vec(),
        ] {
            assert_eq!(Head::parse(&wrong), None);
        }
    }

    #[test]
    fn a_packet_is_as_long_as_half_of_its_halves() {
        let head = Head::parse(&head(1, 8000, 0x98)).unwrap();
        // Mode 1 of 2 is long.
        let setup = Setup {
            memory: 0,
            n_modes: 2,
            long_modes: 0b10,
        };
        let mut lengths = Lengths::new(&head, setup);
        let (short, long, no_sound) = (&[0b00][..], &[0b10][..], &[0b01][..]);
        let packets = [short, short, long, long, no_sound, &[], short, long];
        let frames = packets.map(|packet| lengths.next(packet));
        assert_eq!(frames, [0, 128, 192, 256, 0, 0, 192, 192]);
        assert_eq!(lengths.shortest(), 128);
    }
}
