//! What differs from processor to processor: timers, cryptography, the width and the order of numbers. The binary is the
//! one that was built for this machine, or with `CWMPD_BINARY` one for another: `tests/cross/run` sees to that.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod lab;

use lab::Lab;
use std::fs;
use std::time::{Duration, Instant};
use testacs::{Certificate, Options, Rude, Ubusd};

/// The timers of async-io never fire on MIPS with musl: such an agent boots, sends its first Inform, and no other.
#[test]
fn a_timer_fires_within_two_seconds() {
    let lab = Lab::new("timer");
    lab.config("config acs 'acs'\n\toption periodic_interval '1'\n");
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    // A machine that has much else to do is late, but not each time.
    let in_time = (0..60).any(|_| {
        let start = Instant::now();
        lab.plays("wait inform \"2 PERIODIC\"\nend");
        start.elapsed() < Duration::from_secs(2)
    });
    assert!(in_time, "{}", lab.log());
}

#[test]
fn a_session_that_failed_is_tried_again() {
    let lab = Lab::new("retried");
    lab.config("config acs 'acs'\n\toption retry_minimum_wait '1'\n");
    lab.acs.misbehave(Rude::Status(503).times(2));
    let _agent = lab.start();
    lab.until("the third attempt", || {
        let informs = lab.acs.informs();
        informs.iter().any(|one| one.inform.retry_count == "2")
    });
    lab.until("the session is over", || {
        lab.status("session") == "none is due"
    });
    let log = lab.log();
    assert!(log.contains("HTTP status 503"), "{log}");
}

#[test]
fn the_acs_calls() {
    let lab = Lab::new("called");
    let _agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nend\ncr acs wrong\nexpect cr 401\ncr as sha-256\nexpect cr 200\n\
         wait inform \"6 CONNECTION REQUEST\"\nend\nexpect no complaints",
    );
}

/// Numbers of each width and kind come over ubus, and go.
#[test]
fn ubus_is_understood() {
    let lab = Lab::new("bus");
    lab.put(
        "platform/bus.map",
        "Device.DeviceInfo.\n  HardwareVersion ubus system board hostname\n\
         \u{20} ModelName ubus system board load[1]\n  ModelNumber ubus system board load[2]\n\
         Device.Ethernet.Interface.{i}. ubus network.device status where type=ethernet\n  Name key\n\
         \u{20} Status up true=Up false=Down\n  MaxBitRate speed int ro\n  Stats.BytesReceived statistics.rx_bytes\n\
         \u{20} Stats.BytesSent ubus network.device statistics name={key} wide=4294967296 tx_bytes\n",
    );
    lab.put(
        "bus/system.board.json",
        r#"{"hostname": "gate ü", "load": [1, -2, 0.375]}"#,
    );
    lab.put(
        "bus/network.device.status.json",
        r#"{"lan1": {"type": "ethernet", "up": true, "speed": 65536, "statistics": {"rx_bytes": 9223372036854775807}},
            "lan2": {"type": "ethernet", "up": false, "speed": -1, "statistics": {"rx_bytes": 4294967297}},
            "lo": {"type": "loopback"}}"#,
    );
    lab.put(
        "bus/network.device.statistics.json",
        r#"{"tx_bytes": 2147483647}"#,
    );
    let bus = Ubusd::start(
        &lab.folder.join("bus"),
        &lab.root().join("var/run/ubus/ubus.sock"),
    )
    .unwrap();
    let _agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nget Device.DeviceInfo. Device.Ethernet.\n\
         expect Device.DeviceInfo.HardwareVersion=\"gate ü\"\nexpect Device.DeviceInfo.ModelName=-2\n\
         expect Device.DeviceInfo.ModelNumber=0.375\nexpect Device.Ethernet.InterfaceNumberOfEntries=2\n\
         expect Device.Ethernet.Interface.1.Name=lan1\nexpect Device.Ethernet.Interface.1.Status=Up\n\
         expect Device.Ethernet.Interface.1.MaxBitRate=65536\n\
         expect Device.Ethernet.Interface.1.Stats.BytesReceived=9223372036854775807\n\
         expect Device.Ethernet.Interface.1.Stats.BytesSent=2147483647\n\
         expect Device.Ethernet.Interface.2.Status=Down\nexpect Device.Ethernet.Interface.2.MaxBitRate=-1\n\
         expect Device.Ethernet.Interface.2.Stats.BytesReceived=4294967297\nend\nexpect no complaints",
    );
    let calls = bus.take_calls();
    let asked = |line: &str| calls.iter().any(|call| call == line);
    assert!(
        asked("network.device statistics name=lan2,wide=(0x84)"),
        "{calls:#?}"
    );
}

/// The state is written in one life and read in the next; the clock, the counters and the hash of a digest are in it.
#[test]
fn a_life_over_tls() {
    let names = vec!["127.0.0.1".to_string()];
    let lab = Lab::with(
        "tls",
        Options {
            certificate: Some(Certificate::SelfMade { names }),
            auth: testacs::Auth::DigestSha256,
            ..Options::default()
        },
    );
    let root = lab.folder.join("root.pem");
    fs::write(&root, lab.acs.certificate().unwrap()).unwrap();
    lab.config(&format!(
        "config tls 'tls'\n\toption ca_file '{}'\n",
        root.display()
    ));
    let mut agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\" \"1 BOOT\"\nexpect retries 0\nget Device.\nexpect Device.DeviceInfo.SerialNumber=1234\n\
         attrset Device.DeviceInfo.ProvisioningCode notification=2\n\
         set Device.DeviceInfo.ProvisioningCode=\"\\\"<x>&\" Device.ManagementServer.PeriodicInformInterval=4294967295 key k-1\n\
         expect status 0\nschedule-inform 1 s-1\nend\nwait inform \"3 SCHEDULED\" \"M ScheduleInform\"\n\
         expect event \"M ScheduleInform\" key s-1\nreboot r-1\nend",
    );
    assert_eq!(agent.exit_status(), 0);
    agent = lab.start();
    lab.plays(
        "wait inform \"1 BOOT\" \"M Reboot\"\nexpect event \"M Reboot\" key r-1\nexpect no event \"0 BOOTSTRAP\"\n\
         get Device.\nexpect Device.ManagementServer.ParameterKey=k-1\n\
         expect Device.ManagementServer.PeriodicInformInterval=4294967295\n\
         expect Device.DeviceInfo.ProvisioningCode=\"\\\"<x>&\"\n\
         attrs Device.DeviceInfo.ProvisioningCode\nexpect notification Device.DeviceInfo.ProvisioningCode=2\n\
         end\nexpect no complaints",
    );
    drop(agent);
}
