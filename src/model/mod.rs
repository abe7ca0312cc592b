//! WHAT the device is: what may exist, where it lives, which number it has, and what it says. Pure.

pub mod agent_source;
pub mod change;
pub mod coverage;
mod ends;
pub mod guard;
pub mod hook_answers;
mod inform;
pub mod instance;
pub mod lexical;
pub mod map;
pub mod notify;
pub mod parameter;
pub mod path;
pub mod pattern;
pub mod print;
pub mod schema;
pub mod skeleton;
pub mod store;
pub mod template;
pub mod told;
pub mod tree;
pub mod uuid;
pub mod value;
pub mod view;
pub mod watch;
