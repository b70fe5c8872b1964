//! For each rule, files that break it and it alone, and the run of telewav that tells so.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use telewav::Profile;
use telewav::g711::alaw;

use crate::cases::{Case, cases, sound, tone, tone_16};
use crate::common::*;

/// A rule, and what breaks it.
pub struct Broken {
    pub code: &'static str,
    /// Where it is told of: one file, or each of those that the rule is about alike.
    pub at: Vec<PathBuf>,
    /// Rules that cannot but be broken with it, and why.
    pub also: &'static [&'static str],
    pub because: &'static str,
    files: Vec<(PathBuf, Vec<u8>)>,
    words: Vec<Word>,
}

/// A word of a command line.
enum Word {
    Is(&'static str),
    /// A file or folder of the case.
    At(PathBuf),
}

use Word::Is;

fn at(path: impl Into<PathBuf>) -> Word {
    Word::At(path.into())
}

impl Broken {
    fn new(code: &'static str, path: impl Into<PathBuf>, words: impl Into<Vec<Word>>) -> Self {
        Self {
            code,
            at: vec![path.into()],
            also: &[],
            because: "",
            files: Vec::new(),
            words: words.into(),
        }
    }

    fn file(mut self, path: impl Into<PathBuf>, octets: Vec<u8>) -> Self {
        self.files.push((path.into(), octets));
        self
    }

    /// The rule is about this file just as much.
    fn and_at(mut self, path: &str) -> Self {
        self.at.push(path.into());
        self
    }

    fn profile(mut self, profile: &Profile) -> Self {
        self.words.extend([Is("--profile"), at("profile.toml")]);
        self.file("profile.toml", profile.to_toml().into_bytes())
    }

    /// Puts the files into a folder.
    pub fn files(&self) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, octets) in &self.files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, octets).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        }
        folder
    }

    /// The command line for a report of this form on the files in `folder`.
    pub fn command_line(&self, folder: &Path, form: &str) -> Vec<OsString> {
        let words = self.words.iter().map(|word| match word {
            Is(word) => OsString::from(word),
            Word::At(path) => folder.join(path).into(),
        });
        let more = ["--isolated", "--output-format", form];
        ["telewav".into()]
            .into_iter()
            .chain(words)
            .chain(more.map(OsString::from))
            .collect()
    }
}

/// For each rule, in the order of codes, what breaks it.
pub fn broken() -> Vec<Broken> {
    let mut broken = of_files();
    broken.extend(of_recordings());
    broken.extend(of_sets());
    broken.extend(of_requests());
    broken.sort_by_key(|broken| broken.code);
    broken
}

/// Rules about single prompts: of the cases in `tests/rules`, the first that breaks nothing else; if there is
/// none, the first.
fn of_files() -> Vec<Broken> {
    let mut chosen: Vec<Case> = Vec::new();
    for case in cases() {
        match chosen.iter_mut().find(|chosen| chosen.code == case.code) {
            None => chosen.push(case),
            Some(chosen) if !chosen.also.is_empty() && case.also.is_empty() => *chosen = case,
            Some(_) => {}
        }
    }
    let broken = |case: Case| {
        let path = PathBuf::from(case.name);
        let mut broken = Broken::new(case.code, &path, [Is("check"), at(&path)])
            .file(path, case.octets)
            .profile(&case.profile);
        (broken.also, broken.because) = (case.also, case.because);
        broken
    };
    chosen.into_iter().map(broken).collect()
}

/// A WAV of floats at 8000 Hz.
fn recording<const N: usize>(channels: [Vec<f32>; N]) -> Vec<u8> {
    let frames: Vec<f32> = (0..channels[0].len())
        .flat_map(|n| channels.iter().map(move |channel| channel[n]))
        .collect();
    let fmt = Fmt::new(FLOAT, N as u16, 8000, 32);
    let data = Order::Little.floats(&frames);
    Wav::new().fmt(&fmt).data(&data).build()
}

/// Rules about what `telewav convert` meets in recordings and does to them.
fn of_recordings() -> Vec<Broken> {
    let tone = |amplitude| sine(8000, 400.0, amplitude, 16_000);
    let changed = |amplitude, change: &dyn Fn(&mut [f32])| {
        let mut samples = tone(amplitude);
        change(&mut samples);
        samples
    };
    let convert = |code, octets, more: &[&'static str]| {
        let mut words = vec![
            Is("convert"),
            at("a.wav"),
            Is("--output"),
            at("out"),
            Is("--dry-run"),
        ];
        words.extend(more.iter().map(|word| Is(word)));
        Broken::new(code, "a.wav", words).file("a.wav", octets)
    };
    let opposite = changed(0.045, &|s| s.iter_mut().for_each(|s| *s *= -0.9));
    let opposite_for_a_while = changed(0.045, &|s| s[4000..7000].iter_mut().for_each(|s| *s = -*s));
    // Four tops at full scale, and one that is far above it.
    let clipped = changed(0.045, &|s| {
        (1..5).for_each(|i| s[i * 1000..][..4].fill(1.0));
    });
    let too_high = changed(0.045, &|s| s[1000] = 1.2);
    vec![
        convert("TW411", recording([tone(0.045), opposite]), &[]),
        convert("TW412", recording([clipped]), &[]),
        convert("TW413", recording([tone(0.045), opposite_for_a_while]), &[]),
        convert("TW414", recording([too_high]), &["--clip", "error"]),
        convert(
            "TW415",
            recording([tone(0.01)]),
            &["--level", "speech", "--max-gain", "10"],
        ),
    ]
}

/// A prompt that is good, and that no other is like.
fn prompt(n: usize) -> Vec<u8> {
    alaw_wav(&tone(800 + 2 * n))
}

/// Rules about sets of prompts.
fn of_sets() -> Vec<Broken> {
    let check = |code, path: &str, files: &[(&str, Vec<u8>)]| {
        let broken = Broken::new(code, Path::new("set").join(path), [Is("check"), at("set")]);
        files.iter().fold(broken, |broken, (path, octets)| {
            broken.file(Path::new("set").join(path), octets.clone())
        })
    };
    let loud = |amplitude| sound(amplitude, |_| {});
    let words = [
        Is("convert"),
        at("in"),
        Is("--output"),
        at("out"),
        Is("--dry-run"),
    ];
    vec![
        Broken::new("TW501", "in/thank you.wav", words)
            .and_at("in/thank_you.wav")
            .file("in/thank you.wav", prompt(1))
            .file("in/thank_you.wav", prompt(2)),
        check(
            "TW502",
            "b/Welcome.wav",
            &[("a/welcome.wav", prompt(1)), ("b/Welcome.wav", prompt(2))],
        ),
        check(
            "TW503",
            "b.wav",
            &[("a.wav", prompt(1)), ("b.wav", prompt(1))],
        ),
        check(
            "TW504",
            "d.wav",
            &[
                ("a.wav", loud(0.05)),
                ("b.wav", loud(0.055)),
                ("c.wav", loud(0.06)),
                ("d.wav", loud(0.15)),
            ],
        ),
        check(
            "TW505",
            "c.wav",
            &[
                ("a.wav", prompt(1)),
                ("b.wav", prompt(2)),
                ("c.wav", prompt(3)),
            ],
        )
        .profile(&user_profile("[size]\nmax_total_bytes = 2000")),
        check(
            "TW506",
            "b/welcome.wav",
            &[("a/welcome.wav", prompt(1)), ("b/welcome.wav", prompt(2))],
        ),
    ]
}

/// Rules about prompts that requests name. Each request names all prompts, or nearly, so that none is unused.
fn of_requests() -> Vec<Broken> {
    let refs = |code, request: String, prompts: &[&str]| {
        let words = [
            Is("refs"),
            at("request.json"),
            Is("--prompts"),
            at("prompts"),
        ];
        let broken = Broken::new(code, "request.json", words);
        let broken = broken.file("request.json", request.into_bytes());
        prompts
            .iter()
            .enumerate()
            .fold(broken, |broken, (n, name)| {
                let octets = match *name {
                    "linear.wav" => wav16(8000, &tone_16(800)),
                    "long.wav" => alaw_wav(
                        &sine16(8000, 400.0, 0.045, 40_080)
                            .into_iter()
                            .map(alaw::encode)
                            .collect::<Vec<u8>>(),
                    ),
                    _ => prompt(n),
                };
                broken.file(Path::new("prompts").join(name), octets)
            })
    };
    let verify = |name: &str| format!(r#"{{"preTone": {name}, "posTone": "bye.wav"}}"#);
    let named = |name: &str| verify(&format!("\"{name}\""));
    let bye = &["bye.wav"];
    let items = "{}, ".repeat(5) + r#"{"notifyVoice": "bye.wav"}"#;
    let mut unused = refs("TW613", named("bye.wav"), &["bye.wav", "old.wav"]);
    unused.at = vec!["prompts/old.wav".into()];
    vec![
        refs("TW601", named("by.wav"), bye),
        refs("TW602", named("Bye.wav"), bye),
        refs("TW603", named("bye.wav\u{3000}"), bye),
        refs("TW604", named("bye"), bye),
        refs("TW605", named(&("a".repeat(125) + ".wav")), bye),
        refs("TW606", named("再见 1.wav"), bye),
        refs("TW607", named("linear.wav"), &["bye.wav", "linear.wav"]),
        refs(
            "TW608",
            r#"{"preVoiceX": "long.wav"}"#.into(),
            &["long.wav"],
        ),
        refs("TW609", format!(r#"{{"playInfoList": [{items}]}}"#), bye),
        refs(
            "TW610",
            r#"{"origNum": "1", "lastMinVoice": "bye.wav"}"#.into(),
            bye,
        ),
        refs(
            "TW611",
            r#"{"callbackNum": "1", "callbackTone": "bye.wav"}"#.into(),
            bye,
        ),
        refs("TW612", named(""), bye),
        unused,
    ]
}
