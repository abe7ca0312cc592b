//! The shipped platform for OpenWrt on a router of our own making (`root/`): what it tells, what it writes,
//! which services it reloads, and what that costs. Expected is what the files in `golden/` say.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::disallowed_methods)]

mod acs;
mod announcements;
mod cost;
mod diagnostics;
mod dynamic;
mod ends;
#[path = "../lab/folder.rs"]
mod folder;
mod gateway;
mod golden;
#[path = "../lab/hook.rs"]
mod hook;
mod lan;
mod links;
mod lists;
mod names;
mod neighbours;
mod network;
mod pages;
mod pools;
mod radios;
mod releases;
mod router;
mod schedules;
mod sessions;
mod system;
mod undone;
mod values;
mod wifi;
mod words;

use cwmpd::fault::Fault;
use cwmpd::model::coverage;
use cwmpd::model::parameter::{ParameterInfo, ParameterSetting};
use cwmpd::model::schema::{Parameter, Schema};
use cwmpd::model::tree::Tree;
use router::{Router, tree};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Root objects with the folder of their files in `golden/`, and what the router has beside `root/`.
const ROOTS: [(&str, &str, Option<&str>); 3] = [
    ("Device", "", None),
    ("Device", "other/", Some("other")),
    ("InternetGatewayDevice", "tr-098/", Some("more")),
];

/// Values that are those of the machine that runs the test.
const PASSING: [&str; 3] = [
    "Device.Firewall.LastChange",
    "Device.Time.CurrentLocalTime",
    "InternetGatewayDevice.Time.CurrentLocalTime",
];

/// Runs a test for each root object that the maps know.
fn for_each_root(name: &str, test: fn(&mut Box, &str)) {
    for (root, folder, more) in ROOTS {
        let Some(mut all) = Box::new(name, root, more) else {
            println!("skipped: platform/openwrt has no map for {root}");
            continue;
        };
        if more == Some("other") {
            // What the first router has is not looked at again.
            let mut first = Box::new(&format!("{name}-first"), root, None).unwrap();
            let known = first.names();
            all.known = known.iter().map(|info| template(&info.name)).collect();
        }
        test(&mut all, folder);
    }
}

/// A router with its tree.
struct Box {
    tree: Tree,
    schema: Schema,
    router: Router,
    root: &'static str,
    /// Of other tests: not told by `names`.
    known: BTreeSet<String>,
}

#[test]
fn the_tree_is_as_known() {
    for_each_root("tree", |all, folder| {
        let values = all.values("");
        let mut objects = BTreeMap::<String, Vec<String>>::new();
        for info in all.names() {
            let access = if info.writable { "rw" } else { "ro" };
            let line = match values.get(&info.name) {
                Some(value) if is_passing(&info.name, value) => {
                    format!("{access} {}=…", info.name)
                }
                Some(value) => format!("{access} {}={}", info.name, value.replace('\n', "\\n")),
                None if info.name.ends_with('.') && info.writable => format!("rw {}", info.name),
                None if info.name.ends_with('.') => continue,
                None => format!("{access} {} is not told", info.name),
            };
            objects.entry(object_of(&info.name)).or_default().push(line);
        }
        golden::compare(folder, &objects);
    });
}

/// Once the rows have their numbers, hooks are asked for no more than that.
/// What `check --coverage` counts, against the trees: expected are those that this router has no row or device for.
#[test]
fn what_counts_as_mapped_is_told() {
    let mut unseen = BTreeMap::<String, Vec<String>>::new();
    for (root, _, more) in ROOTS {
        let mut all = Box::new("mapped", root, more).unwrap();
        let told: BTreeSet<String> = all
            .names()
            .iter()
            .map(|info| template(&info.name))
            .collect();
        let mapped: BTreeSet<String> = coverage::mapped(&all.tree).into_keys().collect();
        let unsaid: Vec<&String> = told
            .difference(&mapped)
            .filter(|name| !name.ends_with('.'))
            .collect();
        assert!(
            unsaid.is_empty(),
            "told and not counted: `hook NAME rows`, and a line for each: {unsaid:?}"
        );
        let left = unseen
            .entry(root.to_owned())
            .or_insert_with(|| mapped.into_iter().collect());
        left.retain(|name| !told.contains(name));
    }
    golden::compare("unseen", &unseen);
}

#[test]
fn each_parameter_is_told_by_its_full_name() {
    for_each_root("full", |all, _| {
        let values = all.values("");
        let mut seen = BTreeSet::new();
        let mut wrong = Vec::new();
        for (name, value) in values {
            if !seen.insert(template(&name)) || PASSING.contains(&name.as_str()) {
                continue;
            }
            match all.tree.get(&mut all.router, std::slice::from_ref(&name)) {
                Ok(told) if told.len() == 1 => {}
                Ok(told) => wrong.push(format!("{name}={value}: {} values", told.len())),
                Err(fault) => wrong.push(format!("{name}={value}: {}", told(&fault))),
            }
        }
        wrong.append(&mut all.router.strange);
        assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    });
}

#[test]
fn every_writable_parameter_is_set_and_read_back() {
    for_each_root("set", |all, folder| {
        let mut objects = BTreeMap::<String, Vec<String>>::new();
        let mut wrong = Vec::new();
        let mut sets = BTreeMap::<String, Vec<(String, String)>>::new();
        let values = all.values("");
        let rows: BTreeSet<String> = all
            .names()
            .iter()
            .filter_map(|info| row_of(&info.name))
            .collect();
        for (template, names) in all.writable() {
            let Some(parameter) = parameter(&all.schema, &template) else {
                panic!("{template} is in no schema");
            };
            let parameter = parameter.clone();
            let told = all.set_and_read(&parameter, &names, &values, &rows, &mut wrong);
            let object = object_of(&template);
            if let (Some((name, value)), false) = (told.set, is_act(&parameter)) {
                sets.entry(object.clone()).or_default().push((name, value));
            }
            objects.entry(object).or_default().extend(told.lines);
        }
        // Many at once: no service is reloaded twice for them.
        for (object, list) in sets {
            let told = all.set_together(&list, &mut wrong);
            objects.entry(object).or_default().extend(told);
        }
        assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
        golden::compare(&format!("{folder}changes"), &objects);
    });
}

#[test]
fn rows_are_added_and_deleted() {
    for_each_root("rows", |all, folder| {
        let mut lines = Vec::new();
        let mut wrong = Vec::new();
        let mut seen = BTreeSet::new();
        for info in all.names() {
            let table = format!("{}{{i}}.", template(&info.name));
            let is_table = all.schema.object(&table).is_some();
            if !info.writable || !is_table || !seen.insert(table) {
                continue;
            }
            let before = all.names().len();
            let number = match all.tree.add(&mut all.router, &info.name, None) {
                Ok((number, _)) => number,
                Err(fault) => {
                    lines.push(format!("add {}: {}", info.name, told(&fault)));
                    all.router.restore();
                    continue;
                }
            };
            lines.push(format!("add {}", info.name));
            lines.extend(all.changes(&mut wrong, &info.name));
            let row = format!("{}{number}.", info.name);
            let there = all.names();
            if !there.iter().any(|info| info.name == row) {
                wrong.push(format!("{row} was added and is not there"));
            }
            match all.tree.delete(&mut all.router, &row, None) {
                Err(fault) => lines.push(format!("  del: {}", told(&fault))),
                Ok(_) => {
                    all.router.applied.extend(all.tree.take_waiting());
                    let left = all.router.differences();
                    if !left.is_empty() {
                        lines.push("  del leaves".to_owned());
                        lines.extend(left.iter().map(|line| format!("    {line}")));
                    }
                    if all.names().len() != before {
                        wrong.push(format!("{row} was deleted and something of it is left"));
                    }
                }
            }
            all.router.restore();
        }
        golden::compare(
            &format!("{folder}rows"),
            &BTreeMap::from([("rows".to_owned(), lines)]),
        );
        assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    });
}

/// What became of setting one parameter.
struct Set {
    lines: Vec<String>,
    /// Where another value was taken.
    set: Option<(String, String)>,
}

impl Box {
    fn new(name: &str, root: &'static str, more: Option<&str>) -> Option<Box> {
        let (tree, schema) = tree(root)?;
        let router = Router::with(&format!("{name}-{root}-{}", more.unwrap_or("root")), more);
        let known = BTreeSet::new();
        Some(Box {
            tree,
            schema,
            router,
            root,
            known,
        })
    }

    fn names(&mut self) -> Vec<ParameterInfo> {
        let root = format!("{}.", self.root);
        let mut names = self.tree.names(&mut self.router, &root, false).unwrap();
        names.retain(|info| !self.known.contains(&template(&info.name)));
        names
    }

    fn values(&mut self, path: &str) -> BTreeMap<String, String> {
        let list = self.tree.get(&mut self.router, &[path.to_owned()]).unwrap();
        list.into_iter()
            .map(|value| (value.name, value.value))
            .collect()
    }

    /// Writable parameters by their path in the schema, with those of all rows.
    fn writable(&mut self) -> BTreeMap<String, Vec<String>> {
        let mut found = BTreeMap::<String, Vec<String>>::new();
        for info in self.names() {
            if info.writable && !info.name.ends_with('.') && !info.name.ends_with(".Alias") {
                found
                    .entry(template(&info.name))
                    .or_default()
                    .push(info.name);
            }
        }
        found
    }

    fn set(&mut self, list: &[(String, String)]) -> Result<(), Fault> {
        let setting = |(name, value): &(String, String)| ParameterSetting {
            name: name.clone(),
            value: value.clone(),
            declared: None,
        };
        let list: Vec<ParameterSetting> = list.iter().map(setting).collect();
        self.tree.set(&mut self.router, &list, None).map(drop)
    }

    /// What a change has written and what it reloads, once each.
    fn changes(&mut self, wrong: &mut Vec<String>, what: &str) -> Vec<String> {
        let differences = self.router.differences();
        let mut lines: Vec<String> = differences
            .iter()
            .map(|line| format!("    {line}"))
            .collect();
        self.router.applied.extend(self.tree.take_waiting());
        let unique: BTreeSet<&String> = self.router.applied.iter().collect();
        if unique.len() != self.router.applied.len() {
            wrong.push(format!("{what}: reloaded twice: {:?}", self.router.applied));
        }
        lines.extend(
            self.router
                .applied
                .iter()
                .map(|command| format!("    $ {command}")),
        );
        lines
    }

    /// Everything as it was, instance numbers too: a row that was renamed may have given its old name to
    /// another one.
    fn restore(&mut self, name: &str, values: &BTreeMap<String, String>) {
        self.router.restore();
        let object = name.rsplit_once('.').map_or("", |(object, _)| object);
        let Some(table) = row_of(&format!("{object}.")).and_then(|row| {
            let (table, _) = row.rsplit_once('.')?;
            Some(format!("{table}."))
        }) else {
            return;
        };
        let now = self.values(&table);
        let before = values.keys().filter(|name| name.starts_with(&table));
        if !now.keys().eq(before) {
            self.router.forget_numbers();
            self.tree = tree(self.root).unwrap().0;
        }
    }

    /// Sets the present value, then another: in the first row that takes one.
    fn set_and_read(
        &mut self,
        parameter: &Parameter,
        names: &[String],
        values: &BTreeMap<String, String>,
        rows: &BTreeSet<String>,
        wrong: &mut Vec<String>,
    ) -> Set {
        let secret = parameter.hidden || is_act(parameter);
        let mut written = false;
        for name in names.iter().filter(|_| !secret) {
            let Some(present) = values.get(name) else {
                continue;
            };
            if let Err(fault) = self.set(&[(name.clone(), present.clone())]) {
                // What is so now may be none that can be asked for.
                let admitted = parameter.syntax.accept(present).is_ok();
                if admitted && !told(&fault).contains("9001") {
                    wrong.push(format!("{name}={present}, which it is: {}", told(&fault)));
                }
            }
            written |= !self.router.differences().is_empty() || !self.router.applied.is_empty();
            self.router.restore();
            self.tree.take_waiting();
        }
        let mut refused = None;
        // What has one value has it in all rows.
        let has_one =
            |refused: &Option<String>| refused.as_ref().is_some_and(|why| why.contains(ONLY));
        for name in names {
            let present = values.get(name).map_or("", String::as_str);
            let mut tries = VecDeque::from(values::others(parameter, present, rows));
            while let Some(value) = tries.pop_front().filter(|_| !has_one(&refused)) {
                let setting = [(name.clone(), value.clone())];
                match self.set(&setting) {
                    Err(fault) => {
                        if refused.is_none() {
                            values::named(parameter, present, &told(&fault), rows)
                                .into_iter()
                                .for_each(|value| tries.push_front(value));
                        }
                        refused.get_or_insert_with(|| format!("{name}={value}: {}", told(&fault)));
                        self.router.restore();
                    }
                    Ok(()) => {
                        let mut lines = vec![match secret {
                            true => format!("{name}={value}"),
                            false => format!("{name}={value} (was {present})"),
                        }];
                        lines.extend(self.changes(wrong, name));
                        let now = self.values(name);
                        let now = now.get(name).map_or("", String::as_str);
                        let wanted = parameter.syntax.accept(&value).unwrap();
                        if !secret && now != wanted {
                            wrong.push(format!("{name}: set to {wanted}, reads {now}"));
                        }
                        self.restore(name, values);
                        return Set {
                            lines,
                            set: Some(setting[0].clone()),
                        };
                    }
                }
            }
        }
        let one = has_one(&refused);
        // No other parameter brings the row that a reference lacks.
        let says = refused.as_deref().unwrap_or_default();
        if !(one || says.contains(NO_ROW))
            && let Some(lines) = self.set_with_another(parameter, names, values, rows, wrong)
        {
            return Set { lines, set: None };
        }
        if written && one {
            wrong.push(format!("{}: has one value, and is written", names[0]));
        }
        let why = refused.unwrap_or_else(|| format!("{}: there is no other value", names[0]));
        Set {
            lines: vec![format!("! {why}")],
            set: None,
        }
    }

    /// Sets a parameter that goes only with another of its row: SourceMask with SourceIP.
    fn set_with_another(
        &mut self,
        parameter: &Parameter,
        names: &[String],
        values: &BTreeMap<String, String>,
        rows: &BTreeSet<String>,
        wrong: &mut Vec<String>,
    ) -> Option<Vec<String>> {
        for name in names {
            let (object, leaf) = name.split_at(name.rfind('.')? + 1);
            let akin = |other: &&String| {
                let other = other.strip_prefix(object).unwrap_or_default();
                let first = leaf.strip_prefix("Secondary") == Some(other);
                let alike = leaf.get(..4).is_some_and(|first| other.starts_with(first));
                other != leaf && !other.contains('.') && (first || alike)
            };
            let others: Vec<&String> = values.keys().filter(akin).collect();
            let present = values.get(name).map_or("", String::as_str);
            for other in others {
                let Some(theirs) = self::parameter(&self.schema, &template(other)).cloned() else {
                    continue;
                };
                for beside in values::others(&theirs, &values[other], rows)
                    .iter()
                    .take(12)
                {
                    for value in values::others(parameter, present, rows).iter().take(12) {
                        let list = [
                            (other.clone(), beside.clone()),
                            (name.clone(), value.clone()),
                        ];
                        if self.set(&list).is_err() {
                            self.router.restore();
                            continue;
                        }
                        let mut lines = vec![format!("{name}={value} with {other}={beside}")];
                        lines.extend(self.changes(wrong, name));
                        let wanted = parameter.syntax.accept(value).unwrap();
                        let now = self.values(name).remove(name).unwrap_or_default();
                        if now != wanted {
                            wrong.push(format!("{name}: set to {wanted}, reads {now}"));
                        }
                        self.restore(name, values);
                        return Some(lines);
                    }
                }
            }
        }
        None
    }

    fn set_together(&mut self, list: &[(String, String)], wrong: &mut Vec<String>) -> Vec<String> {
        let mut list = list.to_vec();
        let all = list.len();
        let lines = loop {
            match self.set(&list) {
                Ok(()) => {
                    let without = match all - list.len() {
                        0 => String::new(),
                        some => format!(" but {some}"),
                    };
                    let changes = self.changes(wrong, &list[0].0);
                    let reloads = changes.into_iter().filter(|line| line.starts_with("    $"));
                    let head = format!("# all {all}{without} at once");
                    break std::iter::once(head).chain(reloads).collect();
                }
                // Some exclude each other.
                Err(fault) => {
                    let refused =
                        |name: &String| fault.parameters.iter().any(|one| one.name == *name);
                    let before = list.len();
                    list.retain(|(name, _)| !refused(name));
                    if list.is_empty() || list.len() == before {
                        break vec![
                            format!("# all {all} at once"),
                            format!("! {}", told(&fault)),
                        ];
                    }
                    self.router.restore();
                }
            }
        };
        self.router.restore();
        self.tree.take_waiting();
        lines
    }
}

/// How a parameter with one value refuses another.
const ONLY: &str = "the only value supported";
/// How a reference refuses what is no row.
const NO_ROW: &str = "the path of a row that exists";

fn told(fault: &Fault) -> String {
    match fault.parameters.first() {
        Some(first) => format!("{} {}", first.code.number(), first.text),
        None => format!("{} {}", fault.code.number(), fault.text),
    }
}

/// `Device.WiFi.SSID.1.SSID` → `WiFi`; what is right below the root belongs to the root.
fn object_of(name: &str) -> String {
    let mut parts = name.split('.');
    let root = parts.next().unwrap_or_default();
    match (parts.next(), parts.next()) {
        (Some(object), Some(_)) => object.to_owned(),
        _ => root.to_owned(),
    }
}

/// With `{i}` in place of instance numbers.
fn template(name: &str) -> String {
    let part = |part: &str| match part.parse::<u32>() {
        Ok(_) => "{i}".to_owned(),
        Err(_) => part.to_owned(),
    };
    name.split('.').map(part).collect::<Vec<_>>().join(".")
}

fn parameter<'s>(schema: &'s Schema, template: &str) -> Option<&'s Parameter> {
    let (object, name) = template.split_at(template.rfind('.')? + 1);
    schema.object(object)?.parameter(name)
}

/// Lifetimes and the like are counted from now on; those of leases are kept as dates. Files are those of this checkout.
fn is_passing(name: &str, value: &str) -> bool {
    PASSING.contains(&name)
        || name.ends_with(".AssociationTime")
        || name.contains(".VendorConfigFile.") && name.ends_with(".Date")
        || name.contains(".KernelFault.") && name.ends_with(".TimeStamp")
        || (name.ends_with(".ExpirationTime") || name.ends_with(".RouteLifetime"))
            && !value.starts_with("9999")
        || name.contains(".IPv6") && name.ends_with("Lifetime") && !value.starts_with("9999")
}

/// What is done once and reads as false; TR-098 has no mark for that.
fn is_act(parameter: &Parameter) -> bool {
    parameter.command || &*parameter.name == "Reset"
}

/// The path of a row without its last dot.
fn row_of(name: &str) -> Option<String> {
    let path = name.strip_suffix('.')?;
    let (_, last) = path.rsplit_once('.')?;
    last.parse::<u32>().is_ok().then(|| path.to_owned())
}
