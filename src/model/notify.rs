//! Value change notification (TR-069 3.2.1, A.3.2.4): which parameters the ACS watches, which of them
//! it knows by another value, and from which files that can be seen.
//!
//! ```text
//!   survey (active ones, between sessions) ──▶ names of what changed ──▶ a session
//!   inform (active and passive ones, at the Inform) ──▶ values of what changed ──┐
//!   InformResponse ──▶ `delivered`: these values are what the ACS was last told ◀┘
//! ```
//! What the ACS sets itself counts as told with the commit that keeps it.

use super::agent_source::AgentAnswer;
use super::parameter::ParameterValue;
use super::schema::Notify;
use super::template::{Kind, Leaf, Source};
use super::told::{Seen, Told};
use super::tree::Tree;
use super::view::{Context, Item, Spot, View};
use crate::fault::Fault;
use crate::platform::{Change, Platform};
use std::collections::BTreeSet;

/// Passive notification and up.
const PASSIVE: u8 = 1;
/// Active notification.
const ACTIVE: u8 = 2;

/// What one look at the actively watched parameters has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Full names of those that the ACS knows by another value.
    pub changed: Vec<String>,
    /// Where a change would show.
    pub sources: Sources,
}

/// Where watched values come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// uci packages.
    pub packages: BTreeSet<String>,
    /// Plain files, by their path on the device.
    pub files: BTreeSet<String>,
    /// There are others that can only be asked now and then: hooks, `/proc`, `/sys`, addresses.
    pub polled: bool,
}

/// How deep a look goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Everything.
    Hooks,
    /// What files say. No process is started; what hooks answer is passed by.
    Files,
}

impl Tree {
    /// Compares the parameters with active notification with what the ACS was last told.
    pub fn survey(&mut self, world: &mut dyn Platform, depth: Depth) -> Result<Survey, Fault> {
        self.refresh(world)?;
        let names = self.watched_names(ACTIVE);
        let mut changed = BTreeSet::new();
        let mut sources = Sources::default();
        self.look_with(
            world,
            &names,
            false,
            depth == Depth::Hooks,
            &mut |view, _, spot| {
                view.walk(spot, &mut |view, node, context, path, item| {
                    if let Item::Leaf(leaf) = item
                        && let Some(watched) = watched(view, node, leaf, context, ACTIVE)
                        && !changed.contains(path)
                        && let Ok(value) = view.value(node, leaf, context)
                        && view
                            .store
                            .told
                            .differs(&watched.path, &value, watched.passing)
                    {
                        changed.insert(path.to_owned());
                    }
                    Ok(())
                })
            },
            &mut |view| sources = view.sources(),
        )?;
        Ok(Survey {
            changed: changed.into_iter().collect(),
            sources,
        })
    }

    /// Of these, named in full or by partial paths, the parameters with active notification: those
    /// named in full as they are, those below partial paths if they differ from what was told.
    pub fn active_ones(
        &mut self,
        world: &mut dyn Platform,
        names: &[String],
    ) -> Result<Vec<String>, Fault> {
        let mut changed = BTreeSet::new();
        self.look_with(
            world,
            names,
            true,
            true,
            &mut |view, _, spot| {
                let single = matches!(view.template.node(spot.node).kind, Kind::Leaf(_));
                view.walk(spot, &mut |view, node, context, path, item| {
                    let Item::Leaf(leaf) = item else {
                        return Ok(());
                    };
                    let known = view.numbered(node, context);
                    let parameter = view.template.parameter(leaf);
                    if view.store.attributes.notification(&known, parameter) != ACTIVE {
                        return Ok(());
                    }
                    let differs = single
                        || view.value(node, leaf, context).is_ok_and(|value| {
                            let passing = passing(leaf, parameter.notify);
                            view.store.told.differs(&known, &value, passing)
                        });
                    if differs {
                        changed.insert(path.to_owned());
                    }
                    Ok(())
                })
            },
            &mut |_| {},
        )?;
        Ok(changed.into_iter().collect())
    }

    /// What goes into every Inform, the parameters named beside, and those that are watched, actively
    /// or passively, and that the ACS knows by another value (TR-069 3.7.1.5). What is not there now
    /// is left out. [`Tree::tells_changes`] says whether any of the third kind was among them.
    pub fn inform_parameters(
        &mut self,
        world: &mut dyn Platform,
        beside: &[String],
    ) -> Result<Vec<ParameterValue>, Fault> {
        let mut names: Vec<String> = Vec::new();
        for &leaf in &self.template.forced {
            names.push(self.wild_name(leaf));
        }
        names.extend(beside.iter().cloned());
        let asked = names.len();
        self.refresh(world)?;
        if std::mem::take(&mut self.anew) {
            self.store.told = Told::default();
        }
        let alone = std::mem::take(&mut self.alone);
        if !alone {
            names.extend(self.watched_names(PASSIVE));
        }
        let mut list: Vec<ParameterValue> = Vec::new();
        let mut listed = BTreeSet::new();
        let mut seen = Seen::default();
        let mut changes = false;
        let (mut gaps, mut unread) = (false, false);
        self.look_with(
            world,
            &names,
            false,
            true,
            &mut |view, index, spot| {
                view.walk(spot, &mut |view, node, context, path, item| {
                    let Item::Leaf(leaf) = item else {
                        return Ok(());
                    };
                    let watched = watched(view, node, leaf, context, PASSIVE)
                        .filter(|watched| !alone && !seen.has(&watched.path));
                    let wanted = index < asked && !listed.contains(path);
                    if !wanted && watched.is_none() {
                        return Ok(());
                    }
                    let value = match view.value(node, leaf, context) {
                        Ok(value) => value,
                        Err(fault) => {
                            unread |= watched.is_some();
                            if wanted {
                                log::warn!("{path} left out of the Inform: {fault}");
                            }
                            return Ok(());
                        }
                    };
                    let mut changed = false;
                    if let Some(Watched { path, passing }) = watched {
                        changed = view.store.told.differs(&path, &value, passing);
                        seen.insert(path, &value, passing);
                    }
                    changes |= changed;
                    if (wanted || changed) && listed.insert(path.to_owned()) {
                        let base = view.template.parameter(leaf).syntax.on_the_wire();
                        list.push(ParameterValue {
                            name: path.to_owned(),
                            value,
                            base,
                        });
                    }
                    Ok(())
                })
            },
            &mut |view| gaps = view.has_gaps(),
        )?;
        seen.gaps = gaps || unread;
        self.on_its_way = (!alone).then_some(seen);
        self.tells_changes = changes;
        Ok(list)
    }

    /// Whether the last [`Tree::inform_parameters`] has changes of values in it, so that the Inform
    /// needs `4 VALUE CHANGE`.
    pub fn tells_changes(&self) -> bool {
        self.tells_changes
    }

    /// The Inform of the last [`Tree::inform_parameters`] has arrived: its values are what the ACS
    /// was told. What must go to flash now, and [`Tree::kept_or_not`] hears whether it did.
    pub fn delivered(&mut self, world: &mut dyn Platform) -> Option<Change> {
        let seen = self.on_its_way.take()?;
        if let Err(fault) = self.refresh(world) {
            log::error!("what the ACS was told is not kept: {fault}");
            return None;
        }
        self.store.changed |= self.store.told.deliver(seen);
        self.state_change()
    }

    /// What became of a change that somebody else has written.
    pub fn kept_or_not(&mut self, change: &Change, kept: Result<(), Fault>) {
        match kept {
            Ok(()) => self.kept(change),
            Err(fault) => {
                log::error!("what the ACS was told is not kept: {fault}");
                self.store.changed = true;
            }
        }
    }

    /// The next Inform is for an ACS that is new here (`0 BOOTSTRAP`): it was told nothing yet, so
    /// nothing has changed for it.
    pub fn start_anew(&mut self) {
        self.anew = true;
    }

    /// The next Inform tells of no changes (`14 HEARTBEAT`): they wait for the one after it.
    pub fn tell_no_changes(&mut self) {
        self.alone = true;
    }

    /// Takes over what only the memory of the tree before knows: maps and schema were read again.
    pub fn adopt(&mut self, before: Tree) {
        self.store.told.adopt(before.store.told);
    }

    /// Whether an RPC has written since this was last asked: other values may have changed with it.
    pub fn take_touched(&mut self) -> bool {
        std::mem::take(&mut self.touched)
    }

    /// Names of all that is watched at this level or above, as few as say it.
    fn watched_names(&self, level: u8) -> Vec<String> {
        let mut names: Vec<String> = self.store.attributes.watched(level);
        names.extend(
            self.template
                .active
                .iter()
                .map(|leaf| self.wild_name(*leaf)),
        );
        names.sort();
        let mut least: Vec<String> = Vec::with_capacity(names.len());
        for name in names {
            let covered = least.last().is_some_and(|above| {
                *above == name || (is_partial(above) && name.starts_with(above.as_str()))
            });
            if !covered {
                least.push(name);
            }
        }
        least
    }

    /// A leaf's name in all rows of its tables.
    fn wild_name(&self, leaf: usize) -> String {
        let leaf = self.template.node(leaf);
        let path = format!("{}{}", self.template.node(leaf.parent).path, leaf.name);
        path.replace("{i}", "*")
    }
}

fn is_partial(name: &str) -> bool {
    name.is_empty() || name.ends_with('.')
}

/// The ACS itself has given these places their values: nobody needs to tell it.
pub fn know(view: &mut View<'_>, spot: &Spot) -> Result<(), Fault> {
    view.walk(spot, &mut |view, node, context, _, item| {
        if let Item::Leaf(leaf) = item
            && let Some(watched) = watched(view, node, leaf, context, PASSIVE)
            && let Ok(value) = view.value(node, leaf, context)
        {
            let told = &mut view.store.told;
            view.store.changed |= told.know(&watched.path, &value, watched.passing);
        }
        Ok(())
    })
}

/// Whether a leaf's value begins anew with every boot.
pub fn passing(leaf: &Leaf, notify: Notify) -> bool {
    let kernels = match &leaf.source {
        Source::File { path, .. } => path.starts_with("/proc/") || path.starts_with("/sys/"),
        Source::Hook(_) | Source::Ubus(_) | Source::Part(_) | Source::Word(_) => true,
        _ => false,
    };
    kernels && notify == Notify::CanDeny
}

struct Watched {
    /// With instance numbers.
    path: String,
    passing: bool,
}

/// Whether a parameter is watched at this level or above. What the agent does not know at the moment
/// (ConnectionRequestURL while nothing listens) has not changed, and ParameterKey is the ACS's own.
fn watched(
    view: &View<'_>,
    node: usize,
    leaf: &Leaf,
    context: &Context,
    level: u8,
) -> Option<Watched> {
    let left_out = match &leaf.source {
        Source::Agent(parameter) => {
            matches!(parameter.answer, AgentAnswer::Live)
                && view.live.get(parameter.path).is_none_or(String::is_empty)
        }
        Source::ParameterKey => true,
        _ => false,
    };
    if left_out {
        return None;
    }
    let path = view.numbered(node, context);
    let parameter = view.template.parameter(leaf);
    let notification = view.store.attributes.notification(&path, parameter);
    (notification >= level).then(|| Watched {
        path,
        passing: passing(leaf, parameter.notify),
    })
}
