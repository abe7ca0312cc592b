//! Fuzz target `digest_challenge`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    cwmpd_fuzz::run("digest_challenge", bytes);
});
