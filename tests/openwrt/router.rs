//! A router of folders: a copy of `root/`, the stand-in for ubusd on a socket in it, the shipped hooks with
//! stand-ins for the programs they call. What would be run to apply a change is only noted.
//!
//! `more/` has two more ways out, by DHCP; `other/` has modems, DSL and tunnels: what is in their files is added to those
//! of `root/`.

use crate::folder;
use cwmpd::agent::settings::PARAMETERS;
use cwmpd::io::device::{Device, Places};
use cwmpd::model::schema::Schema;
use cwmpd::model::template::Texts;
use cwmpd::model::tree::Tree;
use cwmpd::platform::hook::{self, Answer, Request};
use cwmpd::platform::{Change, Platform, Target, Trouble};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;
use testacs::Ubusd;

pub struct Router {
    folder: PathBuf,
    device: Device,
    bus: Option<Ubusd>,
    state: BTreeMap<String, Vec<u8>>,
    /// The apply commands, in their order.
    pub applied: Vec<String>,
    /// Each start of a hook.
    pub hooks: Vec<String>,
    /// What a hook has told though nobody has asked for it: the agent logs it.
    pub strange: Vec<String>,
    /// Files that were written, below the root.
    pub written: BTreeSet<String>,
    /// A hook was told to write.
    hook_wrote: bool,
    /// What the agent's clock says, in seconds since 1970: as long after `btime` as `uptime` of `root/` says.
    pub clock: Option<i64>,
    /// Commands fail.
    pub refuses: bool,
}

impl Router {
    /// With what is in this folder.
    pub fn with(name: &str, more: Option<&str>) -> Router {
        let folder = folder::unused(&above(), &format!("openwrt-{name}"));
        let mut router = Router {
            device: Device::open(Places {
                root: folder.join("root"),
                config: None,
                platform: repository().join("platform/openwrt"),
                state: "/etc/cwmpd".into(),
                hook_timeout: Duration::from_secs(120),
            }),
            folder,
            bus: None,
            state: BTreeMap::new(),
            applied: Vec::new(),
            hooks: Vec::new(),
            strange: Vec::new(),
            written: BTreeSet::new(),
            hook_wrote: false,
            clock: Some(1_763_866_708),
            refuses: false,
        };
        let _ = fs::remove_dir_all(&router.folder);
        fs::create_dir_all(&router.folder).unwrap();
        copy(&repository().join("tests/openwrt/root"), &router.pristine());
        if let Some(more) = more {
            let more = repository().join("tests/openwrt").join(more);
            for path in files(&more) {
                let below = path.strip_prefix(&more).unwrap();
                add(&path, &router.pristine().join(below));
            }
        }
        router.unpack();
        router
    }

    pub fn root(&self) -> PathBuf {
        self.folder.join("root")
    }

    /// A hook with one word, as a command of `apply` starts it.
    pub fn starts(&self, name: &str, word: &str) {
        let ended = self.command(name).arg(word).status().unwrap();
        assert!(ended.success(), "{name} {word}: {ended}");
    }

    fn command(&self, name: &str) -> Command {
        let platform = repository().join("platform");
        let bin = repository().join("tests/openwrt/bin");
        let mut command = Command::new(platform.join("openwrt/hooks").join(name));
        command
            .env_clear()
            .env(
                "PATH",
                format!("{}:/usr/sbin:/usr/bin:/sbin:/bin", bin.display()),
            )
            .env("CWMPD_ROOT", self.root())
            .env("CWMPD_LIB", platform.join("lib.sh"))
            .current_dir("/");
        command
    }

    /// A file that is so from the beginning, in place of the one of `root/`.
    pub fn has(&mut self, path: &str, text: &str) {
        for root in [self.pristine(), self.root()] {
            let file = root.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
    }

    /// A file or folder that is not there.
    pub fn lacks(&mut self, path: &str) {
        for root in [self.pristine(), self.root()] {
            let path = root.join(path);
            match path.is_dir() {
                true => fs::remove_dir_all(path).unwrap(),
                false => fs::remove_file(path).unwrap(),
            }
        }
    }

    /// As it is before anything is changed.
    fn pristine(&self) -> PathBuf {
        self.folder.join("pristine")
    }

    /// A session has succeeded since the last change.
    pub fn confirms(&mut self) {
        self.state.remove(cwmpd::model::guard::FILE);
    }

    /// Calls over ubus since this was last asked.
    pub fn take_calls(&self) -> Vec<String> {
        self.bus.as_ref().map(Ubusd::take_calls).unwrap_or_default()
    }

    /// Everything as it was before, but for the instance numbers.
    pub fn restore(&mut self) {
        if std::mem::take(&mut self.hook_wrote) {
            self.bus = None;
            self.unpack();
        }
        for path in std::mem::take(&mut self.written) {
            let now = self.root().join(&path);
            match fs::read(self.pristine().join(&path)) {
                Ok(before) => fs::write(now, before).unwrap(),
                Err(_) => drop(fs::remove_file(now)),
            }
        }
        self.applied.clear();
        self.hooks.clear();
    }

    /// As if no row was ever told.
    pub fn forget_numbers(&mut self) {
        self.state.clear();
    }

    /// What differs from the files of the repository: `- line` and `+ line` below the name of each file.
    pub fn differences(&self) -> Vec<String> {
        let before = self.pristine();
        let mut paths = self.written.clone();
        if self.hook_wrote {
            for part in ["etc", "tmp"] {
                for (above, below) in [(&before, &self.root()), (&self.root(), &before)] {
                    for path in files(&above.join(part)) {
                        let path = path.strip_prefix(above).unwrap();
                        // What the hook remembers between two questions.
                        if path.to_string_lossy().starts_with("tmp/cwmpd-") {
                            continue;
                        }
                        if fs::read(above.join(path)).ok() != fs::read(below.join(path)).ok() {
                            paths.insert(path.to_string_lossy().into_owned());
                        }
                    }
                }
            }
        }
        let text = |folder: &Path, path: &str| {
            let bytes = fs::read(folder.join(path)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let mut lines = Vec::new();
        for path in paths {
            let (old, new) = (text(&before, &path), text(&self.root(), &path));
            // The blank line that comes with a new section stays.
            if old.trim_end() != new.trim_end() {
                lines.push(format!("/{path}"));
                lines.extend(difference(&old, &new));
            }
        }
        lines
    }

    fn unpack(&mut self) {
        // What a hook has left in the background may still write.
        while self.root().exists() {
            let _ = fs::remove_dir_all(self.root());
        }
        copy(&self.pristine(), &self.root());
        let socket = self.root().join("var/run/ubus/ubus.sock");
        self.bus = Some(Ubusd::start(&self.root().join("ubus"), &socket).unwrap());
    }

    fn real(&self, target: &Target) -> Option<String> {
        match target {
            Target::Uci(name) => Some(format!("etc/config/{name}")),
            Target::File(path) => Some(path.trim_start_matches('/').to_owned()),
            Target::State(_) => None,
        }
    }
}

impl Platform for Router {
    fn uci(&mut self, package: &str) -> Result<Option<String>, Trouble> {
        self.device.uci(package)
    }

    fn file(&mut self, path: &str) -> Result<Option<String>, Trouble> {
        match path {
            "@addresses" => self.device.file("/addresses"),
            "@clock" => Ok(self.clock.map(|seconds| seconds.to_string())),
            path => self.device.file(path),
        }
    }

    fn directory(&mut self, path: &str) -> Result<Vec<String>, Trouble> {
        self.device.directory(path)
    }

    fn hook(&mut self, name: &str, requests: &[Request]) -> Result<Vec<Answer>, Trouble> {
        let writes =
            |request: &Request| !matches!(request, Request::Get { .. } | Request::Check { .. });
        self.hook_wrote |= requests.iter().any(writes);
        self.hooks.push(name.to_owned());
        let mut child = self
            .command(name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let batch = hook::encode(requests);
        let feed = std::thread::spawn(move || {
            let _ = stdin.write_all(batch.as_bytes());
        });
        let ended = child.wait_with_output().unwrap();
        feed.join().unwrap();
        match ended.status.code() {
            Some(0) => {
                let output = &ended.stdout;
                let told = hook::decode(name, output, hook::LONGEST_LINE, hook::LONGEST_OUTPUT)
                    .map_err(Trouble::Failed)?;
                let one = match requests {
                    [Request::Get { path }] if !path.ends_with('.') => path,
                    _ => return Ok(told),
                };
                let others = told.iter().filter(|answer| answer.path() != one);
                let others = others.map(|answer| format!("{one}: {}", answer.path()));
                self.strange.extend(others);
                Ok(told)
            }
            Some(3) => Err(Trouble::Busy(name.to_owned())),
            _ => Err(Trouble::Failed(format!("hook {name}: {}", ended.status))),
        }
    }

    fn ubus(
        &mut self,
        object: &str,
        method: &str,
        arguments: &Value,
    ) -> Result<Option<Value>, Trouble> {
        self.device.ubus(object, method, arguments)
    }

    fn commit(&mut self, changes: Vec<Change>) -> Result<(), Trouble> {
        for change in changes {
            match (self.real(&change.target), change.target) {
                (Some(path), _) => {
                    fs::write(self.root().join(&path), change.content).unwrap();
                    self.written.insert(path);
                }
                (None, Target::State(name)) => drop(self.state.insert(name, change.content)),
                (None, _) => {}
            }
        }
        Ok(())
    }

    fn apply(&mut self, command: &str) -> Result<(), Trouble> {
        if !command.contains(" -q check ") {
            self.applied.push(command.to_owned());
        }
        match self.refuses {
            true => Err(Trouble::Failed("refused".to_owned())),
            false => Ok(()),
        }
    }

    fn state(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        Ok(self.state.get(name).cloned())
    }
}

impl Drop for Router {
    fn drop(&mut self) {
        self.bus = None;
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The shipped maps and data models as one tree; `None` where no map is for this root object.
pub fn tree(root: &str) -> Option<(Tree, Schema)> {
    let texts = |folder: &str, extension: &str| {
        let mut paths: Vec<PathBuf> = fs::read_dir(repository().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|found| found == extension))
            .collect();
        paths.sort();
        let text = |path: PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        };
        paths.into_iter().map(text).collect::<Vec<_>>()
    };
    let texts = Texts {
        maps: texts("platform/openwrt", "map"),
        schemas: texts("datamodel", "dm"),
    };
    let mine = |(_, map): &(String, String)| {
        map.lines()
            .any(|line| line.starts_with(&format!("{root}.")))
    };
    if !texts.maps.iter().any(mine) {
        return None;
    }
    let mut schema = Schema::default();
    for (file, text) in &texts.schemas {
        assert_eq!(schema.parse(text, file, &|_| true), Vec::<String>::new());
    }
    match Tree::load(texts, root, PARAMETERS) {
        Ok(tree) => Some((tree, schema)),
        Err(errors) => panic!("\n{}\n", errors.join("\n")),
    }
}

pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(copied.unwrap().success());
}

/// Where there is memory for many routers, it is that.
fn above() -> PathBuf {
    static ABOVE: OnceLock<PathBuf> = OnceLock::new();
    let found = ABOVE.get_or_init(|| {
        let room = Command::new("df").args(["-Pk", "/dev/shm"]).output();
        let room = room.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        let free = room.ok().and_then(|text| {
            let kilobytes = text.lines().nth(1)?.split_whitespace().nth(3)?;
            kilobytes.parse::<u64>().ok()
        });
        match free {
            Some(1_000_000..) => PathBuf::from("/dev/shm"),
            _ => std::env::temp_dir(),
        }
    });
    found.clone()
}

/// Text behind that which is there; of JSON, items of arrays behind those which are there.
fn add(more: &Path, to: &Path) {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    let (Ok(before), more) = (fs::read_to_string(to), fs::read_to_string(more).unwrap()) else {
        fs::copy(more, to).unwrap();
        return;
    };
    let Ok(Value::Object(mut all)) = serde_json::from_str(&before) else {
        fs::write(to, before + &more).unwrap();
        return;
    };
    let Ok(Value::Object(more)) = serde_json::from_str(&more) else {
        panic!("{}: expected a JSON object", to.display());
    };
    for (name, value) in more {
        match (all.get_mut(&name), value) {
            (Some(Value::Array(items)), Value::Array(more)) => items.extend(more),
            (_, value) => drop(all.insert(name, value)),
        }
    }
    fs::write(to, Value::Object(all).to_string()).unwrap();
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.extend(files(&entry.path()));
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    found
}

/// The lines that went and came, between what is common at the beginning and at the end.
fn difference(old: &str, new: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| {
        let mut count = 0;
        while pairs.next().is_some_and(|(old, new)| old == new) {
            count += 1;
        }
        count
    };
    let head: usize = same(&mut old.iter().zip(&new));
    let most = old.len().min(new.len()) - head;
    let tail = same(&mut old.iter().rev().zip(new.iter().rev())).min(most);
    let tell = |sign: &str, lines: &[&str]| -> Vec<String> {
        let lines = &lines[head..lines.len() - tail];
        lines
            .iter()
            .map(|line| format!("{sign} {line}").trim_end().to_owned())
            .collect()
    };
    let mut lines = tell("-", &old);
    lines.extend(tell("+", &new));
    lines
}
