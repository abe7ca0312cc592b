//! The program: its prompt, its exit status, TLS, and connection requests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_debug_implementations
)]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use common::{Cpe, End};
use testacs::{Acs, Auth, Certificate, Options};

/// A connection-request listener that wants MD5 with `user` and `password`, and opens a session when it gets them.
fn door(acs: &Acs, user: &'static str, password: &'static str) -> Cpe {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut cpe = Cpe::new(acs.address());
    cpe.cr_url = format!("http://{}/cr/secret", listener.local_addr().unwrap());
    let (address, url) = (acs.address(), cpe.cr_url.clone());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let mut head = String::new();
            for line in lines.by_ref() {
                let line = line.unwrap();
                if line.is_empty() {
                    break;
                }
                head.push_str(&line);
                head.push('\n');
            }
            assert!(head.starts_with("GET /cr/secret HTTP/1.1\n"), "{head}");
            let login = head.lines().find_map(|l| l.strip_prefix("Authorization: "));
            let auth = Auth::Digest;
            let good = login.is_some_and(|l| {
                let verdict =
                    testacs::auth::judge(auth, l, "GET", "/cr/secret", "n1", user, password);
                matches!(verdict, testacs::auth::Verdict::Right { .. })
            });
            if good {
                stream
                    .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                    .unwrap();
                let url = url.clone();
                std::thread::spawn(move || {
                    let mut cpe = Cpe::new(address);
                    cpe.cr_url = url;
                    cpe.session(&[("6 CONNECTION REQUEST", "")])
                });
            } else {
                let challenge = auth.challenges("n1", false).remove(0);
                let reply = format!(
                    "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: {challenge}\r\nContent-Length: 0\r\n\r\n"
                );
                stream.write_all(reply.as_bytes()).unwrap();
            }
        }
    });
    cpe
}

#[test]
fn a_connection_request_opens_a_session() {
    let acs = Acs::start(Options {
        within: Duration::from_secs(60),
        ..Options::default()
    })
    .unwrap();
    let mut cpe = door(&acs, "acs", "acs-secret");
    let agent = std::thread::spawn(move || cpe.session(&[("1 BOOT", "")]));
    acs.script(
        "wait inform \"1 BOOT\"\ncr\nexpect cr 200\nwait inform \"6 CONNECTION REQUEST\" within 60\nget Device.\nend\n\
         cr acs wrong\nexpect cr 401\n\
         # A command without a session knocks by itself when it may.\noption auto-cr on\nmethods\nend\n",
    )
    .unwrap();
    assert_eq!(agent.join().unwrap(), End::Good);
    let error = acs.script("cr acs wrong\n").unwrap_err();
    assert!(
        error
            .message
            .contains("expected the connection request to be answered 200 or 204, got 401"),
        "{error}"
    );
    assert_eq!(acs.complaints(), Vec::<String>::new());
}

#[test]
fn credentials_that_were_set_are_used() {
    let acs = Acs::start(Options {
        within: Duration::from_secs(60),
        ..Options::default()
    })
    .unwrap();
    let mut cpe = door(&acs, "fresh", "words");
    for name in ["ConnectionRequestUsername", "ConnectionRequestPassword"] {
        cpe.parameters
            .insert(format!("Device.ManagementServer.{name}"), String::new());
    }
    let agent = std::thread::spawn(move || cpe.session(&[("1 BOOT", "")]));
    acs.script(
        "wait inform\nset Device.ManagementServer.ConnectionRequestUsername=fresh Device.ManagementServer.ConnectionRequestPassword=words\n\
         cr\nwait inform \"6 CONNECTION REQUEST\" within 60\n",
    )
    .unwrap();
    assert_eq!(agent.join().unwrap(), End::Good);
}

#[derive(Debug)]
struct AnyCertificate;

impl rustls::client::danger::ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        end_entity: &rustls_pki_types::CertificateDer<'_>,
        _: &[rustls_pki_types::CertificateDer<'_>],
        _: &rustls_pki_types::ServerName<'_>,
        _: &[u8],
        _: rustls_pki_types::UnixTime,
    ) -> Result<rustls::client::danger::ServerCertVerified, rustls::Error> {
        assert!(!end_entity.is_empty());
        Ok(rustls::client::danger::ServerCertVerified::assertion())
    }
    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &rustls_pki_types::CertificateDer<'_>,
        _: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        Ok(rustls::client::danger::HandshakeSignatureValid::assertion())
    }
    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &rustls_pki_types::CertificateDer<'_>,
        _: &rustls::DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        Ok(rustls::client::danger::HandshakeSignatureValid::assertion())
    }
    fn supported_verify_schemes(&self) -> Vec<rustls::SignatureScheme> {
        rustls::crypto::ring::default_provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}

/// A GET over TLS; with `roots`, the certificate is verified against them, for the name `name`.
fn get_over_tls(acs: &Acs, name: &str, roots: Option<&str>) -> Result<String, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    let config = match roots {
        None => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(AnyCertificate))
            .with_no_client_auth(),
        Some(pem) => {
            use rustls_pki_types::pem::PemObject;
            let mut store = rustls::RootCertStore::empty();
            store
                .add(rustls_pki_types::CertificateDer::from_pem_slice(pem.as_bytes()).unwrap())
                .unwrap();
            builder.with_root_certificates(store).with_no_client_auth()
        }
    };
    let name = rustls_pki_types::ServerName::try_from(name.to_owned()).unwrap();
    let connection = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream =
        rustls::StreamOwned::new(connection, TcpStream::connect(acs.address()).unwrap());
    let request = "GET /files/a HTTP/1.1\r\nHost: x\r\n\r\n";
    stream
        .write_all(request.as_bytes())
        .map_err(|e| e.to_string())?;
    let mut answer = vec![0; 4096];
    let n = stream.read(&mut answer).map_err(|e| e.to_string())?;
    Ok(String::from_utf8_lossy(&answer[..n]).into_owned())
}

#[test]
fn tls_with_a_certificate_made_on_the_spot() {
    let certificate = Certificate::SelfMade {
        names: vec!["acs.example".to_owned()],
    };
    let acs = Acs::start(Options {
        certificate: Some(certificate),
        ..Options::default()
    })
    .unwrap();
    acs.put_file("a", b"hello");
    assert!(acs.url().starts_with("https://127.0.0.1:"));
    assert_eq!(acs.fingerprint().unwrap().len(), 64);
    assert!(
        get_over_tls(&acs, "anything", None)
            .unwrap()
            .ends_with("hello")
    );
    let pem = acs.certificate().unwrap();
    assert!(
        get_over_tls(&acs, "acs.example", Some(pem))
            .unwrap()
            .ends_with("hello")
    );
    assert!(get_over_tls(&acs, "other.example", Some(pem)).is_err());
}

#[test]
fn agents_must_show_their_certificate() {
    let ca = rcgen::generate_simple_self_signed(vec!["ca".to_owned()])
        .unwrap()
        .cert
        .pem();
    let certificate = Certificate::SelfMade { names: vec![] };
    let acs = Acs::start(Options {
        certificate: Some(certificate),
        client_ca: Some(ca),
        ..Options::default()
    })
    .unwrap();
    assert!(get_over_tls(&acs, "localhost", None).is_err());
}

fn testacs() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_testacs"));
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn the_prompt() {
    let mut child = testacs()
        .args(["--listen", "127.0.0.1:0", "--auth", "digest"])
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    out.read_line(&mut first).unwrap();
    let address = first
        .trim()
        .strip_prefix("testacs at http://")
        .unwrap()
        .trim_end_matches('/')
        .to_owned();
    let agent = std::thread::spawn(move || {
        Cpe::new(address)
            .with_login("cpe", "cpe-secret")
            .session(&[("1 BOOT", "")])
    });
    let mut input = child.stdin.take().unwrap();
    input
        .write_all(b"help\nwait inform\nget Device.\nexpect count = 4\nnonsense\nset Device.Nothing=1\nstatus\nend\nquit\n")
        .unwrap();
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(agent.join().unwrap(), End::Good);
    for want in [
        "  Inform  1 BOOT\n",
        "  Device.WiFi.SSID.1.SSID            lab\n",
        "  expected count = 4, got 3\n",
        "  no command is called \"nonsense\"; `help` lists them\n",
        "  fault 9003 Invalid arguments\n        9005 Device.Nothing  refused\n",
        "  00D09E-Box-SN1  in a session, 1 Inform, 4 parameters known\n",
    ] {
        assert!(rest.contains(want), "{want:?} not in\n{rest}");
    }
    assert!(!rest.contains('\u{1b}'), "colour into a pipe:\n{rest}");
}

#[test]
fn exit_statuses() {
    let folder = std::env::temp_dir().join(format!("testacs-exit-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let script = folder.join("fails.acs");
    std::fs::write(&script, "# nobody comes\nwait inform within 0.1\n").unwrap();
    let transcript = folder.join("transcript");
    for (arguments, status, want) in [
        (
            vec![
                "run",
                script.to_str().unwrap(),
                "--listen",
                "127.0.0.1:0",
                "--transcript",
                transcript.to_str().unwrap(),
            ],
            1,
            "fails.acs:2: wait inform",
        ),
        (
            vec!["run", "/nonexistent.acs", "--listen", "127.0.0.1:0"],
            1,
            "/nonexistent.acs",
        ),
        (vec!["run"], 2, "expected a script"),
        (vec!["frobnicate"], 2, "expected an option"),
        (vec!["--listen", "nowhere"], 2, "expected ADDRESS:PORT"),
        (
            vec!["--listen", "127.0.0.1:0", "--auth", "magic"],
            2,
            "no login is called \"magic\"",
        ),
        (vec!["--help"], 0, ""),
    ] {
        let child = testacs().args(&arguments).spawn().unwrap();
        let out = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(status), "{arguments:?}: {text}");
        assert!(text.contains(want), "{arguments:?}: {text}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn it_stands_in_for_ubusd() {
    use std::os::unix::net::UnixStream;
    let folder = std::env::temp_dir().join(format!("testacs-ubusd-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("system.board.json"), "{\"hostname\": \"gate\"}").unwrap();
    let socket = folder.join("ubus.sock");
    let mut child = Command::new(env!("CARGO_BIN_EXE_testacs"))
        .arg("ubusd")
        .args([&folder, &socket])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(told.next().unwrap().unwrap().starts_with("ubusd at "));
    let mut stream = UnixStream::connect(&socket).unwrap();
    let mut hello = [0; 12];
    stream.read_exact(&mut hello).unwrap();
    assert_eq!((hello[1], hello[11]), (0, 4));
    // A lookup of "system", byte by byte, and a call of its method "board".
    let lookup = b"\0\x04\0\x01\0\0\0\0\0\0\0\x10\x02\0\0\x0bsystem\0\0";
    stream.write_all(lookup).unwrap();
    let mut found = [0; 12 + 12 + 8 + 8 + 4 + 12 + 8];
    stream.read_exact(&mut found).unwrap();
    assert_eq!(&found[16..22], b"system");
    let id: [u8; 4] = found[28..32].try_into().unwrap();
    let mut call =
        b"\0\x05\0\x02\0\0\0\0\0\0\0\x18\x03\0\0\x08....\x04\0\0\x0aboard\0\0\0".to_vec();
    call[16..20].copy_from_slice(&id);
    stream.write_all(&call).unwrap();
    let mut answer = [0; 12 + 8 + 4 + 28];
    stream.read_exact(&mut answer).unwrap();
    assert!(
        answer.windows(8).any(|bytes| bytes == b"hostname"),
        "{answer:?}"
    );
    assert!(
        answer.windows(4).any(|bytes| bytes == b"gate"),
        "{answer:?}"
    );
    assert_eq!(told.next().unwrap().unwrap(), "connect");
    assert_eq!(told.next().unwrap().unwrap(), "system board");
    child.kill().unwrap();
    child.wait().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}
