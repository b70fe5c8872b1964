//! Containers: each module walks one kind of file, and hands on what it finds there, samples or packets.

pub(super) mod aiff;
#[cfg(feature = "amr")]
pub(super) mod amr;
pub(super) mod au;
pub(super) mod caf;
mod channel_layout;
pub(super) mod flac;
mod joined;
mod junk;
pub(super) mod matroska;
pub(super) mod mp4;
pub(super) mod mpeg;
pub(super) mod ogg;
pub(super) mod raw;
mod rows;
mod tags;
pub(super) mod wav;
