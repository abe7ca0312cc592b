//! `tests/corpus/soap`: messages as ACSs send them and as nobody should, and `tests/corpus/soap.txt`:
//! what is read from each. A fuzzer starts from the same files.

use crate::scenario::{Scenario, inform_response};
use cwmpd::cwmp::soap::{Limits, read};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_message_of_the_corpus_reads_as_noted() {
    let noted = fs::read_to_string(corpus_folder().with_extension("txt")).unwrap();
    let found: Vec<String> = corpus()
        .iter()
        .map(|(name, bytes)| format!("{name}: {}", said(bytes)))
        .collect();
    for (found, noted) in found.iter().zip(noted.lines()) {
        assert_eq!(found, noted);
    }
    assert_eq!(found.len(), noted.lines().count());
    assert!(found.len() > 30);
}

/// A connection that breaks in the middle, or a peer that means harm: whatever comes of it, it is a
/// step or a failure, never a panic.
#[test]
fn a_message_that_is_cut_or_changed_anywhere_does_no_harm() {
    let mut taken = 0;
    for (_, bytes) in corpus() {
        let stride = 1 + bytes.len() / 300;
        for at in (0..bytes.len()).step_by(stride) {
            taken += u32::from(read(&bytes[..at], &Limits::default()).is_ok());
            for byte in [b'<', b'&', b'"', b'/', 0, 0xC3] {
                let mut changed = bytes.clone();
                changed[at] = byte;
                taken += u32::from(read(&changed, &Limits::default()).is_ok());
            }
        }
    }
    assert!(
        taken > 100,
        "only {taken} were taken: the changes are too rough"
    );
}

/// Halves of different messages, joined.
#[test]
fn messages_that_run_into_each_other_do_no_harm() {
    let corpus = corpus();
    let mut joined = 0;
    for (number, (_, first)) in corpus.iter().enumerate() {
        for (_, second) in corpus.iter().skip(number % 3).step_by(3) {
            for part in 1..4 {
                let head = &first[..first.len() * part / 4];
                let tail = &second[second.len() * part / 4..];
                let bytes = [head, tail].concat();
                let scenario = Scenario::start().acs(&inform_response());
                let scenario = scenario.acs_bytes(&bytes);
                assert_eq!(scenario.world.informed, 1);
                joined += 1;
            }
        }
    }
    assert!(joined > 1000);
}

fn said(bytes: &[u8]) -> String {
    match read(bytes, &Limits::default()) {
        Ok(message) => {
            let header = message.header;
            let mut said = match header.id {
                Some(id) => format!("id {id:?}, "),
                None => String::from("no id, "),
            };
            if header.hold_requests {
                said += "hold, ";
            }
            if let Some(version) = header.use_cwmp_version {
                said += &format!("use {version}, ");
            }
            if let Some(name) = header.not_understood {
                said += &format!("not understood {name}, ");
            }
            if let Some(version) = message.version {
                said += &format!("{version:?}, ");
            }
            said + &format!("{:?}", message.body)
        }
        Err(error) => error.to_string(),
    }
}

pub fn corpus() -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(corpus_folder()).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    files
        .iter()
        .map(|path| (name(path), fs::read(path).unwrap()))
        .collect()
}

/// One file of the corpus.
pub fn message(name: &str) -> String {
    fs::read_to_string(corpus_folder().join(name)).unwrap()
}

fn corpus_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/soap")
}
