//! The parameters that the agent itself answers, and the option behind each that may be written.

use super::check::*;
use crate::cwmp::rpc::DeviceId;
use crate::model::agent_source::{AgentAnswer, AgentParameter, anything};

/// What source `agent` of the maps answers, for both roots: the schema says which of them exist.
///
/// What the agent does not do is absent, so that no value lies: an ACS that asks gets 9005.
/// ParameterKey is the model's own.
pub static PARAMETERS: &[AgentParameter] = &[
    setting(
        "ManagementServer.EnableCWMP",
        "acs",
        "enable",
        "true",
        anything,
    ),
    setting("ManagementServer.URL", "acs", "url", "", acs_url),
    setting(
        "ManagementServer.Username",
        "acs",
        "username",
        "",
        at_most_256,
    ),
    setting(
        "ManagementServer.Password",
        "acs",
        "password",
        "",
        at_most_256,
    ),
    setting(
        "ManagementServer.PeriodicInformEnable",
        "acs",
        "periodic_enable",
        "true",
        anything,
    ),
    setting(
        "ManagementServer.PeriodicInformInterval",
        "acs",
        "periodic_interval",
        "86400",
        anything,
    ),
    setting(
        "ManagementServer.PeriodicInformTime",
        "acs",
        "periodic_time",
        UNKNOWN_TIME,
        anything,
    ),
    setting(
        "ManagementServer.HeartbeatPolicy.Enable",
        "acs",
        "heartbeat_enable",
        "false",
        anything,
    ),
    setting(
        "ManagementServer.HeartbeatPolicy.ReportingInterval",
        "acs",
        "heartbeat_interval",
        "3600",
        anything,
    ),
    setting(
        "ManagementServer.HeartbeatPolicy.InitiationTime",
        "acs",
        "heartbeat_time",
        UNKNOWN_TIME,
        anything,
    ),
    setting(
        "ManagementServer.ScheduleReboot",
        "acs",
        "schedule_reboot",
        UNKNOWN_TIME,
        anything,
    ),
    setting(
        "ManagementServer.DelayReboot",
        "acs",
        "delay_reboot",
        "-1",
        anything,
    ),
    setting(
        "ManagementServer.CWMPRetryMinimumWaitInterval",
        "acs",
        "retry_minimum_wait",
        "5",
        anything,
    ),
    setting(
        "ManagementServer.CWMPRetryIntervalMultiplier",
        "acs",
        "retry_multiplier",
        "2000",
        anything,
    ),
    setting(
        "ManagementServer.AutonomousTransferCompletePolicy.Enable",
        "acs",
        "transfer_reports",
        "false",
        anything,
    ),
    setting(
        "ManagementServer.AutonomousTransferCompletePolicy.TransferTypeFilter",
        "acs",
        "transfer_types",
        "Both",
        anything,
    ),
    setting(
        "ManagementServer.AutonomousTransferCompletePolicy.ResultTypeFilter",
        "acs",
        "transfer_results",
        "Both",
        anything,
    ),
    setting(
        "ManagementServer.AutonomousTransferCompletePolicy.FileTypeFilter",
        "acs",
        "transfer_files",
        "",
        anything,
    ),
    setting(
        "ManagementServer.DUStateChangeComplPolicy.Enable",
        "acs",
        "deploy_reports",
        "false",
        anything,
    ),
    setting(
        "ManagementServer.DUStateChangeComplPolicy.OperationTypeFilter",
        "acs",
        "deploy_operations",
        "",
        anything,
    ),
    setting(
        "ManagementServer.DUStateChangeComplPolicy.ResultTypeFilter",
        "acs",
        "deploy_results",
        "Both",
        anything,
    ),
    setting(
        "ManagementServer.DUStateChangeComplPolicy.FaultCodeFilter",
        "acs",
        "deploy_faults",
        "",
        anything,
    ),
    setting(
        "ManagementServer.UpgradesManaged",
        "acs",
        "upgrades_managed",
        "false",
        anything,
    ),
    setting(
        "ManagementServer.DefaultActiveNotificationThrottle",
        "acs",
        "notification_throttle",
        "0",
        anything,
    ),
    setting(
        "ManagementServer.InstanceMode",
        "acs",
        "instance_mode",
        "InstanceNumber",
        anything,
    ),
    setting(
        "ManagementServer.AutoCreateInstances",
        "acs",
        "auto_create_instances",
        "false",
        anything,
    ),
    setting(
        "ManagementServer.HTTPConnectionRequestEnable",
        "connection_request",
        "enable",
        "true",
        anything,
    ),
    setting(
        "ManagementServer.ConnectionRequestUsername",
        "connection_request",
        "username",
        "",
        at_most_256,
    ),
    setting(
        "ManagementServer.ConnectionRequestPassword",
        "connection_request",
        "password",
        "",
        at_most_256,
    ),
    live(CONNECTION_REQUEST_URL),
    setting(
        "ManagementServer.STUNEnable",
        "stun",
        "enable",
        "false",
        anything,
    ),
    setting(
        "ManagementServer.STUNServerAddress",
        "stun",
        "server",
        "",
        host_or_nothing,
    ),
    setting(
        "ManagementServer.STUNServerPort",
        "stun",
        "port",
        "3478",
        anything,
    ),
    setting(
        "ManagementServer.STUNUsername",
        "stun",
        "username",
        "",
        at_most_256,
    ),
    setting(
        "ManagementServer.STUNPassword",
        "stun",
        "password",
        "",
        at_most_256,
    ),
    setting(
        "ManagementServer.STUNMinimumKeepAlivePeriod",
        "stun",
        "minimum_period",
        "20",
        anything,
    ),
    setting(
        "ManagementServer.STUNMaximumKeepAlivePeriod",
        "stun",
        "maximum_period",
        "-1",
        anything,
    ),
    setting(
        "ManagementServer.UDPConnectionRequestAddressNotificationLimit",
        "stun",
        "notification_limit",
        "0",
        anything,
    ),
    live(UDP_CONNECTION_REQUEST_ADDRESS),
    live(NAT_DETECTED),
    fixed("ManagementServer.AliasBasedAddressing", "true"),
    fixed("ManagementServer.InstanceWildcardsSupported", "true"),
    fixed("ManagementServer.SupportedConnReqMethods", METHODS),
    fixed("ManagementServer.HTTPCompressionSupported", ""),
    fixed("ManagementServer.HTTPCompression", "Disabled"),
    fixed(
        "ManagementServer.LightweightNotificationProtocolsSupported",
        "UDP",
    ),
    setting(
        "ManagementServer.LightweightNotificationProtocolsUsed",
        "acs",
        "lightweight_protocols",
        "",
        udp_or_nothing,
    ),
    setting(
        "ManagementServer.LightweightNotificationTriggerInterval",
        "acs",
        "lightweight_interval",
        "0",
        anything,
    ),
    setting(
        "ManagementServer.LightweightNotificationTriggerTime",
        "acs",
        "lightweight_time",
        UNKNOWN_TIME,
        anything,
    ),
    setting(
        "ManagementServer.UDPLightweightNotificationHost",
        "acs",
        "lightweight_host",
        "",
        host_or_nothing,
    ),
    setting(
        "ManagementServer.UDPLightweightNotificationPort",
        "acs",
        "lightweight_port",
        "7547",
        port,
    ),
    fixed("ManagementServer.KickURL", ""),
    fixed("ManagementServer.DownloadProgressURL", ""),
    live("DeviceInfo.Manufacturer"),
    live("DeviceInfo.ManufacturerOUI"),
    live("DeviceInfo.ProductClass"),
    live("DeviceInfo.SerialNumber"),
    setting(
        "DeviceInfo.ProvisioningCode",
        "device",
        "provisioning_code",
        "",
        at_most_64,
    ),
];

/// Where a connection request is heard, below the root.
pub const CONNECTION_REQUEST_URL: &str = "ManagementServer.ConnectionRequestURL";
/// Where a UDP connection request is heard.
pub const UDP_CONNECTION_REQUEST_ADDRESS: &str = "ManagementServer.UDPConnectionRequestAddress";
/// Whether a NAT lies between this device and the STUN server.
pub const NAT_DETECTED: &str = "ManagementServer.NATDetected";

/// The identity as the live values of [`PARAMETERS`], so that DeviceInfo and DeviceId never differ.
pub fn identity_values(device: &DeviceId) -> [(&'static str, &str); 4] {
    [
        ("DeviceInfo.Manufacturer", &device.manufacturer),
        ("DeviceInfo.ManufacturerOUI", &device.oui),
        ("DeviceInfo.ProductClass", &device.product_class),
        ("DeviceInfo.SerialNumber", &device.serial_number),
    ]
}

/// How the ACS may call.
const METHODS: &str = if cfg!(feature = "xmpp") {
    "HTTP,STUN,XMPP"
} else {
    "HTTP,STUN"
};

pub(super) const UNKNOWN_TIME: &str = "0001-01-01T00:00:00Z";

const fn setting(
    path: &'static str,
    section: &'static str,
    option: &'static str,
    default: &'static str,
    check: fn(&str) -> Result<(), String>,
) -> AgentParameter {
    AgentParameter {
        path,
        answer: AgentAnswer::Setting {
            section,
            option,
            default,
            check,
        },
    }
}

const fn live(path: &'static str) -> AgentParameter {
    AgentParameter {
        path,
        answer: AgentAnswer::Live,
    }
}

const fn fixed(path: &'static str, value: &'static str) -> AgentParameter {
    AgentParameter {
        path,
        answer: AgentAnswer::Fixed(value),
    }
}
