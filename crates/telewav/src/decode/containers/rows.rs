//! What walks over rows of frames have in common: tags are measured and passed over, and where nothing is known, the next
//! frame is looked for.

use std::io::{Read, Seek};

use super::junk::MAX_LEADING_JUNK;
use super::tags;
use crate::decode::window::Window;
use crate::error::Error;

/// Octets read at a time while looking for frames.
const SEARCH_LEN: usize = 1 << 14;

/// A walk over a row of frames.
pub(super) trait Row<R: Read + Seek> {
    /// The octets of the file.
    fn window(&mut self) -> &mut Window<R>;

    /// Whether a frame, or a stream of them, may start with this octet.
    fn may_begin(octet: u8) -> bool;

    /// Whether one seems to start at `position`, where one is expected.
    fn is_expected(&mut self, position: u64) -> Result<bool, Error>;

    /// Whether one starts at `position` for certain, though none is expected.
    fn is_sure(&mut self, position: u64) -> Result<bool, Error>;

    /// Whether there has been a frame.
    fn has_begun(&self) -> bool;

    /// Whether it takes too long to look for more.
    fn has_given_up(&self) -> bool {
        false
    }

    /// The end of the tag that starts at `start`, if one does.
    fn tag_end(&mut self, start: u64) -> Result<Option<u64>, Error> {
        let Some(len) = tags::len_at(self.window(), start)? else {
            return Ok(None);
        };
        let claimed = start.saturating_add(len);
        if claimed <= self.window().end() && self.follows_tag(claimed)? {
            return Ok(Some(claimed));
        }
        // Its length may be wrong, and frames in what it takes for its own.
        let claimed = claimed.min(self.window().end());
        let found = self.find(start, claimed)?;
        Ok(Some(found.unwrap_or(claimed)))
    }

    /// The end of what starts at `start` and is neither a frame nor a tag, up to what is; and whether it is a tag after all,
    /// one that is known by its end alone.
    fn unknown_end(&mut self, start: u64) -> Result<(u64, bool), Error> {
        // A file that has not shown a frame yet is not searched for ever.
        let end = self.window().end();
        let limit = match self.has_begun() {
            true => end,
            false => end.min(start.saturating_add(MAX_LEADING_JUNK)),
        };
        let Some(found) = self.find(start, limit)? else {
            return Ok((end, false));
        };
        // The footer of an APE tag says where it starts.
        match tags::ape_start(self.window(), found)? {
            Some(tag) if tag == start => Ok((found + tags::APE, true)),
            Some(tag) if (start..found).contains(&tag) => Ok((tag, false)),
            _ => Ok((found, false)),
        }
    }

    /// The first position behind `start` and before `limit` where something known starts for certain.
    fn find(&mut self, start: u64, limit: u64) -> Result<Option<u64>, Error> {
        let mut position = start + 1;
        while position < limit && !self.has_given_up() {
            let octets = self.window().read_at(position, SEARCH_LEN)?;
            for (candidate, octet) in (position..limit).zip(&octets) {
                let is_it = (Self::may_begin(*octet) && self.is_sure(candidate)?)
                    || (tags::may_begin(*octet) && self.is_sure_tag(candidate, start)?);
                if is_it {
                    return Ok(Some(candidate));
                }
            }
            position += octets.len().max(1) as u64;
        }
        Ok(None)
    }

    /// Whether a tag starts at `position`, and something that is known behind it; or the footer of one stands there that
    /// starts at `start`.
    fn is_sure_tag(&mut self, position: u64, start: u64) -> Result<bool, Error> {
        let Some(len) = tags::len_at(self.window(), position)? else {
            return Ok(false);
        };
        if tags::ape_start(self.window(), position)? == Some(start) {
            return Ok(true);
        }
        let end = position.saturating_add(len);
        Ok(end <= self.window().end() && self.follows_tag(end)?)
    }

    /// Whether what stands at `position` may follow a tag.
    fn follows_tag(&mut self, position: u64) -> Result<bool, Error> {
        Ok(position == self.window().end()
            || tags::len_at(self.window(), position)?.is_some()
            || self.is_expected(position)?)
    }
}
