//! A device in memory. It polices: a read-only RPC must write nothing but the model's own state.

use cwmpd::fault::FaultCode;
use cwmpd::model::template::Texts;
use cwmpd::platform::hook::{Answer, Request};
use cwmpd::platform::{Change, Platform, Target, Trouble};
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Default)]
pub struct Memory {
    pub uci: BTreeMap<String, String>,
    pub files: BTreeMap<String, String>,
    pub directories: BTreeMap<String, Vec<String>>,
    pub hooks: BTreeMap<String, MemoryHook>,
    /// By `OBJECT METHOD` and, where there are any, the arguments as JSON: an answer, `busy`, or why it fails.
    pub ubus: BTreeMap<String, String>,
    pub state: BTreeMap<String, Vec<u8>>,
    /// What was done, a line each.
    pub log: Vec<String>,
    /// A read-only RPC is running.
    pub reading: bool,
    /// The flash takes nothing more.
    pub full: bool,
    /// What the tree was loaded from.
    pub texts: Texts,
}

#[derive(Default)]
pub struct MemoryHook {
    values: Vec<(String, String)>,
    refuse: Vec<(String, FaultCode, String)>,
    breaks: Vec<(String, FaultCode, String)>,
    down: bool,
    added: u32,
    /// `edit uci.…=VALUE`: what it answers to a `set`.
    edits: Vec<(String, String)>,
}

impl MemoryHook {
    pub fn read(text: &str) -> MemoryHook {
        let mut hook = MemoryHook::default();
        for line in text.lines().filter(|line| !line.is_empty()) {
            let rule = |rest: &str| {
                let mut words = rest.splitn(3, ' ');
                let what = words.next().unwrap().to_owned();
                let code = FaultCode::from_number(words.next().unwrap().parse().unwrap()).unwrap();
                (what, code, words.next().unwrap_or("").to_owned())
            };
            if line == "down" {
                hook.down = true;
            } else if let Some(rest) = line.strip_prefix("refuse ") {
                hook.refuse.push(rule(rest));
            } else if let Some(edit) = line.strip_prefix("edit ") {
                let (option, value) = edit.split_once('=').unwrap();
                hook.edits.push((option.into(), value.into()));
            } else if let Some(rest) = line.strip_prefix("break ") {
                hook.breaks.push(rule(rest));
            } else {
                let (path, value) = line.split_once('=').unwrap();
                hook.values.push((path.into(), value.into()));
            }
        }
        hook
    }

    fn answer(&mut self, request: &Request, answers: &mut Vec<Answer>) {
        match request {
            Request::Get { path } => {
                let known = self.values.iter().filter(|(known, _)| {
                    known == path || (path.ends_with('.') && known.starts_with(path.as_str()))
                });
                answers.extend(known.map(|(path, value)| Answer::Value {
                    path: path.clone(),
                    value: value.clone(),
                }));
            }
            Request::Check { path, value } | Request::Set { path, value } => {
                let setting = format!("{path}={value}");
                let rules = if matches!(request, Request::Set { .. }) {
                    &self.breaks
                } else {
                    &self.refuse
                };
                if let Some((_, code, text)) = rules.iter().find(|(what, _, _)| *what == setting) {
                    answers.push(Answer::Fault {
                        code: *code,
                        path: path.clone(),
                        text: text.clone(),
                    });
                } else if matches!(request, Request::Set { .. }) {
                    answers.extend(self.edits.iter().map(|(path, value)| Answer::Value {
                        path: path.clone(),
                        value: value.clone(),
                    }));
                    match self.values.iter_mut().find(|(known, _)| known == path) {
                        Some((_, known)) => *known = value.clone(),
                        None => self.values.push((path.clone(), value.clone())),
                    }
                }
            }
            Request::Add { path } => {
                self.added += 1;
                let row = format!("{path}[new{}]", self.added);
                self.values.push((format!("{row}.Name"), String::new()));
                answers.push(Answer::Value {
                    path: row,
                    value: String::new(),
                });
            }
            Request::Del { path } => self
                .values
                .retain(|(known, _)| !known.starts_with(path.as_str())),
            Request::Do { .. } => {}
        }
    }
}

impl Platform for Memory {
    fn uci(&mut self, package: &str) -> Result<Option<String>, Trouble> {
        self.log.push(format!("read {package}"));
        Ok(self.uci.get(package).cloned())
    }

    fn file(&mut self, path: &str) -> Result<Option<String>, Trouble> {
        let found = self.files.get(path).cloned();
        // Time passes between one look and the next.
        if let Some(time) = found.as_ref().filter(|_| path == "@clock") {
            let time: i64 = time.trim().parse().unwrap();
            self.files.insert(path.into(), (time + 10).to_string());
        }
        Ok(found)
    }

    fn directory(&mut self, path: &str) -> Result<Vec<String>, Trouble> {
        Ok(self.directories.get(path).cloned().unwrap_or_default())
    }

    fn hook(&mut self, name: &str, requests: &[Request]) -> Result<Vec<Answer>, Trouble> {
        let verbs: Vec<String> = requests
            .iter()
            .map(|request| match request {
                Request::Get { path } => format!("get {path}"),
                Request::Check { path, value } => format!("check {path}={value}"),
                Request::Set { path, value } => format!("set {path}={value}"),
                Request::Add { path } => format!("add {path}"),
                Request::Del { path } => format!("del {path}"),
                Request::Do { name, .. } => format!("do {name}"),
            })
            .collect();
        self.log.push(format!("hook {name}: {}", verbs.join(" | ")));
        let writes = requests
            .iter()
            .any(|request| !matches!(request, Request::Get { .. } | Request::Check { .. }));
        assert!(
            !(self.reading && writes),
            "a read-only RPC told hook {name}: {}",
            verbs.join(" | ")
        );
        let hook = self
            .hooks
            .get_mut(name)
            .ok_or_else(|| Trouble::Failed(format!("no hook {name}")))?;
        if hook.down {
            return Err(Trouble::Failed("exit status 1".into()));
        }
        let mut answers = Vec::new();
        for request in requests {
            hook.answer(request, &mut answers);
        }
        Ok(answers)
    }

    fn ubus(
        &mut self,
        object: &str,
        method: &str,
        arguments: &Value,
    ) -> Result<Option<Value>, Trouble> {
        let mut call = format!("{object} {method}");
        if arguments
            .as_object()
            .is_some_and(|members| !members.is_empty())
        {
            call.push_str(&format!(" {arguments}"));
        }
        self.log.push(format!("ubus {call}"));
        match self.ubus.get(&call).map(|text| text.trim()) {
            None => Ok(None),
            Some("busy") => Err(Trouble::Busy("no answer".into())),
            Some(text) if text.starts_with(['{', '[']) => {
                Ok(Some(serde_json::from_str(text).unwrap()))
            }
            Some(text) => Err(Trouble::Failed(text.into())),
        }
    }

    fn commit(&mut self, changes: Vec<Change>) -> Result<(), Trouble> {
        if self.full {
            return Err(Trouble::Failed("no space left on device".into()));
        }
        let names: Vec<String> = changes
            .iter()
            .map(|change| match &change.target {
                Target::Uci(name) => name.clone(),
                Target::File(name) | Target::State(name) => name.clone(),
            })
            .collect();
        self.log.push(format!("commit {}", names.join(" ")));
        for change in changes {
            let text = String::from_utf8(change.content.clone()).unwrap();
            let before = match &change.target {
                Target::State(name) => self.state.insert(name.clone(), change.content),
                Target::Uci(name) => self.uci.insert(name.clone(), text).map(String::into_bytes),
                Target::File(name) => self
                    .files
                    .insert(name.clone(), text)
                    .map(String::into_bytes),
            };
            let now = match &change.target {
                Target::State(name) => self.state[name].clone(),
                Target::Uci(name) => self.uci[name].clone().into_bytes(),
                Target::File(name) => self.files[name].clone().into_bytes(),
            };
            assert_ne!(
                before,
                Some(now),
                "a write that changes nothing: {:?}",
                change.target
            );
            assert!(
                !self.reading || matches!(change.target, Target::State(_)),
                "a read-only RPC wrote {:?}",
                change.target
            );
        }
        Ok(())
    }

    fn apply(&mut self, command: &str) -> Result<(), Trouble> {
        self.log.push(format!("apply {command}"));
        Ok(())
    }

    fn state(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        Ok(self.state.get(name).cloned())
    }
}
