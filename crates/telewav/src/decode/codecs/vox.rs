//! Dialogic ADPCM (`.vox`), also called OKI ADPCM: four bits a sample, 12 bits decoded, no header and no blocks.
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
/// Octets decoded at a time; the predictor goes on from one to the next.
const BLOCK_OCTETS: usize = 256;

/// The predictor, at the start of a file.
#[derive(Debug, Default)]
pub struct RawVox {
    sample: i32,
    index: u8,
}

impl RawVox {
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

impl BlockDecoder for RawVox {
    fn block_octets(&self) -> usize {
        BLOCK_OCTETS
    }

    fn n_frames(&self, octets: u64) -> u64 {
        octets.saturating_mul(2)
    }

    fn decode(&mut self, block: &[u8], planes: &mut [Vec<f32>]) -> Result<(), Damaged> {
        let Some(plane) = planes.first_mut() else {
            return Ok(());
        };
        for octet in block {
            // The first sample is the upper half.
            plane.push(self.expand(octet >> 4));
            plane.push(self.expand(octet & 0x0F));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extremes_stay_within_12_bits() {
        for code in [0x77, 0x88, 0xFF, 0x00] {
            let mut planes = [Vec::new()];
            let mut decoder = RawVox::default();
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
        assert!(RawVox::default().decode(&[0x07, 0x80], &mut planes).is_ok());
        let samples: Vec<i32> = planes[0].iter().map(|s| (s * 2048.0) as i32).collect();
        assert_eq!(samples, [2, 32, 28, 31]);
    }
}
