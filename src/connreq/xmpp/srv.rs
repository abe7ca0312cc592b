//! Where a domain's XMPP servers are: DNS SRV (RFC 6120 3.2.1, RFC 2782), one question and its answer; and
//! the order in which servers with priorities and weights are tried, wherever they are from.
//!
//! ```text
//! message:  id | flags | questions | answers | authorities | more    2 bytes each; then these, one by one
//! question: name | type | class
//! answer:   name | type | class | seconds (4) | length (2) | priority | weight | port | name
//! name:     length, label, length, label, … 0; or instead of the rest 0xC000 + where it goes on
//! ```

use super::Server;
use core::str;

/// A server, and how it is preferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The lowest is tried first.
    pub priority: u32,
    /// How often it is the first of those with its priority, measured by theirs.
    pub weight: u32,
    /// An empty host: the domain has no such service, and says so (RFC 2782, Target).
    pub server: Server,
}

/// Bytes of an answer that are read; a server keeps to 512 if it is not told of more (RFC 1035 4.2.1).
pub const LONGEST_ANSWER: usize = 1024;
/// Servers of one answer that are heeded.
const MOST_SERVERS: usize = 16;

const HEADER: usize = 12;
const SRV: u16 = 33;
/// Labels and references of a name; it can have no more (RFC 1035 3.1).
const MOST_LABELS: usize = 128;
/// Characters of a name; in a message it has two bytes more.
const LONGEST_NAME: usize = 253;

/// The question for the XMPP servers of a domain. `None`: that can be no domain.
pub fn question(id: u16, domain: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(64);
    // Recursion is desired; one question.
    for number in [id, 0x0100, 1, 0, 0, 0] {
        bytes.extend(number.to_be_bytes());
    }
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    for label in ["_xmpp-client", "_tcp"]
        .into_iter()
        .chain(domain.split('.'))
    {
        let length = u8::try_from(label.len()).ok();
        bytes.push(length.filter(|length| (1..64).contains(length))?);
        bytes.extend(label.as_bytes());
    }
    bytes.extend([0, 0, 33, 0, 1]);
    (bytes.len() <= HEADER + LONGEST_NAME + 2 + 4).then_some(bytes)
}

/// The servers in the answer to this question; none if there is no such name. `None`: it is no answer to it,
/// or says nothing, as that of a server in trouble.
pub fn read(question: &[u8], answer: &[u8]) -> Option<Vec<Candidate>> {
    let asked = question.get(HEADER..)?;
    let flags = number(answer, 2)?;
    let mut at = HEADER + asked.len();
    let is_ours = answer.get(..2) == question.get(..2)
        && number(answer, 4) == Some(1)
        && answer.get(HEADER..at)?.eq_ignore_ascii_case(asked);
    // An answer to a plain question; no error, or no such name (RFC 1035 4.1.1).
    if !is_ours || flags & 0xF800 != 0x8000 || ![0, 3].contains(&(flags & 15)) {
        return None;
    }
    let count = number(answer, 6)?;
    let mut found = Vec::new();
    for _ in 0..count {
        let Some((next, one)) = record(answer, at) else {
            // Cut off, or broken from here on.
            return (!found.is_empty()).then_some(found);
        };
        at = next;
        found.extend(one.filter(|_| found.len() < MOST_SERVERS));
    }
    Some(found)
}

/// Reads one record: where the next one begins, and the server if it is one.
fn record(bytes: &[u8], at: usize) -> Option<(usize, Option<Candidate>)> {
    let at = after_name(bytes, at)?;
    let data = at + 10;
    let next = data + usize::from(number(bytes, at + 8)?);
    if next > bytes.len() {
        return None;
    }
    if number(bytes, at)? != SRV {
        return Some((next, None));
    }
    let server = Server {
        host: name(bytes, data + 6)?,
        port: number(bytes, data + 4)?,
    };
    let candidate = Candidate {
        priority: number(bytes, data)?.into(),
        weight: number(bytes, data + 2)?.into(),
        server,
    };
    Some((next, Some(candidate)))
}

fn after_name(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length @ 1..64 => at += 1 + usize::from(length),
            0xC0.. => return Some(at + 2),
            _ => return None,
        }
    }
}

/// A host's name: letters, digits, hyphens, and low lines, which some have.
fn name(bytes: &[u8], mut at: usize) -> Option<String> {
    let mut text = String::new();
    for _ in 0..MOST_LABELS {
        match *bytes.get(at)? {
            0 => return Some(text),
            length @ 1..64 => {
                let start = at + 1;
                at = start + usize::from(length);
                let label = str::from_utf8(bytes.get(start..at)?).ok()?;
                let good = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
                if !label.bytes().all(good) || text.len() + label.len() >= LONGEST_NAME {
                    return None;
                }
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(label);
            }
            0xC0.. => at = usize::from(number(bytes, at)? & 0x3FFF),
            _ => return None,
        }
    }
    None
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// In the order in which they are tried: by priority, and of one priority by weight and chance (RFC 2782).
/// `who`: each name has a chance of its own, and keeps it.
pub fn in_order(found: Vec<Candidate>, who: &str) -> Vec<Server> {
    // Without a weight they come first, so that they are found with the lowest number alone.
    let rank = |one: &Candidate| (one.priority, one.weight != 0);
    let mut candidates: Vec<Candidate> = Vec::new();
    for one in found {
        let at = candidates.partition_point(|other| rank(other) <= rank(&one));
        candidates.insert(at, one);
    }
    let mut chance = who.bytes().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    let mut servers = Vec::new();
    while let Some(first) = candidates.first() {
        let priority = first.priority;
        let peers = candidates
            .iter()
            .take_while(|one| one.priority == priority)
            .map(|one| u64::from(one.weight));
        chance = chance.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        let mut left = (chance >> 32) % (peers.clone().sum::<u64>() + 1);
        let mut peers = peers.enumerate();
        let at = peers.find_map(|(at, weight)| {
            let here = left <= weight;
            left = left.saturating_sub(weight);
            here.then_some(at)
        });
        servers.push(candidates.remove(at.unwrap_or(0)).server);
    }
    servers
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn server(host: &str, port: u16) -> Server {
        let host = host.to_string();
        Server { host, port }
    }

    fn candidate(priority: u32, weight: u32, host: &str) -> Candidate {
        Candidate {
            priority,
            weight,
            server: server(host, 5222),
        }
    }

    /// An answer with these flags, so many answers told, and what follows the question.
    fn answer(question: &[u8], flags: u16, count: u16, rest: &[u8]) -> Vec<u8> {
        let mut bytes = question.to_vec();
        bytes[2..4].copy_from_slice(&flags.to_be_bytes());
        bytes[6..8].copy_from_slice(&count.to_be_bytes());
        bytes.extend(rest);
        bytes
    }

    /// A record of this type, for the name of the question.
    fn of_type(kind: u8, data: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xC0, 12, 0, kind, 0, 1, 0, 0, 14, 16, 0];
        bytes.push(u8::try_from(data.len()).unwrap());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn the_question_is_that_of_the_standard() {
        let expected = b"\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x0c_xmpp-client\x04_tcp\
            \x07example\x03com\0\0\x21\0\x01";
        for domain in ["example.com", "example.com."] {
            assert_eq!(question(0x1234, domain).unwrap(), expected);
        }
        let long = "a".repeat(64);
        let longer = "a.".repeat(127);
        for bad in ["", ".", "a..b", ".a", &long, &longer] {
            assert_eq!(question(1, bad), None, "{bad}");
        }
    }

    #[test]
    fn servers_are_read() {
        let asked = question(7, "example.com").unwrap();
        // Names in full, and by reference to example.com in the question.
        let first = of_type(33, b"\0\x05\0\x1e\x14\x66\x02x1\x07example\x03net\0");
        let second = of_type(33, b"\0\x0a\0\0\x14\x67\x02x2\xc0\x1e");
        let rest = [of_type(5, b"\xc0\x0c"), first, second].concat();
        let expected = [
            Candidate {
                priority: 5,
                weight: 30,
                server: server("x1.example.net", 5222),
            },
            Candidate {
                priority: 10,
                weight: 0,
                server: server("x2.example.com", 5223),
            },
        ];
        let whole = answer(&asked, 0x8180, 3, &rest);
        assert_eq!(read(&asked, &whole).unwrap(), expected);
        // Cut off in the last one.
        let cut = &whole[..whole.len() - 1];
        assert_eq!(read(&asked, cut).unwrap(), expected[..1]);
        // More are told than there are.
        let more = answer(&asked, 0x8380, 9, &rest);
        assert_eq!(read(&asked, &more).unwrap(), expected);
        let none = answer(&asked, 0x8180, 1, &of_type(33, b"\0\0\0\0\0\0\0"));
        assert_eq!(read(&asked, &none).unwrap()[0].server, server("", 0));
        let many = answer(&asked, 0x8180, 40, &rest.repeat(20));
        assert_eq!(read(&asked, &many).unwrap().len(), MOST_SERVERS);
    }

    #[test]
    fn what_tells_nothing_is_no_answer() {
        let asked = question(7, "example.com").unwrap();
        let good = of_type(33, b"\0\x05\0\x1e\x14\x66\x01x\0");
        let with = |flags| answer(&asked, flags, 1, &good);
        assert!(read(&asked, &with(0x8580)).is_some());
        assert_eq!(
            read(&asked, &answer(&asked, 0x8183, 0, b"")),
            Some(Vec::new())
        );
        for (what, bad) in [
            ("a question", with(0x0100)),
            ("another opcode", with(0x8980)),
            ("a server in trouble", with(0x8182)),
            ("refused", with(0x8185)),
            (
                "another id",
                answer(&question(8, "example.com").unwrap(), 0x8180, 1, &good),
            ),
            (
                "another name",
                answer(&question(7, "example.org").unwrap(), 0x8180, 1, &good),
            ),
            ("no record", answer(&asked, 0x8180, 1, b"")),
            (
                "a name that refers to itself",
                answer(&asked, 0x8180, 1, &of_type(33, b"\0\0\0\0\0\x01\xc0\x41")),
            ),
            (
                "a name beyond the end",
                answer(&asked, 0x8180, 1, &of_type(33, b"\0\0\0\0\0\x01\xff\xff")),
            ),
            (
                "a line feed",
                answer(&asked, 0x8180, 1, &of_type(33, b"\0\0\0\0\0\x01\x02a\n\0")),
            ),
            (
                "a reserved length",
                answer(&asked, 0x8180, 1, &of_type(33, b"\0\0\0\0\0\x01\x80a\0")),
            ),
            ("nothing", Vec::new()),
        ] {
            assert_eq!(read(&asked, &bad), None, "{what}");
        }
        assert_eq!(asked.len() + 12 + 6, 0x41, "where that name begins");
    }

    #[test]
    fn priority_comes_first_and_weight_is_a_chance() {
        let all = || {
            vec![
                candidate(2, 0, "last"),
                candidate(1, 0, "seldom"),
                candidate(1, 30, "often"),
                candidate(0, 0, "first"),
                candidate(1, 10, "sometimes"),
            ]
        };
        let mut seconds = std::collections::BTreeMap::new();
        for who in 0..4000 {
            let who = format!("router{who}");
            let order = in_order(all(), &who);
            assert_eq!(order, in_order(all(), &who), "it stays");
            assert_eq!(order.len(), 5);
            assert_eq!((&*order[0].host, &*order[4].host), ("first", "last"));
            *seconds.entry(order[1].host.clone()).or_insert(0) += 1;
        }
        assert!((2600..3200).contains(&seconds["often"]), "{seconds:?}");
        assert!((800..1200).contains(&seconds["sometimes"]), "{seconds:?}");
        assert!((30..200).contains(&seconds["seldom"]), "{seconds:?}");
        // Without weights they stay as they are.
        let plain = ["a", "b", "c"].map(|host| candidate(3, 0, host));
        let order = in_order(plain.to_vec(), "x");
        let hosts: Vec<&str> = order.iter().map(|server| server.host.as_str()).collect();
        assert_eq!(hosts, ["a", "b", "c"]);
    }
}
