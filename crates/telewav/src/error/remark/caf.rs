//! What is odd in CAF.

use serde::Serialize;

/// What is odd in CAF.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Caf {
    /// Samples that end within a packet.
    EndsInPacket,
    /// A second `data` chunk, of whose octets the table says nothing.
    SecondData { offset: u64 },
    /// Octets behind the packets that the table lists.
    BehindTable { octets: u64 },
    /// More packets in the table than there are.
    TableTooLong,
    /// Frames that the table promises.
    TableFramesMissing { n: u64 },
}
