//! What the frames of layer III say of each other, and of themselves: the bit reservoir, and the checksum.

use std::ops::Range;

use crate::decode::{DamageKind, Output};
use crate::error::remark::Mpeg;
use crate::kind::mpeg_header::FrameHeader;

/// More than a frame can refer back to (`main_data_begin` has nine bits).
const MAX_OCTETS: usize = 1 << 12;
/// Times that are kept of what may turn out to be damage.
const MAX_TIMES: usize = 20;

/// Sound of a frame may stand in the frames before it, which a stream that was cut from a longer one does not have.
#[derive(Debug, Default)]
pub(super) struct Reservoir {
    /// Octets of sound in the last frames that the next one may use.
    octets: usize,
    /// Duration of the frames whose sound stood in frames that are not there.
    starved_s: f64,
}

impl Reservoir {
    pub fn take(&mut self, header: &FrameHeader, frame: &[u8]) {
        let Some(begin) = main_data_begin(header, frame) else {
            return;
        };
        if begin > self.octets {
            self.starved_s += header.duration_s();
        }
        let own = frame.len().saturating_sub(header.side_info().end);
        self.octets = (self.octets + own).min(MAX_OCTETS);
    }

    /// What is missing from here on has been told.
    pub fn fill(&mut self) {
        self.octets = MAX_OCTETS;
    }

    /// A frame refers back to nine bits of octets, so a cut loses a few frames of sound at most, at the start, which is
    /// where it was made.
    pub fn tell(&self, output: &mut Output<'_, '_>) {
        if self.starved_s > 0.0 {
            output.note(Mpeg::SoundBeforeCut {
                duration_s: self.starved_s,
            });
        }
    }
}

/// How many octets before a frame of layer III belong to its sound. Source: ISO/IEC 11172-3, 2.4.1.7; ISO/IEC 13818-3,
/// 2.4.1.7.
pub(super) fn main_data_begin(header: &FrameHeader, frame: &[u8]) -> Option<usize> {
    if header.layer != 3 {
        return None;
    }
    let [first, second] = *frame.get(header.side_info().start..)?.first_chunk::<2>()?;
    Some(match header.is_mpeg1() {
        true => usize::from(first) << 1 | usize::from(second) >> 7,
        false => usize::from(first),
    })
}

/// The checksums of header and side information. Encoders have written wrong ones, but not into some frames.
#[derive(Debug, Default)]
pub(super) struct Checksums {
    n_right: u64,
    n_wrong: u64,
    /// When, of the first wrong ones.
    wrong_at_s: Vec<f64>,
}

impl Checksums {
    pub fn take(&mut self, header: &FrameHeader, frame: &[u8], at_s: f64) {
        let side_info = header.side_info();
        if header.layer != 3 || !header.has_crc() || frame.len() < side_info.end {
            return;
        }
        let crc = [2..4, side_info]
            .into_iter()
            .fold(0xFFFF, |crc, part| crc16(crc, frame, part));
        if crc.to_be_bytes() == frame[4..6] {
            self.n_right += 1;
            return;
        }
        self.n_wrong += 1;
        if self.wrong_at_s.len() < MAX_TIMES {
            self.wrong_at_s.push(at_s);
        }
    }

    pub fn tell(&self, output: &mut Output<'_, '_>) {
        if self.n_wrong > self.n_right {
            output.note(Mpeg::MpegChecksumsWrong {
                n_wrong: self.n_wrong,
                n_mpeg_frames: self.n_wrong + self.n_right,
            });
            return;
        }
        let mut times = self.wrong_at_s.iter().copied();
        for _ in 0..self.n_wrong {
            let what = Mpeg::MpegFrameChecksum;
            output.damage(DamageKind::Checksum, times.next(), what);
        }
    }
}

/// CRC-16 with the polynomial 0x8005. Source: ISO/IEC 11172-3, 2.4.3.1.
fn crc16(crc: u16, octets: &[u8], part: Range<usize>) -> u16 {
    octets[part].iter().fold(crc, |crc, octet| {
        (0..8).fold(crc ^ u16::from(*octet) << 8, |crc, _| {
            if crc & 0x8000 == 0 {
                crc << 1
            } else {
                crc << 1 ^ 0x8005
            }
        })
    })
}
