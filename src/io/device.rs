//! The router: uci files, plain files, interface addresses, hooks, apply commands.

use super::flash::{self, Flash, Lock};
use super::process::{self, Ended, Limits};
use super::{clock, ubus};
use crate::agent::OptionValue;
use crate::model::notify::Sources;
use crate::platform::hook::{self, Answer, Request};
use crate::platform::uci::Package;
use crate::platform::{Change, LONGEST_FILE, Platform, Target, Trouble};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, ErrorKind, Read};
use std::net::Ipv6Addr;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How long one process waits for another that works on the device.
const LOCK_PATIENCE: Duration = Duration::from_secs(60);
/// The agent's own table of interface addresses.
const ADDRESSES: &str = "@addresses";
/// What the kernel says of those of IPv6.
const STATES: &str = "/proc/net/if_inet6";
const CLOCK: &str = "@clock";
/// Before a path: when it was written last.
const CHANGED: &str = "@changed";

/// Where things are on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Stands for `/` in every path of the platform; empty for the device itself.
    pub root: PathBuf,
    /// The agent's own settings, where they are not the uci package `cwmpd` of the device.
    pub config: Option<PathBuf>,
    /// Directory of the maps and of `hooks/`. Not under the root.
    pub platform: PathBuf,
    /// Directory of the agent's state, as the settings name it. Under the root.
    pub state: PathBuf,
    /// Time that a hook's batch may take.
    pub hook_timeout: Duration,
}

impl Places {
    /// The agent's state on this machine.
    pub fn state_folder(&self) -> PathBuf {
        self.real(&self.state.to_string_lossy())
    }

    /// The file that is meant by a path on the device.
    ///
    /// `/proc` and `/sys` are the real ones where the root has none of its own.
    pub fn real(&self, path: &str) -> PathBuf {
        let inside = path.trim_start_matches('/');
        let folder = inside.split('/').next().unwrap_or_default();
        let kernels = matches!(folder, "proc" | "sys");
        let own =
            !self.root.as_os_str().is_empty() && (!kernels || self.root.join(folder).exists());
        let root = if own { &self.root } else { Path::new("/") };
        root.join(inside)
    }
}

/// The device that the agent runs on, or a folder that stands for one.
#[derive(Debug)]
pub struct Device {
    places: Places,
    flash: Flash,
    /// What each uci file said when it was read last: a change by somebody else since then must not
    /// be undone by writing what was computed from the old text.
    seen: HashMap<String, u64>,
    bus: Option<ubus::Connection>,
    /// Until then nobody tries to reach ubusd: it hangs.
    bus_hangs: Duration,
    /// Somebody else is more urgent: no hook is started any more, and none goes on.
    unwanted: Arc<AtomicBool>,
    /// Time that is left to all hooks together; `None`: each has its own.
    hooks_left: Option<Duration>,
}

impl Device {
    pub fn open(places: Places) -> Device {
        Device {
            flash: Flash::at(&places.state_folder()),
            places,
            seen: HashMap::new(),
            bus: None,
            bus_hangs: Duration::ZERO,
            unwanted: Arc::default(),
            hooks_left: None,
        }
    }

    /// What all hooks together may take from now on; `None`: each as long as any.
    pub fn limit_hooks(&mut self, all: Option<Duration>) {
        self.hooks_left = all;
    }

    /// From when this is true on, hooks fail.
    pub fn unless(&mut self, unwanted: Arc<AtomicBool>) {
        self.unwanted = unwanted;
    }

    pub fn is_unwanted(&self) -> bool {
        self.unwanted.load(Ordering::Relaxed)
    }

    /// Keeps every other cwmpd process off the device while it lives. For one RPC or one command.
    ///
    /// # Errors
    /// The lock cannot be had within a minute, or its file cannot be made.
    pub fn lock(&self) -> io::Result<Lock> {
        self.flash.lock(LOCK_PATIENCE)
    }

    pub fn flash(&self) -> &Flash {
        &self.flash
    }

    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Sets options of a uci package, each in the section of its name, or else of this type, or else in a
    /// new one, under the lock: all of them or none.
    ///
    /// # Errors
    /// The device is busy, or the file cannot be read or written.
    pub fn set_options(&mut self, package: &str, options: &[OptionValue]) -> Result<(), Trouble> {
        let _lock = self.lock().map_err(|error| failed(error.to_string()))?;
        let text = self.uci(package)?.unwrap_or_default();
        let mut edited = Package::parse(text).map_err(|error| failed(error.to_string()))?;
        for OptionValue {
            section,
            option,
            value,
        } in options
        {
            let nameless = format!("@{section}");
            let found = edited.find(section).or_else(|| edited.find(&nameless));
            let id = match found.map(|found| found.id()) {
                Some(id) => id,
                None => edited.add_section(section, Some(section)).map_err(failed)?,
            };
            edited.set(id, option, value).map_err(failed)?;
        }
        self.commit(vec![Change {
            target: Target::Uci(package.to_string()),
            content: edited.to_text().into_bytes(),
        }])
    }

    /// The files behind these sources; for a symbolic link, also what it points to.
    pub fn files(&self, sources: &Sources) -> BTreeSet<PathBuf> {
        let packages = sources.packages.iter().map(|name| self.uci_file(name));
        let plain = sources.files.iter().map(|path| self.plain_file(path));
        let mut files = BTreeSet::new();
        files.extend(packages.chain(plain).flatten());
        let targets: Vec<PathBuf> = files
            .iter()
            .filter_map(|file| std::fs::canonicalize(file).ok())
            .collect();
        files.extend(targets);
        files
    }

    fn uci_file(&self, package: &str) -> Result<PathBuf, Trouble> {
        let odd = package.is_empty() || package.starts_with('.') || package.contains('/');
        if odd {
            return Err(failed(format!("`{package}` is no name of a uci package")));
        }
        if let ("cwmpd", Some(config)) = (package, &self.places.config) {
            return Ok(config.clone());
        }
        Ok(self.places.real(&format!("/etc/config/{package}")))
    }

    fn plain_file(&self, path: &str) -> Result<PathBuf, Trouble> {
        // In /sys, names are links, and what is above one is what it hangs on. One step up never leaves it.
        let inside = path.strip_prefix("/sys/bus/");
        let mut last = "..";
        let mut parts = inside.unwrap_or(path).split('/');
        let up = path.contains("..")
            && parts.any(|part| {
                let up = part == ".." && (inside.is_none() || last == "..");
                if !matches!(part, "" | ".") {
                    last = part;
                }
                up
            });
        if !path.starts_with('/') || up || path.contains('\0') {
            let text = format!("expected the absolute path of a file, without `..`: `{path}`");
            return Err(failed(text));
        }
        Ok(self.places.real(path))
    }

    fn environment(&self, command: &mut Command) {
        let lib = self
            .places
            .platform
            .parent()
            .map(|folder| folder.join("lib.sh"));
        command
            .env("CWMPD_ROOT", &self.places.root)
            .env("CWMPD_LIB", lib.unwrap_or_default())
            .env("CWMPD_HOOKS", self.places.platform.join("hooks"));
    }

    fn run(
        &self,
        what: &str,
        command: Command,
        input: &[u8],
        limits: Limits,
    ) -> Result<Ended, Trouble> {
        let ended = self.start(what, command, input, limits)?;
        self.judge(what, ended)
    }

    fn start(
        &self,
        what: &str,
        mut command: Command,
        input: &[u8],
        limits: Limits,
    ) -> Result<Ended, Trouble> {
        self.environment(&mut command);
        let program = PathBuf::from(command.get_program());
        process::run(command, input, limits).map_err(|error| match error.kind() {
            ErrorKind::ExecutableFileBusy | ErrorKind::WouldBlock | ErrorKind::Interrupted => {
                Trouble::Busy(format!("{what}: {}: {error}", program.display()))
            }
            ErrorKind::NotFound | ErrorKind::PermissionDenied => {
                failed(format!("{what}: cannot run {}: {error}", program.display()))
            }
            _ => failed(format!("{what}: {error}")),
        })
    }

    /// What a child's complaints and exit status say.
    fn judge(&self, what: &str, ended: Ended) -> Result<Ended, Trouble> {
        for line in &ended.complaints {
            log::warn!("{what}: {line}");
        }
        if ended.more_complaints > 0 {
            log::warn!("{what}: {} more lines like these", ended.more_complaints);
        }
        let last = ended.complaints.last();
        let said = last.map(|line| format!(": {line}")).unwrap_or_default();
        match ended.status.code() {
            Some(0) => Ok(ended),
            Some(3) => Err(Trouble::Busy(format!("{what}{said}"))),
            _ => Err(failed(format!(
                "{what}: {}{said}",
                process::describe(ended.status)
            ))),
        }
    }

    fn connect(&self, end: Duration) -> io::Result<ubus::Connection> {
        let mut sockets = ubus::SOCKETS.iter().map(|path| self.places.real(path));
        let newer = sockets.next().unwrap_or_default();
        ubus::Connection::open(&newer, end).or_else(|error| match sockets.next() {
            Some(older) if error.kind() == ErrorKind::NotFound => {
                ubus::Connection::open(&older, end).map_err(|_| error)
            }
            _ => Err(error),
        })
    }

    /// Where the socket cannot be had: the command `ubus`, one process for each call.
    fn ubus_command(
        &self,
        object: &str,
        method: &str,
        arguments: &Value,
        why: &io::Error,
    ) -> Result<Option<Value>, Trouble> {
        let run = |words: &[&str]| {
            let mut command = process::command(OsStr::new("ubus"));
            let seconds = self.places.hook_timeout.as_secs().to_string();
            command.args(["-S", "-t", &seconds]).args(words);
            // It is to give up by itself, and tell.
            let limits = Limits::new(self.places.hook_timeout + Duration::from_secs(1));
            let ended = self.start("ubus", command, b"", limits);
            let ended = ended.map_err(|trouble| {
                failed(format!("{}: {why}; {trouble}", ubus::SOCKETS.join(", ")))
            })?;
            match ended.status.code() {
                // A method that is not there.
                Some(253) => Ok(None),
                Some(code @ 0..=13) if ubus::judge(code.unsigned_abs())? => Ok(Some(ended.output)),
                Some(0..=13) => Ok(None),
                _ => self.judge("ubus", ended).map(|ended| Some(ended.output)),
            }
        };
        let call = |object: &str| {
            let output = run(&["call", object, method, &arguments.to_string()])?;
            match output.filter(|output| !output.trim_ascii().is_empty()) {
                Some(output) => serde_json::from_slice(&output)
                    .map(Some)
                    .map_err(|error| failed(format!("expected JSON from ubus: {error}"))),
                None => Ok(None),
            }
        };
        let Some(prefix) = object.strip_suffix('*') else {
            return call(object);
        };
        let list = run(&["list", object])?.map(text).unwrap_or_default();
        let mut answers = serde_json::Map::new();
        for name in list.lines() {
            if let Some(answer) = call(name)? {
                let name = name.strip_prefix(prefix).unwrap_or(name);
                answers.insert(name.to_string(), answer);
            }
        }
        Ok(Some(Value::Object(answers)))
    }
}

impl Platform for Device {
    fn uci(&mut self, package: &str) -> Result<Option<String>, Trouble> {
        let path = self.uci_file(package)?;
        let content = flash::read(&path, LONGEST_FILE as u64).map_err(told)?;
        self.seen
            .insert(package.to_string(), fingerprint(content.as_deref()));
        Ok(content.map(text))
    }

    fn file(&mut self, path: &str) -> Result<Option<String>, Trouble> {
        if path == ADDRESSES {
            let table = addresses().map_err(told)?;
            let states = self.file(STATES)?.unwrap_or_default();
            return Ok(Some(with_states(&table, &states)));
        }
        if path == CLOCK {
            return Ok(clock::steady().map(|unix| unix.to_string()));
        }
        if let Some(path) = path.strip_prefix(CHANGED) {
            let about = std::fs::metadata(self.plain_file(path)?);
            return Ok(about.ok().map(|about| about.mtime().to_string()));
        }
        let file = self.plain_file(path)?;
        match read_some(&file) {
            Ok(found) => Ok(found.map(text)),
            // A radio that is off has a sensor, and no temperature.
            Err(error) if path.starts_with("/sys/") && is_unmeasured(&error) => {
                Ok(Some(String::new()))
            }
            Err(error) => Err(failed(format!("cannot read {}: {error}", file.display()))),
        }
    }

    fn directory(&mut self, path: &str) -> Result<Vec<String>, Trouble> {
        let path = self.plain_file(path)?;
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if is_nothing(&error) => return Ok(Vec::new()),
            Err(error) => {
                return Err(failed(format!("cannot list {}: {error}", path.display())));
            }
        };
        let mut names = BTreeSet::new();
        names.extend(entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()));
        Ok(names.into_iter().collect())
    }

    fn hook(&mut self, name: &str, requests: &[Request]) -> Result<Vec<Answer>, Trouble> {
        if name.is_empty() || name.starts_with('.') || name.contains('/') {
            return Err(failed(format!("`{name}` is no name of a hook")));
        }
        if self.is_unwanted() {
            return Err(Trouble::Busy("somebody else is more urgent".to_string()));
        }
        let program = self.places.platform.join("hooks").join(name);
        let what = format!("hook {name}");
        let own = self.places.hook_timeout;
        let time = self.hooks_left.map_or(own, |left| left.min(own));
        if time.is_zero() {
            return Err(Trouble::Busy(format!(
                "{what}: the hooks before it took too long"
            )));
        }
        let limits = Limits {
            unwanted: Some(&self.unwanted),
            ..Limits::new(time)
        };
        let command = process::command(program.as_os_str());
        let start = clock::mono();
        let ended = self.run(&what, command, hook::encode(requests).as_bytes(), limits);
        if let Some(left) = &mut self.hooks_left {
            *left = left.saturating_sub(clock::mono().saturating_sub(start));
        }
        let ended = ended?;
        hook::decode(
            name,
            &ended.output,
            hook::LONGEST_LINE,
            hook::LONGEST_OUTPUT,
        )
        .map_err(failed)
    }

    fn ubus(
        &mut self,
        object: &str,
        method: &str,
        arguments: &Value,
    ) -> Result<Option<Value>, Trouble> {
        let now = clock::mono();
        if now < self.bus_hangs {
            return Err(Trouble::Busy("ubusd does not answer".to_string()));
        }
        let end = now.saturating_add(self.places.hook_timeout);
        loop {
            let kept = self.bus.take();
            let again = kept.is_some();
            let mut bus = match kept.map_or_else(|| self.connect(end), Ok) {
                Ok(bus) => bus,
                Err(error) if error.kind() == ErrorKind::TimedOut => {
                    self.bus_hangs = end.saturating_add(self.places.hook_timeout);
                    return Err(Trouble::Busy("ubusd does not answer".to_string()));
                }
                Err(error) => return self.ubus_command(object, method, arguments, &error),
            };
            match bus.call(object, method, arguments, end) {
                Ok(answer) => {
                    self.bus = Some(bus);
                    return answer;
                }
                // ubusd was started again.
                Err(error) if again && error.kind() != ErrorKind::TimedOut => {}
                Err(error) => return Err(Trouble::Busy(error.to_string())),
            }
        }
    }

    fn commit(&mut self, changes: Vec<Change>) -> Result<(), Trouble> {
        let mut files = Vec::new();
        let mut packages = Vec::new();
        for change in changes {
            let path = match change.target {
                Target::Uci(package) => {
                    let path = self.uci_file(&package)?;
                    let old = flash::read(&path, LONGEST_FILE as u64).map_err(told)?;
                    let seen = self.seen.get(&package);
                    if seen.is_some_and(|seen| *seen != fingerprint(old.as_deref())) {
                        let text =
                            format!("{} was changed by somebody else just now", path.display());
                        return Err(Trouble::Busy(text));
                    }
                    if old.is_some_and(|old| std::str::from_utf8(&old).is_err()) {
                        let text = format!("{} is not UTF-8: it would be damaged", path.display());
                        return Err(failed(text));
                    }
                    packages.push((package, fingerprint(Some(&change.content))));
                    path
                }
                Target::File(path) => self.plain_file(&path)?,
                Target::State(name) => {
                    if name.is_empty() || name.starts_with('.') || name.contains('/') {
                        return Err(failed(format!("`{name}` is no name of a state file")));
                    }
                    self.flash.folder().join(name)
                }
            };
            files.push((path, change.content));
        }
        self.flash.commit(&files).map_err(told)?;
        self.seen.extend(packages);
        Ok(())
    }

    fn apply(&mut self, line: &str) -> Result<(), Trouble> {
        let mut command = process::command(OsStr::new("/bin/sh"));
        command.arg("-c").arg(line);
        self.environment(&mut command);
        // Bringing a service into force takes longer than telling its values.
        let limits = Limits::new(self.places.hook_timeout.saturating_mul(3));
        self.run(&format!("apply `{line}`"), command, b"", limits)?;
        Ok(())
    }

    fn state(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        self.flash.state(name).map_err(told)
    }
}

/// One line per interface address: `INTERFACE inet|inet6 ADDRESS PREFIXLENGTH`.
///
/// # Errors
/// The kernel does not tell.
pub fn addresses() -> io::Result<String> {
    let mut table = String::new();
    for entry in nix::ifaddrs::getifaddrs()? {
        let (Some(address), Some(mask)) = (entry.address, entry.netmask) else {
            continue;
        };
        let line = if let (Some(address), Some(mask)) =
            (address.as_sockaddr_in(), mask.as_sockaddr_in())
        {
            let bits = u32::from(mask.ip()).count_ones();
            format!("{} inet {} {bits}\n", entry.interface_name, address.ip())
        } else if let (Some(address), Some(mask)) =
            (address.as_sockaddr_in6(), mask.as_sockaddr_in6())
        {
            let bits = u128::from(mask.ip()).count_ones();
            format!("{} inet6 {} {bits}\n", entry.interface_name, address.ip())
        } else {
            continue;
        };
        table.push_str(&line);
    }
    Ok(table)
}

/// The table with the state of each address of IPv6 behind it, from the kernel's lines `ADDRESS INDEX LENGTH SCOPE FLAGS
/// INTERFACE`, numbers in hexadecimal without colons.
fn with_states(table: &str, kernel: &str) -> String {
    let known: HashMap<(u128, &str), &str> = kernel
        .lines()
        .filter_map(|line| {
            let mut words = line.split_ascii_whitespace();
            let address = u128::from_str_radix(words.next()?, 16).ok()?;
            let flags = u8::from_str_radix(words.nth(3)?, 16).ok()?;
            // IFA_F_… of linux/if_addr.h. Who has failed is tentative, too, and so is who is optimistic at first.
            let state = match flags {
                _ if flags & 0x08 != 0 => " duplicate\n",
                _ if flags & 0x04 != 0 => " optimistic\n",
                _ if flags & 0x40 != 0 => " tentative\n",
                _ if flags & 0x20 != 0 => " deprecated\n",
                _ => " preferred\n",
            };
            Some(((address, words.next()?), state))
        })
        .collect();
    let state = |line: &str| {
        let mut words = line.split(' ');
        let interface = words.next()?;
        let address: Ipv6Addr = words.nth(1)?.parse().ok()?;
        known.get(&(address.to_bits(), interface)).copied()
    };
    table
        .lines()
        .flat_map(|line| [line, state(line).unwrap_or("\n")])
        .collect()
}

/// Reads a file that need not be a plain one: a pipe that nobody writes to holds up nobody.
fn read_some(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let found = std::fs::OpenOptions::new()
        .read(true)
        .custom_flags(nix::fcntl::OFlag::O_NONBLOCK.bits())
        .open(path)
        .and_then(|file| {
            // What the kernel tells in one file is a page at most, mostly.
            let mut content = Vec::with_capacity(4096);
            file.take(LONGEST_FILE as u64 + 1)
                .read_to_end(&mut content)?;
            Ok(content)
        });
    match found {
        Ok(mut content) => {
            // A routing table, or leases, of tens of thousands of lines: told once, whichever it is.
            static CUT: AtomicBool = AtomicBool::new(false);
            if content.len() > LONGEST_FILE {
                content.truncate(LONGEST_FILE);
                if !CUT.swap(true, Ordering::Relaxed) {
                    log::warn!(
                        "{}: only the first {LONGEST_FILE} bytes are read",
                        path.display()
                    );
                }
            }
            Ok(Some(content))
        }
        Err(error) if is_nothing(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// There is no such file, or the kernel has no value to tell in it (the speed of a link that is down).
fn is_nothing(error: &io::Error) -> bool {
    use nix::errno::Errno;
    let none = [
        Errno::ENOENT,
        Errno::ENOTDIR,
        Errno::EINVAL,
        Errno::ENODEV,
        Errno::ENXIO,
        Errno::ENODATA,
        Errno::EOPNOTSUPP,
    ];
    error
        .raw_os_error()
        .is_some_and(|raw| none.contains(&Errno::from_raw(raw)))
}

/// What the kernel measures is there, and cannot be measured now.
fn is_unmeasured(error: &io::Error) -> bool {
    use nix::errno::Errno;
    let now = [Errno::ENETDOWN, Errno::EIO, Errno::EAGAIN];
    error
        .raw_os_error()
        .is_some_and(|raw| now.contains(&Errno::from_raw(raw)))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

fn fingerprint(content: Option<&[u8]>) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}

fn told(error: io::Error) -> Trouble {
    failed(error.to_string())
}

fn failed(text: String) -> Trouble {
    Trouble::Failed(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_ipv6_have_a_state() {
        let table = "lo inet 127.0.0.1 8\nlo inet6 ::1 128\nbr-lan inet6 fe80::1 64\nwan inet6 fe80::1 64\n";
        for (flags, state) in [
            ("80", " preferred"),
            ("a0", " deprecated"),
            ("c0", " tentative"),
            ("44", " optimistic"),
            ("c8", " duplicate"),
            ("xx", ""),
            ("", ""),
        ] {
            let kernel = format!(
                "00000000000000000000000000000001 01 80 10 80       lo\n\
                 fe800000000000000000000000000001 05 40 20 {flags}   br-lan\n"
            );
            let expected = format!(
                "lo inet 127.0.0.1 8\nlo inet6 ::1 128 preferred\nbr-lan inet6 fe80::1 64{state}\nwan inet6 fe80::1 64\n"
            );
            assert_eq!(with_states(table, &kernel), expected, "{flags}");
        }
    }
}
