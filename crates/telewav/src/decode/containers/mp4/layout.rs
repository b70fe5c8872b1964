//! The file at its top level: which boxes stand where, what is no box, and where one file ends and another begins.
//!
//! Every octet of the file is in one of the [`Item`]s, so that what holds sound and belongs to nothing can be told.

use std::io::{Read, Seek};
use std::ops::Range;

use super::boxes::{FoundBox, u32_at};
use crate::decode::limits::Limits;
use crate::decode::window::Window;
use crate::error::{Error, Quantity};

/// What an item takes up in memory.
const ITEM_MEMORY: u64 = size_of::<Item>() as u64;
/// Octets that are searched at a time.
const PIECE: usize = 1 << 16;
/// Octets that are needed to tell a box that was searched for: its header, and that of the first box in it.
const MARK: usize = 16;

/// Boxes that stand at the top level. Source: ISO/IEC 14496-12:2015, table 1, and ISO/IEC 23009-1 (`emsg`), for MP4;
/// QuickTime File Format Specification (2012) for `wide`, `pnot`, `PICT`; what players write for the others.
const KNOWN: [[u8; 4]; 22] = [
    *b"ftyp", *b"styp", *b"moov", *b"moof", *b"mdat", *b"mfra", *b"sidx", *b"ssix", *b"free",
    *b"skip", *b"wide", *b"uuid", *b"meta", *b"meco", *b"udta", *b"pdin", *b"prft", *b"emsg",
    *b"pnot", *b"PICT", *b"imda", *b"idat",
];

/// Something at the top level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Box(FoundBox),
    /// What is no box.
    Junk(Range<u64>),
}

impl Item {
    pub fn range(&self) -> Range<u64> {
        match self {
            Self::Box(found) => found.start..found.body.end,
            Self::Junk(range) => range.clone(),
        }
    }

    pub fn is(&self, kind: &[u8; 4]) -> bool {
        matches!(self, Self::Box(found) if found.kind == *kind)
    }

    /// A box of a type that does not stand at the top level of any standard.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Box(found) if !KNOWN.contains(&found.kind))
    }
}

/// All items of a range, without a gap.
pub(super) fn items<R: Read + Seek>(
    range: &Range<u64>,
    limits: &Limits,
    window: &mut Window<R>,
) -> Result<Vec<Item>, Error> {
    let mut items = Vec::new();
    scan(&mut items, range, limits, window)?;
    // A movie header inside what was taken for something else, whose length is wrong.
    if !items
        .iter()
        .any(|item| item.is(b"moov") || item.is(b"moof"))
        && let Some(position) = search(range.clone(), is_header, window)?
    {
        items.retain(|item| item.range().start < position);
        match items.last_mut() {
            Some(Item::Box(found)) => found.body.end = found.body.end.min(position),
            Some(Item::Junk(range)) => range.end = range.end.min(position),
            None => {}
        }
        scan(&mut items, &(position..range.end), limits, window)?;
    }
    Ok(items)
}

fn scan<R: Read + Seek>(
    items: &mut Vec<Item>,
    range: &Range<u64>,
    limits: &Limits,
    window: &mut Window<R>,
) -> Result<(), Error> {
    let mut position = range.start;
    while position < range.end {
        let found = FoundBox::at(window, position, range.end)?.filter(is_plausible);
        let item = match found {
            Some(found) if found.kind == *b"mdat" && (found.is_open || found.excess > 0) => {
                Item::Box(open_media(found, items, window)?)
            }
            Some(found) if found.kind == *b"moof" && found.excess > 0 => {
                Item::Box(up_to_next(found, window)?)
            }
            Some(found) => Item::Box(found),
            None => {
                let next = search(position + 1..range.end, is_start, window)?;
                Item::Junk(position..next.unwrap_or(range.end))
            }
        };
        position = item.range().end;
        items.push(item);
        limits.check_memory(Quantity::Boxes, items.len() as u64 * ITEM_MEMORY)?;
    }
    Ok(())
}

/// Whether there can be a box with this header: a known one, or one with a name that ends where the file does not.
/// Only of media and of what a cut goes through may a part be missing.
fn is_plausible(found: &FoundBox) -> bool {
    let is_known = KNOWN.contains(&found.kind);
    let may_be_cut = matches!(&found.kind, b"mdat" | b"moov" | b"moof" | b"imda");
    match found.excess {
        0 => is_known || found.is_named() && !found.is_open,
        _ => may_be_cut,
    }
}

/// An `mdat` without an end, or with one beyond the file's. A recorder that was stopped leaves it so, and what else it
/// wrote behind it is still to be found.
fn open_media<R: Read + Seek>(
    mdat: FoundBox,
    before: &[Item],
    window: &mut Window<R>,
) -> Result<FoundBox, Error> {
    let is_done = before.iter().any(|item| item.is(b"moov"));
    let is_fragmented = before.iter().any(|item| item.is(b"moof"));
    if is_done && !is_fragmented {
        return Ok(mdat);
    }
    up_to_next(mdat, window)
}

/// A box that claims too much, up to the next one that can be told.
fn up_to_next<R: Read + Seek>(
    mut found: FoundBox,
    window: &mut Window<R>,
) -> Result<FoundBox, Error> {
    if let Some(next) = search(found.body.clone(), is_start, window)? {
        found.body.end = next;
    }
    Ok(found)
}

/// The position of the next box that is wanted, by its first octets.
fn search<R: Read + Seek>(
    range: Range<u64>,
    is_wanted: fn(&[u8]) -> bool,
    window: &mut Window<R>,
) -> Result<Option<u64>, Error> {
    let mut position = range.start;
    while position < range.end {
        let left = range.end - position;
        let octets = window.read_at(position, usize::try_from(left).unwrap_or(PIECE).min(PIECE))?;
        let starts = octets.windows(MARK).enumerate();
        for (i, mark) in starts.filter(|(_, mark)| is_wanted(mark)) {
            let at = position + i as u64;
            let found = FoundBox::of(mark, at, range.end - at);
            if found.is_some_and(|found| !found.is_open) {
                return Ok(Some(at));
            }
        }
        if octets.len() < MARK {
            break;
        }
        position += (octets.len() - MARK + 1) as u64;
    }
    Ok(None)
}

/// Whether a walk can go on from these octets: a movie header, or another file.
fn is_start(mark: &[u8]) -> bool {
    let is_ftyp = mark.get(4..8) == Some(b"ftyp");
    // A brand, a version, and more brands.
    let len = u32_at(mark, 0).unwrap_or(0);
    let brand = mark.get(8..12).unwrap_or(&[]);
    let is_brand = brand.iter().all(|octet| matches!(octet, 0x20..=0x7E));
    is_header(mark) || is_ftyp && (16..=1024).contains(&len) && len.is_multiple_of(4) && is_brand
}

/// Whether there are boxes of a fragment in octets that are none: what is left of one whose header is wrong.
pub(super) fn has_remains<R: Read + Seek>(
    range: Range<u64>,
    window: &mut Window<R>,
) -> Result<bool, Error> {
    let is_remains = |mark: &[u8]| matches!(mark.get(4..8), Some(b"traf" | b"trun" | b"mdat"));
    Ok(search(range, is_remains, window)?.is_some())
}

/// Whether a `moov` or `moof` starts with these octets.
fn is_header(mark: &[u8]) -> bool {
    match mark.get(4..8) {
        Some(b"moov") => matches!(mark.get(12..16), Some(b"mvhd" | b"cmov" | b"rmra")),
        Some(b"moof") => mark.get(12..16) == Some(b"mfhd"),
        _ => false,
    }
}

/// A file, or one of several that stand end to end.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    /// Where it starts; positions in it count from here.
    pub start: u64,
    pub items: Vec<Item>,
}

impl Section {
    /// The box of this kind that comes first.
    pub fn first(&self, kind: &[u8; 4]) -> Option<&FoundBox> {
        self.items.iter().find_map(|item| match item {
            Item::Box(found) if found.kind == *kind => Some(found),
            _ => None,
        })
    }
}

/// Takes files apart that stand end to end. Each begins with an `ftyp`; where there is none, at the box from which on
/// `fits` says that the positions in a second `moov` are right.
pub(super) fn parts(
    items: Vec<Item>,
    mut fits: impl FnMut(&FoundBox, u64, &[Item]) -> Result<bool, Error>,
) -> Result<Vec<Section>, Error> {
    let mut parts = vec![Section::default()];
    for item in items {
        let Some(part) = parts.last_mut() else {
            break;
        };
        if part.items.is_empty() {
            part.start = item.range().start;
        }
        let has = |kind: &[u8; 4]| part.items.iter().any(|item| item.is(kind));
        if item.is(b"ftyp") && (has(b"moov") || has(b"mdat") || has(b"moof")) {
            parts.push(Section {
                start: item.range().start,
                items: vec![item],
            });
            continue;
        }
        if let Item::Box(moov) = &item
            && item.is(b"moov")
            && let Some(first) = part.items.iter().position(|item| item.is(b"moov"))
        {
            let mut found = None;
            for i in first + 1..=part.items.len() {
                let start = part
                    .items
                    .get(i)
                    .map_or(moov.start, |item| item.range().start);
                if fits(moov, start, &part.items[i..])? {
                    found = Some((i, start));
                }
            }
            if let Some((i, start)) = found {
                let mut items = part.items.split_off(i);
                items.push(item);
                parts.push(Section { start, items });
                continue;
            }
        }
        part.items.push(item);
    }
    Ok(parts)
}
