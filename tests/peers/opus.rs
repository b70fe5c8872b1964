//! Opus against libopus, by which ffmpeg decodes it.

use std::io::Cursor;

use telewav::decode::{DecodeOptions, decode};

use crate::programs::Peer;
use crate::support::{fixture, folder};

/// All samples, interleaved.
fn ours(path: &std::path::Path) -> Vec<f32> {
    let octets = std::fs::read(path).unwrap();
    let mut all = Vec::new();
    decode(
        Cursor::new(octets),
        &DecodeOptions::default(),
        &mut |block| {
            let planes = block.channels();
            all.extend(
                (0..block.n_frames()).flat_map(|i| planes.iter().map(move |plane| plane[i])),
            );
            Ok(())
        },
    )
    .unwrap();
    all
}

/// Whether ffmpeg is there and has libopus.
fn ffmpeg_with_libopus() -> Option<Peer> {
    let ffmpeg = Peer::find("ffmpeg")?;
    let codecs = ffmpeg.run("-v error -decoders", &[]);
    if String::from_utf8_lossy(&codecs).contains(" libopus ") {
        return Some(ffmpeg);
    }
    eprintln!("skipped: ffmpeg without libopus");
    None
}

#[track_caller]
fn assert_agrees(ffmpeg: Peer, path: &std::path::Path) {
    // In float: without a word, ffmpeg asks libopus for 16 bits. Channels in the order they are stored.
    let args = "-v error -request_sample_fmt flt -c:a libopus -i @ -f f32le -";
    let octets = ffmpeg.run(args, &[path]);
    let mut theirs: Vec<f32> = octets
        .as_chunks::<4>()
        .0
        .iter()
        .map(|four| f32::from_le_bytes(*four))
        .collect();
    let ours = ours(path);
    // ffmpeg keeps what an MP4's edit list leaves out at the end.
    if path.extension().is_some_and(|extension| extension == "mp4") {
        theirs.truncate(ours.len());
    }
    assert_eq!(ours.len(), theirs.len(), "{}", path.display());
    let energy = |of: &dyn Fn(usize) -> f32| {
        (0..ours.len())
            .map(|i| f64::from(of(i)).powi(2))
            .sum::<f64>()
    };
    let noise = energy(&|i| ours[i] - theirs[i]);
    let snr_db = 10.0 * (energy(&|i| theirs[i]) / noise.max(1e-20)).log10();
    eprintln!("libopus: {}: {snr_db:.1} dB", path.display());
    assert!(snr_db >= 100.0, "{}: {snr_db:.1} dB", path.display());
}

#[test]
fn fixtures_are_what_libopus_makes_of_them() {
    let Some(ffmpeg) = ffmpeg_with_libopus() else {
        return;
    };
    for name in [
        "opus-48000Hz-mono-0.5s.webm",
        "opus-48000Hz-stereo-0.5s.mp4",
        "opus-celt-2.5ms-48000Hz-mono-0.5s.opus",
        "opus-celt-48000Hz-stereo-0.5s.opus",
        "opus-gain-48000Hz-mono-0.5s.opus",
        "opus-hybrid-48000Hz-mono-0.5s.opus",
        "opus-silk-narrow-48000Hz-mono-0.5s.opus",
        "opus-silk-wide-48000Hz-mono-0.5s.ogg",
    ] {
        assert_agrees(ffmpeg, &fixture(&format!("good/{name}")));
    }
}

#[test]
fn speech_is_what_libopus_makes_of_it() {
    let Some(ffmpeg) = ffmpeg_with_libopus() else {
        return;
    };
    let folder = folder();
    let speech = fixture("prompts/hold/queue-position.flac");
    // SILK, both and CELT; all lengths of packets; a switch of mode and of channels on the way.
    for (i, options) in [
        "-ar 8000 -ac 1 -application voip -b:a 9k -frame_duration 40",
        "-ar 12000 -ac 1 -application voip -b:a 12k -frame_duration 10",
        "-ar 16000 -ac 2 -application voip -b:a 24k -frame_duration 60",
        "-ar 48000 -ac 2 -application voip -b:a 32k -packet_loss 20 -fec 1",
        "-ar 48000 -ac 2 -application audio -b:a 20k",
        "-ar 48000 -ac 1 -application audio -b:a 32k -vbr off",
        "-ar 48000 -ac 2 -application lowdelay -b:a 96k -frame_duration 5",
    ]
    .iter()
    .enumerate()
    {
        for extension in ["opus", "mka"] {
            let path = folder.path().join(format!("{i}.{extension}"));
            // Quiet enough not to be clipped.
            let args = format!("-v error -i @ -af volume=-6dB {options} -c:a libopus @");
            ffmpeg.run(&args, &[&speech, &path]);
            assert_agrees(ffmpeg, &path);
        }
    }
}
