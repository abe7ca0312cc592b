//! Leaves the tables for unwinding out of the release binary: an eighth of its size.
//!
//! The release profile aborts on a panic: the message is printed and the process ends, so nothing ever
//! walks these tables. The compiler's own library and ring bring them all the same, and only the linker
//! can leave them out, and with them what MIPS notes of each function for a debugger: 230 KB. GNU ld, lld and
//! zig's linker understand the script. With one that knows no scripts (mold) build with `CWMPD_UNWIND_TABLES=1`
//! in the environment.
//!
//! Where the C library of this machine can read packed relocations (glibc 2.36 and newer) and the binary
//! is for this machine, they are packed too: 86 KB less. Another build gets the plain ones.
//!
//! Where ring's C is compiled with `-DOPENSSL_SMALL`, as ring itself does it for all but x86-64 and 64-bit ARM, a
//! table of 150 KB is left out. ring's Rust then asks for two functions that are not there, on x86-64 and 64-bit ARM
//! alone: the linker gives it those that do the same, and that all other processors use.
//!
//! A linker that can (lld, gold) keeps functions that came out the same only once: 15 KB less.

use std::env::var;
use std::path::Path;
use std::process::Command;

/// Adds to the linker's own script and replaces nothing of it. The few bytes of the C library's start
/// files stay, as their code refers to them.
const SCRIPT: &str = "\
SECTIONS { /DISCARD/ : { *(EXCLUDE_FILE(*crt*.o) .eh_frame) *(.eh_frame.*) *(.gcc_except_table*) *(.pdr) } }
INSERT AFTER .text;
";

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=Cargo.lock");
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
    std::fs::write(&script, format!("{SCRIPT}{}", small_ring()))?;
    // The index of the tables is asked for by the compiler; without them it would be empty.
    println!("cargo::rustc-link-arg-bins=-Wl,--no-eh-frame-hdr");
    println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", script.display());
    if is("CARGO_CFG_TARGET_ENV", "gnu")
        && var("HOST") == var("TARGET")
        && glibc().is_some_and(|found| found >= (2, 36))
    {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    if links_with("-Wl,--icf=all") {
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
    }
    Ok(())
}

/// Nothing of it counts where the functions are there.
fn small_ring() -> String {
    let lock = std::fs::read_to_string("Cargo.lock").unwrap_or_default();
    let mut lines = lock
        .lines()
        .skip_while(|line| *line != "name = \"ring\"")
        .skip(1);
    let version = lines
        .next()
        .and_then(|line| line.strip_prefix("version = "));
    let Some(version) = version else {
        return String::new();
    };
    let prefix = format!("ring_core_{}_", version.trim_matches('"').replace('.', "_"));
    [
        ("p256_point_mul_base_vartime", "p256_point_mul_base"),
        (
            "x25519_scalar_mult_adx",
            "x25519_scalar_mult_generic_masked",
        ),
    ]
    .map(|(name, same)| format!("PROVIDE({prefix}_{name} = {prefix}_{same});\n"))
    .concat()
}

/// The version of this machine's C library, where it is glibc and says so.
fn glibc() -> Option<(u32, u32)> {
    let told = Command::new("getconf")
        .arg("GNU_LIBC_VERSION")
        .output()
        .ok()?;
    let text = String::from_utf8(told.stdout).ok()?;
    let (major, minor) = text.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// Whether the linker of this build takes the option: an empty program is linked with it.
fn links_with(option: &str) -> bool {
    let out = var("OUT_DIR").unwrap_or_default();
    let source = Path::new(&out).join("empty.rs");
    #[allow(clippy::disallowed_methods)] // As above.
    let written = std::fs::write(&source, "fn main() {}");
    let mut rustc = Command::new(var("RUSTC").unwrap_or_default());
    rustc.arg(&source).args(["--out-dir", &out]);
    rustc.args(["--target", &var("TARGET").unwrap_or_default()]);
    if let Ok(linker) = var("RUSTC_LINKER") {
        rustc.args(["-C", &format!("linker={linker}")]);
    }
    let flags = var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    rustc.args(flags.split('\x1f').filter(|flag| !flag.is_empty()));
    rustc.args(["-C", &format!("link-arg={option}")]);
    written.is_ok() && rustc.output().is_ok_and(|done| done.status.success())
}
