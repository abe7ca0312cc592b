//! Informs that the ACS has ordered for later (ScheduleInform, TR-069 A.4.1.5), over any number of
//! reboots.
//!
//! ```text
//!  ordered ──► at: when, on the monotonic clock of this boot ──► due: `3 SCHEDULED`, `M ScheduleInform`
//!                │ reboot                      ▲
//!                └──► left of the delay, or ───┘
//!                     what the wall clock says, whichever is sooner
//! ```
//!
//! While the device is up, the delay is kept to by the monotonic clock, whatever happens to the
//! other one. Time without power passes only where a wall clock tells of it.

use crate::time::Now;
use std::time::Duration;

/// Orders that wait at a time (standard: at least one).
pub const MOST_SCHEDULED: usize = 32;
/// Seconds. A wall clock that differs by less is not worth a write to flash.
const SLACK: u64 = 60;

/// One order. All times in seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scheduled {
    pub command_key: String,
    /// The boot that `at` belongs to.
    pub boot: String,
    /// When it is due, on the monotonic clock of that boot.
    pub at: u64,
    /// What was left of the delay when this was last written.
    pub left: u64,
    /// When it is due in Unix time; `None` as long as no wall clock was known.
    pub wall: Option<i64>,
    /// It was ordered in an earlier boot, so the wall clock knows better than `at`.
    pub survived: bool,
}

impl Scheduled {
    /// `delay` seconds from now.
    pub fn new(now: Now, boot: &str, delay: u32, command_key: String) -> Scheduled {
        let delay = u64::from(delay);
        let mut order = Scheduled {
            command_key,
            boot: boot.to_string(),
            // A part of a second more, never less.
            at: seconds_up(now.mono).saturating_add(delay),
            left: delay,
            wall: None,
            survived: false,
        };
        order.follow(now);
        order
    }

    /// Takes an order over into this boot. An empty `boot` is another one each time.
    pub fn wake_up(&mut self, now: Now, boot: &str) {
        if self.boot != boot || boot.is_empty() {
            self.boot = boot.to_string();
            self.at = seconds_up(now.mono).saturating_add(self.left);
            self.survived = true;
        }
        self.follow(now);
    }

    /// Compares with the wall clock.
    pub fn follow(&mut self, now: Now) {
        let Some(clock) = now.wall else { return };
        let left = i64::try_from(self.left_at(now)).unwrap_or(i64::MAX);
        let wall = clock.unix.saturating_add(left);
        match self.wall {
            Some(due) if due.abs_diff(wall) < SLACK => {}
            // A clock that went back, or a wrong one, must not delay it beyond what was ordered.
            Some(due) if self.survived => {
                if due < wall {
                    let left = u64::try_from(due.saturating_sub(clock.unix)).unwrap_or(0);
                    self.at = seconds_up(now.mono).saturating_add(left);
                }
            }
            _ => self.wall = Some(wall),
        }
    }

    /// Notes what is left, because something is about to be written anyway.
    pub fn note(&mut self, now: Now) {
        self.left = self.left_at(now);
    }

    pub fn is_due(&self, now: Now) -> bool {
        self.left_at(now) == 0
    }

    /// On the monotonic clock of this boot.
    pub fn due_at(&self) -> Duration {
        Duration::from_secs(self.at)
    }

    fn left_at(&self, now: Now) -> u64 {
        seconds_up(self.due_at().saturating_sub(now.mono))
    }
}

fn seconds_up(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Wall;

    const NOON: i64 = 1_790_000_000;

    fn at(mono: u64, unix: Option<i64>) -> Now {
        Now {
            mono: Duration::from_secs(mono),
            wall: unix.map(|unix| Wall { unix, offset: 0 }),
        }
    }

    fn ordered(now: Now) -> Scheduled {
        Scheduled::new(now, "b1", 1000, "k".into())
    }

    #[test]
    fn the_delay_is_kept_whatever_the_wall_clock_does() {
        let mut order = ordered(at(100, Some(NOON)));
        order.follow(at(200, Some(NOON + 90_000)));
        order.follow(at(300, Some(NOON - 90_000)));
        assert!(!order.is_due(at(1099, Some(NOON))));
        assert!(order.is_due(at(1100, Some(NOON))));
    }

    #[test]
    fn over_a_reboot_the_wall_clock_counts_the_time_without_power() {
        let mut order = ordered(at(100, Some(NOON)));
        order.wake_up(at(20, Some(NOON + 400)), "b2");
        assert_eq!(order.due_at().as_secs(), 620);
        let mut late = ordered(at(100, Some(NOON)));
        late.wake_up(at(20, Some(NOON + 90_000)), "b2");
        assert!(late.is_due(at(20, Some(NOON + 90_000))));
    }

    #[test]
    fn a_clock_that_is_set_late_after_a_reboot_still_counts() {
        let mut order = ordered(at(100, Some(NOON)));
        order.wake_up(at(20, None), "b2");
        assert_eq!(
            order.due_at().as_secs(),
            1020,
            "all of it, as far as is known"
        );
        order.follow(at(80, Some(NOON + 700)));
        assert_eq!(order.due_at().as_secs(), 380);
    }

    #[test]
    fn a_clock_that_goes_back_over_a_reboot_delays_nothing() {
        let mut order = ordered(at(100, Some(NOON)));
        order.wake_up(at(20, Some(NOON - 90_000)), "b2");
        assert_eq!(order.due_at().as_secs(), 1020);
    }

    #[test]
    fn without_any_clock_what_was_left_when_it_was_last_written_is_left() {
        let mut order = ordered(at(100, None));
        order.note(at(700, None));
        order.wake_up(at(20, None), "b2");
        assert_eq!(order.due_at().as_secs(), 420);
        let before = order.clone();
        order.wake_up(at(50, None), "b2");
        assert_eq!(order, before, "a process that comes back in the same boot");
    }

    #[test]
    fn a_clock_that_is_disciplined_writes_nothing() {
        let mut order = ordered(at(100, Some(NOON)));
        let before = order.clone();
        for second in 0..50 {
            order.follow(at(100 + second, Some(NOON + 2 * second as i64)));
        }
        assert_eq!(order, before);
    }
}
