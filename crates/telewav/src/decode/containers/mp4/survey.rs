//! The fragments of a part, looked through before the first of them is played.

use std::io::{Read, Seek};

use super::boxes::FoundBox;
use super::fragments::Fragment;
use super::layout::{Item, Section};
use super::movie::Movie;
use crate::decode::Output;
use crate::decode::window::Window;
use crate::error::Error;

/// What all fragments of a part say of a track, before the first of them is decoded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct FragmentSurvey {
    pub n_samples: u64,
    pub ticks: u64,
    pub last_ticks: u32,
    /// The time of the first fragment of the track, if it has one.
    pub time: u64,
    /// The first number of any fragment.
    pub first_sequence: Option<u32>,
    /// How long most samples of the first fragment last.
    pub usual_ticks: u32,
    /// Where the first sample lies.
    pub first: Option<(u64, u32)>,
    /// The number of the sample description; 0 if none is named.
    pub description: u32,
}

impl FragmentSurvey {
    pub fn new<R: Read + Seek>(
        part: &Section,
        movie: &Movie,
        track_id: u32,
        window: &mut Window<R>,
        output: &Output<'_, '_>,
    ) -> Result<Self, Error> {
        let mut survey = Self::default();
        for item in &part.items {
            let Item::Box(moof) = item else {
                continue;
            };
            if moof.kind != *b"moof" {
                continue;
            }
            let fragment = read(moof, track_id, movie, part, window, output)?;
            if survey.first_sequence.is_none() {
                survey.first_sequence = fragment.sequence;
            }
            if survey.n_samples == 0
                && let Some(run) = fragment.runs.first()
            {
                survey.time = fragment.time.unwrap_or(0);
                survey.description = fragment.description.unwrap_or(0);
                let mut samples = run.samples();
                let mut all = Vec::new();
                while all.len() < SAMPLES_TO_TELL
                    && let Some(sample) = samples.next(window)?
                {
                    all.push(sample);
                }
                survey.first = all.first().map(|(_, size)| (run.start, *size));
                survey.usual_ticks = most_frequent(&mut all);
            }
            survey.n_samples = survey.n_samples.saturating_add(fragment.n_samples());
            let (ticks, last_ticks) = fragment.ticks(window)?;
            survey.ticks = survey.ticks.saturating_add(ticks);
            if fragment.n_samples() > 0 {
                survey.last_ticks = last_ticks;
            }
        }
        Ok(survey)
    }
}

/// Samples that are looked at to tell how long most of them last.
const SAMPLES_TO_TELL: usize = 32;

fn most_frequent(samples: &mut [(u32, u32)]) -> u32 {
    samples.sort_unstable();
    let runs = samples.chunk_by(|a, b| a.0 == b.0);
    let longest = runs.max_by_key(|run| run.len());
    longest
        .and_then(|run| run.first())
        .map_or(0, |(ticks, _)| *ticks)
}

/// Reads a `moof` for the track with this number.
pub(super) fn read<R: Read + Seek>(
    moof: &FoundBox,
    track_id: u32,
    movie: &Movie,
    part: &Section,
    window: &mut Window<R>,
    output: &Output<'_, '_>,
) -> Result<Fragment, Error> {
    output.tick()?;
    Fragment::read(moof, track_id, movie, part.start, output.limits(), window)
}
