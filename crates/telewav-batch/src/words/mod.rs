//! What the reports say besides findings: a file for each language, as in [`telewav::words`].

mod en;
mod entry;
mod zh_cn;

use std::fmt::{self, Formatter};

use telewav::Severity;
use telewav::decode::SoundTrack;
use telewav::inspect::{Wav, WavChunk};
use telewav::kind::Kind;
use telewav::level::Level;
use telewav::words::{Lang, Said, Wording};

#[cfg(feature = "files")]
use crate::clash::Role;
#[cfg(feature = "files")]
use crate::error::ListFault;
use crate::error::{Error, NamesFault, OutputFault, PatternFault, ProgramFault, Step};
use crate::outcome::{ConvertStatus, FixStatus, Message, Note, PathFault};

pub(crate) use entry::{Entry, entry, title};

/// What stands in a report, with its values.
pub(crate) enum Phrase<'a> {
    /// Whether a file is good.
    Verdict { is_good: bool },
    /// What became of a prompt.
    Status(ConvertStatus),
    /// What became of a file that was to be cured.
    Curing(FixStatus),
    /// How bad a finding is.
    Grade(Severity),
    /// That there is no answer.
    Error,
    /// That sound is missing.
    Damage,
    /// That a finding is no more.
    Cured,
    /// What to do.
    Fix { cure: &'a str },
    /// The same in the line of the finding.
    FixInLine { cure: &'a str },
    /// A remark.
    Remark { note: &'a str },
    /// The program that decoded a recording.
    DecodedBy { decoder: &'a str },
    /// A file that is no audio.
    PassedOver,
    /// So many more of the same.
    More { n: usize },
    /// The name of a recording, read as GBK.
    GbkName { name: &'a str },
    /// The name of a prompt is not that of its recording.
    Renamed,
    /// Silence that was taken off.
    Trimmed { start_s: f64, end_s: f64 },
    /// How a level was brought about; what the limiter did to it, and the levels before and after with their unit.
    Gain {
        gain_db: f64,
        levels: Option<(f64, f64, &'static str)>,
        limited: Option<[f64; 3]>,
    },
    /// A prompt that was lowered by so many dB.
    Lowered { db: f64 },
    /// A prompt whose peaks were lowered: dB, seconds, when first.
    Limited([f64; 3]),
    /// Length and size of a prompt.
    Length { duration_s: f64, bytes: u64 },
    /// A prompt of silence.
    Silence,
    /// Levels of a prompt.
    PeakAndSpeech { peak_dbfs: f64, active_dbov: f64 },
    /// The same where there is no speech.
    PeakAndRms { peak_dbfs: f64, rms_dbov: f64 },
    /// Nothing to hear.
    Silent,
    /// How a recording is coded.
    Format {
        name: &'a str,
        bits: Option<u32>,
        rate_hz: u32,
        n_channels: usize,
        layout: Option<&'a str>,
    },
    /// How many prompts a file of requests names.
    NamesPrompts { n: usize },
    /// Why the header stays as it is.
    HeaderStays { reason: &'a str },
    /// The heads of a table of what is wrong.
    TableHead,

    // ---- The line at the end ----
    /// Of files that were checked.
    Checked {
        n: usize,
        n_failed: usize,
        n_warnings: usize,
    },
    /// Of requests, and of the prompts that they name.
    Referred {
        requests: [usize; 2],
        prompts: [usize; 2],
        n_warnings: usize,
    },
    /// Of recordings: how many, and of each status.
    Converted {
        n: usize,
        statuses: &'a [(ConvertStatus, usize)],
        n_warnings: usize,
    },
    /// Of silent prompts.
    MadeSilence { n: usize, n_failed: usize },
    /// Of files that were cured.
    Fixed {
        n: usize,
        statuses: &'a [(FixStatus, usize)],
    },
    /// Of files that were looked into.
    Inspected { n: usize, n_failed: usize },
    /// What is added where files were passed over.
    AlsoPassedOver { n: usize },
    /// What is added as a note.
    AlsoNote(Note),
}

/// A line of what there is to know of a file.
pub(crate) enum Line<'a> {
    /// What it is, and its length.
    ThisIs { kind: Kind, bytes: u64 },
    /// What was decoded.
    Decoded {
        format: &'a str,
        n_frames: u64,
        duration_s: f64,
    },
    /// One of its sound tracks; the number is from 1.
    Track {
        number: usize,
        track: &'a SoundTrack,
    },
    /// The levels of a channel; the number is from 1.
    Channel { number: usize, level: &'a Level },
    /// How loud all channels are together.
    Loudness { lufs: f64 },
    /// The header of a WAV.
    Header(&'a Wav),
    /// What its `fact` chunk counts.
    Fact { n_frames: u32 },
    /// One of its chunks.
    Chunk(&'a WavChunk),
    /// What stands behind them.
    Behind { bytes: u64 },
}

/// In `lang`.
pub(crate) fn line(lang: Lang, line: &Line<'_>) -> String {
    struct Written<'a, 'l>(Lang, &'a Line<'l>);
    impl fmt::Display for Written<'_, '_> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            match self.0 {
                Lang::ZhCn => zh_cn::line(self.1, f),
                _ => en::line(self.1, f),
            }
        }
    }
    Written(lang, line).to_string()
}

/// In `lang`.
pub(crate) fn phrase(lang: Lang, phrase: &Phrase<'_>) -> String {
    struct Written<'a, 'p>(Lang, &'a Phrase<'p>);
    impl fmt::Display for Written<'_, '_> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            match self.0 {
                Lang::ZhCn => zh_cn::phrase(self.1, f),
                _ => en::phrase(self.1, f),
            }
        }
    }
    Written(lang, phrase).to_string()
}

/// What went wrong, in somebody's words.
pub(crate) fn message(message: &Message, wording: Wording<'_>) -> String {
    struct Written<'a>(&'a Message, Wording<'a>);
    impl fmt::Display for Written<'_> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            match (self.0, self.1.lang) {
                (Message::Library { error, place }, Lang::ZhCn) => {
                    zh_cn::library(&self.1.error(error), place.as_deref(), f)
                }
                (Message::Library { error, place }, _) => {
                    en::library(&self.1.error(error), place.as_deref(), f)
                }
                (message, lang) => message.say(lang, f),
            }
        }
    }
    Written(message, wording).to_string()
}

/// A word in a column of so many cells; a character of Chinese takes two.
pub(crate) fn padded(word: &str, n_cells: usize) -> String {
    let taken: usize = word.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let spaces = n_cells.saturating_sub(taken);
    format!("{word}{:spaces$}", "")
}

/// Implements [`Said`] by the function of this name in each language, and [`Display`](fmt::Display) in English.
macro_rules! said {
    ($($said:ty: $sentence:ident;)*) => {$(
        impl Said for $said {
            fn say(&self, lang: Lang, f: &mut Formatter<'_>) -> fmt::Result {
                match lang {
                    Lang::ZhCn => zh_cn::$sentence(self, f),
                    _ => en::$sentence(self, f),
                }
            }
        }

        impl fmt::Display for $said {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                self.say(Lang::En, f)
            }
        }
    )*};
}

said! {
    Message: message;
    PathFault: path_fault;
    Note: note;
    Error: error;
    Step: step;
    PatternFault: pattern_fault;
    NamesFault: names_fault;
    ProgramFault: program_fault;
    OutputFault: output_fault;
}

#[cfg(feature = "files")]
said! {
    ListFault: list_fault;
    Role: role;
}
