//! `testacs demo`: builds the agent, runs it on a copy of `platform/generic`'s sandbox, and plays
//! `scripts/demo.acs` against it. Loopback only, an ordinary user's rights, nothing left behind.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::acs::Acs;
use crate::auth::{self, Auth};
use crate::print::{Ink, Printer};
use crate::state::Options;

const SCRIPT: &str = include_str!("../scripts/demo.acs");

/// Plays the demo; the exit status says whether every step went well.
pub(crate) fn main(colour: bool) -> ExitCode {
    let mut printer = Printer::new(Box::new(io::stdout()), colour, 6);
    printer.echo = true;
    match play(&mut printer) {
        Ok(took) => {
            printer.line(
                Ink::Good,
                &format!("\nEvery step went well, in {:.1} s.", took.as_secs_f64()),
            );
            ExitCode::SUCCESS
        }
        Err(why) => {
            printer.line(Ink::Bad, &format!("\n{why}"));
            ExitCode::FAILURE
        }
    }
}

fn play(printer: &mut Printer) -> Result<Duration, String> {
    let root = workspace()?;
    let agent = build(&root, printer)?;
    let began = Instant::now();
    let mut sandbox = Sandbox::unpack(&root)?;
    let login = ("00D09E-demo-0001", auth::token(16));
    let acs = Acs::start(Options {
        auth: Auth::Digest,
        username: login.0.to_owned(),
        password: login.1.clone(),
        cr_username: "acs".to_owned(),
        cr_password: auth::token(16),
        within: Duration::from_secs(30),
        ..Options::default()
    })?;
    sandbox.configure(&root, &acs, &login)?;
    printer.line(Ink::Plain, &format!("ACS    {}", acs.url()));
    printer.line(
        Ink::Plain,
        &format!(
            "agent  {} --root {} run",
            agent.display(),
            sandbox.dir.display()
        ),
    );
    let supervisor = Supervisor::start(agent, sandbox.dir.clone());
    let result = acs.run("tests/acs/scripts/demo.acs", SCRIPT, &root, printer);
    let starts = supervisor.stop();
    sandbox.keep = result.is_err();
    match result {
        Ok(_) => Ok(began.elapsed()),
        Err(why) => Err(format!(
            "{why}\nThe agent was started {}. Its world is kept in {}; the end of its log:\n{}",
            if starts == 1 {
                "once".to_owned()
            } else {
                format!("{starts} times")
            },
            sandbox.dir.display(),
            tail(&sandbox.log(), 20)
        )),
    }
}

/// The repository: where this was built, else here or above.
fn workspace() -> Result<PathBuf, String> {
    let is_root =
        |dir: &Path| dir.join("platform/generic").is_dir() && dir.join("Cargo.toml").is_file();
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    if let Some(root) = built.canonicalize().ok().filter(|d| is_root(d)) {
        return Ok(root);
    }
    let here = std::env::current_dir().map_err(|e| e.to_string())?;
    let root = here.ancestors().find(|d| is_root(d)).map(Path::to_path_buf);
    root.ok_or_else(|| {
        format!(
            "expected to be in the repository (with platform/generic), not in {}",
            here.display()
        )
    })
}

/// Builds the agent as this program was built, beside it; `CWMPD_BINARY` names one that is there already.
fn build(root: &Path, printer: &mut Printer) -> Result<PathBuf, String> {
    if let Some(other) = std::env::var_os("CWMPD_BINARY") {
        return Ok(other.into());
    }
    let me = std::env::current_exe().map_err(|e| e.to_string())?;
    let folder = me.parent().map(Path::to_path_buf).unwrap_or_default();
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(root)
        .args(["build", "--quiet", "--package", "cwmpd", "--bin", "cwmpd"]);
    if folder.file_name().is_some_and(|n| n == "release") {
        command.arg("--release");
    }
    // What `cargo run` tells us of ourselves would make cargo build half the agent's crates again.
    for (name, _) in std::env::vars_os() {
        let own = [
            "CARGO_MANIFEST_",
            "CARGO_PKG_",
            "CARGO_BIN_",
            "CARGO_CRATE_",
        ];
        if name
            .to_str()
            .is_some_and(|n| own.iter().any(|o| n.starts_with(o)))
        {
            command.env_remove(name);
        }
    }
    if let Some(target) = folder.parent() {
        command.arg("--target-dir").arg(target);
    }
    printer.line(Ink::Dim, "building the agent …");
    let status = command
        .status()
        .map_err(|e| format!("cannot run cargo: {e}"))?;
    if !status.success() {
        return Err(format!(
            "expected `cargo build --package cwmpd` to go well; it ended with {status}"
        ));
    }
    let agent = folder.join("cwmpd");
    if agent.is_file() {
        Ok(agent)
    } else {
        Err(format!(
            "expected the agent at {} after its build",
            agent.display()
        ))
    }
}

/// A device's file system: a copy of `platform/generic/sandbox`.
struct Sandbox {
    dir: PathBuf,
    /// Left where it is, for whoever looks why a step failed.
    keep: bool,
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if !self.keep {
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}

impl Sandbox {
    fn unpack(root: &Path) -> Result<Sandbox, String> {
        // A short path: sockets have room for 107 bytes.
        let dir = std::env::temp_dir().join(format!("cwmpd-demo-{}", auth::token(4)));
        let from = root.join("platform/generic/sandbox");
        copy(&from, &dir)
            .map_err(|e| format!("cannot copy {} to {}: {e}", from.display(), dir.display()))?;
        Ok(Sandbox { dir, keep: false })
    }

    fn configure(&self, root: &Path, acs: &Acs, login: &(&str, String)) -> Result<(), String> {
        let (url, root, password) = (acs.url(), root.display(), &login.1);
        let mut cr = (String::new(), String::new());
        acs.configure(|o| cr = (o.cr_username.clone(), o.cr_password.clone()));
        let text = format!(
            "config acs 'acs'\n\toption url '{url}'\n\toption username '{}'\n\toption password '{password}'\n\n\
             config device 'device'\n\toption manufacturer 'Example'\n\toption oui '00D09E'\n\toption product_class 'demo'\n\
             \toption serial_number '0001'\n\n\
             config connection_request 'connection_request'\n\toption port '0'\n\toption username '{}'\n\toption password '{}'\n\
             \toption address '127.0.0.1'\n\n\
             config agent 'agent'\n\toption platform '{root}/platform/generic'\n\toption datamodel '{root}/datamodel'\n\
             \toption control '/var/run/cwmpd.sock'\n\toption boot_id '/var/run/boot_id'\n",
            login.0, cr.0, cr.1,
        );
        let write = || -> io::Result<()> {
            fs::create_dir_all(self.dir.join("etc/config"))?;
            fs::create_dir_all(self.dir.join("var/run"))?;
            fs::write(self.dir.join("etc/config/cwmpd"), text)
        };
        write().map_err(|e| {
            format!(
                "cannot write the agent's settings into {}: {e}",
                self.dir.display()
            )
        })
    }

    fn log(&self) -> PathBuf {
        self.dir.join("agent.log")
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The hook `system` of `platform/generic` leaves this file for a reboot.
const REBOOT: &str = "var/run/reboot";
/// An agent that ends so often by itself is not started again.
const MOST_STARTS: u32 = 8;

/// What init is on a router: starts the agent, and again after a reboot.
struct Supervisor {
    stop: Arc<AtomicBool>,
    starts: Arc<AtomicU32>,
    thread: Option<JoinHandle<()>>,
}

impl Supervisor {
    fn start(agent: PathBuf, sandbox: PathBuf) -> Supervisor {
        let (stop, starts) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicU32::new(0)),
        );
        let (stopped, count) = (Arc::clone(&stop), Arc::clone(&starts));
        let thread = std::thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed)
                && count.fetch_add(1, Ordering::Relaxed) < MOST_STARTS
            {
                match boot(&agent, &sandbox) {
                    Ok(child) => watch(child, &sandbox, &stopped),
                    Err(e) => {
                        let _ = fs::write(
                            sandbox.join("agent.log"),
                            format!("cannot start {}: {e}\n", agent.display()),
                        );
                        return;
                    }
                }
            }
        });
        Supervisor {
            stop,
            starts,
            thread: Some(thread),
        }
    }

    /// Ends the agent; says how often it was started.
    fn stop(mut self) -> u32 {
        self.halt();
        self.starts.load(Ordering::Relaxed)
    }

    fn halt(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.halt();
    }
}

fn boot(agent: &Path, sandbox: &Path) -> io::Result<Child> {
    let _ = fs::remove_file(sandbox.join(REBOOT));
    fs::write(sandbox.join("var/run/boot_id"), auth::token(16))?;
    let log = OpenOptions::new()
        .create(true)
        .append(true)
        .open(sandbox.join("agent.log"))?;
    let out: File = log.try_clone()?;
    Command::new(agent)
        .arg("--root")
        .arg(sandbox)
        .arg("run")
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(log)
        .spawn()
}

/// Returns when the agent has ended, or was ended for a reboot or for good.
fn watch(mut child: Child, sandbox: &Path, stopped: &AtomicBool) {
    loop {
        if matches!(child.try_wait(), Ok(Some(_)) | Err(_)) {
            return;
        }
        if stopped.load(Ordering::Relaxed) || sandbox.join(REBOOT).exists() {
            // Without a word, as a power cut does it: nothing may be lost.
            let _ = child.kill();
            let _ = child.wait();
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn tail(path: &Path, lines: usize) -> String {
    let text = fs::read(path)
        .map(|b| String::from_utf8_lossy(&b).into_owned())
        .unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    let from = all.len().saturating_sub(lines);
    all.get(from..)
        .unwrap_or(&[])
        .iter()
        .map(|l| format!("  {l}\n"))
        .collect()
}
