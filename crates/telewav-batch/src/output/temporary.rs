//! Files that are not in their place yet.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use crate::owner;

/// The start of temporary files' names. They are hidden, and gone unless the machine stops.
pub const TEMPORARY_PREFIX: &str = ".telewav-";
const SUFFIX: &str = ".tmp";

/// A new file in `folder`, gone again unless it is put in its place.
pub(super) fn temporary_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Less the umask, as for any new file; a temporary file would be its owner's alone.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// How old a temporary file is that no run is still writing, in seconds: they are there for moments.
const STALE_S: u64 = 3600;

/// Removes what runs that were killed have left in these folders: temporary files of telewav and of this user that are more
/// than an hour old. Gives their paths.
pub fn remove_stale<'a>(folders: impl IntoIterator<Item = &'a Path>) -> Vec<PathBuf> {
    let folders: BTreeSet<&Path> = folders.into_iter().collect();
    let entries = folders
        .into_iter()
        .filter_map(|folder| fs::read_dir(folder).ok());
    entries
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| is_temporary(&entry.file_name()))
        .map(|entry| entry.path())
        .filter(|path| fs::symlink_metadata(path).is_ok_and(|metadata| is_stale(path, &metadata)))
        .filter(|path| fs::remove_file(path).is_ok())
        .collect()
}

fn is_temporary(name: &OsStr) -> bool {
    let random = name
        .to_str()
        .and_then(|name| name.strip_prefix(TEMPORARY_PREFIX)?.strip_suffix(SUFFIX));
    random.is_some_and(|random| {
        !random.is_empty() && random.bytes().all(|octet| octet.is_ascii_alphanumeric())
    })
}

fn is_stale(path: &Path, metadata: &Metadata) -> bool {
    let age = metadata
        .modified()
        .ok()
        .and_then(|time| time.elapsed().ok());
    metadata.is_file() && owner::is_own(path) && age.is_some_and(|age| age.as_secs() > STALE_S)
}

/// The folder of a file.
pub(crate) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Has a folder's new names on the disk. Without that, a machine that stops may come back without them.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows has no way to ask for it, and not every file system of the others knows it.
    if cfg!(unix)
        && let Err(e) = fs::File::open(folder).and_then(|folder| folder.sync_all())
        && !matches!(
            e.kind(),
            io::ErrorKind::InvalidInput
                | io::ErrorKind::Unsupported
                | io::ErrorKind::PermissionDenied
        )
    {
        return Err(e);
    }
    Ok(())
}
