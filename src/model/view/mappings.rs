//! The port mappings that hosts have asked the router for, over UPnP or PCP: miniupnpd keeps them in a file.

use super::View;
use super::ubus::now;
use super::value::is_on;
use core::net::Ipv4Addr;
use std::fmt::Write as _;

/// So many are told: whoever is on the LAN may ask for as many as there are ports.
const MOST: usize = 64;
/// Characters of a description, which the host has chosen.
const LONGEST: usize = 256;

impl View<'_> {
    /// `@mappings`: a line each, `TCP|UDP|PORT|REMOTE|CLIENT|PORT|SECONDS|INTERFACE|DESCRIPTION`: REMOTE is empty for
    /// anybody, SECONDS are those that are left, 0 for ever, and
    /// none where there is no clock; one whose time is over is none. Nothing where the daemon is switched off.
    pub(super) fn mappings(&mut self) -> String {
        let mut path = "/var/run/miniupnpd.leases".to_owned();
        let mut outside = "wan".to_owned();
        let package = self.package("upnpd").ok().flatten();
        if let Some(section) = package.and_then(|package| package.find("config")) {
            if section.option("enabled").is_some_and(|on| !is_on(&on)) {
                return String::new();
            }
            for (option, place) in [
                ("upnp_lease_file", &mut path),
                ("external_iface", &mut outside),
            ] {
                if let Some(said) = section.option(option) {
                    *place = said.into_owned();
                }
            }
        }
        let file = match path.starts_with('/') {
            true => self.file(&path).ok().flatten().unwrap_or_default(),
            false => return String::new(),
        };
        let now = now(&mut *self.world);
        let told = file.lines().filter_map(|line| mapping(line, &outside, now));
        told.take(MOST).collect()
    }
}

/// `PROTOCOL:PORT:[REMOTE:]CLIENT:PORT:END:DESCRIPTION`; releases after 2.3.11 have the remote host. `None` for what is none.
fn mapping(line: &str, outside: &str, now: Option<i64>) -> Option<String> {
    let remote = line.split(':').nth(3)?.parse::<Ipv4Addr>().is_ok();
    let mut parts = line.splitn(if remote { 7 } else { 6 }, ':');
    let protocol = parts
        .next()
        .filter(|protocol| matches!(*protocol, "TCP" | "UDP"))?;
    let outer: u16 = parts.next()?.parse().ok()?;
    let from: Option<Ipv4Addr> = remote.then(|| parts.next()?.parse().ok()).flatten();
    let client: Ipv4Addr = parts.next()?.parse().ok()?;
    let inner: u16 = parts.next()?.parse().ok()?;
    let end: i64 = parts.next()?.parse().ok()?;
    // Without a clock nobody knows.
    let left = match (end, now) {
        (0, _) => "0".to_owned(),
        (_, None) => String::new(),
        (end, Some(now)) if end <= now => return None,
        (end, Some(now)) => end.saturating_sub(now).min(u32::MAX.into()).to_string(),
    };
    let said = parts.next().unwrap_or_default().chars().take(LONGEST);
    let mut text = format!("{protocol}|{outer}|");
    if let Some(from) = from {
        let _ = write!(text, "{from}");
    }
    let _ = write!(text, "|{client}|{inner}|{left}|{outside}|");
    text.extend(said.map(|c| if c == '|' || c.is_control() { ' ' } else { c }));
    text.push('\n');
    Some(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::mapping;

    #[test]
    fn a_mapping_is_what_has_ports_and_an_address() {
        for (line, told) in [
            (
                "TCP:51413:192.168.1.133:51414:1100:Transmission at 51413",
                "TCP|51413||192.168.1.133|51414|100|wan|Transmission at 51413\n",
            ),
            (
                "UDP:3074::192.168.1.150:3074:0:console",
                "UDP|3074||192.168.1.150|3074|0|wan|console\n",
            ),
            ("UDP:9:192.0.2.1:192.168.1.9:10:900:a:b", ""),
            (
                "UDP:9:192.0.2.1:192.168.1.9:10:1001:a:b",
                "UDP|9|192.0.2.1|192.168.1.9|10|1|wan|a:b\n",
            ),
            ("TCP:1:192.168.1.9:2:1000:over", ""),
            (
                "TCP:1:192.168.1.9:2:0:a:10.0.0.1|\u{1}\u{7f}",
                "TCP|1||192.168.1.9|2|0|wan|a:10.0.0.1   \n",
            ),
            ("TCP:1:192.168.1.9:2:0", "TCP|1||192.168.1.9|2|0|wan|\n"),
            ("ICMP:1:192.168.1.9:2:0:x", ""),
            ("TCP:65536:192.168.1.9:2:0:x", ""),
            ("TCP:1:host:2:0:x", ""),
            ("TCP:1:192.168.1.9:2:soon:x", ""),
            ("", ""),
            (":::::::", ""),
        ] {
            let said = mapping(line, "wan", Some(1000)).unwrap_or_default();
            assert_eq!(said, told, "{line}");
        }
        let long = mapping(
            &format!("TCP:1:192.168.1.9:2:0:{}", "é".repeat(1000)),
            "wan",
            None,
        );
        assert_eq!(long.unwrap().chars().filter(|c| *c == 'é').count(), 256);
    }
}
