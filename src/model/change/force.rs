//! How a change comes into force: the `apply` lines of the groups that it touches.
//!
//! ```text
//!  files are written ──▶ `check` lines ──▶ `now` lines ──▶ the answer ──▶ … the session's end ──▶ `after` lines
//!                           │ fails           │ fails                                               │ fails
//!                           ▼                 ▼                                                     ▼
//!                     the files are as before, 9002; `now` lines once more                    see `model::guard`
//! ```
//!
//! Then hooks are told what they had, before `now` lines run once more: these read what is there.
//!
//! A check reads what a service would read, so the files must be there first. What fails before the answer costs
//! the ACS a fault and the device nothing. For AddObject and DeleteObject the check of `after` lines waits with
//! these: a new row is seldom whole before its values are set, and a check may take a second.

use super::Stage;
use super::hooks::restore_hooks;
use crate::fault::{Fault, FaultCode};
use crate::model::guard;
use crate::model::map::{Apply, When};
use crate::model::parameter::{ParameterSetting, Status};
use crate::model::store::{self, Store};
use crate::model::tree::Tree;
use crate::model::view::{View, internal};
use crate::platform::{Change, Platform, Target};
use std::collections::BTreeMap;

/// The lines that a change is about, each once.
#[derive(Debug, Default)]
pub(super) struct Lines {
    check: Vec<String>,
    now: Vec<String>,
    after: Vec<String>,
    /// Checks that wait with what is after the session.
    late: Vec<String>,
}

impl Lines {
    /// Whether anything can fail before the answer.
    pub(super) fn are_tried(&self) -> bool {
        !(self.check.is_empty() && self.now.is_empty())
    }
}

impl Tree {
    /// `sets`: it is a SetParameterValues.
    pub(super) fn lines(&self, stage: &Stage, sets: bool) -> Lines {
        let mut lines = Lines::default();
        let touched = |apply: &&Apply| {
            let group = &*apply.group;
            stage.packages.contains(group) || !apply.package && stage.groups.contains(group)
        };
        for apply in self.template.applies.iter().filter(touched) {
            let mut its = self.template.applies.iter();
            let now = |other: &Apply| other.group == apply.group && other.when == When::Now;
            let list = match apply.when {
                When::Check if sets || self.guards(&apply.group).is_none() || its.any(now) => {
                    &mut lines.check
                }
                When::Check => &mut lines.late,
                When::Now => &mut lines.now,
                When::After => &mut lines.after,
            };
            if !list.iter().any(|known| **known == *apply.command) {
                list.push(apply.command.to_string());
            }
        }
        lines
    }

    /// The files of a change as they are before it, to be written again if it fails.
    pub(super) fn as_before(
        &self,
        world: &mut dyn Platform,
        changes: &[Change],
        old: &BTreeMap<String, String>,
        model: &Store,
    ) -> Result<Vec<Change>, Fault> {
        let failed = |trouble| internal("what was before could not be read", &trouble);
        let mut back = Vec::with_capacity(changes.len());
        for change in changes {
            let content = match &change.target {
                Target::Uci(name) => old.get(name).cloned().unwrap_or_default().into_bytes(),
                Target::File(path) => {
                    let text = world.file(path).map_err(failed)?;
                    text.unwrap_or_default().into_bytes()
                }
                Target::State(name) if name == store::FILE => model.to_bytes(),
                Target::State(name) => {
                    let content = world.state(name).map_err(failed)?;
                    content.unwrap_or_else(|| guard::NOTHING.to_vec())
                }
            };
            if content != change.content {
                back.push(Change {
                    target: change.target.clone(),
                    content,
                });
            }
        }
        Ok(back)
    }

    /// Runs what comes before the answer. Where it fails and `back` is known, that is written again: then all is
    /// as before, and the fault says why.
    pub(super) fn try_out(
        &mut self,
        world: &mut dyn Platform,
        lines: &Lines,
        back: Option<Vec<Change>>,
        stage: &mut Stage,
        list: &[ParameterSetting],
    ) -> Result<(), Fault> {
        let mut begun = false;
        for (now, command) in lines
            .check
            .iter()
            .map(|command| (false, command))
            .chain(lines.now.iter().map(|command| (true, command)))
        {
            begun |= now;
            let Err(trouble) = world.apply(command) else {
                continue;
            };
            let Some(back) = &back else {
                log::error!("a change is not in force: {trouble}");
                continue;
            };
            if !back.is_empty()
                && let Err(error) = world.commit(back.clone())
            {
                log::error!("a change is not in force: {trouble}; it stands all the same: {error}");
                return Ok(());
            }
            let left = self.hooks_back(world, stage, list);
            for command in lines.now.iter().filter(|_| begun) {
                if let Err(trouble) = world.apply(command) {
                    log::error!("after a change was undone: {trouble}");
                }
            }
            let model = |change: &&Change| matches!(&change.target, Target::State(name) if name == store::FILE);
            if let Some(model) = back.iter().find(model) {
                self.kept(model);
            }
            let mut text = format!("{trouble}: all is as before");
            for (index, name) in left.iter().enumerate() {
                text.extend([if index == 0 { ", but " } else { ", " }, name]);
            }
            log::warn!("a change is refused: {text}");
            return Err(Fault::new(FaultCode::InternalError, text));
        }
        Ok(())
    }

    /// Tells hooks what they had. What comes back are the names of what nobody knows the old value of.
    pub(super) fn hooks_back(
        &mut self,
        world: &mut dyn Platform,
        stage: &mut Stage,
        list: &[ParameterSetting],
    ) -> Vec<String> {
        let by_alias = self.by_alias(world);
        let mut view = View::new(&self.template, world, &mut self.store, &self.live, by_alias);
        restore_hooks(&mut view, stage, list)
    }

    /// What is left of putting a change in force: commands that the ACS has given, and what waits for the end of
    /// the session.
    pub(super) fn put_in_force(
        &mut self,
        world: &mut dyn Platform,
        lines: Lines,
        runs: &[(bool, String)],
    ) -> Status {
        self.waiting.retain(|line| !lines.check.contains(line));
        for check in lines.late {
            if !self.waiting.contains(&check) {
                self.waiting.insert(0, check);
            }
        }
        let later = runs.iter().filter(|(after, _)| *after);
        let later = later.map(|(_, command)| command.clone());
        let mut status = Status::Applied;
        for command in lines.after.into_iter().chain(later) {
            status = Status::Committed;
            if !self.waiting.contains(&command) {
                self.waiting.push(command);
            }
        }
        let mut done = lines.now;
        for (_, command) in runs.iter().filter(|(after, _)| !after) {
            if done.contains(command) {
                continue;
            }
            done.push(command.clone());
            if let Err(trouble) = world.apply(command) {
                log::error!("{trouble}");
            }
        }
        status
    }

    /// Runs what has waited for the end of the session. What comes back is why a line has failed whose change can
    /// be undone: from then on lines are left out that the undoing runs, or that would follow a check.
    pub fn end_session(&mut self, world: &mut dyn Platform) -> Option<String> {
        let mut failed = None;
        let mut bad: Vec<&str> = Vec::new();
        for command in std::mem::take(&mut self.waiting) {
            let lines = self.template.applies.iter();
            let groups = lines.filter(|apply| *apply.command == *command);
            let groups: Vec<&str> = groups.map(|apply| &*apply.group).collect();
            let risky = groups.iter().any(|group| self.guards(group) == Some(true));
            let follows = groups.iter().any(|group| bad.contains(group));
            if follows || risky && !bad.is_empty() {
                continue;
            }
            let Err(trouble) = world.apply(&command) else {
                continue;
            };
            log::error!("a change is not in force: {trouble}");
            if groups.iter().any(|group| self.guards(group).is_some()) {
                bad.extend(&groups);
                failed.get_or_insert_with(|| trouble.to_string());
            }
        }
        failed
    }
}
