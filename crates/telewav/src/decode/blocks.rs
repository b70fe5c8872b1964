//! Codings whose blocks all have one size and need no container to be told apart: ADPCM and GSM.

use std::io::Read;

use super::trim::{End, Trimmer};
use super::{DamageKind, Output, SourceFormat};
use crate::error::remark::{Codec, CodecFault};
use crate::error::{Action, Error};
use crate::pcm::Pcm;

/// About so many octets are read at a time.
const READ_OCTETS: usize = 1 << 15;

/// A block that cannot be decoded, and why.
#[derive(Debug)]
pub(super) struct Damaged(pub CodecFault);

/// Decodes blocks of one size, in their order.
pub(super) trait BlockDecoder {
    /// Octets of a block; at least 1.
    fn block_octets(&self) -> usize;

    /// Frames in so many octets: those of whole blocks, and what can be had of a shorter last one.
    fn n_frames(&self, octets: u64) -> u64;

    /// Decodes one block (only the last may be short), and appends as many frames to each plane. Nothing
    /// is appended if it is damaged.
    fn decode(&mut self, block: &[u8], planes: &mut [Vec<f32>]) -> Result<(), Damaged>;
}

/// The last block is filled up; where in it the sound ends, the container says. A count of frames is
/// believed if it leaves out less than a block.
pub(super) fn end_in_last(decoder: &dyn BlockDecoder, promised: u64, n_frames: u64) -> End {
    let of_a_block = decoder.n_frames(decoder.block_octets() as u64);
    match n_frames.checked_sub(promised) {
        Some(left_out) if left_out < of_a_block => End::After(promised),
        _ => End::Open,
    }
}

/// Decodes `len` octets of blocks from `source` into `output`, without what `trimmer` leaves out.
pub(super) fn decode(
    source: &mut dyn Read,
    len: u64,
    decoder: &mut dyn BlockDecoder,
    format: &SourceFormat,
    trimmer: &mut Trimmer,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    output.limits().check_rate(format.rate_hz)?;
    output.limits().check_channels(format.n_channels)?;
    let block_octets = decoder.block_octets().max(1);
    let batch = (READ_OCTETS / block_octets).max(1) * block_octets;
    let mut octets = vec![0; usize::try_from(len).unwrap_or(batch).min(batch)];
    let mut left = len;
    let mut sound = Pcm::default();
    while left > 0 {
        let n = usize::try_from(left).unwrap_or(batch).min(batch);
        left -= n as u64;
        let octets = &mut octets[..n];
        source
            .read_exact(octets)
            .map_err(Error::io(Action::ReadSamples))?;
        let planes = sound.refill(format.rate_hz, format.n_channels);
        for block in octets.chunks(block_octets) {
            if let Err(Damaged(fault)) = decoder.decode(block, planes) {
                let n_before = planes.first().map_or(0, Vec::len);
                let at_s = output.duration_s + n_before as f64 / f64::from(format.rate_hz);
                output.damage(DamageKind::Packet, at_s, Codec::BlockFault { fault });
            }
        }
        sound.set_mask(format.mask);
        trimmer.apply(&mut sound);
        output.emit(&sound, || format.clone())?;
    }
    Ok(())
}
