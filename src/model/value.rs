//! The types of TR-106: parse, check, print.

/// The base type that a value has on the wire (TR-106 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    String,
    Int,
    UnsignedInt,
    Long,
    UnsignedLong,
    Boolean,
    DateTime,
    Base64,
    HexBinary,
    Decimal,
}

/// All that the schema says about the values of one parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    pub base: Base,
    /// Present where the value is a comma-separated list; the facets below are those of an item.
    pub list: Option<ListRule>,
    /// Allowed lengths in characters (octets for base64 and hexBinary), inclusive; empty: any.
    pub sizes: Vec<Bounds<u32>>,
    /// Allowed numbers, inclusive; empty: all of the base type.
    pub ranges: Vec<Bounds<i128>>,
    /// Allowed words, in the schema's order; empty: any. Case matters.
    pub enumeration: Vec<Box<str>>,
    /// XML Schema patterns of which one must match the whole value; empty: any.
    pub patterns: Vec<Box<str>>,
    /// What the value points to, where it is a path.
    pub reference: Option<Reference>,
}

/// How a list may look (TR-106 3.2.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRule {
    /// Allowed lengths of the whole text in characters; empty: any.
    pub sizes: Vec<Bounds<u32>>,
    /// Allowed numbers of items.
    pub items: Bounds<u32>,
}

/// Inclusive bounds, open where `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds<N> {
    pub least: Option<N>,
    pub most: Option<N>,
}

/// A path reference (TR-106 3.2.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// A strong reference must point to something that exists.
    pub strong: bool,
    /// Where it may point, as object paths (`Device.IP.Interface.`); empty: anywhere.
    pub targets: Vec<Box<str>>,
}
