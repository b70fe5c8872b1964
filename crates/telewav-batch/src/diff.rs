//! What changes in a file's name and header, line by line.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::Path;

use telewav::Error;
use telewav::error::Action;
use telewav::inspect::Wav;
use telewav::riff::read as riff;

/// The name and the header before and after, as `diff -u` shows lines. Without octets, the content stays.
pub fn of_files(old: &Path, new: &Path, octets: Option<&[u8]>) -> Result<String, Error> {
    let mut diff = format!("--- {}\n+++ {}\n", old.display(), new.display());
    if let Some(octets) = octets {
        let mut file = File::open(old).map_err(|source| Error::Io {
            action: Action::OpenFile,
            source: source.into(),
        })?;
        let sniffed = telewav::kind::sniff(&mut file)?;
        let before = lines(&mut file, sniffed.start);
        let after = lines(&mut Cursor::new(octets), 0);
        for (mark, line) in changes(&before, &after) {
            let _ = writeln!(diff, "{mark}{line}");
        }
    }
    Ok(diff)
}

fn lines<R: Read + Seek + Send + Sync>(source: &mut R, start: u64) -> Vec<String> {
    let wav = match riff::read(source, start) {
        Ok(facts) => Wav::from(facts),
        Err(error) => return vec![format!("failed to {error}")],
    };
    let mut lines = vec![format!("{} of {} octets", wav.form, wav.riff_size)];
    for chunk in &wav.chunks {
        let mut line = format!("\"{}\" of {} octets", chunk.id, chunk.declared_len);
        if chunk.id == "fmt " {
            let _ = write!(
                line,
                ": tag 0x{:04X}, {} channels, {} Hz, {} octets a second, block align {}, {} bits",
                wav.tag, wav.n_channels, wav.rate_hz, wav.byte_rate, wav.block_align, wav.bits
            );
        }
        if let (true, Some(n)) = (chunk.id == "fact", wav.fact_frames) {
            let _ = write!(line, ": {n} frames");
        }
        if chunk.pad_missing {
            line.push_str(", pad byte missing");
        }
        if let Some(note) = &chunk.note {
            let _ = write!(line, ": {note}");
        }
        lines.push(line);
    }
    if wav.trailing_bytes > 0 {
        lines.push(format!(
            "{} octets behind the last chunk",
            wav.trailing_bytes
        ));
    }
    lines
}

/// Lines of both, in order, by their longest common subsequence.
fn changes<'l>(before: &'l [String], after: &'l [String]) -> Vec<(char, &'l str)> {
    let (n, m) = (before.len(), after.len());
    let mut common = vec![vec![0; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            common[i][j] = if before[i] == after[j] {
                common[i + 1][j + 1] + 1
            } else {
                usize::max(common[i + 1][j], common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut changes = Vec::new();
    while i < n || j < m {
        if i < n && j < m && before[i] == after[j] {
            changes.push((' ', before[i].as_str()));
            (i, j) = (i + 1, j + 1);
        } else if i < n && (j == m || common[i + 1][j] >= common[i][j + 1]) {
            changes.push(('-', before[i].as_str()));
            i += 1;
        } else {
            changes.push(('+', after[j].as_str()));
            j += 1;
        }
    }
    changes
}
