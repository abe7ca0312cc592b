//! Values change behind the agent's back: each change is told once, whatever the power and the ACS do,
//! and nothing is written where nothing was told.

use crate::acs::{Mood, Rpc};
use crate::cuts::at_every_act;
use crate::flash::{Cut, Flash};
use crate::world::{Stimulus, World};

const NOTE: &str = "Device.X_EXAMPLE_LED.Note";
const MODE: &str = "Device.X_EXAMPLE_LED.Mode";
const VERSION: &str = "Device.DeviceInfo.SoftwareVersion";
const CLIENT: &str = "Device.NAT.PortMapping.1.InternalClient";
const CHANGE: &str = "4 VALUE CHANGE";

fn move_client(flash: &mut Flash) {
    let firewall = flash.uci.get_mut("firewall").unwrap();
    *firewall = firewall.replace("192.168.1.2", "192.168.1.99");
}

fn write_note(flash: &mut Flash) {
    flash.files.insert("/etc/note".into(), "by a person".into());
}

fn upgrade(flash: &mut Flash) {
    flash.files.insert("/etc/version".into(), "2.0\n".into());
}

fn switch_off(flash: &mut Flash) {
    flash.led = "Blink".into();
}

/// In how many Informs with `4 VALUE CHANGE` the parameter has this value.
fn told(world: &World, name: &str, value: &str) -> usize {
    let informs = world.acs.informs.iter();
    informs
        .filter(|inform| inform.events.iter().any(|event| event == CHANGE))
        .filter(|inform| {
            inform
                .parameters
                .get(name)
                .is_some_and(|told| told == value)
        })
        .count()
}

fn watch_all(world: &mut World) {
    world.acs.todo = [
        Rpc::Notify("Device.NAT.", 2),
        Rpc::Notify(NOTE, 1),
        Rpc::Notify(MODE, 2),
    ]
    .into();
}

#[test]
fn a_quiet_day_with_watched_values_writes_nothing() {
    let mut world = World::new(1, "\toption periodic_interval '3600'\n");
    watch_all(&mut world);
    // Counters begin anew with each boot: no flash needs to know them.
    world
        .acs
        .todo
        .push_back(Rpc::Notify("Device.DeviceInfo.UpTime", 1));
    world.run_until(600);
    assert!(world.acs.todo.is_empty());
    let settled = world.flash.borrow().writes;
    let (asked, informs) = (world.platform.asked, world.acs.informs.len());
    let polls = 86400 / 300 - 2;
    for poll in 0..polls {
        world.at(601 + poll * 300, Stimulus::Look);
        world.at(602 + poll * 300, Stimulus::Edit(|_| {}));
    }
    world.run_until(86400);
    let informs = world.acs.informs.len() - informs;
    assert!((23..=24).contains(&informs), "{informs}");
    assert_eq!(world.flash.borrow().writes, settled);
    let asked = world.platform.asked - asked;
    assert_eq!(asked, polls as usize + informs, "one process for a look");
}

#[test]
fn several_changes_while_the_acs_is_away_make_one_inform() {
    let mut world = World::new(1, "\toption periodic_enable '0'\n");
    watch_all(&mut world);
    world.run_until(100);
    world.acs.mood = Mood::Away;
    world.at(200, Stimulus::Edit(move_client));
    world.at(300, Stimulus::Edit(write_note));
    world.at(400, Stimulus::Silent(switch_off));
    world.at(500, Stimulus::Look);
    world.run_until(3600);
    world.acs.mood = Mood::Good;
    world.run_until(20_000);
    let informs = &world.acs.informs;
    assert_eq!(informs.len(), 2);
    assert_eq!(informs[1].events, [CHANGE]);
    for (name, value) in [
        (CLIENT, "192.168.1.99"),
        (NOTE, "by a person"),
        (MODE, "Blink"),
    ] {
        assert_eq!(informs[1].parameters[name], value);
    }
    assert_eq!(informs[1].parameters.len(), informs[0].parameters.len() + 3);
}

#[test]
fn a_passive_change_makes_no_session_and_rides_along_with_the_next() {
    let mut world = World::new(1, "\toption periodic_enable '0'\n");
    watch_all(&mut world);
    world.run_until(100);
    world.at(200, Stimulus::Edit(write_note));
    world.run_until(5000);
    assert_eq!(world.acs.informs.len(), 1);
    world.at(5001, Stimulus::ConnectionRequest);
    world.at(6001, Stimulus::ConnectionRequest);
    world.run_until(7000);
    let informs = &world.acs.informs;
    assert_eq!(informs[1].events, [CHANGE, "6 CONNECTION REQUEST"]);
    assert_eq!(informs[1].parameters[NOTE], "by a person");
    assert_eq!(informs[2].events, ["6 CONNECTION REQUEST"]);
    assert!(!informs[2].parameters.contains_key(NOTE));
}

#[test]
fn the_connection_request_url_is_told_as_its_attribute_says() {
    const URL: &str = "Device.ManagementServer.ConnectionRequestURL";
    for (notification, at_once, events) in [
        (None, true, "6 CONNECTION REQUEST"),
        (Some(2), true, "6 CONNECTION REQUEST"),
        (Some(1), false, "4 VALUE CHANGE, 6 CONNECTION REQUEST"),
        (Some(0), false, "6 CONNECTION REQUEST"),
    ] {
        let mut world = World::new(1, "\toption periodic_enable '0'\n");
        if let Some(notification) = notification {
            world.acs.todo.push_back(Rpc::Notify(URL, notification));
        }
        world.run_until(100);
        // Lost and found again is no change.
        world.at(200, Stimulus::Address(""));
        world.at(300, Stimulus::Address("192.0.2.1"));
        world.run_until(400);
        assert_eq!(world.acs.informs.len(), 1, "{notification:?}");
        world.at(500, Stimulus::Address("192.0.2.99"));
        world.run_until(1000);
        let told: Vec<String> = world.acs.informs[1..]
            .iter()
            .map(|inform| inform.events.join(", "))
            .collect();
        let expected = if at_once { vec![CHANGE] } else { vec![] };
        assert_eq!(told, expected, "{notification:?}");
        world.at(1001, Stimulus::ConnectionRequest);
        world.at(1500, Stimulus::ConnectionRequest);
        world.run_until(2000);
        let informs = &world.acs.informs[world.acs.informs.len() - 2..];
        assert_eq!(informs[0].events.join(", "), events, "{notification:?}");
        assert_eq!(informs[1].events, ["6 CONNECTION REQUEST"]);
        assert!(informs[0].parameters[URL].contains("192.0.2.99"));
    }
}

#[test]
fn an_address_that_comes_after_the_first_inform_is_told() {
    let mut world = World::new(1, "\toption periodic_enable '0'\n");
    world.at(21, Stimulus::Address(""));
    world.acs.mood = Mood::Away;
    world.run_until(30);
    world.acs.mood = Mood::Good;
    world.run_until(100);
    world.at(200, Stimulus::Address("192.0.2.99"));
    world.run_until(300);
    let told: Vec<String> = world
        .acs
        .informs
        .iter()
        .map(|inform| inform.events.join(", "))
        .collect();
    assert_eq!(told, ["0 BOOTSTRAP, 1 BOOT", CHANGE]);
}

#[test]
fn changes_only_wait_for_the_throttle_and_ride_along_with_anything_else() {
    let config = "\toption periodic_enable '0'\n\toption notification_throttle '600'\n";
    let mut world = World::new(1, config);
    watch_all(&mut world);
    world.run_until(100);
    let first = world.acs.informs[0].at.as_secs();
    world.at(200, Stimulus::Edit(move_client));
    world.run_until(2000);
    let informs = &world.acs.informs;
    assert_eq!(informs.len(), 2);
    let waited = informs[1].at.as_secs() - first;
    assert!((600..=602).contains(&waited), "{waited} s");
}

#[test]
fn a_day_of_lightweight_notifications_makes_no_session_and_no_write_of_its_own() {
    let config = "\toption periodic_enable '0'\n\toption lightweight_protocols 'UDP'\n\
                  \toption lightweight_interval '7200'\n";
    let mut world = World::new(1, config);
    world.acs.todo = [
        Rpc::Notify("Device.NAT.", 5),
        Rpc::Notify(NOTE, 4),
        Rpc::Notify(MODE, 3),
    ]
    .into();
    world.run_until(600);
    let (writes, sessions) = (world.flash.borrow().writes, world.attempts.len());
    world.at(1000, Stimulus::Edit(write_note));
    world.at(1001, Stimulus::Silent(switch_off));
    world.run_until(1010);
    assert_eq!(world.datagrams, Vec::<Vec<_>>::new(), "passive ones wait");
    world.at(1011, Stimulus::Edit(move_client));
    world.run_until(1020);
    let change = |name: &str, value: &str| (name.to_string(), value.to_string());
    let all = [
        change(CLIENT, "192.168.1.99"),
        change(MODE, "Blink"),
        change(NOTE, "by a person"),
    ];
    assert_eq!(world.datagrams.len(), 1);
    let mut told = world.datagrams.remove(0);
    told.sort();
    assert_eq!(told, all);
    world.at(30_000, Stimulus::Silent(|flash| flash.led = "On".into()));
    world.run_until(86400);
    assert_eq!(world.datagrams, [[change(MODE, "On")]], "with the trigger");
    assert_eq!(world.flash.borrow().writes, writes);
    assert_eq!(world.attempts.len(), sessions);
    // Attribute 4 is passive notification besides; what was sent is written with the Inform, so that
    // the next boot does not tell it again.
    world.at(86401, Stimulus::ConnectionRequest);
    world.at(86500, Stimulus::PowerCycle);
    world.run_until(90_000);
    assert_eq!(told_in_informs(&world), [NOTE]);
    assert_eq!(world.datagrams.len(), 1);
    // What changes while it is off is told when it is back.
    world.at(
        90_001,
        Stimulus::Silent(|flash| {
            *flash.uci.get_mut("firewall").unwrap() =
                flash.uci["firewall"].replace("192.168.1.99", "192.168.1.7")
        }),
    );
    world.at(90_002, Stimulus::PowerCycle);
    world.run_until(91_000);
    assert_eq!(world.datagrams[1], [change(CLIENT, "192.168.1.7")]);
}

#[test]
fn power_cut_at_every_act_around_lightweight_changes_loses_none() {
    let life = |cut: Option<Cut>| {
        let config = "\toption periodic_enable '0'\n\toption lightweight_protocols 'UDP'\n";
        let mut world = World::new(3, config);
        world.flash.borrow_mut().cut = cut;
        world.acs.todo = [Rpc::Notify("Device.NAT.", 5), Rpc::Notify(MODE, 4)].into();
        for minute in 1..5 {
            world.at(minute * 60, Stimulus::CallIfNeeded);
        }
        world.at(400, Stimulus::Edit(move_client));
        world.at(450, Stimulus::ConnectionRequest);
        world.at(500, Stimulus::Silent(switch_off));
        world.at(501, Stimulus::PowerCycle);
        world.at(600, Stimulus::ConnectionRequest);
        world.at(
            700,
            Stimulus::Edit(|flash| {
                let firewall = flash.uci.get_mut("firewall").unwrap();
                *firewall = firewall.replace("192.168.1.99", "192.168.1.3");
            }),
        );
        world.run_until(3000);
        assert!(world.acs.todo.is_empty(), "left: {:?}", world.acs.todo);
        world
    };
    let judge = |world: &World| {
        for (name, value) in [(CLIENT, "192.168.1.3"), (MODE, "Blink")] {
            let mut told = world.datagrams.iter().flatten();
            let last = told.rfind(|(told, _)| told == name);
            assert_eq!(last.map(|(_, value)| value.as_str()), Some(value), "{name}");
        }
        assert!(told(world, MODE, "Blink") >= 1, "and by Inform");
        assert_eq!(told(world, CLIENT, "192.168.1.99"), 0);
    };
    let calm = life(None);
    judge(&calm);
    let acts = calm.flash.borrow().acts.clone();
    at_every_act("datagrams", &acts, |cut| judge(&life(Some(cut))));
}

/// Which of the three were in an Inform with `4 VALUE CHANGE`.
fn told_in_informs(world: &World) -> Vec<&'static str> {
    let with_change =
        |inform: &&crate::acs::Informed| inform.events.iter().any(|event| event == CHANGE);
    let informs: Vec<_> = world.acs.informs.iter().filter(with_change).collect();
    let named = |name: &&str| {
        informs
            .iter()
            .any(|inform| inform.parameters.contains_key(*name))
    };
    [CLIENT, MODE, NOTE].into_iter().filter(named).collect()
}

/// The ACS watches, values change by turns in files and in a hook, and the version while the device
/// is off.
fn life(cut: Option<Cut>) -> World {
    let mut world = World::new(7, "\toption periodic_enable '0'\n");
    world.flash.borrow_mut().cut = cut;
    world.acs.watched = vec![CLIENT, NOTE, MODE, VERSION];
    watch_all(&mut world);
    for minute in 1..5 {
        world.at(minute * 60, Stimulus::CallIfNeeded);
    }
    world.at(400, Stimulus::Edit(move_client));
    world.at(500, Stimulus::Edit(write_note));
    world.at(600, Stimulus::Silent(switch_off));
    world.at(700, Stimulus::Look);
    world.at(800, Stimulus::Silent(upgrade));
    world.at(801, Stimulus::PowerCycle);
    world.run_until(3000);
    assert!(world.acs.todo.is_empty(), "left: {:?}", world.acs.todo);
    world
}

#[test]
fn power_cut_at_every_act_around_changes_tells_each_exactly_once() {
    let changes = [
        (CLIENT, "192.168.1.99"),
        (NOTE, "by a person"),
        (MODE, "Blink"),
        (VERSION, "2.0"),
    ];
    let calm = life(None);
    for (name, value) in changes {
        assert_eq!(told(&calm, name, value), 1, "{name}");
    }
    let acts = calm.flash.borrow().acts.clone();
    at_every_act("changes", &acts, |cut| {
        let world = life(Some(cut));
        for (name, value) in changes {
            assert_eq!(world.acs.times(&format!("{name} {value}")), 1, "{name}");
        }
    });
}
