//! `--files-from`: paths in a file.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::args::FilesFrom;
use crate::exit::Stop;

impl FilesFrom {
    /// The paths in the list, in its order; `None` if there is no list.
    pub fn read(&self) -> Result<Option<Vec<PathBuf>>, Stop> {
        let Some(file) = &self.files_from else {
            return Ok(None);
        };
        let failed = |problem: String| {
            Stop::message(format_args!(
                "failed to read --files-from {}: {problem}",
                file.display()
            ))
        };
        let octets = octets(file).map_err(|e| failed(e.to_string()))?;
        let end = if self.null { 0 } else { b'\n' };
        let paths = octets
            .split(|octet| *octet == end)
            // Lines of Windows end with one octet more.
            .map(|path| match path {
                [path @ .., b'\r'] if !self.null => path,
                path => path,
            })
            .filter(|path| !path.is_empty())
            .map(|path| path_of(path).ok_or_else(|| failed("a path is not UTF-8".to_owned())))
            .collect::<Result<Vec<_>, _>>()?;
        if paths.iter().any(|path| path.as_os_str() == "-") && file.as_os_str() == "-" {
            return Err(failed(
                "standard input is the list, and cannot be in it".to_owned(),
            ));
        }
        Ok(Some(paths))
    }
}

fn octets(file: &Path) -> std::io::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return std::fs::read(file);
    }
    let mut octets = Vec::new();
    std::io::stdin().lock().read_to_end(&mut octets)?;
    Ok(octets)
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
