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
use super::store::Store;
use super::template::{Kind, Leaf, Source};
use super::told::{Seen, Told};
use super::tree::Tree;
use super::view::{Context, Item, Spot, View};
use super::watch::{ACTIVE, PASSIVE, Way};
use crate::fault::Fault;
use crate::platform::{Change, Platform};
use std::collections::BTreeSet;

/// Values of one lightweight notification; the others follow in the next.
const MOST_LIGHT: usize = 1000;

/// What one look at the actively watched parameters has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Full names of those that the ACS knows by another value, and is to hear of in an Inform.
    pub changed: Vec<String>,
    /// There are others, of which it is to hear by a lightweight notification.
    pub light: bool,
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
        let names = self.watched_names(&[(Way::Inform, ACTIVE), (Way::Datagram, ACTIVE)]);
        let mut found = Found::default();
        let mut sources = Sources::default();
        self.look_with(
            world,
            &names,
            false,
            depth == Depth::Hooks,
            &mut |view, _, spot| {
                view.walk(spot, &mut |view, node, context, path, item| {
                    if let Item::Leaf(leaf) = item
                        && !found.changed.contains(path)
                    {
                        found.look(view, node, leaf, context, path);
                    }
                    Ok(())
                })
            },
            &mut |view| sources = view.sources(),
        )?;
        // What ends is looked at when somebody else has written it.
        let ends = self.template.ends.iter();
        sources
            .packages
            .extend(ends.map(|until| String::from(&*until.package)));
        Ok(Survey {
            changed: found.changed.into_iter().collect(),
            light: found.light,
            sources,
        })
    }

    /// Of these, named in full or by partial paths, the parameters with active notification: those
    /// named in full as they are, those below partial paths if they differ from what was told. The
    /// second value: there is a change for a lightweight notification among them.
    pub fn active_ones(
        &mut self,
        world: &mut dyn Platform,
        names: &[String],
    ) -> Result<(Vec<String>, bool), Fault> {
        let mut found = Found::default();
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
                    let notification = view.store.attributes.notification(&known, parameter);
                    if single && Way::Inform.level(notification) == ACTIVE {
                        found.changed.insert(path.to_owned());
                    } else {
                        found.look(view, node, leaf, context, path);
                    }
                    Ok(())
                })
            },
            &mut |_| {},
        )?;
        Ok((found.changed.into_iter().collect(), found.light))
    }

    /// The values that go into a lightweight notification now: all that are watched in this way,
    /// actively or passively, and that the ACS knows by another value.
    pub fn light_parameters(
        &mut self,
        world: &mut dyn Platform,
    ) -> Result<Vec<ParameterValue>, Fault> {
        self.refresh(world)?;
        let names = self.watched_names(&[(Way::Datagram, PASSIVE)]);
        let mut list: Vec<ParameterValue> = Vec::new();
        let mut seen = Seen::default();
        let mut gaps = false;
        self.look_with(
            world,
            &names,
            false,
            true,
            &mut |view, _, spot| {
                view.walk(spot, &mut |view, node, context, path, item| {
                    let Item::Leaf(leaf) = item else {
                        return Ok(());
                    };
                    let way = (Way::Datagram, PASSIVE);
                    let Some(watched) = watched(view, node, leaf, context, way) else {
                        return Ok(());
                    };
                    if seen.has(&watched.path) {
                        return Ok(());
                    }
                    let Ok(value) = view.value(node, leaf, context) else {
                        seen.gaps = true;
                        return Ok(());
                    };
                    let told = &view.store.light;
                    let changed = told.differs(&watched.path, &value, watched.passing);
                    if changed && list.len() >= MOST_LIGHT {
                        seen.gaps = true;
                        return Ok(());
                    }
                    seen.insert(watched.path, &value, watched.passing);
                    if changed {
                        list.push(ParameterValue {
                            name: path.to_owned(),
                            value,
                            base: view.template.parameter(leaf).syntax.on_the_wire(),
                        });
                    }
                    Ok(())
                })
            },
            &mut |view| gaps = view.has_gaps(),
        )?;
        seen.gaps |= gaps;
        self.light_on_its_way = Some(seen);
        Ok(list)
    }

    /// Whether anything is watched for lightweight notifications, as far as is known.
    pub fn tells_lightly(&self) -> bool {
        let attributes = &self.store.attributes;
        self.stored.is_none() || !attributes.watched(&[(Way::Datagram, PASSIVE)]).is_empty()
    }

    /// What the last [`Tree::light_parameters`] has found is sent. In memory only: it goes to flash
    /// with the next write.
    pub fn light_sent(&mut self) {
        if let Some(seen) = self.light_on_its_way.take() {
            self.store.light.deliver(seen);
        }
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
            names.extend(self.watched_names(&[(Way::Inform, PASSIVE)]));
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
                    let way = (Way::Inform, PASSIVE);
                    let watched = watched(view, node, leaf, context, way)
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
        self.store.changed |= self.store.told.deliver(seen) | self.light_is_newer();
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
        self.adopt_told(before.store);
    }

    /// What was sent by datagram is known here only, what was told in Informs is on flash.
    pub(super) fn adopt_told(&mut self, before: Store) {
        self.store.told.adopt(before.told);
        match before.light.has_begun() {
            true => self.store.light = before.light,
            false => self.store.light.adopt(before.light),
        }
    }

    /// Whether datagrams were sent that the file does not know of. It hears of them now and then, so
    /// that a reboot does not tell old news again.
    fn light_is_newer(&self) -> bool {
        if !self.store.light.has_begun() {
            return false;
        }
        let kept = self.stored.as_deref().map(|bytes| Store::read(Some(bytes)));
        !matches!(kept, Some(Ok(kept)) if kept.light.same(&self.store.light))
    }

    /// Whether an RPC has written since this was last asked: other values may have changed with it.
    pub fn take_touched(&mut self) -> bool {
        std::mem::take(&mut self.touched)
    }

    /// Names of all that is watched at one of these levels or above, as few as say it.
    fn watched_names(&self, levels: &[(Way, u8)]) -> Vec<String> {
        let mut names: Vec<String> = self.store.attributes.watched(levels);
        if levels.iter().any(|(way, _)| *way == Way::Inform) {
            let active = self.template.active.iter();
            names.extend(active.map(|leaf| self.wild_name(*leaf)));
        }
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
        let Item::Leaf(leaf) = item else {
            return Ok(());
        };
        for way in Way::ALL {
            if let Some(watched) = watched(view, node, leaf, context, (way, PASSIVE))
                && let Ok(value) = view.value(node, leaf, context)
            {
                let told = view.store.told_by(way);
                view.store.changed |= told.know(&watched.path, &value, watched.passing);
            }
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

/// What differs from what was told.
#[derive(Default)]
struct Found {
    changed: BTreeSet<String>,
    light: bool,
}

impl Found {
    /// Compares a leaf that is watched actively.
    fn look<'v>(
        &mut self,
        view: &mut View<'v>,
        node: usize,
        leaf: &'v Leaf,
        context: &Context,
        path: &str,
    ) {
        for way in Way::ALL {
            if let Some(watched) = watched(view, node, leaf, context, (way, ACTIVE))
                && let Ok(value) = view.value(node, leaf, context)
                && view
                    .store
                    .told_by(way)
                    .differs(&watched.path, &value, watched.passing)
            {
                match way {
                    Way::Inform => drop(self.changed.insert(path.to_owned())),
                    Way::Datagram => self.light = true,
                }
            }
        }
    }
}

struct Watched {
    /// With instance numbers.
    path: String,
    passing: bool,
}

/// Whether a parameter is watched in this way at this level or above. What the agent does not know at the moment
/// (ConnectionRequestURL while nothing listens) has not changed, and ParameterKey is the ACS's own.
fn watched(
    view: &View<'_>,
    node: usize,
    leaf: &Leaf,
    context: &Context,
    (way, level): (Way, u8),
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
    (way.level(notification) >= level).then(|| Watched {
        path,
        passing: passing(leaf, parameter.notify),
    })
}
