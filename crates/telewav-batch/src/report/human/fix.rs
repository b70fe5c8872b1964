//! Files that were cured.

use std::fmt::Write as _;

use telewav::words::{Lang, Wording, in_lang};

use super::{Text, colon, failure, findings};
use crate::outcome::{FixStatus, Fixed};
use crate::report::View;
use crate::report::style::{Style, plain, show};
use crate::words::{Phrase, padded, phrase};

impl Text for Fixed {
    fn text(&self, profile: &str, view: &View, wording: Wording<'_>) -> String {
        let style = view.style();
        let paint = match self.status {
            FixStatus::Ok | FixStatus::Fixed => Style::good,
            FixStatus::WouldFix => Style::warning,
            FixStatus::NotFixed => Style::bad,
        };
        let word = phrase(view.lang, &Phrase::Curing(self.status));
        let mut text = format!(
            "{}  {}",
            paint(style, &padded(&word, 9)),
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
                "  {} {} {}{}{}",
                style.good(&phrase(view.lang, &Phrase::Cured)),
                finding.code,
                finding.rule,
                colon(view.lang),
                plain(&wording.found(&finding.found).to_string())
            );
        }
        findings(&mut text, &self.findings, profile, style, wording);
        if let Some(reason) = &self.reason {
            let reason = &plain(&in_lang(reason, view.lang).to_string());
            let stays = phrase(view.lang, &Phrase::HeaderStays { reason });
            let _ = writeln!(text, "  {stays}");
        }
        failure(&mut text, self.error.as_ref(), style, wording);
        text
    }

    fn summary(outcomes: &[Self], lang: Lang) -> String {
        let count = |status| {
            let of_status = outcomes.iter().filter(|fixed| fixed.status == status);
            (status, of_status.count())
        };
        let statuses: Vec<(FixStatus, usize)> = [
            FixStatus::Fixed,
            FixStatus::WouldFix,
            FixStatus::Ok,
            FixStatus::NotFixed,
        ]
        .into_iter()
        .map(count)
        .filter(|(status, n)| *n > 0 || *status == FixStatus::NotFixed)
        .collect();
        let said = Phrase::Fixed {
            n: outcomes.len(),
            statuses: &statuses,
        };
        phrase(lang, &said)
    }
}
