//! An ACS in this process: for tests, and for the program.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::help::COMMANDS;
use crate::line;
use crate::print::{Ink, Printer};
use crate::rude::Switch;
use crate::run::{Last, Memory, Runner};
use crate::server;
use crate::state::{Informed, Options, Shared};
use crate::tls::Tls;
use crate::transcript::{Entry, Log, Transcript};

/// A running ACS; it ends when dropped.
#[derive(Debug)]
pub struct Acs {
    shared: Arc<Shared>,
    memory: Mutex<Memory>,
    address: SocketAddr,
    tls: Option<Tls>,
}

/// Why a script failed.
#[derive(Clone, PartialEq, Eq)]
pub struct ScriptError {
    /// The script's name, and the line of the step, from 1.
    pub file: String,
    pub line: usize,
    /// The step.
    pub step: String,
    /// What was expected and what came.
    pub message: String,
    /// What the script had printed until then.
    pub text: String,
}

impl std::fmt::Display for ScriptError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}:{}: {}: {}",
            self.file, self.line, self.step, self.message
        )
    }
}

/// As a failed test shows it: with what went before.
impl std::fmt::Debug for ScriptError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}\n{}", self.text)
    }
}

impl std::error::Error for ScriptError {}

impl Acs {
    /// Starts it; the port is open when this returns.
    ///
    /// # Errors
    /// The address is taken, or the certificate is no good.
    pub fn start(options: Options) -> Result<Acs, String> {
        Acs::start_with_transcript(options, None)
    }

    /// The same, with every message written to `to` as it comes.
    ///
    /// # Errors
    /// See [`Acs::start`].
    pub fn start_with_transcript(
        mut options: Options,
        to: Option<Box<dyn Write + Send>>,
    ) -> Result<Acs, String> {
        let tls = match &options.certificate {
            Some(certificate) => Some(Tls::new(certificate, options.client_ca.as_deref())?),
            None => None,
        };
        let (listener, datagrams) = listen(options.listen)
            .map_err(|e| format!("cannot listen on {}: {e}", options.listen))?;
        let address = listener.local_addr().map_err(|e| e.to_string())?;
        options.listen = address;
        let shared = Arc::new(Shared::new(options, Log::new(to)));
        let (server, config) = (Arc::clone(&shared), tls.clone());
        std::thread::spawn(move || server::listen(&server, &listener, config.as_ref()));
        if let Some(socket) = datagrams {
            crate::light::listen(&shared, socket);
        }
        let mut memory = Memory::default();
        let port = ("port".to_owned(), address.port().to_string());
        memory.variables.extend([port]);
        Ok(Acs {
            shared,
            memory: Mutex::new(memory),
            address,
            tls,
        })
    }

    /// What to set as the agent's ACS URL.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}/", self.address)
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// SHA-256 of the certificate in hexadecimal, for the agent's pin; None without TLS.
    #[must_use]
    pub fn fingerprint(&self) -> Option<&str> {
        self.tls.as_ref().map(|t| t.fingerprint.as_str())
    }

    /// The certificate in PEM, for the agent's CA file; None without TLS.
    #[must_use]
    pub fn certificate(&self) -> Option<&str> {
        self.tls.as_ref().map(|t| t.pem.as_str())
    }

    /// Runs a script in the line language; its sessions are let go at its end. Variables, and which Informs
    /// were waited for, last from one script to the next.
    ///
    /// # Errors
    /// The first step that failed. A fault that no `expect fault` follows is a failure, too.
    pub fn script(&self, text: &str) -> Result<Transcript, ScriptError> {
        let mut printer = Printer::new(Box::new(std::io::sink()), false, 0);
        self.run("script", text, Path::new("."), &mut printer)
    }

    /// The same for a file, printed as it runs.
    ///
    /// # Errors
    /// See [`Acs::script`]; a file that cannot be read has line 0.
    pub fn script_file(
        &self,
        path: &Path,
        to: Box<dyn Write + Send>,
        colour: bool,
    ) -> Result<Transcript, ScriptError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|e| ScriptError {
            file: name.clone(),
            line: 0,
            step: "read".to_owned(),
            message: e.to_string(),
            text: String::new(),
        })?;
        let folder = path
            .parent()
            .map_or_else(|| PathBuf::from("."), Path::to_path_buf);
        let mut printer = Printer::new(to, colour, 12);
        printer.echo = true;
        self.run(&name, &text, &folder, &mut printer)
    }

    pub(crate) fn run(
        &self,
        name: &str,
        text: &str,
        folder: &Path,
        printer: &mut Printer,
    ) -> Result<Transcript, ScriptError> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let from = self.shared.lock().log.entries.len();
        let steps = line::steps(text);
        let fail = |line: usize, step: &str, message: String, text: &str| ScriptError {
            file: name.to_owned(),
            line,
            step: step.to_owned(),
            message,
            text: text.to_owned(),
        };
        for step in &steps {
            let command = step.text.split_whitespace().next().unwrap_or("");
            if !COMMANDS.iter().any(|(n, ..)| *n == command) {
                return Err(fail(
                    step.line,
                    &step.text,
                    format!("no command is called {command:?}; `help` lists them"),
                    "",
                ));
            }
        }
        let mut runner = Runner {
            shared: &self.shared,
            memory: &mut memory,
            printer,
            folder: folder.to_path_buf(),
            quit: false,
            asked: false,
        };
        let mut outcome = Ok(());
        for (at, step) in steps.iter().enumerate() {
            let checks = step.text.strip_prefix("expect ");
            if runner.printer.echo && checks.is_none() && !step.text.starts_with("say") {
                runner.printer.line(Ink::Dim, &format!("> {}", step.text));
            }
            let done = runner.execute(&step.text).and_then(|()| {
                let next = steps.get(at + 1).map_or("", |s| s.text.as_str());
                let awaited = |what: &str| {
                    let mut words = next.split_whitespace();
                    words.next() == Some("expect") && words.next() == Some(what)
                };
                if let Some(fault) = runner.fault().filter(|_| !awaited("fault")) {
                    return Err(format!("expected no fault, got {fault}"));
                }
                match runner.memory.last_cr {
                    Some(status) if step.text.starts_with("cr") && !matches!(status, 200 | 204) && !awaited("cr") => {
                        Err(format!("expected the connection request to be answered 200 or 204, got {status}"))
                    }
                    _ => Ok(()),
                }
            });
            if let (Some(what), true, true) = (checks, runner.printer.echo, done.is_ok()) {
                runner.printer.line(Ink::Good, &format!("  ✓ {what}"));
            }
            if let Err(message) = done {
                outcome = Err(fail(step.line, &step.text, message, &runner.printer.text));
                break;
            }
            if runner.quit {
                break;
            }
        }
        if outcome.is_ok() {
            let last = steps.last().map_or(0, |s| s.line);
            outcome = runner
                .end()
                .map_err(|message| fail(last, "end of the script", message, &runner.printer.text));
        }
        runner.release_all();
        outcome?;
        let entries = self
            .shared
            .lock()
            .log
            .entries
            .get(from..)
            .unwrap_or(&[])
            .to_vec();
        Ok(Transcript {
            entries,
            text: printer.text.clone(),
        })
    }

    /// One line at the prompt. False when it was `quit`.
    pub(crate) fn prompt(&self, text: &str, printer: &mut Printer) -> bool {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let mut runner = Runner {
            shared: &self.shared,
            memory: &mut memory,
            printer,
            folder: PathBuf::from("."),
            quit: false,
            asked: false,
        };
        let done = runner.execute(text);
        let (quit, said) = (runner.quit, done.err());
        if let Some(message) = said {
            printer.line(Ink::Bad, &format!("  {message}"));
        }
        !quit
    }

    /// An `option` line of the command line.
    pub(crate) fn setting(&self, line: &str) -> Result<(), String> {
        let mut printer = Printer::new(Box::new(std::io::sink()), false, 0);
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        Runner {
            shared: &self.shared,
            memory: &mut memory,
            printer: &mut printer,
            folder: PathBuf::new(),
            quit: false,
            asked: false,
        }
        .execute(line)
    }

    /// Misbehaves from now on, besides what is switched on already.
    pub fn misbehave(&self, switch: impl Into<Switch>) {
        self.shared.lock().switches.push(switch.into());
    }

    /// Behaves again.
    pub fn behave(&self) {
        self.shared.lock().switches.clear();
    }

    /// Changes options while it runs; `listen` and the certificate stay as they are.
    pub fn configure(&self, change: impl FnOnce(&mut Options)) {
        change(&mut self.shared.lock().options);
        self.shared.notify();
    }

    /// Puts a file under /files/.
    pub fn put_file(&self, name: &str, bytes: &[u8]) {
        self.shared
            .lock()
            .files
            .insert(name.to_owned(), bytes.to_vec());
    }

    /// A file under /files/, as put there or uploaded.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<Vec<u8>> {
        self.shared.lock().files.get(name).cloned()
    }

    /// All messages so far.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.shared.lock().log.entries.clone()
    }

    /// All Informs so far that were answered well.
    #[must_use]
    pub fn informs(&self) -> Vec<Informed> {
        self.shared.lock().informs.clone()
    }

    /// Rules that the agent broke.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        self.shared.lock().complaints.clone()
    }

    /// Waits until `ready` says so about all messages so far; false when `limit` has passed before.
    pub fn wait_until(
        &self,
        limit: std::time::Duration,
        mut ready: impl FnMut(&[Entry]) -> bool,
    ) -> bool {
        let deadline = std::time::Instant::now() + limit;
        self.shared
            .wait_for(deadline, |state| ready(&state.log.entries).then_some(()))
            .is_some()
    }

    /// Waits until no connection is open any more; false when `limit` has passed before.
    pub fn wait_until_alone(&self, limit: std::time::Duration) -> bool {
        let deadline = std::time::Instant::now() + limit;
        let alone = self
            .shared
            .wait_for(deadline, |state| state.sockets.is_empty().then_some(()));
        alone.is_some()
    }

    /// Calls `show` for every Inform that comes and that no `wait` is there for, until the ACS ends.
    pub(crate) fn watch(&self, show: impl Fn(&Informed) + Send + 'static) {
        let shared = Arc::clone(&self.shared);
        std::thread::spawn(move || {
            let mut seen = 0;
            while !shared.lock().closing {
                let deadline = std::time::Instant::now() + std::time::Duration::from_secs(1);
                let fresh = shared.wait_for(deadline, |state| state.informs.get(seen).cloned());
                if let Some(informed) = fresh {
                    seen += 1;
                    show(&informed);
                }
            }
        });
    }

    /// The value of a variable of the line language.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<String> {
        self.memory
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .variables
            .get(name)
            .cloned()
    }

    /// Sets a variable of the line language.
    pub fn set_variable(&self, name: &str, value: &str) {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.variables.insert(name.to_owned(), value.to_owned());
    }

    /// The last answer of the agent; None when the last command got none.
    #[must_use]
    pub fn last_answer(&self) -> Option<crate::soap::Answer> {
        match &self
            .memory
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .last
        {
            Last::Answer(answer) => Some(answer.clone()),
            _ => None,
        }
    }
}

/// Where somebody else has the UDP port, there are no lightweight notifications. If any port will do, it is one where
/// nobody has.
fn listen(address: SocketAddr) -> io::Result<(TcpListener, Option<UdpSocket>)> {
    let mut attempts = if address.port() == 0 { 20 } else { 1 };
    loop {
        let listener = TcpListener::bind(address)?;
        let datagrams = UdpSocket::bind(listener.local_addr()?).ok();
        attempts -= 1;
        if datagrams.is_some() || attempts == 0 {
            return Ok((listener, datagrams));
        }
    }
}

impl Drop for Acs {
    fn drop(&mut self) {
        server::close(&self.shared, self.address);
    }
}
