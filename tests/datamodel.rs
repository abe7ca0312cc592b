//! The committed data models: sound in themselves, and what the Broadband Forum's own files say, where
//! these are at hand: in `../shared/bbf` beside the repository, or where `CWMPD_BBF` says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(feature = "import")]

use cwmpd::import::import;
use cwmpd::model::schema::{Notify, Object, Parameter, Schema};
use cwmpd::model::value::Bounds;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const COMMITTED: [&str; 3] = ["device-2.dm", "igd-1.dm", "x-example.dm"];

#[test]
fn committed_files_read_and_print_the_same() {
    for name in COMMITTED {
        let schema = committed(name);
        assert!(!schema.objects.is_empty(), "{name}");
        let mut printed: String = schema
            .models
            .iter()
            .map(|model| format!("model {model}\n"))
            .collect();
        for object in &schema.objects {
            printed.push_str(&object.to_string());
        }
        let mut again = Schema::default();
        assert_eq!(again.parse(&printed, name, &|_| true), Vec::<String>::new());
        assert!(again == schema, "{name}");
    }
}

/// What an object says of others must be there.
#[test]
fn committed_files_hang_together() {
    for name in COMMITTED {
        let schema = committed(name);
        for object in &schema.objects {
            let path = &*object.path;
            for key in object
                .keys
                .iter()
                .flat_map(|key| &key.parameters)
                .chain(&object.enable)
            {
                assert!(object.parameter(key).is_some(), "{name}: {path}{key}");
            }
            if let Some(entries) = &object.entries {
                let parent = parent(path);
                let counter = schema
                    .object(&parent)
                    .and_then(|parent| parent.parameter(entries));
                assert!(counter.is_some(), "{name}: {parent}{entries} of {path}");
            }
            for parameter in &object.parameters {
                let targets = parameter
                    .syntax
                    .reference
                    .iter()
                    .flat_map(|reference| &reference.targets);
                for target in targets {
                    let table = format!("{target}{{i}}.");
                    let found = schema.object(&table).or(schema.object(target));
                    assert!(
                        found.is_some(),
                        "{name}: {path}{} to {target}",
                        parameter.name
                    );
                }
                let null = parameter.syntax.render(parameter.syntax.null());
                assert_eq!(
                    null,
                    parameter.syntax.null(),
                    "{name}: {path}{}",
                    parameter.name
                );
            }
        }
    }
}

#[test]
fn a_vendors_example_adds_to_the_standard() {
    let mut schema = committed("device-2.dm");
    let before = schema.objects.len();
    let errors = schema.parse(&read("x-example.dm"), "x-example.dm", &|_| true);
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(schema.objects.len(), before + 1);
    let led = schema.object("Device.X_EXAMPLE-COM_LED.").unwrap();
    assert_eq!(
        led.parameter("Mode").unwrap().accept("Blink"),
        Ok("Blink".into())
    );
    assert!(led.parameter("Brightness").unwrap().accept("101").is_err());
}

// --- the Broadband Forum's files ---------------------------------------------------------------

const DEVICE_FULL: &str = "tr-181-full/tr-181-2-19-1-cwmp-full.xml";
const DEVICE_SPLIT: &str = "tr-181/tr-181-2-19-1-cwmp.xml";
const IGD_FULL: &str = "tr-098/tr-098-1-8-0-full.xml";

#[test]
fn committed_files_equal_a_fresh_import() {
    let Some(bbf) = bbf() else { return };
    for (xml, name) in [(DEVICE_FULL, "device-2.dm"), (IGD_FULL, "igd-1.dm")] {
        let imported = import(&bbf.join(xml), None).unwrap();
        assert!(
            imported.text == read(name),
            "{name} differs from a fresh import of {xml}"
        );
    }
}

/// The two differ in the order of some parameters and in nothing else.
#[test]
fn split_files_give_the_same_model_as_the_full_one() {
    let Some(bbf) = bbf() else { return };
    let [full, split] = [DEVICE_FULL, DEVICE_SPLIT].map(|xml| {
        let imported = import(&bbf.join(xml), None).unwrap();
        assert_eq!(imported.notes, Vec::<String>::new());
        let mut objects = parsed(&imported.text, xml).objects;
        for object in &mut objects {
            object.parameters.sort_by(|a, b| a.name.cmp(&b.name));
            object.keys.sort_by(|a, b| a.parameters.cmp(&b.parameters));
        }
        objects
    });
    assert_eq!(full.len(), split.len());
    for (full, split) in full.iter().zip(&split) {
        assert_eq!(full, split);
    }
}

#[test]
fn what_the_importer_passes_over_in_the_forums_files_is_known() {
    let Some(bbf) = bbf() else { return };
    let imported = import(&bbf.join(IGD_FULL), None).unwrap();
    let notes = [
        "InternetGatewayDevice.UPnP.Description.DeviceDescription.{i}.Host: may point to InternetGatewayDevice.Hosts.Host., which the model does not have",
        "InternetGatewayDevice.PeriodicStatistics.SampleSet.{i}.ReportStartTime: left out its default: expected a dateTime such as 2024-05-31T12:00:00Z; got \"\"",
        "InternetGatewayDevice.PeriodicStatistics.SampleSet.{i}.ReportEndTime: left out its default: expected a dateTime such as 2024-05-31T12:00:00Z; got \"\"",
        "InternetGatewayDevice.DNS.SD.Service.{i}.Host: may point to InternetGatewayDevice.Hosts.Host., which the model does not have",
    ];
    assert_eq!(imported.notes, notes);
}

/// Tables that another program made of the same XML.
#[test]
fn tables_of_another_program_say_the_same() {
    let Some(bbf) = bbf() else { return };
    for (tables, name, objects, parameters) in [
        ("device-2.19", "device-2.dm", 860, 7210),
        ("igd-1.14", "igd-1.dm", 192, 1800),
    ] {
        let schema = committed(name);
        let table = |kind: &str| {
            let path = bbf.join(format!("tables/{tables}-{kind}.tsv"));
            let text = fs::read_to_string(&path).unwrap();
            let rows = text.lines().skip(2).map(|line| {
                let mut row: Vec<String> = line.split('\t').map(str::to_owned).collect();
                row.resize(14, String::new());
                row
            });
            rows.collect::<Vec<_>>()
        };
        let mut deleted = BTreeSet::new();
        let mut count = 0;
        for row in table("objects") {
            if row[7] == "deleted" {
                deleted.insert(row[0].clone());
            }
            let gone = deleted.iter().any(|path| row[0].starts_with(path));
            match schema.object(&row[0]) {
                Some(object) => {
                    assert!(!gone, "{} is deleted", row[0]);
                    same_object(&row, object);
                    count += 1;
                }
                None => assert!(gone, "{} is missing", row[0]),
            }
        }
        assert_eq!((count, schema.objects.len()), (objects, objects));
        let mut count = 0;
        for row in table("params") {
            // One name in TR-098 ends with a blank.
            let path = row[0].trim_end();
            let dot = path.rfind('.').unwrap();
            let gone =
                row[13] == "deleted" || deleted.iter().any(|object| path.starts_with(object));
            match schema
                .object(&path[..=dot])
                .and_then(|object| object.parameter(&path[dot + 1..]))
            {
                Some(parameter) => {
                    assert!(!gone, "{path} is deleted");
                    same_parameter(&row, &path[..=dot], parameter);
                    count += 1;
                }
                None => assert!(gone, "{path} is missing"),
            }
        }
        let held: usize = schema
            .objects
            .iter()
            .map(|object| object.parameters.len())
            .sum();
        assert_eq!((count, held), (parameters, parameters));
    }
}

fn same_object(row: &[String], object: &Object) {
    let path = &row[0];
    assert_eq!(
        object.writable,
        row[1] == "W" && path.ends_with(".{i}."),
        "{path}"
    );
    assert_eq!(
        object.enable.as_deref().unwrap_or_default(),
        row[4],
        "{path}"
    );
    assert_eq!(
        object.entries.as_deref().unwrap_or_default(),
        row[5],
        "{path}"
    );
    assert_eq!(object.deprecated, !row[7].is_empty(), "{path}");
    let keys: BTreeSet<String> = row[8]
        .split(';')
        .filter(|key| !key.is_empty())
        .map(str::to_owned)
        .collect();
    let held = object.keys.iter().map(|key| {
        let kind = if key.functional { "F" } else { "NF" };
        format!("{kind}:{}", key.parameters.join(","))
    });
    assert_eq!(held.collect::<BTreeSet<_>>(), keys, "{path}");
}

/// Defaults with `status="deleted"` in TR-098; the table shows them all the same.
const DELETED_DEFAULTS: [&str; 4] = [
    "InternetGatewayDevice.DeviceInfo.SpecVersion",
    ".ShapingBurstSize",
    ".Layer2Bridging.Bridge.{i}.VLANID",
    ".Layer2Bridging.Filter.{i}.ExclusivityOrder",
];

fn same_parameter(row: &[String], object: &str, parameter: &Parameter) {
    let path = &row[0];
    let syntax = &parameter.syntax;
    assert_eq!(syntax.base.name(), row[2], "{path}");
    assert_eq!(parameter.writable, row[3] == "W", "{path}");
    let default = match row[4].split_once('=') {
        // "" is no dateTime; the importer says so.
        Some(("object" | "factory", "")) if row[2] == "dateTime" => None,
        Some(_) if DELETED_DEFAULTS.iter().any(|tail| path.ends_with(tail)) => None,
        Some(("object" | "factory", value)) if syntax.list.is_some() => Some(
            value
                .strip_prefix('[')
                .and_then(|v| v.strip_suffix(']'))
                .unwrap_or(value),
        ),
        Some(("object" | "factory", value)) => Some(value),
        _ => None,
    };
    assert_eq!(parameter.default.as_deref(), default, "{path}");
    // A list may also come with a named type, which the table does not show.
    let rule = syntax.list.as_deref();
    assert!(rule.is_some() || row[5].is_empty(), "{path}");
    if let Some(rule) = rule {
        let most = |name: &str| {
            row[5]
                .split_once(name)
                .map(|(_, digits)| digits.parse().unwrap())
        };
        assert_eq!(
            rule.sizes.iter().find_map(|size| size.most),
            most("maxLength="),
            "{path}"
        );
        let items = rule.items.most;
        assert!(
            items == most("maxItems=") || row[5].is_empty() || row[5].contains("maxLength"),
            "{path}"
        );
    }
    if !row[6].is_empty() && !row[6].starts_with("ref:") {
        let words: Vec<String> = row[6]
            .split('|')
            .filter(|word| !word.ends_with("!deleted"))
            .map(bare)
            .collect();
        let held = syntax.enumeration.iter().map(|word| {
            let mark = if word.reported { "*" } else { "" };
            format!("{}{mark}", word.text)
        });
        assert_eq!(held.collect::<Vec<_>>(), words, "{path}");
    }
    same_bounds(row, parameter);
    same_reference(row, object, parameter);
    let notify = match parameter.notify {
        Notify::Normal => "",
        Notify::CanDeny => "canDeny",
        Notify::ForceEnabled => "forceEnabled",
        Notify::ForceDefaultEnabled => "forceDefaultEnabled",
    };
    assert_eq!(notify, row[9], "{path}");
    assert_eq!(parameter.forced_inform, row[10] == "FI", "{path}");
    assert_eq!(
        parameter.hidden,
        matches!(&*row[11], "hidden" | "secured"),
        "{path}"
    );
    assert_eq!(parameter.command, row[11] == "command", "{path}");
    assert_eq!(parameter.deprecated, !row[13].is_empty(), "{path}");
}

/// `word*!deprecated` as `word*`.
fn bare(word: &str) -> String {
    word.split_once('!')
        .map_or(word, |(word, _)| word)
        .to_owned()
}

/// `string(6:6)`, `unsignedInt[1:9,12:]`; the facets of named types are not in the table.
fn same_bounds(row: &[String], parameter: &Parameter) {
    let (path, syntax) = (&row[0], &parameter.syntax);
    let bound = |text: &str| -> Option<i128> {
        (!text.is_empty() && text != "None").then(|| text.parse().unwrap())
    };
    if let Some((_, sizes)) = row[1].split_once('(') {
        let sizes: Vec<Bounds<u32>> = sizes
            .trim_end_matches(')')
            .split(',')
            .map(|size| {
                let (least, most) = size.split_once(':').unwrap_or(("", size));
                let size = |text| bound(text).map(|n| u32::try_from(n).unwrap());
                Bounds {
                    least: size(least),
                    most: size(most),
                }
            })
            .collect();
        // Sizes with `status="deleted"` in TR-098: where words came later, and in one reference.
        let gone = syntax.sizes.is_empty()
            && (!syntax.enumeration.is_empty()
                || path.ends_with(".AvailableInterface.{i}.InterfaceReference"));
        assert!(
            gone || syntax.sizes.len() == sizes.len() || row[1].contains("None"),
            "{path}"
        );
        for (size, held) in sizes.iter().zip(&syntax.sizes) {
            assert_eq!(held.most, size.most, "{path}");
            assert!(size.least.is_none() || held.least == size.least, "{path}");
        }
    }
    if let Some((_, ranges)) = row[1].split_once('[') {
        let ranges: Vec<_> = ranges
            .trim_end_matches(']')
            .split(',')
            .map(|range| range.split_once(':').unwrap())
            .map(|(least, most)| (bound(least), bound(most)))
            .collect();
        let held: Vec<_> = syntax
            .ranges
            .iter()
            .map(|range| (range.least, range.most))
            .collect();
        assert_eq!(held, ranges, "{path}");
    }
}

/// `strong:##.IP.Interface.:row`, made absolute by other means than the importer's.
fn same_reference(row: &[String], object: &str, parameter: &Parameter) {
    let path = &row[0];
    let Some(reference) = &parameter.syntax.reference else {
        assert_eq!(row[8], "", "{path}");
        return;
    };
    let (strength, rest) = row[8].split_once(':').unwrap();
    assert_eq!(reference.strong, strength == "strong", "{path}");
    let targets = rest.rsplit_once(':').map_or("", |(targets, _)| targets);
    let mut expected = Vec::new();
    for target in targets.split_whitespace() {
        let joined = object.replace(".{i}.", ":{i}.");
        let mut nodes: Vec<&str> = joined.trim_end_matches('.').split('.').collect();
        let root = nodes[0];
        let mut below = target;
        if let Some(rest) = target.strip_prefix('.') {
            nodes.truncate(1);
            below = rest;
        } else if target.split('.').next() == Some(root) {
            nodes.clear();
        }
        while let Some(rest) = below.strip_prefix('#') {
            nodes.pop();
            below = rest;
        }
        nodes.push(below.trim_start_matches('.'));
        expected.push(nodes.join(".").replace(':', "."));
    }
    // Not in the model.
    expected.retain(|target| target != "InternetGatewayDevice.Hosts.Host.");
    let held: Vec<String> = reference
        .targets
        .iter()
        .map(|target| target.to_string())
        .collect();
    assert_eq!(held, expected, "{path}");
}

// --- tools -------------------------------------------------------------------------------------

#[test]
fn profiles_are_those_of_the_forum() {
    for (name, tables, xml) in [
        (
            "device-2.profiles",
            "tables/device-2.19-profiles.tsv",
            "tr-181-full/tr-181-2-19-1-cwmp-full.xml",
        ),
        (
            "igd-1.profiles",
            "tables/igd-1.14-profiles.tsv",
            "tr-098/tr-098-1-8-0-full.xml",
        ),
    ] {
        let text = read(name);
        let Some(bbf) = bbf() else { return };
        let made = cwmpd::import::import_profiles(&bbf.join(xml), None).unwrap();
        assert!(made.text == text, "{name} is not what the import makes");
        // The tables were made by another program.
        let mut objects = std::collections::BTreeMap::new();
        let mut profile = "";
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("profile ") {
                profile = name;
            } else if let Some((object, words)) = line.trim().split_once(' ') {
                let words: BTreeSet<&str> = words.split(' ').collect();
                objects.insert((profile, object), words);
            }
        }
        let known: BTreeSet<&str> = objects.keys().map(|(profile, _)| *profile).collect();
        let mut rows = 0;
        for row in fs::read_to_string(bbf.join(tables))
            .unwrap()
            .lines()
            .skip(2)
        {
            let cells: Vec<&str> = row.split('\t').collect();
            let [profile, _, object, _, parameter, requirement] = cells[..] else {
                continue;
            };
            if parameter.is_empty() || !known.contains(profile) {
                continue;
            }
            rows += 1;
            let parameter = parameter.trim();
            let words = &objects[&(profile, object)];
            let writable = words.contains(&*format!("{parameter}!"));
            let there = writable || words.contains(parameter);
            assert!(there, "{profile}: {object}{parameter}");
            assert_eq!(
                writable,
                requirement == "readWrite",
                "{profile}: {object}{parameter}"
            );
        }
        assert!(rows > 1000, "{name}: {rows} rows");
    }
}

fn bbf() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bbf");
    let folder = std::env::var_os("CWMPD_BBF").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    // Not `println!`, which the harness keeps to itself.
    let _ = writeln!(
        std::io::stderr(),
        "skipped: no Broadband Forum files in {} (set CWMPD_BBF)",
        folder.display()
    );
    None
}

fn read(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("datamodel");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn committed(name: &str) -> Schema {
    parsed(&read(name), name)
}

fn parsed(text: &str, name: &str) -> Schema {
    let mut schema = Schema::default();
    assert_eq!(schema.parse(text, name, &|_| true), Vec::<String>::new());
    schema
}

/// `Device.A.B.{i}.` → `Device.A.`
fn parent(path: &str) -> String {
    let table = path.trim_end_matches("{i}.").trim_end_matches('.');
    table[..=table.rfind('.').unwrap()].to_owned()
}
