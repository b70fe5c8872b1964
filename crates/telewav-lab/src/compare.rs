//! How one decoding of a file differs from another: formats, frames, start, samples.

use crate::align::{Distance, lag};
use crate::sound::Sound;

/// Two decodings of one file, in the same formats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Seconds that ours starts late, at the first run's rate.
    pub start_s: f64,
    /// Seconds that ours is longer, over all runs.
    pub longer_s: f64,
    /// Frames that ours has more, over all runs.
    pub more_frames: i64,
    /// How far the samples are apart once aligned.
    pub distance: Distance,
}

impl Difference {
    /// Seconds that ours ends late: by what it is longer, but for what it starts late.
    pub fn end_s(&self) -> f64 {
        self.longer_s - self.start_s
    }
}

/// Compares run by run. The error says which formats they have instead of the same.
pub fn compare(ours: &[Sound], theirs: &[Sound]) -> Result<Difference, String> {
    let is_like = |(ours, theirs): (&Sound, &Sound)| ours.is_like(theirs);
    if ours.len() != theirs.len() || !ours.iter().zip(theirs).all(is_like) {
        return Err(format!("{} instead of {}", formats(ours), formats(theirs)));
    }
    let runs = ours
        .iter()
        .zip(theirs)
        .map(|(ours, theirs)| compare_run(ours, theirs));
    let together = |all: Difference, run: Difference| Difference {
        // A later run that is moved shows in the distance.
        start_s: all.start_s,
        longer_s: all.longer_s + run.longer_s,
        more_frames: all.more_frames + run.more_frames,
        distance: all.distance.and(run.distance),
    };
    runs.reduce(together).ok_or_else(|| "no frames".into())
}

fn compare_run(ours: &Sound, theirs: &Sound) -> Difference {
    let by = theirs.loudest();
    let lag = match ours.planes.len() {
        1 | 2 => lag(&ours.planes[by], &theirs.planes[by]),
        _ => lag(&ours.planes[ours.loudest()], &theirs.planes[by]),
    };
    let rate_hz = f64::from(ours.rate_hz);
    let more_frames = ours.n_frames() as i64 - theirs.n_frames() as i64;
    Difference {
        start_s: lag as f64 / rate_hz,
        longer_s: more_frames as f64 / rate_hz,
        more_frames,
        distance: distance(ours, theirs, lag),
    }
}

/// Over all channels. Beyond two, decoders have them in different orders: each is compared with the one it is
/// most like.
fn distance(ours: &Sound, theirs: &Sound, lag: isize) -> Distance {
    if ours.planes.len() <= 2 {
        let planes = ours.planes.iter().zip(&theirs.planes);
        return planes.fold(Distance::default(), |all, (ours, theirs)| {
            all.and(Distance::of(ours, theirs, lag))
        });
    }
    let mut left: Vec<&Vec<f32>> = ours.planes.iter().collect();
    let mut all = Distance::default();
    for theirs in &theirs.planes {
        let distances = left.iter().map(|ours| Distance::of(ours, theirs, lag));
        let nearest = distances
            .enumerate()
            .min_by(|a, b| a.1.noise_rms().total_cmp(&b.1.noise_rms()));
        if let Some((index, distance)) = nearest {
            left.swap_remove(index);
            all = all.and(distance);
        }
    }
    all
}

/// The formats of the runs, for people.
fn formats(runs: &[Sound]) -> String {
    let format = |run: &Sound| format!("{} Hz x {}", run.rate_hz, run.planes.len());
    let formats: Vec<String> = runs.iter().map(format).collect();
    formats.join(", then ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Some of the source: enough to align.
    fn signal(rate_hz: u32, n_channels: usize) -> Sound {
        let mut sound = crate::source::signal(rate_hz, n_channels);
        for plane in &mut sound.planes {
            plane.truncate(600);
        }
        sound
    }

    #[test]
    fn a_sound_is_itself() {
        let sound = [signal(8000, 1), signal(16_000, 2)];
        let same = compare(&sound, &sound).unwrap();
        assert_eq!((same.start_s, same.more_frames), (0.0, 0));
        assert!(same.distance.is_exact());
    }

    #[test]
    fn other_formats_are_named() {
        let said = compare(&[signal(8000, 2)], &[signal(8000, 1)]).unwrap_err();
        assert_eq!(said, "8000 Hz x 2 instead of 8000 Hz x 1");
        assert!(compare(&[signal(8000, 1)], &[]).is_err());
    }

    #[test]
    fn a_late_start_and_a_lost_end_are_both_seen() {
        let theirs = signal(8000, 2);
        let mut ours = theirs.clone();
        for plane in &mut ours.planes {
            plane.splice(..0, [0.0; 80]);
            plane.truncate(plane.len() - 100);
        }
        let difference = compare(&[ours], &[theirs]).unwrap();
        assert_eq!(difference.start_s, 0.01);
        assert_eq!(difference.more_frames, -20);
        assert!(difference.distance.is_exact());
    }

    #[test]
    fn channels_may_be_swapped_only_beyond_two() {
        let theirs = signal(8000, 6);
        let mut ours = theirs.clone();
        ours.planes.rotate_left(2);
        assert!(compare(&[ours], &[theirs]).unwrap().distance.is_exact());
        let theirs = signal(8000, 2);
        let mut ours = theirs.clone();
        ours.planes.swap(0, 1);
        assert!(!compare(&[ours], &[theirs]).unwrap().distance.is_exact());
    }
}
