//! Each prompt sounds as others decode its recording, and starts when it does.

use crate::programs::Peer;
use crate::prompts::{Made, Set};

/// Signal to noise in dB of `ours` against `theirs`, and the shift within ±2 samples where it is best.
fn agreement(ours: &[i16], theirs: &[i16]) -> (f64, isize) {
    let snr = |shift: isize| {
        let (mut signal, mut noise) = (0.0, 0.0);
        for (i, sample) in ours.iter().enumerate() {
            let Some(other) = i.checked_add_signed(shift).and_then(|i| theirs.get(i)) else {
                continue;
            };
            signal += f64::from(*other).powi(2);
            noise += (f64::from(*other) - f64::from(*sample)).powi(2);
        }
        10.0 * (signal / noise.max(1.0)).log10()
    };
    (-2..=2)
        .map(|shift| (snr(shift), shift))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .unwrap()
}

#[track_caller]
fn assert_agrees(peer: &str, made: &Made, theirs: &[i16]) {
    let (snr_db, shift) = agreement(&made.samples, theirs);
    let name = made
        .source
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    eprintln!(
        "{peer:>6}: {name}: {snr_db:.1} dB at a shift of {shift}, {} and {} frames",
        made.n_frames,
        theirs.len()
    );
    assert!(
        snr_db >= 30.0,
        "{peer}: {name}: {snr_db:.1} dB at a shift of {shift}"
    );
    assert_eq!(shift, 0, "{peer}: {name}");
    // One frame to make their number even, one for rounding.
    assert!(made.n_frames.abs_diff(theirs.len()) <= 2, "{peer}: {name}");
}

#[test]
fn prompts_sound_as_ffmpeg_decodes_their_sources() {
    let Some(ffmpeg) = Peer::find("ffmpeg") else {
        return;
    };
    for name in ["huawei-privatenumber", "azure-communication-services"] {
        let set = Set::of(name);
        for made in &set.prompts {
            // All channels at their average, and a resampler as steep as ours.
            let probe = telewav!["inspect", &made.source, "--output-format=json"].exits(0);
            let downmix = match probe.results()[0]["decoded"]["format"]["n_channels"].as_u64() {
                Some(1) => "",
                Some(2) => "pan=mono|c0=0.5*c0+0.5*c1,",
                n => panic!("{n:?} channels"),
            };
            let theirs = ffmpeg.samples(
                &format!(
                    "-v error -i @ -af {downmix}aresample={}:resampler=soxr:precision=28 -f s16le -",
                    set.rate_hz()
                ),
                &[&made.source],
            );
            assert_agrees("ffmpeg", made, &theirs);
        }
    }
}

#[test]
fn prompts_sound_as_sox_decodes_their_sources() {
    let Some(sox) = Peer::find("sox") else { return };
    let set = Set::of("huawei-privatenumber");
    for made in &set.prompts {
        // SoX reads no M4A, and does not trim the delay of MP3 encoders.
        if let Some("m4a" | "mp3") = made.source.extension().unwrap().to_str() {
            continue;
        }
        let theirs = sox.samples("-V1 -D @ -t s16 -r 8000 -c 1 -", &[&made.source]);
        assert_agrees("sox", made, &theirs);
    }
}
