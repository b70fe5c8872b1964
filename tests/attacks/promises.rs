//! SECURITY.md against the tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::of_repository;

/// Every promise has a test that is called as the promise says, and every test is a promise's.
#[test]
fn each_promise_has_a_test_and_each_test_a_promise() {
    let page = of_repository("SECURITY.md");
    // "- What is promised (`name_of_the_test`)."
    let promised: BTreeSet<String> = page
        .split("(`")
        .skip(1)
        .filter_map(|rest| rest.split_once("`)"))
        .map(|(name, _)| name.to_owned())
        .filter(|name| name.contains('_'))
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/attacks");
    let mut tests = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let functions = text.split("#[test]\n").skip(1);
        let names = functions.filter_map(|rest| rest.split_once("fn ")?.1.split_once('('));
        tests.extend(names.map(|(name, _)| name.to_owned()));
    }
    tests.remove("each_promise_has_a_test_and_each_test_a_promise");
    assert_eq!(promised, tests);
    assert!(promised.len() > 10, "{promised:?}");
}
