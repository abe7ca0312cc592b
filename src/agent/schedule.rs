//! When to talk: the phase of the periodic Inform and the waits between attempts.

use crate::time::{DateTime, Now, next_periodic};
use std::time::Duration;

/// Numbers that nobody needs to keep secret: waits and phases (splitmix64).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        let span = most.saturating_sub(least).saturating_add(1);
        least.saturating_add(self.number() % span)
    }
}

/// ManagementServer.PeriodicInform*: Informs at PeriodicInformTime plus or minus any number of
/// intervals. Only the phase of the time matters; without one, or without a clock, the phase is
/// the agent's own choice.
#[derive(Clone, Debug)]
pub struct Periodic {
    rule: Option<Rule>,
    /// When the next Inform is due, on the monotonic clock.
    next: Duration,
    /// When to look at the clock again, at the latest.
    look: Duration,
    /// Seconds that the wall clock was ahead of the monotonic one when `next` was worked out from
    /// it; `None` where the phase is the agent's own.
    ahead: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rule {
    /// Seconds, at least 1.
    interval: u32,
    /// PeriodicInformTime in Unix seconds, unless it is the Unknown Time.
    phase: Option<i64>,
}

/// A clock that is set late is noticed after this long at most.
const CLOCK_WATCH: Duration = Duration::from_secs(60);
/// Seconds. A wall clock that moves by no more is being disciplined, not set.
const CLOCK_STEP: u32 = 2;

impl Periodic {
    /// No periodic Informs until [`Periodic::set`] says so.
    pub fn off() -> Periodic {
        Periodic {
            rule: None,
            next: Duration::MAX,
            look: Duration::MAX,
            ahead: None,
        }
    }

    /// Takes the settings over. A new interval or time is in force at once; equal ones change
    /// nothing. A `time` that is no dateTime counts as unknown.
    pub fn set(&mut self, now: Now, enable: bool, interval: u32, time: &str, random: &mut Random) {
        let phase = DateTime::parse(time).ok().and_then(|time| time.unix());
        let rule = enable.then_some(Rule {
            interval: interval.max(1),
            phase,
        });
        if rule != self.rule {
            self.rule = rule;
            self.plan(now, false, random);
        }
    }

    /// Whether a periodic Inform is due now; if so, the next one is planned. When the wall clock was
    /// set or has stepped, the next one is worked out anew.
    pub fn is_due(&mut self, now: Now, random: &mut Random) -> bool {
        let Some(rule) = self.rule else { return false };
        let due = now.mono >= self.next;
        let stepped = rule.phase.is_some()
            && match (self.ahead, ahead(now)) {
                (Some(before), Some(after)) => before.abs_diff(after) > u64::from(CLOCK_STEP),
                (before, after) => before.is_some() != after.is_some(),
            };
        if stepped || (due && self.ahead.is_some()) {
            self.plan(now, due, random);
        } else if due {
            let interval = u64::from(rule.interval);
            let missed = now.mono.saturating_sub(self.next).as_secs() / interval;
            self.next += Duration::from_secs((missed + 1) * interval);
        }
        self.look_again(now);
        due
    }

    /// When to ask [`Periodic::is_due`] again, if at all.
    pub fn wake_at(&self) -> Option<Duration> {
        self.rule.map(|_| self.look)
    }

    /// When the next Inform is due, on the monotonic clock.
    pub fn next(&self) -> Option<Duration> {
        self.rule.map(|_| self.next)
    }

    /// Works out the next moment. `served`: the one that is right now has had its turn.
    fn plan(&mut self, now: Now, served: bool, random: &mut Random) {
        let Some(rule) = self.rule else {
            *self = Periodic::off();
            return;
        };
        let mut wait = u64::from(rule.interval);
        if let (Some(phase), Some(wall)) = (rule.phase, now.wall) {
            self.ahead = ahead(now);
            let next = next_periodic(wall.unix, phase, rule.interval);
            // A clock that was held back a little has this moment still before it.
            let again = served && next <= CLOCK_STEP && rule.interval > 2 * CLOCK_STEP;
            wait = u64::from(next) + if again { wait } else { 0 };
        } else {
            self.ahead = None;
            if !served {
                // Not sooner than half an interval, because the ACS has just been spoken to; by
                // chance, so that routers which lost power together do not call together.
                wait = random.between(wait.div_ceil(2), wait);
            }
        }
        self.next = now.mono + Duration::from_secs(wait);
        self.look_again(now);
    }

    fn look_again(&mut self, now: Now) {
        let waits_for_clock =
            self.ahead.is_none() && self.rule.is_some_and(|rule| rule.phase.is_some());
        self.look = if waits_for_clock {
            self.next.min(now.mono + CLOCK_WATCH)
        } else {
            self.next
        };
    }
}

fn ahead(now: Now) -> Option<i64> {
    let mono = i64::try_from(now.mono.as_secs()).unwrap_or(i64::MAX);
    now.wall.map(|wall| wall.unix.saturating_sub(mono))
}

/// The session retry policy (TR-069 3.2.1.1): before retry n a random wait between
/// m·(k/1000)^(n-1) and m·(k/1000)^n seconds, where n stops growing at 10.
#[derive(Clone, Debug, Default)]
pub struct Retry {
    /// Failed sessions since the last good one: Inform's RetryCount.
    count: u32,
    not_before: Option<Duration>,
}

impl Retry {
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Until when to wait, if at all.
    pub fn not_before(&self) -> Option<Duration> {
        self.not_before
    }

    /// A session has failed. `minimum`: CWMPRetryMinimumWaitInterval in seconds; `multiplier`:
    /// CWMPRetryIntervalMultiplier in thousandths. The wait is returned.
    pub fn failed(
        &mut self,
        now: Now,
        minimum: u32,
        multiplier: u32,
        random: &mut Random,
    ) -> Duration {
        self.count = self.count.saturating_add(1);
        let (least, most) = wait_range(self.count, minimum, multiplier);
        let wait = Duration::from_millis(random.between(least, most));
        self.not_before = Some(now.mono.saturating_add(wait));
        wait
    }

    /// A session went well, or everything is new: the next attempt is a first one.
    pub fn reset(&mut self) {
        *self = Retry::default();
    }
}

/// The wait before retry `n` (from 1), in milliseconds, inclusive.
fn wait_range(n: u32, minimum: u32, multiplier: u32) -> (u64, u64) {
    /// With the largest settings the tenth wait would be longer than time has lasted.
    const LONGEST: u64 = 10 * 365 * 86400 * 1000;
    let mut least = u64::from(minimum) * 1000;
    let mut most = least;
    for step in 0..n.clamp(1, 10) {
        if step > 0 {
            least = most;
        }
        most = (most.saturating_mul(u64::from(multiplier)) / 1000).min(LONGEST);
    }
    (least, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Wall;

    const DAY: u32 = 86400;

    fn at(mono: u64, unix: Option<i64>) -> Now {
        let wall = unix.map(|unix| Wall { unix, offset: 0 });
        Now {
            mono: Duration::from_secs(mono),
            wall,
        }
    }

    /// The monotonic seconds at which Informs are due until `end`, woken only when asked for. The
    /// wall clock shows `wall(mono)`.
    fn due_until(
        periodic: &mut Periodic,
        start: u64,
        end: u64,
        wall: impl Fn(u64) -> Option<i64>,
    ) -> Vec<u64> {
        let mut random = Random::new(1);
        let mut due = Vec::new();
        let mut mono = start;
        while mono <= end {
            if periodic.is_due(at(mono, wall(mono)), &mut random) {
                due.push(mono);
            }
            let next = periodic.wake_at().map_or(u64::MAX, |wake| wake.as_secs());
            assert!(next > mono, "woken at {next}, which is not after {mono}");
            mono = next;
        }
        due
    }

    #[test]
    fn phase_follows_the_time_of_day_whether_past_or_future() {
        for time in [
            "2026-01-01T03:00:00Z",
            "2036-07-01T03:00:00Z",
            "2026-01-01T05:00:00+02:00",
        ] {
            let mut periodic = Periodic::off();
            let midnight = 1_790_035_200;
            periodic.set(
                at(100, Some(midnight)),
                true,
                DAY,
                time,
                &mut Random::new(1),
            );
            let day = u64::from(DAY);
            let due = due_until(&mut periodic, 100, 3 * day, |mono| {
                Some(midnight + mono as i64 - 100)
            });
            assert_eq!(
                due,
                [100 + 10800, 100 + 10800 + day, 100 + 10800 + 2 * day],
                "{time}"
            );
        }
    }

    #[test]
    fn without_a_phase_the_agent_chooses_one_and_stays_with_it() {
        for (time, unix) in [
            ("0001-01-01T00:00:00Z", Some(5)),
            ("0001-01-01T00:00:00Z", None),
            ("", Some(5)),
        ] {
            for seed in 0..50 {
                let mut periodic = Periodic::off();
                periodic.set(at(10, unix), true, 100, time, &mut Random::new(seed));
                let due = due_until(&mut periodic, 10, 1000, |mono| {
                    unix.map(|unix| unix + mono as i64)
                });
                assert!((60..=110).contains(&due[0]), "{due:?}");
                assert!(
                    due.windows(2).all(|pair| pair[1] - pair[0] == 100),
                    "{due:?}"
                );
            }
        }
    }

    #[test]
    fn a_clock_set_late_is_noticed_within_a_minute() {
        let mut periodic = Periodic::off();
        let set_at = 1000;
        let wall =
            |mono: u64| (mono >= set_at).then(|| 1_790_035_200 - 600 + (mono - set_at) as i64);
        periodic.set(
            at(0, None),
            true,
            DAY,
            "2026-01-01T00:00:00Z",
            &mut Random::new(1),
        );
        let due = due_until(&mut periodic, 0, u64::from(DAY), wall);
        assert_eq!(
            due,
            [1600],
            "ten minutes after the clock was set it was midnight"
        );
    }

    #[test]
    fn a_clock_held_back_by_a_second_does_not_make_the_same_inform_twice() {
        let mut periodic = Periodic::off();
        let wall = |mono: u64| Some(1_000_000_030 + mono as i64 - i64::from(mono >= 30));
        periodic.set(
            at(0, wall(0)),
            true,
            60,
            "2001-09-09T01:46:40Z",
            &mut Random::new(1),
        );
        assert_eq!(due_until(&mut periodic, 0, 200, wall), [30, 91, 151]);
    }

    #[test]
    fn after_a_long_sleep_one_inform_is_due_and_not_all_that_were_missed() {
        for time in ["0001-01-01T00:00:00Z", "2026-01-01T00:00:00Z"] {
            let mut periodic = Periodic::off();
            let mut random = Random::new(1);
            periodic.set(at(0, Some(0)), true, 10, time, &mut random);
            assert!(periodic.is_due(at(995, Some(995)), &mut random), "{time}");
            assert!(!periodic.is_due(at(995, Some(995)), &mut random), "{time}");
            assert!(
                periodic.next().unwrap() <= Duration::from_secs(1005),
                "{time}"
            );
        }
    }

    #[test]
    fn a_new_interval_is_in_force_at_once_and_an_equal_one_changes_nothing() {
        let mut periodic = Periodic::off();
        let mut random = Random::new(1);
        periodic.set(at(0, None), true, DAY, "", &mut random);
        let before = periodic.next();
        periodic.set(at(5, None), true, DAY, "", &mut random);
        assert_eq!(periodic.next(), before);
        periodic.set(at(5, None), true, 10, "", &mut random);
        assert!(periodic.next().unwrap() <= Duration::from_secs(15));
        periodic.set(at(6, None), false, 10, "", &mut random);
        assert_eq!((periodic.next(), periodic.wake_at()), (None, None));
        assert!(!periodic.is_due(at(1000, None), &mut random));
    }

    #[test]
    fn waits_follow_the_standard_s_table() {
        let table = [
            (5, 10),
            (10, 20),
            (20, 40),
            (40, 80),
            (80, 160),
            (160, 320),
            (320, 640),
        ];
        let table = table
            .iter()
            .chain(&[(640, 1280), (1280, 2560), (2560, 5120), (2560, 5120)]);
        for (n, (least, most)) in (1..).zip(table) {
            assert_eq!(
                wait_range(n, 5, 2000),
                (least * 1000, most * 1000),
                "retry {n}"
            );
        }
        assert_eq!(wait_range(u32::MAX, 5, 2000), (2_560_000, 5_120_000));
        assert_eq!(wait_range(1, 30, 1500), (30_000, 45_000));
        assert_eq!(wait_range(3, 30, 1500), (67_500, 101_250));
        assert_eq!(wait_range(7, 60, 1000), (60_000, 60_000));
        let (least, most) = wait_range(10, 65535, 65535);
        assert!(least <= most && most < u64::from(u32::MAX) * 1000);
    }

    #[test]
    fn waits_are_random_within_the_range_and_use_all_of_it() {
        let mut random = Random::new(7);
        let mut waits = Vec::new();
        for _ in 0..1000 {
            let mut retry = Retry::default();
            waits.push(retry.failed(at(0, None), 5, 2000, &mut random).as_millis());
        }
        assert!(waits.iter().all(|wait| (5000..=10_000).contains(wait)));
        assert!(waits.iter().any(|wait| *wait < 5500) && waits.iter().any(|wait| *wait > 9500));
    }

    #[test]
    fn the_count_grows_until_a_session_goes_well() {
        let mut retry = Retry::default();
        let mut random = Random::new(7);
        for count in 1..=12 {
            retry.failed(at(100, None), 5, 2000, &mut random);
            assert_eq!(retry.count(), count);
        }
        assert!(retry.not_before().unwrap() >= Duration::from_secs(2660));
        retry.reset();
        assert_eq!((retry.count(), retry.not_before()), (0, None));
    }
}
