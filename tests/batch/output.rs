//! One file to another: whole or not at all.

use telewav::ConvertOptions;
use telewav_batch::convert_file;
use telewav_batch::output::{Existing, Written};

use crate::common::*;

#[test]
fn a_file_is_made_once_kept_and_replaced_on_demand() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (
        folder.path().join("in.wav"),
        folder.path().join("new/out.wav"),
    );
    let run = |existing| {
        let options = ConvertOptions::default();
        convert_file(&from, &to, &default_profile(), &options, existing)
            .unwrap()
            .1
    };
    std::fs::write(&from, wav16(8000, &[500; 800])).unwrap();
    assert_eq!(run(Existing::Keep), Some(Written::Created));
    let first = std::fs::read(&to).unwrap();
    assert_eq!(
        first,
        converted(&wav16(8000, &[500; 800]))
            .unwrap()
            .octets
            .unwrap()
    );
    assert_eq!(run(Existing::Keep), Some(Written::Unchanged));

    std::fs::write(&from, wav16(8000, &[600; 800])).unwrap();
    assert_eq!(run(Existing::Keep), Some(Written::Kept));
    assert_eq!(std::fs::read(&to).unwrap(), first);
    assert_eq!(run(Existing::Replace), Some(Written::Replaced));
    assert_ne!(std::fs::read(&to).unwrap(), first);
    let left: Vec<_> = std::fs::read_dir(folder.path().join("new"))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 1, "no temporary file is left: {left:?}");
}

#[test]
fn nothing_is_written_of_a_prompt_with_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (
        folder.path().join("in.wav"),
        folder.path().join("two words.wav"),
    );
    std::fs::write(&from, wav16(8000, &[500; 800])).unwrap();
    let options = ConvertOptions::default();
    let (made, written) =
        convert_file(&from, &to, &default_profile(), &options, Existing::Replace).unwrap();
    assert_eq!((made.octets, written), (None, None));
    assert!(!to.exists());
}
