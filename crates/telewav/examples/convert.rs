//! One recording to one prompt: `cargo run --example convert -- RECORDING PROMPT.wav`

use std::error::Error;
use std::fs::{self, File};
use std::path::PathBuf;

use telewav::{ConvertOptions, Findings, Profile, convert};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(from), Some(to)) = (args.next(), args.next()) else {
        return Err("usage: convert RECORDING PROMPT.wav".into());
    };
    let profile = Profile::embedded("huawei-privatenumber")?;
    // The name is checked with the rest: platforms are particular about it.
    let options = ConvertOptions::default().name(to.file_name().unwrap_or_default());
    let made = convert(File::open(&from)?, &profile, &options)?;
    for finding in made.report.findings() {
        let (code, severity) = (finding.code, finding.severity.as_str());
        println!("{severity} {code}: {}; {}", finding.found, finding.cure);
    }
    let Some(octets) = made.octets else {
        return Err("the platform would refuse it".into());
    };
    fs::write(&to, octets)?;
    println!("{:.2} s", made.report.prompt.duration_s);
    Ok(())
}
