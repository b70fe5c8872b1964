//! [`ConvertOptions`]: how to convert.

use std::ffi::OsString;

use crate::decode::{DecodeOptions, Limits};
use crate::downmix::Downmix;
use crate::shape::ShapeOptions;
use crate::task::Task;

/// How to convert, besides what the profile says.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ConvertOptions {
    /// The file name that the prompt will have; its rules are checked with the rest. Default `None`, for a prompt that has
    /// no name yet.
    pub name: Option<OsString>,
    /// How to decode the recording.
    pub decode: DecodeOptions,
    /// How many channels become one.
    pub downmix: Downmix,
    /// What to do to the sound.
    pub shape: ShapeOptions,
    /// Cut a prompt that is too long into parts that are not. Default false. [`convert`](super::convert()) returns one
    /// prompt and does not look at it; [`convert_parts`](super::convert_parts) does.
    pub split: bool,
    /// How many threads may work on one recording. Default 1, the caller's own; with 2 or more, decoding goes on while what is
    /// decoded is resampled. Where a thread cannot be started, fewer do the work. The prompt is the same.
    pub threads: usize,
}

impl Default for ConvertOptions {
    fn default() -> Self {
        Self {
            name: None,
            decode: DecodeOptions::default(),
            downmix: Downmix::default(),
            shape: ShapeOptions::default(),
            split: false,
            threads: 1,
        }
    }
}

impl ConvertOptions {
    /// Sets [`name`](Self::name).
    #[must_use]
    pub fn name(mut self, name: impl Into<OsString>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets [`decode.limits`](DecodeOptions::limits).
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.decode.limits = limits;
        self
    }

    /// Sets [`decode.task`](DecodeOptions::task).
    #[must_use]
    pub fn task(mut self, task: Task) -> Self {
        self.decode.task = Some(task);
        self
    }
    /// Sets [`decode`](Self::decode).
    #[must_use]
    pub fn decode(mut self, decode: DecodeOptions) -> Self {
        self.decode = decode;
        self
    }

    /// Sets [`downmix`](Self::downmix).
    #[must_use]
    pub fn downmix(mut self, downmix: Downmix) -> Self {
        self.downmix = downmix;
        self
    }

    /// Sets [`shape`](Self::shape).
    #[must_use]
    pub fn shape(mut self, shape: ShapeOptions) -> Self {
        self.shape = shape;
        self
    }

    /// Sets [`split`](Self::split).
    #[must_use]
    pub fn split(mut self, split: bool) -> Self {
        self.split = split;
        self
    }

    /// Sets [`threads`](Self::threads).
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }
}
