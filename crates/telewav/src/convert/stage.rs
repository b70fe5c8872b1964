//! A stage of a conversion on a thread of its own, which is handed samples in pieces.

use std::sync::mpsc::{Receiver, SendError, Sender, SyncSender, channel, sync_channel};
use std::thread::{Builder, Scope, ScopedJoinHandle};

use crate::error::{self, Error, Fault};

/// Samples that are handed to another thread at a time, at least.
const PIECE: usize = 1 << 16;
/// Pieces that may wait there.
const N_WAITING: usize = 4;

/// A stage that works on a thread of its own, and returns `T` in the end.
pub(super) struct Stage<'scope, T> {
    /// What is not enough for a message yet.
    piece: Piece,
    there: SyncSender<Piece>,
    /// Pieces that are done with, to be filled again.
    back: Receiver<Vec<f32>>,
    thread: ScopedJoinHandle<'scope, Result<T, Error>>,
}

/// A stretch of samples of one rate.
struct Piece {
    samples: Vec<f32>,
    rate_hz: u32,
}

/// What the thread of a stage is handed.
pub(super) struct Pieces {
    come: Receiver<Piece>,
    done: Sender<Vec<f32>>,
}

impl Pieces {
    /// Hands samples and rate of each piece to `take`.
    pub fn each(
        self,
        mut take: impl FnMut(&mut [f32], u32) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for mut piece in self.come {
            take(&mut piece.samples, piece.rate_hz)?;
            // Nobody needs it any more if nobody takes it.
            let _ = self.done.send(piece.samples);
        }
        Ok(())
    }
}

impl<'scope, T: Send + 'scope> Stage<'scope, T> {
    /// Starts it with `state`, which comes back if there is no thread to be had.
    pub fn start<S: Send + 'scope>(
        scope: &'scope Scope<'scope, '_>,
        state: S,
        work: impl FnOnce(S, Pieces) -> Result<T, Error> + Send + 'scope,
    ) -> Result<Self, S> {
        let (there, come) = sync_channel(N_WAITING);
        let (done, back) = channel();
        let (give, given) = sync_channel(1);
        let work = move || match given.recv() {
            Ok(state) => work(state, Pieces { come, done }),
            // Nobody waits for it, then.
            Err(_) => Err(ended()),
        };
        let Ok(thread) = Builder::new().spawn_scoped(scope, work) else {
            return Err(state);
        };
        give.send(state).map_err(|SendError(state)| state)?;
        Ok(Self {
            piece: Piece {
                samples: Vec::new(),
                rate_hz: 0,
            },
            there,
            back,
            thread,
        })
    }

    /// Hands samples over, at once or later.
    pub fn push(&mut self, samples: &[f32], rate_hz: u32) -> Result<(), Error> {
        if self.piece.rate_hz != rate_hz {
            self.send()?;
            self.piece.rate_hz = rate_hz;
        }
        self.piece.samples.extend_from_slice(samples);
        if self.piece.samples.len() >= PIECE {
            self.send()?;
        }
        Ok(())
    }

    fn send(&mut self) -> Result<(), Error> {
        if self.piece.samples.is_empty() {
            return Ok(());
        }
        let mut samples = self.back.try_recv().unwrap_or_default();
        samples.clear();
        let rate_hz = self.piece.rate_hz;
        let piece = std::mem::replace(&mut self.piece, Piece { samples, rate_hz });
        // The stage has ended early, with an error that `finish` will have.
        self.there.send(piece).map_err(|_| ended())
    }

    /// What the stage returned; its panic, if there was one, goes on in this thread.
    pub fn finish(mut self) -> Result<T, Error> {
        let sent = self.send();
        drop(self.there);
        let result = self
            .thread
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        sent.map(|()| result)
    }
}

fn ended() -> Error {
    Error::Encode {
        what: error::Stage::Resampled,
        problem: Fault::ThreadEnded,
    }
}
