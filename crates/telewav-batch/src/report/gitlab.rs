//! GitLab's code quality report: a list of issues, each with a place and a fingerprint that stays the same
//! as long as the fault does.

use std::io::{self, Write};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use telewav::Severity;

use super::{Format, Run, View, json, place};
use crate::hex::hex;

/// See [`Format`].
pub const FORMAT: Format = Format {
    name: "gitlab",
    about: "GitLab's code quality report",
    is_for_people: false,
    write,
};

fn write(run: &Run<'_>, _: &View, to: &mut dyn Write) -> io::Result<()> {
    let mut issues: Vec<Value> = Vec::new();
    for outcome in &run.outcomes {
        let path = place::relative(outcome.path());
        for issue in outcome.issues() {
            let sentence = issue.sentence(run.profile_name(), run.english());
            // Lines move; a pointer stays.
            let pointer = issue.place.map_or("", |place| &place.pointer);
            let found = issue.found(run.english());
            let fault = format!("{path}\n{}\n{found}{pointer}", issue.code());
            let fingerprint = Sha256::digest(fault);
            issues.push(json!({
                "type": "issue",
                "check_name": issue.code(),
                "description": format!("{} {}: {sentence}. Fix: {}", issue.code(), issue.rule, issue.cure(run.english())),
                "categories": ["Bug Risk"],
                "severity": match issue.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                },
                "fingerprint": hex(&fingerprint),
                "location": { "path": path, "lines": { "begin": issue.line_and_column().0 } },
            }));
        }
    }
    json::write_document(&issues, to)
}
