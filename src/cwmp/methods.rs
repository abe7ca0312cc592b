//! One arm per RPC: what the ACS asks, carried out on the tree and promised by the agent.

use super::rpc::{
    CpeRequest, Operation, QueuedTransfer, Request, Response, TransferKind, TransferRequest,
    Version,
};
use super::session::Host;
use crate::fault::{Fault, FaultCode};
use crate::model::parameter::ParameterSetting;
use crate::model::tree::Tree;
use crate::platform::{Change, Platform};
use std::collections::BTreeMap;

/// The methods of GetRPCMethods (TR-069 A.3.1.1), in the standard's order.
pub const METHODS: [&str; 18] = [
    "GetRPCMethods",
    "SetParameterValues",
    "GetParameterValues",
    "GetParameterNames",
    "SetParameterAttributes",
    "GetParameterAttributes",
    "AddObject",
    "DeleteObject",
    "Download",
    "Reboot",
    "GetQueuedTransfers",
    "ScheduleInform",
    "Upload",
    "FactoryReset",
    "GetAllQueuedTransfers",
    "ScheduleDownload",
    "CancelTransfer",
    CHANGE_DU_STATE,
];

const DELAY_REBOOT: &str = ".ManagementServer.DelayReboot";
const CHANGE_DU_STATE: &str = "ChangeDUState";
/// The hook that knows how to install software modules.
pub const MODULES_HOOK: &str = "modules";

/// What only the agent can promise. A method that returns `Ok` has it on flash.
pub trait Promises {
    /// The InformResponse has arrived. What the agent forgets now and what the model has told go to
    /// flash in one write: should the power go before its end, both are told again, else neither.
    ///
    /// # Errors
    /// `told` is not on flash.
    fn inform_delivered(&mut self, told: Option<Change>) -> Result<(), Fault>;
    /// Reboot once the session has ended, and report `M Reboot` with this key (TR-069 A.3.2.8).
    fn reboot(&mut self, command_key: &str) -> Result<(), Fault>;
    /// An Inform after `delay_seconds`, with `M ScheduleInform` and this key (TR-069 A.4.1.5).
    fn schedule_inform(&mut self, delay_seconds: u32, command_key: &str) -> Result<(), Fault>;
    /// Factory reset once the session has ended (TR-069 A.4.1.6).
    fn factory_reset(&mut self) -> Result<(), Fault>;
    /// The ACS has written to the agent's own settings. The agent's own values as they are now, by path
    /// below the root, or `None` where they are not known.
    fn settings_written(&mut self) -> Option<BTreeMap<String, String>>;
    /// It has written DelayReboot, maybe what was there before: the seconds count from this session.
    fn delay_reboot_written(&mut self) {}
    /// Download, ScheduleDownload or Upload: carried out later, and reported.
    fn transfer(&mut self, request: TransferRequest) -> Result<(), Fault> {
        let _ = request;
        Err(Fault::new(
            FaultCode::RequestDenied,
            "there is no transfer here",
        ))
    }
    fn queued_transfers(&mut self) -> Vec<QueuedTransfer> {
        Vec::new()
    }
    fn cancel_transfer(&mut self, command_key: &str) -> Result<(), Fault> {
        let _ = command_key;
        Ok(())
    }
    /// ChangeDUState: carried out later, and reported.
    fn change_du_state(
        &mut self,
        operations: Vec<Operation>,
        command_key: &str,
    ) -> Result<(), Fault> {
        let _ = (operations, command_key);
        Err(Fault::new(
            FaultCode::RequestDenied,
            "there are no software modules here",
        ))
    }
    /// The next thing that the agent itself has to say in this session.
    fn next_request(&mut self) -> Option<CpeRequest> {
        None
    }
    /// The ACS has answered it.
    fn request_answered(&mut self, request: &CpeRequest) {
        let _ = request;
    }
    /// See [`Host::kicked`].
    fn kicked(&mut self, answer: Result<String, String>) {
        let _ = answer;
    }
}

/// A session's host: the tree of the device and the agent's promises.
#[allow(missing_debug_implementations)]
pub struct Methods<'a> {
    pub tree: &'a mut Tree,
    pub world: &'a mut dyn Platform,
    pub agent: &'a mut dyn Promises,
}

impl Host for Methods<'_> {
    fn inform_delivered(&mut self) {
        let told = self.tree.delivered(self.world);
        let kept = self.agent.inform_delivered(told.clone());
        if let Some(told) = told {
            self.tree.kept_or_not(&told, kept);
        }
    }

    fn next_request(&mut self) -> Option<CpeRequest> {
        self.agent.next_request()
    }

    fn request_answered(&mut self, request: &CpeRequest) {
        self.agent.request_answered(request);
    }

    fn kicked(&mut self, answer: Result<String, String>) {
        self.agent.kicked(answer);
    }

    fn call(&mut self, _version: Version, request: Request) -> Result<Response, Fault> {
        let Methods { tree, world, agent } = self;
        let delayed = |setting: &ParameterSetting| setting.name.ends_with(DELAY_REBOOT);
        let delays = matches!(&request, Request::SetParameterValues { list, .. } if list.iter().any(delayed));
        let answer = match request {
            Request::GetRpcMethods => {
                let mut methods = METHODS.to_vec();
                let modules = has_modules(tree);
                methods.retain(|method| modules || *method != CHANGE_DU_STATE);
                Response::GetRpcMethods { methods }
            }
            Request::SetParameterValues {
                list,
                parameter_key,
            } => {
                let status = tree.set(*world, &list, Some(&parameter_key))?;
                Response::SetParameterValues { status }
            }
            Request::GetParameterValues { names } => Response::GetParameterValues {
                list: tree.get(*world, &names)?,
            },
            Request::GetParameterNames { path, next_level } => Response::GetParameterNames {
                list: tree.names(*world, &path, next_level)?,
            },
            Request::SetParameterAttributes { list } => {
                tree.set_attributes(*world, &list)?;
                Response::SetParameterAttributes
            }
            Request::GetParameterAttributes { names } => Response::GetParameterAttributes {
                list: tree.attributes(*world, &names)?,
            },
            Request::AddObject {
                object,
                parameter_key,
            } => {
                let (instance_number, status) = tree.add(*world, &object, Some(&parameter_key))?;
                Response::AddObject {
                    instance_number,
                    status,
                }
            }
            Request::DeleteObject {
                object,
                parameter_key,
            } => {
                let status = tree.delete(*world, &object, Some(&parameter_key))?;
                Response::DeleteObject { status }
            }
            Request::Reboot { command_key } => {
                check_command_key(&command_key)?;
                agent.reboot(&command_key)?;
                Response::Reboot
            }
            Request::ScheduleInform {
                delay_seconds,
                command_key,
            } => {
                agent.schedule_inform(delay_seconds, &command_key)?;
                Response::ScheduleInform
            }
            Request::FactoryReset => {
                agent.factory_reset()?;
                Response::FactoryReset
            }
            Request::Transfer(request) => {
                let mut request = *request;
                request.source = source(tree, *world, &request)?;
                let kind = request.kind;
                agent.transfer(request)?;
                Response::Transfer(kind)
            }
            Request::GetQueuedTransfers => {
                let mut list = agent.queued_transfers();
                list.retain(|entry| !entry.autonomous);
                Response::GetQueuedTransfers { list }
            }
            Request::GetAllQueuedTransfers => Response::GetAllQueuedTransfers {
                list: agent.queued_transfers(),
            },
            Request::CancelTransfer { command_key } => {
                check_command_key(&command_key)?;
                agent.cancel_transfer(&command_key)?;
                Response::CancelTransfer
            }
            Request::ChangeDuState {
                operations,
                command_key,
            } if has_modules(tree) => {
                agent.change_du_state(operations, &command_key)?;
                Response::ChangeDuState
            }
            Request::ChangeDuState { .. } => {
                let text = format!("no map of this platform names a hook {MODULES_HOOK}");
                return Err(Fault::new(FaultCode::MethodNotSupported, text));
            }
            Request::Unknown { method } => {
                let text =
                    format!("expected one of the methods that GetRPCMethods lists, got {method}");
                return Err(Fault::new(FaultCode::MethodNotSupported, text));
            }
            Request::Malformed { method, reason } => {
                return Err(Fault::new(
                    FaultCode::InvalidArguments,
                    format!("{method}: {reason}"),
                ));
            }
        };
        if tree.take_written().contains("cwmpd")
            && let Some(values) = agent.settings_written()
        {
            tree.live = values;
        }
        if delays {
            agent.delay_reboot_written();
        }
        Ok(answer)
    }
}

fn has_modules(tree: &Tree) -> bool {
    tree.hooks().any(|hook| hook == MODULES_HOOK)
}

/// What the device calls the row that an Upload names by its number (TR-069 A.4.1.5).
fn source(
    tree: &mut Tree,
    world: &mut dyn Platform,
    request: &TransferRequest,
) -> Result<String, Fault> {
    if request.kind != TransferKind::Upload {
        return Ok(String::new());
    }
    let row = |prefix: &str, table: &str| {
        let row = request.file_type.strip_prefix(prefix)?;
        Some(format!("{}.DeviceInfo.{table}.{row}.Name", tree.root()))
    };
    let named = row("3 Vendor Configuration File ", "VendorConfigFile")
        .or_else(|| row("4 Vendor Log File ", "VendorLogFile"));
    let Some(name) = named else {
        return Ok(String::new());
    };
    let values = tree
        .get(world, std::slice::from_ref(&name))
        .map_err(|fault| {
            let text = format!("FileType names a row that is not there: {}", fault.text);
            Fault::new(FaultCode::InvalidArguments, text)
        })?;
    Ok(values
        .into_iter()
        .next()
        .map(|value| value.value)
        .unwrap_or_default())
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
