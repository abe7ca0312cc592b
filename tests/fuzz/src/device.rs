//! A small device in memory, for what the ACS asks of it.

use cwmpd::agent::settings::PARAMETERS;
use cwmpd::fault::Fault;
use cwmpd::model::parameter::{AttributeSetting, ParameterSetting};
use cwmpd::model::path::{Path, Segment};
use cwmpd::model::template::Texts;
use cwmpd::model::tree::Tree;
use cwmpd::platform::hook::{Answer, Request};
use cwmpd::platform::{Change, Platform, Target, Trouble};
use std::collections::{BTreeMap, BTreeSet};

pub const SCHEMA: &str = include_str!("device.dm");
const MAP: &str = include_str!("device.map");

thread_local! {
    static DEVICE: Tree = {
        let texts = Texts {
            maps: vec![("fuzz.map".into(), MAP.into())],
            schemas: vec![("fuzz.dm".into(), SCHEMA.into())],
        };
        Tree::load(texts, "Device", PARAMETERS).unwrap()
    };
}

/// Files in memory, and a hook with one table.
pub struct Memory {
    files: BTreeMap<Target, Vec<u8>>,
    /// What the hook knows: a path as hooks write it, and its value.
    hooked: BTreeMap<String, String>,
    added: u32,
}

impl Default for Memory {
    fn default() -> Memory {
        let hooked = [
            ("Device.Hooked.Word", "said"),
            ("Device.Hooked.Row.[a].Word", "in a"),
            ("Device.Hooked.Row.[b\\=\\]].Word", "in b"),
        ];
        Memory {
            files: BTreeMap::new(),
            hooked: hooked
                .map(|(path, value)| (path.to_owned(), value.to_owned()))
                .into(),
            added: 0,
        }
    }
}

impl Platform for Memory {
    fn uci(&mut self, package: &str) -> Result<Option<String>, Trouble> {
        let target = Target::Uci(package.to_owned());
        Ok(Some(match self.files.get(&target) {
            Some(text) => String::from_utf8(text.clone()).unwrap(),
            None => include_str!("device.uci").to_owned(),
        }))
    }

    fn file(&mut self, path: &str) -> Result<Option<String>, Trouble> {
        let target = Target::File(path.to_owned());
        Ok(Some(match self.files.get(&target) {
            Some(text) => String::from_utf8(text.clone()).unwrap(),
            None => "one 1 a:b\ntwo 2 c:d\n\n three\n".to_owned(),
        }))
    }

    fn directory(&mut self, _: &str) -> Result<Vec<String>, Trouble> {
        Ok(["eth0", "eth1", "lo"].map(str::to_owned).to_vec())
    }

    fn hook(&mut self, _: &str, requests: &[Request]) -> Result<Vec<Answer>, Trouble> {
        let mut answers = Vec::new();
        for request in requests {
            match request {
                Request::Get { path } => {
                    let known = self.hooked.iter();
                    let below = known.filter(|(known, _)| known.starts_with(path.as_str()));
                    answers.extend(below.map(|(path, value)| Answer::Value {
                        path: path.clone(),
                        value: value.clone(),
                    }));
                }
                Request::Set { path, value } => {
                    self.hooked.insert(path.clone(), value.clone());
                }
                Request::Add { path } => {
                    self.added += 1;
                    let row = format!("{path}[new{}]", self.added);
                    self.hooked.insert(format!("{row}.Word"), "new".to_owned());
                    let value = String::new();
                    answers.push(Answer::Value { path: row, value });
                }
                Request::Del { path } => self.hooked.retain(|known, _| !known.starts_with(path)),
                Request::Check { .. } | Request::Do { .. } => {}
            }
        }
        Ok(answers)
    }

    fn commit(&mut self, changes: Vec<Change>) -> Result<(), Trouble> {
        for change in changes {
            self.files.insert(change.target, change.content);
        }
        Ok(())
    }

    fn apply(&mut self, _: &str) -> Result<(), Trouble> {
        Ok(())
    }

    fn state(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        Ok(self.files.get(&Target::State(name.to_owned())).cloned())
    }
}

/// The tree tells the same by whatever way it is asked.
pub fn exercise(tree: &mut Tree, world: &mut Memory) {
    let all = [String::new()];
    let values = tree.get(world, &all).unwrap();
    let names = tree.names(world, "", false).unwrap();
    let known: BTreeSet<&str> = names.iter().map(|info| info.name.as_str()).collect();
    assert_eq!(known.len(), names.len(), "a name is told twice");
    for (place, value) in values.iter().enumerate() {
        assert!(known.contains(value.name.as_str()), "{}", value.name);
        if place % 7 > 0 {
            continue;
        }
        let again = tree.get(world, std::slice::from_ref(&value.name)).unwrap();
        assert_eq!(again.as_slice(), std::slice::from_ref(value));
    }
    tree.attributes(world, &all).unwrap();
    tree.inform_parameters(world, &[]).unwrap();
}

/// A path, and a value behind a line feed: each method takes it or refuses it, and what was set is
/// what is read.
pub fn path(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (path, value) = text.split_once('\n').unwrap_or((&text, ""));
    if let Ok(parsed) = Path::parse(path) {
        let words: Vec<String> = parsed
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Name(name) => (*name).to_owned(),
                Segment::Number(number) => number.to_string(),
                Segment::Alias(alias) => format!("[{alias}]"),
                Segment::Any => "*".to_owned(),
            })
            .collect();
        let dot = if parsed.partial && !path.is_empty() {
            "."
        } else {
            ""
        };
        assert_eq!(format!("{}{dot}", words.join(".")), path);
    }
    let mut tree = DEVICE.with(Tree::clone);
    let world = &mut Memory::default();
    let asked = [path.to_owned()];
    let values = refused(tree.get(world, &asked), path);
    let names = refused(tree.names(world, path, false), path);
    refused(tree.names(world, path, true), path);
    refused(tree.attributes(world, &asked), path);
    if let (Some(values), Some(names)) = (&values, &names) {
        assert!(values.len() <= names.len());
    }
    let setting = AttributeSetting {
        name: path.to_owned(),
        notification: Some(1),
        access_list: None,
    };
    refused(tree.set_attributes(world, &[setting]), path);
    let setting = ParameterSetting {
        name: path.to_owned(),
        value: value.to_owned(),
        declared: None,
    };
    if refused(tree.set(world, &[setting], Some("key")), path).is_some() {
        let now = tree.get(world, &asked).unwrap();
        assert!(!now.is_empty(), "{path}");
    }
    if let Some((number, _)) = refused(tree.add(world, path, Some("key")), path) {
        let row = format!("{path}{number}.");
        assert!(!tree.names(world, &row, false).unwrap().is_empty());
        tree.delete(world, &row, Some("key")).unwrap();
        assert!(tree.names(world, &row, false).is_err());
    }
    refused(tree.delete(world, path, Some("key")), path);
    exercise(&mut tree, world);
    values.is_some()
}

/// A refusal that an ACS can act on.
fn refused<T>(answer: Result<T, Fault>, path: &str) -> Option<T> {
    match answer {
        Ok(answer) => Some(answer),
        Err(fault) => {
            assert!(
                matches!(fault.code.number(), 9001 | 9003..=9005 | 9007..=9009),
                "{path:?}: {fault}"
            );
            assert!(!fault.text.is_empty());
            None
        }
    }
}
