//! Reading octets at a place, for the readers of headers.

use std::io::{ErrorKind, Read, Seek, SeekFrom};

use crate::error::{Action, Actual, Error, Expected, Part};

/// The `N` octets of `what` at `position`.
pub(crate) fn array_at<const N: usize, R: Read + Seek + ?Sized>(
    source: &mut R,
    position: u64,
    what: Part,
) -> Result<[u8; N], Error> {
    let mut octets = [0; N];
    read_at(source, position, &mut octets, what)?;
    Ok(octets)
}

/// Fills `octets` with what stands at `position`, which is `what`.
pub(crate) fn read_at<R: Read + Seek + ?Sized>(
    source: &mut R,
    position: u64,
    octets: &mut [u8],
    what: Part,
) -> Result<(), Error> {
    source
        .seek(SeekFrom::Start(position))
        .map_err(Error::io(Action::Seek))?;
    source.read_exact(octets).map_err(|e| {
        if e.kind() != ErrorKind::UnexpectedEof {
            return Error::io(Action::ReadFile)(e);
        }
        let expected = Expected::Bytes {
            n: octets.len() as u64,
        };
        Error::malformed(what, position, expected, Actual::EndOfFile)
    })
}

/// Whether all of `source` is `octets`.
pub(crate) fn equal<R: Read + Seek + ?Sized>(source: &mut R, octets: &[u8]) -> Result<bool, Error> {
    source
        .seek(SeekFrom::Start(0))
        .map_err(Error::io(Action::Seek))?;
    let mut all = Vec::with_capacity(octets.len());
    source
        .take(octets.len() as u64 + 1)
        .read_to_end(&mut all)
        .map_err(Error::io(Action::ReadFile))?;
    Ok(all == octets)
}
