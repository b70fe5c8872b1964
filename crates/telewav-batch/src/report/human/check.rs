//! Prompts that were checked, and requests that name them.

use std::fmt::Write as _;

use super::{Text, count_failed, failure, findings, plural};
use crate::outcome::{Checked, Outcome, Referred, Role};
use crate::report::View;
use crate::report::style::show;

impl Text for Checked {
    fn text(&self, profile: &str, view: &View) -> String {
        let style = view.style();
        let word = if self.passed {
            style.good("ok    ")
        } else {
            style.bad("failed")
        };
        let mut text = format!("{word}  {}\n", show(&self.path.0));
        findings(&mut text, &self.findings, profile, style);
        failure(&mut text, self.error.as_ref(), style);
        text
    }

    fn summary(outcomes: &[Self]) -> String {
        let n_failed = count_failed(outcomes);
        let n_warnings: usize = outcomes.iter().map(Outcome::n_warnings).sum();
        let mut summary = format!(
            "{} checked, {} ok, {n_failed} failed",
            plural(outcomes.len(), "file", "files"),
            outcomes.len() - n_failed
        );
        if n_warnings > 0 {
            let _ = write!(summary, ", {}", plural(n_warnings, "warning", "warnings"));
        }
        summary
    }
}

impl Text for Referred {
    fn text(&self, profile: &str, view: &View) -> String {
        let style = view.style();
        let is_silent = self.role == Role::Prompt && self.passed && self.findings.is_empty();
        if is_silent && !view.verbose {
            return String::new();
        }
        let word = if self.passed {
            style.good("ok    ")
        } else {
            style.bad("failed")
        };
        let mut text = format!("{word}  {}", show(&self.path.0));
        if self.role == Role::Request && self.error.is_none() {
            let named = plural(self.references.len(), "prompt named", "prompts named");
            let _ = write!(text, "  ({named})");
        }
        text.push('\n');
        findings(&mut text, &self.findings, profile, style);
        failure(&mut text, self.error.as_ref(), style);
        text
    }

    fn summary(outcomes: &[Self]) -> String {
        let (requests, prompts): (Vec<&Self>, Vec<&Self>) = outcomes
            .iter()
            .partition(|outcome| outcome.role == Role::Request);
        let n_failed = |outcomes: &[&Self]| outcomes.iter().filter(|o| !o.passed).count();
        let mut summary = format!(
            "{}, {} ok, {} failed; {}",
            plural(requests.len(), "file of requests", "files of requests"),
            requests.len() - n_failed(&requests),
            n_failed(&requests),
            plural(prompts.len(), "prompt", "prompts"),
        );
        match n_failed(&prompts) {
            0 => {}
            n => {
                let _ = write!(summary, ", {n} failed");
            }
        }
        let n_warnings: usize = outcomes.iter().map(Outcome::n_warnings).sum();
        if n_warnings > 0 {
            let _ = write!(summary, "; {}", plural(n_warnings, "warning", "warnings"));
        }
        summary
    }
}
