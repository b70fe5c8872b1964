//! Files that are not in their place yet.

use std::fs;
use std::io;
use std::path::Path;

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

/// The folder of a file.
pub(super) fn folder_of(file: &Path) -> &Path {
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
