//! Hands the command line to [`cwmpd::cli`] and maps its result to an exit code.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = std::env::args().skip(1).collect();
    ExitCode::from(u8::try_from(cwmpd::cli::main(arguments)).unwrap_or(1))
}
