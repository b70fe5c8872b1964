//! Frames to samples. A frame does not say how long it is: decoding it tells.

use rusty_flac::{DecodeError, FrameDecoder};

use crate::kind::flac_header::FrameHeader;

/// Decodes frame by frame; what a frame needs to know of the others is in no frame.
#[derive(Default)]
pub(in crate::decode) struct Frames {
    /// For so many channels, of so many bits where the frame does not say it.
    decoder: Option<(usize, u32, FrameDecoder)>,
    planes: Vec<Vec<i32>>,
}

/// Why a frame cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::decode) enum Fault {
    /// The octets end before it does.
    Cut,
    /// Its CRC-16 does not match.
    Checksum,
    /// It makes no sense.
    Broken,
    /// A difference of 33 bits between two channels of 32.
    Unsupported,
}

/// What is beyond rusty_flac, in words.
pub(in crate::decode) const SIDE_33_BITS: &str =
    "FLAC of 32 bits with a difference channel of 33 bits";

impl Frames {
    /// Decodes the frame that `octets` start with and `header` is of, of so many bits. Its length in octets.
    pub fn decode(
        &mut self,
        header: &FrameHeader,
        bits: u32,
        octets: &[u8],
    ) -> Result<usize, Fault> {
        if header.has_side && bits >= 32 {
            return Err(Fault::Unsupported);
        }
        let n_channels = header.n_channels;
        let decoder = match &mut self.decoder {
            Some((channels, told_bits, decoder))
                if (*channels, *told_bits) == (n_channels, bits) =>
            {
                decoder
            }
            decoder => {
                let info = rusty_flac::StreamInfo {
                    channels: n_channels as u32,
                    bits_per_sample: bits,
                    ..rusty_flac::StreamInfo::default()
                };
                let new = FrameDecoder::new(info).map_err(|_| Fault::Broken)?;
                &mut decoder.insert((n_channels, bits, new)).2
            }
        };
        self.planes.resize_with(n_channels, Vec::new);
        for plane in &mut self.planes {
            plane.clear();
        }
        match decoder.decode_frame(octets, &mut self.planes) {
            Ok((_, len)) => Ok(len),
            Err(DecodeError::Truncated) => Err(Fault::Cut),
            Err(DecodeError::BadFrameCrc) => Err(Fault::Checksum),
            Err(_) => Err(Fault::Broken),
        }
    }

    /// The samples of the last frame, channel by channel.
    pub fn planes(&self) -> &[Vec<i32>] {
        &self.planes
    }
}
