//! What the command line itself says, in English.

use std::fmt::{Formatter, Result};

use telewav::Error;
use telewav_batch::Error as BatchError;
use telewav_batch::error::OutputFault;
use telewav_batch::input::is_file;

use super::super::notice::{
    AskedFault, ConfigFault, FoundFault, Misvalue, Notice, Setting, Written,
};

pub fn notice(notice: &Notice, f: &mut Formatter<'_>) -> Result {
    use Notice::*;
    match notice {
        Batch(error) => batch(error, f),
        Several(notices) => {
            for (i, notice) in notices.iter().enumerate() {
                write!(f, "{}{notice}", if i == 0 { "" } else { "\ntelewav: " })?;
            }
            Ok(())
        }
        NothingToDo { key } => write!(
            f,
            "nothing to do: name {key} (files or folders), or set {key} in telewav.toml"
        ),
        NotInRepository { path } => write!(
            f,
            "--files-from: {} is not in the repository that the list and telewav.toml belong to; name \
             the configuration if you trust it (--config FILE)",
            path.display()
        ),
        Terminal => f.write_str(
            "standard output is a terminal; send it to a file or a pipe, or use -o FILE",
        ),
        NotWritten { what, error } => {
            let what = match what {
                Written::Settings => "the settings",
                Written::Report => "the report",
                Written::Prompt => "the prompt",
                Written::Help => "the help",
                Written::Page => "the page",
            };
            write!(f, "failed to write {what}: {error}")
        }
        FileNotWritten { path, error } => {
            write!(f, "failed to write {}: {error}", path.display())
        }
        ReportNotWritten { path, error } => write!(
            f,
            "failed to write the report to {}: {error}",
            path.display()
        ),
        ProfileNotRead { name, error } => write!(f, "failed to read profile {name}: {error}"),
        NoRule { code } => write!(
            f,
            "there is no rule {code}; telewav explain lists all rules"
        ),
        NoCommand { name } => write!(
            f,
            "there is no command {name}; telewav --help lists all commands"
        ),
        Prompts { path, fault } => write!(f, "--prompts {}: {fault}", path.display()),
        PromptsAreFiles => f.write_str("--prompts takes files and folders"),
        OutputIsFolder { output, better } => write!(
            f,
            "-o {} is a folder; name the prompt, as {}",
            output.display(),
            better.display()
        ),
        Config { file, fault } => {
            write!(f, "{}: ", file.display())?;
            config(fault, f)
        }
        Untrusted { file, fault } => {
            write!(f, "{}: ", file.display())?;
            found(fault, f)?;
            write!(
                f,
                "; name it if you trust it (--config {}), or leave it out (--isolated)",
                file.display()
            )
        }
        MayNot {
            file,
            key,
            value,
            fault,
        } => {
            write!(f, "{}: {key} = {value:?} ", file.display())?;
            asked(fault, f)?;
            write!(
                f,
                ". A configuration that was found may not ask for that: type it, or name the file (--config {})",
                file.display()
            )
        }
        NotFor { file, path } => write!(
            f,
            "{}: it belongs to whose repository this is, and {} is not in it; name it if you trust it \
             (--config {0}), or leave it out (--isolated)",
            file.display(),
            path.display()
        ),
        Removed { path } => write!(f, "removed {path}, which a run that was killed has left"),
        Interrupted { n: 0 } => f.write_str("interrupted"),
        Interrupted { n } => write!(
            f,
            "interrupted; {n} outputs are complete, none is partial; run the command again to go on"
        ),
        InternalFault { fault } => write!(
            f,
            "internal fault{fault}; please report it to the telewav project"
        ),
    }
}

fn config(fault: &ConfigFault, f: &mut Formatter<'_>) -> Result {
    use ConfigFault::*;
    match fault {
        NotRead { error } => write!(f, "failed to read it: {error}"),
        NoToml { problem } => f.write_str(problem),
        NoTable { key } => write!(f, "{key} is a table, as in [{key}]"),
        Unknown {
            place,
            known: Ok(near),
        } => write!(f, "{place} is no setting; did you mean {near}?"),
        Unknown {
            place,
            known: Err(all),
        } => write!(f, "{place} is no setting; there are {}", all.join(", ")),
        TooMany { key, n, most } => {
            write!(f, "{key} holds {n} values; it takes {most} at most")
        }
        ListHolds { key, kind } => {
            write!(f, "{key} holds {kind}; it takes texts and numbers")
        }
        NoRules { key } => write!(f, "{key} takes a list of rules, as [\"TW405\"]"),
        Is { key, kind } => {
            write!(
                f,
                "{key} is {kind}; it takes a text, a number, true or a list"
            )
        }
    }
}

fn found(fault: &FoundFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        FoundFault::System { error } => write!(f, "{error}"),
        FoundFault::LeadsOut { root } => write!(f, "it leads out of {}", root.display()),
        FoundFault::NoFile => f.write_str("it is no file"),
        FoundFault::Owner { owner } => write!(
            f,
            "it belongs to {owner}, which is neither you nor the administrator, nor whose repository this is"
        ),
    }
}

fn asked(fault: &AskedFault, f: &mut Formatter<'_>) -> Result {
    match fault {
        AskedFault::ReplacesFiles => f.write_str("takes the place of files"),
        AskedFault::RunsProgram => f.write_str("runs a program"),
        AskedFault::LeadsOut { root } => write!(f, "leads out of {}", root.display()),
        AskedFault::NotFollowed { error } => write!(f, "cannot be followed ({error})"),
        AskedFault::VersionControl => f.write_str("leads into what version control keeps"),
        AskedFault::NoReport { extensions } => write!(
            f,
            "takes the place of a file that has no report's extension ({extensions})"
        ),
        AskedFault::ThroughLink => f.write_str("would write through a link"),
    }
}

/// What telewav-batch says, with options.
fn batch(error: &BatchError, f: &mut Formatter<'_>) -> Result {
    match error {
        BatchError::Pattern { pattern, problem } => write!(f, "--exclude {pattern}: {problem}"),
        BatchError::Output { output, fault } => match fault {
            OutputFault::StdoutForMany => f.write_str(
                "standard output (-o -) takes one prompt, but PATH names more; use -o DIR",
            ),
            OutputFault::FileForMany => write!(
                f,
                "-o {} is a file name, but PATH names more than one file; use -o DIR",
                output.display()
            ),
            _ => write!(
                f,
                "-o {} is a file; name a folder, or a file name with the extension of a prompt",
                output.display()
            ),
        },
        BatchError::Profile { name, source } => match &**source {
            Error::Io { source, .. } => write!(f, "failed to read profile {name}: {source}"),
            source if is_file(name) => write!(f, "{name}: failed to {source}"),
            source => write!(f, "failed to {source}"),
        },
        BatchError::List { list, fault } => {
            write!(f, "failed to read --files-from {}: {fault}", list.display())
        }
        BatchError::NoDecoder { problem, .. } => write!(
            f,
            "--decoder ffmpeg: {problem}\n  install ffmpeg (apt install ffmpeg, brew install ffmpeg, winget \
             install ffmpeg, https://ffmpeg.org/download.html), or say where it is: --decoder ffmpeg=PATH"
        ),
        BatchError::StdinNotChanged => {
            f.write_str("telewav fix changes files where they are, so it takes no standard input")
        }
        other => write!(f, "failed to {other}"),
    }
}

pub fn misvalue(misvalue: &Misvalue, f: &mut Formatter<'_>) -> Result {
    match misvalue {
        Misvalue::Batch(error) => match error {
            BatchError::NoSuchRule {
                nearest: Some(near),
                ..
            } => write!(f, "there is no such rule; did you mean {near}?"),
            BatchError::NoSuchRule { nearest: None, .. } => {
                f.write_str("there is no such rule; telewav explain lists all")
            }
            BatchError::NoPattern { .. } => {
                f.write_str("it takes a pattern, =, and rules, as in 'legacy/**=TW405,level'")
            }
            BatchError::Pattern { problem, .. } => write!(f, "{problem}"),
            BatchError::ManifestForm { .. } => {
                f.write_str("its extension says its form: .csv or .json")
            }
            other => write!(f, "failed to {other}"),
        },
        Misvalue::NoLimit { name, nearest, all } => {
            write!(f, "there is no limit {name:?}")?;
            match nearest {
                Some(near) => write!(f, "; did you mean {near}?")?,
                None => f.write_str(".")?,
            }
            write!(f, " There are {all}")
        }
        Misvalue::LimitValue { name } => write!(f, "{name} needs a number, as in {name}=1000"),
        Misvalue::OutOfBounds { min, max } => write!(f, "it must be from {min} to {max}"),
        Misvalue::NoNumber => f.write_str("it is no number"),
        Misvalue::NoDecoder => f.write_str("ffmpeg or ffmpeg=PATH is what there is"),
    }
}

pub fn setting(setting: &Setting<'_>, f: &mut Formatter<'_>) -> Result {
    match setting {
        Setting::Heading { file: Some(file) } => {
            write!(f, "# settings, with {}", file.display())
        }
        Setting::Heading { file: None } => f.write_str("# settings, without a file"),
        Setting::Refused { notice } => write!(f, "# refused: {notice}"),
        Setting::Typed => f.write_str("command line"),
        Setting::Default => f.write_str("default"),
    }
}
