//! Answers the parameter methods: the one source of truth about what the device has and says.
//!
//! Every method is one RPC: state is read, the device is looked at through one [`View`], and whatever
//! the answer promises is on flash before the method returns.

use super::agent_source::AgentParameter;
use super::guard::{Beside, Guard};
use super::notify::passing;
use super::parameter::{AttributeSetting, ParameterAttribute, ParameterInfo, ParameterValue};
use super::path::{Path, Segment};
use super::schema::Notify;
use super::store::{self, Store};
use super::template::{Kind, Leaf, Node, Template, Texts};
use super::told::Seen;
use super::view::{Context, Item, Spot, View};
use super::watch::Way;
use crate::fault::{Fault, FaultCode};
use crate::platform::{Change, Platform, Target};
use std::collections::{BTreeMap, BTreeSet};

/// The device as the ACS sees it.
#[derive(Clone, Debug)]
pub struct Tree {
    pub(super) template: Template,
    pub(super) store: Store,
    /// What `store` was read from, to see whether another process has written since.
    pub(super) stored: Option<Vec<u8>>,
    /// The agent's own values, below the root (`ManagementServer.ConnectionRequestURL`).
    pub live: BTreeMap<String, String>,
    /// Apply commands that wait for the end of the session, in the order of the maps.
    pub(super) waiting: Vec<String>,
    /// uci packages that were written since [`Tree::take_written`] was last asked.
    pub(super) written: BTreeSet<String>,
    /// The watched values of the last Inform, until it is delivered.
    pub(super) on_its_way: Option<Seen>,
    /// The same of a lightweight notification, until it is sent.
    pub(super) light_on_its_way: Option<Seen>,
    pub(super) tells_changes: bool,
    /// The next Inform is the first one for its ACS.
    pub(super) anew: bool,
    /// The next Inform tells of no changes.
    pub(super) alone: bool,
    /// Something was written since [`Tree::take_touched`] was last asked.
    pub(super) touched: bool,
    /// Risky changes are kept until they are confirmed; `None`: they stand at once.
    pub guard: Option<Guard>,
    pub(super) unconfirmed: Option<u64>,
    /// What was before changes that are not risky, until they are in force.
    pub(super) beside: Option<Beside>,
}

impl Tree {
    /// Reads maps and schemas. The errors are lines for a person, each with file and line.
    pub fn load(
        texts: Texts,
        root: &str,
        agent: &'static [AgentParameter],
    ) -> Result<Tree, Vec<String>> {
        Ok(Tree {
            template: Template::build(texts, root, agent)?,
            store: Store::default(),
            stored: None,
            live: BTreeMap::new(),
            waiting: Vec::new(),
            written: BTreeSet::new(),
            on_its_way: None,
            light_on_its_way: None,
            tells_changes: false,
            anew: false,
            alone: false,
            touched: false,
            guard: None,
            unconfirmed: None,
            beside: None,
        })
    }

    /// `Device` or `InternetGatewayDevice`.
    pub fn root(&self) -> &str {
        &self.template.root
    }

    /// The hooks that the maps name.
    pub fn hooks(&self) -> impl Iterator<Item = &str> {
        self.template.hooks.iter().map(|name| &**name)
    }

    /// What in the maps is right, but may not be meant.
    pub fn notes(&self) -> &[String] {
        &self.template.notes
    }

    /// Whether the maps put this table on the device (`Device.SoftwareModules.ExecEnv.`).
    pub fn has_table(&self, path: &str) -> bool {
        self.template.table(path).is_some()
    }

    /// How many objects and parameters the maps put on the device, before rows are counted.
    pub fn size(&self) -> (usize, usize) {
        let leaves = self
            .template
            .nodes
            .iter()
            .filter(|node| matches!(node.kind, Kind::Leaf(_)))
            .count();
        (self.template.nodes.len() - leaves, leaves)
    }

    /// The parameters whose values nobody may read, with `{i}` in place of instances.
    pub fn hidden(&self) -> BTreeSet<String> {
        let nodes = &self.template.nodes;
        let hidden = nodes.iter().filter(|node| match &node.kind {
            Kind::Leaf(leaf) => self.template.parameter(leaf).hidden,
            _ => false,
        });
        let path = |node: &Node| [&self.template.node(node.parent).path, &*node.name].concat();
        // To collect them would take the code of a sort.
        let mut paths = BTreeSet::new();
        paths.extend(hidden.map(path));
        paths
    }

    /// GetParameterValues (TR-069 A.3.2.2): full names, partial paths, or "" for everything.
    pub fn get(
        &mut self,
        world: &mut dyn Platform,
        names: &[String],
    ) -> Result<Vec<ParameterValue>, Fault> {
        let mut list = Vec::new();
        let (mut left_out, mut first) = (0, String::new());
        self.look(world, names, &mut |view, spot| {
            let single = matches!(view.template.node(spot.node).kind, Kind::Leaf(_));
            view.walk(spot, &mut |view, node, context, path, item| {
                let Item::Leaf(leaf) = item else {
                    return Ok(());
                };
                let base = view.template.parameter(leaf).syntax.on_the_wire();
                match view.value(node, leaf, context) {
                    Ok(value) => list.push(ParameterValue {
                        name: path.to_owned(),
                        value,
                        base,
                    }),
                    Err(fault) if single => return Err(fault),
                    // A source that fails costs its own values, not the answer of the others.
                    Err(fault) => {
                        if left_out == 0 {
                            first = format!("{path}: {fault}");
                        }
                        left_out += 1;
                    }
                }
                Ok(())
            })
        })?;
        if left_out > 0 {
            log::warn!("{left_out} values left out, the first: {first}");
        }
        Ok(list)
    }

    /// GetParameterNames (TR-069 A.3.2.3).
    pub fn names(
        &mut self,
        world: &mut dyn Platform,
        path: &str,
        next_level: bool,
    ) -> Result<Vec<ParameterInfo>, Fault> {
        let mut list = Vec::new();
        let asked = parse(path)?;
        if next_level && !asked.partial {
            let text =
                format!("expected an object that ends with a dot for NextLevel true, got {path}");
            return Err(Fault::new(FaultCode::InvalidArguments, text));
        }
        self.look(
            world,
            std::slice::from_ref(&path.to_owned()),
            &mut |view, spot| {
                let depth = spot.path.matches('.').count() + usize::from(spot.path.is_empty());
                let start = spot.path.clone();
                view.walk(spot, &mut |view, _, context, path, item| {
                    let levels = path.trim_end_matches('.').matches('.').count() + 1;
                    let wanted = !next_level
                        || (path != start && levels == depth + usize::from(!start.is_empty()));
                    if wanted {
                        let writable = match item {
                            Item::Object { writable } => writable,
                            Item::Leaf(leaf) => view.writable(leaf, context),
                        };
                        list.push(ParameterInfo {
                            name: path.to_owned(),
                            writable,
                        });
                    }
                    Ok(())
                })
            },
        )?;
        Ok(list)
    }

    /// GetParameterAttributes (TR-069 A.3.2.5).
    pub fn attributes(
        &mut self,
        world: &mut dyn Platform,
        names: &[String],
    ) -> Result<Vec<ParameterAttribute>, Fault> {
        let mut list = Vec::new();
        self.look(world, names, &mut |view, spot| {
            view.walk(spot, &mut |view, node, context, path, item| {
                let Item::Leaf(leaf) = item else {
                    return Ok(());
                };
                let known = view.numbered(node, context);
                let attributes = &view.store.attributes;
                list.push(ParameterAttribute {
                    name: path.to_owned(),
                    notification: attributes.notification(&known, view.template.parameter(leaf)),
                    access_list: attributes.access_list(&known),
                });
                Ok(())
            })
        })?;
        Ok(list)
    }

    /// SetParameterAttributes (TR-069 A.3.2.4): all of the list or nothing.
    pub fn set_attributes(
        &mut self,
        world: &mut dyn Platform,
        list: &[AttributeSetting],
    ) -> Result<(), Fault> {
        let names: Vec<String> = list.iter().map(|setting| setting.name.clone()).collect();
        let mut at = 0;
        let mut sets: Vec<(String, usize)> = Vec::new();
        // Leaves whose notification may change, with what they said before and what they say now.
        let mut leaves: Vec<Noticed> = Vec::new();
        for setting in list {
            if let Some(notification) = setting.notification.filter(|value| *value > 6) {
                let name = &setting.name;
                let text = format!("{name}: expected notification 0 to 6, got {notification}");
                return Err(Fault::new(FaultCode::InvalidArguments, text));
            }
        }
        self.look_each(world, &names, true, &mut |view, index, spot| {
            at = index;
            let active = list.get(index).and_then(|setting| setting.notification);
            let single = matches!(view.template.node(spot.node).kind, Kind::Leaf(_));
            view.walk(spot, &mut |view, node, context, path, item| {
                let Item::Leaf(leaf) = item else {
                    return Ok(());
                };
                let parameter = view.template.parameter(leaf);
                let notify = parameter.notify;
                let refused = match (notify, active) {
                    (Notify::CanDeny, Some(2 | 5 | 6)) => true,
                    (Notify::ForceEnabled, Some(0 | 1 | 3..)) => single,
                    _ => false,
                };
                if refused {
                    let why = if notify == Notify::CanDeny {
                        "no active notification for it"
                    } else {
                        "it is always active"
                    };
                    return Err(Fault::new(
                        FaultCode::NotificationRequestRejected,
                        format!("{path}: {why}"),
                    ));
                }
                if active.is_some() {
                    leaves.push(noticed(view, node, leaf, context));
                }
                Ok(())
            })?;
            let count = view.count_of(spot.node, &spot.context);
            if let Some(count) = count.filter(|_| !spot.row && active.is_some()) {
                view.walk(&count, &mut |view, node, context, _, item| {
                    if let Item::Leaf(leaf) = item {
                        leaves.push(noticed(view, node, leaf, context));
                    }
                    Ok(())
                })?;
            }
            let known = if spot.row || matches!(view.template.node(spot.node).kind, Kind::Leaf(_)) {
                let below = view.numbered(spot.node, &spot.context);
                if spot.row && !below.ends_with('.') {
                    format!("{below}.")
                } else {
                    below
                }
            } else {
                view.numbered(spot.node, &spot.context)
            };
            sets.push((known, index));
            Ok(())
        })?;
        let before = self.store.clone();
        for (path, index) in sets {
            if let Some(setting) = list.get(index) {
                self.store.attributes.set(
                    &path,
                    setting.notification,
                    setting.access_list.as_deref(),
                );
            }
        }
        self.store.changed |= self.store.attributes != before.attributes;
        for leaf in leaves {
            let Kind::Leaf(kind) = &self.template.node(leaf.node).kind else {
                continue;
            };
            let parameter = self.template.parameter(kind);
            let now = self.store.attributes.notification(&leaf.path, parameter);
            for way in Way::ALL {
                let told = self.store.told_by(way);
                let (before, now) = (way.level(leaf.before), way.level(now));
                if way == Way::Datagram && now > 0 {
                    told.begin();
                }
                self.store.changed |= match (before, now, &leaf.value) {
                    (0, 0, _) => false,
                    (_, 0, _) => told.drop(&leaf.path),
                    (0, _, Some(value)) => told.know(&leaf.path, value, leaf.passing),
                    _ => false,
                };
            }
        }
        self.touched = true;
        self.keep(world).inspect_err(|_| self.store = before)
    }

    /// The apply commands that wait for the end of the session, once.
    pub fn take_waiting(&mut self) -> Vec<String> {
        std::mem::take(&mut self.waiting)
    }

    /// The uci packages written since this was last asked.
    pub fn take_written(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.written)
    }

    /// Reads the model's state where another process has changed it.
    pub(super) fn refresh(&mut self, world: &mut dyn Platform) -> Result<(), Fault> {
        let bytes = world
            .state(store::FILE)
            .map_err(|trouble| super::view::internal(store::FILE, &trouble))?;
        if bytes.is_some() && bytes == self.stored {
            return Ok(());
        }
        if bytes.is_none() && self.stored.is_none() && self.store == Store::default() {
            return Ok(());
        }
        let before = std::mem::take(&mut self.store);
        self.store = Store::read(bytes.as_deref()).unwrap_or_else(|error| {
            log::error!("{error}; instance numbers start anew");
            Store::default()
        });
        self.adopt_told(before);
        self.stored = bytes;
        Ok(())
    }

    /// The change that puts the model's state on flash, if there is anything to keep.
    pub(super) fn state_change(&mut self) -> Option<Change> {
        if !std::mem::take(&mut self.store.changed) {
            return None;
        }
        let content = self.store.to_bytes();
        (self.stored.as_ref() != Some(&content)).then(|| Change {
            target: Target::State(store::FILE.to_owned()),
            content,
        })
    }

    pub(super) fn kept(&mut self, change: &Change) {
        self.stored = Some(change.content.clone());
    }

    /// Numbers that are about to be told must be on flash first.
    pub(super) fn keep(&mut self, world: &mut dyn Platform) -> Result<(), Fault> {
        let Some(change) = self.state_change() else {
            return Ok(());
        };
        if self.stored.as_ref() == Some(&change.content) {
            return Ok(());
        }
        match world.commit(vec![change.clone()]) {
            Ok(()) => {
                self.kept(&change);
                Ok(())
            }
            Err(trouble) => {
                self.store.changed = true;
                Err(super::view::internal(store::FILE, &trouble))
            }
        }
    }

    /// InstanceMode and AutoCreateInstances, as they are now.
    pub(super) fn setting(view: &mut View, option: &str) -> Option<String> {
        let package = view.package("cwmpd").ok()??;
        package
            .find("acs")?
            .option(option)
            .map(|value| value.into_owned())
    }

    fn look(
        &mut self,
        world: &mut dyn Platform,
        names: &[String],
        each: &mut dyn FnMut(&mut View<'_>, &Spot) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.look_each(world, names, true, &mut |view, _, spot| each(view, spot))
    }

    fn look_each(
        &mut self,
        world: &mut dyn Platform,
        names: &[String],
        strict: bool,
        each: &mut dyn FnMut(&mut View<'_>, usize, &Spot) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.look_with(world, names, strict, true, each, &mut |_| {})
    }

    /// Goes to every place that is named; `strict`: a name that leads nowhere is a fault. Without
    /// `hooks` none is asked, and what depends on one is passed by. `end` sees the view at last.
    pub(super) fn look_with(
        &mut self,
        world: &mut dyn Platform,
        names: &[String],
        strict: bool,
        hooks: bool,
        each: &mut dyn FnMut(&mut View<'_>, usize, &Spot) -> Result<(), Fault>,
        end: &mut dyn FnMut(&View<'_>),
    ) -> Result<(), Fault> {
        self.refresh(world)?;
        let mut paths = Vec::with_capacity(names.len());
        for (index, name) in names.iter().enumerate() {
            match parse(name) {
                Ok(path) => paths.push((index, path)),
                Err(fault) if strict => return Err(fault),
                Err(_) => {}
            }
        }
        let by_alias = self.by_alias(world);
        let mut view = View::new(&self.template, world, &mut self.store, &self.live, by_alias);
        if !hooks {
            view.ask_no_hooks();
        }
        view.gather(paths.iter().map(|(_, path)| path));
        for (index, path) in &paths {
            let name = names.get(*index).map_or("", String::as_str);
            match view.resolve(path, name) {
                Ok(spots) => {
                    for spot in spots {
                        each(&mut view, *index, &spot)?;
                    }
                }
                Err(fault) if strict => return Err(fault),
                Err(_) => {}
            }
        }
        end(&view);
        self.keep(world)
    }

    pub(super) fn by_alias(&mut self, world: &mut dyn Platform) -> bool {
        let mut view = View::new(&self.template, world, &mut self.store, &self.live, false);
        Tree::setting(&mut view, "instance_mode").as_deref() == Some("InstanceAlias")
    }
}

fn noticed<'v>(view: &mut View<'v>, node: usize, leaf: &'v Leaf, context: &Context) -> Noticed {
    let parameter = view.template.parameter(leaf);
    let path = view.numbered(node, context);
    Noticed {
        before: view.store.attributes.notification(&path, parameter),
        passing: passing(leaf, parameter.notify),
        // What cannot be read now is told when it can be.
        value: view.value(node, leaf, context).ok(),
        node,
        path,
    }
}

/// A parameter whose notification is about to be set.
struct Noticed {
    node: usize,
    /// With instance numbers.
    path: String,
    before: u8,
    value: Option<String>,
    passing: bool,
}

/// 9005 for what is no path at all.
pub(super) fn parse(name: &str) -> Result<Path<'_>, Fault> {
    let path = Path::parse(name).map_err(|why| Fault::new(FaultCode::InvalidParameterName, why))?;
    if path
        .segments
        .first()
        .is_some_and(|first| !matches!(first, Segment::Name(_)))
    {
        return Err(Fault::new(
            FaultCode::InvalidParameterName,
            format!("expected a path from the root object, got {name}"),
        ));
    }
    Ok(path)
}
