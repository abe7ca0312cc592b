//! Leaves the tables for unwinding out of the release binary: an eighth of its size.
//!
//! The release profile aborts on a panic: the message is printed and the process ends, so nothing ever
//! walks these tables. The compiler's own library and ring bring them all the same, and only the linker
//! can leave them out. GNU ld, lld and zig's linker understand the script. With one that knows no
//! scripts (mold) build with `CWMPD_UNWIND_TABLES=1` in the environment.
//!
//! Where the C library of this machine can read packed relocations (glibc 2.36 and newer) and the binary
//! is for this machine, they are packed too: 86 KB less. Another build gets the plain ones.

use std::env::var;
use std::path::Path;

/// Adds to the linker's own script and replaces nothing of it. The few bytes of the C library's start
/// files stay, as their code refers to them.
const SCRIPT: &str = "\
SECTIONS { /DISCARD/ : { *(EXCLUDE_FILE(*crt*.o) .eh_frame) *(.eh_frame.*) *(.gcc_except_table*) } }
INSERT AFTER .text;
";

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=CWMPD_UNWIND_TABLES");
    let is = |name: &str, value: &str| var(name).is_ok_and(|is| is == value);
    // Only the release profile aborts (`CARGO_CFG_PANIC` does not tell what a profile does). ARM has
    // tables of another kind.
    if !is("PROFILE", "release")
        || !is("CARGO_CFG_TARGET_OS", "linux")
        || is("CARGO_CFG_TARGET_ARCH", "arm")
        || is("CWMPD_UNWIND_TABLES", "1")
    {
        return Ok(());
    }
    let script = Path::new(&var("OUT_DIR").unwrap_or_default()).join("no-unwinding.ld");
    #[allow(clippy::disallowed_methods)] // The ban is for the flash of a router.
    std::fs::write(&script, SCRIPT)?;
    // The index of the tables is asked for by the compiler; without them it would be empty.
    println!("cargo::rustc-link-arg-bins=-Wl,--no-eh-frame-hdr");
    println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", script.display());
    if is("CARGO_CFG_TARGET_ENV", "gnu")
        && var("HOST") == var("TARGET")
        && glibc().is_some_and(|found| found >= (2, 36))
    {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    Ok(())
}

/// The version of this machine's C library, where it is glibc and says so.
fn glibc() -> Option<(u32, u32)> {
    let told = std::process::Command::new("getconf")
        .arg("GNU_LIBC_VERSION")
        .output()
        .ok()?;
    let text = String::from_utf8(told.stdout).ok()?;
    let (major, minor) = text.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
