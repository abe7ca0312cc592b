//! What comes in by the network beside envelopes: answers of a server, datagrams of anyone.

use cwmpd::agent::discovery::Offer;
use cwmpd::connreq::binding::{Binding, Config, Output, Socket};
use cwmpd::connreq::gate::{Gate, Refusal};
use cwmpd::connreq::stun::{self, Message};
use cwmpd::connreq::udp::{LONGEST, Mailbox};
use cwmpd::io::http::{Connection, Payload, Request, Response, Stream, Waits};
use cwmpd::io::target::Target;
use cwmpd::time::{Now, Wall};
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::time::Duration;

/// An answer to a GET: nothing depends on how the bytes are cut, and nobody keeps more than came.
pub fn http_answer(bytes: &[u8]) -> bool {
    let whole = answer(bytes, bytes.len());
    assert_eq!(answer(bytes, 1), whole);
    let Some((_, headers, body, reusable)) = whole else {
        return false;
    };
    let kept: usize = headers
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum();
    assert!(kept + body.len() <= bytes.len());
    reusable.is_some()
}

type Answer = (u16, Vec<(String, Vec<u8>)>, Vec<u8>, Option<bool>);

/// Status, headers, body, and where the body has its right end, whether the connection can serve again.
fn answer(bytes: &[u8], size: usize) -> Option<Answer> {
    let target = Target::parse("http://acs.example/file").unwrap();
    let waits = Waits {
        each: Duration::from_secs(1),
        whole: None,
    };
    let connection = Connection::new(Box::new(Server {
        left: bytes.to_vec(),
        size: size.max(1),
    }));
    let request = Request::new("GET", &target, Payload::None);
    let mut response: Response = connection.send(request, waits).ok()?;
    let mut body = Vec::new();
    let end = response.read_to_end(&mut body).ok();
    let (status, headers) = (response.status(), response.headers().to_vec());
    let reusable = end.map(|_| response.into_connection().is_some());
    Some((status, headers, body, reusable))
}

/// Says its piece in steps of this size, and closes.
struct Server {
    left: Vec<u8>,
    size: usize,
}

impl Read for Server {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.size.min(out.len()).min(self.left.len());
        out[..count].copy_from_slice(&self.left[..count]);
        self.left.drain(..count);
        Ok(count)
    }
}

impl Write for Server {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Stream for Server {
    fn begin(&mut self, _: Waits) {}

    fn set_each(&mut self, _: Duration) {}

    fn is_open(&mut self) -> bool {
        self.left.is_empty()
    }
}

/// A datagram at the UDP port. Who is let in has signed it, and is let in once.
pub fn udp_request(bytes: &[u8]) -> bool {
    let now = Now {
        mono: Duration::from_secs(1000),
        wall: Some(Wall {
            unix: 1_700_000_000,
            offset: 0,
        }),
    };
    let mut gate = Gate::new(600);
    gate.set_login("CPE57689", "password");
    let mut mailbox = Mailbox::new(&now, None, &mut gate);
    let datagram = &bytes[..bytes.len().min(LONGEST)];
    let taken = mailbox.judge(&now, datagram, &mut gate);
    if taken.is_ok() {
        assert_eq!(mailbox.judge(&now, datagram, &mut gate), Err(Refusal::Copy));
        assert_eq!(mailbox.kept().map(|kept| kept.ts), gate.newest());
        gate.set_login("CPE57689", "passwore");
    }
    assert!(mailbox.judge(&now, datagram, &mut gate).is_err());
    gate.log_line(&now);
    taken.is_ok()
}

/// A STUN message, and what the binding makes of it: from elsewhere nothing; from the server, and with the
/// right transaction, an address that is in it, and few datagrams.
pub fn stun(bytes: &[u8]) -> bool {
    let parsed = Message::parse(bytes);
    let mapped = parsed.and_then(|message| {
        message.text(stun::REALM);
        message.address(stun::RESPONSE_ADDRESS);
        message.error();
        message.mapped()
    });
    let server: SocketAddr = "192.0.2.1:3478".parse().unwrap();
    let other: SocketAddr = "192.0.2.2:3478".parse().unwrap();
    let now = Duration::from_secs(1000);
    let mut binding = Binding::new(&[7; 32]);
    binding.configure(
        now,
        Some(Config {
            server: server.ip().to_string(),
            port: server.port(),
            username: "user1234".to_string(),
            password: "secret".to_string(),
            least: 20,
            most: None,
        }),
    );
    let mut sent = Vec::new();
    for _ in 0..4 {
        binding.wake(now);
        while let Some(output) = binding.next_output() {
            match output {
                Output::LookUp { host, .. } => binding.looked_up(now, &host, vec![server]),
                Output::Send { bytes, .. } => sent = bytes,
            }
        }
        binding.moved(now, Some("10.0.0.2:7547".parse().unwrap()));
    }
    assert!(Message::parse(&sent).is_some(), "{sent:?}");
    for (from, id) in [
        (other, &sent[4..20]),
        (server, &bytes[..0]),
        (server, &sent[4..20]),
    ] {
        let mut answer = bytes.to_vec();
        if let Some(place) = answer.get_mut(4..20).filter(|_| !id.is_empty()) {
            place.copy_from_slice(id);
        }
        let before = binding.found();
        binding.on_message(now, Socket::Primary, from, &answer);
        binding.on_message(now, Socket::Second, from, &answer);
        binding.wake(now);
        let found = binding.found();
        assert!(found == before || (from == server && !id.is_empty()));
        if let Some(public) = found.public {
            let told = Message::parse(&answer).and_then(|message| message.mapped());
            assert_eq!(
                Some(public),
                told.map(|told| SocketAddr::new(told.ip().to_canonical(), told.port()))
            );
        }
        let mut outputs = 0;
        while binding.next_output().is_some() {
            outputs += 1;
        }
        assert!(outputs < 4, "{outputs} datagrams for one");
        binding.status();
    }
    mapped.is_some()
}

/// What leases say: the ACS that is taken from them is one, and what stands beside it may be set.
pub fn lease(bytes: &[u8]) -> bool {
    let Some(offer) = Offer::read(&String::from_utf8_lossy(bytes)) else {
        return false;
    };
    assert!(Target::parse(&offer.url).is_ok(), "{offer:?}");
    let code = offer.provisioning_code.unwrap_or_default();
    assert!(code.chars().count() <= 64, "{code}");
    for (number, least) in [
        (offer.retry_minimum_wait, 1),
        (offer.retry_multiplier, 1000),
    ] {
        let number = number.map(|number| number.parse::<u32>().unwrap());
        assert!(number.is_none_or(|number| (least..=65535).contains(&number)));
    }
    true
}
