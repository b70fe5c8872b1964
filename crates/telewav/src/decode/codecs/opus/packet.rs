//! The framing of Opus packets: how long they are, and the packets of several streams apart.
//!
//! Source: RFC 6716 (2012), section 3 and appendix B.

/// Opus counts in frames of this rate, whatever its source had (RFC 7845, section 4).
pub(in crate::decode) const RATE_HZ: u32 = 48_000;
/// The longest packet, in frames: 120 ms. Source: RFC 6716, section 3.4, R5.
pub(in crate::decode) const MAX_PACKET_FRAMES: usize = 5760;
/// The longest coded frame, in octets. Source: RFC 6716, section 3.4, R2.
const MAX_FRAME_LEN: usize = 1275;
/// The most coded frames of one packet: 120 ms of the shortest.
const MAX_CODED_FRAMES: usize = 48;

/// The packet of one stream, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::decode) struct Packet<'p> {
    toc: u8,
    coded: Vec<&'p [u8]>,
}

impl<'p> Packet<'p> {
    /// The packet that all of `octets` are; `None` if they break the rules.
    pub fn parse(octets: &'p [u8]) -> Option<Self> {
        Self::split(octets, false).map(|(packet, _)| packet)
    }

    /// The packet at the start of `octets`, and what follows it.
    pub fn parse_self_delimited(octets: &'p [u8]) -> Option<(Self, &'p [u8])> {
        Self::split(octets, true)
    }

    /// Frames of [`RATE_HZ`] that the packet decodes to.
    pub fn n_frames(&self) -> usize {
        self.coded.len() * coded_frame_frames(self.toc)
    }

    /// Writes the packet in the form that needs its length told (section 3.2) into `out`, emptied first.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.clear();
        if let [frame] = &self.coded[..] {
            out.push(self.toc & !3);
            out.extend_from_slice(frame);
            return;
        }
        // Code 3 with a length for each frame but the last, and no padding.
        out.push(self.toc | 3);
        out.push(0x80 | self.coded.len() as u8);
        for frame in self.coded.iter().rev().skip(1).rev() {
            write_len(frame.len(), out);
        }
        for frame in &self.coded {
            out.extend_from_slice(frame);
        }
    }

    /// With `is_delimited`, one length more tells where the packet ends (appendix B).
    fn split(octets: &'p [u8], is_delimited: bool) -> Option<(Self, &'p [u8])> {
        let (&toc, rest) = octets.split_first()?;
        let mut body = Body {
            rest,
            padding: 0,
            is_delimited,
        };
        let lengths = match toc & 3 {
            0 => body.equal_lengths(1)?,
            1 => body.equal_lengths(2)?,
            2 => body.own_lengths(2)?,
            _ => body.code_3_lengths()?,
        };
        let mut coded = Vec::with_capacity(lengths.len());
        for len in lengths {
            coded.push(body.take(len)?);
        }
        body.take(body.padding)?;
        let packet = Self { toc, coded };
        let is_short = packet.n_frames() <= MAX_PACKET_FRAMES;
        let is_whole = is_delimited || body.rest.is_empty();
        (is_short && is_whole).then_some((packet, body.rest))
    }
}

/// Frames of [`RATE_HZ`] in a packet of one stream or of several, which are all of one length; `None` if it
/// cannot be one.
pub(in crate::decode) fn n_frames(octets: &[u8]) -> Option<usize> {
    let toc = *octets.first()?;
    let n_coded = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => usize::from(octets.get(1)? & 0x3F),
    };
    let n_frames = n_coded * coded_frame_frames(toc);
    (1..=MAX_PACKET_FRAMES)
        .contains(&n_frames)
        .then_some(n_frames)
}

/// What follows the first octet.
struct Body<'p> {
    rest: &'p [u8],
    /// Octets of padding behind the frames.
    padding: usize,
    is_delimited: bool,
}

impl<'p> Body<'p> {
    fn take(&mut self, len: usize) -> Option<&'p [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    fn octet(&mut self) -> Option<u8> {
        self.take(1).map(|octet| octet[0])
    }

    /// A length in one octet or two (section 3.2.1).
    fn length(&mut self) -> Option<usize> {
        let first = usize::from(self.octet()?);
        match first {
            0..=251 => Some(first),
            _ => Some(first + 4 * usize::from(self.octet()?)),
        }
    }

    /// Octets that are frames, if the packet is all there is.
    fn left(&self) -> Option<usize> {
        self.rest.len().checked_sub(self.padding)
    }

    /// `n` frames of one length.
    fn equal_lengths(&mut self, n: usize) -> Option<Vec<usize>> {
        let len = match self.is_delimited {
            true => self.length()?,
            false => {
                let left = self.left()?;
                left.is_multiple_of(n).then_some(left / n)?
            }
        };
        (len <= MAX_FRAME_LEN).then(|| vec![len; n])
    }

    /// `n` frames, each of its own length.
    fn own_lengths(&mut self, n: usize) -> Option<Vec<usize>> {
        let mut lengths = Vec::with_capacity(n);
        for _ in 1..n {
            lengths.push(self.length()?);
        }
        let last = match self.is_delimited {
            true => self.length()?,
            false => self.left()?.checked_sub(lengths.iter().sum())?,
        };
        lengths.push(last);
        (last <= MAX_FRAME_LEN).then_some(lengths)
    }

    /// Any number of frames, and padding (section 3.2.5).
    fn code_3_lengths(&mut self) -> Option<Vec<usize>> {
        let count = self.octet()?;
        let n = usize::from(count & 0x3F);
        if !(1..=MAX_CODED_FRAMES).contains(&n) {
            return None;
        }
        if count & 0x40 != 0 {
            loop {
                let octet = self.octet()?;
                self.padding += usize::from(octet.min(254));
                if octet < 255 {
                    break;
                }
            }
        }
        match count & 0x80 {
            0 => self.equal_lengths(n),
            _ => self.own_lengths(n),
        }
    }
}

fn write_len(len: usize, out: &mut Vec<u8>) {
    if len < 252 {
        out.push(len as u8);
    } else {
        // The low two bits in the first octet, the rest in the second.
        let first = 252 + (len & 3);
        out.push(first as u8);
        out.push(((len - first) / 4) as u8);
    }
}

/// Frames of [`RATE_HZ`] in one coded frame. Source: RFC 6716, section 3.1, table 2.
fn coded_frame_frames(toc: u8) -> usize {
    let config = toc >> 3;
    match config {
        // SILK: 10, 20, 40, 60 ms.
        0..=11 => [480, 960, 1920, 2880][usize::from(config & 3)],
        // Hybrid: 10, 20 ms.
        12..=15 => [480, 960][usize::from(config & 1)],
        // CELT: 2.5, 5, 10, 20 ms.
        _ => [120, 240, 480, 960][usize::from(config & 3)],
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn n_frames(octets: &[u8]) -> Option<usize> {
        let n_frames = Packet::parse(octets)?.n_frames();
        assert_eq!(super::n_frames(octets), Some(n_frames));
        Some(n_frames)
    }

    #[test]
    fn lengths_are_those_of_table_2() {
        let ms_x2 = |config: u8| n_frames(&[config << 3, 1]).unwrap() * 2 / 48;
        let all: Vec<_> = (0..32).map(ms_x2).collect();
        let silk = [20, 40, 80, 120];
        let celt = [5, 10, 20, 40];
        let wanted: Vec<_> = [silk, silk, silk, [20, 40, 20, 40], celt, celt, celt, celt].concat();
        assert_eq!(all, wanted);
    }

    #[test]
    fn rules_of_section_3_4_hold() {
        // No octet; the longest frame and one octet more.
        assert_eq!(n_frames(&[]), None);
        assert_eq!(n_frames(&[0; 1276]), Some(480));
        assert_eq!(n_frames(&[0; 1277]), None);
        // Code 1: an even number of octets.
        assert_eq!(n_frames(&[1, 7, 7]), Some(960));
        assert_eq!(n_frames(&[1, 7]), None);
        // Code 2: the first length within the packet, and whole.
        assert_eq!(n_frames(&[2, 1, 7]), Some(960));
        assert_eq!(n_frames(&[2, 2, 7]), None);
        assert_eq!(n_frames(&[2, 252]), None);
        assert_eq!(n_frames(&[2]), None);
        // Code 3: at least one frame, no more than 120 ms, lengths that divide, padding that fits.
        assert_eq!(n_frames(&[3]), None);
        assert_eq!(n_frames(&[3, 0]), None);
        assert_eq!(n_frames(&[3, 12]), Some(5760));
        assert_eq!(n_frames(&[3, 13]), None);
        assert_eq!(n_frames(&[0x80 | 3, 48]), Some(5760));
        assert_eq!(n_frames(&[3, 2, 7]), None);
        assert_eq!(n_frames(&[3, 0x41, 2, 7, 0, 0]), Some(480));
        assert_eq!(n_frames(&[3, 0x41, 2, 0]), None);
        assert_eq!(n_frames(&[3, 0x41, 255]), None);
        assert_eq!(n_frames(&[3, 0x82, 1, 7, 7]), Some(960));
        assert_eq!(n_frames(&[3, 0x82, 3, 7, 7]), None);
    }

    /// Frames with their lengths told for all, as a stream that is not the last one has them.
    fn self_delimited(toc: u8, frames: &[Vec<u8>], padding: usize) -> Vec<u8> {
        let mut out = vec![toc | 3, 0xC0 | frames.len() as u8];
        let (full, rest) = (padding / 254, padding % 254);
        out.extend(vec![255; full]);
        out.push(rest as u8);
        for frame in frames {
            write_len(frame.len(), &mut out);
        }
        out.extend(frames.concat());
        out.extend(vec![0; padding]);
        out
    }

    proptest! {
        #[test]
        fn a_packet_is_the_same_in_both_forms(
            frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..=1275), 1..=48),
            padding in 0_usize..1000,
            behind in prop::collection::vec(any::<u8>(), 0..9),
        ) {
            // 2.5 ms of CELT, of which 48 make a packet.
            let toc = 16 << 3;
            let mut octets = self_delimited(toc, &frames, padding);
            octets.extend(&behind);
            let (packet, rest) = Packet::parse_self_delimited(&octets).unwrap();
            prop_assert_eq!(rest, &behind[..]);
            prop_assert_eq!(packet.n_frames(), 120 * frames.len());
            let mut written = Vec::new();
            packet.write(&mut written);
            let again = Packet::parse(&written).unwrap();
            prop_assert_eq!(again.coded, frames.iter().map(Vec::as_slice).collect::<Vec<_>>());
        }

        #[test]
        fn codes_0_to_2_are_told_apart_behind_each_other(
            a in prop::collection::vec(any::<u8>(), 0..=1275),
            b in prop::collection::vec(any::<u8>(), 0..=1275),
        ) {
            let mut octets = vec![0];
            write_len(a.len(), &mut octets);
            octets.extend(&a);
            octets.push(1);
            write_len(b.len(), &mut octets);
            octets.extend([&b[..], &b[..]].concat());
            octets.push(2);
            write_len(a.len(), &mut octets);
            write_len(b.len(), &mut octets);
            octets.extend([&a[..], &b[..]].concat());
            let (first, rest) = Packet::parse_self_delimited(&octets).unwrap();
            let (second, rest) = Packet::parse_self_delimited(rest).unwrap();
            let (third, rest) = Packet::parse_self_delimited(rest).unwrap();
            prop_assert_eq!(first.coded, [&a[..]]);
            prop_assert_eq!(second.coded, [&b[..], &b[..]]);
            prop_assert_eq!(third.coded, [&a[..], &b[..]]);
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn any_octets_are_taken_or_refused(octets in prop::collection::vec(any::<u8>(), 0..200)) {
            for packet in [Packet::parse(&octets), Packet::parse_self_delimited(&octets).map(|p| p.0)] {
                let Some(packet) = packet else { continue };
                prop_assert!((120..=MAX_PACKET_FRAMES).contains(&packet.n_frames()));
                let mut written = Vec::new();
                packet.write(&mut written);
                let again = Packet::parse(&written).unwrap();
                prop_assert_eq!(again.coded, packet.coded);
            }
        }
    }
}
