//! WAV: RIFF, RIFX, RF64 and Wave64, whose chunks are read alike.

use crate::Case;
use crate::common::*;

/// Octets of A-law that look like nothing else.
fn sound(n: usize) -> Vec<u8> {
    let mut noise = Noise::new(11);
    (0..n)
        .map(|_| 0x80 | (noise.next_u32() as u8 & 0x5F))
        .collect()
}

fn alaw() -> Wav {
    Wav::new().fmt(&Fmt::alaw())
}

/// A whole file whose lengths are these.
fn sized(riff_size: u32, data_size: u32, octets: &[u8]) -> Vec<u8> {
    alaw()
        .claiming(b"data", octets, data_size)
        .riff_size(riff_size)
        .build()
}

fn fact(n: u32, octets: &[u8]) -> Vec<u8> {
    alaw().fact(n).data(octets).build()
}

fn whole(octets: &[u8]) -> Vec<u8> {
    alaw().data(octets).build()
}

fn header(size: u32) -> Vec<u8> {
    sized(size, size, b"")
}

const LIST: &[u8] = b"INFOISFT\x04\0\0\0mine";

pub fn cases() -> Vec<Case> {
    [chunks(), lengths(), among_samples(), formats(), samples()]
        .into_iter()
        .flatten()
        .collect()
}

fn chunks() -> Vec<Case> {
    let s = sound(1600);
    let (half, rest) = s.split_at(800);
    let wav = |claim, n, file: Vec<u8>| Case::new("WAV", claim, n, file);
    let no_chunk =
        "octets between or behind the chunks that are no chunk, more than 1/128 of the sound";
    let unknown = "a chunk of unknown name that is longer than that";
    let swallowed = "a chunk that claims the chunks behind it";
    let several = "several `data` chunks, also in `LIST wavl` or behind the end by the RIFF length";
    let tag = "an ID3 or APE tag behind the chunks";
    let list = |kind: &[u8], items: Vec<u8>| [kind, &items].concat();
    let inner =
        |octets: &[u8]| [&b"data"[..], &(octets.len() as u32).to_le_bytes(), octets].concat();
    vec![
        wav(no_chunk, 800, alaw().data(half).raw(rest).build()),
        wav(no_chunk, 800, alaw().data(half).trailing(rest).build()),
        wav(no_chunk, 800, alaw().raw(rest).data(half).build()),
        wav(
            no_chunk,
            1200,
            alaw()
                .data(half)
                .raw(&rest[..400])
                .data(&rest[400..])
                .build(),
        ),
        wav(
            "fewer of them, or text",
            1600,
            alaw().data(&s).trailing(&sound(60)).build(),
        ),
        wav(
            "fewer of them, or text",
            1600,
            alaw()
                .data(&s)
                .trailing(&b"<!-- from a server -->\r\n".repeat(40))
                .build(),
        ),
        wav(
            "zeros behind the end by the RIFF length",
            1600,
            alaw().data(&s).trailing(&[0; 3000]).build(),
        ),
        wav(
            tag,
            1600,
            alaw()
                .data(&s)
                .trailing(&[&b"TAG"[..], &[b'x'; 125]].concat())
                .build(),
        ),
        wav(tag, 1600, alaw().data(&s).trailing(&id3(100)).build()),
        wav(unknown, 800, alaw().data(half).chunk(b"DATA", rest).build()),
        wav(unknown, 800, alaw().data(half).chunk(b"dbta", rest).build()),
        wav(unknown, 800, alaw().chunk(b"dat2", rest).data(half).build()),
        wav(
            "a shorter one",
            1600,
            alaw().data(&s).chunk(b"Abcd", b"0123").build(),
        ),
        wav(
            "a padding chunk (`JUNK`, `PAD ` and the like) that holds something else than padding or text, more than 4,096 octets",
            1600,
            alaw()
                .data(&s)
                .chunk(b"JUNK", &sound(3000))
                .chunk(b"PAD ", &sound(5000))
                .build(),
        ),
        wav(
            "a padding chunk that holds fewer of them",
            800,
            alaw().data(half).chunk(b"JUNK", rest).build(),
        ),
        wav(several, 1600, alaw().data(half).data(rest).build()),
        wav(
            several,
            1600,
            alaw().data(half).chunk(b"LIST", LIST).data(rest).build(),
        ),
        wav(
            several,
            1600,
            alaw()
                .chunk(b"LIST", &list(b"wavl", [inner(half), inner(rest)].concat()))
                .build(),
        ),
        wav(
            several,
            1600,
            alaw().data(half).trailing(&inner(rest)).build(),
        ),
        wav(
            "`slnt` in `LIST wavl`: silence that is only counted",
            800,
            alaw()
                .chunk(
                    b"LIST",
                    &list(
                        b"wavl",
                        [inner(half), b"slnt\x04\0\0\0\x40\x1F\0\0".to_vec()].concat(),
                    ),
                )
                .build(),
        ),
        wav(
            swallowed,
            1600,
            alaw()
                .claiming(b"LIST", LIST, 16 + 8 + 1600)
                .data(&s)
                .build(),
        ),
        wav(
            swallowed,
            1600,
            alaw()
                .data(half)
                .claiming(b"JUNK", &[0; 28], 28 + 8 + 400)
                .data(rest)
                .build(),
        ),
    ]
}

fn lengths() -> Vec<Case> {
    let s = sound(1600);
    let wav = |claim, n, file: Vec<u8>| Case::new("WAV", claim, n, file);
    let file_len = whole(&s).len() as u32;
    let unknown = "`data` of length 0, of the whole file's length, or of a streaming writer's: 2000000000, 0x7FFFFFFF and the like";
    let cut = "`data` declares more than there is, and the RIFF length does not say that the file is whole";
    let mut cases = vec![
        wav(
            "`data` declares less than follows, and `fact` counts all of it",
            1600,
            alaw().fact(1600).claiming(b"data", &s, 800).build(),
        ),
        wav(
            "`data` declares more, and the next chunk starts before that",
            1600,
            alaw()
                .claiming(b"data", &s, 1608)
                .chunk(b"LIST", LIST)
                .build(),
        ),
        wav(
            "`data` declares more than there is, and the RIFF length is that of the file",
            1600,
            sized(file_len - 8, 2400, &s),
        ),
        wav(cut, 1600, sized(2438, 2400, &s)),
        wav(cut, 1600, sized(0, 2400, &s)),
        wav(cut, 1600, sized(u32::MAX, 2400, &s)),
        wav(
            "the RIFF length counts more than there is, and `data` is whole",
            1600,
            sized(5000, 1600, &s),
        ),
        wav(
            "the RIFF length counts less, or nothing, or is a streaming writer's",
            1600,
            sized(36, 1600, &s),
        ),
        wav(
            "the RIFF length counts less, or nothing, or is a streaming writer's",
            1600,
            sized(0, 1600, &s),
        ),
        wav(
            "the RIFF length counts less, or nothing, or is a streaming writer's",
            1600,
            sized(0x7FFF_FFFF, 1600, &s),
        ),
        wav(
            "`fact` counts frames that are not there, a block or more",
            1600,
            fact(2400, &s),
        ),
        wav(
            "`fact` counts more by less than a block, by one bit, or in samples of all channels",
            1600,
            fact(1600 + 2048, &s),
        ),
        wav(
            "`fact` counts more by less than a block, by one bit, or in samples of all channels",
            800,
            Wav::new()
                .fmt(&Fmt::new(ALAW, 2, 8000, 8))
                .fact(1600)
                .data(&s)
                .build(),
        ),
        wav(
            "`fact` counts two samples of ADPCM for each octet, and the heads of blocks with them",
            80 * 505,
            Wav::new()
                .fmt(
                    &Fmt::new(0x11, 1, 8000, 4)
                        .block_align(256)
                        .extension(&[0xF9, 1]),
                )
                .fact(80 * 512)
                .data(&[0; 80 * 256])
                .build(),
        ),
        wav("`fact` counts less", 1600, fact(99, &s)),
        wav(
            "`fact` counts 0 or what a streaming writer leaves",
            1600,
            fact(0, &s),
        ),
        wav(
            "`fact` counts 0 or what a streaming writer leaves",
            1600,
            fact(u32::MAX, &s),
        ),
        wav("less than a frame behind the last one", 799, {
            Wav::new().fmt(&Fmt::pcm(16)).data(&s[..1599]).build()
        }),
    ];
    let placeholders = [
        0,
        1_000_000_000,
        2_000_000_000,
        0x7FFF_FFFF,
        0x8000_0024,
        u32::MAX,
    ];
    cases.extend(placeholders.map(|size| wav(unknown, 1600, sized(size, size, &s))));
    cases.push(wav(unknown, 1600, sized(file_len + 38, file_len, &s)));
    cases
}

fn among_samples() -> Vec<Case> {
    let s = sound(1600);
    let (half, rest) = s.split_at(800);
    let wav = |claim, n, file: Vec<u8>| Case::new("WAV", claim, n, file);
    let header_inside = "a header or known chunks among streamed or nested samples, or behind them";
    let two = "another file behind it, of any rate";
    let open = u32::MAX;
    let other = Wav::new()
        .fmt(&Fmt::new(ALAW, 1, 16_000, 8).extension(&[0, 0]))
        .claiming(b"data", b"", open)
        .riff_size(open)
        .build();
    vec![
        wav(
            header_inside,
            1600,
            [header(open), half.to_vec(), header(open), rest.to_vec()].concat(),
        ),
        wav(header_inside, 1600, whole(&whole(&s))),
        wav(
            header_inside,
            1600,
            [
                header(open),
                s.clone(),
                b"LIST\x10\0\0\0".to_vec(),
                LIST.to_vec(),
            ]
            .concat(),
        ),
        wav(
            header_inside,
            1600,
            whole(&[&[0; 28][..], b"data\x40\x06\0\0", &s].concat()),
        ),
        wav(
            "the same, and the format in it is another",
            1600,
            [header(open), half.to_vec(), other, rest.to_vec()].concat(),
        ),
        wav(two, 1600, [whole(half), whole(rest)].concat()),
        wav(
            two,
            1600,
            [whole(half), {
                Wav::new()
                    .fmt(&Fmt::new(ALAW, 1, 16_000, 8))
                    .data(rest)
                    .build()
            }]
            .concat(),
        ),
        wav(
            "the same, and what stands there cannot be read",
            1600,
            [whole(&s), b"RIFF\xFF\0\0\0WAVEjunk".to_vec()].concat(),
        ),
    ]
}

fn formats() -> Vec<Case> {
    let s = sound(1600);
    let (half, rest) = s.split_at(800);
    let wav = |claim, n, file: Vec<u8>| Case::new("WAV", claim, n, file);
    let with = |fmt: Fmt| Wav::new().fmt(&fmt).data(&s).build();
    let unclear = "`fmt `: byte rate, rate, block align, channels and bits, of which it cannot be told which is wrong";
    let harmless = "`fmt `: byte rate or block align that is wrong for certain, or that of the decoded samples of G.711";
    let pcm = Fmt::pcm(16);
    vec![
        wav(
            "a second `fmt ` that says otherwise",
            1600,
            alaw()
                .data(half)
                .fmt(&Fmt::new(ULAW, 1, 8000, 8))
                .data(rest)
                .build(),
        ),
        wav(
            unclear,
            1600,
            with(Fmt::alaw().rate_hz(8001).byte_rate(8000)),
        ),
        wav(
            unclear,
            1600,
            with(Fmt::alaw().rate_hz(16_000).byte_rate(8000)),
        ),
        wav(
            unclear,
            266,
            with(pcm.clone().channels(3).block_align(2).byte_rate(16_000)),
        ),
        wav(
            unclear,
            533,
            with(Fmt::pcm(24).block_align(2).byte_rate(16_000)),
        ),
        wav(unclear, 12, {
            let fmt = pcm.clone().channels(63).block_align(2).byte_rate(16_000);
            w64(&fmt, &s)
        }),
        wav(harmless, 1600, with(Fmt::alaw().byte_rate(1234))),
        wav(harmless, 1600, with(Fmt::alaw().byte_rate(16_000))),
        wav(
            harmless,
            800,
            with(pcm.clone().block_align(48).byte_rate(16_000)),
        ),
        wav(
            "`fmt `: byte rate or block align of 0",
            1600,
            with(Fmt::alaw().byte_rate(0).block_align(0)),
        ),
    ]
}

/// A Wave64 of one `fmt ` and one `data`.
fn w64(fmt: &Fmt, octets: &[u8]) -> Vec<u8> {
    const TAIL: &[u8; 12] = b"\xF3\xAC\xD3\x11\x8C\xD1\x00\xC0\x4F\x8E\xDB\x8A";
    let chunk = |id: &[u8; 4], octets: &[u8]| {
        let size = octets.len() as u64 + 24;
        let mut out = [&id[..], TAIL, &size.to_le_bytes(), octets].concat();
        out.resize(out.len().next_multiple_of(8), 0);
        out
    };
    let body = [
        chunk(b"fmt ", &fmt.octets(Order::Little)),
        chunk(b"data", octets),
    ]
    .concat();
    let mut out = b"riff\x2E\x91\xCF\x11\xA5\xD6\x28\xDB\x04\xC1\x00\x00".to_vec();
    out.extend((body.len() as u64 + 40).to_le_bytes());
    out.extend(b"wave");
    out.extend(TAIL);
    out.extend(body);
    out
}

fn samples() -> Vec<Case> {
    let any = |claim, n, file: Vec<u8>| Case::new("any", claim, n, file);
    let mut floats = sine(8000, 440.0, 0.5, 800);
    let fine = wav_float(8000, &floats);
    let loud: Vec<f32> = floats.iter().map(|sample| sample * 60_000.0).collect();
    floats[300] = 1e10;
    let wrong = wav_float(8000, &floats);
    floats[300] = f32::NAN;
    vec![
        any(
            "a few float samples more than 24 dB above all others, which are within full scale",
            800,
            wrong,
        ),
        any("floats of another scale", 800, wav_float(8000, &loud)),
        any("floats of another scale", 800, fine),
        any("samples that are no numbers", 800, wav_float(8000, &floats)),
    ]
}
