//! Replays `tests/corpus/{http_request,digest_challenge,datetime}`, each file as it is and in many
//! broken forms: nothing panics, nobody gets in, nothing breaks out of a header, and what was read
//! is written and read again as the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use cwmpd::auth::{Algorithm, Authorizer, DigestServer, Login, Verdict};
use cwmpd::connreq::gate::Gate;
use cwmpd::connreq::http::{Conversation, Doorkeeper, Reply};
use cwmpd::time::{DateTime, Now, Zone, posix_tz_of_tzif};
use std::fs;
use std::path::Path;
use std::time::Duration;

const NOW: Now = Now {
    mono: Duration::from_secs(1000),
    wall: None,
};

#[test]
fn http_requests() {
    for bytes in corpus("http_request") {
        let whole = http_answers(&bytes, bytes.len());
        assert_eq!(http_answers(&bytes, 1), whole, "{}", bytes.escape_ascii());
        assert!(!whole.accepted, "{}", bytes.escape_ascii());
    }
}

/// The answers to what comes in pieces of this size.
fn http_answers(bytes: &[u8], size: usize) -> Reply {
    let mut keeper = Doorkeeper::new(&[42; 32], Gate::new(30));
    keeper.configure("/c/5f1b3a", "acs", "s3cret");
    let mut connection = Conversation::new();
    let mut all = Reply::default();
    for piece in bytes.chunks(size.max(1)) {
        let reply = connection.on_bytes(&NOW, piece, &mut keeper);
        all.bytes.extend(reply.bytes);
        all.accepted |= reply.accepted;
        all.close |= reply.close;
    }
    all
}

#[test]
fn digest_challenges() {
    let login = Login {
        username: "acs",
        password: "s3cret",
    };
    for bytes in corpus("digest_challenge") {
        let text = String::from_utf8_lossy(&bytes);
        let headers: Vec<&str> = text.lines().collect();
        let mut client = Authorizer::new("Jäsøn \"D\\oe\"", "s3cret", false);
        if client.challenged(&headers, [9; 16]).is_ok() {
            let answer = client.authorization("POST", "/acs").unwrap();
            assert!(
                !answer.chars().any(char::is_control),
                "{text:?}: {answer:?}"
            );
            assert_eq!(unescaped_quotes(&answer) % 2, 0, "{text:?}: {answer:?}");
        }
        let mut server =
            DigestServer::new("cwmpd", &[42; 32], &[Algorithm::Md5, Algorithm::Sha256]);
        for header in headers {
            let verdict = server.verify(&NOW, "GET", "/c/5f1b3a", header, login);
            assert!(matches!(verdict, Verdict::Refused(_)), "{header:?}");
        }
    }
}

fn unescaped_quotes(text: &str) -> usize {
    let mut chars = text.chars();
    let mut count = 0;
    while let Some(next) = chars.next() {
        match next {
            '\\' => drop(chars.next()),
            '"' => count += 1,
            _ => {}
        }
    }
    count
}

#[test]
fn datetimes() {
    let mut compared = 0;
    for bytes in corpus("datetime") {
        let _ = posix_tz_of_tzif(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(zone) = Zone::parse(&text) {
            for unix in [i64::MIN, -1, 0, 1_795_350_943, i64::MAX] {
                assert!(zone.offset_at(unix).abs() <= 25 * 3600, "{text:?}");
            }
        }
        let Ok(value) = DateTime::parse(&text) else {
            continue;
        };
        assert_eq!(DateTime::parse(&value.to_string()), Ok(value), "{text:?}");
        let DateTime::Absolute { unix, nanos } = value else {
            continue;
        };
        // The independent calendar takes no more than nine digits, no 24:00:00, and wants a zone.
        if let Ok(theirs) = text.trim().parse::<jiff::Timestamp>() {
            let (second, nano) = (theirs.as_second(), theirs.subsec_nanosecond());
            let ours = i128::from(unix) * 1_000_000_000 + i128::from(nanos);
            assert_eq!(
                ours,
                i128::from(second) * 1_000_000_000 + i128::from(nano),
                "{text:?}"
            );
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
}

/// The files of a folder, each as it is, cut short, and with each of its bytes replaced, left out
/// and doubled.
fn corpus(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpus")
        .join(folder);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() > 10, "{}", folder.display());
    let mut all = Vec::new();
    for file in files {
        let seed = fs::read(file).unwrap();
        all.push(seed.clone());
        let places = seed.len();
        for at in 0..places {
            all.push(seed.get(..at).unwrap().to_vec());
            for byte in *b"\0\n\r \",=\\:0/9+Z\xff" {
                let mut broken = seed.clone();
                broken.splice(at..=at, [byte]);
                all.push(broken);
            }
            let mut shorter = seed.clone();
            shorter.remove(at);
            all.push(shorter);
            let mut longer = seed.clone();
            longer.insert(at, seed.get(at).copied().unwrap());
            all.push(longer);
        }
    }
    all
}
