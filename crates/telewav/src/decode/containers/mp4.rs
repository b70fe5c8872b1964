//! MP4 and its relatives: what the movie says of the sound's first and last frame. Symphonia takes the
//! file apart; it reads these words and drops them.
//!
//! An AAC encoder puts about 1,000 to 2,600 frames of its own in front of the sound and pads the last
//! packet. An edit list (`elst`) says which part of the media is meant to be heard; iTunes says the same
//! in a tag called `iTunSMPB`.
//!
//! Sources: ISO/IEC 14496-12:2015, 8.6.1.2 (`stts`), 8.6.6 (`elst`), 8.8 (fragments); the tag as iTunes
//! writes it: hexadecimal words, of which the second, third and fourth are delay, padding and length.

use std::collections::HashMap;
use std::io::{Read, Seek};
use std::ops::Range;

use symphonia::core::audio::Channels;
use symphonia::core::codecs::audio::{AudioCodecParameters, well_known};

use crate::decode::trim::{End, Trim};
use crate::decode::window::Window;
use crate::decode::{Output, SoundTrack, Source, codecs, demuxed, part};
use crate::error::Error;
use crate::kind::Kind;

/// Boxes that hold boxes are nested this deep at most: `moov/udta/meta/ilst/----/data` is six.
const MAX_DEPTH: u32 = 10;
/// The longest box that is read as a whole; the tables, which are longer, are read piece by piece.
const MAX_LEAF_LEN: usize = 1 << 12;
/// Entries of a table that are read at a time.
const ENTRIES_AT_ONCE: usize = 1 << 9;
/// More tracks than this are none.
const MAX_TRACKS: usize = 1 << 10;
/// Frames of PCM in a packet.
const MAX_PCM_PACKET: u64 = 1 << 16;
/// More edits than this are no edits of sound.
const MAX_EDITS: usize = 64;

pub(in crate::decode) fn decode<S: Source>(
    source: &mut S,
    start: u64,
    output: &mut Output<'_, '_>,
) -> Result<(), Error> {
    let range = part::to_the_end(source, start)?;
    let movie = Reader::new(&mut *source, range.clone())
        .in_time(output)
        .run()?;
    let chosen = movie.choose(output)?;
    if let Some(note) = chosen.and_then(|track| track.note(movie.timescale)) {
        output.note(note);
    }
    let trim = |track_id: u32, rate_hz| {
        let track = movie.tracks.get(&track_id);
        track.map_or_else(Trim::default, |track| track.trim(&movie, rate_hz))
    };
    let given = chosen.map(|track| (track.id, track.params()));
    demuxed::decode_track(source, range, Kind::Mp4, given.as_ref(), &trim, output)
        .map_err(|e| named(e, chosen))
}

/// What is known of a movie.
#[derive(Debug, Default)]
struct Movie {
    /// Ticks per second of the edit list's durations.
    timescale: u32,
    tracks: HashMap<u32, Track>,
    gapless: Option<Gapless>,
}

/// What is known of a track. All times are in ticks of the track, but for the edits' durations.
#[derive(Debug, Default)]
struct Track {
    id: u32,
    /// Its place among the tracks of the file.
    number: usize,
    is_enabled: bool,
    is_sound: bool,
    /// The four-character code of its first sample description, and all of that.
    codec: [u8; 4],
    description: Vec<u8>,
    timescale: u32,
    /// Duration of all samples, those of the fragments included.
    duration: u64,
    /// The decode time of the first fragment.
    first_time: Option<u64>,
    default_sample_duration: u32,
    edits: Vec<Edit>,
}

/// An entry of an edit list.
#[derive(Debug, Clone, Copy)]
struct Edit {
    /// In ticks of the movie; 0 in a fragmented file, whose end is not known in time.
    duration: u64,
    /// The first tick of the media, or -1 for a pause.
    media_time: i64,
    rate: u32,
}

/// iTunSMPB, in frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gapless {
    delay: u64,
    padding: u64,
    n_frames: u64,
}

impl Movie {
    /// The sound track to decode, if there is one at all.
    fn choose(&self, output: &mut Output<'_, '_>) -> Result<Option<&Track>, Error> {
        let mut sound: Vec<&Track> = self.tracks.values().filter(|t| t.is_sound).collect();
        sound.sort_by_key(|track| track.number);
        if sound.is_empty() {
            return Ok(None);
        }
        let chosen = output.choose_track(sound.iter().map(|track| track.about()).collect())?;
        Ok(sound.get(chosen).copied())
    }
}

/// The error in the place of `error`, if the movie knows better: Symphonia leaves tracks without a word whose
/// codec it does not know.
fn named(error: Error, chosen: Option<&Track>) -> Error {
    match chosen {
        Some(track) if demuxed::is_without_audio(&error) => Error::Unsupported {
            what: format!("{} in {}", codec_name(track.codec), Kind::Mp4.describe()),
        },
        _ => error,
    }
}

/// The samples of a QuickTime movie that Symphonia does not know, or takes to be little-endian where they
/// are not unless an `enda` says so.
///
/// Source: QuickTime File Format specification (2012), "Sound sample descriptions".
fn pcm(description: &[u8]) -> Option<AudioCodecParameters> {
    let enda = description.windows(4).position(|four| four == b"enda");
    let is_little_endian = enda.is_some_and(|at| description.get(at + 5) == Some(&1));
    let codec = match description.get(4..8)? {
        b"alaw" => well_known::CODEC_ID_PCM_ALAW,
        b"ulaw" => well_known::CODEC_ID_PCM_MULAW,
        b"in24" if !is_little_endian => well_known::CODEC_ID_PCM_S24BE,
        b"in32" if !is_little_endian => well_known::CODEC_ID_PCM_S32BE,
        b"fl32" if !is_little_endian => well_known::CODEC_ID_PCM_F32BE,
        b"fl64" if !is_little_endian => well_known::CODEC_ID_PCM_F64BE,
        _ => return None,
    };
    let n_channels = u16::from_be_bytes(*description.get(24..)?.first_chunk()?);
    let rate_hz = u16::from_be_bytes(*description.get(32..)?.first_chunk()?);
    let mut params = AudioCodecParameters::new();
    params
        .for_codec(codec)
        .with_sample_rate(u32::from(rate_hz))
        .with_channels(Channels::Discrete(n_channels))
        .with_max_frames_per_packet(MAX_PCM_PACKET);
    Some(params)
}

/// What a sample description's code stands for. Source: the MP4 registration authority's list of codecs, and
/// the QuickTime File Format specification (2012), "Sound sample descriptions".
fn codec_name(code: [u8; 4]) -> String {
    let name = match &code {
        b"enca" | b"drms" => "protected sound (DRM)",
        b"samr" => "AMR narrow-band",
        b"sawb" => "AMR wide-band",
        b"sawp" => "AMR-WB+",
        b"sevc" => "EVRC",
        b"sqcp" | b"Qclp" => "QCELP",
        b"ac-3" => "AC-3",
        b"ec-3" => "E-AC-3",
        b"ac-4" => "AC-4",
        b"dtsc" | b"dtse" | b"dtsh" | b"dtsl" => "DTS",
        b"mha1" | b"mhm1" => "MPEG-H",
        b"QDMC" | b"QDM2" => "QDesign sound",
        b"MAC3" | b"MAC6" => "MACE",
        b"ima4" => "IMA ADPCM",
        b"agsm" => "GSM",
        b"spex" => "Speex",
        b"alac" => "ALAC in QuickTime's own wrapping",
        b"mp4a" => "an MPEG-4 codec other than AAC and MP3",
        _ => return format!("sound of type \"{}\"", code.escape_ascii()),
    };
    name.to_owned()
}

impl Track {
    /// What is needed of it to decode it, if Symphonia does not know its codec.
    fn params(&self) -> Option<AudioCodecParameters> {
        codecs::params_of(self.codec).or_else(|| pcm(&self.description))
    }

    fn about(&self) -> SoundTrack {
        let codec = match &self.codec {
            b"mp4a" => "AAC".to_owned(),
            _ => codec_name(self.codec),
        };
        SoundTrack {
            codec,
            rate_hz: None,
            n_channels: None,
            language: None,
            is_default: self.is_enabled,
            is_decoded: false,
        }
    }

    /// The edits that play something.
    fn played(&self) -> impl Iterator<Item = &Edit> {
        self.edits.iter().filter(|edit| edit.media_time >= 0)
    }

    /// The one edit that can be applied: from a tick on, at normal speed.
    fn edit(&self) -> Option<Edit> {
        let mut played = self.played();
        let edit = *played.next()?;
        (played.next().is_none() && edit.rate == 1 << 16).then_some(edit)
    }

    /// A word about edits that are left out.
    fn note(&self, movie_timescale: u32) -> Option<String> {
        let n_played = self.played().count();
        if n_played > 0 && self.edit().is_none() {
            return Some(format!(
                "an edit list of {n_played} cuts or another speed is not followed: the whole recording is decoded"
            ));
        }
        let pause: u64 = (self.edits.iter())
            .filter(|edit| edit.media_time < 0)
            .map(|edit| edit.duration)
            .fold(0, u64::saturating_add);
        let pause_s = pause as f64 / f64::from(movie_timescale.max(1));
        (pause_s >= 0.001).then(|| {
            format!("a pause of {pause_s:.3} s before the sound, from the edit list, is left out")
        })
    }

    fn trim(&self, movie: &Movie, rate_hz: u32) -> Trim {
        if self.timescale == 0 {
            return Trim::default();
        }
        let frames = |ticks: u64| scale(ticks, rate_hz, self.timescale);
        let edit = self.edit();
        let start = edit.map_or(0, |edit| edit.media_time.unsigned_abs());
        if start == 0
            && let Some(gapless) = movie.gapless
        {
            return Trim {
                start: frames(gapless.delay),
                end: match gapless.n_frames {
                    0 => End::Before(frames(gapless.padding)),
                    n => End::After(frames(n)),
                },
            };
        }
        if self.duration == 0 {
            return Trim {
                start: frames(start),
                end: End::Open,
            };
        }
        // A fragmented file may begin late; then its media begins there.
        let start = start.saturating_sub(self.first_time.unwrap_or(0));
        let left = self.duration.saturating_sub(start);
        let left = match edit.map_or(0, |edit| edit.duration) {
            0 => left,
            duration => {
                let edited = scale(duration, self.timescale, movie.timescale);
                let tick = scale(1, self.timescale, movie.timescale) + 1;
                // The edit's unit may be as coarse as a millisecond; within one of it, the media's word
                // is the better one.
                if edited.abs_diff(left) <= tick {
                    left
                } else {
                    edited.min(left)
                }
            }
        };
        Trim {
            start: frames(start),
            end: End::After(frames(start + left).saturating_sub(frames(start))),
        }
    }
}

/// `ticks` of one clock in ticks of another, to the nearest.
fn scale(ticks: u64, to_per_s: u32, from_per_s: u32) -> u64 {
    let from = u128::from(from_per_s.max(1));
    let scaled = (u128::from(ticks) * u128::from(to_per_s) + from / 2) / from;
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

/// Walks the boxes. What contradicts itself is passed over here: Symphonia will say so.
struct Reader<R> {
    window: Window<R>,
    range: Range<u64>,
    movie: Movie,
    /// The track of the `trak` or `traf` that is being read.
    track: Track,
    n_tracks: usize,
    fragment_sample_duration: u32,
    /// The name of the tag that is being read.
    tag: Vec<u8>,
}

impl<R: Read + Seek> Reader<R> {
    fn new(source: R, range: Range<u64>) -> Self {
        Self {
            window: Window::new(source, range.clone()),
            range,
            movie: Movie::default(),
            track: Track::default(),
            n_tracks: 0,
            fragment_sample_duration: 0,
            tag: Vec::new(),
        }
    }

    fn in_time(mut self, output: &Output<'_, '_>) -> Self {
        self.window = self.window.in_time(output);
        self
    }

    fn run(mut self) -> Result<Movie, Error> {
        self.boxes(self.range.clone(), 0)?;
        Ok(self.movie)
    }

    fn boxes(&mut self, range: Range<u64>, depth: u32) -> Result<(), Error> {
        let mut position = range.start;
        while position + 8 <= range.end && depth < MAX_DEPTH {
            let header = self.window.read_at(position, 16)?;
            let Some((kind, header_len, len)) = box_header(&header, range.end - position) else {
                return Ok(());
            };
            let body = position + header_len..position + len;
            self.one_box(kind, body, depth)?;
            position += len;
        }
        Ok(())
    }

    fn one_box(&mut self, kind: [u8; 4], body: Range<u64>, depth: u32) -> Result<(), Error> {
        match &kind {
            b"trak" | b"trex" if self.movie.tracks.len() >= MAX_TRACKS => {}
            b"moov" | b"edts" | b"mdia" | b"minf" | b"stbl" | b"udta" | b"ilst" | b"mvex"
            | b"moof" => {
                self.boxes(body, depth + 1)?;
            }
            b"trak" => {
                self.track = Track::default();
                self.boxes(body, depth + 1)?;
                let mut track = std::mem::take(&mut self.track);
                track.number = self.n_tracks;
                self.n_tracks += 1;
                // The defaults of fragments may stand before or behind it.
                let known = self.movie.tracks.entry(track.id).or_default();
                let default_sample_duration = known.default_sample_duration;
                *known = Track {
                    default_sample_duration,
                    ..track
                };
            }
            b"traf" => {
                self.track = Track::default();
                self.boxes(body, depth + 1)?;
            }
            b"meta" => {
                // A full box in MP4, a plain one in QuickTime.
                let head = self.window.read_at(body.start, 8)?;
                let skip = if head.get(4..8) == Some(b"hdlr") {
                    0
                } else {
                    4
                };
                self.boxes(
                    body.start + skip..body.end.max(body.start + skip),
                    depth + 1,
                )?;
            }
            b"----" => {
                self.tag.clear();
                self.boxes(body, depth + 1)?;
            }
            b"stts" => self.time_to_sample(body)?,
            b"trun" => self.run_of_samples(body)?,
            _ => {
                let leaf = self.window.read_at(body.start, leaf_len(&body))?;
                // What is cut short is not there.
                let _ = self.leaf(kind, &leaf);
            }
        }
        Ok(())
    }

    fn leaf(&mut self, kind: [u8; 4], leaf: &[u8]) -> Option<()> {
        let version = *leaf.first()?;
        // Fields that are as wide as the version says stand before these.
        let at = |narrow: usize, wide: usize| if version == 1 { wide } else { narrow };
        match &kind {
            b"mvhd" => self.movie.timescale = u32_at(leaf, at(12, 20))?,
            b"tkhd" => {
                self.track.id = u32_at(leaf, at(12, 20))?;
                self.track.is_enabled = u32_at(leaf, 0)? & 1 != 0;
            }
            b"mdhd" => self.track.timescale = u32_at(leaf, at(12, 20))?,
            b"hdlr" => self.track.is_sound |= leaf.get(8..12)? == b"soun",
            b"elst" => self.edit_list(leaf, version)?,
            // The first entry stands behind a version and a count.
            b"stsd" => {
                self.track.codec = *leaf.get(12..)?.first_chunk()?;
                self.track.description = leaf.get(8..)?.to_vec();
            }
            b"trex" => {
                let track = self.movie.tracks.entry(u32_at(leaf, 4)?).or_default();
                track.default_sample_duration = u32_at(leaf, 12)?;
            }
            b"tfhd" => self.fragment_header(leaf)?,
            b"tfdt" => {
                let time = match version {
                    1 => u64_at(leaf, 4)?,
                    _ => u64::from(u32_at(leaf, 4)?),
                };
                let track = self.movie.tracks.get_mut(&self.track.id)?;
                track.first_time.get_or_insert(time);
            }
            b"name" => self.tag = leaf.get(4..)?.to_vec(),
            b"data" if self.tag == b"iTunSMPB" => {
                self.movie.gapless = self.movie.gapless.or(gapless(leaf.get(8..)?));
            }
            _ => {}
        }
        Some(())
    }

    fn edit_list(&mut self, leaf: &[u8], version: u8) -> Option<()> {
        let n_entries = u32_at(leaf, 4)? as usize;
        let len = if version == 1 { 20 } else { 12 };
        let entries = leaf.get(8..)?.chunks_exact(len);
        for entry in entries.take(n_entries.min(MAX_EDITS)) {
            self.track.edits.push(if version == 1 {
                Edit {
                    duration: u64_at(entry, 0)?,
                    media_time: u64_at(entry, 8)? as i64,
                    rate: u32_at(entry, 16)?,
                }
            } else {
                Edit {
                    duration: u64::from(u32_at(entry, 0)?),
                    media_time: i64::from(u32_at(entry, 4)? as i32),
                    rate: u32_at(entry, 8)?,
                }
            });
        }
        Some(())
    }

    fn fragment_header(&mut self, leaf: &[u8]) -> Option<()> {
        let flags = u32_at(leaf, 0)? & 0xFF_FFFF;
        self.track.id = u32_at(leaf, 4)?;
        let track = self.movie.tracks.get(&self.track.id)?;
        self.fragment_sample_duration = track.default_sample_duration;
        // Base data offset and sample description index come first, where they are.
        let at = 8 + if flags & 0x01 != 0 { 8 } else { 0 } + if flags & 0x02 != 0 { 4 } else { 0 };
        if flags & 0x08 != 0 {
            self.fragment_sample_duration = u32_at(leaf, at)?;
        }
        Some(())
    }

    /// Adds up the durations of `stts`: counts and durations in turn.
    fn time_to_sample(&mut self, body: Range<u64>) -> Result<(), Error> {
        let n_entries = self.u32_in(&body, 4)?;
        let mut total = 0_u64;
        self.table(body.start + 8..body.end, 8, n_entries, |entry| {
            let (count, duration) = (u32_at(entry, 0), u32_at(entry, 4));
            let of_entry = u64::from(count.unwrap_or(0)) * u64::from(duration.unwrap_or(0));
            total = total.saturating_add(of_entry);
        })?;
        self.track.duration = self.track.duration.saturating_add(total);
        Ok(())
    }

    /// Adds up the durations of a track run.
    fn run_of_samples(&mut self, body: Range<u64>) -> Result<(), Error> {
        let flags = self.u32_in(&body, 0)? & 0xFF_FFFF;
        let n_samples = self.u32_in(&body, 4)?;
        let total = if flags & 0x100 == 0 {
            u64::from(n_samples) * u64::from(self.fragment_sample_duration)
        } else {
            // Duration, size, flags and composition offset, where they are.
            let fields = (flags & 0xF00).count_ones() as usize;
            let skip = 8 + 4 * u64::from((flags & 0x5).count_ones());
            let mut total = 0;
            self.table(
                body.start + skip..body.end,
                4 * fields,
                n_samples,
                |entry| {
                    total += u64::from(u32_at(entry, 0).unwrap_or(0));
                },
            )?;
            total
        };
        if let Some(track) = self.movie.tracks.get_mut(&self.track.id) {
            track.duration = track.duration.saturating_add(total);
        }
        Ok(())
    }

    /// Hands out the entries of a table, as many as are there.
    fn table(
        &mut self,
        range: Range<u64>,
        entry_len: usize,
        n_entries: u32,
        mut each: impl FnMut(&[u8]),
    ) -> Result<(), Error> {
        let len = u64::from(n_entries) * entry_len as u64;
        let end = range.end.min(range.start.saturating_add(len));
        let mut position = range.start;
        while position < end {
            let wanted = (end - position).min((entry_len * ENTRIES_AT_ONCE) as u64);
            let octets = self.window.read_at(position, wanted as usize)?;
            if octets.len() < entry_len {
                break;
            }
            octets.chunks_exact(entry_len).for_each(&mut each);
            position += octets.len() as u64;
        }
        Ok(())
    }

    /// The 32-bit field so far into a box; 0 where there is none.
    fn u32_in(&mut self, body: &Range<u64>, at: u64) -> Result<u32, Error> {
        let octets = self.window.read_at(body.start + at, 4)?;
        Ok(if body.start + at + 4 > body.end {
            0
        } else {
            u32_at(&octets, 0).unwrap_or(0)
        })
    }
}

fn leaf_len(body: &Range<u64>) -> usize {
    usize::try_from(body.end.saturating_sub(body.start))
        .map_or(MAX_LEAF_LEN, |len| len.min(MAX_LEAF_LEN))
}

/// Type, length of the header and length in all of a box, of which `left` octets are there.
fn box_header(header: &[u8], left: u64) -> Option<([u8; 4], u64, u64)> {
    let kind = *header.get(4..)?.first_chunk::<4>()?;
    let (header_len, len) = match u32_at(header, 0)? {
        0 => (8, left),
        1 => (16, u64_at(header, 8)?),
        len => (8, u64::from(len)),
    };
    (len >= header_len).then_some((kind, header_len, len.min(left).max(header_len)))
}

fn u32_at(octets: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*octets.get(at..)?.first_chunk::<4>()?))
}

fn u64_at(octets: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_be_bytes(*octets.get(at..)?.first_chunk::<8>()?))
}

/// iTunSMPB's text.
fn gapless(text: &[u8]) -> Option<Gapless> {
    let text = std::str::from_utf8(text).ok()?;
    let mut words = text
        .trim_matches(['\0', ' '])
        .split_ascii_whitespace()
        .map(|word| u64::from_str_radix(word, 16).ok());
    words.next()?;
    let found = Gapless {
        delay: words.next()??,
        padding: words.next()??,
        n_frames: words.next()??,
    };
    // A delay of more than a few packets is no delay.
    (found.delay < 1 << 16 && found.padding < 1 << 16).then_some(found)
}
