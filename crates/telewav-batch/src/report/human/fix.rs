//! Files that were cured.

use std::fmt::Write as _;

use super::{Text, failure, findings, plural};
use crate::outcome::{FixStatus, Fixed};
use crate::report::View;
use crate::report::style::{Style, plain, show};

impl Text for Fixed {
    fn text(&self, profile: &str, view: &View) -> String {
        let style = view.style();
        let (word, paint): (_, fn(Style, &str) -> String) = match self.status {
            FixStatus::Ok => ("ok", Style::good),
            FixStatus::Fixed => ("fixed", Style::good),
            FixStatus::WouldFix => ("would fix", Style::warning),
            FixStatus::NotFixed => ("not fixed", Style::bad),
        };
        let mut text = format!(
            "{}  {}",
            paint(style, &format!("{word:<9}")),
            show(&self.path.0)
        );
        if let Some(output) = &self.output {
            let _ = write!(text, " -> {}", show(&output.0));
        }
        text.push('\n');
        if let Some(diff) = &self.diff {
            for line in diff.lines() {
                let _ = writeln!(text, "  {}", plain(line));
            }
        }
        for finding in &self.cured {
            let _ = writeln!(
                text,
                "  {} {} {}: {}",
                style.good("cured"),
                finding.code,
                finding.rule,
                plain(&finding.found)
            );
        }
        findings(&mut text, &self.findings, profile, style);
        if let Some(reason) = &self.reason {
            let _ = writeln!(text, "  the header stays as it is: {}", plain(reason));
        }
        failure(&mut text, self.error.as_ref(), style);
        text
    }

    fn summary(outcomes: &[Self]) -> String {
        let words = [
            (FixStatus::Fixed, "fixed"),
            (FixStatus::WouldFix, "would be fixed"),
            (FixStatus::Ok, "ok"),
            (FixStatus::NotFixed, "not fixed"),
        ];
        let count = |status| {
            outcomes
                .iter()
                .filter(|fixed| fixed.status == status)
                .count()
        };
        let parts: Vec<String> = words
            .into_iter()
            .map(|(status, word)| (count(status), word))
            .filter(|(n, word)| *n > 0 || *word == "not fixed")
            .map(|(n, word)| format!("{n} {word}"))
            .collect();
        format!(
            "{}: {}",
            plural(outcomes.len(), "file", "files"),
            parts.join(", ")
        )
    }
}
