//! Reports and lists, which take the place of those of the run before.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::Existing;
use super::temporary::{folder_of, sync_folder, temporary_file};
use crate::resolve::is_missing;

/// Puts what `write` writes in the place of the file `to`. What was there before stays until the new file is whole, and its
/// permissions stay.
///
/// A link is never followed: with [`Existing::Keep`] it is an error, since what it leads to was not named, with
/// [`Existing::Replace`] the file takes its place. A device or a pipe is written to.
///
/// # Errors
///
/// Of the system, and of `write`.
pub fn replace(
    to: &Path,
    links: Existing,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let there = match fs::symlink_metadata(to) {
        Ok(there) => Some(there),
        Err(e) if is_missing(&e) => None,
        Err(e) => return Err(e),
    };
    let real = there.as_ref().and_then(|_| fs::metadata(to).ok());
    if real.is_some_and(|real| !real.is_file() && !real.is_dir()) {
        let mut stream = BufWriter::new(open_stream(to)?);
        write(&mut stream)?;
        return stream.flush();
    }
    match &there {
        Some(there) if there.is_symlink() && links == Existing::Keep => {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "it is a link, and what it leads to was not named; remove it, or name that",
            ));
        }
        Some(there) if there.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        _ => {}
    }
    let folder = folder_of(to);
    let mut file = temporary_file(folder)?;
    // Through the file itself: its temporary name does not belong in a message.
    let mut stream = BufWriter::new(file.as_file_mut());
    write(&mut stream)?;
    stream.flush()?;
    drop(stream);
    if let Some(there) = there.filter(|there| !there.is_symlink()) {
        file.as_file().set_permissions(there.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(to).map_err(|e| e.error)?;
    sync_folder(folder)
}

/// Opens a device, or a pipe that somebody reads.
fn open_stream(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    {
        use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
        use std::os::unix::fs::OpenOptionsExt;
        // Without it, a pipe that nobody reads is waited for.
        options.custom_flags(OFlags::NONBLOCK.bits() as i32);
        let file = options.open(path)?;
        let flags = fcntl_getfl(&file)?;
        fcntl_setfl(&file, flags - OFlags::NONBLOCK)?;
        Ok(file)
    }
    #[cfg(not(unix))]
    options.open(path)
}
