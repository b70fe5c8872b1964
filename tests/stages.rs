//! Each stage of the pipeline alone, in the order in which `convert` calls them, and then `convert` itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

#[path = "stages/convert.rs"]
mod convert;
#[path = "stages/damage.rs"]
mod damage;
#[path = "stages/decode.rs"]
mod decode;
#[path = "stages/downmix.rs"]
mod downmix;
#[path = "stages/edges.rs"]
mod edges;
#[path = "stages/inspect.rs"]
mod inspect;
#[path = "stages/level.rs"]
mod level;
#[path = "stages/limits.rs"]
mod limits;
#[path = "stages/loudness.rs"]
mod loudness;
#[path = "stages/ogg.rs"]
mod ogg;
#[path = "stages/opus.rs"]
mod opus;
#[path = "stages/quantize.rs"]
mod quantize;
#[path = "stages/resample.rs"]
mod resample;
#[path = "stages/sample_formats.rs"]
mod sample_formats;
#[path = "stages/shape.rs"]
mod shape;
#[path = "stages/speech.rs"]
mod speech;
#[path = "stages/task.rs"]
mod task;
