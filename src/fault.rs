//! The CPE fault codes: the only error that an RPC can return (TR-069 A.5.1).

use std::fmt;

/// A CPE fault code. The names are those of the standard; 9800 to 9899 are the vendor's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaultCode(u16);

const VENDOR_FIRST: u16 = 9800;
const VENDOR_LAST: u16 = 9899;

#[allow(non_upper_case_globals)] // They read as what they are: the variants of the standard.
impl FaultCode {
    pub const MethodNotSupported: FaultCode = FaultCode(9000);
    pub const RequestDenied: FaultCode = FaultCode(9001);
    pub const InternalError: FaultCode = FaultCode(9002);
    pub const InvalidArguments: FaultCode = FaultCode(9003);
    pub const ResourcesExceeded: FaultCode = FaultCode(9004);
    pub const InvalidParameterName: FaultCode = FaultCode(9005);
    pub const InvalidParameterType: FaultCode = FaultCode(9006);
    pub const InvalidParameterValue: FaultCode = FaultCode(9007);
    pub const NonWritableParameter: FaultCode = FaultCode(9008);
    pub const NotificationRequestRejected: FaultCode = FaultCode(9009);
    pub const DownloadFailure: FaultCode = FaultCode(9010);
    pub const UploadFailure: FaultCode = FaultCode(9011);
    pub const FileTransferAuthenticationFailure: FaultCode = FaultCode(9012);
    pub const UnsupportedProtocol: FaultCode = FaultCode(9013);
    pub const MulticastGroupFailure: FaultCode = FaultCode(9014);
    pub const FileServerUnreachable: FaultCode = FaultCode(9015);
    pub const FileAccessFailure: FaultCode = FaultCode(9016);
    pub const DownloadIncomplete: FaultCode = FaultCode(9017);
    pub const FileCorrupted: FaultCode = FaultCode(9018);
    pub const FileAuthenticationFailure: FaultCode = FaultCode(9019);
    pub const TimeWindowFailure: FaultCode = FaultCode(9020);
    pub const CancellationRefused: FaultCode = FaultCode(9021);
    pub const InvalidUuidFormat: FaultCode = FaultCode(9022);
    pub const UnknownExecutionEnvironment: FaultCode = FaultCode(9023);
    pub const DisabledExecutionEnvironment: FaultCode = FaultCode(9024);
    pub const ExecutionEnvironmentMismatch: FaultCode = FaultCode(9025);
    pub const DuplicateDeploymentUnit: FaultCode = FaultCode(9026);
    pub const SystemResourcesExceeded: FaultCode = FaultCode(9027);
    pub const UnknownDeploymentUnit: FaultCode = FaultCode(9028);
    pub const InvalidDeploymentUnitState: FaultCode = FaultCode(9029);
    pub const DowngradeNotPermitted: FaultCode = FaultCode(9030);
    pub const VersionNotSpecified: FaultCode = FaultCode(9031);
    pub const VersionExists: FaultCode = FaultCode(9032);
}

impl FaultCode {
    /// The number on the wire.
    pub fn number(self) -> u16 {
        self.0
    }

    /// The code with this number, if a CPE may send it.
    pub fn from_number(number: u16) -> Option<FaultCode> {
        matches!(number, 9000..=9032 | VENDOR_FIRST..=VENDOR_LAST).then_some(FaultCode(number))
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
            FaultCode::InvalidUuidFormat => "Invalid UUID format",
            FaultCode::UnknownExecutionEnvironment => "Unknown execution environment",
            FaultCode::DisabledExecutionEnvironment => "Disabled execution environment",
            FaultCode::ExecutionEnvironmentMismatch => {
                "Deployment unit to execution environment mismatch"
            }
            FaultCode::DuplicateDeploymentUnit => "Duplicate deployment unit",
            FaultCode::SystemResourcesExceeded => "System resources exceeded",
            FaultCode::UnknownDeploymentUnit => "Unknown deployment unit",
            FaultCode::InvalidDeploymentUnitState => "Invalid deployment unit state",
            FaultCode::DowngradeNotPermitted => {
                "Invalid deployment unit update: downgrade not permitted"
            }
            FaultCode::VersionNotSpecified => {
                "Invalid deployment unit update: version not specified"
            }
            FaultCode::VersionExists => "Invalid deployment unit update: version already exists",
            _ => "Vendor-specific fault",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_finds_its_code_and_no_other_does() {
        for number in 0..=u16::MAX {
            let found = FaultCode::from_number(number);
            let expected = (9000..=9032).contains(&number) || (9800..=9899).contains(&number);
            assert_eq!(found.is_some(), expected, "{number}");
            if let Some(code) = found {
                assert_eq!(code.number(), number);
            }
        }
    }
}
