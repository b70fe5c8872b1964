//! Prompts that were made, of recordings and of nothing.

use std::fmt::Write as _;

use telewav::convert::Prompt;
use telewav::shape::Shaped;
use telewav::shape::clip::Clipping;
use telewav::shape::limiter::Limited;

use super::{Text, count_failed, failure, findings, format_of, notes, plural};
use crate::outcome::{ConvertStatus, Converted, Outcome, Silent};
use crate::report::View;
use crate::report::style::{Style, plain, show};

impl Text for Converted {
    fn text(&self, profile: &str, view: &View) -> String {
        let style = view.style();
        let mut text = format!("{}  {}", status_of(self.status, style), show(&self.input.0));
        if let Some(output) = &self.output {
            let _ = write!(text, " -> {}", show(&output.0));
        }
        if let (Some(source), Some(prompt)) = (&self.source, &self.prompt) {
            let _ = write!(
                text,
                "  ({}; {})",
                format_of(&source.format),
                prompt_of(prompt)
            );
        }
        text.push('\n');
        if let Some(prompt) = &self.prompt {
            shaped(&mut text, &prompt.shaped);
        }
        if let Some(name) = &self.gbk_name {
            let _ = writeln!(
                text,
                "  note: its name is no UTF-8; read as GBK, it is {}",
                plain(name)
            );
        }
        if self.renamed && view.verbose {
            text.push_str("  note: the name was changed to what the platform allows\n");
        }
        if let Some(source) = &self.source {
            notes(&mut text, source, style);
        }
        findings(&mut text, &self.findings, profile, style);
        failure(&mut text, self.error.as_deref(), style);
        text
    }

    fn summary(outcomes: &[Self]) -> String {
        let count = |status| {
            outcomes
                .iter()
                .filter(|outcome| outcome.status == status)
                .count()
        };
        let words = [
            (ConvertStatus::Converted, "converted"),
            (ConvertStatus::Replaced, "replaced"),
            (ConvertStatus::Unchanged, "unchanged"),
            (ConvertStatus::NotWritten, "would be written"),
            (ConvertStatus::Refused, "refused"),
            (ConvertStatus::Failed, "failed"),
        ];
        let mut parts: Vec<String> = words
            .into_iter()
            .map(|(status, word)| (count(status), word))
            .filter(|(n, word)| *n > 0 || *word == "failed")
            .map(|(n, word)| format!("{n} {word}"))
            .collect();
        let n_warnings: usize = outcomes.iter().map(Outcome::n_warnings).sum();
        if n_warnings > 0 {
            parts.push(plural(n_warnings, "warning", "warnings"));
        }
        format!(
            "{}: {}",
            plural(outcomes.len(), "file", "files"),
            parts.join(", ")
        )
    }
}

impl Text for Silent {
    fn text(&self, profile: &str, view: &View) -> String {
        let style = view.style();
        let mut text = format!(
            "{}  {}",
            status_of(self.status, style),
            show(&self.output.0)
        );
        if let Some(prompt) = &self.prompt {
            let _ = write!(text, "  (silence; {})", length_of(prompt));
        }
        text.push('\n');
        findings(&mut text, &self.findings, profile, style);
        failure(&mut text, self.error.as_ref(), style);
        text
    }

    fn summary(outcomes: &[Self]) -> String {
        let n_failed = count_failed(outcomes);
        format!(
            "{}, {n_failed} failed",
            plural(outcomes.len(), "silent prompt", "silent prompts")
        )
    }
}

fn status_of(status: ConvertStatus, style: Style) -> String {
    let paint = match status {
        ConvertStatus::Converted | ConvertStatus::Replaced | ConvertStatus::Unchanged => {
            Style::good
        }
        ConvertStatus::NotWritten => Style::warning,
        ConvertStatus::Refused | ConvertStatus::Failed => Style::bad,
    };
    paint(style, &format!("{:<11}", status.word()))
}

/// What was done to the sound, a line each.
fn shaped(text: &mut String, shaped: &Shaped) {
    if let Some(trimmed) = &shaped.trimmed {
        let _ = writeln!(
            text,
            "  note: {:.2} s of silence taken off the start, {:.2} s off the end",
            trimmed.start_s, trimmed.end_s
        );
    }
    if let Some(gain) = &shaped.gain {
        let word = if gain.gain_db < 0.0 {
            "lowered"
        } else {
            "raised"
        };
        let db = gain.gain_db.abs();
        let _ = match db < 0.05 {
            true => write!(text, "  note: level left as it is"),
            false => write!(text, "  note: {word} by {db:.1} dB"),
        };
        if let (Some(before), Some(after)) = (gain.before, gain.after) {
            let _ = write!(text, ", from {before:.1} to {after:.1} {}", gain.unit);
        }
        if let Some(limited) = &gain.limited {
            let _ = write!(text, "; {}", limited_by(limited));
        }
        text.push('\n');
    }
    match &shaped.clipping {
        Some(Clipping::LoweredDb(db)) => {
            let _ = writeln!(
                text,
                "  note: lowered by {db:.2} dB, so that its peak does not clip"
            );
        }
        Some(Clipping::Limited(limited)) => {
            let _ = writeln!(text, "  note: {}", limited_by(limited));
        }
        Some(Clipping::Exceeds { .. }) | None => {}
    }
}

fn limited_by(limited: &Limited) -> String {
    format!(
        "peaks lowered by up to {:.1} dB, for {:.2} s in all, the first at {:.2} s",
        limited.most_db, limited.duration_s, limited.at_s
    )
}

fn length_of(prompt: &Prompt) -> String {
    format!("{:.2} s, {} bytes", prompt.duration_s, prompt.bytes)
}

fn prompt_of(prompt: &Prompt) -> String {
    let mut text = length_of(prompt);
    if let Some(level) = &prompt.level {
        text.push_str(", ");
        text.push_str(
            &match (level.peak_dbfs, level.active_dbov, level.rms_dbov) {
                (Some(peak), Some(speech), _) => {
                    format!("peak {peak:.1} dBFS, speech {speech:.1} dBov")
                }
                (Some(peak), None, Some(rms)) => format!("peak {peak:.1} dBFS, RMS {rms:.1} dBov"),
                _ => "silent".to_owned(),
            },
        );
    }
    text
}
