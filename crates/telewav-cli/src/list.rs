//! `--files-from`: paths in a file.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;

use telewav_batch::pipe::{self, Opened};

use crate::args::FilesFrom;
use crate::exit::Stop;

/// The largest list that is read, in octets; a million paths have a tenth of it.
const MAX_LIST: u64 = 1 << 30;
/// No system has longer paths.
const MAX_PATH: usize = 1 << 16;
/// Empty lines, of which a list has few.
const MAX_EMPTY: u64 = 1 << 20;

impl FilesFrom {
    /// The paths in the list, in its order; `None` if there is no list.
    pub fn read(&self) -> Result<Option<Vec<PathBuf>>, Stop> {
        let Some(file) = &self.files_from else {
            return Ok(None);
        };
        let is_stdin = file.as_os_str() == "-";
        let paths = match is_stdin {
            true => self.paths(io::stdin().lock()),
            false => pipe::open(file).and_then(|opened| match opened {
                Opened::File(file) => self.paths(file),
                Opened::Stream(stream) => self.paths(stream),
            }),
        };
        let failed = |problem: &str| {
            Stop::message(format_args!(
                "failed to read --files-from {}: {problem}",
                file.display()
            ))
        };
        let paths = paths.map_err(|e| failed(&e.to_string()))?;
        if is_stdin && paths.iter().any(|path| path.as_os_str() == "-") {
            return Err(failed("standard input is the list, and cannot be in it"));
        }
        Ok(Some(paths))
    }

    fn paths(&self, list: impl Read) -> io::Result<Vec<PathBuf>> {
        let invalid = |problem: String| io::Error::new(io::ErrorKind::InvalidData, problem);
        let end = if self.null { 0 } else { b'\n' };
        let mut list = BufReader::with_capacity(1 << 16, list.take(MAX_LIST));
        let (mut paths, mut path, mut n_empty) = (Vec::new(), Vec::new(), 0);
        for number in 1_u64.. {
            path.clear();
            let n = list
                .by_ref()
                .take(MAX_PATH as u64 + 1)
                .read_until(end, &mut path)?;
            if n == 0 {
                break;
            }
            if path.last() == Some(&end) {
                path.pop();
            } else if path.len() > MAX_PATH {
                return Err(invalid(format!(
                    "path {number} has more than {MAX_PATH} octets; this is no list of paths"
                )));
            }
            // Lines of Windows end with one octet more.
            if !self.null && path.last() == Some(&b'\r') {
                path.pop();
            }
            if path.is_empty() {
                n_empty += 1;
            } else {
                let path =
                    path_of(&path).ok_or_else(|| invalid("a path is not UTF-8".to_owned()))?;
                paths.push(path);
            }
            if n_empty > MAX_EMPTY {
                return Err(invalid(format!(
                    "more than {MAX_EMPTY} of its paths are empty; this is no list of paths"
                )));
            }
        }
        if list.get_ref().limit() == 0 {
            return Err(invalid(format!("it has {MAX_LIST} octets or more")));
        }
        Ok(paths)
    }
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
