//! Sun AU.

use crate::Case;
use crate::common::{Order, au, au_claiming};

pub fn cases() -> Vec<Case> {
    let s: Vec<u8> = (0..1600_u32).map(|n| 0x80 | (n * 37 % 96) as u8).collect();
    let of = |size: u32, octets: &[u8]| au_claiming(Order::Big, 24, size, 27, 8000, 1, octets);
    let sun = |claim, n, file: Vec<u8>| Case::new("AU", claim, n, file);
    let open = "a size of 0, 0xFFFFFFFF, or what a streaming writer leaves";
    vec![
        sun(
            "octets behind the samples, more than 1/128 of them",
            800,
            of(800, &s),
        ),
        sun(
            "fewer of them",
            1600,
            of(1600, &[&s[..], &s[..60]].concat()),
        ),
        sun("the size is more than there is", 1600, of(2400, &s)),
        sun(open, 1600, of(0, &s)),
        sun(open, 1600, of(u32::MAX, &s)),
        sun(open, 1600, of(0x7FFF_FFFF, &s)),
        sun(
            "another file behind it, or a header among streamed samples",
            3200,
            [of(1600, &s), of(1600, &s)].concat(),
        ),
        sun(
            "another file behind it, or a header among streamed samples",
            3200,
            [of(u32::MAX, &s), of(u32::MAX, &s)].concat(),
        ),
        sun(
            "the same, and the format in a header is another",
            3200,
            [of(u32::MAX, &s), au(Order::Big, 1, 8000, 1, &s)].concat(),
        ),
    ]
}
