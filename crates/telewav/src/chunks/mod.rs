//! Chunks, which RIFF/WAVE, Wave64, AIFF and CAF files consist of: walked once, with every octet accounted for.
//!
//! What is found is told in file order: chunks ([`Walked::chunks`]), the samples in them ([`Walked::pieces`]), and
//! whatever else there is ([`Walked::oddities`]). Nothing is repaired in silence, and nothing that may be sound is
//! passed over in silence: `account` says whether an oddity is damage, a note, or nothing.

pub(crate) mod account;
mod dialect;
mod known;
mod length;
mod octets;
mod shape;

use std::io::{Read, Seek};
use std::ops::Range;

use self::account::Entry;
use self::dialect::Header;
pub(crate) use self::dialect::{Dialect, GUID_TAIL};
pub(crate) use self::length::is_placeholder;
pub use self::length::{Extent, Pad};
use self::octets::Octets;
pub(crate) use self::shape::Verdict;
use crate::error::{Actual, Amount, Error, Expected, LimitName, Part, Quantity};

/// More chunks than any honest file has; a bound on memory.
const MAX_CHUNKS: usize = 4096;
/// More pieces of samples than a file is joined of; a bound on memory.
const MAX_PIECES: usize = 1 << 16;
/// How far into the samples the rest of a header is looked for.
const HEADER_REST: u64 = 4096;
/// Length of an ID3v1 tag, octets.
const TAG: u64 = 128;
/// The most octets before the length of the samples that are what a header left behind.
const STALE: u64 = 512;
/// How far before the end of a chunk whose length is wrong the next one is looked for.
const SWALLOWED: u64 = 1 << 16;

/// One chunk, as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub id: [u8; 4],
    /// Where its header starts, and its content.
    pub offset: u64,
    pub body: u64,
    /// The length field, as octets of content.
    pub declared_len: u64,
    /// The octets of content that are its own.
    pub len: u64,
    pub pad: Pad,
    /// How the two lengths agree.
    pub extent: Extent,
    /// Whether the name is one that is used in such files.
    pub is_known: bool,
}

/// What the walk found that is no chunk as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Oddity {
    /// Where it starts.
    pub offset: u64,
    /// How many octets it is.
    pub len: u64,
    pub kind: OddityKind,
}

/// What is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OddityKind {
    /// Octets that are no chunk.
    NoChunk(Looks),
    /// A tag of another family of files.
    Tag,
    /// A chunk whose name is not known.
    UnknownChunk([u8; 4]),
    /// A chunk that is there for its length alone, and holds something else than the same octet or text.
    FilledPadding([u8; 4]),
    /// A chunk that claims what belongs to those behind it.
    ClaimsTooMuch { id: [u8; 4], declared_len: u64 },
    /// Samples that go on behind the length that their chunk declares, as another count says.
    GoesOn { declared_len: u64 },
    /// Samples that end before the length that their chunk declares: another chunk starts there.
    EndsBefore { declared_len: u64 },
    /// A header, or chunks, among the samples.
    AmongSamples,
    /// A format that says otherwise than the first one.
    OtherFormat,
    /// Silence that is told as a number of frames.
    Silence(u32),
}

/// What octets look like that are no chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    Zeros,
    Text,
    /// Like anything, samples too.
    Unknown,
}

/// All that the walk found.
#[derive(Debug)]
pub(crate) struct Walked {
    /// In file order, without those behind the declared end that hold no samples.
    pub chunks: Vec<Chunk>,
    /// Where samples are.
    pub pieces: Vec<Range<u64>>,
    /// In file order.
    pub oddities: Vec<Oddity>,
    /// Where what is behind the declared end, or behind the last chunk, starts.
    pub end: u64,
    pub file_len: u64,
    /// Where another file of the family starts.
    pub next: Option<u64>,
    pub sizes: Option<Sizes>,
}

impl Walked {
    /// What is to be said of what is odd, in a file that ends at `claimed_end` by its own word.
    pub fn entries(&self, claimed_end: u64) -> Vec<Entry> {
        let sound_len = self
            .pieces
            .iter()
            .map(|piece| piece.end - piece.start)
            .sum();
        let oddities = self.oddities.iter();
        oddities
            .filter_map(|oddity| account::of_oddity(oddity, sound_len, claimed_end))
            .collect()
    }
}

/// The sizes of 64 bits in the `ds64` chunk of RF64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// What the RIFF length field would be.
    pub riff: u64,
    /// Octets of the first `data` chunk.
    pub data: u64,
    /// What the `fact` chunk would count.
    pub n_frames: u64,
}

/// Says, by the chunks so far, how many octets of samples there are.
pub(crate) type Promise<'a, R> = dyn FnMut(&mut R, &[Chunk]) -> Option<u64> + 'a;

/// Walks the chunks of the file that starts at `start`; by its own word it ends at `claimed_end`.
///
/// # Errors
///
/// [`Error::LimitExceeded`] for more than 4096 chunks; [`Error::Malformed`] for a `ds64` chunk without sizes or samples
/// that start behind their end; [`Error::Io`].
pub(crate) fn walk<R: Read + Seek + ?Sized>(
    source: &mut R,
    dialect: Dialect,
    start: u64,
    claimed_end: u64,
    promise: &mut Promise<'_, R>,
) -> Result<Walked, Error> {
    let walk = Walk::new(source, dialect, start, claimed_end, promise)?;
    walk.run(start + dialect.first_chunk())
}

/// Looks at a chunk again: whether it is what its name says.
pub(crate) fn verdict<R: Read + Seek + ?Sized>(
    source: &mut R,
    dialect: Dialect,
    id: [u8; 4],
    body: Range<u64>,
) -> Result<Verdict, Error> {
    Octets::new(source, dialect, 0)?.verdict(id, body)
}

/// Walks a file that is no chunks: samples from `samples.start` on, up to `samples.end` if `is_exact`, or up to where
/// something else stands.
///
/// # Errors
///
/// As [`walk`].
pub(crate) fn walk_flat<R: Read + Seek + ?Sized>(
    source: &mut R,
    dialect: Dialect,
    start: u64,
    samples: Range<u64>,
    is_exact: bool,
) -> Result<Walked, Error> {
    let mut promise = |_: &mut R, _: &[Chunk]| None;
    let mut walk = Walk::new(source, dialect, start, samples.end, &mut promise)?;
    let mut chunk = Chunk {
        id: *dialect.sound(),
        offset: start,
        body: samples.start,
        declared_len: samples.end - samples.start,
        len: samples.end - samples.start,
        pad: Pad::NotNeeded,
        extent: Extent::Exact,
        is_known: true,
    };
    walk.look_at_format(start, start + AU_FORMAT)?;
    walk.cut_out(&mut chunk, samples.start, is_exact)?;
    let end = chunk.body + chunk.len;
    walk.behind = Some(end);
    walk.run(end)
}

struct Walk<'a, 'p, R: ?Sized> {
    octets: Octets<'a, R>,
    promise: &'a mut Promise<'p, R>,
    claimed_end: u64,
    /// Where what is behind the declared end starts, once it is reached.
    behind: Option<u64>,
    n_chunks: usize,
    /// The start of the first format chunk.
    format: Option<[u8; FORMAT_LEN]>,
    found: Walked,
}

/// What of a format chunk says how the samples are coded: 16 octets of `fmt `, 18 of `COMM`.
const FORMAT_LEN: usize = 18;

/// Where in the header of an AU encoding, rate and channels are.
const AU_FORMAT: u64 = 12;

impl<'a, 'p, R: Read + Seek + ?Sized> Walk<'a, 'p, R> {
    fn new(
        source: &'a mut R,
        dialect: Dialect,
        start: u64,
        claimed_end: u64,
        promise: &'a mut Promise<'p, R>,
    ) -> Result<Self, Error> {
        let octets = Octets::new(source, dialect, start)?;
        let file_len = octets.end;
        Ok(Self {
            octets,
            promise,
            claimed_end,
            behind: None,
            n_chunks: 0,
            format: None,
            found: Walked {
                chunks: Vec::new(),
                pieces: Vec::new(),
                oddities: Vec::new(),
                end: 0,
                file_len,
                next: None,
                sizes: None,
            },
        })
    }

    fn run(mut self, mut position: u64) -> Result<Walked, Error> {
        while position < self.octets.end {
            if self.behind.is_none() && self.is_complete() && position >= self.claimed_end {
                self.behind = Some(position);
            }
            let head = self.octets.head(position)?;
            if self.octets.is_magic(&head) {
                self.found.next = Some(position);
                self.behind.get_or_insert(position);
                break;
            }
            position = match self.octets.header(&head) {
                Some(header) if self.is_chunk(position, header) => self.chunk(position, header)?,
                _ => self.no_chunk(position)?,
            };
        }
        self.found.end = self.behind.unwrap_or(position);
        Ok(self.found)
    }

    /// Whether there is all that a file needs.
    fn is_complete(&self) -> bool {
        let has = |id: &[u8; 4]| self.found.chunks.iter().any(|chunk| chunk.id == *id);
        has(self.octets.dialect.format()) && has(self.octets.dialect.sound())
    }

    fn is_chunk(&self, position: u64, header: Header) -> bool {
        let left = self.octets.end - position - self.octets.dialect.header_octets();
        header.is_known || (header.is_name && header.len <= left)
    }

    fn odd(&mut self, offset: u64, len: u64, kind: OddityKind) {
        // As many as there are chunks, or pieces: these are bounded.
        if self.found.oddities.len() < MAX_PIECES {
            self.found.oddities.push(Oddity { offset, len, kind });
        }
    }

    /// Passes over octets that are no chunk; returns where it goes on.
    fn no_chunk(&mut self, position: u64) -> Result<u64, Error> {
        self.count()?;
        if let Some(len) = self.octets.tag_len(position)? {
            self.behind.get_or_insert(position);
            self.odd(position, len, OddityKind::Tag);
            return Ok(position + len);
        }
        let end = self.octets.end;
        let next = self.octets.find_chunk(position + 1..end)?;
        if next.is_none() {
            self.behind.get_or_insert(position);
        }
        let stop = next.unwrap_or(end);
        let looks = self.looks(position..stop)?;
        self.odd(position, stop - position, OddityKind::NoChunk(looks));
        Ok(stop)
    }

    fn looks(&mut self, range: Range<u64>) -> Result<Looks, Error> {
        if self.octets.all(range.clone(), &mut |octet| octet == 0)? {
            return Ok(Looks::Zeros);
        }
        // Silence of A-law may be one letter, over and over.
        let (mut first, mut differs) = (None, false);
        let is_text = self.octets.all(range, &mut |octet| {
            differs |= *first.get_or_insert(octet) != octet;
            matches!(octet, b'\t' | b'\n' | b'\r' | 0x20..0x7F)
        })?;
        Ok(if is_text && differs {
            Looks::Text
        } else {
            Looks::Unknown
        })
    }

    fn count(&mut self) -> Result<(), Error> {
        self.n_chunks += 1;
        if self.n_chunks > MAX_CHUNKS {
            return Err(Error::LimitExceeded {
                what: Quantity::Chunks,
                limit_name: LimitName::MaxChunks,
                limit: Amount::Number {
                    n: MAX_CHUNKS as u64,
                },
                actual: Amount::MoreThan {
                    n: MAX_CHUNKS as u64,
                },
            });
        }
        Ok(())
    }

    /// Takes in the chunk at `offset`; returns where it goes on.
    fn chunk(&mut self, offset: u64, header: Header) -> Result<u64, Error> {
        self.count()?;
        let dialect = self.octets.dialect;
        let body = offset + dialect.header_octets();
        let available = self.octets.end - body;
        let mut chunk = Chunk {
            id: header.id,
            offset,
            body,
            declared_len: header.len,
            len: header.len.min(available),
            pad: Pad::NotNeeded,
            extent: Extent::Exact,
            is_known: header.is_known,
        };
        let is_sound = header.id == *dialect.sound() && header.is_known;
        if is_sound {
            self.samples(&mut chunk)?;
        } else {
            self.others(&mut chunk)?;
        }
        let position = self.behind(&mut chunk)?;
        if is_sound || self.behind.is_none() {
            self.found.chunks.push(chunk);
        }
        Ok(position)
    }

    /// Settles the padding of `chunk`, and where the next one starts.
    fn behind(&mut self, chunk: &mut Chunk) -> Result<u64, Error> {
        let end = chunk.body + chunk.len;
        let padded = self.octets.padded(chunk.body, chunk.len);
        if !matches!(self.octets.dialect, Dialect::W64) && padded != end {
            chunk.pad = self.pad(end)?;
        }
        Ok(match chunk.pad {
            Pad::Missing => end,
            Pad::NotNeeded | Pad::Present => padded.min(self.octets.end),
        })
    }

    /// Whether the octet at `position`, after a chunk of odd length, is its pad byte or already the next chunk.
    fn pad(&mut self, position: u64) -> Result<Pad, Error> {
        let end = self.octets.end;
        if position >= end {
            return Ok(Pad::Missing);
        }
        if position + 1 == end || self.octets.is_chunk_at(position + 1)? {
            return Ok(Pad::Present);
        }
        if self.octets.is_chunk_at(position)? {
            return Ok(Pad::Missing);
        }
        let is_zero = self
            .octets
            .all(position..position + 1, &mut |octet| octet == 0)?;
        Ok(if is_zero { Pad::Present } else { Pad::Missing })
    }

    /// A chunk that holds no samples, or should not.
    fn others(&mut self, chunk: &mut Chunk) -> Result<(), Error> {
        let body = chunk.body..chunk.body + chunk.len;
        if chunk.id == *b"LIST" && self.octets.head(chunk.body)?.octets().starts_with(b"wavl") {
            // What it lists stands in the file as if there were no list.
            chunk.len = 4;
            return Ok(());
        }
        let verdict = self.octets.verdict(chunk.id, body.clone())?;
        let inner = match verdict {
            Verdict::Yes => None,
            Verdict::Perhaps | Verdict::Sloppy | Verdict::No => {
                self.octets.find_sound(body.clone())?
            }
        };
        if let Some(inner) = inner {
            let (id, declared_len) = (chunk.id, chunk.declared_len);
            let kind = OddityKind::ClaimsTooMuch { id, declared_len };
            self.odd(chunk.offset, inner - chunk.offset, kind);
            chunk.len = inner - chunk.body;
        } else if verdict == Verdict::No || (self.behind.is_some() && verdict == Verdict::Sloppy) {
            // What is sloppy within the file can be looked at again; behind it nothing is told of it.
            let kind = OddityKind::UnknownChunk(chunk.id);
            self.odd(chunk.offset, body.end - chunk.offset, kind);
        } else if known::is_filler(self.octets.dialect, chunk.id)
            && self.looks(body.clone())? == Looks::Unknown
            && !self.octets.is_one_octet(body.clone())?
        {
            let kind = OddityKind::FilledPadding(chunk.id);
            self.odd(chunk.offset, chunk.len, kind);
        }
        match &chunk.id {
            b"slnt" => {
                let mut frames = [0; 4];
                self.octets.read(chunk.body, &mut frames)?;
                let n = match self.octets.dialect {
                    Dialect::Rifx => u32::from_be_bytes(frames),
                    _ => u32::from_le_bytes(frames),
                };
                self.odd(chunk.offset, chunk.len, OddityKind::Silence(n));
            }
            b"ds64" => self.sizes(chunk)?,
            id if id == self.octets.dialect.format() => {
                self.look_at_format(chunk.offset, chunk.body)?
            }
            _ => {}
        }
        Ok(())
    }

    /// The sizes of 64 bits of RF64.
    fn sizes(&mut self, chunk: &Chunk) -> Result<(), Error> {
        let mut octets = [0; 24];
        let len = chunk.len.min(24) as usize;
        if self.octets.read(chunk.body, &mut octets[..len])? < 16 {
            let expected = Expected::AtLeastBytes { n: 16 };
            return Err(Error::malformed(
                Part::chunk("ds64"),
                chunk.offset,
                expected,
                chunk.len,
            ));
        }
        let word = |i: usize| {
            let word = octets.get(8 * i..).and_then(|octets| octets.first_chunk());
            let word = word.map_or(0, |octets| u64::from_le_bytes(*octets));
            match self.octets.dialect {
                // Two words of 32 bits, the lower one first, in either byte order.
                Dialect::Rifx => word.swap_bytes().rotate_left(32),
                _ => word,
            }
        };
        let sizes = Sizes {
            riff: word(0),
            data: word(1),
            n_frames: word(2),
        };
        self.claimed_end = self
            .octets
            .start
            .saturating_add(8)
            .saturating_add(sizes.riff);
        self.found.sizes = Some(sizes);
        Ok(())
    }

    /// Compares the format at `body` with the first one; `offset` is where it is told.
    fn look_at_format(&mut self, offset: u64, body: u64) -> Result<(), Error> {
        let mut octets = [0; FORMAT_LEN];
        self.octets.read(body, &mut octets)?;
        match self.octets.dialect {
            // Channels, bits and rate; the frames are this file's own.
            Dialect::Aiff => octets[2..6].fill(0),
            // Encoding, rate and channels.
            Dialect::Au => octets[12..].fill(0),
            _ => octets[16..].fill(0),
        }
        if *self.format.get_or_insert(octets) != octets {
            self.odd(offset, FORMAT_LEN as u64, OddityKind::OtherFormat);
        }
        Ok(())
    }

    /// Settles how long the samples really are, and where in the chunk they stand.
    fn samples(&mut self, chunk: &mut Chunk) -> Result<(), Error> {
        let dialect = self.octets.dialect;
        let (body, end) = (chunk.body, self.octets.end);
        if let Some(sizes) = &self.found.sizes
            && chunk.declared_len == u64::from(u32::MAX)
        {
            chunk.declared_len = sizes.data;
        }
        let available = end - body;
        let is_nothing = dialect.is_nothing(chunk.declared_len) && available > chunk.declared_len;
        chunk.extent = if chunk.declared_len > available {
            match dialect.is_unknown(chunk.declared_len) {
                true => Extent::Open,
                false => Extent::Short,
            }
        } else if is_nothing && !self.octets.is_boundary(body, chunk.declared_len)? {
            Extent::Open
        } else {
            Extent::Exact
        };
        let is_exact = chunk.extent == Extent::Exact;
        chunk.len = if is_exact {
            chunk.declared_len
        } else {
            end - body
        };
        let start = self.first_sample(chunk)?;
        if is_exact {
            self.settle(chunk, start)?;
        }
        self.cut_out(chunk, start, is_exact)
    }

    /// Where the samples start: AIFF and CAF have fields before them.
    fn first_sample(&mut self, chunk: &Chunk) -> Result<u64, Error> {
        let before = match self.octets.dialect {
            Dialect::Aiff => {
                let mut offset = [0; 4];
                self.octets.read(chunk.body, &mut offset)?;
                8 + u64::from(u32::from_be_bytes(offset))
            }
            Dialect::Caf => 4,
            _ => 0,
        };
        if before > chunk.len {
            let expected = Expected::SamplesWithin { bytes: chunk.len };
            let actual = Actual::Offset { bytes: before };
            return Err(Error::malformed(
                Part::chunk(chunk.id.escape_ascii().to_string()),
                chunk.offset,
                expected,
                actual,
            ));
        }
        Ok(chunk.body + before)
    }

    /// A declared length at which nothing else begins is wrong: the samples go on, if another count says how far, or
    /// the next chunk stands before it.
    fn settle(&mut self, chunk: &mut Chunk, start: u64) -> Result<(), Error> {
        let (body, declared_len) = (chunk.body, chunk.declared_len);
        let end = body + chunk.len;
        if end >= self.octets.end || self.octets.is_boundary(body, chunk.len)? {
            return Ok(());
        }
        let promised = (self.promise)(self.octets.source(), &self.found.chunks);
        if let Some(promised) = promised {
            let len = (start - body).saturating_add(promised);
            if len > chunk.len
                && body.saturating_add(len) <= self.octets.end
                && self.octets.is_boundary(body, len)?
            {
                chunk.len = len;
                self.odd(end, len - declared_len, OddityKind::GoesOn { declared_len });
                return Ok(());
            }
        }
        // Within what its own file claims, the next chunk may stand before the end.
        let from = start.max(end.saturating_sub(SWALLOWED));
        if let Some(found) = self.octets.find_chunk(from..end)? {
            chunk.len = found - body;
            self.odd(found, end - found, OddityKind::EndsBefore { declared_len });
        }
        Ok(())
    }

    /// Notes the pieces of the samples from `start`, without headers and chunks that stand among them: in streams
    /// and in samples that begin with a header. Of such, what stands behind is taken off `chunk`.
    fn cut_out(&mut self, chunk: &mut Chunk, start: u64, is_exact: bool) -> Result<(), Error> {
        let mut end = chunk.body + chunk.len;
        if !is_exact && end >= start + TAG && self.octets.tag_len(end - TAG)? == Some(TAG) {
            end -= TAG;
            chunk.len -= TAG;
        }
        let mut at = start;
        let mut until = if is_exact {
            end.min(start + HEADER_REST)
        } else {
            end
        };
        while let Some(foreign) = self.octets.find_foreign(at..end, until)? {
            until = end;
            let is_stale = foreign.start - start <= STALE
                && foreign.end < end
                && !self.is_file(foreign.start)?;
            let from = if is_stale { start } else { foreign.start };
            self.piece(at..from)?;
            self.odd(from, foreign.end - from, OddityKind::AmongSamples);
            if foreign.end == end && !is_exact {
                // Chunks behind a stream: the walk goes on with them.
                chunk.len = foreign.start - chunk.body;
                return Ok(());
            }
            self.look_at_formats(foreign.clone())?;
            at = foreign.end;
        }
        self.piece(at..end)
    }

    fn is_file(&mut self, position: u64) -> Result<bool, Error> {
        let head = self.octets.head(position)?;
        Ok(self.octets.is_magic(&head))
    }

    /// Compares the format in a header among the samples.
    fn look_at_formats(&mut self, header: Range<u64>) -> Result<(), Error> {
        if self.octets.dialect == Dialect::Au {
            return self.look_at_format(header.start, header.start + AU_FORMAT);
        }
        let format = *self.octets.dialect.format();
        if let Some(at) = self.octets.find_name(header, format)? {
            self.look_at_format(at, at + self.octets.dialect.header_octets())?;
        }
        Ok(())
    }

    fn piece(&mut self, range: Range<u64>) -> Result<(), Error> {
        if range.is_empty() {
            return Ok(());
        }
        if self.found.pieces.len() >= MAX_PIECES {
            return Err(Error::LimitExceeded {
                what: Quantity::Pieces,
                limit_name: LimitName::MaxChunks,
                limit: Amount::Number {
                    n: MAX_PIECES as u64,
                },
                actual: Amount::MoreThan {
                    n: MAX_PIECES as u64,
                },
            });
        }
        self.found.pieces.push(range);
        Ok(())
    }
}
