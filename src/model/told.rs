//! What the ACS was last told of the parameters that it watches, as hashes: what differs from these
//! is a change of value that it has not heard of yet (TR-069 3.2.1).

use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// By full name, with instance numbers; on flash. `None` until the first Inform is delivered:
    /// before that there is nothing to compare with.
    kept: Option<HashMap<String, u64>>,
    /// The same for counters and the like, which a reboot begins anew: not worth a write.
    passing: HashMap<String, u64>,
}

/// The watched values of one look at the device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    kept: HashMap<String, u64>,
    passing: HashMap<String, u64>,
    /// Something could not be read: what is not here may be there all the same.
    pub gaps: bool,
}

impl Told {
    /// Whether this is another value than the ACS knows. What it was never told of is a change, too
    /// (a new row), unless there is nothing to compare with.
    pub fn differs(&self, path: &str, value: &str, passing: bool) -> bool {
        let hash = hash(value);
        if passing {
            return self.passing.get(path).is_some_and(|told| *told != hash);
        }
        let kept = self.kept.as_ref();
        kept.is_some_and(|kept| kept.get(path) != Some(&hash))
    }

    /// An Inform with all that differed has been delivered. True: this must go to flash.
    pub fn deliver(&mut self, seen: Seen) -> bool {
        if !seen.gaps {
            self.passing = seen.passing;
            let changed = self.kept.as_ref() != Some(&seen.kept);
            self.kept = Some(seen.kept);
            return changed;
        }
        self.passing.extend(seen.passing);
        let mut changed = self.kept.is_none();
        let kept = self.kept.get_or_insert_default();
        for (path, hash) in seen.kept {
            changed |= kept.insert(path, hash) != Some(hash);
        }
        changed
    }

    /// The ACS knows this value because it has set it, or begins to watch it now. True: this must go
    /// to flash.
    pub fn know(&mut self, path: &str, value: &str, passing: bool) -> bool {
        let hash = hash(value);
        if passing {
            self.passing.insert(path.to_owned(), hash);
            return false;
        }
        let kept = self.kept.as_mut();
        kept.is_some_and(|kept| kept.insert(path.to_owned(), hash) != Some(hash))
    }

    /// This parameter is not watched any more. True: this must go to flash.
    pub fn drop(&mut self, path: &str) -> bool {
        self.passing.remove(path);
        let kept = self.kept.as_mut();
        kept.is_some_and(|kept| kept.remove(path).is_some())
    }

    /// A deleted row is gone with all below it.
    pub fn forget(&mut self, row: &str) {
        self.passing.retain(|path, _| !path.starts_with(row));
        if let Some(kept) = &mut self.kept {
            kept.retain(|path, _| !path.starts_with(row));
        }
    }

    /// Takes over what a copy of the state that was in use until now holds beside the file.
    pub fn adopt(&mut self, other: Told) {
        self.passing = other.passing;
    }

    /// Whether the other would be written the same.
    pub fn same(&self, other: &Told) -> bool {
        self.kept == other.kept
    }

    /// Compares from now on, before anything was told.
    pub fn begin(&mut self) {
        self.kept.get_or_insert_default();
    }

    /// Whether there is something to compare with.
    pub fn has_begun(&self) -> bool {
        self.kept.is_some()
    }

    /// For `model.json`: `{"Device.X.": {"Parameter": "hash"}}`; null as long as nothing was told.
    pub fn to_json(&self) -> Value {
        let Some(kept) = &self.kept else {
            return Value::Null;
        };
        let mut objects = Map::new();
        for (path, hash) in kept {
            let (object, name) = path.split_at(path.rfind('.').map_or(0, |dot| dot + 1));
            let object = objects.entry(object).or_insert_with(|| json!({}));
            if let Some(object) = object.as_object_mut() {
                object.insert(name.to_owned(), json!(format!("{hash:016x}")));
            }
        }
        Value::Object(objects)
    }

    /// Reads what [`Told::to_json`] wrote; `None` when it is something else.
    pub fn from_json(value: &Value) -> Option<Told> {
        if value.is_null() {
            return Some(Told::default());
        }
        let mut kept = HashMap::new();
        for (object, parameters) in value.as_object()? {
            for (name, hash) in parameters.as_object()? {
                let hash = u64::from_str_radix(hash.as_str()?, 16).ok()?;
                kept.insert(format!("{object}{name}"), hash);
            }
        }
        Some(Told {
            kept: Some(kept),
            passing: HashMap::new(),
        })
    }
}

impl Seen {
    pub fn has(&self, path: &str) -> bool {
        self.kept.contains_key(path) || self.passing.contains_key(path)
    }

    pub fn insert(&mut self, path: String, value: &str, passing: bool) {
        let values = if passing {
            &mut self.passing
        } else {
            &mut self.kept
        };
        values.insert(path, hash(value));
    }
}

/// FNV-1a: the same in every version of this program, and nobody can read a value back from it.
pub(super) fn hash(value: &str) -> u64 {
    value.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn seen(values: &[(&str, &str)]) -> Seen {
        let mut seen = Seen::default();
        for (path, value) in values {
            seen.insert((*path).to_owned(), value, path.contains("Up"));
        }
        seen
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn before_the_first_inform_nothing_is_a_change() {
        let mut told = Told::default();
        assert!(!told.differs("D.A", "1", false));
        assert!(!told.know("D.A", "1", false));
        assert!(told.deliver(seen(&[("D.A", "1")])));
        assert!(!told.differs("D.A", "1", false));
        assert!(told.differs("D.A", "2", false));
        assert!(told.differs("D.B", "1", false), "a new row");
        assert!(!told.deliver(seen(&[("D.A", "1")])), "nothing to write");
    }

    #[test]
    fn what_could_not_be_read_is_not_forgotten() {
        let mut told = Told::default();
        told.deliver(seen(&[("D.A", "1"), ("D.B", "1")]));
        let mut half = seen(&[("D.A", "2")]);
        half.gaps = true;
        assert!(told.deliver(half));
        assert!(!told.differs("D.B", "1", false));
        assert!(told.deliver(seen(&[("D.A", "2")])));
        assert!(told.differs("D.B", "1", false), "gone, and come back");
    }

    #[test]
    fn a_counter_costs_no_write() {
        let mut told = Told::default();
        told.deliver(seen(&[("D.Up", "1")]));
        assert!(told.differs("D.Up", "2", true));
        assert!(!told.deliver(seen(&[("D.Up", "2")])));
        assert!(!told.differs("D.Up", "2", true));
        let read = Told::from_json(&told.to_json()).unwrap();
        assert!(!read.differs("D.Up", "9", true), "begins anew");
    }

    #[test]
    fn what_is_written_reads_back() {
        let mut told = Told::default();
        assert_eq!(Told::from_json(&told.to_json()), Some(told.clone()));
        told.deliver(seen(&[("D.A", "1"), ("D.T.1.B", "x"), ("D.T.10.B", "x")]));
        assert_eq!(Told::from_json(&told.to_json()), Some(told.clone()));
        told.forget("D.T.1.");
        assert!(told.differs("D.T.1.B", "x", false));
        assert!(!told.differs("D.T.10.B", "x", false));
        for junk in [json!([]), json!({"D.": 1}), json!({"D.": {"A": "xyz"}})] {
            assert_eq!(Told::from_json(&junk), None);
        }
    }
}
