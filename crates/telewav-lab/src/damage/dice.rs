//! Numbers that look random and are the same on every run.

/// SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
pub struct Dice(u64);

impl Dice {
    /// For one copy of one container.
    pub fn of(seed: u64, container: &str, copy: usize) -> Self {
        let mut dice = Self(seed);
        for octet in container.bytes() {
            dice.0 = dice.next() ^ u64::from(octet);
        }
        dice.0 = dice.next() ^ copy as u64;
        dice
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Below `n`; 0 for 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// One time in `n`.
    pub fn is_one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of them; `None` if there is none.
    pub fn one_of<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    /// A length from 1 to `most`, short ones as often as long ones.
    pub fn length(&mut self, most: usize) -> usize {
        let bits = usize::BITS - most.leading_zeros();
        let within = 1_usize << (1 + self.below(bits as usize));
        1 + self.below(within.min(most))
    }

    pub fn octets(&mut self, n: usize) -> Vec<u8> {
        (0..n).map(|_| self.next() as u8).collect()
    }
}
