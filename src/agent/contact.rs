//! Which ACS this device belongs to, what that one has been told, and how sessions with it end.

use super::event::{Multiple, Queue, Single};
use super::settings::Settings;
use super::state::{self, State};
use super::wanted::Asking;
use super::{Agent, OptionValue, Output};
use crate::cwmp::session::Failure;
use crate::time::Now;
use std::time::Duration;

/// Rejections in a row by an ACS that once took the namespace, before another one is tried.
const MOST_REJECTIONS: u32 = 3;

/// How the last session ended, for people.
#[derive(Debug)]
pub(super) struct Last {
    pub(super) at: Duration,
    pub(super) failure: Option<String>,
}

/// Which namespace to start with: the newest that the ACS takes.
#[derive(Debug, Default)]
pub(super) struct Namespace {
    pub(super) fall_back: u8,
    /// The ACS has answered an Inform in it.
    taken: bool,
    /// Rejections since then.
    rejections: u32,
}

impl Agent {
    /// Works out from the state what is to be reported: at the start, and as a new device.
    pub(super) fn recall(&mut self, now: Now) {
        let transfers = std::mem::take(&mut self.state.transfers);
        self.transfers.recall(now, transfers);
        let deployments = std::mem::take(&mut self.state.deployments);
        let credentials = std::mem::take(&mut self.state.credentials);
        let orphan = std::mem::take(&mut self.state.orphan);
        self.deployments
            .recall(now, deployments, credentials, orphan);
        for (code, command_key) in std::mem::take(&mut self.state.events) {
            self.queue.restore(&code, &command_key);
        }
        self.compare_acs(now);
        if self.boot_id.is_empty() || self.state.boot != self.boot_id {
            self.queue.flag(Single::Boot);
        }
        let done =
            |reboot: &mut state::Reboot| self.boot_id.is_empty() || reboot.boot != self.boot_id;
        if let Some(reboot) = self.state.reboot.take_if(done) {
            self.rebooted = true;
            for command_key in &reboot.command_keys {
                self.queue.flag_multiple(Multiple::Reboot, command_key);
            }
        }
        self.make_path();
    }

    /// Raises `0 BOOTSTRAP` if the ACS is not the one that the state knows, or has not had it.
    fn compare_acs(&mut self, now: Now) -> bool {
        if self.settings.acs.url.is_empty() {
            return false;
        }
        let new = self.settings.acs.url != self.state.acs_url;
        let undone = self.confirm.is_undoing();
        let back = |former: &mut Box<State>| undone && former.acs_url == self.settings.acs.url;
        if let Some(former) = self.state.former.take_if(back) {
            self.return_to(now, *former);
        } else if new {
            self.leave_acs();
        }
        if !self.state.bootstrapped && !self.queue.holds(Single::Bootstrap) {
            self.queue.flag(Single::Bootstrap);
        }
        if new {
            self.drop_kick("the ACS is another one now");
        }
        new
    }

    /// What the ACS before has ordered, and has not heard yet, is nothing to another one. It is kept as
    /// long as the change of the URL may be undone.
    fn leave_acs(&mut self) {
        let confirm = &self.settings.confirm;
        let stands = !confirm.enable || confirm.except.iter().any(|group| group == "cwmpd");
        if !stands && self.state.former.is_none() && !self.state.acs_url.is_empty() {
            self.state.former = Some(Box::new(self.to_keep()));
            self.former_queue = Some(self.queue.clone());
        }
        self.queue.bootstrap();
        self.state.scheduled.clear();
        self.transfers.bootstrap();
        self.deployments.bootstrap();
        self.state.wanted.clear();
        self.asking = Asking::default();
        self.state.acs_url.clone_from(&self.settings.acs.url);
        self.state.bootstrapped = false;
        self.state.udp_request_kept = None;
    }

    /// The change of the URL is undone: all is as if there had been none, but for a boot. An ACS that was
    /// reached meanwhile has done what nobody knows: the one before gets another `0 BOOTSTRAP`.
    fn return_to(&mut self, now: Now, former: State) {
        let boot = self.queue.holds(Single::Boot);
        self.queue = self.former_queue.take().unwrap_or_else(|| {
            let mut queue = Queue::default();
            for (code, command_key) in &former.events {
                queue.restore(code, command_key);
            }
            queue
        });
        self.queue.session_ended();
        if boot {
            self.queue.flag(Single::Boot);
        }
        self.transfers.return_to(former.transfers);
        self.deployments
            .return_to(former.deployments, former.credentials);
        self.state.bootstrapped = former.bootstrapped && !self.state.bootstrapped;
        self.state.acs_url = former.acs_url;
        self.state.udp_request_kept = former.udp_request_kept;
        self.state.wanted = former.wanted;
        self.asking = Asking::default();
        self.state.scheduled = former.scheduled;
        for order in &mut self.state.scheduled {
            order.wake_up(now, &self.boot_id);
        }
    }

    /// Notes how an act has ended with whatever it was begun for: of the ACS before, as long as the change of
    /// the URL may be undone. Only what is asked for while a file is in a hook's hands comes to that.
    pub(super) fn for_its_acs(&mut self, note: impl FnOnce(&mut Agent)) {
        let mut former = self.state.former.take_if(|former| {
            self.transfers.works_on(&former.transfers)
                || self.deployments.works_on(&former.deployments)
        });
        let mut swap = |agent: &mut Agent| {
            if let Some(former) = &mut former {
                agent.transfers.swap(&mut former.transfers);
                let (list, credentials) = (&mut former.deployments, &mut former.credentials);
                agent.deployments.swap(list, credentials);
            }
        };
        swap(self);
        note(self);
        swap(self);
        if former.is_some() {
            self.state.former = former;
        }
    }

    fn make_path(&mut self) {
        let wanted = self.settings.connection_request.enable
            && self.settings.connection_request.path.is_empty();
        if wanted && self.state.connection_request_path.is_empty() {
            self.state.connection_request_path = format!("{:016x}", self.random.number());
        }
    }

    pub(super) fn plan_periodic(&mut self, now: Now) {
        let acs = &self.settings.acs;
        let enable = acs.enable && acs.periodic_enable && !acs.url.is_empty();
        self.periodic.set(
            now,
            enable,
            acs.periodic_interval,
            &acs.periodic_time,
            &mut self.random,
        );
        let enable = acs.enable && acs.heartbeat_enable && !acs.url.is_empty();
        self.heartbeat.set(
            now,
            enable,
            acs.heartbeat_interval,
            &acs.heartbeat_time,
            &mut self.random,
        );
        self.light.set(now, acs, &mut self.random);
    }

    /// At the start: what is left of planned reboots. DelayReboot is -1 after each one.
    pub(super) fn plan_restart(&mut self) -> Vec<Output> {
        let acs = &mut self.settings.acs;
        if acs.schedule_reboot != self.state.rebooted_for {
            self.restart.schedule(&acs.schedule_reboot);
        }
        let another_boot = self.boot_id.is_empty() || self.state.boot != self.boot_id;
        if !another_boot {
            self.restart.delay(acs.delay_reboot);
        } else if acs.delay_reboot.take().is_some() {
            return vec![Output::SetOptions(vec![OptionValue {
                section: "acs",
                option: "delay_reboot",
                value: "-1".to_string(),
            }])];
        }
        Vec::new()
    }

    pub(super) fn take_settings(&mut self, now: Now, settings: Settings) {
        let before = std::mem::replace(&mut self.settings, settings);
        let (old, new) = (&before.acs, &self.settings.acs);
        // Whoever repairs the way to the ACS need not wait to see whether it works. (What the ACS
        // itself changes in a session is no reason to hurry, should that session fail.)
        let repaired = before.tls != self.settings.tls
            || (&old.username, &old.password, old.enable)
                != (&new.username, &new.password, new.enable);
        if repaired && self.session.is_none() {
            self.urgent = true;
        }
        // The failures were those of another ACS.
        if self.compare_acs(now) {
            self.urgent = true;
            self.retry.reset();
            self.namespace = Namespace::default();
        }
        self.make_path();
        let (old, new) = (&before.acs, &self.settings.acs);
        if old.schedule_reboot != new.schedule_reboot {
            self.restart.schedule(&new.schedule_reboot);
        }
        if old.delay_reboot != new.delay_reboot {
            self.restart.delay(new.delay_reboot);
        }
        self.plan_periodic(now);
    }

    pub(super) fn inform_delivered(&mut self, now: Now) {
        let Some(session) = &mut self.session else {
            return;
        };
        if std::mem::replace(&mut session.informed, true) {
            return;
        }
        let delivered = self.queue.delivered();
        // The URL may have changed since: then this was not the ACS that matters.
        if session.url != self.state.acs_url {
            return;
        }
        self.namespace.taken();
        self.transfers.way_is_there();
        self.deployments.way_is_there();
        self.confirm.delivered(now);
        if !self.confirm.waits() {
            self.state.former = None;
            self.former_queue = None;
        }
        if delivered.bootstrap {
            self.state.bootstrapped = true;
        }
        if delivered.boot {
            self.state.boot.clone_from(&self.boot_id);
        }
    }

    pub(super) fn session_ended(&mut self, now: Now, result: Result<(), Failure>, informed: bool) {
        if informed {
            self.inform_delivered(now);
        }
        let Some(session) = self.session.take() else {
            return;
        };
        self.queue.session_ended();
        self.transfers.session_ended();
        self.wanted_session_ended();
        self.deployments.session_ended();
        let result = match result {
            Ok(()) if !session.informed => {
                Err(Failure::Peer("it ended before the InformResponse".into()))
            }
            other => other,
        };
        let broke_at_kick = self.kick_session_ended(result.as_ref().err());
        let failure = match result {
            Ok(()) => {
                if session.tells_udp_address {
                    self.udp.told = Some(now.mono);
                }
                self.retry.reset();
                self.discovery.reached();
                if session.url == self.state.acs_url {
                    self.confirm.reached(now, session.since);
                }
                self.good_until = Some(now.mono);
                self.last = Some(Last {
                    at: now.mono,
                    failure: None,
                });
                return;
            }
            Err(failure) => failure,
        };
        let reason = explain(&failure);
        if !broke_at_kick {
            self.discovery.failed(now);
        }
        if self.stopping.is_some() {
            log::info!("session with {} stopped", session.url);
        } else if session.url != self.state.acs_url {
            log::info!(
                "session with {} failed ({reason}), but the ACS is another now",
                session.url
            );
        } else if broke_at_kick {
            // Nothing of it is tried again, and nobody in the LAN is to make the ACS's own waits longer.
            log::warn!("session with {} failed at Kicked: {reason}", session.url);
        } else {
            if !session.informed {
                self.namespace.rejected(&failure);
            }
            let acs = &self.settings.acs;
            let (minimum, multiplier) = (acs.retry_minimum_wait, acs.retry_multiplier);
            let wait = self
                .retry
                .failed(now, minimum, multiplier, &mut self.random);
            let next = match self.something_waits() {
                true => format!("next attempt in {} s", wait.as_secs()),
                false => "nothing is left to be reported".to_string(),
            };
            log::warn!("session with {} failed: {reason}; {next}", session.url);
        }
        self.last = Some(Last {
            at: now.mono,
            failure: Some(reason),
        });
    }
}

impl Namespace {
    fn taken(&mut self) {
        self.taken = true;
        self.rejections = 0;
    }

    /// An Inform was not answered. A status of 400 or 500 is how an ACS refuses a namespace that it
    /// does not know, but also how it tells trouble of its own: one that has taken this namespace
    /// before gets some patience.
    fn rejected(&mut self, failure: &Failure) {
        let step = match failure {
            Failure::Version => true,
            Failure::Status(400 | 500) => {
                self.rejections += 1;
                !self.taken || self.rejections >= MOST_REJECTIONS
            }
            _ => false,
        };
        if step {
            *self = Namespace {
                fall_back: (self.fall_back + 1) % 3,
                ..Namespace::default()
            };
        }
    }
}

pub(super) fn explain(failure: &Failure) -> String {
    match failure {
        Failure::Peer(text) | Failure::Transport(text) | Failure::Local(text) => text.clone(),
        Failure::Status(status) => format!("the ACS answered with HTTP status {status}"),
        Failure::Version => "the ACS does not take this CWMP version".to_string(),
    }
}
