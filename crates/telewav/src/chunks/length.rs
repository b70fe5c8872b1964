//! What a chunk says of its length, and what there is.

/// Whether a length field is one of those that streaming writers leave behind: 1, 2 or 4 GB in powers of 2 or of 10,
/// 0x7FFFFFFF, 0xFFFFFFFF and the like, with or without a header's length added or taken off; or more octets than there
/// can be.
pub(crate) fn is_placeholder(len: u64) -> bool {
    let is_near = |value: u64, by: u64| (value - by..=value + by).contains(&len);
    len >= 1 << 62
        || len <= u64::from(u32::MAX)
            && [1_u64, 2, 4]
                .iter()
                .any(|n| is_near(n << 30, 1 << 16) || is_near(n * 1_000_000_000, 256))
}

/// The pad byte that follows a chunk of odd length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pad {
    /// The length is even.
    NotNeeded,
    /// There is one, as RIFF asks for.
    Present,
    /// There is none; readers that trust the standard lose step here.
    Missing,
}

/// How the length field of a `data` chunk stands to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// As declared.
    Exact,
    /// Declared as zero or as a streaming writer's placeholder; the samples run to the end of the file.
    Open,
    /// Declared longer than the file.
    Short,
}
