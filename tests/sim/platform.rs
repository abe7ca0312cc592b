//! The device under the tree: its flash, a hook, and an eye on who writes when.

use crate::flash::{Flash, How};
use cwmpd::fault::FaultCode;
use cwmpd::platform::hook::{Answer, Request};
use cwmpd::platform::{Change, Platform, Target, Trouble};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

#[derive(Debug)]
pub struct SimPlatform {
    pub flash: Rc<RefCell<Flash>>,
    /// The RPC that is being carried out may only read.
    pub read_only: Rc<Cell<bool>>,
    /// `/proc/uptime`.
    pub uptime: u64,
    /// How often a hook was asked for values.
    pub asked: usize,
    /// Apply commands, as they were run.
    pub applied: Vec<String>,
    /// Apply commands that fail while this text stands in a uci file.
    pub broken: Vec<(&'static str, &'static str)>,
}

impl SimPlatform {
    fn modules(&self, requests: &[Request]) -> Vec<Answer> {
        let mut answers = Vec::new();
        for request in requests {
            let Request::Get { .. } = request else {
                panic!("nobody asks this hook for {request:?}")
            };
            for (duid, module) in &self.flash.borrow().modules {
                let run = format!("{duid}:run");
                let mut say = |table: &str, key: &str, name: &str, value: &str| {
                    answers.push(Answer::Value {
                        path: format!("Device.SoftwareModules.{table}.[{key}].{name}"),
                        value: value.into(),
                    });
                };
                say("ExecutionUnit", &run, "EUID", &run);
                for (name, value) in [
                    ("UUID", module.uuid.as_str()),
                    ("DUID", duid),
                    ("Status", "Installed"),
                    ("Resolved", "true"),
                    ("URL", &module.url),
                    ("Version", &module.version),
                    ("ExecutionUnitList", &run),
                    ("ExecutionEnvRef", "main"),
                ] {
                    say("DeploymentUnit", duid, name, value);
                }
            }
        }
        answers
    }

    fn must_write(&self, what: &str) {
        assert!(
            !self.read_only.get(),
            "a method that only reads wants to {what}"
        );
    }
}

impl Platform for SimPlatform {
    fn uci(&mut self, package: &str) -> Result<Option<String>, Trouble> {
        Ok(self.flash.borrow().uci.get(package).cloned())
    }

    fn file(&mut self, path: &str) -> Result<Option<String>, Trouble> {
        if path == "/proc/uptime" {
            return Ok(Some(format!("{}.25 1.00\n", self.uptime)));
        }
        Ok(self.flash.borrow().files.get(path).cloned())
    }

    fn directory(&mut self, _: &str) -> Result<Vec<String>, Trouble> {
        Ok(Vec::new())
    }

    fn hook(&mut self, name: &str, requests: &[Request]) -> Result<Vec<Answer>, Trouble> {
        if name == "modules" {
            return Ok(self.modules(requests));
        }
        assert_eq!(name, "led");
        let mut answers = Vec::new();
        let reads = requests
            .iter()
            .any(|request| matches!(request, Request::Get { .. }));
        self.asked += usize::from(reads);
        for request in requests {
            match request {
                Request::Get { .. } => answers.push(Answer::Value {
                    path: "Device.X_EXAMPLE_LED.Mode".into(),
                    value: self.flash.borrow().led.clone(),
                }),
                Request::Check { path, value } if value == "Blink" => answers.push(Answer::Fault {
                    code: FaultCode::InvalidParameterValue,
                    path: path.clone(),
                    text: "this LED does not blink".into(),
                }),
                Request::Check { .. } => {}
                Request::Set { value, .. } => {
                    self.must_write("set in a hook");
                    let mut flash = self.flash.borrow_mut();
                    if matches!(
                        flash.act(&format!("hook led set {value}")),
                        None | Some(How::After)
                    ) {
                        flash.led.clone_from(value);
                    }
                    if flash.off {
                        return Err(Trouble::Failed("the power is off".into()));
                    }
                }
                other => panic!("nobody asks this hook for {other:?}"),
            }
        }
        Ok(answers)
    }

    fn commit(&mut self, changes: Vec<Change>) -> Result<(), Trouble> {
        // Rows that are seen for the first time get their numbers while they are read.
        if changes
            .iter()
            .any(|change| !matches!(&change.target, Target::State(_)))
        {
            self.must_write("write a file");
        }
        self.flash.borrow_mut().commit(changes)
    }

    fn apply(&mut self, command: &str) -> Result<(), Trouble> {
        self.must_write("apply");
        let mut flash = self.flash.borrow_mut();
        if matches!(
            flash.act(&format!("apply {command}")),
            None | Some(How::After)
        ) {
            self.applied.push(command.to_string());
            let wrong = |text: &str| flash.uci.values().any(|file| file.contains(text));
            if (self.broken.iter()).any(|(name, text)| *name == command && wrong(text)) {
                let text = format!("apply `{command}`: exit status 1: it says no");
                return Err(Trouble::Failed(text));
            }
            if command == "network reload" {
                flash.network = flash.uci["network"].clone();
            }
        }
        Ok(())
    }

    fn state(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        Ok(self.flash.borrow().state(name))
    }
}
