//! The one uci file `cwmpd` as one struct, and ManagementServer.* as edits of it.

/// All settings, checked. Option names are those of the README's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub acs: AcsSettings,
    pub device: DeviceSettings,
    pub connection_request: ConnectionRequestSettings,
    pub tls: TlsSettings,
    pub agent: AgentSettings,
}

/// `config acs 'acs'`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcsSettings {
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
    /// `retry_minimum_wait`, 1..65535 seconds, default 5.
    pub retry_minimum_wait: u32,
    /// `retry_multiplier`, 1000..65535 thousandths, default 2000.
    pub retry_multiplier: u32,
    /// `timeout`: seconds to wait for an answer, 30..3600, default 60.
    pub timeout: u32,
    /// `max_message`: longest envelope taken from the ACS, bytes, default 4 MiB.
    pub max_message: u64,
    /// `soapaction`: value of the SOAPAction header in the agent's own requests, default `""`.
    pub soap_action: String,
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
    /// `root`: `Device` (TR-181) or `InternetGatewayDevice` (TR-098).
    pub root: String,
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
    /// `port`, default 7547. 0: any free port.
    pub port: u16,
    /// `path`: secret; empty: the agent makes a random one and keeps it in its state.
    pub path: String,
    pub username: String,
    pub password: String,
    /// `interface`: the WAN interface whose address is published; empty: the address that faces the ACS.
    pub interface: String,
    /// `address`: published instead of any interface's address.
    pub address: String,
    /// `per_minute`: accepted requests a minute, 1..600, default 30.
    pub per_minute: u32,
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
    /// `log_level`: error, warn, info, debug; default info.
    pub log_level: String,
    /// `trace`: log every SOAP message and header, secrets masked; default false.
    pub trace: bool,
    /// `syslog`: to /dev/log instead of stderr; default false.
    pub syslog: bool,
    /// `hook_timeout`: seconds a hook's batch may take, 1..600, default 20.
    pub hook_timeout: u32,
    /// `boot_id`: file whose content changes with every boot.
    pub boot_id: String,
}
