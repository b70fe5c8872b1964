//! Samples that need no codec: integers, floats and G.711 octets, of either byte order, to [`Pcm`].

use std::io::Read;

use super::{DamageKind, Output, SourceFormat};
use crate::error::remark::Remark;
use crate::error::{Action, Error};
use crate::g711::{alaw, ulaw};
use crate::pcm::Pcm;

/// Frames of one block: large enough to be cheap, small enough to stay in the cache.
const BLOCK_FRAMES: usize = 8192;
/// A float sample above this is as little a sample as a NaN: its square overflows.
const MAX_FLOAT: f32 = 1e18;

/// How one sample is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Unsigned 8-bit, as WAV has it.
    Unsigned8,
    /// Signed, left-justified in this many octets (1 to 4).
    Signed(u16),
    Float32,
    Float64,
    Alaw,
    Ulaw,
}

impl Coding {
    pub(super) fn octets(self) -> usize {
        match self {
            Self::Unsigned8 | Self::Alaw | Self::Ulaw => 1,
            Self::Signed(octets) => usize::from(octets),
            Self::Float32 => 4,
            Self::Float64 => 8,
        }
    }

    /// Adds the samples of whole frames to `planes`, a plane for each channel; returns how many were not numbers (now 0).
    pub(super) fn spread(self, octets: &[u8], big_endian: bool, planes: &mut [Vec<f32>]) -> usize {
        let mut n_not_numbers = 0;
        let mut number = |sample: f32| {
            if sample.abs() <= MAX_FLOAT {
                sample
            } else {
                n_not_numbers += 1;
                0.0
            }
        };
        match self {
            Self::Unsigned8 => spread(octets, planes, |[s]| (f32::from(s) - 128.0) / 128.0),
            Self::Alaw => spread(octets, planes, |[s]| from_i16(alaw::decode(s))),
            Self::Ulaw => spread(octets, planes, |[s]| from_i16(ulaw::decode(s))),
            Self::Signed(1) => spread(octets, planes, |s: [u8; 1]| signed(&s, big_endian)),
            Self::Signed(2) if big_endian => {
                spread(octets, planes, |s| from_i16(i16::from_be_bytes(s)));
            }
            Self::Signed(2) => spread(octets, planes, |s| from_i16(i16::from_le_bytes(s))),
            Self::Signed(3) => spread(octets, planes, |s: [u8; 3]| signed(&s, big_endian)),
            Self::Signed(_) => spread(octets, planes, |s: [u8; 4]| signed(&s, big_endian)),
            Self::Float32 => spread(octets, planes, |s: [u8; 4]| number(float(&s, big_endian))),
            Self::Float64 => spread(octets, planes, |s: [u8; 8]| number(float(&s, big_endian))),
        }
        n_not_numbers
    }
}

/// How the samples of a file are laid out.
#[derive(Clone)]
pub(super) struct Layout {
    pub coding: Coding,
    pub big_endian: bool,
    pub format: SourceFormat,
}

impl Layout {
    /// Octets of one frame; at least 1.
    pub fn frame_octets(&self) -> u64 {
        (self.coding.octets() * self.format.n_channels).max(1) as u64
    }
}

/// Decodes `len` octets of interleaved samples from `source` into `output`.
pub(super) fn decode(
    source: &mut dyn Read,
    len: u64,
    layout: &Layout,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let format = &layout.format;
    output.limits().check_rate(format.rate_hz)?;
    output.limits().check_channels(format.n_channels)?;
    let frame = layout.coding.octets() * format.n_channels;
    let rest = len % frame as u64;
    if rest > 0 {
        output.note(Remark::OctetsBehindFrames { octets: rest });
    }
    let mut left = len / frame as u64;
    // No more than is there, whatever number of channels a header claims.
    let longest = left.min(BLOCK_FRAMES as u64) as usize;
    let mut octets = vec![0; frame * longest];
    let mut block = Pcm::default();
    while left > 0 {
        let n_frames = left.min(BLOCK_FRAMES as u64) as usize;
        let octets = &mut octets[..n_frames * frame];
        source
            .read_exact(octets)
            .map_err(Error::io(Action::ReadSamples))?;
        push(octets, layout, &mut block, |_| {}, output)?;
        left -= n_frames as u64;
    }
    Ok(())
}

/// Decodes whole frames, by way of `block`, in which `trim` leaves what is to be handed on.
pub(super) fn push(
    octets: &[u8],
    layout: &Layout,
    block: &mut Pcm,
    trim: impl FnOnce(&mut Pcm),
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let n_not_numbers = unpack(octets, layout, block);
    if n_not_numbers > 0 {
        output.damage(
            DamageKind::NotANumber,
            output.duration_s,
            Remark::NotNumbers { n: n_not_numbers },
        );
    }
    trim(block);
    output.emit(block, || layout.format.clone())
}

/// De-interleaves `octets` into `block`; returns how many samples were not numbers (now 0).
pub(super) fn unpack(octets: &[u8], layout: &Layout, block: &mut Pcm) -> usize {
    let format = &layout.format;
    let planes = block.refill(format.rate_hz, format.n_channels);
    let n_not_numbers = layout.coding.spread(octets, layout.big_endian, planes);
    block.set_mask(format.mask);
    n_not_numbers
}

/// Samples of `WIDTH` octets each, in turn one for each plane. Of fixed width and for the usual numbers of channels, so
/// that there is no loop over octets and channels.
fn spread<const WIDTH: usize>(
    octets: &[u8],
    planes: &mut [Vec<f32>],
    mut sample: impl FnMut([u8; WIDTH]) -> f32,
) {
    let (samples, _) = octets.as_chunks::<WIDTH>();
    match planes {
        [only] => only.extend(samples.iter().map(|s| sample(*s))),
        [left, right] => {
            let (frames, _) = samples.as_chunks::<2>();
            left.extend(frames.iter().map(|frame| sample(frame[0])));
            right.extend(frames.iter().map(|frame| sample(frame[1])));
        }
        planes => {
            let n = planes.len();
            for (channel, plane) in planes.iter_mut().enumerate() {
                let samples = samples.iter().skip(channel).step_by(n);
                plane.extend(samples.map(|s| sample(*s)));
            }
        }
    }
}

fn from_i16(sample: i16) -> f32 {
    f32::from(sample) / 32768.0
}

/// One to four octets, left-justified: exact up to 24 bits.
fn signed(octets: &[u8], big_endian: bool) -> f32 {
    let left = match (octets, big_endian) {
        (&[a], _) => [a, 0, 0, 0],
        (&[a, b], true) | (&[b, a], false) => [a, b, 0, 0],
        (&[a, b, c], true) | (&[c, b, a], false) => [a, b, c, 0],
        (&[a, b, c, d], true) | (&[d, c, b, a], false) => [a, b, c, d],
        _ => [0; 4],
    };
    i32::from_be_bytes(left) as f32 / 2_147_483_648.0
}

fn float(octets: &[u8], big_endian: bool) -> f32 {
    if let Ok(octets) = <[u8; 4]>::try_from(octets) {
        let bits = u32::from_le_bytes(octets);
        f32::from_bits(if big_endian { bits.swap_bytes() } else { bits })
    } else if let Ok(octets) = <[u8; 8]>::try_from(octets) {
        let bits = u64::from_le_bytes(octets);
        f64::from_bits(if big_endian { bits.swap_bytes() } else { bits }) as f32
    } else {
        f32::NAN
    }
}
