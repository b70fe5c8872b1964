//! The prompt as it grows, at the target's rate: held as samples while it is short or something has to be done to the
//! whole of it, coded as it comes otherwise.

use std::thread::{self, Scope};

use super::code::{Code, Coded, Coder, Ears};
use super::spill::Spill;
use super::stage::Stage;
use super::{ConvertOptions, HELD_OCTETS};
use crate::decode::Limits;
use crate::error::{Actual, Error, Expected, Part, Quantity};
use crate::level::peak;
use crate::profile::Profile;
use crate::shape::clip::{self, Clip, Clipping};
use crate::task::{self, Task};

/// A prompt of more samples than this is coded as it comes: 131 s at 8000 Hz, 4 MiB as `f32`.
const MAX_HELD: usize = 1 << 20;
/// One whose peak is above this by then may turn out to be too loud.
const MAYBE_TOO_LOUD: f32 = 0.5;

/// What came of a prompt.
pub(super) enum Taken {
    /// All of its samples, to which anything may still be done.
    Held(Vec<f32>),
    /// The complete file; the samples are gone.
    Coded(Coded, Option<Clipping>),
    /// The samples are gone, and have to come again: they are to be lowered, and this is their peak.
    TooLoud(f32),
    /// There are more than the profile has room for.
    TooLong,
}

/// Takes a prompt block by block.
pub(super) struct Taker<'a> {
    profile: &'a Profile,
    state: State<'a>,
    n_samples: u64,
    /// More are too many.
    max_samples: u64,
    /// Whether all of them are to be held.
    is_held: bool,
    clip: Clip,
    limits: Limits,
    /// The largest absolute sample, and the number of it.
    peak: f32,
    peak_at: u64,
    /// The peak by which all samples are lowered.
    lowered: Option<f32>,
    n_threads: usize,
    task: Option<Task>,
}

enum State<'a> {
    Held(Vec<f32>),
    /// With the samples put aside for the case that they are too loud in the end.
    Coding(Box<Coder<'a>>, Option<Spill>),
    /// Too loud to be coded as they are: the peak alone is of interest.
    TooLoud(Option<Spill>),
}

impl<'a> Taker<'a> {
    /// For a prompt of up to `max_samples`, which are all held if `is_held`; `lowered` is the peak of one that came before and was too loud.
    pub fn new(
        profile: &'a Profile,
        options: &ConvertOptions,
        max_samples: u64,
        is_held: bool,
        lowered: Option<f32>,
    ) -> Self {
        let state = match lowered {
            None => State::Held(Vec::new()),
            Some(_) => State::Coding(Box::new(Coder::new(profile, 2 * MAX_HELD)), None),
        };
        Self {
            profile,
            state,
            n_samples: 0,
            max_samples,
            is_held,
            clip: options.shape.clip,
            limits: options.decode.limits,
            peak: 0.0,
            peak_at: 0,
            lowered,
            n_threads: options.threads,
            task: options.decode.task.clone(),
        }
    }

    /// Whether there are more samples than the profile has room for.
    pub fn is_full(&self) -> bool {
        self.n_samples > self.max_samples
    }

    /// Takes the next samples, which may be changed on the way.
    pub fn push(&mut self, samples: &mut [f32]) -> Result<(), Error> {
        if self.is_full() {
            return Ok(());
        }
        task::check(self.task.as_ref())?;
        // Finite in, finite out: a last guard, since everything after this trusts it.
        if !samples.iter().fold(true, |all, s| all & s.is_finite()) {
            return Err(Error::malformed(
                Part::Samples,
                None,
                Expected::Numbers,
                Actual::NotNumbers,
            ));
        }
        if let Some(peak) = self.lowered {
            clip::lower(samples, peak);
        }
        self.find_peak(samples);
        self.n_samples += samples.len() as u64;
        self.check_memory()?;
        let may_be_coded = !self.is_held && !self.is_full();
        if let State::Held(held) = &mut self.state {
            held.extend_from_slice(samples);
            if held.len() > MAX_HELD && may_be_coded {
                let held = std::mem::take(held);
                let spill = (self.peak > MAYBE_TOO_LOUD).then(Spill::new);
                self.state = State::Coding(
                    Box::new(Coder::new(self.profile, 2 * MAX_HELD)),
                    spill.and_then(Result::ok),
                );
                self.code(&held);
            }
            return Ok(());
        }
        self.code(samples);
        Ok(())
    }

    /// The first sample that is too much is told of, however many come at a time.
    fn check_memory(&self) -> Result<(), Error> {
        let sample_octets = match self.state {
            State::Held(_) => HELD_OCTETS,
            // In a vector that grows.
            _ => 2 * u64::from(self.profile.format.encoding.value.sample_octets()),
        };
        let first = self.limits.max_memory_bytes / sample_octets + 1;
        let octets = self.n_samples.min(first).saturating_mul(sample_octets);
        self.limits.check_memory(Quantity::Prompt, octets)
    }

    fn find_peak(&mut self, samples: &[f32]) {
        let peak = peak(samples);
        if peak > self.peak {
            let at = samples.iter().position(|sample| sample.abs() >= peak);
            self.peak = peak;
            self.peak_at = self.n_samples + at.unwrap_or(0) as u64;
        }
    }

    fn code(&mut self, samples: &[f32]) {
        if self.peak > 1.0
            && self.clip == Clip::Attenuate
            && let State::Coding(_, spill) = &mut self.state
        {
            self.state = State::TooLoud(spill.take());
        }
        if let State::Coding(_, spill) | State::TooLoud(spill) = &mut self.state
            && let Some(file) = spill
            && file.push(samples).is_err()
        {
            // Then they are made again, if they are needed again.
            *spill = None;
        }
        if let State::Coding(coder, _) = &mut self.state {
            coder.push(samples);
        }
    }

    /// What came of it.
    pub fn finish(self) -> Result<Taken, Error> {
        let is_full = self.is_full();
        let lowered = |peak| Some(Clipping::LoweredDb(clip::over_db(peak)));
        Ok(match self.state {
            _ if is_full => Taken::TooLong,
            State::Held(samples) => Taken::Held(samples),
            State::TooLoud(None) => Taken::TooLoud(self.peak),
            State::TooLoud(Some(spill)) => {
                let n_samples = usize::try_from(self.n_samples).unwrap_or(0);
                match lower(
                    spill,
                    self.peak,
                    self.profile,
                    n_samples,
                    self.n_threads,
                    self.task.as_ref(),
                )? {
                    Some(coded) => Taken::Coded(coded, lowered(self.peak)),
                    None => Taken::TooLoud(self.peak),
                }
            }
            State::Coding(coder, _) => {
                let exceeds = || Clipping::Exceeds {
                    over_db: clip::over_db(self.peak),
                    at_s: self.peak_at as f64 / f64::from(self.profile.format.rate_hz.value),
                };
                let clipping = match self.lowered {
                    Some(peak) => lowered(peak),
                    None => (self.peak > 1.0).then(exceeds),
                };
                Taken::Coded(coder.finish()?, clipping)
            }
        })
    }
}

/// Codes what was put aside, lowered by its peak; `None` if it cannot be read again.
fn lower(
    spill: Spill,
    peak: f32,
    profile: &Profile,
    n_samples: usize,
    n_threads: usize,
    task: Option<&Task>,
) -> Result<Option<Coded>, Error> {
    thread::scope(|scope| {
        let mut listening = Listening::Here(Box::new(Ears::new(profile)));
        if n_threads > 1 {
            listening = listening.on_a_thread(scope);
        }
        let rate_hz = profile.format.rate_hz.value;
        let mut code = Code::new(profile, n_samples);
        let mut heard = Ok(());
        let mut hear = |decoded: &[f32]| {
            if heard.is_ok() {
                heard = listening.hear(decoded, rate_hz);
            }
        };
        let mut went_on = Ok(());
        let read = spill.read(|samples| {
            went_on = task::check(task);
            clip::lower(samples, peak);
            code.push(samples, &mut hear);
            went_on.is_ok()
        });
        let file = code.finish(&mut hear);
        let ears = listening.finish()?;
        heard.and(went_on)?;
        let file = file?;
        Ok(read.ok().map(|()| ears.coded(file)))
    })
}

/// Listening takes longer than coding: it is done on this thread or on another.
enum Listening<'scope> {
    Here(Box<Ears>),
    There(Stage<'scope, Box<Ears>>),
}

impl<'scope> Listening<'scope> {
    /// The same on another thread, if one can be started.
    fn on_a_thread(self, scope: &'scope Scope<'scope, '_>) -> Self {
        let Self::Here(ears) = self else { return self };
        let started = Stage::start(scope, ears, |mut ears, pieces| {
            pieces.each(|decoded, _| {
                ears.hear(decoded);
                Ok(())
            })?;
            Ok(ears)
        });
        match started {
            Ok(stage) => Self::There(stage),
            Err(ears) => Self::Here(ears),
        }
    }

    fn hear(&mut self, decoded: &[f32], rate_hz: u32) -> Result<(), Error> {
        match self {
            Self::Here(ears) => {
                ears.hear(decoded);
                Ok(())
            }
            Self::There(stage) => stage.push(decoded, rate_hz),
        }
    }

    fn finish(self) -> Result<Box<Ears>, Error> {
        match self {
            Self::Here(ears) => Ok(ears),
            Self::There(stage) => stage.finish(),
        }
    }
}
