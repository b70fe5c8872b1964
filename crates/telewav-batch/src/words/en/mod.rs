//! English.

mod error;
mod inspect;

use std::fmt::{Display, Formatter, Result};

use telewav::words::{Lang, in_lang};

pub(super) use self::error::{
    error, names_fault, output_fault, pattern_fault, program_fault, step,
};
#[cfg(feature = "files")]
pub(super) use self::error::{list_fault, role};
pub(super) use self::inspect::line;
use super::Phrase;
use crate::outcome::{ConvertStatus, FixStatus, Message, Note, PathFault};

pub(super) fn phrase(phrase: &Phrase<'_>, f: &mut Formatter<'_>) -> Result {
    use Phrase::*;
    match phrase {
        Verdict { is_good: true } => f.write_str("ok"),
        Verdict { is_good: false } => f.write_str("failed"),
        Status(status) => f.write_str(status.word()),
        Curing(status) => f.write_str(match status {
            FixStatus::Ok => "ok",
            FixStatus::Fixed => "fixed",
            FixStatus::WouldFix => "would fix",
            FixStatus::NotFixed => "not fixed",
        }),
        Grade(severity) => f.write_str(severity.as_str()),
        Error => f.write_str("error"),
        Damage => f.write_str("damage"),
        Cured => f.write_str("cured"),
        Fix { cure } => write!(f, "fix: {cure}"),
        FixInLine { cure } => write!(f, "; fix: {cure}"),
        Remark { note } => write!(f, "note: {note}"),
        DecodedBy { decoder } => write!(f, "decoded by {decoder}"),
        PassedOver => f.write_str("passed over"),
        More { n } => write!(f, "{n} more"),
        GbkName { name } => write!(f, "its name is no UTF-8; read as GBK, it is {name}"),
        Renamed => f.write_str("the name was changed to what the platform allows"),
        Trimmed { start_s, end_s } => {
            write!(
                f,
                "{start_s:.2} s of silence taken off the start, {end_s:.2} s off the end"
            )
        }
        Gain {
            gain_db,
            levels,
            limited: by,
        } => {
            let db = gain_db.abs();
            match gain_db {
                _ if db < 0.05 => f.write_str("level left as it is")?,
                gain_db if *gain_db < 0.0 => write!(f, "lowered by {db:.1} dB")?,
                _ => write!(f, "raised by {db:.1} dB")?,
            }
            if let Some((before, after, unit)) = levels {
                write!(f, ", from {before:.1} to {after:.1} {unit}")?;
            }
            match by {
                Some(by) => {
                    f.write_str("; ")?;
                    limited(by, f)
                }
                None => Ok(()),
            }
        }
        Lowered { db } => write!(f, "lowered by {db:.2} dB, so that its peak does not clip"),
        Limited(by) => limited(by, f),
        Length { duration_s, bytes } => write!(f, "{duration_s:.2} s, {bytes} bytes"),
        Silence => f.write_str("silence"),
        PeakAndSpeech {
            peak_dbfs,
            active_dbov,
        } => {
            write!(f, "peak {peak_dbfs:.1} dBFS, speech {active_dbov:.1} dBov")
        }
        PeakAndRms {
            peak_dbfs,
            rms_dbov,
        } => {
            write!(f, "peak {peak_dbfs:.1} dBFS, RMS {rms_dbov:.1} dBov")
        }
        Silent => f.write_str("silent"),
        Format {
            name,
            bits,
            rate_hz,
            n_channels,
            layout,
        } => {
            write!(f, "{name}, ")?;
            if let Some(bits) = bits {
                write!(f, "{bits} bit, ")?;
            }
            write!(f, "{rate_hz} Hz, ")?;
            match (n_channels, layout) {
                (n, Some(layout)) => write!(f, "{n} channels ({layout})"),
                (1, None) => f.write_str("mono"),
                (2, None) => f.write_str("stereo"),
                (n, None) => write!(f, "{n} channels"),
            }
        }
        NamesPrompts { n } => write!(f, "({})", plural(*n, "prompt named", "prompts named")),
        HeaderStays { reason } => write!(f, "the header stays as it is: {reason}"),
        TableHead => f.write_str("| file | | rule | found | needed | fix |"),

        Checked {
            n,
            n_failed,
            n_warnings,
        } => {
            let n_ok = n - n_failed;
            let files = plural(*n, "file", "files");
            write!(f, "{files} checked, {n_ok} ok, {n_failed} failed")?;
            warnings(", ", *n_warnings, f)
        }
        Referred {
            requests: [n, n_failed],
            prompts: [n_prompts, n_bad],
            n_warnings,
        } => {
            let n_ok = n - n_failed;
            let requests = plural(*n, "file of requests", "files of requests");
            let prompts = plural(*n_prompts, "prompt", "prompts");
            write!(f, "{requests}, {n_ok} ok, {n_failed} failed; {prompts}")?;
            if *n_bad > 0 {
                write!(f, ", {n_bad} failed")?;
            }
            warnings("; ", *n_warnings, f)
        }
        Converted {
            n,
            statuses,
            n_warnings,
        } => {
            write!(f, "{}: ", plural(*n, "file", "files"))?;
            for (i, (status, n)) in statuses.iter().enumerate() {
                let word = match status {
                    ConvertStatus::NotWritten => "would be written",
                    other => other.word(),
                };
                write!(f, "{}{n} {word}", if i == 0 { "" } else { ", " })?;
            }
            warnings(", ", *n_warnings, f)
        }
        MadeSilence { n, n_failed } => {
            let prompts = plural(*n, "silent prompt", "silent prompts");
            write!(f, "{prompts}, {n_failed} failed")
        }
        Fixed { n, statuses } => {
            write!(f, "{}: ", plural(*n, "file", "files"))?;
            for (i, (status, n)) in statuses.iter().enumerate() {
                let word = match status {
                    FixStatus::Ok => "ok",
                    FixStatus::Fixed => "fixed",
                    FixStatus::WouldFix => "would be fixed",
                    FixStatus::NotFixed => "not fixed",
                };
                write!(f, "{}{n} {word}", if i == 0 { "" } else { ", " })?;
            }
            Ok(())
        }
        Inspected { n, n_failed } => {
            let files = plural(*n, "file", "files");
            write!(f, "{files} inspected, {n_failed} could not be read in full")
        }
        AlsoPassedOver { n } => {
            let files = plural(*n, "file that is no audio", "files that are no audio");
            write!(f, "; {files} passed over")
        }
        AlsoNote(note) => write!(f, "; {note}"),
    }
}

fn limited([most_db, duration_s, at_s]: &[f64; 3], f: &mut Formatter<'_>) -> Result {
    write!(
        f,
        "peaks lowered by up to {most_db:.1} dB, for {duration_s:.2} s in all, the first at {at_s:.2} s"
    )
}

fn warnings(before: &str, n: usize, f: &mut Formatter<'_>) -> Result {
    match n {
        0 => Ok(()),
        n => write!(f, "{before}{}", plural(n, "warning", "warnings")),
    }
}

fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// What the library says.
pub(super) fn library(error: &dyn Display, place: Option<&str>, f: &mut Formatter<'_>) -> Result {
    write!(f, "failed to {error}")?;
    match place {
        Some(place) => write!(f, " at {place}"),
        None => Ok(()),
    }
}

pub(super) fn message(message: &Message, f: &mut Formatter<'_>) -> Result {
    match message {
        Message::Library { error, place } => {
            let error = in_lang(&**error, Lang::En);
            library(&error, place.as_deref(), f)
        }
        Message::Internal { panic, place: None } => {
            write!(f, "failed to finish: internal fault ({panic})")
        }
        Message::Internal {
            panic,
            place: Some(place),
        } => {
            write!(f, "failed to finish: internal fault ({panic} at {place})")
        }
        Message::RecordingThere => {
            f.write_str("one of the recordings is there, and recordings are never replaced")
        }
        Message::OtherFileThere => f.write_str("a file with other content is there, and was kept"),
        Message::LinkThere => {
            f.write_str("a link is there, or leads there, and nothing is written through links")
        }
        Message::Path { fault } => path_fault(fault, f),
    }
}

pub(super) fn path_fault(fault: &PathFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        PathFault::Missing => f.write_str("failed to open: there is no such file or folder"),
        PathFault::BrokenLink => f.write_str("failed to open: the symbolic link leads nowhere"),
        PathFault::NotFollowed => f.write_str("failed to follow the link"),
        PathFault::LinkToFolder => f.write_str("it is a link to a folder, which is not followed"),
        PathFault::LinkLeadsOut { bound } => {
            write!(f, "it is a link that leads out of {}", bound.display())
        }
        PathFault::LinkToFile => {
            f.write_str("this is a symbolic link; fix the file that it leads to")
        }
        PathFault::NoFile => f.write_str("it is a pipe, a device or a socket, and no file"),
        PathFault::NotWritable => f.write_str("this is no file that could be written to"),
        PathFault::NotOpened { problem } => write!(f, "failed to open: {problem}"),
        PathFault::NotRead {
            problem: Some(problem),
        } => write!(f, "failed to read: {problem}"),
        PathFault::NotRead { problem: None } => f.write_str("failed to read"),
        PathFault::NothingWanted { what, n_others } => {
            write!(f, "no {what} in this folder")?;
            match n_others {
                0 => f.write_str(": it is empty"),
                1 => f.write_str(", 1 other file"),
                n => write!(f, ", {n} other files"),
            }
        }
    }
}

pub(super) fn note(note: &Note, f: &mut Formatter<'_>) -> Result {
    f.write_str(match note {
        Note::DryRun => "dry run, nothing was written",
        Note::NothingChanged => "nothing was changed",
        Note::UnusedUnknown => {
            "which prompts are not used is not known, as not every request could be read"
        }
    })
}
