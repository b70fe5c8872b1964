//! The pages of rules.

use std::fmt::Write as _;

use serde::Serialize;
use telewav::check::rules::Rule;
use telewav::{Code, Severity};

/// What there is to say of a rule.
#[derive(Debug, Clone, Copy, Serialize)]
#[non_exhaustive]
pub struct Page {
    /// Its code.
    pub code: Code,
    /// Its name.
    pub rule: &'static str,
    /// What breaking it means, unless a profile says otherwise.
    pub severity: Severity,
    /// What it asks.
    pub what: &'static str,
    /// Why it is asked.
    pub why: &'static str,
    /// What breaks it.
    pub example: &'static str,
    /// What to do.
    pub cure: &'static str,
}

impl From<&Rule> for Page {
    fn from(rule: &Rule) -> Self {
        Self {
            code: rule.code,
            rule: rule.name,
            severity: rule.severity,
            what: rule.what,
            why: rule.why,
            example: rule.example,
            cure: rule.cure,
        }
    }
}

/// What the rules of a group are about, with the beginning of their codes.
fn group(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::Name(_) => ("TW1", "The name"),
        Code::Size(_) => ("TW2", "Size and duration"),
        Code::Format(_) => ("TW3", "Container and format"),
        Code::Signal(_) => ("TW4", "The sound"),
        Code::Set(_) => ("TW5", "The set as a whole"),
        Code::Reference(_) => ("TW6", "Prompts that requests name"),
        _ => ("TW", "More"),
    }
}

/// The pages in Markdown, below headings of their groups; `rules` stand in the order of their codes.
pub fn markdown(rules: &[&Rule]) -> String {
    let mut text = String::from(
        "# Rules\n\nWhat `telewav check`, `telewav convert` and `telewav refs` look at, one page a rule; `telewav explain CODE` prints it. Written by\n\
         `telewav explain --output-format markdown`; a test holds it against the program. A code is never used twice. An error is\n\
         what a platform refuses, a warning what it may take and play wrong; a profile may say otherwise (`[severity]`), and\n\
         `--select` and `--ignore` choose.\n",
    );
    let mut current = None;
    for rule in rules {
        let (beginning, heading) = group(rule.code);
        if current.replace(heading) != Some(heading) {
            let _ = writeln!(text, "\n## {heading} ({beginning}xx)");
        }
        let _ = write!(
            text,
            "\n### {} {} ({})\n\n{}\n\n{}\n\n- Example: {}\n- Cure: {}\n",
            rule.code,
            rule.name,
            rule.severity.as_str(),
            rule.what,
            rule.why,
            rule.example,
            rule.cure
        );
    }
    text
}

/// What a rule asks, in a line.
pub fn in_a_line(rule: &Rule) -> String {
    format!(
        "{} {:<21} {:<7}  {}\n",
        rule.code,
        rule.name,
        rule.severity.as_str(),
        rule.what
    )
}

/// All that there is to say of a rule.
pub fn in_full(rule: &Rule) -> String {
    let mut text = format!("{} {} ({})\n", rule.code, rule.name, rule.severity.as_str());
    for (heading, paragraph) in [
        ("What", rule.what),
        ("Why", rule.why),
        ("Example", rule.example),
        ("Cure", rule.cure),
    ] {
        let _ = writeln!(text, "\n{heading}: {paragraph}");
    }
    text
}
