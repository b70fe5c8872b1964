//! Prompts that were made, of recordings and of nothing.

use std::fmt::Write as _;

use telewav::convert::Prompt;
use telewav::shape::Shaped;
use telewav::shape::clip::Clipping;
use telewav::shape::limiter::Limited;
use telewav::words::{Lang, Wording};

use super::{Text, count_failed, failure, findings, format_of, note, notes};
use crate::outcome::{ConvertStatus, Converted, Outcome, Silent};
use crate::report::View;
use crate::report::style::{Style, plain, show};
use crate::words::{Entry, Phrase, entry, padded, phrase};

impl Text for Converted {
    fn text(&self, profile: &str, view: &View, wording: Wording<'_>) -> String {
        let style = view.style();
        let mut text = format!(
            "{}  {}",
            status_of(self.status, style, view.lang),
            show(&self.input.0)
        );
        if let Some(output) = &self.output {
            let _ = write!(text, " -> {}", show(&output.0));
        }
        if let (Some(source), Some(prompt)) = (&self.source, &self.prompt) {
            let made_of = Entry::MadeOf {
                source: format_of(&source.format, view.lang),
                prompt: prompt_of(prompt, view.lang),
            };
            let _ = write!(text, "  {}", entry(view.lang, &made_of));
        }
        text.push('\n');
        if let Some(prompt) = &self.prompt {
            shaped(&mut text, &prompt.shaped, view.lang);
        }
        if let Some(name) = &self.gbk_name {
            let name = &plain(name);
            note(
                &mut text,
                &phrase(view.lang, &Phrase::GbkName { name }),
                view.lang,
            );
        }
        if self.renamed && view.verbose {
            note(&mut text, &phrase(view.lang, &Phrase::Renamed), view.lang);
        }
        if let Some(source) = &self.source {
            notes(&mut text, source, style, wording);
        }
        findings(&mut text, &self.findings, profile, style, wording);
        failure(&mut text, self.error.as_deref(), style, wording);
        text
    }

    fn summary(outcomes: &[Self], lang: Lang) -> String {
        let count = |status| {
            let of_status = outcomes.iter().filter(|outcome| outcome.status == status);
            (status, of_status.count())
        };
        let statuses: Vec<(ConvertStatus, usize)> = [
            ConvertStatus::Converted,
            ConvertStatus::Replaced,
            ConvertStatus::Unchanged,
            ConvertStatus::NotWritten,
            ConvertStatus::Refused,
            ConvertStatus::Failed,
        ]
        .into_iter()
        .map(count)
        .filter(|(status, n)| *n > 0 || *status == ConvertStatus::Failed)
        .collect();
        let said = Phrase::Converted {
            n: outcomes.len(),
            statuses: &statuses,
            n_warnings: outcomes.iter().map(Outcome::n_warnings).sum(),
        };
        phrase(lang, &said)
    }
}

impl Text for Silent {
    fn text(&self, profile: &str, view: &View, wording: Wording<'_>) -> String {
        let style = view.style();
        let mut text = format!(
            "{}  {}",
            status_of(self.status, style, view.lang),
            show(&self.output.0)
        );
        if let Some(prompt) = &self.prompt {
            let made_of = Entry::MadeOf {
                source: phrase(view.lang, &Phrase::Silence),
                prompt: length_of(prompt, view.lang),
            };
            let _ = write!(text, "  {}", entry(view.lang, &made_of));
        }
        text.push('\n');
        findings(&mut text, &self.findings, profile, style, wording);
        failure(&mut text, self.error.as_ref(), style, wording);
        text
    }

    fn summary(outcomes: &[Self], lang: Lang) -> String {
        let said = Phrase::MadeSilence {
            n: outcomes.len(),
            n_failed: count_failed(outcomes),
        };
        phrase(lang, &said)
    }
}

fn status_of(status: ConvertStatus, style: Style, lang: Lang) -> String {
    let paint = match status {
        ConvertStatus::Converted | ConvertStatus::Replaced | ConvertStatus::Unchanged => {
            Style::good
        }
        ConvertStatus::NotWritten => Style::warning,
        ConvertStatus::Refused | ConvertStatus::Failed => Style::bad,
    };
    paint(style, &padded(&phrase(lang, &Phrase::Status(status)), 11))
}

/// What was done to the sound, a line each.
fn shaped(text: &mut String, shaped: &Shaped, lang: Lang) {
    let mut say = |said: &Phrase<'_>| note(text, &phrase(lang, said), lang);
    if let Some(trimmed) = &shaped.trimmed {
        say(&Phrase::Trimmed {
            start_s: trimmed.start_s,
            end_s: trimmed.end_s,
        });
    }
    if let Some(gain) = &shaped.gain {
        let levels = gain.before.zip(gain.after);
        say(&Phrase::Gain {
            gain_db: gain.gain_db,
            levels: levels.map(|(before, after)| (before, after, gain.unit)),
            limited: gain.limited.as_ref().map(values_of),
        });
    }
    match &shaped.clipping {
        Some(Clipping::LoweredDb(db)) => say(&Phrase::Lowered { db: *db }),
        Some(Clipping::Limited(limited)) => say(&Phrase::Limited(values_of(limited))),
        Some(Clipping::Exceeds { .. }) | None => {}
    }
}

fn values_of(limited: &Limited) -> [f64; 3] {
    [limited.most_db, limited.duration_s, limited.at_s]
}

fn length_of(prompt: &Prompt, lang: Lang) -> String {
    let said = Phrase::Length {
        duration_s: prompt.duration_s,
        bytes: prompt.bytes,
    };
    phrase(lang, &said)
}

fn prompt_of(prompt: &Prompt, lang: Lang) -> String {
    let mut text = length_of(prompt, lang);
    if let Some(level) = &prompt.level {
        let comma = match lang {
            Lang::ZhCn => "，",
            _ => ", ",
        };
        text.push_str(comma);
        let said = match (level.peak_dbfs, level.active_dbov, level.rms_dbov) {
            (Some(peak_dbfs), Some(active_dbov), _) => Phrase::PeakAndSpeech {
                peak_dbfs,
                active_dbov,
            },
            (Some(peak_dbfs), None, Some(rms_dbov)) => Phrase::PeakAndRms {
                peak_dbfs,
                rms_dbov,
            },
            _ => Phrase::Silent,
        };
        text.push_str(&phrase(lang, &said));
    }
    text
}
