//! What rules find.

use std::fmt::{Formatter, Result};

use super::{refused, share};
use crate::finding::Found;
use crate::words::{list, size};

pub(in crate::words) fn found(found: &Found, f: &mut Formatter<'_>) -> Result {
    use Found::*;
    match found {
        Characters {
            character,
            position,
            n_more,
        } => refused(f, *character, *position, *n_more),
        NameLength { n_chars } => write!(f, "{n_chars} characters"),
        Extension { extension } => write!(f, ".{extension}"),
        NoExtension => f.write_str("no extension"),
        NoStem => f.write_str("nothing before the extension"),
        SecondExtension { extension } => write!(f, ".{extension} before the extension"),
        FirstCharacter { character } => write!(f, "\"{character}\" first"),
        NotUnicode { name } | Name { name } => write!(f, "{name:?}"),
        Device { name } => write!(f, "{name:?} is a device on Windows"),
        NothingToKeep => f.write_str("nothing in the name that could be kept"),

        Bytes { bytes, over_s } => write!(f, "{bytes} bytes, {over_s:.1} s too long"),
        EmptyFile => f.write_str("an empty file"),
        NoFrame => f.write_str("no frame of sound"),
        Duration { duration_s } => write!(f, "{duration_s:.2} s"),
        TooLong { duration_s, over_s } => write!(f, "{duration_s:.2} s, {over_s:.1} s too long"),

        Rate { rate_hz } => write!(f, "{rate_hz} Hz"),
        Coding { bits, codec, tag } => {
            if let Some(bits) = bits {
                write!(f, "{bits}-bit ")?;
            }
            write!(f, "{codec} (format tag 0x{tag:04X})")
        }
        Channels { n_channels } => write!(f, "{n_channels} channels"),
        Bits { bits } => write!(f, "{bits} bits"),
        ByteRate { bytes_per_s } => write!(f, "{bytes_per_s} bytes a second"),
        BlockAlign { octets } => write!(f, "{octets}"),
        Extensible => f.write_str("WAVE_FORMAT_EXTENSIBLE (0xFFFE)"),

        IsA { kind } => write!(f, "this is {}", kind.describe()),
        Id3Tag { bytes } => write!(f, "an ID3 tag of {bytes} bytes before the RIFF header"),
        Failed { error } => write!(f, "failed to {error}"),
        Other { message } => f.write_str(message),
        Rifx => f.write_str("RIFX (big-endian)"),
        Rf64 => f.write_str("RF64 (64-bit sizes)"),
        Wave64 => f.write_str("Wave64"),
        FmtSize {
            octets,
            cb_size: Some(cb_size),
        } => write!(f, "{octets} octets, cbSize {cb_size}"),
        FmtSize {
            octets,
            cb_size: None,
        } => write!(f, "{octets} octets"),
        RiffSize { bytes } => write!(f, "{}", size(*bytes)),
        DataSize { octets } => write!(f, "{} octets declared", size(*octets)),
        NoFact => f.write_str("no fact chunk"),
        FactFrames { n_frames } => write!(f, "{} frames", size(*n_frames)),
        FactSize { octets } => write!(f, "a fact chunk of {octets} octets"),
        ExtraChunk {
            chunk,
            octets,
            note,
        } => {
            write!(f, "{chunk} of {octets} octets")?;
            match note {
                Some(note) if note.is_by_ffmpeg() => write!(f, ", {note}, written by ffmpeg"),
                Some(note) => write!(f, ", {note}"),
                None => Ok(()),
            }
        }
        OddChunk { chunk, octets } => write!(f, "{chunk} of {octets} octets"),
        NoPad { chunk, octets } => write!(f, "{chunk} of {octets} octets without its pad byte"),
        BetweenChunks { bytes } => write!(f, "{bytes} bytes between the chunks"),
        AmongSamples { bytes } => write!(f, "{bytes} bytes of a header among the samples"),
        BehindLastChunk { bytes } => write!(f, "{bytes} bytes behind the last chunk"),
        DataBeforeFmt => f.write_str("data before fmt"),
        Repeated { chunk, n } => write!(f, "{n} {chunk} chunks"),
        PartOfFrame { octets, too_many } => write!(f, "{octets} octets, {too_many} too many"),

        Silence => f.write_str("nothing but silence"),
        Offset { amplitude } => {
            f.write_str("an offset of ")?;
            share(f, *amplitude)
        }
        FirstSample { amplitude } => {
            f.write_str("the first sample is ")?;
            share(f, *amplitude)
        }
        LastSample { amplitude } => {
            f.write_str("the last sample is ")?;
            share(f, *amplitude)
        }
        SilenceAtStart { duration_s } => write!(f, "{duration_s:.2} s of silence at the start"),
        SilenceAtEnd { duration_s } => write!(f, "{duration_s:.2} s of silence at the end"),
        SpeechLevel { active_dbov } => write!(f, "active speech at {active_dbov:.1} dBov"),
        ZeroOctets { duration_s } => write!(f, "{duration_s:.2} s of octets 0x00"),
        NotMixed {
            others_are_silent,
            n_channels,
            below_db,
            taken,
        } => {
            f.write_str(match (others_are_silent, n_channels) {
                (true, 2) => "the other channel is silent",
                (true, _) => "the other channels are silent",
                (false, _) => "the channels cancel",
            })?;
            match below_db {
                Some(db) => write!(f, ": their mix is {db:.1} dB below the {taken}")?,
                None => write!(f, ": their mix is silence, and not the {taken}")?,
            }
            f.write_str(", which was taken")
        }
        Clipped {
            n_runs,
            at_s,
            longest_s,
        } => {
            match n_runs {
                1 => f.write_str("a run")?,
                n => write!(f, "{n} runs")?,
            }
            let longest_ms = 1000.0 * longest_s;
            write!(
                f,
                " of full-scale samples, the first at {at_s:.2} s, the longest of {longest_ms:.1} ms"
            )
        }
        Cancelled { duration_s, at_s } => {
            write!(
                f,
                "the channels cancel for {duration_s:.2} s, first at {at_s:.2} s"
            )
        }
        Peak { over_db, at_s } => {
            write!(f, "a peak {over_db:.2} dB above full scale at {at_s:.2} s")
        }
        SilenceNotRaised => f.write_str("silence, which is not raised"),
        NoLevel { unit } => {
            write!(
                f,
                "no level in {unit} can be told of it: too short, or no speech"
            )
        }
        TooShortToRaise { level, unit } => {
            write!(f, "{level:.1} {unit}, too short to be brought nearer")
        }
        MostGain {
            level,
            unit,
            gain_db,
        } => {
            raised(f, *level, unit, *gain_db)?;
            f.write_str(", the most that is allowed")
        }
        NoRoom {
            level,
            unit,
            gain_db,
        } => {
            raised(f, *level, unit, *gain_db)?;
            f.write_str("; more would lower its peaks by more than 6 dB")
        }

        AlsoBecomes { path, others } => {
            write!(f, "{path} is also what ")?;
            list(f, others, ", ")?;
            f.write_str(" becomes")
        }
        TableGives { path, owner } => {
            write!(f, "{path} is the name that the table gives to {owner}")
        }
        TableGivesToo { path, others } => {
            write!(f, "{path} is the name that the table gives to ")?;
            list(f, others, ", ")?;
            f.write_str(", too")
        }
        EveryNumberTaken { path } => write!(f, "{path} is taken, with every number"),
        OtherBecomes { path } => write!(f, "{path} is what another file here becomes, too"),
        PartBecomes { path } => {
            write!(
                f,
                "a part of it would be {path}, which another recording becomes"
            )
        }
        NameDiffersByCapitals { other } => {
            write!(
                f,
                "its name and that of {other} differ only by their capitals"
            )
        }
        NameDiffersByUnicode { other } => {
            write!(
                f,
                "its name and that of {other} differ only by how Unicode composes their letters"
            )
        }
        SameName { other } => write!(f, "it has the name of {other}"),
        SameSound { other } => write!(f, "the sound is that of {other}, sample for sample"),
        LevelInSet {
            above_db,
            median_dbov,
        } => {
            let which = if *above_db > 0.0 { "above" } else { "below" };
            let db = above_db.abs();
            write!(
                f,
                "active speech {db:.1} dB {which} that of the set, whose median is {median_dbov:.1} dBov"
            )
        }
        TotalSize {
            total_bytes,
            n_files,
        } => {
            write!(
                f,
                "with it, the set exceeds the limit: {total_bytes} bytes in {n_files} files"
            )
        }

        Unused => f.write_str("no request names it"),
        EmptyValue { field } => write!(f, "{field} is empty"),
        OnlySpaces { field, name } => write!(f, "{field} {name:?}: nothing but spaces"),
        NoName { field, value } => write!(f, "{field} is {value}"),
        ListOfNames { field } => write!(f, "{field} is a list"),
        ReferenceLength { field, n_chars } => write!(f, "{field} of {n_chars} characters"),
        ReferenceSpaces {
            field,
            name,
            space,
            position,
            is_last,
            prompt,
        } => {
            write!(f, "{field} {name:?}")?;
            spaces(f, *space, *position, *is_last)?;
            write!(f, "; there is {prompt:?}")
        }
        ReferenceCase {
            field,
            name,
            prompt,
        } => write!(f, "{field} {name:?}; there is {prompt:?}"),
        ReferenceExtension {
            field,
            name,
            extension,
            prompt,
        } => {
            write!(f, "{field} {name:?}")?;
            match extension {
                Some(extension) => write!(f, " with .{extension}")?,
                None => f.write_str(" without an extension")?,
            }
            write!(f, "; there is {prompt:?}")
        }
        ReferenceCharacters {
            field,
            name,
            character,
            position,
            n_more,
        } => {
            write!(f, "{field} {name:?}: ")?;
            refused(f, *character, *position, *n_more)
        }
        NoSuchPrompt { field, name } => write!(f, "{field} {name:?}: there is no such prompt"),
        Refused {
            field,
            name,
            code,
            rule,
            found,
        } => {
            write!(f, "{field} {name:?}, which telewav check refuses: ")?;
            if let (Some(code), Some(rule)) = (code, rule) {
                write!(f, "{code} {rule}: ")?;
            }
            self::found(found, f)
        }
        ReferenceDuration {
            field,
            name,
            duration_s,
        } => {
            write!(f, "{field} {name:?}: {duration_s:.2} s")
        }
        Without { field, other } => write!(f, "{field} without {other}"),
        With {
            field,
            other,
            value,
        } => write!(f, "{field} with {other} {value}"),
        Together { field, other } => write!(f, "{field} together with {other}"),
        Items { field, n_items } => write!(f, "{field} of {n_items} items"),
    }
}

/// What raising a prompt has come to.
fn raised(f: &mut Formatter<'_>, level: Option<f64>, unit: &str, gain_db: f64) -> Result {
    match level {
        Some(level) => write!(f, "{level:.1} {unit}")?,
        None => f.write_str("no level")?,
    }
    write!(f, " after raising it by {gain_db:.1} dB")
}

/// Where a name has spaces.
fn spaces(f: &mut Formatter<'_>, space: Option<char>, position: usize, is_last: bool) -> Result {
    match space {
        None => return f.write_str(" without a space"),
        Some(' ') => f.write_str(" with a space")?,
        Some('\t') => f.write_str(" with a tab")?,
        Some('\u{3000}') => f.write_str(" with a full-width space")?,
        Some(c) => write!(f, " with U+{:04X}", u32::from(c))?,
    }
    match position {
        1 => f.write_str(" at its start"),
        _ if is_last => f.write_str(" at its end"),
        position => write!(f, " at position {position}"),
    }
}
