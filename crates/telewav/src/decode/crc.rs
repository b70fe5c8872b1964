//! CRC-32 as containers use it: of Ogg pages and of EBML elements. Eight octets at a time.

/// A CRC of 32 bits with the polynomial of IEEE 802.3, 0x04C11DB7, in one of its two bit orders.
pub(super) struct Crc32 {
    /// The most significant bit of an octet first.
    is_msb_first: bool,
    start: u32,
    /// Table `n` is for an octet that `n` octets follow in the same step.
    tables: [[u32; 256]; 8],
}

const POLYNOMIAL: u32 = 0x04C1_1DB7;

/// Of an Ogg page, whose field for it counts as zeros. Source: RFC 3533 (2003), section 6, field 7.
pub(super) static OGG: Crc32 = Crc32::new(true, 0);
/// Of an EBML element, and everywhere else. Source: RFC 8794 (2020), section 11.3.1 (ISO 3309).
pub(super) static EBML: Crc32 = Crc32::new(false, u32::MAX);

impl Crc32 {
    const fn new(is_msb_first: bool, start: u32) -> Self {
        let mut tables = [[0; 256]; 8];
        let mut octet = 0;
        while octet < 256 {
            let mut crc = if is_msb_first {
                (octet as u32) << 24
            } else {
                octet as u32
            };
            let mut bit = 0;
            while bit < 8 {
                crc = match (is_msb_first, crc >> 31 == 1, crc & 1 == 1) {
                    (true, true, _) => crc << 1 ^ POLYNOMIAL,
                    (true, false, _) => crc << 1,
                    (false, _, true) => crc >> 1 ^ POLYNOMIAL.reverse_bits(),
                    (false, _, false) => crc >> 1,
                };
                bit += 1;
            }
            tables[0][octet] = crc;
            octet += 1;
        }
        let mut n = 1;
        while n < 8 {
            let mut octet = 0;
            while octet < 256 {
                let before = tables[n - 1][octet];
                tables[n][octet] = if is_msb_first {
                    before << 8 ^ tables[0][(before >> 24) as usize]
                } else {
                    before >> 8 ^ tables[0][(before & 0xFF) as usize]
                };
                octet += 1;
            }
            n += 1;
        }
        Self {
            is_msb_first,
            start,
            tables,
        }
    }

    /// The checksum of no octets.
    pub fn start(&self) -> u32 {
        self.start
    }

    /// The checksum of what `crc` is the checksum of, and of `octets` behind it.
    pub fn update(&self, mut crc: u32, octets: &[u8]) -> u32 {
        let t = &self.tables;
        let (eights, rest) = octets.as_chunks::<8>();
        if self.is_msb_first {
            for &[a, b, c, d, e, f, g, h] in eights {
                let [a, b, c, d] = (crc ^ u32::from_be_bytes([a, b, c, d])).to_be_bytes();
                crc = t[7][usize::from(a)]
                    ^ t[6][usize::from(b)]
                    ^ t[5][usize::from(c)]
                    ^ t[4][usize::from(d)]
                    ^ t[3][usize::from(e)]
                    ^ t[2][usize::from(f)]
                    ^ t[1][usize::from(g)]
                    ^ t[0][usize::from(h)];
            }
            return rest.iter().fold(crc, |crc, octet| {
                crc << 8 ^ t[0][usize::from((crc >> 24) as u8 ^ octet)]
            });
        }
        for &[a, b, c, d, e, f, g, h] in eights {
            let [a, b, c, d] = (crc ^ u32::from_le_bytes([a, b, c, d])).to_le_bytes();
            crc = t[7][usize::from(a)]
                ^ t[6][usize::from(b)]
                ^ t[5][usize::from(c)]
                ^ t[4][usize::from(d)]
                ^ t[3][usize::from(e)]
                ^ t[2][usize::from(f)]
                ^ t[1][usize::from(g)]
                ^ t[0][usize::from(h)];
        }
        rest.iter().fold(crc, |crc, octet| {
            crc >> 8 ^ t[0][usize::from(crc as u8 ^ octet)]
        })
    }

    /// The checksum as it is written.
    pub fn finish(&self, crc: u32) -> u32 {
        crc ^ self.start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crc(of: &Crc32, octets: &[u8]) -> u32 {
        of.finish(of.update(of.start(), octets))
    }

    #[test]
    fn check_values_are_those_of_the_catalogue() {
        // "CRC-32/ISO-HDLC", and "CRC-32/MPEG-2" without its start value (Williams' catalogue).
        assert_eq!(crc(&EBML, b"123456789"), 0xCBF4_3926);
        assert_eq!(OGG.update(u32::MAX, b"123456789"), 0x0376_E6E7);
    }

    #[test]
    fn pieces_add_up_at_any_length() {
        let octets: Vec<u8> = (0..100_u32).map(|n| (n * n * 7 + 3) as u8).collect();
        for of in [&OGG, &EBML] {
            let one_by_one = octets
                .iter()
                .fold(of.start(), |crc, octet| of.update(crc, &[*octet]));
            for at in 0..octets.len() {
                let (a, b) = octets.split_at(at);
                assert_eq!(of.update(of.update(of.start(), a), b), one_by_one);
            }
        }
    }
}
