//! Hands the command line to [`cwmpd::cli`] and maps its result to an exit code.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = std::env::args_os()
        .skip(1)
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    ExitCode::from(u8::try_from(cwmpd::cli::main(arguments)).unwrap_or(1))
}
