//! Schema and maps, put together: every object, table and parameter that this device has, before any
//! row is counted or value read.

mod build;
mod delegate;
mod fields;
mod finish;

use super::agent_source::AgentParameter;
use super::map::{
    Apply, Call, Condition, FieldSource, Form, Half, ItemPart, Items, Map, Marked, ObjectSource,
    Outside, Pick, Place, Turns, UbusRows, Until, Way,
};
use super::schema::{Object, Parameter, Schema};
use super::value::Base;
use build::{Builder, distance};
use std::cell::Cell;
use std::collections::HashSet;
use std::sync::Arc;

/// The tree of what may be there; node 0 stands above the root object.
#[derive(Clone, Debug)]
pub struct Template {
    pub nodes: Vec<Node>,
    pub schema: Schema,
    pub applies: Vec<Apply>,
    pub ends: Vec<Until>,
    /// Names of the hooks, by the number that nodes carry.
    pub hooks: Vec<Box<str>>,
    /// `Device` or `InternetGatewayDevice`.
    pub root: Box<str>,
    /// Leaves that hold references, for the day when a row they point to is deleted.
    pub references: Vec<usize>,
    /// Leaves that are in every Inform.
    pub forced: Vec<usize>,
    /// Leaves with active notification by default.
    pub active: Vec<usize>,
    /// What is right, but may not be meant: lines for a person, with file and line number.
    pub notes: Vec<String>,
}

/// One place in the tree.
#[derive(Clone, Debug)]
pub struct Node {
    /// Between the dots; a table's rows have no node of their own.
    pub name: Box<str>,
    /// Template path of an object or table (`Device.WiFi.SSID.{i}.`); empty for a leaf.
    pub path: Box<str>,
    pub parent: usize,
    /// Parameters, then objects, each in the order of the maps. Those of a table are what each row has.
    pub children: Vec<usize>,
    pub kind: Kind,
    /// Here begins what this hook answers.
    pub hook_root: Option<usize>,
    /// At or below this node a hook must be asked.
    pub needs_hook: bool,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// It is there only in rows of which these words say so.
    Object(Option<Box<Guard>>),
    Table(Box<Table>),
    Leaf(Box<Leaf>),
}

/// Words of the row in braces, whether they are to say it, and what: `A|B` is one of these.
pub type Guard = Vec<(Box<str>, bool, Box<str>)>;

/// A table: where its rows come from and what may be done with them.
#[derive(Clone, Debug)]
pub struct Table {
    pub rows: Rows,
    /// More rows, from another source.
    pub also: Vec<Rows>,
    /// Place in `schema.objects`.
    pub object: usize,
    /// The ACS may add rows; with what a new uci section starts with.
    pub add: Option<Vec<(Box<str>, Box<str>)>>,
    /// The ACS may delete rows.
    pub del: bool,
    /// The hook that is told of a row that goes.
    pub parting: Option<usize>,
    pub limit: Option<u32>,
    /// New sections are called this and the instance number.
    pub prefix: Box<str>,
    /// Rows have an Alias.
    pub alias: bool,
    /// What the map calls by a name of its own.
    pub words: Vec<(Box<str>, Source, Turns)>,
}

impl Table {
    /// Whether this is `{WORD}`, a word that an option of the configuration says.
    pub fn is_word_of_uci(&self, text: &str) -> bool {
        let word = text.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        let mut words = self.words.iter();
        words.any(|(name, source, _)| {
            word == Some(&**name) && matches!(source, Source::Option { .. })
        })
    }
}

#[derive(Clone, Debug)]
pub enum Rows {
    Uci {
        package: Box<str>,
        kind: Box<str>,
        filter: Vec<Condition>,
        of: Option<Box<str>>,
        within: Option<(Box<str>, Box<str>)>,
        key: Option<Box<str>>,
        items: Option<Arc<Items>>,
        half: Option<Arc<Half>>,
        outside: Vec<Outside>,
    },
    Directory {
        path: Box<str>,
        prefix: Box<str>,
        filter: Vec<(Box<str>, bool, Box<str>)>,
        with: Option<Box<str>>,
    },
    Lines {
        path: Box<str>,
        skip: usize,
        key: Vec<usize>,
        of: Option<usize>,
        filter: Vec<(usize, bool, Box<str>)>,
        unless: Vec<(usize, Box<str>)>,
        separator: Option<char>,
    },
    Ubus(Arc<UbusRows>),
    Const(Vec<Box<str>>),
    Hook(usize),
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Place in `schema.objects`, and there in `parameters`.
    pub object: usize,
    pub parameter: usize,
    pub source: Source,
    /// Shared by all that have none.
    pub turns: Arc<Turns>,
    /// What is read when the source has nothing to say.
    pub otherwise: Vec<(Source, Turns)>,
    /// By schema and by source.
    pub writable: bool,
    /// It has no line of its own: a hook is asked for all that the schema has here.
    pub unsaid: bool,
    /// Where the map says so.
    pub at: Place,
    /// It was told that what the device says makes no sense here.
    pub odd: Cell<bool>,
}

#[derive(Clone, Debug)]
pub enum Source {
    RowOption(Box<str>),
    Option {
        package: Box<str>,
        section: Box<str>,
        option: Box<str>,
    },
    File {
        path: Box<str>,
        pick: Pick,
        writable: bool,
    },
    /// A part of an answer over ubus.
    Ubus(Arc<(Call, Way)>),
    /// A part of the row, where rows are of such an answer.
    Part(Way),
    Word(usize),
    Item(ItemPart),
    Key,
    Joined,
    /// The place of the row among those of its table.
    Position,
    Marked(Arc<Marked>),
    Const(Box<str>),
    Only(Box<str>),
    Hook(usize),
    Agent(&'static AgentParameter),
    /// What a command does.
    Run {
        after: bool,
        command: Box<str>,
    },
    /// `…NumberOfEntries`: the rows of this table node.
    Count(usize),
    Alias,
    /// ManagementServer.ParameterKey: the model keeps it, because it changes with the values.
    ParameterKey,
}

/// The apply lines of a group that nothing is of, where one that is there is called much the same. Another group may be
/// that of what a hook edits.
fn mistyped(map: &Map) -> Vec<String> {
    let mut groups: Vec<&str> = vec!["cwmpd"];
    for object in &map.objects {
        if let Some(
            ObjectSource::Uci { package: group, .. }
            | ObjectSource::Section { package: group, .. }
            | ObjectSource::Hook(group)
            | ObjectSource::HookRows(group),
        ) = &object.source
        {
            groups.push(group);
        }
        groups.extend(
            object
                .fields
                .iter()
                .filter_map(|field| match &field.source {
                    FieldSource::Option { package: group, .. } | FieldSource::Hook(group) => {
                        Some(&**group)
                    }
                    FieldSource::File {
                        path,
                        writable: true,
                        ..
                    } => Some(&**path),
                    _ => None,
                }),
        );
    }
    let note = |apply: &Apply| {
        let group = &*apply.group;
        if groups.contains(&group) {
            return None;
        }
        let (far, nearest) = groups
            .iter()
            .map(|known| (distance(known, group), known))
            .min()?;
        let at = &apply.at;
        (1..=1 + group.len() / 4).contains(&far).then(|| {
            format!(
                "{at}: apply {group}: no line of the maps is of this group (nearest: {nearest})"
            )
        })
    };
    map.applies.iter().filter_map(note).collect()
}

/// The texts that a device's model is made from, each with its file name.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub maps: Vec<(String, String)>,
    pub schemas: Vec<(String, String)>,
}

/// Whether options of this uci package are on these lines.
fn is_package(objects: &[super::map::Object], group: &str) -> bool {
    objects.iter().any(|object| {
        let mut fields = object.fields.iter().map(|field| &field.source);
        matches!(
            &object.source,
            Some(ObjectSource::Uci { package, .. } | ObjectSource::Section { package, .. }) if **package == *group
        ) || fields.any(
            |source| matches!(source, FieldSource::Option { package, .. } if **package == *group),
        )
    })
}

impl Template {
    /// Puts maps and schema together for one root object. The errors are lines for a person, each with
    /// file and line number; there is a template only when there are none.
    pub fn build(
        texts: Texts,
        root: &str,
        agent: &'static [AgentParameter],
    ) -> Result<Template, Vec<String>> {
        let mut errors = Vec::new();
        let mut map = Map::default();
        let files = texts.maps.len();
        // Each text is gone when it is read: what comes after takes its place in memory.
        for (file, text) in texts.maps {
            errors.extend(map.parse(&text, &file));
        }
        let notes = mistyped(&map);
        for apply in &mut map.applies {
            apply.package = is_package(&map.objects, &apply.group);
        }
        let top = format!("{root}.");
        map.objects.retain(|object| object.path.starts_with(&top));
        let wanted = Wanted::by(&map, root);
        let mut schema = Schema::default();
        for (file, text) in texts.schemas {
            errors.extend(schema.parse(&text, &file, &|path| wanted.has(path)));
        }
        drop(wanted);
        if map.objects.is_empty() && errors.is_empty() {
            errors.push(format!(
                "expected map lines for {top}…, got none in {files} map files"
            ));
        }
        let mut builder = Builder::new(schema, map.applies, root, agent);
        builder.template.ends = map.ends;
        builder.template.notes = notes;
        for object in &map.objects {
            builder.object(object);
        }
        for object in &map.objects {
            builder.words(object);
        }
        for object in &map.objects {
            builder.fields(object);
        }
        for object in &map.objects {
            builder.delegate(object);
        }
        builder.one_hook_for_each_row();
        errors.append(&mut builder.errors);
        if errors.is_empty() {
            Ok(builder.finish())
        } else {
            Err(errors)
        }
    }

    pub fn node(&self, at: usize) -> &Node {
        // Every index comes from building; node 0 always exists.
        self.nodes.get(at).unwrap_or(&self.nodes[0])
    }

    /// The child of that name.
    pub fn child(&self, at: usize, name: &str) -> Option<usize> {
        self.node(at)
            .children
            .iter()
            .copied()
            .find(|child| &*self.node(*child).name == name)
    }

    /// What the schema says about a leaf.
    pub fn parameter(&self, leaf: &Leaf) -> &Parameter {
        &self.schema.objects[leaf.object].parameters[leaf.parameter]
    }

    pub fn object(&self, table: &Table) -> &Object {
        &self.schema.objects[table.object]
    }

    /// Whether the device tells octets in hexadecimal, and the schema wants them in base64 (TR-098).
    pub fn is_base64(&self, leaf: &Leaf) -> bool {
        let octets = matches!(leaf.source, Source::Item(ItemPart::Octets))
            || leaf.turns.form == Some(Form::Octets);
        octets && self.parameter(leaf).syntax.base == Base::Base64
    }

    /// Whether this file holds what starts a diagnostic, and its state.
    pub fn is_diagnostic(&self, file: &str) -> bool {
        let mut nodes = self.nodes.iter();
        file.starts_with('/')
            && nodes.any(|node| {
                &*node.name == "DiagnosticsState"
                    && matches!(&node.kind, Kind::Leaf(leaf)
                        if matches!(&leaf.source, Source::File { path, .. } if **path == *file))
            })
    }

    /// The table with this template path (`Device.WiFi.Radio.` or `Device.WiFi.Radio.{i}.`).
    pub fn table(&self, path: &str) -> Option<usize> {
        let path = path.strip_suffix("{i}.").unwrap_or(path);
        let mut at = 0;
        for name in path
            .split('.')
            .filter(|name| !name.is_empty() && *name != "{i}")
        {
            at = self.child(at, name)?;
        }
        matches!(self.node(at).kind, Kind::Table(_)).then_some(at)
    }
}

impl Texts {
    /// Which objects of the schema the maps need, so that no other has to be kept in memory.
    pub fn wanted(&self, root: &str) -> Wanted {
        let mut map = Map::default();
        for (file, text) in &self.maps {
            // What is wrong with a map is told when the template is built.
            map.parse(text, file);
        }
        Wanted::by(&map, root)
    }
}

/// Which objects of the schema the maps need.
#[derive(Clone, Debug)]
pub struct Wanted {
    paths: HashSet<String>,
    /// Everything below these is delegated to a hook or the agent.
    below: Vec<String>,
}

impl Wanted {
    fn by(map: &Map, root: &str) -> Wanted {
        let mut wanted = Wanted {
            paths: HashSet::new(),
            below: Vec::new(),
        };
        let top = format!("{root}.");
        for object in map
            .objects
            .iter()
            .filter(|object| object.path.starts_with(&top))
        {
            wanted.add(&object.path);
            if matches!(
                object.source,
                Some(ObjectSource::Hook(_) | ObjectSource::Agent)
            ) {
                wanted.below.push(object.path.to_string());
            }
            for field in &object.fields {
                if let Some(dot) = field.name.rfind('.') {
                    let path = format!("{}{}", object.path, &field.name[..=dot]);
                    if field.name.ends_with('.') {
                        wanted.below.push(path.clone());
                    }
                    wanted.add(&path);
                }
            }
        }
        wanted
    }

    /// The object and every object above it.
    fn add(&mut self, path: &str) {
        let mut path = path;
        while !path.is_empty() && self.paths.insert(path.to_owned()) {
            path = parent(path);
        }
    }

    /// Whether an object of the schema is needed, by its path (`Device.WiFi.SSID.{i}.`).
    pub fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
            || self
                .below
                .iter()
                .any(|above| path.starts_with(above.as_str()))
    }
}

/// `Device.WiFi.SSID.{i}.` → `Device.WiFi.`; the parent of a root object is empty.
fn parent(path: &str) -> &str {
    let path = path.strip_suffix("{i}.").unwrap_or(path);
    let path = path.strip_suffix('.').unwrap_or(path);
    &path[..path.rfind('.').map_or(0, |dot| dot + 1)]
}
