//! IMA ADPCM: four bits a sample, in the blocks of WAV and in the packets of QuickTime (`ima4`).
//!
//! Sources: IMA Digital Audio Focus and Technical Working Groups, "Recommended Practices for Enhancing
//! Digital Audio Compatibility in Multimedia Systems", revision 3.00 (1992), clause 6; Microsoft,
//! "Multimedia Data Standards Update" (1994) for the blocks; Apple Technical Note TN1081 for the packets.
//!
//! The difference is the sum of shifted steps that the recommendation prescribes, as in SoX and
//! libsndfile. (Symphonia and ffmpeg multiply and divide once, which truncates elsewhere: up to 480
//! steps of 16 bits apart by the end of a block.)

use crate::decode::blocks::{BlockDecoder, Damaged};
use crate::error::remark::CodecFault;

/// Step sizes.
const STEPS: [i32; 89] = [
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66,
    73, 80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449,
    494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272,
    2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493,
    10_442, 11_487, 12_635, 13_899, 15_289, 16_818, 18_500, 20_350, 22_385, 24_623, 27_086, 29_794,
    32_767,
];
/// How far the step index moves, by the size of the code.
const INDEX_MOVES: [i8; 8] = [-1, -1, -1, -1, 2, 4, 6, 8];
const MAX_INDEX: u8 = STEPS.len() as u8 - 1;

/// The predictor of one channel.
#[derive(Debug, Clone, Copy, Default)]
struct Channel {
    sample: i16,
    index: u8,
}

impl Channel {
    fn expand(&mut self, code: u8) -> f32 {
        let step = STEPS[usize::from(self.index.min(MAX_INDEX))];
        let mut difference = step >> 3;
        for (bit, shift) in [(4, 0), (2, 1), (1, 2)] {
            if code & bit != 0 {
                difference += step >> shift;
            }
        }
        let difference = if code & 8 != 0 {
            -difference
        } else {
            difference
        };
        let sample = i32::from(self.sample) + difference;
        self.sample = sample.clamp(i16::MIN.into(), i16::MAX.into()) as i16;
        let by = INDEX_MOVES[usize::from(code & 7)];
        self.index = self.index.saturating_add_signed(by).min(MAX_INDEX);
        self.sound()
    }

    fn expand_all(&mut self, octets: &[u8], plane: &mut Vec<f32>) {
        for octet in octets {
            plane.push(self.expand(octet & 0x0F));
            plane.push(self.expand(octet >> 4));
        }
    }

    fn sound(self) -> f32 {
        f32::from(self.sample) / 32768.0
    }
}

/// The blocks of a WAV: for each channel a header of four octets that holds the first sample, then, in
/// turn, four octets of eight samples.
pub struct WavIma {
    block_octets: usize,
    n_channels: usize,
}

impl WavIma {
    const HEADER: usize = 4;
    const GROUP: usize = 4;

    /// `None` if blocks of that size have no room for a sample.
    pub fn new(block_octets: usize, n_channels: usize) -> Option<Self> {
        (n_channels > 0 && block_octets >= Self::HEADER * n_channels).then_some(Self {
            block_octets,
            n_channels,
        })
    }
}

impl BlockDecoder for WavIma {
    fn block_octets(&self) -> usize {
        self.block_octets
    }

    fn n_frames(&self, octets: u64) -> u64 {
        let of_block =
            |octets: u64| match octets.checked_sub((Self::HEADER * self.n_channels) as u64) {
                Some(rest) => 1 + rest / (Self::GROUP * self.n_channels) as u64 * 8,
                None => 0,
            };
        let block = self.block_octets as u64;
        octets / block * of_block(block) + of_block(octets % block)
    }

    fn decode(&mut self, block: &[u8], planes: &mut [Vec<f32>]) -> Result<(), Damaged> {
        let Some((headers, groups)) = block.split_at_checked(Self::HEADER * self.n_channels) else {
            return Ok(());
        };
        let (headers, _) = headers.as_chunks::<4>();
        if headers.iter().any(|header| header[2] > MAX_INDEX) {
            return Err(Damaged(CodecFault::ImaBlockStep));
        }
        for (i, (header, plane)) in headers.iter().zip(planes).enumerate() {
            let mut channel = Channel {
                sample: i16::from_le_bytes([header[0], header[1]]),
                index: header[2],
            };
            plane.push(channel.sound());
            for turn in groups.chunks_exact(Self::GROUP * self.n_channels) {
                channel.expand_all(&turn[i * Self::GROUP..][..Self::GROUP], plane);
            }
        }
        Ok(())
    }
}

/// The packets of QuickTime, AIFF-C and CAF: for each channel, one after another, a header of two octets
/// and 64 samples.
pub struct QtIma {
    /// Where the packet before left off: headers have room for the upper nine bits of a sample only.
    channels: Vec<Channel>,
}

impl QtIma {
    const PACKET: usize = 34;
    const FRAMES: u64 = 64;

    pub fn new(n_channels: usize) -> Self {
        Self {
            channels: vec![Channel::default(); n_channels],
        }
    }
}

impl BlockDecoder for QtIma {
    fn block_octets(&self) -> usize {
        Self::PACKET * self.channels.len()
    }

    fn n_frames(&self, octets: u64) -> u64 {
        octets / self.block_octets().max(1) as u64 * Self::FRAMES
    }

    fn decode(&mut self, block: &[u8], planes: &mut [Vec<f32>]) -> Result<(), Damaged> {
        if block.len() < self.block_octets() {
            return Ok(());
        }
        let packets = || block.chunks_exact(Self::PACKET);
        if packets().any(|packet| packet[1] & 0x7F > MAX_INDEX) {
            return Err(Damaged(CodecFault::ImaPacketStep));
        }
        for ((packet, channel), plane) in packets().zip(&mut self.channels).zip(planes) {
            let (header, codes) = packet.split_at(2);
            let index = header[1] & 0x7F;
            let sample = i16::from_be_bytes([header[0], header[1] & 0x80]);
            // The one carried over is the same, only finer, unless something is missing in between.
            let continues = channel.index == index && channel.sample.abs_diff(sample) <= 0x7F;
            if !continues {
                *channel = Channel { sample, index };
            }
            channel.expand_all(codes, plane);
        }
        Ok(())
    }
}
