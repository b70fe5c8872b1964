//! SARIF 2.1.0 (OASIS, 27 March 2020), with what GitHub's code scanning asks of it: a place for each result,
//! relative to the repository, with a region though a sound has no lines.

use std::io::{self, Write};

use serde_json::{Value, json};
use telewav::Severity;
use telewav::check::rules;

use super::{Format, Run, View, json, place};

/// Things that are wrong without a rule that says so.
const NO_RULE: [(&str, &str); 2] = [
    ("error", "There is no answer for this file."),
    ("damage", "Sound is missing or distorted."),
];

/// See [`Format`].
pub const FORMAT: Format = Format {
    name: "sarif",
    about: "SARIF 2.1.0, as GitHub's code scanning reads it",
    is_for_people: false,
    write,
};

/// The log of a run.
fn write(run: &Run<'_>, _: &View, to: &mut dyn Write) -> io::Result<()> {
    let of_rules = rules::all().map(|rule| {
        let page = run.english().page(rule);
        json!({
            "id": rule.code,
            "name": rule.name,
            "shortDescription": { "text": page.what },
            "fullDescription": { "text": page.why },
            "help": { "text": page.cure },
            "defaultConfiguration": { "level": rule.severity.as_str() },
        })
    });
    let without = NO_RULE.map(|(id, text)| {
        json!({ "id": id, "shortDescription": { "text": text }, "defaultConfiguration": { "level": "error" } })
    });
    let all: Vec<Value> = of_rules.chain(without).collect();
    let index_of = |code: &str| all.iter().position(|rule| rule["id"] == code);
    let mut results: Vec<Value> = Vec::new();
    for outcome in &run.outcomes {
        let uri = place::uri(outcome.path());
        for issue in outcome.issues() {
            let sentence = issue.sentence(run.profile_name(), run.english());
            let (line, column) = issue.line_and_column();
            let place = json!({
                "physicalLocation": {
                    "artifactLocation": { "uri": uri },
                    "region": { "startLine": line, "startColumn": column },
                }
            });
            results.push(json!({
                "ruleId": issue.code(),
                "ruleIndex": index_of(issue.code()),
                "level": match issue.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
                "message": { "text": format!("{sentence}. Fix: {}", issue.cure(run.english())) },
                "locations": [place],
            }));
        }
    }
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "telewav",
                    "version": env!("CARGO_PKG_VERSION"),
                    "informationUri": env!("CARGO_PKG_REPOSITORY"),
                    "rules": all,
                }
            },
            // Findings are not a failure of the tool.
            "invocations": [{ "executionSuccessful": true }],
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    json::write_document(&log, to)
}
