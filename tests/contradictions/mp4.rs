//! MP4 and its relatives.

use crate::Case;
use crate::common::fixture_octets;
use crate::common::mp4::{AAC_FRAMES, Fragment, Movie, Track, boxed, entry, full, u32s};

/// Packets of a file, and of each of its fragments.
const N: usize = 90;
const EACH: usize = 10;
const PACKET: u64 = AAC_FRAMES as u64;
const ALL: u64 = N as u64 * PACKET;
const FRAGMENT: u64 = EACH as u64 * PACKET;
/// 90 packets last so long, thousandths of a second.
const ALL_MS: u32 = 2089;

fn mp4(claim: &'static str, n_frames: u64, file: Vec<u8>) -> Case {
    Case::new("MP4", claim, n_frames, file)
}

fn aac(change: impl FnOnce(&mut Track)) -> Movie {
    let mut track = Track::aac(1, N);
    change(&mut track);
    Movie::of([track])
}

fn timed(durations: &[(u32, u32)]) -> Vec<u8> {
    aac(|track| track.durations = durations.to_vec()).recorded()
}

fn edited(duration: u32, start: i32, change: impl FnOnce(&mut Track)) -> Movie {
    aac(|track| {
        track.edits = vec![(duration, start)];
        change(track);
    })
}

/// Frames of a file of ALAC, 0.2 s.
const ALAC: u64 = 8820;

fn alac() -> Vec<u8> {
    fixture_octets("good/alac-44100Hz-stereo-0.2s.m4a")
}

/// The file with this number so far behind a box's type.
fn patched(mut file: Vec<u8>, kind: &[u8; 4], skip: usize, number: u32) -> Vec<u8> {
    let at = file.windows(4).position(|w| w == kind).unwrap() + 4 + skip;
    file[at..at + 4].copy_from_slice(&number.to_be_bytes());
    file
}

/// The same with another length of `mdat`.
fn media_of(len: u32) -> Vec<u8> {
    let mut file = aac(|_| {}).faststart();
    let at = file.windows(4).position(|w| w == b"mdat").unwrap();
    file[at - 4..at].copy_from_slice(&len.to_be_bytes());
    file
}

pub fn cases() -> Vec<Case> {
    [times(), edits(), tables(), media(), fragments(), others()].concat()
}

fn times() -> Vec<Case> {
    let ulaw = |rate_hz, timescale| {
        let track = Track {
            timescale,
            entries: vec![entry(b"ulaw", 1, 16, rate_hz, &[])],
            ..Track::ulaw(1, &[0x55; 800])
        };
        Movie::of([track]).recorded()
    };
    let other_rate = "the time scale of a track is not its rate, and a packet lasts as many ticks as it has frames";
    let last = |ticks| timed(&[(89, 1024), (1, ticks)]);
    vec![
        mp4(
            "`stts`, `trun`: durations that are not the packets' frames, and add up to a packet",
            ALL,
            timed(&[(89, 960), (1, 1024)]),
        ),
        mp4(
            "`stts`, `trun`: one that is a packet or more longer, and not taken back by the next eight",
            ALL,
            timed(&[(40, 1024), (1, 9000), (49, 1024)]),
        ),
        mp4(
            "`stts`, `trun`: the first one is a packet or more longer",
            ALL,
            timed(&[(1, 8471), (89, 1024)]),
        ),
        mp4(
            "`stts`, `trun`: the last one is shorter than its packet",
            ALL - 724,
            last(300),
        ),
        mp4(
            "`stts`, `trun`: the last one is longer by three quarters of a packet and 10 ms, or more",
            ALL,
            last(9000),
        ),
        mp4(
            "`stts`, `trun`: the last one is longer by less",
            ALL,
            last(1500),
        ),
        mp4(
            "`stts`, `trun`: the last one of ALAC or FLAC, whose packets say how much is in them, is shorter",
            ALAC,
            patched(alac(), b"stts", 20, 300),
        ),
        mp4(
            "`stts`, `trun`: the last one is 0, also in the track's header",
            ALL,
            last(0),
        ),
        mp4(
            "the time scale of a track: 1.5 times and more too fast or too slow",
            ALL,
            aac(|track| track.timescale = 96_000).recorded(),
        ),
        mp4(
            other_rate,
            ALL - 124,
            aac(|track| {
                track.timescale = 45_000;
                track.durations = vec![(89, 1024), (1, 900)];
            })
            .recorded(),
        ),
        mp4(other_rate, ALAC, patched(alac(), b"mdhd", 12, 45_000)),
        mp4(
            "the configuration of AAC or ALAC has a rate that is neither, nor half or double, that of sample entry and time scale, which agree",
            ALL,
            {
                // 32,000 Hz for 44,100.
                let mut file = aac(|_| {}).recorded();
                let at = file.windows(2).position(|w| w == [0x12, 0x08]).unwrap();
                file[at..at + 2].copy_from_slice(&[0x12, 0x88]);
                file
            },
        ),
        mp4(
            "the time scale of PCM is not its rate, which is a usual one",
            800,
            ulaw(8000, 8000 + (1 << 20)),
        ),
        mp4(
            "the time scale of PCM is a usual rate, and that of the sample entry is not",
            800,
            ulaw(8128, 8000),
        ),
    ]
}

fn edits() -> Vec<Case> {
    let gapless = |text: &[u8]| {
        let name = full(b"name", 0, &[b"iTunSMPB"]);
        let data = boxed(b"data", &[&[0, 0, 0, 1, 0, 0, 0, 0], text]);
        let tags = boxed(b"ilst", &[&boxed(b"----", &[&name, &data])]);
        let movie = Movie {
            behind: boxed(b"udta", &[&full(b"meta", 0, &[&tags])]),
            ..aac(|_| {})
        };
        movie.recorded()
    };
    let pause = |track: &mut Track| track.edits = vec![(500, -1), (ALL_MS, 0)];
    let cuts = |track: &mut Track| track.edits = vec![(500, 0), (500, 44_100)];
    let of_movie = |duration| {
        patched(
            edited(duration, 1024, |_| {}).recorded(),
            b"mvhd",
            16,
            duration + 30,
        )
    };
    let contradicted = "the same, and the track's header says otherwise, or `mvhd` and `tkhd` contradict each other";
    let unit = "an edit list that ends before the end is in a unit that is none in use, as after a flipped bit";
    let in_no_unit = |duration| {
        Movie {
            timescale: 1009,
            ..edited(duration, 1024, |_| {})
        }
        .recorded()
    };
    let cut_alac = || patched(alac(), b"elst", 8, 150);
    let short = "the edit list ends more than two packets before the end";
    vec![
        mp4(
            "the edit list ends at most two packets before the end",
            90_096,
            edited(2043, 1024, |_| {}).recorded(),
        ),
        mp4(
            "the same, and the durations in `mvhd` and `tkhd` of the only track contradict each other",
            ALL - 1024,
            of_movie(2043),
        ),
        mp4(
            "the same, and the duration in `tkhd` is neither that of the edits nor that of all packets",
            ALL - 1024,
            edited(2043, 1024, |track| track.duration = Some(2055)).recorded(),
        ),
        mp4(
            "the edit list of ALAC or FLAC, whose packets are never filled up, ends before they do",
            6615,
            [b"tkhd", b"mvhd"].iter().fold(cut_alac(), |file, kind| {
                patched(file, kind, if *kind == b"tkhd" { 20 } else { 16 }, 150)
            }),
        ),
        mp4(
            "the same, and the track's header says otherwise",
            ALAC,
            cut_alac(),
        ),
        mp4(short, 44_100, edited(1000, 1024, |_| {}).recorded()),
        mp4(
            contradicted,
            ALL - 1024,
            edited(1000, 1024, |track| track.duration = Some(ALL_MS)).recorded(),
        ),
        mp4(contradicted, ALL - 1024, of_movie(1000)),
        mp4(
            "the same, in a file of fragments",
            ALL - 1024,
            edited(1000, 1024, |_| {}).fragmented(EACH).concat(),
        ),
        mp4(unit, ALL - 1024, in_no_unit(1000)),
        mp4(unit, ALL - 1024, in_no_unit(2043)),
        mp4(
            "the edit list begins more than four packets late",
            78_101,
            edited(1771, 14_000, |_| {}).recorded(),
        ),
        mp4(
            "the same, and it claims more than is left",
            ALL,
            edited(ALL_MS, 17_408, |_| {}).recorded(),
        ),
        mp4(
            "the edit list claims more than there is, behind a usual delay",
            ALL - 2112,
            edited(9000, 2112, |_| {}).recorded(),
        ),
        mp4(
            "the edit list has several cuts, or another speed",
            ALL,
            aac(cuts).recorded(),
        ),
        mp4(
            "the edit list has a pause before the sound",
            ALL,
            aac(pause).recorded(),
        ),
        mp4(
            "there is no edit list, and the track's header is more than half a packet short",
            ALL,
            aac(|track| track.duration = Some(ALL_MS - 20)).recorded(),
        ),
        mp4(
            "iTunSMPB counts two packets less than there are, or fewer still",
            ALL,
            gapless(b" 00000000 00000840 000001C0 0000000000009000"),
        ),
    ]
}

fn tables() -> Vec<Case> {
    let file = || aac(|_| {}).recorded();
    let first = Movie::ftyp().len() as u32 + 8;
    let sizes = "`stsz` counts other packets than `stsc` and `stco`";
    let elsewhere = "a packet lies behind the end of the file or in another box, and others follow";
    let second = |second_from| {
        aac(|track| {
            track.entries.push(entry(b"ac-3", 1, 16, 44_100, &[]));
            track.second_from = second_from;
        })
    };
    vec![
        mp4(sizes, 60 * PACKET, patched(file(), b"stsz", 8, 60)),
        mp4(
            "a table ends before its last entry",
            ALL,
            patched(file(), b"stsz", 8, 1000),
        ),
        mp4(
            "`stts` counts other packets",
            ALL,
            patched(file(), b"stts", 8, 70),
        ),
        mp4(
            elsewhere,
            ALL - 21 * PACKET,
            patched(file(), b"stco", 12, 1 << 30),
        ),
        mp4(elsewhere, ALL - 21 * PACKET, {
            let other = boxed(b"free", &[&[0; 9000]]);
            let before = [Movie::ftyp(), other].concat();
            patched(aac(|_| {}).behind(&before), b"stco", 12, first)
        }),
        mp4(
            "packets lie one over the other",
            800,
            patched(
                Movie::of([Track::ulaw(1, &[0x55; 800])]).recorded(),
                b"stco",
                12,
                first,
            ),
        ),
        mp4(
            "the last packets lie behind the end of the file",
            ALL - PACKET,
            {
                let mut file = aac(|_| {}).faststart();
                file.pop();
                file
            },
        ),
        mp4(
            "packets are coded otherwise than those before",
            42 * PACKET,
            second(2).recorded(),
        ),
        mp4(
            "a second sample description that no packet uses",
            ALL,
            second(usize::MAX).recorded(),
        ),
    ]
}

fn media() -> Vec<Case> {
    let movie = || aac(|_| {});
    let with_more = |n| {
        let media = [movie().media_octets(), vec![0x21; n]].concat();
        [Movie::ftyp(), boxed(b"mdat", &[&media]), movie().moov(32)].concat()
    };
    let len = movie().media_octets().len() as u32 + 8;
    vec![
        mp4(
            "`mdat` declares more than there is, and all packets are there",
            ALL,
            media_of(len + 50),
        ),
        mp4("`mdat` declares nothing", ALL, media_of(0)),
        mp4(
            "`mdat` declares less than its packets need",
            ALL,
            media_of(len - 50),
        ),
        mp4(
            "more than 65,536 octets of media that belong to no packet, in a file of one track",
            ALL,
            with_more(100_000),
        ),
        mp4("fewer of them", ALL, with_more(1000)),
    ]
}

fn fragments() -> Vec<Case> {
    let pieces = || aac(|_| {}).fragmented(EACH);
    let changed = |change: fn(&mut Vec<Vec<u8>>)| {
        let mut pieces = pieces();
        change(&mut pieces);
        pieces.concat()
    };
    let packets = Track::aac(1, N).samples;
    let numbered = |fragments: &[(u32, Option<u32>)]| {
        let mut file = pieces().swap_remove(0);
        for (i, (number, time)) in fragments.iter().enumerate() {
            let samples = &packets[i * EACH..][..EACH];
            let mut fragment = Fragment::new(*number, 0, samples, &[AAC_FRAMES; EACH]);
            fragment.time = *time;
            file.extend(fragment.octets(1));
        }
        file
    };
    // Without the last fragment, and with other lengths in the headers of movie and track.
    let headed = |of_movie, of_track| {
        let movie = aac(|track| track.duration = Some(of_track));
        let mut pieces = movie.fragmented(EACH);
        pieces.pop();
        patched(pieces.concat(), b"mvhd", 16, of_movie)
    };
    let one = "only one of them does";
    // Times and places of fragments, behind all of them.
    let indexed = |entries: &[[u32; 2]]| {
        let table: Vec<u8> = entries
            .iter()
            .flat_map(|e| [&u32s(e)[..], &[1; 3]].concat())
            .collect();
        let head = u32s(&[1, 0, entries.len() as u32]);
        let index = boxed(b"mfra", &[&full(b"tfra", 0, &[&head, &table])]);
        [pieces().concat(), index].concat()
    };
    let going_on = "`mfra`, `sidx`, `mehd` go on behind the last fragment, by 0.1 s or more";
    let no_claim =
        "an entry of `mfra` is of a fragment that is there, or its entries are in no order";
    let first = pieces()[0].len() as u32;
    let far = 1 << 24;
    let each = FRAGMENT as u32;
    let late = |number| {
        let times = [441_000, 441_000 + each];
        numbered(&[(number, Some(times[0])), (number + 1, Some(times[1]))])
    };
    let strange =
        "`mdat` behind a fragment that belongs to no fragment, or takes in the fragments behind it";
    let back = "`tfdt` steps back: a fragment is there twice, or out of order";
    vec![
        mp4(
            "`tfdt` jumps",
            ALL - FRAGMENT,
            changed(|p| drop(p.remove(3))),
        ),
        mp4(back, ALL, changed(|p| p.insert(4, p[4].clone()))),
        mp4(back, ALL, changed(|p| p.swap(4, 5))),
        mp4(
            "the first `tfdt` is late, and its fragment is not the first by its number",
            2 * FRAGMENT,
            late(7),
        ),
        mp4("the first `tfdt` is late", 2 * FRAGMENT, late(1)),
        mp4(
            "`mfhd` leaves out a number, or has one twice, and there is no `tfdt`",
            3 * FRAGMENT,
            numbered(&[(1, None), (2, None), (5, None)]),
        ),
        mp4(strange, ALL - FRAGMENT, changed(|p| p[3][4] ^= 1)),
        // A track that is not there; a length that is too long by the last fragment.
        mp4(strange, ALL - FRAGMENT, {
            let mut pieces = pieces();
            let last = pieces.pop().unwrap();
            [pieces.concat(), patched(last, b"tfhd", 4, 9)].concat()
        }),
        mp4(
            strange,
            ALL - FRAGMENT,
            changed(|p| {
                let at = p[8].windows(4).position(|w| w == b"mdat").unwrap();
                let len = (p[8].len() - at + 4 + p[9].len()) as u32;
                p[8][at - 4..at].copy_from_slice(&len.to_be_bytes());
            }),
        ),
        mp4(
            "`trun` counts fewer packets than its table has",
            ALL - 2 * PACKET,
            {
                let mut pieces = pieces();
                let last = pieces.pop().unwrap();
                [pieces.concat(), patched(last, b"trun", 4, 8)].concat()
            },
        ),
        mp4(
            "octets that are no box, with boxes of a fragment in them",
            ALL - FRAGMENT,
            changed(|p| p[9][3] ^= 0x80),
        ),
        mp4(going_on, ALL - FRAGMENT, {
            let mehd = full(b"mehd", 0, &[&u32s(&[ALL_MS])]);
            let movie = Movie {
                behind: mehd,
                ..aac(|_| {})
            };
            let mut pieces = movie.fragmented(EACH);
            pieces.pop();
            pieces.concat()
        }),
        mp4(
            "`mvhd` and `tkhd` do, where there is no `mehd`",
            ALL - FRAGMENT,
            headed(ALL_MS, ALL_MS),
        ),
        mp4(going_on, ALL, indexed(&[[0, first], [far, far]])),
        mp4(no_claim, ALL, indexed(&[[far, first]])),
        mp4(no_claim, ALL, indexed(&[[far, far], [0, first]])),
        mp4(one, ALL - FRAGMENT, headed(ALL_MS, 0)),
        mp4(one, ALL - FRAGMENT, headed(0, ALL_MS)),
        mp4(one, ALL - FRAGMENT, headed(u32::MAX, ALL_MS)),
    ]
}

fn others() -> Vec<Case> {
    let file = || aac(|_| {}).recorded();
    let behind = |more: &[u8]| [&file()[..], more].concat();
    let unfinished = [Movie::ftyp(), boxed(b"mdat", &[&[0x21; 5000]])].concat();
    let few = "fewer of them, or zeros, or a box of unknown type";
    vec![
        mp4(
            "more than 65,536 octets that are no box",
            ALL,
            behind(&[0x5A; 70_000]),
        ),
        mp4(few, ALL, behind(&[0x5A; 128])),
        mp4(few, ALL, behind(&[0x5A; 2])),
        mp4(few, ALL, behind(&[0; 2])),
        mp4(few, ALL, behind(&[0; 70_000])),
        mp4(few, ALL, behind(&boxed(b"beam", &[&[1; 100]]))),
        mp4("packets lie in what is no box", ALL, {
            let mut file = file();
            let at = file.windows(4).position(|w| w == b"mdat").unwrap();
            file[at - 4..at].copy_from_slice(&[0; 4]);
            file[at..at + 4].copy_from_slice(&[0xFF; 4]);
            file
        }),
        mp4(
            "another file behind it, also one that begins with `moov` or `mdat`",
            2 * ALL,
            behind(&file()),
        ),
        mp4("the same, and it cannot be read", ALL, behind(&unfinished)),
        mp4(
            "a second `moov`, as long as the first, of the same media",
            ALL,
            behind(&aac(|_| {}).moov(32)),
        ),
        mp4(
            "a second `moov`, of another length, whose media are not there",
            ALL,
            behind(&Movie::of([Track::aac(1, 20)]).moov(9)),
        ),
        mp4(
            "durations in `mvhd`, `mdhd`, and a longer one in `tkhd`",
            ALL,
            aac(|track| track.duration = Some(7_000_000)).recorded(),
        ),
    ]
}
