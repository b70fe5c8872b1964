//! Files of one kind, one behind the other: all of them are one recording.

use crate::decode::{DamageKind, Output};
use crate::error::Error;
use crate::error::remark::Remark;
use crate::kind::Kind;

/// Decodes the file at `start`, and those behind it: `one` decodes one and says where the next one starts.
///
/// What of a later one cannot be read is damage.
pub(super) fn each<'a, 'b>(
    mut start: u64,
    kind: Kind,
    output: &mut Output<'a, 'b>,
    mut one: impl FnMut(u64, &mut Output<'a, 'b>) -> Result<Option<u64>, Error>,
) -> Result<(), Error> {
    let mut n_joined = 0_u64;
    loop {
        output.tick()?;
        let next = match one(start, output) {
            Ok(next) => next,
            Err(error) if n_joined == 0 || !is_of_the_file(&error) => return Err(error),
            Err(error) => {
                let detail = Remark::LeftOut {
                    kind,
                    offset: start,
                    error: Box::new(error),
                };
                output.damage(DamageKind::Gap, output.duration_s, detail);
                return Ok(());
            }
        };
        n_joined += 1;
        let Some(next) = next else { break };
        start = next;
    }
    if n_joined > 1 {
        output.note(Remark::Joined { n: n_joined });
    }
    Ok(())
}

/// Whether the file is at fault, and not what surrounds it.
pub(super) fn is_of_the_file(error: &Error) -> bool {
    matches!(
        error,
        Error::Malformed { .. } | Error::Unsupported { .. } | Error::NoDecoder { .. }
    )
}
