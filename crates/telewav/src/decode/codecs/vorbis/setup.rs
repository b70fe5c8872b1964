//! A Vorbis setup header, walked before a decoder unpacks it.
//!
//! A codebook of a few octets may declare 131,072 entries of 32 dimensions, and a header 256 of them:
//! gigabytes from ten kilobytes. Two defects make Symphonia 0.6.1 panic: codewords longer than 32 bits, and a floor
//! with two points at one place.
//!
//! Source: Vorbis I specification (2020), sections 3.2.1, 4.2.4, 7.2.2, 8.6.1, 9.2.1 and 9.2.3.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::SETUP;
use crate::decode::limits::Limits;
use crate::error::{Actual, Error, Expected, Part, Quantity};

/// Octets of an entry's place in a decoding table, where tables are filled as badly as can be.
const ENTRY_MEMORY: u64 = 512;
/// Octets of one dimension of an entry.
const VALUE_MEMORY: u64 = 4;
/// The part of [`Limits::max_memory_bytes`] that all codebooks together may take up.
const CODEBOOKS_PART: u64 = 2;
/// Bits of the longest codeword.
const MAX_CODEWORD: u64 = 32;
/// Points of a floor, at most.
const MAX_POINTS: usize = 65;

/// Headers that this thread has read, since prompts that were made alike have the same.
type Known = (u8, Box<[u8]>, Setup);
const MAX_KNOWN: usize = 8;
/// The longest of them, octets.
const MAX_KNOWN_LEN: usize = 1 << 14;

thread_local! {
    static KNOWN: RefCell<Vec<Known>> = const { RefCell::new(Vec::new()) };
}

/// What a setup header says of memory and of packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::decode) struct Setup {
    /// Octets that all codebooks together take up.
    pub memory: u64,
    /// Modes, at most 64; 0 if the header cannot be read that far.
    pub n_modes: u8,
    /// A bit for each mode, from the lowest: whether its blocks are long ones.
    pub long_modes: u64,
}

impl Setup {
    /// Reads `packet`, of a stream of so many channels. One that ends too early costs no more than what was read of
    /// it.
    pub fn read(packet: &[u8], n_channels: u8, limits: &Limits) -> Result<Self, Error> {
        let known = KNOWN.with_borrow(|known| {
            let is_same = |(n, other, _): &&Known| *n == n_channels && **other == *packet;
            known.iter().find(is_same).map(|(_, _, setup)| *setup)
        });
        if let Some(setup) = known {
            setup.check(limits)?;
            return Ok(setup);
        }
        let setup = Self::read_anew(packet, n_channels, limits)?;
        if packet.len() <= MAX_KNOWN_LEN {
            KNOWN.with_borrow_mut(|known| {
                known.truncate(MAX_KNOWN - 1);
                known.insert(0, (n_channels, packet.into(), setup));
            });
        }
        Ok(setup)
    }

    fn check(self, limits: &Limits) -> Result<(), Error> {
        let costs = self.memory.saturating_mul(CODEBOOKS_PART);
        limits.check_memory(Quantity::Codebooks, costs)
    }

    fn read_anew(packet: &[u8], n_channels: u8, limits: &Limits) -> Result<Self, Error> {
        let mut setup = Self::default();
        let mut bits = Bits::new(packet.get(SETUP.len()..).unwrap_or(&[]));
        let walked = setup.walk(&mut bits, n_channels);
        setup.check(limits)?;
        match walked {
            Err(Stop::Defect(what)) => Err(Error::malformed(
                Part::VorbisSetup,
                None,
                Expected::Allowed,
                what,
            )),
            Ok(()) | Err(Stop::End) => Ok(setup),
        }
    }

    /// Whether the blocks of a mode are long ones; `None` if there is no such mode. The number stands in the lowest
    /// bits, as many as the highest mode needs.
    pub fn is_long(&self, mode: u8) -> Option<bool> {
        let highest = self.n_modes.checked_sub(1)?;
        let n_bits = u8::BITS - highest.leading_zeros();
        let mode = mode & ((1 << n_bits) - 1);
        (mode <= highest).then_some(self.long_modes >> mode & 1 == 1)
    }

    fn walk(&mut self, bits: &mut Bits<'_>, n_channels: u8) -> Result<(), Stop> {
        for _ in 0..=bits.read(8)? {
            codebook(bits, &mut self.memory)?;
        }
        // Placeholders.
        let n_transforms = bits.read(6)? + 1;
        bits.skip(16 * n_transforms)?;
        for _ in 0..=bits.read(6)? {
            floor(bits)?;
        }
        for _ in 0..=bits.read(6)? {
            residue(bits)?;
        }
        for _ in 0..=bits.read(6)? {
            mapping(bits, n_channels)?;
        }
        let (mut n_modes, mut long_modes) = (0, 0);
        for mode in 0..=bits.read(6)? {
            long_modes |= bits.read(1)? << mode;
            // Window, transform, mapping.
            bits.skip(16 + 16 + 8)?;
            n_modes += 1;
        }
        (self.n_modes, self.long_modes) = (n_modes, long_modes);
        Ok(())
    }
}

/// Why a walk ends early.
enum Stop {
    /// There are no more bits, or none that can be understood.
    End,
    /// What no decoder can work with.
    Defect(Actual),
}

/// Adds what a codebook costs to `memory`.
fn codebook(bits: &mut Bits<'_>, memory: &mut u64) -> Result<(), Stop> {
    let _sync = bits.read(24)?;
    let n_dimensions = bits.read(16)?;
    let n_entries = bits.read(24)?;
    let n_used = used_entries(bits, n_entries)?;
    *memory += n_used * ENTRY_MEMORY + n_entries * u64::from(u32::BITS / 8);
    let lookup_type = bits.read(4)?;
    if lookup_type == 0 {
        return Ok(());
    }
    *memory += n_entries * n_dimensions * VALUE_MEMORY;
    let (_min, _delta) = (bits.read(32)?, bits.read(32)?);
    let value_bits = bits.read(4)? + 1;
    let _sequence = bits.read(1)?;
    let n_values = match lookup_type {
        1 => lookup1_values(n_entries, n_dimensions),
        _ => n_entries * n_dimensions,
    };
    bits.skip(n_values * value_bits)
}

/// The number of entries that have a codeword.
fn used_entries(bits: &mut Bits<'_>, n_entries: u64) -> Result<u64, Stop> {
    let is_ordered = bits.read(1)? == 1;
    if is_ordered {
        let mut length = bits.read(5)? + 1;
        let mut n = 0;
        while n < n_entries {
            if length > MAX_CODEWORD {
                return Err(Stop::Defect(Actual::LongCodeword));
            }
            let left = n_entries - n;
            n += bits.read(u64::BITS - left.leading_zeros())?;
            length += 1;
        }
        return Ok(n_entries);
    }
    let is_sparse = bits.read(1)? == 1;
    if !is_sparse {
        bits.skip(5 * n_entries)?;
        return Ok(n_entries);
    }
    let mut n_used = 0;
    for _ in 0..n_entries {
        if bits.read(1)? == 1 {
            bits.skip(5)?;
            n_used += 1;
        }
    }
    Ok(n_used)
}

fn floor(bits: &mut Bits<'_>) -> Result<(), Stop> {
    match bits.read(16)? {
        0 => {
            // Order, rate, map size, amplitude's bits and offset.
            bits.skip(8 + 16 + 16 + 6 + 8)?;
            let n_books = bits.read(4)? + 1;
            bits.skip(8 * n_books)
        }
        1 => floor1(bits),
        _ => Err(Stop::End),
    }
}

fn floor1(bits: &mut Bits<'_>) -> Result<(), Stop> {
    let n_partitions = bits.read(5)?;
    let mut classes = Vec::with_capacity(n_partitions as usize);
    for _ in 0..n_partitions {
        classes.push(bits.read(4)? as usize);
    }
    let n_classes = classes.iter().max().map_or(0, |class| class + 1);
    let mut n_points = [0; 16];
    for n_points in n_points.iter_mut().take(n_classes) {
        *n_points = bits.read(3)? + 1;
        let subclass_bits = bits.read(2)? as u32;
        if subclass_bits > 0 {
            let _master_book = bits.read(8)?;
        }
        bits.skip(8 << subclass_bits)?;
    }
    let _multiplier = bits.read(2)?;
    let range_bits = bits.read(4)? as u32;
    let mut points = BTreeSet::from([0, 1 << range_bits]);
    for class in classes {
        for _ in 0..n_points[class] {
            if points.len() == MAX_POINTS {
                return Err(Stop::End);
            }
            if !points.insert(bits.read(range_bits)?) {
                return Err(Stop::Defect(Actual::TwoPoints));
            }
        }
    }
    Ok(())
}

fn residue(bits: &mut Bits<'_>) -> Result<(), Stop> {
    // Type, first and last value, values of a partition.
    bits.skip(16 + 24 + 24 + 24)?;
    let n_classes = bits.read(6)? + 1;
    let _book = bits.read(8)?;
    let mut n_books = 0;
    for _ in 0..n_classes {
        let low = bits.read(3)?;
        let high = match bits.read(1)? {
            1 => bits.read(5)?,
            _ => 0,
        };
        n_books += u64::from((low | high << 3).count_ones());
    }
    bits.skip(8 * n_books)
}

fn mapping(bits: &mut Bits<'_>, n_channels: u8) -> Result<(), Stop> {
    if bits.read(16)? != 0 {
        return Err(Stop::End);
    }
    let n_submaps = match bits.read(1)? {
        1 => bits.read(4)? + 1,
        _ => 1,
    };
    if bits.read(1)? == 1 {
        let n_steps = bits.read(8)? + 1;
        let channel_bits = u8::BITS - n_channels.saturating_sub(1).leading_zeros();
        bits.skip(n_steps * 2 * u64::from(channel_bits))?;
    }
    let _reserved = bits.read(2)?;
    if n_submaps > 1 {
        bits.skip(4 * u64::from(n_channels))?;
    }
    // Time, floor, residue.
    bits.skip(n_submaps * (8 + 8 + 8))
}

/// The greatest number whose `n_dimensions`th power is at most `n_entries`.
fn lookup1_values(n_entries: u64, n_dimensions: u64) -> u64 {
    let fits = |n: u64| {
        let power = u32::try_from(n_dimensions)
            .ok()
            .and_then(|d| n.checked_pow(d));
        power.is_some_and(|power| power <= n_entries)
    };
    let (mut low, mut high) = (0, n_entries + 1);
    if n_dimensions == 0 {
        return 0;
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Bits, the least significant of each octet first.
struct Bits<'a> {
    octets: &'a [u8],
    position: u64,
}

impl<'a> Bits<'a> {
    fn new(octets: &'a [u8]) -> Self {
        let position = 0;
        Self { octets, position }
    }

    fn skip(&mut self, n: u64) -> Result<(), Stop> {
        self.position += n;
        if self.position > 8 * self.octets.len() as u64 {
            return Err(Stop::End);
        }
        Ok(())
    }

    /// The next `n` bits, at most 32.
    fn read(&mut self, n: u32) -> Result<u64, Stop> {
        let start = self.position;
        self.skip(u64::from(n))?;
        let rest = usize::try_from(start / 8)
            .ok()
            .and_then(|first| self.octets.get(first..))
            .ok_or(Stop::End)?;
        let word = match rest.first_chunk() {
            Some(eight) => u64::from_le_bytes(*eight),
            // Close to the end.
            None => rest
                .iter()
                .rev()
                .fold(0, |word, octet| word << 8 | u64::from(*octet)),
        };
        Ok(word >> (start % 8) & ((1 << n) - 1))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Bits written in the order of [`Bits`].
    #[derive(Default)]
    struct Written(Vec<bool>);

    impl Written {
        fn put(&mut self, value: u64, n: u32) {
            self.0
                .extend((0..n).map(|bit| value.checked_shr(bit).unwrap_or(0) & 1 == 1));
        }

        fn octets(&self) -> Vec<u8> {
            let octet = |bits: &[bool]| bits.iter().rev().fold(0, |o, bit| o << 1 | u8::from(*bit));
            self.0.chunks(8).map(octet).collect()
        }
    }

    /// A setup header with `n_books` times an ordered codebook: all entries of one length.
    fn header(n_books: u64, n_entries: u64, n_dimensions: u64) -> Vec<u8> {
        let mut bits = Written::default();
        bits.put(n_books - 1, 8);
        for _ in 0..n_books {
            bits.put(0x56_4342, 24);
            bits.put(n_dimensions, 16);
            bits.put(n_entries, 24);
            bits.put(1, 1);
            bits.put(16, 5);
            bits.put(n_entries, u64::BITS - n_entries.leading_zeros());
            bits.put(1, 4);
            bits.put(0, 32);
            bits.put(0, 32);
            bits.put(7, 4);
            bits.put(0, 1);
            bits.put(0, 8 * lookup1_values(n_entries, n_dimensions) as u32);
        }
        [b"\x05vorbis".to_vec(), bits.octets()].concat()
    }

    #[test]
    fn bits_are_read_as_they_were_written() {
        let mut written = Written::default();
        let values = [
            (1, 1),
            (0x5A, 7),
            (0x1_2345, 17),
            (0xFFFF_FFFF, 32),
            (0, 3),
            (2, 2),
        ];
        for (value, n) in values {
            written.put(value, n);
        }
        let octets = written.octets();
        let mut bits = Bits::new(&octets);
        for (value, n) in values {
            assert_eq!(bits.read(n).ok(), Some(value));
        }
        assert!(bits.read(32).is_err());
    }

    #[test]
    fn roots_are_exact() {
        for (n_entries, n_dimensions, wanted) in [
            (81, 4, 3),
            (80, 4, 2),
            (131_072, 1, 131_072),
            (5, 32, 1),
            (0, 2, 0),
            (9, 0, 0),
        ] {
            assert_eq!(lookup1_values(n_entries, n_dimensions), wanted);
        }
    }

    fn read(header: &[u8]) -> Result<Setup, Error> {
        Setup::read(header, 2, &Limits::default())
    }

    #[test]
    fn codebooks_are_added_up() {
        read(&header(40, 6561, 8)).unwrap();
        let error = read(&header(256, 131_072, 32)).unwrap_err();
        assert!(error.to_string().contains("codebooks"), "{error}");
        // Cut in the middle: as much as was read.
        let mut cut = header(256, 131_072, 32);
        cut.truncate(cut.len() / 2);
        read(&cut).unwrap_err();
        assert_eq!(read(&[]).unwrap(), Setup::default());
    }

    #[test]
    fn codewords_have_at_most_32_bits() {
        // Ordered: one entry of each length from 31 on.
        let ordered = |n_entries: u64| {
            let mut bits = Written::default();
            bits.put(0, 8);
            bits.put(0x56_4342, 24);
            bits.put(1, 16);
            bits.put(n_entries, 24);
            bits.put(1, 1);
            bits.put(30, 5);
            for left in (1..=n_entries).rev() {
                bits.put(1, u64::BITS - left.leading_zeros());
            }
            bits.put(0, 64);
            [b"\x05vorbis".to_vec(), bits.octets()].concat()
        };
        read(&ordered(2)).unwrap();
        let error = read(&ordered(3)).unwrap_err();
        assert!(error.to_string().contains("more than 32 bits"), "{error}");
    }

    /// Behind one empty codebook and one placeholder: a floor whose points are `points` and a mapping of two channels;
    /// then modes of these blocks.
    fn with_floor(points: &[u64], modes: &[u64]) -> Vec<u8> {
        let mut bits = Written::default();
        bits.put(0, 8);
        bits.put(0x56_4342, 24);
        bits.put(1, 16);
        bits.put(0, 24);
        bits.put(0, 2);
        bits.put(0, 4);
        bits.put(0, 6 + 16);
        // One floor of type 1, partitions of class 0, whose one dimension has no book.
        bits.put(0, 6);
        bits.put(1, 16);
        bits.put(points.len() as u64, 5);
        bits.put(0, 4 * points.len() as u32);
        bits.put(0, if points.is_empty() { 0 } else { 3 + 2 + 8 });
        bits.put(0, 2);
        bits.put(7, 4);
        for point in points {
            bits.put(*point, 7);
        }
        // A residue with one class and two books.
        bits.put(0, 6 + 16 + 24 + 24 + 24);
        bits.put(0, 6 + 8);
        bits.put(0b11, 3);
        bits.put(0, 1 + 8 + 8);
        // A mapping with one coupling.
        bits.put(0, 6 + 16 + 1);
        bits.put(1, 1);
        bits.put(0, 8 + 1);
        bits.put(1, 1);
        bits.put(0, 2 + 8 + 8 + 8);
        bits.put(modes.len() as u64 - 1, 6);
        for mode in modes {
            bits.put(*mode, 1);
            bits.put(0, 16 + 16 + 8);
        }
        bits.put(1, 1);
        [b"\x05vorbis".to_vec(), bits.octets()].concat()
    }

    #[test]
    fn modes_tell_which_blocks_are_long() {
        let setup = read(&with_floor(&[1, 127, 64], &[0, 1, 1])).unwrap();
        assert_eq!((setup.n_modes, setup.long_modes), (3, 0b110));
        let modes = [0, 1, 2, 3, 0b100, 0b101].map(|mode| setup.is_long(mode));
        let (short, long) = (Some(false), Some(true));
        assert_eq!(modes, [short, long, long, None, short, long]);
        let one = read(&with_floor(&[], &[1])).unwrap();
        assert_eq!(one.is_long(0b101), Some(true));
        assert_eq!(Setup::default().is_long(0), None);
    }

    #[test]
    fn points_of_a_floor_are_at_different_places() {
        for points in [&[0][..], &[5, 6, 5]] {
            let error = read(&with_floor(points, &[0])).unwrap_err();
            assert!(error.to_string().contains("at one place"), "{error}");
        }
    }

    #[test]
    fn no_header_holds_it_up() {
        let whole = with_floor(&[1, 127, 64], &[0, 1]);
        for cut in 0..whole.len() {
            read(&whole[..cut]).unwrap();
        }
        for octet in 0..=255 {
            let _ = read(&[SETUP, &[octet; 3000]].concat());
        }
    }
}
