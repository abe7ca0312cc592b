//! Reboots that the ACS has planned (ManagementServer.ScheduleReboot and DelayReboot, Device:2.10):
//! one at a time of the wall clock, one so many seconds after the session that ordered it.

use crate::time::{DateTime, Now};
use std::time::Duration;

/// A wall clock that passes the time by a leap longer than this was set, and the time is past.
const LEAP: Duration = Duration::from_secs(60);

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Restart {
    /// ScheduleReboot in Unix seconds, until it has come or turned out to be past.
    time: Option<i64>,
    /// When that is, on the monotonic clock, as the wall clock told last.
    at: Option<Duration>,
    /// When to look at the wall clock again.
    look: Duration,
    /// DelayReboot, while the session that set it may still run.
    delay: Option<u32>,
    /// When that is over.
    delayed: Option<Duration>,
}

/// Which of the two has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    Scheduled,
    Delayed,
}

impl Restart {
    /// ScheduleReboot as it was written; the Unknown Time means none.
    pub fn schedule(&mut self, time: &str) {
        self.time = DateTime::parse(time).ok().and_then(|time| time.unix());
        self.at = None;
        self.look = Duration::ZERO;
    }

    /// DelayReboot as it was written: seconds, or none.
    pub fn delay(&mut self, seconds: Option<u32>) {
        self.delay = seconds;
        self.delayed = None;
    }

    /// What has come by now; each once. `in_session`: the delay does not run yet.
    pub fn due(&mut self, now: Now, in_session: bool) -> Option<Due> {
        if let Some(seconds) = self.delay
            && !in_session
        {
            self.delay = None;
            self.delayed = Some(now.mono + Duration::from_secs(seconds.into()));
        }
        if self.delayed.take_if(|at| now.mono >= *at).is_some() {
            return Some(Due::Delayed);
        }
        let time = self.time?;
        let Some(wall) = now.wall else {
            self.look = now.mono + LEAP;
            return None;
        };
        if let Ok(left @ 1..) = u64::try_from(time.saturating_sub(wall.unix)) {
            let at = now.mono.saturating_add(Duration::from_secs(left));
            self.at = Some(at);
            self.look = at;
            return None;
        }
        self.time = None;
        let at = self.at.take()?;
        (now.mono + LEAP >= at).then_some(Due::Scheduled)
    }

    /// When to ask [`Restart::due`] again, if at all.
    pub fn wake_at(&self) -> Option<Duration> {
        let look = self.time.map(|_| self.look);
        look.into_iter().chain(self.delayed).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Wall;

    const TIME: &str = "2026-11-22T03:00:00Z";
    const THREE: i64 = 1_795_316_400;

    fn at(mono: u64, unix: Option<i64>) -> Now {
        Now {
            mono: Duration::from_secs(mono),
            wall: unix.map(|unix| Wall { unix, offset: 0 }),
        }
    }

    fn planned() -> Restart {
        let mut restart = Restart::default();
        restart.schedule(TIME);
        restart
    }

    #[test]
    fn the_time_comes_once() {
        let mut restart = planned();
        assert_eq!(restart.due(at(100, Some(THREE - 50)), false), None);
        assert_eq!(restart.wake_at(), Some(Duration::from_secs(150)));
        assert_eq!(restart.due(at(149, Some(THREE - 1)), false), None);
        assert_eq!(
            restart.due(at(150, Some(THREE)), true),
            Some(Due::Scheduled)
        );
        assert_eq!(restart.due(at(151, Some(THREE + 1)), false), None);
        assert_eq!(restart.wake_at(), None);
    }

    #[test]
    fn a_past_time_does_nothing_even_when_the_clock_is_set_back() {
        let mut restart = planned();
        assert_eq!(restart.due(at(100, Some(THREE)), false), None);
        assert_eq!(restart.due(at(101, Some(THREE - 1)), false), None);
        assert_eq!(restart.due(at(102, Some(THREE)), false), None);
    }

    #[test]
    fn a_clock_that_is_set_past_the_time_makes_it_past() {
        let mut restart = planned();
        assert_eq!(restart.due(at(100, Some(THREE - 7200)), false), None);
        assert_eq!(restart.due(at(110, Some(THREE + 50)), false), None);
        assert_eq!(restart.wake_at(), None);
    }

    #[test]
    fn a_clock_that_is_unknown_is_looked_at_again() {
        let mut restart = planned();
        assert_eq!(restart.due(at(5, None), false), None);
        assert_eq!(restart.wake_at(), Some(Duration::from_secs(65)));
        assert_eq!(restart.due(at(65, Some(THREE - 10)), false), None);
        assert_eq!(
            restart.due(at(76, Some(THREE + 1)), false),
            Some(Due::Scheduled)
        );
    }

    #[test]
    fn the_delay_begins_when_the_session_has_ended() {
        let mut restart = Restart::default();
        restart.delay(Some(30));
        assert_eq!(restart.due(at(100, None), true), None);
        assert_eq!(restart.wake_at(), None);
        assert_eq!(restart.due(at(200, None), false), None);
        assert_eq!(restart.wake_at(), Some(Duration::from_secs(230)));
        assert_eq!(restart.due(at(230, None), true), Some(Due::Delayed));
        assert_eq!(restart.due(at(400, None), false), None);
        restart.delay(Some(30));
        restart.delay(None);
        assert_eq!(restart.due(at(900, None), false), None);
        assert_eq!(restart.wake_at(), None);
    }
}
