//! The `telewav` command. Everything is in the library beside this file, where tests reach it.

use std::process::ExitCode;

fn main() -> ExitCode {
    telewav_cli::main()
}
