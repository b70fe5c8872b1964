//! A finished file to disk: whole or not at all, nothing that is there already is lost, and nothing goes through a link.

mod replace;
mod rewrite;
mod temporary;

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::Serialize;

use telewav::error::Action;
use telewav::{Conversion, ConvertOptions, Error, Profile, convert};

use crate::resolve::{is_missing, resolve};
pub use replace::replace;
pub use rewrite::{Seen, put_in_place_of};
pub(crate) use temporary::folder_of;
pub use temporary::{TEMPORARY_PREFIX, remove_stale};
use temporary::{sync_folder, temporary_file};

/// What to do with a file that is there already and has other content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    /// Leave it and say so.
    #[default]
    Keep,
    /// Put the new one in its place.
    Replace,
}

/// What [`write()`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Written {
    /// There was no file of that name; now there is.
    Created,
    /// The file had other content and was replaced.
    Replaced,
    /// The file had this very content and was left alone.
    Unchanged,
    /// The file has other content and was kept; nothing was written.
    Kept,
    /// A link is there, or leads there, and was kept; nothing was written.
    KeptLink,
}

impl Written {
    /// Whether there is a file with this content now that was not there before.
    pub fn is_new(&self) -> bool {
        matches!(self, Self::Created | Self::Replaced)
    }
}

/// What [`write()`] would do, without doing it.
///
/// # Errors
///
/// [`Error::Io`] when what is there cannot be read: a folder, say.
pub fn plan(to: &Path, octets: &[u8], existing: Existing) -> Result<Written, Error> {
    match fs::symlink_metadata(to) {
        // A file where a folder should be is found when the folder is made.
        Err(e) if is_missing(&e) => return Ok(Written::Created),
        Ok(there) if there.is_symlink() => {
            return Ok(match existing {
                Existing::Keep => Written::KeptLink,
                Existing::Replace => Written::Replaced,
            });
        }
        Ok(_) | Err(_) => {}
    }
    match same_content(to, octets) {
        Err(e) => Err(io_error(Action::ReadExisting)(e)),
        Ok(true) => Ok(Written::Unchanged),
        Ok(false) if existing == Existing::Replace => Ok(Written::Replaced),
        Ok(false) => Ok(Written::Kept),
    }
}

/// Whether `to` lies in `folder` only by name, since a link leads out of it.
pub fn leads_out(to: &Path, folder: &Path) -> bool {
    match (resolve(folder_of(to)), resolve(folder)) {
        (Ok(real), Ok(folder)) => !real.starts_with(folder),
        // A link that leads nowhere; or there will be a better message when the folder is made.
        (Err(_), Ok(_)) => folder_of(to).ancestors().any(Path::is_symlink),
        (_, Err(_)) => false,
    }
}

/// Writes `octets` to the file `to`, making its folder if need be.
///
/// The octets go to a temporary file in the same folder, which is renamed when it is complete and on the disk, so
/// that nobody ever sees half a file, whatever happens in between. A link is kept or replaced as a file is, and never
/// followed. The permissions are those of any new file.
///
/// # Errors
///
/// [`Error::Io`].
pub fn write(to: &Path, octets: &[u8], existing: Existing) -> Result<Written, Error> {
    let written = write_one_of_many(to, octets, existing)?;
    if written.is_new() {
        sync_folder(folder_of(to)).map_err(io_error(Action::PlaceOutput))?;
    }
    Ok(written)
}

/// The same; the name is on the disk only after [`sync_folders`].
pub(crate) fn write_one_of_many(
    to: &Path,
    octets: &[u8],
    existing: Existing,
) -> Result<Written, Error> {
    let written = plan(to, octets, existing)?;
    if !matches!(written, Written::Created | Written::Replaced) {
        return Ok(written);
    }
    let folder = folder_of(to);
    // Mostly, the folder is there.
    let file = temporary_file(folder).or_else(|e| match is_missing(&e) {
        true => {
            fs::create_dir_all(folder).map_err(io_error(Action::MakeOutputFolder))?;
            temporary_file(folder).map_err(io_error(Action::MakeOutputFile))
        }
        false => Err(io_error(Action::MakeOutputFile)(e)),
    });
    let mut file = file?;
    // Through the file itself: the temporary file's own name is nobody's business in a message.
    file.as_file_mut()
        .write_all(octets)
        .and_then(|()| file.as_file().sync_data())
        .map_err(io_error(Action::WriteOutput))?;
    if written == Written::Replaced {
        file.persist(to)
            .map_err(|e| io_error(Action::PlaceOutput)(e.error))?;
    } else if let Err(e) = file.persist_noclobber(to) {
        return match (e.error.kind(), plan(to, octets, Existing::Keep)?) {
            // Somebody was faster.
            (
                io::ErrorKind::AlreadyExists,
                there @ (Written::Unchanged | Written::Kept | Written::KeptLink),
            ) => Ok(there),
            _ => Err(io_error(Action::PlaceOutput)(e.error)),
        };
    }
    Ok(written)
}

/// Has the names of these files on the disk, each folder once.
pub(crate) fn sync_folders<'a>(files: impl IntoIterator<Item = &'a Path>) -> io::Result<()> {
    let folders: HashSet<&Path> = files.into_iter().map(folder_of).collect();
    // Some are not there, since no prompt came into them.
    let mut there = folders.into_iter().filter(|folder| folder.is_dir());
    there.try_for_each(sync_folder)
}

/// Converts the file `from` to the file `to`, whole or not at all; the name of `to` is that of the prompt.
///
/// Nothing is written when the report has an error; look at [`Conversion::report`]. See [`write()`] for what happens to a
/// file that is already there.
///
/// # Errors
///
/// See [`telewav::convert()`] and [`write()`].
pub fn convert_file(
    from: &Path,
    to: &Path,
    profile: &Profile,
    options: &ConvertOptions,
    existing: Existing,
) -> Result<(Conversion, Option<Written>), Error> {
    let source = File::open(from).map_err(io_error(Action::OpenFile))?;
    let mut options = options.clone();
    options.name = to.file_name().map(OsStr::to_owned);
    let conversion = convert(source, profile, &options)?;
    let written = match &conversion.octets {
        Some(octets) => Some(write(to, octets, existing)?),
        None => None,
    };
    Ok((conversion, written))
}

fn same_content(path: &Path, octets: &[u8]) -> io::Result<bool> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    // A file of another length need not be read, and no more of one than is alike.
    if metadata.len() != octets.len() as u64 {
        return Ok(false);
    }
    let mut file = File::open(path)?;
    let mut there = vec![0; octets.len().min(1 << 16)];
    for octets in octets.chunks(1 << 16) {
        let there = &mut there[..octets.len()];
        match file.read_exact(there) {
            // Somebody has cut it meanwhile.
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
            read => read?,
        }
        if there != octets {
            return Ok(false);
        }
    }
    Ok(true)
}

fn io_error(action: Action) -> impl FnOnce(io::Error) -> Error {
    move |source| Error::Io {
        action,
        source: source.into(),
    }
}
