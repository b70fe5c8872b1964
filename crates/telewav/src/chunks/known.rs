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

/// What a chunk of RIFF/WAVE with this name holds; `None` for a name that is not known.
///
/// Sources: Microsoft/IBM "Multimedia Programming Interface and Data Specifications 1.0" (1991) and "New
/// Multimedia Data Types and Data Techniques" (1994); EBU Tech 3285 with its supplements and 3306; AES46; ITU-R
/// BS.2088. Without a public text: what Pro Tools, Logic, Soundminer, Cubase, AudioFinder, Adobe's programs and
/// dictation machines add.
fn in_riff(id: [u8; 4]) -> Option<Shape> {
    Some(match &id {
        b"fmt " => Shape::AtLeast(14),
        b"data" | b"r64m" | b"coif" | b"bxml" | b"sxml" | b"ubxt" | b"dbmd" | b"C2PA" | b"strc"
        | b"minf" | b"elm1" | b"elmo" | b"regn" | b"ovwf" | b"DGDA" | b"LGWV" | b"ResU"
        | b"SMED" | b"SMRD" | b"SyLp" | b"SyLo" | b"SyLr" | b"CDif" | b"Cr8r" | b"Trkn"
        | b"tlst" | b"clm " | b"AFAn" | b"afsp" | b"AFsp" | b"basc" | b"cate" | b"trns"
        | b"scrp" | b"muma" | b"wamd" | b"orca" | b"inf1" | b"otst" | b"olym" | b"logi"
        | b"LGBM" | b"AFmd" | b"SAUR" | b"MXrt" | b"chrp" => Shape::Anything,
        b"fact" | b"slnt" | b"chna" | b"labl" | b"note" | b"DISP" => Shape::AtLeast(4),
        b"ds64" | b"acid" | b"umid" => Shape::AtLeast(24),
        b"LIST" | b"list" | b"wavl" => Shape::List,
        b"JUNK" | b"junk" | b"JUNQ" | b"PAD " | b"pad " | b"FLLR" | b"filr" | b"fake" => {
            Shape::Filler
        }
        b"bext" => Shape::AtLeast(602),
        b"cart" => Shape::AtLeast(2048),
        b"levl" => Shape::AtLeast(120),
        b"mext" => Shape::AtLeast(12),
        b"link" | b"qlty" | b"axml" | b"aXML" | b"iXML" | b"_PMX" | b"XMP " | b"xml " | b"IDIT"
        | b"guan" => Shape::Text,
        b"id3 " | b"ID3 " | b"ID32" => Shape::Id3,
        b"cue " => Shape::Table(24),
        b"plst" => Shape::Table(12),
        b"smpl" => Shape::AtLeast(36),
        b"inst" => Shape::AtLeast(7),
        b"ltxt" => Shape::AtLeast(20),
        b"file" | b"CSET" => Shape::AtLeast(8),
        b"PEAK" | b"MD5 " => Shape::AtLeast(16),
        _ => return None,
    })
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

/// Whether the first octet may start a name that matters; says no to most octets of samples.
pub(super) fn may_start_name(octet: u8) -> bool {
    octet.is_ascii_alphabetic() || matches!(octet, b'_' | b'(' | b'.' | 0xAB | 0xBC)
}
