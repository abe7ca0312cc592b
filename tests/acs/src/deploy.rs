//! Software modules: `deploy`, what is reported of it, and what is wrong with the report.

use std::time::Instant;

use crate::lint::is_date_time;
use crate::print::Ink;
use crate::run::{Runner, seconds};
use crate::soap::{Content, Message};
use crate::xml::Element;

/// A ChangeDUState.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deploy {
    pub key: String,
    pub operations: Vec<Operation>,
}

/// One of its operations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operation {
    /// `Install`, `Update` or `Uninstall`.
    pub kind: &'static str,
    /// Element and text, in the order of the schema.
    pub fields: Vec<(&'static str, String)>,
}

/// A DUStateChangeComplete or AutonomousDUStateChangeComplete.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deployed {
    pub autonomous: bool,
    /// CommandKey.
    pub key: String,
    /// Of each result element and text; FaultCode and FaultString among them.
    pub results: Vec<Vec<(String, String)>>,
}

impl Deployed {
    /// The text of an element of a result; `""` where it is not there.
    #[must_use]
    pub fn field(&self, result: usize, name: &str) -> &str {
        let fields = self.results.get(result).map_or(&[][..], Vec::as_slice);
        let found = fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, text)| text.as_str())
    }
}

/// Whether this is the report with this CommandKey; `autonomous` is any that nobody asked for.
pub(crate) fn answers(report: &Deployed, key: &str) -> bool {
    match report.autonomous {
        true => key == "autonomous",
        false => report.key == key,
    }
}

impl Runner<'_> {
    /// `wait deploy`.
    pub fn wait_deploy(&mut self, arguments: &[String]) -> Result<(), String> {
        let (key, limit) = match arguments {
            [key] => (key, self.within()),
            [key, within, limit] if within == "within" => (key, seconds(Some(limit), "within")?),
            _ => return Err("wait deploy: expected KEY [within SECONDS]".to_owned()),
        };
        let from = self.memory.deployed_from;
        // The report comes in a session of its own.
        self.release(None);
        self.memory.session = None;
        let device = self.memory.device.clone();
        let found = self.shared.wait_for(Instant::now() + limit, |state| {
            let mut reports = state.deployed.iter().skip(from);
            let found = reports.find(|r| answers(r, key)).cloned();
            found.or_else(|| state.release_idle(device.as_deref()))
        });
        let Some(report) = found else {
            return Err(format!(
                "expected a report of the change {key} within {} s; none came",
                limit.as_secs_f64()
            ));
        };
        for (at, _) in report.results.iter().enumerate() {
            let field = |name| report.field(at, name);
            let (ink, fault) = match field("FaultCode") {
                "0" => (Ink::Good, String::new()),
                code => (Ink::Bad, format!(" fault {code} {}", field("FaultString"))),
            };
            let text = format!(
                "  {} {} {}{fault}",
                field("CurrentState"),
                field("DeploymentUnitRef"),
                field("Version")
            );
            self.printer.line(ink, &text);
        }
        // So that a script can name the unit.
        self.memory
            .variables
            .insert("uuid".to_owned(), report.field(0, "UUID").to_owned());
        self.memory.variables.insert(
            "unit".to_owned(),
            report.field(0, "DeploymentUnitRef").to_owned(),
        );
        Ok(())
    }
}

/// What is known of a ChangeDUState, to judge its report by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub key: String,
    pub kinds: Vec<&'static str>,
    /// Whether an operation may mean several units.
    pub open: bool,
}

impl Asked {
    #[must_use]
    pub fn of(deploy: &Deploy) -> Asked {
        Asked {
            key: deploy.key.clone(),
            kinds: deploy.operations.iter().map(|o| o.kind).collect(),
            open: deploy.operations.iter().any(|o| o.kind != "Install"),
        }
    }
}

/// `install URL …`, `update …`, `uninstall UUID …`, parted by `and`; at the end `key K`.
pub(crate) fn parse(words: &[String], base: &str) -> Result<Deploy, String> {
    let mut deploy = Deploy::default();
    let words = match words {
        [rest @ .., word, key] if word == "key" => {
            deploy.key.clone_from(key);
            rest
        }
        all => all,
    };
    for words in words.split(|word| word == "and") {
        deploy.operations.push(operation(words, base)?);
    }
    Ok(deploy)
}

fn operation(words: &[String], base: &str) -> Result<Operation, String> {
    let url = |url: &str| match url.starts_with('/') {
        true => format!("{base}{url}"),
        false => url.to_owned(),
    };
    let Some((kind, rest)) = words.split_first() else {
        return Err("deploy: expected install, update or uninstall".to_owned());
    };
    let mut given: Vec<(&'static str, String)> = Vec::new();
    let mut rest = rest.iter();
    let kind = match kind.as_str() {
        "install" => {
            let place = rest.next().ok_or("deploy install: expected a URL")?;
            given.push(("URL", url(place)));
            "Install"
        }
        "update" => "Update",
        "uninstall" => {
            let uuid = rest.next().ok_or("deploy uninstall: expected a UUID")?;
            given.push(("UUID", uuid.clone()));
            "Uninstall"
        }
        other => {
            return Err(format!(
                "deploy: expected install, update or uninstall, got {other:?}"
            ));
        }
    };
    while let Some(word) = rest.next() {
        let mut next = || {
            rest.next()
                .cloned()
                .ok_or_else(|| format!("deploy: expected something after {word}"))
        };
        match word.as_str() {
            "uuid" => given.push(("UUID", next()?)),
            "url" => given.push(("URL", url(&next()?))),
            "version" => given.push(("Version", next()?)),
            "env" => given.push(("ExecutionEnvRef", next()?)),
            "login" => {
                given.push(("Username", next()?));
                given.push(("Password", next()?));
            }
            other => {
                return Err(format!(
                    "deploy: expected uuid, url, version, env, login or and, got {other:?}"
                ));
            }
        }
    }
    let order: &[&str] = match kind {
        "Install" => &["URL", "UUID", "Username", "Password", "ExecutionEnvRef"],
        "Update" => &["UUID", "Version", "URL", "Username", "Password"],
        _ => &["UUID", "Version", "ExecutionEnvRef"],
    };
    given.sort_by_key(|(name, _)| order.iter().position(|known| known == name));
    Ok(Operation {
        kind,
        fields: given,
    })
}

/// A report, if the message is one.
#[must_use]
pub fn report(message: &Message) -> Option<Deployed> {
    let method = message.envelope.child("Body")?.children.first()?;
    let autonomous = match method.name.as_str() {
        "DUStateChangeComplete" => false,
        "AutonomousDUStateChangeComplete" => true,
        _ => return None,
    };
    let fields = |result: &Element| {
        let mut fields = Vec::new();
        for e in &result.children {
            if e.children.is_empty() {
                fields.push((e.name.clone(), e.text.clone()));
            }
            let inner = e.children.iter();
            fields.extend(inner.map(|e| (e.name.clone(), e.text.clone())));
        }
        fields
    };
    let results = method.children.iter().filter(|e| e.name == "Results");
    Some(Deployed {
        autonomous,
        key: method.text_of("CommandKey").to_owned(),
        results: results.map(fields).collect(),
    })
}

const ORDER: [&str; 10] = [
    "UUID",
    "DeploymentUnitRef",
    "Version",
    "CurrentState",
    "Resolved",
    "ExecutionUnitRefList",
    "StartTime",
    "CompleteTime",
    "FaultCode",
    "FaultString",
];

/// What is wrong with a report, given what was asked for and the events of the session's Inform.
pub(crate) fn lint(message: &Message, asked: &[Asked], events: &[(String, String)]) -> Vec<String> {
    let Content::Request(method) = &message.content else {
        return Vec::new();
    };
    let Some(report) = report(message) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let has = |code: &str, key: &str| events.iter().any(|(c, k)| c == code && k == key);
    let told = match report.autonomous {
        true => has("12 AUTONOMOUS DU STATE CHANGE COMPLETE", ""),
        false => has("11 DU STATE CHANGE COMPLETE", "") && has("M ChangeDUState", &report.key),
    };
    if !told {
        out.push(format!("{method} without its events in the Inform"));
    }
    if report.results.is_empty() {
        out.push(format!("{method} without Results"));
    }
    let asked = asked.iter().rev().find(|asked| asked.key == report.key);
    match asked.filter(|_| !report.autonomous) {
        _ if report.autonomous => {}
        None => out.push(format!(
            "{method} with the CommandKey {:?} that no ChangeDUState had",
            report.key
        )),
        Some(asked) => {
            let (got, want) = (report.results.len(), asked.kinds.len());
            if got < want || (got > want && !asked.open) {
                out.push(format!("{method} has {got} Results for {want} operations"));
            }
        }
    }
    for (at, result) in report.results.iter().enumerate() {
        let names: Vec<&str> = result.iter().map(|(name, _)| name.as_str()).collect();
        let mut order = ORDER.to_vec();
        if report.autonomous {
            order.push("OperationPerformed");
        }
        if names != order {
            out.push(format!(
                "Results holds {}, expected {}",
                names.join(", "),
                order.join(", ")
            ));
            continue;
        }
        let field = |name: &str| report.field(at, name);
        let mut wrong = |name: &str, expected: &str| {
            out.push(format!("{name} is {:?}, expected {expected}", field(name)));
        };
        if !is_uuid(field("UUID")) {
            wrong("UUID", "a UUID");
        }
        if field("Version").chars().count() > 32 {
            wrong("Version", "at most 32 characters");
        }
        if !["0", "1", "true", "false"].contains(&field("Resolved")) {
            wrong("Resolved", "a boolean");
        }
        for name in ["StartTime", "CompleteTime"] {
            if !is_date_time(field(name)) {
                wrong(name, "an xsd:dateTime");
            }
        }
        let good = field("FaultCode") == "0";
        let state = field("CurrentState");
        if !["Installed", "Uninstalled", "Failed"].contains(&state) || (good && state == "Failed") {
            wrong(
                "CurrentState",
                "Installed, Uninstalled, or after a fault Failed",
            );
        }
        if good && field("DeploymentUnitRef").is_empty() {
            wrong("DeploymentUnitRef", "the unit");
        }
        for name in ["DeploymentUnitRef", "ExecutionUnitRefList"] {
            let table = match name {
                "DeploymentUnitRef" => ".SoftwareModules.DeploymentUnit.",
                _ => ".SoftwareModules.ExecutionUnit.",
            };
            let fits = |path: &str| {
                path.split_once(table)
                    .is_some_and(|(_, row)| row.parse::<u32>().is_ok() || row.starts_with('['))
            };
            let list = field(name);
            if !list.is_empty() && !list.split(',').all(fits) {
                wrong(name, "paths of rows");
            }
        }
        let code = field("FaultCode").parse().unwrap_or(1);
        let allowed = matches!(
            code,
            0 | 9001 | 9003 | 9012 | 9013 | 9015..=9018 | 9022..=9799 | 9800..=9899
        );
        if !allowed {
            wrong("FaultCode", "a code of DeploymentUnitFaultStruct");
        }
    }
    out
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// A tar archive of these files, by path and content; what begins with `#!` can be run.
pub(crate) fn tar(files: &[String]) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    for pair in files.chunks(2) {
        let [path, text] = pair else {
            return Err("file: expected NAME tar PATH TEXT [PATH TEXT …]".to_owned());
        };
        if path.len() > 99 {
            return Err(format!("file: expected at most 99 characters, got {path}"));
        }
        let mode = if text.starts_with("#!") { 0o755 } else { 0o644 };
        let mut head = vec![0; 512];
        let mut put = |at: usize, text: &[u8]| {
            if let Some(place) = head.get_mut(at..at + text.len()) {
                place.copy_from_slice(text);
            }
        };
        put(0, path.as_bytes());
        put(
            100,
            format!("{mode:07o}\0{:07o}\0{:07o}\0", 0, 0).as_bytes(),
        );
        put(124, format!("{:011o}\0{:011o}\0", text.len(), 0).as_bytes());
        // Blanks while it is summed up.
        put(148, b"        0");
        put(257, b"ustar\x0000");
        let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
        if let Some(place) = head.get_mut(148..156) {
            place.copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        }
        out.extend(head);
        out.extend(text.as_bytes());
        out.resize(out.len().div_ceil(512) * 512, 0);
    }
    out.resize(out.len() + 1024, 0);
    Ok(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn words_of_a_deploy() {
        let line = "install /files/a env E uuid U and update version 1 and uninstall U key k";
        let deploy = parse(&words(line), "http://x:1").unwrap();
        assert_eq!(deploy.key, "k");
        let text = |operation: &Operation| {
            let fields = operation.fields.iter();
            let fields: Vec<String> = fields.map(|(n, t)| format!("{n}={t}")).collect();
            format!("{} {}", operation.kind, fields.join(" "))
        };
        let got: Vec<String> = deploy.operations.iter().map(text).collect();
        assert_eq!(
            got,
            [
                "Install URL=http://x:1/files/a UUID=U ExecutionEnvRef=E",
                "Update Version=1",
                "Uninstall UUID=U"
            ]
        );
        for bad in ["", "install", "remove x", "update uuid", "update what ever"] {
            assert!(parse(&words(bad), "").is_err(), "{bad}");
        }
    }

    #[test]
    fn an_archive_is_one_for_tar() {
        let bytes = tar(&words("bin/a #!x unit y")).unwrap();
        assert_eq!(bytes.len(), 6 * 512);
        let folder = std::env::temp_dir().join(format!("testacs-tar-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.tar"), bytes).unwrap();
        let listed = std::process::Command::new("tar")
            .args(["-tvf", "a.tar"])
            .current_dir(&folder)
            .output();
        std::fs::remove_dir_all(&folder).unwrap();
        let Ok(listed) = listed else {
            println!("skipped: there is no tar");
            return;
        };
        let text = String::from_utf8(listed.stdout).unwrap();
        assert!(text.starts_with("-rwxr-xr-x"), "{text}");
        assert!(text.contains("bin/a\n-rw-r--r--"), "{text}");
    }
}
