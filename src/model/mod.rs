//! WHAT the device is: what may exist, where it lives, which number it has, and what it says. Pure.

pub mod agent_source;
pub mod instance;
pub mod lexical;
pub mod map;
pub mod path;
pub mod pattern;
pub mod print;
pub mod schema;
pub mod tree;
pub mod value;
