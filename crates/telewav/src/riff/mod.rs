//! RIFF/WAVE: chunks to [`WavFacts`](facts::WavFacts) and back.
//!
//! [`read`] takes every header that recorders, editors and PBXs write and says exactly what stands in
//! it; what a platform thinks of that is the business of [`check`](mod@crate::check). [`mod@write`] writes
//! one thing: the header the platforms take.

pub mod facts;
pub mod read;
pub mod write;

/// Windows' `WAVE_FORMAT_PCM`: integer linear PCM.
pub const WAVE_FORMAT_PCM: u16 = 0x0001;
/// Windows' `WAVE_FORMAT_IEEE_FLOAT`.
pub const WAVE_FORMAT_IEEE_FLOAT: u16 = 0x0003;
/// Windows' `WAVE_FORMAT_ALAW`: G.711 A-law.
pub const WAVE_FORMAT_ALAW: u16 = 0x0006;
/// Windows' `WAVE_FORMAT_MULAW`: G.711 µ-law.
pub const WAVE_FORMAT_MULAW: u16 = 0x0007;
/// Windows' `WAVE_FORMAT_EXTENSIBLE`: the real tag is in the sub-format GUID.
pub const WAVE_FORMAT_EXTENSIBLE: u16 = 0xFFFE;

/// What a format tag stands for, in words; `None` for a tag telewav has no word for.
///
/// Source: RFC 2361 (1998), appendix A.
pub fn format_tag_name(tag: u16) -> Option<&'static str> {
    Some(match tag {
        WAVE_FORMAT_PCM => "linear PCM",
        0x0002 => "Microsoft ADPCM",
        WAVE_FORMAT_IEEE_FLOAT => "floating-point PCM",
        WAVE_FORMAT_ALAW => "A-law",
        WAVE_FORMAT_MULAW => "µ-law",
        0x0010 => "OKI ADPCM",
        0x0011 => "IMA ADPCM",
        0x0014 => "G.723 ADPCM",
        0x0031 => "GSM 6.10",
        0x0040 => "G.721 ADPCM",
        0x0042 => "G.723.1",
        0x0045 => "G.726 ADPCM",
        0x0050 => "MPEG audio (layer I or II)",
        0x0055 => "MP3",
        0x0064 => "G.726 ADPCM",
        0x0065 => "G.722 ADPCM",
        0x00FF => "AAC",
        0x0160..=0x0163 => "Windows Media Audio",
        0x2000 => "AC-3",
        WAVE_FORMAT_EXTENSIBLE => "WAVE_FORMAT_EXTENSIBLE",
        _ => return None,
    })
}
