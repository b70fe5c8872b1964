//! Every rule in every form of the report: for each rule there are files that break it and nothing else, and each
//! form says so once, with the same code, verdict, value and cure.
//!
//! The command runs inside this process: that is a few hundred runs in a few seconds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

// `tests/rules.rs` uses all of it.
#[allow(dead_code)]
#[path = "rules/cases.rs"]
mod cases;

#[path = "every_rule/broken.rs"]
mod broken;
#[path = "every_rule/forms.rs"]
mod forms;

use std::collections::BTreeMap;
use std::path::Path;

use telewav::check::rules;

use broken::{Broken, broken};
use forms::{FORMS, Form, Told};

/// What a form tells of the files in `folder`, and how the run ended.
fn told(broken: &Broken, folder: &Path, form: &Form) -> (Vec<Told>, telewav_cli::Exit) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut streams = telewav_cli::Streams {
        out: &mut out,
        err: &mut err,
        colour: false,
        err_is_terminal: false,
        out_is_terminal: false,
        lang: telewav::words::Lang::En,
    };
    let exit = telewav_cli::run(broken.command_line(folder, form.name), &mut streams);
    let what = format!("{} as {}", broken.code, form.name);
    let out = String::from_utf8(out).unwrap_or_else(|e| panic!("{what}: {e}"));
    let err = String::from_utf8_lossy(&err);
    assert!(exit != telewav_cli::Exit::CouldNotRun, "{what}: {out}{err}");
    (
        (form.read)(&out).unwrap_or_else(|fault| panic!("{what}: {fault} in\n{out}")),
        exit,
    )
}

#[test]
fn every_rule_has_files_that_break_it() {
    let codes: Vec<_> = broken().iter().map(|broken| broken.code).collect();
    let rules: Vec<_> = rules::all().map(|rule| rule.code.as_str()).collect();
    assert_eq!(codes, rules);
}

#[test]
fn rules_that_cannot_be_broken_alone_are_few_and_say_why() {
    let not_alone: BTreeMap<_, _> = broken()
        .iter()
        .filter(|broken| !broken.also.is_empty())
        .inspect(|broken| assert!(!broken.because.is_empty(), "{}", broken.code))
        .map(|broken| (broken.code, broken.also))
        .collect();
    let wanted: [(&str, &[&str]); 2] = [("TW105", &["TW107"]), ("TW324", &["TW319"])];
    assert_eq!(not_alone, wanted.into());
}

#[test]
fn every_form_tells_of_every_rule_once_with_code_verdict_value_and_cure() {
    for broken in broken() {
        // Its file systems have no names that are not Unicode.
        if broken.code == "TW108" && cfg!(target_os = "macos") {
            continue;
        }
        let folder = broken.files();
        let (truth, truth_exit) = told(&broken, folder.path(), Form::json());
        let mut codes: Vec<_> = truth.iter().map(|told| &*told.code).collect();
        codes.sort_unstable();
        let mut wanted: Vec<_> = broken
            .at
            .iter()
            .flat_map(|_| broken.also.iter().copied().chain([broken.code]))
            .collect();
        wanted.sort_unstable();
        assert_eq!(codes, wanted, "{truth:#?}");
        let of_rule = truth.iter().filter(|told| told.code == broken.code);
        for (told, at) in of_rule.zip(&broken.at) {
            let rule = rules::find(broken.code).unwrap();
            assert_eq!(
                (&*told.rule, &*told.severity),
                (rule.name, rule.severity.as_str())
            );
            assert!(
                !told.found.is_empty() && !told.wanted.is_empty(),
                "{told:?}"
            );
            assert!(!told.cure.is_empty(), "{told:?}");
            if let Some(at) = at.to_str() {
                assert!(told.file.ends_with(at), "{told:?}, wanted {at}");
            }
        }
        for form in &FORMS {
            let (told, exit) = told(&broken, folder.path(), form);
            let what = format!("{} as {}: {told:#?}", broken.code, form.name);
            assert_eq!(exit, truth_exit, "{what}");
            assert_eq!(told.len(), truth.len(), "{what}");
            for (told, truth) in told.iter().zip(&truth) {
                told.assert_is(truth, &what);
            }
        }
    }
}
