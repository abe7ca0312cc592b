//! Parameters as the RPCs carry them (TR-069 A.3.2).

use super::value::Base;

/// `ParameterValueStruct` as the agent sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterValue {
    pub name: String,
    /// Canonical form.
    pub value: String,
    /// For `xsi:type`.
    pub base: Base,
}

/// `ParameterValueStruct` as the ACS sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterSetting {
    pub name: String,
    pub value: String,
    /// The local part of `xsi:type` as sent (`unsignedInt`), or `None` where it is missing.
    pub declared: Option<String>,
}

/// `ParameterInfoStruct`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterInfo {
    /// Objects and instances end with a dot.
    pub name: String,
    pub writable: bool,
}

/// `SetParameterAttributesStruct`: `None` leaves an attribute as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeSetting {
    pub name: String,
    /// 0 off, 1 passive, 2 active, 3 to 6 lightweight.
    pub notification: Option<u8>,
    pub access_list: Option<Vec<String>>,
}

/// `ParameterAttributeStruct`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterAttribute {
    pub name: String,
    pub notification: u8,
    pub access_list: Vec<String>,
}

/// Whether a change is in force already (TR-069 A.3.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 0: validated and applied.
    Applied = 0,
    /// 1: validated and kept; in force after the session.
    Committed = 1,
}
