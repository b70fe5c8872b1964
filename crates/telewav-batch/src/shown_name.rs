//! What the name of a file says, whatever its octets are, and which part of it is the name of what it holds.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::Path;

use encoding_rs::GBK;
use telewav::name::is_audio_extension;

/// The name as text, and whether it had to be read as GBK: on Linux, folders that came from a Chinese Windows (in a ZIP, on a
/// share) keep their names in that encoding, which is no UTF-8. What is neither has U+FFFD for what cannot be read.
///
/// Source: WHATWG, Encoding Standard, 10.1 (GBK). Octets that it maps to characters for private use are no name.
pub(crate) fn shown(name: &OsStr) -> (Cow<'_, str>, bool) {
    match name.to_str() {
        Some(text) => (Cow::Borrowed(text), false),
        None => match gbk(name.as_encoded_bytes()) {
            Some(text) => (Cow::Owned(text), true),
            None => (name.to_string_lossy(), false),
        },
    }
}

/// These octets as GBK, if they are that.
pub(crate) fn gbk(octets: &[u8]) -> Option<String> {
    let text = GBK.decode_without_bom_handling_and_without_replacement(octets)?;
    let is_private = |c: char| matches!(c, '\u{E000}'..='\u{F8FF}');
    (!text.contains(is_private)).then(|| text.into_owned())
}

/// A recording's name without its extension. Only an audio extension is one; `v1.2` is a stem.
pub(crate) fn stem(recording: &Path) -> Option<&OsStr> {
    let extension = recording.extension();
    match extension.is_some_and(|e| is_audio_extension(&e.to_string_lossy())) {
        true => recording.file_stem(),
        false => recording.file_name(),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use super::shown;

    #[test]
    fn names_in_gbk_are_read() {
        for (octets, text, is_gbk) in [
            (&b"\xBB\xB6\xD3\xAD.wav"[..], "欢迎.wav", true),
            ("欢迎.wav".as_bytes(), "欢迎.wav", false),
            // Latin-1: no Chinese character ends in a full stop.
            (b"caf\xE9.wav", "caf\u{FFFD}.wav", false),
            (b"\xFF\xFF.wav", "\u{FFFD}\u{FFFD}.wav", false),
        ] {
            assert_eq!(shown(OsStr::from_bytes(octets)), (text.into(), is_gbk));
        }
    }
}
