//! One stream of FLAC: what STREAMINFO says of it, and what its frames were.

use super::numbers::{Numbers, Told};
use crate::decode::codecs::flac::{SoundMd5, StreamInfo, channel_mask, scale};
use crate::decode::{DamageKind, Output, SourceFormat};
use crate::error::remark::{self, FrameFormat as Format, Remark};
use crate::error::{Actual, Error, Expected, Part};
use crate::kind::Kind;
use crate::kind::flac_header::FrameHeader;
use crate::pcm::{ChannelMask, Pcm};

/// What the numbers of frames tell is kept to the end, so many times.
const MAX_TOLD: usize = 1000;

#[derive(Default)]
pub(super) struct Stream {
    info: Option<StreamInfo>,
    /// Whether the metadata blocks are damaged.
    pub is_garbled: bool,
    format: Option<Format>,
    /// Of all samples so far, if there is one to compare it with.
    md5: Option<SoundMd5>,
    /// Frames of sound that were decoded, and frames that are known to be missing.
    n_frames: u64,
    n_lost: u64,
    numbers: Numbers,
    first: Option<FrameHeader>,
    told: Vec<Told>,
    /// Octets since the last frame that are none.
    gap: Option<u64>,
    /// Octets of the last frame.
    pub last_octets: usize,
    /// Where the last frame ends, behind the start of the recording.
    pub elapsed_s: f64,
    block: Pcm,
}

impl Stream {
    pub fn new(info: Option<StreamInfo>) -> Self {
        let has_md5 = info.is_some_and(|info| info.md5().is_some());
        Self {
            info,
            md5: has_md5.then(SoundMd5::default),
            ..Self::default()
        }
    }

    /// Whether there was a frame, whole or not.
    pub fn has_begun(&self) -> bool {
        self.first.is_some()
    }

    /// Whether all is there that STREAMINFO counts.
    pub fn is_complete(&self) -> bool {
        let promised = self.info.and_then(|info| info.n_frames);
        promised.is_some_and(|promised| self.n_frames >= promised)
    }

    /// How the frame with this header is coded; what it does not say, STREAMINFO does.
    pub fn format(&self, header: &FrameHeader) -> Result<Format, Error> {
        let untold = || {
            Error::malformed(
                Part::File { kind: Kind::Flac },
                None,
                Expected::FlacFormat,
                Actual::Neither,
            )
        };
        Ok(Format {
            rate_hz: header
                .rate_hz
                .or(self.info.map(|info| info.rate_hz))
                .ok_or_else(untold)?,
            n_channels: header.n_channels,
            bits: header
                .bits
                .or(self.info.map(|info| info.bits))
                .ok_or_else(untold)?,
        })
    }

    /// A frame: its header, and its samples channel by channel.
    pub fn take(
        &mut self,
        header: &FrameHeader,
        format: &Format,
        planes: &[Vec<i32>],
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        self.look_at_format(format, output);
        self.step(header, output);
        let n_frames = header.n_frames as u64;
        self.n_frames += n_frames;
        self.elapsed_s += n_frames as f64 / f64::from(format.rate_hz);
        if let Some(md5) = &mut self.md5 {
            md5.push(planes, format.bits);
        }
        let scale = scale(format.bits);
        let out = self.block.refill(format.rate_hz, format.n_channels);
        for (out, samples) in out.iter_mut().zip(planes) {
            out.extend(samples.iter().map(|sample| *sample as f32 * scale));
        }
        let mask = ChannelMask::of(channel_mask(format.n_channels), format.n_channels);
        self.block.set_mask(mask);
        output.emit(&self.block, || SourceFormat {
            container: Kind::Flac.container(),
            codec: "FLAC".to_owned(),
            rate_hz: format.rate_hz,
            n_channels: format.n_channels,
            bits: Some(format.bits),
            mask,
        })
    }

    /// A frame that cannot be had, which has been told.
    pub fn lose(&mut self, header: &FrameHeader, output: &mut Output<'_, '_>) {
        self.step(header, output);
        self.n_lost += header.n_frames as u64;
    }

    /// So many octets are no frame.
    pub fn gap(&mut self, n_octets: u64) {
        self.gap = Some(n_octets);
    }

    fn look_at_format(&mut self, format: &Format, output: &mut Output<'_, '_>) {
        let before = self.format.replace(*format);
        if before == Some(*format) {
            return;
        }
        let info = self.info.map(|info| Format {
            rate_hz: info.rate_hz,
            n_channels: usize::from(info.n_channels),
            bits: info.bits,
        });
        match (before, info) {
            (None, Some(stream_info)) if stream_info != *format => {
                output.note(remark::Flac::StreamInfoSays {
                    stream_info,
                    frames: *format,
                });
            }
            (Some(_), _) => {
                output.note(remark::Flac::FramesFrom {
                    frames: *format,
                    at_s: self.elapsed_s,
                });
                // Of what it would be is said nowhere.
                self.md5 = None;
            }
            _ => {}
        }
    }

    /// Compares a frame's number with those before it.
    fn step(&mut self, header: &FrameHeader, output: &mut Output<'_, '_>) {
        let gap = self.gap.take();
        let may_be_old = self.info.is_none_or(|info| !info.is_of_one_size());
        let told = self
            .numbers
            .step(header, self.elapsed_s, gap.is_some(), may_be_old);
        self.first.get_or_insert(*header);
        let Some(n_octets) = gap else {
            if self.told.len() < MAX_TOLD {
                self.told.extend(told);
            }
            return;
        };
        match told {
            None | Some(Told::Odd { .. }) => output.note(remark::Flac::NoFrame { bytes: n_octets }),
            Some(Told::Missing { at_s, n_frames }) => self.miss(at_s, n_frames, output),
            Some(Told::Back { at_s }) => tell_back(at_s, output),
        }
    }

    fn miss(&mut self, at_s: f64, n_frames: u64, output: &mut Output<'_, '_>) {
        self.n_lost = self.n_lost.saturating_add(n_frames);
        output.damage(
            DamageKind::Gap,
            at_s,
            remark::Flac::FramesUnread { n: n_frames },
        );
    }

    /// The end of the stream.
    pub fn finish(mut self, output: &mut Output<'_, '_>) {
        self.look_at_start(output);
        self.look_at_numbers(output);
        let n_lost = self.n_lost;
        let Some(promised) = self.info.and_then(|info| info.n_frames) else {
            return self.look_at_md5(output);
        };
        let missing = promised.saturating_sub(self.n_frames.saturating_add(n_lost));
        if missing > 0 {
            output.damage(
                DamageKind::EarlyEnd,
                self.elapsed_s,
                Remark::OfFramesMissing { missing, promised },
            );
        } else if n_lost == 0 && self.n_frames > promised {
            output.note(remark::Flac::StreamInfoCounts {
                promised,
                n_frames: self.n_frames,
            });
            self.look_at_md5(output);
        } else {
            self.look_at_md5(output);
        }
    }

    /// A stream whose first frame is not the first one.
    fn look_at_start(&mut self, output: &mut Output<'_, '_>) {
        let Some(first) = self.first.filter(|first| first.number > 0) else {
            return;
        };
        let n_frames = self.numbers.before(&first);
        let promised = self.info.and_then(|info| info.n_frames);
        let there = self.n_frames.saturating_add(self.n_lost);
        if promised.is_some_and(|promised| there < promised) {
            self.miss(0.0, n_frames, output);
        } else if promised.is_none() {
            output.note(remark::Flac::CutFromLonger {
                number: first.number,
            });
        }
    }

    /// If all is there that STREAMINFO counts, numbers do not matter.
    fn look_at_numbers(&mut self, output: &mut Output<'_, '_>) {
        let last = std::mem::take(&mut self.numbers).finish();
        self.told.extend(last);
        let is_complete = self.is_complete() && self.n_lost == 0;
        let mut n_odd = 0;
        for told in std::mem::take(&mut self.told) {
            match told {
                Told::Missing { at_s, n_frames } if !is_complete => {
                    self.miss(at_s, n_frames, output);
                }
                Told::Back { at_s } if !is_complete => tell_back(at_s, output),
                _ => n_odd += 1,
            }
        }
        if n_odd > 0 {
            output.note(remark::Flac::OddNumbers { n: n_odd });
        }
    }

    /// Nothing else is missing: so the samples have to be those that were coded.
    fn look_at_md5(&mut self, output: &mut Output<'_, '_>) {
        let (Some(md5), Some(info)) = (self.md5.take(), self.info) else {
            return;
        };
        if self.n_lost == 0 && output.damage.is_empty() && Some(md5.finish()) != info.md5() {
            output.damage(DamageKind::Checksum, None, Remark::SoundChecksum);
        }
    }
}

fn tell_back(at_s: f64, output: &mut Output<'_, '_>) {
    output.damage(DamageKind::Gap, at_s, remark::Flac::NumbersGoBack);
}
