//! A block: the track it is of, its time, and the packets in it, one or several in a lace.
//!
//! Source: RFC 9559 (2024), section 10.

use std::ops::Range;

use super::ebml::number;

/// What a block says in front of its packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BlockHead {
    pub track: u64,
    /// In ticks, from its cluster's time.
    pub time: i16,
    lacing: u8,
    len: usize,
}

impl BlockHead {
    /// Octets of the longest.
    pub const MAX_LEN: u64 = 8 + 2 + 1;

    pub fn parse(octets: &[u8]) -> Option<Self> {
        let (track, track_len) = number(octets, 8, true)?;
        let &[a, b, flags] = octets.get(track_len..)?.first_chunk()?;
        Some(Self {
            track,
            time: i16::from_be_bytes([a, b]),
            lacing: flags >> 1 & 3,
            len: track_len + 3,
        })
    }

    /// The packets of the block that `octets` are all of, by their places in it; `None` if their lengths contradict
    /// that of the block.
    pub fn packets(&self, octets: &[u8]) -> Option<Vec<Range<usize>>> {
        let mut rest = Rest {
            octets,
            at: self.len,
        };
        if self.lacing == 0 {
            return Some(std::iter::once(rest.at..octets.len()).collect());
        }
        let n = usize::from(rest.octet()?) + 1;
        let lengths = match self.lacing {
            1 => rest.xiph(n)?,
            2 => {
                let len = octets.len() - rest.at;
                vec![len.is_multiple_of(n).then_some(len / n)?; n]
            }
            _ => rest.ebml(n)?,
        };
        let mut at = rest.at;
        let packets = lengths.into_iter().map(|len| {
            let start = at;
            at += len;
            start..at
        });
        let packets: Vec<_> = packets.collect();
        (at == octets.len()).then_some(packets)
    }
}

/// What follows the head.
struct Rest<'o> {
    octets: &'o [u8],
    at: usize,
}

impl Rest<'_> {
    fn octet(&mut self) -> Option<u8> {
        let octet = self.octets.get(self.at).copied();
        self.at += 1;
        octet
    }

    /// Lengths of `n` packets: sums of octets, of which the last is not 255; the last packet is the rest.
    fn xiph(&mut self, n: usize) -> Option<Vec<usize>> {
        let mut lengths = Vec::with_capacity(n);
        for _ in 1..n {
            let mut len = 0;
            loop {
                let octet = self.octet()?;
                len += usize::from(octet);
                if octet < 255 {
                    break;
                }
            }
            lengths.push(len);
        }
        self.last(lengths)
    }

    /// Lengths of `n` packets: the first, then what each has more than the one before; the last packet is the rest.
    fn ebml(&mut self, n: usize) -> Option<Vec<usize>> {
        let mut lengths: Vec<usize> = Vec::with_capacity(n);
        for _ in 1..n {
            let (value, len) = number(self.octets.get(self.at..)?, 8, true)?;
            self.at += len;
            let value = i64::try_from(value).ok()?;
            let packet_len = match lengths.last() {
                None => value,
                // Signed, around the middle of what the number can be.
                Some(before) => {
                    let middle = (1_i64 << (7 * len - 1)) - 1;
                    i64::try_from(*before).ok()?.checked_add(value - middle)?
                }
            };
            lengths.push(usize::try_from(packet_len).ok()?);
        }
        self.last(lengths)
    }

    fn last(&self, mut lengths: Vec<usize>) -> Option<Vec<usize>> {
        let mut left = self.octets.len().checked_sub(self.at)?;
        for len in &lengths {
            left = left.checked_sub(*len)?;
        }
        lengths.push(left);
        Some(lengths)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn packets(octets: &[u8]) -> Option<Vec<Vec<u8>>> {
        let ranges = BlockHead::parse(octets)?.packets(octets)?;
        Some(
            ranges
                .into_iter()
                .map(|range| octets[range].to_vec())
                .collect(),
        )
    }

    #[test]
    fn a_block_has_a_track_and_a_time() {
        let head = BlockHead::parse(&[0x82, 0xFF, 0xFE, 0x80, 1]).unwrap();
        assert_eq!((head.track, head.time), (2, -2));
        assert_eq!(
            BlockHead::parse(&[0x40, 0x81, 0, 1, 0]).unwrap().track,
            0x81
        );
        assert_eq!(BlockHead::parse(&[0x81, 0, 1]), None);
        assert_eq!(packets(&[0x81, 0, 1, 0, 7, 8]).unwrap(), [[7, 8]]);
    }

    fn laced(lacing: u8, packets: &[Vec<u8>]) -> Vec<u8> {
        let mut out = vec![0x81, 0, 0, lacing << 1, packets.len() as u8 - 1];
        let (_, all_but_last) = packets.split_last().unwrap();
        let mut before = None;
        for packet in all_but_last {
            match (lacing, before) {
                (1, _) => {
                    out.extend(vec![255; packet.len() / 255]);
                    out.push((packet.len() % 255) as u8);
                }
                (3, None) => out.extend((packet.len() as u32 | 1 << 28).to_be_bytes()),
                (3, Some(before)) => {
                    let value = packet.len() as i64 - before + (1 << 13) - 1 + (1 << 14);
                    out.extend(&(value as u64).to_be_bytes()[6..]);
                }
                _ => {}
            }
            before = Some(packet.len() as i64);
        }
        out.extend(packets.concat());
        out
    }

    proptest! {
        #[test]
        fn laces_are_taken_apart(
            many in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..1200), 1..20),
        ) {
            for lacing in [1, 3] {
                prop_assert_eq!(&packets(&laced(lacing, &many)).unwrap(), &many);
            }
            let same: Vec<_> = many.iter().map(|_| many[0].clone()).collect();
            prop_assert_eq!(&packets(&laced(2, &same)).unwrap(), &same);
        }

        #[test]
        fn any_octets_are_taken_or_refused(octets in prop::collection::vec(any::<u8>(), 0..100)) {
            if let Some(head) = BlockHead::parse(&octets)
                && let Some(packets) = head.packets(&octets)
            {
                prop_assert!(packets.iter().all(|range| range.end <= octets.len()));
            }
        }
    }
}
