//! Text for people: a line for each file, and below it what was found, what is needed, what to do.

use std::fmt::Write as _;
use std::path::PathBuf;

use telewav::decode::{Decoded, SourceFormat};
use telewav::level::Level;
use telewav::report::Prompt;
use telewav::{Finding, Severity};

use super::Run;
use super::style::{Style, plain, show};
use crate::args::Report;
use crate::outcome::{Checked, ConvertStatus, Converted, Failure, Inspected, Outcome};

/// An outcome that can be shown to a person.
pub trait Text {
    /// Its lines, or nothing.
    fn text(&self, profile: &str, report: &Report, style: Style) -> String;
    /// What the summary says of a run.
    fn summary(outcomes: &[Self]) -> String
    where
        Self: Sized;
}

/// The lines of all outcomes.
pub fn outcomes<O: Outcome + Text>(
    run: &Run<'_, O>,
    passed_over: &[PathBuf],
    report: &Report,
    style: Style,
) -> String {
    let profile = run.profile.unwrap_or_default();
    let mut text = String::new();
    for outcome in &run.outcomes {
        if !report.quiet || outcome.has_failed() || outcome.n_warnings() > 0 {
            text.push_str(&outcome.text(profile, report, style));
        }
    }
    if report.verbose {
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
    fn text(&self, profile: &str, report: &Report, style: Style) -> String {
        let (word, paint): (&str, fn(Style, &str) -> String) = match self.status {
            ConvertStatus::Converted => ("converted", Style::good),
            ConvertStatus::Replaced => ("replaced", Style::good),
            ConvertStatus::Unchanged => ("unchanged", Style::good),
            ConvertStatus::NotWritten => ("would write", Style::warning),
            ConvertStatus::Refused => ("refused", Style::bad),
            ConvertStatus::Failed => ("failed", Style::bad),
        };
        let mut text = format!(
            "{}  {}",
            paint(style, &format!("{word:<11}")),
            show(&self.input.0)
        );
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
        if let Some(lowered_db) = self.prompt.as_ref().and_then(|prompt| prompt.lowered_db) {
            let _ = writeln!(
                text,
                "  note: lowered by {:.2} dB, so that its peak does not clip",
                -lowered_db
            );
        }
        if self.renamed && report.verbose {
            text.push_str("  note: the name was changed to what the platform allows\n");
        }
        if let Some(source) = &self.source {
            notes(&mut text, source, style);
        }
        findings(&mut text, &self.findings, profile, style);
        failure(&mut text, self.error.as_ref(), style);
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

impl Text for Checked {
    fn text(&self, profile: &str, _: &Report, style: Style) -> String {
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

impl Text for Inspected {
    fn text(&self, _: &str, _: &Report, style: Style) -> String {
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
        }
        for (i, level) in self.levels.iter().enumerate() {
            let _ = writeln!(text, "  channel {}: {}", i + 1, levels_of(level));
        }
        if let Some(loudness_lufs) = self.loudness_lufs {
            let _ = writeln!(text, "  loudness {loudness_lufs:.1} LUFS");
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

fn findings(text: &mut String, findings: &[Finding], profile: &str, style: Style) {
    for finding in findings {
        let word = finding.severity.as_str();
        let word = match finding.severity {
            Severity::Error => style.bad(word),
            Severity::Warning => style.warning(word),
        };
        let place = finding
            .offset
            .map_or_else(String::new, |offset| format!(" (at byte {offset})"));
        let _ = writeln!(
            text,
            "  {word} {} {}: {}{place}; {profile} needs {}\n    fix: {}",
            finding.code,
            finding.rule,
            plain(&finding.found),
            plain(&finding.wanted),
            plain(&finding.cure)
        );
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
    let channels = channels_of(format.n_channels);
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

fn prompt_of(prompt: &Prompt) -> String {
    let mut text = format!("{:.2} s, {} bytes", prompt.duration_s, prompt.bytes);
    if let Some(level) = &prompt.level {
        let _ = write!(text, ", {}", level_of(level));
    }
    text
}

/// Peak and active level; the RMS for want of an active level.
fn level_of(level: &Level) -> String {
    match (level.peak_dbfs, level.active_dbov, level.rms_dbov) {
        (Some(peak), Some(active), _) => format!("peak {peak:.1} dBFS, active {active:.1} dBov"),
        (Some(peak), None, Some(rms)) => format!("peak {peak:.1} dBFS, RMS {rms:.1} dBov"),
        _ => "silent".to_owned(),
    }
}

/// All levels of a channel that there are.
fn levels_of(level: &Level) -> String {
    let (Some(peak), Some(true_peak), Some(rms)) =
        (level.peak_dbfs, level.true_peak_dbtp, level.rms_dbov)
    else {
        return "silent".to_owned();
    };
    let mut text = format!("peak {peak:.1} dBFS, true peak {true_peak:.1} dBTP, RMS {rms:.1} dBov");
    if let (Some(active), Some(activity)) = (level.active_dbov, level.activity) {
        let percent = 100.0 * activity;
        let _ = write!(
            text,
            ", active {active:.1} dBov ({percent:.0} % of the time)"
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
