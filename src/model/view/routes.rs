//! The routes that the kernel has, in one form for both families, and which of them are configured.

use super::{Handle, View};
use crate::model::instance::Found;
use crate::model::map::nth_word;
use crate::platform::Trouble;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::fmt::Write as _;

/// Kernel flags (rtnetlink's, as /proc tells them).
const UP: u32 = 0x1;
const REJECT: u32 = 0x200;
/// A router's advertisement has brought it.
const ADVERTISED: u32 = 0x4_0000;
const ANYCAST: u32 = 0x10_0000;
const LOCAL: u32 = 0x8000_0000;

impl View<'_> {
    /// `@routes`: a line each, `inet|inet6 PREFIX ADDRESS LENGTH GATEWAY DEVICE METRIC kernel|ra`, without those of the device's own
    /// addresses, of multicast and of link-local ones. A GATEWAY of `0.0.0.0` or `::` is none.
    pub(super) fn routes(&mut self) -> String {
        let mut text = String::new();
        let mut read = |path: &str| self.file(path).ok().flatten().unwrap_or_default();
        for line in read("/proc/net/route").lines().skip(1) {
            let _ = v4(line, &mut text);
        }
        for line in read("/proc/net/ipv6_route").lines() {
            let _ = v6(line, &mut text);
        }
        text
    }

    /// `unless`: takes away the lines in which each of these words is what one section of the first source says in an
    /// option, compared as addresses. An option that is not there means any address.
    pub(super) fn leave_out(
        &mut self,
        unless: &[(usize, Box<str>)],
        first: &[(Box<str>, Handle)],
        theirs: &mut Vec<(Found, (Box<str>, Handle))>,
    ) -> Result<(), Trouble> {
        let mut known: Vec<Vec<Option<Prefix>>> = Vec::new();
        for (_, handle) in first {
            let Handle::Section { package, section } = handle else {
                continue;
            };
            let Some(section) = self.package(package)?.and_then(|found| found.at(*section)) else {
                continue;
            };
            if unless
                .first()
                .is_none_or(|(_, option)| section.option(option).is_none())
            {
                continue;
            }
            // The mask is that of the first.
            let mut mask = section.option("netmask");
            let says = |(_, option): &(usize, Box<str>)| {
                let said = section.option(option).unwrap_or_default();
                prefix(&said, mask.take().as_deref())
            };
            known.push(unless.iter().map(says).collect());
        }
        theirs.retain(|(_, (_, handle))| {
            let Handle::Line(line, separator) = handle else {
                return true;
            };
            let word = |(at, _): &(usize, Box<str>)| prefix(nth_word(line, *separator, *at)?, None);
            let line: Vec<_> = unless.iter().map(word).collect();
            !known.contains(&line)
        });
        Ok(())
    }
}

/// Whether an address is in this network, which is an address with a length or a mask.
pub(super) fn is_within(address: &str, network: &str) -> bool {
    let (own, length) = network.split_once('/').unwrap_or((network, ""));
    let own = match length.contains('.') {
        true => prefix(own, Some(length)),
        false => prefix(network, None),
    };
    own.is_some_and(|(own, length)| {
        prefix(&format!("{address}/{length}"), None) == Some((own, length))
    })
}

/// An address with its length; none where all of it is open.
type Prefix = (IpAddr, u32);

/// Without the bits behind the length, which the kernel does not keep.
fn prefix(text: &str, mask: Option<&str>) -> Option<Prefix> {
    let (address, length) = text.split_once('/').unwrap_or((text, ""));
    let address: IpAddr = address.parse().ok()?;
    let whole = if address.is_ipv4() { 32 } else { 128 };
    let bits = mask.and_then(|mask| mask.parse::<Ipv4Addr>().ok());
    let bits = bits.map(|mask| mask.to_bits().count_ones());
    let length: u32 = length.parse().ok().or(bits).unwrap_or(whole);
    let behind = whole.saturating_sub(length);
    let address: IpAddr = match address {
        IpAddr::V4(address) => {
            let kept = u32::MAX.checked_shl(behind).unwrap_or(0);
            Ipv4Addr::from_bits(address.to_bits() & kept).into()
        }
        IpAddr::V6(address) => {
            let kept = u128::MAX.checked_shl(behind).unwrap_or(0);
            Ipv6Addr::from_bits(address.to_bits() & kept).into()
        }
    };
    (!address.is_unspecified()).then_some((address, length))
}

/// `DEVICE DESTINATION GATEWAY FLAGS … … METRIC MASK`: 32 bits as the processor has them in memory.
fn v4(line: &str, text: &mut String) -> Option<()> {
    let word = |at| nth_word(line, None, at);
    let number = |at| u32::from_str_radix(word(at)?, 16).ok();
    let address = |at| Some(Ipv4Addr::from(number(at)?.to_ne_bytes()));
    let flags = number(4)?;
    if flags & UP == 0 || flags & REJECT != 0 {
        return None;
    }
    let length = number(8)?.count_ones();
    let (to, gateway) = (address(2)?, address(3)?);
    let (device, metric) = (word(1)?, word(7)?);
    writeln!(
        text,
        "inet {to}/{length} {to} {length} {gateway} {device} {metric} kernel"
    )
    .ok()
}

/// `DESTINATION LENGTH SOURCE LENGTH NEXTHOP METRIC … … FLAGS DEVICE`, all in hexadecimal.
fn v6(line: &str, text: &mut String) -> Option<()> {
    let word = |at| nth_word(line, None, at);
    let number = |at| u32::from_str_radix(word(at)?, 16).ok();
    let address = |at| Some(Ipv6Addr::from(u128::from_str_radix(word(at)?, 16).ok()?));
    let flags = number(9)?;
    let (to, gateway) = (address(1)?, address(5)?);
    let local = flags & (REJECT | ANYCAST | LOCAL) != 0 || to.is_multicast();
    if flags & UP == 0 || local || to.segments()[0] == 0xfe80 {
        return None;
    }
    let (length, device, metric) = (number(2)?, word(10)?, number(6)?);
    let origin = if flags & ADVERTISED == 0 {
        "kernel"
    } else {
        "ra"
    };
    writeln!(
        text,
        "inet6 {to}/{length} {to} {length} {gateway} {device} {metric} {origin}"
    )
    .ok()
}
