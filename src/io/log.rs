//! Messages for people: to stderr, or to the system's log through `/dev/log`.
//!
//! A message is one line whatever a peer has put into it, and has an end. Only the agent's own messages
//! pass below `warn`; libraries have nothing to say that a router's owner could act on.

use log::{Level, LevelFilter, Metadata, Record};
use std::io::Write;
use std::os::unix::net::UnixDatagram;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Target of the records that show SOAP messages and HTTP headers, line by line: shown whenever tracing
/// is on, whatever the level.
pub const TRACE: &str = "cwmpd::trace";

/// Longest line, in bytes.
const LONGEST: usize = 1000;
/// Longest traced message, in bytes.
const LONGEST_TRACE: usize = 1 << 20;
/// Daemon facility (RFC 5424 6.2.1).
const FACILITY: u8 = 3 << 3;

/// Takes this level and place from now on. `trace` lets [`TRACE`] records through. May be called again.
pub fn configure(level: LevelFilter, syslog: bool, trace: bool) {
    static LOGGER: Logger = Logger;
    let _ = log::set_logger(&LOGGER);
    log::set_max_level(if trace {
        level.max(LevelFilter::Info)
    } else {
        level
    });
    TRACING.store(trace, Ordering::Relaxed);
    let mut sink = lock(&SINK);
    sink.level = level;
    sink.syslog = syslog;
    sink.socket = None;
}

/// Whether SOAP messages are to be shown. Ask before building the text of one.
pub fn tracing() -> bool {
    TRACING.load(Ordering::Relaxed)
}

/// Lets one message a minute pass, so that a peer who repeats himself does not fill the log.
#[derive(Debug)]
pub struct OnceAMinute(Mutex<(Option<Duration>, u32)>);

impl OnceAMinute {
    pub const fn new() -> OnceAMinute {
        OnceAMinute(Mutex::new((None, 0)))
    }

    /// `Some(held back since the last one)` when a message may pass now.
    pub fn pass(&self, mono: Duration) -> Option<u32> {
        let mut state = lock(&self.0);
        let (last, held) = *state;
        if last.is_some_and(|last| mono.saturating_sub(last) < Duration::from_secs(60)) {
            state.1 = held.saturating_add(1);
            return None;
        }
        *state = (Some(mono), 0);
        Some(held)
    }
}

impl Default for OnceAMinute {
    fn default() -> OnceAMinute {
        OnceAMinute::new()
    }
}

static TRACING: AtomicBool = AtomicBool::new(false);
static SINK: Mutex<Sink> = Mutex::new(Sink {
    level: LevelFilter::Info,
    syslog: false,
    socket: None,
});

struct Sink {
    level: LevelFilter,
    syslog: bool,
    socket: Option<UnixDatagram>,
}

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, metadata: &Metadata) -> bool {
        let target = metadata.target();
        if target == TRACE {
            tracing()
        } else if target.starts_with("cwmpd") {
            true
        } else {
            metadata.level() <= Level::Warn
        }
    }

    fn log(&self, record: &Record) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let mut sink = lock(&SINK);
        if record.target() == TRACE {
            let text = record.args().to_string();
            let shown = text.get(..floor(&text, LONGEST_TRACE)).unwrap_or_default();
            for line in shown.lines() {
                sink.write(record.level(), line);
            }
            if shown.len() < text.len() {
                let rest = text.len() - shown.len();
                sink.write(record.level(), &format!("[{rest} more bytes]"));
            }
        } else if record.level() <= sink.level {
            sink.write(record.level(), &record.args().to_string());
        }
    }

    fn flush(&self) {}
}

impl Sink {
    fn write(&mut self, level: Level, text: &str) {
        let line = one_line(text);
        if !(self.syslog && self.send(level, &line).is_ok()) {
            // Nobody is left to tell when stderr is closed.
            let _ = writeln!(std::io::stderr(), "cwmpd: {}: {line}", word(level));
        }
    }

    fn send(&mut self, level: Level, line: &str) -> std::io::Result<()> {
        let text = format!(
            "<{}>cwmpd[{}]: {line}",
            FACILITY | severity(level),
            std::process::id()
        );
        if let Some(socket) = &self.socket
            && socket.send(text.as_bytes()).is_ok()
        {
            return Ok(());
        }
        // The system's logger may have been started again.
        let socket = UnixDatagram::unbound()?;
        socket.set_nonblocking(true)?;
        socket.connect("/dev/log")?;
        socket.send(text.as_bytes())?;
        self.socket = Some(socket);
        Ok(())
    }
}

fn severity(level: Level) -> u8 {
    match level {
        Level::Error => 3,
        Level::Warn => 4,
        Level::Info => 6,
        Level::Debug | Level::Trace => 7,
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Info => "info",
        Level::Debug | Level::Trace => "debug",
    }
}

/// The text without what a terminal or a log reader would act on, and not longer than [`LONGEST`].
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(LONGEST));
    for c in text.chars() {
        if line.len() >= LONGEST {
            line.push('…');
            break;
        }
        match c {
            '\t' => line.push(' '),
            // Also what turns the direction of writing or hides in a line.
            c if c.is_control()
                || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                line.extend(c.escape_default());
            }
            c => line.push(c),
        }
    }
    line
}

/// The largest index up to `most` at which the text may be cut.
fn floor(text: &str, most: usize) -> usize {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_line_and_has_an_end() {
        assert_eq!(one_line("plain ünïcode"), "plain ünïcode");
        assert_eq!(
            one_line("a\nb\r\x1b[31m\tc\0"),
            "a\\nb\\r\\u{1b}[31m c\\u{0}"
        );
        assert_eq!(one_line("\u{202e}evil\u{2028}"), "\\u{202e}evil\\u{2028}");
        let long = one_line(&"ü".repeat(5000));
        assert!(
            long.len() < LONGEST + 8 && long.ends_with('…'),
            "{}",
            long.len()
        );
    }

    #[test]
    fn a_message_passes_once_a_minute() {
        let limit = OnceAMinute::new();
        let at = Duration::from_secs;
        assert_eq!(limit.pass(at(5)), Some(0));
        assert_eq!(limit.pass(at(6)), None);
        assert_eq!(limit.pass(at(64)), None);
        assert_eq!(limit.pass(at(65)), Some(2));
        assert_eq!(limit.pass(at(66)), None);
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        assert_eq!(floor("aü", 2), 1);
        assert_eq!(floor("aü", 9), 3);
    }
}
