//! What was measured, as the page docs/fidelity.md, and the targets that telewav missed.

use std::fmt::Write as _;

use super::Measured;
use super::path::Path;
use super::response::Response;

/// The pass band is flat to this, dB.
const MAX_RIPPLE_DB: f64 = 0.01;
/// What lies beyond comes through by no more than this, dB; and images of a source's band.
const MAX_ALIASES_DB: f64 = -140.0;
/// An impulse is within this of its time, in samples of the output.
const MAX_LATE: f64 = 0.5;
/// Octets are as near to the float stage as G.711 allows, to this, dB.
const MAX_FROM_BOUND_DB: f64 = 0.01;
/// A tone in A-law is as near to the bound, to this, dB: a resampler moves where a tone meets the decision values.
const MAX_SINAD_LOSS_DB: f64 = 0.1;

/// Each target that telewav misses, with the number.
pub fn misses(measured: &Measured) -> Vec<String> {
    let mut misses = Vec::new();
    let mut miss = |what: String, found: f64, wanted: f64| {
        if found > wanted {
            misses.push(format!("{what}: {found:.4}, wanted at most {wanted}"));
        }
    };
    let responses = measured
        .own
        .iter()
        .map(|(response, _)| response)
        .chain(&measured.wide);
    for response in responses {
        let at = format!("{} Hz to {} Hz", response.rate_hz, response.target_hz);
        miss(
            format!("{at}: pass band, dB"),
            response.ripple_db(),
            MAX_RIPPLE_DB,
        );
        miss(
            format!("{at}: besides a tone, dB"),
            response.images_db(),
            MAX_ALIASES_DB,
        );
        if let Some(aliases) = response.aliases_db() {
            miss(format!("{at}: aliases, dB"), aliases, MAX_ALIASES_DB);
        }
        let frames = response.n_frames.0.abs_diff(response.n_frames.1);
        miss(format!("{at}: frames"), frames as f64, 0.0);
    }
    for (_, small) in &measured.own {
        miss(
            format!("{} Hz: impulse, samples", small.rate_hz),
            small.impulse,
            MAX_LATE,
        );
        miss(
            format!("{} Hz: counts that are not exact", small.rate_hz),
            f64::from(!small.counts_are_exact),
            0.0,
        );
        miss(
            format!("{} Hz: state that is left", small.rate_hz),
            f64::from(!small.is_stateless),
            0.0,
        );
    }
    miss(
        "SINAD below the bound, dB".into(),
        measured.levels.worst_db(Path::Telewav),
        MAX_SINAD_LOSS_DB,
    );
    for speech in &measured.speech {
        let what = format!("{} at {} dB", speech.name, speech.level_db);
        miss(
            format!("{what}: from G.711's bound, dB"),
            (speech.own_db - speech.bound_db).abs(),
            MAX_FROM_BOUND_DB,
        );
        let of = |path: Path| {
            speech
                .ideal_db
                .iter()
                .find(|(known, _)| *known == path)
                .map(|(_, db)| *db)
        };
        for peer in [Path::Ffmpeg, Path::Sox] {
            if let (Some(own), Some(other)) = (of(Path::Telewav), of(peer)) {
                miss(
                    format!("{what}: below {}, dB", peer.name()),
                    other - own,
                    0.0,
                );
            }
        }
    }
    misses
}

/// The page.
pub fn markdown(measured: &Measured) -> String {
    let mut page = format!(
        "# Fidelity: what becomes of the sound, measured\n\n\
         Written by `cargo run --release -p telewav-lab -- fidelity --docs docs`, with\n{}. It is the same on every run, but for\n\
         what SoX's dither does. [sound.md](sound.md) tells what is done and why.\n",
        measured.versions.join("; ")
    );
    own(&mut page, measured);
    peers(&mut page, measured);
    levels(&mut page, measured);
    squares(&mut page, measured);
    speech(&mut page, measured);
    page
}

fn own(page: &mut String, measured: &Measured) {
    page.push_str(
        "\n## telewav at every rate\n\n\
         Tones of -6 dBFS through the resampler alone. Flat: the most that a tone of the pass band is off, up to 3.7 kHz or, for a\n\
         source of a lower rate, to 92.5 % of its band; target 0.01 dB. Besides: the most that comes out besides such a tone (images,\n\
         noise); target -140 dB. Aliases: the most that comes out of a tone from 4.1 kHz on; target -140 dB. Impulse: how far the peak\n\
         of an impulse is from its time, in samples of 8000 Hz; target 0.5. Clips of 1 frame to 1 s have the exact number of\n\
         frames, and nothing is left from the clip before.\n\n\
         | from | flat, dB | besides, dB | -3 dB at, Hz | aliases, dB | impulse | frames | state |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |\n",
    );
    for (response, small) in &measured.own {
        let _ = writeln!(
            page,
            "| {} Hz | {:.4} | {:.1} | {} | {} | {:.2} | {} | {} |",
            response.rate_hz,
            response.ripple_db(),
            response.images_db(),
            hz(response.falls_at_hz(3.0)),
            db(response.aliases_db()),
            small.impulse,
            if small.counts_are_exact {
                "exact"
            } else {
                "**wrong**"
            },
            if small.is_stateless {
                "none"
            } else {
                "**left**"
            },
        );
    }
    page.push_str(
        "\nTo 16,000 Hz, with all frequencies twice as high:\n\n\
         | from | flat, dB | besides, dB | -3 dB at, Hz | aliases, dB |\n| ---: | ---: | ---: | ---: | ---: |\n",
    );
    for response in &measured.wide {
        let _ = writeln!(
            page,
            "| {} Hz | {:.4} | {:.1} | {} | {} |",
            response.rate_hz,
            response.ripple_db(),
            response.images_db(),
            hz(response.falls_at_hz(3.0)),
            db(response.aliases_db()),
        );
    }
}

fn peers(page: &mut String, measured: &Measured) {
    page.push_str(
        "\n## Side by side\n\n\
         The same tones, as 32-bit float WAV, through each program to 32-bit float WAV at 8000 Hz. Late: by how many samples the\n\
         middle of the band comes later than it went in.\n\n\
         | from | program | off at 3.4 kHz or below, dB | off at 3.7 kHz or below, dB | -3 dB at, Hz | aliases, dB | late |\n\
         | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for response in &measured.peers {
        let _ = writeln!(
            page,
            "| {} Hz | {} | {:.3} | {:.3} | {} | {} | {:.2} |",
            response.rate_hz,
            response.path.name(),
            off(response, 3400.0),
            off(response, 3700.0),
            hz(response.falls_at_hz(3.0)),
            db(response.aliases_db()),
            response.delay(),
        );
    }
    page.push_str(
        "\n![What becomes of tones, by frequency, at 48,000 Hz](fidelity-response.svg)\n",
    );
}

fn off(response: &Response, up_to_hz: f64) -> f64 {
    let passed = response.points.iter().filter(|point| point.hz <= up_to_hz);
    passed.map(|point| point.gain_db.abs()).fold(0.0, f64::max)
}

fn levels(page: &mut String, measured: &Measured) {
    page.push_str(
        "\n## A-law by level\n\n\
         SINAD of a tone of 1019 Hz, 48,000 Hz, in A-law, in dB. The bound is what the decision values of G.711 make of the tone\n\
         itself.\n\n| dBFS | bound |",
    );
    for (path, _) in &measured.levels.of_paths {
        let _ = write!(page, " {} |", path.name());
    }
    page.push_str("\n| ---: | ---: |");
    page.push_str(&" ---: |".repeat(measured.levels.of_paths.len()));
    page.push('\n');
    for (i, dbfs) in measured.levels.dbfs.iter().enumerate() {
        let _ = write!(page, "| {dbfs:.0} | {:.2} |", measured.levels.bound_db[i]);
        for (_, sinads) in &measured.levels.of_paths {
            let _ = write!(page, " {:.2} |", sinads[i]);
        }
        page.push('\n');
    }
    page.push_str("\n![SINAD of a tone in A-law by its level](fidelity-sinad.svg)\n");
}

fn squares(page: &mut String, measured: &Measured) {
    page.push_str(
        "\n## Peaks, and the same again\n\n\
         A full-scale square wave of 441 Hz, 44,100 Hz, overshoots in every good filter. Cut off, its tops are octets of the loudest\n\
         code; telewav lowers the whole by the excess instead. And whether two runs over one recording write the same octets.\n\n\
         | program | loudest code, of 8000 | two runs |\n| --- | ---: | --- |\n",
    );
    for square in &measured.squares {
        let same = if square.is_reproducible {
            "the same"
        } else {
            "differ"
        };
        let _ = writeln!(
            page,
            "| {} | {} | {same} |",
            square.path.name(),
            square.n_loudest
        );
    }
}

fn speech(page: &mut String, measured: &Measured) {
    page.push_str(
        "\n## Speech\n\n\
         Recordings from fixtures/prompts, the loudest sample 0.5 dB below the level. Own: the octets against the library's own\n\
         float stage; bound: what G.711's decision values make of that stage. The others: octets against the recording without\n\
         anything from 4 kHz on, by one FFT over all of it. SNR in dB.\n\n| recording | level, dB | own | bound |",
    );
    let paths = measured
        .speech
        .first()
        .map_or(&[][..], |speech| &speech.ideal_db);
    for (path, _) in paths {
        let _ = write!(page, " {} |", path.name());
    }
    page.push_str("\n| --- | ---: | ---: | ---: |");
    page.push_str(&" ---: |".repeat(paths.len()));
    page.push('\n');
    for speech in &measured.speech {
        let _ = write!(
            page,
            "| {}, {} Hz | {} | {:.2} | {:.2} |",
            speech.name, speech.rate_hz, speech.level_db, speech.own_db, speech.bound_db
        );
        for (_, db) in &speech.ideal_db {
            let _ = write!(page, " {db:.2} |");
        }
        page.push('\n');
    }
}

fn hz(hz: Option<f64>) -> String {
    hz.map_or_else(|| "-".to_owned(), |hz| format!("{hz:.0}"))
}

fn db(db: Option<f64>) -> String {
    match db {
        None => "-".to_owned(),
        Some(f64::NEG_INFINITY) => "nothing".to_owned(),
        Some(db) => format!("{db:.1}"),
    }
}
