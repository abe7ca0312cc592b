//! UDP connection requests and the STUN server in the line language: `cr udp`, `stun …`, `wait stun …`,
//! `expect stun …`.

use std::io::ErrorKind;
use std::net::{SocketAddr, ToSocketAddrs, UdpSocket};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ring::hmac;

use crate::print::Ink;
use crate::run::{Memory, Runner, seconds};
use crate::state::Shared;
use crate::stun::{Elsewhere, Seen, StunServer, Style};

/// What lasts from one line to the next.
#[derive(Debug, Default)]
pub(crate) struct Udp {
    stun: Option<StunServer>,
    /// Requests before this one were waited for.
    seen: usize,
    /// The last UDP connection request, and where to.
    last: Option<(SocketAddr, Vec<u8>)>,
    id: u64,
}

impl Udp {
    /// Requests to the STUN server that came so far count no more.
    pub fn forget(&mut self) {
        self.seen = self.stun.as_ref().map_or(0, |stun| stun.seen().len());
    }
}

/// How a UDP connection request is sent.
#[derive(Debug, Default)]
struct How {
    copies: u32,
    again: bool,
    forged: bool,
    /// Seconds that its ts is behind.
    old: u64,
    upper: bool,
    elsewhere: bool,
    to: Option<String>,
}

/// The datagram: `sig` is right for this password.
#[must_use]
pub fn udp_connection_request(
    to: &str,
    user: &str,
    password: &str,
    ts: u64,
    id: u64,
    cnonce: &str,
) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
    let tag = hmac::sign(&key, format!("{ts}{id}{user}{cnonce}").as_bytes());
    let sig: String = tag.as_ref().iter().map(|b| format!("{b:02x}")).collect();
    format!(
        "GET http://{to}?ts={ts}&id={id}&un={user}&cn={cnonce}&sig={sig} HTTP/1.1\r\nHost: {to}\r\n\r\n"
    )
}

impl Runner<'_> {
    /// `cr udp [again] [forged] [old SECONDS] [copies N] [upper] [elsewhere] [to HOST:PORT]`.
    pub fn cr_udp(&mut self, arguments: &[String]) -> Result<(), String> {
        let mut how = How {
            copies: 1,
            ..How::default()
        };
        let mut words = arguments.iter().map(String::as_str);
        while let Some(word) = words.next() {
            match word {
                "again" => how.again = true,
                "forged" => how.forged = true,
                "upper" => how.upper = true,
                "elsewhere" => how.elsewhere = true,
                "copies" => how.copies = whole(words.next(), "copies")?,
                "old" => how.old = whole(words.next(), "old")?.into(),
                "to" => how.to = words.next().map(str::to_owned),
                other => {
                    return Err(format!(
                        "cr udp: expected again, forged, upper, elsewhere, copies N, old SECONDS or to HOST:PORT, got {other:?}"
                    ));
                }
            }
        }
        self.end()?;
        let (to, datagram) = match self.memory.udp.last.clone().filter(|_| how.again) {
            Some((to, datagram)) => {
                let new = how.to.as_ref().and_then(|to| to.parse().ok());
                (new.unwrap_or(to), datagram)
            }
            None if how.again => return Err("cr udp again: none was sent yet".to_owned()),
            None => self.udp_request(&how)?,
        };
        self.memory.udp.last = Some((to, datagram.clone()));
        let server = self.memory.udp.stun.as_ref().filter(|_| !how.elsewhere);
        let mut reached = true;
        for _ in 0..how.copies {
            match server {
                Some(server) => reached = server.send(to, &datagram)?,
                None => {
                    let any: SocketAddr = if to.is_ipv4() {
                        ([0, 0, 0, 0], 0).into()
                    } else {
                        ([0u16; 8], 0).into()
                    };
                    let sent = UdpSocket::bind(any).and_then(|s| s.send_to(&datagram, to));
                    match sent {
                        Ok(_) => {}
                        // Where there is no network beyond this machine: it is lost a little earlier.
                        Err(e) if e.kind() == ErrorKind::NetworkUnreachable => {}
                        Err(e) => return Err(format!("cr udp to {to}: {e}")),
                    }
                }
            }
        }
        let lost = if reached {
            ""
        } else {
            "; the NAT lets it not in"
        };
        let text = format!(
            "  UDP connection request to {to}, {} times{lost}",
            how.copies
        );
        self.printer.line(Ink::Plain, &text);
        Ok(())
    }

    fn udp_request(&mut self, how: &How) -> Result<(SocketAddr, Vec<u8>), String> {
        let (known, user, password) = self.udp_target()?;
        let told = how.to.clone().or(known);
        let bound = || {
            let seen = self.memory.udp.stun.as_ref()?.seen();
            let binding = seen.iter().rev().find(|seen| seen.binding)?;
            Some(binding.mapped.to_string())
        };
        let text = told.filter(|t| !t.is_empty()).or_else(bound).ok_or(
            "cr udp: the agent has not told its UDPConnectionRequestAddress, and asked no STUN server",
        )?;
        let with_port = match text.rsplit_once(':') {
            Some((_, port)) if port.parse::<u16>().is_ok() => text.clone(),
            _ => format!("{text}:80"),
        };
        let to = with_port
            .to_socket_addrs()
            .ok()
            .and_then(|mut all| all.next())
            .ok_or_else(|| format!("cr udp: expected HOST:PORT, got {text:?}"))?;
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let ts = since.map_or(0, |s| s.as_secs()).saturating_sub(how.old);
        self.memory.udp.id += 1;
        let id = self.memory.udp.id;
        let mut request =
            udp_connection_request(&text, &user, &password, ts, id, &format!("nonce{id}"));
        if how.upper
            && let Some((head, tail)) = request.split_once("&sig=")
        {
            let (sig, rest) = tail.split_at(40);
            request = format!("{head}&sig={}{rest}", sig.to_uppercase());
        }
        if how.forged {
            let (from, to) = (format!("&id={id}&"), format!("&id={}&", id + 1_000_000));
            request = request.replace(&from, &to);
        }
        Ok((to, request.into_bytes()))
    }

    /// UDPConnectionRequestAddress as the agent told it last, and the login.
    fn udp_target(&self) -> Result<(Option<String>, String, String), String> {
        let state = self.shared.lock();
        let name = self.memory.last_device(&state);
        let device = name
            .and_then(|n| state.devices.get(&n))
            .ok_or("expected an Inform before a connection request; none came")?;
        let mut all = device.parameters.iter();
        let address = all
            .find(|(p, _)| p.ends_with(".ManagementServer.UDPConnectionRequestAddress"))
            .map(|(_, v)| v.value.clone());
        let options = &state.options;
        let or = |given: &Option<String>, option: &String| given.clone().unwrap_or(option.clone());
        Ok((
            address,
            or(&device.cr_username, &options.cr_username),
            or(&device.cr_password, &options.cr_password),
        ))
    }

    /// `stun start|stop|nat|flush|login|elsewhere|silent`.
    pub fn stun(&mut self, arguments: &[String]) -> Result<(), String> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        if let ["start", rest @ ..] = words.as_slice() {
            let text = rest.first().copied().unwrap_or("127.0.0.1:0");
            let listen = text
                .parse()
                .map_err(|_| format!("stun start: expected ADDRESS:PORT, got {text:?}"))?;
            return self.start_stun(listen);
        }
        let Memory { udp, .. } = &mut *self.memory;
        let server = udp.stun.as_ref().ok_or("stun: not started yet")?;
        match words.as_slice() {
            ["stop"] => udp.stun = None,
            ["nat", "off"] => server.nat(None),
            ["nat", forgets] => server.nat(Some(seconds(Some(forgets), "stun nat")?)),
            ["flush"] => server.flush(),
            ["login", "off"] => server.login(None),
            ["login", user, password, style @ ..] => {
                let style = match style {
                    [] | ["classic"] => Style::Classic,
                    ["short-term"] => Style::ShortTerm,
                    ["long-term"] => Style::LongTerm,
                    _ => return Err("stun login: expected classic, short-term or long-term".into()),
                };
                server.login(Some(((*user).to_owned(), (*password).to_owned(), style)));
            }
            ["elsewhere", "address"] => server.elsewhere(Elsewhere::Address),
            ["elsewhere", "port"] => server.elsewhere(Elsewhere::Port),
            ["elsewhere", "nowhere"] => server.elsewhere(Elsewhere::Nowhere),
            ["silent", "on"] => server.silent(true),
            ["silent", "off"] => server.silent(false),
            _ => {
                return Err(
                    "stun: expected start, stop, nat, flush, login, elsewhere or silent; `help` says how"
                        .to_owned(),
                );
            }
        }
        Ok(())
    }

    fn start_stun(&mut self, listen: SocketAddr) -> Result<(), String> {
        // The one before gives its port back.
        self.memory.udp.stun = None;
        std::thread::sleep(Duration::from_millis(120));
        let shared: Arc<Shared> = Arc::clone(self.shared);
        let server = StunServer::start(listen, move |what| {
            let at = shared.start.elapsed();
            shared.lock().complain(at, 0, what);
        })?;
        let address = server.address();
        let variables = &mut self.memory.variables;
        variables.insert("stun_port".to_owned(), address.port().to_string());
        variables.insert("stun".to_owned(), address.ip().to_string());
        self.printer
            .line(Ink::Plain, &format!("  STUN server at {address}"));
        self.memory.udp.seen = 0;
        self.memory.udp.stun = Some(server);
        Ok(())
    }

    /// `wait stun [binding|change|probe|signed] [within SECONDS]`.
    pub fn wait_stun(&mut self, arguments: &[String]) -> Result<(), String> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (what, limit) = match words.as_slice() {
            [] => ("request", self.within()),
            ["within", limit] => ("request", seconds(Some(limit), "within")?),
            [what] => (*what, self.within()),
            [what, "within", limit] => (*what, seconds(Some(limit), "within")?),
            _ => {
                return Err(
                    "wait stun: expected [binding|change|probe|signed] [within SECONDS]".into(),
                );
            }
        };
        let such: fn(&Seen) -> bool = match what {
            "request" => |_| true,
            "binding" => |seen| seen.binding && !seen.change && !seen.again,
            "change" => |seen| seen.change && !seen.again,
            "probe" => |seen| seen.probe,
            "signed" => |seen| seen.signed,
            other => {
                return Err(format!(
                    "wait stun: expected binding, change, probe or signed, got {other:?}"
                ));
            }
        };
        let server = self.memory.udp.stun.as_ref();
        let server = server.ok_or("wait stun: `stun start` comes first")?;
        match server.wait_for(self.memory.udp.seen, limit, such) {
            Some((at, seen)) => {
                self.memory.udp.seen = at + 1;
                let text = format!("  STUN {what} from {}, seen as {}", seen.from, seen.mapped);
                self.printer.line(Ink::Good, &text);
                let mapped = seen.mapped.to_string();
                self.memory.variables.insert("mapped".to_owned(), mapped);
                Ok(())
            }
            None => Err(format!(
                "expected a STUN {what} within {} s; none came",
                limit.as_secs_f64()
            )),
        }
    }

    /// `expect stun period OP SECONDS`, `expect stun changes OP N`.
    pub fn expect_stun(&self, words: &[String]) -> Result<(), String> {
        let server = self.memory.udp.stun.as_ref();
        let seen = server
            .ok_or("expect stun: `stun start` comes first")?
            .seen();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (what, got, op, want) = match words.as_slice() {
            ["period", op, want] => ("period", period(&seen)?, op, want),
            ["changes", op, want] => {
                let changes = seen
                    .iter()
                    .filter(|seen| seen.change && !seen.again)
                    .count();
                ("changes", changes as f64, op, want)
            }
            _ => return Err("expect stun: expected period OP SECONDS or changes OP N".to_owned()),
        };
        let number: f64 = want
            .parse()
            .map_err(|_| format!("expect stun {what}: expected a number, got {want:?}"))?;
        let good = match *op {
            "=" => (got - number).abs() < f64::EPSILON,
            "<" => got < number,
            "<=" => got <= number,
            ">" => got > number,
            ">=" => got >= number,
            other => {
                return Err(format!(
                    "expect stun {what}: no comparison is called {other:?}"
                ));
            }
        };
        match good {
            true => Ok(()),
            false => Err(format!("expected STUN {what} {op} {want}, got {got:.2}")),
        }
    }

    /// `wait quiet SECONDS`: no Inform comes meanwhile.
    pub fn wait_quiet(&mut self, arguments: &[String]) -> Result<(), String> {
        self.end()?;
        let limit = seconds(arguments.first().map(String::as_str), "wait quiet")?;
        let before = self.shared.lock().informs.len();
        let deadline = std::time::Instant::now() + limit;
        let came = self.shared.wait_for(deadline, |state| {
            let informed = state.informs.get(before)?;
            let codes = informed.inform.events.iter().map(|(code, _)| code.as_str());
            Some(codes.collect::<Vec<_>>().join(", "))
        });
        match came {
            None => Ok(()),
            Some(codes) => Err(format!(
                "expected no Inform within {} s; came: {codes}",
                limit.as_secs_f64()
            )),
        }
    }
}

/// Seconds between the last two keep-alives.
fn period(seen: &[Seen]) -> Result<f64, String> {
    let mut times = seen
        .iter()
        .rev()
        .filter(|seen| seen.binding && !seen.change && !seen.again)
        .map(|seen| seen.at);
    match (times.next(), times.next()) {
        (Some(last), Some(before)) => Ok((last - before).as_secs_f64()),
        _ => Err("expect stun period: expected two keep-alives, got fewer".to_owned()),
    }
}

fn whole(word: Option<&str>, name: &str) -> Result<u32, String> {
    let text = word.unwrap_or_default();
    text.parse()
        .map_err(|_| format!("cr udp {name}: expected a number, got {text:?}"))
}
