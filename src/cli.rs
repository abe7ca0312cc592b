//! The command line: what a vendor works with, with no ACS and no daemon.
//!
//! ```text
//! cwmpd [--config FILE] [--root DIR] [--trace] COMMAND …
//! ```
//!
//! Exit status: 0 done · 1 refused or failed · 2 the command line makes no sense · 3 settings, maps,
//! schema or hooks have errors · 4 no daemon answers.

use crate::agent::kick;
use crate::cwmp::rpc::{KICKED_ARGUMENTS, Kicked};
use crate::fault::Fault;
use crate::io::load::{self, Options};
use crate::io::{ctl, device::Device, run};
use crate::model::parameter::{ParameterSetting, Status};
use crate::model::skeleton;
use crate::model::tree::Tree;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

const DONE: i32 = 0;
const FAILED: i32 = 1;
const USAGE: i32 = 2;
const ERRORS: i32 = 3;
const NO_DAEMON: i32 = 4;
/// Bytes of an object on standard input: the arguments of Kicked, all of them escaped.
const LONGEST_OBJECT: u64 = 32 << 10;

const HELP: &str = "\
cwmpd: TR-069 (CWMP) agent

usage: cwmpd [--config FILE] [--root DIR] [--trace] COMMAND

  run                        the daemon, in the foreground
  get [--json] [--next-level] [--writable] PATH…
                             values; with --next-level or --writable names
  set PATH=VALUE…            all of them or none
  add TABLE.                 a new row; prints its path
  del ROW.                   deletes a row
  check [--platform DIR] [--datamodel DIR] [--coverage]
                             reads settings, schema, maps and hooks; tells file and line of errors,
                             and how much of the data model is there
  new-object OBJECT.         commands for the shell that make a map and a hook to begin with
  import FILE.xml [--model NAME] [--profiles] [--output FILE]
                             Broadband Forum XML into .dm
  status [--json] | inform | wakeup | changed PATH… | discovered | diagnosed
                             asks the running daemon: what it does, a session now, back from standby,
                             values changed, leases renewed, a diagnostic complete
  deployed WAY UUID [VERSION [CODE TEXT]]
                             tells the daemon of a software module that was installed, updated or
                             uninstalled without the ACS
  kicked Command=… Referer=… Arg=… Next=… | kicked --json
                             asks the ACS where the user of a page in the LAN is to go next, and prints
                             that URL; with --json from an object on standard input, into one
  request-download TYPE [NAME=VALUE…]
                             asks the ACS for a file, if option request_download is on
  transferred WAY TYPE URL [CODE TEXT]
                             tells the daemon of a download or upload that the ACS did not ask for

  --config FILE   settings, instead of /etc/config/cwmpd
  --root DIR      stands for / in every path of the device
  --trace         logs every message and header, secrets masked, and values of the device that no map fits
  --version, --help

exit status: 0 done, 1 refused or failed, 2 usage, 3 errors in settings, maps, schema or hooks, 4 no daemon
";

/// Runs one command and says the exit status.
pub fn main(arguments: Vec<String>) -> i32 {
    let mut options = Options::default();
    let mut rest = arguments.into_iter().peekable();
    while let Some(word) = rest.next_if(|word| word.starts_with('-')) {
        match word.as_str() {
            "--config" | "--root" => {
                let Some(path) = rest.next() else {
                    return usage(&format!("expected a path after {word}"));
                };
                if word == "--root" {
                    options.root = PathBuf::from(path);
                } else {
                    options.config = Some(PathBuf::from(path));
                }
            }
            "--trace" => options.trace = true,
            "--help" | "-h" => return print(HELP),
            "--version" | "-V" => return print(concat!("cwmpd ", env!("CARGO_PKG_VERSION"), "\n")),
            _ => {
                return usage(&format!(
                    "expected --config, --root, --trace, --version or --help, got {word}"
                ));
            }
        }
    }
    let Some(command) = rest.next() else {
        return usage("expected a command");
    };
    let words: Vec<String> = rest.collect();
    match command.as_str() {
        "run" if words.is_empty() => run::run(&options),
        "get" => get(&options, &words),
        "set" => set(&options, &words),
        "add" => add(&options, &words),
        "del" => del(&options, &words),
        "check" => check(options, &words),
        "new-object" if words.len() == 1 => new_object(&options, &words[0]),
        "new-object" => usage("expected an object after new-object"),
        #[cfg(feature = "import")]
        "import" => import(&words),
        #[cfg(not(feature = "import"))]
        "import" => usage("this build has no importer: build with `--features import`"),
        "status" if words == ["--json"] => ask_and(&options, "status", status_json),
        "status" | "inform" | "wakeup" | "diagnosed" | "discovered" if words.is_empty() => {
            ask(&options, &command)
        }
        "changed" if !words.is_empty() => ask(&options, &format!("changed {}", words.join(" "))),
        "deployed" if (2..=5).contains(&words.len()) => {
            ask(&options, &format!("deployed {}", words.join("\t")))
        }
        "deployed" => usage(
            "expected install, update or uninstall, UUID, and maybe VERSION CODE TEXT after deployed",
        ),
        "kicked" if words == ["--json"] => kicked_json(&options),
        "kicked" if !words.is_empty() => match kicked(&options, &words) {
            Ok(url) => print(&url),
            Err((status, text)) => {
                complain(&text);
                status
            }
        },
        "kicked" => usage("expected Command=, Referer=, Arg= or Next=, or --json after kicked"),
        "request-download" if !words.is_empty() => {
            ask(&options, &format!("request-download {}", words.join("\t")))
        }
        "request-download" => {
            usage("expected a file type and maybe NAME=VALUE after request-download")
        }
        "transferred" if (3..=5).contains(&words.len()) => {
            ask(&options, &format!("transferred {}", words.join("\t")))
        }
        "transferred" => {
            usage("expected download or upload, TYPE, URL and maybe CODE TEXT after transferred")
        }
        "status" => usage("expected nothing or --json after status"),
        "run" | "inform" | "wakeup" | "diagnosed" | "discovered" => {
            usage(&format!("expected nothing after {command}"))
        }
        "changed" => usage("expected a path after changed"),
        "help" => print(HELP),
        _ => usage(&format!("expected a command, got {command}")),
    }
}

/// What `get` was asked to print.
#[derive(Default)]
struct Asked {
    json: bool,
    next_level: bool,
    writable: bool,
    names: Vec<String>,
}

fn get(options: &Options, words: &[String]) -> i32 {
    let mut asked = Asked::default();
    for word in words {
        match word.as_str() {
            "--json" => asked.json = true,
            "--next-level" => asked.next_level = true,
            "--writable" => asked.writable = true,
            _ if word.starts_with("--") => {
                return usage(&format!(
                    "expected --json, --next-level or --writable, got {word}"
                ));
            }
            _ => asked.names.push(word.clone()),
        }
    }
    if asked.names.is_empty() {
        asked.names.push(String::new());
    }
    with_tree(options, |tree, device| {
        let mut lines = Vec::new();
        if asked.next_level || asked.writable {
            for name in &asked.names {
                for info in tree.names(device, name, asked.next_level)? {
                    lines.push((
                        info.name,
                        (if info.writable {
                            "writable"
                        } else {
                            "read-only"
                        })
                        .to_owned(),
                    ));
                }
            }
        } else {
            for value in tree.get(device, &asked.names)? {
                lines.push((value.name, value.value));
            }
        }
        if lines.is_empty() {
            eprintln!(
                "cwmpd: nothing is told below {}: tables without rows, or a hook that tells nothing there",
                asked.names.join(" ")
            );
        }
        let mut text = Vec::new();
        if asked.json {
            let mut object = serde_json::Map::new();
            for (name, value) in lines {
                object.insert(name, value.into());
            }
            let _ = writeln!(text, "{:#}", serde_json::Value::Object(object));
        } else {
            for (name, value) in lines {
                let separator = if asked.next_level || asked.writable {
                    ' '
                } else {
                    '='
                };
                let _ = writeln!(
                    text,
                    "{name}{separator}{}",
                    value.replace('\\', "\\\\").replace('\n', "\\n")
                );
            }
        }
        Ok(text)
    })
}

fn set(options: &Options, words: &[String]) -> i32 {
    let mut list = Vec::new();
    for word in words {
        let Some((name, value)) = word.split_once('=') else {
            return usage(&format!("expected PATH=VALUE, got {word}"));
        };
        list.push(ParameterSetting {
            name: name.to_owned(),
            value: value.to_owned(),
            declared: None,
        });
    }
    if list.is_empty() {
        return usage("expected PATH=VALUE after set");
    }
    with_tree(options, |tree, device| {
        let status = tree.set(device, &list, None)?;
        Ok(put_in_force(tree, device, status))
    })
}

fn add(options: &Options, words: &[String]) -> i32 {
    let [table] = words else {
        return usage("expected one table after add");
    };
    with_tree(options, |tree, device| {
        let (number, status) = tree.add(device, table, None)?;
        let mut text = put_in_force(tree, device, status);
        let table = table.find('[').map_or(table.as_str(), |at| &table[..at]);
        let _ = writeln!(text, "{table}{number}.");
        Ok(text)
    })
}

fn del(options: &Options, words: &[String]) -> i32 {
    let [row] = words else {
        return usage("expected one row after del");
    };
    with_tree(options, |tree, device| {
        let status = tree.delete(device, row, None)?;
        Ok(put_in_force(tree, device, status))
    })
}

/// No session ends here, so what waits for one is done at once.
fn put_in_force(tree: &mut Tree, device: &mut Device, _: Status) -> Vec<u8> {
    tree.end_session(device);
    Vec::new()
}

/// One command on the tree, with the device to itself; then the daemon is told that its settings changed.
fn with_tree(
    options: &Options,
    act: impl FnOnce(&mut Tree, &mut Device) -> Result<Vec<u8>, Fault>,
) -> i32 {
    let level = match options.trace {
        true => log::LevelFilter::Info,
        false => log::LevelFilter::Warn,
    };
    crate::io::log::configure(level, false, options.trace);
    let mut loaded = match load::load(options) {
        Ok(loaded) => loaded,
        Err(errors) => return tell(&errors),
    };
    let outcome = {
        let _lock = match loaded.device.lock() {
            Ok(lock) => lock,
            Err(error) => {
                complain(&format!("the device is busy: {error}"));
                return FAILED;
            }
        };
        act(&mut loaded.tree, &mut loaded.device)
    };
    if loaded.tree.take_written().contains("cwmpd") {
        // No daemon is fine: the file is what counts.
        let _ = ctl::ask(&loaded.control, "reload");
    }
    match outcome {
        Ok(text) => {
            let mut out = std::io::stdout().lock();
            match out.write_all(&text).and_then(|()| out.flush()) {
                Ok(()) => DONE,
                Err(_) => FAILED,
            }
        }
        Err(fault) => {
            if fault.parameters.is_empty() {
                complain(&format!("!{} {}", fault.code.number(), fault.text));
            }
            for parameter in &fault.parameters {
                complain(&format!(
                    "!{} {} {}",
                    parameter.code.number(),
                    parameter.name,
                    parameter.text
                ));
            }
            FAILED
        }
    }
}

fn check(mut options: Options, words: &[String]) -> i32 {
    let mut coverage = false;
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let place = match word.as_str() {
            "--platform" => &mut options.platform,
            "--datamodel" => &mut options.datamodel,
            "--coverage" => {
                coverage = true;
                continue;
            }
            _ => {
                return usage(&format!(
                    "expected --platform, --datamodel or --coverage, got {word}"
                ));
            }
        };
        let Some(path) = words.next() else {
            return usage(&format!("expected a directory after {word}"));
        };
        *place = Some(PathBuf::from(path));
    }
    let report = load::check(&options).and_then(|report| match coverage {
        true => load::coverage(&options).map(|more| report + &more),
        false => Ok(report),
    });
    match report {
        Ok(report) => print(&report),
        Err(errors) => tell(&errors),
    }
}

fn new_object(options: &Options, name: &str) -> i32 {
    let made = load::settings(options).and_then(|(settings, _)| {
        let schema = load::schema(&settings)?;
        let places = skeleton::Places {
            platform: &settings.agent.platform,
            datamodel: &settings.agent.datamodel,
        };
        skeleton::commands(name, &schema, places).map_err(|error| vec![error])
    });
    match made {
        Ok(commands) => print(&commands),
        Err(errors) => tell(&errors),
    }
}

#[cfg(feature = "import")]
fn import(words: &[String]) -> i32 {
    match crate::import::command(words) {
        Ok(report) => {
            for note in &report.notes {
                complain(note);
            }
            print(&report.text)
        }
        Err(error) => {
            complain(&error);
            FAILED
        }
    }
}

fn ask(options: &Options, line: &str) -> i32 {
    ask_and(options, line, |answer| answer)
}

/// Asks the daemon, and prints its answer in another form.
fn ask_and(options: &Options, line: &str, form: fn(String) -> String) -> i32 {
    let control = match load::control(options) {
        Ok(control) => control,
        Err(errors) => return tell(&errors),
    };
    match ctl::ask(&control, line) {
        Ok(answer) => print(&form(answer)),
        Err(error) => {
            let (status, text) = unanswered(&control, &error);
            complain(&text);
            status
        }
    }
}

/// Exit status and words for what [`ctl::ask`] has met.
fn unanswered(control: &Path, error: &std::io::Error) -> (i32, String) {
    match error.kind() {
        ErrorKind::Other => (FAILED, error.to_string()),
        _ => {
            let place = control.display();
            let text = format!("no daemon answers at {place}: {error}");
            (NO_DAEMON, text)
        }
    }
}

/// The NextURL and a line feed, or exit status and reason where there is none.
fn kicked(options: &Options, words: &[String]) -> Result<String, (i32, String)> {
    Kicked::read(words.iter().map(String::as_str)).map_err(|text| (FAILED, text))?;
    let control = load::control(options).map_err(|errors| (ERRORS, errors.join("\n")))?;
    let line = format!("kicked {}", words.join("\t"));
    // The daemon itself knows when to give up.
    match ctl::ask_within(&control, &line, kick::PATIENCE * 2) {
        Ok(url) if url.is_empty() => Err((FAILED, "the daemon has ended".to_string())),
        Ok(url) => Ok(url),
        Err(error) => Err(unanswered(&control, &error)),
    }
}

/// For a page's server, rpcd for one: no argument of a stranger becomes part of a command line.
fn kicked_json(options: &Options) -> i32 {
    let mut text = Vec::new();
    let read = std::io::stdin().take(LONGEST_OBJECT).read_to_end(&mut text);
    let object = read.ok().and_then(|_| serde_json::from_slice(&text).ok());
    let (status, answer) = match object {
        Some(serde_json::Value::Object(object)) => {
            let word = |(name, _): (&str, usize)| {
                let value = object.get(&name.to_lowercase())?.as_str()?;
                Some(format!("{name}={value}"))
            };
            let words: Vec<String> = KICKED_ARGUMENTS.into_iter().filter_map(word).collect();
            match kicked(options, &words) {
                Ok(url) => (DONE, serde_json::json!({ "next_url": url.trim_end() })),
                Err((status, text)) => (status, serde_json::json!({ "error": text })),
            }
        }
        _ => {
            let text = "expected an object with command, referer, arg and next";
            (FAILED, serde_json::json!({ "error": text }))
        }
    };
    print(&format!("{answer}\n"));
    status
}

/// One object; what there may be more of is an array.
fn status_json(lines: String) -> String {
    let mut object = serde_json::Map::new();
    object.insert(String::from("running"), true.into());
    for (name, value) in lines.lines().filter_map(|line| line.split_once('=')) {
        if name == "transfer" {
            let all = object
                .entry(name)
                .or_insert_with(|| Vec::<String>::new().into());
            all.as_array_mut()
                .into_iter()
                .for_each(|all| all.push(value.into()));
        } else {
            object.insert(String::from(name), value.into());
        }
    }
    format!("{}\n", serde_json::Value::Object(object))
}

fn tell(errors: &[String]) -> i32 {
    for error in errors {
        complain(error);
    }
    ERRORS
}

fn usage(what: &str) -> i32 {
    complain(&format!("cwmpd: {what}; `cwmpd --help` tells more"));
    USAGE
}

fn print(text: &str) -> i32 {
    let mut out = std::io::stdout().lock();
    // A reader that closed its end (`| head`) has seen enough.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    DONE
}

fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
