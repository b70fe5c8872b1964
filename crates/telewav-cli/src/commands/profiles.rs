//! `telewav profiles`: the platforms known, or one in full.

use telewav::Profile;
use telewav_batch::input;
use telewav_batch::report::profiles;

use crate::args::{ListFormat, Profiles};
use crate::exit::{Exit, Stop};
use crate::words::{Notice, Text, text};
use crate::{Streams, show};

pub fn run(args: &Profiles, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let (report, lang) = (&args.report, streams.lang);
    let shown = match (&args.name, report.output_format) {
        (None, ListFormat::Human) => profiles::text(lang)? + text(Text::Profiles, lang),
        (None, ListFormat::Markdown) => profiles::markdown(lang)?,
        (None, ListFormat::Json) => {
            return show::list("profiles", &profiles::all()?, report, streams);
        }
        (Some(name), ListFormat::Json) => {
            return show::list("profiles", &[input::profile(name)?], report, streams);
        }
        (Some(name), ListFormat::Human | ListFormat::Markdown) => toml_of(name)?,
    };
    show::text(&shown, report, streams)
}

/// A profile with all that it inherits; one that inherits nothing as it was written.
fn toml_of(name: &str) -> Result<String, Stop> {
    let profile = input::profile(name)?;
    if profile.inherits() {
        return Ok(profile.to_toml());
    }
    match Profile::embedded_text(name) {
        Some(text) => Ok(text.to_owned()),
        None => std::fs::read_to_string(name).map_err(|error| {
            Notice::ProfileNotRead {
                name: name.to_owned(),
                error,
            }
            .into()
        }),
    }
}
