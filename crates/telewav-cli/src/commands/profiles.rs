//! `telewav profiles`: the platforms known, or one in full.

use std::fmt::Write as _;

use telewav::Profile;
use telewav::profile::{Container, DEFAULT};

use crate::Streams;
use crate::args::{ListFormat, Profiles};
use crate::exit::{Exit, Stop};
use crate::input;
use crate::render::{self, json};

pub fn run(args: &Profiles, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let text = match (&args.name, args.report.output_format) {
        (None, ListFormat::Human) => table()?,
        (None, ListFormat::Markdown) => markdown()?,
        (None, ListFormat::Json) => json::document("profiles", &all()?)?,
        (Some(name), ListFormat::Json) => json::document("profiles", &[input::profile(name)?])?,
        (Some(name), ListFormat::Human | ListFormat::Markdown) => {
            match Profile::embedded_text(name) {
                Some(text) => text.to_owned(),
                // For the message that lists the names there are.
                None => toml_of(name)?,
            }
        }
    };
    render::emit(
        &text,
        args.report.output_file.as_deref(),
        streams,
        Exit::Success,
    )?;
    Ok(Exit::Success)
}

fn all() -> Result<Vec<Profile>, Stop> {
    Profile::names().map(input::profile).collect()
}

fn table() -> Result<String, Stop> {
    let mut text = String::new();
    for profile in all()? {
        let format = &profile.format;
        let container = match format.container.value {
            Container::Wav => "WAV",
            Container::Raw => "raw",
        };
        let limit = match &profile.size.max_bytes {
            Some(max) => format!(", at most {} bytes", max.value),
            None => String::new(),
        };
        let default = if profile.name == DEFAULT {
            " (default)"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "{}{default}\n  {}\n  {} {container}, {} Hz, mono{limit}; .{}, {}",
            profile.name,
            profile.title,
            format.encoding.value.name(),
            format.rate_hz.value,
            profile.name_rules.extension.value,
            profile.characters_text(),
        );
    }
    let _ = writeln!(
        text,
        "\ntelewav profiles NAME shows one in full, with the source of each limit; save it as a .toml file and\n\
         change it to make your own."
    );
    Ok(text)
}

/// The README's table.
fn markdown() -> Result<String, Stop> {
    let mut text =
        String::from("| profile | platform | format | name |\n| --- | --- | --- | --- |\n");
    for profile in all()? {
        let format = &profile.format;
        let _ = writeln!(
            text,
            "| `{}` | {} | {}, {} Hz | `.{}` |",
            profile.name,
            profile.title,
            format.encoding.value.name(),
            format.rate_hz.value,
            profile.name_rules.extension.value
        );
    }
    Ok(text)
}

/// A profile file, after it has been read for its faults.
fn toml_of(name: &str) -> Result<String, Stop> {
    input::profile(name)?;
    std::fs::read_to_string(name)
        .map_err(|e| Stop::message(format_args!("failed to read profile {name}: {e}")))
}
