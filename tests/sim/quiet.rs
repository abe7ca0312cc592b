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
