//! One arm per RPC: what the ACS asks, carried out on the tree and promised by the agent.

use super::rpc::{Request, Response, Version};
use super::session::Host;
use crate::fault::{Fault, FaultCode};
use crate::model::tree::Tree;
use crate::platform::Platform;

/// The methods of GetRPCMethods (TR-069 A.3.1.1), in the standard's order.
pub const METHODS: [&str; 11] = [
    "GetRPCMethods",
    "SetParameterValues",
    "GetParameterValues",
    "GetParameterNames",
    "SetParameterAttributes",
    "GetParameterAttributes",
    "AddObject",
    "DeleteObject",
    "Reboot",
    "ScheduleInform",
    "FactoryReset",
];

/// What only the agent can promise. A method that returns `Ok` has it on flash.
pub trait Promises {
    /// The InformResponse has arrived.
    fn inform_delivered(&mut self);
    /// Reboot once the session has ended, and report `M Reboot` with this key (TR-069 A.3.2.8).
    fn reboot(&mut self, command_key: &str) -> Result<(), Fault>;
    /// An Inform after `delay_seconds`, with `M ScheduleInform` and this key (TR-069 A.4.1.5).
    fn schedule_inform(&mut self, delay_seconds: u32, command_key: &str) -> Result<(), Fault>;
    /// Factory reset once the session has ended (TR-069 A.4.1.6).
    fn factory_reset(&mut self) -> Result<(), Fault>;
    /// The ACS has written to the agent's own settings.
    fn settings_written(&mut self);
}

/// A session's host: the tree of the device and the agent's promises.
#[allow(missing_debug_implementations)]
pub struct Methods<'a> {
    pub tree: &'a mut Tree,
    pub world: &'a mut dyn Platform,
    pub agent: &'a mut dyn Promises,
}

impl Host for Methods<'_> {
    /// What was told is kept first: should the power go in between, the events come again, the
    /// changes do not.
    fn inform_delivered(&mut self) {
        if let Err(fault) = self.tree.delivered(self.world) {
            log::error!("what the ACS was told is not kept: {fault}");
        }
        self.agent.inform_delivered();
    }

    fn call(&mut self, _version: Version, request: Request) -> Result<Response, Fault> {
        let Methods { tree, world, agent } = self;
        let answer = match request {
            Request::GetRpcMethods => Response::GetRpcMethods {
                methods: METHODS.to_vec(),
            },
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
        if tree.take_written().contains("cwmpd") {
            agent.settings_written();
        }
        Ok(answer)
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
