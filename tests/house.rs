//! The house: rooms import downwards only, only `io` touches the world, nothing is unsafe, every file
//! says what it is for, and only known licences are linked.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms with the rooms that they may import. A room that is not listed may not exist.
const ROOMS: [(&str, &[&str]); 12] = [
    ("main", &["cli"]),
    (
        "cli",
        &[
            "import", "io", "agent", "cwmp", "connreq", "model", "platform", "auth", "time",
            "fault",
        ],
    ),
    ("import", &["model", "platform", "fault"]),
    (
        "io",
        &[
            "agent", "cwmp", "connreq", "model", "platform", "auth", "time", "fault",
        ],
    ),
    (
        "agent",
        &[
            "cwmp", "connreq", "model", "platform", "auth", "time", "fault",
        ],
    ),
    ("cwmp", &["model", "platform", "auth", "time", "fault"]),
    ("connreq", &["platform", "auth", "time", "fault"]),
    ("model", &["platform", "auth", "time", "fault"]),
    ("platform", &["time", "fault"]),
    ("auth", &["time", "fault"]),
    ("time", &["fault"]),
    ("fault", &[]),
];

/// Where the world may be touched.
const WORLDLY: [&str; 4] = ["io", "cli", "import", "main"];

/// What touches the world, or brings time or chance in by the back door.
const WORLD: [&str; 13] = [
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::env",
    "std::os",
    "smol",
    "async_io",
    "async_executor",
    "nix",
    "rustls",
    "ring::rand",
    "xmltree",
];

#[test]
fn every_file_keeps_the_rules() {
    let mut files = 0;
    let mut found = Vec::new();
    for path in rust_files(&root().join("src")) {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root().join("src")).unwrap();
        found.extend(faults(&name.to_string_lossy(), &text));
        files += 1;
    }
    for path in rust_files(&root().join("tests")) {
        let text = fs::read_to_string(&path).unwrap();
        let name = path
            .strip_prefix(root())
            .unwrap()
            .to_string_lossy()
            .into_owned();
        found.extend(unsafe_or_silent(&name, &text));
    }
    assert!(files > 30, "the walk found only {files} files");
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn an_upward_import_is_found() {
    for (file, line) in [
        ("model/tree.rs", "use crate::io::clock;"),
        ("model/tree.rs", "use crate::{fault::Fault, agent::Agent};"),
        ("model/tree.rs", "fn f() { crate::connreq::gate::open() }"),
        ("agent/state.rs", "use super::super::cli;"),
        ("auth.rs", "use crate::model::path;"),
        ("io/run.rs", "use crate::cli;"),
        ("attic.rs", ""),
    ] {
        assert_eq!(faults(file, &module(line)).len(), 1, "{file}: {line}");
    }
}

#[test]
fn a_touch_of_the_world_is_found_outside_its_rooms() {
    for line in [
        "use std::fs;",
        "use std::{collections::HashMap, net::TcpStream};",
        "use std::{\n    io,\n    process::{Command, Stdio},\n};",
        "fn f() { std::thread::spawn(g); }",
        "fn f() -> nix::Result<()> { g() }",
        "use async_io::Timer;",
        "use ring::{digest, rand::SystemRandom};",
    ] {
        assert_eq!(faults("agent/state.rs", &module(line)).len(), 1, "{line}");
        assert_eq!(faults("import/build.rs", &module(line)).len(), 1, "{line}");
        for room in ["io/run.rs", "import.rs"] {
            assert!(faults(room, &module(line)).is_empty(), "{line}");
        }
    }
}

#[test]
fn what_only_looks_like_it_is_let_be() {
    for line in [
        "use crate::cwmp::session::Failure;",
        "use super::state::State;",
        "// use crate::io::clock;",
        "/* /* std::fs */ std::fs */",
        "const S: &str = \"std::fs \\\" std::net\";",
        "const S: &str = r#\"std::fs \" std::net\"#;",
        "const C: (char, char) = ('\"', '\\''); // std::fs",
        "fn f<'a>(x: &'a str) -> &'a str { x }",
        "use core::net::IpAddr;",
        "use std::fmt;",
        "fn f() { my_std::fs() }",
        "#[cfg(test)]\nmod tests {\n    use std::fs;\n    fn f() { if true { crate::cli::run() } }\n}",
    ] {
        assert_eq!(
            faults("agent/state.rs", &module(line)),
            Vec::<String>::new(),
            "{line}"
        );
    }
    let after = module("#[cfg(test)]\nmod tests { fn f() {} }\nuse std::fs;");
    assert_eq!(faults("agent/state.rs", &after).len(), 1);
}

#[test]
fn unsafe_code_and_a_silent_file_are_found() {
    let text = module("fn f() { unsafe { g() } }");
    assert_eq!(faults("io/run.rs", &text).len(), 1);
    assert_eq!(
        faults("io/run.rs", "use std::fs;\nuse std::net;\n").len(),
        1
    );
}

#[test]
fn only_known_licences_are_linked() {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let deny = fs::read_to_string(root().join("deny.toml")).unwrap();
    let allowed = allowed_licences(&deny);
    assert!(allowed.iter().any(|name| name == "MIT"), "{allowed:?}");
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 20);
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(
            is_allowed(licence, &allowed),
            "{}: {licence}",
            package["name"]
        );
    }
}

/// On MIPS with musl they wait for ever: rustix hands 64-bit times to functions of the C library that want 32-bit ones.
#[test]
fn no_timer_is_linked_but_that_of_io_wait() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let crates: Vec<&str> = lock
        .lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        .collect();
    assert!(crates.contains(&"async-executor"), "{crates:?}");
    for timers in ["async-io", "smol", "polling", "rustix", "tokio"] {
        assert!(!crates.contains(&timers), "{timers}");
    }
}

#[test]
fn a_licence_expression_is_weighed() {
    let allowed: Vec<String> = ["MIT", "ISC", "Apache-2.0"].map(String::from).into();
    for good in [
        "MIT",
        "GPL-2.0 OR MIT",
        "MIT/Unlicense",
        "Apache-2.0 AND ISC",
        "(MIT OR GPL-3.0) AND ISC",
        "Apache-2.0 WITH LLVM-exception OR MIT",
    ] {
        assert!(is_allowed(good, &allowed), "{good}");
    }
    for bad in [
        "GPL-2.0",
        "MIT AND GPL-2.0",
        "(MIT OR ISC) AND GPL-2.0",
        "none",
    ] {
        assert!(!is_allowed(bad, &allowed), "{bad}");
    }
}

/// Everything that is wrong with a file below `src/`, as lines for a person.
fn faults(file: &str, text: &str) -> Vec<String> {
    let mut found = unsafe_or_silent(&format!("src/{file}"), text);
    let room = file
        .split('/')
        .next()
        .unwrap_or(file)
        .trim_end_matches(".rs");
    if room == "lib" || file.ends_with("/tests.rs") {
        return found;
    }
    let Some((_, below)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        found.push(format!(
            "src/{file}: no such room in tests/house.rs: `{room}`"
        ));
        return found;
    };
    let code = without_tests(&without_texts(text));
    for parent in ["crate", "cwmpd", "super::super"] {
        for other in children(&code, parent) {
            let is_room = ROOMS.iter().any(|(name, _)| *name == other);
            if is_room && other != room && !below.contains(&other.as_str()) {
                found.push(format!("src/{file}: `{room}` may not import `{other}`"));
            }
        }
    }
    // The importer reads and writes in import.rs; its rooms below only walk the trees of what was read.
    let below_import = file.starts_with("import/");
    if !WORLDLY.contains(&room) || below_import {
        for worldly in WORLD {
            if below_import && worldly == "xmltree" {
                continue;
            }
            let named = match worldly.split_once("::") {
                Some((parent, child)) => children(&code, parent).iter().any(|name| name == child),
                None => !children(&code, worldly).is_empty(),
            };
            if named {
                found.push(format!(
                    "src/{file}: only io, cli, import and main may name `{worldly}`"
                ));
            }
        }
    }
    found
}

fn unsafe_or_silent(file: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if text.lines().count() > 1 && !text.starts_with("//!") {
        found.push(format!(
            "{file}: starts without a `//!` line that says what it is for"
        ));
    }
    if words(&without_texts(text)).any(|word| word == "unsafe") {
        found.push(format!("{file}: unsafe code"));
    }
    found
}

/// The names directly below a path prefix: for `std` in `use std::{fs, io::Read}`, `fs` and `io`.
fn children(code: &str, parent: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(parent) {
        let before = rest[..at].chars().next_back();
        let after = rest[at + parent.len()..].trim_start();
        rest = &rest[at + parent.len()..];
        if before.is_some_and(|c| is_word(c) || c == ':') {
            continue;
        }
        let Some(tail) = after.strip_prefix("::") else {
            continue;
        };
        let tail = tail.trim_start();
        match tail.strip_prefix('{') {
            Some(group) => names.extend(group_members(group)),
            None => names.push(tail.chars().take_while(|c| is_word(*c)).collect()),
        }
    }
    names
}

/// The first words of the members of a use group, given what follows its `{`.
fn group_members(group: &str) -> Vec<String> {
    let mut members = vec![String::new()];
    let mut depth = 0;
    let mut done = false;
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                members.push(String::new());
                done = false;
            }
            _ if depth > 0 || done => {}
            c if is_word(c) => members.last_mut().unwrap().push(c),
            ':' => done = true,
            _ => {}
        }
    }
    members
}

/// The code with comments, strings and character literals blanked out.
fn without_texts(text: &str) -> String {
    let bytes: Vec<char> = text.chars().collect();
    let at = |index: usize| bytes.get(index).copied().unwrap_or('\0');
    let mut code = String::new();
    let mut index = 0;
    while index < bytes.len() {
        let raw = raw_string_hashes(&bytes, index);
        if at(index) == '/' && at(index + 1) == '/' {
            while index < bytes.len() && at(index) != '\n' {
                index += 1;
            }
        } else if at(index) == '/' && at(index + 1) == '*' {
            let mut depth = 0;
            while index < bytes.len() {
                match (at(index), at(index + 1)) {
                    ('/', '*') => depth += 1,
                    ('*', '/') => depth -= 1,
                    _ => {
                        index += 1;
                        continue;
                    }
                }
                index += 2;
                if depth == 0 {
                    break;
                }
            }
        } else if let Some(hashes) = raw {
            let end: Vec<char> = std::iter::once('"')
                .chain(std::iter::repeat_n('#', hashes))
                .collect();
            index += hashes + 2;
            while index < bytes.len() && !bytes[index..].starts_with(&end) {
                index += 1;
            }
            index += end.len();
            code.push_str("\"\"");
        } else if at(index) == '"' {
            index += 1;
            while index < bytes.len() && at(index) != '"' {
                index += if at(index) == '\\' { 2 } else { 1 };
            }
            index += 1;
            code.push_str("\"\"");
        } else if at(index) == '\'' && (at(index + 1) == '\\' || at(index + 2) == '\'') {
            index += if at(index + 1) == '\\' { 3 } else { 2 };
            while index < bytes.len() && at(index) != '\'' {
                index += 1;
            }
            index += 1;
            code.push_str("' '");
        } else {
            code.push(at(index));
            index += 1;
        }
    }
    code
}

/// How many `#` a raw string has that starts here, if one does.
fn raw_string_hashes(text: &[char], index: usize) -> Option<usize> {
    let part_of_a_word = index > 0 && is_word(text[index - 1]) && text[index - 1] != 'b';
    if text[index] != 'r' || part_of_a_word {
        return None;
    }
    let hashes = text[index + 1..].iter().take_while(|c| **c == '#').count();
    (text.get(index + 1 + hashes) == Some(&'"')).then_some(hashes)
}

/// The code without its `#[cfg(test)]` modules. Expects what [`without_texts`] returns.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..at]);
        let after = &rest[at..];
        let open = after.find('{').unwrap_or(after.len());
        let semicolon = after.find(';').unwrap_or(after.len());
        if semicolon < open {
            rest = &after[semicolon + 1..];
            continue;
        }
        let mut depth = 0;
        let mut end = after.len();
        for (index, c) in after.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => continue,
            }
            if depth == 0 {
                end = index + 1;
                break;
            }
        }
        rest = &after[end..];
    }
    kept.push_str(rest);
    kept
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c| !is_word(c))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn module(line: &str) -> String {
    format!("//! A module.\n\n{line}\n")
}

/// The names in deny.toml's `allow = […]`.
fn allowed_licences(deny: &str) -> Vec<String> {
    let list = deny
        .split("allow = [")
        .nth(1)
        .unwrap_or("")
        .split(']')
        .next()
        .unwrap_or("");
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(String::from)
        .collect()
}

/// Whether an SPDX expression can be satisfied with allowed licences alone.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    any_of(&mut words, allowed)
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any_of(words: &mut Words, allowed: &[String]) -> bool {
    let mut good = all_of(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        good |= all_of(words, allowed);
    }
    good
}

fn all_of(words: &mut Words, allowed: &[String]) -> bool {
    let mut good = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        good &= one(words, allowed);
    }
    good
}

fn one(words: &mut Words, allowed: &[String]) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let good = any_of(words, allowed);
        words.next();
        return good;
    }
    let name = words.next().unwrap_or("");
    if words.next_if_eq(&"WITH").is_some() {
        words.next();
        return false;
    }
    allowed.iter().any(|licence| licence == name)
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // A build of the fuzz targets leaves one in tests/fuzz.
            if !path.ends_with("target") {
                files.extend(rust_files(&path));
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
