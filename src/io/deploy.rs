//! Software modules as the daemon deals with them, each step on a thread of its own: what is there, asked
//! through the maps, and the platform's hook `modules`, which knows how to change it.
//!
//! ```text
//!  do url URL · do uuid UUID · do environment NAME · do unit DUID     what the act below is about
//!  do du-install FILE · do du-update [FILE] · do du-uninstall         unit=DUID where there is one · !9026 …
//! ```

use super::device::{Device, Places};
use super::load;
use super::run::Event;
use super::transfer::{Bench, refusal, value};
use crate::agent::Input;
use crate::agent::deploy::{Modules, Order};
use crate::cwmp::methods::MODULES_HOOK;
use crate::cwmp::rpc::{DuChange, Operation};
use crate::fault::{Fault, FaultCode};
use crate::model::uuid;
use crate::platform::Platform;
use crate::platform::hook::Request;
use std::time::Duration;

impl Bench {
    /// What software modules there are, as the ACS would be told.
    ///
    /// # Errors
    /// The device is busy, or the hook says nothing.
    pub fn survey(&self) -> Result<Modules, String> {
        let mut tree = load::tree(&self.settings).map_err(|errors| errors.join("; "))?;
        let mut device = Device::open(Places {
            // Not as long as an act may take: sessions wait for this lock.
            hook_timeout: Duration::from_secs(self.settings.agent.hook_timeout.into()),
            ..self.places.clone()
        });
        let _lock = device.lock().map_err(|error| error.to_string())?;
        let root = format!("{}.SoftwareModules.", self.settings.device.root);
        // The count first: a table that cannot be told is no empty one. References are told to rows that
        // were told.
        let mut names = vec![format!("{root}DeploymentUnitNumberOfEntries")];
        let tables = ["ExecEnv.", "ExecutionUnit.", "DeploymentUnit."];
        names.extend(tables.map(|name| format!("{root}{name}")));
        names.retain(|name| !name.ends_with('.') || tree.has_table(name));
        tree.get(&mut device, &names)
            .map(|values| Modules::read(&values))
            .map_err(|fault| fault.to_string())
    }

    /// Has one unit installed, updated or uninstalled.
    pub fn deploy(&self, order: &Order) -> Event {
        let file = order.file.map(|file| self.file(file));
        let result = self.change(order, file.as_ref().map(|file| file.to_string_lossy()));
        if let Some(file) = file {
            let _ = std::fs::remove_file(file);
        }
        Event::Acted(Input::Deployed {
            id: order.id,
            result,
            after: self.survey(),
        })
    }

    fn change(
        &self,
        order: &Order,
        file: Option<std::borrow::Cow<'_, str>>,
    ) -> Result<String, Fault> {
        let say = |name: &str, argument: Option<&str>| Request::Do {
            name: name.to_string(),
            arguments: argument.map(String::from).into_iter().collect(),
        };
        let mut requests = Vec::new();
        for (name, word) in &order.words {
            requests.push(say(name, Some(word)));
        }
        requests.push(say(order.act, file.as_deref()));
        let answers = Device::open(self.places.clone())
            .hook(MODULES_HOOK, &requests)
            .map_err(|trouble| Fault::new(FaultCode::RequestDenied, trouble.to_string()))?;
        refusal(&answers)?;
        Ok(value(&answers, "unit").unwrap_or_default().to_string())
    }
}

/// Has the execution units started that start by themselves; the hook knows whether it was asked since
/// the boot.
pub fn start_units(places: Places) {
    let request = Request::Do {
        name: "eu-state".to_string(),
        arguments: vec!["boot".to_string()],
    };
    let answers = Device::open(places).hook(MODULES_HOOK, &[request]);
    let refused = match &answers {
        Ok(answers) => refusal(answers).err().map(|fault| fault.to_string()),
        Err(trouble) => Some(trouble.to_string()),
    };
    if let Some(text) = refused {
        log::error!("software modules are not started: {text}");
    }
}

/// `install|update|uninstall UUID [VERSION [CODE TEXT]]`, parted by tabs: what the device has done by itself. The
/// UUID may be a unit's name and its vendor's domain, `NAME@DOMAIN`.
///
/// # Errors
/// What was expected.
pub fn deployed(words: &str) -> Result<(Operation, Option<(FaultCode, String)>), String> {
    let mut words = words.split('\t');
    let change = match words.next() {
        Some("install") => DuChange::Install,
        Some("update") => DuChange::Update,
        Some("uninstall") => DuChange::Uninstall,
        other => {
            return Err(format!(
                "expected install, update or uninstall, got {other:?}"
            ));
        }
    };
    let unit = words.next().filter(|unit| !unit.is_empty());
    let unit = unit.ok_or("expected the UUID, or NAME@DOMAIN")?;
    let operation = Operation {
        change,
        uuid: uuid::of_unit(unit),
        version: words.next().unwrap_or_default().to_string(),
        ..Operation::default()
    };
    let fault = match words.next() {
        None => None,
        Some(code) => {
            let known = code.parse().ok().and_then(FaultCode::from_number);
            let known = known.ok_or_else(|| format!("expected a fault code, got {code}"))?;
            Some((known, words.next().unwrap_or_default().to_string()))
        }
    };
    Ok((operation, fault))
}
