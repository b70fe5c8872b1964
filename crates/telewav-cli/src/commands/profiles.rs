//! `telewav profiles`: the platforms known, or one in full.

use telewav::Profile;
use telewav_batch::input;
use telewav_batch::report::profiles;

use crate::args::{ListFormat, Profiles};
use crate::exit::{Exit, Stop};
use crate::{Streams, show};

const MORE: &str = "\
telewav profiles NAME shows one in full, with the source of each limit; save it as a .toml file and change
it, or extend it from a file of your own (extends = \"NAME\").
";

pub fn run(args: &Profiles, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let report = &args.report;
    let text = match (&args.name, report.output_format) {
        (None, ListFormat::Human) => profiles::text()? + MORE,
        (None, ListFormat::Markdown) => profiles::markdown()?,
        (None, ListFormat::Json) => {
            return show::list("profiles", &profiles::all()?, report, streams);
        }
        (Some(name), ListFormat::Json) => {
            return show::list("profiles", &[input::profile(name)?], report, streams);
        }
        (Some(name), ListFormat::Human | ListFormat::Markdown) => toml_of(name)?,
    };
    show::text(&text, report, streams)
}

/// A profile with all that it inherits; one that inherits nothing as it was written.
fn toml_of(name: &str) -> Result<String, Stop> {
    let profile = input::profile(name)?;
    if profile.inherits() {
        return Ok(profile.to_toml());
    }
    match Profile::embedded_text(name) {
        Some(text) => Ok(text.to_owned()),
        None => std::fs::read_to_string(name)
            .map_err(|e| Stop::message(format_args!("failed to read profile {name}: {e}"))),
    }
}
