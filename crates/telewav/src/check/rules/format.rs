//! TW30x: how the samples are coded, by the fields of the `fmt ` chunk.

use super::{CONVERT, Found, REWRAP, Rule};
use crate::check::Subject;
use crate::profile::Encoding;
use crate::report::Severity::Error;
use crate::riff::read::Fmt;
use crate::riff::{WAVE_FORMAT_EXTENSIBLE, WAVE_FORMAT_PCM};

pub(super) static RULES: [Rule; 7] = [
    Rule {
        code: "TW301",
        name: "sample-rate",
        severity: Error,
        what: "The sample rate is the platform's.",
        why: "Telephone networks carry 8000 Hz (a few platforms 16000); at another rate the prompt \
              is refused, or played too fast or too slow.",
        example: "44100 Hz where 8000 Hz are needed",
        cure: "Convert the original recording.",
        check: Some(sample_rate),
    },
    Rule {
        code: "TW302",
        name: "encoding",
        severity: Error,
        what: "The samples are coded as the platform asks.",
        why: "8-bit linear PCM and µ-law have the size and bit rate of A-law and pass a careless look; \
              played as A-law they are noise.",
        example: "µ-law (format tag 0x0007) where A-law (0x0006) is needed",
        cure: "Convert the original recording.",
        check: Some(encoding),
    },
    Rule {
        code: "TW303",
        name: "channels",
        severity: Error,
        what: "There is one channel.",
        why: "A telephone has one; a stereo prompt is refused or played at half speed.",
        example: "2 channels where 1 is needed",
        cure: "Convert the original recording.",
        check: Some(channels),
    },
    Rule {
        code: "TW304",
        name: "bits-per-sample",
        severity: Error,
        what: "The header's bits per sample are those of the coding.",
        why: "Players trust this field; A-law and µ-law are 8 bits, whatever they decode to.",
        example: "16 bits in an A-law header",
        cure: "Have the header written again.",
        check: Some(bits),
    },
    Rule {
        code: "TW305",
        name: "byte-rate",
        severity: Error,
        what: "The header's byte rate is rate times channels times octets of a sample.",
        why: "It is what a file manager shows as the bit rate, and so what a reviewer looks at: \
              8000 bytes a second are the 64 kbit/s of the requirement.",
        example: "16000 where 8000 is right",
        cure: "Have the header written again.",
        check: Some(byte_rate),
    },
    Rule {
        code: "TW306",
        name: "block-align",
        severity: Error,
        what: "The header's block align is channels times octets of a sample.",
        why: "Players step through the file by it.",
        example: "2 where 1 is right",
        cure: "Have the header written again.",
        check: Some(block_align),
    },
    Rule {
        code: "TW307",
        name: "extensible",
        severity: Error,
        what: "The format tag names the coding itself and not WAVE_FORMAT_EXTENSIBLE.",
        why: "Few telephone platforms read the extended header; most look at the tag alone.",
        example: "format tag 0xFFFE with A-law in its sub-format",
        cure: "Have the header written again.",
        check: Some(extensible),
    },
];

fn sample_rate(subject: &Subject<'_>) -> Vec<Found> {
    let wanted = subject.profile.format.rate_hz.value;
    field(subject, |fmt| {
        (fmt.rate_hz != wanted).then(|| {
            Found::new(
                format!("{} Hz", fmt.rate_hz),
                format!("{wanted} Hz"),
                CONVERT,
            )
        })
    })
}

fn encoding(subject: &Subject<'_>) -> Vec<Found> {
    let wanted = subject.profile.format.encoding.value;
    let wanted_tag = wanted.tag();
    field(subject, |fmt| {
        let actual = fmt.codec_tag();
        let is_16_bit = wanted != Encoding::Linear16 || fmt.bits == 16;
        if actual == wanted_tag && is_16_bit {
            return None;
        }
        let bits = match actual {
            WAVE_FORMAT_PCM => format!("{}-bit ", fmt.bits),
            _ => String::new(),
        };
        Some(Found::new(
            format!("{bits}{} (format tag 0x{actual:04X})", fmt.codec_name()),
            format!("{} (format tag 0x{wanted_tag:04X})", wanted.name()),
            CONVERT,
        ))
    })
}

fn channels(subject: &Subject<'_>) -> Vec<Found> {
    let wanted = subject.profile.format.channels.value;
    field(subject, |fmt| {
        (fmt.n_channels != wanted).then(|| {
            Found::new(
                format!("{} channels", fmt.n_channels),
                wanted.to_string(),
                CONVERT,
            )
        })
    })
}

fn bits(subject: &Subject<'_>) -> Vec<Found> {
    let wanted = sample_octets(subject) * 8;
    matching(subject, |fmt| {
        (u32::from(fmt.bits) != wanted).then(|| {
            Found::new(
                format!("{} bits", fmt.bits),
                format!("{wanted} bits"),
                REWRAP,
            )
        })
    })
}

fn byte_rate(subject: &Subject<'_>) -> Vec<Found> {
    let octets = sample_octets(subject);
    matching(subject, |fmt| {
        let wanted = u64::from(fmt.rate_hz) * u64::from(octets) * u64::from(fmt.n_channels);
        (u64::from(fmt.byte_rate) != wanted).then(|| {
            Found::new(
                format!("{} bytes a second", fmt.byte_rate),
                format!("{wanted}"),
                REWRAP,
            )
        })
    })
}

fn block_align(subject: &Subject<'_>) -> Vec<Found> {
    let octets = sample_octets(subject);
    matching(subject, |fmt| {
        let wanted = octets * u32::from(fmt.n_channels);
        (u32::from(fmt.block_align) != wanted)
            .then(|| Found::new(fmt.block_align.to_string(), wanted.to_string(), REWRAP))
    })
}

fn extensible(subject: &Subject<'_>) -> Vec<Found> {
    let wanted = subject.profile.format.encoding.value.tag();
    field(subject, |fmt| {
        (fmt.tag == WAVE_FORMAT_EXTENSIBLE).then(|| {
            Found::new(
                "WAVE_FORMAT_EXTENSIBLE (0xFFFE)",
                format!("format tag 0x{wanted:04X}"),
                REWRAP,
            )
        })
    })
}

fn sample_octets(subject: &Subject<'_>) -> u32 {
    subject.profile.format.encoding.value.sample_octets()
}

/// Looks at the `fmt ` chunk of a readable header.
fn field(subject: &Subject<'_>, look: impl FnOnce(&Fmt) -> Option<Found>) -> Vec<Found> {
    subject
        .facts()
        .and_then(|facts| Some(look(&facts.fmt)?.at(facts.fmt.offset)))
        .into_iter()
        .collect()
}

/// The same, for fields that follow from the coding: of no interest while that itself is wrong.
fn matching(subject: &Subject<'_>, look: impl FnOnce(&Fmt) -> Option<Found>) -> Vec<Found> {
    if encoding(subject).is_empty() {
        field(subject, look)
    } else {
        Vec::new()
    }
}
