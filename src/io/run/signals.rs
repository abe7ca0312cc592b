//! Signals, as something that can be waited for.

use crate::io::wait::Polled;
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};

/// Blocked, so that they are read and do not end the process. Before any thread is started.
pub(super) fn watched() -> std::io::Result<Polled<SignalFd>> {
    let mut watched = SigSet::empty();
    for signal in [Signal::SIGHUP, Signal::SIGTERM, Signal::SIGINT] {
        watched.add(signal);
    }
    watched.thread_block()?;
    let flags = SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK;
    Polled::new(SignalFd::with_flags(&watched, flags)?)
}

pub(super) async fn next(signals: &Polled<SignalFd>) -> std::io::Result<Signal> {
    loop {
        signals.readable().await;
        if let Some(info) = signals.get_ref().read_signal()? {
            let number = i32::try_from(info.ssi_signo).unwrap_or_default();
            if let Ok(signal) = Signal::try_from(number) {
                return Ok(signal);
            }
        }
    }
}
