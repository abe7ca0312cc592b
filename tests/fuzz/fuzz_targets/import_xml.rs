//! Fuzz target `import_xml`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    cwmpd_fuzz::run("import_xml", bytes);
});
