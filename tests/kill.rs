//! The binary killed with SIGKILL at random moments, two hundred times in forty lives, and started again as
//! the same boot or another one. What the test ACS has on record must be what a device says that forgets
//! nothing and repeats nothing.
//!
//! A life is named by its seed, which also draws the moments. `CWMPD_KILL_SEED=17` lives that one alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods
)]

#[path = "lab/folder.rs"]
mod folder;

use cwmpd::agent::schedule::Random;
use cwmpd::agent::state::State;
use cwmpd::agent::transfer::Stage;
use cwmpd::model::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};
use testacs::{Acs, Answer, Element, Entry, Options, Side};

const LIVES: u64 = 40;
const KILLS: usize = 5;
/// At a time; most of a life is waiting.
const THREADS: usize = 6;
/// No life takes longer, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(900);

/// What a busy machine may take for one thing.
const SOON: Duration = Duration::from_secs(60);

const MAPPINGS: &str = "Device.NAT.PortMapping.";
const CLIENT: &str = "Device.NAT.PortMapping.1.InternalClient";
const NOTE: &str = "Device.X_EXAMPLE_LED.Note";

/// What the ACS wants, in this order; each again until it is answered.
const ORDERS: [&str; 13] = [
    "set Device.DeviceInfo.ProvisioningCode=P1 Device.X_EXAMPLE_LED.Note=mine key k-1",
    "add Device.NAT.PortMapping. key k-2",
    "attrset Device.X_EXAMPLE_LED.Note notification=1",
    "attrset Device.NAT. notification=2",
    "download 3 /files/config key config",
    "upload 1 /files/up key backup",
    "schedule 3 /files/config 0-600 key window",
    "deploy install /files/config and install /files/config key modules",
    "schedule-inform 1 soon",
    "set Device.ManagementServer.PeriodicInformInterval:unsignedInt=80000 key k-3",
    "download 1 /files/firmware key firmware",
    "add Device.NAT.PortMapping. key k-4",
    "reboot restart",
];

#[test]
fn killed_two_hundred_times_it_forgets_nothing_and_repeats_nothing() {
    let chosen = std::env::var("CWMPD_KILL_SEED").ok();
    let chosen: Option<u64> = chosen.map(|seed| seed.parse().expect("CWMPD_KILL_SEED: a number"));
    if let Some(seed) = chosen {
        println!("{}", Life::new(seed).live());
        return;
    }
    let next = AtomicU32::new(0);
    let failed = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let seed = u64::from(next.fetch_add(1, Ordering::Relaxed));
                    if seed >= LIVES || failed.load(Ordering::Relaxed) {
                        return;
                    }
                    let _trying = Trying(seed, &failed);
                    println!("{}", Life::new(seed).live());
                }
            });
        }
    });
    println!("{} kills", LIVES as usize * KILLS);
}

/// Says which seed has failed.
struct Trying<'a>(u64, &'a AtomicBool);

impl Drop for Trying<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.1.store(true, Ordering::Relaxed);
            println!("failed: again with CWMPD_KILL_SEED={}", self.0);
        }
    }
}

/// One device in a folder, its ACS, and whoever starts it again.
struct Life {
    seed: u64,
    random: Random,
    folder: PathBuf,
    acs: Acs,
    port: u16,
    boots: u32,
    begun: Instant,
    /// The agent was killed after so many entries of the ACS's record.
    killed: Vec<usize>,
}

impl Life {
    fn new(seed: u64) -> Life {
        let folder = std::env::temp_dir().join(format!("cwmpd-kill-{seed}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let acs = Acs::start(Options {
            within: Duration::from_secs(2),
            hold: Duration::from_millis(60),
            auto_cr: true,
            ..Options::default()
        })
        .unwrap();
        acs.put_file("config", b"config x\n");
        acs.put_file("firmware", b"2.0\n");
        let life = Life {
            seed,
            random: Random::new(seed),
            folder,
            acs,
            port: free_port(seed),
            boots: 0,
            begun: Instant::now(),
            killed: Vec::new(),
        };
        life.furnish();
        life
    }

    fn furnish(&self) {
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sim/device.dm");
        let schema = fs::read_to_string(schema).unwrap();
        self.put("datamodel/device.dm", &schema);
        self.put(
            "platform/device.map",
            "Device.\n  RootDataModelVersion const 2.19\nDevice.DeviceInfo. agent\n  HardwareVersion const 1\n  \
             SoftwareVersion file /etc/version\nDevice.ManagementServer. agent\n\
             Device.NAT.PortMapping.{i}. uci firewall redirect add target=DNAT del name cwmp_\n  \
             ExternalPort src_dport default 0\n  InternalClient dest_ip\n  Description name\n\
             Device.X_EXAMPLE_LED.\n  Note file /etc/note rw\n\
             Device.SoftwareModules.ExecutionUnit.{i}. hook modules\n\
             Device.SoftwareModules.DeploymentUnit.{i}. hook modules\n  UUID hook modules uuid\n  \
             ExecutionEnvRef hook modules -> Device.SoftwareModules.ExecEnv.\n\
             Device.SoftwareModules.ExecEnv.{i}. const main\n  Name key\n  Status const Up\n",
        );
        self.put(
            "platform/hooks/system",
            &format!(
                "#!/bin/sh\nroot='{}'\nread -r act\ncase $act in\n'do reboot') echo exit=1 ;;\n\
                 'do install '*) echo install >> \"$root/done\"; echo 2.0 > \"$root/etc/version.new\"\n\
                 mv \"$root/etc/version.new\" \"$root/etc/version\"; echo exit=1 ;;\n\
                 'do backup') echo \"file=$root/etc/version\" ;;\nesac\n",
                self.root().display()
            ),
        );
        self.put(
            "platform/hooks/modules",
            &format!(
                "#!/bin/sh\nunits='{}'\nmkdir -p \"$units\"\nwhile IFS= read -r line; do\ncase $line in\n\
                 'get '*) for unit in \"$units\"/*; do\n[ -f \"$unit\" ] || continue\n\
                 at=\"Device.SoftwareModules.DeploymentUnit.[${{unit##*/}}]\"\nread -r url < \"$unit\"\n\
                 for value in UUID=${{unit##*/}}@kill DUID=${{unit##*/}} Status=Installed Resolved=true URL=$url \
                 Version=1 ExecutionEnvRef=main; do echo \"$at.$value\"; done\ndone ;;\n\
                 'do url '*) url=${{line#do url }} ;;\n\
                 'do du-install '*) name=${{url##*/}}\nif [ -f \"$units/$name\" ]; then\n\
                 echo '!9026 du-install it is there'\nelse\necho \"$url\" > \"$units.new\"\n\
                 mv \"$units.new\" \"$units/$name\"; echo \"unit=$name\"; fi ;;\nesac\ndone\n",
                self.root().join("units").display()
            ),
        );
        let hooks = ["system", "modules"].map(|name| self.folder.join("platform/hooks").join(name));
        let made = Command::new("chmod").arg("755").args(hooks).status();
        assert!(made.unwrap().success());
        self.put(
            "root/etc/config/cwmpd",
            &format!(
                "config acs 'acs'\n\toption url '{}'\n\toption periodic_enable '0'\n\
                 \toption retry_minimum_wait '1'\n\toption retry_multiplier '1000'\n\
                 config device 'device'\n\toption manufacturer 'Example'\n\toption oui '00ABCD'\n\
                 \toption product_class 'kill'\n\toption serial_number '{}'\n\
                 config connection_request 'connection_request'\n\toption port '{}'\n\toption username 'acs'\n\
                 \toption password 'acs-secret'\n\toption per_minute '600'\n\
                 config agent 'agent'\n\toption platform '{}'\n\toption datamodel '{}'\n\
                 \toption control '/run/cwmpd.sock'\n\toption boot_id '/run/boot_id'\n",
                self.acs.url(),
                self.seed,
                self.port,
                self.folder.join("platform").display(),
                self.folder.join("datamodel").display(),
            ),
        );
        self.put(
            "root/etc/config/firewall",
            "config redirect 'web'\n\toption target 'DNAT'\n\toption src_dport '80'\n\
             \toption dest_ip '192.168.1.2'\n\nconfig redirect 'shell'\n\toption target 'DNAT'\n\
             \toption src_dport '22'\n\toption dest_ip '192.168.1.3'\n",
        );
        self.put("root/etc/version", "1.0\n");
        self.put("root/etc/note", "factory");
        fs::create_dir_all(self.root().join("run")).unwrap();
    }

    fn root(&self) -> PathBuf {
        self.folder.join("root")
    }

    fn put(&self, path: &str, content: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The whole life; what it was, in a line.
    fn live(mut self) -> String {
        let done = AtomicBool::new(false);
        let acs = std::mem::replace(&mut self.acs, Acs::start(Options::default()).unwrap());
        std::thread::scope(|scope| {
            let _over = Over(&done);
            let driver = {
                let (acs, done, root, begun) = (&acs, &done, self.root(), self.begun);
                scope.spawn(move || {
                    let _over = Over(done);
                    drive(acs, &root, begun);
                })
            };
            self.keep_it_running(&acs, &done);
            driver.join().unwrap();
        });
        let kills = self.killed.len();
        Record::of(&acs.entries(), &self.killed).judge();
        // The last word of an agent that was killed may be read when the next one has begun to speak.
        let late = "a message of a session that is over: the agent began another session";
        let (late, complaints): (Vec<_>, Vec<_>) =
            acs.complaints().into_iter().partition(|one| one == late);
        assert_eq!(complaints, Vec::<String>::new());
        assert!(late.len() <= kills, "{} times: {}", late.len(), late[0]);
        let log = self.log();
        for bad in ["cannot be read", "panicked", "torn"] {
            assert!(!log.contains(bad), "{bad}: {log}");
        }
        let installs = fs::read_to_string(self.root().join("done")).unwrap_or_default();
        let asked = requests(&acs.entries(), "Download", "firmware");
        assert!(
            (1..=asked).contains(&installs.lines().count()) || kills > 0 && installs.is_empty(),
            "written {} times, asked for {asked} times",
            installs.lines().count()
        );
        let line = format!(
            "seed {}: {kills} kills, {} boots, {} messages, {:.1} s",
            self.seed,
            self.boots,
            acs.entries().len(),
            self.begun.elapsed().as_secs_f64()
        );
        let _ = fs::remove_dir_all(&self.folder);
        line
    }

    /// Starts the agent, kills it at its moments, and starts it again, until the orders are done and no
    /// kill is left.
    fn keep_it_running(&mut self, acs: &Acs, done: &AtomicBool) {
        let mut agent = self.boot();
        let mut mark = 0;
        loop {
            // So many messages from now, and then some part of the next.
            let messages = self.random.between(1, 36) as usize;
            let more = Duration::from_micros(self.random.between(0, 12_000));
            let patience = Instant::now() + Duration::from_millis(self.random.between(300, 2500));
            let last = self.killed.len() >= KILLS;
            loop {
                if last && done.load(Ordering::Relaxed) {
                    return;
                }
                if agent.0.try_wait().unwrap().is_some() {
                    // The platform's reboot is the end of the process.
                    agent = self.boot();
                    continue;
                }
                let due = acs.entries().len() >= mark + messages || Instant::now() > patience;
                if due && !last {
                    break;
                }
                assert!(self.begun.elapsed() < PATIENCE, "{}", self.log());
                std::thread::sleep(Duration::from_millis(3));
            }
            std::thread::sleep(more);
            drop(agent);
            mark = acs.entries().len();
            self.killed.push(mark);
            self.look_at_the_state();
            agent = match self.random.between(0, 3) {
                0 if self.doubts() => self.start_again_and_boot(acs),
                0 => self.start_again(acs),
                _ => self.boot(),
            };
        }
    }

    /// Whether an image may be being written in this boot, by what is on flash.
    fn doubts(&self) -> bool {
        let Ok(bytes) = fs::read(self.root().join("etc/cwmpd/agent.json")) else {
            return false;
        };
        let boot = fs::read_to_string(self.root().join("run/boot_id")).unwrap();
        State::parse(&bytes).unwrap().transfers.iter().any(
            |transfer| matches!(&transfer.stage, Stage::Applying { boot: begun, .. } if begun == boot.trim()),
        )
    }

    /// Whoever wrote the image may have died with the agent, which cannot know: it gives the platform ten
    /// minutes, and is there for the ACS meanwhile. Its user has less patience.
    fn start_again_and_boot(&mut self, acs: &Acs) -> Agent {
        let before = acs.entries().len();
        let agent = self.start_again(acs);
        let heard = acs.wait_until(SOON, |entries| entries.len() > before);
        assert!(heard, "{}", self.log());
        drop(agent);
        self.killed.push(acs.entries().len());
        self.look_at_the_state();
        self.boot()
    }

    /// After a power cut, or a reboot.
    fn boot(&mut self) -> Agent {
        self.boots += 1;
        self.put("root/run/boot_id", &format!("boot-{}\n", self.boots));
        self.spawn()
    }

    /// In the same boot, which gives it no reason to call.
    fn start_again(&mut self, acs: &Acs) -> Agent {
        let before = acs.entries().len();
        let mut agent = self.spawn();
        let told = acs.informs();
        let url = told
            .last()
            .and_then(|told| told.inform.ending_in(".ConnectionRequestURL"));
        let Some(url) = url else { return agent };
        let start = Instant::now();
        while start.elapsed() < SOON {
            let limit = Duration::from_secs(5);
            let called = testacs::connection_request(url, "acs", "acs-secret", limit) == Ok(200);
            let heard = acs.entries().len() > before;
            if called || heard || agent.0.try_wait().unwrap().is_some() {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        agent
    }

    fn spawn(&self) -> Agent {
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.join("log"))
            .unwrap();
        Command::new(folder::agent())
            .arg("--root")
            .arg(self.root())
            .arg("run")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map(Agent)
            .unwrap()
    }

    /// Whatever was being written: the files say something whole.
    fn look_at_the_state(&self) {
        let folder = self.root().join("etc/cwmpd");
        if let Ok(bytes) = fs::read(folder.join("agent.json")) {
            State::parse(&bytes).unwrap();
        }
        if let Ok(bytes) = fs::read(folder.join("model.json")) {
            Store::read(Some(&bytes)).unwrap();
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

/// None of those that the system gives to whoever asks for any: it is still free when the agent is there again.
fn free_port(seed: u64) -> u16 {
    let of_seed = u64::from(std::process::id()) % 200 * 50 + seed % 50;
    let first = 10_000 + u16::try_from(of_seed).unwrap();
    let mut ports = (first..30_000).step_by(50);
    // To listen there for a look would make it busy for a moment.
    let free = ports.find(|port| std::net::TcpStream::connect(("127.0.0.1", *port)).is_err());
    free.expect("a free port")
}

/// A running agent; SIGKILL ends it.
struct Agent(Child);

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Tells the other thread, also when this one has failed.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The ACS's part: all orders, a change behind the agent's back, and a last look at everything.
fn drive(acs: &Acs, root: &Path, begun: Instant) {
    let first = acs.wait_until(PATIENCE, |entries| !entries.is_empty());
    assert!(first, "no Inform");
    for order in ORDERS {
        insist(acs, order, begun);
    }
    let firewall = root.join("etc/config/firewall");
    let text = fs::read_to_string(&firewall).unwrap();
    fs::write(
        root.join("firewall.new"),
        text.replace("192.168.1.2'", "192.168.1.99'"),
    )
    .unwrap();
    fs::rename(root.join("firewall.new"), &firewall).unwrap();
    let all = acs.wait_until(PATIENCE.saturating_sub(begun.elapsed()), |entries| {
        let record = Record::of(entries, &[]);
        EXPECTED
            .iter()
            .all(|what| record.reports.iter().any(|report| report.what == *what))
    });
    assert!(
        all,
        "not all was reported: {:?}",
        Record::of(&acs.entries(), &[]).reports
    );
    let values = match insist(acs, "get Device.", begun) {
        Some(Answer::Values(values)) => values,
        other => panic!("expected values, got {other:?}"),
    };
    let value = |path: &str| {
        values
            .iter()
            .find(|one| one.path == path)
            .map(|one| one.value.as_str())
    };
    for (path, expected) in [
        (CLIENT, "192.168.1.99"),
        ("Device.NAT.PortMapping.2.InternalClient", "192.168.1.3"),
        ("Device.DeviceInfo.ProvisioningCode", "P1"),
        ("Device.ManagementServer.PeriodicInformInterval", "80000"),
        ("Device.ManagementServer.ParameterKey", "k-4"),
        (NOTE, "mine"),
    ] {
        assert_eq!(value(path), Some(expected), "{path}");
    }
    for number in added(&acs.entries()) {
        let path = format!("{MAPPINGS}{number}.InternalClient");
        assert!(value(&path).is_some(), "row {number} is lost");
    }
    insist(
        acs,
        "attrs Device.\nexpect notification Device.X_EXAMPLE_LED.Note=1\n\
         expect notification Device.NAT.PortMapping.1.InternalClient=2\n\
         expect notification Device.NAT.PortMapping.2.ExternalPort=2\n\
         expect notification Device.ManagementServer.Username=0",
        begun,
    );
}

/// Asks until there is an answer: the agent may be dead, or die of it.
fn insist(acs: &Acs, order: &str, begun: Instant) -> Option<Answer> {
    loop {
        match acs.script(order) {
            Ok(_) => return acs.last_answer(),
            Err(error) => {
                assert!(!error.message.contains("fault"), "{error:?}");
                assert!(begun.elapsed() < PATIENCE, "{error:?}");
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

const EXPECTED: [&str; 10] = [
    "0 BOOTSTRAP",
    "M ScheduleInform [soon]",
    "M Reboot [restart]",
    "TransferComplete [config]",
    "TransferComplete [backup]",
    "TransferComplete [window]",
    "TransferComplete [firmware]",
    "DUStateChangeComplete [modules]",
    "Device.NAT.PortMapping.1.InternalClient 192.168.1.99",
    "1 BOOT",
];

/// One thing that was reported and answered.
#[derive(Clone, Debug)]
struct Report {
    what: String,
    content: String,
    /// The agent has spoken again in that session, so it has noted the answer.
    noted: bool,
}

/// What the agent has reported, and what it was ordered, as the ACS has it on record.
struct Record {
    reports: Vec<Report>,
    ordered: BTreeMap<String, usize>,
    rows: Vec<u32>,
    kills: usize,
}

impl Record {
    fn of(entries: &[Entry], killed: &[usize]) -> Record {
        let mut reports: Vec<Report> = Vec::new();
        // By connection: what was said last, and which reports wait for a sign of life.
        let mut said: BTreeMap<u64, Element> = BTreeMap::new();
        let mut unsure: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut ordered = BTreeMap::new();
        for entry in entries {
            let message = message(entry);
            match entry.side {
                Side::Agent => {
                    for at in unsure.remove(&entry.connection).unwrap_or_default() {
                        reports[at].noted = true;
                    }
                    said.remove(&entry.connection);
                    said.extend(message.map(|message| (entry.connection, message)));
                }
                Side::Acs => {
                    let Some(message) = message else { continue };
                    match message.name.as_str() {
                        "InformResponse"
                        | "TransferCompleteResponse"
                        | "DUStateChangeCompleteResponse" => {
                            let Some(told) = said.remove(&entry.connection) else {
                                continue;
                            };
                            for (what, content) in told_in(&told) {
                                unsure
                                    .entry(entry.connection)
                                    .or_default()
                                    .push(reports.len());
                                reports.push(Report {
                                    what,
                                    content,
                                    noted: false,
                                });
                            }
                        }
                        method @ ("Download" | "Upload" | "ScheduleDownload" | "ChangeDUState") => {
                            let key = message.text_of("CommandKey");
                            let report = match method {
                                "ChangeDUState" => "DUStateChangeComplete",
                                _ => "TransferComplete",
                            };
                            *ordered.entry(format!("{report} [{key}]")).or_default() += 1;
                        }
                        "Reboot" | "ScheduleInform" => {
                            let key = message.text_of("CommandKey");
                            *ordered
                                .entry(format!("M {} [{key}]", message.name))
                                .or_default() += 1;
                        }
                        _ => {}
                    }
                }
                Side::Note => {}
            }
        }
        Record {
            reports,
            ordered,
            rows: added(entries),
            kills: killed.len(),
        }
    }

    fn judge(&self) {
        let mut expected = self.ordered.clone();
        expected.insert("0 BOOTSTRAP".into(), 1);
        expected.insert(EXPECTED[8].into(), 1);
        for (what, most) in expected {
            // The same words are the same thing once more; other words are another thing with that name,
            // which there is if the order went out again.
            let mut by_content: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
            for report in self.reports.iter().filter(|one| one.what == what) {
                by_content
                    .entry(&report.content)
                    .or_default()
                    .push(report.noted);
            }
            let mut times = 0;
            for noted in by_content.values() {
                let again = noted.iter().rev().skip(1).filter(|noted| !**noted).count();
                assert!(
                    again <= self.kills,
                    "{what} was told again, and nobody was killed"
                );
                times += noted.len() - again;
            }
            assert!(
                (1..=most).contains(&times),
                "{what}: ordered {most} times, reported (with whether it was noted) {by_content:?}"
            );
        }
        let rows: BTreeSet<&u32> = self.rows.iter().collect();
        assert_eq!(
            rows.len(),
            self.rows.len(),
            "a number was given twice: {:?}",
            self.rows
        );
        assert!(
            self.rows.iter().all(|number| *number > 2),
            "{:?}",
            self.rows
        );
    }
}

/// The events and changes of an Inform, the outcome of a transfer.
fn told_in(message: &Element) -> Vec<(String, String)> {
    if message.name != "Inform" {
        let key = message.text_of("CommandKey");
        return vec![(format!("{} [{key}]", message.name), all_text(message))];
    }
    let mut told = Vec::new();
    let events = message
        .child("Event")
        .into_iter()
        .flat_map(|list| &list.children);
    for event in events {
        let (code, key) = (event.text_of("EventCode"), event.text_of("CommandKey"));
        match code {
            "4 VALUE CHANGE" => {
                let list = message.child("ParameterList").into_iter();
                let changed = list
                    .flat_map(|list| &list.children)
                    .filter(|entry| entry.text_of("Name") == CLIENT);
                told.extend(changed.map(|entry| {
                    let text = format!("{CLIENT} {}", entry.child("Value").map_or("", |v| &v.text));
                    (text, String::new())
                }));
            }
            _ if key.is_empty() => told.push((code.to_string(), String::new())),
            _ => told.push((format!("{code} [{key}]"), String::new())),
        }
    }
    told
}

/// What an element says, whatever its form.
fn all_text(element: &Element) -> String {
    let inside = element.children.iter().map(all_text);
    let words: Vec<String> = inside.chain([element.text.trim().to_string()]).collect();
    words.join(" ")
}

/// The one message in the body of an envelope.
fn message(entry: &Entry) -> Option<Element> {
    if entry.body.is_empty() || !entry.body.starts_with(b"<") {
        return None;
    }
    let envelope = testacs::parse(&entry.body).ok()?;
    envelope.child("Body")?.children.first().cloned()
}

/// The numbers of the rows that were added.
fn added(entries: &[Entry]) -> Vec<u32> {
    let answers = entries.iter().filter(|entry| entry.side == Side::Agent);
    answers
        .filter_map(message)
        .filter(|message| message.name == "AddObjectResponse")
        .map(|message| message.text_of("InstanceNumber").parse().expect("a number"))
        .collect()
}

fn requests(entries: &[Entry], method: &str, key: &str) -> usize {
    let asked = entries
        .iter()
        .filter(|entry| entry.side == Side::Acs)
        .filter_map(message);
    asked
        .filter(|message| message.name == method && message.text_of("CommandKey") == key)
        .count()
}
