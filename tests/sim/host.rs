//! The agent and the methods as a session of the simulated world sees them.

use crate::flash::Flash;
use crate::world::read_settings;
use cwmpd::agent::{Agent, Input, Output};
use cwmpd::cwmp::methods::{Methods, Promises};
use cwmpd::cwmp::rpc::{
    CpeRequest, Operation, QueuedTransfer, Request, Response, TransferRequest, Version,
};
use cwmpd::cwmp::session::Host;
use cwmpd::fault::{Fault, FaultCode};
use cwmpd::model::guard;
use cwmpd::platform::{Change, Target};
use cwmpd::time::Now;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The agent as a session sees it.
pub(crate) struct SimPromises<'a> {
    pub agent: &'a mut Agent,
    pub flash: &'a Rc<RefCell<Flash>>,
    pub now: Now,
    pub later: &'a mut Vec<Output>,
    pub informed: &'a mut bool,
    /// What goes to flash in one write with the agent's state.
    pub beside: Option<Change>,
}

impl SimPromises<'_> {
    fn commit(&self, changes: Vec<Change>) -> Result<(), Fault> {
        let done = self.flash.borrow_mut().commit(changes);
        done.map_err(|trouble| Fault::new(FaultCode::InternalError, trouble.to_string()))
    }

    fn input(&mut self, input: Input) -> Result<(), Fault> {
        let mut outputs = self.agent.handle(self.now, input);
        let mut refused = Ok(());
        while !outputs.is_empty() {
            match outputs.remove(0) {
                Output::Save(bytes) => {
                    let change = Change {
                        target: Target::State("agent.json".into()),
                        content: bytes,
                    };
                    let changes = self.beside.take().into_iter().chain([change]).collect();
                    if let Err(fault) = self.commit(changes) {
                        let failed = Input::SaveFailed(fault.text);
                        outputs.extend(self.agent.handle(self.now, failed));
                    }
                }
                Output::Refuse(fault) => refused = Err(fault),
                Output::KeepChanges => self.flash.borrow_mut().remove_state(guard::FILE),
                other => self.later.push(other),
            }
        }
        refused
    }
}

impl Promises for SimPromises<'_> {
    fn transfer(&mut self, request: TransferRequest) -> Result<(), Fault> {
        self.input(Input::TransferRequested(Box::new(request)))
    }

    fn change_du_state(
        &mut self,
        operations: Vec<Operation>,
        command_key: &str,
    ) -> Result<(), Fault> {
        self.input(Input::ChangeDuStateRequested {
            operations,
            command_key: command_key.into(),
        })
    }

    fn queued_transfers(&mut self) -> Vec<QueuedTransfer> {
        self.agent.queued_transfers()
    }

    fn cancel_transfer(&mut self, command_key: &str) -> Result<(), Fault> {
        let command_key = command_key.to_string();
        self.input(Input::CancelRequested { command_key })
    }

    fn next_request(&mut self) -> Option<CpeRequest> {
        self.agent.next_request()
    }

    fn request_answered(&mut self, request: &CpeRequest) {
        let id = match request {
            CpeRequest::TransferComplete(done) => done.id,
            CpeRequest::DuStateChangeComplete(done) => done.id,
            CpeRequest::RequestDownload(_) => {
                return self
                    .input(Input::DownloadAnswered)
                    .expect("nothing to refuse");
            }
            _ => return,
        };
        self.input(Input::TransferCompleteAnswered { id })
            .expect("nothing to refuse");
    }

    fn inform_delivered(&mut self, told: Option<Change>) -> Result<(), Fault> {
        *self.informed = true;
        self.beside = told;
        self.input(Input::InformDelivered)?;
        match self.beside.take() {
            None => Ok(()),
            Some(told) => self.commit(vec![told]),
        }
    }

    fn reboot(&mut self, command_key: &str) -> Result<(), Fault> {
        self.input(Input::RebootRequested {
            command_key: command_key.into(),
        })
    }

    fn schedule_inform(&mut self, delay_seconds: u32, command_key: &str) -> Result<(), Fault> {
        self.input(Input::ScheduleInformRequested {
            delay_seconds,
            command_key: command_key.into(),
        })
    }

    fn factory_reset(&mut self) -> Result<(), Fault> {
        self.input(Input::FactoryResetRequested)
    }

    fn delay_reboot_written(&mut self) {
        self.input(Input::DelayRebootWritten)
            .expect("nothing to refuse");
    }

    fn settings_written(&mut self) -> Option<BTreeMap<String, String>> {
        let settings = read_settings(&self.flash.borrow());
        self.input(Input::Settings(Box::new(settings)))
            .expect("nothing to refuse");
        None
    }
}

/// The methods, with an eye on those that may only read.
pub(crate) struct Watched<'a> {
    pub methods: Methods<'a>,
    pub read_only: Rc<Cell<bool>>,
}

impl Host for Watched<'_> {
    fn inform_delivered(&mut self) {
        self.methods.inform_delivered();
    }

    fn next_request(&mut self) -> Option<CpeRequest> {
        self.methods.next_request()
    }

    fn request_answered(&mut self, request: &CpeRequest) {
        self.methods.request_answered(request);
    }

    fn call(&mut self, version: Version, request: Request) -> Result<Response, Fault> {
        let writes = matches!(
            request,
            Request::SetParameterValues { .. }
                | Request::SetParameterAttributes { .. }
                | Request::AddObject { .. }
                | Request::DeleteObject { .. }
        );
        self.read_only.set(!writes);
        let answer = self.methods.call(version, request);
        self.read_only.set(true);
        answer
    }
}
