//! `telewav explain`: the page of a rule.

use telewav::check::rules::{self, Rule};
use telewav::words::Wording;
use telewav_batch::report::rules::{Page, in_a_line, in_full, markdown};

use crate::args::{Explain, ListFormat};
use crate::exit::{Exit, Stop};
use crate::words::{CommandLine, Notice};
use crate::{Streams, show};

pub fn run(args: &Explain, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let rules: Vec<&Rule> = match &args.code {
        None => rules::all().collect(),
        Some(code) => vec![rules::find(code).ok_or_else(|| {
            let code = code.clone();
            Notice::NoRule { code }
        })?],
    };
    let wording = Wording {
        words: &CommandLine,
        lang: streams.lang,
    };
    let text = match args.report.output_format {
        ListFormat::Json => {
            let page = |rule| Page::of(rule, Wording::english(&CommandLine));
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
