//! What is wrong with a profile.

use std::fmt::{Formatter, Result};

use super::super::excerpt;
use crate::error::{ProfileFault, ProfileProblem};
use crate::nearest::nearest;

pub(in crate::words) fn profile_fault(fault: &ProfileFault, f: &mut Formatter<'_>) -> Result {
    use ProfileProblem::*;
    if let Some(place) = &fault.place {
        write!(f, "line {}, column {}: ", place.line, place.column)?;
    }
    if let Some(key) = &fault.key {
        // What the reader says is a sentence of its own.
        let colon = match &fault.problem {
            Toml { .. } | NoField { .. } | NoSuchKey { .. } | NoSuchValue { .. } => ":",
            _ => "",
        };
        write!(f, "{key}{colon} ")?;
    }
    if fault.place.is_none() && fault.problem == NotShown {
        f.write_str("somewhere: ")?;
    }
    problem(&fault.problem, f)?;
    match &fault.place {
        Some(place) => excerpt(f, place),
        None => Ok(()),
    }
}

/// Words that follow a key.
fn problem(problem: &ProfileProblem, f: &mut Formatter<'_>) -> Result {
    use ProfileProblem::*;
    match problem {
        Toml { text } => f.write_str(text),
        NoField { text } => write!(f, "{text}; add it, or extend a profile that has it"),
        NoSuchKey { word, known } => meant("there is no key", word, known, f),
        NoSuchValue { word, known } => meant("there is no value", word, known, f),
        Empty => f.write_str("there is no text"),
        NotShown => f.write_str("it is faulty; what it says is not shown, since it lies elsewhere"),
        NoWord => f.write_str("must be a word in quotes"),
        Extends { profile, fault } => write!(f, "is {profile:?}, which is faulty: {fault}"),
        NoFile { profile } => write!(
            f,
            "is {profile:?}; only a profile that is a file itself can extend one"
        ),
        Circle { profile } => write!(
            f,
            "is {profile:?}, which extends this one in the end; profiles must not run in a circle"
        ),
        Unread { profile, problem } => {
            write!(f, "is {profile:?}, which cannot be read: {problem}")
        }
        NoSuchProfile { profile, near } => {
            write!(f, "is {profile:?}, and there is no such profile; ")?;
            if !near.is_empty() {
                write!(f, "did you mean {}? ", near.join(" or "))?;
            }
            f.write_str("`telewav profiles` lists them; a file is named with its .toml")
        }
        NoSource { name } => write!(f, "is {name:?}, which [sources] does not have"),
        CitesNoSource { name } => {
            write!(f, "cites source {name:?}, which [sources] does not have")
        }
        OtherPage { profile } => write!(f, "is another page in {profile}; name it otherwise"),
        NoRule { write, near } => {
            f.write_str("is no rule's code; ")?;
            match (write, near) {
                (Some(code), _) => write!(f, "write {code}"),
                (None, Some(near)) => write!(f, "did you mean {near}?"),
                (None, None) => f.write_str("`telewav explain` lists them"),
            }
        }
        NoRegex { text } => write!(f, "is no regular expression: {text}"),
        NameCharacters { name } => {
            write!(f, "is {name:?}; it must be of letters, digits and -_.")
        }
        Channels { n_channels } => write!(f, "is {n_channels}; only 1 is supported"),
        Rate { rate_hz } => write!(f, "is {rate_hz}; it must be 2000 to 768000"),
        NoExtension { extension } => {
            write!(
                f,
                "is {extension:?}; it must be one without a dot, as \"wav\""
            )
        }
        OtherExtension { extension } => write!(
            f,
            "is {extension:?}, under which no sound is kept; name one as \"wav\", \"alaw\" or \"sln\""
        ),
        Seconds { seconds } => write!(f, "is {seconds}; it must be 0 or more"),
        AlsoSet { other } => write!(f, "is set, and {other} is, too; leave one of them out"),
        RawHeader => f.write_str("is set, but raw octets have no header"),
        LinearHeader { bytes } => write!(f, "is {bytes}; linear PCM has 44"),
        LawHeader { bytes } => write!(f, "is {bytes}; it must be 44 or 58"),
    }
}

fn meant(what: &str, word: &str, known: &[String], f: &mut Formatter<'_>) -> Result {
    match nearest(word, known.iter().map(String::as_str)) {
        Some(near) => write!(f, "{what} `{word}`; did you mean `{near}`?"),
        None => write!(f, "{what} `{word}`; there are {}", known.join(", ")),
    }
}
