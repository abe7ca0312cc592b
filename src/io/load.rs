//! From files to a device and its tree: settings, maps, schema, hooks. The daemon, the command line
//! and `check` come through here, so that what `check` passes is what runs.

use super::device::{Device, Places};
use crate::agent::settings::{self, Given, Settings};
use crate::cwmp::rpc::DeviceId;
use crate::model::coverage;
use crate::model::schema::{Schema, Sieve};
use crate::model::template::Texts;
use crate::model::tree::Tree;
use crate::platform::Platform;
use crate::platform::hook::{Answer, Request};
use std::collections::BTreeSet;
use std::io::{BufRead, Read as _};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where things are, as the command line says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The settings file; `None`: `/etc/config/cwmpd` below the root.
    pub config: Option<PathBuf>,
    /// Stands for `/` in every path of the device; empty for the device itself.
    pub root: PathBuf,
    pub trace: bool,
    /// Instead of the directories that the settings name.
    pub platform: Option<PathBuf>,
    pub datamodel: Option<PathBuf>,
}

/// A device, ready to be read and written.
#[derive(Debug)]
pub struct Loaded {
    pub settings: Settings,
    pub identity: DeviceId,
    pub tree: Tree,
    pub device: Device,
    pub control: PathBuf,
}

/// Reads everything. The errors are lines for a person, with file and line number.
pub fn load(options: &Options) -> Result<Loaded, Vec<String>> {
    let (settings, warnings) = settings(options)?;
    for warning in warnings {
        log::warn!("{warning}");
    }
    let mut tree = tree(&settings)?;
    let mut device = device(&settings, options);
    let identity = identity(&settings, &mut device).map_err(|error| vec![error])?;
    tree.live.extend(
        settings::identity_values(&identity)
            .into_iter()
            .map(|(path, value)| (path.to_owned(), value.to_owned())),
    );
    let control = place(options, &settings.agent.control);
    Ok(Loaded {
        settings,
        identity,
        tree,
        device,
        control,
    })
}

/// The settings and what is odd about them; a missing file means all defaults.
pub fn settings(options: &Options) -> Result<(Settings, Vec<String>), Vec<String>> {
    let file = options
        .config
        .clone()
        .unwrap_or_else(|| place(options, "/etc/config/cwmpd"));
    let name = file.display().to_string();
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && options.config.is_none() => {
            String::new()
        }
        Err(error) => return Err(vec![format!("{name}: {error}")]),
    };
    let (mut settings, warnings) = Settings::read(&name, &text)?;
    settings.agent.trace |= options.trace;
    for (given, setting) in [
        (&options.platform, &mut settings.agent.platform),
        (&options.datamodel, &mut settings.agent.datamodel),
    ] {
        if let Some(path) = given {
            *setting = path.to_string_lossy().into_owned();
        }
    }
    if let (Some(platform), None) = (&options.platform, &options.datamodel)
        && !Path::new(&settings.agent.datamodel).is_dir()
        && let Some(beside) = beside(platform).filter(|folder| folder.is_dir())
    {
        settings.agent.datamodel = beside.to_string_lossy().into_owned();
    }
    Ok((settings, warnings))
}

/// Where a source tree that has `platform/NAME` has its data models.
fn beside(platform: &Path) -> Option<PathBuf> {
    let platform = std::path::absolute(platform).ok()?;
    Some(platform.parent()?.parent()?.join("datamodel"))
}

/// The tree that the maps and schemas make.
pub fn tree(settings: &Settings) -> Result<Tree, Vec<String>> {
    let mut texts = Texts {
        maps: texts(Path::new(&settings.agent.platform), "map", &|_| true)?,
        schemas: Vec::new(),
    };
    let wanted = texts.wanted(&settings.device.root);
    texts.schemas = self::texts(Path::new(&settings.agent.datamodel), "dm", &|path| {
        wanted.has(path)
    })?;
    Tree::load(texts, &settings.device.root, settings::PARAMETERS)
}

/// The device behind the tree.
pub fn device(settings: &Settings, options: &Options) -> Device {
    Device::open(places(settings, options))
}

/// Where things are on the device. Hooks run in another directory, so relative paths end here.
pub fn places(settings: &Settings, options: &Options) -> Places {
    let absolute = |path: &Path| match path.as_os_str().is_empty() {
        true => PathBuf::new(),
        false => std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()),
    };
    Places {
        root: absolute(&options.root),
        config: options.config.as_deref().map(absolute),
        platform: absolute(Path::new(&settings.agent.platform)),
        state: PathBuf::from(&settings.agent.state),
        hook_timeout: Duration::from_secs(settings.agent.hook_timeout.into()),
    }
}

/// Where the control socket is.
pub fn control(options: &Options) -> Result<PathBuf, Vec<String>> {
    settings(options).map(|(settings, _)| place(options, &settings.agent.control))
}

/// Who the device is (TR-069 A.3.3.1): given in the settings, read from files, or asked from a hook.
pub fn identity(settings: &Settings, device: &mut Device) -> Result<DeviceId, String> {
    let given = &settings.device;
    let answered = match &given.identity_hook {
        Some(hook) => {
            let request = Request::Do {
                name: String::from("identity"),
                arguments: Vec::new(),
            };
            device
                .hook(hook, &[request])
                .map_err(|trouble| format!("identity_hook {hook}: {trouble}"))?
        }
        None => Vec::new(),
    };
    let mut part = |name: &str, given: &Given| -> Result<String, String> {
        let text = match given {
            Given::Value(value) => value.clone(),
            Given::File(path) => device
                .file(path)
                .map_err(|trouble| format!("option {name}_file: {trouble}"))?
                .ok_or_else(|| {
                    format!("option {name}_file: expected a file, got nothing at {path}")
                })?,
            Given::Nothing => answered
                .iter()
                .find_map(|answer| match answer {
                    Answer::Value { path, value } if path == name => Some(value.clone()),
                    _ => None,
                })
                .unwrap_or_default(),
        };
        Ok(text.trim().trim_end_matches('\0').to_owned())
    };
    let identity = DeviceId {
        manufacturer: part("manufacturer", &given.manufacturer)?,
        oui: part("oui", &given.oui)?.to_ascii_uppercase(),
        product_class: part("product_class", &given.product_class)?,
        serial_number: part("serial_number", &given.serial_number)?,
    };
    let hexadecimal =
        identity.oui.len() == 6 && identity.oui.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !hexadecimal {
        return Err(format!(
            "config device: expected an oui of six hexadecimal digits, got {:?}",
            identity.oui
        ));
    }
    if identity.serial_number.is_empty() {
        return Err(String::from(
            "config device: expected a serial_number, got none",
        ));
    }
    Ok(identity)
}

/// Reads all there is and tells how much that was, or every error.
pub fn check(options: &Options) -> Result<String, Vec<String>> {
    let mut errors = Vec::new();
    let (settings, warnings) = settings(options)?;
    let tree = match tree(&settings) {
        Ok(tree) => Some(tree),
        Err(found) => {
            errors.extend(found);
            None
        }
    };
    let hooks = Path::new(&settings.agent.platform).join("hooks");
    let mut count = 0;
    for hook in tree.iter().flat_map(Tree::hooks) {
        count += 1;
        let file = hooks.join(hook);
        match std::fs::metadata(&file) {
            Ok(found) if found.permissions().mode() & 0o111 == 0 => {
                errors.push(format!(
                    "{}: expected an executable file, got mode {:o}",
                    file.display(),
                    found.permissions().mode() & 0o777
                ));
            }
            Ok(_) => {
                let wrong =
                    not_started(&file).map(|wrong| format!("{}:1: {wrong}", file.display()));
                errors.extend(wrong);
            }
            Err(error) => {
                let at = named_at(&settings.agent.platform, hook);
                errors.push(format!("{at}{}: {error}", file.display()));
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let (objects, parameters) = tree.as_ref().map_or((0, 0), Tree::size);
    let mut report: String = warnings
        .into_iter()
        .map(|warning| format!("warning: {warning}\n"))
        .collect();
    for note in tree.iter().flat_map(Tree::notes) {
        report.push_str(&format!("note: {note}\n"));
    }
    report.push_str(&format!(
        "{}: {objects} objects, {parameters} parameters and {count} hooks are fine\n",
        settings.agent.platform
    ));
    Ok(report)
}

/// `FILE.map:12: ` of the first line that names a hook.
fn named_at(platform: &str, hook: &str) -> String {
    let maps = texts(Path::new(platform), "map", &|_| true).unwrap_or_default();
    for (file, text) in &maps {
        for (at, line) in text.lines().enumerate() {
            let mut words = line.split_whitespace();
            if words.any(|word| word == "hook") && words.next() == Some(hook) {
                return format!("{file}:{}: ", at + 1);
            }
        }
    }
    String::new()
}

/// Why no kernel starts this file.
fn not_started(file: &Path) -> Option<&'static str> {
    let mut head = Vec::new();
    let file = std::fs::File::open(file).ok()?;
    file.take(256).read_to_end(&mut head).ok()?;
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    match (head.starts_with(b"#!"), line.ends_with(b"\r")) {
        (true, true) => Some(
            "expected a line feed alone at the end of each line, got a carriage return before it",
        ),
        (false, _) if !head.starts_with(b"\x7fELF") => {
            Some("expected an interpreter such as `#!/bin/sh` in the first line")
        }
        _ => None,
    }
}

/// How much of the data model the maps cover, and which profiles.
pub fn coverage(options: &Options) -> Result<String, Vec<String>> {
    let (settings, _) = settings(options)?;
    let tree = tree(&settings)?;
    let profiles = texts(Path::new(&settings.agent.datamodel), "profiles", &|_| true)?;
    let profiles: String = profiles.into_iter().map(|(_, text)| text).collect();
    Ok(coverage::report(&tree, &schema(&settings)?, &profiles))
}

/// All that the data model knows below the chosen root.
pub fn schema(settings: &Settings) -> Result<Schema, Vec<String>> {
    let folder = Path::new(&settings.agent.datamodel);
    let mut schema = Schema::default();
    let mut errors = Vec::new();
    let inside = format!("{}.", settings.device.root);
    for (file, text) in texts(folder, "dm", &|path| path.starts_with(&inside))? {
        errors.extend(schema.parse(&text, &file, &|path| path.starts_with(&inside)));
    }
    match errors.is_empty() {
        true => Ok(schema),
        false => Err(errors),
    }
}

/// A path of the device, below the root.
pub fn place(options: &Options, path: &str) -> PathBuf {
    if options.root.as_os_str().is_empty() {
        PathBuf::from(path)
    } else {
        options.root.join(path.trim_start_matches('/'))
    }
}

/// All files of one kind in a directory, by name. Of schemas only what is wanted is kept in memory.
fn texts(
    directory: &Path,
    extension: &str,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<(String, String)>, Vec<String>> {
    let wrong = |path: &Path, error: std::io::Error| vec![format!("{}: {error}", path.display())];
    let option = if extension == "map" {
        "agent.platform"
    } else {
        "agent.datamodel"
    };
    let names = std::fs::read_dir(directory)
        .map_err(|error| vec![format!("{option} {}: {error}", directory.display())])?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| {
            Path::new(name)
                .extension()
                .is_some_and(|found| found == extension)
        });
    let mut files = BTreeSet::new();
    files.extend(names);
    let mut texts = Vec::with_capacity(files.len());
    for file in files {
        let path = directory.join(file);
        let text = sieved(&path, extension == "dm", wanted).map_err(|error| wrong(&path, error))?;
        texts.push((path.display().to_string(), text));
    }
    Ok(texts)
}

/// The text of one file; of a schema with empty lines in place of what nobody wants.
fn sieved(path: &Path, schema: bool, wanted: &dyn Fn(&str) -> bool) -> std::io::Result<String> {
    if !schema {
        return std::fs::read_to_string(path);
    }
    let mut reader = std::io::BufReader::new(std::fs::File::open(path)?);
    let mut sieve = Sieve::new(wanted);
    let (mut text, mut line) = (String::new(), String::new());
    while reader.read_line(&mut line)? > 0 {
        if sieve.keeps(&line) {
            text.push_str(&line);
        } else {
            text.push('\n');
        }
        line.clear();
    }
    Ok(text)
}
