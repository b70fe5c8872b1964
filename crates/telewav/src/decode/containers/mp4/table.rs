//! A table: entries of one length, one behind the other.
//!
//! Tables may be longer than memory, so they are read piece by piece, however many entries they claim.

use std::io::{Read, Seek};
use std::ops::Range;

use super::boxes::FoundBox;
use crate::decode::window::Window;
use crate::error::Error;

/// Octets of a table that are read at a time.
const PIECE: usize = 1 << 14;

/// A table: entries of one length. Those that are there, whatever the header says.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    range: Range<u64>,
    entry_len: usize,
    /// Entries that are there.
    pub n_entries: u64,
    /// Entries that it claims beyond those.
    pub n_missing: u64,
    /// Entries that there is room for behind those that it claims.
    pub n_more: u64,
}

impl Table {
    /// A table of `n_entries` that starts `skip` octets into a box.
    pub fn in_box(found: &FoundBox, skip: u64, entry_len: usize, n_entries: u32) -> Self {
        let start = found.body.start.saturating_add(skip);
        let room = found.body.end.saturating_sub(start) / entry_len as u64;
        let n_there = u64::from(n_entries).min(room);
        Self {
            range: start..start + n_there * entry_len as u64,
            entry_len,
            n_entries: n_there,
            n_missing: u64::from(n_entries) - n_there,
            n_more: room - n_there,
        }
    }

    pub fn entries(&self) -> Entries {
        Entries {
            position: self.range.start,
            end: self.range.end,
            entry_len: self.entry_len.max(1),
            piece: Vec::new(),
            at: 0,
        }
    }
}

/// Goes through a table.
pub(super) struct Entries {
    position: u64,
    end: u64,
    entry_len: usize,
    piece: Vec<u8>,
    /// Where in the piece.
    at: usize,
}

impl Entries {
    pub fn next<R: Read + Seek>(&mut self, window: &mut Window<R>) -> Result<Option<&[u8]>, Error> {
        if self.at + self.entry_len > self.piece.len() {
            let whole = PIECE - PIECE % self.entry_len;
            let left = usize::try_from(self.end - self.position).unwrap_or(whole);
            self.piece = window.read_at(self.position, left.min(whole))?;
            self.position += self.piece.len() as u64;
            self.at = 0;
            // The file is shorter than it was.
            if self.piece.len() < self.entry_len {
                self.position = self.end;
            }
        }
        let entry = self.piece.get(self.at..self.at + self.entry_len);
        self.at += self.entry_len;
        Ok(entry)
    }

    /// Passes over `n` entries.
    pub fn skip(&mut self, n: u64) {
        let in_piece = (self.piece.len().saturating_sub(self.at) / self.entry_len) as u64;
        if n <= in_piece {
            self.at += n as usize * self.entry_len;
            return;
        }
        self.at = self.piece.len();
        let octets = (n - in_piece).saturating_mul(self.entry_len as u64);
        self.position = self.position.saturating_add(octets).min(self.end);
    }

    /// Whether there is no further entry.
    pub fn is_over(&self) -> bool {
        self.position >= self.end && self.at + self.entry_len > self.piece.len()
    }
}
