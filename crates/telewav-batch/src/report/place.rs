//! Paths as the reports for machines want them: relative to the folder of the run, with slashes.

use std::fmt::Write as _;
use std::path::Path;

/// The path from here, if it is below here; else as it is.
pub fn relative(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let below = here
        .as_deref()
        .and_then(|here| path.strip_prefix(here).ok());
    let text = below.unwrap_or(path).to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}

/// The same as a reference of RFC 3986, section 4.2: what has a meaning in it, or is no ASCII, as `%XX`.
pub fn uri(path: &Path) -> String {
    let mut uri = String::new();
    for octet in relative(path).bytes() {
        match octet {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'@' => {
                uri.push(char::from(octet));
            }
            octet => {
                let _ = write!(uri, "%{octet:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri(Path::new("./a b/欢.wav")), "a%20b/%E6%AC%A2.wav");
        assert_eq!(uri(Path::new("50%.wav")), "50%25.wav");
        let here = std::env::current_dir().unwrap_or_default();
        assert_eq!(relative(&here.join("a/b.wav")), "a/b.wav");
        assert_eq!(relative(Path::new("-")), "-");
    }
}
