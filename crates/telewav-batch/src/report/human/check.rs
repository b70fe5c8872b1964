//! Prompts that were checked, and requests that name them.

use std::fmt::Write as _;

use telewav::words::{Lang, Wording};

use super::{Text, count_failed, failure, findings};
use crate::outcome::{Checked, Outcome, Referred, Role};
use crate::report::View;
use crate::report::style::{Style, show};
use crate::words::{Phrase, padded, phrase};

impl Text for Checked {
    fn text(&self, profile: &str, view: &View, wording: Wording<'_>) -> String {
        let style = view.style();
        let word = verdict(self.passed, style, view.lang);
        let mut text = format!("{word}  {}\n", show(&self.path.0));
        findings(&mut text, &self.findings, profile, style, wording);
        failure(&mut text, self.error.as_ref(), style, wording);
        text
    }

    fn summary(outcomes: &[Self], lang: Lang) -> String {
        let said = Phrase::Checked {
            n: outcomes.len(),
            n_failed: count_failed(outcomes),
            n_warnings: outcomes.iter().map(Outcome::n_warnings).sum(),
        };
        phrase(lang, &said)
    }
}

impl Text for Referred {
    fn text(&self, profile: &str, view: &View, wording: Wording<'_>) -> String {
        let style = view.style();
        let is_silent = self.role == Role::Prompt && self.passed && self.findings.is_empty();
        if is_silent && !view.verbose {
            return String::new();
        }
        let word = verdict(self.passed, style, view.lang);
        let mut text = format!("{word}  {}", show(&self.path.0));
        if self.role == Role::Request && self.error.is_none() {
            let n = self.references.len();
            let _ = write!(text, "  {}", phrase(view.lang, &Phrase::NamesPrompts { n }));
        }
        text.push('\n');
        findings(&mut text, &self.findings, profile, style, wording);
        failure(&mut text, self.error.as_ref(), style, wording);
        text
    }

    fn summary(outcomes: &[Self], lang: Lang) -> String {
        let of = |role| {
            let outcomes = outcomes.iter().filter(move |outcome| outcome.role == role);
            let n_failed = outcomes.clone().filter(|outcome| !outcome.passed).count();
            [outcomes.count(), n_failed]
        };
        let said = Phrase::Referred {
            requests: of(Role::Request),
            prompts: of(Role::Prompt),
            n_warnings: outcomes.iter().map(Outcome::n_warnings).sum(),
        };
        phrase(lang, &said)
    }
}

fn verdict(is_good: bool, style: Style, lang: Lang) -> String {
    let word = padded(&phrase(lang, &Phrase::Verdict { is_good }), 6);
    match is_good {
        true => style.good(&word),
        false => style.bad(&word),
    }
}
