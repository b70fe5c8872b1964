//! The walk through the elements of one file.

use std::io::{Read, Seek};

use super::ebml::{Element, Elements, children};
use super::lost::{Junk, Lost};
use super::schema::*;
use super::segment::Segment;
use crate::decode::{DamageKind, Output};
use crate::error::remark::Matroska;
use crate::error::{Actual, Error, Expected, Part, Quantity};
use crate::kind::Kind;

/// Octets of all tracks that are looked at.
const MAX_TRACKS_LEN: u64 = 1 << 24;

/// What the walk is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Context {
    /// [`SEGMENT`] between the others.
    pub id: u32,
    /// Where it says that it ends.
    pub end: Option<u64>,
}

pub(super) const BETWEEN: Context = Context {
    id: SEGMENT,
    end: None,
};

pub(super) struct Walk<R> {
    pub elements: Elements<R>,
    start: u64,
    pub position: u64,
    pub context: Context,
    pub segment: Segment,
    /// Time of the cluster, ticks.
    pub time: u64,
    /// The last block.
    pub block: Vec<u8>,
    /// What stands before the next block of sound and may have been sound.
    pub lost: Option<Lost>,
    /// What was none.
    pub junk: Junk,
}

impl<R: Read + Seek> Walk<R> {
    pub fn new(elements: Elements<R>, start: u64) -> Self {
        Self {
            elements,
            start,
            position: start,
            context: BETWEEN,
            segment: Segment::default(),
            time: 0,
            block: Vec::new(),
            lost: None,
            junk: Junk::default(),
        }
    }

    /// Decodes the file; says where another one starts behind it.
    pub fn run(mut self, output: &mut Output<'_, '_>) -> Result<Option<u64>, Error> {
        let mut next = None;
        let n_before = output.n_frames;
        while self.position < self.elements.end {
            output.tick()?;
            if self.context.end.is_some_and(|end| self.position >= end) {
                self.context = BETWEEN;
            }
            match self.elements.at(self.position)? {
                Some(element) if self.is_next_file(&element) => {
                    next = Some(element.at);
                    break;
                }
                Some(element) if is_master(element.id) => self.enter(&element, output)?,
                Some(element) => self.leaf(&element, output)?,
                None => self.search(self.position, output)?,
            }
        }
        let end = next.unwrap_or(self.elements.end);
        self.finish(end, n_before, output)?;
        Ok(next)
    }

    /// Whether another file begins with an element: its header, or, if that is damaged, its segment.
    fn is_next_file(&self, element: &Element) -> bool {
        match element.id {
            EBML => element.at > self.start,
            SEGMENT => self.segment.has_begun,
            _ => false,
        }
    }

    /// Steps into an element.
    pub fn enter(&mut self, element: &Element, output: &mut Output<'_, '_>) -> Result<(), Error> {
        match element.id {
            SEGMENT => {
                self.segment.has_begun = true;
                self.segment.end = element.end();
            }
            INFO => self.segment.is_info_intact = self.elements.is_intact(element)? != Some(false),
            TRACKS => self.verify(element, output)?,
            CLUSTER => {
                self.verify(element, output)?;
                self.look_for_tracks(element)?;
                self.segment.has_clusters = true;
                self.segment.choose(output)?;
                self.time = 0;
            }
            _ => {}
        }
        self.context = match element.id {
            SEGMENT => BETWEEN,
            id => Context {
                id,
                end: element.end(),
            },
        };
        self.position = element.body;
        Ok(())
    }

    /// Compares the checksum of an element that sound depends on.
    fn verify(&mut self, element: &Element, output: &mut Output<'_, '_>) -> Result<(), Error> {
        if self.elements.is_intact(element)? == Some(false) {
            let (id, offset) = (element.id, element.at);
            let what = Matroska::ElementChecksum { id, offset };
            output.damage(DamageKind::Checksum, output.duration_s, what);
        }
        Ok(())
    }

    /// Tracks may stand behind the clusters, of which `cluster` is the first.
    fn look_for_tracks(&mut self, cluster: &Element) -> Result<(), Error> {
        let is_needed = self.segment.tracks.is_empty() && !self.segment.has_clusters;
        let mut next = cluster.end().filter(|_| is_needed);
        while let Some(position) = next {
            let element = self.elements.at(position)?;
            let Some(element) = element.filter(|element| element.id != EBML) else {
                break;
            };
            if element.id == TRACKS {
                let content = self.elements.content(&element, MAX_TRACKS_LEN)?;
                for (id, entry) in children(&content) {
                    if id == TRACK_ENTRY {
                        self.segment.track(entry);
                    }
                }
                break;
            }
            next = element.end();
        }
        Ok(())
    }

    /// Takes in an element that nothing is in, or nothing that is of interest.
    fn leaf(&mut self, element: &Element, output: &mut Output<'_, '_>) -> Result<(), Error> {
        let is_filling = is_filling(element.id);
        match self.context.id {
            SEGMENT if !is_filling => return self.stray(element, output),
            CLUSTER if !is_filling => return self.in_cluster(element, output),
            _ => {}
        }
        let Some(end) = self.end_of(element)? else {
            return self.search(element.at, output);
        };
        match (self.context.id, element.id) {
            (INFO, id) => {
                let content = self.elements.content(element, 8)?;
                self.segment.info(id, &content);
            }
            (TRACKS, TRACK_ENTRY) => {
                let n_octets = end - element.body;
                output
                    .limits()
                    .check_memory(Quantity::MatroskaTrack, n_octets.saturating_mul(2))?;
                let content = self.elements.content(element, MAX_TRACKS_LEN)?;
                self.segment.track(&content);
            }
            _ => {}
        }
        self.position = end;
        Ok(())
    }

    /// Where an element ends; `None` if it cannot.
    pub fn end_of(&mut self, element: &Element) -> Result<Option<u64>, Error> {
        let Some(end) = element.end().filter(|end| *end <= self.elements.end) else {
            return Ok(None);
        };
        let limit = self.context.end;
        match limit {
            Some(limit) if end <= limit => return Ok(Some(end)),
            // What it is in may be what says it ends too early.
            Some(limit) if self.is_element(limit)? => return Ok(None),
            _ => {}
        }
        if !self.is_element(end)? {
            return Ok(None);
        }
        self.context.end = None;
        Ok(Some(end))
    }

    /// Whether an element starts at a place, or the file or its segment ends.
    pub fn is_element(&mut self, position: u64) -> Result<bool, Error> {
        if position == self.elements.end || Some(position) == self.segment.end {
            return Ok(true);
        }
        let element = self.elements.at(position)?;
        let is_known = |id| is_master(id) || is_in_cluster(id) || is_filling(id);
        Ok(element.is_some_and(|element| is_known(element.id)))
    }

    /// The end of the file, at byte `at`; so many frames were decoded before it.
    fn finish(mut self, at: u64, n_before: u64, output: &mut Output<'_, '_>) -> Result<(), Error> {
        self.segment.choose(output)?;
        let is_cut = self.segment.end.filter(|end| *end > at);
        let has_sound = self.segment.sound.is_some();
        let n_told = output.damage.total;
        let is_in_sound = self.context.id == CLUSTER || !self.segment.has_clusters;
        let lost = self.lost.take();
        self.segment
            .finish(at, lost, is_in_sound, &mut self.junk, output)?;
        self.junk.tell(output);
        if let Some(end) = is_cut
            && output.n_frames == n_before
        {
            return Err(Error::malformed(
                Part::File {
                    kind: Kind::Matroska,
                },
                self.start,
                Expected::OwnBytes {
                    n: end - self.start,
                },
                Actual::Cut {
                    bytes: at - self.start,
                },
            ));
        }
        if has_sound || output.damage.total > n_told {
            return Ok(());
        }
        Err(Error::malformed(
            Part::File {
                kind: Kind::Matroska,
            },
            None,
            Expected::AudioTrack,
            Actual::Missing,
        ))
    }
}
