//! ITU-T G.711: 16-bit linear samples to octets and back, bit-exact to the ITU-T Software Tool
//! Library (G.191).
//!
//! G.191 truncates to the decision values of G.711. Nearest-level encoders (ffmpeg, SoX) differ from
//! it on about 1000 of the 65,536 inputs.

pub mod alaw;
pub mod ulaw;
