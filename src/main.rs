//! Hands the command line to [`cwmpd::cli`] and maps its result to an exit code.

#![forbid(unsafe_code)]

fn main() {
    let arguments = std::env::args_os()
        .skip(1)
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    std::process::exit(cwmpd::cli::main(arguments));
}
