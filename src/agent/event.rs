//! The event queue: what has happened and has not been acknowledged yet (TR-069 3.7.1.5).
//!
//! ```text
//!            flag                    take                  delivered
//! (nothing) ------> flagged in queue -----> in the Inform -----------> (forgotten)
//!                      ^                         |
//!                      +---- failed: by the rule-+-----> (dropped)
//! ```
//!
//! An event may be flagged again while it is in a running session's Inform: then it is in both
//! places, and goes out once more in the next session.

use crate::cwmp::rpc::{EventStruct, Events};
use std::collections::BTreeSet;

/// Longest Event list of an Inform (cwmp-1-2, EventList), but for the place of [`add_value_change`].
pub const MOST_EVENTS: usize = 63;
/// More changed parameters than this are not remembered by name; forgetting some is better than
/// growing for as long as an ACS is away.
const MOST_CHANGED: usize = 256;

/// Puts `4 VALUE CHANGE` into an Event list that has none: the Inform has changes in it that nobody
/// made a session for (passive notification).
pub fn add_value_change(events: &mut Events) {
    if let Some((at, event)) = place(events, "4 VALUE CHANGE") {
        events.insert(at, event);
    }
}

/// Puts a numbered event where it belongs, if it is not there.
pub fn add_single(events: &mut Vec<EventStruct>, code: &str) {
    if let Some((at, event)) = place(events, code) {
        events.insert(at, event);
    }
}

/// Where a numbered event belongs, if it is not there.
fn place(events: &[EventStruct], code: &str) -> Option<(usize, EventStruct)> {
    if events.iter().any(|event| event.code == code) {
        return None;
    }
    let rank = |code: &str| {
        let number = code.split(' ').next().and_then(|word| word.parse().ok());
        number.unwrap_or(u32::MAX)
    };
    let at = events
        .iter()
        .position(|event| rank(&event.code) > rank(code));
    let event = EventStruct {
        code: code.to_string(),
        command_key: String::new(),
    };
    Some((at.unwrap_or(events.len()), event))
}

/// An event that an Inform carries at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Single {
    Bootstrap = 0,
    Boot = 1,
    Periodic = 2,
    Scheduled = 3,
    ValueChange = 4,
    ConnectionRequest = 6,
    Diagnostics = 8,
    WakeUp = 13,
    Heartbeat = 14,
    /// What the ACS has changed cut the device off, and was undone; told also by `model::guard`.
    Undone = 15,
}

/// An event that an Inform carries once for each cause, told apart by CommandKey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Multiple {
    Reboot,
    ScheduleInform,
}

/// What becomes of an event whose session failed before it was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Undelivered {
    /// Goes out with the next session and survives a reboot.
    Keep,
    /// Goes out with the next session of this boot.
    UntilReboot,
    /// Forgotten.
    Drop,
}

/// The delivery table of TR-069 3.7.1.5. All of these are delivered by the InformResponse.
const SINGLES: [(Single, &str, Undelivered); 10] = [
    (Single::Bootstrap, "0 BOOTSTRAP", Undelivered::Keep),
    (Single::Boot, "1 BOOT", Undelivered::UntilReboot),
    (Single::Periodic, "2 PERIODIC", Undelivered::Keep),
    (Single::Scheduled, "3 SCHEDULED", Undelivered::Keep),
    (
        Single::ValueChange,
        "4 VALUE CHANGE",
        Undelivered::UntilReboot,
    ),
    (
        Single::ConnectionRequest,
        "6 CONNECTION REQUEST",
        Undelivered::Drop,
    ),
    (
        Single::Diagnostics,
        "8 DIAGNOSTICS COMPLETE",
        Undelivered::UntilReboot,
    ),
    (Single::WakeUp, "13 WAKEUP", Undelivered::UntilReboot),
    (Single::Heartbeat, "14 HEARTBEAT", Undelivered::Drop),
    (
        Single::Undone,
        "X CWMPD CHANGES UNDONE",
        Undelivered::UntilReboot,
    ),
];

/// All of them are kept until delivered.
const MULTIPLES: [(Multiple, &str); 2] = [
    (Multiple::Reboot, "M Reboot"),
    (Multiple::ScheduleInform, "M ScheduleInform"),
];

/// See the module's diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    flagged: Mask,
    sent: Mask,
    /// Those that a session has failed to deliver, until one does.
    failed: Mask,
    multiple: Vec<Entry>,
    changed: BTreeSet<String>,
    changed_sent: BTreeSet<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    event: Multiple,
    command_key: String,
    sent: bool,
}

/// A set of [`Single`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Mask(u16);

/// What an InformResponse has delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    pub bootstrap: bool,
    pub boot: bool,
}

impl Queue {
    pub fn flag(&mut self, event: Single) {
        self.flagged.insert(event);
    }

    /// Adds one cause. An equal one that waits already is another cause and stays.
    pub fn flag_multiple(&mut self, event: Multiple, command_key: &str) {
        self.multiple.push(Entry {
            event,
            command_key: command_key.to_string(),
            sent: false,
        });
        if let Some(companion) = event.companion() {
            self.flag(companion);
        }
    }

    /// Flags `4 VALUE CHANGE` with the parameters, by full name, that are to be in the Inform. A
    /// parameter that changes twice before the session is reported once (TR-069 3.2.1).
    pub fn flag_changed(&mut self, parameters: impl IntoIterator<Item = String>) {
        self.flag(Single::ValueChange);
        for parameter in parameters {
            if self.changed.len() >= MOST_CHANGED {
                return;
            }
            if self.changed.insert(parameter) && self.changed.len() == MOST_CHANGED {
                log::info!("{MOST_CHANGED} changed parameters wait for the ACS; more are left out");
            }
        }
    }

    /// `0 BOOTSTRAP` discards whatever else has not been delivered, also what a running session
    /// has in its Inform: that session is with an ACS which no longer matters. `1 BOOT` stays,
    /// because the first contact with the new ACS is the first one of this boot, too.
    pub fn bootstrap(&mut self) {
        let boot = self.holds(Single::Boot);
        *self = Queue::default();
        self.flag(Single::Bootstrap);
        if boot {
            self.flag(Single::Boot);
        }
    }

    /// Whether something waits for a session.
    pub fn waits(&self) -> bool {
        !self.flagged.is_empty() || self.multiple.iter().any(|entry| !entry.sent)
    }

    /// Whether nothing but `4 VALUE CHANGE` waits.
    pub fn only_changes(&self) -> bool {
        let mut changes = Mask::default();
        changes.insert(Single::ValueChange);
        self.flagged == changes && self.multiple.iter().all(|entry| entry.sent)
    }

    /// The parameters that changed, by full name, and wait for a session.
    pub fn changed(&self) -> &BTreeSet<String> {
        &self.changed
    }

    /// Whether the event waits, or is in the running session's Inform and not delivered yet.
    pub fn holds(&self, event: Single) -> bool {
        self.flagged.contains(event) || self.sent.contains(event)
    }

    /// The Event list of the Inform that is about to be sent, and the parameters that changed.
    /// What does not fit in stays for the next session; beside `14 HEARTBEAT` nothing does (Annex O).
    pub fn take(&mut self) -> (Vec<EventStruct>, Vec<String>) {
        let mut events = Vec::new();
        if self.flagged.take(Single::Heartbeat) {
            self.sent.insert(Single::Heartbeat);
            events.push(EventStruct {
                code: "14 HEARTBEAT".to_string(),
                command_key: String::new(),
            });
            return (events, Vec::new());
        }
        for (event, code, _) in SINGLES {
            if self.flagged.contains(event) {
                events.push(EventStruct {
                    code: code.to_string(),
                    command_key: String::new(),
                });
            }
        }
        self.sent = self.flagged;
        self.flagged = Mask::default();
        for entry in &mut self.multiple {
            entry.sent = events.len() < MOST_EVENTS;
            if entry.sent {
                let code = entry.event.code().to_string();
                events.push(EventStruct {
                    code,
                    command_key: entry.command_key.clone(),
                });
            }
        }
        for entry in self.multiple.iter().filter(|entry| !entry.sent) {
            if let Some(companion) = entry.event.companion() {
                self.flagged.insert(companion);
            }
        }
        self.changed_sent = std::mem::take(&mut self.changed);
        (events, self.changed_sent.iter().cloned().collect())
    }

    /// The InformResponse has arrived.
    pub fn delivered(&mut self) -> Delivered {
        let delivered = Delivered {
            bootstrap: self.sent.contains(Single::Bootstrap),
            boot: self.sent.contains(Single::Boot),
        };
        self.failed.remove(self.sent);
        self.sent = Mask::default();
        self.multiple.retain(|entry| !entry.sent);
        self.changed_sent.clear();
        delivered
    }

    /// The session has ended. What was not delivered by then waits again, or is dropped.
    pub fn session_ended(&mut self) {
        for (event, _, undelivered) in SINGLES {
            if self.sent.contains(event) && undelivered != Undelivered::Drop {
                self.flagged.insert(event);
                self.failed.insert(event);
            }
        }
        self.sent = Mask::default();
        for entry in &mut self.multiple {
            entry.sent = false;
        }
        let changed = std::mem::take(&mut self.changed_sent);
        if !changed.is_empty() {
            self.flag_changed(changed);
        }
    }

    /// The events to be written to flash, code and CommandKey. `0 BOOTSTRAP` is not among them: the
    /// state knows by the URL. Nor is `3 SCHEDULED`, which comes back with `M ScheduleInform`. A periodic Inform that the next session is likely to deliver is not
    /// worth a write, one that has failed is.
    pub fn to_keep(&self) -> Vec<(&'static str, &str)> {
        let mut keep = Vec::new();
        for (event, code, undelivered) in SINGLES {
            let told_otherwise = [Single::Bootstrap, Single::Scheduled].contains(&event);
            let kept = undelivered == Undelivered::Keep && !told_otherwise;
            if kept && self.failed.contains(event) {
                keep.push((code, ""));
            }
        }
        keep.extend(
            self.multiple
                .iter()
                .map(|entry| (entry.event.code(), entry.command_key.as_str())),
        );
        keep
    }

    /// Takes back what [`Queue::to_keep`] gave. A code that this version does not know is told in
    /// the log and left out.
    pub fn restore(&mut self, code: &str, command_key: &str) {
        if let Some((event, _, _)) = SINGLES.iter().find(|(_, known, _)| *known == code) {
            self.flagged.insert(*event);
            self.failed.insert(*event);
        } else if let Some((event, _)) = MULTIPLES.iter().find(|(_, known)| *known == code) {
            self.flag_multiple(*event, command_key);
        } else {
            log::warn!("the saved state holds an event that this version does not know: {code:?}");
        }
    }

    /// The codes that wait, for people.
    pub fn codes(&self) -> Vec<&'static str> {
        let singles = SINGLES
            .iter()
            .filter(|(event, _, _)| self.flagged.contains(*event));
        let multiples = self.multiple.iter().filter(|entry| !entry.sent);
        singles
            .map(|(_, code, _)| *code)
            .chain(multiples.map(|entry| entry.event.code()))
            .collect()
    }
}

impl Multiple {
    fn code(self) -> &'static str {
        match self {
            Multiple::Reboot => "M Reboot",
            Multiple::ScheduleInform => "M ScheduleInform",
        }
    }

    /// The event that goes with it, which is kept as long as this one and by this one.
    fn companion(self) -> Option<Single> {
        match self {
            // `1 BOOT` has reasons of its own.
            Multiple::Reboot => None,
            Multiple::ScheduleInform => Some(Single::Scheduled),
        }
    }
}

impl Mask {
    fn insert(&mut self, event: Single) {
        self.0 |= 1 << event as u16;
    }

    fn remove(&mut self, others: Mask) {
        self.0 &= !others.0;
    }

    /// Removes the event; whether it was there.
    fn take(&mut self, event: Single) -> bool {
        let held = self.contains(event);
        self.0 &= !(1 << event as u16);
        held
    }

    fn contains(self, event: Single) -> bool {
        self.0 & 1 << event as u16 != 0
    }

    fn is_empty(self) -> bool {
        self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(queue: &mut Queue) -> Vec<String> {
        let told = |event: EventStruct| match event.command_key.as_str() {
            "" => event.code,
            key => format!("{} [{key}]", event.code),
        };
        queue.take().0.into_iter().map(told).collect()
    }

    fn everything() -> Queue {
        let mut queue = Queue::default();
        queue.flag_multiple(Multiple::Reboot, "a");
        queue.flag_multiple(Multiple::Reboot, "b");
        for event in [
            Single::ConnectionRequest,
            Single::Periodic,
            Single::Boot,
            Single::Periodic,
        ] {
            queue.flag(event);
        }
        queue.flag_changed(["Device.X".to_string()]);
        queue
    }

    #[test]
    fn several_triggers_merge_into_one_ordered_list() {
        let mut queue = everything();
        let expected = [
            "1 BOOT",
            "2 PERIODIC",
            "4 VALUE CHANGE",
            "6 CONNECTION REQUEST",
            "M Reboot [a]",
            "M Reboot [b]",
        ];
        assert_eq!(codes(&mut queue), expected);
    }

    #[test]
    fn the_inform_response_delivers_all_that_was_sent() {
        let mut queue = everything();
        queue.take();
        assert_eq!(
            queue.delivered(),
            Delivered {
                bootstrap: false,
                boot: true
            }
        );
        queue.session_ended();
        assert_eq!(queue, Queue::default());
    }

    #[test]
    fn a_failed_session_keeps_all_but_the_connection_request() {
        let mut queue = everything();
        queue.take();
        queue.session_ended();
        assert_eq!(
            queue.to_keep(),
            [("2 PERIODIC", ""), ("M Reboot", "a"), ("M Reboot", "b")]
        );
        let (events, changed) = queue.take();
        let events: Vec<&str> = events.iter().map(|event| event.code.as_str()).collect();
        assert_eq!(
            events,
            [
                "1 BOOT",
                "2 PERIODIC",
                "4 VALUE CHANGE",
                "M Reboot",
                "M Reboot"
            ]
        );
        assert_eq!(changed, ["Device.X"]);
    }

    #[test]
    fn a_failed_connection_request_leaves_nothing_to_retry_with() {
        let mut queue = Queue::default();
        queue.flag(Single::ConnectionRequest);
        queue.take();
        queue.session_ended();
        assert!(!queue.waits());
    }

    #[test]
    fn a_connection_request_during_its_own_session_asks_for_exactly_one_more() {
        for informed in [false, true] {
            let mut queue = Queue::default();
            queue.flag(Single::ConnectionRequest);
            queue.take();
            queue.flag(Single::ConnectionRequest);
            queue.flag(Single::ConnectionRequest);
            if informed {
                queue.delivered();
            }
            queue.session_ended();
            assert_eq!(codes(&mut queue), ["6 CONNECTION REQUEST"]);
            queue.session_ended();
            assert!(!queue.waits());
        }
    }

    #[test]
    fn bootstrap_discards_everything_else_even_what_is_on_its_way() {
        let mut queue = everything();
        queue.take();
        queue.flag(Single::Periodic);
        queue.bootstrap();
        assert_eq!(queue.delivered(), Delivered::default());
        queue.session_ended();
        assert_eq!(codes(&mut queue), ["0 BOOTSTRAP", "1 BOOT"]);
        assert_eq!(
            queue.delivered(),
            Delivered {
                bootstrap: true,
                boot: true
            }
        );
    }

    #[test]
    fn what_is_kept_comes_back_after_a_reboot() {
        let mut queue = everything();
        queue.take();
        queue.session_ended();
        let mut after = Queue::default();
        for (code, key) in queue.to_keep() {
            after.restore(code, key);
        }
        after.restore("99 UNHEARD OF", "");
        assert_eq!(after.to_keep(), queue.to_keep());
        assert_eq!(
            codes(&mut after),
            ["2 PERIODIC", "M Reboot [a]", "M Reboot [b]"]
        );
    }

    #[test]
    fn a_periodic_inform_is_kept_only_once_it_has_failed() {
        let mut queue = Queue::default();
        queue.flag(Single::Periodic);
        assert!(queue.to_keep().is_empty());
        queue.take();
        assert!(queue.to_keep().is_empty());
        queue.session_ended();
        assert_eq!(queue.to_keep(), [("2 PERIODIC", "")]);
        queue.take();
        assert_eq!(
            queue.to_keep(),
            [("2 PERIODIC", "")],
            "not forgotten while it is on its way again"
        );
        queue.delivered();
        assert!(queue.to_keep().is_empty());
    }

    #[test]
    fn a_change_that_rides_along_has_its_place_in_the_list() {
        let mut queue = Queue::default();
        queue.flag(Single::ConnectionRequest);
        queue.flag(Single::Boot);
        queue.flag_multiple(Multiple::Reboot, "");
        let mut events = Events::new(queue.take().0).expect("three events");
        add_value_change(&mut events);
        add_value_change(&mut events);
        let codes: Vec<&str> = events.iter().map(|event| event.code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "1 BOOT",
                "4 VALUE CHANGE",
                "6 CONNECTION REQUEST",
                "M Reboot"
            ]
        );
    }

    #[test]
    fn at_most_63_events_go_into_one_inform_and_the_rest_into_the_next() {
        let mut queue = Queue::default();
        queue.flag(Single::Boot);
        for number in 0..100 {
            queue.flag_multiple(Multiple::Reboot, &number.to_string());
        }
        assert_eq!(codes(&mut queue).len(), 63);
        queue.delivered();
        assert!(queue.waits());
        let rest = codes(&mut queue);
        assert_eq!((rest.len(), rest[0].as_str()), (38, "M Reboot [62]"));
    }

    #[test]
    fn scheduled_informs_that_do_not_fit_in_bring_their_event_again() {
        let mut queue = Queue::default();
        for number in 0..70 {
            queue.flag_multiple(Multiple::ScheduleInform, &number.to_string());
        }
        assert_eq!(codes(&mut queue)[0], "3 SCHEDULED");
        queue.delivered();
        queue.session_ended();
        let rest = codes(&mut queue);
        assert_eq!((rest.len(), rest[0].as_str()), (9, "3 SCHEDULED"));
        queue.delivered();
        queue.session_ended();
        assert_eq!(queue, Queue::default());
    }

    #[test]
    fn an_endless_row_of_changes_does_not_grow_the_queue() {
        let mut queue = Queue::default();
        for number in 0..10_000 {
            queue.flag_changed([format!("Device.X.{number}")]);
            queue.flag_changed(["Device.X.1".to_string()]);
        }
        assert_eq!(queue.take().1.len(), MOST_CHANGED);
    }

    #[test]
    fn every_event_has_its_own_place_in_the_table() {
        for (event, code, _) in SINGLES {
            let own = format!("{} ", event as u8);
            let vendors = event == Single::Undone && code.starts_with("X ");
            assert!(vendors || code.starts_with(&own), "{code}");
        }
        for (event, code) in MULTIPLES {
            assert_eq!(event.code(), code);
        }
    }
}
