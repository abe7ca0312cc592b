//! One look at the device: rows, numbers and values as they are while one RPC is carried out. Each
//! package, file and hook is read at most once; edits are staged in it and seen by later reads.

use super::agent_source::AgentAnswer;
use super::hook_answers::{HookAnswers, push_key, steps};
use super::instance::{Found, fingerprint};
use super::map::{Condition, nth_word};
use super::path::{Path, Segment};
use super::store::Store;
use super::template::{Kind, Leaf, Rows, Source, Table, Template};
use crate::fault::{Fault, FaultCode};
use crate::platform::hook::Request;
use crate::platform::uci::{Package, SectionId, Value};
use crate::platform::{Platform, Trouble};
use std::borrow::Cow;
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
    packages: HashMap<Box<str>, Option<Package>>,
    files: HashMap<String, Option<Rc<str>>>,
    hooks: Vec<Asked>,
    rows: HashMap<String, Rc<[Rc<Row>]>>,
}

/// How far one hook has been asked.
#[derive(Debug)]
enum Asked {
    Not,
    Answered(HookAnswers),
    Failed(Trouble),
}

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
    Line(Box<str>),
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
            packages: HashMap::new(),
            files: HashMap::new(),
            hooks,
            rows: HashMap::new(),
        }
    }

    /// Asks every hook that these paths need, each once for all of them.
    pub fn gather<'p>(&mut self, paths: impl IntoIterator<Item = &'p Path<'p>>) {
        let mut requests: Vec<Vec<String>> =
            self.template.hooks.iter().map(|_| Vec::new()).collect();
        for path in paths {
            self.gather_path(0, &path.segments, &mut Vec::new(), &mut requests);
        }
        self.ask(requests);
    }

    /// The same for places that are already known, with all below them.
    pub fn gather_below(&mut self, node: usize, context: &Context) {
        let mut requests: Vec<Vec<String>> =
            self.template.hooks.iter().map(|_| Vec::new()).collect();
        self.gather_node(node, &mut context.clone(), &mut requests);
        self.ask(requests);
    }

    fn ask(&mut self, requests: Vec<Vec<String>>) {
        for (hook, mut paths) in requests.into_iter().enumerate() {
            paths.sort();
            paths.dedup();
            let mut least: Vec<String> = Vec::with_capacity(paths.len());
            for path in paths {
                let covered = least
                    .last()
                    .is_some_and(|above| above.ends_with('.') && path.starts_with(above));
                if !covered {
                    least.push(path);
                }
            }
            if least.is_empty() || matches!(self.hooks.get(hook), Some(Asked::Failed(_))) {
                continue;
            }
            let name = &self.template.hooks[hook];
            let batch: Vec<Request> = least
                .iter()
                .map(|path| Request::Get { path: path.clone() })
                .collect();
            match self.world.hook(name, &batch) {
                Ok(answers) => {
                    let mut known = match std::mem::replace(&mut self.hooks[hook], Asked::Not) {
                        Asked::Answered(known) => known,
                        Asked::Not | Asked::Failed(_) => HookAnswers::default(),
                    };
                    let mut strange = 0;
                    for answer in answers {
                        let path = answer.path().to_owned();
                        let asked = least.iter().any(|asked| path.starts_with(asked.as_str()));
                        if !asked || !known.insert(answer) {
                            strange += 1;
                            if strange == 1 {
                                log::warn!(
                                    "hook {name}: expected answers below {}, got {path}",
                                    least.join(" ")
                                );
                            }
                        }
                    }
                    self.hooks[hook] = Asked::Answered(known);
                }
                Err(trouble) => {
                    log::warn!("hook {name}: {trouble}");
                    self.hooks[hook] = Asked::Failed(trouble);
                }
            }
        }
    }

    fn gather_path(
        &mut self,
        node: usize,
        segments: &[Segment],
        context: &mut Context,
        requests: &mut [Vec<String>],
    ) {
        if let Some(hook) = self.template.node(node).hook_root {
            let request = self.narrowed(node, segments, context);
            if let Some(requests) = requests.get_mut(hook) {
                requests.push(request);
            }
            return;
        }
        let Some((segment, rest)) = segments.split_first() else {
            return self.gather_node(node, context, requests);
        };
        match (segment, &self.template.node(node).kind) {
            (Segment::Name(name), Kind::Object) => {
                if let Some(child) = self.template.child(node, name)
                    && self.template.node(child).needs_hook
                {
                    self.gather_path(child, rest, context, requests);
                }
            }
            (Segment::Number(_) | Segment::Alias(_) | Segment::Any, Kind::Table(_)) => {
                for row in self.selected(node, segment, context) {
                    context.push(Frame { table: node, row });
                    match rest.split_first() {
                        None => self.gather_children(node, context, requests),
                        Some((Segment::Name(name), rest)) => {
                            if let Some(child) = self.template.child(node, name)
                                && self.template.node(child).needs_hook
                            {
                                self.gather_path(child, rest, context, requests);
                            }
                        }
                        Some(_) => {}
                    }
                    context.pop();
                }
            }
            (_, Kind::Leaf(_)) => self.gather_node(node, context, requests),
            _ => {}
        }
    }

    /// The request to a hook, as narrow as names of rows are known.
    fn narrowed(&self, node: usize, segments: &[Segment], context: &Context) -> String {
        let mut path = self.keyed(node, context);
        let mut numbers = self.numbered(node, context);
        let mut at = node;
        let mut row = false;
        for segment in segments {
            match segment {
                Segment::Name(name)
                    if row || !matches!(self.template.node(at).kind, Kind::Table(_)) =>
                {
                    let Some(child) = self.template.child(at, name) else {
                        break;
                    };
                    if let Kind::Leaf(leaf) = &self.template.node(child).kind
                        && let Source::Count(table) = leaf.source
                    {
                        // Rows are counted here: the hook is asked for the rows.
                        path.push_str(&self.template.node(table).name);
                        path.push('.');
                        return path;
                    }
                    at = child;
                    path.push_str(name);
                    numbers.push_str(name);
                    if !matches!(self.template.node(at).kind, Kind::Leaf(_)) {
                        path.push('.');
                        numbers.push('.');
                    }
                    row = false;
                }
                Segment::Number(_) | Segment::Alias(_) => {
                    let number = match segment {
                        Segment::Alias(alias) => self.store.instances.by_alias(&numbers, alias),
                        Segment::Number(number) => Some(*number),
                        _ => None,
                    };
                    let key = number.and_then(|number| {
                        self.store
                            .instances
                            .key(&numbers, number)
                            .map(|key| (number, key))
                    });
                    let Some((number, key)) = key else { break };
                    push_key(&mut path, key);
                    path.push('.');
                    numbers.push_str(&format!("{number}."));
                    row = true;
                }
                _ => break,
            }
        }
        path
    }

    fn gather_node(&mut self, node: usize, context: &mut Context, requests: &mut [Vec<String>]) {
        if !self.template.node(node).needs_hook {
            return;
        }
        if let Some(hook) = self.template.node(node).hook_root {
            let request = self.keyed(node, context);
            if let Some(requests) = requests.get_mut(hook) {
                requests.push(request);
            }
            return;
        }
        match &self.template.node(node).kind {
            Kind::Object => self.gather_children(node, context, requests),
            Kind::Table(_) => {
                for row in self.rows(node, context).unwrap_or_default().iter() {
                    context.push(Frame {
                        table: node,
                        row: row.clone(),
                    });
                    self.gather_children(node, context, requests);
                    context.pop();
                }
            }
            Kind::Leaf(leaf) => {
                if let Source::Count(table) = leaf.source {
                    self.gather_node(table, context, requests);
                }
            }
        }
    }

    fn gather_children(
        &mut self,
        node: usize,
        context: &mut Context,
        requests: &mut [Vec<String>],
    ) {
        for &child in &self.template.node(node).children {
            self.gather_node(child, context, requests);
        }
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
            spots = next;
        }
        let mut present = Vec::with_capacity(spots.len());
        for spot in spots {
            let node = self.template.node(spot.node);
            if let Kind::Leaf(leaf) = &node.kind {
                if path.partial {
                    return Err(unknown("expected no dot after a parameter"));
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
            Kind::Object => {
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
                    writable: table.del,
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

    /// Whether the parameter is there now: a hook's only when it answered it.
    pub fn exists(&mut self, node: usize, leaf: &Leaf, context: &Context) -> bool {
        match leaf.source {
            Source::Hook(hook) => self.answered(hook, node, context),
            Source::Count(table) => self.rows(table, context).is_ok(),
            _ => true,
        }
    }

    fn answered(&self, hook: usize, node: usize, context: &Context) -> bool {
        let Some(Asked::Answered(answers)) = self.hooks.get(hook) else {
            return false;
        };
        self.hook_place(answers, node, context)
            .is_some_and(|at| answers.value(at).is_some())
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
        answers
            .fault(self.hook_place(answers, node, context)?)
            .cloned()
    }

    fn hook_place(&self, answers: &HookAnswers, node: usize, context: &Context) -> Option<usize> {
        answers.find(&steps(&self.keyed(node, context))?)
    }

    /// Puts a staged value in place of what a hook answered.
    pub fn stage_hook_value(&mut self, hook: usize, path: &str, value: &str) {
        if let Some(Asked::Answered(answers)) = self.hooks.get_mut(hook)
            && let Some(at) = steps(path).and_then(|steps| answers.find(&steps))
        {
            answers.set_value(at, value);
        }
    }

    /// What a hook said about a path that is written with keys.
    pub fn hook_value(&self, hook: usize, path: &str) -> Option<&str> {
        let Some(Asked::Answered(answers)) = self.hooks.get(hook) else {
            return None;
        };
        answers.value(answers.find(&steps(path)?)?)
    }

    /// A value in the form the ACS sees it, hidden ones as the null value of their type.
    pub fn value(
        &mut self,
        node: usize,
        leaf: &'a Leaf,
        context: &Context,
    ) -> Result<String, Fault> {
        let parameter = self.template.parameter(leaf);
        if parameter.hidden || parameter.command {
            return Ok(parameter.syntax.null().to_owned());
        }
        self.true_value(node, leaf, context)
    }

    /// The same with hidden values as they are.
    pub fn true_value(
        &mut self,
        node: usize,
        leaf: &'a Leaf,
        context: &Context,
    ) -> Result<String, Fault> {
        let template = self.template;
        let parameter = template.parameter(leaf);
        let syntax = &parameter.syntax;
        let trouble =
            |view: &View, trouble: &Trouble| internal(&view.keyed(node, context), trouble);
        match &leaf.source {
            Source::Count(table) => {
                let rows = self
                    .rows(*table, context)
                    .map_err(|found| trouble(self, &found))?;
                return Ok(rows.len().to_string());
            }
            Source::Alias => {
                let Some(frame) = context.last() else {
                    return Ok(String::new());
                };
                let table = self.numbered(frame.table, &context[..context.len() - 1]);
                return Ok(self.store.instances.alias(&table, frame.row.number));
            }
            Source::ParameterKey => return Ok(self.store.parameter_key.clone()),
            _ => {}
        }
        let raw = self
            .raw(node, leaf, context)
            .map_err(|found| trouble(self, &found))?;
        let turns = &leaf.turns;
        let turned = match raw {
            None => {
                let silent = turns.when_silent().or(match syntax.base {
                    // An absent uci boolean is false.
                    super::value::Base::Boolean => None,
                    _ => parameter.default.as_deref(),
                });
                return Ok(
                    silent.map_or_else(|| syntax.null().to_owned(), |value| syntax.render(value))
                );
            }
            Some(Raw::Text(text)) if !turns.refers.is_empty() => {
                return Ok(self.references(leaf, &mut refer_words(leaf, self.template, &text)));
            }
            Some(Raw::Items(items)) if !turns.refers.is_empty() => {
                return Ok(self.references(leaf, &mut items.iter().map(String::as_str)));
            }
            Some(Raw::Text(text)) if turns.is_plain() => return Ok(syntax.render(&text)),
            Some(Raw::Text(text)) => turns.to_parameter(&text),
            Some(Raw::Items(items)) => {
                turns.items_to_parameter(&mut items.iter().map(String::as_str))
            }
        };
        Ok(match turned {
            Ok(value) => syntax.render(&value),
            Err(why) => {
                log::debug!("{}: {why}", self.keyed(node, context));
                syntax.null().to_owned()
            }
        })
    }

    /// What the device says, before any turn; `None` when it says nothing.
    fn raw(
        &mut self,
        node: usize,
        leaf: &'a Leaf,
        context: &Context,
    ) -> Result<Option<Raw<'a>>, Trouble> {
        let text = match &leaf.source {
            Source::RowOption(option) => {
                let Some((package, section)) = section_of(context) else {
                    return Ok(None);
                };
                return self.option(&package, section, option, leaf.turns.list);
            }
            Source::Option {
                package,
                section,
                option,
            } => {
                let section = fill(section, context);
                let found = self
                    .package(package)?
                    .and_then(|found| found.find(&section))
                    .map(|section| section.id());
                return match found {
                    Some(found) => self.option(package, found, option, leaf.turns.list),
                    None => Ok(None),
                };
            }
            Source::File { path, pick, .. } => {
                let Some(path) = fill_path(path, context) else {
                    return Ok(None);
                };
                self.file(&path)?
                    .and_then(|text| pick.find(&text).map(|part| Cow::Owned(part.to_owned())))
            }
            Source::Word(word) => context
                .iter()
                .rev()
                .find_map(|frame| match &frame.row.handle {
                    Handle::Line(line) => {
                        nth_word(line, None, *word).map(|word| Cow::Owned(word.to_owned()))
                    }
                    _ => None,
                }),
            Source::Key => context
                .last()
                .map(|frame| Cow::Owned(frame.row.key.to_string())),
            Source::Const(text) => Some(Cow::Borrowed(&**text)),
            Source::Hook(hook) => match self.hooks.get(*hook) {
                Some(Asked::Answered(answers)) => {
                    let at = self.hook_place(answers, node, context);
                    at.and_then(|at| answers.value(at))
                        .map(|value| Cow::Owned(value.to_owned()))
                }
                Some(Asked::Failed(trouble)) => return Err(trouble.clone()),
                _ => None,
            },
            Source::Agent(parameter) => match parameter.answer {
                AgentAnswer::Fixed(text) => Some(Cow::Borrowed(text)),
                AgentAnswer::Live => self
                    .live
                    .get(parameter.path)
                    .map(|value| Cow::Owned(value.clone())),
                AgentAnswer::Setting {
                    section,
                    option,
                    default,
                    ..
                } => {
                    let found = self
                        .package("cwmpd")?
                        .and_then(|package| package.find(section))
                        .map(|section| section.id());
                    let value = match found {
                        Some(found) => self.option("cwmpd", found, option, false)?,
                        None => None,
                    };
                    return Ok(Some(value.unwrap_or(Raw::Text(Cow::Borrowed(default)))));
                }
            },
            Source::Count(_) | Source::Alias | Source::ParameterKey => None,
        };
        Ok(text.map(Raw::Text))
    }

    fn option(
        &mut self,
        package: &str,
        section: SectionId,
        option: &str,
        list: bool,
    ) -> Result<Option<Raw<'a>>, Trouble> {
        let Some(package) = self.package(package)? else {
            return Ok(None);
        };
        let Some(section) = package.at(section) else {
            return Ok(None);
        };
        Ok(match section.value(option) {
            None => None,
            Some(Value::Single(text)) if !list => Some(Raw::Text(Cow::Owned(text.to_owned()))),
            // One option with several words is a list too.
            Some(Value::Single(text)) => Some(Raw::Items(
                text.split_whitespace().map(str::to_owned).collect(),
            )),
            Some(Value::List(items)) if list => {
                Some(Raw::Items(items.into_iter().map(str::to_owned).collect()))
            }
            Some(Value::List(items)) => Some(Raw::Text(Cow::Owned(items.join(" ")))),
        })
    }

    /// The package, read on first use; `None` where there is no such file.
    pub fn package(&mut self, name: &str) -> Result<Option<&mut Package>, Trouble> {
        if !self.packages.contains_key(name) {
            let parsed = match self.world.uci(name)? {
                Some(text) => Some(Package::parse(&text).map_err(|error| {
                    Trouble::Failed(format!("/etc/config/{name}:{}: {}", error.line, error.what))
                })?),
                None => None,
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
        let text: Option<Rc<str>> = self.world.file(path)?.map(Into::into);
        self.files.insert(path.to_owned(), text.clone());
        Ok(text)
    }

    /// Puts a staged text in place of a file's.
    pub fn stage_file(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), Some(text.into()));
    }

    /// Forgets rows after one was added or deleted, so that they are counted anew.
    pub fn recount(&mut self) {
        self.rows.clear();
    }

    /// The rows of a table, numbered.
    pub fn rows(&mut self, node: usize, context: &[Frame]) -> Result<Rc<[Rc<Row>]>, Trouble> {
        let path = self.numbered(node, context);
        if let Some(rows) = self.rows.get(&path) {
            return Ok(rows.clone());
        }
        let template = self.template;
        let Kind::Table(table) = &template.node(node).kind else {
            return Ok(Rc::from([]));
        };
        let (found, handles) = self.found(node, table, context)?;
        let (numbers, changed) = self.store.instances.number(&path, &found);
        self.store.changed |= changed;
        let rows: Rc<[Rc<Row>]> = numbers
            .into_iter()
            .zip(handles)
            .map(|(number, (key, handle))| {
                Rc::new(Row {
                    number,
                    key,
                    handle,
                })
            })
            .collect();
        self.rows.insert(path, rows.clone());
        Ok(rows)
    }

    #[allow(clippy::type_complexity)]
    fn found(
        &mut self,
        node: usize,
        table: &Table,
        context: &[Frame],
    ) -> Result<(Vec<Found>, Vec<(Box<str>, Handle)>), Trouble> {
        let above = context.last().map(|frame| frame.row.key.clone());
        let mut found = Vec::new();
        let mut handles = Vec::new();
        let mut named = |key: Box<str>, handle: Handle, found: &mut Vec<Found>| {
            found.push(Found {
                key: key.clone(),
                content: Vec::new(),
            });
            handles.push((key, handle));
        };
        match &table.rows {
            Rows::Const(keys) => keys
                .iter()
                .for_each(|key| named(key.clone(), Handle::None, &mut found)),
            Rows::Directory { path, prefix } => {
                let Some(path) = fill_path(path, context) else {
                    return Ok((found, handles));
                };
                for name in self.world.directory(&path)? {
                    if name.starts_with(&**prefix) {
                        named(name.into(), Handle::None, &mut found);
                    }
                }
            }
            Rows::Lines {
                path,
                skip,
                key,
                of,
                filter,
            } => {
                let Some(path) = fill_path(path, context) else {
                    return Ok((found, handles));
                };
                let Some(text) = self.file(&path)? else {
                    return Ok((found, handles));
                };
                let mut seen = std::collections::HashSet::new();
                for line in text.lines().skip(*skip) {
                    let words: Vec<&str> = line.split_whitespace().collect();
                    let word = |at: usize| words.get(at.saturating_sub(1)).copied();
                    let wanted = !words.is_empty()
                        && of.is_none_or(|of| word(of) == above.as_deref())
                        && filter
                            .iter()
                            .all(|(at, equal, value)| (word(*at) == Some(value)) == *equal);
                    let name: Vec<&str> = key.iter().filter_map(|at| word(*at)).collect();
                    if wanted && !name.is_empty() && seen.insert(name.join("-")) {
                        named(name.join("-").into(), Handle::Line(line.into()), &mut found);
                    }
                }
            }
            Rows::Hook(hook) => {
                let path = self.keyed(node, context);
                match self.hooks.get(*hook) {
                    Some(Asked::Answered(answers)) => {
                        let at = steps(&path).and_then(|steps| answers.find(&steps));
                        let keys = at.map_or(&[][..], |at| answers.rows(at));
                        keys.iter()
                            .for_each(|key| named(key.clone(), Handle::None, &mut found));
                    }
                    Some(Asked::Failed(trouble)) => return Err(trouble.clone()),
                    _ => {}
                }
            }
            Rows::Uci {
                package,
                kind,
                filter,
                of,
            } => {
                let Some(sections) = self.package(package)? else {
                    return Ok((found, handles));
                };
                for (place, section) in sections.of_type(kind).enumerate() {
                    let wanted = of
                        .as_ref()
                        .is_none_or(|of| section.option(of).as_deref() == above.as_deref())
                        && filter.iter().all(|condition| {
                            holds(condition, section.option(&condition.option).as_deref())
                        });
                    if !wanted {
                        continue;
                    }
                    let content = fingerprint(section.pairs());
                    found.push(Found {
                        key: section.name().unwrap_or("").into(),
                        content,
                    });
                    let key = section
                        .name()
                        .map_or_else(|| format!("@{kind}[{place}]").into(), Into::into);
                    handles.push((
                        key,
                        Handle::Section {
                            package: package.clone(),
                            section: section.id(),
                        },
                    ));
                }
            }
        }
        Ok((found, handles))
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
    fn aliased(&self, table: &str, rows: &[Rc<Row>], alias: &str) -> Option<u32> {
        self.store.instances.by_alias(table, alias).or_else(|| {
            rows.iter()
                .find(|row| &*row.key == alias)
                .map(|row| row.number)
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
        for (at, part) in template.split("{i}").enumerate() {
            if at > 0 {
                match frames.next() {
                    Some(frame) => instance(&mut path, frame),
                    None => break,
                }
            }
            path.push_str(part);
        }
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

    /// Names of rows, as the device has them, into paths of rows.
    fn references(&mut self, leaf: &Leaf, words: &mut dyn Iterator<Item = &str>) -> String {
        let mut paths = Vec::new();
        for word in words {
            for target in &leaf.turns.refers {
                let Some(table) = self.template.table(target) else {
                    continue;
                };
                let path = self.numbered(table, &[]);
                let hook = matches!(&self.template.node(table).kind, Kind::Table(table) if matches!(table.rows, Rows::Hook(_)));
                let number = if hook {
                    self.store.instances.by_key(&path, word)
                } else {
                    let rows = self.rows(table, &[]).unwrap_or_default();
                    rows.iter()
                        .find(|row| &*row.key == word)
                        .map(|row| row.number)
                };
                if let Some(number) = number {
                    let mut shown = path.clone();
                    self.push_instance(&mut shown, &path, number);
                    shown.pop();
                    paths.push(shown);
                    break;
                }
            }
        }
        paths.join(",")
    }
}

/// What the device says: one text, or the items of a list.
enum Raw<'a> {
    Text(Cow<'a, str>),
    Items(Vec<String>),
}

/// The section of the innermost row that is one.
pub fn section_of(context: &[Frame]) -> Option<(Box<str>, SectionId)> {
    context
        .iter()
        .rev()
        .find_map(|frame| match &frame.row.handle {
            Handle::Section { package, section } => Some((package.clone(), *section)),
            _ => None,
        })
}

/// The names in a text that refers to rows: one, or several where the parameter is a list.
fn refer_words<'t>(
    leaf: &Leaf,
    template: &Template,
    text: &'t str,
) -> Box<dyn Iterator<Item = &'t str> + 't> {
    if template.parameter(leaf).syntax.list.is_some() {
        Box::new(
            text.split([' ', ',', '\t', '\n'])
                .filter(|word| !word.is_empty()),
        )
    } else {
        Box::new(
            Some(text.trim())
                .filter(|word| !word.is_empty())
                .into_iter(),
        )
    }
}

fn holds(condition: &Condition, value: Option<&str>) -> bool {
    (value == Some(&*condition.value)) == condition.equal
}

/// Fault 9002 for what the device could not do (TR-069 A.5.1); a busy hook is no 9007.
pub fn internal(what: &str, trouble: &Trouble) -> Fault {
    Fault::new(FaultCode::InternalError, format!("{what}: {trouble}"))
}

/// A template with the keys of the rows in it.
pub fn fill<'t>(template: &'t str, context: &[Frame]) -> Cow<'t, str> {
    if !template.contains('{') {
        return Cow::Borrowed(template);
    }
    let key = |back: usize| {
        context
            .len()
            .checked_sub(back)
            .and_then(|at| context.get(at))
            .map_or("", |frame| &*frame.row.key)
    };
    Cow::Owned(
        template
            .replace("{key}", key(1))
            .replace("{parent}", key(2)),
    )
}

/// The same for a path of a file; `None` when a key would lead out of its directory.
pub fn fill_path<'t>(template: &'t str, context: &[Frame]) -> Option<Cow<'t, str>> {
    let used = template.contains('{');
    if used
        && context.iter().any(|frame| {
            frame.row.key.contains('/') || &*frame.row.key == ".." || frame.row.key.contains('\0')
        })
    {
        return None;
    }
    Some(fill(template, context))
}
