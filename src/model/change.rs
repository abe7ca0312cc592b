//! SetParameterValues, AddObject and DeleteObject: all or nothing over the whole list.
//!
//! ```text
//!  names, types, values      every hook's        every hook's       files and model state
//!  judged by the schema  ──▶ `check` lines  ──▶  `set` lines   ──▶  in one commit        ──▶ apply
//!         │ fault                 │ fault             │ fault            │ fault
//!         ▼                       ▼                   ▼                  ▼
//!      nothing was done      nothing was done    old values are set back in the hooks
//! ```

use super::agent_source::AgentAnswer;
use super::hook_answers::push_key;
use super::map::Pick;
use super::parameter::{ParameterSetting, Status};
use super::path::{Path, Segment, is_alias};
use super::template::{Kind, Leaf, Rows, Source, Template};
use super::tree::{Tree, parse};
use super::value::Base;
use super::view::{
    Context, Frame, Handle, Item, Spot, View, fill, fill_path, internal, section_of,
};
use crate::fault::{Fault, FaultCode, ParameterFault};
use crate::platform::hook::{Answer, Request};
use crate::platform::uci::Value;
use crate::platform::{Change, Platform, Target};
use std::collections::{BTreeMap, BTreeSet};

/// What one RPC wants to do to the device, before any of it is done.
#[derive(Debug, Default)]
struct Stage {
    packages: BTreeSet<String>,
    files: BTreeMap<String, String>,
    /// Per hook: path with keys, new value, the value before, and which setting asked for it.
    hooks: BTreeMap<usize, Vec<HookSet>>,
    /// Groups of apply lines that were touched by hooks and files.
    groups: BTreeSet<String>,
    /// Tables whose unique keys must be looked at again.
    tables: Vec<(usize, Context, usize)>,
}

#[derive(Debug)]
struct HookSet {
    path: String,
    value: String,
    before: Option<String>,
    setting: usize,
}

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
                for (index, (setting, path)) in list.iter().zip(&paths).enumerate() {
                    if let Err(fault) = stage_setting(view, stage, index, setting, path.as_ref()) {
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
        let outcome = {
            let mut view = View::new(&self.template, world, &mut self.store, &self.live, by_alias);
            let mut stage = Stage::default();
            stage_all(&mut view, &mut stage)
                .and_then(|()| ask_hooks(&mut view, &stage, list))
                .and_then(|()| set_hooks(&mut view, &stage, list))
                .and_then(|()| match texts(&mut view, &stage) {
                    Ok(changes) => Ok((changes, stage)),
                    Err(fault) => {
                        restore_hooks(&mut view, &stage, usize::MAX);
                        Err(fault)
                    }
                })
        };
        let (mut changes, stage) = outcome.inspect_err(|_| self.store = before.clone())?;
        if let Some(key) = parameter_key
            && self.store.parameter_key != key
        {
            self.store.parameter_key = key.to_owned();
            self.store.changed = true;
        }
        let kept = self.state_change();
        changes.extend(kept.clone());
        if !changes.is_empty()
            && let Err(trouble) = world.commit(changes)
        {
            let mut view = View::new(&self.template, world, &mut self.store, &self.live, by_alias);
            restore_hooks(&mut view, &stage, usize::MAX);
            self.store = before;
            return Err(internal("the change could not be kept", &trouble));
        }
        if let Some(change) = kept {
            self.kept(&change);
        }
        self.written.extend(stage.packages.iter().cloned());
        let mut groups = stage.groups;
        groups.extend(stage.packages);
        Ok((self.put_in_force(world, &groups), ()))
    }

    /// Runs the `now` lines of the touched groups and keeps the `after` lines for the session's end.
    fn put_in_force(&mut self, world: &mut dyn Platform, groups: &BTreeSet<String>) -> Status {
        let mut status = Status::Applied;
        for (at, apply) in self.template.applies.iter().enumerate() {
            if !groups.contains(&*apply.group) {
                continue;
            }
            if apply.after {
                self.waiting.insert(at);
                status = Status::Committed;
            } else if let Err(trouble) = world.apply(&apply.command) {
                log::error!(
                    "{}:{}: apply {}: {trouble}",
                    apply.at.file,
                    apply.at.line,
                    apply.group
                );
            }
        }
        status
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

fn stage_setting(
    view: &mut View,
    stage: &mut Stage,
    index: usize,
    setting: &ParameterSetting,
    path: Option<&Path>,
) -> Result<(), Fault> {
    let Some(path) = path else {
        parse(&setting.name)?;
        return Ok(());
    };
    if path.partial || path.segments.contains(&Segment::Any) {
        let text = format!(
            "expected the full name of one parameter, got {}",
            setting.name
        );
        return Err(Fault::new(FaultCode::InvalidParameterName, text));
    }
    let spots = match view.resolve(path, &setting.name) {
        Ok(spots) => spots,
        Err(fault) => auto_create(view, stage, path, &setting.name)?.ok_or(fault)?,
    };
    let Some(spot) = spots.into_iter().next() else {
        return Err(Fault::new(
            FaultCode::InvalidParameterName,
            setting.name.clone(),
        ));
    };
    let template = view.template;
    let Kind::Leaf(leaf) = &template.node(spot.node).kind else {
        return Ok(());
    };
    let parameter = template.parameter(leaf);
    if !leaf.writable {
        let text = "read-only on this device";
        return Err(Fault::new(FaultCode::NonWritableParameter, text));
    }
    check_declared(parameter.syntax.on_the_wire(), setting)?;
    let invalid = |why: String| {
        Fault::new(
            FaultCode::InvalidParameterValue,
            format!("{}: {why}", setting.name),
        )
    };
    let value = parameter.accept(&setting.value).map_err(invalid)?;
    if parameter.command && matches!(value.as_str(), "false" | "") {
        return Ok(());
    }
    stage_value(view, stage, &spot.context, spot.node, leaf, &value, index).map_err(|fault| {
        Fault {
            text: format!("{}: {}", setting.name, fault.text),
            ..fault
        }
    })?;
    if let Some(frame) = spot.context.last() {
        let above: Context = spot.context[..spot.context.len() - 1].to_vec();
        stage.tables.push((frame.table, above, index));
    }
    Ok(())
}

/// 9006 for a declared type that cannot be meant; `string` and no type at all are taken by the
/// value's form, and one kind of number for another, as field ACSs send them.
fn check_declared(base: Base, setting: &ParameterSetting) -> Result<(), Fault> {
    let Some(declared) = setting.declared.as_deref() else {
        return Ok(());
    };
    let number = |name: &str| {
        matches!(
            name,
            "int"
                | "integer"
                | "long"
                | "short"
                | "unsignedInt"
                | "unsignedLong"
                | "unsignedShort"
                | "decimal"
        )
    };
    let good = match declared {
        "string" | "anySimpleType" | "anyType" | "anyURI" | "token" | "normalizedString" => true,
        "boolean" => matches!(base, Base::Boolean),
        "dateTime" => matches!(base, Base::DateTime),
        "base64" | "base64Binary" => matches!(base, Base::Base64),
        "hexBinary" => matches!(base, Base::HexBinary),
        name if number(name) => number(base.xsd()),
        _ => false,
    };
    if good {
        return Ok(());
    }
    let text = format!(
        "{}: expected xsd:{}, got xsd:{declared}",
        setting.name,
        base.xsd()
    );
    Err(Fault::new(FaultCode::InvalidParameterType, text))
}

/// Puts one judged value where it belongs, in the view only.
fn stage_value(
    view: &mut View,
    stage: &mut Stage,
    context: &Context,
    node: usize,
    leaf: &Leaf,
    value: &str,
    index: usize,
) -> Result<(), Fault> {
    let invalid = |why: String| Fault::new(FaultCode::InvalidParameterValue, why);
    let template = view.template;
    let device = if !leaf.turns.refers.is_empty() {
        referred(view, leaf, value)?
    } else {
        check_reference(view, leaf, value)?;
        if leaf.turns.list {
            leaf.turns.to_items(value).map_err(invalid)?
        } else {
            vec![
                leaf.turns
                    .to_device(in_words_of(leaf, template, value))
                    .map_err(invalid)?,
            ]
        }
    };
    let text = || device.join(" ");
    let failed = |trouble: crate::platform::Trouble| internal("the device", &trouble);
    match &leaf.source {
        Source::RowOption(option) => {
            let Some((package, section)) = section_of(context) else {
                return Err(invalid("the row has no section".into()));
            };
            let edited = view.package_or_new(&package).map_err(failed)?;
            write_option(edited, section, option, &device, leaf, stage, &package)
        }
        Source::Option {
            package,
            section,
            option,
        } => {
            let section = fill(section, context).into_owned();
            let edited = view.package_or_new(package).map_err(failed)?;
            let found = match edited.find(&section).map(|found| found.id()) {
                Some(found) => found,
                None => new_section(edited, &section, package)?,
            };
            write_option(edited, found, option, &device, leaf, stage, package)
        }
        Source::Agent(parameter) => match parameter.answer {
            AgentAnswer::Setting {
                section,
                option,
                check,
                ..
            } => {
                check(value).map_err(|why| invalid(format!("expected {why}")))?;
                let edited = view.package_or_new("cwmpd").map_err(failed)?;
                let found = match edited.find(section).map(|found| found.id()) {
                    Some(found) => found,
                    None => new_section(edited, section, "cwmpd")?,
                };
                write_option(edited, found, option, &device, leaf, stage, "cwmpd")
            }
            AgentAnswer::Fixed(only) if only == value => Ok(()),
            AgentAnswer::Fixed(only) => Err(invalid(format!(
                "expected {only:?}, the only value supported, got {value:?}"
            ))),
            AgentAnswer::Live => Err(Fault::new(
                FaultCode::NonWritableParameter,
                "the agent sets it",
            )),
        },
        Source::File { path, pick, .. } => {
            let Some(path) = fill_path(path, context) else {
                return Err(invalid("the row's name is no file name".into()));
            };
            if *pick != Pick::default() {
                return Err(invalid("only a whole file can be written".into()));
            }
            let text = format!("{}\n", text());
            let same = view
                .file(&path)
                .map_err(failed)?
                .is_some_and(|before| *before == *text);
            if !same {
                view.stage_file(&path, &text);
                stage.groups.insert(path.to_string());
                stage.files.insert(path.into_owned(), text);
            }
            Ok(())
        }
        Source::Hook(hook) => {
            let path = view.keyed(node, context);
            let before = view.hook_value(*hook, &path).map(str::to_owned);
            let device = text();
            view.stage_hook_value(*hook, &path, &device);
            stage.groups.insert(template.hooks[*hook].to_string());
            let set = HookSet {
                path,
                value: device,
                before,
                setting: index,
            };
            stage.hooks.entry(*hook).or_default().push(set);
            Ok(())
        }
        Source::Alias => {
            let Some((frame, above)) = context.split_last() else {
                return Ok(());
            };
            let table = view.numbered(frame.table, above);
            give_alias(view, &table, frame.row.number, value)
        }
        Source::Word(_)
        | Source::Key
        | Source::Const(_)
        | Source::Count(_)
        | Source::ParameterKey => Err(Fault::new(
            FaultCode::NonWritableParameter,
            "it cannot be written here",
        )),
    }
}

/// uci and files say 1 and 0; hooks and the standard say true and false.
fn in_words_of<'v>(leaf: &Leaf, template: &Template, value: &'v str) -> &'v str {
    let plain = leaf.turns.pairs.is_empty() && !matches!(leaf.source, Source::Hook(_));
    match (template.parameter(leaf).syntax.base, value) {
        (Base::Boolean, "true") if plain => "1",
        (Base::Boolean, "false") if plain => "0",
        _ => value,
    }
}

fn give_alias(view: &mut View, table: &str, number: u32, alias: &str) -> Result<(), Fault> {
    if !is_alias(alias) {
        let text =
            format!("expected 1 to 64 letters, digits, _ or -, first a letter, got {alias:?}");
        return Err(Fault::new(FaultCode::InvalidParameterValue, text));
    }
    match view.store.instances.by_alias(table, alias) {
        Some(other) if other != number => {
            let text = format!(
                "expected an alias that no other row has, got {alias:?} of instance {other}"
            );
            Err(Fault::new(FaultCode::InvalidParameterValue, text))
        }
        Some(_) => Ok(()),
        None => {
            view.store.instances.set_alias(table, number, alias);
            view.store.changed = true;
            Ok(())
        }
    }
}

fn write_option(
    package: &mut crate::platform::uci::Package,
    section: crate::platform::uci::SectionId,
    option: &str,
    device: &[String],
    leaf: &Leaf,
    stage: &mut Stage,
    name: &str,
) -> Result<(), Fault> {
    let invalid = |why: String| Fault::new(FaultCode::InvalidParameterValue, why);
    let owned = |items: Vec<&str>| {
        items
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<String>>()
    };
    let value = package
        .at(section)
        .and_then(|section| section.value(option));
    let single = matches!(value, Some(Value::Single(_)));
    let before = package
        .at(section)
        .map(|section| owned(section.list(option)))
        .unwrap_or_default();
    if leaf.turns.list {
        if before.iter().eq(device) {
            return Ok(());
        }
        if device.is_empty() {
            package.unset(section, option).map_err(invalid)?;
        } else {
            let items: Vec<&str> = device.iter().map(String::as_str).collect();
            package.set_list(section, option, &items).map_err(invalid)?;
        }
    } else {
        let device = device.join(" ");
        if device.is_empty() && leaf.turns.default.is_none() {
            if before.is_empty() {
                return Ok(());
            }
            package.unset(section, option).map_err(invalid)?;
        } else if single && before.first() == Some(&device) {
            return Ok(());
        } else {
            package.set(section, option, &device).map_err(invalid)?;
        }
    }
    stage.packages.insert(name.to_owned());
    Ok(())
}

/// A section that the map names and that is not there yet: `NAME` is created with its name as type,
/// `@TYPE` anonymous.
fn new_section(
    package: &mut crate::platform::uci::Package,
    section: &str,
    name: &str,
) -> Result<crate::platform::uci::SectionId, Fault> {
    let made = match section.strip_prefix('@') {
        Some(kind) => package.add_section(kind.split('[').next().unwrap_or(kind), None),
        None => package.add_section(section, Some(section)),
    };
    made.map_err(|error| {
        Fault::new(
            FaultCode::InternalError,
            format!("/etc/config/{name}: {error}"),
        )
    })
}

/// Paths of rows, as the ACS writes them, into names of rows as the device has them. What points to
/// nothing is refused (strong references, TR-106 3.2.4).
fn referred(view: &mut View, leaf: &Leaf, value: &str) -> Result<Vec<String>, Fault> {
    let invalid = |why: String| Fault::new(FaultCode::InvalidParameterValue, why);
    let mut keys = Vec::new();
    for item in value
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
    {
        let (node, context) = referent(view, item).ok_or_else(|| {
            invalid(format!(
                "expected the path of a row that exists, got {item:?}"
            ))
        })?;
        let allowed = leaf
            .turns
            .refers
            .iter()
            .any(|target| view.template.table(target) == Some(node));
        let key = context
            .last()
            .filter(|_| allowed)
            .map(|frame| frame.row.key.to_string());
        keys.push(key.ok_or_else(|| {
            invalid(format!(
                "expected a row of {}, got {item:?}",
                leaf.turns.refers.join(" or ")
            ))
        })?);
    }
    Ok(keys)
}

/// The same rule where the device stores the path itself.
fn check_reference(view: &mut View, leaf: &Leaf, value: &str) -> Result<(), Fault> {
    let Some(reference) = &view.template.parameter(leaf).syntax.reference else {
        return Ok(());
    };
    if !reference.strong {
        return Ok(());
    }
    for item in value
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
    {
        let found = referent(view, item).is_some();
        if !found {
            let text = format!("expected the path of something that exists, got {item:?}");
            return Err(Fault::new(FaultCode::InvalidParameterValue, text));
        }
    }
    Ok(())
}

/// What a reference points to; a leading dot stands for the root object.
fn referent(view: &mut View, item: &str) -> Option<(usize, Context)> {
    let full = match item.strip_prefix('.') {
        Some(below) => format!("{}.{below}", view.template.root),
        None => item.to_owned(),
    };
    let object = format!("{}.", full.trim_end_matches('.'));
    for (text, partial) in [(object.as_str(), true), (full.as_str(), false)] {
        if let Ok(path) = Path::parse(text)
            && path.partial == partial
        {
            view.gather(std::slice::from_ref(&path));
            if let Ok(spots) = view.resolve(&path, text)
                && let Some(spot) = spots.into_iter().next()
            {
                return Some((spot.node, spot.context));
            }
        }
    }
    None
}

/// The settings that make two rows say the same in a unique key (TR-106 A.2.10.1).
fn clashes(
    view: &mut View,
    stage: &Stage,
    list: &[ParameterSetting],
) -> Result<Vec<ParameterFault>, Fault> {
    let mut faults = Vec::new();
    let mut looked = BTreeSet::new();
    let template = view.template;
    for (node, above, _) in &stage.tables {
        let path = view.numbered(*node, above);
        if !looked.insert(path.clone()) {
            continue;
        }
        let Kind::Table(table) = &template.node(*node).kind else {
            continue;
        };
        let object = template.object(table);
        for key in &object.keys {
            let leaves: Option<Vec<usize>> = key
                .parameters
                .iter()
                .map(|name| template.child(*node, name))
                .collect();
            let Some(leaves) = leaves else { continue };
            if key.parameters.iter().any(|name| &**name == "Alias") {
                continue;
            }
            let touched = stage.tables.iter().filter(|(table, context, index)| {
                table == node
                    && view.numbered(*table, context) == path
                    && list.get(*index).is_some_and(|setting| {
                        let name = setting.name.rsplit('.').next().unwrap_or("");
                        key.parameters.iter().any(|known| &**known == name)
                            || object.enable.as_deref() == Some(name)
                    })
            });
            let touched: Vec<usize> = touched.map(|(_, _, index)| *index).collect();
            if touched.is_empty() {
                continue;
            }
            let enable = object
                .enable
                .as_deref()
                .filter(|_| key.functional)
                .and_then(|name| template.child(*node, name));
            let mut seen: BTreeMap<Vec<String>, u32> = BTreeMap::new();
            let rows = view
                .rows(*node, above)
                .map_err(|trouble| internal(&path, &trouble))?;
            for row in rows.iter() {
                let mut context = above.clone();
                context.push(Frame {
                    table: *node,
                    row: row.clone(),
                });
                let mut read = |leaf: usize| match &template.node(leaf).kind {
                    Kind::Leaf(kind) => view.true_value(leaf, kind, &context),
                    _ => Ok(String::new()),
                };
                if let Some(enable) = enable
                    && read(enable)? != "true"
                {
                    continue;
                }
                let values = leaves
                    .iter()
                    .map(|leaf| read(*leaf))
                    .collect::<Result<Vec<String>, Fault>>()?;
                if let Some(other) = seen.insert(values, row.number) {
                    let text = format!(
                        "expected {} to be unique among the rows of {path}, got the same in instances {other} and {}",
                        key.parameters.join(" and "),
                        row.number
                    );
                    for index in &touched {
                        if let Some(setting) = list.get(*index) {
                            let code = FaultCode::InvalidParameterValue;
                            faults.push(ParameterFault {
                                name: setting.name.clone(),
                                code,
                                text: text.clone(),
                            });
                        }
                    }
                    break;
                }
            }
        }
    }
    faults.dedup_by(|one, other| one.name == other.name);
    Ok(faults)
}

/// A row for an alias that does not exist yet, where AutoCreateInstances is on (TR-069 3.6.1).
fn auto_create(
    view: &mut View,
    stage: &mut Stage,
    path: &Path,
    text: &str,
) -> Result<Option<Vec<Spot>>, Fault> {
    if Tree::setting(view, "auto_create_instances").is_none_or(|value| value != "1") {
        return Ok(None);
    }
    let mut created = false;
    for at in 1..path.segments.len() {
        let Some(Segment::Alias(alias)) = path.segments.get(at) else {
            continue;
        };
        let row = Path {
            segments: path.segments[..=at].to_vec(),
            partial: true,
        };
        if view.resolve(&row, text).is_ok() {
            continue;
        }
        let table = Path {
            segments: path.segments[..at].to_vec(),
            partial: true,
        };
        let spots = view.resolve(&table, text)?;
        let Some(spot) = spots.first() else {
            return Ok(None);
        };
        add_row(view, stage, spot, Some(alias))?;
        created = true;
    }
    if created {
        view.resolve(path, text).map(Some)
    } else {
        Ok(None)
    }
}

/// Stages a new row with its defaults and says its number.
fn add_row(
    view: &mut View,
    stage: &mut Stage,
    spot: &Spot,
    alias: Option<&str>,
) -> Result<u32, Fault> {
    let template = view.template;
    let refused = |why: &str| {
        Fault::new(
            FaultCode::InvalidParameterName,
            format!("{}: {why}", spot.path),
        )
    };
    let Kind::Table(table) = &template.node(spot.node).kind else {
        return Err(refused("expected a table, got an object"));
    };
    if spot.row {
        return Err(refused("expected a table, got one of its instances"));
    }
    let Some(presets) = &table.add else {
        return Err(refused("the device cannot add rows to this table"));
    };
    let numbers = view.numbered(spot.node, &spot.context);
    if let Some(alias) = alias
        && view.store.instances.by_alias(&numbers, alias).is_some()
    {
        return Err(refused(&format!(
            "expected an alias that no row has, got {alias:?}"
        )));
    }
    let rows = view
        .rows(spot.node, &spot.context)
        .map_err(|trouble| internal(&spot.path, &trouble))?;
    if let Some(limit) = table.limit
        && rows.len() >= limit as usize
    {
        let text = format!("{}: expected at most {limit} rows", spot.path);
        return Err(Fault::new(FaultCode::ResourcesExceeded, text));
    }
    let number = match &table.rows {
        Rows::Uci {
            package,
            kind,
            filter,
            of,
        } => {
            let number = view.store.instances.next(&numbers);
            let above = spot.context.last().map(|frame| frame.row.key.clone());
            let failed = |error: String| {
                Fault::new(
                    FaultCode::InternalError,
                    format!("/etc/config/{package}: {error}"),
                )
            };
            let edited = view
                .package_or_new(package)
                .map_err(|trouble| internal(&spot.path, &trouble))?;
            let mut name = format!("{}{number}", table.prefix);
            let mut next = number;
            while edited.find(&name).is_some() {
                next = next.saturating_add(1);
                name = format!("{}{next}", table.prefix);
            }
            let section = edited
                .add_section(kind, Some(&name))
                .map_err(|error| failed(error.to_string()))?;
            let of = of
                .iter()
                .zip(&above)
                .map(|(option, key)| (option.clone(), key.clone()));
            let filter = filter
                .iter()
                .filter(|condition| condition.equal)
                .map(|condition| (condition.option.clone(), condition.value.clone()));
            for (option, value) in of.chain(filter).chain(presets.iter().cloned()) {
                edited
                    .set(section, &option, &value)
                    .map_err(|error| failed(error.to_string()))?;
            }
            stage.packages.insert(package.to_string());
            view.recount();
            let rows = view
                .rows(spot.node, &spot.context)
                .map_err(|trouble| internal(&spot.path, &trouble))?;
            let row = rows.iter().find(|row| *row.key == *name).cloned();
            let row = row.ok_or_else(|| {
                failed(format!(
                    "the new section {name} does not belong to {}",
                    spot.path
                ))
            })?;
            let mut context = spot.context.clone();
            context.push(Frame {
                table: spot.node,
                row: row.clone(),
            });
            put_defaults(view, stage, spot.node, &context)?;
            row.number
        }
        Rows::Hook(hook) => add_hook_row(view, stage, *hook, spot, &numbers)?,
        Rows::Directory { .. } | Rows::Lines { .. } | Rows::Const(_) => {
            return Err(refused("the device cannot add rows to this table"));
        }
    };
    if let Some(alias) = alias {
        give_alias(view, &numbers, number, alias)?;
    }
    view.store.changed = true;
    Ok(number)
}

/// The schema's defaults, where the device would say something else by itself.
fn put_defaults(
    view: &mut View,
    stage: &mut Stage,
    node: usize,
    context: &Context,
) -> Result<(), Fault> {
    let template = view.template;
    let mut nodes: Vec<usize> = template.node(node).children.clone();
    while let Some(child) = nodes.pop() {
        match &template.node(child).kind {
            Kind::Object => nodes.extend(&template.node(child).children),
            Kind::Table(_) => {}
            Kind::Leaf(leaf) => {
                let Source::RowOption(_) = leaf.source else {
                    continue;
                };
                let Some(default) = &template.parameter(leaf).default else {
                    continue;
                };
                if leaf.writable
                    && leaf.turns.refers.is_empty()
                    && view.true_value(child, leaf, context)? != **default
                {
                    // A default that this platform cannot express is no reason to refuse the row.
                    let _ = stage_value(view, stage, context, child, leaf, default, 0);
                }
            }
        }
    }
    Ok(())
}

/// A hook adds at once and names the row; a commit that fails later deletes it again.
fn add_hook_row(
    view: &mut View,
    stage: &mut Stage,
    hook: usize,
    spot: &Spot,
    numbers: &str,
) -> Result<u32, Fault> {
    let template = view.template;
    let path = view.keyed(spot.node, &spot.context);
    let name = &template.hooks[hook];
    let answers = view
        .world
        .hook(name, &[Request::Add { path: path.clone() }])
        .map_err(|trouble| internal(&format!("hook {name}"), &trouble))?;
    for answer in &answers {
        match answer {
            Answer::Fault { code, text, .. } => {
                return Err(Fault::new(*code, format!("{}: {text}", spot.path)));
            }
            Answer::Value { path: row, .. } => {
                let key = row
                    .strip_prefix(&path)
                    .and_then(|_| super::hook_answers::steps(row))
                    .and_then(|steps| match steps.last() {
                        Some(super::hook_answers::Step::Key(key)) => Some(key.clone()),
                        _ => None,
                    });
                if let Some(key) = key {
                    stage.groups.insert(name.to_string());
                    view.gather_below(spot.node, &spot.context);
                    view.recount();
                    let rows = view
                        .rows(spot.node, &spot.context)
                        .map_err(|trouble| internal(&spot.path, &trouble))?;
                    if let Some(row) = rows.iter().find(|row| *row.key == *key) {
                        return Ok(row.number);
                    }
                    let text = format!(
                        "hook {name}: expected the new row {row} in the answer to get {path}, got none (table {numbers})"
                    );
                    return Err(Fault::new(FaultCode::InternalError, text));
                }
            }
        }
    }
    let text = format!("hook {name}: expected {path}[key]= after add, got nothing of the kind");
    Err(Fault::new(FaultCode::InternalError, text))
}

fn delete_row(view: &mut View, stage: &mut Stage, spot: &Spot) -> Result<(), Fault> {
    let template = view.template;
    let refused = |why: &str| {
        Fault::new(
            FaultCode::InvalidParameterName,
            format!("{}: {why}", spot.path),
        )
    };
    let (Kind::Table(table), true, Some((frame, above))) = (
        &template.node(spot.node).kind,
        spot.row,
        spot.context.split_last(),
    ) else {
        return Err(refused("expected one instance of a table"));
    };
    if !table.del {
        return Err(refused("the device cannot delete rows of this table"));
    }
    match (&table.rows, &frame.row.handle) {
        (Rows::Uci { .. }, Handle::Section { package, section }) => {
            delete_below(view, stage, spot)?;
            let edited = view
                .package_or_new(package)
                .map_err(|trouble| internal(&spot.path, &trouble))?;
            edited
                .delete_section(*section)
                .map_err(|why| refused(&why))?;
            stage.packages.insert(package.to_string());
        }
        (Rows::Hook(hook), _) => {
            let name = &template.hooks[*hook];
            let mut path = view.keyed(spot.node, above);
            push_key(&mut path, &frame.row.key);
            path.push('.');
            let answers = view
                .world
                .hook(name, &[Request::Del { path }])
                .map_err(|trouble| internal(&format!("hook {name}"), &trouble))?;
            if let Some(Answer::Fault { code, text, .. }) = answers
                .iter()
                .find(|answer| matches!(answer, Answer::Fault { .. }))
            {
                return Err(Fault::new(*code, format!("{}: {text}", spot.path)));
            }
            stage.groups.insert(name.to_string());
        }
        _ => return Err(refused("the device cannot delete rows of this table")),
    }
    let numbers = view.numbered(spot.node, above);
    drop_references(view, stage, spot.node, &frame.row.key)?;
    view.store.instances.forget(&numbers, frame.row.number);
    view.store
        .attributes
        .forget(&format!("{numbers}{}.", frame.row.number));
    view.store.changed = true;
    view.recount();
    Ok(())
}

/// Sections of tables below that belong to this row only.
fn delete_below(view: &mut View, stage: &mut Stage, spot: &Spot) -> Result<(), Fault> {
    let mut doomed: Vec<(Box<str>, crate::platform::uci::SectionId)> = Vec::new();
    let depth = spot.context.len();
    view.walk(spot, &mut |view, node, context, _, item| {
        let Item::Object { .. } = item else {
            return Ok(());
        };
        if context.len() > depth
            && let Some(frame) = context.last()
            && frame.table == node
            && let Kind::Table(table) = &view.template.node(node).kind
            && matches!(&table.rows, Rows::Uci { of: Some(_), .. })
            && let Handle::Section { package, section } = &frame.row.handle
            && !doomed
                .iter()
                .any(|known| known == &(package.clone(), *section))
        {
            doomed.push((package.clone(), *section));
        }
        Ok(())
    })?;
    for (package, section) in doomed {
        let edited = view
            .package_or_new(&package)
            .map_err(|trouble| internal(&spot.path, &trouble))?;
        // A section that two rows share is gone already.
        let _ = edited.delete_section(section);
        stage.packages.insert(package.to_string());
    }
    Ok(())
}

/// A strong reference to a row that is gone becomes empty, or its list item goes (TR-106 3.2.4).
fn drop_references(
    view: &mut View,
    stage: &mut Stage,
    deleted: usize,
    key: &str,
) -> Result<(), Fault> {
    let template: &Template = view.template;
    for &node in &template.references {
        let Kind::Leaf(leaf) = &template.node(node).kind else {
            continue;
        };
        if !leaf
            .turns
            .refers
            .iter()
            .any(|target| template.table(target) == Some(deleted))
        {
            continue;
        }
        let (Source::RowOption(option), parent) = (&leaf.source, template.node(node).parent) else {
            continue;
        };
        let mut sections = Vec::new();
        for context in contexts(view, parent)? {
            if let Some(Handle::Section { package, section }) =
                context.last().map(|frame| &frame.row.handle)
            {
                sections.push((package.clone(), *section));
            }
        }
        for (package, section) in sections {
            let edited = view
                .package_or_new(&package)
                .map_err(|trouble| internal("references", &trouble))?;
            let before: Vec<String> = match edited
                .at(section)
                .and_then(|section| section.value(option))
            {
                Some(Value::List(items)) => items.into_iter().map(str::to_owned).collect(),
                Some(Value::Single(text)) => text.split_whitespace().map(str::to_owned).collect(),
                None => Vec::new(),
            };
            if before.iter().any(|word| word == key) {
                let left: Vec<String> = before.into_iter().filter(|word| word != key).collect();
                write_option(edited, section, option, &left, leaf, stage, &package)?;
            }
        }
    }
    Ok(())
}

/// Every row that a template node is in.
fn contexts(view: &mut View, node: usize) -> Result<Vec<Context>, Fault> {
    let mut tables = Vec::new();
    let mut at = node;
    while at != 0 {
        if matches!(view.template.node(at).kind, Kind::Table(_)) {
            tables.push(at);
        }
        at = view.template.node(at).parent;
    }
    let mut found: Vec<Context> = vec![Vec::new()];
    for table in tables.into_iter().rev() {
        let mut next = Vec::new();
        for context in found {
            for row in view.rows(table, &context).unwrap_or_default().iter() {
                let mut context = context.clone();
                context.push(Frame {
                    table,
                    row: row.clone(),
                });
                next.push(context);
            }
        }
        found = next;
    }
    Ok(found)
}

/// Every touched hook judges before any of them acts.
fn ask_hooks(view: &mut View, stage: &Stage, list: &[ParameterSetting]) -> Result<(), Fault> {
    let mut faults = Vec::new();
    for (hook, sets) in &stage.hooks {
        let batch = sets
            .iter()
            .map(|set| Request::Check {
                path: set.path.clone(),
                value: set.value.clone(),
            })
            .collect();
        faults.extend(hook_faults(view, *hook, sets, batch, list));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(several(faults))
    }
}

fn set_hooks(view: &mut View, stage: &Stage, list: &[ParameterSetting]) -> Result<(), Fault> {
    for (hook, sets) in &stage.hooks {
        let batch = sets
            .iter()
            .map(|set| Request::Set {
                path: set.path.clone(),
                value: set.value.clone(),
            })
            .collect();
        let faults = hook_faults(view, *hook, sets, batch, list);
        if !faults.is_empty() {
            restore_hooks(view, stage, *hook);
            return Err(several(faults));
        }
    }
    Ok(())
}

/// Sends the old values back to every hook up to this one.
fn restore_hooks(view: &mut View, stage: &Stage, last: usize) {
    for (hook, sets) in stage.hooks.range(..=last) {
        let batch: Vec<Request> = sets
            .iter()
            .filter_map(|set| {
                set.before.clone().map(|value| Request::Set {
                    path: set.path.clone(),
                    value,
                })
            })
            .collect();
        let name = &view.template.hooks[*hook];
        if let Err(trouble) = view.world.hook(name, &batch) {
            log::error!("hook {name}: the old values could not be set back: {trouble}");
        }
    }
}

fn hook_faults(
    view: &mut View,
    hook: usize,
    sets: &[HookSet],
    batch: Vec<Request>,
    list: &[ParameterSetting],
) -> Vec<ParameterFault> {
    let name = &view.template.hooks[hook];
    let named = |set: &HookSet| {
        list.get(set.setting)
            .map_or_else(|| set.path.clone(), |setting| setting.name.clone())
    };
    match view.world.hook(name, &batch) {
        Ok(answers) => answers
            .into_iter()
            .filter_map(|answer| match answer {
                Answer::Fault { code, path, text } => {
                    let setting = sets.iter().find(|set| set.path == path).or(sets.first());
                    let text = format!("{text} (hook {name})");
                    setting.map(|set| ParameterFault {
                        name: named(set),
                        code,
                        text,
                    })
                }
                Answer::Value { .. } => None,
            })
            .collect(),
        Err(trouble) => sets
            .iter()
            .map(|set| ParameterFault {
                name: named(set),
                code: FaultCode::InternalError,
                text: format!("hook {name}: {trouble}"),
            })
            .collect(),
    }
}

/// The new texts of all that was edited.
fn texts(view: &mut View, stage: &Stage) -> Result<Vec<Change>, Fault> {
    let mut changes = Vec::new();
    for name in &stage.packages {
        let package = view
            .package_or_new(name)
            .map_err(|trouble| internal(name, &trouble))?;
        changes.push(Change {
            target: Target::Uci(name.clone()),
            content: package.to_text().into_bytes(),
        });
    }
    for (path, text) in &stage.files {
        changes.push(Change {
            target: Target::File(path.clone()),
            content: text.clone().into_bytes(),
        });
    }
    Ok(changes)
}
