//! AMR against opencore, which SoX decodes it with.

#![cfg(feature = "amr")]

use crate::programs::Peer;
use crate::support::{fixture, folder};

#[test]
fn narrow_band_is_what_opencore_decodes_to_the_last_bit() {
    let Some(sox) = Peer::find("sox") else {
        return;
    };
    let folder = folder();
    let speech = fixture("prompts/please-try-again.wav");
    for mode in 0..8 {
        let amr = folder.path().join(format!("{mode}.amr-nb"));
        sox.run(&format!("@ -C {mode} @"), &[&speech, &amr]);
        let ours = folder.path().join(format!("{mode}.wav"));
        telewav!["convert", &amr, "-p", "asterisk", "-o", &ours].exits(0);
        let wanted = sox.samples("@ -t raw -e signed -b 16 -", &[&amr]);
        assert_eq!(sox.samples("@ -t raw -e signed -b 16 -", &[&ours]), wanted);
    }
}

#[test]
fn the_same_frames_in_3gp_sound_the_same() {
    let (Some(sox), Some(ffmpeg)) = (Peer::find("sox"), Peer::find("ffmpeg")) else {
        return;
    };
    let folder = folder();
    let speech = fixture("prompts/please-try-again.wav");
    let amr = folder.path().join("a.amr-nb");
    let moved = folder.path().join("a.3gp");
    sox.run("@ @", &[&speech, &amr]);
    ffmpeg.run("-v error -i @ -c copy @", &[&amr, &moved]);
    let made = |input, name| {
        let path = folder.path().join(name);
        telewav!["convert", input, "-o", &path].exits(0);
        std::fs::read(path).unwrap()
    };
    assert!(made(&amr, "1.wav") == made(&moved, "2.wav"));
}
