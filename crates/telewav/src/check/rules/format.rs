//! TW30x: how the samples are coded, by the fields of the `fmt ` chunk.

use super::{Broken, Rule};
use crate::check::Subject;
use crate::code::Code;
use crate::finding::Severity::Error;
use crate::finding::{Cure, Found, Wanted};
use crate::profile::Entry as _;
use crate::riff::read::Fmt;
use crate::riff::{WAVE_FORMAT_EXTENSIBLE, WAVE_FORMAT_PCM};

pub(super) static FORMAT_RULES: &[&Rule] = &[
    &SAMPLE_RATE,
    &ENCODING,
    &CHANNELS,
    &BITS_PER_SAMPLE,
    &BYTE_RATE,
    &BLOCK_ALIGN,
    &EXTENSIBLE,
];

/// TW301.
pub static SAMPLE_RATE: Rule = Rule {
    code: Code::tw(301),
    name: "sample-rate",
    severity: Error,
    what: "The sample rate is the platform's.",
    why: "Telephone networks carry 8000 Hz (a few platforms 16000); at another rate the prompt \
          is refused, or played too fast or too slow.",
    example: "44100 Hz where 8000 Hz are needed",
    cure: "Convert the original recording.",
    limits: Some(|p| vec![p.format.rate_hz.source(), p.format.also_rates_hz.source()]),
    check: Some(sample_rate),
};

fn sample_rate(subject: &Subject<'_>) -> Vec<Broken> {
    let format = &subject.profile.format;
    field(subject, |fmt| {
        let is_taken = format.rates_hz().any(|rate_hz| rate_hz == fmt.rate_hz);
        (!is_taken).then(|| {
            let found = Found::Rate {
                rate_hz: fmt.rate_hz,
            };
            let rates_hz = format.rates_hz().collect();
            Broken::new(found, Wanted::Rates { rates_hz }, Cure::Convert)
        })
    })
}

/// TW302.
pub static ENCODING: Rule = Rule {
    code: Code::tw(302),
    name: "encoding",
    severity: Error,
    what: "The samples are coded as the platform asks.",
    why: "8-bit linear PCM and µ-law have the size and bit rate of A-law and pass a careless look; \
          played as A-law they are noise.",
    example: "µ-law (format tag 0x0007) where A-law (0x0006) is needed",
    cure: "Convert the original recording.",
    limits: Some(|p| vec![p.format.encoding.source(), p.format.also_encodings.source()]),
    check: Some(encoding),
};

fn encoding(subject: &Subject<'_>) -> Vec<Broken> {
    let format = &subject.profile.format;
    field(subject, |fmt| {
        if format.encoding_of(fmt).is_some() {
            return None;
        }
        let tag = fmt.codec_tag();
        let found = Found::Coding {
            bits: (tag == WAVE_FORMAT_PCM).then_some(fmt.bits),
            codec: fmt.codec_name(),
            tag,
        };
        let codings = format.encodings().collect();
        Some(Broken::new(
            found,
            Wanted::Codings { codings },
            Cure::Convert,
        ))
    })
}

/// TW303.
pub static CHANNELS: Rule = Rule {
    code: Code::tw(303),
    name: "channels",
    severity: Error,
    what: "There is one channel.",
    why: "A telephone has one; a stereo prompt is refused or played at half speed.",
    example: "2 channels where 1 is needed",
    cure: "Convert the original recording.",
    limits: Some(|p| vec![p.format.channels.source()]),
    check: Some(channels),
};

fn channels(subject: &Subject<'_>) -> Vec<Broken> {
    let wanted = subject.profile.format.channels.value;
    field(subject, |fmt| {
        let n_channels = fmt.n_channels;
        (n_channels != wanted).then(|| {
            let wanted = Wanted::Channels { n_channels: wanted };
            Broken::new(Found::Channels { n_channels }, wanted, Cure::Convert)
        })
    })
}

/// TW304.
pub static BITS_PER_SAMPLE: Rule = Rule {
    code: Code::tw(304),
    name: "bits-per-sample",
    severity: Error,
    what: "The header's bits per sample are those of the coding.",
    why: "Players trust this field; A-law and µ-law are 8 bits, whatever they decode to.",
    example: "16 bits in an A-law header",
    cure: "Have the header written again.",
    limits: None,
    check: Some(bits),
};

fn bits(subject: &Subject<'_>) -> Vec<Broken> {
    matching(subject, |fmt, octets| {
        let wanted = octets * 8;
        (u32::from(fmt.bits) != wanted).then(|| {
            let found = Found::Bits { bits: fmt.bits };
            Broken::new(found, Wanted::Bits { bits: wanted }, Cure::Rewrap)
        })
    })
}

/// TW305.
pub static BYTE_RATE: Rule = Rule {
    code: Code::tw(305),
    name: "byte-rate",
    severity: Error,
    what: "The header's byte rate is rate times channels times octets of a sample.",
    why: "It is what a file manager shows as the bit rate, and so what a reviewer looks at: \
          8000 bytes a second are the 64 kbit/s of the requirement.",
    example: "16000 where 8000 is right",
    cure: "Have the header written again.",
    limits: None,
    check: Some(byte_rate),
};

fn byte_rate(subject: &Subject<'_>) -> Vec<Broken> {
    matching(subject, |fmt, octets| {
        let wanted = u64::from(fmt.rate_hz) * u64::from(octets) * u64::from(fmt.n_channels);
        (u64::from(fmt.byte_rate) != wanted).then(|| {
            let found = Found::ByteRate {
                bytes_per_s: fmt.byte_rate,
            };
            let wanted = Wanted::ByteRate {
                bytes_per_s: wanted,
            };
            Broken::new(found, wanted, Cure::Rewrap)
        })
    })
}

/// TW306.
pub static BLOCK_ALIGN: Rule = Rule {
    code: Code::tw(306),
    name: "block-align",
    severity: Error,
    what: "The header's block align is channels times octets of a sample.",
    why: "Players step through the file by it.",
    example: "2 where 1 is right",
    cure: "Have the header written again.",
    limits: None,
    check: Some(block_align),
};

fn block_align(subject: &Subject<'_>) -> Vec<Broken> {
    matching(subject, |fmt, octets| {
        let wanted = octets * u32::from(fmt.n_channels);
        (u32::from(fmt.block_align) != wanted).then(|| {
            let found = Found::BlockAlign {
                octets: fmt.block_align,
            };
            Broken::new(found, Wanted::BlockAlign { octets: wanted }, Cure::Rewrap)
        })
    })
}

/// TW307.
pub static EXTENSIBLE: Rule = Rule {
    code: Code::tw(307),
    name: "extensible",
    severity: Error,
    what: "The format tag names the coding itself and not WAVE_FORMAT_EXTENSIBLE.",
    why: "Few telephone platforms read the extended header; most look at the tag alone.",
    example: "format tag 0xFFFE with A-law in its sub-format",
    cure: "Have the header written again.",
    limits: None,
    check: Some(extensible),
};

fn extensible(subject: &Subject<'_>) -> Vec<Broken> {
    let format = &subject.profile.format;
    field(subject, |fmt| {
        let tag = format
            .encoding_of(fmt)
            .unwrap_or(format.encoding.value)
            .tag();
        (fmt.tag == WAVE_FORMAT_EXTENSIBLE)
            .then(|| Broken::new(Found::Extensible, Wanted::FormatTag { tag }, Cure::Rewrap))
    })
}

/// Looks at the `fmt ` chunk of a readable header.
fn field(subject: &Subject<'_>, look: impl FnOnce(&Fmt) -> Option<Broken>) -> Vec<Broken> {
    subject
        .facts()
        .and_then(|facts| Some(look(&facts.fmt)?.at(facts.fmt.offset)))
        .into_iter()
        .collect()
}

/// The same, for fields that follow from the octets of a sample: of no interest while the coding itself is wrong.
fn matching(subject: &Subject<'_>, look: impl FnOnce(&Fmt, u32) -> Option<Broken>) -> Vec<Broken> {
    field(subject, |fmt| {
        let encoding = subject.profile.format.encoding_of(fmt)?;
        look(fmt, encoding.sample_octets())
    })
}
