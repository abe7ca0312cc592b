//! Every fuzz target (`tests/fuzz`) on its corpus: each file as it is, and in thousands of broken forms that
//! come out the same each time. What must hold stands with the targets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::{Path, PathBuf};

/// Longest broken form.
const LONGEST: usize = 16 << 10;

macro_rules! replay {
    ($($target:ident)*) => {
        $(#[test] fn $target() { replay(stringify!($target)); })*

        #[test]
        fn every_target_is_replayed() {
            let replayed = [$(stringify!($target)),*];
            for (name, _) in fuzz::TARGETS {
                assert!(replayed.contains(&name), "{name}");
                let file = format!("tests/fuzz/fuzz_targets/{name}.rs");
                assert!(root().join(&file).exists(), "{file}");
            }
            assert_eq!(replayed.len(), fuzz::TARGETS.len());
            let cargo = fs::read_to_string(root().join("tests/fuzz/Cargo.toml")).unwrap();
            for folder in ["tests/corpus", "tests/fuzz/fuzz_targets"] {
                for entry in fs::read_dir(root().join(folder)).unwrap() {
                    let path = entry.unwrap().path();
                    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                    assert!(replayed.contains(&name.as_str()), "{}", path.display());
                    assert!(cargo.contains(&format!("name = \"{name}\"")), "{name} in Cargo.toml");
                }
            }
        }
    };
}

replay! {
    agent_state datetime digest_challenge dm hook_lines http_answer http_request
    import_xml lease location map model_state path pattern scram set_cookie settings soap srv stun
    trace ubus uci udp_request value xmpp
}

/// What reads bytes that come by the network, and the target that gives it all kinds of them.
const FACING_THE_NETWORK: [(&str, &str); 16] = [
    ("src/agent/discovery.rs", "lease"),
    ("src/auth/client.rs", "digest_challenge"),
    ("src/auth/scram.rs", "scram"),
    ("src/auth/server.rs", "http_request"),
    ("src/connreq/binding.rs", "stun"),
    ("src/connreq/http.rs", "http_request"),
    ("src/connreq/stun.rs", "stun"),
    ("src/connreq/udp.rs", "udp_request"),
    ("src/connreq/xmpp/srv.rs", "srv"),
    ("src/connreq/xmpp/stanza.rs", "xmpp"),
    ("src/cwmp/soap/cursor.rs", "soap"),
    ("src/cwmp/soap/read.rs", "soap"),
    ("src/io/cookies.rs", "set_cookie"),
    ("src/io/http.rs", "http_answer"),
    ("src/io/target.rs", "location"),
    ("src/time.rs", "datetime"),
];

#[test]
fn whatever_faces_the_network_is_fuzzed() {
    for (file, target) in FACING_THE_NETWORK {
        assert!(root().join(file).exists(), "{file}");
        let known = fuzz::TARGETS.iter().any(|(name, _)| *name == target);
        assert!(known, "{file}: {target}");
    }
}

fn replay(target: &'static str) {
    let seeds = corpus(target);
    assert!(seeds.len() >= 12, "{target}: only {} files", seeds.len());
    let mut taken = 0;
    for (name, bytes) in &seeds {
        let _told = Told {
            target,
            what: name.clone(),
            bytes,
        };
        taken += usize::from(fuzz::run(target, bytes));
    }
    assert!(
        taken > 2,
        "{target}: {taken} of {} files are taken for good",
        seeds.len()
    );
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let forms = forms(target);
    taken = 0;
    for form in 0..forms {
        let bytes = dice.broken(&seeds, form);
        let what = format!("form {form} of the seed {}", seeds[form % seeds.len()].0);
        let _told = Told {
            target,
            what,
            bytes: &bytes,
        };
        taken += usize::from(fuzz::run(target, &bytes));
    }
    let few = 5;
    assert!(
        taken >= few,
        "{target}: only {taken} of {forms} broken forms are taken for good"
    );
}

/// Broken forms for each target, of all its seeds together: what takes a second or two on a slow machine.
fn forms(target: &str) -> usize {
    match target {
        "import_xml" | "map" | "path" => 300,
        _ => 2000,
    }
}

/// Says at a panic what it was that the target was given.
struct Told<'a> {
    target: &'static str,
    what: String,
    bytes: &'a [u8],
}

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!(
                "{}, {}:\n{}",
                self.target,
                self.what,
                self.bytes.escape_ascii()
            );
        }
    }
}

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = root().join("tests/corpus").join(target);
    let entries =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |file: &Path| file.file_name().unwrap().to_string_lossy().into_owned();
    files
        .iter()
        .map(|file| (name(file), fs::read(file).unwrap()))
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The same numbers each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 20).unwrap_or(0) % end.max(1)
    }

    /// One of the seeds, with a few changes.
    fn broken(&mut self, seeds: &[(String, Vec<u8>)], form: usize) -> Vec<u8> {
        let mut bytes = seeds[form % seeds.len()].1.clone();
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len() + 1);
            let end = (at + 1 + self.below(12)).min(bytes.len());
            match self.below(8) {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(at..end)),
                2 => {
                    let copy = bytes[at..end].to_vec();
                    let there = self.below(bytes.len() + 1);
                    bytes.splice(there..there, copy);
                }
                3 => {
                    let other = &seeds[self.below(seeds.len())].1;
                    let from = self.below(other.len() + 1);
                    let to = (from + self.below(80)).min(other.len());
                    bytes.splice(at..end, other[from..to].iter().copied());
                }
                4 => {
                    let words: [&[u8]; 12] = [
                        b"\0",
                        b"\n",
                        b"\r\n",
                        b"\xff",
                        b"\xc3\xa4",
                        b"'",
                        b"\"",
                        b"\\",
                        b"18446744073709551616",
                        b"-1",
                        b"]",
                        b"=",
                    ];
                    bytes.splice(at..at, words[self.below(words.len())].iter().copied());
                }
                5 => {
                    let odd = b"\0\n\t .,;:=<>&'\"\\/[]{}()*+-?!#%@|~09azAZ\x7f\xff";
                    let byte = odd[self.below(odd.len())];
                    bytes.splice(at..(at + 1).min(bytes.len()), [byte]);
                }
                6 => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
                _ => {
                    let copy = bytes[at..end].repeat(1 + self.below(40));
                    bytes.splice(at..at, copy);
                }
            }
        }
        bytes.truncate(LONGEST);
        bytes
    }
}
