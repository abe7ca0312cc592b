//! The only clock, and the only timer.
//!
//! The timers of async-io never fire on MIPS with musl, so one thread waits on a condition variable and
//! wakes the futures whose time has come.

use super::start;
use crate::time::{Now, Wall, Zone, posix_tz_of_tzif};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// 2024-01-01: a clock that says less has not been set.
const OLDEST_WALL: i64 = 1_704_067_200;
/// How long the local zone is believed before the system is asked again.
const ZONE_LIFE: Duration = Duration::from_secs(60);
/// The condition variable's clock stands still while the device sleeps; time since boot does not.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// The moment of the call.
pub fn now() -> Now {
    let mono = mono();
    Now {
        mono,
        wall: wall(mono),
    }
}

/// Time since the device booted, sleep included; never jumps.
pub fn mono() -> Duration {
    match nix::time::clock_gettime(nix::time::ClockId::CLOCK_BOOTTIME) {
        Ok(time) => Duration::from(time),
        // A kernel before 2.6.39; there is no time to tell then, only order.
        Err(_) => Duration::ZERO,
    }
}

/// Ready once the time since boot has reached this.
pub fn sleep_until(mono: Duration) -> Sleep {
    Sleep {
        until: mono,
        ticket: None,
    }
}

/// Ready after this long.
pub fn sleep(duration: Duration) -> Sleep {
    sleep_until(mono().saturating_add(duration))
}

/// A moment to wait for; see [`sleep_until`].
#[derive(Debug)]
pub struct Sleep {
    until: Duration,
    /// The key of this future's entry with the timer thread.
    ticket: Option<Ticket>,
}

type Ticket = (Duration, u64);

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if mono() >= self.until {
            return Poll::Ready(());
        }
        let timer = timer();
        let mut waiting = timer.waiting();
        let ticket = match self.ticket {
            Some(ticket) => ticket,
            None => {
                waiting.issued += 1;
                (self.until, waiting.issued)
            }
        };
        self.ticket = Some(ticket);
        waiting.forget(ticket);
        waiting.wakers.push((ticket, context.waker().clone()));
        let is_next = waiting.next() == Some(self.until);
        drop(waiting);
        if is_next {
            timer.changed.notify_one();
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            timer().waiting().forget(ticket);
        }
    }
}

#[derive(Default)]
struct Timer {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    /// Few: one for the main loop and one for each caller.
    wakers: Vec<(Ticket, Waker)>,
    issued: u64,
}

impl Waiting {
    fn next(&self) -> Option<Duration> {
        self.wakers.iter().map(|((until, _), _)| *until).min()
    }

    fn forget(&mut self, ticket: Ticket) {
        self.wakers.retain(|(known, _)| *known != ticket);
    }
}

impl Timer {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self) {
        let mut waiting = self.waiting();
        loop {
            let now = mono();
            for (_, waker) in waiting
                .wakers
                .extract_if(.., |((until, _), _)| *until <= now)
            {
                waker.wake();
            }
            let next = waiting.next();
            waiting = match next {
                Some(until) => {
                    let wait = until.saturating_sub(now).min(LONGEST_WAIT);
                    self.changed
                        .wait_timeout(waiting, wait)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
                None => self
                    .changed
                    .wait(waiting)
                    .unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

fn timer() -> &'static Timer {
    static TIMER: OnceLock<Timer> = OnceLock::new();
    static THREAD: OnceLock<bool> = OnceLock::new();
    let timer = TIMER.get_or_init(Timer::default);
    THREAD.get_or_init(|| {
        let thread = start::thread("timer", 64 << 10, || {
            TIMER.get_or_init(Timer::default).run()
        });
        if let Err(error) = &thread {
            log::error!("no timer will fire: its thread cannot be started: {error}");
        }
        thread.is_ok()
    });
    timer
}

// The one place that may ask.
#[allow(clippy::disallowed_methods)]
fn wall(mono: Duration) -> Option<Wall> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let unix = i64::try_from(since.as_secs()).ok()?;
    (unix >= OLDEST_WALL).then(|| Wall {
        unix,
        offset: zone(mono).offset_at(unix),
    })
}

/// The local zone, which a person or the ACS may change while the agent runs.
fn zone(mono: Duration) -> Zone {
    static KNOWN: Mutex<Option<(Duration, Zone)>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    match *known {
        Some((read, zone)) if mono.saturating_sub(read) < ZONE_LIFE => zone,
        _ => {
            let zone = system_zone().unwrap_or(Zone::UTC);
            *known = Some((mono, zone));
            zone
        }
    }
}

/// As the C libraries look for it: `TZ`, then musl's and OpenWrt's `/etc/TZ`, then `/etc/localtime`.
fn system_zone() -> Option<Zone> {
    let text = std::env::var("TZ")
        .ok()
        .or_else(|| std::fs::read_to_string("/etc/TZ").ok());
    match text.as_deref().map(str::trim) {
        Some(text) if !text.is_empty() => named_zone(text),
        _ => tzif_zone("/etc/localtime"),
    }
}

/// `CET-1CEST,M3.5.0,M10.5.0/3`, `Europe/Vienna` or `:/etc/localtime`.
fn named_zone(text: &str) -> Option<Zone> {
    let name = text.strip_prefix(':').unwrap_or(text);
    if name.starts_with('/') {
        return tzif_zone(name);
    }
    let file = tzif_zone(&format!("/usr/share/zoneinfo/{name}"));
    file.or_else(|| Zone::parse(name).ok())
}

fn tzif_zone(path: &str) -> Option<Zone> {
    let file = super::flash::read(std::path::Path::new(path), 1 << 20).ok()??;
    Zone::parse(posix_tz_of_tzif(&file)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_lite::future;

    #[test]
    fn sleepers_wake_in_the_order_of_their_times() {
        let start = mono();
        let after = |ms| start + Duration::from_millis(ms);
        let order = Mutex::new(Vec::new());
        let nap = |ms| {
            let order = &order;
            async move {
                sleep_until(after(ms)).await;
                order.lock().unwrap().push(ms);
            }
        };
        future::block_on(future::zip(future::zip(nap(40), nap(5)), nap(20)));
        assert_eq!(*order.lock().unwrap(), [5, 20, 40]);
        assert!(mono() >= after(40));
    }

    #[test]
    fn a_sleeper_that_is_dropped_leaves_nothing_behind() {
        let far = mono() + Duration::from_secs(4000);
        let mut sleeper = sleep_until(far);
        let context = &mut Context::from_waker(Waker::noop());
        assert!(Pin::new(&mut sleeper).poll(context).is_pending());
        assert!(Pin::new(&mut sleeper).poll(context).is_pending());
        let waits = || {
            timer()
                .waiting()
                .wakers
                .iter()
                .filter(|((until, _), _)| *until == far)
                .count()
        };
        assert_eq!(waits(), 1);
        drop(sleeper);
        assert_eq!(waits(), 0);
    }

    #[test]
    fn the_zone_is_read_in_every_form() {
        let winter = 1_736_899_200;
        assert_eq!(
            named_zone("CET-1CEST,M3.5.0,M10.5.0/3")
                .unwrap()
                .offset_at(winter),
            3600
        );
        assert_eq!(
            named_zone("<+0330>-3:30").unwrap().offset_at(winter),
            12_600
        );
        assert_eq!(named_zone("No/Such_Zone!"), None);
        if std::path::Path::new("/usr/share/zoneinfo/Europe/Vienna").exists() {
            assert_eq!(
                named_zone(":Europe/Vienna").unwrap().offset_at(winter),
                3600
            );
        }
    }

    #[test]
    fn the_wall_clock_agrees_with_the_kernel() {
        let now = now();
        assert!(now.mono > Duration::ZERO);
        assert!(now.wall.is_none_or(|wall| wall.unix >= OLDEST_WALL));
    }
}
