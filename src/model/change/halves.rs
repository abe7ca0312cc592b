//! Rows of two tables that share a section: an SSID and the access point on it are one `wifi-iface`. Until an ACS
//! has said which belong together, each is a section of a type of its own, which no service reads.
//!
//! ```text
//!  wifi-ssid ──┐ SSIDReference=…   wifi-iface     DeleteObject SSID         wifi-ap
//!              ├─────────────────▶ SSID and AP ──▶ DeleteObject AccessPoint  wifi-ssid
//!  wifi-ap ────┘                        └────────▶ SSIDReference=            wifi-ssid and wifi-ap
//! ```
//!
//! The section of a joined pair is that of the row referred to; the other row takes its options there, keeps its
//! number and gets another key, in the commit that writes the file.

use super::Stage;
use super::rows::free_name;
use super::setting::stage_value;
use crate::fault::{Fault, FaultCode};
use crate::model::map::Half;
use crate::model::template::{Kind, Rows, Template};
use crate::model::view::{Context, Frame, Handle, Row, View, internal};
use crate::platform::Trouble;
use crate::platform::uci::{Package, SectionId, Value};

/// Two tables of the same sections.
struct Halves<'a> {
    package: &'a str,
    /// The type of a section that both have a row in.
    kind: &'a str,
    /// That whose row is to move, and how its sections are called.
    mine: &'a Half,
    prefix: &'a str,
    theirs: &'a Half,
    their_node: usize,
}

impl<'a> Halves<'a> {
    fn of(template: &'a Template, node: usize) -> Option<Halves<'a>> {
        let half = |node: usize| match &template.node(node).kind {
            Kind::Table(table) => match &table.rows {
                Rows::Uci {
                    package,
                    kind,
                    half: Some(half),
                    ..
                } => Some((&**package, &**kind, &**half, &*table.prefix)),
                _ => None,
            },
            _ => None,
        };
        let (package, kind, mine, prefix) = half(node)?;
        let (their_node, theirs) = (0..template.nodes.len()).find_map(|other| {
            let (its_package, its_kind, theirs, _) = half(other)?;
            let fits = other != node && (its_package, its_kind) == (package, kind);
            fits.then_some((other, theirs))
        })?;
        Some(Halves {
            package,
            kind,
            mine,
            prefix,
            theirs,
            their_node,
        })
    }

    /// Whether an option goes with my rows.
    fn has(&self, option: &str) -> bool {
        let listed = |half: &Half| half.options.iter().any(|known| **known == *option);
        match self.mine.options.is_empty() {
            true => !listed(self.theirs),
            false => listed(self.mine),
        }
    }

    /// Takes my options out of a section, and puts them into another one.
    fn take(
        &self,
        edited: &mut Package,
        from: SectionId,
        into: Option<SectionId>,
    ) -> Result<(), String> {
        let mut names: Vec<String> = Vec::new();
        for name in edited.at(from).iter().flat_map(|section| section.options()) {
            if self.has(name) && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        for name in names {
            let owned = match edited.at(from).and_then(|section| section.value(&name)) {
                Some(Value::Single(text)) => Ok(text.to_owned()),
                Some(Value::List(items)) => Err(items.into_iter().map(str::to_owned).collect()),
                None => continue,
            };
            edited.unset(from, &name)?;
            match (owned, into) {
                (Ok(text), Some(into)) => edited.set(into, &name, &text)?,
                (Err(items), Some(into)) => {
                    let items: Vec<String> = items;
                    let items: Vec<&str> = items.iter().map(String::as_str).collect();
                    edited.set_list(into, &name, &items)?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The reference of a row to that of the other table with this key, or to none.
pub(super) fn join(
    view: &mut View,
    stage: &mut Stage,
    context: &Context,
    key: &str,
) -> Result<(), Fault> {
    let template = view.template;
    let Some((frame, Handle::Section { section: from, .. })) =
        context.last().map(|frame| (frame, &frame.row.handle))
    else {
        return Ok(());
    };
    let above = &context[..context.len() - 1];
    let table = view.numbered(frame.table, above);
    let Some(halves) = Halves::of(template, frame.table) else {
        return Ok(());
    };
    let failed = |trouble: Trouble| internal("rows that are joined", &trouble);
    let wrong = |why: String| internal("rows that are joined", &Trouble::Failed(why));
    let alone = view.is_alone(context).map_err(failed)? != Some(false);
    let their = view.rows(halves.their_node, above).map_err(failed)?;
    let left = their.iter().find(|row| is_in(row, *from));
    let wanted = their.iter().find(|row| *row.key == *key);
    let into = match wanted.map(|row| &row.handle) {
        Some(Handle::Section { section, .. }) if section == from => return Ok(()),
        Some(Handle::Section { section, .. }) => Some(*section),
        _ if alone => return Ok(()),
        _ => None,
    };
    let enabled = enabled(view, context)?;
    let edited = view.package_or_new(halves.package).map_err(failed)?;
    let into = match into {
        Some(into)
            if edited
                .at(into)
                .is_some_and(|found| found.kind() != halves.kind) =>
        {
            edited.retype(into, halves.kind).map_err(wrong)?;
            into
        }
        Some(_) => {
            let rows = view.rows(frame.table, above).map_err(failed)?;
            let owner = rows.iter().find(|row| *row.key == *key);
            let path = view.numbered(halves.their_node, above);
            let text = match owner {
                Some(owner) => format!(
                    "expected a row of {path} that no other refers to, got that of {table}{}",
                    owner.number
                ),
                None => format!("expected a row of {path} that can have it, got another kind"),
            };
            return Err(Fault::new(FaultCode::InvalidParameterValue, text));
        }
        None => {
            let name = free_name(edited, halves.prefix, frame.row.number);
            edited
                .add_section(&halves.mine.kind, Some(&name))
                .map_err(wrong)?
        }
    };
    halves.take(edited, *from, Some(into)).map_err(wrong)?;
    match alone {
        true => edited.delete_section(*from).map_err(wrong)?,
        false => edited.retype(*from, &halves.theirs.kind).map_err(wrong)?,
    }
    for row in left.into_iter().chain(wanted) {
        give_name(view, &halves, above, row).map_err(wrong)?;
    }
    stage.packages.insert(halves.package.to_owned());
    let edited = view.package_or_new(halves.package).map_err(failed)?;
    let name = edited.at(into).and_then(|found| found.name());
    let name = name.unwrap_or_default().to_owned();
    view.store
        .instances
        .rename(&table, &[(frame.row.number, &name)]);
    view.store.changed = true;
    moved(view, stage, context, enabled)
}

/// Whether a row that is to be deleted has left its section to the row of the other table.
pub(super) fn leave(view: &mut View, stage: &mut Stage, context: &Context) -> Result<bool, Fault> {
    let template = view.template;
    let failed = |trouble: Trouble| internal("rows that are joined", &trouble);
    let Some((frame, Handle::Section { section, .. })) =
        context.last().map(|frame| (frame, &frame.row.handle))
    else {
        return Ok(false);
    };
    let Some(halves) = Halves::of(template, frame.table) else {
        return Ok(false);
    };
    let above = &context[..context.len() - 1];
    let their = view.rows(halves.their_node, above).map_err(failed)?;
    let Some(left) = their.iter().find(|row| is_in(row, *section)) else {
        return Ok(false);
    };
    let mut theirs: Context = above.to_vec();
    theirs.push(Frame {
        table: halves.their_node,
        row: left.clone(),
    });
    let enabled = enabled(view, &theirs)?;
    let wrong = |why: String| internal("rows that are joined", &Trouble::Failed(why));
    let edited = view.package_or_new(halves.package).map_err(failed)?;
    halves.take(edited, *section, None).map_err(wrong)?;
    edited
        .retype(*section, &halves.theirs.kind)
        .map_err(wrong)?;
    give_name(view, &halves, above, left).map_err(wrong)?;
    stage.packages.insert(halves.package.to_owned());
    moved(view, stage, &theirs, enabled)?;
    Ok(true)
}

fn is_in(row: &Row, section: SectionId) -> bool {
    matches!(&row.handle, Handle::Section { section: its, .. } if *its == section)
}

/// A section without a name is known by its place among those of its type, and that has changed: it gets a name,
/// and the row of the other table, which is in it, is known by that.
fn give_name(view: &mut View, halves: &Halves, above: &[Frame], row: &Row) -> Result<(), String> {
    let Handle::Section { section, .. } = &row.handle else {
        return Ok(());
    };
    let table = view.numbered(halves.their_node, above);
    let edited = view.package_or_new(halves.package);
    let edited = edited.map_err(|trouble| trouble.to_string())?;
    if edited
        .at(*section)
        .is_none_or(|found| found.name().is_some())
    {
        return Ok(());
    }
    let name = free_name(edited, "cwmp_", row.number);
    edited.rename(*section, &name)?;
    let names = [(row.number, name.as_str())];
    view.store.instances.rename(&table, &names);
    Ok(())
}

/// What a row's Enable says: it may stand in an option that both rows have.
fn enabled(view: &mut View, context: &Context) -> Result<Option<(usize, String)>, Fault> {
    let template = view.template;
    let Some(frame) = context.last() else {
        return Ok(None);
    };
    let Some(node) = template.child(frame.table, "Enable") else {
        return Ok(None);
    };
    match &template.node(node).kind {
        Kind::Leaf(leaf) => Ok(Some((node, view.true_value(node, leaf, context)?))),
        _ => Ok(None),
    }
}

/// The row is found anew in its new section; there its Enable is as before.
fn moved(
    view: &mut View,
    stage: &mut Stage,
    context: &Context,
    enabled: Option<(usize, String)>,
) -> Result<(), Fault> {
    view.recount();
    let template = view.template;
    let Some((frame, above)) = context.split_last() else {
        return Ok(());
    };
    let rows = view
        .rows(frame.table, above)
        .map_err(|trouble| internal("rows that are joined", &trouble))?;
    let Some(row) = rows.iter().find(|row| row.number == frame.row.number) else {
        return Ok(());
    };
    let now = |context: &mut Context| {
        let mine = context.get_mut(above.len());
        if let Some(mine) =
            mine.filter(|mine| mine.table == frame.table && mine.row.number == frame.row.number)
        {
            mine.row = row.clone();
        }
    };
    stage.own.iter_mut().for_each(|spot| now(&mut spot.context));
    let mut context = context.clone();
    now(&mut context);
    let Some((node, value)) = enabled else {
        return Ok(());
    };
    match &template.node(node).kind {
        Kind::Leaf(leaf) if view.true_value(node, leaf, &context)? == value => Ok(()),
        Kind::Leaf(leaf) => stage_value(view, stage, &context, node, leaf, &value, 0),
        _ => Ok(()),
    }
}
