//! The pages of rules.

use std::fmt::Write as _;

use serde::Serialize;
use telewav::check::rules::Rule;
use telewav::words::Wording;
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

impl Page {
    /// The page of a rule in these words.
    pub fn of(rule: &Rule, wording: Wording<'_>) -> Self {
        let page = wording.page(rule);
        Self {
            code: rule.code,
            rule: rule.name,
            severity: rule.severity,
            what: page.what,
            why: page.why,
            example: page.example,
            cure: page.cure,
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
pub fn markdown(rules: &[&Rule], wording: Wording<'_>) -> String {
    let mut text = String::from(
        "# Rules\n\nWhat `telewav check`, `telewav convert` and `telewav refs` look at, one page a rule; `telewav explain CODE` prints it. Written by\n\
         `telewav explain --output-format markdown`; a test holds it against the program. A code is never used twice. An error is\n\
         what a platform refuses, a warning what it may take and play wrong; a profile may say otherwise (`[severity]`), and\n\
         `--select` and `--ignore` choose.\n",
    );
    let mut current = None;
    for rule in rules {
        let page = wording.page(rule);
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
            page.what,
            page.why,
            page.example,
            page.cure
        );
    }
    text
}

/// What a rule asks, in a line.
pub fn in_a_line(rule: &Rule, wording: Wording<'_>) -> String {
    format!(
        "{} {:<21} {:<7}  {}\n",
        rule.code,
        rule.name,
        rule.severity.as_str(),
        wording.page(rule).what
    )
}

/// All that there is to say of a rule.
pub fn in_full(rule: &Rule, wording: Wording<'_>) -> String {
    let page = wording.page(rule);
    let mut text = format!("{} {} ({})\n", rule.code, rule.name, rule.severity.as_str());
    for (heading, paragraph) in [
        ("What", page.what),
        ("Why", page.why),
        ("Example", page.example),
        ("Cure", page.cure),
    ] {
        let _ = writeln!(text, "\n{heading}: {paragraph}");
    }
    text
}
