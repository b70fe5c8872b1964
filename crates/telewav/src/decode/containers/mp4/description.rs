//! Sample descriptions: what a track's samples are, as its sample entry has it.
//!
//! Sources: ISO/IEC 14496-12:2015, 12.2.3 (`AudioSampleEntry`); QuickTime File Format Specification (2012), "Sound
//! sample descriptions" (versions 0 to 2, `wave`, `enda`, `chan`); ISO/IEC 14496-1:2010, 7.2.6 (`esds`); "Encapsulation
//! of FLAC in ISO Base Media File Format" 0.0.4 (`dfLa`); "Encapsulation of Opus in ISO Base Media File Format" 0.8.1
//! (`dOps`); Apple's "ALACMagicCookieDescription" (`alac`); ISO/IEC 23003-5:2020 (`pcmC`).

use super::boxes::{boxes_in, u16_at, u32_at, u64_at};

/// Octets of a sample entry in front of what depends on its version: those of all entries, and those of sound.
const HEAD: usize = 28;
/// What versions 1 and 2 of QuickTime's add.
const HEAD_V1: usize = 16;
const HEAD_V2: usize = 36;

/// What is known of a track's samples.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Description {
    /// The four-character code of the coding.
    pub code: [u8; 4],
    pub n_channels: u32,
    /// Bits of a sample.
    pub bits: u32,
    /// Frames per second; 0 where there is no room for it.
    pub rate_hz: u32,
    /// Of blocks of one size (version 1): frames of one, and its octets for all channels.
    pub block: Option<(u32, u32)>,
    /// The flags of linear PCM in version 2.
    pub lpcm_flags: Option<u32>,
    pub is_little_endian: bool,
    /// Flags and bits of ISO's PCM.
    pub pcm_config: Option<(u8, u8)>,
    /// Tag and bitmap of a channel layout.
    pub layout: Option<(u32, u32)>,
    pub esds: Option<Esds>,
    pub alac: Option<Vec<u8>>,
    pub flac: Option<Vec<u8>>,
    pub opus: Option<Vec<u8>>,
}

/// An elementary stream descriptor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Esds {
    /// Of table 5 in ISO/IEC 14496-1: 0x40 is AAC, 0x6B is MP3.
    pub object_type: u8,
    /// What the decoder has to know: of AAC, its `AudioSpecificConfig`.
    pub config: Vec<u8>,
}

impl Description {
    /// The sample entry of this code; `version` is that of the box that it stands in.
    pub fn parse(code: [u8; 4], entry: &[u8], stsd_version: u8) -> Option<Self> {
        let entry_version = u16_at(entry, 8)?;
        let mut description = Self {
            code,
            n_channels: u32::from(u16_at(entry, 16)?),
            bits: u32::from(u16_at(entry, 18)?),
            // 16.16.
            rate_hz: u32_at(entry, 24)? >> 16,
            ..Self::default()
        };
        // Version 1 of ISO's is as long as version 0, and says so at the table; some files say 1 and are 0.
        let has_v1 = entry_version == 1 && stsd_version == 0 && !is_box_at(entry, HEAD);
        let head = match entry_version {
            2 => {
                description.read_v2(entry)?;
                HEAD + HEAD_V2
            }
            1 if has_v1 => {
                let (frames, octets) = (u32_at(entry, HEAD)?, u32_at(entry, HEAD + 8)?);
                description.block = Some((frames, octets)).filter(|_| frames > 0 && octets > 0);
                HEAD + HEAD_V1
            }
            _ => HEAD,
        };
        description.read_boxes(entry.get(head..).unwrap_or(&[]));
        Some(description)
    }

    fn read_v2(&mut self, entry: &[u8]) -> Option<()> {
        // Behind the size of the structure: rate, channels, a constant, bits, flags.
        let rate_hz = f64::from_bits(u64_at(entry, HEAD + 4)?).round();
        self.rate_hz = rate_hz.clamp(0.0, f64::from(u32::MAX)) as u32;
        self.n_channels = u32_at(entry, HEAD + 12)?;
        self.bits = u32_at(entry, HEAD + 20)?;
        self.lpcm_flags = Some(u32_at(entry, HEAD + 24)?);
        Some(())
    }

    /// The boxes of an entry, and those of `wave` in it, where QuickTime puts them.
    fn read_boxes(&mut self, octets: &[u8]) {
        for (kind, body) in boxes_in(octets) {
            match &kind {
                b"wave" => boxes_in(body).for_each(|(kind, body)| self.read_box(kind, body)),
                _ => self.read_box(kind, body),
            }
        }
    }

    /// Most are full boxes: behind a version and flags. The first of each kind counts.
    fn read_box(&mut self, kind: [u8; 4], body: &[u8]) {
        let full = body.get(4..);
        match &kind {
            b"esds" => self.esds = self.esds.take().or_else(|| Esds::parse(full?)),
            b"alac" if self.alac.is_none() => self.alac = full.map(<[u8]>::to_vec),
            // A metadata block with a header of four octets: STREAMINFO.
            b"dfLa" if self.flac.is_none() => {
                self.flac = body.get(8..8 + 34).map(<[u8]>::to_vec);
            }
            b"dOps" if self.opus.is_none() => self.opus = Some(body.to_vec()),
            b"enda" => self.is_little_endian = body.get(1) == Some(&1),
            b"pcmC" => {
                self.pcm_config = full.and_then(|f| Some((*f.first()?, *f.get(1)?)));
            }
            b"chan" => {
                self.layout = full.and_then(|f| Some((u32_at(f, 0)?, u32_at(f, 4)?)));
            }
            // A rate that 16 bits have no room for.
            b"srat" => self.rate_hz = full.and_then(|f| u32_at(f, 0)).unwrap_or(self.rate_hz),
            _ => {}
        }
    }
}

/// Whether a box with a plausible header starts here.
fn is_box_at(octets: &[u8], at: usize) -> bool {
    let Some(rest) = octets.get(at..) else {
        return false;
    };
    let found = super::boxes::FoundBox::of(rest, 0, rest.len() as u64);
    found.is_some_and(|found| found.is_named() && found.excess == 0 && !found.is_open)
}

impl Esds {
    const ES: u8 = 3;
    const DECODER_CONFIG: u8 = 4;
    const DECODER_SPECIFIC: u8 = 5;

    fn parse(octets: &[u8]) -> Option<Self> {
        let (tag, body, _) = descriptor(octets)?;
        if tag != Self::ES {
            return None;
        }
        // A number, and flags that tell of fields: another stream's number, an address, a clock's number.
        let flags = *body.get(2)?;
        let mut at = 3;
        if flags & 0x80 != 0 {
            at += 2;
        }
        if flags & 0x40 != 0 {
            at += 1 + usize::from(*body.get(at)?);
        }
        if flags & 0x20 != 0 {
            at += 2;
        }
        let (tag, body, _) = descriptor(body.get(at..)?)?;
        if tag != Self::DECODER_CONFIG {
            return None;
        }
        let object_type = *body.first()?;
        let mut rest = body.get(13..).unwrap_or(&[]);
        let mut config = Vec::new();
        while let Some((tag, body, behind)) = descriptor(rest) {
            if tag == Self::DECODER_SPECIFIC {
                config = body.to_vec();
                break;
            }
            rest = behind;
        }
        Some(Self {
            object_type,
            config,
        })
    }
}

/// The tag of the descriptor at the start of `octets`, what is in it, and what is behind it. Its length has seven bits
/// an octet. One that is cut is what is left of it.
fn descriptor(octets: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, mut rest) = octets.split_first()?;
    let mut len = 0;
    for _ in 0..4 {
        let (octet, behind) = rest.split_first()?;
        rest = behind;
        len = len << 7 | usize::from(octet & 0x7F);
        if octet & 0x80 == 0 {
            break;
        }
    }
    let (body, behind) = rest.split_at(len.min(rest.len()));
    Some((*tag, body, behind))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A sample entry of this version and of stereo, 16 bits, 44.1 kHz.
    fn entry(version: u8, more: &[u8]) -> Vec<u8> {
        let mut entry = vec![0, 0, 0, 0, 0, 0, 0, 1, 0, version, 0, 0, 0, 0, 0, 0];
        entry.extend([0, 2, 0, 16, 0xFF, 0xFE, 0, 0, 0xAC, 0x44, 0, 0]);
        entry.extend(more);
        entry
    }

    fn parse(entry: &[u8], stsd_version: u8) -> Description {
        Description::parse(*b"mp4a", entry, stsd_version).unwrap()
    }

    /// As encoders write it: lengths in four octets.
    const ESDS: &[u8] = b"\0\0\0\x33esds\0\0\0\0\x03\x80\x80\x80\x22\0\x01\0\x04\x80\x80\x80\x14\x40\x15\0\0\0\0\0\0\0\
        \0\0\0\0\x05\x80\x80\x80\x02\x12\x10\x06\x80\x80\x80\x01\x02";

    #[test]
    fn a_descriptor_is_found_in_every_version_of_an_entry() {
        let esds = Esds {
            object_type: 0x40,
            config: vec![0x12, 0x10],
        };
        let v1 = [&[0, 0, 4, 0, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 2], ESDS].concat();
        let wave = [&b"\0\0\0\x47wave\0\0\0\x0Cfrmamp4a"[..], ESDS, &[0; 8]].concat();
        let in_wave = [&v1[..16], &wave].concat();
        for (version, stsd_version, more) in [
            (0, 0, ESDS),
            (1, 0, &v1),
            (1, 1, ESDS),
            (1, 0, ESDS),
            (1, 0, &in_wave),
        ] {
            let found = parse(&entry(version, more), stsd_version);
            assert_eq!(
                found.esds.as_ref(),
                Some(&esds),
                "{version}, {stsd_version}"
            );
            assert_eq!(
                (found.n_channels, found.bits, found.rate_hz),
                (2, 16, 44_100)
            );
        }
        assert_eq!(parse(&entry(1, &v1), 0).block, Some((1024, 4)));
    }

    #[test]
    fn the_fields_of_an_es_descriptor_are_passed_over() {
        let body = b"\0\x01\xE0\0\0\x03abc\0\0\x04\x0D\x6B\x15\0\0\0\0\0\0\0\0\0\0\0";
        let esds = [&[3, body.len() as u8], &body[..]].concat();
        assert_eq!(Esds::parse(&esds).unwrap().object_type, 0x6B);
        for n in 0..esds.len() {
            let _ = Esds::parse(&esds[..n]);
        }
    }

    #[test]
    fn version_2_has_its_own_fields() {
        let mut more = vec![0, 0, 0, 72];
        more.extend(96_000_f64.to_be_bytes());
        for field in [6, 0x7F00_0000, 24, 0x0C, 18, 1_u32] {
            more.extend(field.to_be_bytes());
        }
        let found = parse(&entry(2, &more), 0);
        assert_eq!(
            (found.n_channels, found.bits, found.rate_hz),
            (6, 24, 96_000)
        );
        assert_eq!(found.lpcm_flags, Some(0x0C));
    }

    #[test]
    fn a_cut_entry_is_none() {
        assert_eq!(Description::parse(*b"mp4a", &entry(0, &[])[..27], 0), None);
        assert_eq!(Description::parse(*b"lpcm", &entry(2, &[0; 20]), 0), None);
    }
}
