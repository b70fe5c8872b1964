//! Text for people: a line for each file, and below it what was found, what is needed, what to do.

use std::fmt::Write as _;
use std::path::PathBuf;

use telewav::convert::Prompt;
use telewav::decode::{Decoded, SoundTrack, SourceFormat};
use telewav::level::Level;
use telewav::shape::Shaped;
use telewav::shape::clip::Clipping;
use telewav::shape::limiter::Limited;
use telewav::{Finding, Severity};

use super::style::{Style, plain, show};
use super::{Run, View};
use crate::outcome::{
    Checked, ConvertStatus, Converted, Failure, FixStatus, Fixed, Inspected, Issue, Outcome,
    Referred, Role, Silent,
};

/// An outcome that can be shown to a person.
pub trait Text {
    /// Its lines, or nothing.
    fn text(&self, profile: &str, view: &View, style: Style) -> String;
    /// What the summary says of a run.
    fn summary(outcomes: &[Self]) -> String
    where
        Self: Sized;
}

/// The lines of all outcomes.
pub fn outcomes<O: Outcome + Text>(
    run: &Run<'_, O>,
    passed_over: &[PathBuf],
    view: &View,
    style: Style,
) -> String {
    let profile = run.profile.unwrap_or_default();
    let mut text = String::new();
    for outcome in &run.outcomes {
        if !view.quiet || outcome.has_failed() || outcome.n_warnings() > 0 {
            text.push_str(&outcome.text(profile, view, style));
        }
    }
    if view.verbose {
        for path in passed_over {
            let _ = writeln!(text, "passed over  {}", show(path));
        }
    }
    text
}

/// The one line at the end.
pub fn summary<O: Outcome + Text>(run: &Run<'_, O>, n_passed_over: usize) -> String {
    let mut summary = O::summary(&run.outcomes);
    if n_passed_over > 0 {
        let _ = write!(
            summary,
            "; {} passed over",
            plural(
                n_passed_over,
                "file that is no audio",
                "files that are no audio"
            )
        );
    }
    if let Some(note) = run.note {
        let _ = write!(summary, "; {note}");
    }
    summary
}

impl Text for Converted {
    fn text(&self, profile: &str, view: &View, style: Style) -> String {
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

impl Text for Fixed {
    fn text(&self, profile: &str, _: &View, style: Style) -> String {
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

impl Text for Silent {
    fn text(&self, profile: &str, _: &View, style: Style) -> String {
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

impl Text for Checked {
    fn text(&self, profile: &str, _: &View, style: Style) -> String {
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
    fn text(&self, profile: &str, view: &View, style: Style) -> String {
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

impl Text for Inspected {
    fn text(&self, _: &str, _: &View, style: Style) -> String {
        let mut text = format!("{}\n", style.bold(&show(&self.path.0)));
        if let (Some(kind), Some(bytes)) = (self.kind, self.bytes) {
            let _ = writeln!(text, "  this is {kind}, {bytes} bytes");
        }
        if let Some(decoded) = &self.decoded {
            let _ = writeln!(
                text,
                "  {}, {} frames, {:.3} s",
                format_of(&decoded.format),
                decoded.n_frames,
                decoded.duration_s
            );
            for (i, track) in decoded.tracks.iter().enumerate() {
                let _ = writeln!(text, "  track {}: {}", i + 1, track_of(track));
            }
        }
        for (i, level) in self.levels.iter().enumerate() {
            let _ = writeln!(text, "  channel {}: {}", i + 1, levels_of(level));
        }
        if let Some(lufs) = self.loudness_lufs {
            let _ = writeln!(text, "  loudness {lufs:.1} LUFS");
        }
        if let Some(wav) = &self.wav {
            let _ = writeln!(
                text,
                "  {} size {}, format tag 0x{:04X} ({}), {}, {} Hz, {} bytes/s, block align {}, {} bits",
                wav.form,
                wav.riff_size,
                wav.tag,
                wav.codec,
                channels_of(usize::from(wav.n_channels)),
                wav.rate_hz,
                wav.byte_rate,
                wav.block_align,
                wav.bits,
            );
            if let Some(frames) = wav.fact_frames {
                let _ = writeln!(text, "  fact: {frames} frames");
            }
            for chunk in &wav.chunks {
                let _ = write!(
                    text,
                    "  at byte {:>8}: \"{}\" of {} octets",
                    chunk.offset, chunk.id, chunk.declared_len
                );
                if chunk.len != chunk.declared_len {
                    let _ = write!(text, ", {} in the file", chunk.len);
                }
                if chunk.pad_missing {
                    text.push_str(", pad byte missing");
                }
                if let Some(note) = &chunk.note {
                    let _ = write!(text, ", {note}");
                }
                text.push('\n');
            }
            if wav.trailing_bytes > 0 {
                let _ = writeln!(text, "  {} bytes behind the last chunk", wav.trailing_bytes);
            }
        }
        if let Some(decoded) = &self.decoded {
            notes(&mut text, decoded, style);
        }
        failure(&mut text, self.error.as_ref(), style);
        text
    }

    fn summary(outcomes: &[Self]) -> String {
        let n_failed = count_failed(outcomes);
        format!(
            "{} inspected, {n_failed} could not be read in full",
            plural(outcomes.len(), "file", "files")
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

fn findings(text: &mut String, findings: &[Finding], profile: &str, style: Style) {
    for finding in findings {
        let _ = writeln!(
            text,
            "  {} {} {}: {}\n    fix: {}",
            severity(finding.severity, style),
            finding.code,
            finding.rule,
            plain(&Issue::from(finding).sentence(profile)),
            plain(&finding.cure)
        );
    }
}

pub fn severity(severity: Severity, style: Style) -> String {
    match severity {
        Severity::Error => style.bad(severity.as_str()),
        Severity::Warning => style.warning(severity.as_str()),
    }
}

fn failure(text: &mut String, failure: Option<&Failure>, style: Style) {
    if let Some(failure) = failure {
        let _ = writeln!(
            text,
            "  {}: {}\n    fix: {}",
            style.bad("error"),
            plain(&failure.message),
            plain(&failure.cure)
        );
    }
}

fn notes(text: &mut String, decoded: &Decoded, style: Style) {
    if let Some(decoder) = &decoded.decoded_by {
        let _ = writeln!(text, "  note: decoded by {}", plain(decoder));
    }
    for note in &decoded.notes {
        let _ = writeln!(text, "  note: {}", plain(note));
    }
    if !decoded.damage.is_empty() {
        let _ = writeln!(text, "  {}: {}", style.warning("damage"), decoded.damage);
    }
}

/// `AAC, 44100 Hz, stereo, deu; decoded`, as far as its container describes it.
fn track_of(track: &SoundTrack) -> String {
    let mut text = plain(&track.to_string());
    if !track.is_default {
        text.push_str("; does not play by default");
    }
    if track.is_decoded {
        text.push_str("; decoded");
    }
    text
}

/// `Ogg Vorbis, 44100 Hz, stereo`; the container only where it is not the codec's name.
fn format_of(format: &SourceFormat) -> String {
    let container = if format.container == format.codec {
        String::new()
    } else {
        format!("{} ", format.container)
    };
    let bits = match format.bits {
        Some(bits) => format!("{bits} bit, "),
        None => String::new(),
    };
    let channels = match format.mask.is_plain() {
        true => channels_of(format.n_channels),
        false => format!("{} channels ({})", format.n_channels, format.mask),
    };
    format!(
        "{container}{}, {bits}{} Hz, {channels}",
        format.codec, format.rate_hz
    )
}

fn channels_of(n: usize) -> String {
    match n {
        1 => "mono".to_owned(),
        2 => "stereo".to_owned(),
        n => format!("{n} channels"),
    }
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

/// All levels of a channel.
fn levels_of(level: &Level) -> String {
    let Some(peak) = level.peak_dbfs else {
        return "silent".to_owned();
    };
    let mut text = format!("peak {peak:.1} dBFS");
    if let Some(true_peak) = level.true_peak_dbtp {
        let _ = write!(text, ", true peak {true_peak:.1} dBTP");
    }
    if let Some(rms) = level.rms_dbov {
        let _ = write!(text, ", RMS {rms:.1} dBov");
    }
    if let (Some(active), Some(activity)) = (level.active_dbov, level.activity) {
        let _ = write!(
            text,
            ", speech {active:.1} dBov for {:.0} % of the time",
            100.0 * activity
        );
    }
    text
}

fn count_failed<O: Outcome>(outcomes: &[O]) -> usize {
    outcomes
        .iter()
        .filter(|outcome| outcome.has_failed())
        .count()
}

fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
