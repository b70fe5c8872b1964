//! What is odd in headers and chunks: WAV, W64, AIFF, AU and CAF.

use serde::Serialize;

use super::Counter;

/// What is odd in headers and chunks: WAV, W64, AIFF, AU and CAF.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Chunks {
    /// The header gives no length: the samples run to the end of the file.
    NoLength,
    /// A sample rate that is no whole number.
    RoundedRate { rate_hz: f64 },
    /// Octets of samples that are promised and not there.
    SamplesMissing { bytes: u64, missing_s: Option<f64> },
    /// The same of a file that telewav does not decode itself.
    BytesMissing { bytes: u64 },
    /// Frames that a header promises and that are not there.
    FramesMissing {
        by: Counter,
        promised: u64,
        n_frames: u64,
        missing: u64,
        missing_s: f64,
    },
    /// A header that counts otherwise, of samples that are all there.
    CountedOtherwise {
        by: Counter,
        promised: u64,
        n_frames: u64,
    },
    /// Text between the chunks.
    TextBetweenChunks { octets: u64, offset: u64 },
    /// Other octets between the chunks.
    BetweenChunks { octets: u64, offset: u64 },
    /// A chunk that is not known.
    UnknownChunk {
        id: String,
        octets: u64,
        offset: u64,
    },
    /// A chunk that is padding by its name, and is not.
    FilledPadding {
        id: String,
        octets: u64,
        offset: u64,
    },
    /// A chunk with other chunks in it.
    ClaimsTooMuch {
        id: String,
        offset: u64,
        declared_octets: u64,
    },
    /// Samples that go on behind their chunk.
    GoesOn {
        declared_octets: u64,
        more_octets: u64,
    },
    /// Samples that end before their chunk does.
    EndsBefore {
        declared_octets: u64,
        octets_before: u64,
    },
    /// A header or metadata among the samples.
    AmongSamples { octets: u64, offset: u64 },
    /// A second format.
    OtherFormat { offset: u64 },
    /// A chunk that stands for silence.
    SilenceMissing { n_frames: u32, offset: u64 },
    /// A header that promises other octets than there are.
    HeaderPromises { declared_octets: u64, octets: u64 },
    /// A RIFF header that promises more than there is.
    RiffPromises { bytes: u64 },
    /// Several `data` chunks.
    DataChunks { n: usize },
    /// ADPCM of another number of bits than it has.
    AdpcmBits { codec: String, bits: u16 },
    /// Block align or byte rate that do not follow from the other fields; whether it cannot be told which are right.
    FmtFields {
        n_channels: u16,
        sample_octets: u64,
        block_align: u16,
        rate_hz: u32,
        byte_rate: u32,
        is_unclear: bool,
    },
    /// A byte rate of another sample rate; whether it cannot be told which is right.
    ByteRate {
        rate_hz: u32,
        byte_rate: u32,
        implied_hz: f64,
        is_unclear: bool,
    },
    /// Packets of A-law or µ-law that are not an octet for each sample.
    LawPackets {
        n_channels: u32,
        packet_frames: u32,
        packet_octets: u32,
    },
}
