//! Models, components and refinements into objects with parameters.

use super::documents::{Document, Documents, attribute, elements};
use super::syntax::{Syntax, is_deleted};
use crate::model::schema::{Key, Notify, Object, Parameter};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use xmltree::Element;

/// Lays definitions over each other until the model is told.
pub struct Builder<'a> {
    documents: &'a mut Documents,
    objects: Vec<Draft>,
    by_path: BTreeMap<String, usize>,
    notes: Vec<String>,
}

/// An object in the making.
#[derive(Default)]
struct Draft {
    path: String,
    access: Option<String>,
    status: Option<String>,
    enable: Option<String>,
    entries: Option<String>,
    keys: Vec<Key>,
    parameters: Vec<DraftParameter>,
}

#[derive(Default)]
struct DraftParameter {
    name: String,
    access: Option<String>,
    status: Option<String>,
    notify: Option<String>,
    forced: Option<String>,
    syntax: Syntax,
}

/// Components in components in components.
const DEEPEST: usize = 50;

impl Builder<'_> {
    pub fn new(documents: &mut Documents) -> Builder<'_> {
        Builder {
            documents,
            objects: Vec::new(),
            by_path: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// Reads a model with all that it is based on and made of.
    pub fn model(&mut self, document: &Rc<Document>, name: &str) -> Result<(), String> {
        self.model_at(document, name, 0)
    }

    fn model_at(
        &mut self,
        document: &Rc<Document>,
        name: &str,
        depth: usize,
    ) -> Result<(), String> {
        let found = self.documents.find(document, "model", name)?;
        if depth > DEEPEST {
            return Err(format!(
                "{}: expected model {name} to end somewhere",
                document.file
            ));
        }
        if let Some(base) = attribute(&found.element, "base") {
            self.model_at(&found.document, base, depth + 1)?;
        }
        self.items(&found.document, &found.element, "", depth + 1)
    }

    /// The parts of a model, a component or an object. `place` is the object they belong to, empty
    /// at the top.
    fn items(
        &mut self,
        document: &Rc<Document>,
        parent: &Element,
        place: &str,
        depth: usize,
    ) -> Result<(), String> {
        for item in elements(parent) {
            match item.name.as_str() {
                "object" => self.object(document, item, place, depth)?,
                "parameter" => self.parameter(document, item, place).map_err(|error| {
                    format!("{}: {place}{}: {error}", document.file, name_of(item))
                })?,
                "uniqueKey" => self.key(document, item, place)?,
                "component" => {
                    let name = attribute(item, "ref").unwrap_or_default();
                    if depth > DEEPEST {
                        return Err(format!(
                            "{}: expected component {name} to end somewhere",
                            document.file
                        ));
                    }
                    let found = self.documents.find(document, "component", name)?;
                    let place = format!("{place}{}", attribute(item, "path").unwrap_or_default());
                    self.items(&found.document, &found.element, &place, depth + 1)?;
                }
                // Descriptions, profiles, and what only USP has: commands, events.
                _ => {}
            }
        }
        Ok(())
    }

    fn object(
        &mut self,
        document: &Rc<Document>,
        item: &Element,
        place: &str,
        depth: usize,
    ) -> Result<(), String> {
        let path = format!("{place}{}", name_of(item));
        if attribute(item, "base").is_some() && !self.by_path.contains_key(&path) {
            return Err(format!(
                "{}: expected {path} before it is refined, got it nowhere",
                document.file
            ));
        }
        let draft = self.draft(&path);
        overlay(&mut draft.access, item, "access");
        overlay(&mut draft.status, item, "status");
        overlay(&mut draft.enable, item, "enableParameter");
        overlay(&mut draft.entries, item, "numEntriesParameter");
        self.items(document, item, &path, depth + 1)
    }

    fn parameter(
        &mut self,
        document: &Rc<Document>,
        item: &Element,
        place: &str,
    ) -> Result<(), String> {
        let syntax = match elements(item).find(|child| child.name == "syntax") {
            Some(syntax) => Some(Syntax::read(self.documents, document, syntax)?),
            None => None,
        };
        let name = name_of(item);
        let draft = self.draft(place);
        let known = draft
            .parameters
            .iter()
            .position(|parameter| parameter.name == name);
        let refined = attribute(item, "base").is_some();
        let parameter = match known.and_then(|at| draft.parameters.get_mut(at)) {
            Some(known) => {
                if !refined {
                    *known = DraftParameter {
                        name: name.to_owned(),
                        ..DraftParameter::default()
                    };
                }
                known
            }
            None if refined => {
                return Err("expected it before it is refined, got it nowhere".into());
            }
            None => {
                draft.parameters.push(DraftParameter {
                    name: name.to_owned(),
                    ..DraftParameter::default()
                });
                draft.parameters.last_mut().ok_or("expected a parameter")?
            }
        };
        overlay(&mut parameter.access, item, "access");
        overlay(&mut parameter.status, item, "status");
        overlay(&mut parameter.notify, item, "activeNotify");
        overlay(&mut parameter.forced, item, "forcedInform");
        if let Some(syntax) = syntax {
            parameter.syntax.refine(syntax);
        }
        Ok(())
    }

    fn key(&mut self, document: &Rc<Document>, item: &Element, place: &str) -> Result<(), String> {
        // TR-106 A.2.10.1: functional unless it says otherwise.
        let functional = attribute(item, "functional") != Some("false");
        let parameters = elements(item)
            .filter(|child| child.name == "parameter" && !is_deleted(child))
            .map(|child| attribute(child, "ref").unwrap_or_default().into())
            .collect();
        let key = Key {
            functional,
            parameters,
        };
        if key.parameters.is_empty() {
            return Err(format!(
                "{}: expected parameters in a uniqueKey of {place}",
                document.file
            ));
        }
        let draft = self.draft(place);
        if !draft.keys.contains(&key) {
            draft.keys.push(key);
        }
        Ok(())
    }

    fn draft(&mut self, path: &str) -> &mut Draft {
        let next = self.objects.len();
        let index = *self.by_path.entry(path.to_owned()).or_insert(next);
        if index == next {
            self.objects.push(Draft {
                path: path.to_owned(),
                ..Draft::default()
            });
        }
        // The map points into the list, which never shrinks.
        #[allow(clippy::indexing_slicing)]
        &mut self.objects[index]
    }

    /// The objects, without what is deleted and all that is below it, and what could not be
    /// resolved.
    pub fn finish(mut self) -> Result<(Vec<Object>, Vec<String>), String> {
        let deleted: Vec<String> = self
            .objects
            .iter()
            .filter(|draft| draft.status.as_deref() == Some("deleted"))
            .map(|draft| draft.path.clone())
            .collect();
        self.objects
            .retain(|draft| !deleted.iter().any(|path| draft.path.starts_with(path)));
        let paths: BTreeSet<String> = self
            .objects
            .iter()
            .map(|draft| draft.path.clone())
            .collect();
        let mut notes = std::mem::take(&mut self.notes);
        let mut objects = Vec::new();
        for draft in self.objects {
            objects.push(draft.finish(&paths, &mut notes)?);
        }
        Ok((objects, notes))
    }
}

impl Draft {
    fn finish(self, paths: &BTreeSet<String>, notes: &mut Vec<String>) -> Result<Object, String> {
        let path = self.path;
        let mut parameters = Vec::new();
        for draft in self
            .parameters
            .into_iter()
            .filter(|p| p.status.as_deref() != Some("deleted"))
        {
            let name = draft.name.clone();
            let mut parameter = draft
                .finish(&path)
                .map_err(|error| format!("{path}{name}: {error}"))?;
            if let Some(reference) = &mut parameter.syntax.reference {
                let (known, unknown): (Vec<Box<str>>, Vec<Box<str>>) =
                    std::mem::take(&mut reference.targets)
                        .into_iter()
                        .partition(|target| {
                            paths.contains(&**target) || paths.contains(&format!("{target}{{i}}."))
                        });
                for target in unknown {
                    notes.push(format!(
                        "{path}{name}: may point to {target}, which the model does not have"
                    ));
                }
                reference.targets = known.into();
            }
            if let Some(default) = &parameter.default {
                match parameter.syntax.admit(default) {
                    Ok(default) => parameter.default = Some(default.into()),
                    Err(error) => {
                        notes.push(format!("{path}{name}: left out its default: {error}"));
                        parameter.default = None;
                    }
                }
            }
            parameters.push(parameter);
        }
        let has = |name: &str| {
            parameters
                .iter()
                .any(|parameter: &Parameter| *parameter.name == *name)
        };
        let mut keys = Vec::new();
        for key in self.keys {
            if key.parameters.iter().all(|name| has(name)) {
                keys.push(key);
            } else {
                notes.push(format!(
                    "{path}: left out the key {}, which it does not have",
                    key.parameters.join(",")
                ));
            }
        }
        let enable = self.enable.filter(|enable| {
            if !has(enable) {
                notes.push(format!(
                    "{path}: left out enableParameter {enable}, which it does not have"
                ));
            }
            has(enable)
        });
        Ok(Object {
            writable: path.ends_with(".{i}.") && is_writable(self.access.as_deref()),
            keys,
            enable: enable.map(Into::into),
            entries: self.entries.map(Into::into),
            deprecated: is_deprecated(self.status.as_deref()),
            parameters,
            path: path.into(),
        })
    }
}

impl DraftParameter {
    fn finish(self, object: &str) -> Result<Parameter, String> {
        let mut parameter = Parameter::new(&self.name, self.syntax.finish(object)?);
        parameter.writable = is_writable(self.access.as_deref());
        parameter.default = self.syntax.default.as_deref().map(|default| {
            // The default of a list stands in brackets (TR-106 A.2.3.5).
            let inner = default
                .strip_prefix('[')
                .and_then(|inner| inner.strip_suffix(']'));
            match inner {
                Some(inner) if parameter.syntax.list.is_some() => inner.into(),
                _ => default.into(),
            }
        });
        parameter.hidden = self.syntax.hidden == Some(true);
        parameter.command = self.syntax.command == Some(true);
        parameter.forced_inform = self.forced.as_deref() == Some("true");
        parameter.notify = match self.notify.as_deref() {
            None | Some("normal") => Notify::Normal,
            Some("canDeny") => Notify::CanDeny,
            Some("forceEnabled") => Notify::ForceEnabled,
            Some("forceDefaultEnabled") => Notify::ForceDefaultEnabled,
            Some(other) => return Err(format!("expected a known activeNotify, got {other}")),
        };
        parameter.deprecated = is_deprecated(self.status.as_deref());
        Ok(parameter)
    }
}

/// Trimmed: one name in TR-098 ends with a blank.
fn name_of(item: &Element) -> &str {
    attribute(item, "name")
        .or(attribute(item, "base"))
        .unwrap_or_default()
        .trim()
}

fn overlay(place: &mut Option<String>, item: &Element, name: &str) {
    if let Some(value) = attribute(item, name) {
        *place = Some(value.to_owned());
    }
}

/// `readWrite` and `writeOnceReadOnly`.
fn is_writable(access: Option<&str>) -> bool {
    access.is_some_and(|access| access != "readOnly")
}

fn is_deprecated(status: Option<&str>) -> bool {
    matches!(status, Some("deprecated" | "obsoleted"))
}
