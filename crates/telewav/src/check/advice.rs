//! Advice that works: a rule names the cure of what it found; whether that will do anything for this file is seen here.

use super::{CheckOptions, Subject, rewrap};
use crate::decode::{self, Source};
use crate::error::Error;
use crate::finding::{Cure, Finding};
use crate::profile::Container;

/// Puts the cure that will do in the place of [`Cure::Rewrap`], where that leaves this file alone, and of [`Cure::Convert`],
/// where that refuses it.
///
/// `decoded` says whether it could be decoded, if that was tried.
///
/// # Errors
///
/// [`Error::Io`], [`Error::Cancelled`].
pub(super) fn mend<S: Source>(
    source: &mut S,
    subject: &Subject<'_>,
    decoded: Option<Result<(), &Error>>,
    options: &CheckOptions,
    findings: &mut [Finding],
) -> Result<(), Error> {
    let is_advised = |findings: &[Finding], cure| findings.iter().any(|found| found.cure == cure);
    let replace = |findings: &mut [Finding], cure, by: &Cure| {
        for finding in findings.iter_mut().filter(|found| found.cure == cure) {
            finding.cure.clone_from(by);
        }
    };
    if is_advised(findings, Cure::Rewrap) {
        // Where samples without a header are wanted, none is written anew.
        let is_wav = subject.profile.format.container.value == Container::Wav;
        let refusal = match subject.facts().filter(|_| is_wav) {
            Some(facts) => rewrap::refusal(source, facts, subject.profile)?.is_some(),
            None => true,
        };
        if refusal {
            replace(findings, Cure::Rewrap, &Cure::Convert);
        }
    }
    if !is_advised(findings, Cure::Convert) {
        return Ok(());
    }
    let tried;
    let failure = match decoded {
        Some(decoded) => decoded.err(),
        None => {
            tried = match decode::decode(source, &options.into(), &mut |_| Ok(())) {
                Err(Error::Cancelled) => return Err(Error::Cancelled),
                tried => tried.err(),
            };
            tried.as_ref()
        }
    };
    if let Some(error) = failure {
        replace(findings, Cure::Convert, &error.cure());
    }
    Ok(())
}
