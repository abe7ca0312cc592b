//! Lines that stand for all below an object: what the schema has there is a hook's or the agent's.

use super::build::Builder;
use super::{Kind, Rows, Source};
use crate::model::map::{FieldSource, Object as MapObject, ObjectSource, Place, Turns};

impl Builder {
    /// Lines that stand for everything below come last: they fill what no other line says.
    pub(super) fn delegate(&mut self, mapped: &MapObject) {
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
                if self.template.child(node, &name).is_some() {
                    continue;
                }
                let (source, turns) = (Source::Hook(hook), Turns::default());
                let leaf = self.leaf(node, object, &name, source, &turns, at);
                if let Some(leaf) = leaf
                    && let Kind::Leaf(leaf) = &mut self.template.nodes[leaf].kind
                {
                    leaf.unsaid = true;
                }
            }
        }
        if let Some(&node) = self.by_path.get(path) {
            self.template.nodes[node].hook_root = Some(hook);
        }
    }

    /// A hook is asked for all of its table or object at once, rows included: another one below would not be asked.
    pub(super) fn one_hook_for_each_row(&mut self) {
        let mut wrong: Vec<(Place, String)> = Vec::new();
        for (node, at) in self.mapped.iter().chain(&self.sourced) {
            let nodes = &self.template.nodes;
            let Some(own) = nodes[*node].hook_root else {
                continue;
            };
            let mut above = nodes[*node].parent;
            while above != 0 && nodes[above].hook_root.is_none_or(|hook| hook == own) {
                above = nodes[above].parent;
            }
            if let (true, Some(hook)) = (above != 0, nodes[above].hook_root) {
                let [hook, own] = [hook, own].map(|hook| &self.template.hooks[hook]);
                let path = &nodes[above].path;
                let text = format!(
                    "expected hook {hook}, which is asked for all of {path}, got hook {own}"
                );
                let before =
                    |(other, _): &(Place, String)| (&other.file, other.line) <= (&at.file, at.line);
                wrong.insert(wrong.partition_point(before), (at.clone(), text));
            }
        }
        for (at, text) in wrong {
            self.error(&at, &text);
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

    pub(super) fn agent_parameter(&self, path: &str) -> Option<Source> {
        let below = path.strip_prefix(&*self.template.root)?.strip_prefix('.')?;
        if below == "ManagementServer.ParameterKey" {
            return Some(Source::ParameterKey);
        }
        self.agent
            .iter()
            .find(|parameter| parameter.path == below)
            .map(Source::Agent)
    }
}
