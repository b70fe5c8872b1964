//! Colour is for terminals, and for those who ask for it.

use crate::support::{Ran, command, fixture, run};

const ESCAPE: &str = "\u{1b}[";

fn check(args: &[&str], settings: &[(&str, &str)]) -> Ran {
    let mut command = command();
    command.arg("check").arg(fixture("good")).args(args);
    command.envs(settings.iter().copied());
    run(&mut command).exits(1)
}

fn has_colour(args: &[&str], settings: &[(&str, &str)]) -> bool {
    check(args, settings).text().contains(ESCAPE)
}

#[test]
fn a_pipe_gets_no_colour_unless_it_is_asked_for() {
    assert!(!has_colour(&[], &[]));
    assert!(has_colour(&["--color=always"], &[]));
    assert!(has_colour(&[], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn no_color_is_heeded() {
    let force = ("CLICOLOR_FORCE", "1");
    assert!(!has_colour(&[], &[force, ("NO_COLOR", "1")]));
    // Empty means unset, see no-color.org.
    assert!(has_colour(&[], &[force, ("NO_COLOR", "")]));
}

#[test]
fn the_option_is_stronger_than_the_environment() {
    assert!(has_colour(&["--color=always"], &[("NO_COLOR", "1")]));
    assert!(!has_colour(&["--color=never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!has_colour(&["--color=auto"], &[]));
}

#[test]
fn colour_adds_nothing_but_colour() {
    let coloured = check(&["--color=always"], &[]);
    let mut plain = String::new();
    let mut pieces = coloured.text().split(ESCAPE);
    plain.push_str(pieces.next().unwrap());
    for piece in pieces {
        plain.push_str(piece.split_once('m').unwrap().1);
    }
    assert_eq!(plain, check(&[], &[]).text());
}

#[test]
fn json_has_no_colour() {
    let ran = check(&["--color=always", "--output-format=json"], &[]);
    assert!(!ran.text().contains('\u{1b}'));
    ran.json();
}
