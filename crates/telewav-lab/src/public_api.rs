//! The public items of a library, one a line, from what rustdoc says of it in JSON.

use std::path::Path;

use crate::Outcome;

/// Prints what is public in the library of `rustdoc`, without what every type has (derived, automatic and blanket implementations).
pub fn run(rustdoc: &Path) -> Outcome<()> {
    let api = public_api::Builder::from_rustdoc_json(rustdoc)
        .omit_auto_derived_impls(true)
        .omit_auto_trait_impls(true)
        .omit_blanket_impls(true)
        .build()
        .map_err(|e| format!("{}: {e}", rustdoc.display()))?;
    for item in api.items() {
        println!("{item}");
    }
    Ok(())
}
