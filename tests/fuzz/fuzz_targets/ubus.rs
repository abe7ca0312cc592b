//! Fuzz target `ubus`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    cwmpd_fuzz::run("ubus", bytes);
});
