//! A page in the LAN that wants to know from the ACS where its user is to go next (Kicked, TR-069
//! A.4.2.1): told with `5 KICKED`, at once, once, and kept nowhere.
//!
//! ```text
//!  cwmpd kicked ─► waits ─► event in an Inform ─► Kicked ─► NextURL, fault, or a session that broke
//!                    │
//!                    └─ no session may be, or none within PATIENCE ─► that is said
//! ```
//!
//! Whoever is in the LAN may kick, so this is bounded: one at a time, not while failed sessions are
//! waited out, [`MOST_AT_ONCE`] in a row and then one in a while.

use super::Agent;
use super::contact::explain;
use super::event::{self, MOST_EVENTS};
use crate::cwmp::rpc::{CpeRequest, EventStruct, Kicked};
use crate::cwmp::session::Failure;
use crate::fault::{Fault, FaultCode};
use crate::time::Now;
use std::time::Duration;

/// Kicks that may follow each other at once, after a time without any.
pub const MOST_AT_ONCE: u32 = 3;
/// After which another may come.
pub const BETWEEN: Duration = Duration::from_secs(60);
/// How long a page waits for its NextURL: rpcd gives its plugins 30 seconds.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// Longest NextURL in characters (cwmp-1-2, KickedResponse).
pub const LONGEST_URL: usize = 1024;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Kick {
    under_way: Option<UnderWay>,
    /// To be said to whoever asked.
    said: Option<Result<String, String>>,
    /// When the kicks so far are all forgotten.
    forgotten: Duration,
}

#[derive(Debug)]
struct UnderWay {
    request: Kicked,
    until: Duration,
    stage: Stage,
    said: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Waits,
    /// Its event is in the Inform of the running session.
    Told,
    /// Sent.
    Out,
}

impl Agent {
    /// `cwmpd kicked`.
    ///
    /// # Errors
    /// Why it is not told to the ACS.
    pub(super) fn kicked(&mut self, now: Now, request: Kicked) -> Result<(), Fault> {
        let denied = |text: String| Err(Fault::new(FaultCode::RequestDenied, text));
        if let Some(reason) = self.silence() {
            return denied(reason.to_string());
        }
        if self.kick.under_way.is_some() {
            return denied("another kick is under way".to_string());
        }
        let wait = self.retry.not_before().unwrap_or_default();
        let wait = wait.saturating_sub(now.mono).as_secs();
        if wait > 0 {
            return denied(format!(
                "the last session failed, the next attempt may be in {wait} s"
            ));
        }
        let forgotten = self.kick.forgotten.max(now.mono) + BETWEEN;
        if forgotten > now.mono + BETWEEN * MOST_AT_ONCE {
            let wait = forgotten - now.mono - BETWEEN * MOST_AT_ONCE;
            return denied(format!(
                "expected at most {MOST_AT_ONCE} kicks in a row and then one a minute; the next may come in {} s",
                wait.as_secs() + 1
            ));
        }
        self.kick.forgotten = forgotten;
        self.kick.under_way = Some(UnderWay {
            request,
            until: now.mono + PATIENCE,
            stage: Stage::Waits,
            said: false,
        });
        Ok(())
    }

    /// Adds the event to those of the Inform that is about to be sent.
    pub(super) fn tell_kick(&mut self, events: &mut Vec<EventStruct>) {
        if let Some(kick) = &mut self.kick.under_way
            && kick.stage == Stage::Waits
            && events.len() < MOST_EVENTS
        {
            event::add_single(events, "5 KICKED");
            kick.stage = Stage::Told;
        }
    }

    /// The Kicked of this session.
    pub(super) fn next_kick(&mut self) -> Option<CpeRequest> {
        let kick = self.kick.under_way.as_mut()?;
        if kick.stage != Stage::Told {
            return None;
        }
        kick.stage = Stage::Out;
        Some(CpeRequest::Kicked(kick.request.clone()))
    }

    /// The ACS has answered. After a fault the session is about to break.
    pub(super) fn kick_answered(&mut self, answer: Result<String, String>) {
        match answer {
            Ok(url) => {
                self.kick.say(judged(&url));
                self.kick.under_way = None;
            }
            Err(fault) => self.kick.say(Err(format!("the ACS answered {fault}"))),
        }
    }

    /// Whether the session broke at the Kicked, and at nothing else.
    pub(super) fn kick_session_ended(&mut self, failure: Option<&Failure>) -> bool {
        let Some(stage) = self.kick.under_way.as_ref().map(|kick| kick.stage) else {
            return false;
        };
        if stage == Stage::Waits {
            return false;
        }
        let reason = match failure {
            None => "the ACS ended the session before Kicked was sent".to_string(),
            Some(failure) => format!("the session failed: {}", explain(failure)),
        };
        self.drop_kick(&reason);
        stage == Stage::Out
    }

    pub(super) fn drop_kick(&mut self, reason: &str) {
        self.kick.say(Err(reason.to_string()));
        self.kick.under_way = None;
    }

    /// The session that was to tell of it is not waited for.
    pub(super) fn stop_kick(&mut self) {
        self.kick.say(Err("the agent is stopping".to_string()));
    }

    /// What is to be said now to whoever asked.
    pub(super) fn settle_kick(&mut self, now: Now) -> Option<Result<String, String>> {
        let patience = PATIENCE.as_secs();
        match (&self.kick.under_way, self.silence()) {
            (Some(kick), Some(reason)) if kick.stage == Stage::Waits => self.drop_kick(reason),
            (Some(kick), _) if now.mono >= kick.until => match kick.stage {
                Stage::Waits => self.drop_kick(&format!("no session within {patience} s")),
                // Its event is told, so it must be sent all the same.
                Stage::Told | Stage::Out => {
                    let text = format!("no answer of the ACS within {patience} s");
                    self.kick.say(Err(text));
                }
            },
            _ => {}
        }
        self.kick.said.take()
    }
}

impl Kick {
    /// Whether one waits for a session.
    pub(super) fn waits(&self) -> bool {
        let kick = self.under_way.as_ref();
        kick.is_some_and(|kick| kick.stage == Stage::Waits)
    }

    pub(super) fn wake_at(&self) -> Option<Duration> {
        let kick = self.under_way.as_ref().filter(|kick| !kick.said);
        kick.map(|kick| kick.until)
    }

    /// Says it, unless something was said already.
    fn say(&mut self, result: Result<String, String>) {
        if let Some(kick) = &mut self.under_way
            && !std::mem::replace(&mut kick.said, true)
        {
            let plain = |text: String| text.replace(char::is_control, " ");
            self.said = Some(result.map_err(plain));
        }
    }
}

/// A NextURL may go to a terminal, and into a page.
fn judged(url: &str) -> Result<String, String> {
    let url = url.trim();
    let length = url.chars().count();
    if url.is_empty() {
        Err("the ACS answered without a NextURL".to_string())
    } else if length > LONGEST_URL {
        Err(format!(
            "expected a NextURL of at most {LONGEST_URL} characters, the ACS sent {length}"
        ))
    } else if !url
        .chars()
        .all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"'))
    {
        Err("the ACS sent a NextURL with characters that no URL has".to_string())
    } else {
        Ok(url.to_string())
    }
}
