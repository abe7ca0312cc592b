//! How much of the data model the maps of a platform cover, and which of the Broadband Forum's profiles:
//! `cwmpd check --coverage`.
//!
//! A `.profiles` file has a line `profile NAME` and below it, indented, one line for each object: its path,
//! `create` and `delete` where rows must come and go, then its parameters, with `!` behind those that the
//! ACS must be able to write.

use super::schema::Schema;
use super::template::{Kind, Source};
use super::tree::Tree;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;

/// Missing parameters of a profile that are named.
const MOST_NAMED: usize = 4;

#[derive(Default)]
struct Group {
    known: usize,
    mapped: usize,
    writable: usize,
}

/// What the ACS can do with a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Access {
    Read,
    /// It may set what is so already: a profile asks for no more, and nobody has written anything.
    Only,
    Write,
}

/// The count per object, the profiles that are met and those that are not far from it, and last
/// `N schema parameters mapped, M writable`. `schema` is the whole one, `profiles` the text of a file.
pub fn report(tree: &Tree, schema: &Schema, profiles: &str) -> String {
    let mapped = mapped(tree);
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for object in &schema.objects {
        let group = groups.entry(group_of(&object.path)).or_default();
        for parameter in &object.parameters {
            group.known += 1;
            if let Some(access) = mapped.get(&format!("{}{}", object.path, parameter.name)) {
                group.mapped += 1;
                group.writable += usize::from(*access == Access::Write);
            }
        }
    }
    let mut text = String::new();
    for (name, group) in &groups {
        if group.mapped > 0 {
            let _ = writeln!(
                text,
                "{name} {} of {}, {} writable",
                group.mapped, group.known, group.writable
            );
        }
    }
    let (met, begun) = judged(profiles, &mapped, &tables(tree));
    let _ = writeln!(text, "profiles met: {}", list(&met));
    for line in begun {
        let _ = writeln!(text, "{line}");
    }
    let sum = |of: fn(&Group) -> usize| groups.values().map(of).sum::<usize>();
    let _ = writeln!(
        text,
        "{} schema parameters mapped, {} writable",
        sum(|group| group.mapped),
        sum(|group| group.writable)
    );
    text
}

fn list(names: &[String]) -> String {
    match names {
        [] => String::from("none"),
        names => names.join(", "),
    }
}

/// `Device.WiFi.` for all below it.
fn group_of(path: &str) -> String {
    let mut steps = path.split_inclusive('.');
    steps.by_ref().take(2).collect()
}

/// The parameters that the maps put on the device, by their path in the schema. Where a line leaves all below an
/// object to a hook, nobody knows which of it the hook has: what has no line of its own does not count.
pub fn mapped(tree: &Tree) -> HashMap<String, Access> {
    let nodes = &tree.template.nodes;
    let leaves = nodes.iter().filter_map(|node| match &node.kind {
        Kind::Leaf(leaf) if !leaf.unsaid => {
            let path = format!("{}{}", tree.template.node(node.parent).path, node.name);
            let access = match (leaf.writable, &leaf.source) {
                (false, _) => Access::Read,
                (true, Source::Only(_)) => Access::Only,
                (true, _) => Access::Write,
            };
            Some((path, access))
        }
        _ => None,
    });
    leaves.collect()
}

/// What is there: objects by path; tables also with ` create` and ` delete` behind it.
fn tables(tree: &Tree) -> BTreeSet<String> {
    let mut there = BTreeSet::new();
    for node in &tree.template.nodes {
        if let Kind::Table(table) = &node.kind {
            if table.add.is_some() {
                there.insert(format!("{} create", node.path));
            }
            if table.del {
                there.insert(format!("{} delete", node.path));
            }
        }
    }
    there
}

/// The profiles that are met, and a line for each that misses little.
fn judged(
    profiles: &str,
    mapped: &HashMap<String, Access>,
    tables: &BTreeSet<String>,
) -> (Vec<String>, Vec<String>) {
    let (mut met, mut begun) = (Vec::new(), Vec::new());
    let mut all: Vec<(&str, usize, Vec<String>)> = Vec::new();
    for line in profiles.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("profile ") {
            all.push((name, 0, Vec::new()));
            continue;
        }
        let mut words = line.split_whitespace();
        let (Some(object), Some((_, wanted, missing))) = (words.next(), all.last_mut()) else {
            continue;
        };
        for word in words {
            *wanted += 1;
            let there = match word {
                "create" | "delete" => tables.contains(&format!("{object} {word}")),
                _ => {
                    let name = word.trim_end_matches('!');
                    let found = mapped.get(&format!("{object}{name}"));
                    found.is_some_and(|access| *access != Access::Read || name == word)
                }
            };
            if !there {
                missing.push(format!("{object}{word}"));
            }
        }
    }
    for (name, wanted, missing) in all {
        if wanted == 0 {
            continue;
        }
        if missing.is_empty() {
            met.push(String::from(name));
        } else if missing.len() <= MOST_NAMED && missing.len() * 2 < wanted {
            begun.push(format!(
                "profile {name}: {} of {wanted}, without {}",
                wanted - missing.len(),
                missing.join(" ")
            ));
        }
    }
    (met, begun)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::template::Texts;

    #[test]
    fn what_is_left_to_a_hook_with_all_below_does_not_count() {
        let text = |text: &str| vec![(String::from("x"), String::from(text))];
        let texts = Texts {
            maps: text("Device.A. hook a\n  X hook a\nDevice.B.{i}. hook b rows\n  X hook b\n"),
            schemas: text(
                "Device.\nDevice.A.\n  X string rw\n  Y string rw\nDevice.B.{i}. rw\n  X string rw\n  Y string rw\n",
            ),
        };
        let tree = Tree::load(texts, "Device", &[]).unwrap();
        let mapped: BTreeMap<String, Access> = mapped(&tree).into_iter().collect();
        let expected = ["Device.A.X", "Device.B.{i}.X"].map(|name| (name.into(), Access::Write));
        let number = (String::from("Device.BNumberOfEntries"), Access::Read);
        assert!(mapped.into_iter().filter(|one| *one != number).eq(expected));
    }

    #[test]
    fn profiles_that_are_met_and_those_that_nearly_are() {
        let mapped = [
            ("Device.A.X", Access::Write),
            ("Device.A.Y", Access::Read),
            ("Device.A.W", Access::Only),
            ("Device.T.{i}.Z", Access::Read),
        ];
        let mapped = mapped
            .map(|(name, access)| (String::from(name), access))
            .into();
        let tables = BTreeSet::from([String::from("Device.T.{i}. create")]);
        let profiles = "# facts\nprofile Read:1\n  Device.A. X Y\nprofile Write:1\n  Device.A. X! Y! W!\n  \
                        Device.T.{i}. Z\nprofile Rows:1\n  Device.T.{i}. create delete Z\nprofile Far:1\n  \
                        Device.B. Q R S\nprofile Empty:1\n";
        let (met, begun) = judged(profiles, &mapped, &tables);
        assert_eq!(met, ["Read:1"]);
        assert_eq!(
            begun,
            [
                "profile Write:1: 3 of 4, without Device.A.Y!",
                "profile Rows:1: 2 of 3, without Device.T.{i}.delete",
            ]
        );
    }
}
