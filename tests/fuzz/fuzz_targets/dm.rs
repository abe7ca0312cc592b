//! Fuzz target `dm`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    cwmpd_fuzz::run("dm", bytes);
});
