//! Values to try: others of the type of a parameter, those first that look like the one it has.

use cwmpd::model::schema::Parameter;
use cwmpd::model::value::{Base, Type};
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Other values that the type admits, likelier ones first. `rows`: paths of all rows, for references.
pub fn others(parameter: &Parameter, present: &str, rows: &BTreeSet<String>) -> Vec<String> {
    let syntax = &parameter.syntax;
    let mut values: Vec<String> = Vec::new();
    let first = present.split(',').next().unwrap_or_default();
    if let Some(reference) = &syntax.reference {
        let fits = |row: &&String| {
            reference.targets.is_empty()
                || reference.targets.iter().any(|target| {
                    let target = target.trim_end_matches("{i}.").trim_end_matches('.');
                    let table = row.rsplit_once('.').map_or("", |(table, _)| table);
                    let table = crate::template(table);
                    table.ends_with(target.trim_start_matches('.'))
                })
        };
        values.extend(rows.iter().filter(fits).cloned());
    }
    let words = syntax.enumeration.iter().filter(|word| !word.reported);
    values.extend(words.map(|word| word.text.to_string()));
    values.extend(scalars(syntax, &parameter.name, first));
    values.push(String::new());
    let mut seen = BTreeSet::new();
    values.retain(|value| {
        syntax
            .accept(value)
            .is_ok_and(|canonical| canonical != present)
            && seen.insert(value.clone())
    });
    values.truncate(80);
    values
}

/// Values that a refusal names: `A` or `B`, or the rows of its tables.
pub fn named(
    parameter: &Parameter,
    present: &str,
    refusal: &str,
    rows: &BTreeSet<String>,
) -> Vec<String> {
    let words = refusal.split('`').skip(1).step_by(2).map(str::to_owned);
    let expected = refusal.split(", got").next().unwrap_or_default();
    let tables = expected
        .split(' ')
        .filter(|word| word.starts_with("Device.") || word.starts_with("InternetGatewayDevice."));
    let found = tables.flat_map(|table| {
        let table = table.trim_end_matches('.');
        let right = move |row: &&String| {
            row.rsplit_once('.')
                .is_some_and(|(above, _)| above == table)
        };
        rows.iter().filter(right).cloned()
    });
    words
        .chain(found)
        .filter(|word| {
            parameter
                .syntax
                .accept(word)
                .is_ok_and(|word| word != present)
        })
        .collect()
}

fn scalars(syntax: &Type, name: &str, present: &str) -> Vec<String> {
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    match syntax.base {
        Base::Boolean => texts(&["true", "false"]),
        Base::DateTime => texts(&["2030-01-02T03:04:05Z"]),
        Base::Int | Base::Long | Base::UnsignedInt | Base::UnsignedLong => {
            let mut numbers: Vec<i128> = Vec::new();
            if let Ok(number) = present.parse::<i128>() {
                numbers.extend([number + 1, number - 1, number * 2, number / 2]);
            }
            for range in &syntax.ranges {
                numbers.extend(range.least);
                numbers.extend(range.most);
            }
            if name.contains("Port") {
                numbers.extend([8081, 8080]);
            }
            numbers.extend([1, 2, 0, 3, 10, 60, 100, 1000, 3600, 1024, 8080, -1]);
            numbers.iter().map(i128::to_string).collect()
        }
        Base::Base64 => texts(&["Y3dtcA=="]),
        Base::HexBinary => texts(&["00112233", "0a", "FF8000"]),
        _ => {
            let likely: &[&str] = match present {
                text if text.parse::<Ipv4Addr>().is_ok() => &["192.168.1.77", "255.255.255.128"],
                text if text.parse::<Ipv6Addr>().is_ok() => &["fd00::77"],
                text if text.contains('/') && text.contains(':') => &["fd00:77::/64"],
                text if text.contains('/') && text.contains('.') => {
                    &["192.0.2.0/24", "198.51.100.0/24"]
                }
                // Under a mask.
                text if text.starts_with("52:") && text.ends_with(":00:00:00") => {
                    &["02:00:00:00:00:00"]
                }
                text if text.matches(':').count() == 5 => &["02:00:00:00:00:77"],
                text if text.starts_with(['+', '-']) && text.contains(':') => &["+02:00"],
                _ if name == "DestinationAddress" => &["1/33"],
                _ if name.contains("MAC") => &["02:00:00:00:00:77"],
                _ if name.contains("Mask") => &["255.255.255.128", "/25"],
                _ if name.contains("Prefix") => &["fd00:77::/64"],
                _ if ["IP", "Address", "Gateway", "DNS", "Router"]
                    .iter()
                    .any(|part| name.contains(part)) =>
                {
                    &["192.168.1.77", "fd00::77"]
                }
                _ => &[],
            };
            let mut all: Vec<String> = texts(likely);
            if let Ok(address) = present.parse::<Ipv4Addr>() {
                let next = u32::from(address).wrapping_add(1);
                all.insert(0, Ipv4Addr::from(next).to_string());
            }
            all.extend(texts(&[
                "other",
                "192.168.1.77",
                "255.255.255.128",
                "fd00::77",
                "02:00:00:00:00:77",
                "192.0.2.0/24",
                "fd00:77::/64",
                "http://other.example/",
                "other-passphrase",
                "US ",
                "80",
                "443",
                "1",
                "Europe/London",
                "GMT0",
                "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
                "Device.IP.Interface.1",
                "12345670",
                "InternetGatewayDevice.WANDevice.1.WANConnectionDevice.2.WANIPConnection.1",
                "PVC: 8/35",
            ]));
            all
        }
    }
}
