//! Sony Wave64 (`.w64`): RIFF/WAVE with GUIDs for names and 64-bit sizes, read into the same
//! [`WavFacts`](super::facts::WavFacts).
//!
//! Source: Sonic Foundry, "Sony Wave64 audio file format specification" (2003). A size counts its own
//! header of 24 bytes; chunks start at multiples of eight.

use std::io::{Read, Seek};

use super::facts::{Form, WavFacts};
use super::read;
use crate::bytes::array_at;
use crate::chunks::{self, Dialect, GUID_TAIL};
use crate::error::{Actual, Error, Expected, Part};

/// Reads the header of the Wave64 file that starts at `start`. Samples are not read.
///
/// # Errors
///
/// As [`riff::read`](super::read::read).
pub(crate) fn read<R: Read + Seek>(source: &mut R, start: u64) -> Result<WavFacts, Error> {
    let header: [u8; 40] = array_at(source, start, Part::Header { of: "Wave64" })?;
    let size = header[16..]
        .first_chunk()
        .map_or(0, |size| u64::from_le_bytes(*size));
    if header[24..28] != *b"wave" || header[28..] != GUID_TAIL {
        return Err(Error::malformed(
            Part::Header { of: "Wave64" },
            start + 24,
            Expected::WaveGuid,
            Actual::Another,
        ));
    }
    // What stands behind the declared end is read as what stands before it.
    let walked = chunks::walk(
        source,
        Dialect::W64,
        start,
        u64::MAX,
        &mut |source, chunks| read::promised_octets(source, chunks, Form::W64),
    )?;
    // As RIFF counts: without the magic and the size itself, if those were eight octets.
    read::facts(source, walked, Form::W64, start, size.saturating_sub(8))
}
