//! When lightweight notifications are sent (TR-069 Annex M): at once for what is watched actively, at
//! the trigger's times for what is watched passively.
//!
//! ```text
//!  a change of an active one ─┐
//!  the trigger's time         ┼─► due ──► Notify ──► sent, and forgotten
//!  could not be sent          ┘    ▲                   │
//!                                  └─ no session runs, the clock is set, the pause is over
//! ```
//!
//! Nobody answers a datagram: what is sent counts as told.

use super::schedule::{Periodic, Random};
use super::settings::AcsSettings;
use super::{Agent, Output};
use crate::time::Now;
use std::time::Duration;

/// Between two notifications, however often values change.
const PAUSE: Duration = Duration::from_secs(5);
/// Until a clock, a name service or a network that is not there is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(60);

/// See the module's diagram.
#[derive(Debug)]
pub struct Light {
    trigger: Periodic,
    due: bool,
    not_before: Duration,
    failures: u32,
}

impl Light {
    pub fn new() -> Light {
        Light {
            trigger: Periodic::off(),
            due: false,
            not_before: Duration::ZERO,
            failures: 0,
        }
    }

    /// LightweightNotificationTriggerInterval and …Time.
    pub fn set(&mut self, now: Now, acs: &AcsSettings, random: &mut Random) {
        let enable = acs.enable && acs.lightweight && acs.lightweight_interval > 0;
        let (interval, time) = (acs.lightweight_interval, &acs.lightweight_time);
        self.trigger.set(now, enable, interval, time, random);
    }

    /// A value that is watched actively has changed.
    pub fn changed(&mut self) {
        self.due = true;
    }

    /// What came of [`Output::Notify`].
    pub fn sent(&mut self, now: Now, result: Result<(), String>) {
        let Err(reason) = result else {
            self.failures = 0;
            return;
        };
        self.failures += 1;
        if self.failures.is_power_of_two() {
            log::warn!(
                "no lightweight notification (attempt {}): {reason}",
                self.failures
            );
        }
        self.due = true;
        self.not_before = now.mono + TRY_AGAIN;
    }

    pub fn wake_at(&self) -> Option<Duration> {
        let due = self.due.then_some(self.not_before);
        due.into_iter().chain(self.trigger.wake_at()).min()
    }
}

impl Agent {
    /// Whether to send one now.
    pub(super) fn notify(&mut self, now: Now) -> Option<Output> {
        if self.light.trigger.is_due(now, &mut self.random) {
            self.light.due = true;
        }
        if !self.settings.acs.lightweight || !self.state.bootstrapped {
            self.light.due = false;
        }
        if !self.light.due || now.mono < self.light.not_before {
            return None;
        }
        if self.session.is_some() || self.silence().is_some() || now.wall.is_none() {
            self.light.not_before = now.mono + PAUSE;
            return None;
        }
        self.light.due = false;
        self.light.not_before = now.mono + PAUSE;
        Some(Output::Notify)
    }
}
