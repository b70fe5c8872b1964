//! GitLab's code quality report: a list of issues, each with a place and a fingerprint that stays the same
//! as long as the fault does.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use telewav::Severity;

use super::{Run, json, place};
use crate::Error;
use crate::hex::hex;
use crate::outcome::Outcome;

/// The report.
pub fn report<O: Outcome>(run: &Run<'_, O>) -> Result<String, Error> {
    let mut issues: Vec<Value> = Vec::new();
    for outcome in &run.outcomes {
        let path = place::relative(outcome.path());
        for issue in outcome.issues() {
            let sentence = issue.sentence(run.profile.unwrap_or_default());
            // Lines move; a pointer stays.
            let pointer = issue.place.map_or("", |place| &place.pointer);
            let fault = format!("{path}\n{}\n{}{pointer}", issue.code, issue.found);
            let fingerprint = Sha256::digest(fault);
            issues.push(json!({
                "type": "issue",
                "check_name": issue.code,
                "description": format!("{} {}: {sentence}. Fix: {}", issue.code, issue.rule, issue.cure),
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
    json::to_text(&issues)
}
