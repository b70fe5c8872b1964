//! Text for people: a line for each file, and below it what was found, what is needed, what to do.

mod check;
mod convert;
mod fix;
mod inspect;

use std::fmt::Write as _;
use std::io::{self, Write};

use telewav::decode::{Decoded, SourceFormat};
use telewav::{Finding, Severity};

use super::style::{Style, plain, show};
use super::{Format, Run, View};
use crate::outcome::{Failure, Issue, Outcome};

/// See [`Format`].
pub const FORMAT: Format = Format {
    name: "human",
    about: "For people: files, what is wrong with them, and what to do",
    is_for_people: true,
    write,
};

/// An outcome that can be shown to a person.
pub trait Text {
    /// Its lines, or nothing.
    fn text(&self, profile: &str, view: &View) -> String;
    /// What the summary says of a run.
    fn summary(outcomes: &[Self]) -> String
    where
        Self: Sized;
}

fn write(run: &Run<'_>, view: &View, to: &mut dyn Write) -> io::Result<()> {
    for outcome in &run.outcomes {
        if !view.quiet || outcome.has_failed() || outcome.n_warnings() > 0 {
            to.write_all(outcome.text(run.profile_name(), view).as_bytes())?;
        }
    }
    passed_over(run, view, to)?;
    writeln!(to, "{}", view.style().bold(&run.summary()))
}

/// Files that were passed over, so that a recording of a kind that is not known is missed; the first of many, unless all are asked
/// for.
fn passed_over(run: &Run<'_>, view: &View, to: &mut dyn Write) -> io::Result<()> {
    const MOST: usize = 10;
    if view.quiet && !view.verbose {
        return Ok(());
    }
    let n_shown = match view.verbose {
        true => run.passed_over.len(),
        false => MOST.min(run.passed_over.len()),
    };
    for path in &run.passed_over[..n_shown] {
        writeln!(to, "passed over  {}", show(path))?;
    }
    match run.passed_over.len() - n_shown {
        0 => Ok(()),
        n => writeln!(to, "passed over  {n} more"),
    }
}

fn findings(text: &mut String, findings: &[Finding], profile: &str, style: Style) {
    for finding in findings {
        let _ = writeln!(
            text,
            "  {} {} {}: {}\n    fix: {}",
            severity(finding.severity, style),
            finding.code,
            finding.rule,
            plain(&Issue::from(finding).sentence(profile)),
            plain(&finding.cure)
        );
    }
}

pub(super) fn severity(severity: Severity, style: Style) -> String {
    match severity {
        Severity::Error => style.bad(severity.as_str()),
        Severity::Warning => style.warning(severity.as_str()),
    }
}

fn failure(text: &mut String, failure: Option<&Failure>, style: Style) {
    if let Some(failure) = failure {
        let _ = writeln!(
            text,
            "  {}: {}\n    fix: {}",
            style.bad("error"),
            plain(&failure.message),
            plain(&failure.cure)
        );
    }
}

fn notes(text: &mut String, decoded: &Decoded, style: Style) {
    if let Some(decoder) = &decoded.decoded_by {
        let _ = writeln!(text, "  note: decoded by {}", plain(decoder));
    }
    for note in &decoded.notes {
        let _ = writeln!(text, "  note: {}", plain(note));
    }
    if !decoded.damage.is_empty() {
        let _ = writeln!(text, "  {}: {}", style.warning("damage"), decoded.damage);
    }
}

/// `Ogg Vorbis, 44100 Hz, stereo`; the container only where it is not the codec's name.
fn format_of(format: &SourceFormat) -> String {
    let container = if format.container == format.codec {
        String::new()
    } else {
        format!("{} ", format.container)
    };
    let bits = match format.bits {
        Some(bits) => format!("{bits} bit, "),
        None => String::new(),
    };
    let channels = match format.mask.is_plain() {
        true => channels_of(format.n_channels),
        false => format!("{} channels ({})", format.n_channels, format.mask),
    };
    format!(
        "{container}{}, {bits}{} Hz, {channels}",
        format.codec, format.rate_hz
    )
}

fn channels_of(n: usize) -> String {
    match n {
        1 => "mono".to_owned(),
        2 => "stereo".to_owned(),
        n => format!("{n} channels"),
    }
}

fn count_failed<O: Outcome>(outcomes: &[O]) -> usize {
    outcomes
        .iter()
        .filter(|outcome| outcome.has_failed())
        .count()
}

pub(super) fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
