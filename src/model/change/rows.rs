//! Rows added and deleted, with their defaults, the rows below them and the references to them.

use super::Stage;
use super::halves::leave;
use super::hooks::edit;
use super::items::{add_item, delete_item, empty_items};
use super::setting::{give_alias, stage_value, write_option};
use crate::fault::{Fault, FaultCode};
use crate::model::hook_answers::{Step, push_key, steps};
use crate::model::instance::fingerprint;
use crate::model::path::{Path, Segment};
use crate::model::template::{Kind, Rows, Source, Template};
use crate::model::tree::Tree;
use crate::model::view::{Context, Frame, Handle, Item, Spot, View, internal};
use crate::platform::hook::{Answer, Request};
use crate::platform::uci::{Package, SectionId, Value};

/// A row for an alias that does not exist yet, where AutoCreateInstances is on (TR-069 3.6.1).
pub(super) fn auto_create(
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
pub(super) fn add_row(
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
            items: Some(items), ..
        } => add_item(view, stage, spot, table, items, &numbers)?,
        Rows::Uci {
            package,
            kind,
            filter,
            of,
            half,
            ..
        } => {
            let equal = filter.iter().filter(|condition| condition.equal);
            let words = equal.map(|condition| (&condition.option, &condition.value));
            let words = words.chain(presets.iter().map(|(option, value)| (option, value)));
            for (option, word) in words.filter(|(_, word)| table.is_word_of_uci(word)) {
                let context = view.within(spot.node, &spot.context);
                let said = view.fill(word, &context);
                if said.is_ok_and(|said| said.is_empty()) {
                    let text = format!(
                        "{}: expected something in /etc/config/{package} that {option} can be, found none",
                        spot.path
                    );
                    return Err(Fault::new(FaultCode::RequestDenied, text));
                }
            }
            let filter = view
                .conditions(spot.node, filter, &spot.context)
                .map_err(|trouble| internal(&spot.path, &trouble))?;
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
            let name = free_name(edited, &table.prefix, number);
            let section = edited
                .add_section(half.as_ref().map_or(kind, |half| &half.kind), Some(&name))
                .map_err(|error| failed(error.to_string()))?;
            let of = of
                .iter()
                .filter(|of| &***of != ".name")
                .zip(&above)
                .map(|(option, key)| (option.clone(), key.clone()));
            let filter = filter
                .iter()
                .filter(|condition| condition.equal && half.is_none())
                .map(|condition| {
                    let first = condition.value.split('|').next().unwrap_or_default();
                    (condition.option.clone(), first.into())
                });
            // What holds a word of the row waits until there is a row.
            let (worded, presets): (Vec<_>, Vec<_>) = presets
                .iter()
                .map(|(option, value)| (option.clone(), value.replace("{key}", &name).into()))
                .partition(|(_, value): &(_, Box<str>)| value.contains('{'));
            for (option, value) in of.chain(filter).chain(presets) {
                if !value.is_empty() {
                    edited
                        .set(section, &option, &value)
                        .map_err(|error| failed(error.to_string()))?;
                }
            }
            let content = edited.at(section).map(|new| fingerprint(new.pairs()));
            stage.packages.insert(package.to_string());
            let instances = &mut view.store.instances;
            instances.begin(&numbers, &name, content.unwrap_or_default());
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
            for (option, value) in worded {
                let value = view
                    .fill(&value, &context)
                    .map_err(|trouble| internal(&spot.path, &trouble))?;
                let edited = view
                    .package_or_new(package)
                    .map_err(|trouble| internal(&spot.path, &trouble))?;
                if !value.is_empty() {
                    edited
                        .set(section, &option, &value)
                        .map_err(|error| failed(error.to_string()))?;
                }
            }
            put_defaults(view, stage, spot.node, &context)?;
            row.number
        }
        Rows::Hook(hook) => add_hook_row(view, stage, *hook, spot, &numbers)?,
        Rows::Directory { .. } | Rows::Lines { .. } | Rows::Ubus(_) | Rows::Const(_) => {
            return Err(refused("the device cannot add rows to this table"));
        }
    };
    if let Some(alias) = alias {
        give_alias(view, &numbers, number, alias)?;
    }
    view.store.changed = true;
    let rows = view
        .rows(spot.node, &spot.context)
        .map_err(|trouble| internal(&spot.path, &trouble))?;
    if let Some(row) = rows.iter().find(|row| row.number == number) {
        let mut own = spot.clone();
        own.row = true;
        own.context.push(Frame {
            table: spot.node,
            row: row.clone(),
        });
        stage.own.push(own);
    }
    own_count(view, stage, spot.node, &spot.context);
    Ok(number)
}

/// A name for a section that no other has: this number, or the next that is free.
pub(super) fn free_name(package: &Package, prefix: &str, number: u32) -> String {
    let mut names = (number..).map(|number| format!("{prefix}{number}"));
    names
        .find(|name| package.find(name).is_none())
        .unwrap_or_default()
}

/// The ACS knows how many rows there are after its own AddObject or DeleteObject.
fn own_count(view: &View, stage: &mut Stage, table: usize, context: &[Frame]) {
    stage.own.extend(view.count_of(table, context));
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
            Kind::Object(_) => nodes.extend(&template.node(child).children),
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
    let before = view.rows(spot.node, &spot.context).unwrap_or_default();
    let answers = view
        .world
        .hook(name, &[Request::Add { path: path.clone() }])
        .map_err(|trouble| internal(&format!("hook {name}"), &trouble))?;
    // Of a row that is kept in uci, the hook knows nothing before the edits are written.
    let edited = hook_edits(view, stage, hook, &spot.path, &answers)?;
    if edited {
        for answer in &answers {
            view.take_answer(hook, answer);
        }
    }
    for answer in &answers {
        match answer {
            Answer::Fault { code, text, .. } => {
                return Err(Fault::new(*code, format!("{}: {text}", spot.path)));
            }
            Answer::Value { path: row, .. } => {
                let key = row
                    .strip_prefix(&path)
                    .and_then(|_| steps(row))
                    .and_then(|steps| match steps.last() {
                        Some(Step::Key(key)) => Some(key.clone()),
                        _ => None,
                    });
                if let Some(key) = key {
                    stage.groups.insert(name.to_string());
                    if !edited {
                        let mut made = path.clone();
                        push_key(&mut made, &key);
                        made.push('.');
                        stage.added.push((hook, made));
                        view.gather_below(spot.node, &spot.context);
                    }
                    // One that was called so and is gone is not this one.
                    if !before.iter().any(|row| *row.key == *key) {
                        view.store.instances.begin(numbers, &key, Vec::new());
                        view.store.changed = true;
                    }
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

/// The edits of uci among the answers to add or del; whether there are any.
fn hook_edits(
    view: &mut View,
    stage: &mut Stage,
    hook: usize,
    path: &str,
    answers: &[Answer],
) -> Result<bool, Fault> {
    let mut any = false;
    for answer in answers {
        if let Answer::Value {
            path: option,
            value,
        } = answer
            && option.starts_with("uci.")
        {
            any = true;
            edit(view, stage, option, value).map_err(|why| {
                let text = format!(
                    "{path}: hook {}: {option}: {why}",
                    view.template.hooks[hook]
                );
                Fault::new(FaultCode::InternalError, text)
            })?;
        }
    }
    Ok(any)
}

pub(super) fn delete_row(view: &mut View, stage: &mut Stage, spot: &Spot) -> Result<(), Fault> {
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
        (Rows::Uci { items: None, .. }, Handle::Section { .. })
            if leave(view, stage, &spot.context)? => {}
        (Rows::Uci { items: None, .. }, Handle::Section { package, section }) => {
            delete_below(view, stage, spot)?;
            if let Some(hook) = table.parting {
                part(view, stage, spot, hook)?;
            }
            let edited = view
                .package_or_new(package)
                .map_err(|trouble| internal(&spot.path, &trouble))?;
            edited
                .delete_section(*section)
                .map_err(|why| refused(&why))?;
            stage.packages.insert(package.to_string());
        }
        (
            Rows::Uci {
                items: Some(items), ..
            },
            Handle::Item { .. },
        ) => delete_item(view, stage, spot, items, &frame.row)?,
        (Rows::Hook(hook), _) => {
            // Where it has nothing edited, the hook has done it.
            stage.gone |= !part(view, stage, spot, *hook)?;
            stage.groups.insert(template.hooks[*hook].to_string());
        }
        _ => return Err(refused("the device cannot delete rows of this table")),
    }
    let numbers = view.numbered(spot.node, above);
    drop_references(view, stage, spot.node, &frame.row.key)?;
    view.store.instances.forget(&numbers, frame.row.number);
    let row = format!("{numbers}{}.", frame.row.number);
    view.store.attributes.forget(&row);
    view.store.told.forget(&row);
    view.store.light.forget(&row);
    view.store.changed = true;
    view.recount();
    own_count(view, stage, spot.node, above);
    Ok(())
}

/// Tells a hook of a row that goes, and makes the edits that it wants with that; whether there are any.
fn part(view: &mut View, stage: &mut Stage, spot: &Spot, hook: usize) -> Result<bool, Fault> {
    let name = &view.template.hooks[hook];
    let Some((frame, above)) = spot.context.split_last() else {
        return Ok(false);
    };
    let mut path = view.keyed(spot.node, above);
    push_key(&mut path, &frame.row.key);
    path.push('.');
    let answers = view
        .world
        .hook(name, &[Request::Del { path }])
        .map_err(|trouble| internal(&format!("hook {name}"), &trouble))?;
    for answer in &answers {
        if let Answer::Fault { code, text, .. } = answer {
            return Err(Fault::new(*code, format!("{}: {text}", spot.path)));
        }
    }
    hook_edits(view, stage, hook, &spot.path, &answers)
}

/// Sections of tables below that belong to this row only.
fn delete_below(view: &mut View, stage: &mut Stage, spot: &Spot) -> Result<(), Fault> {
    let mut doomed: Vec<(Box<str>, SectionId)> = Vec::new();
    let depth = spot.context.len();
    // A table below may show the row's own section (`of .name`), which goes anyway.
    let own = match spot.context.last().map(|frame| &frame.row.handle) {
        Some(Handle::Section { package, section }) => Some((package.clone(), *section)),
        _ => None,
    };
    view.walk(spot, &mut |view, node, context, _, item| {
        let Item::Object { .. } = item else {
            return Ok(());
        };
        if context.len() > depth
            && let Some(frame) = context.last()
            && frame.table == node
            && let Kind::Table(table) = &view.template.node(node).kind
            && let Rows::Uci {
                of: Some(of),
                within,
                ..
            } = &table.rows
            && let Handle::Section { package, section } = &frame.row.handle
            && own.as_ref() != Some(&(package.clone(), *section))
            && !doomed
                .iter()
                .any(|known| known == &(package.clone(), *section))
        {
            // What is here by its address is of the network, which stays.
            let found = view.package(package).ok().flatten();
            let says = found
                .and_then(|package| package.at(*section))
                .is_some_and(|section| section.option(of).is_some());
            if within.is_none() || says {
                doomed.push((package.clone(), *section));
            }
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
        // With `by`, what is said is not the key; whatever is called so is there still.
        if leaf.turns.by.is_some() {
            continue;
        }
        let parent = template.node(node).parent;
        if let Source::Item(part) = leaf.source {
            empty_items(view, stage, parent, part, key)?;
            continue;
        }
        // Behind `through`, the option holds the name of something else, which is there still; and one that
        // holds more than the name is better of no effect than of another.
        let turns = &leaf.turns;
        let (Source::RowOption(option), None, None) = (&leaf.source, &turns.through, &turns.piece)
        else {
            continue;
        };
        let mut sections = Vec::new();
        for context in view.contexts(parent) {
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
