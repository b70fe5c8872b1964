//! `telewav explain`: the page of a rule.

use std::fmt::Write as _;

use serde::Serialize;
use telewav::Severity;
use telewav::check::rules::{self, Rule};

use crate::Streams;
use crate::args::{Explain, ListFormat};
use crate::exit::{Exit, Stop};
use crate::show;

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
        ListFormat::Json => {
            let pages: Vec<Page> = pages.iter().map(|rule| page(rule)).collect();
            return show::list("explain", &pages, &args.report, streams);
        }
        ListFormat::Markdown => markdown(&pages),
        ListFormat::Human if args.code.is_some() => {
            pages.iter().map(|rule| in_full(rule)).collect()
        }
        ListFormat::Human => pages.iter().map(|rule| in_a_line(rule)).collect(),
    };
    show::text(&text, &args.report, streams)
}

/// What the groups of rules are about, by the first digit of their codes.
const GROUPS: [(&str, &str); 6] = [
    ("TW1", "The name"),
    ("TW2", "Size and duration"),
    ("TW3", "Container and format"),
    ("TW4", "The sound"),
    ("TW5", "The set as a whole"),
    ("TW6", "Prompts that requests name"),
];

/// docs/rules.md, or a part of it.
fn markdown(rules: &[&Rule]) -> String {
    let mut text = String::from(
        "# Rules\n\nWhat `telewav check`, `telewav convert` and `telewav refs` look at, one page a rule; `telewav explain CODE` prints it. Written by\n\
         `telewav explain --output-format markdown`; a test holds it against the program. A code is never used twice. An error is\n\
         what a platform refuses, a warning what it may take and play wrong; a profile may say otherwise (`[severity]`), and\n\
         `--select` and `--ignore` choose.\n",
    );
    for (group, heading) in GROUPS {
        let mut rules = rules
            .iter()
            .filter(|rule| rule.code.as_str().starts_with(group))
            .peekable();
        if rules.peek().is_some() {
            let _ = writeln!(text, "\n## {heading} ({group}xx)");
        }
        for rule in rules {
            let _ = write!(
                text,
                "\n### {} {} ({})\n\n{}\n\n{}\n\n- Example: {}\n- Cure: {}\n",
                rule.code,
                rule.name,
                rule.severity.as_str(),
                rule.what,
                rule.why,
                rule.example,
                rule.cure
            );
        }
    }
    text
}

fn page(rule: &Rule) -> Page {
    Page {
        code: rule.code.as_str(),
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
