//! A risky change is kept only once the ACS has been reached with it; else it is undone.
//!
//! ```text
//!            unconfirmed                 a whole session, begun after SETTLING
//!  Nothing ──────────────▶ Waiting ──────────────────────────────────────────▶ Nothing: KeepChanges
//!     ▲                     │  the time is up, or the power was cut
//!     │                     ▼
//!     │                  Undoing: UndoChanges ──failed──▶ again in a minute
//!     │  told               │  undone
//!     └───────────────── Telling: `X CWMPD CHANGES UNDONE`, `4 VALUE CHANGE`
//! ```
//!
//! All of it is on flash (`model::guard`). A power cut undoes the change at once, and so does the end of
//! the process: nobody knows what was in force by then. A reboot that was in order starts the time anew:
//! whoever changes the network and orders a reboot wants both.

use super::event::Single;
use super::{Agent, Output, TRY_AGAIN};
use crate::time::Now;
use std::time::Duration;

/// Services take this long to come into force; a session before that may have used the old way.
const SETTLING: Duration = Duration::from_secs(15);

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Confirm {
    stage: Stage,
    /// Failed attempts to undo.
    failures: u32,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Nothing,
    Waiting {
        /// Sessions from then on count.
        settled: Duration,
        until: Duration,
        /// A session was asked for.
        asked: bool,
    },
    Undoing {
        /// When to ask for it, or for the next time.
        at: Duration,
        asked: bool,
    },
    Telling,
    Kept,
}

impl Confirm {
    /// When to look again. `session`: one runs, and whether
    /// it has got through or is being stopped: then its end is waited for.
    pub(super) fn wake_at(&self, session: Option<bool>) -> Option<Duration> {
        match (&self.stage, session) {
            (Stage::Waiting { settled, .. }, None) if !self.asked() => Some(*settled),
            (Stage::Waiting { until, .. }, None | Some(false)) => Some(*until),
            (Stage::Undoing { at, .. }, None) if !self.asked() => Some(*at),
            _ => None,
        }
    }

    fn asked(&self) -> bool {
        matches!(
            self.stage,
            Stage::Waiting { asked: true, .. } | Stage::Undoing { asked: true, .. }
        )
    }

    /// Seconds until the change is undone.
    pub(super) fn left(&self, now: Now) -> Option<u64> {
        match self.stage {
            Stage::Waiting { until, .. } => Some(until.saturating_sub(now.mono).as_secs()),
            _ => None,
        }
    }

    /// While this lasts no file is applied: which version runs must not depend on two things.
    pub(super) fn waits(&self) -> bool {
        matches!(self.stage, Stage::Waiting { .. } | Stage::Undoing { .. })
    }

    /// A factory reset takes the change, and what was before.
    pub(super) fn forget(&mut self) {
        *self = Confirm::default();
    }

    /// The InformResponse has arrived, from an ACS that matters.
    pub(super) fn delivered(&mut self) {
        if self.stage == Stage::Telling {
            self.stage = Stage::Kept;
        }
    }

    /// A session that began then has ended well.
    pub(super) fn reached(&mut self, since: Duration) {
        if matches!(self.stage, Stage::Waiting { settled, .. } if since >= settled) {
            log::info!("the ACS is reached: the change stands");
            self.stage = Stage::Kept;
        }
    }
}

impl Agent {
    /// A change must be confirmed. `started`: it was found when the agent started.
    pub(super) fn unconfirmed(&mut self, now: Now, started: bool) {
        if started && !self.rebooted {
            log::warn!("the agent was cut off before a change was confirmed: it is undone");
            self.confirm.stage = Stage::Undoing {
                at: now.mono,
                asked: false,
            };
            return;
        }
        let timeout = Duration::from_secs(self.settings.confirm.timeout.into());
        self.confirm.stage = Stage::Waiting {
            settled: now.mono + SETTLING,
            until: now.mono + timeout,
            asked: false,
        };
    }

    pub(super) fn undone(&mut self, now: Now, result: Result<Option<Vec<String>>, String>) {
        match result {
            Ok(None) => {
                log::warn!("there is nothing left that a change could be undone with: it stands");
                self.confirm.forget();
            }
            Ok(Some(changed)) => {
                let names = match changed.is_empty() {
                    true => String::from("its changes"),
                    false => changed.join(", "),
                };
                log::warn!("undone, as the ACS was not reached with it: {names}");
                self.confirm = Confirm {
                    stage: Stage::Telling,
                    failures: 0,
                };
                self.queue.flag(Single::Undone);
                if !changed.is_empty() {
                    self.queue.flag_changed(changed);
                }
                self.urgent = true;
            }
            Err(reason) => {
                let failures = &mut self.confirm.failures;
                *failures += 1;
                if failures.is_power_of_two() {
                    log::error!("a change is not undone yet (attempt {failures}): {reason}");
                }
                self.confirm.stage = Stage::Undoing {
                    at: now.mono + TRY_AGAIN,
                    asked: false,
                };
            }
        }
    }

    /// What is due of it now.
    pub(super) fn settle_confirm(&mut self, now: Now) -> Option<Output> {
        // A factory reset takes the change with it; only if it fails is there something to undo.
        let idle = self.session.is_none() && !self.state.factory_reset;
        match &mut self.confirm.stage {
            Stage::Kept => {
                self.confirm.stage = Stage::Nothing;
                Some(Output::KeepChanges)
            }
            // Whoever switches CWMP off cannot be asked whether it was meant.
            Stage::Waiting { .. } if !self.settings.acs.enable => {
                self.confirm.stage = Stage::Nothing;
                Some(Output::KeepChanges)
            }
            Stage::Waiting { until, .. } if now.mono >= *until => {
                let session = self
                    .session
                    .as_mut()
                    .filter(|one| !one.informed && !one.aborted);
                if let Some(session) = session {
                    session.aborted = true;
                    return Some(Output::AbortSession);
                }
                if idle {
                    self.confirm.stage = Stage::Undoing {
                        at: now.mono,
                        asked: true,
                    };
                    return Some(Output::UndoChanges);
                }
                None
            }
            Stage::Waiting { settled, asked, .. } if idle && !*asked && now.mono >= *settled => {
                *asked = true;
                if !self.queue.waits() {
                    self.queue.flag(Single::Periodic);
                }
                self.urgent = true;
                None
            }
            // A session that broke off after its Inform leaves nothing behind that asks for another one;
            // the retry policy says when.
            Stage::Waiting { asked: true, .. } if idle && !self.queue.waits() => {
                self.queue.flag(Single::Periodic);
                None
            }
            Stage::Undoing { at, asked } if idle && !*asked && now.mono >= *at => {
                *asked = true;
                Some(Output::UndoChanges)
            }
            _ => None,
        }
    }
}
