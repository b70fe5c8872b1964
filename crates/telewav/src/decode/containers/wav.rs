//! The samples of a WAV. Headers are read by [`riff::read`](crate::riff::read).

use std::io::SeekFrom;
use std::ops::Range;

use super::{joined, mpeg};
use crate::bytes::array_at;
use crate::decode::blocks::{self, BlockDecoder};
use crate::decode::codecs::codes;
use crate::decode::codecs::gsm::{self, WavGsm};
use crate::decode::codecs::ima::WavIma;
use crate::decode::codecs::ms_adpcm::MsAdpcm;
use crate::decode::linear::{self, Coding, Layout};
use crate::decode::trim::{End, Trim, Trimmer};
use crate::decode::{Output, Source, SourceFormat};
use crate::error::remark::Remark;
use crate::error::{self, Action, Actual, Error, Expected, Part, What};
use crate::kind::Kind;
use crate::pcm::ChannelMask;
use crate::riff::account::account;
use crate::riff::read::{self as riff, WavFacts};
use crate::riff::w64;
use crate::riff::{
    WAVE_FORMAT_ADPCM, WAVE_FORMAT_ALAW, WAVE_FORMAT_DIALOGIC_OKI_ADPCM, WAVE_FORMAT_G721_ADPCM,
    WAVE_FORMAT_G723_ADPCM, WAVE_FORMAT_G726, WAVE_FORMAT_G726_ADPCM, WAVE_FORMAT_GSM610,
    WAVE_FORMAT_IEEE_FLOAT, WAVE_FORMAT_IMA_ADPCM, WAVE_FORMAT_MPEG, WAVE_FORMAT_MPEGLAYER3,
    WAVE_FORMAT_MULAW, WAVE_FORMAT_OKI_ADPCM, WAVE_FORMAT_PCM, WAVE_FORMAT_YAMAHA_ADPCM,
};

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    joined::each(start, Kind::Wav, output, |start, output| {
        let facts = riff::read(source, start)?;
        samples(source, &facts, "WAV", output)?;
        Ok(facts.next)
    })
}

pub(in crate::decode) fn decode_w64<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    joined::each(start, Kind::W64, output, |start, output| {
        let facts = w64::read(source, start)?;
        samples(source, &facts, "W64", output)?;
        Ok(facts.next)
    })
}

/// How the samples are coded.
enum Samples {
    Linear(Layout),
    Blocks(Box<dyn BlockDecoder>, SourceFormat),
    Mpeg,
}

/// Decodes the samples, and says in file order what else was found.
fn samples<S: Source>(
    source: &mut S,
    facts: &WavFacts,
    container: &'static str,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let mut samples = Samples::of(facts, container)?;
    look_for_others(source, facts, container)?;
    let (n_frames, of_a_block) = samples.n_frames(facts);
    let entries = account(facts, n_frames, of_a_block);
    let mut trimmer = samples.trimmer(facts, n_frames);
    output.in_order(&facts.pieces, entries, |piece, output| {
        samples.decode(source, piece, &mut trimmer, output)
    })?;
    if let (Samples::Mpeg, Some(format)) = (&samples, &mut output.format) {
        format.container = container;
    }
    Ok(())
}

impl Samples {
    fn of(facts: &WavFacts, container: &'static str) -> Result<Self, Error> {
        let fmt = &facts.fmt;
        let n_channels = usize::from(fmt.n_channels);
        let format = SourceFormat {
            container,
            codec: fmt.codec_name(),
            rate_hz: fmt.rate_hz,
            n_channels,
            bits: None,
            mask: match fmt.channel_mask {
                Some(mask) if mask != 0 => ChannelMask::of(mask, n_channels),
                _ => ChannelMask::of_plain_wav(n_channels),
            },
        };
        let block_octets = usize::from(fmt.block_align);
        let no_room = || {
            Error::malformed(
                Part::chunk("fmt"),
                fmt.offset,
                Expected::RoomForChannels { n_channels },
                Actual::BlocksOf {
                    octets: block_octets as u64,
                },
            )
        };
        let decoder: Box<dyn BlockDecoder> = match fmt.codec_tag() {
            WAVE_FORMAT_IMA_ADPCM => {
                Box::new(WavIma::new(block_octets, n_channels).ok_or_else(no_room)?)
            }
            WAVE_FORMAT_ADPCM => {
                Box::new(MsAdpcm::new(block_octets, n_channels).ok_or_else(no_room)?)
            }
            WAVE_FORMAT_GSM610 if n_channels == 1 => Box::new(WavGsm(gsm::Decoder::new())),
            WAVE_FORMAT_MPEG | WAVE_FORMAT_MPEGLAYER3 => return Ok(Self::Mpeg),
            _ => match codes::of_wav(fmt) {
                Some(decoder) => decoder,
                None => return Ok(Self::Linear(layout(facts, format)?)),
            },
        };
        Ok(Self::Blocks(decoder, format))
    }
}

fn holds(container: &'static str, coding: error::Coding) -> What {
    What::Holds { container, coding }
}

fn layout(facts: &WavFacts, mut format: SourceFormat) -> Result<Layout, Error> {
    let fmt = &facts.fmt;
    let tag = fmt.codec_tag();
    let name = fmt.codec_name();
    let container = format.container;
    let unsupported = |coding| Error::Unsupported {
        what: holds(container, coding),
    };
    let tagged = || error::Coding::Tagged {
        name: name.to_string().into(),
        tag,
    };
    let coding = match (tag, fmt.sample_octets()) {
        (WAVE_FORMAT_PCM, Some(1)) => Coding::Unsigned8,
        (WAVE_FORMAT_PCM, Some(octets @ 2..=4)) => Coding::Signed(octets),
        (WAVE_FORMAT_IEEE_FLOAT, Some(4)) => Coding::Float32,
        (WAVE_FORMAT_IEEE_FLOAT, Some(8)) => Coding::Float64,
        (WAVE_FORMAT_ALAW, Some(1)) => Coding::Alaw,
        (WAVE_FORMAT_MULAW, Some(1)) => Coding::Ulaw,
        _ if tag == WAVE_FORMAT_GSM610 || fmt.code_bits().is_some() => {
            return Err(unsupported(error::Coding::Channels {
                name: name.to_string().into(),
                n_channels: fmt.n_channels.into(),
            }));
        }
        (
            WAVE_FORMAT_PCM
            | WAVE_FORMAT_IEEE_FLOAT
            | WAVE_FORMAT_ALAW
            | WAVE_FORMAT_MULAW
            | WAVE_FORMAT_OKI_ADPCM
            | WAVE_FORMAT_DIALOGIC_OKI_ADPCM
            | WAVE_FORMAT_YAMAHA_ADPCM
            | WAVE_FORMAT_G721_ADPCM
            | WAVE_FORMAT_G723_ADPCM
            | WAVE_FORMAT_G726
            | WAVE_FORMAT_G726_ADPCM,
            _,
        ) => {
            return Err(unsupported(error::Coding::Bits {
                name: name.to_string().into(),
                bits: fmt.bits,
            }));
        }
        // Those for which ffmpeg has no decoder: CVSD, G.728, and the tags of Vorbis but 0x566F.
        (0x0005 | 0x0041 | 0x674F..=0x6751 | 0x676F..=0x6771, _) => {
            return Err(Error::NoDecoder {
                what: holds(container, tagged()),
            });
        }
        _ => return Err(unsupported(tagged())),
    };
    format.bits = Some(u32::from(fmt.bits));
    Ok(Layout {
        coding,
        big_endian: facts.is_big_endian(),
        format,
    })
}

/// Other programs' files that only look like WAVs: WavPack 3, whose octets stand in the `data` chunk.
fn look_for_others<S: Source>(
    source: &mut S,
    facts: &WavFacts,
    container: &'static str,
) -> Result<(), Error> {
    let is_linear = matches!(
        facts.fmt.codec_tag(),
        WAVE_FORMAT_PCM | WAVE_FORMAT_IEEE_FLOAT
    );
    let first = facts
        .pieces
        .first()
        .filter(|piece| is_linear && piece.end - piece.start >= 4);
    let Some(first) = first else { return Ok(()) };
    let magic: [u8; 4] = array_at(source, first.start, Part::Samples)?;
    match &magic {
        b"wvpk" => Err(Error::NoDecoder {
            what: holds(container, error::Coding::OldWavPack),
        }),
        // ETSI TS 102 114, clause 5.3: the core's sync words, as they are written on compact discs.
        [0x7F, 0xFE, 0x80, 0x01] | [0xFE, 0x7F, 0x01, 0x80] | [0xFF, 0x1F, 0x00, 0xE8] => {
            Err(Error::Unsupported {
                what: holds(container, error::Coding::named("DTS")),
            })
        }
        _ => Ok(()),
    }
}

impl Samples {
    /// Frames that are there, and those of a block; `None` if only decoding can tell.
    fn n_frames(&self, facts: &WavFacts) -> (Option<u64>, u64) {
        match self {
            Self::Linear(_) => (facts.n_frames(), 1),
            Self::Blocks(decoder, _) => {
                let in_piece = |piece: &Range<u64>| decoder.n_frames(piece.end - piece.start);
                let of_a_block = decoder.n_frames(decoder.block_octets() as u64);
                (Some(facts.pieces.iter().map(in_piece).sum()), of_a_block)
            }
            Self::Mpeg => (None, 1),
        }
    }

    /// Where in the last block the sound ends, by the `fact` chunk. It trims no MPEG audio: writers disagree on whether
    /// the encoder's delay is counted there, and put a fixed number into nCodecDelay.
    fn trimmer(&self, facts: &WavFacts, n_frames: Option<u64>) -> Trimmer {
        let end = match (self, facts.promised_frames(), n_frames) {
            (Self::Blocks(decoder, _), Some(promised), Some(n_frames)) => {
                blocks::end_in_last(decoder.as_ref(), promised, n_frames)
            }
            _ => End::Open,
        };
        Trimmer::new(Trim { start: 0, end })
    }

    fn decode<S: Source>(
        &mut self,
        source: &mut S,
        piece: Range<u64>,
        trimmer: &mut Trimmer,
        output: &mut Output<'_, '_>,
    ) -> Result<(), Error> {
        source
            .seek(SeekFrom::Start(piece.start))
            .map_err(Error::io(Action::Seek))?;
        let len = piece.end - piece.start;
        match self {
            Self::Linear(layout) => linear::decode(source, len, layout, output),
            Self::Blocks(decoder, format) => {
                let rest = len % decoder.block_octets() as u64;
                if rest > 0 && decoder.n_frames(rest) == 0 {
                    output.note(Remark::OctetsBehindBlocks { octets: rest });
                }
                blocks::decode(source, len, decoder.as_mut(), format, trimmer, output)
            }
            // A row of frames, cut anywhere.
            Self::Mpeg => mpeg::decode_range(source, piece, output),
        }
    }
}
