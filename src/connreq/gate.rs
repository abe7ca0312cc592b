//! May this caller start a session now? One gate for every door, so that no door knows another limit
//! or another password (TR-069 3.2.2, Annexes G and K).
//!
//! ```text
//!  http  Digest    ─┐ Proof             ┌─ Err(Refusal): answered as the door's protocol has it
//!  udp   HMAC      ─┼──────► Gate::ask ─┤
//!  xmpp  in clear  ─┘ Stamp (udp)       └─ Ok: say yes, and tell the agent once
//!
//!  no caller ──ask──► promised ──session_began──► kept
//!                        ▲  30 s, counted from the end of the session that ran at the ask
//! ```
//!
//! A door reads its message, sees whether the caller knows [`Gate::login`], and asks. What it cannot
//! even read it reports with [`Gate::refuse`]. After each message it logs [`Gate::log_line`], if there
//! is one: what strangers do is told at most once a minute, whatever the door.
//!
//! A running session is no reason to refuse: the caller is told yes, and the agent opens one new
//! session when the running one has ended, however many have called (TR-069 3.2.2).

use crate::auth::Login;
use crate::time::Now;
use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

/// Knows who may call, counts, remembers what must not come twice and what was promised.
pub struct Gate {
    open: bool,
    per_minute: usize,
    username: String,
    password: String,
    /// When the requests of the last minute were accepted.
    accepted: VecDeque<Duration>,
    newest: Option<Newest>,
    /// When the first caller got a yes whose session has not begun.
    promised: Option<Duration>,
    session_runs: bool,
    counters: Counters,
    /// Refusals that no log line has told yet.
    untold: Counters,
    told_at: Option<Duration>,
}

/// The accepted messages of one second.
struct Newest {
    ts: u64,
    /// The last one comes last. None are known after a restart: then that second is over.
    ids: Vec<u64>,
}

/// Where a caller came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Http,
    Udp,
    Xmpp,
}

/// What a door has found out about the caller's login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The caller knows ConnectionRequestUsername and -Password.
    Right,
    Wrong,
    /// Right, but the nonce is old or was used before.
    Stale,
}

/// What a message says of itself so that nobody can send it again: `ts` and `id` of a UDP connection
/// request (Annex G). A message is taken if its ts is not older than that of the last one that was
/// taken, and its id another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Seconds since 1970 at the sender.
    pub ts: u64,
    pub id: u64,
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
    /// A nonce that is old or was used, a message older than one that was accepted.
    Stale,
    /// The message that was accepted last, once more: an ACS sends a datagram several times. Never
    /// logged.
    Copy,
    /// The sender is not in ConnReqAllowedJabberIDs.
    NotAllowed,
    /// More requests in a minute than the limit.
    TooMany,
    /// There is no session to be had: CWMP is disabled, a reboot has begun, a file is being applied.
    Closed,
}

/// How many requests there were since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    accepted: [u64; DOORS.len()],
    refused: [[u64; REFUSALS.len()]; DOORS.len()],
    /// Sessions that began more than [`PROMISE`] after the yes.
    pub late: u64,
}

impl Counters {
    pub fn accepted(&self, door: Door) -> u64 {
        let counts = DOORS.iter().zip(self.accepted);
        counts
            .filter(|((at, _), _)| *at == door)
            .map(|(_, count)| count)
            .sum()
    }

    /// At all doors.
    pub fn refused(&self, why: Refusal) -> u64 {
        let counts = self
            .refused
            .iter()
            .flat_map(|door| REFUSALS.iter().zip(door));
        counts
            .filter(|((refusal, _), _)| *refusal == why)
            .map(|(_, count)| count)
            .sum()
    }

    fn count(&mut self, door: Door, why: Refusal) {
        for ((at, _), counts) in DOORS.iter().zip(&mut self.refused) {
            for ((refusal, _), count) in REFUSALS.iter().zip(counts) {
                *count += u64::from(*at == door && *refusal == why);
            }
        }
    }

    /// For people: `http 2 × accepted, udp 1 × malformed`; empty when nobody called.
    pub fn words(&self) -> String {
        let mut words = String::new();
        let mut add = |who: &str, count: u64, what: &str| {
            if count > 0 && !what.is_empty() {
                let comma = if words.is_empty() { "" } else { ", " };
                words.push_str(&format!("{comma}{who} {count} × {what}"));
            }
        };
        let doors = DOORS.iter().zip(self.accepted).zip(&self.refused);
        for (((_, door), accepted), refused) in doors {
            add(door, accepted, "accepted");
            for ((_, why), count) in REFUSALS.iter().zip(refused) {
                add(door, *count, why);
            }
        }
        add("sessions", self.late, "late");
        words
    }
}

/// Within this time of a yes, the session must begin (TR-069 3.2.2).
pub const PROMISE: Duration = Duration::from_secs(30);

impl Gate {
    /// `per_minute`: accepted requests in any 60 seconds, 1 to 600. Nobody is let in before
    /// [`set_login`](Self::set_login).
    pub fn new(per_minute: u32) -> Gate {
        Gate {
            open: true,
            per_minute: limit(per_minute),
            username: String::new(),
            password: String::new(),
            accepted: VecDeque::new(),
            newest: None,
            promised: None,
            session_runs: false,
            counters: Counters::default(),
            untold: Counters::default(),
            told_at: None,
        }
    }

    /// New settings; what was accepted before still counts. `open`: a session can begin now, or after
    /// the one that runs.
    pub fn configure(&mut self, open: bool, per_minute: u32) {
        self.open = open;
        self.per_minute = limit(per_minute);
    }

    /// ConnectionRequestUsername and -Password, which hold from the next message on. Another password
    /// makes a new beginning for what must not come twice: nobody can send again what it does not sign.
    /// While it is empty, nobody is let in.
    pub fn set_login(&mut self, username: &str, password: &str) {
        if (self.username.as_str(), self.password.as_str()) != (username, password) {
            self.newest = None;
            username.clone_into(&mut self.username);
            password.clone_into(&mut self.password);
        }
    }

    /// What a caller must know.
    pub fn login(&self) -> Login<'_> {
        Login {
            username: &self.username,
            password: &self.password,
        }
    }

    /// Asks for a session on behalf of a caller. `Ok`: tell the caller yes, and the agent once.
    ///
    /// # Errors
    /// Why not; it is counted. [`Refusal::TooMany`] and [`Refusal::Closed`] are said only to who has
    /// the right login.
    pub fn ask(
        &mut self,
        now: &Now,
        door: Door,
        proof: Proof,
        stamp: Option<Stamp>,
    ) -> Result<(), Refusal> {
        let minute_ago = now.mono.checked_sub(MINUTE);
        self.accepted
            .retain(|at| minute_ago.is_none_or(|ago| *at > ago));
        let refused = if self.password.is_empty() {
            Some(Refusal::NoPassword)
        } else if proof != Proof::Right {
            Some(match proof {
                Proof::Stale => Refusal::Stale,
                _ => Refusal::WrongLogin,
            })
        } else if let Some(refusal) = stamp.and_then(|stamp| self.seen(stamp)) {
            Some(refusal)
        } else if !self.open {
            Some(Refusal::Closed)
        } else if self.accepted.len() >= self.per_minute {
            Some(Refusal::TooMany)
        } else {
            None
        };
        if let Some(why) = refused {
            self.refuse(door, why);
            return Err(why);
        }
        if let Some(stamp) = stamp {
            self.remember(stamp);
        }
        self.accepted.push_back(now.mono);
        self.promised.get_or_insert(now.mono);
        for ((at, _), count) in DOORS.iter().zip(&mut self.counters.accepted) {
            *count += u64::from(*at == door);
        }
        Ok(())
    }

    /// Counts a caller whom a door has sent away by itself.
    pub fn refuse(&mut self, door: Door, why: Refusal) {
        self.counters.count(door, why);
        self.untold.count(door, why);
    }

    /// The `ts` of the newest accepted message, to be kept over a restart.
    pub fn newest(&self) -> Option<u64> {
        self.newest.as_ref().map(|newest| newest.ts)
    }

    /// What [`newest`](Self::newest) said before a restart, handed in after
    /// [`set_login`](Self::set_login): from now on only a later ts is taken.
    pub fn recall(&mut self, newest: Option<u64>) {
        let ids = Vec::new();
        self.newest = newest.map(|ts| Newest { ts, ids });
    }

    /// The session that callers were promised begins, or any other: each tells of all calls.
    pub fn session_began(&mut self, now: &Now) {
        let waited = self.promised.take();
        self.session_runs = true;
        if waited.is_some_and(|since| now.mono.saturating_sub(since) > PROMISE) {
            self.counters.late += 1;
        }
    }

    /// It is over: who called meanwhile is due now.
    pub fn session_ended(&mut self, now: &Now) {
        self.session_runs = false;
        self.promised = self.promised.map(|_| now.mono);
    }

    /// By when a session must begin, on the monotonic clock; `None` while nobody waits for one or one
    /// runs.
    pub fn promise(&self) -> Option<Duration> {
        self.promised
            .filter(|_| !self.session_runs)
            .map(|since| since + PROMISE)
    }

    pub fn counters(&self) -> Counters {
        self.counters
    }

    /// What to write to the log about refusals: the first at once, then at most one line a minute
    /// with all that came meanwhile. Ask after each message, and whenever it suits.
    pub fn log_line(&mut self, now: &Now) -> Option<String> {
        let told = |at: Duration| now.mono.saturating_sub(at) < MINUTE;
        if self.told_at.is_some_and(told) {
            return None;
        }
        let words = self.untold.words();
        if words.is_empty() {
            return None;
        }
        self.untold = Counters::default();
        self.told_at = Some(now.mono);
        Some(format!("connection requests refused: {words}"))
    }

    /// Whether a message with this stamp was accepted before, or could have been.
    fn seen(&self, stamp: Stamp) -> Option<Refusal> {
        let Newest { ts, ids } = self.newest.as_ref()?;
        let ids_are_told_apart = !ids.is_empty() && ids.len() < SAME_SECOND;
        if stamp.ts < *ts {
            Some(Refusal::Stale)
        } else if ids.last() == Some(&stamp.id) || (stamp.ts == *ts && ids.contains(&stamp.id)) {
            Some(Refusal::Copy)
        } else if stamp.ts == *ts && !ids_are_told_apart {
            Some(Refusal::Stale)
        } else {
            None
        }
    }

    fn remember(&mut self, stamp: Stamp) {
        let Stamp { ts, id } = stamp;
        match self.newest.as_mut().filter(|newest| newest.ts == ts) {
            Some(newest) => newest.ids.push(id),
            None => self.newest = Some(Newest { ts, ids: vec![id] }),
        }
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate")
            .field("open", &self.open)
            .field("counters", &self.counters)
            .finish_non_exhaustive()
    }
}

const MINUTE: Duration = Duration::from_secs(60);

/// Messages of one second that are told apart; no ACS calls one device so often.
const SAME_SECOND: usize = 8;

const DOORS: [(Door, &str); 3] = [
    (Door::Http, "http"),
    (Door::Udp, "udp"),
    (Door::Xmpp, "xmpp"),
];

const REFUSALS: [(Refusal, &str); 9] = [
    (Refusal::Malformed, "malformed"),
    (Refusal::WrongPlace, "wrong method or path"),
    (Refusal::WrongLogin, "wrong username or password"),
    (Refusal::NoPassword, "no ConnectionRequestPassword is set"),
    (Refusal::Stale, "sent again or too late"),
    (Refusal::Copy, ""),
    (Refusal::NotAllowed, "not in ConnReqAllowedJabberIDs"),
    (Refusal::TooMany, "more than the limit per minute"),
    (Refusal::Closed, "no session can be had now"),
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

    fn gate(per_minute: u32) -> Gate {
        let mut gate = Gate::new(per_minute);
        gate.set_login("acs", "s3cret");
        gate
    }

    /// Someone who knows the password asks.
    fn ask(gate: &mut Gate, seconds: u64) -> Result<(), Refusal> {
        gate.ask(&at(seconds), Door::Http, Proof::Right, None)
    }

    fn ask_stamped(gate: &mut Gate, ts: u64, id: u64) -> Result<(), Refusal> {
        let stamp = Some(Stamp { ts, id });
        gate.ask(&at(ts), Door::Udp, Proof::Right, stamp)
    }

    #[test]
    fn no_minute_has_more_than_the_limit() {
        let mut gate = gate(3);
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
            assert_eq!(ask(&mut gate, seconds), expected, "{seconds}");
        }
        assert_eq!(gate.counters().accepted(Door::Http), 6);
        assert_eq!(gate.counters().refused(Refusal::TooMany), 3);
        assert_eq!(gate.counters().refused(Refusal::Malformed), 0);
    }

    #[test]
    fn the_limit_is_one_for_all_doors() {
        let mut gate = gate(3);
        for door in [Door::Http, Door::Udp, Door::Xmpp] {
            assert_eq!(gate.ask(&at(0), door, Proof::Right, None), Ok(()));
            assert_eq!(gate.counters().accepted(door), 1);
        }
        for door in [Door::Http, Door::Udp, Door::Xmpp] {
            let refused = gate.ask(&at(0), door, Proof::Right, None);
            assert_eq!(refused, Err(Refusal::TooMany));
        }
    }

    #[test]
    fn only_who_knows_the_login_learns_more_than_that() {
        let mut gate = gate(1);
        gate.configure(false, 1);
        for (proof, expected) in [
            (Proof::Wrong, Refusal::WrongLogin),
            (Proof::Stale, Refusal::Stale),
            (Proof::Right, Refusal::Closed),
        ] {
            assert_eq!(gate.ask(&at(0), Door::Xmpp, proof, None), Err(expected));
        }
        gate.configure(true, 1);
        gate.set_login("acs", "");
        for proof in [Proof::Wrong, Proof::Stale, Proof::Right] {
            let refused = gate.ask(&at(0), Door::Xmpp, proof, None);
            assert_eq!(refused, Err(Refusal::NoPassword));
        }
        assert_eq!(gate.promise(), None);
    }

    #[test]
    fn new_settings_hold_at_once() {
        let mut gate = gate(1);
        assert_eq!(ask(&mut gate, 0), Ok(()));
        gate.configure(true, 2);
        assert_eq!(ask(&mut gate, 0), Ok(()));
        gate.configure(true, 0);
        assert_eq!(ask(&mut gate, 1), Err(Refusal::TooMany));
        gate.configure(false, 10);
        assert_eq!(ask(&mut gate, 100), Err(Refusal::Closed));
        gate.configure(true, 10);
        assert_eq!(ask(&mut gate, 100), Ok(()));
    }

    #[test]
    fn a_message_is_taken_once() {
        let mut gate = gate(600);
        let (copy, stale) = (Err(Refusal::Copy), Err(Refusal::Stale));
        let table = [
            (1000, 7, Ok(())),
            (1000, 7, copy),
            (1000, 7, copy),
            (1000, 8, Ok(())),
            (1000, 7, copy),
            (999, 9, stale),
            (1001, 8, copy),
            (1001, 7, Ok(())),
            (1000, 9, stale),
            (u64::MAX, u64::MAX, Ok(())),
            (1002, 1, stale),
        ];
        for (ts, id, expected) in table {
            assert_eq!(ask_stamped(&mut gate, ts, id), expected, "{ts} {id}");
        }
        // A sender whose clock was wrong comes back in with another password, or by another door.
        assert_eq!(ask(&mut gate, 1), Ok(()));
        gate.set_login("acs", "s3cret");
        assert_eq!(ask_stamped(&mut gate, 1002, 1), stale);
        gate.set_login("acs", "n3w");
        assert_eq!(ask_stamped(&mut gate, 1002, 1), Ok(()));
    }

    #[test]
    fn a_message_that_was_refused_may_come_again() {
        let mut gate = gate(1);
        let wrong = Some(Stamp { ts: 9999, id: 1 });
        let refused = gate.ask(&at(0), Door::Udp, Proof::Wrong, wrong);
        assert_eq!((refused, gate.newest()), (Err(Refusal::WrongLogin), None));
        gate.configure(false, 1);
        assert_eq!(ask_stamped(&mut gate, 1000, 1), Err(Refusal::Closed));
        gate.configure(true, 1);
        assert_eq!(ask_stamped(&mut gate, 1000, 1), Ok(()));
        assert_eq!(ask_stamped(&mut gate, 1000, 2), Err(Refusal::TooMany));
        assert_eq!(ask_stamped(&mut gate, 1060, 2), Ok(()));
    }

    #[test]
    fn a_message_from_before_a_restart_is_not_taken_again() {
        let mut gate = gate(600);
        gate.recall(Some(1000));
        for id in 0..20 {
            assert_eq!(ask_stamped(&mut gate, 1000, id), Err(Refusal::Stale));
        }
        assert_eq!(ask_stamped(&mut gate, 1001, 1), Ok(()));
        assert_eq!(gate.newest(), Some(1001));
        gate.recall(None);
        assert_eq!(ask_stamped(&mut gate, 1, 1), Ok(()));
    }

    #[test]
    fn a_promise_is_thirty_seconds_from_the_first_yes() {
        let mut gate = gate(600);
        assert_eq!(gate.promise(), None);
        assert_eq!(ask(&mut gate, 100), Ok(()));
        assert_eq!(ask(&mut gate, 120), Ok(()));
        assert_eq!(gate.promise(), Some(Duration::from_secs(130)));
        gate.session_began(&at(130));
        assert_eq!((gate.promise(), gate.counters().late), (None, 0));
        gate.session_ended(&at(140));
        assert_eq!(gate.promise(), None);
        assert_eq!(ask(&mut gate, 200), Ok(()));
        gate.session_began(&at(231));
        assert_eq!(gate.counters().late, 1);
    }

    #[test]
    fn who_calls_during_a_session_is_promised_one_after_it() {
        let mut gate = gate(600);
        gate.session_began(&at(0));
        assert_eq!(ask(&mut gate, 100), Ok(()));
        assert_eq!(gate.promise(), None);
        gate.session_ended(&at(1000));
        assert_eq!(gate.promise(), Some(Duration::from_secs(1030)));
        gate.session_began(&at(1001));
        assert_eq!(gate.counters().late, 0);
    }

    #[test]
    fn a_flood_of_refusals_is_a_line_a_minute() {
        let mut gate = gate(1);
        assert_eq!(gate.log_line(&at(0)), None);
        gate.refuse(Door::Http, Refusal::WrongLogin);
        let first = "connection requests refused: http 1 × wrong username or password";
        assert_eq!(gate.log_line(&at(0)).as_deref(), Some(first));
        for _ in 0..10_000 {
            gate.refuse(Door::Http, Refusal::WrongLogin);
            gate.refuse(Door::Udp, Refusal::Malformed);
            assert_eq!(gate.log_line(&at(59)), None);
        }
        let second = "connection requests refused: http 10000 × wrong username or password, udp 10000 × malformed";
        assert_eq!(gate.log_line(&at(60)).as_deref(), Some(second));
        assert_eq!(gate.log_line(&at(200)), None);
    }

    #[test]
    fn copies_are_counted_and_not_told() {
        let mut gate = gate(600);
        for expected in [Ok(()), Err(Refusal::Copy), Err(Refusal::Copy)] {
            assert_eq!(ask_stamped(&mut gate, 1000, 1), expected);
        }
        assert_eq!(gate.counters().refused(Refusal::Copy), 2);
        assert_eq!(gate.log_line(&at(1000)), None);
    }

    #[test]
    fn memory_is_bounded_by_the_limit() {
        let mut gate = gate(u32::MAX);
        for id in 0..10_000 {
            let _ = ask(&mut gate, 1);
            let _ = ask_stamped(&mut gate, 1, id);
        }
        assert_eq!(gate.accepted.len(), 600);
        gate = self::gate(u32::MAX);
        for id in 0..10_000 {
            let _ = ask_stamped(&mut gate, 1000, id);
        }
        assert_eq!(gate.newest.unwrap().ids.len(), SAME_SECOND);
    }

    #[test]
    fn the_password_is_not_in_what_is_printed() {
        let printed = format!("{:?}", gate(1));
        assert!(!printed.contains("s3cret"), "{printed}");
    }
}
