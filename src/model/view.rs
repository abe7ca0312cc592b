//! One look at the device: rows, numbers and values as they are while one RPC is carried out. Each
//! package, file and hook is read at most once; edits are staged in it and seen by later reads.

mod fill;
mod gather;
mod layers;
mod mappings;
mod routes;
mod rows;
mod ubus;
pub(super) use ubus::now;
mod value;

pub(super) use value::is_on;

use super::hook_answers::{HookAnswers, push_key};
use super::notify::Sources;
use super::path::{Path, Segment};
use super::store::Store;
use super::template::{Guard, Kind, Leaf, Rows, Source, Table, Template};
use crate::fault::{Fault, FaultCode};
use crate::platform::hook::Answer;
use crate::platform::uci::{Package, SectionId};
use crate::platform::{Platform, Trouble};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// What is known of the device during one RPC.
#[allow(missing_debug_implementations)] // holds a trait object
pub struct View<'a> {
    pub template: &'a Template,
    pub world: &'a mut dyn Platform,
    pub store: &'a mut Store,
    /// The agent's own values, below the root.
    pub live: &'a BTreeMap<String, String>,
    /// Paths are told with aliases instead of numbers (InstanceMode).
    pub by_alias: bool,
    packages: BTreeMap<Box<str>, Option<Package>>,
    files: HashMap<String, Option<Rc<str>>>,
    hooks: Vec<Asked>,
    /// For what they were asked.
    asked: Vec<(usize, String)>,
    /// By object, method and arguments; by object alone where one does not answer at all.
    calls: HashMap<String, ubus::Called>,
    /// Nobody is asked over ubus.
    asks_nobody: bool,
    /// By table and the row that it is in.
    rows: BTreeMap<(usize, usize), Held<TableRows>>,
    /// Words of rows that were looked up, by the row and the place of the word in its table.
    words: BTreeMap<(usize, usize), Held<Rc<str>>>,
    /// What texts of the device mean that were looked up elsewhere, by the turn and the text.
    meanings: HashMap<String, Option<Rc<str>>>,
    /// The object whose path with names was told last.
    named: RefCell<(usize, Held<Rc<str>>)>,
    /// Directories were listed.
    listed: bool,
}

/// How far one hook has been asked.
#[derive(Debug)]
enum Asked {
    Not,
    Answered(HookAnswers),
    Failed(Trouble),
}

/// The rows of one table.
type TableRows = Rc<[Rc<Row>]>;

/// What is known of a row, which is held meanwhile: nothing else has its address.
type Held<T> = (Option<Rc<Row>>, T);

/// One row of a table, found and numbered.
#[derive(Debug)]
pub struct Row {
    pub number: u32,
    /// The platform's name for it.
    pub key: Box<str>,
    pub handle: Handle,
}

#[derive(Debug)]
pub enum Handle {
    None,
    Section {
        package: Box<str>,
        section: SectionId,
    },
    /// An item of a list in a section.
    Item {
        package: Box<str>,
        section: SectionId,
        /// The section's own key.
        of: Box<str>,
        text: Box<str>,
        /// Not among those that are off.
        listed: bool,
    },
    /// A line of a file, and what parts its words.
    Line(Box<str>, Option<char>),
    Part(Value, Option<i64>),
}

/// The rows that lead to a place, outermost first.
pub type Context = Vec<Frame>;

#[derive(Clone, Debug)]
pub struct Frame {
    /// The table's node.
    pub table: usize,
    pub row: Rc<Row>,
}

/// A place in the tree of this device.
#[derive(Clone, Debug)]
pub struct Spot {
    pub node: usize,
    /// The node is a table and its row at the end of the context is meant.
    pub row: bool,
    pub context: Context,
    /// The path as it is told to the ACS; objects end with a dot.
    pub path: String,
}

/// What a walk comes by.
#[derive(Debug)]
pub enum Item<'t> {
    Object { writable: bool },
    Leaf(&'t Leaf),
}

/// What a walk does at each place.
pub type Visit<'v, 'a> =
    &'v mut dyn FnMut(&mut View<'a>, usize, &Context, &str, Item<'a>) -> Result<(), Fault>;

impl<'a> View<'a> {
    pub fn new(
        template: &'a Template,
        world: &'a mut dyn Platform,
        store: &'a mut Store,
        live: &'a BTreeMap<String, String>,
        by_alias: bool,
    ) -> View<'a> {
        let hooks = template.hooks.iter().map(|_| Asked::Not).collect();
        View {
            template,
            world,
            store,
            live,
            by_alias,
            packages: BTreeMap::new(),
            files: HashMap::new(),
            hooks,
            asked: Vec::new(),
            calls: HashMap::new(),
            asks_nobody: false,
            rows: BTreeMap::new(),
            words: BTreeMap::new(),
            meanings: HashMap::new(),
            named: RefCell::new((0, (None, "".into()))),
            listed: false,
        }
    }

    /// From now on no hook is asked and no service over ubus: what depends on one fails.
    pub fn ask_no_hooks(&mut self) {
        self.asks_nobody = true;
        let not_now = || Asked::Failed(Trouble::Busy("hooks are not asked now".into()));
        self.hooks.iter_mut().for_each(|hook| *hook = not_now());
    }

    /// Where everything came from that was looked at.
    pub fn sources(&self) -> Sources {
        let kernels = |path: &String| {
            path.starts_with('@') || path.starts_with("/proc/") || path.starts_with("/sys/")
        };
        let (asked, files): (Vec<&String>, _) = self.files.keys().partition(|path| kernels(path));
        let hooks = self.hooks.iter().any(|hook| !matches!(hook, Asked::Not));
        let mut sources = Sources {
            polled: self.listed || hooks || !self.calls.is_empty() || !asked.is_empty(),
            ..Sources::default()
        };
        let packages = self.packages.keys().map(|name| name.to_string());
        sources.packages.extend(packages);
        sources.files.extend(files.into_iter().cloned());
        sources
    }

    /// Whether a hook or a call has failed, so that things may be there that were not seen.
    pub fn has_gaps(&self) -> bool {
        let mut hooks = self.hooks.iter();
        hooks.any(|hook| matches!(hook, Asked::Failed(_)))
            || self.calls.values().any(Result::is_err)
    }

    /// The places that a path means: one, or several where it holds wildcards. 9005 when there is no
    /// such place, 9002 when a hook that would know has failed.
    pub fn resolve(&mut self, path: &Path, text: &str) -> Result<Vec<Spot>, Fault> {
        let unknown =
            |what: &str| Fault::new(FaultCode::InvalidParameterName, format!("{text}: {what}"));
        let mut spots = vec![Spot {
            node: 0,
            row: false,
            context: Vec::new(),
            path: String::new(),
        }];
        for segment in &path.segments {
            let mut next = Vec::new();
            let mut absent = String::new();
            for spot in spots {
                match segment {
                    Segment::Name(name) => {
                        if matches!(self.template.node(spot.node).kind, Kind::Table(_)) && !spot.row
                        {
                            return Err(unknown(&format!(
                                "expected an instance number before {name}"
                            )));
                        }
                        let child = self.template.child(spot.node, name).ok_or_else(|| {
                            unknown(&format!(
                                "the device has no {name} in {}",
                                if spot.path.is_empty() {
                                    "the tree"
                                } else {
                                    &spot.path
                                }
                            ))
                        })?;
                        if let Kind::Object(guard) = &self.template.node(child).kind
                            && !self.is_there(guard.as_deref(), &spot.context)
                        {
                            absent = format!("{} has no {name}", spot.path);
                            continue;
                        }
                        let mut path = spot.path;
                        path.push_str(name);
                        if !matches!(self.template.node(child).kind, Kind::Leaf(_)) {
                            path.push('.');
                        }
                        next.push(Spot {
                            node: child,
                            row: false,
                            context: spot.context,
                            path,
                        });
                    }
                    Segment::Number(_) | Segment::Alias(_) | Segment::Any => {
                        if !matches!(self.template.node(spot.node).kind, Kind::Table(_)) || spot.row
                        {
                            return Err(unknown(&format!("{} is not a table", spot.path)));
                        }
                        let rows = self
                            .rows(spot.node, &spot.context)
                            .map_err(|trouble| internal(&spot.path, &trouble))?;
                        let table = self.numbered(spot.node, &spot.context);
                        let wanted = match segment {
                            Segment::Number(number) => Some(*number),
                            Segment::Alias(alias) => {
                                Some(self.aliased(&table, &rows, alias).unwrap_or(0))
                            }
                            _ => None,
                        };
                        let mut any = wanted.is_none();
                        for row in rows
                            .iter()
                            .filter(|row| wanted.is_none_or(|number| row.number == number))
                        {
                            any = true;
                            let mut context = spot.context.clone();
                            context.push(Frame {
                                table: spot.node,
                                row: row.clone(),
                            });
                            let mut path = spot.path.clone();
                            self.push_instance(&mut path, &table, row.number);
                            next.push(Spot {
                                node: spot.node,
                                row: true,
                                context,
                                path,
                            });
                        }
                        if !any {
                            return Err(unknown(&format!("{} has no such instance", spot.path)));
                        }
                    }
                }
            }
            // Of several rows, some may have it.
            if next.is_empty() && !absent.is_empty() {
                return Err(unknown(&absent));
            }
            spots = next;
        }
        let mut present = Vec::with_capacity(spots.len());
        for spot in spots {
            let node = self.template.node(spot.node);
            if let Kind::Leaf(leaf) = &node.kind {
                if path.partial {
                    return Err(unknown("expected no dot after a parameter"));
                }
                if let Source::Count(table) = leaf.source {
                    self.rows(table, &spot.context)
                        .map_err(|trouble| internal(&spot.path, &trouble))?;
                }
                if let Source::Hook(hook) = leaf.source {
                    match self.hooks.get(hook) {
                        Some(Asked::Failed(trouble)) => return Err(internal(&spot.path, trouble)),
                        _ if !self.answered(hook, spot.node, &spot.context) => {
                            return Err(
                                match self.answered_fault(hook, spot.node, &spot.context) {
                                    Some((code, text)) => {
                                        Fault::new(code, format!("{}: {text}", spot.path))
                                    }
                                    None => unknown("the device does not have it now"),
                                },
                            );
                        }
                        _ => {}
                    }
                }
            } else if !path.partial {
                return Err(unknown("expected a dot after an object"));
            }
            present.push(spot);
        }
        Ok(present)
    }

    /// Goes through a place and all below it, in the order of the tree.
    pub fn walk(&mut self, spot: &Spot, visit: Visit<'_, 'a>) -> Result<(), Fault> {
        let mut path = spot.path.clone();
        let mut context = spot.context.clone();
        if spot.row {
            self.walk_row(spot.node, &mut context, &mut path, visit)
        } else {
            self.walk_node(spot.node, &mut context, &mut path, visit)
        }
    }

    fn walk_node(
        &mut self,
        node: usize,
        context: &mut Context,
        path: &mut String,
        visit: Visit<'_, 'a>,
    ) -> Result<(), Fault> {
        let template = self.template;
        match &template.node(node).kind {
            Kind::Leaf(leaf) => {
                if self.exists(node, leaf, context) {
                    visit(self, node, context, path, Item::Leaf(leaf))?;
                }
                Ok(())
            }
            Kind::Object(guard) => {
                if !self.is_there(guard.as_deref(), context) {
                    return Ok(());
                }
                if node != 0 {
                    visit(self, node, context, path, Item::Object { writable: false })?;
                }
                self.walk_children(node, context, path, visit)
            }
            Kind::Table(table) => {
                visit(
                    self,
                    node,
                    context,
                    path,
                    Item::Object {
                        writable: table.add.is_some(),
                    },
                )?;
                // A table whose hook failed costs its own rows, not the whole answer.
                let Ok(rows) = self.rows(node, context) else {
                    return Ok(());
                };
                if rows.is_empty() {
                    return Ok(());
                }
                let numbers = self.numbered(node, context);
                let length = path.len();
                for row in rows.iter() {
                    self.push_instance(path, &numbers, row.number);
                    context.push(Frame {
                        table: node,
                        row: row.clone(),
                    });
                    let done = self.walk_row(node, context, path, visit);
                    context.pop();
                    path.truncate(length);
                    done?;
                }
                Ok(())
            }
        }
    }

    fn walk_row(
        &mut self,
        node: usize,
        context: &mut Context,
        path: &mut String,
        visit: Visit<'_, 'a>,
    ) -> Result<(), Fault> {
        if let Kind::Table(table) = &self.template.node(node).kind {
            visit(
                self,
                node,
                context,
                path,
                Item::Object {
                    writable: table.del && can_go(table, context),
                },
            )?;
        }
        self.walk_children(node, context, path, visit)
    }

    pub fn walk_children(
        &mut self,
        node: usize,
        context: &mut Context,
        path: &mut String,
        visit: Visit<'_, 'a>,
    ) -> Result<(), Fault> {
        let template = self.template;
        let length = path.len();
        for &child in &template.node(node).children {
            let below = template.node(child);
            path.push_str(&below.name);
            if !matches!(below.kind, Kind::Leaf(_)) {
                path.push('.');
            }
            let done = self.walk_node(child, context, path, visit);
            path.truncate(length);
            done?;
        }
        Ok(())
    }

    /// Whether an object is there in this row. What the device cannot say now is taken for nothing.
    fn is_there(&mut self, guard: Option<&Guard>, context: &[Frame]) -> bool {
        guard.is_none_or(|guard| {
            guard.iter().all(|(word, equal, value)| {
                let said = self.fill(word, context).unwrap_or_default();
                value.split('|').any(|one| one == &*said) == *equal
            })
        })
    }

    /// Whether the parameter is there now: a hook's only when it answered it.
    pub fn exists(&mut self, node: usize, leaf: &Leaf, context: &Context) -> bool {
        match leaf.source {
            Source::Hook(hook) => self.answered(hook, node, context),
            Source::Count(table) => self.rows(table, context).is_ok(),
            _ => true,
        }
    }

    /// Whether the ACS may write the parameter of this row: of a row that only the device tells, not what stands in the
    /// configuration.
    pub fn writable(&self, leaf: &Leaf, context: &[Frame]) -> bool {
        let told_only = || {
            context.last().is_some_and(|frame| {
                matches!(&self.template.node(frame.table).kind, Kind::Table(table) if !can_go(table, context))
            })
        };
        leaf.writable
            && match leaf.source {
                Source::RowOption(_) => section_of(context).is_some(),
                Source::Item(_) | Source::Marked(_) | Source::Position => !told_only(),
                Source::Hook(_) => !(is_line(context) && told_only()),
                _ => true,
            }
    }

    fn answered(&self, hook: usize, node: usize, context: &Context) -> bool {
        self.hook_says(hook, node, context).is_some()
    }

    /// What a hook answered for a parameter.
    fn hook_says(&self, hook: usize, node: usize, context: &[Frame]) -> Option<&str> {
        let Some(Asked::Answered(answers)) = self.hooks.get(hook) else {
            return None;
        };
        let place = self.template.node(node);
        answers.value_in(&self.named(place.parent, context), &place.name)
    }

    fn answered_fault(
        &self,
        hook: usize,
        node: usize,
        context: &Context,
    ) -> Option<(FaultCode, String)> {
        let Some(Asked::Answered(answers)) = self.hooks.get(hook) else {
            return None;
        };
        answers.fault(&self.keyed(node, context)).cloned()
    }

    /// Puts a staged value in place of what a hook answered.
    pub fn stage_hook_value(&mut self, hook: usize, path: &str, value: &str) {
        if let Some(Asked::Answered(answers)) = self.hooks.get_mut(hook) {
            answers.set_value(path, value);
        }
    }

    /// What a hook said about a path that is written with keys.
    pub fn hook_value(&self, hook: usize, path: &str) -> Option<&str> {
        let Some(Asked::Answered(answers)) = self.hooks.get(hook) else {
            return None;
        };
        answers.value(path)
    }

    /// The package, read on first use; `None` where there is no such file.
    pub fn package(&mut self, name: &str) -> Result<Option<&mut Package>, Trouble> {
        if !self.packages.contains_key(name) {
            let parsed = match self.world.uci(name)? {
                Some(text) => Some(Package::parse(&text).map_err(|error| {
                    Trouble::Failed(format!("/etc/config/{name}:{}: {}", error.line, error.what))
                })?),
                None => {
                    log::info!(target: "cwmpd::trace", "/etc/config/{name} is not there");
                    None
                }
            };
            self.packages.insert(name.into(), parsed);
        }
        Ok(self.packages.get_mut(name).and_then(Option::as_mut))
    }

    /// The package to be edited: an empty one where there is no file yet.
    pub fn package_or_new(&mut self, name: &str) -> Result<&mut Package, Trouble> {
        if self.package(name)?.is_none() {
            let empty = Package::parse("").map_err(|error| Trouble::Failed(error.what))?;
            self.packages.insert(name.into(), Some(empty));
        }
        match self.packages.get_mut(name) {
            Some(Some(package)) => Ok(package),
            _ => Err(Trouble::Failed(format!(
                "/etc/config/{name} cannot be edited"
            ))),
        }
    }

    pub fn file(&mut self, path: &str) -> Result<Option<Rc<str>>, Trouble> {
        if let Some(known) = self.files.get(path) {
            return Ok(known.clone());
        }
        let text: Option<Rc<str>> = match path {
            "@layers" => Some(self.layers().into()),
            "@routes" => Some(self.routes().into()),
            "@mappings" => Some(self.mappings().into()),
            _ => self.world.file(path)?.map(Into::into),
        };
        self.files.insert(path.to_owned(), text.clone());
        Ok(text)
    }

    /// Forgets what rows are called after something was staged.
    pub fn forget_words(&mut self) {
        self.words.clear();
        self.meanings.clear();
    }

    /// Puts a staged text in place of a file's.
    pub fn stage_file(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), Some(text.into()));
    }

    /// What a hook has answered to a change, as if it had been asked.
    pub fn take_answer(&mut self, hook: usize, answer: &Answer) {
        if let Some(Asked::Answered(known)) = self.hooks.get_mut(hook)
            && answer.path().starts_with(char::is_uppercase)
        {
            known.insert(answer.clone());
        }
    }

    /// Forgets rows after one was added or deleted, so that they are counted anew.
    pub fn recount(&mut self) {
        self.rows.clear();
        self.forget_words();
    }

    fn selected(&mut self, node: usize, segment: &Segment, context: &Context) -> Vec<Rc<Row>> {
        let Ok(rows) = self.rows(node, context) else {
            return Vec::new();
        };
        let table = self.numbered(node, context);
        let number = match segment {
            Segment::Number(number) => Some(*number),
            Segment::Alias(alias) => Some(self.aliased(&table, &rows, alias).unwrap_or(0)),
            _ => None,
        };
        rows.iter()
            .filter(|row| number.is_none_or(|number| row.number == number))
            .cloned()
            .collect()
    }

    /// The row with this alias, or, for people at the command line, with this name on the platform.
    pub fn aliased(&self, table: &str, rows: &[Rc<Row>], alias: &str) -> Option<u32> {
        self.store.instances.by_alias(table, alias).or_else(|| {
            rows.iter()
                .find(|row| &*row.key == alias)
                .map(|row| row.number)
        })
    }

    /// Where the …NumberOfEntries of a table in these rows is, if it has one.
    pub fn count_of(&self, table: usize, context: &[Frame]) -> Option<Spot> {
        let template = self.template;
        let siblings = &template.node(template.node(table).parent).children;
        let count = siblings.iter().find(|child| {
            matches!(&template.node(**child).kind, Kind::Leaf(leaf)
                if matches!(leaf.source, Source::Count(counted) if counted == table))
        })?;
        Some(Spot {
            node: *count,
            row: false,
            context: context.to_vec(),
            path: String::new(),
        })
    }

    /// Path with instance numbers, as the store knows tables.
    pub fn numbered(&self, node: usize, context: &[Frame]) -> String {
        self.filled(node, context, &mut |path, frame| {
            use std::fmt::Write;
            let _ = write!(path, "{}", frame.row.number);
        })
    }

    /// Path with the platform's names in brackets, as hooks know it.
    pub fn keyed(&self, node: usize, context: &[Frame]) -> String {
        self.filled(node, context, &mut |path, frame| {
            push_key(path, &frame.row.key)
        })
    }

    /// The same for an object, without the dot at its end. Its parameters are told one after the other.
    fn named(&self, object: usize, context: &[Frame]) -> Rc<str> {
        let row = context.last().map(|frame| &frame.row);
        let mut last = self.named.borrow_mut();
        let (known, (of, path)) = &*last;
        if *known == object && of.as_ref().map(Rc::as_ptr) == row.map(Rc::as_ptr) {
            return path.clone();
        }
        let path = self.keyed(object, context);
        let path: Rc<str> = path.strip_suffix('.').unwrap_or(&path).into();
        *last = (object, (row.cloned(), path.clone()));
        path
    }

    /// A table's own path ends before its `{i}`, unless the context holds its row.
    fn filled(
        &self,
        node: usize,
        context: &[Frame],
        instance: &mut dyn FnMut(&mut String, &Frame),
    ) -> String {
        let place = self.template.node(node);
        let leaf = matches!(place.kind, Kind::Leaf(_));
        let template = if leaf {
            &self.template.node(place.parent).path
        } else {
            &place.path
        };
        let mut path = String::with_capacity(template.len() + 24);
        let mut frames = context.iter();
        let mut rest: &str = template;
        while let Some((part, after)) = rest.split_once('{') {
            path.push_str(part);
            rest = match frames.next() {
                Some(frame) => {
                    instance(&mut path, frame);
                    after.strip_prefix("i}").unwrap_or(after)
                }
                None => "",
            };
        }
        path.push_str(rest);
        if leaf {
            path.push_str(&place.name);
        }
        path
    }

    fn push_instance(&self, path: &mut String, table: &str, number: u32) {
        use std::fmt::Write;
        if self.by_alias {
            let _ = write!(path, "[{}].", self.store.instances.alias(table, number));
        } else {
            let _ = write!(path, "{number}.");
        }
    }
}

/// Whether the innermost row is a line of a file.
fn is_line(context: &[Frame]) -> bool {
    let row = context.last().map(|frame| &frame.row.handle);
    matches!(row, Some(Handle::Line(..)))
}

/// What only the device tells of a table cannot be deleted.
fn can_go(table: &Table, context: &[Frame]) -> bool {
    let row = context.last().map(|frame| &frame.row.handle);
    let items = matches!(&table.rows, Rows::Uci { items: Some(_), .. });
    table.also.is_empty()
        || match row {
            Some(Handle::Item { .. }) => true,
            Some(Handle::Section { .. }) => !items,
            _ => false,
        }
}

/// The section of the innermost row that is one; a line of a file has none, whatever it is in.
pub fn section_of(context: &[Frame]) -> Option<(&str, SectionId)> {
    if is_line(context) {
        return None;
    }
    context
        .iter()
        .rev()
        .find_map(|frame| match &frame.row.handle {
            Handle::Section { package, section }
            | Handle::Item {
                package, section, ..
            } => Some((&**package, *section)),
            _ => None,
        })
}

/// Fault 9002 for what the device could not do (TR-069 A.5.1); a busy hook is no 9007.
pub fn internal(what: &str, trouble: &Trouble) -> Fault {
    Fault::new(FaultCode::InternalError, format!("{what}: {trouble}"))
}
