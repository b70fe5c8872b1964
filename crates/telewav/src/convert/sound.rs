//! A recording to mono samples at the target's rate: decoding, downmix and resampling, block by block, on one thread or
//! on two.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, Scope, ScopedJoinHandle};

use super::{ConvertOptions, SAMPLE_MEMORY};
use crate::decode::{Decoded, Limits, Sink};
use crate::downmix::Mixer;
use crate::error::Error;
use crate::level::clipped::{Clipped, ClippedMeter};
use crate::profile::Profile;
use crate::resample::Resampler;

/// Samples that are handed to the other thread at a time, at least.
const PIECE: usize = 1 << 15;
/// Pieces that may wait there.
const N_WAITING: usize = 4;

/// The sound at the target's rate, and what was noticed on the way there.
pub(super) struct Decoding {
    pub source: Decoded,
    /// `None` if there are more than are to be held.
    pub samples: Option<Vec<f32>>,
    pub mixer: Mixer,
    pub clipped: Option<Clipped>,
}

/// Decodes, downmixes and resamples, block by block; once more if the downmix lost the louder channel.
pub(super) fn decode_to_target(
    mut decode: impl FnMut(&mut Sink<'_>) -> Result<Decoded, Error>,
    profile: &Profile,
    options: &ConvertOptions,
    max_frames: u64,
) -> Result<Decoding, Error> {
    let mixer = Mixer::new(options.downmix);
    let decoding = pass(&mut decode, mixer, profile, options, max_frames)?;
    match decoding.mixer.again() {
        Some(mixer) => pass(&mut decode, mixer, profile, options, max_frames),
        None => Ok(decoding),
    }
}

fn pass(
    decode: &mut dyn FnMut(&mut Sink<'_>) -> Result<Decoded, Error>,
    mut mixer: Mixer,
    profile: &Profile,
    options: &ConvertOptions,
    max_frames: u64,
) -> Result<Decoding, Error> {
    let mut clipped = ClippedMeter::default();
    let mut mono = Vec::new();
    let mut prompt = Prompt {
        resampler: Resampler::new(profile.format.rate_hz.value),
        samples: Vec::new(),
        max_frames,
        limits: options.decode.limits,
    };
    let (source, samples) = if options.threads < 2 {
        let source = decode(&mut |block| {
            // Beyond the limit, only the length is still of interest.
            if prompt.is_full() {
                return Ok(());
            }
            clipped.push(block);
            mixer.mix(block, &mut mono)?;
            prompt.push(&mono, block.rate_hz())
        })?;
        (source, prompt.finish()?)
    } else {
        let is_full = AtomicBool::new(false);
        thread::scope(|scope| {
            let mut other = OtherThread::start(scope, prompt, &is_full);
            let source = decode(&mut |block| {
                if is_full.load(Ordering::Relaxed) {
                    return Ok(());
                }
                clipped.push(block);
                mixer.mix(block, &mut mono)?;
                other.push(&mono, block.rate_hz())
            });
            // If it has failed there, that is why it failed here.
            let samples = other.finish()?;
            Ok::<_, Error>((source?, samples))
        })?
    };
    Ok(Decoding {
        source,
        samples,
        mixer,
        clipped: clipped.clipped(),
    })
}

/// What is resampled so far.
struct Prompt {
    resampler: Resampler,
    samples: Vec<f32>,
    max_frames: u64,
    limits: Limits,
}

impl Prompt {
    /// Whether there are more samples than are to be held.
    fn is_full(&self) -> bool {
        self.samples.len() as u64 > self.max_frames
    }

    fn push(&mut self, mono: &[f32], rate_hz: u32) -> Result<(), Error> {
        if self.is_full() {
            return Ok(());
        }
        self.resampler.push(mono, rate_hz, &mut self.samples)?;
        let octets = self.samples.len() as u64 * SAMPLE_MEMORY;
        self.limits.check_memory("a prompt", octets)
    }

    fn finish(mut self) -> Result<Option<Vec<f32>>, Error> {
        if !self.is_full() {
            self.resampler.finish(&mut self.samples)?;
        }
        // Finite in, finite out: a last guard, since everything after this trusts it.
        if self.samples.iter().any(|sample| !sample.is_finite()) {
            return Err(Error::malformed(
                "the samples",
                None,
                "numbers",
                "NaN or infinity",
            ));
        }
        Ok((!self.is_full()).then_some(self.samples))
    }
}

/// A stretch of mono samples of one rate.
struct Piece {
    mono: Vec<f32>,
    rate_hz: u32,
}

/// The other thread, which resamples while this one decodes.
struct OtherThread<'scope> {
    /// What is not enough for a message yet.
    piece: Piece,
    there: SyncSender<Piece>,
    /// Pieces that are done with, to be filled again.
    back: Receiver<Vec<f32>>,
    thread: ScopedJoinHandle<'scope, Result<Option<Vec<f32>>, Error>>,
}

impl<'scope> OtherThread<'scope> {
    fn start<'env>(
        scope: &'scope Scope<'scope, 'env>,
        prompt: Prompt,
        is_full: &'scope AtomicBool,
    ) -> Self {
        let (there, pieces) = sync_channel(N_WAITING);
        let (done, back) = channel();
        Self {
            piece: Piece {
                mono: Vec::new(),
                rate_hz: 0,
            },
            there,
            back,
            thread: scope.spawn(move || resample(prompt, &pieces, &done, is_full)),
        }
    }

    fn push(&mut self, mono: &[f32], rate_hz: u32) -> Result<(), Error> {
        if self.piece.rate_hz != rate_hz {
            self.send()?;
            self.piece.rate_hz = rate_hz;
        }
        self.piece.mono.extend_from_slice(mono);
        if self.piece.mono.len() >= PIECE {
            self.send()?;
        }
        Ok(())
    }

    fn send(&mut self) -> Result<(), Error> {
        let rate_hz = self.piece.rate_hz;
        let mut mono = self.back.try_recv().unwrap_or_default();
        mono.clear();
        let piece = std::mem::replace(&mut self.piece, Piece { mono, rate_hz });
        if piece.mono.is_empty() {
            return Ok(());
        }
        // It has ended early, with an error that `finish` will have.
        self.there.send(piece).map_err(|_| Error::Encode {
            what: "the resampled signal",
            problem: "the thread that makes it has ended".into(),
        })
    }

    fn finish(mut self) -> Result<Option<Vec<f32>>, Error> {
        let sent = self.send();
        drop(self.there);
        let samples = joined(self.thread)?;
        sent.map(|()| samples)
    }
}

/// What the other thread does.
fn resample(
    mut prompt: Prompt,
    pieces: &Receiver<Piece>,
    done: &Sender<Vec<f32>>,
    is_full: &AtomicBool,
) -> Result<Option<Vec<f32>>, Error> {
    for Piece { mono, rate_hz } in pieces {
        prompt.push(&mono, rate_hz)?;
        if prompt.is_full() {
            is_full.store(true, Ordering::Relaxed);
        }
        // Nobody needs it any more if nobody takes it.
        let _ = done.send(mono);
    }
    prompt.finish()
}

/// What a thread returned; its panic, if there was one, goes on in this one.
pub(super) fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
