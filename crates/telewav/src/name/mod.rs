//! File names of prompts: their parts, and how to make one that a platform accepts.

mod kana;
mod readings;
mod spell;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::decode::RawFormat;
use spell::{GAP, spell};

/// The extensions under which recordings are kept, lower-case. A name that ends in one of them
/// before its real extension was most likely renamed by hand.
/// Those of headerless sound are in [`RawFormat::of_extension`].
pub const AUDIO_EXTENSIONS: [&str; 81] = [
    "3g2", "3ga", "3gp", "aa3", "aac", "aax", "ac3", "aif", "aifc", "aiff", "amr", "ape", "asf",
    "au", "avi", "awb", "caf", "dff", "ds2", "dsf", "dss", "dts", "eac3", "ec3", "evrc", "flac",
    "flv", "g722", "g723", "g726", "g729", "ilbc", "m4a", "m4b", "m4p", "m4r", "m4v", "mka", "mkv",
    "mlp", "mov", "mp1", "mp2", "mp3", "mp4", "mpc", "mpeg", "mpg", "mpga", "mpp", "nist", "ofr",
    "oga", "ogg", "oma", "opus", "pcm", "pvf", "qcp", "ra", "raw", "rm", "shn", "silk", "slk",
    "snd", "sph", "spx", "tak", "thd", "tta", "voc", "vox", "w64", "wav", "wav49", "wave", "webm",
    "wma", "wmv", "wv",
];

/// Splits a file name at its last dot: stem and extension without the dot. A name without a dot, or
/// with nothing but a dot at its start, has no extension.
///
/// ```
/// use telewav::name::split;
/// assert_eq!(split("a.b.wav"), ("a.b", Some("wav")));
/// assert_eq!(split(".wav"), ("", Some("wav")));
/// assert_eq!(split("welcome"), ("welcome", None));
/// ```
pub fn split(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once('.') {
        Some((stem, extension)) => (stem, Some(extension)),
        None => (name, None),
    }
}

/// What two names have in common that are one and the same on some systems: on Windows and macOS those that differ by their
/// capitals, on macOS also those that differ by Unicode's normal form (é as one character or as two).
///
/// ```
/// use telewav::name::fold;
/// assert_eq!(fold("Caf\u{e9}.wav"), fold("cafe\u{301}.WAV"));
/// ```
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// Whether Windows takes a file of this name for a device, in whatever folder and with whatever extension.
///
/// Source: Microsoft, "Naming Files, Paths, and Namespaces".
///
/// ```
/// use telewav::name::is_reserved;
/// assert!(is_reserved("con.wav") && is_reserved("Com1.notice.wav"));
/// assert!(!is_reserved("console.wav"));
/// ```
pub fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let stem = stem.to_ascii_uppercase();
    let is_port = |kind: &str| {
        let number = stem.strip_prefix(kind).map(|number| number.chars());
        number.is_some_and(|mut number| {
            matches!(number.next(), Some('0'..='9' | '¹' | '²' | '³')) && number.next().is_none()
        })
    };
    matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || is_port("COM")
        || is_port("LPT")
}

/// Whether `extension` (any case) is one under which recordings are kept.
pub fn is_audio_extension(extension: &str) -> bool {
    let extension = extension.to_ascii_lowercase();
    AUDIO_EXTENSIONS.contains(&extension.as_str()) || RawFormat::of_extension(&extension).is_some()
}

/// What a file of this extension (any case) may be that has no header, and that telewav does not decode.
///
/// ```
/// assert_eq!(telewav::name::headerless("G729"), Some("G.729 speech"));
/// ```
pub fn headerless(extension: &str) -> Option<&'static str> {
    Some(match &*extension.to_ascii_lowercase() {
        "g723" | "g7231" | "tco" | "rco" => "G.723.1 speech",
        "g728" => "G.728 speech",
        "g729" | "g729a" => "G.729 speech",
        "lpc" | "lpc10" => "LPC-10 speech",
        "cvs" | "cvsd" | "cvu" | "dvms" | "vms" => "CVSD speech",
        _ => return None,
    })
}

/// Whether ffmpeg decodes what [`headerless`] says of this extension.
///
/// ```
/// assert!(telewav::name::is_for_ffmpeg("g729") && !telewav::name::is_for_ffmpeg("lpc10"));
/// ```
pub fn is_for_ffmpeg(extension: &str) -> bool {
    !matches!(
        &*extension.to_ascii_lowercase(),
        "g728" | "lpc" | "lpc10" | "cvs" | "cvsd" | "cvu" | "dvms" | "vms"
    )
}

/// Makes a stem that consists of allowed characters only, readable and the same on every run.
///
/// A character that `allowed` matches stays as it is. Any other is spelled in ASCII:
///
/// - Chinese in pinyin without tones (ü is `v`), by its words where they are known (银行 is `Yin Hang`, 旅行 `Lv Xing`), also
///   in traditional characters;
/// - kana in Hepburn, each run of them a word (`Kudasai`);
/// - other scripts and accents by the deunicode crate (`é` becomes `e`);
/// - emoji not at all.
///
/// What is still not allowed becomes one `_` (or `-`, if that is what the platform allows) between words, and nothing at the
/// ends and beside what the name has there itself. Leading dots and dashes are dropped. At most `max_chars` characters are
/// kept, cut between words where possible.
///
/// `None` if nothing is left: then only a person can say what the prompt should be called.
///
/// ```
/// let allowed = regex::Regex::new("^[0-9A-Za-z._@-]$").unwrap();
/// let fix = |stem| telewav::name::fix(stem, Some(&allowed), 124);
/// assert_eq!(fix("欢迎光临 (1)").as_deref(), Some("Huan_Ying_Guang_Lin_1"));
/// assert_eq!(fix("重庆银行").as_deref(), Some("Chong_Qing_Yin_Hang"));
/// assert_eq!(fix("wait_voice1").as_deref(), Some("wait_voice1"));
/// assert_eq!(fix("???"), None);
/// ```
pub fn fix(stem: &str, allowed: Option<&Regex>, max_chars: usize) -> Option<String> {
    let Some(allowed) = allowed else {
        // Any name will do, if it is not too long.
        let cut: String = stem.chars().take(max_chars).collect();
        return (!cut.is_empty()).then_some(cut);
    };
    let is_allowed = |c: char| allowed.is_match(c.encode_utf8(&mut [0; 4]));
    let separator = ['_', '-', '.'].into_iter().find(|c| is_allowed(*c));

    let mut fixed = String::with_capacity(stem.len());
    // Something was left out; a separator is due when the next word starts.
    let mut gap = false;
    for c in spelled(stem, is_allowed).chars() {
        // A platform may know capitals only, or none.
        let cases = [c, c.to_ascii_lowercase(), c.to_ascii_uppercase()];
        let Some(c) = cases.into_iter().find(|c| *c != GAP && is_allowed(*c)) else {
            gap = true;
            continue;
        };
        let is_between_words = c.is_alphanumeric() && fixed.ends_with(char::is_alphanumeric);
        if gap && is_between_words {
            fixed.extend(separator);
        }
        gap = false;
        fixed.push(c);
    }

    let fixed = fixed.trim_start_matches(['.', '-']);
    let fixed = cut(fixed, max_chars);
    (!fixed.is_empty()).then(|| fixed.to_owned())
}

/// `stem` with all that is not allowed in Latin letters, and a [`GAP`] where words end.
fn spelled(stem: &str, is_allowed: impl Fn(char) -> bool) -> String {
    let mut spelled = String::with_capacity(stem.len());
    let mut rest = stem;
    while let Some(first) = rest.chars().next() {
        let kept = is_allowed(first);
        let end = rest.find(|c| is_allowed(c) != kept).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        match kept {
            true => spelled.push_str(run),
            false => spell(run, &mut spelled),
        }
        rest = behind;
    }
    spelled
}

/// At most `max_chars` of `name`, up to a separator if one stands in its second half.
fn cut(name: &str, max_chars: usize) -> &str {
    let Some((end, _)) = name.char_indices().nth(max_chars) else {
        return name;
    };
    let head = &name[..end];
    match head.rfind(['_', '-']) {
        Some(at) if at > end / 2 => &head[..at],
        _ => head,
    }
}
