//! The decoders that telewav is compared with: ffmpeg's, and those of the libraries behind SoX.

use std::fs;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::sound::{Sound, joined};

/// A program that decodes, and what it has to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoder {
    /// ffmpeg, with options ahead of the input: a decoder other than its own, or the format of a file that
    /// has no header.
    Ffmpeg(&'static str),
    /// SoX, with options ahead of the input.
    Sox(&'static str),
}

impl Decoder {
    /// ffmpeg's own decoders, for files with a header.
    pub const FFMPEG: Self = Self::Ffmpeg("");
    /// SoX, for files with a header.
    pub const SOX: Self = Self::Sox("");
    /// Opus by its reference library: in float, as ffmpeg's own decoder would be.
    pub const LIBOPUS: Self = Self::Ffmpeg("-c:a libopus -request_sample_fmt flt");

    /// The program's name.
    pub fn program(self) -> &'static str {
        match self {
            Self::Ffmpeg(_) => "ffmpeg",
            Self::Sox(_) => "SoX",
        }
    }

    /// What does the decoding, for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::LIBOPUS => "libopus",
            _ => self.program(),
        }
    }

    /// Whether it cuts what exceeds full scale, which decoders of lossy codecs do.
    pub fn clips(self) -> bool {
        matches!(self, Self::Sox(_))
    }

    /// Decodes a file. Neither program goes on to a second stream in chained Ogg as if nothing had happened
    /// (SoX stops, ffmpeg loses frames), so each is decoded on its own.
    pub fn decode(self, path: &Path) -> Outcome<Vec<Sound>> {
        let octets = fs::read(path).map_err(|e| e.to_string())?;
        let links = ogg_links(&octets);
        if links.len() < 2 {
            return Ok(vec![self.decode_one(path)?]);
        }
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let link = folder.path().join("link.ogg");
        let mut sounds = Vec::new();
        for range in links {
            fs::write(&link, &octets[range]).map_err(|e| e.to_string())?;
            sounds.push(self.decode_one(&link)?);
        }
        Ok(joined(sounds))
    }

    fn decode_one(self, path: &Path) -> Outcome<Sound> {
        let output = self.command(path).output();
        let output = output.map_err(|e| format!("{}: {e}", self.program()))?;
        if !output.status.success() {
            return Err(last_line(&output.stderr));
        }
        let sound = Sound::from_au(&output.stdout).ok_or("no AU file")?;
        if sound.n_frames() == 0 {
            return Err("no frames".into());
        }
        Ok(sound)
    }

    fn command(self, path: &Path) -> Command {
        let mut command;
        match self {
            Self::Ffmpeg(options) => {
                command = Command::new("ffmpeg");
                command.args(["-v", "error", "-nostdin"]);
                command.args(options.split_whitespace()).arg("-i").arg(path);
                command.args(["-map", "0:a:0", "-c:a", "pcm_f32be", "-f", "au", "-"]);
            }
            Self::Sox(options) => {
                command = Command::new("sox");
                command.args(["-V1", "-D"]);
                command.args(options.split_whitespace()).arg(path);
                command.args(["-t", "au", "-e", "float", "-b", "32", "-"]);
            }
        }
        command.stdin(Stdio::null());
        command
    }
}

/// The last line that a program said.
pub fn last_line(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    text.lines()
        .last()
        .unwrap_or("no message")
        .trim()
        .to_owned()
}

/// The streams that are chained in an Ogg file; none if it is no Ogg.
///
/// Source: RFC 3533, section 6: a page has a header of 27 octets, of which octet 5 has the flag for a first
/// page and octet 26 the number of segment lengths that follow.
fn ogg_links(octets: &[u8]) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut at = 0;
    let mut was_first = false;
    while let Some(page) = octets.get(at..).filter(|page| page.starts_with(b"OggS")) {
        let Some(n_segments) = page.get(26) else {
            break;
        };
        let lengths = page.get(27..27 + usize::from(*n_segments)).unwrap_or(&[]);
        let is_first = page[5] & 0x02 != 0;
        // Streams that run side by side have their first pages together.
        if is_first && !was_first {
            starts.push(at);
        }
        was_first = is_first;
        at += 27 + lengths.len() + lengths.iter().map(|len| usize::from(*len)).sum::<usize>();
    }
    let ends = starts.iter().skip(1).copied().chain([octets.len()]);
    let links = starts.iter().zip(ends);
    links.map(|(start, end)| *start..end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(flags: u8, payload: &[u8]) -> Vec<u8> {
        let mut page = b"OggS\0".to_vec();
        page.push(flags);
        page.extend([0; 20]);
        page.extend([1, payload.len() as u8]);
        page.extend(payload);
        page
    }

    #[test]
    fn links_start_at_first_pages() {
        let link = [page(2, b"head"), page(0, b"OggS"), page(4, b"end")].concat();
        let n = link.len();
        assert_eq!(ogg_links(&link), vec![0..n]);
        assert_eq!(ogg_links(&[link.clone(), link].concat()), [0..n, n..2 * n]);
        assert!(ogg_links(b"RIFF").is_empty());
        // Two streams side by side are one link.
        let both = [page(2, b"a"), page(2, b"b"), page(0, b"a")].concat();
        assert_eq!(ogg_links(&both).len(), 1);
    }
}
