//! `.dm` lines: what may exist, of which type, and who may write it.

use super::value::Type;
use std::collections::HashMap;

/// The part of the data model that the maps name.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    pub objects: Vec<Object>,
    /// Place in `objects` by path (`Device.WiFi.SSID.{i}.`).
    pub by_path: HashMap<Box<str>, usize>,
}

/// One `object` of the data model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// `Device.WiFi.SSID.{i}.`; a table ends in `.{i}.`.
    pub path: Box<str>,
    /// For a table: the ACS may add and delete rows, where the platform can.
    pub writable: bool,
    /// Unique keys: sets of parameter names.
    pub keys: Vec<Key>,
    /// The parameter that puts a row in force: keys bind only rows where it is true.
    pub enable: Option<Box<str>>,
    /// The parameter in the parent that counts the rows.
    pub entries: Option<Box<str>>,
    pub deprecated: bool,
    pub parameters: Vec<Parameter>,
}

/// A unique key of a table (TR-106 A.2.10.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Binds enabled rows only.
    pub functional: bool,
    pub parameters: Vec<Box<str>>,
}

/// One `parameter` of the data model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Without its object: `SSID`.
    pub name: Box<str>,
    pub syntax: Type,
    pub writable: bool,
    /// The value of a new row, or else of a factory-new device.
    pub default: Option<Box<str>>,
    /// Reads as the null value of its type whatever was written (`hidden` or `secured`).
    pub hidden: bool,
    /// A write triggers an act; reads as the null value.
    pub command: bool,
    /// In every Inform.
    pub forced_inform: bool,
    pub notify: Notify,
    pub deprecated: bool,
}

/// `activeNotify` of the data model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notify {
    #[default]
    Normal,
    /// Active by default; the ACS may change it.
    ForceDefaultEnabled,
    /// Always active.
    ForceEnabled,
    /// Active notification may be refused with 9009.
    CanDeny,
}
