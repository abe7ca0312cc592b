//! The software modules that are there, as the ACS would be told, and what an operation means for them.

use super::{MOST_UNITS, Step};
use crate::cwmp::rpc::{DuChange, Operation, ParameterValue};
use crate::fault::{Fault, FaultCode};

/// SoftwareModules.ExecEnv and SoftwareModules.DeploymentUnit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Modules {
    pub environments: Vec<Environment>,
    pub units: Vec<Unit>,
}

/// One ExecEnv.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// Of the row, without a dot at its end.
    pub path: String,
    pub alias: String,
    pub name: String,
    /// Neither Enable nor Status says otherwise.
    pub enabled: bool,
}

/// One DeploymentUnit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Of the row, without a dot at its end.
    pub path: String,
    pub uuid: String,
    /// What the platform calls it.
    pub duid: String,
    pub version: String,
    pub url: String,
    pub status: String,
    pub resolved: bool,
    /// Path of an ExecEnv.
    pub environment: String,
    /// Paths of rows, parted by commas.
    pub execution_units: String,
}

/// What is to be done, and for which units; a fault where that is what it comes to.
pub(super) type Meant = Vec<(Operation, Vec<Unit>)>;

/// What became of an act that a restart cut short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    Done,
    NotDone,
    /// It goes on: the hook has outlived the agent.
    Later,
}

impl Modules {
    /// Sorts out the values of the two tables; others are passed over.
    pub fn read(values: &[ParameterValue]) -> Modules {
        let mut modules = Modules::default();
        for ParameterValue { name, value, .. } in values {
            let Some((table, row, parameter)) = parts(name) else {
                continue;
            };
            let truth = value == "true" || value == "1";
            match table {
                "ExecEnv" => {
                    let rows = &mut modules.environments;
                    if rows.last().is_none_or(|last| last.path != row) {
                        rows.push(Environment {
                            path: row.to_string(),
                            enabled: true,
                            ..Environment::default()
                        });
                    }
                    let Some(last) = rows.last_mut() else {
                        continue;
                    };
                    match parameter {
                        "Alias" => last.alias.clone_from(value),
                        "Name" => last.name.clone_from(value),
                        "Enable" => last.enabled &= truth,
                        "Status" => last.enabled &= value != "Disabled",
                        _ => {}
                    }
                }
                "DeploymentUnit" => {
                    let rows = &mut modules.units;
                    if rows.last().is_none_or(|last| last.path != row) {
                        rows.push(Unit {
                            path: row.to_string(),
                            ..Unit::default()
                        });
                    }
                    let Some(last) = rows.last_mut() else {
                        continue;
                    };
                    let field = match parameter {
                        "UUID" => &mut last.uuid,
                        "DUID" => &mut last.duid,
                        "Version" => &mut last.version,
                        "URL" => &mut last.url,
                        "Status" => &mut last.status,
                        "ExecutionEnvRef" => &mut last.environment,
                        "ExecutionUnitList" => &mut last.execution_units,
                        "Resolved" => {
                            last.resolved = truth;
                            continue;
                        }
                        _ => continue,
                    };
                    field.clone_from(value);
                }
                _ => {}
            }
        }
        modules
    }

    /// The same unit as it is now.
    pub(super) fn find(&self, unit: &Unit) -> Option<&Unit> {
        self.units.iter().find(|now| now.path == unit.path)
    }

    /// The unit that an Install has brought: one that fits and was not there before.
    pub(super) fn new_one(&self, operation: &Operation, before: &[Unit]) -> Option<&Unit> {
        let old = |unit: &Unit| {
            let mut before = before.iter();
            before.any(|old| old.duid == unit.duid && old.version == unit.version)
        };
        let mut units = self.units.iter();
        units.find(|unit| fits(unit, operation) && !old(unit))
    }

    /// As an ACS may write it: `Device.SoftwareModules.ExecEnv.1.`, `.SoftwareModules.ExecEnv.1`, with
    /// an alias, or by its name.
    fn environment(&self, reference: &str) -> Option<&Environment> {
        let reference = reference.trim_end_matches('.');
        let written = |path: &str| {
            reference == path
                || path
                    .find('.')
                    .is_some_and(|root| path.get(root..) == Some(reference))
        };
        self.environments.iter().find(|environment| {
            let table = environment.path.rsplit_once('.');
            let table = table.map(|(table, _)| table).unwrap_or_default();
            written(&environment.path)
                || written(&format!("{table}.[{}]", environment.alias))
                || (!environment.name.is_empty() && environment.name == reference)
        })
    }

    fn is_enabled(&self, path: &str) -> bool {
        let mut environments = self.environments.iter();
        environments
            .find(|environment| environment.path == path)
            .is_none_or(|environment| environment.enabled)
    }
}

/// `Device.SoftwareModules.DeploymentUnit.3.UUID`: the table's name, the row's path, the parameter.
fn parts(name: &str) -> Option<(&str, &str, &str)> {
    let (_, below) = name.split_once(".SoftwareModules.")?;
    let mut steps = below.splitn(3, '.');
    let (table, _) = (steps.next()?, steps.next()?);
    let parameter = steps.next()?;
    let row = name.get(..name.len() - parameter.len() - 1)?;
    Some((table, row, parameter))
}

fn same(a: &str, b: &str) -> bool {
    !a.is_empty() && a.eq_ignore_ascii_case(b)
}

fn fits(unit: &Unit, operation: &Operation) -> bool {
    same(&unit.uuid, &operation.uuid) || (!unit.url.is_empty() && unit.url == operation.url)
}

/// What the operation means for the units that are there (TR-157 II.5.1).
///
/// # Errors
/// The fault of the operation's result.
pub(super) fn look_up(operation: &Operation, modules: &Modules) -> Result<Meant, Fault> {
    match operation.change {
        DuChange::Install => install(operation, modules),
        DuChange::Update => update(operation, modules),
        DuChange::Uninstall => uninstall(operation, modules),
    }
}

fn install(operation: &Operation, modules: &Modules) -> Result<Meant, Fault> {
    let mut operation = operation.clone();
    let chosen = match operation.environment.as_str() {
        "" => {
            let mut environments = modules.environments.iter();
            environments.find(|environment| environment.enabled)
        }
        reference => {
            let found = modules.environment(reference);
            Some(found.ok_or_else(|| {
                let text = format!("there is no execution environment {reference}");
                Fault::new(FaultCode::UnknownExecutionEnvironment, text)
            })?)
        }
    };
    let enabled = chosen.map_or(modules.environments.is_empty(), |chosen| chosen.enabled);
    if !enabled {
        return Err(disabled());
    }
    operation.environment = chosen.map(|chosen| chosen.name.clone()).unwrap_or_default();
    let alike = modules.units.iter().filter(|unit| fits(unit, &operation));
    let alike = alike.cloned().collect();
    Ok(vec![(operation, alike)])
}

fn update(operation: &Operation, modules: &Modules) -> Result<Meant, Fault> {
    let all = operation.uuid.is_empty() && operation.url.is_empty();
    let meant = |unit: &&Unit| {
        let named = if all {
            // What came from nowhere cannot be fetched from there again.
            !unit.url.is_empty()
        } else if operation.uuid.is_empty() {
            unit.url == operation.url
        } else {
            same(&unit.uuid, &operation.uuid)
        };
        named && (operation.version.is_empty() || unit.version == operation.version)
    };
    let mut list: Meant = Vec::new();
    for unit in modules.units.iter().filter(meant) {
        let group = list
            .iter_mut()
            .find(|(_, units)| units.iter().any(|other| same(&other.uuid, &unit.uuid)));
        match group {
            Some((_, units)) => units.push(unit.clone()),
            None => {
                let mut operation = operation.clone();
                if operation.url.is_empty() {
                    operation.url.clone_from(&unit.url);
                }
                // Looked up again after a power cut, it means the same.
                operation.uuid.clone_from(&unit.uuid);
                operation.version.clone_from(&unit.version);
                list.push((operation, vec![unit.clone()]));
            }
        }
    }
    few(&list)?;
    for (operation, units) in &mut list {
        let fault = update_trouble(units, modules);
        operation.fault = fault.map(|fault| (fault.code, fault.text));
    }
    Ok(list)
}

/// One unit, in all its environments: one that cannot be updated keeps the others from it.
fn update_trouble(units: &[Unit], modules: &Modules) -> Option<Fault> {
    let first = units.first()?;
    if units.iter().any(|unit| unit.version != first.version) {
        let text = format!("there are several versions of {}", first.uuid);
        return Some(Fault::new(FaultCode::VersionNotSpecified, text));
    }
    units.iter().find_map(|unit| unit_trouble(unit, modules))
}

fn uninstall(operation: &Operation, modules: &Modules) -> Result<Meant, Fault> {
    let environment = match operation.environment.as_str() {
        "" => None,
        reference => Some(modules.environment(reference).ok_or_else(unknown)?),
    };
    let meant = |unit: &&Unit| {
        same(&unit.uuid, &operation.uuid)
            && (operation.version.is_empty() || unit.version == operation.version)
            && environment.is_none_or(|environment| unit.environment == environment.path)
    };
    let mut list: Meant = Vec::new();
    for unit in modules.units.iter().filter(meant) {
        let mut operation = operation.clone();
        let fault = unit_trouble(unit, modules);
        operation.fault = fault.map(|fault| (fault.code, fault.text));
        operation.version.clone_from(&unit.version);
        operation.environment.clone_from(&unit.environment);
        list.push((operation, vec![unit.clone()]));
    }
    few(&list)?;
    Ok(list)
}

/// Neither none nor more than can be told.
fn few(list: &Meant) -> Result<(), Fault> {
    match list.len() {
        0 => Err(unknown()),
        1..=MOST_UNITS => Ok(()),
        more => {
            let text = format!("expected at most {MOST_UNITS} units at once, got {more}");
            Err(Fault::new(FaultCode::SystemResourcesExceeded, text))
        }
    }
}

fn unit_trouble(unit: &Unit, modules: &Modules) -> Option<Fault> {
    if !unit.status.is_empty() && unit.status != "Installed" {
        let text = format!("{} is {}", unit.path, unit.status);
        return Some(Fault::new(FaultCode::InvalidDeploymentUnitState, text));
    }
    (!modules.is_enabled(&unit.environment)).then(disabled)
}

fn disabled() -> Fault {
    Fault::new(
        FaultCode::DisabledExecutionEnvironment,
        "the execution environment is disabled",
    )
}

fn unknown() -> Fault {
    Fault::new(
        FaultCode::UnknownDeploymentUnit,
        "there is no such deployment unit",
    )
}

/// What came of an act that was found after a restart.
pub(super) fn judge(step: &Step, modules: &Modules) -> Judgement {
    let operation = &step.operation;
    let at_it = |unit: &Unit| unit.status.ends_with("ing");
    let verdict = |done| match done {
        true => Judgement::Done,
        false => Judgement::NotDone,
    };
    if operation.change == DuChange::Install {
        return match modules.new_one(operation, &step.units) {
            Some(unit) if at_it(unit) => Judgement::Later,
            found => verdict(found.is_some()),
        };
    }
    let now = |unit: &Unit| modules.find(unit);
    if step.units.iter().filter_map(now).any(at_it) {
        return Judgement::Later;
    }
    verdict(step.units.iter().all(|unit| {
        now(unit).map_or(operation.change == DuChange::Uninstall, |now| {
            operation.change == DuChange::Update && now.version != unit.version
        })
    }))
}
