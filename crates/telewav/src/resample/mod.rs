//! Any rate to the target's, one channel, streaming.
//!
//! rubato's synchronous FFT resampler with blocks of a tenth of a second, in double precision: from any rate to
//! 8000 Hz it is flat to 3.7 kHz within 0.001 dB, and lets nothing above 4.1 kHz through (-150 dB);
//! `docs/fidelity.md` has the measurements. rubato stays in this file. In front of it, rates far above the target are
//! halved by a filter of the same quality, which is cheaper than a longer FFT.

mod halve;

use std::cell::RefCell;

use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Resampler as _, WindowFunction};

use crate::error::{Asked, Error, Fault, Problem, Stage};
use halve::Halver;

/// The shortest FFT block, in input frames. The transition band is a fixed number of FFT bins, a tenth of a second
/// makes it 100 Hz wide; of a source whose own band is narrow, more of it is to be kept.
const MIN_BLOCK_FRAMES: usize = 1024;
/// A rate is not halved if the blocks of the FFT would be longer than this factor: half of 44,056 Hz has a prime in common
/// with nothing, and a filter that rings for half a second.
const MAX_LONGER: f64 = 1.5;

/// The number of frames that `n_frames` at `rate_hz` become at `target_hz`: rounded up, so that no
/// part of a sample is lost.
///
/// ```
/// assert_eq!(telewav::resample::target_frames(44_100, 44_100, 8000), 8000);
/// assert_eq!(telewav::resample::target_frames(1, 44_100, 8000), 1);
/// ```
pub fn target_frames(n_frames: u64, rate_hz: u32, target_hz: u32) -> u64 {
    if rate_hz == target_hz || rate_hz == 0 {
        return n_frames;
    }
    (u128::from(n_frames) * u128::from(target_hz))
        .div_ceil(u128::from(rate_hz))
        .try_into()
        .unwrap_or(u64::MAX)
}

/// Resamples a stream of mono blocks to one rate.
///
/// The rate may change from block to block (joined and chained files do that): what was pushed at
/// the old rate is completed first. The start-up delay is removed, so the first output frame is the
/// first input frame, and exactly [`target_frames`] frames come out of each run of one rate. At the
/// target rate the samples pass through untouched.
pub struct Resampler {
    target_hz: u32,
    run: Option<Stretch>,
}

/// A stretch of input at one rate.
struct Stretch {
    rate_hz: u32,
    n_in: u64,
    n_out: u64,
    /// `None` at the target rate.
    converter: Option<Converter>,
}

/// Rate conversion: halvers, one behind the other, and the FFT behind them.
struct Converter {
    halvers: Vec<Halver>,
    fft: FftRun,
    /// What goes from one to the next, and what comes of it there.
    samples: Vec<f32>,
    halved: Vec<f32>,
}

thread_local! {
    /// FFTs that are done with: planning one takes longer than a second of sound. A worker of a batch meets few rates.
    static SPARE: RefCell<Vec<FftRun>> = const { RefCell::new(Vec::new()) };
}
/// So many of them are kept by each thread, ...
const MAX_SPARE: usize = 8;
/// ... and none with larger blocks, input frames: those of usual rates have 4800 at the most.
const MAX_SPARE_BLOCK: usize = 16_384;

/// In double precision: the rounding of a single-precision FFT alone is noise at -136 dB.
struct FftRun {
    rate_hz: u32,
    target_hz: u32,
    fft: Fft<f64>,
    /// Input frames that do not fill a block yet.
    pending: Vec<f64>,
    block: Vec<f64>,
    /// Output frames of the start-up delay that are still to be dropped.
    to_trim: usize,
}

impl Resampler {
    /// A resampler to `target_hz` frames a second.
    pub fn new(target_hz: u32) -> Self {
        Self {
            target_hz,
            run: None,
        }
    }

    /// The rate of what comes out, Hz.
    pub fn target_hz(&self) -> u32 {
        self.target_hz
    }

    /// Takes a block of mono samples at `rate_hz` and appends what is ready to `out`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOptions`] if either rate is 0.
    pub fn push(&mut self, mono: &[f32], rate_hz: u32, out: &mut Vec<f32>) -> Result<(), Error> {
        if self.run.as_ref().is_none_or(|run| run.rate_hz != rate_hz) {
            self.finish(out)?;
            self.run = Some(Stretch::new(rate_hz, self.target_hz)?);
        }
        match &mut self.run {
            Some(run) => run.push(mono, out),
            None => Ok(()),
        }
    }

    /// Appends the rest, and makes the resampler new.
    ///
    /// # Errors
    ///
    /// [`Error::Encode`] if the FFT refuses its own block size (a bug).
    pub fn finish(&mut self, out: &mut Vec<f32>) -> Result<(), Error> {
        match self.run.take() {
            Some(run) => run.finish(self.target_hz, out),
            None => Ok(()),
        }
    }
}

impl Stretch {
    fn new(rate_hz: u32, target_hz: u32) -> Result<Self, Error> {
        let converter = if rate_hz == target_hz {
            None
        } else {
            Some(Converter::new(rate_hz, target_hz)?)
        };
        Ok(Self {
            rate_hz,
            n_in: 0,
            n_out: 0,
            converter,
        })
    }

    fn push(&mut self, mono: &[f32], out: &mut Vec<f32>) -> Result<(), Error> {
        self.n_in += mono.len() as u64;
        match &mut self.converter {
            None => out.extend_from_slice(mono),
            Some(converter) => self.n_out += converter.push(mono, out)?,
        }
        Ok(())
    }

    fn finish(mut self, target_hz: u32, out: &mut Vec<f32>) -> Result<(), Error> {
        let wanted = target_frames(self.n_in, self.rate_hz, target_hz);
        if let Some(mut converter) = self.converter.take() {
            self.n_out += converter.finish(out)?;
            // Zeros push out the last of the input.
            let fft = &mut converter.fft;
            while self.n_out < wanted {
                let block = fft.fft.input_frames_next();
                self.n_out += fft.push(&vec![0.0; block - fft.pending.len()], out)?;
            }
            let surplus = usize::try_from(self.n_out - wanted).unwrap_or(0);
            out.truncate(out.len() - surplus);
            converter.fft.give_back();
        }
        Ok(())
    }
}

impl Converter {
    fn new(rate_hz: u32, target_hz: u32) -> Result<Self, Error> {
        let mut halvers = Vec::new();
        let mut left_hz = rate_hz;
        while Halver::may_halve(left_hz, target_hz)
            && block_s(left_hz / 2, target_hz) <= MAX_LONGER * block_s(left_hz, target_hz)
        {
            halvers.push(Halver::new(left_hz, target_hz));
            left_hz /= 2;
        }
        Ok(Self {
            halvers,
            fft: FftRun::taken(left_hz, target_hz)?,
            samples: Vec::new(),
            halved: Vec::new(),
        })
    }

    /// Returns the number of frames appended.
    fn push(&mut self, mono: &[f32], out: &mut Vec<f32>) -> Result<u64, Error> {
        let Some((first, others)) = self.halvers.split_first_mut() else {
            return self.fft.push(mono, out);
        };
        self.samples.clear();
        first.push(mono, &mut self.samples);
        for halver in others {
            self.halved.clear();
            halver.push(&self.samples, &mut self.halved);
            std::mem::swap(&mut self.samples, &mut self.halved);
        }
        self.fft.push(&self.samples, out)
    }

    /// Takes the rest out of the halvers.
    fn finish(&mut self, out: &mut Vec<f32>) -> Result<u64, Error> {
        let mut appended = 0;
        for i in 0..self.halvers.len() {
            self.samples.clear();
            self.halvers[i].finish(&mut self.samples);
            for halver in &mut self.halvers[i + 1..] {
                self.halved.clear();
                halver.push(&self.samples, &mut self.halved);
                std::mem::swap(&mut self.samples, &mut self.halved);
            }
            appended += self.fft.push(&self.samples, out)?;
        }
        Ok(appended)
    }
}

impl FftRun {
    /// One that this thread has done with, or a new one.
    fn taken(rate_hz: u32, target_hz: u32) -> Result<Self, Error> {
        let spare = SPARE.with_borrow_mut(|spare| {
            let is_meant = |run: &Self| (run.rate_hz, run.target_hz) == (rate_hz, target_hz);
            let i = spare.iter().position(is_meant)?;
            Some(spare.swap_remove(i))
        });
        spare.map_or_else(|| Self::new(rate_hz, target_hz), Ok)
    }

    /// Keeps it for the next recording, as if it were new.
    fn give_back(mut self) {
        if self.fft.input_frames_next() > MAX_SPARE_BLOCK {
            return;
        }
        self.fft.reset();
        self.pending.clear();
        self.to_trim = self.fft.output_delay();
        SPARE.with_borrow_mut(|spare| {
            if spare.len() == MAX_SPARE {
                spare.remove(0);
            }
            spare.push(self);
        });
    }

    fn new(rate_hz: u32, target_hz: u32) -> Result<Self, Error> {
        let (rate, target) = (rate_hz as usize, target_hz as usize);
        let refused = |problem| Error::InvalidOptions {
            option: Asked::Rates {
                from_hz: rate_hz,
                to_hz: target_hz,
            },
            problem,
        };
        if rate == 0 || target == 0 {
            return Err(refused(Problem::ZeroRate));
        }
        let fft = Fft::new_custom(
            rate,
            target,
            even_block(rate, target),
            1,
            1,
            WindowFunction::BlackmanHarris2,
            FixedSync::Both,
        )
        .map_err(|e| {
            refused(Problem::Says {
                text: e.to_string(),
            })
        })?;
        Ok(Self {
            rate_hz,
            target_hz,
            pending: Vec::with_capacity(fft.input_frames_next()),
            block: vec![0.0; fft.output_frames_max()],
            to_trim: fft.output_delay(),
            fft,
        })
    }

    /// Returns the number of frames appended.
    fn push(&mut self, mut mono: &[f32], out: &mut Vec<f32>) -> Result<u64, Error> {
        let mut appended = 0;
        let block = self.fft.input_frames_next();
        while self.pending.len() + mono.len() >= block {
            let (head, tail) = mono.split_at(block - self.pending.len());
            mono = tail;
            self.pending.extend(head.iter().map(|s| f64::from(*s)));
            appended += self.process(out)?;
            self.pending.clear();
        }
        self.pending.extend(mono.iter().map(|s| f64::from(*s)));
        Ok(appended)
    }

    fn process(&mut self, out: &mut Vec<f32>) -> Result<u64, Error> {
        let failed = |text: String| Error::Encode {
            what: Stage::Resampled,
            problem: Fault::Says { text },
        };
        let input = SequentialSlice::new(&self.pending[..], 1, self.pending.len())
            .map_err(|e| failed(e.to_string()))?;
        let frames = self.block.len();
        let mut output = SequentialSlice::new_mut(&mut self.block[..], 1, frames)
            .map_err(|e| failed(e.to_string()))?;
        let (_, produced) = self
            .fft
            .process_into_buffer(&input, &mut output, None)
            .map_err(|e| failed(e.to_string()))?;
        let trimmed = self.to_trim.min(produced);
        self.to_trim -= trimmed;
        out.extend(self.block[trimmed..produced].iter().map(|s| *s as f32));
        Ok((produced - trimmed) as u64)
    }
}

/// The length of a block in seconds.
fn block_s(rate_hz: u32, target_hz: u32) -> f64 {
    even_block(rate_hz as usize, target_hz as usize) as f64 / f64::from(rate_hz)
}

/// A block of at least a tenth of a second, even at both rates: the filter's delay is half a block, and
/// that has to be a whole number of frames on either side.
fn even_block(rate: usize, target: usize) -> usize {
    let divisor = gcd(rate, target);
    let (unit_in, unit_out) = (rate / divisor, target / divisor);
    let units = MIN_BLOCK_FRAMES.max(rate / 10).div_ceil(unit_in);
    let is_odd = |unit: usize| units * unit % 2 == 1;
    let units = units + usize::from(is_odd(unit_in) || is_odd(unit_out));
    units * unit_in
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}
