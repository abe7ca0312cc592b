//! Asking the hooks: which of them an RPC needs, for what, each once.

use super::{Asked, Context, Frame, View};
use crate::model::hook_answers::{HookAnswers, push_key};
use crate::model::path::{Path, Segment};
use crate::model::template::{Kind, Source};
use crate::platform::hook::Request;
use std::collections::BTreeSet;

impl<'a> View<'a> {
    /// Asks every hook that these paths need, each once for all of them.
    pub fn gather<'p>(&mut self, paths: impl IntoIterator<Item = &'p Path<'p>>) {
        let mut requests = self.no_requests();
        for path in paths {
            self.gather_path(0, &path.segments, &mut Vec::new(), &mut requests);
        }
        self.ask(requests);
    }

    /// The same for places that are already known, with all below them.
    pub fn gather_below(&mut self, node: usize, context: &Context) {
        let mut requests = self.no_requests();
        self.gather_node(node, &mut context.clone(), &mut requests);
        self.ask(requests);
    }

    /// A row that a value refers to may be in a row that a hook tells, which nobody has asked for yet.
    pub(super) fn gather_around(&mut self, table: usize) {
        let nodes = &self.template.nodes;
        let mut top = None;
        let mut at = self.template.node(table).parent;
        while at != 0 {
            if nodes[at].hook_root.is_some() && matches!(nodes[at].kind, Kind::Table(_)) {
                top = Some(at);
            }
            at = nodes[at].parent;
        }
        let Some((top, hook)) = top.and_then(|top| Some((top, nodes[top].hook_root?))) else {
            return;
        };
        let path = self.keyed(top, &[]);
        let covers = |known: &(usize, String)| known.0 == hook && path.starts_with(&known.1);
        if !self.asked.iter().any(covers) {
            self.gather_below(top, &Vec::new());
        }
    }

    /// Whether a hook has been asked for all rows of this table.
    pub(super) fn was_asked(&self, table: usize, above: &[Frame]) -> bool {
        let path = self.keyed(table, above);
        let mut asked = self.asked.iter();
        asked.any(|(_, asked)| asked.ends_with('.') && path.starts_with(asked))
    }

    fn no_requests(&self) -> Vec<BTreeSet<String>> {
        self.template
            .hooks
            .iter()
            .map(|_| BTreeSet::new())
            .collect()
    }

    fn ask(&mut self, requests: Vec<BTreeSet<String>>) {
        for (hook, paths) in requests.into_iter().enumerate() {
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
            self.asked
                .extend(least.iter().map(|path| (hook, path.clone())));
            // Who was known by number only may be known by name now.
            self.meanings.clear();
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
                    let mut strange = None;
                    for answer in answers {
                        if !is_asked(&least, answer.path()) {
                            strange.get_or_insert_with(|| answer.path().to_owned());
                        } else if let Some(path) = known.insert(answer) {
                            strange.get_or_insert(path);
                        }
                    }
                    if let Some(path) = strange {
                        let more = match least.len() {
                            0 | 1 => String::new(),
                            count => format!(" and {} others", count - 1),
                        };
                        let first = least.first().map_or("", String::as_str);
                        log::warn!("hook {name}: expected answers below {first}{more}, got {path}");
                    }
                    self.hooks[hook] = Asked::Answered(known);
                }
                Err(trouble) => {
                    log::warn!("{trouble}");
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
        requests: &mut [BTreeSet<String>],
    ) {
        if let Some(hook) = self.template.node(node).hook_root {
            if self.nothing_beside(node, context) {
                return;
            }
            let request = self.narrowed(node, segments, context);
            if let Some(requests) = requests.get_mut(hook) {
                requests.insert(request);
            }
            return;
        }
        let Some((segment, rest)) = segments.split_first() else {
            return self.gather_node(node, context, requests);
        };
        match (segment, &self.template.node(node).kind) {
            (Segment::Name(name), Kind::Object(_)) => {
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

    /// Whether the table is empty without whose rows a hook is not to be asked (`beside`).
    fn nothing_beside(&mut self, node: usize, context: &Context) -> bool {
        let template = self.template;
        let Kind::Leaf(leaf) = &template.node(node).kind else {
            return false;
        };
        let table = leaf.turns.beside.as_ref();
        table
            .and_then(|name| template.child(template.node(node).parent, name))
            .and_then(|table| self.rows(table, context).ok())
            .is_some_and(|rows| rows.is_empty())
    }

    /// The request to a hook, as narrow as names of rows are known.
    fn narrowed(&self, node: usize, segments: &[Segment], context: &Context) -> String {
        let mut path = self.keyed(node, context);
        let mut numbers = self.numbered(node, context);
        let mut at = node;
        let mut row = false;
        // Where the path of the innermost row ends.
        let mut whole_row = None;
        for segment in segments {
            match segment {
                Segment::Name(name)
                    if row || !matches!(self.template.node(at).kind, Kind::Table(_)) =>
                {
                    let Some(child) = self.template.child(at, name) else {
                        break;
                    };
                    if let Kind::Leaf(leaf) = &self.template.node(child).kind {
                        let hook = self.template.node(child).hook_root.is_some();
                        match (&leaf.source, whole_row) {
                            _ if hook => {}
                            (Source::Hook(_), _) => {}
                            // The hook knows nothing of it, but whether its row is there.
                            (_, Some(end)) => {
                                path.truncate(end);
                                return path;
                            }
                            // Rows are counted here: the hook is asked for the rows.
                            (Source::Count(table), None) => {
                                path.push_str(&self.template.node(*table).name);
                                path.push('.');
                                return path;
                            }
                            (_, None) => break,
                        }
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
                    whole_row = Some(path.len());
                    row = true;
                }
                _ => break,
            }
        }
        path
    }

    fn gather_node(
        &mut self,
        node: usize,
        context: &mut Context,
        requests: &mut [BTreeSet<String>],
    ) {
        if !self.template.node(node).needs_hook {
            return;
        }
        if let Some(hook) = self.template.node(node).hook_root {
            if self.nothing_beside(node, context) {
                return;
            }
            let request = self.keyed(node, context);
            if let Some(requests) = requests.get_mut(hook) {
                requests.insert(request);
            }
            return;
        }
        match &self.template.node(node).kind {
            Kind::Object(_) => self.gather_children(node, context, requests),
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
        requests: &mut [BTreeSet<String>],
    ) {
        for &child in &self.template.node(node).children {
            self.gather_node(child, context, requests);
        }
    }
}

/// Whether a path was asked for; `asked` is sorted, and none of it is below another.
fn is_asked(asked: &[String], path: &str) -> bool {
    let behind = asked.partition_point(|asked| asked.as_str() <= path);
    let nearest = behind.checked_sub(1).and_then(|at| asked.get(at));
    nearest.is_some_and(|asked| asked == path || (asked.ends_with('.') && path.starts_with(asked)))
}
