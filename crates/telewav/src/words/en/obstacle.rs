//! Why a header is not written anew, and what stands in it that a prompt has no use for.

use std::fmt::{Formatter, Result};

use crate::fix::Obstacle;
use crate::riff::read::ChunkNote;

pub(in crate::words) fn obstacle(obstacle: &Obstacle, f: &mut Formatter<'_>) -> Result {
    use Obstacle::*;
    match obstacle {
        NoFault => f.write_str("no fault is in a header"),
        Kind { kind } => write!(f, "this is {kind}"),
        Unread { error } => write!(f, "failed to {error}"),
        Coding { codec, bits } => write!(f, "the samples are {codec} of {bits} bits"),
        BigEndian => f.write_str("the samples are big-endian"),
        Rate { rate_hz } => write!(f, "the samples are of {rate_hz} Hz"),
        Channels { n_channels } => write!(f, "there are {n_channels} channels"),
        ChannelMask => f.write_str("what its channels are for stands only in the header as it is"),
        NoSamples => f.write_str("there are no samples"),
        TooLong { octets } => write!(f, "{octets} octets of samples are too many for a prompt"),
        CutFrame => f.write_str("a frame is cut in the middle"),
        AnotherWav { offset } => write!(f, "another WAV starts at byte {offset}"),
        Loss { remark } => write!(f, "{remark}"),
        Chunk { id, octets, offset } => write!(
            f,
            "the chunk {id} of {octets} octets at byte {offset} is not what its name says, or not known, and may be sound"
        ),
    }
}

pub(in crate::words) fn chunk_note(note: &ChunkNote, f: &mut Formatter<'_>) -> Result {
    f.write_str(match note {
        ChunkNote::Broadcast => "broadcast metadata",
        ChunkNote::Id3 => "an ID3 tag",
        ChunkNote::CuePoints => "cue points",
        ChunkNote::SamplerLoops => "sampler loops",
        ChunkNote::Filler => "filler",
        ChunkNote::Xml => "XML metadata",
        ChunkNote::PeakLevels => "peak levels",
        ChunkNote::List(list) => list,
    })
}
