//! The line language of the house, as hooks speak it: requests out, answers in.

use crate::fault::FaultCode;

/// One request line. Paths are as hooks write them: keys in brackets, never numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    Get {
        path: String,
    },
    Check {
        path: String,
        value: String,
    },
    Set {
        path: String,
        value: String,
    },
    Add {
        path: String,
    },
    Del {
        path: String,
    },
    Do {
        name: String,
        arguments: Vec<String>,
    },
}

/// One answer line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `PATH=VALUE`; also an instance by its name (`Device.NAT.PortMapping.[rule7]=`) and the
    /// `key=value` lines of a `do`.
    Value { path: String, value: String },
    /// `!CODE PATH text`.
    Fault {
        code: FaultCode,
        path: String,
        text: String,
    },
}
impl Answer {
    /// What the answer is about.
    pub fn path(&self) -> &str {
        match self {
            Answer::Value { path, .. } | Answer::Fault { path, .. } => path,
        }
    }
}
