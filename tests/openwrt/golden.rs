//! Files that hold what is expected. `CWMPD_GOLDEN=write cargo test --test openwrt` writes them anew: then
//! the difference in the repository is what a change has done, to be read before it is kept.

use crate::router::repository;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Compares a file of lines for each name with those of a folder in `golden/`, or writes them.
pub fn compare(folder: &str, expected: &BTreeMap<String, Vec<String>>) {
    let folder = repository().join("tests/openwrt/golden").join(folder);
    let write = std::env::var_os("CWMPD_GOLDEN").is_some_and(|value| value == "write");
    let mut wrong = Vec::new();
    for (name, lines) in expected {
        let path = folder.join(format!("{name}.txt"));
        let text = format!("{}\n", lines.join("\n"));
        let known = fs::read_to_string(&path).unwrap_or_default();
        if known == text {
            continue;
        }
        if write {
            fs::create_dir_all(&folder).unwrap();
            fs::write(path, text).unwrap();
        } else {
            wrong.push(tell(&path, &known, &text));
        }
    }
    for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let stale = name
            .strip_suffix(".txt")
            .is_some_and(|name| !expected.contains_key(name));
        match (stale, write) {
            (true, true) => fs::remove_file(entry.path()).unwrap(),
            (true, false) => wrong.push(format!(
                "{}: there is no such object",
                entry.path().display()
            )),
            (false, _) => {}
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nIf this is meant: CWMPD_GOLDEN=write cargo test --test openwrt\n",
        wrong.join("\n")
    );
}

/// The first lines that differ.
fn tell(path: &Path, known: &str, text: &str) -> String {
    let mut told = format!("{}:\n", path.display());
    let known: Vec<&str> = known.lines().collect();
    let now: Vec<&str> = text.lines().collect();
    let gone = known
        .iter()
        .filter(|line| !now.contains(line))
        .map(|line| format!("  - {line}\n"));
    let come = now
        .iter()
        .filter(|line| !known.contains(line))
        .map(|line| format!("  + {line}\n"));
    let lines: Vec<String> = gone.chain(come).collect();
    told.extend(lines.iter().take(40).cloned());
    if lines.len() > 40 {
        told.push_str(&format!("  … {} more\n", lines.len() - 40));
    }
    if lines.is_empty() {
        told.push_str("  the same lines in another order\n");
    }
    told
}
