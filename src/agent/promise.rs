//! What a session was promised: noted before it is answered, and taken back where it cannot be.

use super::scheduled::{MOST_SCHEDULED, Scheduled};
use super::transfer::Transfer;
use super::{Act, Agent, TRY_AGAIN, state};
use crate::cwmp::rpc::{Operation, TransferRequest};
use crate::fault::{Fault, FaultCode};
use crate::time::Now;
use std::time::Duration;

/// CommandKeys of one reboot; no ACS asks more often in one session.
pub(super) const MOST_REBOOTS: usize = 16;

#[derive(Debug)]
pub(super) enum Promise {
    Reboot,
    ScheduleInform,
    FactoryReset,
    Transfer(u32),
    Cancel(Vec<Transfer>),
    Change(u32),
}

impl Agent {
    pub(super) fn promise_reboot(&mut self, command_key: String) -> Result<(), Fault> {
        self.must_be_in_session()?;
        check_command_key(&command_key)?;
        let boot = &self.boot_id;
        let reboot = self.state.reboot.get_or_insert_with(|| state::Reboot {
            boot: boot.clone(),
            command_keys: vec![],
        });
        if reboot.command_keys.len() >= MOST_REBOOTS {
            let text = format!("{MOST_REBOOTS} reboots wait for the end of this session already");
            return Err(Fault::new(FaultCode::ResourcesExceeded, text));
        }
        reboot.command_keys.push(command_key);
        self.promised(Promise::Reboot);
        Ok(())
    }

    pub(super) fn promise_inform(
        &mut self,
        now: Now,
        delay: u32,
        command_key: String,
    ) -> Result<(), Fault> {
        self.must_be_in_session()?;
        check_command_key(&command_key)?;
        if delay == 0 {
            let text = "expected DelaySeconds of 1 or more, got 0";
            return Err(Fault::new(FaultCode::InvalidArguments, text));
        }
        if self.state.scheduled.len() >= MOST_SCHEDULED {
            let text = format!("{MOST_SCHEDULED} scheduled Informs wait already");
            return Err(Fault::new(FaultCode::ResourcesExceeded, text));
        }
        let order = Scheduled::new(now, &self.boot_id, delay, command_key);
        self.state.scheduled.push(order);
        self.promise_waits(Promise::ScheduleInform);
        Ok(())
    }

    pub(super) fn promise_factory_reset(&mut self) -> Result<(), Fault> {
        self.must_be_in_session()?;
        if !std::mem::replace(&mut self.state.factory_reset, true) {
            self.promised(Promise::FactoryReset);
        }
        Ok(())
    }

    pub(super) fn promise_transfer(
        &mut self,
        now: Now,
        request: TransferRequest,
    ) -> Result<(), Fault> {
        self.must_be_in_session()?;
        let id = self.transfers.request(now, &self.boot_id, request)?;
        self.promise = Some(Promise::Transfer(id));
        self.save_again = Duration::ZERO;
        Ok(())
    }

    pub(super) fn promise_cancel(&mut self, command_key: &str) -> Result<(), Fault> {
        self.must_be_in_session()?;
        let gone = self.transfers.cancel(command_key)?;
        if !gone.is_empty() {
            self.promise = Some(Promise::Cancel(gone));
            self.save_again = Duration::ZERO;
        }
        Ok(())
    }

    pub(super) fn promise_change(
        &mut self,
        now: Now,
        operations: Vec<Operation>,
        command_key: String,
    ) -> Result<(), Fault> {
        self.must_be_in_session()?;
        let id = self.deployments.request(now, operations, command_key)?;
        self.promise_waits(Promise::Change(id));
        Ok(())
    }

    fn must_be_in_session(&self) -> Result<(), Fault> {
        match &self.session {
            Some(session) if !session.aborted => Ok(()),
            _ => Err(Fault::new(
                FaultCode::RequestDenied,
                "the session is being stopped",
            )),
        }
    }

    fn promised(&mut self, promise: Promise) {
        self.act = Act::default();
        self.promise_waits(promise);
    }

    fn promise_waits(&mut self, promise: Promise) {
        self.promise = Some(promise);
        // The answer waits for this save, so the save waits for nothing.
        self.save_again = Duration::ZERO;
    }

    pub(super) fn save_failed(
        &mut self,
        now: Now,
        promise: Option<Promise>,
        reason: &str,
    ) -> Option<Fault> {
        self.saved = None;
        self.save_failures += 1;
        self.save_again = now.mono + TRY_AGAIN;
        if self.save_failures.is_power_of_two() {
            log::error!(
                "agent.json cannot be written (attempt {}): {reason}",
                self.save_failures
            );
        }
        match promise? {
            Promise::Reboot => {
                let keys = self
                    .state
                    .reboot
                    .as_mut()
                    .map(|reboot| &mut reboot.command_keys);
                let nothing_left = keys.is_none_or(|keys| {
                    keys.pop();
                    keys.is_empty()
                });
                if nothing_left {
                    self.state.reboot = None;
                }
            }
            Promise::ScheduleInform => {
                self.state.scheduled.pop();
            }
            Promise::FactoryReset => self.state.factory_reset = false,
            Promise::Transfer(id) => self.transfers.forget(id),
            Promise::Cancel(gone) => self.transfers.put_back(gone),
            Promise::Change(id) => self.deployments.forget(id),
        }
        let text = format!("the request could not be made durable: {reason}");
        Some(Fault::new(FaultCode::InternalError, text))
    }
}

fn check_command_key(key: &str) -> Result<(), Fault> {
    match key.chars().count() {
        0..=32 => Ok(()),
        length => {
            let text = format!("expected a CommandKey of at most 32 characters, got {length}");
            Err(Fault::new(FaultCode::InvalidArguments, text))
        }
    }
}
