//! A recording to a prompt at the target's rate: decoding, downmix, resampling and what `prompt` does, block by block; on
//! one thread, or on one for each of the costly stages.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

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
    mut resampler: Resampler,
    mut taker: Taker<'_>,
    n_threads: usize,
) -> Result<Decoding, Error> {
    let mut clipped = ClippedMeter::default();
    let mut mono = Vec::new();
    let (source, taken) = if n_threads < 2 {
        let mut samples = Vec::new();
        let source = decode(&mut |block| {
            // Beyond the limit, only the length is still of interest.
            if taker.is_full() {
                return Ok(());
            }
            clipped.push(block);
            mixer.mix(block, &mut mono)?;
            samples.clear();
            resampler.push(&mono, block.rate_hz(), &mut samples)?;
            taker.push(&mut samples)
        })?;
        if !taker.is_full() {
            samples.clear();
            resampler.finish(&mut samples)?;
            taker.push(&mut samples)?;
        }
        (source, taker.finish()?)
    } else {
        let is_full = &AtomicBool::new(false);
        thread::scope(|scope| {
            let mut taking = Stage::start(scope, move |pieces| {
                pieces.each(|samples, _| {
                    taker.push(samples)?;
                    is_full.store(taker.is_full(), Ordering::Relaxed);
                    Ok(())
                })?;
                taker.finish()
            });
            let mut resampling = Stage::start(scope, move |pieces| {
                let target_hz = resampler.target_hz();
                let mut samples = Vec::new();
                let mut resampled = pieces.each(|mono, rate_hz| {
                    samples.clear();
                    resampler.push(mono, rate_hz, &mut samples)?;
                    taking.push(&samples, target_hz)
                });
                if resampled.is_ok() {
                    samples.clear();
                    resampled = resampler
                        .finish(&mut samples)
                        .and_then(|()| taking.push(&samples, target_hz));
                }
                // If the next stage has failed, that is why this one did.
                let taken = taking.finish()?;
                resampled.map(|()| taken)
            });
            let source = decode(&mut |block| {
                if is_full.load(Ordering::Relaxed) {
                    return Ok(());
                }
                clipped.push(block);
                mixer.mix(block, &mut mono)?;
                resampling.push(&mono, block.rate_hz())
            });
            let taken = resampling.finish()?;
            Ok::<_, Error>((source?, taken))
        })?
    };
    Ok(Decoding {
        source,
        taken,
        mixer,
        clipped: clipped.clipped(),
    })
}
