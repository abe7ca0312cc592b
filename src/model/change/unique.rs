//! Unique keys are judged by how it is after the whole list: rows that exchange what they say step aside first.

use super::Stage;
use super::halves::join;
use super::items::{aside, write_item};
use crate::fault::{Fault, FaultCode, ParameterFault};
use crate::model::map::ItemPart;
use crate::model::parameter::ParameterSetting;
use crate::model::path::{Path, Segment};
use crate::model::template::{Kind, Rows, Source};
use crate::model::view::{Context, Frame, Handle, View, internal};
use std::collections::BTreeSet;

/// Gives up what this parameter says, until it is set again from the same list. What cannot is tried as it is.
pub(super) fn step_aside(
    view: &mut View,
    stage: &mut Stage,
    path: &Path,
    list: &[ParameterSetting],
    index: usize,
) {
    let template = view.template;
    let name = list.get(index).map_or("", |setting| &setting.name);
    let spots = view.resolve(path, name).unwrap_or_default();
    let [spot] = spots.as_slice() else {
        return;
    };
    let Kind::Leaf(leaf) = &template.node(spot.node).kind else {
        return;
    };
    // A fault here is told by the attempt that follows.
    let _ = match leaf.source {
        _ if !leaf.writable => Ok(()),
        Source::Joined => join(view, stage, &spot.context, ""),
        Source::Item(ItemPart::Word(1) | ItemPart::All) => empty_word(view, stage, &spot.context),
        // What a row moves to may have its word already.
        Source::Item(ItemPart::Section) => {
            if let Some((word, listed)) = first_word(view, &spot.context, true) {
                stage
                    .moved
                    .push((index, spot.context.clone(), word, listed));
            }
            empty_word(view, stage, &spot.context)
        }
        // A row that is called by its alias is found by it.
        Source::Alias
            if path
                .segments
                .iter()
                .any(|it| matches!(it, Segment::Alias(_))) =>
        {
            Ok(())
        }
        Source::Alias => {
            if let Some((frame, above)) = spot.context.split_last() {
                let table = view.numbered(frame.table, above);
                // No ACS can give such a one.
                let spare = format!("?{}", frame.row.number);
                let instances = &mut view.store.instances;
                instances.set_alias(&table, frame.row.number, &spare);
            }
            Ok(())
        }
        _ => Ok(()),
    };
}

fn empty_word(view: &mut View, stage: &mut Stage, context: &Context) -> Result<(), Fault> {
    stage.aside = true;
    let done = write_item(view, stage, context, ItemPart::Word(1), "");
    stage.aside = false;
    done
}

/// What the item begins with and whether it is on, where it has or has not stepped aside.
fn first_word(view: &mut View, context: &Context, is_own: bool) -> Option<(String, bool)> {
    let (at, row) = view.item(context)?;
    let table = context.get(at)?.table;
    let (Kind::Table(table), Handle::Item { text, listed, .. }) =
        (&view.template.node(table).kind, &row.handle)
    else {
        return None;
    };
    let Rows::Uci {
        items: Some(items), ..
    } = &table.rows
    else {
        return None;
    };
    let word = items.word(text, 1)?;
    ((word != aside(table, row.number)) == is_own).then(|| (word.to_owned(), *listed))
}

/// Rows that have moved to another section say what they said there, unless they were told otherwise.
pub(super) fn come_back(
    view: &mut View,
    stage: &mut Stage,
    list: &[ParameterSetting],
    faults: &mut Vec<ParameterFault>,
) {
    for (index, context, word, listed) in std::mem::take(&mut stage.moved) {
        if first_word(view, &context, false).is_none() {
            continue;
        }
        let back = write_item(view, stage, &context, ItemPart::Word(1), &word);
        let back = back.and_then(|()| match listed {
            true => write_item(view, stage, &context, ItemPart::Listed, "1"),
            false => Ok(()),
        });
        if let (Err(fault), Some(setting)) = (back, list.get(index)) {
            faults.push(ParameterFault {
                name: setting.name.clone(),
                code: fault.code,
                text: fault.text,
            });
        }
    }
}

/// The settings that make two rows say the same in a unique key (TR-106 A.2.10.1).
pub(super) fn clashes(
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
            let now = key_values(view, *node, above, &leaves, enable)?;
            for index in &touched {
                let Some(setting) = list.get(*index) else {
                    continue;
                };
                let Some(row) = row_of(view, *node, above, &setting.name) else {
                    continue;
                };
                let others = same_key(&now, row);
                if others.is_empty() {
                    continue;
                }
                // Two rows that the device itself has made the same stay so.
                let mut store = view.store.clone();
                let live = view.live;
                let mut before = View::new(template, &mut *view.world, &mut store, live, false);
                let before = key_values(&mut before, *node, above, &leaves, enable);
                let before = before.unwrap_or_default();
                let said = |rows: &[(u32, Vec<String>)], wanted| {
                    let row = rows.iter().find(|(number, _)| *number == wanted);
                    row.map(|(_, values)| values.clone())
                };
                let stays = match said(&before, row) == said(&now, row) {
                    true => same_key(&before, row),
                    false => Vec::new(),
                };
                let new = others.iter().find(|other| !stays.contains(other));
                let Some(other) = new.copied() else {
                    continue;
                };
                let text = format!(
                    "expected {} to be unique among the rows of {path}, got the same in instances {} and {}",
                    key.parameters.join(" and "),
                    row.min(other),
                    row.max(other)
                );
                faults.push(ParameterFault {
                    name: setting.name.clone(),
                    code: FaultCode::InvalidParameterValue,
                    text,
                });
            }
        }
    }
    faults.dedup_by(|one, other| one.name == other.name);
    Ok(faults)
}

/// What each row of a table says in a key; rows that are not enabled are left out where `enable` counts.
fn key_values(
    view: &mut View,
    node: usize,
    above: &Context,
    leaves: &[usize],
    enable: Option<usize>,
) -> Result<Vec<(u32, Vec<String>)>, Fault> {
    let template = view.template;
    let rows = view
        .rows(node, above)
        .map_err(|trouble| internal(&template.node(node).path, &trouble))?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        let mut context = above.clone();
        context.push(Frame {
            table: node,
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
        let values: Result<_, Fault> = leaves.iter().map(|leaf| read(*leaf)).collect();
        found.push((row.number, values?));
    }
    Ok(found)
}

/// The other rows that say the same as this one.
fn same_key(rows: &[(u32, Vec<String>)], row: u32) -> Vec<u32> {
    // What the device is yet to find, or the ACS yet to say, is not the same as that of another row.
    let mine = rows
        .iter()
        .find(|(number, values)| *number == row && !values.iter().all(String::is_empty));
    let same = |(number, values): &&(u32, Vec<String>)| {
        *number != row && mine.is_some_and(|(_, mine)| values == mine)
    };
    rows.iter()
        .filter(same)
        .map(|(number, _)| *number)
        .collect()
}

/// The number of the row that a parameter right below a table is of.
fn row_of(view: &mut View, table: usize, above: &Context, name: &str) -> Option<u32> {
    let (object, _) = name.rsplit_once('.')?;
    match object.rsplit_once('[') {
        Some((_, alias)) if object.ends_with(']') => {
            let rows = view.rows(table, above).ok()?;
            let path = view.numbered(table, above);
            view.aliased(&path, &rows, alias.trim_end_matches(']'))
        }
        _ => object.rsplit('.').next()?.parse().ok(),
    }
}
