//! May this caller start a session now? One gate for every door, so that no door opens more sessions
//! than the limit (TR-069 3.2.2.1). A running session is no reason to refuse: the caller is told
//! yes, and the agent opens one new session when the running one has ended.

use crate::time::Now;
use std::collections::VecDeque;
use std::time::Duration;

/// Counts accepted requests, knows whether there may be any, and keeps what was refused for the log.
#[derive(Debug)]
pub struct Gate {
    enabled: bool,
    per_minute: usize,
    /// When the requests of the last minute were accepted.
    accepted: VecDeque<Duration>,
    counters: Counters,
    /// Refusals that no log line has told yet.
    untold: Counters,
    told_at: Option<Duration>,
}

/// Why a caller was sent away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not a request as the door's protocol has it.
    Malformed,
    /// Another method or another path.
    WrongPlace,
    /// Wrong username or password.
    WrongLogin,
    /// There is no ConnectionRequestPassword that a caller could know.
    NoPassword,
    /// More requests in a minute than the limit.
    TooMany,
    /// EnableCWMP is false.
    Disabled,
}

/// How many requests there were since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    pub accepted: u64,
    refused: [u64; REFUSALS.len()],
}

impl Counters {
    pub fn refused(&self, why: Refusal) -> u64 {
        let index = REFUSALS.iter().position(|(refusal, _)| *refusal == why);
        index
            .and_then(|index| self.refused.get(index))
            .copied()
            .unwrap_or(0)
    }

    fn count(&mut self, why: Refusal) {
        for ((refusal, _), count) in REFUSALS.iter().zip(&mut self.refused) {
            *count += u64::from(*refusal == why);
        }
    }
}

impl Gate {
    /// `per_minute`: accepted requests in any 60 seconds, 1 and up.
    pub fn new(per_minute: u32) -> Gate {
        Gate {
            enabled: true,
            per_minute: limit(per_minute),
            accepted: VecDeque::new(),
            counters: Counters::default(),
            untold: Counters::default(),
            told_at: None,
        }
    }

    /// New settings; what was accepted before still counts. `enabled` is EnableCWMP.
    pub fn configure(&mut self, enabled: bool, per_minute: u32) {
        self.enabled = enabled;
        self.per_minute = limit(per_minute);
    }

    /// Asks for a session on behalf of an authenticated caller. `Ok`: tell the caller yes, and the
    /// agent once.
    ///
    /// # Errors
    /// [`Refusal::Disabled`] or [`Refusal::TooMany`], counted.
    pub fn ask(&mut self, now: &Now) -> Result<(), Refusal> {
        let minute_ago = now.mono.checked_sub(MINUTE);
        self.accepted
            .retain(|at| minute_ago.is_none_or(|ago| *at > ago));
        if !self.enabled {
            self.refuse(Refusal::Disabled);
            return Err(Refusal::Disabled);
        }
        if self.accepted.len() >= self.per_minute {
            self.refuse(Refusal::TooMany);
            return Err(Refusal::TooMany);
        }
        self.accepted.push_back(now.mono);
        self.counters.accepted += 1;
        Ok(())
    }

    /// Counts a caller whom a door has sent away by itself.
    pub fn refuse(&mut self, why: Refusal) {
        self.counters.count(why);
        self.untold.count(why);
    }

    pub fn counters(&self) -> Counters {
        self.counters
    }

    /// What to write to the log about refusals: the first at once, then at most one line a minute
    /// with all that came meanwhile. Ask after each request, and whenever it suits.
    pub fn log_line(&mut self, now: &Now) -> Option<String> {
        if self
            .told_at
            .is_some_and(|at| now.mono.saturating_sub(at) < MINUTE)
        {
            return None;
        }
        let mut line = String::new();
        for ((_, words), count) in REFUSALS.iter().zip(self.untold.refused) {
            if count > 0 {
                line.push_str(if line.is_empty() {
                    "connection requests refused: "
                } else {
                    ", "
                });
                line.push_str(&format!("{count} × {words}"));
            }
        }
        if line.is_empty() {
            return None;
        }
        self.untold = Counters::default();
        self.told_at = Some(now.mono);
        Some(line)
    }
}

const MINUTE: Duration = Duration::from_secs(60);

const REFUSALS: [(Refusal, &str); 6] = [
    (Refusal::Malformed, "malformed"),
    (Refusal::WrongPlace, "wrong method or path"),
    (Refusal::WrongLogin, "wrong username or password"),
    (Refusal::NoPassword, "no ConnectionRequestPassword is set"),
    (Refusal::TooMany, "more than the limit per minute"),
    (Refusal::Disabled, "CWMP is disabled"),
];

fn limit(per_minute: u32) -> usize {
    usize::try_from(per_minute.clamp(1, 600)).unwrap_or(1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Now {
        Now {
            mono: Duration::from_secs(seconds),
            wall: None,
        }
    }

    #[test]
    fn no_minute_has_more_than_the_limit() {
        let mut gate = Gate::new(3);
        let table = [
            (0, Ok(())),
            (10, Ok(())),
            (20, Ok(())),
            (30, Err(Refusal::TooMany)),
            (59, Err(Refusal::TooMany)),
            (60, Ok(())),
            (61, Err(Refusal::TooMany)),
            (70, Ok(())),
            (500, Ok(())),
        ];
        for (seconds, expected) in table {
            assert_eq!(gate.ask(&at(seconds)), expected, "{seconds}");
        }
        assert_eq!(gate.counters().accepted, 6);
        assert_eq!(gate.counters().refused(Refusal::TooMany), 3);
        assert_eq!(gate.counters().refused(Refusal::Malformed), 0);
    }

    #[test]
    fn new_settings_hold_at_once() {
        let mut gate = Gate::new(1);
        assert_eq!(gate.ask(&at(0)), Ok(()));
        gate.configure(true, 2);
        assert_eq!(gate.ask(&at(0)), Ok(()));
        gate.configure(true, 0);
        assert_eq!(gate.ask(&at(1)), Err(Refusal::TooMany));
        gate.configure(false, 10);
        assert_eq!(gate.ask(&at(100)), Err(Refusal::Disabled));
        gate.configure(true, 10);
        assert_eq!(gate.ask(&at(100)), Ok(()));
    }

    #[test]
    fn a_flood_of_refusals_is_a_line_a_minute() {
        let mut gate = Gate::new(1);
        assert_eq!(gate.log_line(&at(0)), None);
        gate.refuse(Refusal::WrongLogin);
        let first = "connection requests refused: 1 × wrong username or password";
        assert_eq!(gate.log_line(&at(0)).as_deref(), Some(first));
        for _ in 0..10_000 {
            gate.refuse(Refusal::WrongLogin);
            gate.refuse(Refusal::Malformed);
            assert_eq!(gate.log_line(&at(59)), None);
        }
        let second =
            "connection requests refused: 10000 × malformed, 10000 × wrong username or password";
        assert_eq!(gate.log_line(&at(60)).as_deref(), Some(second));
        assert_eq!(gate.log_line(&at(200)), None);
    }

    #[test]
    fn memory_is_bounded_by_the_limit() {
        let mut gate = Gate::new(u32::MAX);
        for _ in 0..10_000 {
            let _ = gate.ask(&at(1));
        }
        assert_eq!(gate.accepted.len(), 600);
    }
}
