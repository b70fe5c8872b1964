//! What is done with files, a module for each job: its options, its function, and how one file fares.
//!
//! A job takes what [`walk`](crate::walk) has found and gives [outcomes](crate::outcome). It ends early only for an
//! [`Error`](crate::Error) that holds for all files; a file without an answer is an outcome like others.

pub mod check;
pub mod convert;
pub mod fix;
pub mod inspect;
pub mod refs;
pub mod silence;

pub use check::check;
pub use convert::convert;
pub use fix::fix;
pub use inspect::inspect;
pub use refs::refs;
pub use silence::silence;
