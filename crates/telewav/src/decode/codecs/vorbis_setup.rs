//! The codebooks of a Vorbis setup header, added up before a decoder unpacks them.
//!
//! A codebook of a few octets may declare 131,072 entries of 32 dimensions, and a header 256 of them:
//! gigabytes from ten kilobytes.
//!
//! Source: Vorbis I specification (2020), sections 3.2.1, 4.2.4, 9.2.1 and 9.2.3.

use crate::decode::limits::Limits;
use crate::error::Error;

/// Octets of an entry's place in a decoding table, where tables are filled as badly as can be.
const ENTRY_MEMORY: u64 = 512;
/// Octets of one dimension of an entry.
const VALUE_MEMORY: u64 = 4;
/// The part of [`Limits::max_memory_bytes`] that all codebooks together may take up.
const CODEBOOKS_PART: u64 = 2;

/// Looks at the headers that a container gave for a Vorbis stream.
///
/// Headers that make no sense pass: the decoder will refuse them at the same place. Returns the octets that all
/// codebooks together take up.
pub(in crate::decode) fn check(headers: &[u8], limits: &Limits) -> Result<u64, Error> {
    const SETUP: &[u8] = b"\x05vorbis";
    // Behind the identification header, wherever the container put it.
    let mut most = 0;
    let starts = headers.windows(SETUP.len()).enumerate();
    for (at, _) in starts.filter(|(_, octets)| *octets == SETUP) {
        let mut bits = Bits::new(&headers[at + SETUP.len()..]);
        // One that is not to be read to its end costs no more than what was read of it.
        let mut memory = 0;
        let _ = codebooks(&mut bits, &mut memory);
        limits.check_memory("a set of codebooks", memory.saturating_mul(CODEBOOKS_PART))?;
        most = most.max(memory);
    }
    Ok(most)
}

/// Adds what the codebooks cost to `memory`; `None` if they end too early.
fn codebooks(bits: &mut Bits<'_>, memory: &mut u64) -> Option<()> {
    let n_books = bits.read(8)? + 1;
    for _ in 0..n_books {
        codebook(bits, memory)?;
    }
    Some(())
}

fn codebook(bits: &mut Bits<'_>, memory: &mut u64) -> Option<()> {
    let _sync = bits.read(24)?;
    let n_dimensions = bits.read(16)?;
    let n_entries = bits.read(24)?;
    let n_used = used_entries(bits, n_entries)?;
    *memory += n_used * ENTRY_MEMORY + n_entries * u64::from(u32::BITS / 8);
    let lookup_type = bits.read(4)?;
    if lookup_type == 0 {
        return Some(());
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
fn used_entries(bits: &mut Bits<'_>, n_entries: u64) -> Option<u64> {
    let is_ordered = bits.read(1)? == 1;
    if is_ordered {
        let _first_length = bits.read(5)?;
        let mut n = 0;
        while n < n_entries {
            let left = n_entries - n;
            n += bits.read(u64::BITS - left.leading_zeros())?;
        }
        return Some(n_entries);
    }
    let is_sparse = bits.read(1)? == 1;
    if !is_sparse {
        bits.skip(5 * n_entries)?;
        return Some(n_entries);
    }
    let mut n_used = 0;
    for _ in 0..n_entries {
        if bits.read(1)? == 1 {
            bits.skip(5)?;
            n_used += 1;
        }
    }
    Some(n_used)
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

    fn skip(&mut self, n: u64) -> Option<()> {
        self.position += n;
        (self.position <= 8 * self.octets.len() as u64).then_some(())
    }

    /// The next `n` bits, at most 32.
    fn read(&mut self, n: u32) -> Option<u64> {
        let start = self.position;
        self.skip(u64::from(n))?;
        let first = usize::try_from(start / 8).ok()?;
        let octets = self.octets.get(first..)?.iter().take(8);
        let word = octets
            .rev()
            .fold(0, |word, octet| word << 8 | u64::from(*octet));
        // Fewer than 8 octets are left at the end: `rev` has put them where they belong.
        Some(word >> (start % 8) & ((1 << n) - 1))
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
            self.0.extend((0..n).map(|bit| value >> bit & 1 == 1));
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
            assert_eq!(bits.read(n), Some(value));
        }
        assert_eq!(bits.read(32), None);
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

    #[test]
    fn codebooks_are_added_up() {
        let limits = Limits::default();
        check(&header(40, 6561, 8), &limits).unwrap();
        let error = check(&header(256, 131_072, 32), &limits).unwrap_err();
        assert!(error.to_string().contains("codebooks"), "{error}");
        // Cut in the middle: as much as was read.
        let mut cut = header(256, 131_072, 32);
        cut.truncate(cut.len() / 2);
        check(&cut, &limits).unwrap_err();
        check(&[], &limits).unwrap();
    }
}
