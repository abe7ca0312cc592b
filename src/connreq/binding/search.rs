//! How long the NAT keeps a binding that is not used: what to try next, and what that tells.
//!
//! ```text
//!  how: RESPONSE-ADDRESS ──no──► RESPONSE-PORT ──no──► done: the minimum
//!          │ yes                    │ yes
//!          └──────────┬─────────────┘
//!                     ▼
//!   quiet: minimum ─alive─► ×2 ─alive─► ×2 … maximum ─alive─► done: the maximum
//!             │ dead           │ dead
//!             ▼                ▼
//!      done: the minimum    between the longest alive and the shortest dead, by halves,
//!                           until they are 5 % apart ─► done: a little less than the longest alive
//! ```

use std::fmt;
use std::time::Duration;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Search {
    stage: Stage,
    least: Duration,
    most: Duration,
    alive: Duration,
    dead: Option<Duration>,
    by_port: bool,
    /// A probe was lost: the NAT gives another address now, and that is no news.
    expects_change: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// Whether the server can, tried while the binding is surely open.
    #[default]
    How,
    /// The binding is left alone for so long.
    Quiet(Duration),
    /// The period of keep-alives.
    Done(Duration),
}

/// What follows a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Another one, at once.
    Probe,
    /// The binding is as good as used.
    Rest,
    /// Use the binding, and learn whether it is another one now.
    Ask,
}

/// In place of a minimum of 0: no NAT forgets faster.
const LEAST: Duration = Duration::from_secs(5);
/// In place of no maximum.
const MOST: Duration = Duration::from_secs(3600);

impl Search {
    /// With STUNMinimumKeepAlivePeriod and STUNMaximumKeepAlivePeriod; equal ones leave nothing to find.
    pub(super) fn begin(least: u32, most: Option<u32>) -> Search {
        let seconds = |number: u32| Duration::from_secs(number.into());
        let (fixed, most) = (most == Some(least), most.map_or(MOST, seconds));
        let least = match least {
            0 => LEAST.min(most.max(Duration::from_secs(1))),
            number => seconds(number),
        };
        let most = most.max(least);
        let stage = match fixed || most == least {
            true => Stage::Done(least),
            false => Stage::How,
        };
        Search {
            stage,
            least,
            most,
            ..Search::default()
        }
    }

    pub(super) fn is_on(&self) -> bool {
        !matches!(self.stage, Stage::Done(_))
    }

    /// Whether probes ask for the answer by RESPONSE-PORT.
    pub(super) fn by_port(&self) -> bool {
        self.by_port
    }

    /// How long the binding is left alone.
    pub(super) fn quiet(&self) -> Duration {
        match self.stage {
            Stage::How => Duration::ZERO,
            Stage::Quiet(time) | Stage::Done(time) => time,
        }
    }

    /// Whether another address would be the search's own doing.
    pub(super) fn take_expectation(&mut self) -> bool {
        std::mem::take(&mut self.expects_change)
    }

    /// A probe came through or not, after the binding was left alone for so long: at least as long as
    /// [`Search::quiet`] said, more where the machine was busy.
    pub(super) fn probed(&mut self, came_through: bool, quiet: Duration) -> Step {
        match (self.stage, came_through) {
            (Stage::Done(_), _) => Step::Rest,
            (Stage::How, true) => {
                self.stage = Stage::Quiet(self.least);
                Step::Rest
            }
            (Stage::How, false) if !self.by_port => {
                self.by_port = true;
                Step::Probe
            }
            (Stage::How, false) => {
                self.stage = Stage::Done(self.least);
                Step::Rest
            }
            (Stage::Quiet(time), true) => {
                self.alive = quiet.max(time);
                self.stage = self.next();
                Step::Ask
            }
            (Stage::Quiet(time), false) => {
                let dead = quiet.max(time);
                self.dead = Some(self.dead.map_or(dead, |before| before.min(dead)));
                self.expects_change = true;
                self.stage = self.next();
                Step::Ask
            }
        }
    }

    fn next(&self) -> Stage {
        let (alive, least) = (self.alive, self.least);
        // So that a keep-alive comes in time that is late or sent twice.
        let period = alive.saturating_sub((alive / 25).max(Duration::from_millis(100)));
        let period = period.max(least);
        match self.dead {
            None if alive >= self.most => Stage::Done(period),
            None => Stage::Quiet((alive * 2).min(self.most)),
            Some(_) if alive < least => Stage::Done(least),
            Some(dead) => {
                let apart = dead.saturating_sub(alive);
                // Together with the above, less than a tenth is given away.
                if apart <= (alive * 11 / 200).max(Duration::from_millis(100)) {
                    Stage::Done(period)
                } else {
                    Stage::Quiet(alive + apart / 2)
                }
            }
        }
    }
}

/// For people.
impl fmt::Display for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let period = match self.stage {
            Stage::Done(period) => period,
            Stage::How | Stage::Quiet(_) => return f.write_str("period being searched"),
        };
        write!(f, "kept alive every {} s", Seconds(period))?;
        if let Some(dead) = self.dead {
            write!(f, ", lost within {} s", Seconds(dead))?;
        }
        Ok(())
    }
}

/// With one decimal. Floating-point numbers as text would be 10 KB of the binary for this alone.
struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = self.0.saturating_add(Duration::from_millis(50));
        write!(f, "{}.{}", rounded.as_secs(), rounded.subsec_millis() / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Searches at a NAT that keeps a binding for so long; returns the period, what was tried, and how
    /// long all took.
    fn search(least: u32, most: Option<u32>, nat: f64) -> (f64, usize, f64) {
        let mut search = Search::begin(least, most);
        let (mut tries, mut took) = (0, 0.0);
        while search.is_on() {
            let quiet = search.quiet().as_secs_f64();
            tries += 1;
            took += quiet;
            assert!(tries < 40, "it never ends");
            search.probed(quiet < nat, search.quiet());
        }
        (search.quiet().as_secs_f64(), tries, took)
    }

    #[test]
    fn the_time_out_is_found_within_ten_percent() {
        for least in [0, 5, 8, 10] {
            for most in [None, Some(90), Some(300)] {
                for nat in [10.5, 12.0, 29.9, 30.0, 60.0, 61.3, 89.0] {
                    let (period, tries, took) = search(least, most, nat);
                    let bounds = nat * 0.9..nat;
                    assert!(bounds.contains(&period), "{least} {most:?} {nat}: {period}");
                    assert!(tries < 14, "{least} {most:?} {nat}: {tries}");
                    assert!(took < nat * 10.0, "{least} {most:?} {nat}: {took}");
                }
            }
        }
    }

    #[test]
    fn bounds_are_kept() {
        for (least, most, nat, expected) in [
            // The NAT forgets faster than we may ask.
            (30, Some(300), 20.0, 30.0),
            // It forgets never.
            (30, Some(300), f64::MAX, 288.0),
            (30, None, f64::MAX, 3456.0),
            (0, None, 2.0, 5.0),
            // Nothing to be found.
            (25, Some(25), 10.0, 25.0),
            (25, Some(10), 10.0, 25.0),
            (0, Some(0), 10.0, 1.0),
            (0, Some(3), 10.0, 3.0),
        ] {
            let (period, ..) = search(least, most, nat);
            assert!(
                (period - expected).abs() < 0.01,
                "{least} {most:?}: {period}"
            );
        }
    }

    #[test]
    fn a_probe_that_was_late_tells_of_the_time_that_it_came() {
        let mut search = Search::begin(8, Some(12));
        search.probed(true, Duration::ZERO);
        search.probed(true, Duration::from_secs(8));
        search.probed(false, Duration::from_secs(13));
        // At 10 s a NAT of 10.5 s would have had the binding; at 11 s it had not.
        assert_eq!(search.quiet(), Duration::from_millis(10_500));
        search.probed(false, Duration::from_secs(11));
        assert_eq!(search.quiet(), Duration::from_millis(9500));
        search.probed(true, Duration::from_secs(10));
        assert_eq!(search.quiet(), Duration::from_millis(10_500));
    }

    #[test]
    fn seconds_for_people() {
        for (span, text) in [(0, "0.0"), (9549, "9.5"), (9550, "9.6"), (19_960, "20.0")] {
            assert_eq!(Seconds(Duration::from_millis(span)).to_string(), text);
        }
    }

    #[test]
    fn a_server_that_cannot_leaves_the_minimum() {
        let mut search = Search::begin(20, None);
        assert_eq!(search.probed(false, Duration::ZERO), Step::Probe);
        assert!(search.by_port());
        assert_eq!(search.probed(false, Duration::ZERO), Step::Rest);
        assert_eq!(search.to_string(), "kept alive every 20.0 s");
    }
}
