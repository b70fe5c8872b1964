//! TW31x and TW32x: what stands around the samples.

use super::{Broken, Rule};
use crate::check::Subject;
use crate::chunks::OddityKind;
use crate::code::Code;
use crate::finding::Severity::{Error, Warning};
use crate::finding::{Cure, Found, Wanted};
use crate::kind::Kind;
use crate::profile::Container;
use crate::riff::WAVE_FORMAT_PCM;
use crate::riff::facts::{Chunk, Extent, Form, Pad, WavFacts};
use crate::riff::write::Header;

/// The chunks that a prompt consists of.
const PROMPT_CHUNKS: [&[u8; 4]; 3] = [b"fmt ", b"fact", b"data"];

pub(super) static HEADER_RULES: &[&Rule] = &[
    &CONTAINER,
    &HEADER_READABLE,
    &RIFF_FORM,
    &FMT_SIZE,
    &RIFF_SIZE,
    &DATA_SIZE,
    &FACT_MISSING,
    &FACT_WRONG,
    &EXTRA_CHUNK,
    &ODD_CHUNK,
    &PAD_MISSING,
    &TRAILING_BYTES,
    &CHUNK_ORDER,
    &REPEATED_CHUNK,
    &WHOLE_FRAMES,
];

/// TW310.
pub static CONTAINER: Rule = Rule {
    code: Code::tw(310),
    name: "container",
    severity: Error,
    what: "The file really is what its extension says, and nothing stands before it.",
    why: "Editors and renaming by hand put MP3, AIFF or AAC under the name .wav; the platform \
          looks inside.",
    example: "this is an MP3, where RIFF/WAVE is needed",
    cure: "Convert the file; renaming does not help.",
    limits: None,
    check: Some(container),
};

fn container(subject: &Subject<'_>) -> Vec<Broken> {
    let kind = subject.sniffed.kind;
    if kind == Kind::Empty {
        return Vec::new();
    }
    match subject.profile.format.container.value {
        Container::Wav if kind != Kind::Wav => {
            let cure = if kind.is_audio() {
                Cure::Convert
            } else {
                Cure::Replace
            };
            vec![Broken::new(Found::IsA { kind }, Wanted::Wave, cure)]
        }
        Container::Wav if subject.sniffed.start > 0 => {
            let found = Found::Id3Tag {
                bytes: subject.sniffed.start,
            };
            vec![Broken::new(found, Wanted::HeaderFirst, Cure::Rewrap)]
        }
        Container::Wav => Vec::new(),
        // Any octets are A-law; but these are something else.
        Container::Raw if kind.is_audio() && !matches!(kind, Kind::Mpeg(_) | Kind::Adts) => {
            let found = Found::IsA { kind };
            vec![Broken::new(found, Wanted::NoHeader, Cure::Convert)]
        }
        Container::Raw => Vec::new(),
    }
}

/// TW311.
pub static HEADER_READABLE: Rule = Rule {
    code: Code::tw(311),
    name: "header-readable",
    severity: Error,
    what: "The header can be read: there is one fmt chunk, one data chunk, and they make sense.",
    why: "If telewav cannot tell what the samples are, no platform can.",
    example: "a file that was cut inside its header",
    cure: "Get a new copy of the file.",
    limits: None,
    check: Some(header_readable),
};

fn header_readable(subject: &Subject<'_>) -> Vec<Broken> {
    match &subject.wav {
        Some(Err(error)) => {
            let found = Found::Failed {
                error: Box::new(error.clone()),
            };
            vec![Broken::new(found, Wanted::ReadableHeader, error.cure())]
        }
        _ => Vec::new(),
    }
}

/// TW312.
pub static RIFF_FORM: Rule = Rule {
    code: Code::tw(312),
    name: "riff-form",
    severity: Error,
    what: "The file is plain RIFF, little-endian and with 32-bit sizes.",
    why: "RIFX and RF64 are for other purposes, and telephone platforms do not read them.",
    example: "RIFX, the big-endian form",
    cure: "Have the header written again.",
    limits: None,
    check: Some(riff_form),
};

fn riff_form(subject: &Subject<'_>) -> Vec<Broken> {
    look(subject, |facts| {
        let found = match facts.form {
            Form::Riff => return None,
            Form::Rifx => Found::Rifx,
            Form::Rf64 => Found::Rf64,
            Form::W64 => Found::Wave64,
        };
        Some(Broken::new(found, Wanted::Riff, Cure::Rewrap).at(facts.prefix_len))
    })
}

/// TW313.
pub static FMT_SIZE: Rule = Rule {
    code: Code::tw(313),
    name: "fmt-size",
    severity: Warning,
    what: "The fmt chunk is of 16 or 18 octets, without an extension.",
    why: "Strict readers know these two only.",
    example: "a fmt chunk of 20 octets, with cbSize 2",
    cure: "Have the header written again.",
    limits: None,
    check: Some(fmt_size),
};

fn fmt_size(subject: &Subject<'_>) -> Vec<Broken> {
    look(subject, |facts| {
        let fmt = &facts.fmt;
        let found = match (fmt.len, fmt.cb_size) {
            (16, _) | (18, Some(0)) => return None,
            // TW307 says it better.
            _ if fmt.sub_tag.is_some() => return None,
            (octets, cb_size) => Found::FmtSize { octets, cb_size },
        };
        Some(Broken::new(found, Wanted::FmtSize, Cure::Rewrap).at(fmt.offset))
    })
}

/// TW314.
pub static RIFF_SIZE: Rule = Rule {
    code: Code::tw(314),
    name: "riff-size",
    severity: Error,
    what: "The RIFF length field is the length of the file less 8.",
    why: "Streaming writers and crashed recorders leave 0 or 0xFFFFFFFF there; readers refuse the \
          file, or show a wrong duration.",
    example: "0xFFFFFFFF in a file of 8058 bytes",
    cure: "Have the header written again.",
    limits: None,
    check: Some(riff_size),
};

fn riff_size(subject: &Subject<'_>) -> Vec<Broken> {
    look(subject, |facts| {
        let file_len = facts.file_len - facts.prefix_len;
        // What follows the declared end is TW321's; it is the file that is wrong then.
        let wanted = file_len - 8 - facts.trailing_len;
        (facts.riff_size != wanted).then(|| {
            let found = Found::RiffSize {
                bytes: facts.riff_size,
            };
            let wanted = Wanted::RiffSize { bytes: wanted };
            Broken::new(found, wanted, Cure::Rewrap).at(facts.prefix_len + 4)
        })
    })
}

/// TW315.
pub static DATA_SIZE: Rule = Rule {
    code: Code::tw(315),
    name: "data-size",
    severity: Error,
    what: "The length field of the data chunk is the number of octets that are there.",
    why: "As for the RIFF size; if the file was cut, part of the prompt is missing as well.",
    example: "16000 octets declared, 8000 in the file",
    cure: "If the file was cut, get a whole copy; otherwise have the header written again.",
    limits: None,
    check: Some(data_size),
};

fn data_size(subject: &Subject<'_>) -> Vec<Broken> {
    let Some(facts) = subject.facts() else {
        return Vec::new();
    };
    let cure = match facts.missing_len() {
        0 => Cure::Rewrap,
        _ => Cure::WholeCopyOfCut,
    };
    facts
        .data
        .iter()
        .filter(|data| data.extent != Extent::Exact || data.len != data.declared_len)
        .map(|data| {
            let found = Found::DataSize {
                octets: data.declared_len,
            };
            let wanted = Wanted::DataSize { octets: data.len };
            Broken::new(found, wanted, cure.clone()).at(data.offset - 4)
        })
        .collect()
}

/// TW316.
pub static FACT_MISSING: Rule = Rule {
    code: Code::tw(316),
    name: "fact-missing",
    severity: Warning,
    what: "A coding other than linear PCM has a fact chunk.",
    why: "RIFF asks for one, and a few readers insist; most do without.",
    example: "an A-law file with fmt and data only",
    cure: "Have the header written again.",
    limits: None,
    check: Some(fact_missing),
};

fn fact_missing(subject: &Subject<'_>) -> Vec<Broken> {
    look(subject, |facts| {
        // A platform that asks for 44 bytes of header wants none.
        let is_wanted = subject.profile.header() == Header::WithFact
            && facts.fmt.codec_tag() != WAVE_FORMAT_PCM;
        (is_wanted && facts.fact.is_none())
            .then(|| Broken::new(Found::NoFact, Wanted::Fact, Cure::Rewrap))
    })
}

/// TW317.
pub static FACT_WRONG: Rule = Rule {
    code: Code::tw(317),
    name: "fact-wrong",
    severity: Error,
    what: "The fact chunk is of 4 octets and holds the number of frames.",
    why: "Readers that use it play that many frames and drop the rest.",
    example: "99 frames in the fact chunk of a file of 8000",
    cure: "Have the header written again.",
    limits: None,
    check: Some(fact_wrong),
};

fn fact_wrong(subject: &Subject<'_>) -> Vec<Broken> {
    look(subject, |facts| {
        let fact = facts.fact?;
        let n_frames = facts.n_frames()?;
        let found = match fact.n_frames.map(u64::from) {
            Some(n) if n != n_frames => Found::FactFrames { n_frames: n },
            Some(_) if fact.len == 4 => return None,
            _ => Found::FactSize { octets: fact.len },
        };
        let wanted = Wanted::FactFrames { n_frames };
        Some(Broken::new(found, wanted, Cure::Rewrap).at(fact.offset))
    })
}

/// TW318.
pub static EXTRA_CHUNK: Rule = Rule {
    code: Code::tw(318),
    name: "extra-chunk",
    severity: Warning,
    what: "There is no chunk but fmt, fact and data.",
    why: "Players that count on a fixed header play metadata as a click; strict ones refuse the \
          file. ffmpeg adds a LIST chunk unless it is told not to.",
    example: "LIST INFO ISFT \"Lavf59.27.100\", written by ffmpeg",
    cure: "Have the header written again.",
    limits: None,
    check: Some(extra_chunk),
};

fn extra_chunk(subject: &Subject<'_>) -> Vec<Broken> {
    each_chunk(subject, |chunk| {
        if PROMPT_CHUNKS.contains(&&chunk.id) {
            return None;
        }
        let found = Found::ExtraChunk {
            chunk: chunk.name(),
            octets: chunk.len,
            note: chunk.note.clone(),
        };
        Some(Broken::new(found, Wanted::PromptChunks, Cure::Rewrap))
    })
}

/// TW319.
pub static ODD_CHUNK: Rule = Rule {
    code: Code::tw(319),
    name: "odd-chunk",
    severity: Warning,
    what: "Every chunk has an even number of octets.",
    why: "RIFF asks for a pad byte behind an odd chunk; Asterisk and pjsip do not skip it, other \
          devices refuse the file. telewav adds a sample of silence instead.",
    example: "a data chunk of 801 octets",
    cure: "Have the header written again.",
    limits: None,
    check: Some(odd_chunk),
};

fn odd_chunk(subject: &Subject<'_>) -> Vec<Broken> {
    each_chunk(subject, |chunk| {
        (chunk.pad == Pad::Present).then(|| {
            let found = Found::OddChunk {
                chunk: chunk.name(),
                octets: chunk.len,
            };
            Broken::new(found, Wanted::EvenOctets, Cure::Rewrap)
        })
    })
}

/// TW320.
pub static PAD_MISSING: Rule = Rule {
    code: Code::tw(320),
    name: "pad-missing",
    severity: Error,
    what: "A chunk with an odd number of octets is followed by its pad byte.",
    why: "Readers that keep to RIFF lose step at the next chunk or at the end of the file.",
    example: "a LIST chunk of 25 octets directly followed by data",
    cure: "Have the header written again.",
    limits: None,
    check: Some(pad_missing),
};

fn pad_missing(subject: &Subject<'_>) -> Vec<Broken> {
    each_chunk(subject, |chunk| {
        (chunk.pad == Pad::Missing).then(|| {
            let found = Found::NoPad {
                chunk: chunk.name(),
                octets: chunk.len,
            };
            Broken::new(found, Wanted::EvenOctets, Cure::Rewrap)
        })
    })
}

/// TW321.
pub static TRAILING_BYTES: Rule = Rule {
    code: Code::tw(321),
    name: "trailing-bytes",
    severity: Error,
    what: "The file ends with its last chunk, and nothing but chunks stands before that: no octets between them, \
           no second header among the samples.",
    why: "Players that take the file's length for the sound's play what follows as noise, and a header among \
          the samples as a click; strict ones lose step between chunks.",
    example: "350 octets behind the data chunk",
    cure: "Have the header written again.",
    limits: None,
    check: Some(trailing_bytes),
};

fn trailing_bytes(subject: &Subject<'_>) -> Vec<Broken> {
    let Some(facts) = subject.facts() else {
        return Vec::new();
    };
    let end = facts.file_len - facts.trailing_len;
    let within = facts.oddities.iter().filter_map(|oddity| {
        let bytes = oddity.len;
        let found = match oddity.kind {
            OddityKind::NoChunk(_) if oddity.offset < end => Found::BetweenChunks { bytes },
            OddityKind::AmongSamples => Found::AmongSamples { bytes },
            _ => return None,
        };
        Some(Broken::new(found, Wanted::OnlyChunks, Cure::Rewrap).at(oddity.offset))
    });
    let behind = (facts.trailing_len > 0).then(|| {
        let bytes = facts.trailing_len;
        let found = Found::BehindLastChunk { bytes };
        Broken::new(found, Wanted::EndOfFile, Cure::Rewrap).at(end)
    });
    within.chain(behind).collect()
}

/// TW322.
pub static CHUNK_ORDER: Rule = Rule {
    code: Code::tw(322),
    name: "chunk-order",
    severity: Error,
    what: "The fmt chunk stands before the data chunk.",
    why: "RIFF/WAVE asks for it, and readers that stream need it.",
    example: "data first, fmt behind it",
    cure: "Have the header written again.",
    limits: None,
    check: Some(chunk_order),
};

fn chunk_order(subject: &Subject<'_>) -> Vec<Broken> {
    look(subject, |facts| {
        let data = facts.data.first()?;
        (data.offset < facts.fmt.offset)
            .then(|| Broken::new(Found::DataBeforeFmt, Wanted::FmtBeforeData, Cure::Rewrap))
            .map(|broken| broken.at(facts.fmt.offset))
    })
}

/// TW323.
pub static REPEATED_CHUNK: Rule = Rule {
    code: Code::tw(323),
    name: "repeated-chunk",
    severity: Error,
    what: "There is one fmt chunk and one data chunk.",
    why: "Most players play the first data chunk only.",
    example: "two data chunks of 4000 octets",
    cure: "Have the header written again; telewav joins the parts.",
    limits: None,
    check: Some(repeated_chunk),
};

fn repeated_chunk(subject: &Subject<'_>) -> Vec<Broken> {
    let Some(facts) = subject.facts() else {
        return Vec::new();
    };
    let repeated = |id: &[u8; 4]| {
        let n = facts.chunks.iter().filter(|chunk| &chunk.id == id).count();
        (n > 1).then(|| {
            let chunk = String::from_utf8_lossy(id).trim_end().to_owned();
            Broken::new(Found::Repeated { chunk, n }, Wanted::One, Cure::Rewrap)
        })
    };
    [b"fmt ", b"data", b"fact"]
        .into_iter()
        .filter_map(repeated)
        .collect()
}

/// TW324.
pub static WHOLE_FRAMES: Rule = Rule {
    code: Code::tw(324),
    name: "whole-frames",
    severity: Error,
    what: "The data chunk holds a whole number of frames.",
    why: "Half a sample at the end is played as a click, or shifts what follows.",
    example: "801 octets of 16-bit samples",
    cure: "Have the header written again.",
    limits: None,
    check: Some(whole_frames),
};

fn whole_frames(subject: &Subject<'_>) -> Vec<Broken> {
    let Some((facts, frame)) = subject
        .facts()
        .and_then(|facts| Some((facts, facts.frame_octets()?)))
    else {
        return Vec::new();
    };
    facts
        .data
        .iter()
        .filter(|data| data.len % frame > 0)
        .map(|data| {
            let found = Found::PartOfFrame {
                octets: data.len,
                too_many: data.len % frame,
            };
            let wanted = Wanted::MultipleOf { octets: frame };
            Broken::new(found, wanted, Cure::Rewrap).at(data.offset - 8)
        })
        .collect()
}

fn look(subject: &Subject<'_>, rule: impl FnOnce(&WavFacts) -> Option<Broken>) -> Vec<Broken> {
    subject.facts().and_then(rule).into_iter().collect()
}

fn each_chunk(subject: &Subject<'_>, rule: impl Fn(&Chunk) -> Option<Broken>) -> Vec<Broken> {
    let chunks = subject.facts().map_or(&[][..], |facts| &facts.chunks);
    chunks
        .iter()
        .filter_map(|chunk| Some(rule(chunk)?.at(chunk.offset)))
        .collect()
}
