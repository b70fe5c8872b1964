//! What ffmpeg and SoX take for sound in a damaged WAV is still in the file that `telewav fix` writes.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use telewav::Profile;
use telewav::fix::{Rewrapped, rewrap};

use crate::programs::Peer;

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

/// An A-law prompt with metadata, damaged in its header in every way that one octet can be.
#[test]
fn fix_keeps_what_ffmpeg_and_sox_take_for_sound() {
    let (Some(ffmpeg), Some(sox)) = (Peer::find("ffmpeg"), Peer::find("sox")) else {
        return;
    };
    let peers = [
        (ffmpeg, "-v quiet -i @ -f s16le -c:a pcm_s16le -"),
        (sox, "-V0 -D @ -t raw -e signed -b 16 -"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let (old_path, new_path) = (folder.path().join("old.wav"), folder.path().join("new.wav"));
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
    let (mut n_fixed, mut lost) = (0, Vec::new());
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
            let Ok(Rewrapped::New(new)) = rewrap(&mut Cursor::new(&copy), &profile) else {
                continue;
            };
            n_fixed += 1;
            fs::write(&old_path, &copy).unwrap();
            fs::write(&new_path, &new).unwrap();
            let read = by_all(&peers, &old_path).into_iter();
            for (program, (old, new)) in ["ffmpeg", "sox"]
                .into_iter()
                .zip(read.zip(by_all(&peers, &new_path)))
            {
                if !contains(&new, &old) {
                    lost.push(format!("octet {at} = {value:#04X}: {program}"));
                }
            }
        }
    }
    assert!(
        lost.is_empty(),
        "{} of {n_fixed}: {}",
        lost.len(),
        lost.join("; ")
    );
    assert!(n_fixed > 100, "{n_fixed}");
}
