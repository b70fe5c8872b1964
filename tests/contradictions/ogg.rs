//! Ogg: Vorbis, Opus and FLAC.

use crate::Case;
use crate::common::ogg::*;
use crate::common::wav16;

/// Frames of each.
const VORBIS: u64 = 48_022;
const OPUS: u64 = 24_000;
const FLAC: u64 = 22_050;

fn case(claim: &'static str, n_frames: u64, octets: Vec<u8>) -> Case {
    Case::new("Ogg", claim, n_frames, octets)
}

/// The pages, after a change.
fn changed(mut pages: Vec<Vec<u8>>, change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    change(&mut pages);
    file(&pages)
}

/// Numbers the pages from 0 on.
fn number(pages: &mut [Vec<u8>]) {
    for (i, page) in pages.iter_mut().enumerate() {
        set_sequence(page, i as u32);
    }
}

pub fn cases() -> Vec<Case> {
    [pages_of_flac(), positions(), around(), of_codecs()].concat()
}

/// Pages of FLAC, each of which is 4,608 frames.
fn pages_of_flac() -> Vec<Case> {
    const EACH: u64 = 4608;
    let start = |i: usize| file(&flac()[..i]).len();
    let with_bit = |at: usize| {
        let mut octets = file(&flac());
        octets[at] ^= 1;
        octets
    };
    vec![
        case(
            "a page's number is left out",
            FLAC - EACH,
            changed(flac(), |pages| drop(pages.remove(4))),
        ),
        case(
            "pages stand in another order",
            FLAC,
            changed(flac(), |pages| pages.swap(3, 4)),
        ),
        case(
            "a page is there twice",
            FLAC,
            changed(flac(), |pages| pages.insert(4, pages[4].clone())),
        ),
        case(
            "the pages of headers are there twice, with no sound between",
            FLAC,
            changed(flac(), |pages| {
                let headers = pages[..2].to_vec();
                pages.splice(..0, headers);
            }),
        ),
        case(
            "a page's CRC-32 does not match",
            FLAC - EACH,
            with_bit(start(4) + 200),
        ),
        case(
            "octets that are no page, where one is missing",
            FLAC - EACH,
            with_bit(start(4)),
        ),
        case(
            "the file ends within a page",
            FLAC - EACH - (FLAC % EACH),
            file(&flac())[..start(6) - 9].to_vec(),
        ),
        case("a stream's first page is missing", FLAC, {
            let mut second = flac();
            set_serial(&mut second, 99);
            [file(&flac()), file(&second[1..])].concat()
        }),
    ]
}

fn positions() -> Vec<Case> {
    let shifted = |mut pages: Vec<Vec<u8>>, by: i64| {
        for page in &mut pages[2..] {
            let position = granule(page).wrapping_add_signed(by);
            set_granule(page, position);
        }
        file(&pages)
    };
    let ends_early = |pages: Vec<Vec<u8>>, less: u64| {
        changed(pages, |pages| {
            let last = pages.last_mut().unwrap();
            let earlier = granule(last) - less;
            set_granule(last, earlier);
        })
    };
    let apart = "positions leave room for more frames or fewer than there are, by a packet or a millisecond";
    let later = "all positions are later, as of a stream that was cut from a longer one";
    let end = "the last position leaves out frames of the last page";
    vec![
        case(
            "the first position of sound is less than the frames before it, of Vorbis",
            VORBIS - 1000,
            shifted(vorbis(), -1000),
        ),
        case(later, FLAC, shifted(flac(), 100_000)),
        case(later, OPUS, shifted(opus(), 100_000)),
        case(
            apart,
            FLAC - 4608,
            changed(flac(), |pages| {
                pages.remove(4);
                number(pages);
            }),
        ),
        case(
            apart,
            FLAC + 4608,
            changed(flac(), |pages| {
                pages.insert(4, pages[4].clone());
                number(pages);
            }),
        ),
        case(end, VORBIS - 200, ends_early(vorbis(), 200)),
        case(end, OPUS - 200, ends_early(opus(), 200)),
        case("the same, of FLAC", FLAC, ends_early(flac(), 200)),
    ]
}

fn around() -> Vec<Case> {
    let whole = || file(&flac());
    let open = || changed(flac(), |pages| clear(pages.last_mut().unwrap(), LAST));
    let cut = |at: usize, more: &[u8]| {
        let pages = flac();
        [&file(&pages[..at]), more, &file(&pages[at..])].concat()
    };
    let mark = "the mark of the end is missing, or there twice";
    let behind = "octets behind a page that says it is the last, or a tag";
    vec![
        case(
            "octets between pages that follow one another",
            FLAC,
            cut(4, &[0x33; 700]),
        ),
        case(behind, FLAC, [&whole()[..], &[0x33; 700]].concat()),
        case(
            behind,
            FLAC,
            [&open()[..], &crate::common::frames::id3v1()].concat(),
        ),
        case(
            "octets behind a page that does not say so",
            FLAC,
            [&open()[..], &[0x33; 700]].concat(),
        ),
        case(
            "another recording behind the last page",
            FLAC,
            [whole(), wav16(8000, &[1; 500])].concat(),
        ),
        case(
            "another stream behind the last page",
            FLAC + VORBIS,
            [file(&vorbis()), whole()].concat(),
        ),
        case(mark, FLAC, open()),
        case(
            mark,
            FLAC,
            changed(flac(), |pages| {
                let last = pages.last().unwrap();
                let serial = u32::from_le_bytes(last[14..18].try_into().unwrap());
                pages.push(page(LAST, granule(last), serial, sequence(last) + 1, &[]));
            }),
        ),
    ]
}

fn of_codecs() -> Vec<Case> {
    // The first page of Vorbis sound ends within a packet, which the next one says not to go on with.
    let torn = changed(vorbis(), |pages| pages[3][5] &= !1);
    let promising = |pages: &mut Vec<Vec<u8>>| {
        // The last four octets of the count.
        let count = 28 + 17 + 14;
        pages[0][count..count + 4].copy_from_slice(&(FLAC as u32).to_be_bytes());
        pages.truncate(6);
    };
    let summed = |pages: &mut Vec<Vec<u8>>| pages[0][28 + 17 + 20] ^= 1;
    vec![
        case(
            "a packet goes on on the next page, which does not have its rest",
            46_998,
            torn,
        ),
        case(
            "a packet goes on, and there is no next page",
            12_736,
            file(&vorbis()[..3]),
        ),
        case(
            "STREAMINFO of FLAC counts more frames",
            18_432,
            changed(flac(), promising),
        ),
        case(
            "the MD5 in STREAMINFO of FLAC is not that of the samples",
            FLAC,
            changed(flac(), summed),
        ),
    ]
}
