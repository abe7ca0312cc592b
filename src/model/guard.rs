//! A change that may cut the device off from its ACS: what was there before goes to flash in the same
//! commit, and comes back from there if the ACS is not reached again (`agent::confirm` decides).
//!
//! The same undoes at once what does not come into force at the session's end, since its `apply` line fails. All that
//! nobody has confirmed is undone together: what an ACS wants in one session may stand on each other, and half of
//! it is a configuration that nobody has asked for. Of groups that are not risky it is kept in memory, and goes to
//! flash when a line has failed: a power cut before that leaves them as they are, as they cut nobody off. What one
//! request sets goes together, also where some of it is in force with the answer. What starts a diagnostic is no
//! configuration, and stays.
//!
//! Guarded are uci packages, files and values of hooks whose `apply` line says `risky`, and the agent's
//! own way to its ACS: URL, user name and password. What a hook itself writes into such a package or file,
//! for a row that it adds or deletes, is guarded with it. What it keeps elsewhere of its rows is not: only
//! the hook knows what it was.

use super::change::Stage;
use super::map::When;
use super::store::Store;
use super::template::{Kind, Source};
use super::told::hash;
use super::tree::Tree;
use super::view::{Spot, internal, section_of};
use crate::fault::Fault;
use crate::platform::hook::{Answer, Request};
use crate::platform::uci::Package;
use crate::platform::{Change, Platform, Target, Trouble};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The name of the file, for [`Target::State`].
pub const FILE: &str = "confirm.json";
/// What the file says where nothing is to be confirmed.
pub(super) const NOTHING: &[u8] = b"{}\n";
/// Parameters of undone changes that are told by name.
const MOST_CHANGED: usize = 64;
/// The options of section `acs` that lead to the ACS.
const OWN_WAY: [&str; 3] = ["url", "username", "password"];

/// What a session's changes are guarded by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    /// Groups of apply lines whose changes stand at once.
    pub except: Vec<String>,
    /// [`mark`] of a file whose change stands, though the file could not be removed yet.
    pub kept: Option<u64>,
}

/// What the guard's file says: how things were before changes that nobody has confirmed yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Before {
    /// The parameters that were changed, by full name.
    pub changed: Vec<String>,
    /// All is as before again, but for `hooks`, and only the ACS does not know yet.
    pub undone: bool,
    /// It could not be put in force: it is undone whether the ACS is reached or not.
    pub failed: bool,
    /// The ACS knows, and only hooks have not taken back what they had.
    pub told: bool,
    /// What puts it in force, once it is undone.
    commands: Vec<String>,
    files: Vec<File>,
    hooks: Vec<HookValue>,
    /// The model's state: rows that were deleted get their numbers back.
    model: Value,
}

/// What came of an attempt to bring back what was before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// The parameters that were changed, by full name.
    pub changed: Vec<String>,
    /// The ACS has been told of it.
    pub told: bool,
    /// What hooks have not taken back: `HOOK: PATH`, with keys.
    pub left: Vec<String>,
    /// What puts it in force.
    pub commands: Vec<String>,
}

/// Tells the content of one guard's file from that of another.
pub fn mark(content: &[u8]) -> u64 {
    hash(&String::from_utf8_lossy(content))
}

/// What was before a session's changes that cannot cut the device off: only in memory, until it is known whether
/// they come into force.
#[derive(Clone, Debug)]
pub(super) struct Beside {
    before: Before,
    /// No change waited for confirmation when the first of them was made.
    first: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct File {
    target: Target,
    text: String,
    /// [`hash`] of what the change has left there: what somebody has edited since is his.
    left: u64,
    /// [`hash`] of the way to the ACS that it has left there, in the agent's own settings.
    way: Option<u64>,
}

impl File {
    /// What is to be there again instead of what is there now; `None` where that was edited since.
    fn back(&self, now: &str) -> Option<String> {
        if hash(now) == self.left {
            return Some(self.text.clone());
        }
        // The agent and harmless changes write other options of the same file.
        let left = self.way.is_some() && self.way == way(now).map(|way| hash_way(&way));
        let old = way(&self.text).filter(|_| left)?;
        let mut package = Package::parse(now).ok()?;
        let acs = package.find("acs")?.id();
        for (option, value) in OWN_WAY.iter().zip(old) {
            match value {
                Some(value) => package.set(acs, option, &value),
                None => package.unset(acs, option),
            }
            .ok()?;
        }
        Some(package.to_text())
    }
}

impl Before {
    /// Whether this uci package waits to be confirmed or undone: till then nobody else may write it.
    pub fn keeps(&self, package: &str) -> bool {
        let mut files = self.files.iter();
        !self.undone
            && files.any(|file| matches!(&file.target, Target::Uci(name) if name == package))
    }

    /// Reads what a commit wrote; `None` where nothing is to be confirmed.
    ///
    /// # Errors
    /// It is something else. Then nothing can be undone.
    pub fn parse(bytes: &[u8]) -> Result<Option<Before>, String> {
        let value: Value =
            serde_json::from_slice(bytes).map_err(|error| format!("{FILE}: {error}"))?;
        if value.as_object().is_some_and(serde_json::Map::is_empty) {
            return Ok(None);
        }
        let before = Before::from_json(&value);
        before
            .map(Some)
            .ok_or_else(|| format!("{FILE}: expected what was before a change, got something else"))
    }

    fn from_json(value: &Value) -> Option<Before> {
        let text = |value: &Value| value.as_str().map(String::from);
        let files = value["files"].as_array()?.iter().map(|file| {
            let place = text(&file["at"])?;
            Some(File {
                target: match place.starts_with('/') {
                    true => Target::File(place),
                    false => Target::Uci(place),
                },
                text: text(&file["text"])?,
                left: file["left"].as_u64()?,
                way: file["way"].as_u64(),
            })
        });
        let hooks = value["hooks"].as_array()?.iter();
        let hooks = hooks.map(|set| Some((text(&set[0])?, text(&set[1])?, text(&set[2])?)));
        let changed = value["changed"].as_array()?.iter().map(text);
        Some(Before {
            changed: changed.collect::<Option<_>>()?,
            undone: value["undone"].as_bool()?,
            failed: value["failed"].as_bool().unwrap_or_default(),
            told: value["told"].as_bool().unwrap_or_default(),
            commands: value["commands"]
                .as_array()?
                .iter()
                .map(text)
                .collect::<Option<_>>()?,
            files: files.collect::<Option<_>>()?,
            hooks: hooks.collect::<Option<_>>()?,
            model: value["model"].clone(),
        })
    }

    fn to_change(&self) -> Change {
        let files = self.files.iter().map(|file| {
            let (Target::Uci(place) | Target::File(place) | Target::State(place)) = &file.target;
            json!({ "at": place, "text": file.text, "left": file.left, "way": file.way })
        });
        let value = json!({
            "undone": self.undone,
            "failed": self.failed,
            "told": self.told,
            "commands": self.commands,
            "changed": self.changed,
            "files": files.collect::<Value>(),
            "hooks": self.hooks,
            "model": self.model,
        });
        let mut content = value.to_string().into_bytes();
        content.push(b'\n');
        Change {
            target: Target::State(FILE.to_owned()),
            content,
        }
    }

    /// What is left of it when the change stands, or the ACS has heard that it was undone; `None`: nothing.
    pub fn rest(self) -> Option<Change> {
        let rest = Before { told: true, ..self };
        (rest.undone && !rest.hooks.is_empty()).then(|| rest.to_change())
    }

    fn is_empty(&self) -> bool {
        self.files.is_empty() && self.hooks.is_empty()
    }

    /// What of it is in `later` as well is undone with that.
    fn give(&mut self, later: &mut Before) {
        for file in &mut later.files {
            let mut files = self.files.iter();
            if let Some(at) = files.position(|old| old.target == file.target)
                && let Some(text) = self.files.remove(at).back(&file.text)
            {
                file.text = text;
            }
        }
        for set in &mut later.hooks {
            let mut hooks = self.hooks.iter();
            if let Some(at) = hooks.position(|old| (&old.0, &old.1) == (&set.0, &set.1)) {
                *set = self.hooks.remove(at);
            }
        }
    }

    /// Earlier changes that nobody has confirmed are undone with this one. Of one that was undone there is
    /// nothing but what hooks have not taken back.
    fn add_earlier(&mut self, earlier: Before) {
        for old in earlier.files {
            match self.files.iter_mut().find(|file| file.target == old.target) {
                Some(file) => {
                    if let Some(text) = old.back(&file.text) {
                        file.text = text;
                    }
                }
                None => self.files.push(old),
            }
        }
        for old in earlier.hooks {
            self.hooks
                .retain(|set| (&set.0, &set.1) != (&old.0, &old.1));
            self.hooks.push(old);
        }
        for name in earlier.changed {
            if !self.changed.contains(&name) {
                self.changed.push(name);
            }
        }
        self.changed.truncate(MOST_CHANGED);
        if !earlier.undone {
            self.failed |= earlier.failed;
            self.model = earlier.model;
            for command in &earlier.commands {
                add_once(&mut self.commands, command);
            }
        }
    }
}

impl Tree {
    /// What a hook might write into, as it is before the hooks of a change are told of it.
    pub(super) fn guarded_files(&self, world: &mut dyn Platform) -> BTreeMap<Target, String> {
        let mut files = BTreeMap::new();
        let Some(guard) = self
            .guard
            .as_ref()
            .filter(|_| !self.template.hooks.is_empty())
        else {
            return files;
        };
        for apply in self.template.applies.iter().filter(|apply| apply.risky) {
            let group = &*apply.group;
            if guard.except.iter().any(|except| except == group) {
                continue;
            }
            let target = match group.starts_with('/') {
                true => Target::File(group.to_owned()),
                false => Target::Uci(group.to_owned()),
            };
            // A group that is a hook's is no file; one that cannot be read cannot be brought back.
            if let Ok(text) = read(world, &target) {
                files.insert(target, text.unwrap_or_default());
            }
        }
        files
    }

    /// Puts what was there into the commit, where the staged change is a risky one. `old`: the packages
    /// that it edits; `earlier`: what [`Tree::guarded_files`] has found.
    pub(super) fn guard_changes(
        &mut self,
        world: &mut dyn Platform,
        stage: &Stage,
        old: &BTreeMap<String, String>,
        earlier: BTreeMap<Target, String>,
        model: &Store,
        changes: &mut Vec<Change>,
    ) -> Result<(), Fault> {
        let Some(guard) = self.guard.clone() else {
            return Ok(());
        };
        let mut before = Before::default();
        let mut beside = Before::default();
        // What is in force with the answer.
        let mut along = Vec::new();
        let failed = |trouble| internal("what was before could not be read", &trouble);
        let told_hooks = stage.has_told_hooks();
        for change in changes.iter() {
            let (name, was) = match &change.target {
                // Not read anew: what somebody has written there meanwhile must still be noticed.
                Target::Uci(name) => (name, old.get(name).cloned()),
                Target::File(path) if self.has_lines(path) => {
                    (path, world.file(path).map_err(failed)?)
                }
                _ => continue,
            };
            let known = earlier.get(&change.target).filter(|_| told_hooks);
            let text = known.cloned().or(was).unwrap_or_default();
            let new = std::str::from_utf8(&change.content).unwrap_or_default();
            let excepted = guard.except.iter().any(|except| except == name);
            let own = name == "cwmpd" && !excepted && leads_elsewhere(&text, new);
            let list = match self.guards(name) {
                _ if text == new => continue,
                Some(true) => &mut before.files,
                _ if own => &mut before.files,
                _ if excepted || name == "cwmpd" => continue,
                Some(false) => &mut beside.files,
                None => &mut along,
            };
            list.push(File {
                target: change.target.clone(),
                text,
                left: hash(new),
                way: way(new).filter(|_| own).map(|way| hash_way(&way)),
            });
        }
        let mut wrote = false;
        for (target, text) in earlier.into_iter().filter(|_| told_hooks) {
            if changes.iter().any(|change| change.target == target) {
                continue;
            }
            let new = read(world, &target).map_err(failed)?.unwrap_or_default();
            if new != text {
                wrote = true;
                before.files.push(File {
                    target,
                    text,
                    left: hash(&new),
                    way: None,
                });
            }
        }
        let mut commands: Vec<String> = Vec::new();
        for (hook, sets) in &stage.hooks {
            let hook = &self.template.hooks[*hook];
            // What puts an edit that this hook has asked for in force, beside the package's own line.
            let lines = self.template.applies.iter();
            for apply in lines.filter(|apply| *apply.group == **hook && apply.when != When::Check) {
                add_once(&mut commands, &apply.command);
            }
            let list = match self.guards(hook) {
                Some(true) => &mut before.hooks,
                Some(false) => &mut beside.hooks,
                None => continue,
            };
            list.extend(
                sets.iter().filter_map(|set| {
                    Some((hook.to_string(), set.path.clone(), set.before.clone()?))
                }),
            );
        }
        if before.is_empty() && beside.is_empty() && along.is_empty() {
            return Ok(());
        }
        // What is set together stands on each other. By itself, what is in force stands, unless the file is to come back.
        let waits = self.waits(world)?;
        let has = |old: &Before, file: &File| old.files.iter().any(|old| old.target == file.target);
        let in_waits = |file: &File| waits.iter().any(|old| !old.undone && has(old, file));
        if before.is_empty() && beside.is_empty() {
            let aside = self.beside.as_ref().map(|aside| &aside.before);
            along.retain(|file| in_waits(file) || aside.is_some_and(|aside| has(aside, file)));
            if along.is_empty() {
                return Ok(());
            }
        }
        beside.files.append(&mut along);
        if !before.is_empty() || beside.files.iter().any(in_waits) {
            before.files.append(&mut beside.files);
            before.hooks.append(&mut beside.hooks);
            if let Some(aside) = &mut self.beside {
                aside.before.give(&mut before);
            }
        }
        let brought = |hook: usize| wrote || stage.has_edits_of(hook);
        let names = stage.own.iter();
        let names = names.filter(|spot| !self.stands(spot, &guard, &brought));
        let names = names.map(|spot| spot.path.clone());
        let mut names: Vec<String> = names.filter(|name| !name.ends_with('.')).collect();
        names.truncate(MOST_CHANGED);
        let model: Value = serde_json::from_slice(&model.to_bytes()).unwrap_or_default();
        let whole = |before: Before| Before {
            commands: commands.clone(),
            changed: names.clone(),
            model: model.clone(),
            ..before
        };
        if !beside.is_empty() {
            let mut beside = whole(beside);
            let first = match self.beside.take() {
                Some(earlier) => {
                    beside.add_earlier(earlier.before);
                    earlier.first
                }
                None => self.unconfirmed.is_none() && waits.is_none(),
            };
            self.beside = Some(Beside {
                before: beside,
                first,
            });
        }
        if before.is_empty() {
            return Ok(());
        }
        let mut before = whole(before);
        if let Some(earlier) = waits {
            before.add_earlier(earlier);
        }
        let change = before.to_change();
        self.unconfirmed = Some(mark(&change.content));
        changes.push(change);
        Ok(())
    }

    /// Whether what was set there is nowhere that is brought back. `brought`: something is that this hook may have
    /// set. Of a secret nobody knows what it was.
    fn stands(&self, spot: &Spot, guard: &Guard, brought: &dyn Fn(usize) -> bool) -> bool {
        let Kind::Leaf(leaf) = &self.template.node(spot.node).kind else {
            return false;
        };
        let package = match &leaf.source {
            Source::Hook(hook) => {
                let name = &self.template.hooks[*hook];
                let comes = self.guards(name).is_some() || brought(*hook);
                return self.template.parameter(leaf).hidden || !comes;
            }
            Source::File { path, .. } => return !self.has_lines(path),
            Source::Option { package, .. } => Some(package.clone()),
            Source::RowOption(_) | Source::Item(_) => {
                section_of(&spot.context).map(|(package, _)| package.into())
            }
            _ => None,
        };
        package.is_some_and(|package| guard.except.iter().any(|except| **except == *package))
    }

    /// What was before changes that wait for confirmation now.
    fn waits(&self, world: &mut dyn Platform) -> Result<Option<Before>, Fault> {
        let content = world
            .state(FILE)
            .map_err(|trouble| internal("what was before could not be read", &trouble))?;
        let kept = self.guard.as_ref().and_then(|guard| guard.kept);
        let content = content.filter(|content| Some(mark(content)) != kept);
        match content.as_deref().map(Before::parse) {
            Some(Ok(before)) => Ok(before),
            Some(Err(error)) => {
                log::error!("{error}; it counts as nothing");
                Ok(None)
            }
            None => Ok(None),
        }
    }

    /// Whether something is done when this file is changed, and it is not what starts a diagnostic: what comes of that
    /// is no configuration.
    fn has_lines(&self, path: &str) -> bool {
        let mut lines = self.template.applies.iter();
        lines.any(|apply| *apply.group == *path) && !self.template.is_diagnostic(path)
    }

    /// Whether changes of a group of apply lines are undone where they do not come into force, and, with true, until
    /// the ACS is reached with them. Lines that come before the answer undo theirs themselves.
    pub(super) fn guards(&self, group: &str) -> Option<bool> {
        let guard = self.guard.as_ref()?;
        let excepted = guard.except.iter().any(|except| except == group);
        if excepted || self.template.is_diagnostic(group) {
            return None;
        }
        let lines = self.template.applies.iter();
        let lines = lines.filter(|apply| *apply.group == *group);
        let lines = lines.filter(|apply| apply.risky || apply.when == When::After);
        lines.map(|apply| apply.risky).max()
    }

    /// A line has failed at the session's end: what was before goes to flash also where it is not risky, to be
    /// undone with the rest, whatever happens until then. [`Tree::take_unconfirmed`] tells of it.
    ///
    /// # Errors
    /// 9002: it cannot be kept. What is risky can be undone all the same.
    pub fn guard_failed(&mut self, world: &mut dyn Platform) -> Result<(), Fault> {
        let waits = self.waits(world)?;
        let mut before = match (self.beside.take(), waits) {
            (Some(Beside { mut before, first }), Some(earlier)) => {
                let model = before.model.clone();
                before.add_earlier(earlier);
                if first {
                    before.model = model;
                }
                before
            }
            (Some(Beside { before, .. }), None) => before,
            (None, Some(before)) if self.unconfirmed.is_some() => before,
            (None, _) => return Ok(()),
        };
        before.failed = true;
        let change = before.to_change();
        let mark = mark(&change.content);
        let kept = world.commit(vec![change]);
        kept.map_err(|trouble| internal("what was before could not be kept", &trouble))?;
        self.unconfirmed = Some(mark);
        Ok(())
    }

    /// [`mark`] of the file, if a guarded change was made since this was last asked.
    pub fn take_unconfirmed(&mut self) -> Option<u64> {
        self.beside = None;
        self.unconfirmed.take()
    }

    /// Brings back what was before the changes that nobody has confirmed: all of it in one commit, but for
    /// what hooks keep, which are told before. Where that was done already, only what hooks have not taken
    /// back is tried again; the commands that put it in force come back until the ACS has been told.
    ///
    /// # Errors
    /// 9002: the device did not take it. Nothing of it is lost, and it can be tried again.
    pub fn undo(&mut self, world: &mut dyn Platform, before: &Before) -> Result<Undone, Fault> {
        self.refresh(world)?;
        let failed = |trouble| internal("what was before could not be brought back", &trouble);
        let mut changes = Vec::new();
        let mut groups: Vec<&str> = Vec::new();
        for file in &before.files {
            let (Target::Uci(name) | Target::File(name) | Target::State(name)) = &file.target;
            let now = read(world, &file.target).map_err(failed)?;
            let back = now.map_or_else(|| Some(file.text.clone()), |now| file.back(&now));
            let Some(back) = back else {
                log::warn!("{name} was edited since the ACS changed it: it stays as it is");
                continue;
            };
            groups.push(name);
            changes.push(Change {
                target: file.target.clone(),
                content: back.into_bytes(),
            });
        }
        let left = restore_hooks(world, &before.hooks);
        let taken = before.hooks.iter().filter(|set| !left.contains(*set));
        let hooks: Vec<&str> = taken.map(|(hook, _, _)| &**hook).collect();
        // A hook may have written there just now, and what is there again already is not written.
        changes.retain(|change| match read(world, &change.target) {
            Ok(Some(text)) => text.as_bytes() != change.content,
            _ => true,
        });
        let kept = self.store.clone();
        if !before.undone
            && let Ok(model) = Store::read(Some(before.model.to_string().as_bytes()))
        {
            self.store.instances.adopt(model.instances);
            self.store.attributes.adopt(model.attributes);
            self.store.parameter_key = model.parameter_key;
            self.store.changed |= self.store != kept;
        }
        let mut commands = match before.told {
            true => Vec::new(),
            false => before.commands.clone(),
        };
        for apply in &self.template.applies {
            let group = &*apply.group;
            let touched = groups.contains(&group) || !apply.package && hooks.contains(&group);
            if touched && apply.when != When::Check {
                add_once(&mut commands, &apply.command);
            }
        }
        let undone = Undone {
            changed: before.changed.clone(),
            told: before.told,
            left: left
                .iter()
                .map(|(hook, path, _)| format!("{hook}: {path}"))
                .collect(),
            commands: commands.clone(),
        };
        let rest = Before {
            undone: true,
            told: before.told,
            changed: before.changed.clone(),
            commands,
            hooks: left,
            ..Before::default()
        };
        if rest == *before {
            return Ok(undone);
        }
        let state = self.state_change();
        changes.extend(state.clone());
        changes.push(rest.to_change());
        if let Err(trouble) = world.commit(changes) {
            self.store = kept;
            return Err(failed(trouble));
        }
        if let Some(change) = state {
            self.kept(&change);
        }
        Ok(undone)
    }
}

/// Hook, path with keys, value.
type HookValue = (String, String, String);

/// Tells hooks what they had, each its own in one batch; what they did not take.
fn restore_hooks(world: &mut dyn Platform, hooks: &[HookValue]) -> Vec<HookValue> {
    let mut left: Vec<HookValue> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for (hook, _, _) in hooks {
        if let Err(at) = names.binary_search(&hook.as_str()) {
            names.insert(at, hook);
        }
    }
    for name in names {
        let mut sets: Vec<&HookValue> = hooks.iter().filter(|set| set.0 == name).collect();
        let batch: Vec<Request> = sets
            .iter()
            .map(|(_, path, value)| Request::Set {
                path: path.clone(),
                value: value.clone(),
            })
            .collect();
        let why = match world.hook(name, &batch) {
            Ok(answers) => {
                let faults = answers.into_iter().filter_map(|answer| match answer {
                    Answer::Fault { path, text, .. } => Some((path, text)),
                    Answer::Value { .. } => None,
                });
                let faults: Vec<(String, String)> = faults.collect();
                let Some((_, text)) = faults.first().cloned() else {
                    continue;
                };
                let refused = |path: &String| faults.iter().any(|(refused, _)| refused == path);
                if sets.iter().any(|(_, path, _)| refused(path)) {
                    sets.retain(|(_, path, _)| refused(path));
                }
                text
            }
            Err(trouble) => trouble.to_string(),
        };
        for set in sets {
            log::error!("hook {name}: {} is not as before: {why}", set.1);
            left.push(set.clone());
        }
    }
    left
}

fn add_once(commands: &mut Vec<String>, command: &str) {
    if !commands.iter().any(|known| known == command) {
        commands.push(command.to_owned());
    }
}

/// What is there now.
fn read(world: &mut dyn Platform, target: &Target) -> Result<Option<String>, Trouble> {
    match target {
        Target::Uci(name) => world.uci(name),
        Target::File(path) => world.file(path),
        Target::State(_) => Ok(None),
    }
}

/// Whether the agent would go to another ACS, or log in there in another way.
fn leads_elsewhere(old: &str, new: &str) -> bool {
    way(old) != way(new)
}

/// The options that lead to the ACS, in the agent's settings.
fn way(text: &str) -> Option<[Option<String>; 3]> {
    let package = Package::parse(text).ok()?;
    let acs = package.find("acs")?;
    Some(OWN_WAY.map(|option| acs.option(option).map(|value| value.into_owned())))
}

fn hash_way(way: &[Option<String>; 3]) -> u64 {
    hash(&json!(way).to_string())
}
