//! The ACS as DHCP tells it (TR-069 3.1): what a lease says is read here, and taken where nobody has
//! set another ACS.
//!
//! ```text
//!   a lease's options ──▶ Offer ──▶ acs.url empty, or what DHCP said before ──▶ written to the settings
//!                                   acs.url set by a person or an ACS       ──▶ nothing
//! ```
//!
//! An ACS that came from DHCP and is not reached for a while is asked for again, once an hour.

use super::settings::acs_url;
use super::{Agent, OptionValue, Output};
use crate::time::Now;
use std::time::Duration;

/// Longest text of leases that is looked at.
pub const LONGEST: usize = 16 << 10;
/// The Broadband Forum's enterprise number.
const ENTERPRISE: u32 = 3561;
/// Without contact for so long, the lease may have a better ACS to tell.
const NO_CONTACT: Duration = Duration::from_secs(300);
/// Between two questions.
const AGAIN: Duration = Duration::from_secs(3600);

/// What DHCP offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    pub url: String,
    pub provisioning_code: Option<String>,
    pub retry_minimum_wait: Option<String>,
    pub retry_multiplier: Option<String>,
}

impl Offer {
    /// Reads the options of all leases: lines `43=HEX`, `125=HEX` (DHCPv4) and `17=HEX` (DHCPv6). The
    /// first good URL of 17, 43 and 125 wins, with what stands beside it. What is malformed counts as
    /// not there.
    pub fn read(text: &str) -> Option<Offer> {
        let end = (0..=text.len().min(LONGEST))
            .rev()
            .find(|at| text.is_char_boundary(*at));
        let text = text.get(..end.unwrap_or_default()).unwrap_or_default();
        ["17", "43", "125"].into_iter().find_map(|option| {
            let lines = text.lines().filter_map(|line| line.split_once('='));
            let mut bytes = lines
                .filter(|(name, _)| name.trim() == option)
                .filter_map(|(_, hex)| bytes_of(hex));
            bytes.find_map(|bytes| match option {
                "17" => enterprise(&bytes, 0).and_then(|data| offer(data, 2)),
                "43" => plain(&bytes).or_else(|| offer(&bytes, 1)),
                _ => enterprise(&bytes, 1).and_then(|data| offer(data, 1)),
            })
        })
    }
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<char> = hex.trim().chars().filter(|c| *c != ':').collect();
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some((high.to_digit(16)? * 16 + low.to_digit(16)?) as u8),
        _ => None,
    });
    pairs.collect()
}

/// The forum's part of options for vendors. `length`: bytes that tell the length of each vendor's part; 0:
/// there is one, up to the end (DHCPv6).
fn enterprise(mut bytes: &[u8], length: usize) -> Option<&[u8]> {
    while let Some((number, rest)) = bytes.split_first_chunk() {
        let (data, rest) = match length {
            0 => (rest, &rest[rest.len()..]),
            _ => take(rest, length)?,
        };
        if u32::from_be_bytes(*number) == ENTERPRISE {
            return Some(data);
        }
        bytes = rest;
    }
    None
}

/// A length of one or two bytes, and as much as it says.
fn take(bytes: &[u8], size: usize) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_at_checked(size)?;
    let length = length
        .iter()
        .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    rest.split_at_checked(length)
}

/// Old servers put nothing but the URL into option 43.
fn plain(bytes: &[u8]) -> Option<Offer> {
    let text = std::str::from_utf8(bytes).ok()?;
    let url = text.trim_end_matches('\0');
    (url.starts_with("http") && acs_url(url).is_ok()).then(|| Offer {
        url: url.to_string(),
        ..Offer::default()
    })
}

/// The sub-options; code and length have `size` bytes each.
fn offer(mut bytes: &[u8], size: usize) -> Option<Offer> {
    let mut offer = Offer::default();
    while let Some((code, rest)) = bytes.split_at_checked(size) {
        let code = code
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        if size == 1 && code == 0 {
            bytes = rest;
            continue;
        }
        if size == 1 && code == 255 {
            break;
        }
        let (data, after) = take(rest, size)?;
        bytes = after;
        let text = || {
            std::str::from_utf8(data)
                .ok()
                .map(|text| text.trim_end_matches('\0'))
        };
        let number = |least: u32| {
            let text = text()?;
            let good = text
                .parse()
                .is_ok_and(|number: u32| (least..=65535).contains(&number));
            good.then(|| text.to_string())
        };
        match code {
            1 => offer.url = text()?.to_string(),
            2 => {
                let short = text().filter(|text| text.chars().count() <= 64);
                offer.provisioning_code = short.map(String::from);
            }
            3 => offer.retry_minimum_wait = number(1),
            4 => offer.retry_multiplier = number(1000),
            _ => {}
        }
    }
    (!offer.url.is_empty() && acs_url(&offer.url).is_ok()).then_some(offer)
}

/// What the agent knows of it.
#[derive(Debug, Default)]
pub(super) struct Discovery {
    offer: Option<Offer>,
    /// It was given to the settings, once: whether they can be written is not asked again and again.
    written: bool,
    /// No contact with an ACS since then.
    alone_since: Option<Duration>,
    /// When to ask for the lease again, at the earliest.
    ask_at: Duration,
}

impl Discovery {
    /// A whole session has gone well.
    pub(super) fn reached(&mut self) {
        self.alone_since = None;
    }

    /// A session has failed.
    pub(super) fn failed(&mut self, now: Now) {
        self.alone_since.get_or_insert(now.mono);
    }
}

impl Agent {
    /// The leases say this now.
    pub(super) fn take_offer(&mut self, offer: Option<Offer>) {
        if let Some(offer) = &offer
            && self.discovery.offer.as_ref() != Some(offer)
        {
            log::info!("DHCP tells of the ACS {}", offer.url);
            self.discovery.written = false;
        }
        self.discovery.offer = offer;
    }

    /// What is to be written, while no session runs.
    pub(super) fn settle_discovery(&mut self, now: Now) -> Option<Output> {
        let acs = &self.settings.acs;
        let by_dhcp = acs.url.is_empty() || acs.url == self.state.discovered;
        if self.session.is_some() || !acs.discovery || !by_dhcp || self.confirm.waits() {
            return None;
        }
        if let Some(offer) = self.discovery.offer.as_ref()
            && offer.url != acs.url
            && !self.discovery.written
        {
            self.discovery.written = true;
            // On flash before the URL is: what came from DHCP goes on to follow it.
            self.state.discovered.clone_from(&offer.url);
            let value = |section, option, value: &Option<String>| {
                let value = value.clone()?;
                Some(OptionValue {
                    section,
                    option,
                    value,
                })
            };
            let url = Some(offer.url.clone());
            let options = [
                value("acs", "url", &url),
                value("device", "provisioning_code", &offer.provisioning_code),
                value("acs", "retry_minimum_wait", &offer.retry_minimum_wait),
                value("acs", "retry_multiplier", &offer.retry_multiplier),
            ];
            return Some(Output::SetOptions(options.into_iter().flatten().collect()));
        }
        let alone = self
            .discovery
            .alone_since
            .is_some_and(|since| now.mono >= since + NO_CONTACT);
        if alone && !acs.url.is_empty() && now.mono >= self.discovery.ask_at {
            self.discovery.ask_at = now.mono + AGAIN;
            return Some(Output::Rediscover);
        }
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const URL: &str = "http://acs.example/";

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// One sub-option of DHCPv4.
    fn short(code: u8, text: &str) -> Vec<u8> {
        let mut bytes = vec![code, text.len() as u8];
        bytes.extend(text.bytes());
        bytes
    }

    /// The same of DHCPv6.
    fn long(code: u8, text: &str) -> Vec<u8> {
        let mut bytes = vec![0, code, 0, text.len() as u8];
        bytes.extend(text.bytes());
        bytes
    }

    /// One vendor's part of option 125.
    fn vendor(number: u32, data: &[u8]) -> Vec<u8> {
        let mut bytes = number.to_be_bytes().to_vec();
        bytes.push(data.len() as u8);
        bytes.extend(data);
        bytes
    }

    fn url(url: &str) -> Option<Offer> {
        Some(Offer {
            url: url.into(),
            ..Offer::default()
        })
    }

    #[test]
    fn options_of_leases() {
        let all = [
            short(4, "3000"),
            vec![0, 0],
            short(2, "ABC"),
            short(9, "?"),
            short(1, URL),
            short(3, "7"),
            vec![255, 1],
        ];
        let whole = Some(Offer {
            url: URL.into(),
            provisioning_code: Some("ABC".into()),
            retry_minimum_wait: Some("7".into()),
            retry_multiplier: Some("3000".into()),
        });
        let ours = vendor(3561, &short(1, URL));
        let theirs = vendor(9, b"\x01\x03abc");
        let six = [
            3561u32.to_be_bytes().to_vec(),
            long(1, "https://[2001:db8::1]/"),
        ]
        .concat();
        let overrun = vec![1, 255, b'h'];
        let odd_numbers = [short(1, URL), short(3, "0"), short(4, "999")].concat();
        let cases = [
            (format!("43={}", hex(&all.concat())), whole),
            (
                "43=0113687474703a2f2f6163732e6578616d706c652f".into(),
                url(URL),
            ),
            (
                "43=01:13:68:74:74:70:3A:2F:2F:61:63:73:2E:65:78:61:6D:70:6C:65:2F".into(),
                url(URL),
            ),
            (format!("43={}", hex(URL.as_bytes())), url(URL)),
            (
                format!("43={}", hex(&short(1, "http://acs.example/\0"))),
                url(URL),
            ),
            (
                format!("125={}", hex(&[theirs.clone(), ours.clone()].concat())),
                url(URL),
            ),
            (
                format!("125={}", hex(&[ours.clone(), theirs.clone()].concat())),
                url(URL),
            ),
            (format!("17={}", hex(&six)), url("https://[2001:db8::1]/")),
            (
                format!("43={}\n17={}", hex(&short(1, URL)), hex(&six)),
                url("https://[2001:db8::1]/"),
            ),
            (
                format!("125={}\n43={}", hex(&ours), hex(&short(1, "http://b/"))),
                url("http://b/"),
            ),
            (
                format!("125={}\n43={}", hex(&ours), hex(&overrun)),
                url(URL),
            ),
            (format!("43={}", hex(&odd_numbers)), url(URL)),
            // Nothing that could be an ACS.
            (String::new(), None),
            ("43=".into(), None),
            ("43=0".into(), None),
            ("43=zz".into(), None),
            (format!("43={}", hex(&overrun)), None),
            (format!("43={}", hex(&short(1, ""))), None),
            (format!("43={}", hex(&short(1, "ftp://acs.example/"))), None),
            (
                format!("43={}", hex(&short(1, "http://me@acs.example/"))),
                None,
            ),
            (format!("43={}", hex(b"\x01\x03\xff\xfe\xfd")), None),
            (format!("125={}", hex(&theirs)), None),
            ("125=00000de9ff".into(), None),
            ("17=00000de90001".into(), None),
            (format!("60={}", hex(&short(1, URL))), None),
        ];
        for (text, offer) in cases {
            assert_eq!(Offer::read(&text), offer, "{text}");
        }
    }

    #[test]
    fn no_prefix_of_an_option_panics() {
        let whole = [vendor(9, b"abc"), vendor(3561, &short(1, URL))].concat();
        for option in ["17", "43", "125"] {
            for length in 0..=whole.len() {
                let text = format!("{option}={}", hex(&whole[..length]));
                let _ = Offer::read(&text);
            }
        }
    }
}
