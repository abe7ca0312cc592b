//! Hands the command line to [`testacs::program`].

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    testacs::program::main(std::env::args().skip(1).collect())
}
