//! Fuzz target `set_cookie`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    cwmpd_fuzz::run("set_cookie", bytes);
});
