//! The CPE fault codes: the only error that an RPC can return (TR-069 A.5.1).

use std::fmt;

/// A CPE fault code, in the standard's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
pub enum FaultCode {
    MethodNotSupported = 9000,
    RequestDenied = 9001,
    InternalError = 9002,
    InvalidArguments = 9003,
    ResourcesExceeded = 9004,
    InvalidParameterName = 9005,
    InvalidParameterType = 9006,
    InvalidParameterValue = 9007,
    NonWritableParameter = 9008,
    NotificationRequestRejected = 9009,
    DownloadFailure = 9010,
    UploadFailure = 9011,
    FileTransferAuthenticationFailure = 9012,
    UnsupportedProtocol = 9013,
    MulticastGroupFailure = 9014,
    FileServerUnreachable = 9015,
    FileAccessFailure = 9016,
    DownloadIncomplete = 9017,
    FileCorrupted = 9018,
    FileAuthenticationFailure = 9019,
    TimeWindowFailure = 9020,
    CancellationRefused = 9021,
}

impl FaultCode {
    /// The number on the wire.
    pub fn number(self) -> u16 {
        self as u16
    }

    /// The code with this number, if a CPE may send it.
    pub fn from_number(number: u16) -> Option<FaultCode> {
        ALL.into_iter().find(|code| code.number() == number)
    }

    /// Whose mistake it is, for SOAP's `faultcode`: `Client` is the requester, `Server` the agent
    /// (TR-069 A.5.1).
    pub fn soap_side(self) -> &'static str {
        match self.number() {
            9003 | 9005..=9008 => "Client",
            _ => "Server",
        }
    }

    /// The standard's words for the code.
    pub fn meaning(self) -> &'static str {
        match self {
            FaultCode::MethodNotSupported => "Method not supported",
            FaultCode::RequestDenied => "Request denied",
            FaultCode::InternalError => "Internal error",
            FaultCode::InvalidArguments => "Invalid arguments",
            FaultCode::ResourcesExceeded => "Resources exceeded",
            FaultCode::InvalidParameterName => "Invalid parameter name",
            FaultCode::InvalidParameterType => "Invalid parameter type",
            FaultCode::InvalidParameterValue => "Invalid parameter value",
            FaultCode::NonWritableParameter => "Attempt to set a non-writable parameter",
            FaultCode::NotificationRequestRejected => "Notification request rejected",
            FaultCode::DownloadFailure => "Download failure",
            FaultCode::UploadFailure => "Upload failure",
            FaultCode::FileTransferAuthenticationFailure => {
                "File transfer server authentication failure"
            }
            FaultCode::UnsupportedProtocol => "Unsupported protocol for file transfer",
            FaultCode::MulticastGroupFailure => "Download failure: unable to join multicast group",
            FaultCode::FileServerUnreachable => "Download failure: unable to contact file server",
            FaultCode::FileAccessFailure => "Download failure: unable to access file",
            FaultCode::DownloadIncomplete => "Download failure: unable to complete download",
            FaultCode::FileCorrupted => "Download failure: file corrupted",
            FaultCode::FileAuthenticationFailure => "Download failure: file authentication failure",
            FaultCode::TimeWindowFailure => {
                "Download failure: unable to complete within time windows"
            }
            FaultCode::CancellationRefused => {
                "Cancelation of file transfer not permitted in current state"
            }
        }
    }
}

/// A fault as it is answered: the code and what a person can do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub code: FaultCode,
    /// What was expected, what came, and where.
    pub text: String,
    /// One entry for each bad parameter of a SetParameterValues (TR-069 A.3.2.1), else empty.
    pub parameters: Vec<ParameterFault>,
}

/// `SetParameterValuesFault`: what is wrong with one parameter of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterFault {
    /// The name as the ACS wrote it.
    pub name: String,
    pub code: FaultCode,
    pub text: String,
}

impl Fault {
    pub fn new(code: FaultCode, text: impl Into<String>) -> Fault {
        Fault {
            code,
            text: text.into(),
            parameters: Vec::new(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}: {}",
            self.code.number(),
            self.code.meaning(),
            self.text
        )
    }
}

impl std::error::Error for Fault {}

const ALL: [FaultCode; 22] = [
    FaultCode::MethodNotSupported,
    FaultCode::RequestDenied,
    FaultCode::InternalError,
    FaultCode::InvalidArguments,
    FaultCode::ResourcesExceeded,
    FaultCode::InvalidParameterName,
    FaultCode::InvalidParameterType,
    FaultCode::InvalidParameterValue,
    FaultCode::NonWritableParameter,
    FaultCode::NotificationRequestRejected,
    FaultCode::DownloadFailure,
    FaultCode::UploadFailure,
    FaultCode::FileTransferAuthenticationFailure,
    FaultCode::UnsupportedProtocol,
    FaultCode::MulticastGroupFailure,
    FaultCode::FileServerUnreachable,
    FaultCode::FileAccessFailure,
    FaultCode::DownloadIncomplete,
    FaultCode::FileCorrupted,
    FaultCode::FileAuthenticationFailure,
    FaultCode::TimeWindowFailure,
    FaultCode::CancellationRefused,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_finds_its_code_and_no_other_does() {
        for number in 0..=u16::MAX {
            let found = FaultCode::from_number(number);
            assert_eq!(found.is_some(), (9000..=9021).contains(&number), "{number}");
            if let Some(code) = found {
                assert_eq!(code.number(), number);
            }
        }
    }
}
