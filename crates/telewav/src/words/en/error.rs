//! Errors: what fits after "failed to".

use std::fmt::{Formatter, Result};

use super::any_of;
use crate::error::{
    Action, Actual, Amount, Asked, Coding, DecoderFault, Error, Expected, Fault, JsonFault, Part,
    Problem, Quantity, Stage, What,
};
use crate::kind::Kind;
use crate::words::list;

pub(in crate::words) fn error(error: &Error, f: &mut Formatter<'_>) -> Result {
    use Error::*;
    match error {
        Io { action, source } => write!(f, "{action}: {source}"),
        Malformed {
            what,
            offset,
            expected,
            actual,
        } => {
            write!(f, "read {what}")?;
            if let Some(offset) = offset {
                write!(f, " at byte {offset}")?;
            }
            write!(f, ": expected {expected}, found {actual}")
        }
        Damaged(log) => write!(f, "decode all of the sound: {log}"),
        NotAudio { kind } => write!(f, "find sound in the file: this is {}", kind.describe()),
        Unrecognised => {
            let kind = Kind::Unknown.describe();
            write!(f, "find sound in the file: this is {kind}")
        }
        Unsupported { what } => write!(f, "decode {what}: not supported by telewav"),
        NoDecoder { what } => {
            write!(f, "decode {what}: not supported by telewav, nor by ffmpeg")
        }
        DecoderFailed {
            kind,
            decoder,
            problem,
        } => {
            let what = match kind {
                Kind::Unknown => "a file of unknown kind",
                kind => kind.describe(),
            };
            write!(f, "decode {what} with {decoder}: {problem}")
        }
        NotJson {
            line,
            column,
            problem,
        } => {
            write!(f, "read JSON at line {line}, column {column}: {problem}")
        }
        LimitExceeded {
            what,
            limit_name,
            limit,
            actual,
        } => {
            write!(
                f,
                "accept {what} of {actual}: the limit {limit_name} is {limit}"
            )?;
            match what {
                Quantity::Pipe => f.write_str("; name a file instead"),
                _ => Ok(()),
            }
        }
        InvalidOptions { option, problem } => write!(f, "use {option}: {problem}"),
        Encode { what, problem } => write!(f, "encode {what}: {problem}"),
        Cancelled => f.write_str("go on: the call was cancelled"),
        DecoderPanicked { message } => {
            write!(
                f,
                "decode the file: the decoder stopped with an internal fault ({message})"
            )
        }
    }
}

pub(in crate::words) fn action(action: &Action, f: &mut Formatter<'_>) -> Result {
    use Action::*;
    f.write_str(match action {
        OpenFile => "open the file",
        ReadFile => "read the file",
        Seek => "seek in the file",
        FindLength => "find the file's length",
        ReadSamples => "read the samples",
        ReadSource => "read the source",
        KeepSource => "keep in a temporary file what cannot be read twice",
        ReadProfile => "read the profile",
        ReadDecoderStream => "read the decoder's stream",
        StartFfmpeg => "start ffmpeg",
        ReadFromFfmpeg => "read from ffmpeg",
        WriteForFfmpeg => "write a temporary file for ffmpeg",
        MakeOutputFolder => "make the output folder",
        MakeOutputFile => "make a file in the output folder",
        WriteOutput => "write the output",
        PlaceOutput => "put the output in place",
        ReadExisting => "read the file that is there already",
        LookAgain => "look at the file again",
        WriteAnew => "write the file anew",
        RenameFile => "rename the file",
        MakeFile => "make a file in the folder",
        WriteNewFile => "write the new file",
        PlaceNewFile => "put the new file in place",
        KeepOwner => "keep the file's owner",
        KeepAttributes => "keep the file's extended attributes",
        KeepPermissions => "keep the file's permissions",
    })
}

pub(in crate::words) fn part(part: &Part, f: &mut Formatter<'_>) -> Result {
    use Part::*;
    match part {
        File { kind } => f.write_str(kind.describe()),
        Container { kind } => write!(f, "the container of {}", kind.describe()),
        Header { of } => write!(f, "{of} header"),
        RiffForm => f.write_str("RIFF form"),
        Chunk { id } => write!(f, "{id} chunk"),
        Box { id } => write!(f, "{id} box"),
        Chunks => f.write_str("the chunks"),
        AuDataOffset => f.write_str("AU data offset"),
        Samples => f.write_str("the samples"),
        Sound => f.write_str("the sound"),
        FirstPacket => f.write_str("the first packet"),
        Configuration { codec } => write!(f, "the {codec} configuration"),
        CodecParameters { kind } => write!(f, "the codec parameters of {}", kind.describe()),
        CodecPrivate { codec } => write!(f, "the CodecPrivate of {codec}"),
        CodecHeader { codec } => write!(f, "the header of {codec}"),
        VorbisSetup => f.write_str("the setup header of Vorbis"),
        DecoderStream => f.write_str("the decoder's stream"),
    }
}

pub(in crate::words) fn expected(expected: &Expected, f: &mut Formatter<'_>) -> Result {
    use Expected::*;
    f.write_str(match expected {
        Bytes { n } => return write!(f, "{n} bytes"),
        Octets { n } => return write!(f, "{n} octets"),
        AtLeastBytes { n } => return write!(f, "at least {n} bytes"),
        FmtSizes => "16, 18 or 40 bytes",
        Letters { letters } => return write!(f, "\"{letters}\""),
        WaveGuid => "the GUID \"wave\"",
        Chunk { id } => return write!(f, "a \"{id}\" chunk"),
        OneChannel => "at least 1 channel",
        RoomForChannels { n_channels } => {
            return write!(f, "blocks with room for {n_channels} channels");
        }
        Between { min, max } => return write!(f, "{min} to {max}"),
        OffsetBetween { min, max } => return write!(f, "an offset of {min} to {max}"),
        SamplesWithin { bytes } => return write!(f, "samples within {bytes} bytes"),
        OneFrame => "at least one frame",
        Numbers => "numbers",
        SampleDescription => "a sample description",
        MpegFrame => "a frame of MPEG audio",
        FrameWithin { bytes } => return write!(f, "a whole frame of it within {bytes} bytes"),
        FlacFormat => "a rate and a sample size in STREAMINFO or in the frames",
        StreamInfo => "a STREAMINFO block",
        WellFormed => "a well-formed one",
        WellFormedOnes => "well-formed ones",
        Headers => "its headers",
        AudioTrack => "an audio track",
        MovieBox => "a moov box",
        MovieBoxAtEnd => "a moov box, which a recorder writes when it stops",
        WholeFile => "a whole file",
        Whole => "a whole one",
        Allowed => "what the specification allows",
        Encoding { encoding } => return write!(f, "encoding {encoding}"),
        OwnBytes { n } => return write!(f, "{n} bytes, by its own word"),
    })
}

pub(in crate::words) fn actual(actual: &Actual, f: &mut Formatter<'_>) -> Result {
    use Actual::*;
    f.write_str(match actual {
        EndOfFile => "the end of the file",
        End => "its end",
        Missing => "none",
        Neither => "neither",
        Another => "another",
        Others => "others",
        Fewer => "fewer",
        Number { n } => return write!(f, "{n}"),
        Octets { octets } => return write!(f, "\"{octets}\""),
        NotNumbers => "NaN or infinity",
        BlocksOf { octets } => return write!(f, "blocks of {octets} octets"),
        Offset { bytes } => return write!(f, "an offset of {bytes}"),
        FragmentsAlone => "fragments alone: the initialisation segment is missing",
        NeverFinished => "none: this recording was never finished, or its end is missing",
        Cut { bytes } => return write!(f, "{bytes}: the file was cut"),
        LongCodeword => "a codeword of more than 32 bits",
        TwoPoints => "a floor with two points at one place",
        Says { text } => text,
    })
}

pub(in crate::words) fn what(what: &What, f: &mut Formatter<'_>) -> Result {
    use What::*;
    match what {
        Kind { kind } => f.write_str(kind.describe()),
        WithoutFeature { kind, feature } => write!(
            f,
            "{}, which takes a telewav that is built with the feature {feature}",
            kind.describe()
        ),
        Headerless { sound } => write!(f, "what is, by its name, {sound} without a header"),
        Holds { container, coding } => {
            let a = match container.starts_with('A') {
                true => "an",
                false => "a",
            };
            write!(f, "{a} {container} that holds {coding}")
        }
        In { coding, kind } => write!(f, "{coding} in {}", kind.describe()),
        Coding { coding } => write!(f, "{coding}"),
        VariantOf { codec, problem } => write!(f, "this kind of {codec} ({problem})"),
        NotStarted { codec, problem } => write!(f, "{codec} ({problem})"),
        AuEncoding { encoding } => write!(f, "a Sun AU file with encoding {encoding}"),
        CompressedMovie => f.write_str("a QuickTime movie with a compressed header"),
        SoundElsewhere => f.write_str("a movie whose sound lies in another file"),
        FreeFormat => f.write_str("free-format MPEG audio whose frames cannot be measured"),
        OneTrackOf { what, n_tracks } => write!(f, "{what}, which has {n_tracks} sound tracks"),
    }
}

pub(in crate::words) fn coding(coding: &Coding, f: &mut Formatter<'_>) -> Result {
    use Coding::*;
    f.write_str(match coding {
        Named { name } => name,
        Bits { name, bits } => return write!(f, "{name} of {bits} bits"),
        Channels { name, n_channels } => return write!(f, "{name} of {n_channels} channels"),
        Tagged { name, tag } => return write!(f, "{name} (format tag 0x{tag:04X})"),
        Encoding { name, encoding } => return write!(f, "{name} (encoding {encoding})"),
        CompressionType { id } => return write!(f, "compression type \"{id}\""),
        Format { id } => return write!(f, "format \"{id}\""),
        SoundType { id } => return write!(f, "sound of type \"{id}\""),
        PcmInPackets { bits, octets } => {
            return write!(f, "linear PCM of {bits} bits in packets of {octets} octets");
        }
        ManyChannels { name, n_channels } => {
            return write!(f, "{name} with {n_channels} channels");
        }
        Unknown => "a codec that telewav does not know",
        None => "no codec",
        NoDescriptor => "MPEG-4 sound without a descriptor",
        AacProfile { profile } => return write!(f, "AAC, profile {profile},"),
        AacLayout => "AAC with a channel layout of its own",
        AacChannels => "AAC with more than two channels",
        AacBlocks => "AAC with several blocks in a frame",
        AacShortFrames => "AAC with frames of 960 samples",
        FlacSide33 => "FLAC of 32 bits with a difference channel of 33 bits",
        OldWavPack => "WavPack of a version before 4",
        EncodedTwice => "a track that was encoded twice",
        Encrypted => "an encrypted track",
        Compressed { by: Some(by) } => return write!(f, "a track compressed by {by}"),
        Compressed { by: Option::None } => "a compressed track",
    })
}

pub(in crate::words) fn quantity(quantity: &Quantity, f: &mut Formatter<'_>) -> Result {
    use Quantity::*;
    f.write_str(match quantity {
        SampleRate => "a sample rate",
        ChannelCount => "a channel count",
        Packet => "a packet",
        Recording => "a recording",
        WorkingTime => "a working time",
        Prompt => "a prompt",
        Unseekable => "a source that can only be read",
        Pipe => "a pipe",
        Chunks => "a number of chunks",
        Pieces => "a number of pieces of sound",
        OggStreams => "a number of Ogg streams",
        OggPacket => "an Ogg packet",
        Boxes => "a list of boxes",
        Fragments => "a table of fragments",
        MatroskaBlock => "a Matroska block",
        MatroskaTrack => "a Matroska track",
        PacketTable => "a packet table",
        Padding => "sound that may be padding",
        Codebooks => "a set of codebooks",
        Requests => "a file of requests",
        Nesting => "values nested",
        References => "parameters that name prompts",
    })
}

pub(in crate::words) fn amount(amount: &Amount, f: &mut Formatter<'_>) -> Result {
    use Amount::*;
    match amount {
        Hz { hz } => write!(f, "{hz} Hz"),
        Number { n } => write!(f, "{n}"),
        UpTo { n } => write!(f, "1 to {n}"),
        MoreThan { n } => write!(f, "more than {n}"),
        Frames { n } => write!(f, "{n} frames"),
        Seconds { s } => write!(f, "{s} s"),
        MoreThanSeconds { s } => write!(f, "more than {s} s"),
        Bytes { n } => write!(f, "{n} bytes"),
        MoreThanBytes { n } => write!(f, "more than {n} bytes"),
        Deeper { n } => write!(f, "more than {n} deep"),
        MoreOfThem { n } => write!(f, "more than {n} of them"),
    }
}

pub(in crate::words) fn asked(asked: &Asked, f: &mut Formatter<'_>) -> Result {
    use Asked::*;
    match asked {
        Limit { name } => write!(f, "the limit {name:?}"),
        Downmix { text } => write!(f, "downmix {text:?}"),
        Channel { number } => write!(f, "channel {number} for the downmix"),
        Clip { text } => write!(f, "clip {text:?}"),
        Level { text } => write!(f, "level {text:?}"),
        Headerless { text } => write!(f, "{text:?} for headerless sound"),
        Track { number } => write!(f, "track {number}"),
        Rates { from_hz, to_hz } => write!(f, "the rates {from_hz} and {to_hz} Hz"),
        Catalogue { name } => write!(f, "the catalogue {name}"),
        Profile => f.write_str("the profile"),
        ProfileNamed { name } => write!(f, "profile {name:?}"),
        StandardOutput => f.write_str("standard output"),
    }
}

pub(in crate::words) fn problem(problem: &Problem, f: &mut Formatter<'_>) -> Result {
    use Problem::*;
    f.write_str(match problem {
        NoLimitValue { value } => return write!(f, "{value} is not a limit"),
        NoSuchLimit => "there is no such limit",
        DownmixForm => "it must be auto, average, left, right or a channel's number from 1",
        NChannels { n: 1 } => "the recording has 1 channel",
        NChannels { n } => return write!(f, "the recording has {n} channels"),
        NTracks { n: 0 | 1 } => "the recording has one sound track",
        NTracks { n } => return write!(f, "the recording has {n} sound tracks"),
        ClipForm => "it must be attenuate, limit or error",
        NotANumber { text } => return write!(f, "{text:?} is no number"),
        LevelForm => "it must be speech, lufs or peak",
        LevelRange { min } => return write!(f, "it must be from {min} to 0"),
        NoSuchEncoding { names } => return no_such_encoding(names, f),
        HeaderlessForm => {
            "expected ENCODING:RATE or ENCODING:RATE:CHANNELS, as alaw:8000 or s16le:44100:2"
        }
        OneChannel { encoding } => return write!(f, "{encoding} has one channel"),
        ZeroRate => "a rate of 0 Hz cannot be resampled",
        NoSuchProfile { near } => return no_such_profile(near, f),
        OnePrompt { n_parts } => {
            return write!(
                f,
                "it takes one prompt, and the recording was cut into {n_parts}"
            );
        }
        Faulty { fault } => return write!(f, "{fault}"),
        Says { text } => text,
    })
}

pub(in crate::words) fn stage(stage: &Stage, f: &mut Formatter<'_>) -> Result {
    f.write_str(match stage {
        Stage::Prompt => "the prompt",
        Stage::Resampled => "the resampled signal",
        Stage::LinearPcm => "linear PCM",
        Stage::WavHeader => "the WAV header",
    })
}

pub(in crate::words) fn fault(fault: &Fault, f: &mut Formatter<'_>) -> Result {
    use Fault::*;
    f.write_str(match fault {
        TooManyFrames { n } => return write!(f, "{n} frames are too many, and break no rule"),
        ThreadEnded => "the thread that makes it has ended",
        NoFrames { codec } => return write!(f, "{codec} has no frames of one size"),
        TooLarge { octets } => return write!(f, "{octets} octets do not fit a 32-bit size"),
        Nothing => "there is none",
        Says { text } => text,
    })
}

pub(in crate::words) fn json_fault(fault: &JsonFault, f: &mut Formatter<'_>) -> Result {
    use JsonFault::*;
    f.write_str(match fault {
        Utf16 => "it is in UTF-16",
        NotUtf8 => "it is not in UTF-8",
        Empty => "it is empty",
        CommaBefore { character } => return write!(f, "a comma before {character}"),
        Says { text } => text,
    })
}

pub(in crate::words) fn decoder_fault(fault: &DecoderFault, f: &mut Formatter<'_>) -> Result {
    use DecoderFault::*;
    match fault {
        TimeLimit { seconds } => write!(f, "stopped after {seconds} s, the time limit"),
        Guess { guess } => write!(f, "it can only guess what this is ({guess})"),
        Says { text, status: None } => f.write_str(text),
        Says {
            text,
            status: Some(status),
        } => write!(f, "{text} ({status})"),
    }
}

fn no_such_encoding(names: &[&str], f: &mut Formatter<'_>) -> Result {
    f.write_str("no encoding has this name; there are ")?;
    list(f, names, ", ")
}

fn no_such_profile(near: &[&str], f: &mut Formatter<'_>) -> Result {
    f.write_str("there is none of that name; ")?;
    if !near.is_empty() {
        f.write_str("did you mean ")?;
        any_of(f, near)?;
        f.write_str("? ")?;
    }
    f.write_str("`telewav profiles` lists them; a file is named with its .toml")
}
