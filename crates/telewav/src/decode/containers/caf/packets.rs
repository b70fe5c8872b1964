//! The packets of a CAF: one behind the other in the `data` chunk, of the lengths in the `pakt` chunk.
//!
//! Source: Apple, "Apple Core Audio Format Specification 1.0" (2011), "Packet Table Chunk"; ISO/IEC 14496-1:2010, 7.2.6
//! for the descriptors of an AAC configuration; RFC 7845, section 5.1, for Opus.

use std::io::{BufReader, Read, SeekFrom};
use std::ops::Range;

use symphonia::core::audio::{Channels, Position};
use symphonia::core::codecs::audio::well_known::{CODEC_ID_AAC, CODEC_ID_ALAC, CODEC_ID_OPUS};
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters};

use super::{Description, KnownChunks};
use crate::chunks::{Chunk, account};
use crate::decode::limits::PACKET_PART;
use crate::decode::packets::PacketDecoder;
use crate::decode::trim::Trim;
use crate::decode::{DamageKind, Output, Source};
use crate::error::remark;
use crate::error::{Action, Coding, Error, Quantity, What};
use crate::kind::Kind;

/// The header of a packet table.
const TABLE_HEADER: u64 = 24;
/// Octets of a number in a packet table: seven bits each, of at most 64.
const MAX_NUMBER: usize = 9;
/// Tags of the descriptors around an AAC configuration.
const ES_DESCRIPTOR: u8 = 3;
const DECODER_CONFIG: u8 = 4;
const DECODER_SPECIFIC: u8 = 5;

/// Where the lengths of the packets are.
pub(super) struct Table {
    /// The numbers; `None` without a table.
    numbers: Option<Range<u64>>,
    /// Octets of each packet, if all have as many.
    packet_octets: u64,
    /// Whether each packet has its own number of frames.
    has_frames: bool,
}

impl Table {
    pub fn find(chunks: &[Chunk], description: &Description) -> Self {
        let chunk = chunks
            .iter()
            .find(|chunk| chunk.id == *b"pakt" && chunk.len >= TABLE_HEADER);
        Self {
            numbers: chunk.map(|chunk| chunk.body..chunk.body + chunk.len),
            packet_octets: description.packet_octets.into(),
            has_frames: description.packet_frames == 0,
        }
    }

    /// The length of each packet, in their order.
    fn lengths<S: Source>(
        &self,
        source: &mut S,
        data_len: u64,
        output: &Output<'_, '_>,
    ) -> Result<Vec<u32>, Error> {
        let Some(numbers) = self.numbers.clone().filter(|_| self.packet_octets == 0) else {
            return Ok(Vec::new());
        };
        // A number is at least an octet, and four are held for each.
        let n_octets = numbers.end - numbers.start;
        let limits = output.limits();
        limits.check_memory(Quantity::PacketTable, n_octets.saturating_mul(5))?;
        source
            .seek(SeekFrom::Start(numbers.start))
            .map_err(Error::io(Action::Seek))?;
        let mut octets = vec![0; n_octets as usize];
        source
            .read_exact(&mut octets)
            .map_err(Error::io(Action::ReadFile))?;
        let n_packets = octets.first_chunk().map_or(0, |n| u64::from_be_bytes(*n));
        let mut rest = octets.get(TABLE_HEADER as usize..).unwrap_or(&[]);
        let (mut lengths, mut left) = (Vec::new(), data_len);
        for _ in 0..n_packets {
            let Some(len) = number(&mut rest) else { break };
            if self.has_frames && number(&mut rest).is_none() {
                break;
            }
            // What is beyond the samples is no packet; one that reaches there is told as cut.
            lengths.push(u32::try_from(len).unwrap_or(u32::MAX));
            if len > left {
                break;
            }
            left -= len;
        }
        Ok(lengths)
    }
}

/// The number at the start of `octets`, which are left behind it.
fn number(octets: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for (i, octet) in octets.iter().take(MAX_NUMBER).enumerate() {
        number = number << 7 | u64::from(octet & 0x7F);
        if octet & 0x80 == 0 {
            *octets = octets.get(i + 1..)?;
            return Some(number);
        }
    }
    None
}

/// What the decoder needs to know.
pub(super) struct Track {
    params: AudioCodecParameters,
}

impl Track {
    pub fn of(description: &Description, found: &KnownChunks) -> Result<Self, Error> {
        let cookie = found.cookie.as_deref().unwrap_or(&[]);
        let (codec, config): (AudioCodecId, Vec<u8>) = match &description.format {
            b"aac " | b"aach" | b"aacp" => {
                let config = decoder_specific(cookie).unwrap_or(cookie);
                (CODEC_ID_AAC, config.to_vec())
            }
            b"alac" => (CODEC_ID_ALAC, cookie.to_vec()),
            b"opus" if description.n_channels <= 2 => (
                CODEC_ID_OPUS,
                opus_head(description.n_channels as u8, found.priming_frames()),
            ),
            other => {
                let coding = match format_name(*other) {
                    Some(name) => Coding::named(name),
                    None => Coding::Format {
                        id: other.escape_ascii().to_string(),
                    },
                };
                return Err(Error::Unsupported {
                    what: What::Holds {
                        container: "CAF",
                        coding,
                    },
                });
            }
        };
        let mut params = AudioCodecParameters::new();
        params
            .for_codec(codec)
            .with_sample_rate(description.rate_hz)
            .with_max_frames_per_packet(description.packet_frames.into())
            .with_extra_data(config.into());
        let positions = u32::try_from(1_u64 << description.n_channels.min(31)).map_or(0, |n| n - 1);
        if let Some(positions) = Position::from_wave_channel_mask(positions) {
            params.with_channels(Channels::Positioned(positions));
        }
        Ok(Self { params })
    }
}

/// The configuration inside an ES descriptor.
fn decoder_specific(mut octets: &[u8]) -> Option<&[u8]> {
    loop {
        let (tag, rest) = octets.split_first()?;
        let mut rest = rest;
        let len = number(&mut rest)?;
        let body = rest.get(..usize::try_from(len).ok()?.min(rest.len()))?;
        octets = match *tag {
            DECODER_SPECIFIC => return Some(body),
            // An identifier, and flags for three more fields.
            ES_DESCRIPTOR => {
                let (flags, fields) = body.get(2..)?.split_first()?;
                let mut skip = 0;
                if flags & 0x80 != 0 {
                    skip += 2;
                }
                if flags & 0x40 != 0 {
                    skip += 1 + usize::from(*fields.get(skip)?);
                }
                if flags & 0x20 != 0 {
                    skip += 2;
                }
                fields.get(skip..)?
            }
            // Object type, stream type, buffer size and two bit rates.
            DECODER_CONFIG => body.get(13..)?,
            _ => rest.get(body.len()..)?,
        };
    }
}

/// The header that Opus has in other containers; CAF has none.
fn opus_head(n_channels: u8, pre_skip: u64) -> Vec<u8> {
    let mut head = b"OpusHead\x01".to_vec();
    head.push(n_channels);
    head.extend(u16::try_from(pre_skip).unwrap_or(u16::MAX).to_le_bytes());
    head.extend(48_000_u32.to_le_bytes());
    // No gain, and mono or stereo.
    head.extend([0, 0, 0]);
    head
}

/// Formats that are not decoded. Source: Apple's `CoreAudioBaseTypes.h`.
fn format_name(format: [u8; 4]) -> Option<&'static str> {
    Some(match &format {
        b"ilbc" => "iLBC",
        b"ac-3" | b"cac3" => "AC-3",
        b"ec-3" => "E-AC-3",
        b"agsm" => "GSM 6.10 of several channels",
        b"flac" => "FLAC",
        b"opus" => "Opus of more than two channels",
        b"aace" | b"aacf" | b"aacg" | b"aacl" | b"aacs" => "AAC of low delay",
        b"usac" => "xHE-AAC",
        b"samr" => "AMR narrow-band",
        b"sawb" => "AMR wide-band",
        b"celp" => "MPEG-4 CELP",
        b"hvxc" => "MPEG-4 HVXC",
        b"twvq" => "TwinVQ",
        b"MAC3" => "MACE 3:1",
        b"MAC6" => "MACE 6:1",
        b"QDMC" | b"QDM2" => "QDesign Music",
        b"Qclp" => "Qualcomm PureVoice",
        b"ms\0\x02" => "Microsoft ADPCM",
        b"ms\0\x11" => "IMA ADPCM in blocks of WAV",
        b"ms\0\x31" => "GSM 6.10 in blocks of WAV",
        b"AUDB" => "an Audible book",
        b"apac" => "Apple Positional Audio",
        _ => return None,
    })
}

/// Decodes the packets in `data`, without what `trim` leaves out.
pub(super) fn decode<S: Source>(
    source: &mut S,
    data: Range<u64>,
    table: &Table,
    track: &Track,
    trim: Trim,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let data_len = data.end - data.start;
    let lengths = table.lengths(source, data_len, output)?;
    let mut decoder = PacketDecoder::new(&track.params, Kind::Caf, move |_rate_hz| trim, output)?;
    source
        .seek(SeekFrom::Start(data.start))
        .map_err(Error::io(Action::Seek))?;
    let mut reader = BufReader::new(source);
    let max_octets = output.limits().max_memory_bytes / PACKET_PART;
    let (mut left, mut lengths) = (data_len, lengths.into_iter().map(u64::from));
    let mut next = || match table.packet_octets {
        0 => lengths.next(),
        len => Some(len),
    };
    let mut is_left_out = false;
    while left > 0
        && let Some(len) = next()
    {
        if len > left {
            output.damage(
                DamageKind::EarlyEnd,
                output.duration_s,
                remark::Caf::EndsInPacket,
            );
            left = 0;
            break;
        }
        left -= len;
        if len > max_octets {
            output
                .limits()
                .check_memory(Quantity::Packet, len.saturating_mul(PACKET_PART))?;
        }
        let mut octets = vec![0; len as usize];
        reader
            .read_exact(&mut octets)
            .map_err(Error::io(Action::ReadFile))?;
        if !decoder.packet(octets, output)? {
            is_left_out = true;
            break;
        }
    }
    if left > 0 && !is_left_out {
        let detail = remark::Caf::BehindTable { octets: left };
        match account::is_little(left, data_len) {
            true => output.note(detail),
            false => output.damage(DamageKind::Gap, output.duration_s, detail),
        }
    }
    let is_whole = output.damage.is_empty();
    let n_left_over = next().is_some() && table.packet_octets == 0;
    let counted = decoder.finish(output)?;
    if is_whole && n_left_over {
        let detail = remark::Caf::TableTooLong;
        output.damage(DamageKind::EarlyEnd, output.duration_s, detail);
    } else if is_whole && counted.n_missing > counted.packet_frames {
        let detail = remark::Caf::TableFramesMissing {
            n: counted.n_missing,
        };
        output.damage(DamageKind::EarlyEnd, output.duration_s, detail);
    }
    Ok(())
}
