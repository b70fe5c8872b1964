//! What rules ask for.

use std::fmt::{Formatter, Result};

use super::any_of;
use crate::finding::Wanted;

pub(in crate::words) fn wanted(wanted: &Wanted, f: &mut Formatter<'_>) -> Result {
    use Wanted::*;
    match wanted {
        Hearsay { wanted } => {
            self::wanted(wanted, f)?;
            f.write_str(", says somebody else than the platform (a source of grade C)")
        }

        Characters { characters } => f.write_str(characters),
        NameOf { characters } => write!(f, "a name of {characters}"),
        NameLength { max_chars } => write!(f, "at most {max_chars} with the extension"),
        Extension { extension } => write!(f, ".{extension}"),
        Name => f.write_str("a name"),
        OneExtension => f.write_str("one extension"),
        PlainStart => f.write_str("a letter, a digit or _ first"),
        Unicode => f.write_str("a name in UTF-8"),
        Pattern { pattern } => write!(f, "a name that matches {pattern}"),
        NameForAll => f.write_str("a name that every system takes"),

        AtMostBytes { max_bytes, max_s } => write!(f, "at most {max_bytes} bytes ({max_s:.2} s)"),
        BelowBytes { below_bytes, max_s } => {
            write!(f, "less than {below_bytes} bytes ({max_s:.2} s)")
        }
        OneFrame => f.write_str("at least one frame"),
        AtLeastSeconds { min_s } => write!(f, "at least {min_s} s"),
        AtMostSeconds { max_s } => write!(f, "at most {max_s} s"),
        BelowSeconds { below_s } => write!(f, "less than {below_s} s"),

        Rates { rates_hz } => {
            any_of(f, rates_hz)?;
            f.write_str(" Hz")
        }
        Codings { codings } => any_of(
            f,
            codings
                .iter()
                .map(|it| format!("{} (format tag 0x{:04X})", it.name(), it.tag())),
        ),
        Channels { n_channels } => write!(f, "{n_channels}"),
        Bits { bits } => write!(f, "{bits} bits"),
        ByteRate { bytes_per_s } => write!(f, "{bytes_per_s}"),
        BlockAlign { octets } => write!(f, "{octets}"),
        FormatTag { tag } => write!(f, "format tag 0x{tag:04X}"),

        Wave => f.write_str("RIFF/WAVE"),
        HeaderFirst => f.write_str("the RIFF header first"),
        NoHeader => f.write_str("samples without a header"),
        ReadableHeader => f.write_str("a header that can be read"),
        Riff => f.write_str("RIFF"),
        FmtSize => f.write_str("16 octets, or 18 with cbSize 0"),
        RiffSize { bytes } => write!(f, "{bytes}, the length of the file less 8"),
        DataSize { octets } => write!(f, "{octets}, the octets in the file"),
        Fact => f.write_str("a fact chunk with the number of frames"),
        FactFrames { n_frames } => write!(f, "4 octets: {n_frames} frames"),
        PromptChunks => f.write_str("fmt, fact and data only"),
        EvenOctets => f.write_str("an even number of octets"),
        OnlyChunks => f.write_str("chunks only"),
        EndOfFile => f.write_str("the end of the file"),
        FmtBeforeData => f.write_str("fmt before data"),
        One => f.write_str("one"),
        MultipleOf { octets } => write!(f, "a multiple of {octets}"),

        Sound => f.write_str("something to hear, unless it is to mute a notice"),
        MeanWithin { amplitude } => {
            write!(f, "a mean within {:.0} % of full scale", 100.0 * amplitude)
        }
        EndsWithin { amplitude } => {
            write!(
                f,
                "a start and an end within {:.0} % of full scale",
                100.0 * amplitude
            )
        }
        AtMostSilence { max_s } => write!(f, "at most {max_s} s"),
        SpeechLevel { min_dbov, max_dbov } => write!(f, "{min_dbov} to {max_dbov} dBov"),
        SilenceOctet { octet } => write!(f, "0x{octet:02X} for silence"),
        Mixable => f.write_str("channels that can be mixed"),
        NotClipped => f.write_str("a recording that was not clipped before"),
        NoPeakAbove => f.write_str("no peak above full scale"),
        TargetLevel { level, unit } => write!(f, "{level} {unit}"),

        OneRecording => f.write_str("one recording for each name"),
        OneFile => f.write_str("one file for each name"),
        OtherNames => f.write_str("names that differ by more"),
        OwnNames => f.write_str("a name for each prompt, since it keeps them without folders"),
        OwnSound => f.write_str("a prompt of its own"),
        LevelsWithin { max_db } => write!(f, "prompts within {max_db} dB"),
        TotalBytes { max_bytes } => write!(f, "at most {max_bytes} bytes in all"),

        Request => f.write_str("a request that does"),
        PromptName {
            min_chars,
            max_chars,
        } => {
            write!(
                f,
                "the name of a prompt there, of {min_chars} to {max_chars} characters"
            )
        }
        PromptNameLength {
            min_chars,
            max_chars,
        } => {
            write!(
                f,
                "{min_chars} to {max_chars} characters, with the extension"
            )
        }
        ToTheLetter { answer } => write!(f, "the name to the letter, or it answers {answer}"),
        Prompt { answer } => write!(f, "one, or it answers {answer}"),
        PassingPrompt => f.write_str("a prompt that passes"),
        UntilCut { max_s } => write!(f, "at most {max_s} s, as it is cut when the phone rings"),
        Condition { field, is, not } => {
            f.write_str(field)?;
            match (is, not) {
                (Some(is), _) => write!(f, " {is}")?,
                (None, Some(not)) => write!(f, " other than {not}")?,
                (None, None) => {}
            }
            f.write_str(", or never plays it")
        }
        OneOfTwo => f.write_str("one of the two"),
        Items { max_items } => write!(f, "at most {max_items}"),
    }
}
