//! JUnit XML as GitLab and Jenkins read it: a test case for each file, a failure for each error. Warnings are
//! what the case wrote.

use std::fmt::Write as _;
use std::io::{self, Write};

use telewav::Severity;

use super::style::plays_tricks;
use super::{Format, Run, View, place};
use crate::outcome::{Issue, IssueKind};

/// See [`Format`].
pub const FORMAT: Format = Format {
    name: "junit",
    about: "JUnit XML, as GitLab and Jenkins read it",
    is_for_people: false,
    write,
};

fn write(run: &Run<'_>, _: &View, to: &mut dyn Write) -> io::Result<()> {
    let profile = run.profile_name();
    let issues: Vec<Vec<Issue<'_>>> = run
        .outcomes
        .iter()
        .map(|outcome| outcome.issues())
        .collect();
    let n_with = |is: &dyn Fn(&Issue<'_>) -> bool| {
        issues.iter().filter(|issues| issues.iter().any(is)).count()
    };
    let n_errors = n_with(&|issue| matches!(issue.kind, IssueKind::Error(_)));
    let n_failures = n_with(&|issue| issue.severity == Severity::Error) - n_errors;
    let counts = format!(
        "tests=\"{}\" failures=\"{n_failures}\" errors=\"{n_errors}\"",
        run.outcomes.len()
    );
    let suite = attribute(format!("telewav {} {profile}", run.command).trim_end());
    write!(
        to,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {counts}>\n  <testsuite name=\"{suite}\" {counts}>\n"
    )?;
    for (outcome, issues) in run.outcomes.iter().zip(&issues) {
        let name = attribute(&place::relative(outcome.path()));
        write!(
            to,
            "    <testcase classname=\"telewav.{}\" name=\"{name}\"",
            run.command
        )?;
        if issues.is_empty() {
            to.write_all(b"/>\n")?;
            continue;
        }
        to.write_all(b">\n")?;
        // Readers show one element of a case, so all failures are in it; an error says that there is no answer.
        let serious: Vec<&Issue<'_>> = issues
            .iter()
            .filter(|issue| issue.severity == Severity::Error)
            .collect();
        if let Some(first) = serious.first() {
            let has_error = serious
                .iter()
                .any(|issue| matches!(issue.kind, IssueKind::Error(_)));
            let element = if has_error { "error" } else { "failure" };
            writeln!(
                to,
                "      <{element} type=\"{}\" message=\"{}\">{}</{element}>",
                attribute(&types(&serious)),
                attribute(&line(first, run)),
                escaped(&lines(&serious, run))
            )?;
        }
        let warnings: Vec<&Issue<'_>> = issues
            .iter()
            .filter(|issue| issue.severity == Severity::Warning)
            .collect();
        if !warnings.is_empty() {
            writeln!(
                to,
                "      <system-out>{}</system-out>",
                escaped(&lines(&warnings, run))
            )?;
        }
        to.write_all(b"    </testcase>\n")?;
    }
    to.write_all(b"  </testsuite>\n</testsuites>\n")
}

fn types(issues: &[&Issue<'_>]) -> String {
    let codes: Vec<&str> = issues.iter().map(|issue| issue.code()).collect();
    codes.join(" ")
}

fn line(issue: &Issue<'_>, run: &Run<'_>) -> String {
    format!(
        "{} {}: {}",
        issue.code(),
        issue.rule,
        issue.sentence(run.profile_name(), run.english())
    )
}

fn lines(issues: &[&Issue<'_>], run: &Run<'_>) -> String {
    issues.iter().fold(String::new(), |mut text, issue| {
        let word = issue.severity.as_str();
        let _ = writeln!(
            text,
            "{word} {}\n  fix: {}",
            line(issue, run),
            issue.cure(run.english())
        );
        text
    })
}

/// Text as XML 1.0 has it; characters that it does not allow at all become U+FFFD.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            // A reader makes a line end of it.
            '\r' => xml.push_str("&#13;"),
            '\n' | '\t' => xml.push(c),
            c if c >= ' ' && plays_tricks(c) => {
                let _ = write!(xml, "&#{};", u32::from(c));
            }
            c if c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}') => xml.push('\u{FFFD}'),
            c => xml.push(c),
        }
    }
    xml
}

/// The same in an attribute, where a reader takes line ends and tabs for spaces, so that the names of two files could become
/// one (XML 1.0, section 3.3.3).
fn attribute(text: &str) -> String {
    escaped(text).replace('\n', "&#10;").replace('\t', "&#9;")
}
