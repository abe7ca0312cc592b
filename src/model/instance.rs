//! Key ⇄ instance number, and aliases (TR-069 3.6.1, TR-106 3.2.4).
//!
//! The platform names rows, the agent numbers them. A number is given once, kept on flash, and never
//! given again in its table. A row keeps its number when rows around it move, and when it is renamed:
//! rows that lost their name are recognised by what they contain.

use serde_json::{Map, Value, json};
use std::collections::{BinaryHeap, HashMap};

/// Rows that are no longer there and whose number is still remembered, per table: a host that comes
/// back gets its old number. Beyond this the oldest numbers are forgotten (and never reused).
const REMEMBERED: usize = 256;
/// No device gives out more numbers in its life: beyond it a file is damaged.
const HIGHEST: u32 = u32::MAX >> 1;

/// Every instance number that was ever told, by table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instances {
    tables: HashMap<String, Table>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Table {
    /// The highest number given so far.
    last: u32,
    /// By number, as numbers only grow.
    rows: Vec<Known>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Known {
    number: u32,
    /// The platform's name for the row; empty for one without a lasting name.
    key: Box<str>,
    /// Hashes of the row's options, sorted; empty where the name alone tells.
    content: Vec<u32>,
    /// What the ACS set; `None` means `cpe-NUMBER`.
    alias: Option<Box<str>>,
}

/// A row as the platform shows it now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// A lasting name, or empty.
    pub key: Box<str>,
    /// [`fingerprint`] of what the row contains; may be empty.
    pub content: Vec<u32>,
}

/// What the agent has made of a row without a lasting name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reworded {
    /// [`fingerprint`] of what it contained.
    pub before: Vec<u32>,
    /// How many rows before it contained the same.
    pub place: usize,
    pub now: Vec<u32>,
}

impl Instances {
    /// The numbers of the rows of one table, in the rows' order. `table` is its path with numbers
    /// (`Device.IP.Interface.2.IPv4Address.`). Says whether something must go to flash before these
    /// numbers are told.
    pub fn number(&mut self, table: &str, found: &[Found]) -> (Vec<u32>, bool) {
        if found.is_empty() && !self.tables.contains_key(table) {
            return (Vec::new(), false);
        }
        if !self.tables.contains_key(table) {
            self.tables.insert(table.to_owned(), Table::default());
        }
        let Some(known) = self.tables.get_mut(table) else {
            return (Vec::new(), false);
        };
        known.number(found)
    }

    /// The paths of all tables, in no order.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }

    /// Rows without a lasting name that the agent has edited itself keep their numbers. Says whether
    /// something must go to flash with the edit.
    pub fn reword(&mut self, table: &str, changes: &[Reworded]) -> bool {
        let Some(table) = self.tables.get_mut(table) else {
            return false;
        };
        let mut alike: HashMap<&[u32], Vec<usize>> = HashMap::new();
        for (at, row) in table.rows.iter().enumerate() {
            if row.key.is_empty() {
                alike.entry(&row.content).or_default().push(at);
            }
        }
        let found: Vec<(usize, &Reworded)> = changes
            .iter()
            .filter_map(|change| {
                let rows = alike.get(&*change.before)?;
                Some((*rows.get(change.place)?, change))
            })
            .collect();
        for (at, change) in &found {
            if let Some(row) = table.rows.get_mut(*at) {
                row.content = change.now.clone();
            }
        }
        !found.is_empty()
    }

    /// The alias of a row.
    pub fn alias(&self, table: &str, number: u32) -> String {
        match self.row(table, number).and_then(|row| row.alias.as_deref()) {
            Some(alias) => alias.to_owned(),
            None => format!("cpe-{number}"),
        }
    }

    /// The row with this alias.
    pub fn by_alias(&self, table: &str, alias: &str) -> Option<u32> {
        let rows = &self.tables.get(table)?.rows;
        if let Some(row) = rows.iter().find(|row| row.alias.as_deref() == Some(alias)) {
            return Some(row.number);
        }
        let number = alias.strip_prefix("cpe-")?.parse().ok()?;
        let row = rows
            .iter()
            .find(|row| row.number == number && row.alias.is_none())?;
        (row.number.to_string() == alias[4..]).then_some(number)
    }

    /// Gives a row the alias that the ACS chose.
    pub fn set_alias(&mut self, table: &str, number: u32, alias: &str) {
        if let Some(row) = self.row_mut(table, number) {
            row.alias = (alias != format!("cpe-{number}")).then(|| alias.into());
        }
    }

    /// The number of the row with this key, if it was ever told.
    pub fn by_key(&self, table: &str, key: &str) -> Option<u32> {
        self.tables
            .get(table)?
            .rows
            .iter()
            .find(|row| &*row.key == key)
            .map(|row| row.number)
    }

    /// The key of a numbered row, where it has a lasting one.
    pub fn key(&self, table: &str, number: u32) -> Option<&str> {
        self.row(table, number)
            .map(|row| &*row.key)
            .filter(|key| !key.is_empty())
    }

    /// Rows that the agent itself calls by other names keep their numbers. What they contained stays known,
    /// so that they are the same rows still when the change is undone.
    pub fn rename(&mut self, table: &str, names: &[(u32, &str)]) {
        let Some(table) = self.tables.get_mut(table) else {
            return;
        };
        let named: HashMap<u32, &str> = names.iter().copied().collect();
        let keys: HashMap<&str, u32> = names.iter().map(|(number, key)| (*key, *number)).collect();
        // Whoever was called so before is gone.
        table
            .rows
            .retain(|row| named.contains_key(&row.number) || !keys.contains_key(&*row.key));
        for row in &mut table.rows {
            if let Some(key) = named.get(&row.number) {
                row.key = (*key).into();
            }
        }
    }

    /// The number that the next new row of a table gets.
    pub fn next(&self, table: &str) -> u32 {
        self.tables
            .get(table)
            .map_or(0, |table| table.last)
            .saturating_add(1)
    }

    /// A row that the ACS has just added gets the next number: whatever was called so, or contained the same, and
    /// was taken away by somebody else, is not this one.
    pub fn begin(&mut self, table: &str, key: &str, content: Vec<u32>) {
        let number = self.next(table);
        let table = self.tables.entry(table.to_owned()).or_default();
        table.rows.retain(|row| *row.key != *key);
        table.last = number;
        table.rows.push(Known {
            number,
            key: key.into(),
            content,
            alias: None,
        });
    }

    /// Forgets a row that the ACS deleted, and all tables below it; its number is never given again.
    pub fn forget(&mut self, table: &str, number: u32) {
        if let Some(known) = self.tables.get_mut(table) {
            known.rows.retain(|row| row.number != number);
        }
        let below = format!("{table}{number}.");
        self.tables.retain(|path, _| !path.starts_with(&below));
    }

    /// What was known before comes back: rows that are gone since, with their numbers, and what told
    /// the others apart. Aliases stay as they are now.
    pub fn adopt(&mut self, before: Instances) {
        for (path, table) in before.tables {
            let now = self.tables.entry(path).or_default();
            now.last = now.last.max(table.last);
            for row in table.rows {
                match now.rows.binary_search_by_key(&row.number, |row| row.number) {
                    Ok(at) => {
                        now.rows[at].key = row.key;
                        now.rows[at].content = row.content;
                    }
                    Err(at) => now.rows.insert(at, row),
                }
            }
        }
    }

    /// For `model.json`.
    pub fn to_json(&self) -> Value {
        let mut tables = Map::new();
        for (path, table) in &self.tables {
            let rows: Vec<Value> = table.rows.iter().map(Known::to_json).collect();
            tables.insert(path.clone(), json!({ "last": table.last, "rows": rows }));
        }
        Value::Object(tables)
    }

    /// Reads what [`Instances::to_json`] wrote; `None` when it is something else.
    pub fn from_json(value: &Value) -> Option<Instances> {
        let mut tables = HashMap::new();
        for (path, table) in value.as_object()? {
            let mut rows: Vec<Known> = Vec::new();
            for row in table["rows"].as_array()? {
                let row = Known::from_json(row)?;
                let at = rows.partition_point(|known| known.number < row.number);
                rows.insert(at, row);
            }
            let last = u32::try_from(table["last"].as_u64()?).ok()?;
            tables.insert(path.clone(), Table { last, rows }.sound()?);
        }
        Some(Instances { tables })
    }

    fn row(&self, table: &str, number: u32) -> Option<&Known> {
        let rows = &self.tables.get(table)?.rows;
        rows.get(rows.binary_search_by_key(&number, |row| row.number).ok()?)
    }

    fn row_mut(&mut self, table: &str, number: u32) -> Option<&mut Known> {
        let rows = &mut self.tables.get_mut(table)?.rows;
        let at = rows.binary_search_by_key(&number, |row| row.number).ok()?;
        rows.get_mut(at)
    }
}

impl Table {
    /// Unless a number would be given twice.
    fn sound(self) -> Option<Table> {
        let numbers = || self.rows.iter().map(|row| row.number);
        let rising = numbers()
            .zip(numbers().skip(1))
            .all(|(one, next)| one < next);
        let within = numbers().all(|number| (1..=self.last).contains(&number));
        (rising && within && self.last <= HIGHEST).then_some(self)
    }

    fn number(&mut self, found: &[Found]) -> (Vec<u32>, bool) {
        let mut changed = false;
        let mut taken = vec![false; self.rows.len()];
        let mut place: Vec<Option<usize>> = vec![None; found.len()];
        self.match_keys(found, &mut place, &mut taken);
        self.match_content(found, &mut place, &mut taken);
        self.match_similar(found, &mut place, &mut taken);
        let mut numbers = Vec::with_capacity(found.len());
        for (row, place) in found.iter().zip(place) {
            match place.and_then(|at| self.rows.get_mut(at)) {
                Some(known) => {
                    // The content of a row that is known by its name is only a help for the day when
                    // it is renamed: not worth a write of its own.
                    if known.key != row.key || (row.key.is_empty() && known.content != row.content)
                    {
                        known.key = row.key.clone();
                        known.content = row.content.clone();
                        changed = true;
                    }
                    numbers.push(known.number);
                }
                None => {
                    self.last = self.last.saturating_add(1);
                    changed = true;
                    let (key, content) = (row.key.clone(), row.content.clone());
                    self.rows.push(Known {
                        number: self.last,
                        key,
                        content,
                        alias: None,
                    });
                    taken.push(true);
                    numbers.push(self.last);
                }
            }
        }
        if changed {
            self.forget_the_oldest(&taken);
        }
        (numbers, changed)
    }

    fn match_keys(&self, found: &[Found], place: &mut [Option<usize>], taken: &mut [bool]) {
        // Of several that were called so, the first.
        let by_key: HashMap<&str, usize> = self
            .rows
            .iter()
            .enumerate()
            .rev()
            .map(|(at, row)| (&*row.key, at))
            .filter(|(key, _)| !key.is_empty())
            .collect();
        for (row, place) in found.iter().zip(place.iter_mut()) {
            if let Some(&at) = by_key.get(&*row.key)
                && let Some(taken) = taken.get_mut(at)
                && !*taken
            {
                *place = Some(at);
                *taken = true;
            }
        }
    }

    fn match_content(&self, found: &[Found], place: &mut [Option<usize>], taken: &mut [bool]) {
        let mut by_content: HashMap<&[u32], Vec<usize>> = HashMap::new();
        for (at, row) in self.rows.iter().enumerate().rev() {
            if row.is_known_by_content() && taken.get(at) == Some(&false) {
                by_content.entry(&row.content).or_default().push(at);
            }
        }
        for (row, place) in found.iter().zip(place.iter_mut()).filter(|(row, place)| {
            place.is_none() && (row.key.is_empty() || !row.content.is_empty())
        }) {
            if let Some(at) = by_content.get_mut(&*row.content).and_then(Vec::pop)
                && let Some(taken) = taken.get_mut(at)
            {
                *place = Some(at);
                *taken = true;
            }
        }
    }

    /// What is left was edited as well as moved or renamed: the known row that shares most, and more
    /// than half, is the same row. Only few rows come here, and no more than 64 are looked at.
    fn match_similar(&self, found: &[Found], place: &mut [Option<usize>], taken: &mut [bool]) {
        let left: Vec<usize> = place
            .iter()
            .zip(found)
            .enumerate()
            .filter(|(_, (place, row))| place.is_none() && !row.content.is_empty())
            .map(|(at, _)| at)
            .take(64)
            .collect();
        let free: Vec<usize> = self
            .rows
            .iter()
            .enumerate()
            .filter(|(at, row)| taken.get(*at) == Some(&false) && !row.content.is_empty())
            .map(|(at, _)| at)
            .collect();
        let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
        for &row in &left {
            for &at in &free {
                let (Some(new), Some(old)) = (found.get(row), self.rows.get(at)) else {
                    continue;
                };
                let shared = shared(&new.content, &old.content);
                if shared * 2 > new.content.len().max(old.content.len()) {
                    pairs.push((shared, row, at));
                }
            }
        }
        // The first of those that share most, then the first of the rest, until none is left.
        while let Some(most) = pairs.iter().map(|(shared, ..)| *shared).max() {
            let best = pairs.iter().find(|(shared, ..)| *shared == most);
            let Some(&(_, row, at)) = best else { break };
            if let (Some(place), Some(taken)) = (place.get_mut(row), taken.get_mut(at)) {
                *place = Some(at);
                *taken = true;
            }
            pairs.retain(|(_, other, free)| *other != row && *free != at);
        }
    }

    fn forget_the_oldest(&mut self, present: &[bool]) {
        // In the order of the rows, which is that of their numbers.
        let mut absent: Vec<u32> = self
            .rows
            .iter()
            .zip(present)
            .filter(|(_, present)| !**present)
            .map(|(row, _)| row.number)
            .collect();
        if absent.len() > REMEMBERED {
            absent.truncate(absent.len() - REMEMBERED);
            self.rows
                .retain(|row| absent.binary_search(&row.number).is_err());
        }
    }
}

impl Known {
    /// A row without a name may be without an option, too.
    fn is_known_by_content(&self) -> bool {
        self.key.is_empty() || !self.content.is_empty()
    }

    fn to_json(&self) -> Value {
        let content: String = self
            .content
            .iter()
            .map(|hash| format!("{hash:08x}"))
            .collect();
        json!([self.number, self.key, content, self.alias])
    }

    fn from_json(value: &Value) -> Option<Known> {
        let content = value[2].as_str()?;
        let hashes = content.as_bytes().chunks(8).map(|hex| {
            std::str::from_utf8(hex)
                .ok()
                .and_then(|hex| u32::from_str_radix(hex, 16).ok())
        });
        Some(Known {
            number: u32::try_from(value[0].as_u64()?).ok()?,
            key: value[1].as_str()?.into(),
            content: hashes.collect::<Option<Vec<u32>>>()?,
            alias: value[3].as_str().map(Into::into),
        })
    }
}

/// What tells a row without a lasting name from others: a hash for each of its options.
pub fn fingerprint<'a>(options: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u32> {
    let hashes = options.map(|(name, value)| {
        let bytes = name.bytes().chain([0]).chain(value.bytes());
        bytes.fold(0x811c_9dc5, fnv)
    });
    // In a tenth of the code of a sort.
    let hashes: BinaryHeap<u32> = hashes.collect();
    hashes.into_sorted_vec()
}

fn fnv(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// How many hashes two sorted lists have in common.
fn shared(one: &[u32], other: &[u32]) -> usize {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut count = 0;
    while let (Some(left), Some(right)) = (one.peek(), other.peek()) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => drop(one.next()),
            std::cmp::Ordering::Greater => drop(other.next()),
            std::cmp::Ordering::Equal => {
                count += 1;
                one.next();
                other.next();
            }
        }
    }
    count
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn named(keys: &[&str]) -> Vec<Found> {
        keys.iter()
            .map(|key| Found {
                key: (*key).into(),
                content: Vec::new(),
            })
            .collect()
    }

    fn anonymous(rows: &[&[(&str, &str)]]) -> Vec<Found> {
        rows.iter()
            .map(|row| Found {
                key: "".into(),
                content: fingerprint(row.iter().map(|(name, value)| (*name, *value))),
            })
            .collect()
    }

    #[test]
    fn numbers_stay_when_named_rows_are_reordered_removed_and_come_back() {
        let mut instances = Instances::default();
        assert_eq!(
            instances.number("T.", &named(&["a", "b", "c"])),
            (vec![1, 2, 3], true)
        );
        assert_eq!(
            instances.number("T.", &named(&["c", "a", "b"])),
            (vec![3, 1, 2], false)
        );
        assert_eq!(
            instances.number("T.", &named(&["c", "d"])),
            (vec![3, 4], true)
        );
        assert_eq!(
            instances.number("T.", &named(&["a", "d"])),
            (vec![1, 4], false)
        );
    }

    #[test]
    fn a_deleted_number_is_never_given_again() {
        let mut instances = Instances::default();
        instances.number("T.", &named(&["a", "b"]));
        instances.number("T.2.Below.", &named(&["x"]));
        instances.forget("T.", 2);
        assert_eq!(
            instances.number("T.", &named(&["a", "b"])),
            (vec![1, 3], true)
        );
        assert_eq!(
            instances.number("T.2.Below.", &named(&["x"])),
            (vec![1], true),
            "gone with its row"
        );
    }

    #[test]
    fn anonymous_rows_are_known_by_content_when_others_are_put_before_them() {
        let mut instances = Instances::default();
        let ssh: &[(&str, &str)] = &[("name", "ssh"), ("port", "22")];
        let web: &[(&str, &str)] = &[("name", "web"), ("port", "80")];
        let dns: &[(&str, &str)] = &[("name", "dns"), ("port", "53")];
        assert_eq!(instances.number("T.", &anonymous(&[ssh, web])).0, [1, 2]);
        assert_eq!(
            instances.number("T.", &anonymous(&[dns, web, ssh])).0,
            [3, 2, 1]
        );
    }

    #[test]
    fn an_edited_anonymous_row_keeps_its_number() {
        let mut instances = Instances::default();
        let before: &[(&str, &str)] = &[("name", "web"), ("port", "80"), ("proto", "tcp")];
        let after: &[(&str, &str)] = &[("name", "web"), ("port", "8080"), ("proto", "tcp")];
        let other: &[(&str, &str)] = &[("name", "x"), ("port", "1"), ("proto", "udp")];
        assert_eq!(instances.number("T.", &anonymous(&[before])).0, [1]);
        assert_eq!(
            instances.number("T.", &anonymous(&[other, after])).0,
            [2, 1]
        );
    }

    #[test]
    fn equal_anonymous_rows_get_numbers_of_their_own() {
        let mut instances = Instances::default();
        let row: &[(&str, &str)] = &[("name", "x")];
        assert_eq!(instances.number("T.", &anonymous(&[row, row])).0, [1, 2]);
        assert_eq!(
            instances.number("T.", &anonymous(&[row, row])),
            (vec![1, 2], false)
        );
    }

    #[test]
    fn rows_with_neither_name_nor_options_keep_their_numbers() {
        let mut instances = Instances::default();
        let empty: &[(&str, &str)] = &[];
        let full: &[(&str, &str)] = &[("a", "b")];
        assert_eq!(
            instances.number("T.", &anonymous(&[empty, full, empty])).0,
            [1, 2, 3]
        );
        for _ in 0..2 {
            let found = anonymous(&[full, empty, empty]);
            assert_eq!(instances.number("T.", &found), (vec![2, 1, 3], false));
        }
        assert_eq!(instances.number("T.", &named(&["x"])), (vec![4], true));
    }

    #[test]
    fn a_renamed_section_keeps_its_number() {
        let mut instances = Instances::default();
        let content = fingerprint([("ssid", "home"), ("device", "radio0")].into_iter());
        let old = Found {
            key: "wlan0".into(),
            content: content.clone(),
        };
        let new = Found {
            key: "guest".into(),
            content,
        };
        assert_eq!(instances.number("T.", &[old]).0, [1]);
        assert_eq!(instances.number("T.", &[new]), (vec![1], true));
    }

    #[test]
    fn aliases_given_and_default() {
        let mut instances = Instances::default();
        instances.number("T.", &named(&["a", "b"]));
        assert_eq!(instances.alias("T.", 1), "cpe-1");
        instances.set_alias("T.", 1, "guest");
        assert_eq!(instances.by_alias("T.", "guest"), Some(1));
        assert_eq!(
            instances.by_alias("T.", "cpe-1"),
            None,
            "the row has another alias now"
        );
        assert_eq!(instances.by_alias("T.", "cpe-2"), Some(2));
        assert_eq!(instances.by_alias("T.", "cpe-02"), None);
        assert_eq!(instances.by_alias("T.", "cpe-3"), None);
    }

    #[test]
    fn what_is_written_reads_back() {
        let mut instances = Instances::default();
        instances.number("T.", &anonymous(&[&[("a", "b")], &[("c", "d")]]));
        instances.number("U.", &named(&["k"]));
        instances.set_alias("U.", 1, "x");
        assert_eq!(Instances::from_json(&instances.to_json()), Some(instances));
        assert_eq!(Instances::from_json(&json!({ "T.": 5 })), None);
        assert_eq!(
            Instances::from_json(&json!({ "T.": { "last": 1, "rows": [[1, "k", "zz", null]] } })),
            None
        );
    }

    #[test]
    fn a_file_that_would_give_a_number_twice_is_refused() {
        let read = |last: u64, one: u64, other: u64| {
            let rows = json!([[one, "a", "", null], [other, "b", "", null]]);
            Instances::from_json(&json!({ "T.": { "last": last, "rows": rows } }))
        };
        assert!(read(2, 2, 1).is_some());
        assert!(read(7, 2, 5).is_some());
        assert!(read(2, 1, 1).is_none(), "told twice");
        assert!(read(1, 1, 2).is_none(), "2 comes again with the next row");
        assert!(read(2, 0, 1).is_none(), "no row is number 0");
        assert!(read(u32::MAX.into(), 1, 2).is_none(), "none is left");
    }

    #[test]
    fn ten_thousand_vanished_hosts_are_not_remembered_for_ever() {
        let mut instances = Instances::default();
        for host in 0..2000 {
            instances.number("T.", &named(&[&format!("h{host}")]));
        }
        assert_eq!(instances.tables["T."].rows.len(), REMEMBERED + 1);
        assert_eq!(instances.next("T."), 2001);
    }
}
