//! What is due now, in the order in which it is to be done.

use super::event::{self, Multiple, Single};
use super::restart::Due;
use super::settings;
use super::state::{self, State};
use super::transfer::Around;
use super::{
    Act, Agent, LONGEST_SESSION, Listener, MOST_ATTEMPTS, Output, Plan, REBOOT_TAKES, Running,
    TRY_AGAIN,
};
use crate::cwmp::rpc::Events;
use crate::time::Now;
use std::time::Duration;

/// Rows of InformParameter that are heeded; the maps that are shipped allow as many.
const MOST_INFORM_PARAMETERS: usize = 32;

impl Agent {
    /// Step two: what is due now, in the order in which it is to be done.
    pub(super) fn settle(&mut self, now: Now, mut outputs: Vec<Output>) -> Vec<Output> {
        if self.periodic.is_due(now, &mut self.random) {
            self.queue.flag(Single::Periodic);
        }
        if self.heartbeat.is_due(now, &mut self.random) && self.may_beat() {
            self.queue.flag(Single::Heartbeat);
        }
        self.raise_scheduled(now);
        outputs.extend(self.settle_kick(now).map(Output::Kicked));
        if let Some(session) = &mut self.session {
            let too_long = now.mono >= session.since + LONGEST_SESSION;
            if (too_long || self.stopping.is_some()) && !session.aborted {
                session.aborted = true;
                outputs.push(Output::AbortSession);
            }
        }
        if self.act.under_way.is_some_and(|until| now.mono >= until) {
            self.act_failed(now, "the device is still up");
        }
        if let Some(due) = self.restart.due(now, self.session.is_some()) {
            self.plan_reboot(due);
        }
        self.deployments.lose_patience(now);
        if self.act_is_owed() && now.mono >= self.act.not_before {
            self.act.attempts += 1;
            self.act.under_way = Some(now.mono + REBOOT_TAKES);
            outputs.push(if self.state.factory_reset {
                Output::FactoryReset
            } else {
                Output::Reboot
            });
        }
        let mut around = Around {
            session: self.session.is_some(),
            leaving: self.state.reboot.is_some()
                || self.state.factory_reset
                || self.act.under_way.is_some()
                || self.stopping.is_some()
                || self.confirm.waits(),
            hold: self.save_failures > 0 && now.mono < self.save_again,
        };
        let boot = self.boot_id.clone();
        // One file at a time on the RAM disk.
        let hold = around.hold;
        around.hold |= self.deployments.busy();
        outputs.extend(self.transfers.settle(now, &boot, around));
        around.hold = hold || self.transfers.busy();
        outputs.extend(self.deployments.settle(now, around));
        outputs.extend(self.settle_confirm(now));
        outputs.extend(self.settle_discovery(now));
        if self.session_at().is_some_and(|at| now.mono >= at) {
            outputs.extend(self.start_session(now).map(Output::StartSession));
        }
        outputs.extend(self.notify(now));
        let idle =
            self.session.is_none() && !self.transfers.applying() && !self.deployments.applying();
        if self.stopping.is_some_and(|until| idle || now.mono >= until) {
            outputs.push(Output::Exit);
        }
        if self.unsaved(now).is_some() {
            for order in &mut self.state.scheduled {
                order.note(now);
            }
        }
        if let Some(bytes) = self.unsaved(now) {
            outputs.insert(0, Output::Save(bytes.clone()));
            self.saved = Some(bytes);
            self.saving = true;
        }
        outputs
    }

    /// Whether a heartbeat may be told now: never beside or before something more important, and not
    /// later (Annex O).
    fn may_beat(&self) -> bool {
        self.session.is_none()
            && self.silence().is_none()
            && !self.queue.holds(Single::Bootstrap)
            && !self.queue.holds(Single::Boot)
    }

    /// One without CommandKey, so that only `1 BOOT` tells of it.
    fn plan_reboot(&mut self, due: Due) {
        log::warn!("the reboot that was planned is due ({due:?})");
        if due == Due::Scheduled {
            // A clock that is behind after the reboot must not bring the time again.
            let time = &self.settings.acs.schedule_reboot;
            self.state.rebooted_for.clone_from(time);
        }
        let boot = &self.boot_id;
        self.state.reboot.get_or_insert_with(|| state::Reboot {
            boot: boot.clone(),
            command_keys: Vec::new(),
        });
    }

    /// `3 SCHEDULED` for the orders that are due.
    fn raise_scheduled(&mut self, now: Now) {
        for order in &mut self.state.scheduled {
            order.follow(now);
        }
        let queue = &mut self.queue;
        self.state.scheduled.retain(|order| {
            let due = order.is_due(now);
            if due {
                queue.flag_multiple(Multiple::ScheduleInform, &order.command_key);
            }
            !due
        });
    }

    /// When the next session is due; `None` while nothing waits for one or none may be.
    pub(super) fn session_at(&self) -> Option<Duration> {
        let held = self.session.is_some() || self.confirm.is_undoing();
        if held || self.silence().is_some() || !self.something_waits() {
            return None;
        }
        let wants = &self.settings;
        let listener = match self.listener {
            Listener::Unknown { until } if wants.connection_request.enable => until,
            _ => Duration::ZERO,
        };
        let binding = match self.udp.address.is_empty() && wants.stun.enable {
            true => self.binding_grace,
            false => Duration::ZERO,
        };
        // A heartbeat is no retry, and comes at its time or not at all.
        let beats = self.queue.holds(Single::Heartbeat);
        let patience = if self.urgent || beats {
            Duration::ZERO
        } else {
            self.retry.not_before().unwrap_or_default()
        };
        // A kick waits for nothing, but for a failed session as all do.
        let urgent = self.urgent || self.kick.waits();
        // DefaultActiveNotificationThrottle counts from the end of a good session, whatever failed since.
        let throttle = match self.good_until {
            Some(at)
                if !urgent
                    && self.queue.only_changes()
                    && !self.transfers.waits()
                    && !self.deployments.waits()
                    && self.state.wanted.is_empty() =>
            {
                at + Duration::from_secs(self.settings.acs.notification_throttle.into())
            }
            _ => Duration::ZERO,
        };
        // UDPConnectionRequestAddressNotificationLimit.
        let limit = match self.udp.told {
            Some(told) if !urgent && self.tells_udp_address_only() => {
                told + Duration::from_secs(self.settings.stun.notification_limit.into())
            }
            _ => Duration::ZERO,
        };
        let waits = [listener, binding, patience, throttle, limit];
        waits.into_iter().max()
    }

    fn tells_udp_address_only(&self) -> bool {
        self.queue.only_changes()
            && !self.transfers.waits()
            && !self.queue.changed().is_empty()
            && self.queue.changed().iter().all(|name| is_udp_address(name))
    }

    fn start_session(&mut self, now: Now) -> Option<Plan> {
        // A heartbeat leaves the hurry, and all there is to tell, to the session behind it.
        let heartbeat = self.queue.holds(Single::Heartbeat);
        self.urgent &= heartbeat;
        let (mut events, mut changed) = self.queue.take();
        if !heartbeat {
            self.transfers.add_events(&mut events, event::MOST_EVENTS);
            self.deployments.add_events(&mut events, event::MOST_EVENTS);
            self.tell_wanted(&mut events);
            self.tell_kick(&mut events);
        }
        let events = Events::new(events)?;
        let rows = self.settings.inform.iter().take(MOST_INFORM_PARAMETERS);
        let rows = rows.filter(|row| row.goes_with(&events));
        changed.extend(rows.map(|row| row.name.clone()));
        self.session = Some(Running {
            url: self.settings.acs.url.clone(),
            since: now.mono,
            informed: false,
            aborted: false,
            tells_udp_address: changed.iter().any(|name| is_udp_address(name)),
        });
        Some(Plan {
            url: self.settings.acs.url.clone(),
            events,
            retry_count: self.retry.count(),
            fall_back: self.namespace.fall_back,
            changed,
        })
    }

    /// What the flash must hold and does not.
    fn unsaved(&self, now: Now) -> Option<Vec<u8>> {
        if self.save_failures > 0 && now.mono < self.save_again {
            return None;
        }
        let bytes = self.to_keep().to_bytes();
        (self.saved.as_ref() != Some(&bytes)).then_some(bytes)
    }

    /// The state with all that is kept elsewhere while the process lives.
    pub(super) fn to_keep(&self) -> State {
        let kept = self.queue.to_keep();
        let events = kept
            .into_iter()
            .map(|(code, key)| (code.to_string(), key.to_string()))
            .collect();
        let (deployments, credentials, orphan) = self.deployments.to_keep();
        State {
            events,
            deployments: deployments.to_vec(),
            credentials: credentials.to_vec(),
            orphan,
            transfers: self.transfers.to_keep().to_vec(),
            ..self.state.clone()
        }
    }

    /// Whether a reboot or factory reset was promised and not asked of the platform yet.
    pub(super) fn act_is_owed(&self) -> bool {
        let promised = self.state.factory_reset || self.state.reboot.is_some();
        // What has failed must not be in force after a reboot; a factory reset takes it along.
        let undoing = self.confirm.holds_reboot() && !self.state.factory_reset;
        promised
            && !undoing
            && self.act.under_way.is_none()
            && self.session.is_none()
            && !self.transfers.may_be_writing()
            && !self.deployments.may_be_changing()
            && self.stopping.is_none()
    }

    pub(super) fn act_failed(&mut self, now: Now, reason: &str) {
        let what = if self.state.factory_reset {
            "factory reset"
        } else {
            "reboot"
        };
        self.act.under_way = None;
        self.act.not_before = now.mono + TRY_AGAIN;
        if self.act.attempts < MOST_ATTEMPTS {
            log::error!(
                "{what} failed, attempt {} of {MOST_ATTEMPTS}: {reason}",
                self.act.attempts
            );
            return;
        }
        log::error!("{what} failed and is given up: {reason}");
        self.state.factory_reset = false;
        self.state.reboot = None;
        self.act = Act::default();
    }
}

fn is_udp_address(name: &str) -> bool {
    let below = name.split_once('.').map(|(_, below)| below);
    below == Some(settings::UDP_CONNECTION_REQUEST_ADDRESS)
}
