//! What turns up under audio names and telewav does not decode.

/// Writes the enum, and the words for each of its variants.
macro_rules! formats {
    (
        $(#[$meta:meta])*
        sound { $($sound:ident $sound_words:literal,)* }
        no_sound { $($other:ident $words:literal,)* }
    ) => {
        $(#[$meta])*
        pub enum Foreign {
            $(#[doc = concat!("This is ", $sound_words, ".")] $sound,)*
            $(#[doc = concat!("This is ", $words, ".")] $other,)*
        }

        impl Foreign {
            /// It in words that fit after "this is": a phrase with its article.
            pub fn describe(self) -> &'static str {
                match self {
                    $(Self::$sound => $sound_words,)*
                    $(Self::$other => $words,)*
                }
            }

            /// Whether it is sound or may hold some.
            pub fn is_audio(self) -> bool {
                matches!(self, $(Self::$sound)|*)
            }
        }
    };
}

formats! {
    /// What telewav knows by name and does not decode.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    sound {
        MultichannelAmr "a multichannel AMR recording",
        Evrc "an EVRC recording",
        Smv "an SMV recording",
        Ilbc "an iLBC recording",
        Evs "an EVS recording",
        Silk "a SILK recording (WeChat, QQ)",
        Codec2 "a Codec 2 recording",
        Dss "a dictation (DSS) file",
        Ds2 "a dictation (DS2) file",
        NistSphere "a NIST SPHERE file",
        CreativeVoice "a Creative Voice (VOC) file",
        Pvf "a vgetty voice (PVF) file",
        Rmd "a vgetty modem recording (RMD)",
        Paf "an Ensoniq PARIS (PAF) file",
        Avr "an AVR file",
        PsionAlaw "a Psion A-law (WVE) file",
        Hcom "a Macintosh HCOM file",
        Sox "a SoX native file",
        SampleVision "a Turtle Beach SampleVision file",
        MidiSampleDump "a MIDI sample dump (SDS)",
        WavPack "a WavPack file",
        TrueAudio "a True Audio (TTA) file",
        MonkeysAudio "a Monkey's Audio (APE) file",
        OptimFrog "an OptimFROG file",
        LosslessAudio "a Lossless Audio (LA) file",
        Tak "a TAK file",
        Shorten "a Shorten file",
        Dsf "a DSD (DSF) file",
        Dsdiff "a DSD (DSDIFF) file",
        Musepack "a Musepack file",
        TwinVq "a TwinVQ (VQF) file",
        OpenMg "a Sony OpenMG (ATRAC) file",
        Adif "raw AAC (ADIF)",
        Dts "a DTS file",
        DtsHd "a DTS-HD file",
        TrueHd "a Dolby TrueHD file",
        Mlp "an MLP file",
        MpegProgramStream "an MPEG video (program stream)",
        Flash "a Flash video",
        Mxf "an MXF file",
        Nut "a NUT file",
        RealMedia "a RealMedia file",
        RealAudio "a RealAudio file",
        Audible "an Audible book",
        Avi "an AVI video",
        VideoCd "a Video CD file",
        Qcp "a Qualcomm voice (QCP) file",
        OtherRiff "a RIFF file that is not WAVE",
        Amiga8svx "an Amiga 8SVX file",
        Maud "an Amiga MAUD file",
        OtherIff "an IFF file that is not AIFF",
        WindowsMediaVideo "a Windows Media video (WMV) file",
        WindowsMedia "a Windows Media (WMA) file",
        Ac3 "an AC-3 file",
        Eac3 "an E-AC-3 file",
        MpegTransportStream "an MPEG transport stream",
        Loas "raw AAC (LOAS, LATM)",
        Ircam "an IRCAM file",
    }
    no_sound {
        Midi "a MIDI file (notes, not sound)",
        Picture "a picture",
        WebPage "a web page (HTML)",
        Xml "XML",
        Text "plain text",
        Playlist "a playlist (names of files, not sound)",
        Pdf "a PDF",
        Zip "a ZIP archive",
        Gzip "a gzip archive",
        Archive "an archive",
        Office "a Microsoft Office file",
        AppleDouble "a file that macOS keeps beside another one (AppleDouble)",
        Database "a database",
        PropertyList "a property list",
        Executable "a program",
        Zeros "nothing but zeros",
        SilentMpegVideo "an MPEG video without sound",
    }
}

impl Foreign {
    /// Whether ffmpeg (5.1, as Debian builds it) has a demuxer and a decoder for it.
    pub(crate) fn is_decoded_by_ffmpeg(self) -> bool {
        use Foreign::*;
        !matches!(
            self,
            MultichannelAmr
                | Smv
                | Evs
                | Silk
                | Ds2
                | Rmd
                | SampleVision
                | OptimFrog
                | LosslessAudio
                | Adif
        )
    }
}
