//! The MD5 of the samples as they were before they were coded: interleaved, little-endian, in as few octets as hold their
//! bits.

use symphonia::core::checksum::Md5;
use symphonia::core::io::Monitor;

#[derive(Default)]
pub(in crate::decode) struct SoundMd5 {
    md5: Md5,
    /// Of the last block: each is written anew.
    octets: Vec<u8>,
}

impl SoundMd5 {
    /// Takes the next samples, each of so many bits, plane by plane.
    pub fn push(&mut self, planes: &[Vec<i32>], bits: u32) {
        match bits {
            0..=8 => self.interleave::<1>(planes),
            9..=16 => self.interleave::<2>(planes),
            17..=24 => self.interleave::<3>(planes),
            _ => self.interleave::<4>(planes),
        }
        self.md5.process_buf_bytes(&self.octets);
    }

    fn interleave<const WIDTH: usize>(&mut self, planes: &[Vec<i32>]) {
        let n_frames = planes.first().map_or(0, Vec::len);
        self.octets.resize(n_frames * planes.len() * WIDTH, 0);
        let (samples, _) = self.octets.as_chunks_mut::<WIDTH>();
        let low = |sample: &i32| std::array::from_fn(|i| sample.to_le_bytes()[i]);
        // Of fixed width and for the usual numbers of channels, as `linear` takes them apart.
        match planes {
            [left, right] => {
                let (frames, _) = samples.as_chunks_mut::<2>();
                for (frame, (left, right)) in frames.iter_mut().zip(left.iter().zip(right)) {
                    *frame = [low(left), low(right)];
                }
            }
            planes => {
                for (channel, plane) in planes.iter().enumerate() {
                    let places = samples.iter_mut().skip(channel).step_by(planes.len());
                    for (place, sample) in places.zip(plane) {
                        *place = low(sample);
                    }
                }
            }
        }
    }

    pub fn finish(self) -> [u8; 16] {
        self.md5.md5()
    }
}
