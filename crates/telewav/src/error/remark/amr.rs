//! What is odd in AMR.

use serde::Serialize;

/// What is odd in AMR.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "key", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "a value says its unit; the sentences in `words` say the rest"
)]
pub enum Amr {
    /// Octets that are no AMR.
    NoAmr { octets: u64 },
    /// The same to the end.
    RestNoAmr,
    /// A frame that its decoder refuses, and what that says.
    FrameUnread { problem: String },
    /// A frame that did not arrive.
    FrameLost,
    /// A frame that arrived damaged.
    FrameDamaged,
    /// Frames without data amid speech.
    FramesWithoutData { n: u64 },
}
