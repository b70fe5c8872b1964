//! [`Note`]: what holds for a run as a whole.

/// What a summary has to add about a run as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// Nothing was to be written.
    DryRun,
    /// Nothing was to be changed.
    NothingChanged,
    /// A request could not be read, so any prompt may be used by it.
    UnusedUnknown,
}
