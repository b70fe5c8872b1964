//! `telewav explain`: the page of a rule.

use telewav::check::rules::{self, Rule};
use telewav_batch::report::rules::{Page, in_a_line, in_full, markdown};

use crate::args::{Explain, ListFormat};
use crate::exit::{Exit, Stop};
use crate::{Streams, show};

pub fn run(args: &Explain, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let rules: Vec<&Rule> = match &args.code {
        None => rules::all().collect(),
        Some(code) => vec![rules::find(code).ok_or_else(|| {
            Stop::message(format_args!(
                "there is no rule {code}; telewav explain lists all rules"
            ))
        })?],
    };
    let text = match args.report.output_format {
        ListFormat::Json => {
            let pages: Vec<Page> = rules.into_iter().map(Page::from).collect();
            return show::list("explain", &pages, &args.report, streams);
        }
        ListFormat::Markdown => markdown(&rules),
        ListFormat::Human if args.code.is_some() => rules.into_iter().map(in_full).collect(),
        ListFormat::Human => rules.into_iter().map(in_a_line).collect(),
    };
    show::text(&text, &args.report, streams)
}
