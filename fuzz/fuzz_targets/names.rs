//! Any text as a file name, for every platform.

#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use telewav::{CheckOptions, Profile, Severity, check, name};
use telewav_fuzz::{install, whole};

/// Each platform, and a prompt that it takes.
static PROFILES: LazyLock<Vec<(Profile, Vec<u8>)>> = LazyLock::new(|| {
    let made = |name| {
        let profile = Profile::embedded(name).expect("an embedded profile");
        // A tenth of a second, unless the platform takes nothing so short.
        let min_s = profile.size.min_s.as_ref().map_or(0.1, |min| min.value);
        let samples = vec![1000; (8000.0 * min_s) as usize + 1];
        let recording = telewav::riff::write::linear16(8000, &samples).expect("a recording");
        let options = telewav::ConvertOptions::default();
        let made = telewav::convert(Cursor::new(recording), &profile, &options).expect("a prompt");
        (profile, made.octets.expect("a prompt without an error"))
    };
    Profile::names().map(made).collect()
});

fuzz_target!(init: install(), |data: &[u8]| {
    whole(|| run(&String::from_utf8_lossy(data)));
});

fn run(text: &str) {
    let (stem, extension) = name::split(text);
    assert!(stem.len() + extension.map_or(0, |e| e.len() + 1) == text.len());
    for (profile, prompt) in PROFILES.iter() {
        let _ = check(
            Cursor::new(prompt),
            profile,
            &CheckOptions::default().name(text),
        );
        let Some(fixed) = profile.fix_name(stem) else {
            continue;
        };
        // A fixed name is one that the platform takes, and stays as it is.
        let report = check(
            Cursor::new(prompt),
            profile,
            &CheckOptions::default().name(&fixed),
        )
        .expect("a verdict");
        let is_wrong = |finding: &telewav::Finding| {
            matches!(finding.code, telewav::Code::Name(_)) && finding.severity == Severity::Error
        };
        assert!(
            !report.findings.iter().any(is_wrong),
            "{fixed:?}: {:?}",
            report.findings
        );
        assert_eq!(
            profile.fix_name(name::split(&fixed).0).as_deref(),
            Some(&*fixed)
        );
    }
}
