//! What is odd in Ogg.

use serde::Serialize;

use crate::kinds::Kind;

/// What is odd in Ogg.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Ogg {
    /// The headers of a stream, a second time.
    HeadersTwice,
    /// Streams one after another.
    Chained { n: u64 },
    /// Octets behind the end of the stream.
    BehindLastPage { bytes: u64, offset: u64 },
    /// A stream that was not ended.
    LastPageWithinPacket,
    /// Octets between pages of which none is missing.
    BetweenPages {
        bytes: u64,
        n_places: u64,
        first: u64,
    },
    /// Pages that are there twice.
    PagesTwice { n: u64 },
    /// A packet without its start.
    PacketStartMissing,
    /// A packet without its end.
    PacketEndMissing,
    /// A stream without its first page.
    FirstPageMissing,
    /// A tag among the pages.
    Tag { bytes: u64, offset: u64 },
    /// A stream that ends before it has sound.
    EndsBeforeSound,
    /// A page that does not follow the one before it.
    PageFollows { sequence: u32, expected: u32 },
    /// Frames that positions of pages promise.
    FramesMissingBetween { missing: u64 },
    /// Frames that positions of pages do not count.
    FramesBesidePositions { surplus: u64 },
    /// Octets that are no page.
    NoPage { bytes: u64, offset: u64 },
    /// A file that ends within a page.
    EndsInPage { offset: u64 },
    /// A page that does not match its checksum.
    PageChecksum { offset: u64 },
    /// A recording of another kind behind the stream.
    OtherFollows { kind: Kind, offset: u64 },
}
