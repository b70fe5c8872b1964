//! [`DecodeOptions`]: how to decode.

use std::num::NonZeroUsize;

use super::RawFormat;
use super::limits::Limits;
use crate::task::Task;

/// How to decode.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct DecodeOptions {
    /// Use what is left of a damaged file. Default false: damage is an error.
    pub lenient: bool,
    /// What a file may ask of us.
    pub limits: Limits,
    /// The file is headerless sound of this format, whatever its content looks like. Default `None`.
    pub raw: Option<RawFormat>,
    /// If the content says nothing, the file is headerless sound of this format. Default `None`.
    pub raw_if_unknown: Option<RawFormat>,
    /// Which of several sound tracks, from 1, as [`Decoded::tracks`](super::Decoded::tracks) lists them. Default
    /// `None`: the first that the container plays where nothing is chosen, else the first.
    pub track: Option<NonZeroUsize>,
    /// Watches the call, and may end it. Default `None`.
    pub task: Option<Task>,
}

impl DecodeOptions {
    /// Sets [`lenient`](Self::lenient).
    #[must_use]
    pub fn lenient(mut self, lenient: bool) -> Self {
        self.lenient = lenient;
        self
    }

    /// Sets [`limits`](Self::limits).
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets [`raw`](Self::raw).
    #[must_use]
    pub fn raw(mut self, raw: Option<RawFormat>) -> Self {
        self.raw = raw;
        self
    }

    /// Sets [`raw_if_unknown`](Self::raw_if_unknown).
    #[must_use]
    pub fn raw_if_unknown(mut self, raw: Option<RawFormat>) -> Self {
        self.raw_if_unknown = raw;
        self
    }

    /// Sets [`track`](Self::track).
    #[must_use]
    pub fn track(mut self, track: Option<NonZeroUsize>) -> Self {
        self.track = track;
        self
    }

    /// Sets [`task`](Self::task).
    #[must_use]
    pub fn task(mut self, task: Task) -> Self {
        self.task = Some(task);
        self
    }
}
