//! Samples at the target's rate to the octets of a prompt, block by block; and what there is to be heard of them, which is
//! listened to on the way, as they will be decoded.

use crate::check::{Sound, SoundMeter};
use crate::error::Error;
use crate::g711::{alaw, ulaw};
use crate::level::loudness::LoudnessMeter;
use crate::profile::{Container, Encoding, Profile};
use crate::quantize::{Rounding, linear16};
use crate::riff::write::{self, Law};

/// Samples that are worked on at a time, to stay in the cache.
const CHUNK: usize = 2048;

/// The complete file, and how it sounds.
pub(super) struct Coded {
    pub file: Vec<u8>,
    pub sound: Sound,
    pub loudness_lufs: Option<f64>,
}

/// Quantises, codes and listens.
pub(super) struct Coder<'a> {
    code: Code<'a>,
    ears: Ears,
}

/// Quantises and codes.
pub(super) struct Code<'a> {
    profile: &'a Profile,
    data: Data,
    /// Scratch: a chunk of samples, as they are coded and as they are decoded.
    linear: Vec<i16>,
    decoded: Vec<f32>,
}

/// Listens to a prompt.
pub(super) struct Ears {
    sound: SoundMeter,
    loudness: LoudnessMeter,
}

/// What is coded so far.
enum Data {
    G711 {
        law: Law,
        /// What each octet stands for.
        sounds: Box<[f32; 256]>,
        octets: Vec<u8>,
    },
    Linear(Vec<i16>),
}

impl<'a> Coder<'a> {
    /// For a prompt that has about `n_samples`, or will have more.
    pub fn new(profile: &'a Profile, n_samples: usize) -> Self {
        Self {
            code: Code::new(profile, n_samples),
            ears: Ears::new(profile),
        }
    }

    /// The file that the profile asks for, made of all of `samples`.
    pub fn code(samples: &[f32], profile: &'a Profile) -> Result<Coded, Error> {
        let mut coder = Self::new(profile, samples.len());
        coder.push(samples);
        coder.finish()
    }

    /// Takes the next samples, full scale ±1.0.
    pub fn push(&mut self, samples: &[f32]) {
        self.code.push(samples, |decoded| self.ears.hear(decoded));
    }

    /// Wraps what there is.
    pub fn finish(mut self) -> Result<Coded, Error> {
        let file = self.code.finish(|decoded| self.ears.hear(decoded))?;
        Ok(self.ears.coded(file))
    }
}

impl Ears {
    pub fn new(profile: &Profile) -> Self {
        let rate_hz = profile.format.rate_hz.value;
        Self {
            sound: SoundMeter::new(rate_hz),
            loudness: LoudnessMeter::new(rate_hz, 1),
        }
    }

    /// Takes the next samples, as they are decoded.
    pub fn hear(&mut self, decoded: &[f32]) {
        self.sound.push(decoded);
        self.loudness.push(&[decoded]);
    }

    /// The file, and what was heard.
    pub fn coded(self, file: Vec<u8>) -> Coded {
        Coded {
            file,
            sound: self.sound.sound(),
            loudness_lufs: self.loudness.integrated_lufs(),
        }
    }
}

impl<'a> Code<'a> {
    /// For a prompt that has about `n_samples`, or will have more.
    pub fn new(profile: &'a Profile, n_samples: usize) -> Self {
        // With the header, and the octet that makes an odd number even.
        let n_samples = n_samples + 64;
        let g711 = |law, decode: fn(u8) -> i16| Data::G711 {
            law,
            sounds: Box::new(std::array::from_fn(|octet| {
                full_scale_1(decode(octet as u8))
            })),
            octets: Vec::with_capacity(n_samples),
        };
        Self {
            profile,
            data: match profile.format.encoding.value {
                Encoding::ALaw => g711(Law::A, alaw::decode),
                Encoding::MuLaw => g711(Law::Mu, ulaw::decode),
                Encoding::Linear16 => Data::Linear(Vec::with_capacity(n_samples)),
            },
            linear: Vec::new(),
            decoded: Vec::new(),
        }
    }

    /// Takes the next samples, full scale ±1.0, and hands out what they are decoded to.
    pub fn push(&mut self, samples: &[f32], mut hear: impl FnMut(&[f32])) {
        for chunk in samples.chunks(CHUNK) {
            self.decoded.clear();
            match &mut self.data {
                Data::G711 {
                    law,
                    sounds,
                    octets,
                } => {
                    let start = octets.len();
                    linear16(chunk, Rounding::Floor, &mut self.linear);
                    // A loop for each law, so that the code is no call.
                    match law {
                        Law::A => octets.extend(self.linear.iter().map(|s| alaw::encode(*s))),
                        Law::Mu => octets.extend(self.linear.iter().map(|s| ulaw::encode(*s))),
                    }
                    let sounds = octets[start..].iter().map(|o| sounds[usize::from(*o)]);
                    self.decoded.extend(sounds);
                }
                Data::Linear(samples) => {
                    linear16(chunk, Rounding::Nearest, &mut self.linear);
                    self.decoded
                        .extend(self.linear.iter().map(|s| full_scale_1(*s)));
                    samples.extend_from_slice(&self.linear);
                }
            }
            hear(&self.decoded);
        }
    }

    /// Wraps what there is.
    pub fn finish(mut self, mut hear: impl FnMut(&[f32])) -> Result<Vec<u8>, Error> {
        let rate_hz = self.profile.format.rate_hz.value;
        let container = self.profile.format.container.value;
        // The octet of silence that makes an odd number even is heard, too.
        if let (
            Container::Wav,
            Data::G711 {
                law,
                sounds,
                octets,
            },
        ) = (container, &mut self.data)
            && octets.len() % 2 == 1
        {
            octets.push(law.silence());
            hear(&[sounds[usize::from(law.silence())]]);
        }
        Ok(match (container, self.data) {
            (Container::Wav, Data::G711 { law, octets, .. }) => {
                write::g711(law, rate_hz, self.profile.header(), octets)?
            }
            (Container::Wav, Data::Linear(samples)) => write::linear16(rate_hz, &samples)?,
            (Container::Raw, Data::G711 { octets, .. }) => octets,
            (Container::Raw, Data::Linear(samples)) => {
                samples.iter().flat_map(|s| s.to_le_bytes()).collect()
            }
        })
    }
}

fn full_scale_1(sample: i16) -> f32 {
    f32::from(sample) / 32768.0
}
