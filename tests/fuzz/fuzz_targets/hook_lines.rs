//! Fuzz target `hook_lines`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    cwmpd_fuzz::run("hook_lines", bytes);
});
