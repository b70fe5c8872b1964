//! `fix`: a file that is written anew where it is, and keeps what is its own besides its content.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

use telewav::Error;
use telewav::error::Action;

use super::io_error;
use super::temporary::{folder_of, sync_folder, temporary_file};

/// A file as it was when it was read: what has changed since is not overwritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    len: u64,
    modified: Option<SystemTime>,
    /// Device, inode, and when the inode was changed.
    #[cfg(unix)]
    inode: (u64, u64, i64, i64),
}

impl From<&Metadata> for Seen {
    fn from(metadata: &Metadata) -> Self {
        Self {
            len: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            inode: {
                use std::os::unix::fs::MetadataExt;
                let (seconds, nanoseconds) = (metadata.ctime(), metadata.ctime_nsec());
                (metadata.dev(), metadata.ino(), seconds, nanoseconds)
            },
        }
    }
}

impl Seen {
    /// Fails if the file at `path` is not the one that was seen, or no longer as it was.
    fn is_still_at(&self, path: &Path) -> Result<(), Error> {
        let now = fs::symlink_metadata(path).map_err(io_error(Action::LookAgain))?;
        if now.is_file() && Self::from(&now) == *self {
            return Ok(());
        }
        let changed = io::Error::new(
            io::ErrorKind::ResourceBusy,
            "it was changed meanwhile, so it is left as it is; run the command again",
        );
        Err(io_error(Action::WriteAnew)(changed))
    }
}

/// Puts a prompt in the place of the file `old`, under the name `new` in the same folder: with `octets`, or with
/// the content that it has.
///
/// The new file is whole and on the disk before the old one goes, and no other file is overwritten, whatever its name has in
/// common with the new one. Nothing is done if the file is no longer as it was `seen`, and nothing through a link. Owner,
/// permissions and extended attributes are those of the old file; where they cannot be, that is an error.
///
/// # Errors
///
/// [`Error::Io`]; of kind `AlreadyExists` if another file has the new name.
pub fn put_in_place_of(
    old: &Path,
    new: &Path,
    octets: Option<&[u8]>,
    seen: &Seen,
) -> Result<(), Error> {
    // Not so for another spelling of the same name, where the file system knows no difference.
    let is_same_file = |path: &Path| same_file(path, old);
    if new != old && fs::symlink_metadata(new).is_ok() && !is_same_file(new) {
        let taken = io::Error::new(io::ErrorKind::AlreadyExists, "another file has that name");
        return Err(io_error(Action::RenameFile)(taken));
    }
    seen.is_still_at(old)?;
    if let Some(octets) = octets {
        rewrite(old, octets, seen)?;
    }
    if new != old {
        rename(old, new, is_same_file(new)).map_err(io_error(Action::RenameFile))?;
    }
    sync_folder(folder_of(old)).map_err(io_error(Action::PlaceNewFile))
}

fn rewrite(path: &Path, octets: &[u8], seen: &Seen) -> Result<(), Error> {
    let old = File::open(path).map_err(io_error(Action::OpenFile))?;
    let folder = folder_of(path);
    let mut file = temporary_file(folder).map_err(io_error(Action::MakeFile))?;
    file.as_file_mut()
        .write_all(octets)
        .map_err(io_error(Action::WriteNewFile))?;
    keep(&old, file.as_file())?;
    file.as_file()
        .sync_all()
        .map_err(io_error(Action::WriteNewFile))?;
    // Whoever has written to it since has opened it before; that cannot be seen any later than here.
    seen.is_still_at(path)?;
    file.persist(path)
        .map_err(|e| io_error(Action::PlaceNewFile)(e.error))?;
    Ok(())
}

/// Gives `new` what belongs to `old` besides its content.
fn keep(old: &File, new: &File) -> Result<(), Error> {
    let metadata = old.metadata().map_err(io_error(Action::OpenFile))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let fresh = new.metadata().map_err(io_error(Action::WriteNewFile))?;
        let other = |old: u32, new: u32| (old != new).then_some(old);
        let (owner, group) = (
            other(metadata.uid(), fresh.uid()),
            other(metadata.gid(), fresh.gid()),
        );
        if owner.is_some() || group.is_some() {
            fchown(new, owner, group).map_err(io_error(Action::KeepOwner))?;
        }
        keep_attributes(old, new).map_err(|e| io_error(Action::KeepAttributes)(e.into()))?;
    }
    // Behind the owner, whose change takes rights away.
    new.set_permissions(metadata.permissions())
        .map_err(io_error(Action::KeepPermissions))
}

/// Copies extended attributes: access lists, labels, and what users keep there.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn keep_attributes(old: &File, new: &File) -> rustix::io::Result<()> {
    use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};
    use rustix::io::Errno;
    // The most that Linux has of names, and of a value.
    let (mut names, mut value, mut there) = ([0; 1 << 16], vec![0; 1 << 16], vec![0; 1 << 16]);
    let n = match flistxattr(old, &mut names[..]) {
        Err(Errno::NOTSUP) => return Ok(()),
        n => n?,
    };
    for name in names[..n].split(|octet| *octet == 0) {
        // The system's own mark, which nothing else can set.
        if name.is_empty() || name == b"com.apple.provenance" {
            continue;
        }
        let n = fgetxattr(old, name, &mut value[..])?;
        let is_there = fgetxattr(new, name, &mut there[..]).is_ok_and(|m| there[..m] == value[..n]);
        if !is_there {
            fsetxattr(new, name, &value[..n], XattrFlags::empty())?;
        }
    }
    Ok(())
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "macos"))))]
fn keep_attributes(_: &File, _: &File) -> rustix::io::Result<()> {
    Ok(())
}

fn rename(old: &Path, new: &Path, is_same_file: bool) -> io::Result<()> {
    if is_same_file {
        return fs::rename(old, new);
    }
    // A link and then one name less: unlike a renaming, that never takes the place of a file that has come up since.
    match fs::hard_link(old, new) {
        Ok(()) => fs::remove_file(old),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(e),
        // Not every file system has links.
        Err(_) => fs::rename(old, new),
    }
}

/// Whether two paths lead to one file.
fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
