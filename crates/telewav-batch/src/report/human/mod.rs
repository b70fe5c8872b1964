//! Text for people: a line for each file, and below it what was found, what is needed, what to do.

mod check;
mod convert;
mod fix;
mod inspect;

use std::fmt::Write as _;
use std::io::{self, Write};

use telewav::decode::{Decoded, SourceFormat};
use telewav::words::{Lang, Wording, in_lang};
use telewav::{Finding, Severity};

use super::style::{Style, plain, show};
use super::{Format, Run, View};
use crate::outcome::{Failure, Issue, Outcome};
use crate::words::{Phrase, phrase};

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
    fn text(&self, profile: &str, view: &View, wording: Wording<'_>) -> String;
    /// What the summary says of a run.
    fn summary(outcomes: &[Self], lang: Lang) -> String
    where
        Self: Sized;
}

fn write(run: &Run<'_>, view: &View, to: &mut dyn Write) -> io::Result<()> {
    let wording = run.wording(view);
    for outcome in &run.outcomes {
        if !view.quiet || outcome.has_failed() || outcome.n_warnings() > 0 {
            to.write_all(outcome.text(run.profile_name(), view, wording).as_bytes())?;
        }
    }
    passed_over(run, view, to)?;
    writeln!(to, "{}", view.style().bold(&run.summary(view.lang)))
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
    let word = phrase(view.lang, &Phrase::PassedOver);
    for path in &run.passed_over[..n_shown] {
        writeln!(to, "{word}  {}", show(path))?;
    }
    match run.passed_over.len() - n_shown {
        0 => Ok(()),
        n => writeln!(to, "{word}  {}", phrase(view.lang, &Phrase::More { n })),
    }
}

fn findings(
    text: &mut String,
    findings: &[Finding],
    profile: &str,
    style: Style,
    wording: Wording<'_>,
) {
    for finding in findings {
        let issue = Issue::from(finding);
        let _ = writeln!(
            text,
            "  {} {} {}{}{}\n    {}",
            severity(finding.severity, style, wording.lang),
            finding.code,
            finding.rule,
            colon(wording.lang),
            plain(&issue.sentence(profile, wording)),
            fix(&issue, wording)
        );
    }
}

/// What to do.
fn fix(issue: &Issue<'_>, wording: Wording<'_>) -> String {
    let cure = &plain(&issue.cure(wording));
    phrase(wording.lang, &Phrase::Fix { cure })
}

/// What stands between a word and what it tells; a wide colon has its space in it.
pub(super) fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhCn => "：",
        _ => ": ",
    }
}

pub(super) fn severity(severity: Severity, style: Style, lang: Lang) -> String {
    let word = phrase(lang, &Phrase::Grade(severity));
    match severity {
        Severity::Error => style.bad(&word),
        Severity::Warning => style.warning(&word),
    }
}

fn failure(text: &mut String, failure: Option<&Failure>, style: Style, wording: Wording<'_>) {
    if let Some(failure) = failure {
        let issue = Issue::from(failure);
        let _ = writeln!(
            text,
            "  {}{}{}\n    {}",
            style.bad(&phrase(wording.lang, &Phrase::Error)),
            colon(wording.lang),
            plain(&issue.found(wording)),
            fix(&issue, wording)
        );
    }
}

/// A line with a remark.
fn note(text: &mut String, note: &str, lang: Lang) {
    let _ = writeln!(text, "  {}", phrase(lang, &Phrase::Remark { note }));
}

fn notes(text: &mut String, decoded: &Decoded, style: Style, wording: Wording<'_>) {
    let lang = wording.lang;
    if let Some(decoder) = &decoded.decoded_by {
        let decoder = &plain(decoder);
        note(text, &phrase(lang, &Phrase::DecodedBy { decoder }), lang);
    }
    for it in &decoded.notes {
        note(text, &plain(&wording.remark(it).to_string()), lang);
    }
    if !decoded.damage.is_empty() {
        let word = style.warning(&phrase(lang, &Phrase::Damage));
        let _ = writeln!(
            text,
            "  {word}{}{}",
            colon(lang),
            in_lang(&decoded.damage, lang)
        );
    }
}

/// `Ogg Vorbis, 44100 Hz, stereo`; the container only where it is not the codec's name.
fn format_of(format: &SourceFormat, lang: Lang) -> String {
    let name = match format.container == format.codec {
        true => format.codec.to_string(),
        false => format!("{} {}", format.container, format.codec),
    };
    let layout = (!format.mask.is_plain()).then(|| format.mask.to_string());
    let said = Phrase::Format {
        name: &name,
        bits: format.bits,
        rate_hz: format.rate_hz,
        n_channels: format.n_channels,
        layout: layout.as_deref(),
    };
    phrase(lang, &said)
}

fn count_failed<O: Outcome>(outcomes: &[O]) -> usize {
    outcomes
        .iter()
        .filter(|outcome| outcome.has_failed())
        .count()
}
