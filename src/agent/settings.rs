//! The one uci file `cwmpd` as one struct, and ManagementServer.* as edits of it.
//!
//! [`Settings::parse`] reads the file; [`PARAMETERS`] says which parameters of the data model are
//! options of it, so that what an ACS writes lands where a person would write it.

mod check;
mod parameters;
mod reader;
#[cfg(feature = "xmpp")]
mod xmpp;

pub use check::acs_url;
pub use parameters::{
    CONNECTION_REQUEST_URL, NAT_DETECTED, PARAMETERS, UDP_CONNECTION_REQUEST_ADDRESS,
    identity_values,
};
#[cfg(feature = "xmpp")]
pub use xmpp::XmppSettings;

use crate::cwmp::rpc::EventStruct;
use crate::model::agent_source::anything;
use crate::platform::uci::{Package, Section};
use check::*;
use parameters::UNKNOWN_TIME;
use reader::Reader;

/// All settings, checked. Option names are those of the README's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub acs: AcsSettings,
    pub device: DeviceSettings,
    pub connection_request: ConnectionRequestSettings,
    pub stun: StunSettings,
    pub tls: TlsSettings,
    pub confirm: ConfirmSettings,
    pub agent: AgentSettings,
    pub inform: Vec<InformParameter>,
    #[cfg(feature = "xmpp")]
    pub xmpp: XmppSettings,
}

/// `config acs 'acs'`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcsSettings {
    /// `discovery`: DHCP may tell the ACS where none is set; default on.
    pub discovery: bool,
    /// `enable`: EnableCWMP. Default true.
    pub enable: bool,
    /// `url`: http or https; empty means there is no ACS yet.
    pub url: String,
    pub username: String,
    pub password: String,
    /// `periodic_enable`, default true.
    pub periodic_enable: bool,
    /// `periodic_interval`, seconds, 1 and up, default 86400.
    pub periodic_interval: u32,
    /// `periodic_time`: xsd:dateTime, default the Unknown Time.
    pub periodic_time: String,
    /// `heartbeat_enable`: HeartbeatPolicy.Enable, default false.
    pub heartbeat_enable: bool,
    /// `heartbeat_interval`: HeartbeatPolicy.ReportingInterval, seconds, 30 and up, default 3600.
    pub heartbeat_interval: u32,
    /// `heartbeat_time`: HeartbeatPolicy.InitiationTime, default the Unknown Time.
    pub heartbeat_time: String,
    /// `schedule_reboot`: ScheduleReboot, xsd:dateTime, default the Unknown Time.
    pub schedule_reboot: String,
    /// `delay_reboot`: DelayReboot, seconds; `None` for the default, -1.
    pub delay_reboot: Option<u32>,
    /// `retry_minimum_wait`, 1..65535 seconds, default 5.
    pub retry_minimum_wait: u32,
    /// `retry_multiplier`, 1000..65535 thousandths, default 2000.
    pub retry_multiplier: u32,
    /// `timeout`: seconds to wait for an answer, 30..3600, default 60.
    pub timeout: u32,
    /// `max_message`: longest envelope taken from the ACS, 32768..67108864 bytes, default 4 MiB.
    pub max_message: u64,
    /// `soapaction`: value of the SOAPAction header in the agent's own requests, default `""`.
    pub soap_action: String,
    /// `instance_mode`: `InstanceNumber` (default, false) or `InstanceAlias` (true).
    pub instance_alias: bool,
    /// `auto_create_instances`: AutoCreateInstances, default false.
    pub auto_create_instances: bool,
    /// `upgrades_managed`: UpgradesManaged, default false; kept for the ACS.
    pub upgrades_managed: bool,
    /// `transfer_reports`: whether the ACS hears of transfers that it did not ask for
    /// (AutonomousTransferCompletePolicy.Enable), default false.
    pub transfer_reports: bool,
    /// `transfer_types`: of which, `Both` (default), `Upload` or `Download`.
    pub transfer_types: String,
    /// `transfer_results`: `Both` (default), `Success` or `Failure`.
    pub transfer_results: String,
    /// `transfer_files`: of which file types, a list with commas; default none.
    pub transfer_files: String,
    /// `deploy_reports`: whether the ACS hears of changes of software modules that it did not ask for
    /// (DUStateChangeComplPolicy.Enable), default false.
    pub deploy_reports: bool,
    /// `deploy_operations`: of which, a list with commas; default none.
    pub deploy_operations: String,
    /// `deploy_results`: `Both` (default), `Success` or `Failure`.
    pub deploy_results: String,
    /// `deploy_faults`: of which failures, fault codes with commas; default none.
    pub deploy_faults: String,
    /// `request_download`: `cwmpd request-download` may ask the ACS for a file; default false.
    pub request_download: bool,
    /// `notification_throttle`: DefaultActiveNotificationThrottle, seconds, default 0.
    pub notification_throttle: u32,
    /// `lightweight_protocols`: `UDP`, or nothing (default): lightweight notifications are sent
    /// (LightweightNotificationProtocolsUsed).
    pub lightweight: bool,
    /// `lightweight_interval`: LightweightNotificationTriggerInterval, seconds, default 0: passive
    /// ones go with active ones only.
    pub lightweight_interval: u32,
    /// `lightweight_time`: LightweightNotificationTriggerTime, default the Unknown Time.
    pub lightweight_time: String,
    /// `lightweight_host`: UDPLightweightNotificationHost; empty: the host of `url`.
    pub lightweight_host: String,
    /// `lightweight_port`: UDPLightweightNotificationPort, default 7547.
    pub lightweight_port: u16,
}

/// `config device 'device'`: identity. Each may be given (`manufacturer`), read from a file
/// (`manufacturer_file`), or answered by `do identity` of the hook named in `identity_hook`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceSettings {
    pub manufacturer: Given,
    pub oui: Given,
    pub product_class: Given,
    pub serial_number: Given,
    /// `identity_hook`: a hook that answers `manufacturer=…`, `oui=…`, `product_class=…`, `serial_number=…`.
    pub identity_hook: Option<String>,
    /// `provisioning_code`: DeviceInfo.ProvisioningCode.
    pub provisioning_code: String,
    /// `root`: `Device` (TR-181, the default) or `InternetGatewayDevice` (TR-098).
    pub root: String,
}

/// One row of ManagementServer.InformParameter: any number of `config inform_parameter`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InformParameter {
    /// `enable`, default false.
    pub enable: bool,
    /// `parameter_name`: a full name, `*` for any instance.
    pub name: String,
    /// `event_list`: codes, separated by commas; empty means all but `4 VALUE CHANGE`.
    pub events: Vec<String>,
}

/// Where one part of the identity comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    Value(String),
    File(String),
    Nothing,
}

/// `config connection_request 'connection_request'`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionRequestSettings {
    /// `enable`: HTTPConnectionRequestEnable, default true.
    pub enable: bool,
    /// `port`, TCP and UDP, default 7547. 0: any free ones.
    pub port: u16,
    /// `udp`: whether UDP connection requests are heard, default true.
    pub udp: bool,
    /// `path`: secret; empty: the agent makes a random one and keeps it in its state.
    /// Without the slash in front.
    pub path: String,
    pub username: String,
    pub password: String,
    /// `interface`: the WAN interface whose address is published; empty: the address that faces the ACS.
    pub interface: String,
    /// `address`: published instead of any interface's address; an address or a host name.
    pub address: String,
    /// `per_minute`: accepted requests a minute, 1..600, default 30.
    pub per_minute: u32,
    /// `xmpp_connection`: ConnReqXMPPConnection, the name of a `config xmpp_connection`; empty: none.
    #[cfg(feature = "xmpp")]
    pub xmpp_connection: String,
    /// `xmpp_allowed`, a list: ConnReqAllowedJabberIDs; empty: everybody who knows the login.
    #[cfg(feature = "xmpp")]
    pub xmpp_allowed: Vec<String>,
}

/// `config stun 'stun'`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StunSettings {
    /// `enable`: STUNEnable. Default false.
    pub enable: bool,
    /// `server`: STUNServerAddress; empty: the host of the ACS URL.
    pub server: String,
    /// `port`: STUNServerPort, default 3478.
    pub port: u16,
    pub username: String,
    pub password: String,
    /// `minimum_period`: STUNMinimumKeepAlivePeriod, seconds, default 20.
    pub minimum_period: u32,
    /// `maximum_period`: STUNMaximumKeepAlivePeriod, seconds; `None` for the default, -1.
    pub maximum_period: Option<u32>,
    /// `notification_limit`: UDPConnectionRequestAddressNotificationLimit, seconds, default 0.
    pub notification_limit: u32,
}

/// `config tls 'tls'`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsSettings {
    /// `ca_file`: PEM roots; default `/etc/ssl/certs/ca-certificates.crt`.
    pub ca_file: String,
    /// `certificate` and `key`: PEM client certificate chain and key; both or none.
    pub certificate: String,
    pub key: String,
    /// `pin`: SHA-256 fingerprints (64 hex digits, colons allowed) of server certificates that are
    /// accepted as they are, for a server that nothing else can verify.
    pub pins: Vec<[u8; 32]>,
}

/// `config confirm 'confirm'`: what becomes of changes that may cut the device off from its ACS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmSettings {
    /// `enable`, default on.
    pub enable: bool,
    /// `timeout`: seconds within which the ACS must be reached, 20..3600, default 180; else the change is undone.
    pub timeout: u32,
    /// `except`: groups of apply lines whose changes stand at once.
    pub except: Vec<String>,
}

/// `config agent 'agent'`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentSettings {
    /// `platform`: directory with *.map and hooks/, default `/usr/share/cwmpd/platform`.
    pub platform: String,
    /// `datamodel`: directory with *.dm, default `/usr/share/cwmpd/datamodel`.
    pub datamodel: String,
    /// `state`: directory on flash, default `/etc/cwmpd`.
    pub state: String,
    /// `control`: control socket, default `/var/run/cwmpd.sock`.
    pub control: String,
    /// `leases`: directory where scripts of DHCP clients put what a lease says, default
    /// `/var/run/cwmpd.leases`.
    pub leases: String,
    /// `log_level`: error, warn, info; default info.
    pub log_level: String,
    /// `trace`: log every SOAP message and header, secrets masked; default false.
    pub trace: bool,
    /// `syslog`: to /dev/log instead of stderr; default false.
    pub syslog: bool,
    /// `hook_timeout`: seconds a hook's batch may take, 1..600, default 20.
    pub hook_timeout: u32,
    /// `poll_interval`: seconds between two looks at values with active notification that no file
    /// tells of, 0..86400, default 300. 0: never.
    pub poll_interval: u32,
    /// `apply_timeout`: seconds that a hook may take to write a file that was downloaded, or to make
    /// one, 10..3600, default 600.
    pub apply_timeout: u32,
    /// `download_dir`: directory for a file on its way, best in memory; default `/tmp`.
    pub download_dir: String,
    /// `boot_id`: file whose content changes with every boot; default
    /// `/proc/sys/kernel/random/boot_id`.
    pub boot_id: String,
}

/// One option as the file gives it; a list is several of these with the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionLine<'a> {
    /// The section's name, or its type where it has none.
    pub section: &'a str,
    pub option: &'a str,
    pub value: &'a str,
    /// From 1; 0 where unknown.
    pub line: u32,
}

impl Settings {
    /// Reads the text of the uci file. `file` is named in the messages.
    ///
    /// # Errors
    /// As [`Settings::parse`], or where the text is no uci file.
    pub fn read(file: &str, text: &str) -> Result<(Settings, Vec<String>), Vec<String>> {
        let package = Package::parse(text)
            .map_err(|error| vec![format!("{file}:{}: {}", error.line, error.what)])?;
        let mut lines: Vec<OptionLine> = Vec::new();
        let mut inform = Vec::new();
        for section in package.sections() {
            match section.kind() {
                "inform_parameter" => inform.push(InformParameter::read(&section)),
                #[cfg(feature = "xmpp")]
                "xmpp_connection" | "xmpp_server" => {}
                // The init script's own.
                "procd" => {}
                _ => lines.extend(section.pairs().map(|(option, value)| OptionLine {
                    section: section.name().unwrap_or(section.kind()),
                    option,
                    value,
                    line: section.line(option).unwrap_or(0),
                })),
            }
        }
        let (settings, warnings) = Settings::parse(file, &lines)?;
        let settings = Settings {
            inform,
            #[cfg(feature = "xmpp")]
            xmpp: XmppSettings::read(&package, &settings.connection_request.xmpp_connection),
            ..settings
        };
        Ok((settings, warnings))
    }

    /// Reads all options. `file` is named in the messages, which look like
    /// `cwmpd:12: option port: expected a number from 0 to 65535, got "x"`.
    ///
    /// Good settings come with warnings (an option that nobody knows); otherwise all that is wrong.
    pub fn parse(
        file: &str,
        options: &[OptionLine],
    ) -> Result<(Settings, Vec<String>), Vec<String>> {
        let mut read = Reader::new(file, options);
        let settings = Settings::take(&mut read);
        let warnings = read.finish()?;
        Ok((settings, warnings))
    }

    /// Every option there is, as section and name, for whoever writes them down.
    pub fn options() -> Vec<(&'static str, &'static str)> {
        let mut read = Reader::new("", &[]);
        Settings::take(&mut read);
        read.asked
    }

    fn take(read: &mut Reader) -> Settings {
        Settings {
            acs: AcsSettings::read(read),
            device: DeviceSettings::read(read),
            connection_request: ConnectionRequestSettings::read(read),
            stun: StunSettings::read(read),
            tls: TlsSettings::read(read),
            confirm: ConfirmSettings::read(read),
            agent: AgentSettings::read(read),
            inform: Vec::new(),
            #[cfg(feature = "xmpp")]
            xmpp: XmppSettings::default(),
        }
    }
}

impl AcsSettings {
    fn read(read: &mut Reader) -> AcsSettings {
        AcsSettings {
            discovery: read.boolean("acs", "discovery", true),
            enable: read.boolean("acs", "enable", true),
            url: read.text("acs", "url", "", |url| {
                if url.is_empty() { Ok(()) } else { acs_url(url) }
            }),
            username: read.text("acs", "username", "", at_most_256),
            password: read.secret("acs", "password"),
            periodic_enable: read.boolean("acs", "periodic_enable", true),
            periodic_interval: read.number("acs", "periodic_interval", 86400, 1, u32::MAX),
            periodic_time: read.text("acs", "periodic_time", UNKNOWN_TIME, date_time),
            heartbeat_enable: read.boolean("acs", "heartbeat_enable", false),
            heartbeat_interval: read.number("acs", "heartbeat_interval", 3600, 30, u32::MAX),
            heartbeat_time: read.text("acs", "heartbeat_time", UNKNOWN_TIME, date_time),
            schedule_reboot: read.text("acs", "schedule_reboot", UNKNOWN_TIME, date_time),
            delay_reboot: read
                .text("acs", "delay_reboot", "-1", delay)
                .trim()
                .parse()
                .ok(),
            retry_minimum_wait: read.number("acs", "retry_minimum_wait", 5, 1, 65535),
            retry_multiplier: read.number("acs", "retry_multiplier", 2000, 1000, 65535),
            timeout: read.number("acs", "timeout", 60, 30, 3600),
            max_message: read
                .number("acs", "max_message", 4 << 20, 32768, 64 << 20)
                .into(),
            soap_action: read.text("acs", "soapaction", "\"\"", header_value),
            instance_alias: read.word("acs", "instance_mode", &["InstanceNumber", "InstanceAlias"])
                == "InstanceAlias",
            auto_create_instances: read.boolean("acs", "auto_create_instances", false),
            upgrades_managed: read.boolean("acs", "upgrades_managed", false),
            transfer_reports: read.boolean("acs", "transfer_reports", false),
            transfer_types: read.word("acs", "transfer_types", &["Both", "Upload", "Download"]),
            transfer_results: read.word("acs", "transfer_results", &["Both", "Success", "Failure"]),
            transfer_files: read.text("acs", "transfer_files", "", anything),
            deploy_reports: read.boolean("acs", "deploy_reports", false),
            deploy_operations: read.text("acs", "deploy_operations", "", anything),
            deploy_results: read.word("acs", "deploy_results", &["Both", "Success", "Failure"]),
            deploy_faults: read.text("acs", "deploy_faults", "", anything),
            request_download: read.boolean("acs", "request_download", false),
            notification_throttle: read.number("acs", "notification_throttle", 0, 0, u32::MAX),
            lightweight: !read
                .text("acs", "lightweight_protocols", "", udp_or_nothing)
                .is_empty(),
            lightweight_interval: read.number("acs", "lightweight_interval", 0, 0, u32::MAX),
            lightweight_time: read.text("acs", "lightweight_time", UNKNOWN_TIME, date_time),
            lightweight_host: read.text("acs", "lightweight_host", "", host_or_nothing),
            lightweight_port: u16::try_from(read.number("acs", "lightweight_port", 7547, 1, 65535))
                .unwrap_or(7547),
        }
    }
}

impl InformParameter {
    /// What the ACS writes was judged before; what a person writes badly has no effect.
    fn read(section: &Section) -> InformParameter {
        let text = |option| section.option(option).unwrap_or_default();
        let events = section.list("event_list");
        let events = events.iter().flat_map(|events| events.split(','));
        InformParameter {
            enable: matches!(&*text("enable"), "1" | "yes" | "on" | "true" | "enabled"),
            name: text("parameter_name").into_owned(),
            events: events
                .map(|event| event.trim().to_string())
                .filter(|event| !event.is_empty())
                .collect(),
        }
    }

    /// Whether the parameter goes into an Inform with these events. `4 VALUE CHANGE` never brings it.
    pub fn goes_with(&self, events: &[EventStruct]) -> bool {
        let brings = |event: &EventStruct| {
            event.code != "4 VALUE CHANGE"
                && (self.events.is_empty() || self.events.contains(&event.code))
        };
        self.enable && !self.name.is_empty() && events.iter().any(brings)
    }
}

impl DeviceSettings {
    fn read(read: &mut Reader) -> DeviceSettings {
        DeviceSettings {
            manufacturer: read.given("manufacturer", "manufacturer_file", at_most_64),
            oui: match read.given("oui", "oui_file", oui) {
                Given::Value(oui) => Given::Value(oui.to_ascii_uppercase()),
                other => other,
            },
            product_class: read.given("product_class", "product_class_file", at_most_64),
            serial_number: read.given("serial_number", "serial_number_file", at_most_64),
            identity_hook: Some(read.text("device", "identity_hook", "", hook_name))
                .filter(|name| !name.is_empty()),
            provisioning_code: read.text("device", "provisioning_code", "", at_most_64),
            root: read.word("device", "root", &["Device", "InternetGatewayDevice"]),
        }
    }
}

impl ConnectionRequestSettings {
    fn read(read: &mut Reader) -> ConnectionRequestSettings {
        const SECTION: &str = "connection_request";
        ConnectionRequestSettings {
            enable: read.boolean(SECTION, "enable", true),
            port: u16::try_from(read.number(SECTION, "port", 7547, 0, 65535)).unwrap_or(7547),
            udp: read.boolean(SECTION, "udp", true),
            path: read
                .text(SECTION, "path", "", url_path)
                .trim_start_matches('/')
                .to_string(),
            username: read.text(SECTION, "username", "", at_most_256),
            password: read.secret(SECTION, "password"),
            interface: read.text(SECTION, "interface", "", interface),
            address: read.text(SECTION, "address", "", host_or_nothing),
            per_minute: read.number(SECTION, "per_minute", 30, 1, 600),
            #[cfg(feature = "xmpp")]
            xmpp_connection: read.text(SECTION, "xmpp_connection", "", anything),
            #[cfg(feature = "xmpp")]
            xmpp_allowed: read.list(SECTION, "xmpp_allowed", at_most_256),
        }
    }
}

impl ConfirmSettings {
    fn read(read: &mut Reader) -> ConfirmSettings {
        ConfirmSettings {
            enable: read.boolean("confirm", "enable", true),
            timeout: read.number("confirm", "timeout", 180, 20, 3600),
            except: read.words("confirm", "except"),
        }
    }
}

impl StunSettings {
    fn read(read: &mut Reader) -> StunSettings {
        StunSettings {
            enable: read.boolean("stun", "enable", false),
            server: read.text("stun", "server", "", host_or_nothing),
            port: u16::try_from(read.number("stun", "port", 3478, 0, 65535)).unwrap_or(3478),
            username: read.text("stun", "username", "", at_most_256),
            password: read.secret("stun", "password"),
            minimum_period: read.number("stun", "minimum_period", 20, 0, u32::MAX),
            maximum_period: read
                .text("stun", "maximum_period", "-1", delay)
                .trim()
                .parse()
                .ok(),
            notification_limit: read.number("stun", "notification_limit", 0, 0, u32::MAX),
        }
    }
}

impl TlsSettings {
    fn read(read: &mut Reader) -> TlsSettings {
        let certificate = read.text("tls", "certificate", "", anything);
        let key = read.text("tls", "key", "", anything);
        if certificate.is_empty() != key.is_empty() {
            let (given, missing) = if key.is_empty() {
                ("certificate", "key")
            } else {
                ("key", "certificate")
            };
            read.error(
                "tls",
                given,
                &format!("expected option {missing} beside it, got none"),
            );
        }
        TlsSettings {
            ca_file: read.text(
                "tls",
                "ca_file",
                "/etc/ssl/certs/ca-certificates.crt",
                anything,
            ),
            certificate,
            key,
            pins: read.pins(),
        }
    }
}

impl AgentSettings {
    fn read(read: &mut Reader) -> AgentSettings {
        AgentSettings {
            platform: read.text("agent", "platform", "/usr/share/cwmpd/platform", something),
            datamodel: read.text(
                "agent",
                "datamodel",
                "/usr/share/cwmpd/datamodel",
                something,
            ),
            state: read.text("agent", "state", "/etc/cwmpd", something),
            control: read.text("agent", "control", "/var/run/cwmpd.sock", something),
            leases: read.text("agent", "leases", "/var/run/cwmpd.leases", anything),
            log_level: read.word("agent", "log_level", &["info", "error", "warn"]),
            trace: read.boolean("agent", "trace", false),
            syslog: read.boolean("agent", "syslog", false),
            hook_timeout: read.number("agent", "hook_timeout", 20, 1, 600),
            poll_interval: read.number("agent", "poll_interval", 300, 0, 86400),
            apply_timeout: read.number("agent", "apply_timeout", 600, 10, 3600),
            download_dir: read.text("agent", "download_dir", "/tmp", something),
            boot_id: read.text(
                "agent",
                "boot_id",
                "/proc/sys/kernel/random/boot_id",
                something,
            ),
        }
    }
}

#[cfg(test)]
mod tests;
