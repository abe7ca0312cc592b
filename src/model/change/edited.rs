//! Rows without a lasting name that the agent itself edits. They are known by what they contain, so
//! that what is known of them changes in the same commit as the file; or else an ACS that sets two
//! options of three would find the row under another number.

use crate::model::instance::{Reworded, fingerprint};
use crate::model::template::{Kind, Rows};
use crate::model::view::View;
use crate::platform::uci::Package;
use std::collections::HashMap;

/// Tells the store what the edited sections of a package contain now, in every table that shows them.
pub(super) fn keep_numbers(view: &mut View, package: &str) {
    let Ok(Some(edited)) = view.package(package) else {
        return;
    };
    let changes = changes(edited);
    if changes.is_empty() {
        return;
    }
    let tables: Vec<String> = view.store.instances.tables().map(str::to_owned).collect();
    for table in tables {
        let names = table
            .split('.')
            .filter(|name| !name.starts_with(|first: char| first.is_ascii_digit()));
        let names: Vec<&str> = names.collect();
        let Some(node) = view.template.table(&names.join(".")) else {
            continue;
        };
        let Kind::Table(shown) = &view.template.node(node).kind else {
            continue;
        };
        if let Rows::Uci {
            package: from,
            kind,
            ..
        } = &shown.rows
            && **from == *package
            && let Some(changes) = changes.get(&**kind)
        {
            view.store.changed |= view.store.instances.reword(&table, changes);
        }
    }
}

/// The sections that were edited, by type.
fn changes(edited: &Package) -> HashMap<String, Vec<Reworded>> {
    let mut changes: HashMap<String, Vec<Reworded>> = HashMap::new();
    let Ok(read) = Package::parse(edited.as_read()) else {
        return changes;
    };
    let mut alike: HashMap<(&str, Vec<u32>), usize> = HashMap::new();
    for section in read.sections().filter(|section| section.name().is_none()) {
        let before = fingerprint(section.pairs());
        let place = alike.entry((section.kind(), before.clone())).or_default();
        let now = edited.at(section.id()).map(|now| fingerprint(now.pairs()));
        if let Some(now) = now.filter(|now| *now != before) {
            let reworded = Reworded {
                before,
                place: *place,
                now,
            };
            let kind = section.kind().to_owned();
            changes.entry(kind).or_default().push(reworded);
        }
        *place += 1;
    }
    changes
}
