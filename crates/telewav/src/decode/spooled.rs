//! [`Spooled`]: what can only be read once, kept so that it can be read anywhere.

use std::io::{self, Cursor, ErrorKind, Read, Seek, SeekFrom, Write};

use super::{DecodeOptions, Limits};
use crate::error::{Action, Amount, Error, LimitName, Quantity};
use crate::task;
use crate::temporary::{self, File};

/// The part of [`Limits::max_memory_bytes`] that is held in memory.
const MEMORY_PART: u64 = 32;
/// Octets that are read at a time.
const CHUNK: usize = 1 << 16;

/// The content of a pipe, a socket or another source that can only be read, kept to be read anywhere: containers are not
/// read front to back.
///
/// A 32nd of [`Limits::max_memory_bytes`] (16 MiB by default) is held in memory. More than that goes to a temporary file
/// without a name, up to `max_memory_bytes` in all.
///
/// ```
/// use telewav::{ConvertOptions, DecodeOptions, Profile, Spooled, convert};
/// # fn main() -> Result<(), telewav::Error> {
/// # let pipe = &telewav::riff::write::linear16(8000, &[900; 8000])?[..];
/// let options = ConvertOptions::default();
/// let source = Spooled::read(pipe, &options.decode)?; // std::io::stdin().lock(), say
/// let made = convert(source, &Profile::embedded("huawei-privatenumber")?, &options)?;
/// assert!(made.octets.is_some());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Spooled(Kept);

#[derive(Debug)]
enum Kept {
    Memory(Cursor<Vec<u8>>),
    File(File),
}

impl Spooled {
    /// Reads `reader` to its end. Of `options`, limits and task hold.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if it cannot be read, and if there is more than is held in memory and no temporary file, which says
    /// so; [`Error::LimitExceeded`]; [`Error::Cancelled`].
    pub fn read(mut reader: impl Read, options: &DecodeOptions) -> Result<Self, Error> {
        let limits = &options.limits;
        let mut held = Vec::new();
        let mut file: Option<File> = None;
        let mut n_octets = 0;
        let mut chunk = vec![0; CHUNK];
        loop {
            task::check(options.task.as_ref())?;
            let n = match reader.read(&mut chunk) {
                Ok(0) => break,
                Ok(n) => n,
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                Err(e) => return Err(Error::io(Action::ReadSource)(e)),
            };
            n_octets += n as u64;
            if n_octets > limits.max_memory_bytes {
                return Err(too_long(limits));
            }
            let put_aside = match &mut file {
                Some(file) => file.write_all(&chunk[..n]),
                None => {
                    held.extend_from_slice(&chunk[..n]);
                    if n_octets <= limits.max_memory_bytes / MEMORY_PART {
                        continue;
                    }
                    temporary::file().and_then(|new| {
                        let new = file.insert(new);
                        new.write_all(&std::mem::take(&mut held))
                    })
                }
            };
            put_aside.map_err(Error::io(Action::KeepSource))?;
        }
        Ok(Self(match file {
            None => Kept::Memory(Cursor::new(held)),
            Some(mut file) => {
                file.rewind().map_err(Error::io(Action::Seek))?;
                Kept::File(file)
            }
        }))
    }
}

fn too_long(limits: &Limits) -> Error {
    let max_bytes = limits.max_memory_bytes;
    Error::LimitExceeded {
        what: Quantity::Unseekable,
        limit_name: LimitName::MaxMemoryBytes,
        limit: Amount::Bytes { n: max_bytes },
        actual: Amount::MoreThanBytes { n: max_bytes },
    }
}

impl Read for Spooled {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Kept::Memory(held) => held.read(buffer),
            Kept::File(file) => file.read(buffer),
        }
    }
}

impl Seek for Spooled {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match &mut self.0 {
            Kept::Memory(held) => held.seek(to),
            Kept::File(file) => file.seek(to),
        }
    }
}
