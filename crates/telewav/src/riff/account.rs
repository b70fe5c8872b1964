//! What a header claims, held against what is there: damage, a note, or nothing. `docs/inputs.md` has the table.

use super::facts::{Extent, Fmt, WavFacts};
use super::{
    WAVE_FORMAT_ADPCM, WAVE_FORMAT_ALAW, WAVE_FORMAT_G723_ADPCM, WAVE_FORMAT_G726,
    WAVE_FORMAT_G726_ADPCM, WAVE_FORMAT_GSM610, WAVE_FORMAT_IMA_ADPCM, WAVE_FORMAT_MULAW,
};
use crate::chunks::account::{self, Count, Entry, Weight};
use crate::error::damage::DamageKind;
use crate::error::remark::{self, Counter};

/// Rates that recorders and editors use, Hz.
const CUSTOMARY_HZ: [u32; 28] = [
    5512, 6000, 7333, 8000, 8012, 9600, 11_025, 11_127, 12_000, 16_000, 18_900, 22_050, 22_254,
    24_000, 32_000, 37_800, 44_056, 44_100, 47_952, 48_000, 48_048, 64_000, 88_200, 96_000,
    176_400, 192_000, 352_800, 384_000,
];
/// How far a rate that follows from other fields may be from it.
const ROUNDED: f64 = 0.01;

/// What is to be said of a file, in file order: first what concerns the whole of it, last what concerns its length.
///
/// `n_frames` are there, of which a block holds `of_a_block`; `None` where that is not known before decoding.
pub(crate) fn account(facts: &WavFacts, n_frames: Option<u64>, of_a_block: u64) -> Vec<Entry> {
    let claimed_end = facts.claimed_end().unwrap_or(facts.file_len);
    let sound_len = facts.data_len();
    let oddities = facts
        .oddities
        .iter()
        .filter_map(|oddity| account::of_oddity(oddity, sound_len, claimed_end));
    let mut entries: Vec<Entry> = contradiction(&facts.fmt, of_a_block)
        .into_iter()
        .chain(oddities)
        .chain(lengths(facts))
        .chain(n_frames.and_then(|n_frames| fact(facts, n_frames, of_a_block)))
        .collect();
    entries.sort_by_key(|entry| entry.offset);
    entries
}

/// The lengths of the `data` chunks and of the file.
fn lengths(facts: &WavFacts) -> Vec<Entry> {
    let mut entries = Vec::new();
    if facts.data.len() > 1 {
        let detail = remark::Chunks::DataChunks {
            n: facts.data.len(),
        };
        entries.push(Entry::last(Weight::Note, detail));
    }
    let claimed_end = facts.claimed_end();
    for data in &facts.data {
        let missing = facts.missing_in(data);
        entries.push(match data.extent {
            Extent::Exact => continue,
            Extent::Open => Entry::open(),
            Extent::Short if missing > 0 => Entry::cut(missing, facts.fmt.byte_rate),
            Extent::Short => {
                let detail = remark::Chunks::HeaderPromises {
                    declared_octets: data.declared_len,
                    octets: data.len,
                };
                Entry::last(Weight::MaybeSound, detail)
            }
        });
    }
    let is_short = facts.data.iter().any(|data| data.extent == Extent::Short);
    // Some writers count their header twice.
    let header = facts.data.first().map_or(0, |data| data.offset) + 8;
    if let Some(end) = claimed_end.filter(|_| !is_short)
        && end > facts.file_len.saturating_add(header)
    {
        let detail = remark::Chunks::RiffPromises {
            bytes: end - facts.file_len,
        };
        entries.push(Entry::last(Weight::MaybeSound, detail));
    }
    entries
}

/// The number of frames by the `fact` chunk.
fn fact(facts: &WavFacts, n_frames: u64, of_a_block: u64) -> Option<Entry> {
    let count = Count {
        by: Counter::FactChunk,
        promised: facts.promised_frames()?,
        n_frames,
        of_a_block,
        n_channels: facts.fmt.n_channels.into(),
        rate_hz: facts.fmt.rate_hz,
    };
    // Some count two samples for each octet, and so the heads of blocks as well.
    let in_octets = count.promised.saturating_mul(count.n_channels) / 2;
    let is_of_octets = is_adpcm(facts.fmt.codec_tag()) && in_octets == facts.data_len();
    match is_of_octets && count.promised > n_frames {
        true => Some(count.all_used()),
        false => count.entry(),
    }
}

fn is_adpcm(tag: u16) -> bool {
    matches!(tag, WAVE_FORMAT_IMA_ADPCM | WAVE_FORMAT_ADPCM)
}

/// Fields of the `fmt ` chunk that contradict each other.
fn contradiction(fmt: &Fmt, of_a_block: u64) -> Option<Entry> {
    let detail = match fmt.codec_tag() {
        WAVE_FORMAT_IMA_ADPCM | WAVE_FORMAT_ADPCM if !matches!(fmt.bits, 0 | 4) => {
            remark::Chunks::AdpcmBits {
                codec: fmt.codec_name(),
                bits: fmt.bits,
            }
        }
        WAVE_FORMAT_IMA_ADPCM | WAVE_FORMAT_ADPCM | WAVE_FORMAT_GSM610 => {
            let octets = f64::from(fmt.block_align.max(1));
            // Blocks carry their own length: writers round the byte rate, or leave it as it was asked for.
            harmless(rate(
                fmt,
                f64::from(fmt.byte_rate) / octets * of_a_block as f64,
            )?)
        }
        tag => match fmt.code_bits() {
            // The size of its codes may be what is wrong.
            Some(bits) if is_g726(tag) => rate(fmt, in_codes(fmt, bits))?,
            // Some writers leave the byte rate of something else.
            Some(bits) => harmless(rate(fmt, in_codes(fmt, bits))?),
            None => samples(fmt)?,
        },
    };
    // Whether it cannot be told which field is right.
    let is_unclear = match detail {
        remark::Chunks::FmtFields { is_unclear, .. }
        | remark::Chunks::ByteRate { is_unclear, .. } => is_unclear,
        _ => true,
    };
    Some(Entry {
        offset: fmt.offset,
        weight: match is_unclear {
            true => Weight::Damage(DamageKind::Contradiction),
            false => Weight::Note,
        },
        detail: detail.into(),
    })
}

fn is_g726(tag: u16) -> bool {
    matches!(
        tag,
        WAVE_FORMAT_G723_ADPCM | WAVE_FORMAT_G726 | WAVE_FORMAT_G726_ADPCM
    )
}

/// The rate that follows from the byte rate, of codes of so many bits.
fn in_codes(fmt: &Fmt, bits: u32) -> f64 {
    let codes = 8.0 * f64::from(fmt.byte_rate) / f64::from(bits);
    codes / f64::from(fmt.n_channels.max(1))
}

/// A byte rate that nothing hangs on.
fn harmless(mut detail: remark::Chunks) -> remark::Chunks {
    if let remark::Chunks::ByteRate { is_unclear, .. } = &mut detail {
        *is_unclear = false;
    }
    detail
}

/// What is wrong with codings whose frames are of one size.
fn samples(fmt: &Fmt) -> Option<remark::Chunks> {
    let frame = fmt.frame_octets()?;
    let (align, byte_rate) = (u64::from(fmt.block_align), u64::from(fmt.byte_rate));
    let wanted = u64::from(fmt.rate_hz) * frame;
    let is_align = align == frame || align == 0;
    let is_byte_rate = byte_rate == wanted || byte_rate == 0;
    if is_align && is_byte_rate {
        return None;
    }
    let found = |is_unclear| remark::Chunks::FmtFields {
        n_channels: fmt.n_channels,
        sample_octets: frame / u64::from(fmt.n_channels.max(1)),
        block_align: fmt.block_align,
        rate_hz: fmt.rate_hz,
        byte_rate: fmt.byte_rate,
        is_unclear,
    };
    // Some writers describe what G.711 decodes to.
    let is_law = matches!(fmt.codec_tag(), WAVE_FORMAT_ALAW | WAVE_FORMAT_MULAW);
    let is_decoded =
        is_law && (is_align || align == 2 * frame) && (is_byte_rate || byte_rate == 2 * wanted);
    if is_decoded || (is_byte_rate && byte_rate > 0) {
        return Some(found(false));
    }
    if !is_align {
        return Some(found(true));
    }
    rate(fmt, byte_rate as f64 / frame as f64)
}

/// A rate that follows from the byte rate, `implied`, and is not the one that is told.
fn rate(fmt: &Fmt, implied: f64) -> Option<remark::Chunks> {
    let rate_hz = f64::from(fmt.rate_hz);
    let is_near = |a: f64, b: f64| (a - b).abs() <= b * ROUNDED;
    if fmt.byte_rate == 0 || implied == rate_hz || (fmt.bits < 8 && is_near(implied, rate_hz)) {
        return None;
    }
    let is_customary = |rate: f64| CUSTOMARY_HZ.iter().any(|hz| is_near(rate, f64::from(*hz)));
    Some(remark::Chunks::ByteRate {
        rate_hz: fmt.rate_hz,
        byte_rate: fmt.byte_rate,
        implied_hz: implied,
        is_unclear: !CUSTOMARY_HZ.contains(&fmt.rate_hz) || is_customary(implied),
    })
}
