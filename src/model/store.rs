//! What the model keeps on flash: instance numbers, aliases, attributes, what the ACS was told of
//! watched values, and ParameterKey, in one file that changes in the same commit as the values.

use super::instance::Instances;
use super::told::Told;
use super::watch::{Attributes, Way};
use serde_json::{Value, json};

/// The name of the file, for [`crate::platform::Target::State`].
pub const FILE: &str = "model.json";

/// The model's durable state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Store {
    pub instances: Instances,
    pub attributes: Attributes,
    pub told: Told,
    /// The same of lightweight notifications. It is newer in memory than on flash: a datagram that
    /// was sent is not worth a write.
    pub light: Told,
    /// That of the last successful SetParameterValues, AddObject or DeleteObject; at most 32 characters.
    pub parameter_key: String,
    /// Something here must go to flash before it is told.
    pub changed: bool,
}

impl Store {
    /// Reads the file; `None` stands for "no file yet". Unreadable state starts anew: numbers may then
    /// be given again, which is better than an agent that never starts; the caller logs it.
    pub fn read(bytes: Option<&[u8]>) -> Result<Store, String> {
        let Some(bytes) = bytes else {
            return Ok(Store::default());
        };
        let value: Value =
            serde_json::from_slice(bytes).map_err(|error| format!("{FILE}: {error}"))?;
        Store::from_json(&value).ok_or_else(|| {
            format!("{FILE}: expected version 1 of the model's state, got something else")
        })
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let value = json!({
            "version": 1,
            "parameter_key": self.parameter_key,
            "tables": self.instances.to_json(),
            "attributes": self.attributes.to_json(),
            "told": self.told.to_json(),
            "light": self.light.to_json(),
        });
        let mut bytes = value.to_string().into_bytes();
        bytes.push(b'\n');
        bytes
    }

    /// What the ACS was told in this way.
    pub fn told_by(&mut self, way: Way) -> &mut Told {
        match way {
            Way::Inform => &mut self.told,
            Way::Datagram => &mut self.light,
        }
    }

    fn from_json(value: &Value) -> Option<Store> {
        if value["version"].as_u64() != Some(1) {
            return None;
        }
        Some(Store {
            instances: Instances::from_json(&value["tables"])?,
            attributes: Attributes::from_json(&value["attributes"])?,
            told: Told::from_json(&value["told"])?,
            light: Told::from_json(&value["light"])?,
            parameter_key: value["parameter_key"].as_str()?.to_owned(),
            changed: false,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::instance::Found;

    #[test]
    fn what_is_written_reads_back_and_garbage_is_told() {
        let mut store = Store {
            parameter_key: "k\u{1}".into(),
            ..Store::default()
        };
        store.instances.number(
            "T.",
            &[Found {
                key: "a".into(),
                content: vec![1, u32::MAX],
            }],
        );
        store.attributes.set("Device.", Some(1), Some(&[]));
        assert_eq!(Store::read(Some(&store.to_bytes())), Ok(store));
        assert_eq!(Store::read(None), Ok(Store::default()));
        for garbage in [
            "",
            "{",
            "[]",
            "{\"version\":2}",
            "{\"version\":1,\"tables\":[],\"attributes\":[]}",
            "{\"version\":1,\"tables\":{},\"attributes\":{},\"told\":1,\"parameter_key\":\"\"}",
        ] {
            assert!(Store::read(Some(garbage.as_bytes())).is_err(), "{garbage}");
        }
    }
}
