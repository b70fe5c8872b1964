//! Why a run cannot begin: words that fit after "failed to".

use std::fmt::{Formatter, Result};
use std::path::Path;

#[cfg(feature = "files")]
use crate::clash::Role;
use crate::error::{Error, NamesFault, OutputFault, PatternFault, ProgramFault, Step};
#[cfg(feature = "files")]
use crate::error::{ListFault, MAX_EMPTY, MAX_LIST, MAX_PATH};

pub(in crate::words) fn error(error: &Error, f: &mut Formatter<'_>) -> Result {
    match error {
        Error::Pattern { pattern, problem } => write!(f, "read the pattern {pattern}: {problem}"),
        Error::NoSuchRule { text, nearest } => {
            write!(f, "find a rule {text}")?;
            match nearest {
                Some(near) => write!(f, "; did you mean {near}?"),
                None => Ok(()),
            }
        }
        Error::NoPattern { text } => write!(
            f,
            "read {text}: it takes a pattern, =, and rules, as in 'legacy/**=TW405,level'"
        ),
        #[cfg(feature = "files")]
        Error::List { list, fault } => write!(f, "read the list {}: {fault}", list.display()),
        Error::ManifestForm { path } => write!(
            f,
            "tell the form of the manifest {}: its extension says it, .csv or .json",
            path.display()
        ),
        Error::Names {
            table,
            row,
            problem,
        } => {
            write!(f, "take the names in {}", table.display())?;
            if let Some(row) = row {
                write!(f, ", row {row}")?;
            }
            write!(f, ": {problem}")
        }
        Error::Output { output, fault } => {
            write!(f, "write the prompts to {}: {fault}", output.display())
        }
        #[cfg(feature = "files")]
        Error::Clash {
            what,
            path,
            with,
            other,
        } => {
            write!(f, "write {what} to {}: it is also {with}", path.display())?;
            if path != other {
                write!(f, ", {}", other.display())?;
            }
            f.write_str("; name another file")
        }
        Error::Profile { name, source } => write!(f, "read the profile {name}: {source}"),
        Error::StdinNotChanged => {
            f.write_str("change standard input: files are changed where they are")
        }
        Error::NoDecoder { program, problem } => {
            write!(f, "use {}: {problem}", Path::new(program).display())
        }
        Error::Io {
            action,
            path,
            source,
        } => {
            write!(f, "{action}")?;
            if let Some(path) = path {
                write!(f, " {}", path.display())?;
            }
            write!(f, ": {source}")
        }
        Error::Cancelled => f.write_str("go on: the run was ended"),
        Error::Catalogue(source) => write!(f, "{source}"),
        Error::Encode { problem } => write!(f, "write the manifest: {problem}"),
    }
}

pub(in crate::words) fn step(step: &Step, f: &mut Formatter<'_>) -> Result {
    f.write_str(match step {
        Step::ReadNames => "read the names in",
        Step::PlacePrompts => "put the prompts in place",
        Step::WriteManifest => "write the manifest",
    })
}

pub(in crate::words) fn pattern_fault(fault: &PatternFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        PatternFault::OpenClass => f.write_str("there is a [ without its ]"),
        PatternFault::Range { from, to } => {
            write!(f, "the range {from}-{to} begins behind its end")
        }
        PatternFault::NoAlternates => f.write_str("there is a } without its {"),
        PatternFault::OpenAlternates => f.write_str("there is a { without its }"),
        PatternFault::Backslash => f.write_str("nothing follows the \\ at its end"),
        PatternFault::Other(text) => f.write_str(text),
    }
}

pub(in crate::words) fn names_fault(fault: &NamesFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        NamesFault::Encoding => f.write_str("it is neither UTF-8 nor GBK; save it as CSV UTF-8"),
        NamesFault::NotShown => {
            f.write_str("it is no table of names; its text is not shown, as a link leads to it")
        }
        NamesFault::Csv(problem) => f.write_str(problem),
        NamesFault::Json(problem) => write!(f, "it is no manifest: {problem}"),
        NamesFault::TooManyRows(n) => write!(f, "it has more than {n} rows"),
        NamesFault::FieldTooLong(n) => write!(f, "a field has more than {n} octets"),
        NamesFault::OneColumn => {
            f.write_str("it has no second column; a row is a recording and a name")
        }
        NamesFault::Nul => f.write_str("it holds a NUL character"),
        NamesFault::NoRecording { name } => write!(f, "{name:?} is for no recording"),
        NamesFault::TwoNames {
            recording,
            names: [one, other],
        } => write!(f, "{recording:?} has two names, {one} and {other}"),
        NamesFault::NameIsPath { name } => write!(
            f,
            "{name:?} is a path; a name stays in the folder of the prompts"
        ),
        NamesFault::NameHasControl { name } => write!(f, "{name:?} has control characters"),
        NamesFault::NameNotTaken {
            name,
            profile,
            characters,
            max_chars,
            extension,
            would_do,
        } => {
            write!(f, "{name:?} is no name that {profile} takes: ")?;
            if let Some(most) = max_chars {
                write!(f, "at most {most} of ")?;
            }
            write!(f, "{characters}, and .{extension} behind them")?;
            match would_do {
                Some(would_do) => write!(f, "; {would_do} would do"),
                None => Ok(()),
            }
        }
    }
}

pub(in crate::words) fn program_fault(fault: &ProgramFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        ProgramFault::NotFound { program } if program == "ffmpeg" => {
            f.write_str("there is no program ffmpeg on the PATH")
        }
        ProgramFault::NotFound { program } => write!(f, "there is no program {program}"),
        ProgramFault::NotStarted { program, problem } => {
            write!(f, "failed to start {program}: {problem}")
        }
        ProgramFault::NoAnswer { program, seconds } => {
            write!(f, "{program} -version gave no answer within {seconds} s")
        }
        ProgramFault::NotFfmpeg { program, line } => write!(
            f,
            "{program} is no ffmpeg: asked for its version, it says \"{line}\""
        ),
    }
}

#[cfg(feature = "files")]
pub(in crate::words) fn list_fault(fault: &ListFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        ListFault::Io(source) => write!(f, "{source}"),
        ListFault::NotUnicode => f.write_str("a path is not UTF-8"),
        ListFault::PathTooLong(number) => write!(
            f,
            "path {number} has more than {MAX_PATH} octets; this is no list of paths"
        ),
        ListFault::TooManyEmpty => write!(
            f,
            "more than {MAX_EMPTY} of its paths are empty; this is no list of paths"
        ),
        ListFault::TooLong => write!(f, "it has {MAX_LIST} octets or more"),
        ListFault::StdinTwice => f.write_str("standard input is the list, and cannot be in it"),
    }
}

pub(in crate::words) fn output_fault(fault: &OutputFault, f: &mut Formatter<'_>) -> Result {
    f.write_str(match fault {
        OutputFault::StdoutForMany => "standard output takes one prompt, and there are more inputs",
        OutputFault::FileForMany => "it is a file name, and there are more inputs than one",
        OutputFault::NoPrompt => {
            "it is a file; name a folder, or a file name with the extension of a prompt"
        }
    })
}

#[cfg(feature = "files")]
pub(in crate::words) fn role(role: &Role, f: &mut Formatter<'_>) -> Result {
    f.write_str(match role {
        Role::Input => "a file that is read",
        Role::Prompt => "a prompt",
        Role::Manifest => "the manifest",
        Role::Report => "the report",
    })
}
