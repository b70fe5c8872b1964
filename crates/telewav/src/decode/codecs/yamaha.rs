//! Yamaha ADPCM: four bits a sample, no blocks; channels take turns code by code.
//!
//! Source: Yamaha, "YMZ280B Application Manual", ADPCM: the difference is (2 L + 1) / 8 of a step, and the step grows by 0.9 to
//! 2.4, by the size L of the code. The factors in 256ths, the least and the largest step are those of WAVs with format tag
//! 0x0020, as ffmpeg writes and reads them.

use crate::decode::blocks::{BlockDecoder, Damaged};

/// How the step grows, by the size of the code, in 256ths.
const GROWTH: [i32; 8] = [230, 230, 230, 230, 307, 409, 512, 614];
/// The first step, which is the least, and the largest.
const MIN_STEP: i32 = 127;
const MAX_STEP: i32 = 24_576;

/// The predictor of one channel.
#[derive(Debug, Clone, Copy)]
struct Channel {
    sample: i16,
    step: i32,
}

impl Channel {
    fn expand(&mut self, code: u8) -> f32 {
        let size = code & 7;
        let difference = self.step * (2 * i32::from(size) + 1) / 8;
        let sample = match code & 8 {
            0 => i32::from(self.sample) + difference,
            _ => i32::from(self.sample) - difference,
        };
        self.sample = sample.clamp(i16::MIN.into(), i16::MAX.into()) as i16;
        self.step = ((self.step * GROWTH[usize::from(size)]) >> 8).clamp(MIN_STEP, MAX_STEP);
        f32::from(self.sample) / 32_768.0
    }
}

/// The codes of a file, one behind another.
pub struct Yamaha {
    channels: Vec<Channel>,
    block_octets: usize,
}

impl Yamaha {
    /// For one or two channels, in blocks of at least so many octets; `None` for more.
    pub fn new(n_channels: usize, at_least_octets: usize) -> Option<Self> {
        let first = Channel {
            sample: 0,
            step: MIN_STEP,
        };
        matches!(n_channels, 1 | 2).then(|| Self {
            channels: vec![first; n_channels],
            block_octets: at_least_octets.max(1),
        })
    }
}

impl BlockDecoder for Yamaha {
    fn block_octets(&self) -> usize {
        self.block_octets
    }

    fn n_frames(&self, octets: u64) -> u64 {
        octets.saturating_mul(2) / self.channels.len().max(1) as u64
    }

    fn decode(&mut self, block: &[u8], planes: &mut [Vec<f32>]) -> Result<(), Damaged> {
        // The first code of an octet is the lower half.
        let codes = block.iter().flat_map(|octet| [octet & 0x0F, octet >> 4]);
        let n_channels = self.channels.len().max(1);
        for (i, code) in codes.enumerate() {
            let i = i % n_channels;
            if let (Some(channel), Some(plane)) = (self.channels.get_mut(i), planes.get_mut(i)) {
                plane.push(channel.expand(code));
            }
        }
        Ok(())
    }
}
