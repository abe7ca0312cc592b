//! The RPCs as plain types, one enum per direction (TR-069 Annex A). Names, order and limits are
//! those of the cwmp-1-2 schema.

mod deploy;
mod kicked;

pub use deploy::{DuChange, DuResult, DuState, DuStateChangeComplete, MOST_OPERATIONS, Operation};
pub use kicked::{ARGUMENTS as KICKED_ARGUMENTS, Kicked};

use crate::fault::{Fault, FaultCode};
pub use crate::model::parameter::{
    AttributeSetting, ParameterAttribute, ParameterInfo, ParameterSetting, ParameterValue, Status,
};

/// The generation of CWMP that a message speaks, as its namespace tells it: 1.2, 1.3 and 1.4 share
/// one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    V1_0,
    V1_1,
    V1_2,
}

impl Version {
    /// What a session starts with: `steps` generations below the newest, 1.0 at the lowest.
    pub fn below_newest(steps: u8) -> Version {
        match steps {
            0 => Version::V1_2,
            1 => Version::V1_1,
            _ => Version::V1_0,
        }
    }

    pub fn namespace(self) -> &'static str {
        match self {
            Version::V1_0 => "urn:dslforum-org:cwmp-1-0",
            Version::V1_1 => "urn:dslforum-org:cwmp-1-1",
            Version::V1_2 => "urn:dslforum-org:cwmp-1-2",
        }
    }

    /// The generation of a namespace. `…cwmp-1-3` and `…cwmp-1-4` do not exist, and are taken for
    /// the one that those versions use.
    pub fn from_namespace(namespace: &str) -> Option<Version> {
        Version::from_minor(namespace.strip_prefix("urn:dslforum-org:cwmp-1-")?)
    }

    /// The generation of a version as UseCWMPVersion writes it: `1.4`.
    pub fn from_number(number: &str) -> Option<Version> {
        Version::from_minor(number.trim().strip_prefix("1.")?)
    }

    /// Whether this generation knows a standard method. Vendors' methods (`X_…`) belong to all.
    pub fn has_method(self, name: &str) -> bool {
        let since = match name {
            "ScheduleDownload"
            | "CancelTransfer"
            | "ChangeDUState"
            | "DUStateChangeComplete"
            | "AutonomousDUStateChangeComplete" => Version::V1_2,
            "GetAllQueuedTransfers" | "AutonomousTransferComplete" => Version::V1_1,
            _ => Version::V1_0,
        };
        self >= since
    }

    fn from_minor(minor: &str) -> Option<Version> {
        match minor {
            "0" => Some(Version::V1_0),
            "1" => Some(Version::V1_1),
            "2" | "3" | "4" => Some(Version::V1_2),
            _ => None,
        }
    }
}

/// What the ACS may ask of the agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    GetRpcMethods,
    SetParameterValues {
        list: Vec<ParameterSetting>,
        parameter_key: String,
    },
    /// Full names, partial paths, or "" for the whole tree.
    GetParameterValues {
        names: Vec<String>,
    },
    GetParameterNames {
        path: String,
        next_level: bool,
    },
    SetParameterAttributes {
        list: Vec<AttributeSetting>,
    },
    GetParameterAttributes {
        names: Vec<String>,
    },
    AddObject {
        object: String,
        parameter_key: String,
    },
    DeleteObject {
        object: String,
        parameter_key: String,
    },
    Reboot {
        command_key: String,
    },
    /// An Inform in so many seconds.
    ScheduleInform {
        delay_seconds: u32,
        command_key: String,
    },
    FactoryReset,
    /// Download, ScheduleDownload or Upload.
    Transfer(Box<TransferRequest>),
    GetQueuedTransfers,
    GetAllQueuedTransfers,
    CancelTransfer {
        command_key: String,
    },
    ChangeDuState {
        operations: Vec<Operation>,
        command_key: String,
    },
    /// A method that the agent does not have: answered 9000.
    Unknown {
        method: String,
    },
    /// A known method whose arguments do not make sense: answered 9003 with this reason.
    Malformed {
        method: String,
        reason: String,
    },
}

/// What the agent answers when it did what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    GetRpcMethods {
        methods: Vec<&'static str>,
    },
    SetParameterValues {
        status: Status,
    },
    GetParameterValues {
        list: Vec<ParameterValue>,
    },
    GetParameterNames {
        list: Vec<ParameterInfo>,
    },
    SetParameterAttributes,
    GetParameterAttributes {
        list: Vec<ParameterAttribute>,
    },
    AddObject {
        instance_number: u32,
        status: Status,
    },
    DeleteObject {
        status: Status,
    },
    Reboot,
    ScheduleInform,
    FactoryReset,
    /// The agent never finishes before it answers: Status is 1 and both times are unknown.
    Transfer(TransferKind),
    GetQueuedTransfers {
        list: Vec<QueuedTransfer>,
    },
    GetAllQueuedTransfers {
        list: Vec<QueuedTransfer>,
    },
    CancelTransfer,
    ChangeDuState,
}

/// What the agent may ask of the ACS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CpeRequest {
    Inform(Inform),
    /// Asks what the ACS can do (TR-069 A.3.1.1).
    GetRpcMethods,
    TransferComplete(TransferComplete),
    AutonomousTransferComplete(Box<AutonomousTransferComplete>),
    RequestDownload(Box<RequestDownload>),
    Kicked(Kicked),
    DuStateChangeComplete(Box<DuStateChangeComplete>),
}

impl CpeRequest {
    /// The method's name on the wire.
    pub fn method(&self) -> &'static str {
        match self {
            CpeRequest::Inform(_) => "Inform",
            CpeRequest::GetRpcMethods => "GetRPCMethods",
            CpeRequest::TransferComplete(_) => "TransferComplete",
            CpeRequest::AutonomousTransferComplete(_) => "AutonomousTransferComplete",
            CpeRequest::RequestDownload(_) => "RequestDownload",
            CpeRequest::Kicked(_) => "Kicked",
            CpeRequest::DuStateChangeComplete(done) if done.autonomous => {
                "AutonomousDUStateChangeComplete"
            }
            CpeRequest::DuStateChangeComplete(_) => "DUStateChangeComplete",
        }
    }
}

/// What the ACS answers to a [`CpeRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AcsResponse {
    InformResponse,
    Kicked {
        next_url: String,
    },
    /// Any other `…Response`, by its method name without the suffix.
    Other {
        method: String,
    },
}

impl AcsResponse {
    /// The method's name, without the suffix.
    pub fn method(&self) -> &str {
        match self {
            AcsResponse::InformResponse => "Inform",
            AcsResponse::Kicked { .. } => "Kicked",
            AcsResponse::Other { method } => method,
        }
    }
}

/// The Event list of an Inform. It is never empty: without an event there is no Inform (TR-069 3.7.1.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Events(Vec<EventStruct>);

impl Events {
    /// `None` for none.
    pub fn new(list: Vec<EventStruct>) -> Option<Events> {
        (!list.is_empty()).then_some(Events(list))
    }

    /// A single one, without CommandKey.
    pub fn one(code: &str) -> Events {
        Events(vec![EventStruct {
            code: code.to_string(),
            command_key: String::new(),
        }])
    }

    /// Puts one more in, before the one at this place or at the end.
    pub fn insert(&mut self, at: usize, event: EventStruct) {
        self.0.insert(at.min(self.0.len()), event);
    }
}

impl std::ops::Deref for Events {
    type Target = [EventStruct];

    fn deref(&self) -> &[EventStruct] {
        &self.0
    }
}

/// The Inform that opens a session (TR-069 A.3.3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inform {
    pub device: DeviceId,
    /// At most 64.
    pub events: Events,
    /// As [`crate::time::inform_current_time`] writes it.
    pub current_time: String,
    /// Failed sessions since the last good one.
    pub retry_count: u32,
    pub parameters: Vec<ParameterValue>,
}

/// Which method asked for a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferKind {
    Download,
    ScheduleDownload,
    Upload,
}

impl TransferKind {
    /// The method's name on the wire.
    pub fn method(self) -> &'static str {
        match self {
            TransferKind::Download => "Download",
            TransferKind::ScheduleDownload => "ScheduleDownload",
            TransferKind::Upload => "Upload",
        }
    }
}

/// The arguments of Download (TR-069 A.3.2.8), Upload (A.4.1.5) and ScheduleDownload (A.4.1.8).
#[derive(Clone, PartialEq, Eq)]
pub struct TransferRequest {
    pub kind: TransferKind,
    pub command_key: String,
    pub file_type: String,
    pub url: String,
    pub username: String,
    pub password: String,
    /// Bytes; 0 where the ACS does not know, and for an Upload.
    pub file_size: u32,
    pub target_file_name: String,
    /// Seconds; 0 for a ScheduleDownload.
    pub delay: u32,
    /// Of a ScheduleDownload, else empty.
    pub windows: Vec<TimeWindow>,
    /// What an Upload's `3 Vendor Configuration File <i>` or `4 Vendor Log File <i>` is called on
    /// the device; empty where no row is named.
    pub source: String,
}

/// Without the password.
impl std::fmt::Debug for TransferRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TransferRequest")
            .field("kind", &self.kind)
            .field("command_key", &self.command_key)
            .field("file_type", &self.file_type)
            .field("url", &self.url)
            .field("file_size", &self.file_size)
            .field("delay", &self.delay)
            .field("windows", &self.windows)
            .finish_non_exhaustive()
    }
}

/// When a ScheduleDownload may be carried out; seconds from its receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeWindow {
    pub start: u32,
    /// Later than the start.
    pub end: u32,
    pub mode: WindowMode,
    /// For the person who is asked.
    pub message: String,
    /// −1: as the agent sees fit.
    pub max_retries: i32,
}

/// How the moment within a window is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum WindowMode {
    #[default]
    AnyTime,
    Immediately,
    WhenIdle,
    Confirmation,
    /// `X OUI NAME`: the platform knows.
    Vendor(String),
}

impl WindowMode {
    /// By the name on the wire.
    pub fn named(name: &str) -> Option<WindowMode> {
        match name {
            "1 At Any Time" => Some(WindowMode::AnyTime),
            "2 Immediately" => Some(WindowMode::Immediately),
            "3 When Idle" => Some(WindowMode::WhenIdle),
            "4 Confirmation Needed" => Some(WindowMode::Confirmation),
            _ if is_vendors(name) => Some(WindowMode::Vendor(name.to_owned())),
            _ => None,
        }
    }

    pub fn name(&self) -> &str {
        match self {
            WindowMode::AnyTime => "1 At Any Time",
            WindowMode::Immediately => "2 Immediately",
            WindowMode::WhenIdle => "3 When Idle",
            WindowMode::Confirmation => "4 Confirmation Needed",
            WindowMode::Vendor(name) => name,
        }
    }
}

/// Whether a file type or window mode is a vendor's own: `X 00D09E Sounds`, `X example.com Sounds`.
pub fn is_vendors(name: &str) -> bool {
    let mut words = name.splitn(3, ' ');
    words.next() == Some("X")
        && words.next().is_some_and(|who| !who.is_empty())
        && words.next().is_some_and(|what| !what.trim().is_empty())
}

/// One entry of the lists of queued transfers (TR-069 A.4.1.1, A.4.1.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedTransfer {
    pub command_key: String,
    /// 1 not yet started, 2 in progress, 3 completed and not yet reported.
    pub state: u8,
    pub is_download: bool,
    pub file_type: String,
    pub file_size: u32,
    pub target_file_name: String,
    /// The device began it: only GetAllQueuedTransfers tells of it.
    pub autonomous: bool,
}

/// How a transfer ended (TR-069 A.3.3.2). One for each transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferComplete {
    /// Which transfer: the agent's own number, not on the wire.
    pub id: u32,
    pub command_key: String,
    pub outcome: Outcome,
}

/// What the device would like to be sent (TR-069 A.4.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestDownload {
    /// As in a Download.
    pub file_type: String,
    /// FileTypeArg, name and value: at most 16, of 64 and 256 characters.
    pub arguments: Vec<(String, String)>,
}

/// FaultStruct and times of a finished transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// `None`: success, FaultCode 0.
    pub fault: Option<(FaultCode, String)>,
    /// xsd:dateTime in UTC, or the Unknown Time.
    pub start: String,
    pub complete: String,
}

/// How a transfer ended that the ACS did not ask for (TR-069 A.3.3.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AutonomousTransferComplete {
    /// As in [`TransferComplete`].
    pub id: u32,
    pub transfer_url: String,
    pub is_download: bool,
    pub file_type: String,
    pub file_size: u32,
    pub target_file_name: String,
    pub outcome: Outcome,
}

/// Who the device is; equal in every Inform.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceId {
    /// At most 64 characters.
    pub manufacturer: String,
    /// Six upper-case hexadecimal digits.
    pub oui: String,
    /// At most 64 characters; may be empty.
    pub product_class: String,
    /// At most 64 characters.
    pub serial_number: String,
}

/// One entry of Inform's Event list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventStruct {
    /// `0 BOOTSTRAP`, `M Reboot`, …
    pub code: String,
    /// Empty where the event has none; at most 32 characters.
    pub command_key: String,
}

/// One message from the ACS, taken out of its envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcsMessage {
    pub header: AcsHeader,
    /// As the namespace tells it; `None` where the message has none that is known.
    pub version: Option<Version>,
    pub body: AcsBody,
}

/// The header elements that matter (TR-069 3.5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AcsHeader {
    /// To be echoed exactly, if there was one.
    pub id: Option<String>,
    /// False when absent.
    pub hold_requests: bool,
    /// `1.2`, as in UseCWMPVersion.
    pub use_cwmp_version: Option<String>,
    /// A header that the agent does not know, though mustUnderstand is 1.
    pub not_understood: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AcsBody {
    Request(Request),
    Response(AcsResponse),
    /// A SOAP fault from the ACS: its CWMP code (8000 …; 0 where none could be read) and text.
    Fault {
        code: u32,
        text: String,
    },
    /// An envelope with nothing in its Body: means the same as no envelope at all.
    Empty,
}

/// What the agent answers to a request of the ACS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CpeAnswer {
    Response(Response),
    Fault(Fault),
    /// SOAP's own fault for a header that is not understood (SOAP 1.1 4.4).
    MustUnderstand {
        header: String,
    },
}
