//! One child process with an end: fed, listened to, and killed with its whole group when its time is up.

use super::start;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::io::{self, ErrorKind, PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// Between two looks whether the child is still wanted.
const LOOK: Duration = Duration::from_millis(250);

/// What a child may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// Time until SIGTERM.
    pub deadline: Duration,
    /// Time from SIGTERM to SIGKILL.
    pub grace: Duration,
    /// Bytes of standard output.
    pub output: usize,
    /// From when this is true on, its time is up.
    pub unwanted: Option<&'a AtomicBool>,
}

impl Limits<'_> {
    /// The usual grace and output with this deadline.
    pub fn new(deadline: Duration) -> Limits<'static> {
        Limits {
            deadline,
            grace: Duration::from_secs(2),
            output: 16 << 20,
            unwanted: None,
        }
    }
}

/// How a child ended by itself.
#[derive(Debug)]
pub struct Ended {
    pub status: ExitStatus,
    pub output: Vec<u8>,
    /// The first lines of standard error, each cut.
    pub complaints: Vec<String>,
    /// How many more lines there were.
    pub more_complaints: usize,
}

/// Runs a command in a process group of its own, writes `input` to it and reads what it prints.
///
/// It has ended when the process itself has: what its children leave running may go on.
///
/// # Errors
/// It could not be started, its time was up (`Interrupted`: as nobody wants it any more), or it printed too
/// much; it has been killed then.
pub fn run(mut command: Command, input: &[u8], limits: Limits) -> io::Result<Ended> {
    let (stdin, feed) = io::pipe()?;
    let (hear, stdout) = io::pipe()?;
    let (overhear, stderr) = io::pipe()?;
    let (done, tell) = io::pipe()?;
    command
        .stdin(stdin)
        .stdout(stdout)
        .stderr(stderr)
        .process_group(0);
    let mut child = command.spawn()?;
    // The command holds the child's ends of the pipes.
    drop(command);
    let group = Pid::from_raw(i32::try_from(child.id()).map_err(io::Error::other)?);
    let waiter = std::thread::Builder::new()
        .name("waiter".to_string())
        .stack_size(64 << 10)
        .spawn(move || {
            let status = child.wait();
            drop(tell);
            status
        });
    let waiter = match waiter {
        Ok(waiter) => waiter,
        Err(error) => {
            let _ = killpg(group, Signal::SIGKILL);
            return Err(error);
        }
    };
    let mut pump = Pump {
        feed: Some(feed).filter(|_| !input.is_empty()),
        hear: Some(hear),
        overhear: Some(overhear),
        done,
        output: Vec::new(),
        complaints: Complaints::default(),
    };
    let stopped = pump.run(input, limits);
    if let Err(error) = stopped {
        let _ = killpg(group, Signal::SIGTERM);
        if !pump.wait_for_end(limits.grace) {
            let _ = killpg(group, Signal::SIGKILL);
            // A process that hangs in the kernel stays; this thread does not.
            pump.wait_for_end(limits.grace);
        } else {
            // Whoever of the group has not heard the first signal.
            let _ = killpg(group, Signal::SIGKILL);
        }
        return Err(match pump.complaints.lines.last() {
            Some(last) => io::Error::new(error.kind(), format!("{error}; its last words: {last}")),
            None => error,
        });
    }
    let status = waiter
        .join()
        .map_err(|_| io::Error::other("the thread that waited for it died"))??;
    pump.last_look(limits.output)?;
    pump.complaints.finish();
    let ended = Ended {
        status,
        output: std::mem::take(&mut pump.output),
        complaints: std::mem::take(&mut pump.complaints.lines),
        more_complaints: pump.complaints.more,
    };
    pump.leave_open();
    Ok(ended)
}

/// The exit status in words.
pub fn describe(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit status {code}"),
        (None, Some(signal)) => match Signal::try_from(signal) {
            Ok(signal) => format!("killed by {signal}"),
            Err(_) => format!("killed by signal {signal}"),
        },
        (None, None) => "ended".to_string(),
    }
}

/// The pipes of a running child.
struct Pump {
    feed: Option<PipeWriter>,
    hear: Option<PipeReader>,
    overhear: Option<PipeReader>,
    /// At its end once the child has been waited for.
    done: PipeReader,
    output: Vec<u8>,
    complaints: Complaints,
}

impl Pump {
    fn run(&mut self, mut input: &[u8], limits: Limits) -> io::Result<()> {
        let end = super::clock::mono().saturating_add(limits.deadline);
        for pipe in [
            self.feed.as_ref().map(AsFd::as_fd),
            self.hear.as_ref().map(AsFd::as_fd),
            self.overhear.as_ref().map(AsFd::as_fd),
        ]
        .into_iter()
        .flatten()
        {
            set_nonblocking(pipe)?;
        }
        loop {
            let left = end.saturating_sub(super::clock::mono());
            if left.is_zero() {
                let text = format!("still running after {}", seconds(limits.deadline));
                return Err(io::Error::new(ErrorKind::TimedOut, text));
            }
            let look = match limits.unwanted {
                Some(unwanted) if unwanted.load(Ordering::Relaxed) => {
                    let text = "somebody else is more urgent";
                    return Err(io::Error::new(ErrorKind::Interrupted, text));
                }
                Some(_) => LOOK,
                None => Duration::MAX,
            };
            let ready = self.wait(left.min(look))?;
            if ready.feed {
                self.write(&mut input);
            }
            if ready.hear {
                self.read_output(limits.output)?;
            }
            if ready.overhear {
                self.read_complaints();
            }
            if ready.done {
                return Ok(());
            }
        }
    }

    fn wait(&self, most: Duration) -> io::Result<Ready> {
        let none = self.done.as_fd();
        let writable = PollFlags::POLLOUT;
        let readable = PollFlags::POLLIN;
        // A closed pipe is asked for nothing, through a descriptor that is always there.
        let ask = |pipe: Option<BorrowedFd<'_>>, what| match pipe {
            Some(_) => what,
            None => PollFlags::empty(),
        };
        let feed = self.feed.as_ref().map(AsFd::as_fd);
        let hear = self.hear.as_ref().map(AsFd::as_fd);
        let overhear = self.overhear.as_ref().map(AsFd::as_fd);
        let mut fds = [
            PollFd::new(feed.unwrap_or(none), ask(feed, writable)),
            PollFd::new(hear.unwrap_or(none), ask(hear, readable)),
            PollFd::new(overhear.unwrap_or(none), ask(overhear, readable)),
            PollFd::new(none, readable),
        ];
        // A millisecond more, so that a deadline is not met by turning round and round before it.
        let most = most.saturating_add(Duration::from_millis(1));
        let timeout = PollTimeout::try_from(most).unwrap_or(PollTimeout::MAX);
        match poll(&mut fds, timeout) {
            Ok(_) | Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno.into()),
        }
        let any = |fd: &PollFd<'_>| fd.any().unwrap_or(false);
        let [on_feed, on_hear, on_overhear, on_done] = &fds;
        Ok(Ready {
            feed: feed.is_some() && any(on_feed),
            hear: hear.is_some() && any(on_hear),
            overhear: overhear.is_some() && any(on_overhear),
            done: any(on_done),
        })
    }

    fn write(&mut self, input: &mut &[u8]) {
        let Some(pipe) = &mut self.feed else { return };
        match pipe.write(input) {
            Ok(count) => *input = input.get(count..).unwrap_or_default(),
            Err(error) if is_later(&error) => {}
            // It does not want to hear more, and may answer all the same.
            Err(_) => *input = &[],
        }
        if input.is_empty() {
            self.feed = None;
        }
    }

    /// All that a pipe can hold (pipe(7)), yet with an end: a child that floods must not keep this
    /// thread from looking at the clock.
    fn read_output(&mut self, most: usize) -> io::Result<()> {
        let mut chunk = [0; 8192];
        for _ in 0..10 {
            let Some(pipe) = &mut self.hear else { break };
            match pipe.read(&mut chunk) {
                Ok(0) => self.hear = None,
                Ok(count) => {
                    self.output
                        .extend_from_slice(chunk.get(..count).unwrap_or_default());
                    if self.output.len() > most {
                        let text = format!("printed more than {most} bytes");
                        return Err(io::Error::new(ErrorKind::InvalidData, text));
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if is_later(&error) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn read_complaints(&mut self) {
        let mut chunk = [0; 4096];
        if let Some(pipe) = &mut self.overhear {
            match pipe.read(&mut chunk) {
                Ok(0) => self.overhear = None,
                Ok(count) => self.complaints.take(chunk.get(..count).unwrap_or_default()),
                Err(error) if is_later(&error) => {}
                Err(_) => self.overhear = None,
            }
        }
    }

    /// What the child had written before it ended; not what others may write for ever after it.
    fn last_look(&mut self, most: usize) -> io::Result<()> {
        for _ in 0..20 {
            self.read_complaints();
        }
        self.read_output(most)
    }

    /// True once the child has been waited for. Takes and drops what it still prints.
    fn wait_for_end(&mut self, patience: Duration) -> bool {
        self.feed = None;
        let end = super::clock::mono().saturating_add(patience);
        loop {
            let left = end.saturating_sub(super::clock::mono());
            let Ok(ready) = self.wait(left) else {
                return false;
            };
            if ready.done || left.is_zero() {
                return ready.done;
            }
            self.read_complaints();
            self.output.clear();
            let _ = self.read_output(usize::MAX);
        }
    }

    /// A daemon that the child has started may hold its pipes, and must not die of a broken one.
    fn leave_open(self) {
        static LEFT: AtomicUsize = AtomicUsize::new(0);
        let mut pump = self;
        if pump.hear.is_none() && pump.overhear.is_none() {
            return;
        }
        if LEFT.fetch_add(1, Ordering::Relaxed) >= 8 {
            LEFT.fetch_sub(1, Ordering::Relaxed);
            return;
        }
        let started = start::thread("drain", 64 << 10, move || {
            pump.drain();
            LEFT.fetch_sub(1, Ordering::Relaxed);
        });
        if started.is_err() {
            LEFT.fetch_sub(1, Ordering::Relaxed);
        }
    }

    fn drain(&mut self) {
        let mut chunk = [0; 4096];
        while self.hear.is_some() || self.overhear.is_some() {
            for pipe in [&mut self.hear, &mut self.overhear] {
                if let Some(reader) = pipe {
                    match reader.read(&mut chunk) {
                        Ok(count) if count > 0 => {}
                        Err(error) if is_later(&error) => {}
                        _ => *pipe = None,
                    }
                }
            }
            let hear = self.hear.as_ref().map(AsFd::as_fd);
            let overhear = self.overhear.as_ref().map(AsFd::as_fd);
            let mut fds: Vec<PollFd<'_>> = [hear, overhear]
                .into_iter()
                .flatten()
                .map(|fd| PollFd::new(fd, PollFlags::POLLIN))
                .collect();
            if poll(&mut fds, PollTimeout::NONE).is_err_and(|errno| errno != Errno::EINTR) {
                return;
            }
        }
    }
}

struct Ready {
    feed: bool,
    hear: bool,
    overhear: bool,
    done: bool,
}

/// Standard error as lines for the log: the first few, each cut.
#[derive(Default)]
struct Complaints {
    lines: Vec<String>,
    more: usize,
    line: Vec<u8>,
}

impl Complaints {
    const LINES: usize = 20;
    const LENGTH: usize = 200;

    fn take(&mut self, text: &[u8]) {
        for byte in text {
            if *byte == b'\n' {
                self.finish();
            } else if self.line.len() < Self::LENGTH {
                self.line.push(*byte);
            }
        }
    }

    fn finish(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.trim_ascii().is_empty() {
            return;
        }
        if self.lines.len() < Self::LINES {
            self.lines
                .push(String::from_utf8_lossy(line.trim_ascii_end()).into_owned());
        } else {
            self.more += 1;
        }
    }
}

fn set_nonblocking(pipe: BorrowedFd<'_>) -> io::Result<()> {
    use nix::fcntl::{FcntlArg, OFlag, fcntl};
    let flags = OFlag::from_bits_retain(fcntl(pipe, FcntlArg::F_GETFL)?);
    fcntl(pipe, FcntlArg::F_SETFL(flags | OFlag::O_NONBLOCK))?;
    Ok(())
}

fn is_later(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

fn seconds(duration: Duration) -> String {
    match duration.subsec_millis() {
        0 => format!("{} s", duration.as_secs()),
        _ => format!("{} ms", duration.as_millis()),
    }
}

/// A command with a clean environment: only a search path and what is given.
pub fn command(program: &std::ffi::OsStr) -> Command {
    let path = std::env::var_os("PATH").unwrap_or_else(|| "/usr/sbin:/usr/bin:/sbin:/bin".into());
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", path)
        .current_dir("/")
        .stdin(Stdio::null());
    command
}
