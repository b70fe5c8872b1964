//! The lines of the README's table of inputs.

/// Files that a reader of the README takes for one thing.
pub struct Family {
    /// What rows call it.
    pub key: &'static str,
    /// What is coded, for people.
    pub format: &'static str,
    /// What it stands in.
    pub containers: &'static str,
    /// What else a reader has to know; may be empty.
    pub note: &'static str,
}

const fn family(
    key: &'static str,
    format: &'static str,
    containers: &'static str,
    note: &'static str,
) -> Family {
    Family {
        key,
        format,
        containers,
        note,
    }
}

/// In the order of the table.
pub const FAMILIES: &[Family] = &[
    family(
        "wav-pcm",
        "PCM of 8 to 32 bits, float of 32 and 64",
        "WAV: RIFF, RIFX, RF64, EXTENSIBLE",
        "also with wrong, zero and streaming sizes and odd chunks",
    ),
    family("wav-g711", "A-law, µ-law", "WAV", ""),
    family("wav-adpcm", "IMA and Microsoft ADPCM", "WAV", ""),
    family(
        "telephone",
        "G.722, Dialogic (OKI) and Yamaha ADPCM",
        "WAV, headerless `.g722` `.vox`",
        "",
    ),
    family(
        "g726",
        "G.726 of 16 to 40 kbit/s (also called G.721, G.723)",
        "WAV, AU, headerless",
        "to the sample by ITU-T G.191; ffmpeg rounds elsewhere",
    ),
    family("gsm", "GSM 06.10", "WAV (WAV49), headerless `.gsm`", ""),
    family("w64", "PCM, float, A-law, µ-law", "Sony Wave64", ""),
    family("au", "PCM, float, A-law, µ-law", "Sun AU", ""),
    family("aiff", "PCM, float, A-law, µ-law, IMA4", "AIFF, AIFF-C", ""),
    family("caf", "PCM, float, A-law, µ-law, IMA4", "CAF", ""),
    family("mov-pcm", "PCM, µ-law", "MOV, Matroska", ""),
    family(
        "headerless",
        "A-law, µ-law, linear PCM",
        "none: `.al` `.ul` `.sln` and their like",
        "",
    ),
    family(
        "flac",
        "FLAC",
        "its own, Ogg, Matroska, MP4",
        "its checksum is verified",
    ),
    family("alac", "ALAC", "M4A, MOV, CAF, Matroska", ""),
    family(
        "mp3",
        "MP3, all rates, with a Xing tag or the container's times",
        "its own, Matroska, MP4, MOV",
        "",
    ),
    family(
        "mp3-untagged",
        "MP3 without a Xing tag",
        "its own, WAV",
        "the usual encoder's delay is taken off",
    ),
    family(
        "mp3-joined",
        "MP3 files joined, also of other rates and channels",
        "its own",
        "each part whole",
    ),
    family("mp2", "MP2", "its own, WAV, Matroska", "MP1 is read too"),
    family(
        "aac-mp4",
        "AAC-LC",
        "M4A, MP4, MOV, 3GP",
        "of HE-AAC, its AAC-LC core",
    ),
    family("aac-fragmented", "AAC-LC", "fragmented MP4", ""),
    family(
        "aac-adts",
        "AAC-LC",
        "ADTS",
        "the encoder's delay is not known",
    ),
    family("aac-other", "AAC-LC", "Matroska, CAF", ""),
    family("vorbis-ogg", "Vorbis", "Ogg", "also chained"),
    family("vorbis-matroska", "Vorbis", "WebM, Matroska", ""),
    family(
        "opus-ogg",
        "Opus, mono to 5.1",
        "Ogg",
        "also chained; the decoder clips peaks above full scale (56 dB in such a file)",
    ),
    family("opus-other", "Opus", "WebM, Matroska, MP4", ""),
    family(
        "amr",
        "AMR narrow-band and wide-band",
        "its own",
        "decoded with the feature `amr`",
    ),
    family(
        "foreign-speech",
        "Speex, G.723.1, Codec 2, and ffmpeg's G.726 of 40 kbit/s",
        "their own, WAV; and anything in VOC, SPHERE, IRCAM, 8SVX",
        "",
    ),
    family(
        "foreign-music",
        "WMA, AAC and Vorbis with more than 2 channels, AC-3, DTS, TrueHD, WavPack, TTA, Musepack, Monkey's Audio, DSD, RealAudio",
        "their own, WAV, MP4, MOV, CAF, Ogg, Matroska",
        "",
    ),
    family(
        "foreign-video",
        "anything",
        "MPEG transport and program streams, LATM, AVI, FLV",
        "",
    ),
];
