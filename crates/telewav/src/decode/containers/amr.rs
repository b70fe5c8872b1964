//! AMR files (`.amr`, `.awb`) of Android recorders and old telephones: a line of magic, and frames.
//!
//! Source: RFC 4867, section 5 (single channel). Nothing but the frame headers tells of damage: where
//! the next one makes no sense, octets are missing or too many.

use crate::decode::codecs::amr::{Band, Content, FrameDecoder, Header};
use crate::decode::packets::guard;
use crate::decode::window::Window;
use crate::decode::{DamageKind, Output, Source, SourceFormat, part};
use crate::error::Error;
use crate::error::remark::{self, Remark};
use crate::pcm::{ChannelMask, Pcm};

const NARROW_MAGIC: &[u8] = b"#!AMR\n";
const WIDE_MAGIC: &[u8] = b"#!AMR-WB\n";
/// The longest frame with its header.
const MAX_FRAME_LEN: usize = 61;
/// Frames that must follow one another before junk is believed to be over.
const FRAMES_TO_SYNC: usize = 6;
/// More octets of junk than this are the end.
const MAX_JUNK: u64 = 1 << 20;
/// Octets of junk that are looked at together.
const STRETCH: usize = 1024;

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    is_wide: bool,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let range = part::to_the_end(source, start)?;
    let (band, magic) = match is_wide {
        true => (Band::Wide, WIDE_MAGIC),
        false => (Band::Narrow, NARROW_MAGIC),
    };
    let mut window = Window::new(source, range).in_time(output);
    let mut position = start + magic.len() as u64;
    let frames = Frames::of(
        &window.read_at(position, FRAMES_TO_SYNC * MAX_FRAME_LEN)?,
        band,
    );
    let mut decoder = FrameDecoder::new(band)?;
    let mut gaps = Gaps::default();
    let mut block = Pcm::default();
    loop {
        let octets = window.read_at(position, MAX_FRAME_LEN)?;
        let Some(first) = octets.first() else {
            break;
        };
        let Some(header) = frames.header(*first) else {
            let next = frames.find(&mut window, position)?;
            let what = match next {
                Some(next) => remark::Amr::NoAmr {
                    octets: next - position,
                },
                None => remark::Amr::RestNoAmr,
            };
            output.damage(DamageKind::Gap, output.duration_s, what);
            match next {
                Some(next) => position = next,
                None => break,
            }
            continue;
        };
        let Some(payload) = octets.get(1..=header.len) else {
            let what = Remark::EndsInFrame;
            output.damage(DamageKind::EarlyEnd, output.duration_s, what);
            break;
        };
        gaps.look(header, output);
        match guard(|| decoder.decode(header, payload))? {
            Ok(samples) => emit(&samples, band, &mut block, output)?,
            Err(e) => {
                let what = remark::Amr::FrameUnread {
                    problem: e.to_string(),
                };
                output.damage(DamageKind::Packet, output.duration_s, what);
            }
        }
        position += 1 + header.len as u64;
    }
    gaps.finish(output);
    Ok(())
}

fn emit(
    samples: &[i16],
    band: Band,
    block: &mut Pcm,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    for plane in block.refill(band.rate_hz(), 1) {
        plane.extend(samples.iter().map(|sample| f32::from(*sample) / 32768.0));
    }
    output.emit(block, || SourceFormat {
        container: band.codec(),
        codec: band.codec().to_owned(),
        rate_hz: 0,
        n_channels: 0,
        bits: None,
        mask: ChannelMask::UNKNOWN,
    })
}

/// How the frames of this file look.
struct Frames {
    band: Band,
    padding: u8,
}

impl Frames {
    /// By the first ones. Some writers set bits that are to be 0; then they do so in every frame.
    fn of(octets: &[u8], band: Band) -> Self {
        let padding = octets.first().copied().unwrap_or(0) & Header::PADDING;
        let frames = Self { band, padding };
        match frames.all_are_headers(octets) {
            true => frames,
            false => Self { band, padding: 0 },
        }
    }

    fn header(&self, octet: u8) -> Option<Header> {
        let header = Header::parse(self.band, octet)?;
        (octet & Header::PADDING == self.padding).then_some(header)
    }

    /// Where frames begin again behind `position`.
    fn find<S: Source>(
        &self,
        window: &mut Window<&mut S>,
        position: u64,
    ) -> Result<Option<u64>, Error> {
        for start in (position + 1..=position + MAX_JUNK).step_by(STRETCH) {
            let octets = window.read_at(start, STRETCH + FRAMES_TO_SYNC * MAX_FRAME_LEN)?;
            for at in 0..STRETCH.min(octets.len()) {
                if self.all_are_headers(&octets[at..]) {
                    return Ok(Some(start + at as u64));
                }
            }
            if octets.len() < STRETCH {
                break;
            }
        }
        Ok(None)
    }

    /// Whether frame follows frame, to the end of the file if that is near.
    fn all_are_headers(&self, octets: &[u8]) -> bool {
        let mut at = 0;
        for _ in 0..FRAMES_TO_SYNC {
            let Some(octet) = octets.get(at) else {
                return at == octets.len();
            };
            match self.header(*octet) {
                Some(header) => at += 1 + header.len,
                None => return false,
            }
        }
        true
    }
}

/// Frames that did not arrive whole.
#[derive(Default)]
struct Gaps {
    is_speech: bool,
    /// Frames without data behind speech: pauses begin with a description of their noise.
    n_filled: u64,
}

impl Gaps {
    fn look(&mut self, header: Header, output: &mut Output<'_, '_>) {
        let at_s = output.duration_s;
        match header.content {
            Content::Lost => output.damage(DamageKind::Gap, at_s, remark::Amr::FrameLost),
            Content::NoData => self.n_filled += u64::from(self.is_speech),
            Content::Speech(_) | Content::Noise if !header.is_good => {
                output.damage(DamageKind::Packet, at_s, remark::Amr::FrameDamaged);
            }
            Content::Speech(_) => self.is_speech = true,
            Content::Noise => self.is_speech = false,
        }
    }

    fn finish(self, output: &mut Output<'_, '_>) {
        if self.n_filled > 0 {
            let n = self.n_filled;
            output.note(remark::Amr::FramesWithoutData { n });
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Cursor;

    use codec_core::codecs::amr::AmrCodec;
    use codec_core::types::{CodecConfig, CodecType, VariableRateCodec};

    use crate::decode::{DecodeOptions, Decoded, decode};

    /// Headers and payloads of `n` frames of a tone.
    fn frames(wide: bool, mode: u8, n: usize) -> Vec<Vec<u8>> {
        let (kind, len) = if wide {
            (CodecType::AmrWb, 320)
        } else {
            (CodecType::AmrNb, 160)
        };
        let mut codec = AmrCodec::new(&CodecConfig::new(kind)).unwrap();
        codec.set_mode(mode).unwrap();
        let frame = |i: usize| {
            let phase = |j: usize| (i * len + j) as f64 * 20.0 / len as f64 * 1.4;
            let samples: Vec<i16> = (0..len).map(|j| (phase(j).sin() * 8e3) as i16).collect();
            let coded = codec.encode_frame(&samples).unwrap();
            [&[mode << 3 | 0b100], &coded.data[..]].concat()
        };
        (0..n).map(frame).collect()
    }

    fn file(wide: bool, frames: &[Vec<u8>]) -> Vec<u8> {
        let magic: &[u8] = if wide { b"#!AMR-WB\n" } else { b"#!AMR\n" };
        [magic, &frames.concat()].concat()
    }

    fn decoded(octets: Vec<u8>) -> Decoded {
        let options = DecodeOptions::default().lenient(true);
        decode(Cursor::new(octets), &options, &mut |_| Ok(())).unwrap()
    }

    #[test]
    fn all_modes_are_decoded() {
        for (wide, n_modes, rate_hz) in [(false, 8, 8000), (true, 9, 16_000)] {
            for mode in 0..n_modes {
                let decoded = decoded(file(wide, &frames(wide, mode, 50)));
                assert_eq!(decoded.n_frames, u64::from(rate_hz));
                assert_eq!(decoded.format.rate_hz, rate_hz);
                assert!(decoded.damage.is_empty() && decoded.notes.is_empty());
            }
        }
    }

    #[test]
    fn lost_octets_are_noticed_and_the_rest_is_found() {
        let whole = file(false, &frames(false, 7, 50));
        for at in [6, 38, 700, 1000] {
            let octets = [&whole[..at], &whole[at + 3..]].concat();
            let decoded = decoded(octets);
            assert_eq!(decoded.damage.total, 1, "{at}");
            assert!((48..50).contains(&(decoded.n_frames / 160)), "{at}");
        }
        let decoded = decoded(whole[..whole.len() - 1].to_vec());
        assert_eq!((decoded.damage.total, decoded.n_frames), (1, 49 * 160));
    }

    #[test]
    fn frames_that_did_not_arrive_are_told() {
        let mut frames = frames(true, 2, 50);
        // Marked as damaged; lost; nothing sent.
        frames[10][0] &= !0b100;
        frames[20] = vec![14 << 3 | 0b100];
        frames[30] = vec![15 << 3 | 0b100];
        let decoded = decoded(file(true, &frames));
        assert_eq!((decoded.damage.total, decoded.n_frames), (2, 50 * 320));
        assert_eq!(decoded.damage.kept[0].at_s, Some(0.2));
        assert_eq!(decoded.notes.len(), 1);
    }

    #[test]
    fn bits_that_are_ignored_may_be_set() {
        let mut frames = frames(false, 0, 50);
        for frame in &mut frames {
            frame[0] |= 0b11;
        }
        assert!(decoded(file(false, &frames)).damage.is_empty());
    }
}
