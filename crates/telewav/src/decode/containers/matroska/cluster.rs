//! What is in a cluster: blocks, alone or in groups, and its time.

use std::io::{Read, Seek};

use super::block::BlockHead;
use super::ebml::{Element, int, uint};
use super::schema::*;
use super::walk::{BETWEEN, Walk};
use crate::decode::limits::PACKET_PART;
use crate::decode::{DamageKind, Output};
use crate::error::remark::Matroska;
use crate::error::{Error, Quantity};

impl<R: Read + Seek> Walk<R> {
    /// Takes in an element in a cluster that is no filling.
    pub fn in_cluster(
        &mut self,
        element: &Element,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let end = match self.end_of(element)? {
            Some(end) => Some(end),
            None => self.end_before_none(element, output)?,
        };
        let Some(end) = end else {
            return self.search(element.at, output);
        };
        let is_number = is_number_in_cluster(element.id);
        let is_unknown = !is_in_cluster(element.id);
        if is_number && end - element.body > 8 || is_unknown && !self.is_element(end)? {
            return self.search(element.at, output);
        }
        if is_unknown && self.context.end.is_none() {
            // Where the cluster ends is not known: here, perhaps.
            self.context = BETWEEN;
            return self.stray(element, output);
        }
        self.position = end;
        match element.id {
            TIMESTAMP => self.time = uint(&self.elements.content(element, 8)?),
            SIMPLE_BLOCK => self.block(element, 0, output)?,
            BLOCK_GROUP => self.block_group(element, end, output)?,
            _ if is_unknown => {
                let (id, offset) = (element.id, element.at);
                let what = Matroska::UnknownElement { id, offset };
                self.lose(element.at, end, what, DamageKind::Gap, false);
            }
            _ => {}
        }
        Ok(())
    }

    /// Where a block ends that nothing known follows: as it says, if no other block starts before that.
    fn end_before_none(
        &mut self,
        element: &Element,
        output: &Output<'_, '_>,
    ) -> Result<Option<u64>, Error> {
        let is_block = [SIMPLE_BLOCK, BLOCK_GROUP].contains(&element.id);
        let end = element.end().filter(|end| *end <= self.elements.end);
        let Some(end) = end.filter(|_| is_block) else {
            return Ok(None);
        };
        let other = self.next_element(element.body..end, true, output)?;
        Ok(Some(end).filter(|_| other.is_none()))
    }

    fn block_group(
        &mut self,
        group: &Element,
        end: u64,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let (id, offset) = (group.id, group.at);
        let (mut block, mut padding_ns, mut position) = (None, 0, group.body);
        while position < end {
            let child = self.elements.at(position)?;
            let child = child.filter(|child| child.end().is_some_and(|child_end| child_end <= end));
            let Some(child) = child else {
                let what = Matroska::BlockGroupUnread { id, offset };
                self.lose(group.at, end, what, DamageKind::Gap, true);
                break;
            };
            match child.id {
                BLOCK => block = Some(child),
                // Negative padding is at the start of a block; no writer is known to use it.
                DISCARD_PADDING => {
                    let ns = int(&self.elements.content(&child, 8)?);
                    padding_ns = u64::try_from(ns).unwrap_or(0);
                }
                _ => {}
            }
            position = child.end().unwrap_or(end);
        }
        match block {
            Some(block) => self.block(&block, padding_ns, output),
            None => {
                let what = Matroska::NoBlockInGroup { id, offset };
                self.lose(group.at, end, what, DamageKind::Gap, false);
                Ok(())
            }
        }
    }

    fn block(
        &mut self,
        element: &Element,
        padding_ns: u64,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let (id, offset) = (element.id, element.at);
        let len = element.len.unwrap_or(0);
        let mut octets = std::mem::take(&mut self.block);
        let head_len = len.min(BlockHead::MAX_LEN) as usize;
        self.elements.read(element.body, head_len, &mut octets)?;
        let head = BlockHead::parse(&octets);
        let number = self.segment.sound.as_ref().map(|sound| sound.number());
        match head {
            Some(head) if Some(head.track) == number => {
                let costs = len.saturating_mul(PACKET_PART);
                output
                    .limits()
                    .check_memory(Quantity::MatroskaBlock, costs)?;
                self.elements
                    .read(element.body, len as usize, &mut octets)?;
                if self.context.end.is_none() && holds_cluster(&octets) {
                    return self.search(element.at, output);
                }
                self.sound(&head, &octets, padding_ns, output)?;
            }
            Some(head) => {
                let time_s = self.segment.time_s(self.time, &head);
                if !self.segment.other(head.track, time_s) {
                    let what = Matroska::BlockOfUnknownTrack { id, offset };
                    self.lose(element.at, element.body + len, what, DamageKind::Gap, false);
                }
            }
            None => {
                let what = Matroska::BlockTooShort { id, offset };
                self.lose(element.at, element.body + len, what, DamageKind::Gap, false);
            }
        }
        self.block = octets;
        Ok(())
    }

    /// A block of the track that is decoded.
    fn sound(
        &mut self,
        head: &BlockHead,
        octets: &[u8],
        padding_ns: u64,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        let time_s = self.segment.time_s(self.time, head);
        let Some(sound) = &mut self.segment.sound else {
            return Ok(());
        };
        if sound.is_again(time_s, octets) {
            return Ok(());
        }
        let is_behind = sound.is_behind(time_s, output.duration_s);
        if let Some(lost) = self.lost.take() {
            if lost.is_certain || is_behind {
                lost.tell(output.duration_s, output);
                sound.accept();
            } else {
                self.junk.add(&lost);
            }
        }
        sound.block(head, octets, time_s, padding_ns, output)
    }
}

/// Whether a cluster with its time stands in what should be sound: the block says that it is too long.
fn holds_cluster(octets: &[u8]) -> bool {
    let starts = |at: &usize| octets[*at..].starts_with(&CLUSTER.to_be_bytes());
    let cluster = (0..octets.len()).find(starts);
    let cluster = cluster.and_then(|at| Element::parse(&octets[at..], at as u64));
    let first = cluster.and_then(|cluster| octets.get(cluster.body as usize..));
    let first = first.and_then(|first| Element::parse(first, 0));
    first.is_some_and(|first| first.id == TIMESTAMP)
}
