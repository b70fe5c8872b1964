//! [`Sound`]: decoded frames in one format, held whole; and how the reference programs hand it over.

/// Frames of one rate and number of channels, full scale ±1.0. A file whose format changes on the way is
/// several of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sound {
    /// Frames per second.
    pub rate_hz: u32,
    /// One plane a channel, all of one length.
    pub planes: Vec<Vec<f32>>,
}

impl Sound {
    /// Number of frames.
    pub fn n_frames(&self) -> usize {
        self.planes.first().map_or(0, Vec::len)
    }

    /// The same, cut to full scale.
    pub fn clipped(&self) -> Self {
        let clip = |plane: &Vec<f32>| plane.iter().map(|x| x.clamp(-1.0, 1.0)).collect();
        Self {
            rate_hz: self.rate_hz,
            planes: self.planes.iter().map(clip).collect(),
        }
    }

    /// Whether frames of `other` can follow these.
    pub fn is_like(&self, other: &Self) -> bool {
        (self.rate_hz, self.planes.len()) == (other.rate_hz, other.planes.len())
    }

    /// The channel with the most energy: the one to align by.
    pub fn loudest(&self) -> usize {
        let energy = |plane: &[f32]| plane.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>();
        let energies = self.planes.iter().map(|plane| energy(plane));
        let loudest = energies.enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
        loudest.map_or(0, |(channel, _)| channel)
    }

    /// Reads what ffmpeg and SoX write to a pipe: an AU file of big-endian 32-bit floats whose size field may
    /// be unknown. `None` if it is anything else.
    pub fn from_au(octets: &[u8]) -> Option<Self> {
        const FLOAT_32: u32 = 6;
        let field = |index: usize| {
            let octets = octets.get(4 * index..)?.first_chunk::<4>()?;
            Some(u32::from_be_bytes(*octets))
        };
        if !octets.starts_with(b".snd") || field(3)? != FLOAT_32 {
            return None;
        }
        let n_channels = field(5)? as usize;
        let (samples, _) = octets.get(field(1)? as usize..)?.as_chunks::<4>();
        let mut planes = vec![Vec::with_capacity(samples.len() / n_channels.max(1)); n_channels];
        for frame in samples.chunks_exact(n_channels.max(1)) {
            for (plane, sample) in planes.iter_mut().zip(frame) {
                plane.push(f32::from_be_bytes(*sample));
            }
        }
        Some(Self {
            rate_hz: field(4)?,
            planes,
        })
    }
}

/// Puts sounds one behind another; those of one format become one.
pub fn joined(sounds: impl IntoIterator<Item = Sound>) -> Vec<Sound> {
    let mut runs: Vec<Sound> = Vec::new();
    for sound in sounds {
        match runs.last_mut() {
            Some(last) if last.is_like(&sound) => {
                for (plane, more) in last.planes.iter_mut().zip(sound.planes) {
                    plane.extend(more);
                }
            }
            _ => runs.push(sound),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(rate_hz: u32, planes: &[&[f32]]) -> Sound {
        Sound {
            rate_hz,
            planes: planes.iter().map(|plane| plane.to_vec()).collect(),
        }
    }

    #[test]
    fn au_of_unknown_size_is_read_to_its_end() {
        let mut octets = b".snd".to_vec();
        for field in [28, u32::MAX, 6, 44_100, 2, 0] {
            octets.extend(u32::to_be_bytes(field));
        }
        for sample in [0.5_f32, -0.5, 0.25, -0.25, 0.125] {
            octets.extend(sample.to_be_bytes());
        }
        let wanted = sound(44_100, &[&[0.5, 0.25], &[-0.5, -0.25]]);
        assert_eq!(Sound::from_au(&octets), Some(wanted));
        octets[15] = 3;
        assert_eq!(Sound::from_au(&octets), None);
    }

    #[test]
    fn sounds_of_one_format_become_one() {
        let parts = [
            sound(8000, &[&[1.0]]),
            sound(8000, &[&[2.0, 3.0]]),
            sound(16_000, &[&[4.0]]),
            sound(16_000, &[&[5.0], &[6.0]]),
        ];
        let wanted = [
            sound(8000, &[&[1.0, 2.0, 3.0]]),
            sound(16_000, &[&[4.0]]),
            sound(16_000, &[&[5.0], &[6.0]]),
        ];
        assert_eq!(joined(parts), wanted);
    }
}
