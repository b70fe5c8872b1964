//! RIFF/WAVE: chunks to [`WavFacts`](facts::WavFacts) and back.
//!
//! [`read`] takes every header that recorders, editors and PBXs write and says exactly what stands in
//! it; what a platform thinks of that is the business of [`check`](mod@crate::check). [`mod@write`] writes
//! one thing: the header the platforms take.

pub(crate) mod account;
pub mod facts;
pub mod read;
pub(crate) mod w64;
pub mod write;

/// Windows' `WAVE_FORMAT_PCM`: integer linear PCM.
pub const WAVE_FORMAT_PCM: u16 = 0x0001;
/// Windows' `WAVE_FORMAT_ADPCM`: Microsoft's.
pub const WAVE_FORMAT_ADPCM: u16 = 0x0002;
/// Windows' `WAVE_FORMAT_IEEE_FLOAT`.
pub const WAVE_FORMAT_IEEE_FLOAT: u16 = 0x0003;
/// Windows' `WAVE_FORMAT_ALAW`: G.711 A-law.
pub const WAVE_FORMAT_ALAW: u16 = 0x0006;
/// Windows' `WAVE_FORMAT_MULAW`: G.711 µ-law.
pub const WAVE_FORMAT_MULAW: u16 = 0x0007;
/// OKI's ADPCM, which is Dialogic's.
pub(crate) const WAVE_FORMAT_OKI_ADPCM: u16 = 0x0010;
/// Windows' `WAVE_FORMAT_IMA_ADPCM`, also `WAVE_FORMAT_DVI_ADPCM`.
pub const WAVE_FORMAT_IMA_ADPCM: u16 = 0x0011;
/// Antex's G.723 of 1988, which is G.726.
pub(crate) const WAVE_FORMAT_G723_ADPCM: u16 = 0x0014;
/// Dialogic's ADPCM.
pub(crate) const WAVE_FORMAT_DIALOGIC_OKI_ADPCM: u16 = 0x0017;
/// Yamaha's ADPCM.
pub(crate) const WAVE_FORMAT_YAMAHA_ADPCM: u16 = 0x0020;
/// Windows' `WAVE_FORMAT_GSM610`: GSM full rate, two frames in 65 octets.
pub const WAVE_FORMAT_GSM610: u16 = 0x0031;
/// Antex's G.721, which is G.726 of 32 kbit/s.
pub(crate) const WAVE_FORMAT_G721_ADPCM: u16 = 0x0040;
/// G.726, as ffmpeg writes it.
pub(crate) const WAVE_FORMAT_G726: u16 = 0x0045;
/// Windows' `WAVE_FORMAT_MPEG`: layers I and II.
pub const WAVE_FORMAT_MPEG: u16 = 0x0050;
/// Windows' `WAVE_FORMAT_MPEGLAYER3`: MP3.
pub const WAVE_FORMAT_MPEGLAYER3: u16 = 0x0055;
/// APICOM's G.726.
pub(crate) const WAVE_FORMAT_G726_ADPCM: u16 = 0x0064;
/// APICOM's G.722.
pub(crate) const WAVE_FORMAT_G722_APICOM: u16 = 0x0065;
/// G.722, as ffmpeg writes it.
pub(crate) const WAVE_FORMAT_G722: u16 = 0x028F;
/// Windows' `WAVE_FORMAT_EXTENSIBLE`: the real tag is in the sub-format GUID.
pub const WAVE_FORMAT_EXTENSIBLE: u16 = 0xFFFE;

/// What a format tag stands for, in words; `None` for a tag telewav has no word for.
///
/// Source: RFC 2361 (1998), appendix A; later ones from Microsoft's `mmreg.h`, and 0xF1AC from the FLAC
/// project.
pub fn format_tag_name(tag: u16) -> Option<&'static str> {
    Some(match tag {
        WAVE_FORMAT_PCM => "linear PCM",
        WAVE_FORMAT_ADPCM => "Microsoft ADPCM",
        WAVE_FORMAT_IEEE_FLOAT => "floating-point PCM",
        0x0005 => "IBM CVSD",
        WAVE_FORMAT_ALAW => "A-law",
        WAVE_FORMAT_MULAW => "µ-law",
        0x0008 | 0x2001 => "DTS",
        0x000A => "Windows Media Audio voice",
        WAVE_FORMAT_OKI_ADPCM => "OKI ADPCM",
        WAVE_FORMAT_IMA_ADPCM => "IMA ADPCM",
        WAVE_FORMAT_G723_ADPCM => "G.723 ADPCM",
        WAVE_FORMAT_DIALOGIC_OKI_ADPCM => "Dialogic OKI ADPCM",
        WAVE_FORMAT_YAMAHA_ADPCM => "Yamaha ADPCM",
        0x0022 => "TrueSpeech",
        WAVE_FORMAT_GSM610 => "GSM 6.10",
        WAVE_FORMAT_G721_ADPCM => "G.721 ADPCM",
        0x0041 => "G.728",
        0x0042 | 0x0111 | 0xA100 => "G.723.1",
        WAVE_FORMAT_G726 | WAVE_FORMAT_G726_ADPCM | 0x0085 | 0x0140 => "G.726 ADPCM",
        WAVE_FORMAT_MPEG => "MPEG audio (layer I or II)",
        WAVE_FORMAT_MPEGLAYER3 => "MP3",
        0x0057 => "AMR narrow-band",
        0x0058 => "AMR wide-band",
        0x0061 | 0x0062 => "Duck ADPCM",
        WAVE_FORMAT_G722_APICOM | WAVE_FORMAT_G722 => "G.722",
        0x0083 | 0x0133 | 0x0134 => "G.729",
        0x00FF | 0x1600 | 0x1602 | 0x1610 | 0x4143 | 0x706D | 0xA106 => "AAC",
        0x0130 => "ACELP.net",
        0x0160..=0x0163 => "Windows Media Audio",
        0x0200 => "Creative ADPCM",
        0x0270 => "ATRAC3",
        0x0402 => "Indeo Audio",
        0x2000 => "AC-3",
        0x566F | 0x674F..=0x6751 | 0x676F..=0x6771 => "Vorbis",
        0xA109 => "Speex",
        0xF1AC => "FLAC",
        WAVE_FORMAT_EXTENSIBLE => "WAVE_FORMAT_EXTENSIBLE",
        _ => return None,
    })
}
