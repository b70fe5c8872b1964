//! Paths in a file, which are too many to be named one by one.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::Error;
use crate::error::{ListFault, MAX_EMPTY, MAX_LIST, MAX_PATH};
use crate::pipe::{self, Opened};

/// What stands behind each path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The end of a line.
    Line,
    /// NUL, as of `find -print0`.
    Nul,
}

/// The paths in the file `list`, in its order; `-` is standard input.
///
/// # Errors
///
/// [`Error::List`].
pub fn paths(list: &Path, end: End) -> Result<Vec<PathBuf>, Error> {
    let is_stdin = list.as_os_str() == "-";
    let paths = match is_stdin {
        true => read(io::stdin().lock(), end),
        false => match pipe::open(list) {
            Ok(Opened::File(file)) => read(file, end),
            Ok(Opened::Stream(stream)) => read(stream, end),
            Err(e) => Err(e.into()),
        },
    };
    let names_stdin = |paths: &Vec<PathBuf>| paths.iter().any(|path| path.as_os_str() == "-");
    let paths = match paths {
        Ok(paths) if is_stdin && names_stdin(&paths) => Err(ListFault::StdinTwice),
        paths => paths,
    };
    paths.map_err(|fault| Error::List {
        list: list.to_owned(),
        fault,
    })
}

fn read(list: impl Read, end: End) -> Result<Vec<PathBuf>, ListFault> {
    let separator = match end {
        End::Line => b'\n',
        End::Nul => 0,
    };
    let mut list = BufReader::with_capacity(1 << 16, list.take(MAX_LIST));
    let (mut paths, mut path, mut n_empty) = (Vec::new(), Vec::new(), 0);
    for number in 1_u64.. {
        path.clear();
        let n = list
            .by_ref()
            .take(MAX_PATH as u64 + 1)
            .read_until(separator, &mut path)?;
        if n == 0 {
            break;
        }
        if path.last() == Some(&separator) {
            path.pop();
        } else if path.len() > MAX_PATH {
            return Err(ListFault::PathTooLong(number));
        }
        // Lines of Windows end with one octet more.
        if end == End::Line && path.last() == Some(&b'\r') {
            path.pop();
        }
        if path.is_empty() {
            n_empty += 1;
        } else {
            paths.push(path_of(&path).ok_or(ListFault::NotUnicode)?);
        }
        if n_empty > MAX_EMPTY {
            return Err(ListFault::TooManyEmpty);
        }
    }
    if list.get_ref().limit() == 0 {
        return Err(ListFault::TooLong);
    }
    Ok(paths)
}

#[cfg(unix)]
fn path_of(octets: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(OsString::from_vec(octets.to_vec()).into())
}

#[cfg(not(unix))]
fn path_of(octets: &[u8]) -> Option<PathBuf> {
    let text = std::str::from_utf8(octets).ok()?;
    Some(OsString::from(text).into())
}
