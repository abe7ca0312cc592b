//! The map's source `agent`: parameters that no platform needs to know about.

/// One parameter that the agent answers itself.
#[derive(Clone, Copy, Debug)]
pub struct AgentParameter {
    /// Below the root: `ManagementServer.URL`. Instances do not occur.
    pub path: &'static str,
    pub answer: AgentAnswer,
}

/// Where the agent has the value.
#[derive(Clone, Copy, Debug)]
pub enum AgentAnswer {
    /// An option of the uci package `cwmpd`: writing is an edit of that file.
    Setting {
        section: &'static str,
        option: &'static str,
        /// What an absent option means.
        default: &'static str,
        /// What the schema cannot say about a good value; the error completes "expected …".
        check: fn(&str) -> Result<(), String>,
    },
    /// Handed in by the agent before each session; read-only.
    Live,
    /// Always the same; read-only, or writable with just this value.
    Fixed(&'static str),
}

/// No rule beyond the schema's.
pub fn anything(_: &str) -> Result<(), String> {
    Ok(())
}
