//! `telewav explain`: the page of a rule.

use telewav::check::rules::{self, Rule};
use telewav::words::Wording;
use telewav_batch::report::rules::{Page, in_a_line, in_full, markdown};

use crate::args::{Explain, ListFormat};
use crate::exit::{Exit, Stop};
use crate::words::CommandLine;
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
    let wording = Wording::english(&CommandLine);
    let text = match args.report.output_format {
        ListFormat::Json => {
            let page = |rule| Page::of(rule, wording);
            let pages: Vec<Page> = rules.into_iter().map(page).collect();
            return show::list("explain", &pages, &args.report, streams);
        }
        ListFormat::Markdown => markdown(&rules, wording),
        ListFormat::Human => {
            let page = match args.code {
                Some(_) => in_full,
                None => in_a_line,
            };
            rules.iter().map(|rule| page(rule, wording)).collect()
        }
    };
    show::text(&text, &args.report, streams)
}
