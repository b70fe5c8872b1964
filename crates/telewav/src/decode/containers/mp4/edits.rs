//! Which part of its media a track claims to be the sound: its edit list, or what iTunes says in a tag.
//!
//! Source: ISO/IEC 14496-12:2015, 8.6.6 (`elst`); the tag as iTunes writes it: hexadecimal words, of which the second,
//! third and fourth are delay, padding and length.

use super::boxes::{time_at, u32_at};

/// More edits than this are none of sound.
const MAX_EDITS: usize = 64;

/// An entry of an edit list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edit {
    /// In ticks of the movie; 0 to the end, in a fragmented file.
    pub duration: u64,
    /// The first tick of the media, or -1 for a pause.
    pub media_time: i64,
    /// 16.16.
    pub rate: u32,
}

/// How long the pauses in an edit list are, in ticks of the movie.
pub(super) fn pause(edits: &[Edit]) -> u64 {
    let pauses = edits.iter().filter(|edit| edit.media_time < 0);
    pauses.fold(0, |sum, edit| sum.saturating_add(edit.duration))
}

/// The entries of an `elst`.
pub(super) fn edits(elst: &[u8]) -> Option<Vec<Edit>> {
    let version = *elst.first()?;
    let n_entries = u32_at(elst, 4)? as usize;
    let (len, wide) = if version == 1 { (20, 8) } else { (12, 4) };
    let entries = elst
        .get(8..)?
        .chunks_exact(len)
        .take(n_entries.min(MAX_EDITS));
    let edits = entries.map(|entry| {
        let media_time = time_at(entry, wide, version)?;
        Some(Edit {
            duration: time_at(entry, 0, version)?,
            media_time: match version {
                1 => media_time as i64,
                _ => i64::from(media_time as i32),
            },
            rate: u32_at(entry, 2 * wide)?,
        })
    });
    edits.collect()
}

/// iTunSMPB, in frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gapless {
    pub delay: u64,
    pub padding: u64,
    pub n_frames: u64,
}

impl Gapless {
    /// The tag's text.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        let mut words = text
            .trim_matches(['\0', ' '])
            .split_ascii_whitespace()
            .map(|word| u64::from_str_radix(word, 16).ok());
        words.next()?;
        let found = Self {
            delay: words.next()??,
            padding: words.next()??,
            n_frames: words.next()??,
        };
        // A delay of more than a few packets is none.
        (found.delay < 1 << 16 && found.padding < 1 << 16).then_some(found)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_either_version_is_read() {
        let narrow =
            b"\0\0\0\0\0\0\0\x02\0\0\x01\0\xFF\xFF\xFF\xFF\0\x01\0\0\0\0\0\x07\0\0\x04\0\0\x01\0\0";
        let both = [(256, -1), (7, 1024)].map(|(duration, media_time)| Edit {
            duration,
            media_time,
            rate: 1 << 16,
        });
        assert_eq!(edits(narrow).unwrap(), both);
        let wide = [
            &b"\x01\0\0\0\0\0\0\x02"[..],
            &256_u64.to_be_bytes(),
            &(-1_i64).to_be_bytes(),
            b"\0\x01\0\0",
            &7_u64.to_be_bytes(),
            &1024_i64.to_be_bytes(),
            b"\0\x01\0\0",
        ];
        assert_eq!(edits(&wide.concat()).unwrap(), both);
        // Those that are there, whatever it counts.
        assert_eq!(edits(&narrow[..20]).unwrap(), both[..1]);
        assert_eq!(edits(&narrow[..6]), None);
    }
}
