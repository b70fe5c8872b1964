//! Microsoft ADPCM: four bits a sample, predicted from two.
//!
//! Source: Microsoft, "Multimedia Data Standards Update" (1994), "Microsoft ADPCM". Symphonia's decoder
//! overflows on some blocks (it stops in debug builds and decodes noise in others) and rounds negative
//! predictions the other way than Microsoft's, SoX's and libsndfile's.

use crate::decode::blocks::{BlockDecoder, Damaged};
use crate::error::remark::CodecFault;

/// The seven pairs of coefficients that every file has, in 256ths.
const COEFFICIENTS: [(i32, i32); 7] = [
    (256, 0),
    (512, -256),
    (0, 0),
    (192, 64),
    (240, 0),
    (460, -208),
    (392, -232),
];
/// How the step changes, by code, in 256ths.
const ADAPTATION: [i32; 16] = [
    230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230,
];
const MIN_STEP: i32 = 16;
/// Far beyond what any sound needs, and the next one still fits 32 bits.
const MAX_STEP: i32 = i32::MAX / 768;

/// The predictor of one channel.
struct Channel {
    coefficients: (i32, i32),
    step: i32,
    last: i16,
    before_last: i16,
}

impl Channel {
    fn expand(&mut self, code: u8) -> f32 {
        let (first, second) = self.coefficients;
        let predicted = (i32::from(self.last) * first + i32::from(self.before_last) * second) >> 8;
        // Four bits, signed.
        let signed = i32::from((code << 4) as i8 >> 4);
        let sample = predicted + signed * self.step;
        self.before_last = self.last;
        self.last = sample.clamp(i16::MIN.into(), i16::MAX.into()) as i16;
        let step = (ADAPTATION[usize::from(code & 0x0F)] * self.step) >> 8;
        self.step = step.clamp(MIN_STEP, MAX_STEP);
        sound(self.last)
    }
}

fn sound(sample: i16) -> f32 {
    f32::from(sample) / 32768.0
}

/// The blocks of a WAV: a header with the first two samples of each channel, then codes in turn.
pub struct MsAdpcm {
    block_octets: usize,
    n_channels: usize,
}

impl MsAdpcm {
    /// Octets of one channel's header: predictor, step, two samples.
    const HEADER: usize = 7;

    /// `None` if blocks of that size have no room for a sample.
    pub fn new(block_octets: usize, n_channels: usize) -> Option<Self> {
        (n_channels > 0 && block_octets >= Self::HEADER * n_channels).then_some(Self {
            block_octets,
            n_channels,
        })
    }

    fn channels(&self, header: &[u8]) -> Result<Vec<Channel>, Damaged> {
        let n = self.n_channels;
        // The fields of all channels stand together: n octets, then three times n words.
        let word = |field: usize, i: usize| {
            let at = n + 2 * (field * n + i);
            i16::from_le_bytes([header[at], header[at + 1]])
        };
        let channel = |i: usize| {
            Some(Channel {
                coefficients: *COEFFICIENTS.get(usize::from(header[i]))?,
                step: word(0, i).into(),
                last: word(1, i),
                before_last: word(2, i),
            })
        };
        (0..n)
            .map(channel)
            .collect::<Option<_>>()
            .ok_or(Damaged(CodecFault::MsAdpcmPredictor))
    }
}

impl BlockDecoder for MsAdpcm {
    fn block_octets(&self) -> usize {
        self.block_octets
    }

    fn n_frames(&self, octets: u64) -> u64 {
        let of_block =
            |octets: u64| match octets.checked_sub((Self::HEADER * self.n_channels) as u64) {
                Some(rest) => 2 + rest * 2 / self.n_channels as u64,
                None => 0,
            };
        let block = self.block_octets as u64;
        octets / block * of_block(block) + of_block(octets % block)
    }

    fn decode(&mut self, block: &[u8], planes: &mut [Vec<f32>]) -> Result<(), Damaged> {
        let Some((header, codes)) = block.split_at_checked(Self::HEADER * self.n_channels) else {
            return Ok(());
        };
        let mut channels = self.channels(header)?;
        for (channel, plane) in channels.iter().zip(planes.iter_mut()) {
            plane.extend([sound(channel.before_last), sound(channel.last)]);
        }
        let n_codes = codes.len() * 2 / self.n_channels * self.n_channels;
        let codes = codes.iter().flat_map(|octet| [octet >> 4, octet & 0x0F]);
        for (i, code) in codes.take(n_codes).enumerate() {
            let i = i % self.n_channels;
            planes[i].push(channels[i].expand(code));
        }
        Ok(())
    }
}
