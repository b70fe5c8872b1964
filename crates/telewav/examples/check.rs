//! What a platform would say of a file: `cargo run --example check -- PROMPT.wav [PROFILE]`

use std::error::Error;
use std::fs::File;
use std::path::PathBuf;

use telewav::profile::DEFAULT;
use telewav::{CheckOptions, Findings, Profile, check};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1);
    let path = args.next().map(PathBuf::from);
    let path = path.ok_or("usage: check PROMPT.wav [PROFILE]")?;
    let profile = args.next().and_then(|name| name.into_string().ok());
    let profile = Profile::embedded(profile.as_deref().unwrap_or(DEFAULT))?;
    let options = CheckOptions::default().name(path.file_name().unwrap_or_default());
    let report = check(File::open(&path)?, &profile, &options)?;
    for finding in &report.findings {
        println!("{} {}: {}", finding.code, finding.rule, finding.found);
        println!("  {} needs {}", profile.title, finding.wanted);
    }
    match report.has_errors() {
        true => Err("it would be refused".into()),
        false => {
            println!("ok");
            Ok(())
        }
    }
}
