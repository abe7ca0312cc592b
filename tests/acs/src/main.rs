<<<<<<< HEAD
fn main() {}
=======
//! Hands the command line to [`testacs::program`].

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    testacs::program::main(std::env::args().skip(1).collect())
}
>>>>>>> e894ef4 (testacs: sessions, logins, misbehaviour and the line language)
