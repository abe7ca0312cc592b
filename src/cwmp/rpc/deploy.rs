//! The RPCs of software modules (TR-157 appendix II): what the ACS asks for, and how it is told the end.

use super::Outcome;
use crate::fault::FaultCode;

/// Operations of one ChangeDUState; so many a CPE must take (TR-157 II.3.1).
pub const MOST_OPERATIONS: usize = 16;

/// What is done to a deployment unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DuChange {
    #[default]
    Install,
    Update,
    Uninstall,
}

impl DuChange {
    /// As AutonOpResultStruct and the policy's filter name it.
    pub fn name(self) -> &'static str {
        match self {
            DuChange::Install => "Install",
            DuChange::Update => "Update",
            DuChange::Uninstall => "Uninstall",
        }
    }

    pub fn named(name: &str) -> Option<DuChange> {
        [DuChange::Install, DuChange::Update, DuChange::Uninstall]
            .into_iter()
            .find(|change| change.name() == name)
    }
}

/// One operation of a ChangeDUState; what was not given is empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Operation {
    pub change: DuChange,
    pub url: String,
    pub uuid: String,
    pub version: String,
    pub username: String,
    pub password: String,
    pub environment: String,
    /// What is wrong with it as the ACS wrote it: it is reported, and not tried.
    pub fault: Option<(FaultCode, String)>,
}

/// Without the password.
impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Operation")
            .field("change", &self.change)
            .field("url", &self.url)
            .field("uuid", &self.uuid)
            .field("version", &self.version)
            .field("environment", &self.environment)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

/// The state of a deployment unit after an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DuState {
    Installed,
    Uninstalled,
    /// It could not be created.
    #[default]
    Failed,
}

impl DuState {
    pub fn name(self) -> &'static str {
        match self {
            DuState::Installed => "Installed",
            DuState::Uninstalled => "Uninstalled",
            DuState::Failed => "Failed",
        }
    }

    pub fn named(name: &str) -> Option<DuState> {
        [DuState::Installed, DuState::Uninstalled, DuState::Failed]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

/// How one operation ended for one unit, in the order of OpResultStruct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuResult {
    /// Always one: the schema has no result without.
    pub uuid: String,
    /// Path of the row, without a dot at its end; empty where there is none.
    pub unit: String,
    pub version: String,
    pub state: DuState,
    pub resolved: bool,
    /// Paths of rows, parted by commas.
    pub execution_units: String,
    pub outcome: Outcome,
    pub change: DuChange,
}

/// DUStateChangeComplete, or AutonomousDUStateChangeComplete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuStateChangeComplete {
    /// The agent's own number, not on the wire.
    pub id: u32,
    pub command_key: String,
    /// The ACS did not ask for it.
    pub autonomous: bool,
    /// Never empty; in the order of the operations.
    pub results: Vec<DuResult>,
}
