//! From the lines of an object to its parameters, and to the words that templates may use.

use super::build::{Builder, nearest};
use super::{Kind, Node, Rows, Source};
use crate::model::map::{
    self, Field, FieldSource, Object as MapObject, ObjectSource, Piece, Place, Step, Turns,
};
use crate::model::value::Base;
use std::sync::Arc;

impl Builder {
    pub(super) fn fields(&mut self, mapped: &MapObject) {
        if let (Some(ObjectSource::Ubus(rows)), Some(&node)) =
            (&mapped.source, self.by_path.get(&*mapped.path))
        {
            let around = match mapped.path.ends_with("{i}.") {
                true => self.template.nodes[node].parent,
                false => node,
            };
            let templates = rows.call.texts(&rows.way);
            let words = templates
                .chain(rows.filter.iter().map(|(.., text)| &**text))
                .flat_map(words_in);
            self.knows_words(around, words, &mapped.at);
        }
        if let (
            Some(ObjectSource::Uci {
                within: Some((_, word)),
                ..
            }),
            Some(&node),
        ) = (&mapped.source, self.by_path.get(&*mapped.path))
        {
            let around = self.template.nodes[node].parent;
            self.knows_words(around, words_in(word), &mapped.at);
        }
        if let (Some(ObjectSource::Uci { filter, .. }), Some(&node)) =
            (&mapped.source, self.by_path.get(&*mapped.path))
        {
            let paths = mapped.also.iter().flat_map(|rows| match rows {
                ObjectSource::Lines { path, .. } if path.starts_with('{') => words_in(path),
                _ => words_in(""),
            });
            let words = filter.iter().flat_map(|one| words_in(&one.value));
            self.knows_words(node, words.chain(paths), &mapped.at);
        }
        if let Some(&node) = self.by_path.get(&*mapped.path) {
            let begins = mapped.add.iter().flatten().map(|(_, value)| value);
            let only = mapped.only.iter().map(|(word, ..)| word);
            let words = only.chain(begins).flat_map(|text| words_in(text));
            self.knows_words(node, words, &mapped.at);
        }
        for field in mapped
            .fields
            .iter()
            .filter(|field| !field.name.ends_with('.'))
        {
            self.field(mapped, field);
        }
    }

    fn field(&mut self, mapped: &MapObject, field: &Field) {
        let at = &field.at;
        let (below, name) = field
            .name
            .rfind('.')
            .map_or(("", &*field.name), |dot| field.name.split_at(dot + 1));
        let path = format!("{}{below}", mapped.path);
        let Some(node) = self.ensure(&path, at) else {
            return;
        };
        let Some(object) = self.template.schema.position(&path) else {
            return;
        };
        let what = format!("{path}{name}");
        let Some(source) = self.source(mapped, node, &what, &field.source, at) else {
            return;
        };
        let mut otherwise = Vec::with_capacity(field.otherwise.len());
        for (source, turns) in &field.otherwise {
            match self.source(mapped, node, &what, source, at) {
                Some(source) => otherwise.push((source, turns.clone())),
                None => return,
            }
        }
        for turns in field
            .otherwise
            .iter()
            .map(|(_, turns)| turns)
            .chain([&field.turns])
        {
            self.knows_turns(node, object, turns, at);
        }
        if let Some(parameter) = self.template.schema.objects[object].parameter(name) {
            let all = std::iter::once((&field.source, &field.turns)).chain(
                field
                    .otherwise
                    .iter()
                    .map(|(source, turns)| (source, turns)),
            );
            for (source, turns) in all {
                let constant = match source {
                    // Nothing is what a secret that cannot be had is read as.
                    FieldSource::Only(text) if text.is_empty() && parameter.hidden => None,
                    FieldSource::Const(text) | FieldSource::Only(text) => Some(text),
                    _ => None,
                };
                let words = turns
                    .pairs
                    .iter()
                    .map(|(_, value)| value)
                    .filter(|value| &***value != "*");
                for value in words.chain(&turns.default).chain(constant) {
                    if let Err(why) = parameter.syntax.admit(value) {
                        self.errors.push(format!("{at}: {what}: {why}"));
                    }
                }
            }
            // TR-098 has no mark for a Reset that reads as false.
            let act = parameter.command || parameter.syntax.base == Base::Boolean;
            if matches!(source, Source::Run { .. }) && !act {
                self.error(at, &format!("expected a command for `run`, got {what}"));
            }
        }
        let sources = std::iter::once(&source).chain(otherwise.iter().map(|(source, _)| source));
        let hook = sources.into_iter().find_map(|source| match source {
            Source::Hook(hook) => Some(*hook),
            _ => None,
        });
        if let Some(leaf) = self.leaf(node, object, name, source, &field.turns, at) {
            self.template.nodes[leaf].hook_root = hook;
            if let Kind::Leaf(leaf) = &mut self.template.nodes[leaf].kind {
                leaf.otherwise = otherwise;
            }
        }
    }

    /// Words of the map's own belong to the rows of their table. A word may stand in those that follow.
    pub(super) fn words(&mut self, mapped: &MapObject) {
        let Some(&node) = self.by_path.get(&*mapped.path) else {
            return;
        };
        for word in &mapped.words {
            let name = word.name.trim_matches(['{', '}']);
            if self.knows(node, name) {
                let text = format!("expected each word once, got {} again", word.name);
                self.error(&word.at, &text);
                continue;
            }
            let Some(source) = self.source(mapped, node, &word.name, &word.source, &word.at) else {
                continue;
            };
            self.knows_words(node, words_of(&word.turns), &word.at);
            let mut sources = vec![(source, word.turns.clone())];
            for (source, turns) in &word.otherwise {
                self.knows_words(node, words_of(turns), &word.at);
                if let Some(source) = self.source(mapped, node, &word.name, source, &word.at) {
                    sources.push((source, turns.clone()));
                }
            }
            match &mut self.template.nodes[node].kind {
                Kind::Table(table) => table.words.extend(
                    sources
                        .into_iter()
                        .map(|(source, turns)| (name.into(), source, turns)),
                ),
                _ => self.error(
                    &word.at,
                    &format!("expected a table for the word {}, got an object", word.name),
                ),
            }
        }
    }

    fn source(
        &mut self,
        mapped: &MapObject,
        node: usize,
        what: &str,
        source: &FieldSource,
        at: &Place,
    ) -> Option<Source> {
        let template = match source {
            FieldSource::Option { section, .. } => section,
            FieldSource::File { path, pick, .. } => {
                let start = pick.matching.as_deref().unwrap_or_default();
                if !self.knows_words(node, words_in(start), at) {
                    return None;
                }
                path
            }
            FieldSource::Run { command, .. } => command,
            _ => "",
        };
        if !self.knows_words(node, words_in(template), at) {
            return None;
        }
        Some(match source {
            FieldSource::RowOption(option) => match &mapped.source {
                Some(ObjectSource::Section { package, section }) => Source::Option {
                    package: package.clone(),
                    section: section.clone(),
                    option: option.clone(),
                },
                Some(ObjectSource::Ubus(rows)) if !mapped.path.ends_with("{i}.") => {
                    let way = rows.way.iter().cloned().chain(steps(option));
                    Source::Ubus(Arc::new((rows.call.clone(), way.collect())))
                }
                _ if self.nearest(node) == Some(Nearest::Part) => {
                    Source::Part(steps(option).collect())
                }
                _ if self.nearest(node) == Some(Nearest::Option) && is_option(option) => {
                    Source::RowOption(option.clone())
                }
                _ => {
                    let text = format!(
                        "expected a source for {what}: the option {option:?} belongs to no uci section here"
                    );
                    self.error(at, &text);
                    return None;
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
            FieldSource::Ubus(part) => {
                let (call, way) = &**part;
                if !self.knows_words(node, call.texts(way).flat_map(words_in), at) {
                    return None;
                }
                Source::Ubus(part.clone())
            }
            FieldSource::Word(word)
                if self.inside(node, &|rows| matches!(rows, Rows::Lines { .. })) =>
            {
                Source::Word(*word)
            }
            FieldSource::Word(_) => {
                self.error(
                    at,
                    "expected `word` only where the rows are lines of a file",
                );
                return None;
            }
            FieldSource::Item(part)
                if self.inside(node, &|rows| {
                    matches!(rows, Rows::Uci { items: Some(_), .. })
                }) =>
            {
                Source::Item(*part)
            }
            FieldSource::Item(_) => {
                self.error(
                    at,
                    "expected `item` only where the rows are `items` of a list",
                );
                return None;
            }
            FieldSource::Position
                if self.inside(node, &|rows| matches!(rows, Rows::Uci { items: None, .. })) =>
            {
                Source::Position
            }
            FieldSource::Position => {
                self.error(
                    at,
                    "expected `position` only where the rows are sections of uci",
                );
                return None;
            }
            FieldSource::Marked(marked) if self.has_items(&marked.table) => {
                Source::Marked(marked.clone())
            }
            FieldSource::Marked(marked) => {
                let table = &marked.table;
                self.error(at, &format!("expected a table of `items`, got {table}"));
                return None;
            }
            FieldSource::Key if self.inside(node, &|_| true) => Source::Key,
            FieldSource::Key => {
                self.error(at, "expected `key` only inside a table");
                return None;
            }
            FieldSource::Joined if self.has_another_half(node) => Source::Joined,
            FieldSource::Joined => {
                let text = "expected `joined` only in one of two tables of the same sections that both say `alone`";
                self.error(at, text);
                return None;
            }
            FieldSource::Const(text) => Source::Const(text.clone()),
            FieldSource::Only(text) => Source::Only(text.clone()),
            FieldSource::Hook(hook) => Source::Hook(self.hook(hook)),
            FieldSource::Run { after, command } => Source::Run {
                after: *after,
                command: command.clone(),
            },
            FieldSource::Agent => match self.agent_parameter(what) {
                Some(source) => source,
                None => {
                    let text =
                        format!("expected a parameter that the agent answers itself, got {what}");
                    self.error(at, &text);
                    return None;
                }
            },
        })
    }

    /// What the turns call by its name is there.
    fn knows_turns(&mut self, node: usize, object: usize, turns: &Turns, at: &Place) {
        self.knows_words(node, words_of(turns), at);
        for name in [&turns.among, &turns.like].into_iter().flatten() {
            let described = &self.template.schema.objects[object];
            if described.parameter(name).is_some() || name.contains('{') {
                continue;
            }
            let path = &described.path;
            let near = nearest(described, name);
            self.error(
                at,
                &format!("expected a parameter of {path}, got {name:?}{near}"),
            );
        }
        if let Some(name) = turns.beside.as_deref() {
            let described = &self.template.schema.objects[object];
            let path = format!("{}{name}.{{i}}.", described.path);
            if self.template.schema.position(&path).is_none() {
                self.error(at, &format!("expected a table of the schema, got {path}"));
            }
        }
        let Some(word) = turns.by.as_deref() else {
            return;
        };
        for target in &turns.refers {
            let rows = self.template.table(target);
            if rows.is_some_and(|rows| !self.knows(rows, word)) {
                self.error(
                    at,
                    &format!("expected a word of the rows of {target}, got {word}"),
                );
            }
        }
    }

    fn has_items(&self, table: &str) -> bool {
        let rows = self
            .template
            .table(table)
            .map(|rows| &self.template.nodes[rows].kind);
        matches!(rows, Some(Kind::Table(table)) if matches!(table.rows, Rows::Uci { items: Some(_), .. }))
    }

    /// Whether rows can share their sections with those of another table.
    fn has_another_half(&self, node: usize) -> bool {
        let half = |node: &Node| match &node.kind {
            Kind::Table(table) => match &table.rows {
                Rows::Uci {
                    package,
                    kind,
                    half: Some(_),
                    ..
                } => Some((package.clone(), kind.clone())),
                _ => None,
            },
            _ => None,
        };
        let nodes = &self.template.nodes;
        nodes.get(node).and_then(half).is_some_and(|mine| {
            let same = nodes
                .iter()
                .filter(|other| half(other).as_ref() == Some(&mine));
            same.count() == 2
        })
    }

    /// Whose parts plain fields are: of the innermost row that is a section, or of an answer.
    fn nearest(&self, node: usize) -> Option<Nearest> {
        let mut at = node;
        while at != 0 {
            if let Kind::Table(table) = &self.template.nodes[at].kind {
                match table.rows {
                    Rows::Ubus(_) => return Some(Nearest::Part),
                    Rows::Uci { .. } => return Some(Nearest::Option),
                    _ => {}
                }
            }
            at = self.template.nodes[at].parent;
        }
        None
    }

    /// Whether all words of templates are those of a row around; one that is not is told.
    fn knows_words<'t>(
        &mut self,
        node: usize,
        mut words: impl Iterator<Item = &'t str>,
        at: &Place,
    ) -> bool {
        let unknown = words.find(|name| !self.knows(node, name));
        if let Some(unknown) = unknown {
            let text = format!("expected a word of the row or of one around it, got {{{unknown}}}");
            self.error(at, &text);
        }
        unknown.is_none()
    }

    fn knows(&self, node: usize, name: &str) -> bool {
        let mut at = node;
        while at != 0 {
            if let Kind::Table(table) = &self.template.nodes[at].kind
                && table.words.iter().any(|(known, ..)| &**known == name)
            {
                return true;
            }
            at = self.template.nodes[at].parent;
        }
        false
    }
}

#[derive(PartialEq)]
enum Nearest {
    Option,
    Part,
}

/// What uci takes for the name of an option.
fn is_option(name: &str) -> bool {
    name.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The steps of a way that the reader of maps has judged.
fn steps(text: &str) -> impl Iterator<Item = Step> {
    map::steps(text).unwrap_or_default().into_iter()
}

/// The words in braces that turns have.
fn words_of(turns: &Turns) -> impl Iterator<Item = &str> {
    let text = match turns.piece.as_deref() {
        Some(Piece::Power(text) | Piece::Less(text) | Piece::Suffix(text) | Piece::Item(text)) => {
            text
        }
        _ => "",
    };
    let when = turns.when.as_ref().filter(|when| when.is_of_word());
    let among = turns.among.as_deref().unwrap_or_default();
    let when = when.map_or("", |when| &when.option);
    [text, among, when].into_iter().flat_map(words_in)
}

/// The words of a template, but for those of every row.
fn words_in(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|part| Some(part.split_once('}')?.0))
        .filter(|name| !matches!(*name, "key" | "parent"))
}
