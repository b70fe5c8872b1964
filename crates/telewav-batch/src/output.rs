//! A finished file to disk: whole or not at all, and nothing that is there already is lost.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::Serialize;

use telewav::{Conversion, ConvertOptions, Error, Profile, convert};

/// The start of temporary files' names. They are hidden, and gone unless the machine stops.
pub const TEMPORARY_PREFIX: &str = ".telewav-";

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
    match same_content(to, octets) {
        // A file where a folder should be is found when the folder is made.
        Err(e)
            if matches!(
                e.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(Written::Created)
        }
        Err(e) => Err(io_error("read the file that is there already")(e)),
        Ok(true) => Ok(Written::Unchanged),
        Ok(false) if existing == Existing::Replace => Ok(Written::Replaced),
        Ok(false) => Ok(Written::Kept),
    }
}

/// Writes `octets` to the file `to`, making its folder if need be.
///
/// The octets go to a temporary file in the same folder, which is renamed when it is complete, so
/// that nobody ever sees half a file, whatever happens in between. The permissions are those of any
/// new file.
///
/// # Errors
///
/// [`Error::Io`].
pub fn write(to: &Path, octets: &[u8], existing: Existing) -> Result<Written, Error> {
    let written = plan(to, octets, existing)?;
    if matches!(written, Written::Unchanged | Written::Kept) {
        return Ok(written);
    }
    let folder = match to.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Mostly, the folder is there.
    let file = temporary_file(folder).or_else(|e| match e.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            fs::create_dir_all(folder).map_err(io_error("make the output folder"))?;
            temporary_file(folder).map_err(io_error("make a file in the output folder"))
        }
        _ => Err(io_error("make a file in the output folder")(e)),
    });
    let mut file = file?;
    // Through the file itself: the temporary file's own name is nobody's business in a message.
    file.as_file_mut()
        .write_all(octets)
        .map_err(io_error("write the output"))?;
    if written == Written::Replaced {
        file.persist(to)
            .map_err(|e| io_error("put the output in place")(e.error))?;
        return Ok(written);
    }
    match file.persist_noclobber(to) {
        Ok(_) => Ok(written),
        // Somebody was faster.
        Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => {
            plan(to, octets, Existing::Keep)
        }
        Err(e) => Err(io_error("put the output in place")(e.error)),
    }
}

/// Converts the file `from` to the file `to`, whole or not at all.
///
/// Nothing is written when the report has an error; look at [`Conversion::report`]. See [`write()`] for what happens to a
/// file that is already there.
///
/// # Errors
///
/// See [`convert`] and [`write()`].
pub fn convert_file(
    from: &Path,
    to: &Path,
    profile: &Profile,
    options: &ConvertOptions,
    existing: Existing,
) -> Result<(Conversion, Option<Written>), Error> {
    let source = File::open(from).map_err(io_error("open the file"))?;
    let conversion = convert(source, to.file_name(), profile, options)?;
    let written = match &conversion.octets {
        Some(octets) => Some(write(to, octets, existing)?),
        None => None,
    };
    Ok((conversion, written))
}

/// Puts a prompt in the place of the file `old`, under the name `new` in the same folder: with `octets`, or with
/// the content that it has.
///
/// The new file is whole before the old one goes, and no other file is overwritten, whatever its name has in
/// common with the new one. The permissions are those of the old file.
///
/// # Errors
///
/// [`Error::Io`]; of kind `AlreadyExists` if another file has the new name.
pub fn put_in_place_of(old: &Path, new: &Path, octets: Option<&[u8]>) -> Result<(), Error> {
    // Not so for another spelling of the same name, where the file system knows no difference.
    let is_same_file = |path: &Path| same_file(path, old);
    if new != old && fs::symlink_metadata(new).is_ok() && !is_same_file(new) {
        let taken = io::Error::new(io::ErrorKind::AlreadyExists, "another file has that name");
        return Err(io_error("rename the file")(taken));
    }
    if let Some(octets) = octets {
        let folder = match old.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut file = temporary_file(folder).map_err(io_error("make a file in the folder"))?;
        file.as_file_mut()
            .write_all(octets)
            .and_then(|()| fs::metadata(old))
            .and_then(|metadata| fs::set_permissions(file.path(), metadata.permissions()))
            .map_err(io_error("write the new file"))?;
        file.persist(old)
            .map_err(|e| io_error("put the new file in place")(e.error))?;
    }
    if new == old {
        return Ok(());
    }
    if is_same_file(new) {
        return fs::rename(old, new).map_err(io_error("rename the file"));
    }
    // A link and then one name less: unlike a renaming, that never takes the place of a file that has come up since.
    match fs::hard_link(old, new) {
        Ok(()) => fs::remove_file(old).map_err(io_error("remove the old name")),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(io_error("rename the file")(e)),
        // Not every file system has links.
        Err(_) => fs::rename(old, new).map_err(io_error("rename the file")),
    }
}

/// Whether two paths lead to one file.
fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

fn temporary_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX).suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Less the umask, as for any new file; a temporary file would be its owner's alone.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
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

fn io_error(action: &'static str) -> impl FnOnce(io::Error) -> Error {
    move |source| Error::Io { action, source }
}
