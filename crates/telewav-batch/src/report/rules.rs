//! The pages of rules.

use std::fmt::Write as _;

use serde::Serialize;
use telewav::check::rules::Rule;
use telewav::words::{Lang, Wording};
use telewav::{Code, Severity};

use crate::words::{Entry, Phrase, entry, padded, phrase};

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

/// The beginning of the codes of a group of rules.
fn group(code: Code) -> &'static str {
    match code {
        Code::Name(_) => "TW1",
        Code::Size(_) => "TW2",
        Code::Format(_) => "TW3",
        Code::Signal(_) => "TW4",
        Code::Set(_) => "TW5",
        Code::Reference(_) => "TW6",
        _ => "TW",
    }
}

/// What is above the page of a rule.
fn title(rule: &Rule, lang: Lang) -> String {
    let title = Entry::Title {
        code: rule.code,
        name: rule.name,
        grade: grade(rule, lang),
    };
    entry(lang, &title)
}

/// How bad breaking a rule is.
fn grade(rule: &Rule, lang: Lang) -> String {
    phrase(lang, &Phrase::Grade(rule.severity))
}

/// The pages in Markdown, below headings of their groups; `rules` stand in the order of their codes.
pub fn markdown(rules: &[&Rule], wording: Wording<'_>) -> String {
    let said = |said: Entry| entry(wording.lang, &said);
    let mut text = said(Entry::RulesHead);
    let mut current = None;
    for rule in rules {
        let page = wording.page(rule);
        let group = group(rule.code);
        if current.replace(group) != Some(group) {
            let heading = said(Entry::Group(rule.code, group));
            let _ = writeln!(text, "\n## {heading}");
        }
        let _ = write!(
            text,
            "\n### {}\n\n{}\n\n{}\n\n- {}{}\n- {}{}\n",
            title(rule, wording.lang),
            page.what,
            page.why,
            said(Entry::Example),
            page.example,
            said(Entry::Cure),
            page.cure
        );
    }
    text
}

/// What a rule asks, in a line.
pub fn in_a_line(rule: &Rule, wording: Wording<'_>) -> String {
    format!(
        "{} {:<21} {}  {}\n",
        rule.code,
        rule.name,
        padded(&grade(rule, wording.lang), 7),
        wording.page(rule).what
    )
}

/// All that there is to say of a rule.
pub fn in_full(rule: &Rule, wording: Wording<'_>) -> String {
    let page = wording.page(rule);
    let lang = wording.lang;
    let mut text = title(rule, lang) + "\n";
    for (heading, paragraph) in [
        (Entry::What, page.what),
        (Entry::Why, page.why),
        (Entry::Example, page.example),
        (Entry::Cure, page.cure),
    ] {
        let _ = writeln!(text, "\n{}{paragraph}", entry(lang, &heading));
    }
    text
}
