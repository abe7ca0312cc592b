//! Fuzz target `udp_request`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    cwmpd_fuzz::run("udp_request", bytes);
});
