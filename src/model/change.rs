//! SetParameterValues, AddObject and DeleteObject: all or nothing over the whole list.
//!
//! ```text
//!  names, types, values      every hook's        every hook's       files and model state
//!  judged by the schema  ──▶ `check` lines  ──▶  `set` lines   ──▶  in one commit        ──▶ apply (`force`)
//!         │ fault                 │ fault             │ fault            │ fault              │ fault
//!         ▼                       ▼                   ▼                  ▼                    ▼
//!      nothing was done      nothing was done    old values are set back in the hooks    and the files are as before
//! ```

mod beside;
mod edited;
mod force;
mod halves;
mod hooks;
mod items;
mod rows;
mod setting;
mod unique;

use super::notify::know;
use super::parameter::{ParameterSetting, Status};
use super::path::{Path, Segment};
use super::tree::{Tree, parse};
use super::view::{Context, Spot, View, internal};
use crate::fault::{Fault, FaultCode, ParameterFault};
use crate::platform::Platform;
use crate::platform::uci::SectionId;
use hooks::{as_read, ask_hooks, restore_hooks, set_hooks, texts};
use rows::{add_row, delete_row};
use setting::stage_setting;
use std::collections::{BTreeMap, BTreeSet};
use unique::{clashes, come_back, step_aside};

impl Tree {
    /// SetParameterValues (TR-069 A.3.2.1). `parameter_key` is `None` where no ACS is behind it.
    pub fn set(
        &mut self,
        world: &mut dyn Platform,
        list: &[ParameterSetting],
        parameter_key: Option<&str>,
    ) -> Result<Status, Fault> {
        self.refresh(world)?;
        check_key(parameter_key)?;
        let mut seen = BTreeSet::new();
        if let Some(twice) = list.iter().find(|setting| !seen.insert(&setting.name)) {
            let text = format!("expected each parameter once, got {} twice", twice.name);
            return Err(Fault::new(FaultCode::InvalidArguments, text));
        }
        self.transact(
            world,
            parameter_key,
            &mut |view, stage| {
                let mut faults: Vec<ParameterFault> = Vec::new();
                let paths: Vec<Option<Path>> = list
                    .iter()
                    .map(|setting| parse(&setting.name).ok())
                    .collect();
                let known: Vec<Path> = paths.iter().flatten().cloned().collect();
                view.gather(&known);
                // What is refused may stand on what comes behind it in the list: it is tried three times more.
                let mut left: Vec<usize> = (0..list.len()).collect();
                for turn in 1..=4 {
                    let last = turn == 4;
                    for index in left.iter().filter(|_| turn == 3) {
                        if let Some(Some(path)) = paths.get(*index) {
                            step_aside(view, stage, path, list, *index);
                        }
                    }
                    for index in std::mem::take(&mut left) {
                        let (Some(setting), Some(path)) = (list.get(index), paths.get(index))
                        else {
                            continue;
                        };
                        let done = stage_setting(view, stage, index, setting, path.as_ref());
                        let Err(fault) = done else { continue };
                        if !last {
                            left.push(index);
                            continue;
                        }
                        let said_twice = format!("{}: ", setting.name);
                        let text = fault
                            .text
                            .strip_prefix(&said_twice)
                            .unwrap_or(&fault.text)
                            .to_owned();
                        faults.push(ParameterFault {
                            name: setting.name.clone(),
                            code: fault.code,
                            text,
                        });
                    }
                }
                come_back(view, stage, list, &mut faults);
                if faults.is_empty() {
                    faults = clashes(view, stage, list)?;
                }
                if faults.is_empty() {
                    Ok(())
                } else {
                    Err(several(faults))
                }
            },
            list,
        )
        .map(|(status, ())| status)
    }

    /// AddObject (TR-069 A.3.2.6): the new instance number. `Table.[alias].` asks for an alias.
    pub fn add(
        &mut self,
        world: &mut dyn Platform,
        object: &str,
        parameter_key: Option<&str>,
    ) -> Result<(u32, Status), Fault> {
        self.refresh(world)?;
        check_key(parameter_key)?;
        let mut path = parse(object)?;
        if !path.partial || path.segments.is_empty() {
            let text = format!("expected a table that ends with a dot, got {object}");
            return Err(Fault::new(FaultCode::InvalidParameterName, text));
        }
        let alias = match path.segments.last() {
            Some(Segment::Alias(alias)) => Some((*alias).to_owned()),
            _ => None,
        };
        if alias.is_some() {
            path.segments.pop();
        }
        let mut number = 0;
        let status = self.transact(
            world,
            parameter_key,
            &mut |view, stage| {
                view.gather(std::slice::from_ref(&path));
                let spots = view.resolve(&path, object)?;
                let [spot] = spots.as_slice() else {
                    let text = format!("expected one table, got {object}");
                    return Err(Fault::new(FaultCode::InvalidParameterName, text));
                };
                number = add_row(view, stage, spot, alias.as_deref())?;
                Ok(())
            },
            &[],
        );
        status.map(|(status, ())| (number, status))
    }

    /// DeleteObject (TR-069 A.3.2.7): the row, all below it, and what strongly refers to it.
    pub fn delete(
        &mut self,
        world: &mut dyn Platform,
        object: &str,
        parameter_key: Option<&str>,
    ) -> Result<Status, Fault> {
        self.refresh(world)?;
        check_key(parameter_key)?;
        let path = parse(object)?;
        if !path.partial {
            let text = format!("expected an instance that ends with a dot, got {object}");
            return Err(Fault::new(FaultCode::InvalidParameterName, text));
        }
        self.transact(
            world,
            parameter_key,
            &mut |view, stage| {
                view.gather(std::slice::from_ref(&path));
                let spots = view.resolve(&path, object)?;
                let [spot] = spots.as_slice() else {
                    let text = format!("expected one instance, got {object}");
                    return Err(Fault::new(FaultCode::InvalidParameterName, text));
                };
                delete_row(view, stage, spot)
            },
            &[],
        )
        .map(|(status, ())| status)
    }

    /// Stages, asks, does and keeps, in the order of the picture above.
    fn transact(
        &mut self,
        world: &mut dyn Platform,
        parameter_key: Option<&str>,
        stage_all: &mut dyn FnMut(&mut View<'_>, &mut Stage) -> Result<(), Fault>,
        list: &[ParameterSetting],
    ) -> Result<(Status, ()), Fault> {
        let by_alias = self.by_alias(world);
        let before = self.store.clone();
        let files = self.guarded_files(world);
        let mut stage = Stage::default();
        let outcome = {
            let mut view = View::new(&self.template, world, &mut self.store, &self.live, by_alias);
            stage_all(&mut view, &mut stage)
                .and_then(|()| ask_hooks(&mut view, &stage, list))
                .and_then(|()| set_hooks(&mut view, &mut stage, list))
                .and_then(|()| match parameter_key {
                    Some(_) => stage.own.iter().try_for_each(|spot| know(&mut view, spot)),
                    None => Ok(()),
                })
                .and_then(|()| {
                    let changes = texts(&mut view, &stage)?;
                    Ok((changes, as_read(&mut view, &stage)))
                })
                .inspect_err(|_| drop(restore_hooks(&mut view, &mut stage, list)))
        };
        let (mut changes, old) = outcome.inspect_err(|_| self.store = before.clone())?;
        self.touched = true;
        if let Some(key) = parameter_key
            && self.store.parameter_key != key
        {
            self.store.parameter_key = key.to_owned();
            self.store.changed = true;
        }
        let kept = self.state_change();
        changes.extend(kept.clone());
        let unconfirmed = (self.unconfirmed, self.beside.clone());
        let lines = self.lines(&stage, !list.is_empty());
        let done = self
            .guard_changes(world, &stage, &old, files, &before, &mut changes)
            .and_then(|()| match lines.are_tried() && !stage.gone {
                true => self.as_before(world, &changes, &old, &before).map(Some),
                false => Ok(None),
            })
            .and_then(|back| match changes.is_empty() {
                true => Ok(back),
                false => match world.commit(changes) {
                    Ok(()) => Ok(back),
                    Err(trouble) => Err(internal("the change could not be kept", &trouble)),
                },
            })
            .and_then(|back| self.try_out(world, &lines, back, &mut stage, list));
        if let Err(fault) = done {
            self.hooks_back(world, &mut stage, list);
            self.store = before;
            (self.unconfirmed, self.beside) = unconfirmed;
            return Err(fault);
        }
        if let Some(change) = kept {
            self.kept(&change);
        }
        self.written.extend(stage.packages);
        Ok((self.put_in_force(world, lines, &stage.runs), ()))
    }
}

fn check_key(key: Option<&str>) -> Result<(), Fault> {
    match key
        .map(|key| key.chars().count())
        .filter(|length| *length > 32)
    {
        Some(length) => {
            let text = format!("expected a ParameterKey of at most 32 characters, got {length}");
            Err(Fault::new(FaultCode::InvalidArguments, text))
        }
        None => Ok(()),
    }
}

/// The fault of a list: 9003 outside, each bad parameter inside (TR-069 A.3.2.1).
fn several(parameters: Vec<ParameterFault>) -> Fault {
    let text = match parameters.as_slice() {
        [one] => format!("{}: {}", one.name, one.text),
        many => format!(
            "{} parameters are refused, the first is {}",
            many.len(),
            many.first().map_or("", |first| &first.name)
        ),
    };
    Fault {
        code: FaultCode::InvalidArguments,
        text,
        parameters,
    }
}

/// What one RPC wants to do to the device, before any of it is done.
#[derive(Debug, Default)]
pub(super) struct Stage {
    packages: BTreeSet<String>,
    /// Options that the ACS has set, by package and section.
    wrote: Vec<(String, SectionId, String)>,
    pub(super) files: BTreeMap<String, String>,
    /// Per hook, in the order of the hooks.
    pub(super) hooks: Vec<(usize, Vec<HookSet>)>,
    /// Groups of apply lines that were touched by hooks and files.
    groups: BTreeSet<String>,
    /// What commands do: after the session or not, and the line for the shell.
    runs: Vec<(bool, String)>,
    /// Tables whose unique keys must be looked at again.
    tables: Vec<(usize, Context, usize)>,
    /// Places that have their values from the ACS now.
    pub(super) own: Vec<Spot>,
    /// Rows that hooks have made already: hook and path with keys.
    added: Vec<(usize, String)>,
    /// Items are written that another setting of the list writes again.
    aside: bool,
    /// Rows that have stepped aside to move: setting, place, first word, and whether they were on.
    moved: Vec<(usize, Context, String, bool)>,
    /// A hook has deleted a row: only it knows what that was.
    gone: bool,
    /// Hooks that were told to set something, by number.
    told: Vec<usize>,
    /// Hooks that have asked for edits, by number.
    edits: BTreeSet<usize>,
}

impl Stage {
    /// Whether a hook may have written something: it was told to set, add or delete.
    pub(super) fn has_told_hooks(&self) -> bool {
        !self.hooks.is_empty() || !self.groups.is_empty()
    }

    /// Whether this hook has asked for edits, which come back with their packages.
    pub(super) fn has_edits_of(&self, hook: usize) -> bool {
        self.edits.contains(&hook)
    }
}

#[derive(Debug)]
pub(super) struct HookSet {
    /// With keys.
    pub(super) path: String,
    value: String,
    /// `None`: nobody knows, and it stays as it is set.
    pub(super) before: Option<String>,
    /// Which setting asked for it.
    setting: usize,
}
