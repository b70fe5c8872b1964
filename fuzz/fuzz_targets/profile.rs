//! Any text as a profile, and a profile that was accepted at its work.

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use telewav::{CheckOptions, ConvertOptions, Profile, check, convert};
use telewav_fuzz::{install, whole};

fuzz_target!(init: install(), |data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        whole(|| run(text));
    }
});

fn run(text: &str) {
    let Ok(profile) = text.parse::<Profile>() else {
        return;
    };
    let _ = (
        profile.limits(),
        profile.characters_text(),
        profile.byte_rate(),
    );
    // What is printed can be read again, and is the same.
    let again: Profile = profile.to_toml().parse().expect("our own text");
    assert_eq!(
        again.to_toml().lines().last(),
        profile.to_toml().lines().last()
    );
    assert_eq!(again.limits(), profile.limits());
    for n_frames in [0, 1, 8000, profile.max_frames().unwrap_or(0)] {
        assert!(profile.file_octets(n_frames) >= profile.header_octets());
    }
    let names = ["Welcome Msg", "欢迎", "", "a.b", "...", "x"];
    for stem in names {
        if let Some(name) = profile.fix_name(stem) {
            assert!(!name.is_empty());
        }
    }
    let recording = telewav::riff::write::linear16(8000, &[100; 64]).expect("64 samples");
    for name in [None, Some("a.wav")] {
        let mut options = ConvertOptions::default();
        options.name = name.map(Into::into);
        if let Ok(made) = convert(Cursor::new(&recording), &profile, &options)
            && let Some(octets) = made.octets
        {
            // What convert lets out, check lets pass.
            let mut options = CheckOptions::default();
            options.name = name.map(Into::into);
            let report = check(Cursor::new(octets), &profile, &options).expect("our own prompt");
            assert!(
                report
                    .findings
                    .iter()
                    .all(|f| f.severity != telewav::Severity::Error)
            );
        }
    }
}
