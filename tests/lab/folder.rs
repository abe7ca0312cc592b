//! Folders of the tests, and the agent that they run.

#![allow(dead_code)] // Each test uses a part of it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder in this one that no other test has, though two may have chosen the same name. Nothing is there yet.
pub fn unused(above: &Path, name: &str) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = above.join(format!("cwmpd-{name}-{}-{count}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// The agent: the one built beside the tests, or one that `CWMPD_BINARY` names, of a release or for another processor.
pub fn agent() -> String {
    std::env::var("CWMPD_BINARY").unwrap_or_else(|_| env!("CARGO_BIN_EXE_cwmpd").to_string())
}
