//! Transfers as the daemon carries them out, each step on a thread of its own: the file, then the platform's
//! hook `system`, which knows what to do with it.
//!
//! ```text
//!  do install|restore|store|web|tone|ringer|X_… FILE [NAME]     nothing: done · restart=1, exit=1 · !9018 …
//!  do backup|log|X_… [NAME]                                     file=PATH, and remove=1 if it was made for this
//!  do idle · do window X_… MESSAGE · do confirm MESSAGE         yes=1
//! ```
//!
//! `restart=1` says that the device goes down for it now, `exit=1` that its part is played by the end of the
//! agent. Another scheme than http and https is the hook `fetch`'s: `do username …`, `do password …`, then
//! `do fetch FILE URL` or `do send FILE URL`.

use super::device::{Device, Places};
use super::fetch::{self, Order, Progress, Switch};
use super::load;
use super::part::Part;
use super::run::Event;
use crate::agent::Input;
use crate::agent::deploy::FIRST_WORK;
use crate::agent::settings::Settings;
use crate::agent::transfer::{Applied, Fetch};
use crate::cwmp::rpc::{RequestDownload, TransferKind, TransferRequest};
use crate::fault::{Fault, FaultCode};
use crate::platform::Platform;
use crate::platform::hook::{Answer, Request};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Arguments of a RequestDownload (cwmp-1-2, FileTypeArg).
const MOST_ARGUMENTS: usize = 16;
/// Files on the RAM disk are called so, and a number.
const PREFIX: &str = "cwmpd-transfer-";

/// The transfer whose file is on its way.
#[derive(Debug)]
pub struct Running {
    pub id: u32,
    pub stop: Arc<Switch>,
    pub progress: Arc<Progress>,
}

impl Running {
    /// ` 12 of 34 bytes`, for people; nothing before the first byte.
    pub fn told(&self) -> String {
        match self.progress.get() {
            (0, 0) => String::new(),
            (done, 0) => format!(" {done} bytes"),
            (done, total) => format!(" {done} of {total} bytes"),
        }
    }
}

/// What a step needs, moved to its thread.
#[derive(Clone, Debug)]
pub struct Bench {
    pub settings: Settings,
    /// With the time that a hook may take for a whole image.
    pub(super) places: Places,
}

impl Bench {
    pub fn new(settings: &Settings, places: &Places) -> Bench {
        Bench {
            settings: settings.clone(),
            places: Places {
                hook_timeout: Duration::from_secs(settings.agent.apply_timeout.into()),
                ..places.clone()
            },
        }
    }

    fn folder(&self) -> PathBuf {
        self.places.real(&self.settings.agent.download_dir)
    }

    pub(super) fn file(&self, id: u32) -> PathBuf {
        self.folder().join(format!("{PREFIX}{id}"))
    }

    /// Removes what earlier transfers have left on the RAM disk.
    pub fn clean(&self) {
        self.clean_but(|_| false);
    }

    fn clean_but(&self, stays: impl Fn(&str) -> bool) {
        let Ok(entries) = std::fs::read_dir(self.folder()) else {
            return;
        };
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(PREFIX) && !stays(&name) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    /// Fetches or sends.
    pub fn fetch(&self, order: &Fetch, stop: &Switch, progress: &Progress) -> Event {
        let result = match &order.source {
            None => self.download(order, stop, progress),
            Some((act, name)) => self
                .upload(order, act, name, stop, progress)
                .map(|()| String::new()),
        };
        Event::Acted(Input::FetchEnded {
            id: order.id,
            result,
        })
    }

    /// The version that runs when the file is there.
    fn download(&self, order: &Fetch, stop: &Switch, progress: &Progress) -> Result<String, Fault> {
        self.clean_but(Part::is_one);
        let file = self.file(order.id);
        let _ = std::fs::create_dir_all(self.folder());
        let boot = self.boot();
        let fetched = match is_http(&order.url) {
            true => fetch::download(&self.order(order, &boot, stop, progress), &file),
            // A transfer's was looked at before it was promised, a software module's was not.
            false => check_scheme(&order.url, &self.places)
                .and_then(|()| self.by_hook("fetch", order, &file)),
        };
        fetched
            .and_then(|()| match order.id >= FIRST_WORK {
                // A software module is not judged by it.
                true => Ok(String::new()),
                false => self
                    .version()
                    .map_err(|text| Fault::new(FaultCode::InternalError, text)),
            })
            .inspect_err(|_| {
                let _ = std::fs::remove_file(&file);
            })
    }

    fn upload(
        &self,
        order: &Fetch,
        act: &str,
        name: &str,
        stop: &Switch,
        progress: &Progress,
    ) -> Result<(), Fault> {
        let mut device = Device::open(self.places.clone());
        let answers = {
            // A change that is half written must not be in a backup.
            let _lock = device
                .lock()
                .map_err(|error| Fault::new(FaultCode::InternalError, error.to_string()))?;
            ask(&mut device, act, some(name))?
        };
        let Some(file) = value(&answers, "file").map(PathBuf::from) else {
            let text = format!("do {act}: expected the hook to answer file=PATH, got nothing");
            return Err(Fault::new(FaultCode::UploadFailure, text));
        };
        let sent = match is_http(&order.url) {
            true => fetch::upload(&self.order(order, "", stop, progress), &file),
            false => self.by_hook("send", order, &file),
        };
        if value(&answers, "remove") == Some("1") {
            let _ = std::fs::remove_file(&file);
        }
        sent
    }

    fn order<'a>(
        &'a self,
        order: &'a Fetch,
        boot: &'a str,
        stop: &'a Switch,
        progress: &'a Progress,
    ) -> Order<'a> {
        Order {
            url: &order.url,
            username: &order.username,
            password: &order.password,
            size: order.size.into(),
            boot,
            tls: &self.settings.tls,
            timeout: Duration::from_secs(self.settings.acs.timeout.into()),
            stop,
            progress,
        }
    }

    /// Empty: not known.
    fn boot(&self) -> String {
        let mut device = Device::open(self.places.clone());
        let boot = device.file(&self.settings.agent.boot_id).ok().flatten();
        boot.unwrap_or_default().trim().to_owned()
    }

    fn by_hook(&self, act: &str, order: &Fetch, file: &Path) -> Result<(), Fault> {
        let say = |name: &str, arguments: &[&str]| Request::Do {
            name: name.to_string(),
            arguments: arguments.iter().map(ToString::to_string).collect(),
        };
        let mut requests = Vec::new();
        if !order.username.is_empty() {
            requests.push(say("username", &[&order.username]));
            requests.push(say("password", &[&order.password]));
        }
        requests.push(say(act, &[&file.to_string_lossy(), &order.url]));
        let answers = Device::open(self.places.clone())
            .hook("fetch", &requests)
            .map_err(|trouble| Fault::new(FaultCode::DownloadFailure, trouble.to_string()))?;
        refusal(&answers)
    }

    /// Hands a file to the platform.
    pub fn apply(&self, id: u32, act: &str, name: &str) -> Vec<Event> {
        let file = self.file(id);
        let mut device = Device::open(self.places.clone());
        let path = file.to_string_lossy();
        let arguments: Vec<&str> = [path.as_ref()].into_iter().chain(some(name)).collect();
        let asked = ask(&mut device, act, arguments);
        let _ = std::fs::remove_file(&file);
        let mut exit = false;
        let result = asked.map(|answers| {
            exit = value(&answers, "exit") == Some("1");
            match exit || value(&answers, "restart") == Some("1") {
                true => Applied::Restarting,
                false => Applied::Done,
            }
        });
        let mut events = vec![Event::Acted(Input::ApplyEnded { id, result })];
        if exit {
            events.push(Event::Exit(0));
        }
        events
    }

    /// DeviceInfo.SoftwareVersion, as the ACS would be told, with AdditionalSoftwareVersion where there is one: a release
    /// may be built again.
    pub fn version(&self) -> Result<String, String> {
        let mut tree = load::tree(&self.settings).map_err(|errors| errors.join("; "))?;
        let mut device = Device::open(self.places.clone());
        let mut read = |name: &str| {
            let name = format!("{}.DeviceInfo.{name}", self.settings.device.root);
            let values = tree.get(&mut device, &[name])?;
            Ok(values
                .into_iter()
                .next()
                .map_or_else(String::new, |value| value.value))
        };
        let mut version = read("SoftwareVersion")
            .map_err(|fault: Fault| format!("SoftwareVersion cannot be read: {fault}"))?;
        if let Ok(more) = read("AdditionalSoftwareVersion")
            && !more.is_empty()
        {
            version.push(' ');
            version.push_str(&more);
        }
        Ok(version)
    }

    /// Whether a transfer may begin.
    pub fn leave(&self, question: &str, message: &str) -> Result<bool, String> {
        let mut device = Device::open(self.places.clone());
        let answers =
            ask(&mut device, question, some(message)).map_err(|fault| fault.to_string())?;
        Ok(value(&answers, "yes") == Some("1"))
    }
}

/// `download|upload TYPE URL [CODE TEXT]`, parted by tabs: what the device has done by itself.
///
/// # Errors
/// What was expected.
pub fn transferred(words: &str) -> Result<Input, String> {
    let mut words = words.split('\t');
    let kind = match words.next() {
        Some("download") => TransferKind::Download,
        Some("upload") => TransferKind::Upload,
        other => return Err(format!("expected download or upload, got {other:?}")),
    };
    let (Some(file_type), Some(url)) = (words.next(), words.next()) else {
        return Err("expected the file type and the URL".to_string());
    };
    check_file_type(file_type)?;
    let fault = match words.next() {
        None => None,
        Some(code) => {
            let known = code.parse().ok().and_then(FaultCode::from_number);
            let known = known.ok_or_else(|| format!("expected a fault code, got {code}"))?;
            Some((known, words.next().unwrap_or_default().to_string()))
        }
    };
    let request = Box::new(TransferRequest {
        kind,
        command_key: String::new(),
        file_type: file_type.to_string(),
        url: url.to_string(),
        username: String::new(),
        password: String::new(),
        file_size: 0,
        target_file_name: String::new(),
        delay: 0,
        windows: Vec::new(),
        source: String::new(),
    });
    Ok(Input::Transferred { request, fault })
}

/// `TYPE [NAME=VALUE …]`, parted by tabs: what the device would like to have.
///
/// # Errors
/// What was expected.
pub fn wanted(words: &str) -> Result<Input, String> {
    let mut words = words.split('\t');
    let file_type = words.next().unwrap_or_default().to_string();
    check_file_type(&file_type)?;
    let argument = |word: &str| match word.split_once('=') {
        Some((name, value)) if name.chars().count() <= 64 && value.chars().count() <= 256 => {
            Ok((name.to_string(), value.to_string()))
        }
        _ => Err(format!(
            "expected NAME=VALUE of at most 64 and 256 characters, got {word:?}"
        )),
    };
    let arguments: Vec<(String, String)> = words.map(argument).collect::<Result<_, _>>()?;
    if arguments.len() > MOST_ARGUMENTS {
        let came = arguments.len();
        return Err(format!(
            "expected at most {MOST_ARGUMENTS} arguments, got {came}"
        ));
    }
    Ok(Input::DownloadWanted(Box::new(RequestDownload {
        file_type,
        arguments,
    })))
}

/// As the schema has it: `1 Firmware Upgrade Image`, `X 00D09E Sounds`.
fn check_file_type(file_type: &str) -> Result<(), String> {
    let mut parts = file_type.split(' ');
    let first = parts.next().unwrap_or_default();
    let numbered = first.parse::<u32>().is_ok_and(|number| number > 0);
    if !(numbered || first == "X") || parts.next().is_none_or(str::is_empty) || file_type.len() > 64
    {
        return Err(format!(
            "expected a file type such as \"1 Firmware Upgrade Image\", got {file_type:?}"
        ));
    }
    Ok(())
}

/// Whether this build and platform can fetch from there; 9013 otherwise.
pub fn check_scheme(url: &str, places: &Places) -> Result<(), Fault> {
    if is_http(url) || places.platform.join("hooks/fetch").exists() {
        return Ok(());
    }
    let scheme = url.split("://").next().unwrap_or_default();
    let text = format!("expected a URL of http or https, got {scheme}");
    Err(Fault::new(FaultCode::UnsupportedProtocol, text))
}

fn is_http(url: &str) -> bool {
    let scheme = url.split("://").next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

fn ask<'a>(
    device: &mut Device,
    act: &str,
    arguments: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<Answer>, Fault> {
    let request = Request::Do {
        name: act.to_string(),
        arguments: arguments.into_iter().map(String::from).collect(),
    };
    let answers = device
        .hook("system", &[request])
        .map_err(|trouble| Fault::new(FaultCode::InternalError, trouble.to_string()))?;
    refusal(&answers)?;
    Ok(answers)
}

pub(super) fn refusal(answers: &[Answer]) -> Result<(), Fault> {
    let refused = answers.iter().find_map(|answer| match answer {
        Answer::Fault { code, text, .. } => Some(Fault::new(*code, text.clone())),
        Answer::Value { .. } => None,
    });
    refused.map_or(Ok(()), Err)
}

pub(super) fn value<'a>(answers: &'a [Answer], name: &str) -> Option<&'a str> {
    answers.iter().find_map(|answer| match answer {
        Answer::Value { path, value } if path == name => Some(value.as_str()),
        _ => None,
    })
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
