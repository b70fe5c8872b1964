//! Prompts that are named in requests: what a team's programs send to a platform must name the files that are
//! there, to the letter.
//!
//! A [`Catalogue`] says which parameters of which requests carry the name of a prompt, and within which limits; it
//! is data with sources, as a [`Profile`](crate::Profile) is. [`find()`] looks for them in JSON, and [`Prompts`]
//! holds what was found against the prompts that there are. Nothing here reads files.
//!
//! ```
//! use telewav::refs::{self, Catalogue, KnownPrompt, Prompts};
//! use telewav::Profile;
//!
//! # fn main() -> Result<(), telewav::Error> {
//! let catalogues = Catalogue::all()?;
//! let request = br#"{"relationNum": "+8617010000001", "recordHintTone": "Notice.wav"}"#;
//! let mentions = refs::find(request, &catalogues)?;
//! let prompts = Prompts::new(vec![KnownPrompt::new("notice.wav")]);
//! let profile = Profile::embedded("huawei-privatenumber")?;
//! let findings = prompts.check(&mentions, &profile);
//! assert_eq!(findings[0].rule, "reference-case");
//! assert_eq!(findings[0].cure.to_string(), "write \"notice.wav\"");
//! # Ok(())
//! # }
//! ```

mod catalogue;
mod check;
mod find;
mod json;
mod prompts;

pub use catalogue::{Catalogue, Condition, List, Parameter, Request, Scalar};
pub use find::{Listed, MAX_REFERENCES, Mentions, Reference, Value, find};
pub use json::{MAX_DEPTH, MAX_REQUEST_BYTES};
pub use prompts::{Fault, KnownPrompt, Prompts};
