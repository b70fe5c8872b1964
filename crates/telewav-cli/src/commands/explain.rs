//! `telewav explain`: the page of a rule.

use std::fmt::Write as _;

use serde::Serialize;
use telewav::Severity;
use telewav::check::rules::{self, Rule};

use crate::Streams;
use crate::args::{Explain, Format};
use crate::exit::{Exit, Stop};
use crate::render::{self, json};

#[derive(Serialize)]
struct Page {
    code: &'static str,
    rule: &'static str,
    severity: Severity,
    what: &'static str,
    why: &'static str,
    example: &'static str,
    cure: &'static str,
}

pub fn run(args: &Explain, streams: &mut Streams<'_>) -> Result<Exit, Stop> {
    let pages: Vec<&Rule> = match &args.code {
        None => rules::all().collect(),
        Some(code) => vec![rules::find(code).ok_or_else(|| {
            Stop::message(format_args!(
                "there is no rule {code}; telewav explain lists all rules"
            ))
        })?],
    };
    let text = match args.report.output_format {
        Format::Json => json::document(
            "explain",
            &pages.iter().map(|rule| page(rule)).collect::<Vec<_>>(),
        )?,
        Format::Human if args.code.is_some() => pages.iter().map(|rule| in_full(rule)).collect(),
        Format::Human => pages.iter().map(|rule| in_a_line(rule)).collect(),
    };
    render::emit(&text, &args.report, streams, Exit::Success)?;
    Ok(Exit::Success)
}

fn page(rule: &Rule) -> Page {
    Page {
        code: rule.code,
        rule: rule.name,
        severity: rule.severity,
        what: rule.what,
        why: rule.why,
        example: rule.example,
        cure: rule.cure,
    }
}

fn in_a_line(rule: &Rule) -> String {
    format!(
        "{} {:<21} {:<7}  {}\n",
        rule.code,
        rule.name,
        rule.severity.as_str(),
        rule.what
    )
}

fn in_full(rule: &Rule) -> String {
    let mut text = format!("{} {} ({})\n", rule.code, rule.name, rule.severity.as_str());
    for (heading, paragraph) in [
        ("What", rule.what),
        ("Why", rule.why),
        ("Example", rule.example),
        ("Cure", rule.cure),
    ] {
        let _ = writeln!(text, "\n{heading}: {paragraph}");
    }
    text
}
