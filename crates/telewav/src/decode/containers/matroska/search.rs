//! Octets that are no element, or one that does not belong where it stands.

use std::io::{Read, Seek};
use std::ops::Range;

use super::block::BlockHead;
use super::ebml::Element;
use super::lost::Lost;
use super::schema::*;
use super::walk::{BETWEEN, Context, Walk};
use crate::decode::{DamageKind, Output};
use crate::error::Error;
use crate::error::remark::Matroska;
use crate::kind;

/// Octets that are looked at of what stands behind a segment.
const LOOK_LEN: usize = 4096;

impl<R: Read + Seek> Walk<R> {
    /// Octets that may have been sound; the next block's time tells, unless it is certain.
    pub fn lose(&mut self, at: u64, end: u64, what: Matroska, kind: DamageKind, is_certain: bool) {
        let n_octets = end - at;
        match &mut self.lost {
            Some(lost) => {
                lost.n_octets += n_octets;
                lost.is_certain |= is_certain;
            }
            None => {
                self.lost = Some(Lost {
                    at,
                    n_octets,
                    what,
                    kind,
                    is_certain,
                });
            }
        }
    }

    /// An element between clusters that does not belong there.
    pub fn stray(&mut self, element: &Element, output: &mut Output<'_, '_>) -> Result<(), Error> {
        if self.segment.has_clusters && is_in_cluster(element.id) {
            // The cluster before it says that it ends too early.
            self.context = Context {
                id: CLUSTER,
                end: None,
            };
            return Ok(());
        }
        let end = element.end().filter(|end| *end <= self.elements.end);
        let is_behind = self.segment.end.is_some_and(|end| element.at >= end);
        let end = end.filter(|_| !is_behind);
        let Some(end) = end else {
            return self.search(element.at, output);
        };
        if !self.is_element(end)? {
            return self.search(element.at, output);
        }
        let (id, offset) = (element.id, element.at);
        if let Some(right) = self.by_content(element)? {
            output.note(Matroska::DamagedIdentifier { id, offset });
            let element = Element {
                id: right,
                ..*element
            };
            return self.enter(&element, output);
        }
        let what = Matroska::UnknownElement { id, offset };
        self.lose(element.at, end, what, DamageKind::Gap, false);
        self.position = end;
        Ok(())
    }

    /// What an element is by what is first in it, filling aside: a cluster begins with its time.
    fn by_content(&mut self, element: &Element) -> Result<Option<u32>, Error> {
        let mut first = self.elements.at(element.body)?;
        if let Some(filling) = first.filter(|first| is_filling(first.id)) {
            first = match filling.end() {
                Some(end) => self.elements.at(end)?,
                None => None,
            };
        }
        let Some(first) = first else { return Ok(None) };
        let is_within = first.end().is_some_and(|end| Some(end) <= element.end());
        Ok(match first.id {
            _ if !is_within => None,
            TIMESTAMP if first.len <= Some(8) => Some(CLUSTER),
            TRACK_ENTRY if self.segment.tracks.is_empty() => Some(TRACKS),
            SEEK_HEAD | INFO | TRACKS if !self.segment.has_begun => Some(SEGMENT),
            id if is_in_header(id) => Some(EBML),
            _ => None,
        })
    }

    /// Goes on at the next element that is one beyond doubt: what stands at `at` makes no sense.
    pub fn search(&mut self, at: u64, output: &mut Output<'_, '_>) -> Result<(), Error> {
        let in_cluster = self.context.id == CLUSTER;
        let next = self.next_element(at + 1..self.elements.end, in_cluster, output)?;
        let end = next.unwrap_or(self.elements.end);
        self.position = end;
        let (bytes, offset) = (end - at, at);
        let was_in = std::mem::replace(&mut self.context, BETWEEN);
        let is_behind = self.segment.end.is_some_and(|end| at >= end);
        if !in_cluster && is_behind {
            return self.behind(at, end, output);
        }
        if was_in.end.is_some_and(|limit| !in_cluster && end <= limit) {
            // A defect in a tag or an index has nothing to do with sound.
            output.note(Matroska::SenselessElements { bytes, offset });
            return Ok(());
        }
        let (what, kind) = match next {
            Some(_) => (Matroska::NoElement { bytes, offset }, DamageKind::Gap),
            None => (Matroska::EndsInElement { offset }, DamageKind::EarlyEnd),
        };
        self.lose(at, end, what, kind, in_cluster);
        Ok(())
    }

    /// The first place in `range` where an element starts that has a name of four octets, or that is a block of a known
    /// track.
    pub fn next_element(
        &mut self,
        mut range: Range<u64>,
        may_be_block: bool,
        output: &Output<'_, '_>,
    ) -> Result<Option<u64>, Error> {
        loop {
            output.tick()?;
            let segment = &self.segment;
            let is_there = |octets: &[u8]| {
                let id = octets.first_chunk().map(|four| u32::from_be_bytes(*four));
                id.is_some_and(is_master)
                    || may_be_block && looks_like_block(octets, |track| segment.knows(track))
            };
            let Some(found) = self.elements.find(range.clone(), is_there)? else {
                return Ok(None);
            };
            if let Some(element) = self.elements.at(found)? {
                let end = element.end().filter(|end| *end <= self.elements.end);
                let is_followed = match end {
                    Some(end) if !is_master(element.id) => self.is_element(end)?,
                    _ => is_master(element.id),
                };
                if is_followed {
                    return Ok(Some(found));
                }
            }
            range.start = found + 1;
        }
    }

    /// Octets behind the segment.
    fn behind(&mut self, at: u64, end: u64, output: &mut Output<'_, '_>) -> Result<(), Error> {
        let mut head = Vec::new();
        let len = usize::try_from(end - at)
            .unwrap_or(usize::MAX)
            .min(LOOK_LEN);
        self.elements.read(at, len, &mut head)?;
        let (bytes, offset) = (end - at, at);
        match kind::recording(&head) {
            Some(kind) => {
                let what = Matroska::OtherBehindSegment { kind, offset };
                output.damage(DamageKind::Gap, output.duration_s, what);
            }
            None => output.note(Matroska::BehindSegment { bytes, offset }),
        }
        Ok(())
    }
}

/// Whether a block, or a group with one, of a known track may start with these octets.
fn looks_like_block(octets: &[u8], is_known: impl Fn(u64) -> bool) -> bool {
    let block = match octets.first() {
        Some(0xA3) => content_of(octets, SIMPLE_BLOCK),
        Some(0xA0) => content_of(octets, BLOCK_GROUP).and_then(|group| content_of(group, BLOCK)),
        _ => None,
    };
    let head = block.and_then(BlockHead::parse);
    head.is_some_and(|head| is_known(head.track))
}

/// What follows the head of an element, if it is of that kind.
fn content_of(octets: &[u8], id: u32) -> Option<&[u8]> {
    let element = Element::parse(octets, 0).filter(|element| element.id == id)?;
    octets.get(element.body as usize..)
}
