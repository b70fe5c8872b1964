//! What ffmpeg and SoX take for sound in a damaged WAV is still in the file that `telewav fix` writes.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use telewav::Profile;
use telewav::fix::{Rewrapped, rewrap};

use crate::common::{Noise, wavs};
use crate::programs::Peer;

/// Damaged copies of each file.
const COPIES: u64 = 24;

/// The samples of 16 bits that each program reads; none where it refuses the file.
fn by_all(peers: &[(Peer, &str)], file: &Path) -> Vec<Vec<u8>> {
    let read = |(peer, args): &(Peer, &str)| peer.output(args, &[file]).unwrap_or_default();
    peers.iter().map(read).collect()
}

fn contains(all: &[u8], part: &[u8]) -> bool {
    part.is_empty() || all.windows(part.len()).any(|window| window == part)
}

fn chunk(id: &[u8; 4], octets: &[u8]) -> Vec<u8> {
    [&id[..], &(octets.len() as u32).to_le_bytes(), octets].concat()
}

/// Files that `fix` writes, as other programs read them beside what stood there.
struct Judge {
    peers: Vec<(Peer, &'static str)>,
    folder: tempfile::TempDir,
    n_fixed: usize,
    lost: Vec<String>,
}

impl Judge {
    /// `None` without both programs.
    fn new() -> Option<Self> {
        let (Some(ffmpeg), Some(sox)) = (Peer::find("ffmpeg"), Peer::find("sox")) else {
            return None;
        };
        Some(Self {
            peers: vec![
                (ffmpeg, "-v quiet -i @ -f s16le -c:a pcm_s16le -"),
                (sox, "-V0 -D @ -t raw -e signed -b 16 -"),
            ],
            folder: tempfile::tempdir().unwrap(),
            n_fixed: 0,
            lost: Vec::new(),
        })
    }

    fn look(&mut self, copy: &[u8], profile: &Profile, name: &str) {
        let Ok(Rewrapped::New(new)) = rewrap(&mut Cursor::new(copy), profile) else {
            return;
        };
        self.n_fixed += 1;
        let [old_path, new_path] = [("old.wav", copy), ("new.wav", &new)].map(|(name, octets)| {
            let path = self.folder.path().join(name);
            fs::write(&path, octets).unwrap();
            path
        });
        let old = by_all(&self.peers, &old_path).into_iter();
        let new = by_all(&self.peers, &new_path);
        for (program, (old, new)) in ["ffmpeg", "sox"].into_iter().zip(old.zip(new)) {
            if !contains(&new, &old) {
                self.lost.push(format!("{name}: {program}"));
            }
        }
    }

    /// `least`: a test that cures nothing tests nothing.
    fn finish(self, least: usize) {
        let (n_lost, n_fixed) = (self.lost.len(), self.n_fixed);
        assert!(
            n_lost == 0,
            "{n_lost} of {n_fixed}:\n{}",
            self.lost.join("\n")
        );
        assert!(n_fixed > least, "{n_fixed}");
    }
}

/// Every WAV fixture, and prompts with metadata, damaged as in `tests/golden_riff/kept.rs`.
#[test]
fn fix_keeps_what_ffmpeg_and_sox_take_for_sound_in_any_file() {
    let Some(mut judge) = Judge::new() else {
        return;
    };
    let profiles = ["huawei-privatenumber", "freeswitch"];
    let profiles = profiles.map(|name| Profile::embedded(name).unwrap());
    let mut noise = Noise::new(4);
    for (name, octets) in wavs::files() {
        for n in 0..COPIES {
            let mut copy = octets.clone();
            for _ in 0..n % 3 {
                wavs::damage(&mut copy, &mut noise);
            }
            // One is taken for all that takes any WAV.
            let profile = &profiles[n as usize % 2];
            judge.look(&copy, profile, &format!("{name}, copy {n}"));
        }
    }
    judge.finish(100);
}

/// An A-law prompt with metadata, damaged in its header in every way that one octet can be.
#[test]
fn fix_keeps_what_ffmpeg_and_sox_take_for_sound() {
    let Some(mut judge) = Judge::new() else {
        return;
    };
    let sound: Vec<u8> = (0..600_u32).map(|n| (n * n * 31 % 251) as u8).collect();
    let list = chunk(b"LIST", b"INFOISFT\x0E\0\0\0Lavf59.27.100\0");
    let fmt = b"\x06\0\x01\0\x40\x1F\0\0\x40\x1F\0\0\x01\0\x08\0\0\0";
    let body = [
        b"WAVE".to_vec(),
        chunk(b"fmt ", fmt),
        chunk(b"fact", &600_u32.to_le_bytes()),
        list.clone(),
        chunk(b"data", &sound),
        list.clone(),
    ];
    let whole = chunk(b"RIFF", &body.concat());
    let profile = Profile::embedded("huawei-privatenumber").unwrap();
    let header = whole.len() - 600 - list.len();
    for at in (0..header).chain(whole.len() - list.len()..whole.len()) {
        for value in [
            0x00,
            0x01,
            0x7F,
            0xFF,
            whole[at] ^ 0x20,
            whole[at].wrapping_add(1),
        ] {
            let mut copy = whole.clone();
            copy[at] = value;
            judge.look(&copy, &profile, &format!("octet {at} = {value:#04X}"));
        }
    }
    judge.finish(100);
}
