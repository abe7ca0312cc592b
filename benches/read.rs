//! What reading the device costs: `cargo bench`.
//!
//! Each line of the table is a process of its own that makes a device of real files in a temporary
//! folder and holds sessions in which the ACS asks for one thing: its envelope is parsed, the files
//! are read, the response is written. The first session gives every row its number and keeps that on
//! flash; `CPU` is the median of the ones after it.
//!
//! ```text
//! cargo bench                       all lines
//! cargo bench -- uci 2000           the lines with these words
//! ```
//!
//! | from | where the values live |
//! |---|---|
//! | `uci` | tables of a uci package each, sections of ten options |
//! | `file` | half of it lines of a table file, half folders with a file for each value |
//! | `both` | half and half |
//! | `hook` | one hook answers all |
//! | `demo` | the shipped generic platform on its sandbox, as many as there are |
//! | `openwrt` | the shipped platform for OpenWrt on the router of `tests/openwrt`, with ubus |
//!
//! | asked | by the ACS |
//! |---|---|
//! | `all` | `GetParameterValues` of "" |
//! | `http` | the same over a loopback connection |
//! | `each` | `GetParameterValues` of every name |
//! | `names` | `GetParameterNames` of "" |
//! | `notes` | `GetParameterAttributes` of "" |
//! | `set` | `SetParameterValues` of a third of the parameters at once, to new values |

#![allow(clippy::unwrap_used, clippy::panic)]
#![allow(clippy::disallowed_methods)] // a stopwatch, and files that nobody misses after a power cut

use cwmpd::agent::settings::Settings;
use cwmpd::cwmp::methods::{Methods, Promises};
use cwmpd::cwmp::rpc::{DeviceId, Events, Inform};
use cwmpd::cwmp::session::{Opening, Post, PostKind, Session, Step};
use cwmpd::cwmp::soap::Limits;
use cwmpd::fault::Fault;
use cwmpd::io::acs::{Setup, Transport, drive};
use cwmpd::io::device::{Device, Places};
use cwmpd::io::load::{Options, load};
use cwmpd::model::template::Texts;
use cwmpd::model::tree::Tree;
use cwmpd::platform::hook::{Answer, Request};
use cwmpd::platform::{Change, Platform, Trouble};
use cwmpd::time::Now;
use nix::time::{ClockId, clock_gettime};
use peak_alloc::PeakAlloc;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// Tells a child which line of the table it is: `uci all 2000`.
const LINE: &str = "CWMPD_BENCH_LINE";
/// Tells a child where the router's root is.
const ROUTER: &str = "CWMPD_BENCH_ROUTER";
/// Tells a child of a line `http` where the ACS is.
const ACS: &str = "CWMPD_BENCH_ACS";

const LINES: [(&str, &str, usize); 31] = [
    ("demo", "all", 0),
    ("openwrt", "all", 0),
    ("uci", "all", 200),
    ("uci", "all", 2000),
    ("uci", "all", 10_000),
    ("uci", "all", 50_000),
    ("file", "all", 200),
    ("file", "all", 2000),
    ("file", "all", 10_000),
    ("file", "all", 50_000),
    ("both", "all", 200),
    ("both", "all", 2000),
    ("both", "all", 10_000),
    ("both", "all", 50_000),
    ("both", "http", 2000),
    ("both", "http", 50_000),
    ("hook", "all", 5000),
    ("hook", "all", 20_000),
    ("uci", "each", 2000),
    ("uci", "each", 10_000),
    ("file", "each", 2000),
    ("file", "each", 10_000),
    ("hook", "each", 2000),
    ("hook", "each", 10_000),
    ("both", "names", 2000),
    ("both", "names", 50_000),
    ("both", "notes", 2000),
    ("both", "notes", 50_000),
    ("uci", "set", 2000),
    ("uci", "set", 10_000),
    ("uci", "set", 20_000),
];

/// Parameters in one row of any table.
const ROW: usize = 10;
/// Rows in one table: a uci file or a table file stays below the longest that is read (1 MiB).
const TABLE: usize = 1000;

fn main() {
    if let Ok(line) = std::env::var(LINE) {
        let words: Vec<&str> = line.split(' ').collect();
        return measure(words[0], words[1], words[2].parse().unwrap());
    }
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    println!(
        "{:<7} {:<5} {:>10} {:>12} {:>9} {:>9} {:>12} {:>12} {:>12} {:>7} {:>10}",
        "from",
        "asked",
        "parameters",
        "first ms CPU",
        "ms CPU",
        "ms wall",
        "idle heap kB",
        "peak heap kB",
        "response kB",
        "peak/r.",
        "processes"
    );
    for (kind, asked, count) in LINES {
        let words = [kind.to_owned(), asked.to_owned(), count.to_string()];
        if wanted.iter().all(|word| words.contains(word)) {
            spawn(kind, asked, count);
        }
    }
}

/// One line of the table, by a process of its own.
fn spawn(kind: &str, asked: &str, count: usize) {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.env(LINE, format!("{kind} {asked} {count}"));
    if asked == "http" {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        child.env(ACS, format!("http://{address}/"));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let _ = acs(stream.unwrap());
            }
        });
    }
    let mut router = None;
    if kind == "openwrt" {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openwrt");
        let folder = std::env::temp_dir().join(format!("cwmpd-router-{}", std::process::id()));
        let mut copy = Command::new("cp");
        copy.arg("-a").arg(shipped.join("root")).arg(&folder);
        assert!(copy.status().unwrap().success());
        let socket = folder.join("tmp/run/ubus/ubus.sock");
        let bus = testacs::Ubusd::start(&folder.join("ubus"), &socket).unwrap();
        let path = std::env::var("PATH").unwrap();
        child.env(ROUTER, &folder);
        child.env("PATH", format!("{}:{path}", shipped.join("bin").display()));
        router = Some((bus, folder));
    }
    assert!(child.status().unwrap().success(), "{kind} {asked} {count}");
    if let Some((_, folder)) = router {
        let _ = fs::remove_dir_all(folder);
    }
}

/// What one session cost.
struct Cost {
    cpu: Duration,
    wall: Duration,
    peak: usize,
    processes: usize,
    response: usize,
}

fn measure(kind: &str, asked: &str, count: usize) {
    let (mut world, mut tree) = World::new(kind, count);
    let all = [String::new()];
    let count = match count {
        0 => tree.get(&mut world.device, &all).unwrap().len(),
        count => count,
    };
    let names: Vec<String> = match asked {
        "each" | "set" => {
            let values = tree.get(&mut world.device, &all).unwrap().into_iter();
            values.map(|value| value.name).collect()
        }
        _ => Vec::new(),
    };
    let acs = std::env::var(ACS).ok();
    let mut sessions: Vec<Cost> = Vec::new();
    let start = Instant::now();
    let idle = HEAP.current_usage();
    while sessions.len() < 4 || (sessions.len() < 30 && start.elapsed() < Duration::from_secs(3)) {
        let started = world.device.started;
        let request = request(asked, &names, sessions.len());
        HEAP.reset_peak_usage();
        let (cpu, wall) = (cpu_time(), Instant::now());
        let response = match &acs {
            Some(url) => over_http(url, &mut tree, &mut world.device),
            None => in_memory(&request, &mut tree, &mut world.device),
        };
        sessions.push(Cost {
            cpu: cpu_time() - cpu,
            wall: wall.elapsed(),
            peak: HEAP.peak_usage(),
            processes: world.device.started - started,
            response,
        });
    }
    let first = sessions.remove(0);
    sessions.sort_by_key(|cost| cost.cpu);
    let cost = &sessions[sessions.len() / 2];
    let ms = |time: Duration| format!("{:.2}", time.as_secs_f64() * 1000.0);
    let kb = |bytes: usize| format!("{:.0}", bytes as f64 / 1000.0);
    println!(
        "{kind:<7} {asked:<5} {count:>10} {:>12} {:>9} {:>9} {:>12} {:>12} {:>12} {:>7.2} {:>10}",
        ms(first.cpu),
        ms(cost.cpu),
        ms(cost.wall),
        kb(idle),
        kb(cost.peak.max(first.peak)),
        kb(cost.response),
        cost.peak.max(first.peak) as f64 / cost.response as f64,
        cost.processes,
    );
}

/// User and system time of this process so far. A hook's is its own.
fn cpu_time() -> Duration {
    clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)
        .unwrap()
        .into()
}

/// A session of two messages from the ACS; how long the response was.
fn in_memory(request: &str, tree: &mut Tree, device: &mut Counted) -> usize {
    let mut host = Methods {
        tree,
        world: device,
        agent: &mut Agent,
    };
    let (mut session, inform) = Session::start(opening());
    assert_eq!(inform.kind, PostKind::Request);
    session.on_reply(INFORMED.as_bytes(), &mut host);
    let step = session.on_reply(request.as_bytes(), &mut host);
    let Step::Post(response) = step else {
        panic!("{step:?}");
    };
    let length = response.body.len();
    drop(response);
    assert_eq!(session.on_reply(b"", &mut host), Step::End(Ok(())));
    length
}

/// The same over a real connection.
fn over_http(url: &str, tree: &mut Tree, device: &mut Counted) -> usize {
    let (mut settings, _) = Settings::parse("defaults", &[]).unwrap();
    settings.acs.url = url.to_owned();
    let now = Now {
        mono: Duration::ZERO,
        wall: None,
    };
    let mut transport = Transport::open(Setup::new(&settings.acs, &settings.tls, now)).unwrap();
    let mut host = Methods {
        tree,
        world: device,
        agent: &mut Agent,
    };
    let (mut session, inform) = Session::start(opening());
    drive(&mut transport, &mut session, inform, &mut host).unwrap();
    // The ACS has counted it: it tells when asked for it.
    let counted = transport.post(&Post {
        body: Vec::new(),
        kind: PostKind::Empty,
    });
    String::from_utf8(counted.unwrap())
        .unwrap()
        .parse()
        .unwrap()
}

/// Answers an Inform, then asks for everything, then ends the session; and once more with the length
/// of what it was told.
fn acs(stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    let mut told = 0;
    for turn in 0.. {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(text) = line.strip_prefix("content-length:") {
                length = text.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let answer = match turn {
            0 => INFORMED.to_owned(),
            1 => request("http", &[], 0),
            2 => {
                told = length;
                String::new()
            }
            _ => told.to_string(),
        };
        write!(
            writer,
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{answer}",
            answer.len()
        )?;
    }
    Ok(())
}

fn opening() -> Opening {
    Opening {
        inform: Inform {
            device: DeviceId {
                manufacturer: "Example".into(),
                oui: "0000AB".into(),
                product_class: "Router".into(),
                serial_number: "1".into(),
            },
            events: Events::one("2 PERIODIC"),
            current_time: "2026-06-01T00:00:00Z".into(),
            retry_count: 0,
            parameters: Vec::new(),
        },
        fall_back: 0,
        session_timeout: 60,
        limits: Limits::default(),
    }
}

const INFORMED: &str = r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:c="urn:dslforum-org:cwmp-1-2"><e:Body><c:InformResponse><MaxEnvelopes>1</MaxEnvelopes></c:InformResponse></e:Body></e:Envelope>"#;

/// What the ACS asks in the session of this number.
fn request(asked: &str, names: &[String], session: usize) -> String {
    let body = match asked {
        "names" => "<c:GetParameterNames><ParameterPath/><NextLevel>0</NextLevel></c:GetParameterNames>".to_owned(),
        "notes" => "<c:GetParameterAttributes><ParameterNames><string/></ParameterNames></c:GetParameterAttributes>".to_owned(),
        "each" => {
            let names: String = names.iter().map(|name| format!("<string>{name}</string>")).collect();
            format!("<c:GetParameterValues><ParameterNames>{names}</ParameterNames></c:GetParameterValues>")
        }
        "set" => {
            let values: String = names
                .iter()
                .filter(|name| [".Name", ".Note", ".Address"].iter().any(|end| name.ends_with(end)))
                .map(|name| {
                    format!("<p><Name>{name}</Name><Value>{session}</Value></p>")
                })
                .collect();
            format!("<c:SetParameterValues><ParameterList>{values}</ParameterList><ParameterKey/></c:SetParameterValues>")
        }
        _ => "<c:GetParameterValues><ParameterNames><string/></ParameterNames></c:GetParameterValues>".to_owned(),
    };
    format!(
        "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:c=\"urn:dslforum-org:cwmp-1-2\">\
         <e:Header><c:ID e:mustUnderstand=\"1\">7</c:ID></e:Header><e:Body>{body}</e:Body></e:Envelope>"
    )
}

/// The rest of the agent, which has nothing to do here.
struct Agent;

impl Promises for Agent {
    fn inform_delivered(&mut self, _: Option<Change>) -> Result<(), Fault> {
        Ok(())
    }

    fn reboot(&mut self, _: &str) -> Result<(), Fault> {
        Ok(())
    }

    fn schedule_inform(&mut self, _: u32, _: &str) -> Result<(), Fault> {
        Ok(())
    }

    fn factory_reset(&mut self) -> Result<(), Fault> {
        Ok(())
    }

    fn settings_written(&mut self) -> Option<std::collections::BTreeMap<String, String>> {
        None
    }
}

/// A device, and how many hooks it has started.
struct Counted {
    device: Device,
    started: usize,
}

impl Platform for Counted {
    fn uci(&mut self, package: &str) -> Result<Option<String>, Trouble> {
        self.device.uci(package)
    }

    fn file(&mut self, path: &str) -> Result<Option<String>, Trouble> {
        self.device.file(path)
    }

    fn directory(&mut self, path: &str) -> Result<Vec<String>, Trouble> {
        self.device.directory(path)
    }

    fn hook(&mut self, name: &str, requests: &[Request]) -> Result<Vec<Answer>, Trouble> {
        self.started += 1;
        self.device.hook(name, requests)
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
        self.device.commit(changes)
    }

    fn apply(&mut self, command: &str) -> Result<(), Trouble> {
        self.started += 1;
        self.device.apply(command)
    }

    fn state(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        self.device.state(name)
    }
}

/// A device in a temporary folder.
struct World {
    folder: PathBuf,
    device: Counted,
    map: String,
    schema: String,
}

impl World {
    fn new(kind: &str, count: usize) -> (World, Tree) {
        let name = format!("cwmpd-bench-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        if kind == "demo" {
            let shipped = Path::new(env!("CARGO_MANIFEST_DIR"));
            copy(
                &shipped.join("platform/generic/sandbox"),
                &folder.join("root"),
            );
            return World::shipped("generic", folder.join("root"), folder);
        }
        if let Some(root) = std::env::var_os(ROUTER) {
            return World::shipped("openwrt", root.into(), folder);
        }
        fs::create_dir_all(folder.join("root/etc/config")).unwrap();
        fs::create_dir_all(folder.join("platform/hooks")).unwrap();
        let places = Places {
            root: folder.join("root"),
            platform: folder.join("platform"),
            state: "/etc/cwmpd".into(),
            config: None,
            hook_timeout: Duration::from_secs(60),
        };
        let mut world = World {
            device: Counted {
                device: Device::open(places),
                started: 0,
            },
            folder,
            map: String::new(),
            schema: "model Device:2\nDevice.\n".into(),
        };
        let rows = count / ROW;
        match kind {
            "uci" => world.tables(rows, &mut World::uci),
            "file" => world.files(rows),
            "hook" => world.hook(rows),
            _ => {
                world.tables(rows / 2, &mut World::uci);
                world.files(rows - rows / 2);
            }
        }
        let texts = Texts {
            maps: vec![("bench.map".into(), std::mem::take(&mut world.map))],
            schemas: vec![("bench.dm".into(), std::mem::take(&mut world.schema))],
        };
        let tree = Tree::load(texts, "Device", &[]).unwrap();
        (world, tree)
    }

    fn shipped(platform: &str, root: PathBuf, folder: PathBuf) -> (World, Tree) {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR"));
        let loaded = load(&Options {
            root,
            platform: Some(shipped.join("platform").join(platform)),
            datamodel: Some(shipped.join("datamodel")),
            ..Options::default()
        });
        let loaded = loaded.unwrap_or_else(|errors| panic!("{}", errors.join("\n")));
        let world = World {
            device: Counted {
                device: loaded.device,
                started: 0,
            },
            folder,
            map: String::new(),
            schema: String::new(),
        };
        (world, loaded.tree)
    }

    /// Cuts rows into tables of a size that a device may have.
    fn tables(&mut self, rows: usize, table: &mut dyn FnMut(&mut World, usize, usize)) {
        for (number, first) in (0..rows).step_by(TABLE).enumerate() {
            table(self, number, TABLE.min(rows - first));
        }
    }

    /// Every other table is lines of one file; the rest are folders with a file for each value.
    fn files(&mut self, rows: usize) {
        self.tables(rows / 2, &mut World::lines);
        self.tables(rows - rows / 2, &mut World::folders);
    }

    fn uci(&mut self, number: usize, rows: usize) {
        let object = format!("Device.X_BENCH_Uci{number}.{{i}}.");
        let _ = write!(
            self.schema,
            "{object} rw key Alias\n  Alias string(:64) rw\n  Enable boolean rw\n  Name string(:64) rw\n  \
             Mode Home|Guest|Backhaul rw\n  Channel unsignedInt(1:255) rw\n  Server list(:1024) string(:45) rw\n  \
             Address string(:45) rw\n  Note string(:256) rw\n  Rate unsignedInt rw\n  Key string(:64) rw hidden\n"
        );
        let _ = write!(
            self.map,
            "{object} uci bench{number} row add del\n  Enable !disabled\n  Name ssid\n  \
             Mode mode ap=Home guest=Guest mesh=Backhaul\n  Channel channel\n  Server server list\n  \
             Address ipaddr\n  Note note\n  Rate rate *1000\n  Key key\n"
        );
        let mut text = String::from("# made by the benchmark\n");
        for row in 0..rows {
            let _ = write!(
                text,
                "\nconfig row 'row{row}'\n\toption disabled '{}'\n\toption ssid 'Network {row}'\n\toption mode 'guest'\n\t\
                 option channel '{}'\n\tlist server '192.0.2.1'\n\tlist server '2001:db8::1'\n\toption ipaddr '10.{}.{}.1'\n\t\
                 option note 'a \"note\" & <more>'\n\toption rate '54'\n\toption key 'secret'\n",
                row % 2,
                1 + row % 13,
                row / 256 % 256,
                row % 256
            );
        }
        let path = format!("root/etc/config/bench{number}");
        fs::write(self.folder.join(path), text).unwrap();
    }

    fn lines(&mut self, number: usize, rows: usize) {
        let object = format!("Device.X_BENCH_Lease{number}.{{i}}.");
        let _ = write!(
            self.schema,
            "{object} key Alias\n  Alias string(:64) rw\n  Expiry unsignedInt\n  PhysAddress string(:64)\n  \
             IPAddress string(:45)\n  HostName string(:64)\n  ClientID string(:255)\n  Active boolean\n  \
             Bytes unsignedLong\n  Signal int\n  Interface string(:64)\n"
        );
        let _ = write!(
            self.map,
            "{object} file /tmp/leases{number} lines skip 1 key 2\n  Expiry word 1\n  PhysAddress word 2\n  \
             IPAddress word 3\n  HostName word 4\n  ClientID word 5\n  Active word 6\n  Bytes word 7\n  \
             Signal word 8\n  Interface word 9 upper\n"
        );
        let mut text =
            String::from("expiry mac address name client active bytes signal interface\n");
        for row in 0..rows {
            let _ = writeln!(
                text,
                "1790000000 02:00:00:00:{:02x}:{:02x} 192.168.{}.{} host{row} 01:02 1 {} -{} br-lan",
                row / 256,
                row % 256,
                row / 256,
                row % 256,
                row * 7919,
                row % 90
            );
        }
        let folder = self.folder.join("root/tmp");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("leases{number}")), text).unwrap();
    }

    fn folders(&mut self, number: usize, rows: usize) {
        let object = format!("Device.X_BENCH_Link{number}.{{i}}.");
        let _ = write!(
            self.schema,
            "{object} key Alias\n  Alias string(:64) rw\n  Name string(:64)\n"
        );
        let folder = format!("/class{number}");
        let _ = write!(self.map, "{object} file {folder}/eth*\n  Name key\n");
        let files = 2..ROW;
        for file in files.clone() {
            let _ = writeln!(self.schema, "  Value{file} unsignedLong");
            let _ = writeln!(self.map, "  Value{file} file {folder}/{{key}}/value{file}");
        }
        for row in 0..rows {
            let folder = self.folder.join(format!("root{folder}/eth{row}"));
            fs::create_dir_all(&folder).unwrap();
            for file in files.clone() {
                fs::write(
                    folder.join(format!("value{file}")),
                    format!("{}\n", row * file),
                )
                .unwrap();
            }
        }
    }

    /// One hook answers all rows, with the library that is shipped.
    fn hook(&mut self, rows: usize) {
        let object = "Device.X_BENCH_Hook.{i}.";
        let _ = writeln!(self.schema, "{object} key Alias\n  Alias string(:64) rw");
        let _ = writeln!(self.map, "{object} hook bench");
        let mut answer = String::new();
        for value in 1..ROW {
            let _ = writeln!(self.schema, "  Value{value} unsignedLong");
            let _ = writeln!(
                answer,
                "    reply \"Device.X_BENCH_Hook.[row$row].Value{value}\" $((row * {value}))"
            );
        }
        let text = format!(
            "#!/bin/sh\n. \"$CWMPD_LIB\"\n\
             on_get() {{\n  [ -z \"$done\" ] || return 0\n  done=1\n  row=0\n  while [ $row -lt {rows} ]; do\n{answer}    \
             row=$((row + 1))\n  done\n}}\ncwmp_requests\n"
        );
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("platform/lib.sh");
        fs::copy(shipped, self.folder.join("lib.sh")).unwrap();
        let hook = self.folder.join("platform/hooks/bench");
        fs::write(&hook, text).unwrap();
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(Path::new(&self.folder));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &there),
            false => drop(fs::copy(&path, &there).unwrap()),
        }
    }
}
