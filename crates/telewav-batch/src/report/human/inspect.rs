//! What there is to know of files.

use std::fmt::Write as _;

use telewav::decode::SoundTrack;
use telewav::level::Level;
use telewav::words::{Lang, Wording};

use super::{Text, channels_of, count_failed, failure, format_of, notes};
use crate::outcome::Inspected;
use crate::report::View;
use crate::report::style::{plain, show};
use crate::words::{Phrase, phrase};

impl Text for Inspected {
    fn text(&self, _: &str, view: &View, wording: Wording<'_>) -> String {
        let style = view.style();
        let mut text = format!("{}\n", style.bold(&show(&self.path.0)));
        if let (Some(kind), Some(bytes)) = (self.kind, self.bytes) {
            let _ = writeln!(text, "  this is {kind}, {bytes} bytes");
        }
        if let Some(decoded) = &self.decoded {
            let _ = writeln!(
                text,
                "  {}, {} frames, {:.3} s",
                format_of(&decoded.format, view.lang),
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
            notes(&mut text, decoded, style, view.lang);
        }
        failure(&mut text, self.error.as_ref(), style, wording);
        text
    }

    fn summary(outcomes: &[Self], lang: Lang) -> String {
        let said = Phrase::Inspected {
            n: outcomes.len(),
            n_failed: count_failed(outcomes),
        };
        phrase(lang, &said)
    }
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
