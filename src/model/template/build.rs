//! Line by line of the maps: nodes, rows and parameters.

use super::{Kind, Leaf, Node, Rows, Source, Table, Template, parent};
use crate::model::agent_source::{AgentAnswer, AgentParameter};
use crate::model::map::{Apply, Form, Object as MapObject, ObjectSource, Place, Turns};
use crate::model::schema::{Notify, Object, Schema};
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

pub(super) struct Builder {
    pub(super) template: Template,
    pub(super) agent: &'static [AgentParameter],
    pub(super) errors: Vec<String>,
    /// Object and table nodes by template path.
    pub(super) by_path: HashMap<String, usize>,
    pub(super) hooks: HashMap<Box<str>, usize>,
    /// Tables seen so far with a source, by node.
    pub(super) sourced: HashMap<usize, Place>,
    /// Leaves and where they were mapped, to tell when it happens twice.
    pub(super) mapped: HashMap<usize, Place>,
    no_turns: Arc<Turns>,
}

impl Builder {
    pub(super) fn new(
        schema: Schema,
        applies: Vec<Apply>,
        root: &str,
        agent: &'static [AgentParameter],
    ) -> Builder {
        let top = Node {
            name: "".into(),
            path: "".into(),
            parent: 0,
            children: Vec::new(),
            kind: Kind::Object(None),
            hook_root: None,
            needs_hook: false,
        };
        let template = Template {
            nodes: vec![top],
            schema,
            applies,
            ends: Vec::new(),
            hooks: Vec::new(),
            root: root.into(),
            references: Vec::new(),
            forced: Vec::new(),
            active: Vec::new(),
            notes: Vec::new(),
        };
        Builder {
            template,
            agent,
            errors: Vec::new(),
            by_path: HashMap::from([(String::new(), 0)]),
            hooks: HashMap::new(),
            sourced: HashMap::new(),
            mapped: HashMap::new(),
            no_turns: Arc::default(),
        }
    }

    pub(super) fn error(&mut self, at: &Place, what: &str) {
        self.errors.push(format!("{}:{}: {what}", at.file, at.line));
    }

    /// One unindented map line.
    pub(super) fn object(&mut self, mapped: &MapObject) {
        let Some(node) = self.ensure(&mapped.path, &mapped.at) else {
            return;
        };
        if let (Kind::Object(guard), false) =
            (&mut self.template.nodes[node].kind, mapped.only.is_empty())
        {
            *guard = Some(Box::new(mapped.only.clone()));
        }
        let is_table = mapped.path.ends_with("{i}.");
        match (&mapped.source, is_table) {
            (Some(ObjectSource::Section { .. }), true) => self.error(
                &mapped.at,
                "expected a source of rows (`uci PACKAGE TYPE` without @), got a single section",
            ),
            (
                Some(
                    ObjectSource::Section { .. }
                    | ObjectSource::Ubus(_)
                    | ObjectSource::Hook(_)
                    | ObjectSource::Agent,
                )
                | None,
                false,
            ) => {}
            (Some(source), true) => self.rows(node, source, mapped),
            (Some(_), false) => self.error(
                &mapped.at,
                &format!(
                    "expected a table ({}{{i}}.) for a source of rows, got an object",
                    mapped.path
                ),
            ),
            (None, true) => {}
        }
    }

    /// The node of an object, with all above it.
    pub(super) fn ensure(&mut self, path: &str, at: &Place) -> Option<usize> {
        if let Some(&node) = self.by_path.get(path) {
            return Some(node);
        }
        let Some(object) = self.template.schema.position(path) else {
            self.error(at, &format!("expected an object of the schema, got {path}"));
            return None;
        };
        let above = self.ensure(parent(path), at)?;
        let name = path.strip_suffix("{i}.").unwrap_or(path);
        let name = name
            .strip_suffix('.')
            .unwrap_or(name)
            .rsplit('.')
            .next()
            .unwrap_or("");
        let described = &self.template.schema.objects[object];
        let kind = if path.ends_with("{i}.") {
            let kind = Table {
                rows: Rows::Const(Vec::new()),
                also: Vec::new(),
                object,
                add: None,
                del: false,
                parting: None,
                limit: None,
                prefix: "".into(),
                alias: described
                    .parameters
                    .iter()
                    .any(|parameter| &*parameter.name == "Alias"),
                words: Vec::new(),
            };
            Kind::Table(Box::new(kind))
        } else {
            Kind::Object(None)
        };
        let entries = described.entries.clone();
        let node = self.push(above, name, path, kind);
        self.by_path.insert(path.to_owned(), node);
        if let Kind::Table(table) = &self.template.nodes[node].kind
            && table.alias
        {
            self.leaf(node, object, "Alias", Source::Alias, &Turns::default(), at);
        }
        if let (true, Some(entries)) = (path.ends_with("{i}."), entries)
            && let Some(object) = self.template.schema.position(parent(path))
        {
            self.leaf(
                above,
                object,
                &entries,
                Source::Count(node),
                &Turns::default(),
                at,
            );
        }
        Some(node)
    }

    fn push(&mut self, parent: usize, name: &str, path: &str, kind: Kind) -> usize {
        let at = self.template.nodes.len();
        self.template.nodes.push(Node {
            name: name.into(),
            path: path.into(),
            parent,
            children: Vec::new(),
            kind,
            hook_root: None,
            needs_hook: false,
        });
        self.template.nodes[parent].children.push(at);
        at
    }

    fn rows(&mut self, node: usize, source: &ObjectSource, mapped: &MapObject) {
        if let Some(first) = self.sourced.insert(node, mapped.at.clone()) {
            let text = format!(
                "expected one source of rows for {}, got a second after {}:{}",
                mapped.path, first.file, first.line
            );
            self.error(&mapped.at, &text);
            return;
        }
        let also = mapped
            .also
            .iter()
            .filter_map(|source| self.source_of(node, source))
            .collect();
        let Some(rows) = self.source_of(node, source) else {
            if matches!(source, ObjectSource::Agent) {
                let text = "expected a source of rows, got `agent`, which has no tables yet";
                self.error(&mapped.at, text);
            }
            return;
        };
        let changeable = matches!(rows, Rows::Uci { .. } | Rows::Hook(_));
        if (mapped.add.is_some() || mapped.del) && !changeable {
            self.error(
                &mapped.at,
                "expected `uci` or `hook` as source of rows that can be added or deleted",
            );
        }
        let prefix = match (&mapped.name, source) {
            (Some(name), _) => name.to_string(),
            (None, ObjectSource::Uci { kind, .. }) => {
                let kind: String = kind
                    .chars()
                    .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
                    .collect();
                format!("cwmp_{kind}_")
            }
            _ => String::new(),
        };
        let parting = mapped.parting.as_deref().map(|hook| self.hook(hook));
        if let Kind::Table(table) = &mut self.template.nodes[node].kind {
            let writable = self.template.schema.objects[table.object].writable;
            table.rows = rows;
            table.also = also;
            table.add = if writable { mapped.add.clone() } else { None };
            table.del = mapped.del && writable;
            table.parting = parting;
            table.limit = mapped.limit;
            table.prefix = prefix.into();
        }
        let writable = self
            .template
            .schema
            .object(&mapped.path)
            .is_some_and(|object| object.writable);
        if !writable && (mapped.add.is_some() || mapped.del) {
            let text = format!(
                "expected no `add` and `del`: the schema says that {} is read-only",
                mapped.path
            );
            self.error(&mapped.at, &text);
        }
    }

    /// Where rows come from; `None` for what has none.
    fn source_of(&mut self, node: usize, source: &ObjectSource) -> Option<Rows> {
        Some(match source {
            ObjectSource::Uci {
                package,
                kind,
                filter,
                of,
                within,
                key,
                items,
                half,
                outside,
            } => Rows::Uci {
                package: package.clone(),
                kind: kind.clone(),
                filter: filter.clone(),
                of: of.clone(),
                within: within.clone(),
                key: key.clone(),
                items: items.clone(),
                half: half.clone(),
                outside: outside.clone(),
            },
            ObjectSource::Directory {
                path,
                prefix,
                filter,
                with,
            } => Rows::Directory {
                path: path.clone(),
                prefix: prefix.clone(),
                filter: filter.clone(),
                with: with.clone(),
            },
            ObjectSource::Lines {
                path,
                skip,
                key,
                of,
                filter,
                unless,
                separator,
            } => Rows::Lines {
                path: path.clone(),
                skip: *skip,
                key: key.clone(),
                of: *of,
                filter: filter.clone(),
                unless: unless.clone(),
                separator: *separator,
            },
            ObjectSource::Ubus(rows) => Rows::Ubus(rows.clone()),
            ObjectSource::Const(keys) => Rows::Const(keys.clone()),
            ObjectSource::Hook(hook) => Rows::Hook(self.hook(hook)),
            ObjectSource::HookRows(hook) => {
                let hook = self.hook(hook);
                self.template.nodes[node].hook_root = Some(hook);
                Rows::Hook(hook)
            }
            ObjectSource::Agent | ObjectSource::Section { .. } => return None,
        })
    }

    /// Whether the node is in a row of a table of that kind.
    pub(super) fn inside(&self, node: usize, kind: &dyn Fn(&Rows) -> bool) -> bool {
        let mut at = node;
        while at != 0 {
            if let Kind::Table(table) = &self.template.nodes[at].kind
                && (kind(&table.rows) || table.also.iter().any(kind))
            {
                return true;
            }
            at = self.template.nodes[at].parent;
        }
        false
    }

    pub(super) fn leaf(
        &mut self,
        node: usize,
        object: usize,
        name: &str,
        source: Source,
        turns: &Turns,
        at: &Place,
    ) -> Option<usize> {
        let described = &self.template.schema.objects[object];
        let Some(parameter) = described
            .parameters
            .iter()
            .position(|parameter| &*parameter.name == name)
        else {
            let text = format!(
                "expected a parameter of {}, got {name:?}{}",
                described.path,
                nearest(described, name)
            );
            self.error(at, &text);
            return None;
        };
        if let Some(child) = self.template.child(node, name) {
            let path = described.path.clone();
            let text = match self.mapped.get(&child) {
                Some(first) => format!(
                    "{path}{name} is mapped twice: first at {}:{}",
                    first.file, first.line
                ),
                None => format!(
                    "expected no line for {path}{name}: the agent counts and names rows itself"
                ),
            };
            self.error(at, &text);
            return None;
        }
        let can = match &source {
            Source::RowOption(_)
            | Source::Option { .. }
            | Source::Item(_)
            | Source::Joined
            | Source::Position
            | Source::Marked(_)
            | Source::Only(_)
            | Source::Hook(_)
            | Source::Run { .. }
            | Source::Alias => true,
            Source::File { writable, .. } => *writable,
            Source::Agent(answer) => !matches!(answer.answer, AgentAnswer::Live),
            Source::Ubus(_)
            | Source::Part(_)
            | Source::Word(_)
            | Source::Key
            | Source::Const(_)
            | Source::Count(_)
            | Source::ParameterKey => false,
        };
        let object_path = &described.path;
        let described = &described.parameters[parameter];
        if described.writable
            && can
            && !turns.read_only
            && turns.ends.is_none()
            && let Some(word) = turns.form.and_then(Form::only_reads)
        {
            self.errors.push(format!(
                "{at}: expected `ro` with `{word}`, which only reads: {object_path}{name} is writable by the data model"
            ));
        }
        if described.writable
            && !turns.read_only
            && matches!(source, Source::Ubus(_) | Source::Part(_))
        {
            self.template.notes.push(format!(
                "{at}: {object_path}{name} is writable by the data model, but over ubus only read (9008): `ro` says that this is meant"
            ));
        }
        let (writable, forced, active) = (
            described.writable && can && !turns.read_only,
            described.forced_inform,
            matches!(
                described.notify,
                Notify::ForceEnabled | Notify::ForceDefaultEnabled
            ),
        );
        let own = matches!(source, Source::Count(_) | Source::Alias);
        let leaf = Leaf {
            object,
            parameter,
            source,
            turns: match *turns == *self.no_turns {
                true => Arc::clone(&self.no_turns),
                false => Arc::new(turns.clone()),
            },
            otherwise: Vec::new(),
            writable,
            unsaid: false,
            at: at.clone(),
            odd: Cell::new(false),
        };
        let child = self.push(node, name, "", Kind::Leaf(Box::new(leaf)));
        if !turns.refers.is_empty() {
            self.template.references.push(child);
        }
        if forced {
            self.template.forced.push(child);
        }
        if active {
            self.template.active.push(child);
        }
        if !own {
            self.mapped.insert(child, at.clone());
        }
        Some(child)
    }

    pub(super) fn hook(&mut self, name: &str) -> usize {
        if let Some(&hook) = self.hooks.get(name) {
            return hook;
        }
        let hook = self.template.hooks.len();
        self.template.hooks.push(name.into());
        self.hooks.insert(name.into(), hook);
        hook
    }
}

/// ` (nearest: SSID)` where a name is only mistyped.
pub(super) fn nearest(object: &Object, name: &str) -> String {
    let lower = name.to_lowercase();
    object
        .parameters
        .iter()
        .map(|parameter| {
            (
                distance(&parameter.name.to_lowercase(), &lower),
                &parameter.name,
            )
        })
        .min()
        .filter(|(distance, _)| *distance <= 1 + name.len() / 4)
        .map_or(String::new(), |(_, name)| format!(" (nearest: {name})"))
}

/// Levenshtein distance.
pub(super) fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, left) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, right) in other.iter().enumerate() {
            let change = diagonal + usize::from(left != *right);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}
