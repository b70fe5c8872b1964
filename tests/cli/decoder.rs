//! `--decoder ffmpeg`: what is handed over, what comes of it, and that nothing is left running. A script
//! stands in for ffmpeg; `tests/peers` has the real one.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::{Ran, command, fixture, folder, names, ran, run, run_with_input, shown};

fn fakes() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cli/fake")
}

/// A folder, and a command that finds the stand-in on its PATH.
struct Scene {
    folder: TempDir,
    command: Command,
}

impl Scene {
    fn new(fake: &str) -> Self {
        let folder = folder();
        let mut command = command();
        let path = std::env::var("PATH").unwrap();
        command
            .env("PATH", format!("{}:{path}", fakes().display()))
            .env("TMPDIR", folder.path())
            .env("FAKE", fake)
            .env("FAKE_LOG", folder.path().join("log"));
        Self { folder, command }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `convert INPUT --decoder ffmpeg`, into the folder `out`.
    fn convert(&mut self, input: &Path) -> &mut Command {
        let out = self.path("out");
        self.command
            .arg("convert")
            .arg(input)
            .arg("-o")
            .arg(out)
            .args(["--decoder", "ffmpeg"])
    }

    /// The arguments of each call.
    fn calls(&self) -> Vec<String> {
        let log = fs::read_to_string(self.path("log")).unwrap_or_default();
        log.split_terminator("end\n").map(str::to_owned).collect()
    }
}

fn amr() -> PathBuf {
    fixture("bad/amr.amr")
}

/// Converts the AMR with a stand-in that behaves like this.
fn converted(fake: &str, more: &[&str]) -> Ran {
    let mut scene = Scene::new(fake);
    run(scene.convert(&amr()).args(more))
}

#[test]
fn what_telewav_cannot_decode_is_handed_over_and_the_report_says_so() {
    let mut scene = Scene::new("");
    let ran = run(scene.convert(&amr())).exits(0);
    ran.says([
        "converted",
        "wmav2, 8000 Hz, mono; 2.00 s",
        "note: decoded by ffmpeg 9.9-fake",
    ]);
    let calls = scene.calls();
    assert_eq!(calls.len(), 1);
    let wanted = format!("-i\nfile:{}\n", shown(amr()));
    assert!(calls[0].contains(&wanted), "{}", calls[0]);
    assert!(calls[0].contains("-protocol_whitelist\nfile\n"));

    let mut scene = Scene::new("");
    let json = run(scene.convert(&amr()).arg("--output-format=json")).exits(0);
    let source = &json.results()[0]["source"];
    assert_eq!(source["decoded_by"], "ffmpeg 9.9-fake");
    assert_eq!(source["format"]["codec"], "wmav2");
    assert_eq!(source["n_frames"], 16_000);
}

#[test]
fn inspect_hands_it_over_as_well() {
    let mut scene = Scene::new("");
    scene.command.arg("inspect").arg(amr());
    run(scene.command.args(["--decoder", "ffmpeg"]))
        .exits(0)
        .says(["16000 frames", "decoded by ffmpeg 9.9-fake", "silent"]);
    assert_eq!(scene.calls().len(), 1);
}

#[test]
fn what_telewav_decodes_or_refuses_for_a_reason_is_not_handed_over() {
    for (input, code) in [
        ("prompts", 0),
        ("bad/flac-cut.flac", 1),
        ("bad/page.mp3", 1),
        ("bad/zeros.mp3", 1),
        ("bad/rate-0.wav", 1),
        ("bad/fmt-cut.wav", 1),
        ("refused/empty.wav", 1),
    ] {
        let mut scene = Scene::new("");
        run(scene.convert(&fixture(input))).exits(code);
        assert!(scene.calls().is_empty(), "{input}");
        // And the reports do not mention it.
        let mut plain = command();
        plain.arg("convert").arg(fixture(input)).arg("-o");
        plain.args([
            scene.path("plain").as_os_str(),
            "--output-format=json".as_ref(),
        ]);
        let plain = run(&mut plain).exits(code);
        assert!(!plain.text().contains("decoded_by"));
    }
}

#[test]
fn content_that_nobody_here_knows_is_tried() {
    let mut scene = Scene::new("");
    run(scene.convert(&fixture("bad/random.mp3"))).exits(0);
    assert_eq!(scene.calls().len(), 1);
}

#[test]
fn names_are_no_options_and_no_addresses() {
    for name in ["-i", "http:x", "a b'\"$(c).wma", "语音.wma", "%03d.amr"] {
        let mut scene = Scene::new("copies");
        let input = scene.path(name);
        fs::copy(amr(), &input).unwrap();
        let out = scene.path("out");
        scene.command.current_dir(scene.folder.path());
        scene.command.args(["convert", "--decoder=ffmpeg", "-o"]);
        run(scene
            .command
            .arg(out)
            .arg("--names=fix")
            .arg("--")
            .arg(name))
        .exits(0);
        assert_eq!(
            fs::read(scene.path("log.copy")).unwrap(),
            fs::read(amr()).unwrap()
        );
    }
}

#[test]
fn a_pipe_is_handed_over_as_a_file_that_goes_away() {
    let mut scene = Scene::new("copies");
    let octets = fs::read(amr()).unwrap();
    scene.convert("-".as_ref());
    run_with_input(&mut scene.command, &octets).exits(0);
    assert_eq!(fs::read(scene.path("log.copy")).unwrap(), octets);
    let made = names(scene.folder.path());
    assert_eq!(made, ["log", "log.copy", "out/stdin.wav"]);
}

#[test]
fn whatever_it_complains_about_is_damage() {
    for (fake, says) in [
        ("complains", "wmav2: overflow in spectral RLE"),
        ("warns", "asf: Packet corrupt"),
        ("stops", "ffmpeg stopped before the end (exit status: 69)"),
        (
            "ends",
            "at 1.00 s: the sound ends here, but the file declares 2.00 s",
        ),
    ] {
        converted(fake, &[]).exits(1).says([
            "failed to decode all of the sound",
            says,
            "--lenient",
        ]);
        let ran = converted(fake, &["--lenient"]).exits(0);
        ran.says(["converted", "damage: ", says, "decoded by ffmpeg"]);
    }
}

#[test]
fn without_sound_its_reason_is_the_error() {
    for (fake, says) in [
        ("fails", "asf: could not find codec parameters"),
        ("dies", "signal: 11"),
        ("garbage", "expected \".snd\", found \"<htm\""),
        ("nothing", "at least one frame"),
        ("channels", "a channel count of 65535"),
    ] {
        for more in [&[][..], &["--lenient"]] {
            let ran = converted(fake, more).exits(1).says(["failed to ", says]);
            assert!(!ran.text().contains("0x1234"), "{ran}");
        }
    }
    let ran = converted("fails", &["--output-format=json"]).exits(1);
    assert_eq!(ran.results()[0]["error"]["kind"], "decoder-failed");
}

#[test]
fn it_has_a_time_limit_and_leaves_nothing_running() {
    for fake in ["hangs", "waits", "closes"] {
        let mut scene = Scene::new(fake);
        let started = Instant::now();
        let ran = run(scene.convert(&amr()).args(["--decoder-timeout", "1"])).exits(1);
        ran.says(["stopped after 1 s, the time limit (--decoder-timeout)"]);
        assert!(started.elapsed() < Duration::from_secs(30), "{fake}");
        if fake == "waits" {
            assert!(!is_running(&scene));
        }
    }
}

/// Whether what the stand-in has started is there: it makes a file longer and longer.
fn is_running(scene: &Scene) -> bool {
    let n_beats = || fs::read(scene.path("log.beat")).unwrap_or_default().len();
    let before = n_beats();
    assert!(before > 0);
    sleep(Duration::from_millis(500));
    n_beats() > before
}

#[test]
fn ctrl_c_ends_it_too() {
    let mut scene = Scene::new("waits");
    let octets = fs::read(amr()).unwrap();
    scene.convert("-".as_ref());
    let input = scene.path("stdin");
    fs::write(&input, octets).unwrap();
    scene.command.stdin(fs::File::open(&input).unwrap());
    scene.command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = scene.command.spawn().unwrap();
    while !scene.path("log.beat").exists() {
        sleep(Duration::from_millis(10));
    }
    let mut kill = Command::new("kill");
    kill.args(["-INT", &child.id().to_string()]);
    assert!(kill.status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    ran(&scene.command, output.status, output.stdout, &output.stderr).exits(130);
    assert!(!is_running(&scene));
    // Not even what it read.
    assert_eq!(names(scene.folder.path()), ["log", "log.beat", "stdin"]);
}

#[test]
fn limits_hold_and_much_talk_does_no_harm() {
    let mut scene = Scene::new("noisy");
    run(scene.convert(&amr())).exits(0);
    // Six hours of silence are 691 MB; the decoder is stopped there.
    if !cfg!(debug_assertions) {
        converted("endless", &[]).exits(1).says(["21600 s"]);
    }
}

#[test]
fn any_j_gives_the_same_report() {
    let report = |jobs: &str| {
        let mut scene = Scene::new("complains");
        let input = scene.path("in");
        fs::create_dir(&input).unwrap();
        for i in 0..6 {
            fs::copy(amr(), input.join(format!("{i}.amr"))).unwrap();
        }
        scene.command.current_dir(scene.folder.path());
        scene
            .command
            .args(["convert", "in", "-o", "out", "--decoder=ffmpeg"]);
        scene
            .command
            .args(["--lenient", "--output-format=json", "-j", jobs]);
        run(&mut scene.command).exits(0).text().to_owned()
    };
    assert_eq!(report("1"), report("4"));
}

#[test]
fn an_ffmpeg_that_is_not_there_stops_the_run_before_the_first_file() {
    let stopped = |fake: &str, decoder: &str, says: &str| {
        let mut scene = Scene::new(fake);
        let input = fixture("prompts");
        let out = scene.path("out");
        scene.command.arg("convert").arg(input).arg("-o").arg(&out);
        let ran = run(scene.command.args(["--decoder", decoder])).exits(2);
        assert_eq!(ran.text(), "");
        ran.complains([says, "--decoder ffmpeg"]);
        assert!(!out.exists());
    };
    stopped("", "ffmpeg=/not/here", "there is no program /not/here");
    stopped("", "ffmpeg=/", "failed to start /");
    stopped("other", "ffmpeg", "it says \"avconv version 12\"");
    let mut scene = Scene::new("");
    scene.command.env("PATH", scene.folder.path());
    run(scene.convert(&amr()))
        .exits(2)
        .complains(["there is no program ffmpeg on the PATH", "install ffmpeg"]);
}

#[test]
fn a_path_may_be_given() {
    let mut scene = Scene::new("");
    let program = format!("ffmpeg={}", fakes().join("ffmpeg").display());
    let out = scene.path("out");
    scene.command.arg("convert").arg(amr()).arg("-o").arg(out);
    run(scene.command.args(["--decoder", &program]))
        .exits(0)
        .says(["decoded by ffmpeg 9.9-fake"]);
}

#[test]
fn the_option_is_checked() {
    for decoder in ["sox", "ffmpeg=", "ffmpegx", ""] {
        telewav!["inspect", amr(), "--decoder", decoder]
            .exits(2)
            .complains(["ffmpeg or ffmpeg=PATH"]);
    }
    telewav!["inspect", amr(), "--decoder-timeout=3"].exits(2);
    telewav!["inspect", amr(), "--decoder=ffmpeg", "--decoder-timeout=0"].exits(2);
}

#[test]
fn without_it_the_cure_mentions_it() {
    telewav!["inspect", amr()].exits(1).says([
        "an AMR narrow-band recording",
        "fix: ",
        "--decoder ffmpeg",
    ]);
}
