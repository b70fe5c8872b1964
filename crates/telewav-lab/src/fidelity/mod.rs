//! How faithful the sound is: tones, impulses, noise and speech through telewav, ffmpeg and SoX, at the stage of
//! floating-point samples and at that of octets.
//!
//! The float stage of telewav is its resampler alone; the octets are those of [`telewav::convert()`], which is what
//! the command writes.

mod analysis;
mod chart;
mod g711;
mod levels;
mod page;
mod path;
mod response;
mod small;
mod speech;

use std::fs;
use std::path::{Path as FilePath, PathBuf};

use crate::Outcome;
use path::Path;
use response::Response;

/// Every rate that is measured: common, odd, and the ends of what is accepted.
const RATES: [u32; 20] = [
    2000, 4000, 6000, 7999, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 37_800, 44_056, 44_100,
    47_999, 48_000, 88_200, 96_000, 176_400, 192_000, 768_000,
];
/// Those at which telewav stands beside the others.
const PEER_RATES: [u32; 5] = [16_000, 22_050, 44_100, 48_000, 96_000];
/// The one that is drawn.
const CHART_RATE_HZ: u32 = 48_000;

#[derive(clap::Args)]
pub struct Args {
    /// Measure telewav alone, and exit with 1 if a target is missed
    #[arg(long)]
    check: bool,
    /// Write the page and its charts into this folder (docs)
    #[arg(long, value_name = "DIR", conflicts_with = "check")]
    docs: Option<PathBuf>,
    /// Recordings of speech; without any, those of fixtures/prompts
    #[arg(long, value_name = "FILE")]
    speech: Vec<PathBuf>,
}

/// All that was measured.
pub struct Measured {
    /// telewav at every rate to 8000 Hz, and what small inputs come to.
    pub own: Vec<(Response, small::Small)>,
    /// telewav to 16,000 Hz.
    pub wide: Vec<Response>,
    /// Every program at some rates.
    pub peers: Vec<Response>,
    /// SINAD of a tone by level, of every program, and the bound.
    pub levels: levels::Levels,
    /// What full-scale square waves come to.
    pub squares: Vec<levels::Square>,
    /// Speech against its own float stage and against an ideal filter.
    pub speech: Vec<speech::Speech>,
    /// Versions of what was measured.
    pub versions: Vec<String>,
}

pub fn run(args: &Args) -> Outcome<bool> {
    let speech = match &args.speech[..] {
        [] => speech::prompts(),
        files => files.to_vec(),
    };
    let paths: &[Path] = if args.check {
        &[Path::Telewav]
    } else {
        &Path::ALL
    };
    let own = RATES.iter().map(|rate_hz| {
        eprintln!("{rate_hz} Hz");
        let response = Response::measure(Path::Telewav, *rate_hz, 8000)?;
        Ok((response, small::Small::measure(*rate_hz)?))
    });
    let own = own.collect::<Outcome<Vec<_>>>()?;
    let wide = [8000, 22_050, 44_100, 48_000]
        .iter()
        .map(|rate_hz| Response::measure(Path::Telewav, *rate_hz, 16_000))
        .collect::<Outcome<Vec<_>>>()?;
    let mut peers = Vec::new();
    for rate_hz in PEER_RATES {
        for path in paths.iter().filter(|path| path.is_for_float()) {
            peers.push(Response::measure(*path, rate_hz, 8000)?);
        }
    }
    let measured = Measured {
        own,
        wide,
        peers,
        levels: levels::Levels::measure(paths)?,
        squares: levels::Square::measure(paths)?,
        speech: speech::measure(&speech, paths)?,
        versions: path::versions(paths)?,
    };
    let misses = page::misses(&measured);
    if !args.check {
        let markdown = page::markdown(&measured);
        match &args.docs {
            None => print!("{markdown}"),
            Some(dir) => {
                write(&dir.join("fidelity.md"), &markdown)?;
                let response = chart::response(&measured.peers, CHART_RATE_HZ);
                write(&dir.join("fidelity-response.svg"), &response)?;
                write(
                    &dir.join("fidelity-sinad.svg"),
                    &chart::levels(&measured.levels),
                )?;
            }
        }
    }
    for miss in &misses {
        eprintln!("missed: {miss}");
    }
    if args.check && misses.is_empty() {
        println!("fidelity: every target is met at {} rates", RATES.len());
    }
    Ok(misses.is_empty())
}

fn write(path: &FilePath, text: &str) -> Outcome<()> {
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}
