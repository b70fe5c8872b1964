//! The first frame of an MP3, if it is no sound: it counts the others, and may say what to leave out of them.
//!
//! Sources: the Xing header (Xing Technology, 1998); the LAME tag, revision 1 (gabriel.mp3-tech.org, 2005); VBRI as written by
//! Fraunhofer's encoders.

use crate::kind::mpeg_header::FrameHeader;

/// What such a frame says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Info {
    /// Frames behind it; some writers count it, too. `None` if that is not said.
    pub n_frames: Option<u32>,
    pub added: Added,
}

/// What is said of the frames (instants) that the encoder added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    /// So many before the sound, without the decoder's, and behind it.
    Told { delay: u64, padding: u64 },
    /// Nothing.
    Untold,
    /// The tag's checksum does not match.
    Garbled,
}

/// Which fields a Xing header has, in their order, and their octets.
const XING_FIELDS: [(u32, usize); 4] = [(1, 4), (2, 4), (4, 100), (8, 4)];
/// Where VBRI stands, whatever the side information.
const VBRI: usize = 36;

impl Info {
    /// What `frame` says; `None` if it is a frame of sound.
    pub fn parse(header: &FrameHeader, frame: &[u8]) -> Option<Self> {
        if header.layer != 3 {
            return None;
        }
        let side_info = header.side_info();
        // Writers forget that a checksum moves it.
        [side_info.end, 4 + side_info.len()]
            .into_iter()
            .find_map(|at| Self::parse_xing(frame, at))
            .or_else(|| Self::parse_vbri(frame))
    }

    fn parse_xing(frame: &[u8], start: usize) -> Option<Self> {
        let magic = frame.get(start..)?.first_chunk::<4>()?;
        if magic != b"Xing" && magic != b"Info" {
            return None;
        }
        let flags = u32_at(frame, start + 4)?;
        let mut at = start + 8;
        let mut n_frames = None;
        for (flag, len) in XING_FIELDS {
            if flags & flag == 0 {
                continue;
            }
            if flag == 1 {
                n_frames = u32_at(frame, at).filter(|n| *n > 0);
            }
            at += len;
        }
        Some(Self {
            n_frames,
            added: Added::parse(frame, at),
        })
    }

    fn parse_vbri(frame: &[u8]) -> Option<Self> {
        frame.get(VBRI..)?.starts_with(b"VBRI").then(|| Self {
            n_frames: u32_at(frame, VBRI + 14).filter(|n| *n > 0),
            added: Added::Untold,
        })
    }
}

impl Added {
    /// The tag of LAME at `start` of a frame, which other encoders write as well.
    fn parse(frame: &[u8], start: usize) -> Self {
        const DELAYS: usize = 21;
        const CRC: usize = 34;
        /// More is no encoder's: LAME's delay is 576 frames, and it fills up two MPEG frames at most.
        const MAX_PLAUSIBLE: u64 = 2 * 1152;
        let Some(tag) = frame.get(start..start + CRC + 2) else {
            return Self::Untold;
        };
        let [a, b, c] = [tag[DELAYS], tag[DELAYS + 1], tag[DELAYS + 2]].map(u64::from);
        let (delay, padding) = (a << 4 | b >> 4, (b & 0xF) << 8 | c);
        let told = Self::Told { delay, padding };
        let is_by = |names: [&[u8]; 2]| names.iter().any(|name| tag.starts_with(name));
        if crc16(&frame[..start + CRC]).to_be_bytes() == tag[CRC..] {
            return told;
        }
        // libavformat's checksum is right by luck: it counts octets of a header that may be shorter, its own among them.
        let is_plausible = delay <= MAX_PLAUSIBLE && padding <= MAX_PLAUSIBLE;
        match is_by([b"Lavf", b"Lavc"]) {
            true if is_plausible => told,
            false if !is_by([b"LAME", b"L3.9"]) => Self::Untold,
            _ => Self::Garbled,
        }
    }
}

pub(super) fn u32_at(octets: &[u8], at: usize) -> Option<u32> {
    let octets = octets.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_be_bytes(*octets))
}

/// CRC-16 with the polynomial 0x8005, its bits reversed, from 0: that of the LAME tag.
fn crc16(octets: &[u8]) -> u16 {
    octets.iter().fold(0, |crc, octet| {
        (0..8).fold(crc ^ u16::from(*octet), |crc, _| {
            if crc & 1 == 0 {
                crc >> 1
            } else {
                crc >> 1 ^ 0xA001
            }
        })
    })
}
