//! Converts a folder of recordings and prints the report: `cargo run -p telewav-batch --example convert_folder -- IN OUT`.

use std::path::PathBuf;
use std::process::ExitCode;

use telewav::Profile;
use telewav_batch::Unwatched;
use telewav_batch::jobs::convert::{Options, convert};
use telewav_batch::outcome::Outcome;
use telewav_batch::plan::Output;
use telewav_batch::report::{Run, View, human};
use telewav_batch::walk::{AUDIO, Walk};

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let to = paths.pop().ok_or("convert_folder IN... OUT")?;

    let profile = Profile::embedded("huawei-privatenumber")?;
    let output = Output::of(&to, &paths)?;
    let walked = Walk::new(AUDIO).except(output.folder()).from(&paths);
    let results = convert(
        &walked.files,
        &output,
        &profile,
        &Options::default(),
        &Unwatched,
    )?;

    let outcomes = walked.with_problems(results.outcomes);
    let mut run = Run::new("convert", Some(&profile.name), &outcomes);
    run.note = results.note;
    (human::FORMAT.write)(&run, &View::default(), &mut std::io::stdout())?;
    Ok(match outcomes.iter().any(Outcome::has_failed) {
        false => ExitCode::SUCCESS,
        true => ExitCode::FAILURE,
    })
}
