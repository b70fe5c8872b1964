//! A recording to a prompt at the target's rate: decoding, downmix, resampling and what `prompt` does, block by block; on
//! one thread, or on one for each of the costly stages.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Scope};

use super::ConvertOptions;
use super::prompt::{Taken, Taker};
use super::stage::Stage;
use crate::decode::{Decoded, Sink};
use crate::downmix::Mixer;
use crate::error::Error;
use crate::level::clipped::{Clipped, ClippedMeter};
use crate::profile::Profile;
use crate::resample::Resampler;

/// The prompt, and what was noticed on the way there.
pub(super) struct Decoding {
    pub source: Decoded,
    pub taken: Taken,
    pub mixer: Mixer,
    pub clipped: Option<Clipped>,
}

/// Decodes, downmixes and resamples; once more if the downmix lost the louder channel, and once more if the prompt
/// has to be lowered and its samples are not held.
pub(super) fn decode_to_target(
    mut decode: impl FnMut(&mut Sink<'_>) -> Result<Decoded, Error>,
    profile: &Profile,
    options: &ConvertOptions,
    max_samples: u64,
    is_held: bool,
) -> Result<Decoding, Error> {
    let mut pass = |mixer: Mixer, lowered| {
        let taker = Taker::new(profile, options, max_samples, is_held, lowered);
        let resampler = Resampler::new(profile.format.rate_hz.value);
        pass(&mut decode, mixer, resampler, taker, options.threads)
    };
    let mut mixer = Mixer::new(options.downmix);
    let mut decoding = pass(mixer.clone(), None)?;
    if let Some(again) = decoding.mixer.again() {
        mixer = again;
        decoding = pass(mixer.clone(), None)?;
    }
    if let Taken::TooLoud(peak) = decoding.taken {
        decoding.taken = pass(mixer, Some(peak))?.taken;
    }
    Ok(decoding)
}

fn pass(
    decode: &mut dyn FnMut(&mut Sink<'_>) -> Result<Decoded, Error>,
    mut mixer: Mixer,
    resampler: Resampler,
    taker: Taker<'_>,
    n_threads: usize,
) -> Result<Decoding, Error> {
    let mut clipped = ClippedMeter::default();
    let mut mono = Vec::new();
    let is_full = &AtomicBool::new(false);
    let (source, taken) = thread::scope(|scope| {
        let mut taking = Taking::Here(taker);
        if n_threads > 1 {
            taking = taking.on_a_thread(scope, is_full);
        }
        let mut resampling = Resampling::Here(Box::new(Here {
            resampler,
            samples: Vec::new(),
            taking,
        }));
        if n_threads > 1 {
            resampling = resampling.on_a_thread(scope, is_full);
        }
        let source = decode(&mut |block| {
            // Beyond the limit, only the length is still of interest.
            if resampling.is_full() {
                return Ok(());
            }
            clipped.push(block);
            mixer.mix(block, &mut mono)?;
            resampling.push(&mono, block.rate_hz())
        });
        resampling.finish(source)
    })?;
    Ok(Decoding {
        source,
        taken,
        mixer,
        clipped: clipped.clipped(),
    })
}

/// The last stage, on this thread or on another.
enum Taking<'scope, 'a> {
    Here(Taker<'a>),
    /// With a flag that says that there are more samples than the profile has room for.
    There(Stage<'scope, Taken>, &'scope AtomicBool),
}

impl<'scope, 'a: 'scope> Taking<'scope, 'a> {
    /// The same on another thread, if one can be started.
    fn on_a_thread(self, scope: &'scope Scope<'scope, '_>, is_full: &'scope AtomicBool) -> Self {
        let Self::Here(taker) = self else { return self };
        let started = Stage::start(scope, taker, move |mut taker, pieces| {
            pieces.each(|samples, _| {
                taker.push(samples)?;
                is_full.store(taker.is_full(), Ordering::Relaxed);
                Ok(())
            })?;
            taker.finish()
        });
        match started {
            Ok(stage) => Self::There(stage, is_full),
            Err(taker) => Self::Here(taker),
        }
    }

    fn is_full(&self) -> bool {
        match self {
            Self::Here(taker) => taker.is_full(),
            Self::There(_, is_full) => is_full.load(Ordering::Relaxed),
        }
    }

    fn push(&mut self, samples: &mut [f32], rate_hz: u32) -> Result<(), Error> {
        match self {
            Self::Here(taker) => taker.push(samples),
            Self::There(stage, _) => stage.push(samples, rate_hz),
        }
    }

    fn finish(self) -> Result<Taken, Error> {
        match self {
            Self::Here(taker) => taker.finish(),
            Self::There(stage, _) => stage.finish(),
        }
    }

    /// Why nothing comes of it: what failed on the other thread, or else `error`, which may be no more than its consequence.
    fn failure(self, error: Error) -> Error {
        match self {
            Self::Here(_) => error,
            Self::There(stage, _) => stage.finish().err().unwrap_or(error),
        }
    }
}

/// The resampler and the last stage, on this thread or on another.
enum Resampling<'scope, 'a> {
    Here(Box<Here<'scope, 'a>>),
    There(Stage<'scope, Taken>, &'scope AtomicBool),
}

/// A resampler on this thread.
struct Here<'scope, 'a> {
    resampler: Resampler,
    samples: Vec<f32>,
    taking: Taking<'scope, 'a>,
}

impl<'scope, 'a: 'scope> Here<'scope, 'a> {
    fn push(&mut self, mono: &[f32], rate_hz: u32) -> Result<(), Error> {
        self.samples.clear();
        self.resampler.push(mono, rate_hz, &mut self.samples)?;
        let target_hz = self.resampler.target_hz();
        self.taking.push(&mut self.samples, target_hz)
    }

    fn finish(mut self) -> Result<Taken, Error> {
        match self.push_rest() {
            Ok(()) => self.taking.finish(),
            Err(error) => Err(self.taking.failure(error)),
        }
    }

    /// What the resampler still holds.
    fn push_rest(&mut self) -> Result<(), Error> {
        if self.taking.is_full() {
            return Ok(());
        }
        self.samples.clear();
        self.resampler.finish(&mut self.samples)?;
        let target_hz = self.resampler.target_hz();
        self.taking.push(&mut self.samples, target_hz)
    }
}

impl<'scope, 'a: 'scope> Resampling<'scope, 'a> {
    /// The same on another thread, if one can be started.
    fn on_a_thread(self, scope: &'scope Scope<'scope, '_>, is_full: &'scope AtomicBool) -> Self {
        let Self::Here(here) = self else { return self };
        let started = Stage::start(scope, here, |mut here, pieces| {
            match pieces.each(|mono, rate_hz| here.push(mono, rate_hz)) {
                Ok(()) => here.finish(),
                Err(error) => Err(here.taking.failure(error)),
            }
        });
        match started {
            Ok(stage) => Self::There(stage, is_full),
            Err(here) => Self::Here(here),
        }
    }

    fn is_full(&self) -> bool {
        match self {
            Self::Here(here) => here.taking.is_full(),
            Self::There(_, is_full) => is_full.load(Ordering::Relaxed),
        }
    }

    fn push(&mut self, mono: &[f32], rate_hz: u32) -> Result<(), Error> {
        match self {
            Self::Here(here) => here.push(mono, rate_hz),
            Self::There(stage, _) => stage.push(mono, rate_hz),
        }
    }

    /// The recording and what came of it, once it is decoded.
    fn finish(self, source: Result<Decoded, Error>) -> Result<(Decoded, Taken), Error> {
        match (self, source) {
            (Self::Here(here), Ok(source)) => Ok((source, here.finish()?)),
            (Self::Here(here), Err(error)) => Err(here.taking.failure(error)),
            (Self::There(stage, _), source) => {
                let taken = stage.finish()?;
                source.map(|source| (source, taken))
            }
        }
    }
}
