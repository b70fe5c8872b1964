//! Dialogic ADPCM (`.vox`), also called OKI ADPCM, and so in WAV: four bits a sample, 12 bits decoded, no blocks.
//!
//! Source: Dialogic, "The Dialogic ADPCM Algorithm" (1988).

use crate::decode::blocks::{BlockDecoder, Damaged};

/// Step sizes.
const STEPS: [i32; 49] = [
    16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118, 130,
    143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796,
    876, 963, 1060, 1166, 1282, 1411, 1552,
];
/// How far the step index moves, by the size of the code.
const INDEX_MOVES: [i8; 8] = [-1, -1, -1, -1, 2, 4, 6, 8];
const MAX_INDEX: u8 = STEPS.len() as u8 - 1;
/// Full scale of 12 bits.
const FULL_SCALE: i32 = 2048;
/// The predictor of one channel.
#[derive(Debug, Clone, Copy, Default)]
struct Channel {
    sample: i32,
    index: u8,
}

impl Channel {
    fn expand(&mut self, code: u8) -> f32 {
        let step = STEPS[usize::from(self.index.min(MAX_INDEX))];
        let size = code & 7;
        let difference = (step * (2 * i32::from(size) + 1)) >> 3;
        let sample = match code & 8 {
            0 => self.sample + difference,
            _ => self.sample - difference,
        };
        self.sample = sample.clamp(-FULL_SCALE, FULL_SCALE - 1);
        let by = INDEX_MOVES[usize::from(size)];
        self.index = self.index.saturating_add_signed(by).min(MAX_INDEX);
        self.sample as f32 / FULL_SCALE as f32
    }
}

/// The codes of a file, one behind another; those of two channels take turns.
pub struct Vox {
    channels: Vec<Channel>,
    block_octets: usize,
}

impl Vox {
    /// For one or two channels, in blocks of at least so many octets; `None` for more.
    pub fn new(n_channels: usize, at_least_octets: usize) -> Option<Self> {
        matches!(n_channels, 1 | 2).then(|| Self {
            channels: vec![Channel::default(); n_channels],
            block_octets: at_least_octets.max(1),
        })
    }
}

impl BlockDecoder for Vox {
    fn block_octets(&self) -> usize {
        self.block_octets
    }

    fn n_frames(&self, octets: u64) -> u64 {
        octets.saturating_mul(2) / self.channels.len().max(1) as u64
    }

    fn decode(&mut self, block: &[u8], planes: &mut [Vec<f32>]) -> Result<(), Damaged> {
        // The first code of an octet is the upper half.
        let codes = block.iter().flat_map(|octet| [octet >> 4, octet & 0x0F]);
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const BLOCK_OCTETS: usize = 256;

    fn mono() -> Vox {
        Vox::new(1, BLOCK_OCTETS).unwrap()
    }

    #[test]
    fn the_extremes_stay_within_12_bits() {
        for code in [0x77, 0x88, 0xFF, 0x00] {
            let mut planes = [Vec::new()];
            let mut decoder = mono();
            for _ in 0..4 {
                assert!(decoder.decode(&[code; BLOCK_OCTETS], &mut planes).is_ok());
            }
            assert_eq!(planes[0].len(), 2 * 4 * BLOCK_OCTETS);
            assert!(planes[0].iter().all(|sample| (-1.0..1.0).contains(sample)));
        }
    }

    #[test]
    fn the_first_codes_are_as_the_algorithm_says() {
        let mut planes = [Vec::new()];
        // 16 * 1 / 8 = 2; 16 * 15 / 8 = 30 and eight steps up; from there 34 * 1 / 8 = 4, down.
        assert!(mono().decode(&[0x07, 0x80], &mut planes).is_ok());
        let samples: Vec<i32> = planes[0].iter().map(|s| (s * 2048.0) as i32).collect();
        assert_eq!(samples, [2, 32, 28, 31]);
    }
}
