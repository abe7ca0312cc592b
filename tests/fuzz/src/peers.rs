//! What comes over the network: envelopes, HTTP headers, connection requests.

use cwmpd::auth::{Algorithm, Authorizer, DigestServer, Login, Verdict};
use cwmpd::connreq::gate::Gate;
use cwmpd::connreq::http::{Conversation, Doorkeeper, Reply};
use cwmpd::cwmp::rpc::{AcsBody, CpeAnswer, DeviceId, Events, Inform, Request, Response, Version};
use cwmpd::cwmp::session::{Host, Opening, Session, Step};
use cwmpd::cwmp::soap::{Limits, read, write_answer};
use cwmpd::fault::{Fault, FaultCode};
use cwmpd::io::cookies::Jar;
use cwmpd::io::target::Target;
use cwmpd::io::trace::{mask_body, mask_header, printable};
use cwmpd::time::{DateTime, Now, Zone, posix_tz_of_tzif};
use std::time::Duration;

const NOW: Now = Now {
    mono: Duration::from_secs(1000),
    wall: None,
};

const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    items: 10_000,
    depth: 64,
};

/// What was read is written and read again as the same; a session takes it or fails.
pub fn soap(bytes: &[u8]) -> bool {
    let message = read(bytes, &LIMITS);
    let host = &mut Nobody;
    let (mut session, _) = Session::start(opening());
    let step = session.on_reply(bytes, host);
    assert!(message.is_ok() || bytes.trim_ascii().is_empty() || unreadable(&step));
    let (mut session, _) = Session::start(opening());
    session.on_reply(INFORMED.as_bytes(), host);
    if let Step::Post(post) = session.on_reply(bytes, host) {
        assert!(post.body.is_empty() || read(&post.body, &LIMITS).is_ok());
    }
    let Ok(message) = message else {
        return false;
    };
    let texts: Vec<String> = match message.body {
        AcsBody::Request(Request::SetParameterValues { list, .. }) => list
            .into_iter()
            .flat_map(|setting| [setting.name, setting.value])
            .collect(),
        AcsBody::Request(Request::GetParameterValues { names }) => names,
        AcsBody::Request(Request::Reboot { command_key }) => vec![command_key],
        _ => Vec::new(),
    };
    let id = message.header.id;
    for version in [Version::V1_0, Version::V1_1, Version::V1_2] {
        for text in texts.iter().take(8) {
            let fault = Fault::new(FaultCode::InvalidParameterValue, text.as_str());
            let written = write_answer(&CpeAnswer::Fault(fault), id.as_deref(), version);
            let back = read(&written, &Limits::default()).unwrap();
            assert_eq!(back.header.id, id);
            assert_eq!(back.version, Some(version));
            let AcsBody::Fault { code, text: told } = back.body else {
                panic!("{back:?}");
            };
            assert_eq!(code, 9007);
            if !text.is_empty() {
                assert_eq!(told, text.chars().take(256).collect::<String>());
            }
        }
    }
    true
}

fn unreadable(step: &Step) -> bool {
    matches!(step, Step::End(Err(_)))
}

const INFORMED: &str = r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:c="urn:dslforum-org:cwmp-1-2"><e:Body><c:InformResponse/></e:Body></e:Envelope>"#;

fn opening() -> Opening {
    Opening {
        inform: Inform {
            device: DeviceId::default(),
            events: Events::one("2 PERIODIC"),
            current_time: String::new(),
            retry_count: 0,
            parameters: Vec::new(),
        },
        fall_back: 0,
        session_timeout: 60,
        limits: LIMITS,
    }
}

/// A device that refuses everything, in the words of the request.
struct Nobody;

impl Host for Nobody {
    fn inform_delivered(&mut self) {}

    fn call(&mut self, _: Version, request: Request) -> Result<Response, Fault> {
        Err(Fault::new(FaultCode::RequestDenied, format!("{request:?}")))
    }
}

/// Nobody gets in without the password, and nothing depends on how the bytes are cut.
pub fn http_request(bytes: &[u8]) -> bool {
    let whole = http_answers(bytes, bytes.len());
    assert_eq!(http_answers(bytes, 1), whole);
    assert!(!whole.accepted);
    assert!(whole.bytes.len() < 16 << 10);
    whole.bytes.starts_with(b"HTTP/1.1 401 ")
}

/// The answers to what comes in pieces of this size.
fn http_answers(bytes: &[u8], size: usize) -> Reply {
    let (mut keeper, mut gate) = (Doorkeeper::new(&[42; 32]), Gate::new(30));
    keeper.set_path("/c/5f1b3a");
    gate.set_login("acs", "s3cret");
    let mut connection = Conversation::new();
    let mut all = Reply::default();
    for piece in bytes.chunks(size.max(1)) {
        let reply = connection.on_bytes(&NOW, piece, &mut keeper, &mut gate);
        all.bytes.extend(reply.bytes);
        all.accepted |= reply.accepted;
        all.close |= reply.close;
    }
    all
}

/// Headers, one a line: an answer to them stays one header, and none of them opens the door.
pub fn digest_challenge(bytes: &[u8]) -> bool {
    let login = Login {
        username: "acs",
        password: "s3cret",
    };
    let text = String::from_utf8_lossy(bytes);
    let headers: Vec<&str> = text.lines().collect();
    let mut client = Authorizer::new("Jäsøn \"D\\oe\"", "s3cret", false);
    let taken = client.challenged(&headers, [9; 16]).is_ok();
    if taken {
        let answer = client.authorization("POST", "/acs").unwrap();
        assert!(!answer.chars().any(char::is_control), "{answer:?}");
        assert_eq!(unescaped_quotes(&answer) % 2, 0, "{answer:?}");
        assert!(!answer.contains("s3cret"), "{answer:?}");
    }
    let mut server = DigestServer::new("cwmpd", &[42; 32], &[Algorithm::Md5, Algorithm::Sha256]);
    for header in headers {
        let verdict = server.verify(&NOW, "GET", "/c/5f1b3a", header, login);
        assert!(matches!(verdict, Verdict::Refused(_)), "{header:?}");
    }
    taken
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

/// dateTimes, POSIX time zones and zone files; an independent calendar agrees.
pub fn datetime(bytes: &[u8]) -> bool {
    let _ = posix_tz_of_tzif(bytes);
    let text = String::from_utf8_lossy(bytes);
    if let Ok(zone) = Zone::parse(&text) {
        for unix in [i64::MIN, -1, 0, 1_795_350_943, i64::MAX] {
            assert!(zone.offset_at(unix).abs() <= 25 * 3600, "{text:?}");
        }
    }
    let Ok(value) = DateTime::parse(&text) else {
        return false;
    };
    assert_eq!(DateTime::parse(&value.to_string()), Ok(value), "{text:?}");
    let DateTime::Absolute { unix, nanos } = value else {
        return false;
    };
    // The independent calendar takes no more than nine digits, no 24:00:00, and wants a zone.
    let Ok(theirs) = text.trim().parse::<jiff::Timestamp>() else {
        return false;
    };
    let (second, nano) = (theirs.as_second(), theirs.subsec_nanosecond());
    let ours = i128::from(unix) * 1_000_000_000 + i128::from(nanos);
    let theirs = i128::from(second) * 1_000_000_000 + i128::from(nano);
    assert_eq!(ours, theirs, "{text:?}");
    true
}

/// Set-Cookie headers, one a line: the jar stays small, and what goes back is one header.
pub fn set_cookie(bytes: &[u8]) -> bool {
    let mut jar = Jar::default();
    for (place, header) in bytes.split(|byte| *byte == b'\n').enumerate() {
        // What the HTTP client takes for a header's value.
        let legal = header
            .iter()
            .all(|byte| *byte == b'\t' || (*byte >= b' ' && *byte != 0x7F));
        if legal {
            jar.store(header, place % 2 == 0);
        }
    }
    let (clear, tls) = (jar.header(false), jar.header(true));
    for header in [&clear, &tls].into_iter().flatten() {
        assert!(!header.is_empty());
        assert!(header.len() <= 4096 + 16 * 3, "{}", header.len());
        let legal = |byte: &u8| *byte == b'\t' || (*byte >= b' ' && *byte != 0x7F);
        assert!(header.iter().all(legal), "{}", header.escape_ascii());
    }
    let length = |header: &Option<Vec<u8>>| header.as_ref().map_or(0, Vec::len);
    assert!(length(&clear) <= length(&tls));
    tls.is_some()
}

/// A URL or a Location: where it leads is one server and one path, and reads back as the same.
pub fn location(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let base = Target::parse("https://acs.example:8443/a/b/c?old=1").unwrap();
    let mut taken = false;
    for target in [Target::parse(&text), base.join(&text)] {
        let Ok(target) = target else { continue };
        taken = true;
        let url = target.url();
        assert!(url.bytes().all(|byte| byte.is_ascii_graphic()), "{url:?}");
        assert!(!target.authority().contains(['@', '/', '?', '#']), "{url}");
        assert!(
            target.path.starts_with('/') && !target.path.contains('#'),
            "{url}"
        );
        assert_eq!(Target::parse(&url), Ok(target.clone()), "{url}");
        assert_eq!(target.join(&url), Ok(target), "{url}");
    }
    taken
}

/// What is written down of a session: a secret in a good envelope never is, and no line is forged.
pub fn trace(bytes: &[u8]) -> bool {
    const SECRET: &str = "hunter2hunter2";
    let text = String::from_utf8_lossy(bytes);
    assert!(!printable(&text).contains(['\n', '\r', '\x1b']));
    for name in ["Authorization", "Set-Cookie", "Cookie", "Location"] {
        mask_header(name, bytes);
    }
    mask_body(&text, &|path| path.len() % 2 == 0);
    // The secret behind whatever else there is, where our own reader finds it in a Password.
    let body = text.replace("SECRET", SECRET);
    let Ok(message) = read(body.as_bytes(), &LIMITS) else {
        return false;
    };
    let AcsBody::Request(Request::SetParameterValues { list, .. }) = message.body else {
        return false;
    };
    let mut others = list
        .iter()
        .filter(|setting| !setting.name.ends_with("Password"));
    let only_there =
        !others.any(|other| other.value.contains(SECRET) || other.name.contains(SECRET));
    let there = list.iter().any(|setting| setting.value == SECRET);
    let once = body.matches(SECRET).count() == 1;
    if only_there && there && once {
        let shown = mask_body(&body, &|_| false);
        assert!(!shown.contains(SECRET), "{shown}");
        return true;
    }
    false
}
