//! The matrix as data: each file's name, how it is made, and what has to come out of it.

mod families;
mod foreign;
mod lossy;
mod mpeg;
mod pcm;
mod telephone;

use std::path::Path;

pub use families::{FAMILIES, Family};

use crate::Outcome;
use crate::reference::Decoder;

/// One file of the matrix.
pub struct Row {
    /// File name: content first, then what is special about it.
    pub name: &'static str,
    /// Key of the line in the README's table that it belongs to.
    pub family: &'static str,
    /// Rate of its source.
    pub rate_hz: u32,
    /// Rate that it decodes to: Opus always does to 48,000.
    pub decoded_hz: u32,
    /// Channels of its source.
    pub n_channels: usize,
    /// How it is made.
    pub make: Make,
    /// What has to come out of it.
    pub expect: Expect,
    /// Where its sound has to start.
    pub start: Start,
    /// Where its sound has to end.
    pub end: End,
    /// What decodes it for comparison.
    pub reference: Decoder,
    /// What is not as one might think, and why; for people.
    pub remark: &'static str,
}

/// How a file is made.
pub enum Make {
    /// By a program: its words, of which `{16}` and `{float}` stand for the source, `{out}` for the file.
    Run(&'static str),
    /// From other files of the matrix, one behind another.
    Join(&'static [&'static str]),
    /// By code, most often from another file of the matrix; given their folder.
    Build(fn(&Path) -> Outcome<Vec<u8>>),
}

/// What has to come out of a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Expect {
    /// The reference decoder's samples, every one.
    Exact,
    /// The same with at least this signal-to-noise ratio, dB.
    Lossy(f64),
    /// An error that contains this, or one of these with `|` between them, whatever the case.
    Refused(&'static str),
}

/// Where the sound has to start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// With the source's first frame.
    Source,
    /// Where the reference decoder's does: nothing in the file tells the encoder's delay.
    Reference,
}

/// Where the sound has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With the source's last frame.
    Source,
    /// At most so many frames later: nothing in the file tells the padding of the last block.
    Padded(usize),
    /// Where the reference decoder's does.
    Reference,
}

/// Rate and number of channels of a source.
type Format = (u32, usize);
/// The sources that most files are made of.
const PHONE: Format = (8000, 1);
const MONO: Format = (44_100, 1);
const STEREO: Format = (44_100, 2);
const STUDIO: Format = (48_000, 2);
/// What a lossy codec has to reach against its reference decoder, dB.
const LOSSY: Expect = Expect::Lossy(60.0);

impl Row {
    fn new(name: &'static str, family: &'static str, format: Format, make: Make) -> Self {
        let (rate_hz, n_channels) = format;
        Self {
            name,
            family,
            rate_hz,
            decoded_hz: rate_hz,
            n_channels,
            make,
            expect: Expect::Exact,
            start: Start::Source,
            end: End::Source,
            reference: Decoder::FFMPEG,
            remark: "",
        }
    }

    fn exact(family: &'static str, name: &'static str, format: Format, run: &'static str) -> Self {
        Self::new(name, family, format, Make::Run(run))
    }

    fn lossy(family: &'static str, name: &'static str, format: Format, run: &'static str) -> Self {
        Self::exact(family, name, format, run).expect(LOSSY)
    }

    fn refused(
        family: &'static str,
        name: &'static str,
        word: &'static str,
        format: Format,
        run: &'static str,
    ) -> Self {
        Self::exact(family, name, format, run).expect(Expect::Refused(word))
    }

    fn expect(mut self, expect: Expect) -> Self {
        self.expect = expect;
        self
    }

    fn start(mut self, start: Start) -> Self {
        self.start = start;
        self
    }

    fn end(mut self, end: End) -> Self {
        self.end = end;
        self
    }

    /// Nothing in the file tells where its sound starts and ends.
    fn untold(self, remark: &'static str) -> Self {
        let row = self.start(Start::Reference).end(End::Reference);
        row.remark(remark)
    }

    fn reference(mut self, reference: Decoder) -> Self {
        self.reference = reference;
        self
    }

    fn remark(mut self, remark: &'static str) -> Self {
        self.remark = remark;
        self
    }

    fn decoded_hz(mut self, decoded_hz: u32) -> Self {
        self.decoded_hz = decoded_hz;
        self
    }
}

/// All of it.
pub fn rows() -> Vec<Row> {
    let mut rows = pcm::rows();
    rows.extend(telephone::rows());
    rows.extend(mpeg::rows());
    rows.extend(lossy::rows());
    rows.extend(foreign::rows());
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_joined_parts_exist() {
        let rows = rows();
        let names: BTreeSet<&str> = rows.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), rows.len());
        assert!(rows.len() >= 90, "{} rows", rows.len());
        for row in &rows {
            if let Make::Join(parts) = row.make {
                assert!(
                    parts.iter().all(|part| names.contains(part)),
                    "{}",
                    row.name
                );
            }
        }
    }

    #[test]
    fn every_row_is_on_a_line_of_the_readme() {
        let used: BTreeSet<&str> = rows().iter().map(|row| row.family).collect();
        let families: BTreeSet<&str> = FAMILIES.iter().map(|family| family.key).collect();
        assert_eq!(used, families);
    }

    #[test]
    fn commands_have_an_output_and_known_placeholders() {
        for row in rows() {
            let Make::Run(run) = row.make else { continue };
            let known = ["{16}", "{float}", "{out}"];
            let mut braces = run.split_whitespace().filter(|word| word.starts_with('{'));
            assert!(braces.all(|word| known.contains(&word)), "{}", row.name);
            assert!(run.ends_with("{out}"), "{}", row.name);
        }
    }
}
