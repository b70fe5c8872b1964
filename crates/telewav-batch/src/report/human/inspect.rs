//! What there is to know of files.

use std::fmt::Write as _;

use telewav::words::{Lang, Wording};

use super::{Text, count_failed, failure, format_of, notes};
use crate::outcome::Inspected;
use crate::report::View;
use crate::report::style::{plain, show};
use crate::words::{self, Line, Phrase, phrase};

impl Text for Inspected {
    fn text(&self, _: &str, view: &View, wording: Wording<'_>) -> String {
        let style = view.style();
        let mut text = format!("{}\n", style.bold(&show(&self.path.0)));
        let mut line = |line: &Line<'_>| {
            let _ = writeln!(text, "  {}", plain(&words::line(view.lang, line)));
        };
        if let (Some(kind), Some(bytes)) = (self.kind, self.bytes) {
            line(&Line::ThisIs { kind, bytes });
        }
        if let Some(decoded) = &self.decoded {
            line(&Line::Decoded {
                format: &format_of(&decoded.format, view.lang),
                n_frames: decoded.n_frames,
                duration_s: decoded.duration_s,
            });
            for (number, track) in (1..).zip(&decoded.tracks) {
                line(&Line::Track { number, track });
            }
        }
        for (number, level) in (1..).zip(&self.levels) {
            line(&Line::Channel { number, level });
        }
        if let Some(lufs) = self.loudness_lufs {
            line(&Line::Loudness { lufs });
        }
        if let Some(wav) = &self.wav {
            line(&Line::Header(wav));
            if let Some(n_frames) = wav.fact_frames {
                line(&Line::Fact { n_frames });
            }
            wav.chunks
                .iter()
                .for_each(|chunk| line(&Line::Chunk(chunk)));
            if wav.trailing_bytes > 0 {
                line(&Line::Behind {
                    bytes: wav.trailing_bytes,
                });
            }
        }
        if let Some(decoded) = &self.decoded {
            notes(&mut text, decoded, style, wording);
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
