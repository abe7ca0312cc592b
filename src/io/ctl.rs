//! The control socket: one line in, one text out, for whoever owns the agent.
//!
//! The owner's alone (0600), so it asks for no password. A silent caller is shown out after a while.

use super::{clock, queue::Queue, start, wait::Polled};
use async_executor::{LocalExecutor, Task};
use futures_lite::future;
use std::cell::RefCell;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

/// Longest request, in bytes: room for a thousand names.
const LONGEST_LINE: usize = 64 << 10;
/// Longest answer that [`ask`] takes.
const LONGEST_ANSWER: u64 = 16 << 20;
/// How long a caller may take to say what he wants, and to hear the answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the daemon may take for an answer.
const LONGEST_THOUGHT: Duration = Duration::from_secs(60);
/// Callers at a time.
const MOST_CALLERS: usize = 8;
/// How long the last answers may take when the daemon ends.
const FAREWELL: Duration = Duration::from_secs(1);

/// One request, and where its answer goes.
#[derive(Debug)]
pub struct Call {
    pub line: String,
    /// Takes one answer; an error starts with `!`.
    pub answer: Queue<String>,
}

/// The listening socket; its file goes with it.
#[derive(Debug)]
pub struct Control {
    path: PathBuf,
    callers: Rc<RefCell<Vec<Queue<String>>>>,
    _task: Task<()>,
}

impl Control {
    /// Listens at this path, and hands every call to `take`.
    ///
    /// # Errors
    /// Another daemon answers there, or the socket cannot be made.
    pub fn open(
        executor: &Rc<LocalExecutor<'static>>,
        path: &Path,
        take: Rc<dyn Fn(Call)>,
    ) -> io::Result<Control> {
        let listener = Polled::new(listen(path)?)?;
        let spawner = Rc::clone(executor);
        let callers = Rc::new(RefCell::new(Vec::new()));
        let all = Rc::clone(&callers);
        let task = start::task(executor, async move {
            loop {
                match listener.when_readable(UnixListener::accept).await {
                    Ok((stream, _)) if all.borrow().len() < MOST_CALLERS => {
                        let answer = Queue::new();
                        all.borrow_mut().push(answer.clone());
                        let (all, take) = (Rc::clone(&all), Rc::clone(&take));
                        let serve = async move {
                            if let Err(error) = serve(stream, take, &answer).await {
                                log::info!("control socket: {error}");
                            }
                            all.borrow_mut().retain(|other| !other.is(&answer));
                        };
                        start::task(&spawner, serve).detach();
                    }
                    Ok(_) => {}
                    Err(error) => {
                        log::warn!("control socket: {error}");
                        clock::sleep(Duration::from_secs(1)).await;
                    }
                }
            }
        });
        Ok(Control {
            path: path.to_path_buf(),
            callers,
            _task: task,
        })
    }

    /// The daemon ends: whoever still waits hears of it, so that no silence is taken for a yes.
    pub async fn take_leave(&self) {
        for caller in self.callers.borrow().iter() {
            // One that has its answer already takes no second one.
            caller.push("!the agent is stopping\n".to_string());
        }
        let until = clock::mono() + FAREWELL;
        while !self.callers.borrow().is_empty() && clock::mono() < until {
            clock::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Asks a running daemon what it knows at once. For the command line.
///
/// # Errors
/// No daemon listens there, it does not answer in time, or it answers with an error.
pub fn ask(path: &Path, line: &str) -> io::Result<String> {
    ask_within(path, line, PATIENCE * 2)
}

/// The same, for what takes longer. What the daemon refuses is an [`ErrorKind::Other`].
///
/// # Errors
/// As above.
pub fn ask_within(path: &Path, line: &str, patience: Duration) -> io::Result<String> {
    let explain = |error: io::Error| {
        let text = match error.kind() {
            ErrorKind::NotFound | ErrorKind::ConnectionRefused => {
                format!("no daemon listens at {}", path.display())
            }
            ErrorKind::WouldBlock => format!("the daemon at {} does not answer", path.display()),
            _ => format!("{}: {error}", path.display()),
        };
        io::Error::new(error.kind(), text)
    };
    let mut stream = UnixStream::connect(path).map_err(explain)?;
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream
        .write_all(format!("{line}\n").as_bytes())
        .map_err(explain)?;
    let mut answer = String::new();
    stream
        .take(LONGEST_ANSWER)
        .read_to_string(&mut answer)
        .map_err(explain)?;
    match answer.strip_prefix('!') {
        Some(error) => Err(io::Error::other(error.trim_end().to_string())),
        None => Ok(answer),
    }
}

fn listen(path: &Path) -> io::Result<UnixListener> {
    let explain = |error: io::Error| {
        io::Error::new(
            error.kind(),
            format!("control socket {}: {error}", path.display()),
        )
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(explain)?;
    }
    if UnixStream::connect(path).is_ok() {
        let text = "another daemon answers there already";
        return Err(explain(io::Error::new(ErrorKind::AddrInUse, text)));
    }
    // Only ever a socket that nobody listens to any more.
    let _ = std::fs::remove_file(path);
    let before = nix::sys::stat::umask(nix::sys::stat::Mode::from_bits_retain(0o177));
    let listener = UnixListener::bind(path);
    nix::sys::stat::umask(before);
    listener.map_err(explain)
}

async fn serve(
    stream: UnixStream,
    take: Rc<dyn Fn(Call)>,
    answer: &Queue<String>,
) -> io::Result<()> {
    let stream = Polled::new(stream)?;
    let line = within(PATIENCE, heard(&stream)).await?;
    take(Call {
        line,
        answer: answer.clone(),
    });
    let text = within(LONGEST_THOUGHT, async { Ok(answer.pop().await) });
    let late = |_| format!("!no answer within {} s\n", LONGEST_THOUGHT.as_secs());
    let text = text.await.unwrap_or_else(late);
    within(PATIENCE, stream.write_all(text.as_bytes())).await
}

async fn heard(stream: &Polled<UnixStream>) -> io::Result<String> {
    let mut line = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let count = stream.read(&mut chunk).await?;
        line.extend_from_slice(chunk.get(..count).unwrap_or_default());
        if let Some(end) = line.iter().position(|byte| *byte == b'\n') {
            line.truncate(end);
            return Ok(String::from_utf8_lossy(&line).into_owned());
        }
        if count == 0 || line.len() > LONGEST_LINE {
            return Err(io::Error::other("a caller did not say one line"));
        }
    }
}

async fn within<T>(patience: Duration, act: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    let late = async {
        clock::sleep(patience).await;
        Err(ErrorKind::TimedOut.into())
    };
    future::or(act, late).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::wait;
    use std::os::unix::fs::PermissionsExt;

    /// Runs a daemon that answers `echo …`, and what is done to it on a thread of its own.
    fn with_daemon(name: &str, act: impl FnOnce(&Path) + Send + 'static) {
        let folder = std::env::temp_dir().join(format!("cwmpd-ctl-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let path = folder.join("run/cwmpd.sock");
        let executor = Rc::new(LocalExecutor::new());
        let take = |call: Call| {
            call.answer.push(match call.line.strip_prefix("echo ") {
                Some(text) => format!("{text}\n"),
                None => format!("!unknown request `{}`\n", call.line),
            });
        };
        let control = Control::open(&executor, &path, Rc::new(take)).unwrap();
        let done = Queue::new();
        let tell = done.clone();
        let acted_on = path.clone();
        let thread = std::thread::spawn(move || {
            act(&acted_on);
            tell.push(());
        });
        wait::block_on(executor.run(done.pop())).unwrap();
        thread.join().unwrap();
        drop(control);
        assert!(!path.exists());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_line_is_answered() {
        with_daemon("line", |path| {
            assert_eq!(ask(path, "echo hello").unwrap(), "hello\n");
            assert_eq!(
                ask(path, "dance").unwrap_err().to_string(),
                "unknown request `dance`"
            );
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        });
    }

    #[test]
    fn who_still_waits_hears_that_the_daemon_ends() {
        let folder = std::env::temp_dir().join(format!("cwmpd-ctl-leave-{}", std::process::id()));
        let path = folder.join("cwmpd.sock");
        let executor = Rc::new(LocalExecutor::new());
        let (asked, waits) = (Queue::new(), Rc::new(RefCell::new(Vec::new())));
        let tell = asked.clone();
        let take = move |call: Call| {
            match call.line.as_str() {
                "both" => call.answer.push("yes\n".into()),
                _ => waits.borrow_mut().push(call.answer),
            }
            tell.push(());
        };
        let control = Control::open(&executor, &path, Rc::new(take)).unwrap();
        let callers = ["one", "two", "both"].map(|line| {
            let path = path.clone();
            std::thread::spawn(move || ask(&path, line))
        });
        let ended = wait::block_on(executor.run(async {
            for _ in 0..callers.len() {
                asked.pop().await;
            }
            control.take_leave().await;
        }));
        ended.unwrap();
        let said = callers.map(|caller| match caller.join().unwrap() {
            Ok(text) => text,
            Err(error) => format!("!{error}"),
        });
        let stops = "!the agent is stopping";
        assert_eq!(said, [stops, stops, "yes\n"]);
        drop(control);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn silent_and_endless_callers_hold_up_nobody() {
        with_daemon("silent", |path| {
            let silent: Vec<_> = (0..4).map(|_| UnixStream::connect(path).unwrap()).collect();
            let mut endless = UnixStream::connect(path).unwrap();
            while endless.write_all(&[b'x'; 4096]).is_ok() {}
            assert_eq!(ask(path, "echo hello").unwrap(), "hello\n");
            drop(silent);
        });
    }

    #[test]
    fn a_second_daemon_is_refused_and_a_stale_socket_is_not_in_the_way() {
        let folder = std::env::temp_dir().join(format!("cwmpd-ctl-stale-{}", std::process::id()));
        let path = folder.join("cwmpd.sock");
        drop(listen(&path).unwrap());
        assert!(path.exists());
        let error = ask(&path, "status").unwrap_err();
        assert!(
            error.to_string().starts_with("no daemon listens at"),
            "{error}"
        );
        let living = listen(&path).unwrap();
        let error = listen(&path).unwrap_err();
        assert!(error.to_string().contains("another daemon"), "{error}");
        drop(living);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
