//! Fuzz target `model_state`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    cwmpd_fuzz::run("model_state", bytes);
});
