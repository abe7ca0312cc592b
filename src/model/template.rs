//! Schema and maps, put together: every object, table and parameter that this device has, before any
//! row is counted or value read.

use super::agent_source::AgentParameter;
use super::map::{
    Apply, Condition, FieldSource, Map, Object as MapObject, ObjectSource, Pick, Place, Turns,
};
use super::schema::{Notify, Object, Parameter, Schema};
use std::collections::{HashMap, HashSet};

/// The tree of what may be there; node 0 stands above the root object.
#[derive(Clone, Debug)]
pub struct Template {
    pub nodes: Vec<Node>,
    pub schema: Schema,
    pub applies: Vec<Apply>,
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
    Object,
    Table(Box<Table>),
    Leaf(Box<Leaf>),
}

/// A table: where its rows come from and what may be done with them.
#[derive(Clone, Debug)]
pub struct Table {
    pub rows: Rows,
    /// Place in `schema.objects`.
    pub object: usize,
    /// The ACS may add rows; with what a new uci section starts with.
    pub add: Option<Vec<(Box<str>, Box<str>)>>,
    /// The ACS may delete rows.
    pub del: bool,
    pub limit: Option<u32>,
    /// New sections are called this and the instance number.
    pub prefix: Box<str>,
    /// Rows have an Alias.
    pub alias: bool,
}

#[derive(Clone, Debug)]
pub enum Rows {
    Uci {
        package: Box<str>,
        kind: Box<str>,
        filter: Vec<Condition>,
        of: Option<Box<str>>,
    },
    Directory {
        path: Box<str>,
        prefix: Box<str>,
    },
    Lines {
        path: Box<str>,
        skip: usize,
        key: Vec<usize>,
        of: Option<usize>,
        filter: Vec<(usize, bool, Box<str>)>,
    },
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
    pub turns: Turns,
    /// By schema and by source.
    pub writable: bool,
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
    Word(usize),
    Key,
    Const(Box<str>),
    Hook(usize),
    Agent(&'static AgentParameter),
    /// `…NumberOfEntries`: the rows of this table node.
    Count(usize),
    Alias,
    /// ManagementServer.ParameterKey: the model keeps it, because it changes with the values.
    ParameterKey,
}

/// The texts that a device's model is made from, each with its file name.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub maps: Vec<(String, String)>,
    pub schemas: Vec<(String, String)>,
}

impl Template {
    /// Puts maps and schema together for one root object. The errors are lines for a person, each with
    /// file and line number; there is a template only when there are none.
    pub fn build(
        texts: &Texts,
        root: &str,
        agent: &'static [AgentParameter],
    ) -> Result<Template, Vec<String>> {
        let mut errors = Vec::new();
        let mut map = Map::default();
        for (file, text) in &texts.maps {
            errors.extend(map.parse(text, file));
        }
        let top = format!("{root}.");
        map.objects.retain(|object| object.path.starts_with(&top));
        let wanted = Wanted::by(&map, root);
        let mut schema = Schema::default();
        for (file, text) in &texts.schemas {
            errors.extend(schema.parse(text, file, &|path| wanted.has(path)));
        }
        if map.objects.is_empty() && errors.is_empty() {
            errors.push(format!(
                "expected map lines for {top}…, got none in {} map files",
                texts.maps.len()
            ));
        }
        let mut builder = Builder::new(schema, map.applies, root, agent);
        for object in &map.objects {
            builder.object(object);
        }
        for object in &map.objects {
            builder.fields(object);
        }
        for object in &map.objects {
            builder.delegate(object);
        }
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

struct Builder {
    template: Template,
    agent: &'static [AgentParameter],
    errors: Vec<String>,
    /// Object and table nodes by template path.
    by_path: HashMap<String, usize>,
    hooks: HashMap<Box<str>, usize>,
    /// Tables seen so far with a source, by node.
    sourced: HashMap<usize, Place>,
    /// Leaves and where they were mapped, to tell when it happens twice.
    mapped: HashMap<usize, Place>,
}

impl Builder {
    fn new(
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
            kind: Kind::Object,
            hook_root: None,
            needs_hook: false,
        };
        let template = Template {
            nodes: vec![top],
            schema,
            applies,
            hooks: Vec::new(),
            root: root.into(),
            references: Vec::new(),
            forced: Vec::new(),
            active: Vec::new(),
        };
        Builder {
            template,
            agent,
            errors: Vec::new(),
            by_path: HashMap::from([(String::new(), 0)]),
            hooks: HashMap::new(),
            sourced: HashMap::new(),
            mapped: HashMap::new(),
        }
    }

    fn error(&mut self, at: &Place, what: &str) {
        self.errors.push(format!("{}:{}: {what}", at.file, at.line));
    }

    /// One unindented map line.
    fn object(&mut self, mapped: &MapObject) {
        let Some(node) = self.ensure(&mapped.path, &mapped.at) else {
            return;
        };
        let is_table = mapped.path.ends_with("{i}.");
        match (&mapped.source, is_table) {
            (Some(ObjectSource::Section { .. }), true) => self.error(
                &mapped.at,
                "expected a source of rows (`uci PACKAGE TYPE` without @), got a single section",
            ),
            (
                Some(ObjectSource::Section { .. } | ObjectSource::Hook(_) | ObjectSource::Agent)
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

    /// Lines that stand for everything below come last: they fill what no other line says.
    fn delegate(&mut self, mapped: &MapObject) {
        for field in &mapped.fields {
            if let Some(name) = field.name.strip_suffix('.') {
                let path = format!("{}{name}.", mapped.path);
                match &field.source {
                    FieldSource::Hook(hook) => self.delegate_hook(&path, hook, &field.at),
                    FieldSource::Agent => self.delegate_agent(&path, &field.at),
                    _ => self.error(
                        &field.at,
                        &format!(
                            "expected `hook NAME` or `agent` for {path}, which stands for all below"
                        ),
                    ),
                }
            }
        }
        match &mapped.source {
            Some(ObjectSource::Hook(hook)) => self.delegate_hook(&mapped.path, hook, &mapped.at),
            Some(ObjectSource::Agent) => self.delegate_agent(&mapped.path, &mapped.at),
            _ => {}
        }
    }

    fn fields(&mut self, mapped: &MapObject) {
        for field in mapped
            .fields
            .iter()
            .filter(|field| !field.name.ends_with('.'))
        {
            self.field(mapped, &field.name, &field.source, &field.turns, &field.at);
        }
    }

    /// The node of an object, with all above it.
    fn ensure(&mut self, path: &str, at: &Place) -> Option<usize> {
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
                object,
                add: None,
                del: false,
                limit: None,
                prefix: "".into(),
                alias: described
                    .parameters
                    .iter()
                    .any(|parameter| &*parameter.name == "Alias"),
            };
            Kind::Table(Box::new(kind))
        } else {
            Kind::Object
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
        let rows = match source {
            ObjectSource::Uci {
                package,
                kind,
                filter,
                of,
            } => Rows::Uci {
                package: package.clone(),
                kind: kind.clone(),
                filter: filter.clone(),
                of: of.clone(),
            },
            ObjectSource::Directory { path, prefix } => Rows::Directory {
                path: path.clone(),
                prefix: prefix.clone(),
            },
            ObjectSource::Lines {
                path,
                skip,
                key,
                of,
                filter,
            } => Rows::Lines {
                path: path.clone(),
                skip: *skip,
                key: key.clone(),
                of: *of,
                filter: filter.clone(),
            },
            ObjectSource::Const(keys) => Rows::Const(keys.clone()),
            ObjectSource::Hook(hook) => Rows::Hook(self.hook(hook)),
            ObjectSource::Agent => {
                return self.error(
                    &mapped.at,
                    "expected a source of rows, got `agent`, which has no tables yet",
                );
            }
            ObjectSource::Section { .. } => return,
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
        if let Kind::Table(table) = &mut self.template.nodes[node].kind {
            let writable = self.template.schema.objects[table.object].writable;
            table.rows = rows;
            table.add = if writable { mapped.add.clone() } else { None };
            table.del = mapped.del && writable;
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

    fn field(
        &mut self,
        mapped: &MapObject,
        name: &str,
        source: &FieldSource,
        turns: &Turns,
        at: &Place,
    ) {
        let (below, name) = name
            .rfind('.')
            .map_or(("", name), |dot| name.split_at(dot + 1));
        let path = format!("{}{below}", mapped.path);
        let Some(node) = self.ensure(&path, at) else {
            return;
        };
        let Some(object) = self.template.schema.position(&path) else {
            return;
        };
        let source = match source {
            FieldSource::RowOption(option) => match &mapped.source {
                Some(ObjectSource::Section { package, section }) => Source::Option {
                    package: package.clone(),
                    section: section.clone(),
                    option: option.clone(),
                },
                _ if self.inside(node, &|rows| matches!(rows, Rows::Uci { .. })) => {
                    Source::RowOption(option.clone())
                }
                _ => {
                    let text = format!(
                        "expected a source for {path}{name}: the option {option:?} belongs to no uci section here"
                    );
                    return self.error(at, &text);
                }
            },
            FieldSource::Option {
                package,
                section,
                option,
            } => Source::Option {
                package: package.clone(),
                section: section.clone(),
                option: option.clone(),
            },
            FieldSource::File {
                path,
                pick,
                writable,
            } => Source::File {
                path: path.clone(),
                pick: pick.clone(),
                writable: *writable,
            },
            FieldSource::Word(word)
                if self.inside(node, &|rows| matches!(rows, Rows::Lines { .. })) =>
            {
                Source::Word(*word)
            }
            FieldSource::Word(_) => {
                return self.error(
                    at,
                    "expected `word` only where the rows are lines of a file",
                );
            }
            FieldSource::Key if self.inside(node, &|_| true) => Source::Key,
            FieldSource::Key => return self.error(at, "expected `key` only inside a table"),
            FieldSource::Const(text) => {
                let parameter = self.template.schema.objects[object].parameter(name);
                if let Some(Err(why)) = parameter.map(|parameter| parameter.syntax.admit(text)) {
                    self.error(at, &format!("{path}{name}: {why}"));
                }
                Source::Const(text.clone())
            }
            FieldSource::Hook(hook) => Source::Hook(self.hook(hook)),
            FieldSource::Agent => {
                match self.agent_parameter(&format!("{path}{name}")) {
                    Some(source) => source,
                    None => return self.error(
                        at,
                        &format!(
                            "expected a parameter that the agent answers itself, got {path}{name}"
                        ),
                    ),
                }
            }
        };
        if let Some(parameter) = self.template.schema.objects[object].parameter(name) {
            let words = turns
                .pairs
                .iter()
                .map(|(_, value)| value)
                .filter(|value| &***value != "*");
            for value in words.chain(&turns.default) {
                if let Err(why) = parameter.syntax.admit(value) {
                    self.errors.push(format!("{at}: {path}{name}: {why}"));
                }
            }
        }
        for target in &turns.refers {
            if target.contains("{i}") && !target.ends_with("{i}.") {
                self.error(
                    at,
                    &format!("expected a table that is in no other table after ->, got {target}"),
                );
            }
        }
        let hook = match &source {
            Source::Hook(hook) => Some(*hook),
            _ => None,
        };
        if let Some(leaf) = self.leaf(node, object, name, source, turns, at) {
            self.template.nodes[leaf].hook_root = hook;
        }
    }

    /// Whether the node is in a row of a table of that kind.
    fn inside(&self, node: usize, kind: &dyn Fn(&Rows) -> bool) -> bool {
        let mut at = node;
        while at != 0 {
            if let Kind::Table(table) = &self.template.nodes[at].kind
                && kind(&table.rows)
            {
                return true;
            }
            at = self.template.nodes[at].parent;
        }
        false
    }

    fn leaf(
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
            Source::RowOption(_) | Source::Option { .. } | Source::Hook(_) | Source::Alias => true,
            Source::File { writable, .. } => *writable,
            Source::Agent(answer) => {
                !matches!(answer.answer, super::agent_source::AgentAnswer::Live)
            }
            Source::Word(_)
            | Source::Key
            | Source::Const(_)
            | Source::Count(_)
            | Source::ParameterKey => false,
        };
        let described = &described.parameters[parameter];
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
            turns: turns.clone(),
            writable,
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

    /// Everything that the schema has below a path is asked from a hook, where no line says otherwise.
    fn delegate_hook(&mut self, path: &str, name: &str, at: &Place) {
        let hook = self.hook(name);
        let objects: Vec<usize> = self.objects_below(path);
        // Tables first, so that their counts are there before the hook is taken to know them.
        let mut nodes = Vec::with_capacity(objects.len());
        for object in objects {
            let path = self.template.schema.objects[object].path.clone();
            let Some(node) = self.ensure(&path, at) else {
                continue;
            };
            if let Kind::Table(table) = &mut self.template.nodes[node].kind
                && !self.sourced.contains_key(&node)
            {
                table.rows = Rows::Hook(hook);
                self.sourced.insert(node, at.clone());
            }
            nodes.push((object, node));
        }
        for (object, node) in nodes {
            let names: Vec<Box<str>> = self.template.schema.objects[object]
                .parameters
                .iter()
                .map(|parameter| parameter.name.clone())
                .collect();
            for name in names {
                if self.template.child(node, &name).is_none() {
                    self.leaf(
                        node,
                        object,
                        &name,
                        Source::Hook(hook),
                        &Turns::default(),
                        at,
                    );
                }
            }
        }
        if let Some(&node) = self.by_path.get(path) {
            self.template.nodes[node].hook_root = Some(hook);
        }
    }

    fn delegate_agent(&mut self, path: &str, at: &Place) {
        for object in self.objects_below(path) {
            let path = self.template.schema.objects[object].path.clone();
            let names: Vec<Box<str>> = self.template.schema.objects[object]
                .parameters
                .iter()
                .map(|parameter| parameter.name.clone())
                .collect();
            for name in names {
                let Some(source) = self.agent_parameter(&format!("{path}{name}")) else {
                    continue;
                };
                let Some(node) = self.ensure(&path, at) else {
                    return;
                };
                if self.template.child(node, &name).is_none() {
                    self.leaf(node, object, &name, source, &Turns::default(), at);
                }
            }
        }
    }

    fn objects_below(&self, path: &str) -> Vec<usize> {
        let objects = self.template.schema.objects.iter().enumerate();
        objects
            .filter(|(_, object)| object.path.starts_with(path))
            .map(|(at, _)| at)
            .collect()
    }

    fn agent_parameter(&self, path: &str) -> Option<Source> {
        let below = path.strip_prefix(&*self.template.root)?.strip_prefix('.')?;
        if below == "ManagementServer.ParameterKey" {
            return Some(Source::ParameterKey);
        }
        self.agent
            .iter()
            .find(|parameter| parameter.path == below)
            .map(Source::Agent)
    }

    fn hook(&mut self, name: &str) -> usize {
        if let Some(&hook) = self.hooks.get(name) {
            return hook;
        }
        let hook = self.template.hooks.len();
        self.template.hooks.push(name.into());
        self.hooks.insert(name.into(), hook);
        hook
    }

    /// Parameters that no line maps would only take memory from now on.
    fn forget_unmapped(&mut self) {
        let mut used: Vec<Vec<Option<usize>>> = self
            .template
            .schema
            .objects
            .iter()
            .map(|object| vec![None; object.parameters.len()])
            .collect();
        for node in &self.template.nodes {
            if let Kind::Leaf(leaf) = &node.kind {
                used[leaf.object][leaf.parameter] = Some(0);
            }
        }
        for (object, used) in self.template.schema.objects.iter_mut().zip(&mut used) {
            for (kept, place) in used.iter_mut().flatten().enumerate() {
                *place = kept;
            }
            let mut flags = used.iter();
            object
                .parameters
                .retain(|_| flags.next().is_some_and(Option::is_some));
            object.parameters.shrink_to_fit();
        }
        for node in &mut self.template.nodes {
            node.children.shrink_to_fit();
            if let Kind::Leaf(leaf) = &mut node.kind
                && let Some(place) = used[leaf.object][leaf.parameter]
            {
                leaf.parameter = place;
            }
        }
        self.template.nodes.shrink_to_fit();
    }

    fn finish(mut self) -> Template {
        for at in 0..self.template.nodes.len() {
            let children = std::mem::take(&mut self.template.nodes[at].children);
            let is_leaf = |child: &usize| matches!(self.template.nodes[*child].kind, Kind::Leaf(_));
            let (mut children, objects): (Vec<usize>, _) = children.into_iter().partition(is_leaf);
            children.extend::<Vec<usize>>(objects);
            self.template.nodes[at].children = children;
        }
        for at in 1..self.template.nodes.len() {
            let counts_hook = match &self.template.nodes[at].kind {
                Kind::Leaf(leaf) => match leaf.source {
                    Source::Count(table) => self.template.nodes[table].hook_root.is_some(),
                    _ => false,
                },
                _ => false,
            };
            if self.template.nodes[at].hook_root.is_some() || counts_hook {
                let mut above = at;
                while !self.template.nodes[above].needs_hook {
                    self.template.nodes[above].needs_hook = true;
                    above = self.template.nodes[above].parent;
                }
            }
        }
        self.forget_unmapped();
        self.template
    }
}

/// ` (nearest: SSID)` where a name is only mistyped.
fn nearest(object: &Object, name: &str) -> String {
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
fn distance(one: &str, other: &str) -> usize {
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
