//! One value of a SetParameterValues: judged, and put where it belongs, in the view only.

use super::beside::{beside_it, is_among, other_option};
use super::halves::join;
use super::items::{place_of_first, write_item, write_mark, write_position};
use super::rows::auto_create;
use super::{HookSet, Stage};
use crate::fault::{Fault, FaultCode};
use crate::model::agent_source::AgentAnswer;
use crate::model::inform;
use crate::model::map::{Condition, ItemPart, Pick, Piece, Through, base64_to_hex, power};
use crate::model::parameter::ParameterSetting;
use crate::model::path::{Path, Segment, is_alias};
use crate::model::template::{Kind, Leaf, Source, Template};
use crate::model::tree::parse;
use crate::model::value::Base;
use crate::model::view::{Context, Spot, View, internal, is_on, now, section_of};
use crate::platform::Trouble;
use crate::platform::hook::LONGEST_LINE;
use crate::platform::uci::{Package, SectionId, Value};

pub(super) fn stage_setting(
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
    let word = leaf.writable && matches!(leaf.source, Source::Item(ItemPart::Word(1)));
    let is_first = word && place_of_first(view, &spot.context).is_some();
    if !(is_first || view.writable(leaf, &spot.context)) {
        // Of what the data model lets the ACS write, a device may have but one value: it is taken, so that
        // a list with `Enable=true` in it does not fail where nothing can be disabled.
        if parameter.writable
            && let Ok(value) = parameter.accept(&setting.value)
            && view.true_value(spot.node, leaf, &spot.context)? == value
        {
            return Ok(());
        }
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
    let value = parameter.accept(&setting.value);
    if let Source::Only(only) = &leaf.source {
        return match value {
            Ok(value) if value == parameter.syntax.render(only) => Ok(()),
            _ if setting.value == **only => Ok(()),
            _ => Err(invalid(no_other(only, &setting.value))),
        };
    }
    let value = value.map_err(invalid)?;
    if value.contains('\0') {
        let text = "expected text, got a NUL character, which neither files nor XML can hold";
        return Err(invalid(text.into()));
    }
    let node = template.node(spot.node);
    let object = &template.node(node.parent).path;
    inform::check(template, object, &node.name, &value)
        .map_err(|why| invalid(format!("expected {why}")))?;
    if value.is_empty() && leaf.turns.stays {
        return Ok(());
    }
    let act = parameter.command || matches!(leaf.source, Source::Run { .. });
    if act && matches!(value.as_str(), "false" | "") {
        return Ok(());
    }
    let same = view.true_value(spot.node, leaf, &spot.context)? == value;
    match is_among(view, leaf, spot.node, &spot.context, &value)? {
        // What is so already is nothing that a port or a radio would have to be told.
        Err(_) if same => return Ok(()),
        found => found.map_err(invalid)?,
    }
    // What reads as nothing may be more than the model can say, and so may what stands for several words of
    // the device: written back as it was read, it stays.
    let pairs = &leaf.turns.pairs;
    let vague = || {
        let mut words = pairs.iter().filter(|(_, said)| **said == *value);
        words.next().is_some_and(|(word, _)| &**word == "*") || words.next().is_some()
    };
    if same
        && is_configured(&leaf.source)
        && (value.is_empty() || vague() && says(view, &spot, leaf, &value))
    {
        return Ok(());
    }
    let any = || pairs.iter().find(|(_, said)| **said == *value);
    let like = leaf.turns.like.as_deref();
    let beside = like.filter(|_| !same && any().is_some_and(|(word, _)| &**word == "*"));
    let beside = match beside.and_then(|name| beside_it(template, spot.node, name)) {
        Some((node, leaf)) => match view.true_value(node, leaf, &spot.context)? {
            now if matches!(&*now, "" | "0") => None,
            now => Some((node, leaf, now)),
        },
        None => None,
    };
    let (node, leaf, value) = beside.unwrap_or((spot.node, leaf, value));
    match stage_value(view, stage, &spot.context, node, leaf, &value, index) {
        // What the device says already, but has no word for, needs no writing.
        Err(_) if same => {}
        Err(fault) => {
            let text = format!("{}: {}", setting.name, fault.text);
            return Err(Fault { text, ..fault });
        }
        Ok(()) => {}
    }
    stage.own.push(spot.clone());
    if let Some(frame) = spot.context.last() {
        let above: Context = spot.context[..spot.context.len() - 1].to_vec();
        stage.tables.push((frame.table, above, index));
    }
    Ok(())
}

/// Whether this comes from where it would be written to.
fn says<'a>(view: &mut View<'a>, spot: &Spot, leaf: &'a Leaf, value: &str) -> bool {
    let said = view.turned(spot.node, &leaf.source, &leaf.turns, &spot.context, false);
    matches!(said, Ok(Some(Ok(said))) if said == value)
}

/// `ends`: when the seconds that are written will be over; `None` for no end.
fn end_of(view: &mut View, leaf: &Leaf, device: &[String]) -> Result<Option<i64>, Fault> {
    let seconds = device.first().and_then(|text| text.parse::<i64>().ok());
    let Some(seconds) = seconds.filter(|left| leaf.turns.ends.is_some() && *left > 0) else {
        return Ok(None);
    };
    let template = view.template;
    let mut ends = template.ends.iter();
    let until = ends.find(|until| leaf.turns.ends.as_ref() == Some(&until.option));
    let right = until.is_none_or(|until| until.is_clock_right(&mut *view.world));
    match now(&mut *view.world).filter(|_| right) {
        Some(now) => Ok(Some(now.saturating_add(seconds))),
        None => {
            let text =
                "expected 0 while the clock is not set right: nobody knows when it would end";
            Err(Fault::new(FaultCode::RequestDenied, text))
        }
    }
}

fn no_other(only: &str, value: &str) -> String {
    format!("expected {only:?}, the only value supported, got {value:?}")
}

fn is_configured(source: &Source) -> bool {
    matches!(
        source,
        Source::RowOption(_) | Source::Option { .. } | Source::Item(_)
    )
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
pub(super) fn stage_value(
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
    let other = other_option(view, leaf, context, value);
    let leaf = other.as_ref().unwrap_or(leaf);
    let device = if !leaf.turns.refers.is_empty() {
        let keys = referred(view, leaf, value)?;
        match &leaf.turns.through {
            Some(through) => named_by(view, through, keys)?,
            None => keys,
        }
    } else {
        check_reference(view, leaf, value)?;
        let device = if leaf.turns.list {
            leaf.turns.to_items(value)
        } else {
            let octets = match template.is_base64(leaf) {
                true => base64_to_hex(value),
                false => None,
            };
            let value = octets.as_deref().unwrap_or(value);
            let text = leaf.turns.to_device(in_words_of(leaf, template, value));
            text.map(|text| vec![text])
        };
        match device {
            Ok(device) => device,
            Err(why) => return Err(invalid(why)),
        }
    };
    let failed = |trouble: Trouble| internal("the device", &trouble);
    let filled = view.turns_of(&leaf.turns, context).map_err(failed)?;
    let filled = filled.map(|turns| Leaf {
        turns: turns.into(),
        ..leaf.clone()
    });
    let leaf = filled.as_ref().unwrap_or(leaf);
    let of_word = leaf.turns.when.as_ref().filter(|when| when.is_of_word());
    if let Some(when) = of_word.filter(|when| !view.meets(when, context)) {
        return Err(without_effect(when));
    }
    let device = match (leaf.turns.piece.as_deref(), device.first()) {
        (Some(Piece::Power(powers)), Some(percent)) => {
            let powers = view.fill(powers, context).map_err(failed)?;
            vec![power::dbm(percent, &powers).map_err(invalid)?]
        }
        _ => device,
    };
    let text = || device.join(" ");
    view.forget_words();
    match &leaf.source {
        Source::RowOption(option) => {
            let Some((package, section)) = section_of(context) else {
                let text = "the row is not of the configuration";
                return Err(Fault::new(FaultCode::RequestDenied, text));
            };
            let end = end_of(view, leaf, &device)?;
            let edited = view.package_or_new(package).map_err(failed)?;
            counts(edited, section, leaf)?;
            write_option(edited, section, option, &device, leaf, stage, package)?;
            if let Some(option) = leaf.turns.ends.as_deref() {
                stage.packages.insert(package.to_owned());
                match end {
                    Some(end) => edited.set(section, option, &end.to_string()),
                    None => edited.unset(section, option),
                }
                .map_err(invalid)?;
            }
            Ok(())
        }
        Source::Option {
            package,
            section,
            option,
        } => {
            let section = view.fill(section, context).map_err(failed)?.into_owned();
            let edited = view.package_or_new(package).map_err(failed)?;
            if leaf.turns.each {
                return write_each(edited, &section, option, &device, leaf, stage, package);
            }
            let found = match edited.find(&section).map(|found| found.id()) {
                Some(found) => found,
                None => new_section(edited, &section, package)?,
            };
            counts(edited, found, leaf)?;
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
            AgentAnswer::Fixed(only) => Err(invalid(no_other(only, value))),
            AgentAnswer::Live => Err(Fault::new(
                FaultCode::NonWritableParameter,
                "the agent sets it",
            )),
        },
        Source::File { path, pick, .. } => {
            let Some(path) = view.fill_path(path, context).map_err(failed)? else {
                return Err(invalid("the row's name is no file name".into()));
            };
            if *pick != Pick::default() {
                return Err(invalid("only a whole file can be written".into()));
            }
            let mut text = text();
            // Before a line end, a carriage return would be taken for a part of it.
            if !text.ends_with('\r') {
                text.push('\n');
            }
            let same = view
                .file(&path)
                .map_err(failed)?
                .is_some_and(|before| *before == *text);
            // What is asked for once more begins anew.
            if !same || &*template.node(node).name == "DiagnosticsState" {
                stage.groups.insert(path.to_string());
            }
            if !same {
                view.stage_file(&path, &text);
                stage.files.insert(path.into_owned(), text);
            }
            Ok(())
        }
        Source::Hook(hook) => {
            let path = view.keyed(node, context);
            // Of a secret a hook tells nothing, and that is not what it was.
            let hidden = template.parameter(leaf).hidden;
            let before = view.hook_value(*hook, &path).filter(|_| !hidden);
            let before = before.map(str::to_owned);
            let device = text();
            // The hook's own answer to a `get` must be one line.
            let escapes = device.bytes().filter(|byte| matches!(byte, b'\n' | b'\\'));
            let length = path.len() + 2 + device.len() + escapes.count();
            if length > LONGEST_LINE {
                let text = format!(
                    "expected at most {LONGEST_LINE} bytes in a line to a hook, got {length}"
                );
                return Err(invalid(text));
            }
            view.stage_hook_value(*hook, &path, &device);
            stage.groups.insert(template.hooks[*hook].to_string());
            let set = HookSet {
                path,
                value: device,
                before,
                setting: index,
            };
            let sets = &mut stage.hooks;
            match sets.binary_search_by_key(hook, |(known, _)| *known) {
                Ok(at) => sets[at].1.push(set),
                Err(at) => sets.insert(at, (*hook, vec![set])),
            }
            Ok(())
        }
        Source::Run { after, command } => {
            let command = view.fill_command(command, context).map_err(failed)?;
            let command = command
                .ok_or_else(|| invalid("the row's name is no word for a command".into()))?
                .into_owned();
            if !stage.runs.iter().any(|(_, known)| *known == command) {
                stage.runs.push((*after, command));
            }
            Ok(())
        }
        Source::Alias => {
            let Some((frame, above)) = context.split_last() else {
                return Ok(());
            };
            let table = view.numbered(frame.table, above);
            give_alias(view, &table, frame.row.number, value)
        }
        Source::Position => write_position(view, stage, context, &text()),
        Source::Marked(marked) => write_mark(view, stage, context, marked, &text()),
        Source::Item(part) => {
            if let Some((package, section)) = section_of(context) {
                let edited = view.package_or_new(package).map_err(failed)?;
                counts(edited, section, leaf)?;
            }
            write_item(view, stage, context, *part, &text())
        }
        Source::Joined => join(view, stage, context, &text()),
        Source::Ubus(_)
        | Source::Part(_)
        | Source::Word(_)
        | Source::Key
        | Source::Const(_)
        | Source::Only(_)
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

pub(super) fn give_alias(
    view: &mut View,
    table: &str,
    number: u32,
    alias: &str,
) -> Result<(), Fault> {
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

pub(super) fn write_option(
    package: &mut Package,
    section: SectionId,
    option: &str,
    device: &[String],
    leaf: &Leaf,
    stage: &mut Stage,
    name: &str,
) -> Result<(), Fault> {
    let others = leaf.turns.together.iter().map(|option| &**option);
    let mut all = [option].into_iter().chain(others);
    match leaf.turns.piece.as_deref() {
        Some(Piece::Switches(any, off, others)) => {
            let all: Vec<&str> = [option]
                .into_iter()
                .chain(others.iter().map(|name| &**name))
                .collect();
            let changed = write_switches(package, section, *any, off, &all, device);
            if changed.map_err(|why| Fault::new(FaultCode::InvalidParameterValue, why))? {
                stage.packages.insert(name.to_owned());
            }
            Ok(())
        }
        _ => {
            let read = |package: &Package, option: &str| {
                let section = package.at(section)?;
                Some(section.option(option)?.into_owned())
            };
            let before = read(package, option);
            all.try_for_each(|option| {
                write_one(package, section, option, device, leaf, stage, name)
            })?;
            let resets = leaf.turns.resets.as_deref();
            let resets = resets.filter(|_| read(package, option) != before);
            // What the ACS has set as well stays, in whichever order they came.
            let wrote = |beside: &str| {
                let mut wrote = stage.wrote.iter();
                wrote.any(|(of, at, known)| of == name && *at == section && known == beside)
            };
            match resets.filter(|it| !wrote(it) && read(package, it).is_some()) {
                Some(beside) => package
                    .unset(section, beside)
                    .map_err(|why| Fault::new(FaultCode::InvalidParameterValue, why)),
                None => Ok(()),
            }
        }
    }
}

/// `any` and `those`: what was on is kept while all is off. Says whether anything has changed.
fn write_switches(
    package: &mut Package,
    section: SectionId,
    any: bool,
    off: &str,
    all: &[&str],
    device: &[String],
) -> Result<bool, String> {
    let read = |option: &str| package.at(section).and_then(|found| found.option(option));
    let on: Vec<&str> = (all.iter().copied())
        .filter(|name| read(name).is_some_and(|on| is_on(&on)))
        .collect();
    let kept = read(off).unwrap_or_default().into_owned();
    let kept: Vec<&str> = kept
        .split_whitespace()
        .filter(|name| all.contains(name))
        .collect();
    let wanted: Vec<&str> = device.iter().map(String::as_str).collect();
    let (now, then): (Vec<&str>, Vec<&str>) = match (any, &*wanted) {
        (true, ["1"]) if !on.is_empty() => return Ok(false),
        (true, ["1"]) if kept.is_empty() => (all.iter().copied().take(1).collect(), Vec::new()),
        (true, ["1"]) => (kept.clone(), Vec::new()),
        (true, _) if on.is_empty() => return Ok(false),
        (true, _) => (Vec::new(), on.clone()),
        (false, _) if on.is_empty() => (Vec::new(), wanted),
        (false, _) => (wanted, Vec::new()),
    };
    let mut changed = false;
    for name in all {
        if now.contains(name) != on.contains(name) {
            changed = true;
            match now.contains(name) {
                true => package.set(section, name, "1")?,
                false => package.unset(section, name)?,
            }
        }
    }
    if then != kept {
        changed = true;
        match then.is_empty() {
            true => package.unset(section, off)?,
            false => package.set(section, off, &then.join(" "))?,
        }
    }
    Ok(changed)
}

fn write_one(
    package: &mut Package,
    section: SectionId,
    option: &str,
    device: &[String],
    leaf: &Leaf,
    stage: &mut Stage,
    name: &str,
) -> Result<(), Fault> {
    // What is so already was asked for, too.
    stage
        .wrote
        .push((name.to_owned(), section, option.to_owned()));
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
    let (merged, theirs);
    let mut device = device;
    let mut list = leaf.turns.list;
    let beside;
    if let Some(Piece::Both(words)) = leaf.turns.piece.as_deref() {
        let off = device.first().is_some_and(|text| is_on(text));
        beside = [write_beside(package, section, option, off, words).map_err(invalid)?];
        device = &beside;
        stage.packages.insert(name.to_owned());
    }
    let before = package
        .at(section)
        .map(|section| owned(section.list(option)))
        .unwrap_or_default();
    if let (Some(family), true) = (leaf.turns.family(), list) {
        let words = before.iter().flat_map(|item| item.split_whitespace());
        let others = words.filter(|word| !family.is_of(word)).map(str::to_owned);
        theirs = [device, &others.collect::<Vec<_>>()].concat();
        device = &theirs;
    }
    let beside = leaf.turns.without.as_deref();
    if let Some(beside) = beside.filter(|beside| {
        package
            .at(section)
            .is_some_and(|section| section.value(beside).is_some())
    }) {
        package.unset(section, beside).map_err(invalid)?;
        stage.packages.insert(name.to_owned());
    }
    if let Some(piece) = leaf.turns.piece.as_deref() {
        let text = device.first().map_or("", String::as_str);
        merged = if let Some(other) = piece.beside() {
            let (text, beside) = piece.parted(text).map_err(invalid)?;
            let said = package
                .at(section)
                .and_then(|section| Some(section.option(other)?.into_owned()));
            if said.unwrap_or_default() != beside {
                match beside.is_empty() {
                    true => package.unset(section, other),
                    false => package.set(section, other, &beside),
                }
                .map_err(invalid)?;
                stage.packages.insert(name.to_owned());
            }
            vec![text]
        } else {
            piece.put(&before, text).map_err(invalid)?
        };
        device = &merged;
        list = matches!(piece, Piece::Has(_) | Piece::Item(_)) || merged.len() > 1;
    }
    if list {
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
        if device.is_empty() && (leaf.turns.default.is_none() || leaf.turns.piece.is_some()) {
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

/// `each`: an option of every section that is meant; 9001 where there is none.
fn write_each(
    package: &mut Package,
    section: &str,
    option: &str,
    device: &[String],
    leaf: &Leaf,
    stage: &mut Stage,
    name: &str,
) -> Result<(), Fault> {
    let (kind, rest) = section.split_once('[').unwrap_or((section, ""));
    let wanted = rest.trim_end_matches(']').split_once('=');
    let sections = package.of_type(kind.trim_start_matches('@'));
    let meant: Vec<SectionId> = sections
        .filter(|section| wanted.is_none_or(|(at, value)| section.list(at).contains(&value)))
        .map(|section| section.id())
        .collect();
    if meant.is_empty() {
        let text = format!("expected a {section} that it is an option of, got none");
        return Err(Fault::new(FaultCode::RequestDenied, text));
    }
    meant
        .into_iter()
        .try_for_each(|section| write_option(package, section, option, device, leaf, stage, name))
}

/// `both`: which of two alone is off. Says what the switch that both have is to say.
fn write_beside(
    package: &mut Package,
    section: SectionId,
    option: &str,
    off: bool,
    words: &[Box<str>; 3],
) -> Result<String, String> {
    let [beside, mine, theirs] = words;
    let read = |option: &str| package.at(section).and_then(|found| found.option(option));
    let theirs_off =
        read(option).is_some_and(|off| is_on(&off)) && read(beside).as_deref() != Some(&**mine);
    match (off, theirs_off) {
        (true, false) => package.set(section, beside, mine)?,
        (false, true) => package.set(section, beside, theirs)?,
        _ if read(beside).is_some() => package.unset(section, beside)?,
        _ => {}
    }
    Ok(String::from(if off || theirs_off { "1" } else { "0" }))
}

/// `when`: 9001 where the section says that this option has no effect.
fn counts(package: &Package, section: SectionId, leaf: &Leaf) -> Result<(), Fault> {
    let Some(when) = &leaf.turns.when else {
        return Ok(());
    };
    match package.at(section) {
        Some(section) if !when.is_of_word() && !when.holds(&section) => Err(without_effect(when)),
        _ => Ok(()),
    }
}

fn without_effect(when: &Condition) -> Fault {
    let text = format!(
        "expected the device to have {} {} {}: it has no effect now",
        when.option.trim_matches(['{', '}']),
        if when.equal { "at" } else { "other than" },
        when.value
    );
    Fault::new(FaultCode::RequestDenied, text)
}

/// A section that the map names and that is not there yet: `NAME` is created with its name as type,
/// `@TYPE` anonymous, `@TYPE[OPTION=VALUE]` with that option.
fn new_section(package: &mut Package, section: &str, name: &str) -> Result<SectionId, Fault> {
    let made = match section.strip_prefix('@') {
        Some(kind) => {
            let (kind, index) = kind.split_once('[').unwrap_or((kind, ""));
            let made = package.add_section(kind, None);
            match index.trim_end_matches(']').split_once('=') {
                Some((option, value)) => {
                    made.and_then(|made| package.set(made, option, value).map(|()| made))
                }
                None => made,
            }
        }
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
        let key = context.split_last().filter(|_| allowed);
        let key = key.and_then(|(frame, above)| match &leaf.turns.by {
            None => Some(frame.row.key.to_string()),
            Some(by) => {
                let word = view.word_of(by, frame.table, &frame.row, above);
                word.filter(|word| !word.is_empty())
                    .map(|word| word.to_string())
            }
        });
        keys.push(key.ok_or_else(|| {
            invalid(format!(
                "expected a row of {}, got {item:?}",
                leaf.turns.refers.join(" or ")
            ))
        })?);
    }
    Ok(keys)
}

/// The sections that have these keys in their lists, by their names.
fn named_by(view: &mut View, through: &Through, keys: Vec<String>) -> Result<Vec<String>, Fault> {
    let package = view
        .package_or_new(&through.package)
        .map_err(|trouble| internal(&through.package, &trouble))?;
    let mut names = Vec::new();
    for key in keys {
        // The first of a list stands for all of it.
        let mut sections = package.of_type(&through.kind);
        let found = sections.find(|section| {
            let members = section.option(&through.members).unwrap_or_default();
            members.split_whitespace().next() == Some(&key)
        });
        let name = found.and_then(|section| Some(section.option(&through.name)?.into_owned()));
        names.push(name.ok_or_else(|| {
            let text = format!(
                "expected the first {} of a `config {}`, got {key}",
                through.members, through.kind
            );
            Fault::new(FaultCode::InvalidParameterValue, text)
        })?);
    }
    Ok(names)
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
