//! N channels to 1.

use crate::pcm::Pcm;

/// Averages all channels of `block` into `mono`, which is emptied first; full scale stays ±1.0.
///
/// A block of one channel is copied unchanged, so a mono source loses no bit here. The sum is
/// divided by the number of channels: it cannot exceed the loudest channel, so it cannot clip.
/// Channels in opposite phase cancel; `check` warns when nothing is left.
///
/// ```
/// use telewav::{downmix, pcm::Pcm};
/// let stereo = Pcm::new(8000, vec![vec![0.5, 0.5], vec![0.0, 0.25]]).unwrap();
/// let mut mono = Vec::new();
/// downmix::average(&stereo, &mut mono);
/// assert_eq!(mono, [0.25, 0.375]);
/// ```
pub fn average(block: &Pcm, mono: &mut Vec<f32>) {
    mono.clear();
    let Some((first, rest)) = block.channels().split_first() else {
        return;
    };
    mono.extend_from_slice(first);
    if rest.is_empty() {
        return;
    }
    for channel in rest {
        for (sum, sample) in mono.iter_mut().zip(channel) {
            *sum += sample;
        }
    }
    let scale = 1.0 / block.n_channels() as f32;
    for sample in mono {
        *sample *= scale;
    }
}
