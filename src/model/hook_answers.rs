//! What one hook answered in this RPC, as a tree that rows and values are looked up in.

use crate::fault::FaultCode;
use crate::platform::hook::Answer;
use std::collections::HashMap;

/// The answers of one hook; node 0 is above the root object.
#[derive(Clone, Debug)]
pub struct HookAnswers {
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    names: HashMap<Box<str>, usize>,
    rows: HashMap<Box<str>, usize>,
    /// Keys in the order answered.
    order: Vec<Box<str>>,
    value: Option<String>,
    fault: Option<(FaultCode, String)>,
}

/// One step of a path as hooks write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Name(String),
    Key(String),
}

impl Default for HookAnswers {
    fn default() -> HookAnswers {
        HookAnswers {
            nodes: vec![Node::default()],
        }
    }
}

impl HookAnswers {
    /// Takes one answer in; false when its path is no path.
    pub fn insert(&mut self, answer: Answer) -> bool {
        let (path, value, fault) = match answer {
            Answer::Value { path, value } => (path, Some(value), None),
            Answer::Fault { path, code, text } => (path, None, Some((code, text))),
        };
        let Some(steps) = steps(&path) else {
            return false;
        };
        let row_only = matches!(steps.last(), Some(Step::Key(_))) || path.ends_with('.');
        let mut at = 0;
        for step in &steps {
            at = self.down_or_new(at, step);
        }
        if let Some(node) = self.nodes.get_mut(at) {
            if let Some(value) = value.filter(|_| !row_only) {
                node.value = Some(value);
            }
            if fault.is_some() {
                node.fault = fault;
            }
        }
        true
    }

    /// The place that steps lead to.
    pub fn find(&self, steps: &[Step]) -> Option<usize> {
        steps.iter().try_fold(0, |at, step| self.down(at, step))
    }

    pub fn down(&self, at: usize, step: &Step) -> Option<usize> {
        let node = self.nodes.get(at)?;
        match step {
            Step::Name(name) => node.names.get(name.as_str()).copied(),
            Step::Key(key) => node.rows.get(key.as_str()).copied(),
        }
    }

    /// The keys of the rows at a table, in the order answered.
    pub fn rows(&self, at: usize) -> &[Box<str>] {
        self.nodes.get(at).map_or(&[], |node| &node.order)
    }

    pub fn value(&self, at: usize) -> Option<&str> {
        self.nodes.get(at)?.value.as_deref()
    }

    pub fn fault(&self, at: usize) -> Option<&(FaultCode, String)> {
        self.nodes.get(at)?.fault.as_ref()
    }

    pub fn set_value(&mut self, at: usize, value: &str) {
        if let Some(node) = self.nodes.get_mut(at) {
            node.value = Some(value.to_owned());
        }
    }

    /// Takes a row and all below it out.
    pub fn remove_row(&mut self, at: usize, key: &str) {
        if let Some(node) = self.nodes.get_mut(at) {
            node.rows.remove(key);
            node.order.retain(|known| &**known != key);
        }
    }

    fn down_or_new(&mut self, at: usize, step: &Step) -> usize {
        if let Some(found) = self.down(at, step) {
            return found;
        }
        let new = self.nodes.len();
        self.nodes.push(Node::default());
        if let Some(node) = self.nodes.get_mut(at) {
            match step {
                Step::Name(name) => {
                    node.names.insert(name.as_str().into(), new);
                }
                Step::Key(key) => {
                    node.rows.insert(key.as_str().into(), new);
                    node.order.push(key.as_str().into());
                }
            }
        }
        new
    }
}

/// `Device.WiFi.Radio.[radio0].Stats.` taken apart; `None` when it is no such path.
pub fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::with_capacity(8);
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('[') {
            let mut key = String::new();
            let mut chars = after.char_indices();
            let end = loop {
                match chars.next()? {
                    (at, ']') => break at + 1,
                    (_, '\\') => match chars.next()?.1 {
                        'n' => key.push('\n'),
                        other => key.push(other),
                    },
                    (_, other) => key.push(other),
                }
            };
            steps.push(Step::Key(key));
            rest = &after[end..];
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            let name = &rest[..end];
            let good = !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || c == '_' || c == '-');
            if !good {
                return None;
            }
            steps.push(Step::Name(name.to_owned()));
            rest = &rest[end..];
        }
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None if rest.is_empty() => {}
            None => return None,
        }
    }
    Some(steps)
}

/// A key as it stands between brackets.
pub fn push_key(path: &mut String, key: &str) {
    path.push('[');
    for c in key.chars() {
        match c {
            '\n' => path.push_str("\\n"),
            ']' | '\\' | '=' => {
                path.push('\\');
                path.push(c);
            }
            c => path.push(c),
        }
    }
    path.push(']');
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn value(path: &str, value: &str) -> Answer {
        Answer::Value {
            path: path.into(),
            value: value.into(),
        }
    }

    #[test]
    fn rows_and_values_are_found_again() {
        let mut answers = HookAnswers::default();
        assert!(answers.insert(value("Device.Hosts.Host.[a0:b1].HostName", "tv")));
        assert!(answers.insert(value("Device.Hosts.Host.[c.d\\]e]", "")));
        assert!(!answers.insert(value("Device..Host", "x")));
        let table = answers.find(&steps("Device.Hosts.Host.").unwrap()).unwrap();
        assert_eq!(answers.rows(table), ["a0:b1".into(), "c.d]e".into()]);
        let leaf = answers
            .find(&steps("Device.Hosts.Host.[a0:b1].HostName").unwrap())
            .unwrap();
        assert_eq!(answers.value(leaf), Some("tv"));
    }

    #[test]
    fn any_key_survives_its_brackets() {
        for key in ["a", "a]b", "a\\]b", "\\", "a\nb", "a=b.c[d", "ä"] {
            let mut path = String::from("Device.T.");
            push_key(&mut path, key);
            path.push_str(".X");
            let steps = steps(&path).unwrap();
            assert_eq!(steps[2], Step::Key(key.to_owned()), "{path}");
            assert_eq!(steps.len(), 4);
        }
    }
}
