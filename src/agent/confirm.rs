//! A risky change is kept only once the ACS has been reached with it; else it is undone.
//!
//! ```text
//!            unconfirmed                 a whole session, begun after SETTLING
//!  Nothing ──────────────▶ Waiting ──────────────────────────────────────────▶ Nothing: KeepChanges
//!     ▲                     │  the time is up, the power was cut, or what puts it in force has failed: at once
//!     │                     ▼
//!     │                  Undoing: UndoChanges ──failed──▶ again in a minute, later in an hour
//!     │  told: KeepChanges  │  undone
//!     └───────────────── Telling: `X CWMPD CHANGES UNDONE`, `4 VALUE CHANGE`
//! ```
//!
//! No session runs while a change is being undone: each waits for the end of the other. What was kept but
//! could not be removed is removed later; until then the state knows it by its mark, so that a restart
//! undoes nothing that the ACS has confirmed. Hooks that have not taken back what they had are asked again
//! at the next start.
//!
//! All of it is on flash (`model::guard`). A power cut undoes the change at once, and so does the end of
//! the process: nobody knows what was in force by then. A reboot that was in order starts the time anew:
//! whoever changes the network and orders a reboot wants both. What could not be put in force is undone even so,
//! before the reboot, and with what comes on top of it until then.

use super::event::Single;
use super::input::Found;
use super::{Agent, Output, TRY_AGAIN};
use crate::model::guard::Undone;
use crate::time::Now;
use std::time::Duration;

/// Services take this long to come into force; a session before that may have used the old way.
const SETTLING: Duration = Duration::from_secs(15);
/// Attempts to undo a change that files wait for. A device that takes none of them is in other trouble.
const MOST_AWAITED: u32 = 10;
/// Between attempts after those.
const SELDOM: Duration = Duration::from_secs(3600);

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Confirm {
    stage: Stage,
    /// Failed attempts to undo.
    failures: u32,
    /// The file of the change that waits, or was kept.
    mark: Option<u64>,
    /// When to ask for the removal of a file that is needed no more.
    keep_at: Option<Duration>,
    /// Failed attempts to do that.
    keep_failures: u32,
    /// What hooks have not taken back.
    left: Vec<String>,
    /// Why it is undone, where it is not that the ACS was not reached.
    why: Option<String>,
    /// It could not be put in force.
    failed: bool,
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
}

impl Confirm {
    /// When to look again. `session`: one runs, and whether
    /// it has got through or is being stopped: then its end is waited for.
    pub(super) fn wake_at(&self, session: Option<bool>) -> Option<Duration> {
        let stage = match (&self.stage, session) {
            (Stage::Waiting { settled, .. }, None) if !self.asked() => Some(*settled),
            (Stage::Waiting { until, .. }, None | Some(false)) => Some(*until),
            (Stage::Undoing { at, .. }, None) if !self.asked() => Some(*at),
            _ => None,
        };
        let keep_at = self.keep_at.filter(|_| self.may_keep(session.is_some()));
        stage.into_iter().chain(keep_at).min()
    }

    /// What could not be removed stays while a session runs: the file may by now be of a change that the
    /// session has made, which it tells of at its end.
    fn may_keep(&self, session: bool) -> bool {
        !session || self.keep_failures == 0
    }

    fn asked(&self) -> bool {
        matches!(
            self.stage,
            Stage::Waiting { asked: true, .. } | Stage::Undoing { asked: true, .. }
        )
    }

    /// Seconds until the change is undone.
    pub(super) fn seconds_left(&self, now: Now) -> Option<u64> {
        match self.stage {
            Stage::Waiting { until, .. } => Some(until.saturating_sub(now.mono).as_secs()),
            _ => None,
        }
    }

    /// While this lasts no file is applied: which version runs must not depend on two things.
    pub(super) fn waits(&self) -> bool {
        match self.stage {
            Stage::Waiting { .. } => true,
            Stage::Undoing { .. } => self.failures < MOST_AWAITED,
            Stage::Nothing | Stage::Telling => false,
        }
    }

    /// While this lasts the device does not reboot by itself: what is to be undone would have its time anew.
    pub(super) fn holds_reboot(&self) -> bool {
        matches!(self.stage, Stage::Undoing { .. }) && self.waits()
    }

    /// While this lasts no session begins: it would see half of the one and half of the other.
    pub(super) fn is_undoing(&self) -> bool {
        matches!(self.stage, Stage::Undoing { asked: true, .. })
    }

    /// What hooks have not taken back, for people.
    pub(super) fn left(&self) -> &[String] {
        &self.left
    }

    /// A factory reset takes the change, and what was before.
    pub(super) fn forget(&mut self) {
        *self = Confirm::default();
    }

    /// The InformResponse has arrived, from an ACS that matters.
    pub(super) fn delivered(&mut self, now: Now) {
        if self.stage == Stage::Telling {
            self.keep(now);
        }
    }

    /// A session that began then has ended well.
    pub(super) fn reached(&mut self, now: Now, since: Duration) {
        if matches!(self.stage, Stage::Waiting { settled, .. } if since >= settled) {
            log::info!("the ACS is reached: the change stands");
            self.left.clear();
            self.keep(now);
        }
    }

    fn keep(&mut self, now: Now) {
        self.stage = Stage::Nothing;
        self.keep_at = Some(now.mono);
        self.keep_failures = 0;
    }
}

impl Agent {
    /// A change must be confirmed, or is to be undone; `mark` tells its file from others.
    pub(super) fn unconfirmed(&mut self, now: Now, found: Found, mark: u64) {
        self.confirm.mark = Some(mark);
        if self.state.kept == Some(mark) {
            self.confirm.keep(now);
            return;
        }
        self.state.kept = None;
        // What waits to be removed is this file now.
        self.confirm.keep_at = None;
        let undoing = matches!(self.confirm.stage, Stage::Undoing { .. });
        if undoing && self.confirm.failed && found == Found::Made {
            // It stands on what has failed, and is undone with that.
            return;
        }
        self.confirm.failed = matches!(found, Found::Failed(_));
        let why = match found {
            Found::Left if !self.rebooted => Some(String::from(
                "the agent was cut off before it was confirmed",
            )),
            Found::Made | Found::Left => None,
            Found::Failed(why) => Some(why),
            Found::Undone => Some(String::from("it could not be confirmed")),
        };
        self.confirm.why = why;
        if self.confirm.why.is_some() {
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

    pub(super) fn undone(&mut self, now: Now, result: Result<Option<Undone>, String>) {
        match result {
            Ok(None) => {
                log::warn!("there is nothing left that a change could be undone with: it stands");
                self.confirm.forget();
            }
            Ok(Some(undone)) => {
                let Undone {
                    changed,
                    told,
                    left,
                    ..
                } = undone;
                let why = self.confirm.why.take();
                let why = why.as_deref().unwrap_or("the ACS was not reached with it");
                let names = match changed.is_empty() {
                    true => String::from("its changes"),
                    false => changed.join(", "),
                };
                if !told {
                    log::warn!("undone: {names}: {why}");
                }
                self.confirm = Confirm {
                    left,
                    ..Confirm::default()
                };
                if told {
                    if self.confirm.left.is_empty() {
                        log::info!("what was left of an undone change is as before");
                        self.confirm.keep(now);
                    }
                    return;
                }
                self.confirm.stage = Stage::Telling;
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
                let pause = match *failures {
                    ..MOST_AWAITED => TRY_AGAIN,
                    _ => SELDOM,
                };
                if *failures == MOST_AWAITED {
                    log::error!("files no longer wait for a change to be undone");
                }
                self.confirm.stage = Stage::Undoing {
                    at: now.mono + pause,
                    asked: false,
                };
            }
        }
    }

    /// What came of [`Output::KeepChanges`].
    pub(super) fn changes_kept(&mut self, now: Now, result: Result<(), String>) {
        // A new change has taken the place of what was to be removed.
        if !matches!(self.confirm.stage, Stage::Nothing) {
            return;
        }
        let Err(reason) = result else {
            self.state.kept = None;
            self.state.former = None;
            self.confirm.mark = None;
            return;
        };
        let failures = &mut self.confirm.keep_failures;
        *failures += 1;
        if failures.is_power_of_two() {
            log::error!("a change stands, and is to be forgotten (attempt {failures}): {reason}");
        }
        self.state.kept = self.confirm.mark;
        self.confirm.keep_at = Some(now.mono + TRY_AGAIN);
    }

    /// The mark of what was kept and could not be removed yet: no new change is undone together with it.
    pub fn kept_changes(&self) -> Option<u64> {
        self.state.kept
    }

    /// What is due of it now.
    pub(super) fn settle_confirm(&mut self, now: Now) -> Option<Output> {
        // A factory reset takes the change with it; only if it fails is there something to undo.
        let idle = self.session.is_none() && !self.state.factory_reset;
        // Whoever switches CWMP off cannot be asked whether it was meant.
        if matches!(self.confirm.stage, Stage::Waiting { .. }) && !self.settings.acs.enable {
            self.confirm.keep(now);
        }
        if self.confirm.may_keep(self.session.is_some())
            && self.confirm.keep_at.take_if(|at| now.mono >= *at).is_some()
        {
            return Some(Output::KeepChanges);
        }
        match &mut self.confirm.stage {
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
