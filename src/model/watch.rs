//! Notification and AccessList attributes (TR-069 A.3.2.4): what the ACS set, for parameters and for
//! partial paths.
//!
//! What is said about a partial path holds for all below it, until something more precise is said
//! later; saying it again for the whole takes the precise ones back.

use super::schema::{Notify, Parameter};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Passive notification: told when something else is.
pub const PASSIVE: u8 = 1;
/// Active notification: told by itself.
pub const ACTIVE: u8 = 2;

/// How the ACS hears of a change of value; the two work independently (cwmp-1-4,
/// ParameterAttributeNotificationValueType).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In an Inform.
    Inform,
    /// By a lightweight notification (Annex M).
    Datagram,
}

impl Way {
    pub const ALL: [Way; 2] = [Way::Inform, Way::Datagram];

    /// What a notification attribute means for this way: 0, [`PASSIVE`] or [`ACTIVE`].
    pub fn level(self, notification: u8) -> u8 {
        match (self, notification) {
            (Way::Inform, 1 | 4 | 6) | (Way::Datagram, 3 | 4) => PASSIVE,
            (Way::Inform, 2) | (Way::Datagram, 5 | 6) => ACTIVE,
            _ => 0,
        }
    }
}

/// What the name of a table's counter ends with (TR-106 3.2).
const ENTRIES: &str = "NumberOfEntries";

/// The attributes that differ from their defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    set: HashMap<String, Entry>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Entry {
    notification: Option<u8>,
    access_list: Option<Vec<String>>,
}

impl Attributes {
    /// Sets what is `Some`, for a parameter or all below a partial path. Paths are written with
    /// instance numbers.
    pub fn set(&mut self, path: &str, notification: Option<u8>, access_list: Option<&[String]>) {
        if path.is_empty() || path.ends_with('.') {
            for (_, entry) in self
                .set
                .iter_mut()
                .filter(|(known, _)| known.starts_with(path))
            {
                if notification.is_some() {
                    entry.notification = None;
                }
                if access_list.is_some() {
                    entry.access_list = None;
                }
            }
            self.set.retain(|_, entry| *entry != Entry::default());
        }
        let entry = self.set.entry(path.to_owned()).or_default();
        if notification.is_some() {
            entry.notification = notification;
        }
        if let Some(list) = access_list {
            entry.access_list = Some(list.to_vec());
        }
        self.set.retain(|_, entry| *entry != Entry::default());
    }

    /// The notification attribute of a parameter: what was set, else its default. A table that is watched
    /// has its …NumberOfEntries watched, unless that was set itself: nothing else tells of rows that go.
    pub fn notification(&self, path: &str, parameter: &Parameter) -> u8 {
        if parameter.notify == Notify::ForceEnabled {
            return 2;
        }
        let set = self.above(path).find_map(|entry| entry.notification);
        let set = set.unwrap_or(match parameter.notify {
            Notify::ForceDefaultEnabled => 2,
            _ => 0,
        });
        let more = |table: &u8| {
            Way::ALL
                .iter()
                .all(|way| way.level(*table) >= way.level(set))
        };
        self.of_its_table(path).filter(more).unwrap_or(set)
    }

    fn of_its_table(&self, path: &str) -> Option<u8> {
        let table = path.strip_suffix(ENTRIES)?;
        let own = |path: &str| self.set.get(path)?.notification;
        own(path).or_else(|| own(&format!("{table}.")))
    }

    /// The AccessList of a parameter: what was set, else everybody that the standard knows.
    pub fn access_list(&self, path: &str) -> Vec<String> {
        let set = self.above(path).find_map(|entry| entry.access_list.clone());
        set.unwrap_or_else(|| vec![String::from("Subscriber")])
    }

    /// The parameters and partial paths that were set to one of these levels or above, in no order. For
    /// each partial path there is what counts its rows, if it is that of a table.
    pub fn watched(&self, levels: &[(Way, u8)]) -> Vec<String> {
        let wanted = |set: u8| levels.iter().any(|(way, level)| way.level(set) >= *level);
        let mut names = Vec::new();
        for (path, entry) in &self.set {
            if entry.notification.is_some_and(wanted) {
                names.push(path.clone());
                let table = path.strip_suffix('.').filter(|path| !path.is_empty());
                names.extend(table.map(|table| format!("{table}{ENTRIES}")));
            }
        }
        names
    }

    /// A deleted row takes its attributes with it (TR-069 A.3.2.7).
    pub fn forget(&mut self, row: &str) {
        self.set.retain(|path, _| !path.starts_with(row));
    }

    /// What was set before and is forgotten comes back; what was set since stays.
    pub fn adopt(&mut self, before: Attributes) {
        for (path, entry) in before.set {
            self.set.entry(path).or_insert(entry);
        }
    }

    /// For `model.json`.
    pub fn to_json(&self) -> Value {
        let mut entries = Map::new();
        for (path, entry) in &self.set {
            let entry = json!([entry.notification, entry.access_list]);
            entries.insert(path.clone(), entry);
        }
        Value::Object(entries)
    }

    /// Reads what [`Attributes::to_json`] wrote; `None` when it is something else.
    pub fn from_json(value: &Value) -> Option<Attributes> {
        let mut set = HashMap::new();
        for (path, entry) in value.as_object()? {
            let notification = match &entry[0] {
                Value::Null => None,
                value => Some(u8::try_from(value.as_u64()?).ok()?),
            };
            let access_list = match &entry[1] {
                Value::Null => None,
                value => Some(
                    value
                        .as_array()?
                        .iter()
                        .map(|word| word.as_str().map(str::to_owned))
                        .collect::<Option<_>>()?,
                ),
            };
            set.insert(
                path.clone(),
                Entry {
                    notification,
                    access_list,
                },
            );
        }
        Some(Attributes { set })
    }

    /// Entries for the path itself and for the paths above it, nearest first.
    fn above<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'s Entry> {
        let shorter = path.rmatch_indices('.').map(|(at, _)| &path[..=at]);
        std::iter::once(path)
            .chain(shorter)
            .chain(std::iter::once(""))
            .filter_map(|path| self.set.get(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::{Base, Type};

    fn parameter(notify: Notify) -> Parameter {
        Parameter {
            notify,
            ..Parameter::new("X", Type::of(Base::String))
        }
    }

    #[test]
    fn the_nearest_word_counts_and_the_whole_takes_precise_ones_back() {
        let mut attributes = Attributes::default();
        let normal = parameter(Notify::Normal);
        assert_eq!(attributes.notification("Device.A.X", &normal), 0);
        attributes.set("Device.A.X", Some(2), None);
        attributes.set("Device.", None, Some(&[]));
        assert_eq!(attributes.notification("Device.A.X", &normal), 2);
        assert!(attributes.access_list("Device.A.X").is_empty());
        attributes.set("Device.A.", Some(1), None);
        assert_eq!(attributes.notification("Device.A.X", &normal), 1);
        assert_eq!(attributes.notification("Device.B.X", &normal), 0);
        attributes.set("", Some(0), None);
        assert_eq!(attributes.notification("Device.A.X", &normal), 0);
    }

    #[test]
    fn seven_attributes_are_two_levels_each() {
        let levels: Vec<(u8, u8)> = (0..=7)
            .map(|set| (Way::Inform.level(set), Way::Datagram.level(set)))
            .collect();
        let expected = [
            (0, 0),
            (1, 0),
            (2, 0),
            (0, 1),
            (1, 1),
            (0, 2),
            (1, 2),
            (0, 0),
        ];
        assert_eq!(levels, expected);
        let mut attributes = Attributes::default();
        for set in 0..=6u8 {
            attributes.set(&format!("D.{set}"), Some(set), None);
        }
        for (levels, expected) in [
            (&[(Way::Inform, PASSIVE)][..], "1246"),
            (&[(Way::Inform, ACTIVE), (Way::Datagram, ACTIVE)], "256"),
            (&[(Way::Datagram, PASSIVE)], "3456"),
        ] {
            let mut names = attributes.watched(levels);
            names.sort();
            let expected: Vec<String> = expected.chars().map(|set| format!("D.{set}")).collect();
            assert_eq!(names, expected);
        }
    }

    #[test]
    fn defaults_of_the_schema() {
        let mut attributes = Attributes::default();
        assert_eq!(
            attributes.notification("D.X", &parameter(Notify::ForceEnabled)),
            2
        );
        assert_eq!(
            attributes.notification("D.X", &parameter(Notify::ForceDefaultEnabled)),
            2
        );
        attributes.set("D.X", Some(0), None);
        assert_eq!(
            attributes.notification("D.X", &parameter(Notify::ForceEnabled)),
            2,
            "always active"
        );
        assert_eq!(
            attributes.notification("D.X", &parameter(Notify::ForceDefaultEnabled)),
            0
        );
        assert_eq!(attributes.access_list("D.X"), ["Subscriber"]);
    }

    #[test]
    fn a_deleted_row_takes_its_attributes_with_it() {
        let mut attributes = Attributes::default();
        attributes.set("D.T.1.X", Some(2), None);
        attributes.set("D.T.10.X", Some(2), None);
        attributes.forget("D.T.1.");
        assert_eq!(
            attributes.notification("D.T.1.X", &parameter(Notify::Normal)),
            0
        );
        assert_eq!(
            attributes.notification("D.T.10.X", &parameter(Notify::Normal)),
            2
        );
    }
}
