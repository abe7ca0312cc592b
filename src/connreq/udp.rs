//! The UDP connection request (TR-069 Annex G): one signed datagram, never answered.
//!
//! ```text
//! GET http://host:port?ts=1120673700&id=1234&un=CPE57689&cn=XTGRWIPC6D3IPXS3&sig=F749… HTTP/1.1
//!
//! sig = HMAC-SHA1(ConnectionRequestPassword, ts id un cn) in hexadecimal digits
//! ```
//!
//! | datagram | what becomes of it |
//! |---|---|
//! | not as above; host and headers may be anything | malformed |
//! | another `un`, a `sig` that is not right | wrong login |
//! | `ts` and `id` of the last one | a copy: an ACS sends each request several times |
//! | `ts` before that of the last one | stale |
//! | else | the gate decides |
//!
//! **After a restart** nobody knows the last `ts`, for a request is not worth a write. What is kept is
//! the `ts` of some request and how far the sender's clock is ahead of ours; it is written again when a
//! request is a day younger, or that distance is another one. So no accepted request was more than a day
//! younger than the one that is kept. What is younger still is new; of what lies within the day, that is
//! new which was sent after this start by the sender's clock. Without a clock of our own the day shrinks
//! to ten minutes, within which nothing is new.

use super::gate::{Door, Gate, Proof, Refusal, Stamp};
use crate::time::Now;
use ring::hmac;
use std::time::Duration;

/// What of the accepted requests must survive a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Of an accepted request, seconds since 1970 at the sender.
    pub ts: u64,
    /// Seconds by which the sender's clock is ahead of ours; `None` where ours was not set.
    pub ahead: Option<i64>,
}

/// Longest datagram that is read: room for a username of 256 characters, each as three escapes.
pub const LONGEST: usize = 4096;

const DAY: u64 = 86_400;
/// In place of a day where the clock is not set.
const WITHOUT_CLOCK: u64 = 600;
/// Seconds that two clocks may drift apart before it is worth a write.
const DRIFT: u64 = 60;

/// Judges datagrams.
#[derive(Debug)]
pub struct Mailbox {
    /// When the agent started, on the monotonic clock.
    started: Duration,
    kept: Option<Kept>,
    /// Whether nothing was accepted since the start.
    quiet: bool,
}

impl Mailbox {
    /// `kept`: as [`Mailbox::kept`] said before the restart. The gate hears of it.
    pub fn new(now: &Now, kept: Option<Kept>, gate: &mut Gate) -> Mailbox {
        gate.recall(kept.map(|kept| kept.ts));
        Mailbox {
            started: now.mono,
            kept,
            quiet: true,
        }
    }

    /// What is to be on flash before the session that an accepted request asks for.
    pub fn kept(&self) -> Option<Kept> {
        self.kept
    }

    /// Judges one datagram. `Ok`: a session is due.
    ///
    /// # Errors
    /// Why not; the gate has counted it. The sender hears nothing in any case.
    pub fn judge(&mut self, now: &Now, datagram: &[u8], gate: &mut Gate) -> Result<(), Refusal> {
        let Some(request) = Request::parse(datagram) else {
            gate.refuse(Door::Udp, Refusal::Malformed);
            return Err(Refusal::Malformed);
        };
        if gate.newest().is_none() {
            // Another password, or another ACS: what was signed for the one before is worth nothing.
            self.kept = None;
        }
        let login = gate.login();
        let is_right =
            !login.password.is_empty() && request.is_signed(login.username, login.password);
        let proof = match is_right {
            true if self.may_be_old(now, request.stamp.ts) => Proof::Stale,
            true => Proof::Right,
            false => Proof::Wrong,
        };
        gate.ask(now, Door::Udp, proof, Some(request.stamp))?;
        self.quiet = false;
        self.keep(now, request.stamp.ts);
        Ok(())
    }

    /// Whether a request before the restart may have had this ts.
    fn may_be_old(&self, now: &Now, ts: u64) -> bool {
        let Some(kept) = self.kept.filter(|_| self.quiet) else {
            return false;
        };
        if ts > kept.last_possible() {
            return false;
        }
        match (kept.ahead, self.wall_at_start(now)) {
            (Some(ahead), Some(start)) => i128::from(ts) <= i128::from(start) + i128::from(ahead),
            _ => true,
        }
    }

    fn keep(&mut self, now: &Now, ts: u64) {
        let ahead = now.wall.and_then(|wall| {
            let ts = i64::try_from(ts).ok()?;
            ts.checked_sub(wall.unix)
        });
        let before = self.kept.filter(|kept| {
            let moved = match (kept.ahead, ahead) {
                (Some(before), Some(ahead)) => before.abs_diff(ahead) > DRIFT,
                (None, Some(_)) => true,
                (_, None) => false,
            };
            !moved && ts <= kept.last_possible()
        });
        self.kept = before.or(Some(Kept {
            ts,
            ahead: ahead.or(self.kept.and_then(|kept| kept.ahead)),
        }));
    }

    fn wall_at_start(&self, now: &Now) -> Option<i64> {
        let since = now.mono.saturating_sub(self.started).as_secs();
        now.wall?.unix.checked_sub_unsigned(since)
    }
}

impl Kept {
    /// No accepted request was younger.
    fn last_possible(&self) -> u64 {
        let span = self.ahead.map_or(WITHOUT_CLOCK, |_| DAY);
        self.ts.saturating_add(span)
    }
}

struct Request<'a> {
    stamp: Stamp,
    ts: &'a str,
    id: &'a str,
    un: &'a str,
    cn: &'a str,
    sig: [u8; 20],
}

impl Request<'_> {
    fn parse(datagram: &[u8]) -> Option<Request<'_>> {
        let text = core::str::from_utf8(datagram).ok()?;
        let line = text.split(['\r', '\n']).next()?;
        let target = line.strip_prefix("GET ")?.strip_suffix(" HTTP/1.1")?;
        let (_, query) = target.split_once('?')?;
        let mut values = [None; 5];
        for item in query.split('&') {
            let (name, value) = item.split_once('=')?;
            let at = ["ts", "id", "un", "cn", "sig"]
                .iter()
                .position(|known| *known == name);
            // What else there is means nothing; what is there twice means two things.
            if let Some(slot) = at.and_then(|at| values.get_mut(at))
                && slot.replace(value).is_some()
            {
                return None;
            }
        }
        let [ts, id, un, cn, sig] = values;
        let (ts, id) = (ts?, id?);
        Some(Request {
            stamp: Stamp {
                ts: number(ts)?,
                id: number(id)?,
            },
            ts,
            id,
            un: un?,
            cn: cn?,
            sig: signature(sig?)?,
        })
    }

    /// Whether it is for this username and signed with this password. A sender may escape the values
    /// in the URL; what it signs is then what they stand for.
    fn is_signed(&self, username: &str, password: &str) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
        let signs = |cn: &[u8]| {
            let text = [
                self.ts.as_bytes(),
                self.id.as_bytes(),
                username.as_bytes(),
                cn,
            ];
            hmac::verify(&key, &text.concat(), &self.sig).is_ok()
        };
        let escaped = self.un.contains('%') || self.cn.contains('%');
        (self.un == username && signs(self.cn.as_bytes()))
            || (escaped && unescaped(self.un) == username.as_bytes() && signs(&unescaped(self.cn)))
    }
}

fn number(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

/// 40 hexadecimal digits, in either case.
fn signature(text: &str) -> Option<[u8; 20]> {
    let mut digits = text.chars().map(|digit| digit.to_digit(16));
    let mut bytes = [0; 20];
    for byte in &mut bytes {
        let (high, low) = (digits.next()??, digits.next()??);
        *byte = u8::try_from(high << 4 | low).ok()?;
    }
    digits.next().is_none().then_some(bytes)
}

/// `%41` becomes `A` (RFC 3986 2.1); what is no escape stays.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escape = after.get(..2).filter(|_| *first == b'%');
        let code = escape
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| core::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = match code {
            Some(_) => after.get(2..).unwrap_or_default(),
            None => after,
        };
    }
    bytes
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::time::Wall;

    const NOON: u64 = 1_795_350_000;

    /// So many seconds after the start, at noon.
    fn at(seconds: u64) -> Now {
        Now {
            mono: Duration::from_secs(1000 + seconds),
            wall: Some(Wall {
                unix: i64::try_from(NOON + seconds).unwrap(),
                offset: 0,
            }),
        }
    }

    fn without_clock(seconds: u64) -> Now {
        Now {
            wall: None,
            ..at(seconds)
        }
    }

    fn gate(username: &str, password: &str) -> Gate {
        let mut gate = Gate::new(600);
        gate.set_login(username, password);
        gate
    }

    fn started(now: &Now, kept: Option<Kept>) -> (Mailbox, Gate) {
        let mut gate = gate("acs", "secret");
        (Mailbox::new(now, kept, &mut gate), gate)
    }

    fn signed(ts: u64, id: u64) -> Vec<u8> {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, b"secret");
        let tag = hmac::sign(&key, format!("{ts}{id}acsc").as_bytes());
        let sig: String = tag
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("GET http://192.0.2.1:9?ts={ts}&id={id}&un=acs&cn=c&sig={sig} HTTP/1.1\r\n\r\n")
            .into()
    }

    fn judge(username: &str, password: &str, datagram: &str) -> Result<(), Refusal> {
        let mut gate = gate(username, password);
        Mailbox::new(&at(0), None, &mut gate).judge(&at(1), datagram.as_bytes(), &mut gate)
    }

    #[test]
    fn signatures_as_others_compute_them() {
        for (username, password, query) in [
            (
                "CPE57689",
                "password",
                "ts=1120673700&id=1234&un=CPE57689&cn=XTGRWIPC6D3IPXS3&sig=f749ee6d9e3bc469fb709ead2a75ee7535f58552",
            ),
            (
                "CPE57689",
                "password",
                "ts=1120673700&id=1234&un=CPE57689&cn=XTGRWIPC6D3IPXS3&sig=F749EE6D9E3BC469FB709EAD2A75EE7535F58552",
            ),
            (
                "cpe",
                "cpe-secret",
                "cn=abc&sig=df1e4de48b47171d6a3d1d4624b2af157585787c&un=cpe&id=1&ts=1700000000&more=x",
            ),
        ] {
            for (head, tail) in [
                ("http://10.1.1.1:8080?", "\r\nHost: x\r\n\r\n"),
                ("http://[2001:db8::1]/path?", ""),
                ("?", "\n"),
            ] {
                let datagram = format!("GET {head}{query} HTTP/1.1{tail}");
                assert_eq!(judge(username, password, &datagram), Ok(()), "{datagram}");
                let other = judge(username, "Password", &datagram);
                assert_eq!(other, Err(Refusal::WrongLogin), "{datagram}");
                let other = judge("somebody", password, &datagram);
                assert_eq!(other, Err(Refusal::WrongLogin), "{datagram}");
                let none = judge(username, "", &datagram);
                assert_eq!(none, Err(Refusal::NoPassword), "{datagram}");
            }
        }
        // The right signature for no password at all.
        let empty = "GET ?ts=1&id=2&un=&cn=x&sig=490258934ae8355129f643eeb2cc8d2ee31d1d15 HTTP/1.1";
        assert_eq!(judge("", "", empty), Err(Refusal::NoPassword));
    }

    #[test]
    fn a_username_may_be_escaped() {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, b"secret");
        let sig = |text: &str| -> String {
            let tag = hmac::sign(&key, text.as_bytes());
            tag.as_ref()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect()
        };
        for (un, cn, text) in [
            ("00D09E-R%201", "a%2Fb", "1200D09E-R 1a/b"),
            ("00D09E-R 1", "a/b", "1200D09E-R 1a/b"),
            ("00D09E-R 1", "a%zz%", "1200D09E-R 1a%zz%"),
        ] {
            let datagram = format!("GET ?ts=1&id=2&un={un}&cn={cn}&sig={} HTTP/1.1", sig(text));
            assert_eq!(
                judge("00D09E-R 1", "secret", &datagram),
                Ok(()),
                "{datagram}"
            );
        }
    }

    #[test]
    fn what_is_no_request_is_malformed() {
        let sig = "0".repeat(40);
        for datagram in [
            String::new(),
            "GET".to_string(),
            "GET  HTTP/1.1".to_string(),
            format!("POST ?ts=1&id=2&un=a&cn=c&sig={sig} HTTP/1.1"),
            format!("GET ?ts=1&id=2&un=a&cn=c&sig={sig} HTTP/1.0"),
            format!("GET ?ts=1&id=2&un=a&cn=c&sig={sig}"),
            format!("GET ?ts=1&id=2&un=a&sig={sig} HTTP/1.1"),
            format!("GET ?ts=1&ts=1&id=2&un=a&cn=c&sig={sig} HTTP/1.1"),
            format!("GET ?ts=-1&id=2&un=a&cn=c&sig={sig} HTTP/1.1"),
            format!("GET ?ts=+1&id=2&un=a&cn=c&sig={sig} HTTP/1.1"),
            format!("GET ?ts=&id=2&un=a&cn=c&sig={sig} HTTP/1.1"),
            format!("GET ?ts=1&id=18446744073709551616&un=a&cn=c&sig={sig} HTTP/1.1"),
            format!("GET ?ts=1&id=2&un=a&cn=c&sig={sig}0 HTTP/1.1"),
            format!("GET ?ts=1&id=2&un=a&cn=c&sig={}g HTTP/1.1", &sig[1..]),
            format!("\r\nGET ?ts=1&id=2&un=a&cn=c&sig={sig} HTTP/1.1"),
        ] {
            assert_eq!(
                judge("a", "b", &datagram),
                Err(Refusal::Malformed),
                "{datagram}"
            );
        }
        let mut gate = gate("a", "b");
        let mut mailbox = Mailbox::new(&at(0), None, &mut gate);
        let malformed = mailbox.judge(&at(0), &[0xFF; LONGEST], &mut gate);
        assert_eq!(malformed, Err(Refusal::Malformed));
    }

    #[test]
    fn three_copies_are_one_request() {
        let (mut mailbox, mut gate) = started(&at(0), None);
        let mut send = |ts, id| mailbox.judge(&at(5), &signed(ts, id), &mut gate);
        assert_eq!(send(NOON + 5, 7), Ok(()));
        assert_eq!(send(NOON + 5, 7), Err(Refusal::Copy));
        assert_eq!(send(NOON + 5, 7), Err(Refusal::Copy));
        assert_eq!(send(NOON + 5, 8), Ok(()), "another one in the same second");
        assert_eq!(send(NOON + 4, 9), Err(Refusal::Stale));
    }

    #[test]
    fn a_quiet_day_writes_once() {
        let (mut mailbox, mut gate) = started(&at(0), None);
        let mut writes = Vec::new();
        for hour in 0..49 {
            let now = at(hour * 3600 + 1);
            // The ACS's clock wanders a little.
            let ts = NOON + hour * 3600 + 1 + hour % 7;
            assert_eq!(mailbox.judge(&now, &signed(ts, hour), &mut gate), Ok(()));
            if writes.last() != Some(&mailbox.kept()) {
                writes.push(mailbox.kept());
            }
        }
        assert_eq!(writes.len(), 3, "{writes:?}");
    }

    #[test]
    fn a_request_from_before_a_restart_is_not_taken_again() {
        // Accepted at these seconds; the power fails; the agent is up again at second 4000.
        for ahead in [0, 7000] {
            let (mut mailbox, mut gate) = started(&at(0), None);
            let mut sent = Vec::new();
            for second in [10, 1000, 3990] {
                let request = signed(NOON + second + ahead, second);
                assert_eq!(mailbox.judge(&at(second), &request, &mut gate), Ok(()));
                sent.push(request);
            }
            let kept = mailbox.kept();
            let (mut mailbox, mut gate) = started(&at(4000), kept);
            for (second, request) in sent.iter().enumerate() {
                let now = at(4030 + second as u64);
                assert_eq!(mailbox.judge(&now, request, &mut gate), Err(Refusal::Stale));
            }
            let new = signed(NOON + 4040 + ahead, 1);
            assert_eq!(mailbox.judge(&at(4040), &new, &mut gate), Ok(()), "{ahead}");
            for request in &sent {
                assert_eq!(
                    mailbox.judge(&at(4050), request, &mut gate),
                    Err(Refusal::Stale)
                );
            }
        }
    }

    #[test]
    fn before_the_clock_is_set_only_what_is_surely_new_is_taken() {
        let kept = Some(Kept {
            ts: NOON,
            ahead: Some(0),
        });
        let (mut mailbox, mut gate) = started(&without_clock(0), kept);
        let soon = mailbox.judge(&without_clock(60), &signed(NOON + 60, 1), &mut gate);
        assert_eq!(soon, Err(Refusal::Stale));
        assert_eq!(
            mailbox.judge(&at(61), &signed(NOON + 61, 2), &mut gate),
            Ok(())
        );
        let (mut mailbox, mut gate) = started(&without_clock(0), kept);
        let late = mailbox.judge(&without_clock(60), &signed(NOON + DAY + 1, 1), &mut gate);
        assert_eq!(late, Ok(()));
    }

    #[test]
    fn a_device_without_a_clock_is_reachable_after_ten_minutes() {
        let (mut mailbox, mut gate) = started(&without_clock(0), None);
        assert_eq!(
            mailbox.judge(&without_clock(1), &signed(NOON, 1), &mut gate),
            Ok(())
        );
        assert_eq!(mailbox.kept().unwrap().ahead, None);
        assert_eq!(
            mailbox.judge(&without_clock(2), &signed(NOON + 500, 2), &mut gate),
            Ok(())
        );
        let kept = mailbox.kept();
        assert_eq!(kept.unwrap().ts, NOON, "not worth a write");
        let (mut mailbox, mut gate) = started(&without_clock(0), kept);
        for (ts, expected) in [
            (NOON + 500, Err(Refusal::Stale)),
            (NOON + 600, Err(Refusal::Stale)),
            (NOON + 601, Ok(())),
        ] {
            let judged = mailbox.judge(&without_clock(9), &signed(ts, 3), &mut gate);
            assert_eq!(judged, expected, "{ts}");
        }
    }

    #[test]
    fn a_new_password_begins_anew() {
        let far = Some(Kept {
            ts: NOON + 40 * DAY,
            ahead: Some(0),
        });
        let (mut mailbox, mut gate) = started(&at(0), far);
        let wrong_clock = mailbox.judge(&at(1), &signed(NOON + 1, 1), &mut gate);
        assert_eq!(wrong_clock, Err(Refusal::Stale));
        gate.set_login("acs", "another");
        gate.set_login("acs", "secret");
        assert_eq!(
            mailbox.judge(&at(2), &signed(NOON + 2, 2), &mut gate),
            Ok(())
        );
        assert_eq!(mailbox.kept().unwrap().ts, NOON + 2);
    }

    #[test]
    fn forged_requests_change_nothing() {
        let (mut mailbox, mut gate) = started(&at(0), None);
        let mut forged = signed(NOON + 5 * DAY, 1);
        let at_digit = forged.len() - 20;
        forged[at_digit] = if forged[at_digit] == b'0' { b'1' } else { b'0' };
        for _ in 0..1000 {
            let judged = mailbox.judge(&at(1), &forged, &mut gate);
            assert_eq!(judged, Err(Refusal::WrongLogin));
        }
        assert_eq!(mailbox.kept(), None);
        assert_eq!(gate.newest(), None);
        assert_eq!(mailbox.judge(&at(2), &signed(NOON, 1), &mut gate), Ok(()));
    }
}
