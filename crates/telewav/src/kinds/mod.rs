//! The kinds of files there are, and what they are called. [`kind`](crate::kind) tells them.

mod foreign;

use serde::{Serialize, Serializer};

pub use self::foreign::Foreign;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// No octets at all.
    Empty,
    /// RIFF/WAVE in any of its forms: RIFF, RIFX, RF64, BW64.
    Wav,
    /// Sony Wave64.
    W64,
    /// Sun/NeXT audio.
    Au,
    /// MPEG audio, layer I, II or III, and which.
    Mpeg(u8),
    /// AAC in an ADTS stream.
    Adts,
    /// MP4 and its relatives: M4A, MOV, 3GP.
    Mp4,
    /// FLAC.
    Flac,
    /// Ogg, and what is in it.
    Ogg(OggCodec),
    /// Matroska or WebM.
    Matroska,
    /// AIFF or AIFF-C.
    Aiff,
    /// Apple's Core Audio Format.
    Caf,
    /// AMR in its own files, narrow-band or wide-band; decoded with the feature `amr`.
    Amr {
        /// Whether it is AMR-WB.
        wide: bool,
    },
    /// GSM full-rate frames without a container.
    Gsm,
    /// Samples without a header: the content does not tell, the caller does
    /// ([`RawFormat`](crate::decode::RawFormat)).
    Headerless,
    /// Something that is known by name and not decoded.
    Foreign(Foreign),
    /// Nothing that is known.
    Unknown,
}

/// In the words of [`Kind::describe`].
impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.describe())
    }
}

/// What an Ogg stream carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OggCodec {
    /// Vorbis.
    Vorbis,
    /// FLAC.
    Flac,
    /// Opus.
    Opus,
    /// Speex.
    Speex,
    /// Something else, or more than that: a video, say.
    Other,
}

impl Kind {
    /// The kind in words that fit after "this is".
    ///
    /// ```
    /// assert_eq!(telewav::kind::Kind::Mpeg(3).describe(), "an MP3");
    /// ```
    pub fn describe(self) -> &'static str {
        match self {
            Self::Empty => "an empty file",
            Self::Wav => "a WAV",
            Self::W64 => "a Sony Wave64 (W64) file",
            Self::Au => "a Sun AU file",
            Self::Mpeg(1) => "MPEG audio layer I",
            Self::Mpeg(2) => "an MP2 (MPEG audio layer II)",
            Self::Mpeg(_) => "an MP3",
            Self::Adts => "raw AAC (ADTS)",
            Self::Mp4 => "an MP4 or M4A",
            Self::Flac => "a FLAC",
            Self::Ogg(OggCodec::Vorbis) => "an Ogg Vorbis file",
            Self::Ogg(OggCodec::Flac) => "an Ogg FLAC file",
            Self::Ogg(OggCodec::Opus) => "an Ogg Opus file",
            Self::Ogg(OggCodec::Speex) => "an Ogg Speex file",
            Self::Ogg(OggCodec::Other) => "an Ogg file",
            Self::Matroska => "a Matroska or WebM file",
            Self::Aiff => "an AIFF",
            Self::Caf => "a Core Audio (CAF) file",
            Self::Amr { wide: false } => "an AMR narrow-band recording",
            Self::Amr { wide: true } => "an AMR wide-band recording",
            Self::Gsm => "raw GSM 06.10",
            Self::Headerless => "headerless sound",
            Self::Foreign(foreign) => foreign.describe(),
            Self::Unknown => "nothing that telewav knows",
        }
    }

    /// The container in a word or two, for tables.
    ///
    /// ```
    /// use telewav::kind::{Foreign, Kind};
    /// assert_eq!(Kind::Mp4.container(), "MP4");
    /// assert_eq!(Kind::Foreign(Foreign::WindowsMedia).container(), "Windows Media (WMA)");
    /// ```
    pub fn container(self) -> &'static str {
        match self {
            Self::Wav => "WAV",
            Self::W64 => "W64",
            Self::Gsm | Self::Headerless => "headerless",
            Self::Au => "AU",
            Self::Mpeg(1) => "MP1",
            Self::Mpeg(2) => "MP2",
            Self::Mpeg(_) => "MP3",
            Self::Adts => "ADTS",
            Self::Mp4 => "MP4",
            Self::Flac => "FLAC",
            Self::Ogg(_) => "Ogg",
            Self::Matroska => "Matroska",
            Self::Aiff => "AIFF",
            Self::Caf => "CAF",
            Self::Amr { wide: false } => "AMR-NB",
            Self::Amr { wide: true } => "AMR-WB",
            Self::Foreign(foreign) => {
                let phrase = foreign.describe();
                let noun = phrase.strip_prefix("an ").or(phrase.strip_prefix("a "));
                let noun = noun.unwrap_or(phrase);
                noun.strip_suffix(" file").unwrap_or(noun)
            }
            Self::Empty | Self::Unknown => "unknown",
        }
    }

    /// Whether this is audio or may hold some, decodable by telewav or not.
    pub fn is_audio(self) -> bool {
        match self {
            Self::Empty | Self::Unknown => false,
            Self::Foreign(foreign) => foreign.is_audio(),
            _ => true,
        }
    }
}
