//! When nothing goes wrong: what is written, and when the device calls.

use crate::acs::Rpc;
use crate::world::{DAWN, Stimulus, World};
use std::time::Duration;

const DAY: u64 = 86400;

#[test]
fn a_quiet_day_writes_nothing() {
    let mut world = World::new(1, "\toption periodic_interval '300'\n");
    world.acs.always = Some(Rpc::Get("Device."));
    world.run_until(600);
    let settled = world.flash.borrow().writes;
    for hour in 1..24 {
        world.at(hour * 3600 + 17, Stimulus::ConnectionRequest);
    }
    world.run_until(DAY);
    assert!(
        world.acs.informs.len() > 280 + 23,
        "{} Informs",
        world.acs.informs.len()
    );
    assert_eq!(world.flash.borrow().writes, settled);
}

#[test]
fn a_month_of_periodic_informs_comes_at_its_time_of_day_over_power_cuts() {
    let config =
        "\toption periodic_interval '21600'\n\toption periodic_time '2001-01-01T03:00:00Z'\n";
    for clock_after in [5, 300] {
        let mut world = World::new(1, config);
        world.clock_after = Duration::from_secs(clock_after);
        for (day, hour) in [(3, 1), (9, 12), (20, 23)] {
            world.at(day * DAY + hour * 3600, Stimulus::PowerCycle);
        }
        world.run_until(30 * DAY);
        let mut periodic = Vec::new();
        for inform in &world.acs.informs {
            match inform.events.join(", ").as_str() {
                "2 PERIODIC" => periodic.push(inform.at.as_secs()),
                "0 BOOTSTRAP, 1 BOOT" => assert_eq!(inform.boot, 1),
                "1 BOOT" => assert_ne!(inform.boot, 1),
                other => panic!("{other} at {:?}", inform.at),
            }
        }
        assert_eq!(
            world.acs.informs.len() - periodic.len(),
            4,
            "one for each boot"
        );
        assert_eq!(DAWN % 86400, 0);
        let expected: Vec<u64> = (0..120).map(|n| 3 * 3600 + n * 21600).collect();
        let late: Vec<u64> = periodic
            .iter()
            .zip(&expected)
            .map(|(came, due)| came - due)
            .collect();
        assert_eq!(periodic.len(), expected.len());
        assert!(late.iter().all(|late| *late <= 1), "{late:?}");
    }
}

#[test]
fn a_new_address_is_told_once() {
    let mut world = World::new(1, "");
    world.at(1000, Stimulus::Address("198.51.100.7"));
    world.run_until(4000);
    let informs = &world.acs.informs;
    assert_eq!(informs.len(), 2);
    assert_eq!(informs[1].events, ["4 VALUE CHANGE"]);
    let url = &informs[1].parameters["Device.ManagementServer.ConnectionRequestURL"];
    assert!(url.starts_with("http://198.51.100.7:7547/"), "{url}");
    assert_eq!(
        informs[0].parameters.len(),
        7,
        "{:?}",
        informs[0].parameters
    );
}

#[test]
fn inform_parameters_go_into_the_informs_of_their_events_and_survive_a_reboot() {
    const TABLE: &str = "Device.ManagementServer.InformParameter.";
    let set = |values: &[(&str, &str)]| {
        let values = values.iter();
        let full = |(name, value): &(&str, &str)| (format!("{TABLE}{name}"), value.to_string());
        Rpc::Set(values.map(full).collect(), "key")
    };
    let mut world = World::new(1, "\toption periodic_enable '0'\n");
    world.acs.todo = [
        Rpc::Add(TABLE, "key"),
        Rpc::Add(TABLE, "key"),
        Rpc::Add(TABLE, "key"),
        set(&[
            ("1.ParameterName", "Device.NAT.PortMapping.*.InternalClient"),
            ("1.EventList", "6 CONNECTION REQUEST, 14 HEARTBEAT"),
            ("1.Enable", "1"),
            ("2.ParameterName", "Device.X_EXAMPLE_LED.Note"),
            ("2.Enable", "1"),
            ("3.ParameterName", "Device.Nowhere.1.Name"),
            ("3.Enable", "1"),
        ]),
        Rpc::Get(TABLE),
    ]
    .into();
    world.at(600, Stimulus::ConnectionRequest);
    world.at(1200, Stimulus::Address("198.51.100.7"));
    world.at(1800, Stimulus::PowerCycle);
    world.run_until(3000);
    let extra: Vec<(String, Vec<String>)> = world
        .acs
        .informs
        .iter()
        .map(|inform| {
            let names = inform.parameters.keys();
            let extra = names.filter(|name| name.contains("NAT") || name.contains("LED"));
            (inform.events.join(", "), extra.cloned().collect())
        })
        .collect();
    let note = "Device.X_EXAMPLE_LED.Note".to_string();
    let clients = [1, 2].map(|row| format!("Device.NAT.PortMapping.{row}.InternalClient"));
    let expected = [
        ("0 BOOTSTRAP, 1 BOOT", vec![]),
        (
            "6 CONNECTION REQUEST",
            vec![clients[0].clone(), clients[1].clone(), note.clone()],
        ),
        ("4 VALUE CHANGE", vec![]),
        ("1 BOOT", vec![note]),
    ];
    assert_eq!(
        extra,
        expected.map(|(events, extra)| (events.to_string(), extra))
    );
}
