//! How each family of files writes its chunks: names, sizes, padding, and the chunks that matter.

use super::is_placeholder;
use super::known;

/// A family of files made of chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// RIFF, RF64 and BW64: little-endian.
    Riff,
    /// RIFX: the same in big-endian.
    Rifx,
    /// Sony Wave64: GUIDs for names; sizes of 64 bits that count their own header.
    W64,
    /// AIFF and AIFF-C.
    Aiff,
    /// Apple's Core Audio Format: sizes of 64 bits, no padding.
    Caf,
    /// Sun's AU, which has a header and samples, and no chunks.
    Au,
}

/// The most octets that a chunk's header has.
pub(super) const MAX_HEADER: usize = 24;
/// The end that all GUIDs of Wave64 have but those of `riff` and `list`.
pub(crate) const GUID_TAIL: [u8; 12] = *b"\xF3\xAC\xD3\x11\x8C\xD1\x00\xC0\x4F\x8E\xDB\x8A";
/// What all of them end with, but again those two.
const GUID_END: [u8; 6] = *b"\x00\xC0\x4F\x8E\xDB\x8A";

/// The header of a chunk, as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub id: [u8; 4],
    /// Octets of content.
    pub len: u64,
    /// Whether the name is one that is used in such files.
    pub is_known: bool,
    /// Whether it may be one that is not known.
    pub is_name: bool,
}

impl Dialect {
    pub fn header_octets(self) -> u64 {
        match self {
            Self::Riff | Self::Rifx | Self::Aiff => 8,
            Self::Caf => 12,
            Self::W64 => 24,
            Self::Au => 0,
        }
    }

    /// The chunk that holds the samples.
    pub fn sound(self) -> &'static [u8; 4] {
        match self {
            Self::Aiff => b"SSND",
            _ => b"data",
        }
    }

    /// The chunk that says how they are coded.
    pub fn format(self) -> &'static [u8; 4] {
        match self {
            Self::Aiff => b"COMM",
            Self::Caf => b"desc",
            _ => b"fmt ",
        }
    }

    /// The header in these octets, as many as [`header_octets`](Self::header_octets).
    pub(super) fn header(self, octets: &[u8]) -> Option<Header> {
        let id = *octets.first_chunk::<4>()?;
        let size = octets.get(4..)?;
        let (len, is_known) = match self {
            Self::Riff => (
                u32::from_le_bytes(*size.first_chunk()?).into(),
                known::is(self, id),
            ),
            Self::Rifx | Self::Aiff => (
                u32::from_be_bytes(*size.first_chunk()?).into(),
                known::is(self, id),
            ),
            // A size below zero runs to the end; that it is one is seen by its top bit.
            Self::Caf => (
                u64::from_be_bytes(*size.first_chunk()?),
                known::is(self, id),
            ),
            Self::W64 => {
                let is_known = known::is_guid(octets.first_chunk()?);
                let size = u64::from_le_bytes(*size.get(12..)?.first_chunk()?);
                (size.saturating_sub(MAX_HEADER as u64), is_known)
            }
            Self::Au => return None,
        };
        let is_name = match self {
            Self::W64 => is_known || octets.get(10..16) == Some(&GUID_END),
            _ => Self::is_text(id),
        };
        Some(Header {
            id,
            len,
            is_known,
            is_name,
        })
    }

    /// Whether a name is printable and does not start with a space.
    pub(super) fn is_text(id: [u8; 4]) -> bool {
        id.iter().all(|c| (0x20..0x7F).contains(c)) && id[0] != b' '
    }

    /// Whether a length of the samples that is more than there is means that it was not known.
    pub(super) fn is_unknown(self, len: u64) -> bool {
        match self {
            // A size below zero.
            Self::Caf => len > i64::MAX as u64,
            Self::W64 => len >= 1 << 62 || is_placeholder(len),
            _ => is_placeholder(len),
        }
    }

    /// Whether a length of the samples has room for none: it may be right, or not known.
    pub(super) fn is_nothing(self, len: u64) -> bool {
        len <= self.before_samples()
    }

    /// Octets of fields that stand before the samples in their chunk: offset and block size; a count of edits.
    pub(super) fn before_samples(self) -> u64 {
        match self {
            Self::Aiff => 8,
            Self::Caf => 4,
            _ => 0,
        }
    }

    /// Octets that the start of such a file needs to be told.
    pub(super) const MAGIC: usize = 28;

    /// Whether another file of this family starts with these octets.
    pub(super) fn is_magic(self, octets: &[u8]) -> bool {
        let at = |at: usize, magic: &[u8]| {
            octets
                .get(at..)
                .is_some_and(|octets| octets.starts_with(magic))
        };
        match self {
            Self::Riff | Self::Rifx => {
                (at(0, b"RIF") || at(0, b"RF64") || at(0, b"BW64"))
                    && at(8, b"WAVE")
                    && matches!(octets[3], b'F' | b'X' | b'4')
            }
            Self::Aiff => at(0, b"FORM") && (at(8, b"AIFF") || at(8, b"AIFC")),
            Self::W64 => at(0, b"riff\x2E\x91\xCF\x11") && at(24, b"wave"),
            Self::Caf => at(0, b"caff\x00\x01\x00\x00"),
            // Nothing else tells it from samples: an offset and an encoding that make sense.
            Self::Au => {
                let field = |i: usize| {
                    let octets = octets.get(4 * i..).and_then(|octets| octets.first_chunk());
                    octets.map_or(0, |octets| match at(0, b".snd") {
                        true => u32::from_be_bytes(*octets),
                        false => u32::from_le_bytes(*octets),
                    })
                };
                (at(0, b".snd") || at(0, b"dns."))
                    && (24..=1 << 16).contains(&field(1))
                    && (1..=27).contains(&field(3))
                    && (1..=64).contains(&field(5))
            }
        }
    }

    /// Where the samples of a file without chunks start.
    pub(super) fn flat_start(self, octets: &[u8]) -> Option<u64> {
        let offset = octets.get(4..).and_then(|octets| octets.first_chunk())?;
        match (self, octets.first()) {
            (Self::Au, Some(b'.')) => Some(u32::from_be_bytes(*offset).into()),
            (Self::Au, _) => Some(u32::from_le_bytes(*offset).into()),
            _ => None,
        }
    }

    /// Where the first chunk of a file starts.
    pub(super) fn first_chunk(self) -> u64 {
        match self {
            Self::Riff | Self::Rifx | Self::Aiff => 12,
            Self::Caf => 8,
            Self::W64 => 40,
            Self::Au => 24,
        }
    }
}
