//! Rows that are items of a list in uci: written, added, deleted.

use super::Stage;
use crate::fault::{Fault, FaultCode};
use crate::model::map::{ItemPart, Items, Marked, netmask};
use crate::model::template::{Kind, Rows, Table};
use crate::model::view::{Context, Frame, Handle, Row, Spot, View, internal};
use crate::platform::uci::{Package, SectionId, Value};
use std::borrow::Cow;
use std::collections::HashMap;

/// Another word, another section, on or off.
pub(super) fn write_item(
    view: &mut View,
    stage: &mut Stage,
    context: &Context,
    part: ItemPart,
    device: &str,
) -> Result<(), Fault> {
    let invalid = |why: &str| Fault::new(FaultCode::InvalidParameterValue, why);
    let template = view.template;
    let found = view.item(context);
    let Some((at, row)) = found else {
        return match part {
            ItemPart::Word(1) if !device.is_empty() => write_first(view, stage, context, device),
            _ => Err(not_configured()),
        };
    };
    let (node, above) = (context[at].table, &context[..at]);
    let (
        Kind::Table(table),
        Handle::Item {
            package,
            section,
            text,
            listed,
            ..
        },
    ) = (&template.node(node).kind, &row.handle)
    else {
        return Ok(());
    };
    let Rows::Uci {
        items: Some(items), ..
    } = &table.rows
    else {
        return Ok(());
    };
    let numbers = view.numbered(node, above);
    let rows = view
        .rows(node, above)
        .map_err(|trouble| internal(&numbers, &trouble))?;
    let owners = view
        .owners(node, &table.rows, above)
        .map_err(|trouble| internal(&numbers, &trouble))?;
    let (mut into, mut now, mut on) = (*section, text.to_string(), *listed);
    let edited = view
        .package_or_new(package)
        .map_err(|trouble| internal(&numbers, &trouble))?;
    match part {
        ItemPart::All if !device.is_empty() => now = device.to_owned(),
        ItemPart::All => now = items.with(text, 1, &aside(table, row.number)),
        ItemPart::Word(number)
            if device.is_empty() && (stage.aside || is_needed(table, items, number)) =>
        {
            now = items.with(text, number, &aside(table, row.number));
            // Its octets are those that they are with the word before.
            if let (1, false, Some(octets)) = (
                number,
                items.options.is_empty(),
                items.octets(text, &table.prefix),
            ) {
                now = items.with(&now, 2, &octets);
            }
        }
        ItemPart::Octets if device.is_empty() && is_needed(table, items, 2) => {
            now = items.with(text, 2, &aside(table, row.number));
        }
        ItemPart::Plain => {
            let star = text.ends_with('*') && items.word(text, 2).is_some();
            now = items.with(text, 2, &[device, if star { "*" } else { "" }].concat());
        }
        ItemPart::Octets => {
            now = items
                .with_octets(text, device, &table.prefix)
                .map_err(|why| invalid(&why))?;
        }
        ItemPart::Word(number) => {
            now = items.with(text, number, device);
            // The same octets, as they are written with this word.
            if let (1, false, Some(octets)) = (
                number,
                items.options.is_empty(),
                items.octets(text, &table.prefix),
            ) {
                now = items
                    .with_octets(&now, &octets, &table.prefix)
                    .map_err(|why| invalid(&why))?;
            }
        }
        ItemPart::Listed => on = device == "1",
        ItemPart::Section => {
            let wanted = edited.find(device).map(|found| found.id());
            let wanted = wanted.filter(|id| owners.iter().any(|(owner, _)| owner == id));
            into = wanted.ok_or_else(|| invalid("expected a row that can have it"))?;
        }
    }
    let open = (1..=2).any(|number| {
        let word = items.word(&now, number).unwrap_or_default();
        Items::is_open(word, &table.prefix)
    });
    if open && on && part == ItemPart::Listed {
        return Err(invalid("expected what it is about to be set before"));
    }
    on = on && (stage.aside || !(open && items.off.is_some()));
    if (into, now.as_str(), on) == (*section, text, *listed) {
        return Ok(());
    }
    let says = |edited: &Package, section, text: &str| {
        let section = edited.at(section)?;
        items.key(&section, text)
    };
    let key = says(edited, into, &now).ok_or_else(|| invalid("expected a value, got none"))?;
    let same = |other: &Row| match &other.handle {
        Handle::Item { section, text, .. } => {
            says(edited, *section, text).as_deref() == Some(&*key)
        }
        _ => *other.key == *key,
    };
    if rows
        .iter()
        .any(|other| other.number != row.number && same(other))
    {
        return Err(invalid("expected what no other row says"));
    }
    let in_place = (into, on) == (*section, *listed);
    edit(edited, *section, items, *listed, &mut |list| {
        let place = list.iter().position(|item| **item == **text);
        match place.and_then(|place| list.get_mut(place)) {
            Some(item) if in_place => item.clone_from(&now),
            Some(_) => drop(place.map(|place| list.remove(place))),
            None => {}
        }
    })?;
    if !in_place {
        edit(edited, into, items, on, &mut |list| list.push(now.clone()))?;
    }
    stage.packages.insert(package.to_string());
    if items.first {
        let texts = rows.iter().filter_map(|other| match &other.handle {
            _ if other.number == row.number => Some((row.number, &*now)),
            Handle::Item { text, .. } => Some((other.number, &**text)),
            _ => None,
        });
        rename(view, items, package, into, &numbers, &mut { texts });
    } else {
        view.store.instances.rename(&numbers, &[(row.number, &key)]);
    }
    view.store.changed = true;
    view.recount();
    Ok(())
}

/// What a word is while it is yet to be set.
pub(super) fn aside(table: &Table, number: u32) -> String {
    format!("{}{number}", table.prefix)
}

fn not_configured() -> Fault {
    let text = "the row is not of the configuration";
    Fault::new(FaultCode::RequestDenied, text)
}

/// Where the first item goes: of a row that only the device tells, but of a section that may have items now, and
/// has none.
pub(super) fn place_of_first<'a>(
    view: &mut View<'a>,
    context: &Context,
) -> Option<(&'a Table, &'a Items, SectionId)> {
    let (frame, above) = context.split_last()?;
    let Kind::Table(table) = &view.template.node(frame.table).kind else {
        return None;
    };
    let Rows::Uci {
        package,
        items: Some(items),
        ..
    } = &table.rows
    else {
        return None;
    };
    let owners = view.owners(frame.table, &table.rows, above).ok()?;
    let [(section, _)] = owners.as_slice() else {
        return None;
    };
    let known = view.package(package).ok()??.at(*section)?;
    (items.first && items.rows(&known, "").is_empty()).then_some((table, items, *section))
}

/// It is the same row.
fn write_first(
    view: &mut View,
    stage: &mut Stage,
    context: &Context,
    device: &str,
) -> Result<(), Fault> {
    let place = place_of_first(view, context);
    let Some((table, items, section)) = place else {
        return Err(not_configured());
    };
    let Rows::Uci { package, .. } = &table.rows else {
        return Err(not_configured());
    };
    let edited = view
        .package_or_new(package)
        .map_err(|trouble| internal(package, &trouble))?;
    edit(edited, section, items, true, &mut |list| {
        list.push(new_item(table).replace("{key}", device));
    })?;
    stage.packages.insert(package.to_string());
    view.recount();
    Ok(())
}

/// Which of the rows is the first, and so known by its section, may be another now.
fn rename(
    view: &mut View,
    items: &Items,
    package: &str,
    section: SectionId,
    numbers: &str,
    texts: &mut dyn Iterator<Item = (u32, &str)>,
) {
    let Ok(Some(edited)) = view.package(package) else {
        return;
    };
    let now = edited.at(section).map(|section| items.rows(&section, ""));
    let now = now.unwrap_or_default();
    let keys: HashMap<&str, &str> = now
        .iter()
        .rev()
        .map(|(text, .., key)| (&**text, &**key))
        .collect();
    let names: Vec<(u32, &str)> = texts
        .filter_map(|(number, text)| Some((number, *keys.get(text)?)))
        .collect();
    view.store.instances.rename(numbers, &names);
}

/// `marked`: of the items that begin with this row's key, that of the section which says `wanted` has the mark from now
/// on, and no other.
pub(super) fn write_mark(
    view: &mut View,
    stage: &mut Stage,
    context: &Context,
    marked: &Marked,
    wanted: &str,
) -> Result<(), Fault> {
    let (table, rows) = view.marked(marked, context).unwrap_or_default();
    let mut said = Vec::with_capacity(rows.len());
    for (row, ..) in &rows {
        let mut says = String::new();
        if let Handle::Item {
            package, section, ..
        } = &row.handle
        {
            let edited = view
                .package_or_new(package)
                .map_err(|trouble| internal(package, &trouble))?;
            let section = edited.at(*section);
            if let Some(text) = section
                .as_ref()
                .and_then(|found| found.option(&marked.option))
            {
                says = text.into_owned();
            }
        }
        said.push(says);
    }
    if !said.iter().any(|says| says == wanted) {
        let text = match &*said {
            [] => format!("expected an item with this key first, got `{wanted}`"),
            said => format!("expected `{}`, got `{wanted}`", said.join("` or `")),
        };
        return Err(Fault::new(FaultCode::InvalidParameterValue, text));
    }
    let Some(mark) = marked.mark.chars().last() else {
        return Ok(());
    };
    for ((row, second, _), meant) in rows.into_iter().zip(said) {
        let now = match (second.trim_end_matches(mark), meant == wanted) {
            ("", true) => marked.mark.to_string(),
            (bare, true) => format!("{bare}{mark}"),
            (bare, false) => bare.to_owned(),
        };
        if now != second {
            let mut place: Context = context[..context.len().saturating_sub(1)].to_vec();
            place.push(Frame { table, row });
            write_item(view, stage, &place, ItemPart::Word(2), &now)?;
        }
    }
    Ok(())
}

/// Moves the section of a row among those of its table; what stood there and behind it moves on.
pub(super) fn write_position(
    view: &mut View,
    stage: &mut Stage,
    context: &Context,
    wanted: &str,
) -> Result<(), Fault> {
    let Some((frame, above)) = context.split_last() else {
        return Ok(());
    };
    let numbers = view.numbered(frame.table, above);
    let rows = view
        .rows(frame.table, above)
        .map_err(|trouble| internal(&numbers, &trouble))?;
    let others: Vec<SectionId> = rows
        .iter()
        .filter(|row| row.number != frame.row.number)
        .filter_map(|row| match &row.handle {
            Handle::Section { section, .. } => Some(*section),
            _ => None,
        })
        .collect();
    let Handle::Section { package, section } = &frame.row.handle else {
        return Ok(());
    };
    let place = wanted.parse::<usize>().unwrap_or(1).max(1) - 1;
    if view.position(context) == Some(place + 1) {
        return Ok(());
    }
    if place > others.len() {
        let text = format!("expected 1 to {}, got {wanted}", others.len() + 1);
        return Err(Fault::new(FaultCode::InvalidParameterValue, text));
    }
    let edited = view
        .package_or_new(package)
        .map_err(|trouble| internal(&numbers, &trouble))?;
    match (others.get(place), others.last()) {
        (Some(next), _) => edited.move_section(*section, *next, false),
        (None, Some(last)) => edited.move_section(*section, *last, true),
        (None, None) => {}
    }
    stage.packages.insert(package.to_string());
    view.recount();
    Ok(())
}

/// A new item, off where items can be; its number.
pub(super) fn add_item(
    view: &mut View,
    stage: &mut Stage,
    spot: &Spot,
    table: &Table,
    items: &Items,
    numbers: &str,
) -> Result<u32, Fault> {
    let number = view.store.instances.next(numbers);
    let failed = |trouble| internal(&spot.path, &trouble);
    let owners = view
        .owners(spot.node, &table.rows, &spot.context)
        .map_err(failed)?;
    let (Rows::Uci { package, kind, .. }, Some((section, _))) = (&table.rows, owners.first())
    else {
        let kind = match &table.rows {
            Rows::Uci { kind, .. } => kind,
            _ => "",
        };
        let text = format!(
            "{}: expected a `config {kind}` that it is of, got none",
            spot.path
        );
        return Err(Fault::new(FaultCode::RequestDenied, text));
    };
    let name = format!("{}{number}", table.prefix);
    let text = new_item(table).replace("{key}", &name);
    let edited = view.package_or_new(package).map_err(failed)?;
    edit(edited, *section, items, items.off.is_none(), &mut |list| {
        list.push(text.clone());
    })?;
    stage.packages.insert(package.to_string());
    view.recount();
    let rows = view.rows(spot.node, &spot.context).map_err(failed)?;
    let is_new = |row: &&std::rc::Rc<Row>| matches!(&row.handle, Handle::Item { text: known, section: of, .. } if **known == *text && of == section);
    match rows.iter().find(is_new) {
        Some(row) => Ok(row.number),
        None => {
            let text = format!(
                "{}: expected the new item {text} in {kind}, got none",
                spot.path
            );
            Err(Fault::new(FaultCode::InternalError, text))
        }
    }
}

pub(super) fn delete_item(
    view: &mut View,
    stage: &mut Stage,
    spot: &Spot,
    items: &Items,
    row: &Row,
) -> Result<(), Fault> {
    let Handle::Item {
        package,
        section,
        text,
        listed,
        ..
    } = &row.handle
    else {
        return Ok(());
    };
    let edited = view
        .package_or_new(package)
        .map_err(|trouble| internal(package, &trouble))?;
    edit(edited, *section, items, *listed, &mut |list| {
        list.retain(|item| **item != **text);
    })?;
    stage.packages.insert(package.to_string());
    if let (true, Some((_, above))) = (items.first, spot.context.split_last()) {
        let numbers = view.numbered(spot.node, above);
        let rows = view
            .rows(spot.node, above)
            .map_err(|trouble| internal(&numbers, &trouble))?;
        let mut texts = rows.iter().filter_map(|other| match &other.handle {
            Handle::Item { text, .. } if other.number != row.number => {
                Some((other.number, &**text))
            }
            _ => None,
        });
        rename(view, items, package, *section, &numbers, &mut texts);
    }
    Ok(())
}

/// A row is gone: the items of a table that refer to it by a word do so no longer.
pub(super) fn empty_items(
    view: &mut View,
    stage: &mut Stage,
    table: usize,
    part: ItemPart,
    key: &str,
) -> Result<(), Fault> {
    for context in view.contexts(table) {
        let Some((at, row)) = view.item(&context) else {
            continue;
        };
        let (Handle::Item { text, .. }, Kind::Table(shown)) =
            (&row.handle, &view.template.node(context[at].table).kind)
        else {
            continue;
        };
        if let (
            ItemPart::Word(number),
            Rows::Uci {
                items: Some(items), ..
            },
        ) = (part, &shown.rows)
            && items.word(text, number) == Some(key)
        {
            write_item(view, stage, &context, part, "")?;
        }
    }
    Ok(())
}

fn new_item(table: &Table) -> &str {
    let preset = table.add.as_ref().and_then(|presets| presets.first());
    preset.map_or("{key}", |(_, text)| text)
}

/// Whether a new item has a name of its own in this place.
fn is_needed(table: &Table, items: &Items, number: usize) -> bool {
    items.word(new_item(table), number) == Some("{key}")
}

/// Changes the list of the items that are on, or of those that are off. One option stays one.
fn edit(
    package: &mut Package,
    section: SectionId,
    items: &Items,
    listed: bool,
    change: &mut dyn FnMut(&mut Vec<String>),
) -> Result<(), Fault> {
    let option = match &items.off {
        Some(off) if !listed => off,
        _ => &items.option,
    };
    let Some(found) = package.at(section) else {
        return Ok(());
    };
    let single = matches!(found.value(option), Some(Value::Single(_)));
    let mut list = items.list(&found, option);
    let plain = items.plain(&found, option);
    let before = plain.len();
    let known = list.clone();
    let mask = match *option == items.option {
        true => items.mask(&found).map(Cow::into_owned),
        false => None,
    };
    change(&mut list);
    if list == known {
        return Ok(());
    }
    if let (Some(name), Some(mask)) = (&items.mask, mask) {
        // One address and its mask stay two options; several have theirs in them.
        let apart = |item: &String| items.word(item, 2).is_none();
        let said = match (plain.iter().all(apart), list.as_mut_slice()) {
            (true, []) => Some(mask),
            (true, [one]) => match items.word(one, 2).map(netmask) {
                Some(Ok(mask)) => {
                    *one = items.with(one, 2, "");
                    Some(mask)
                }
                _ => None,
            },
            _ => None,
        };
        match said {
            Some(mask) => package.set(section, name, &mask),
            None => package.unset(section, name),
        }
        .map_err(|why| Fault::new(FaultCode::InvalidParameterValue, why))?;
    }
    let mut written = Ok(());
    for (word, own) in items.options.iter().filter(|_| *option == items.option) {
        let is = |item: &String| items.word(item, 1) == Some(word) && items.word(item, 2).is_some();
        let place = list.iter().rposition(is);
        let item = place.map(|place| list.remove(place));
        let now = item.as_ref().and_then(|item| items.word(item, 2));
        if now != package_says(package, section, own).as_deref() {
            written = written.and_then(|()| match now {
                Some(now) => package.set(section, own, now),
                None => package.unset(section, own),
            });
        }
    }
    written.map_err(|why| Fault::new(FaultCode::InvalidParameterValue, why))?;
    if list == plain {
        return Ok(());
    }
    let written = if list.is_empty() {
        package.unset(section, option).map(drop)
    } else if items.words || single && (before > 1 || list.len() == 1) {
        package.set(section, option, &list.join(" "))
    } else {
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        package.set_list(section, option, &list)
    };
    written.map_err(|why| Fault::new(FaultCode::InvalidParameterValue, why))
}

fn package_says(package: &Package, section: SectionId, option: &str) -> Option<String> {
    let said = package.at(section)?.option(option)?.into_owned();
    (!said.is_empty()).then_some(said)
}
