//! The `mabang` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    mabang::cli::run()
}
