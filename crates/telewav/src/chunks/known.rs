//! Names of chunks that people's programs write, and what such a chunk looks like inside.

use super::{Dialect, GUID_TAIL};

/// What a chunk of this name holds, as far as it can be told by looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Chunks in a chunk, behind a four-character type.
    List,
    /// Text, or XML.
    Text,
    /// An ID3v2 tag.
    Id3,
    /// At least so many octets.
    AtLeast(u64),
    /// A count, and so many octets for each.
    Table(u64),
    /// Nothing: the same octet over and over, or a little of what stood there before.
    Filler,
    /// What only its program knows.
    Anything,
}

/// What a chunk of this name holds; `None` for a name that such files do not have.
///
/// An ID3 tag is looked at: its comments have the name that AIFF gives to its format, `COMM`.
pub(super) fn shape(dialect: Dialect, id: [u8; 4]) -> Option<Shape> {
    match (dialect, &id) {
        (Dialect::Riff | Dialect::Rifx, _) => in_riff(id),
        (Dialect::Aiff, b"ID3 " | b"id3 ") => Some(Shape::Id3),
        _ => is(dialect, id).then_some(Shape::Anything),
    }
}

/// Chunks of RIFF/WAVE and what they hold.
///
/// Sources: Microsoft/IBM "Multimedia Programming Interface and Data Specifications 1.0" (1991) and "New
/// Multimedia Data Types and Data Techniques" (1994); EBU Tech 3285 with its supplements and 3306; AES46; ITU-R
/// BS.2088. Without a public text: what Pro Tools, Logic, Soundminer, Cubase, AudioFinder, Adobe's programs and
/// dictation machines add.
const RIFF: [([u8; 4], Shape); 93] = [
    (*b"fmt ", Shape::AtLeast(14)),
    (*b"data", Shape::Anything),
    (*b"r64m", Shape::Anything),
    (*b"coif", Shape::Anything),
    (*b"bxml", Shape::Anything),
    (*b"sxml", Shape::Anything),
    (*b"ubxt", Shape::Anything),
    (*b"dbmd", Shape::Anything),
    (*b"C2PA", Shape::Anything),
    (*b"strc", Shape::Anything),
    (*b"minf", Shape::Anything),
    (*b"elm1", Shape::Anything),
    (*b"elmo", Shape::Anything),
    (*b"regn", Shape::Anything),
    (*b"ovwf", Shape::Anything),
    (*b"DGDA", Shape::Anything),
    (*b"LGWV", Shape::Anything),
    (*b"ResU", Shape::Anything),
    (*b"SMED", Shape::Anything),
    (*b"SMRD", Shape::Anything),
    (*b"SyLp", Shape::Anything),
    (*b"SyLo", Shape::Anything),
    (*b"SyLr", Shape::Anything),
    (*b"CDif", Shape::Anything),
    (*b"Cr8r", Shape::Anything),
    (*b"Trkn", Shape::Anything),
    (*b"tlst", Shape::Anything),
    (*b"clm ", Shape::Anything),
    (*b"AFAn", Shape::Anything),
    (*b"afsp", Shape::Anything),
    (*b"AFsp", Shape::Anything),
    (*b"basc", Shape::Anything),
    (*b"cate", Shape::Anything),
    (*b"trns", Shape::Anything),
    (*b"scrp", Shape::Anything),
    (*b"muma", Shape::Anything),
    (*b"wamd", Shape::Anything),
    (*b"orca", Shape::Anything),
    (*b"inf1", Shape::Anything),
    (*b"otst", Shape::Anything),
    (*b"olym", Shape::Anything),
    (*b"logi", Shape::Anything),
    (*b"LGBM", Shape::Anything),
    (*b"AFmd", Shape::Anything),
    (*b"SAUR", Shape::Anything),
    (*b"MXrt", Shape::Anything),
    (*b"chrp", Shape::Anything),
    (*b"fact", Shape::AtLeast(4)),
    (*b"slnt", Shape::AtLeast(4)),
    (*b"chna", Shape::AtLeast(4)),
    (*b"labl", Shape::AtLeast(4)),
    (*b"note", Shape::AtLeast(4)),
    (*b"DISP", Shape::AtLeast(4)),
    (*b"ds64", Shape::AtLeast(24)),
    (*b"acid", Shape::AtLeast(24)),
    (*b"umid", Shape::AtLeast(24)),
    (*b"LIST", Shape::List),
    (*b"list", Shape::List),
    (*b"wavl", Shape::List),
    (*b"JUNK", Shape::Filler),
    (*b"junk", Shape::Filler),
    (*b"JUNQ", Shape::Filler),
    (*b"PAD ", Shape::Filler),
    (*b"pad ", Shape::Filler),
    (*b"FLLR", Shape::Filler),
    (*b"filr", Shape::Filler),
    (*b"fake", Shape::Filler),
    (*b"bext", Shape::AtLeast(602)),
    (*b"cart", Shape::AtLeast(2048)),
    (*b"levl", Shape::AtLeast(120)),
    (*b"mext", Shape::AtLeast(12)),
    (*b"link", Shape::Text),
    (*b"qlty", Shape::Text),
    (*b"axml", Shape::Text),
    (*b"aXML", Shape::Text),
    (*b"iXML", Shape::Text),
    (*b"_PMX", Shape::Text),
    (*b"XMP ", Shape::Text),
    (*b"xml ", Shape::Text),
    (*b"IDIT", Shape::Text),
    (*b"guan", Shape::Text),
    (*b"id3 ", Shape::Id3),
    (*b"ID3 ", Shape::Id3),
    (*b"ID32", Shape::Id3),
    (*b"cue ", Shape::Table(24)),
    (*b"plst", Shape::Table(12)),
    (*b"smpl", Shape::AtLeast(36)),
    (*b"inst", Shape::AtLeast(7)),
    (*b"ltxt", Shape::AtLeast(20)),
    (*b"file", Shape::AtLeast(8)),
    (*b"CSET", Shape::AtLeast(8)),
    (*b"PEAK", Shape::AtLeast(16)),
    (*b"MD5 ", Shape::AtLeast(16)),
];

/// What a chunk of RIFF/WAVE with this name holds; `None` for a name that is not known.
fn in_riff(id: [u8; 4]) -> Option<Shape> {
    let row = RIFF.iter().find(|(name, _)| *name == id)?;
    Some(row.1)
}

/// Chunks of AIFF. Sources: Apple, "Audio Interchange File Format", version 1.3 (1989) and "AIFF-C" (1991); those
/// of Logic, Soundminer, AudioFinder and GarageBand besides.
const AIFF: [&[u8; 4]; 36] = [
    b"COMM", b"SSND", b"FVER", b"MARK", b"INST", b"MIDI", b"AESD", b"APPL", b"COMT", b"NAME",
    b"AUTH", b"(c) ", b"ANNO", b"SAXL", b"ID3 ", b"id3 ", b"FLLR", b"JUNK", b"PEAK", b"CHAN",
    b"basc", b"trns", b"cate", b"LGWV", b"ResU", b"SMED", b"SMRD", b"bext", b"iXML", b"_PMX",
    b"XMP ", b"AFAn", b"DGDA", b"COMP", b"AFmd", b"LGBM",
];

/// Chunks of CAF. Source: Apple, "Apple Core Audio Format Specification 1.0" (2011); `ldsc` and `ALGD` are Logic's.
const CAF: [&[u8; 4]; 22] = [
    b"desc", b"data", b"chan", b"pakt", b"kuki", b"strg", b"info", b"free", b"mark", b"regn",
    b"inst", b"midi", b"ovvw", b"peak", b"edct", b"umid", b"uuid", b"ldsc", b"ALGD", b"bext",
    b"UUID", b"smpl",
];

/// Chunks of Wave64 by the start of their GUIDs, whose end is [`GUID_TAIL`], and those with another end: list, markers,
/// summary. Source: Sonic Foundry, "Sony Wave64 audio file format specification" (2003).
const W64: [&[u8; 4]; 6] = [b"fmt ", b"fact", b"data", b"levl", b"bext", b"junk"];
const W64_OTHERS: [&[u8; 16]; 3] = [
    b"list\x2F\x91\xCF\x11\xA5\xD6\x28\xDB\x04\xC1\x00\x00",
    b"\xAB\xF7\x62\x56\x39\x2D\xD2\x11\x86\xC7\x00\xC0\x4F\x8E\xDB\x8A",
    b"\xBC\x94\x5F\x92\x5A\x52\xD2\x11\x86\xDC\x00\xC0\x4F\x8E\xDB\x8A",
];

/// Whether a chunk of this name is there for its length alone.
pub(super) fn is_filler(dialect: Dialect, id: [u8; 4]) -> bool {
    match dialect {
        Dialect::Riff | Dialect::Rifx => in_riff(id) == Some(Shape::Filler),
        Dialect::Aiff => matches!(&id, b"FLLR" | b"JUNK"),
        Dialect::Caf => id == *b"free",
        Dialect::W64 => id == *b"junk",
        Dialect::Au => false,
    }
}

/// Whether a chunk of Wave64 has this name.
pub(super) fn is_guid(guid: &[u8; 16]) -> bool {
    let [start @ .., _, _, _, _, _, _, _, _, _, _, _, _] = guid;
    (W64.contains(&start) && guid[4..] == GUID_TAIL) || W64_OTHERS.contains(&guid)
}

/// Whether chunks of such files have this name.
pub(super) fn is(dialect: Dialect, id: [u8; 4]) -> bool {
    match dialect {
        Dialect::Riff | Dialect::Rifx => in_riff(id).is_some(),
        Dialect::Aiff => AIFF.contains(&&id),
        Dialect::Caf => CAF.contains(&&id),
        // By its first octets alone; `is_guid` looks at all of them.
        Dialect::W64 => W64.contains(&&id) || W64_OTHERS.iter().any(|guid| guid.starts_with(&id)),
        Dialect::Au => false,
    }
}

/// How another file of the family starts.
fn magic(dialect: Dialect) -> &'static [&'static [u8; 4]] {
    match dialect {
        Dialect::Riff | Dialect::Rifx => &[b"RIFF", b"RIFX", b"RF64", b"BW64"],
        Dialect::Aiff => &[b"FORM"],
        Dialect::W64 => &[b"riff", b"list"],
        Dialect::Caf => &[b"caff"],
        Dialect::Au => &[b".snd", b"dns."],
    }
}

/// Whether a chunk that is known by name starts with these octets, or another file of the family.
pub(super) fn may_start(dialect: Dialect, id: [u8; 4]) -> bool {
    is(dialect, id) || magic(dialect).contains(&&id)
}

/// For each octet, which of the four of such a name it may be: bit 0 for the first.
#[derive(Debug)]
pub(super) struct Places([u8; 1 << 8]);

impl Places {
    pub fn of(dialect: Dialect) -> Self {
        let mut places = [0; 1 << 8];
        let mut add = |name: &[u8]| {
            for (i, octet) in name.iter().take(4).enumerate() {
                places[usize::from(*octet)] |= 1 << i;
            }
        };
        match dialect {
            Dialect::Riff | Dialect::Rifx => RIFF.iter().for_each(|(name, _)| add(name)),
            Dialect::Aiff => AIFF.iter().for_each(|name| add(*name)),
            Dialect::Caf => CAF.iter().for_each(|name| add(*name)),
            Dialect::W64 => {
                W64.iter().for_each(|name| add(*name));
                W64_OTHERS.iter().for_each(|guid| add(*guid));
            }
            Dialect::Au => {}
        }
        magic(dialect).iter().for_each(|name| add(*name));
        Self(places)
    }

    /// Where names may start in `octets`: says no to nearly all places in samples, at one look for each octet (the
    /// shift-and method of Baeza-Yates and Gonnet, "A New Approach to Text Searching", 1992).
    pub fn starts(&self, octets: &[u8]) -> impl Iterator<Item = usize> {
        // Bit `i`: the last `i + 1` octets may be the first ones of a name.
        let mut begun = 0;
        octets.iter().enumerate().filter_map(move |(i, octet)| {
            begun = (begun << 1 | 1) & self.0[usize::from(*octet)];
            (begun & 1 << 3 != 0).then(|| i - 3)
        })
    }
}
