//! A change that cuts the device off from its ACS is undone by the device itself, whatever the power
//! does; one that does not stays.

use crate::acs::{Answer, Mood, Rpc};
use crate::cuts::at_every_act;
use crate::flash::Cut;
use crate::force;
use crate::world::{ACS, Stimulus, World};

const ADDRESS: &str = "Device.X_EXAMPLE_WAN.Address";
const ROUTES: &str = "Device.X_EXAMPLE_WAN.Route.";
const URL: &str = "Device.ManagementServer.URL";
const UNDONE: &str = "X CWMPD CHANGES UNDONE";

fn set(name: &str, value: &str, key: &'static str) -> Rpc {
    Rpc::Set(vec![(name.to_string(), value.to_string())], key)
}

/// Ten minutes of a device that has met its ACS, which then wants all this.
fn after(config: &str, todo: Vec<Rpc>, cut: Option<Cut>) -> World {
    force::with(&[], config, todo, cut)
}

fn network(world: &World) -> String {
    world.flash.borrow().uci["network"].clone()
}

fn told(world: &World, event: &str) -> usize {
    let informs = world.acs.informs.iter();
    informs
        .filter(|inform| inform.events.iter().any(|told| told == event))
        .count()
}

fn nothing_waits(world: &World) -> bool {
    world.flash.borrow().state("confirm.json").is_none()
}

#[test]
fn a_wrong_address_is_undone_and_told() {
    let world = after("", vec![set(ADDRESS, "198.51.100.1", "bad")], None);
    assert!(network(&world).contains("option ipaddr '192.0.2.1'"));
    assert_eq!(world.flash.borrow().network, network(&world), "in force");
    assert_eq!(world.platform.applied, ["network reload"; 2]);
    assert_eq!(told(&world, UNDONE), 1);
    let inform = world
        .acs
        .informs
        .iter()
        .find(|inform| inform.events.iter().any(|event| event == UNDONE))
        .unwrap();
    assert!(inform.events.contains(&"4 VALUE CHANGE".to_string()));
    assert_eq!(inform.parameters[ADDRESS], "192.0.2.1");
    // The key of the configuration that is in force.
    assert_eq!(
        inform.parameters["Device.ManagementServer.ParameterKey"],
        ""
    );
    // 180 seconds after the session at 100 s.
    assert!(
        (280..=360).contains(&inform.at.as_secs()),
        "{:?}",
        inform.at
    );
    assert!(nothing_waits(&world));
}

#[test]
fn a_good_address_stays_once_the_acs_is_reached() {
    let world = after("", vec![set(ADDRESS, "192.0.2.77", "good")], None);
    assert!(network(&world).contains("'192.0.2.77'"));
    assert_eq!(world.platform.applied, ["network reload"]);
    assert_eq!(told(&world, UNDONE), 0);
    assert!(nothing_waits(&world));
    // Bootstrap, the call, and the one that confirms.
    assert_eq!(world.acs.informs.len(), 3);
}

#[test]
fn a_wrong_acs_url_is_undone() {
    let world = after("", vec![set(URL, "http://nobody.example/", "bad")], None);
    assert!(world.flash.borrow().uci["cwmpd"].contains(&format!("option url '{ACS}'")));
    assert_eq!(told(&world, UNDONE), 1);
    assert!(nothing_waits(&world));
}

#[test]
fn what_is_no_way_to_the_acs_stands_at_once() {
    let quiet = set(
        "Device.ManagementServer.PeriodicInformInterval",
        "4000",
        "k",
    );
    let world = after("", vec![quiet], None);
    assert_eq!(world.acs.informs.len(), 2, "nothing is to be confirmed");
    assert!(nothing_waits(&world));
}

#[test]
fn a_group_that_is_excepted_stands_at_once() {
    let config = "config confirm 'confirm'\n\tlist except 'network'\n";
    let world = after(config, vec![set(ADDRESS, "198.51.100.1", "bad")], None);
    assert!(network(&world).contains("'198.51.100.1'"));
    let config = "config confirm 'confirm'\n\toption enable '0'\n";
    let world = after(config, vec![set(ADDRESS, "198.51.100.1", "bad")], None);
    assert!(network(&world).contains("'198.51.100.1'"));
}

#[test]
fn rows_that_come_back_keep_their_numbers_and_attributes() {
    let todo = vec![
        Rpc::Get(ROUTES),
        Rpc::Notify("Device.X_EXAMPLE_WAN.Route.1.Target", 2),
        Rpc::Delete(format!("{ROUTES}1."), "gone"),
        Rpc::Add(ROUTES, "new"),
        set(ADDRESS, "198.51.100.1", "bad"),
    ];
    let mut world = after("", todo, None);
    assert_eq!(told(&world, UNDONE), 1);
    world.acs.todo = [Rpc::Add(ROUTES, "again"), Rpc::Get("Device.X_EXAMPLE_WAN.")].into();
    world.at(950, Stimulus::ConnectionRequest);
    world.run_until(2000);
    let mut added = Vec::new();
    for (_, answer) in &world.acs.done {
        match answer {
            Answer::Added(number) => added.push(*number),
            Answer::Values(values) => {
                assert_eq!(values[&format!("{ROUTES}1.Target")], "10.0.0.0/8");
                assert_eq!(values[&format!("{ROUTES}2.Target")], "172.16.0.0/12");
            }
            _ => {}
        }
    }
    assert_eq!(added, [3, 4], "a number is never given again");
    let state = world.flash.borrow().state("model.json").unwrap();
    let state = String::from_utf8(state).unwrap();
    assert!(state.contains("Route.1.Target\":[2,"), "{state}");
}

#[test]
fn a_reboot_in_order_gives_the_change_its_time() {
    let todo = vec![set(ADDRESS, "192.0.2.77", "good"), Rpc::Reboot("r")];
    let world = after("", todo, None);
    assert!(network(&world).contains("'192.0.2.77'"));
    assert_eq!(told(&world, UNDONE), 0);
    assert!(nothing_waits(&world));
    let todo = vec![set(ADDRESS, "198.51.100.1", "bad"), Rpc::Reboot("r")];
    let world = after("", todo, None);
    assert!(network(&world).contains("'192.0.2.1'"));
    assert_eq!((told(&world, UNDONE), told(&world, "M Reboot [r]")), (1, 1));
    assert!(nothing_waits(&world));
}

#[test]
fn two_changes_are_undone_together() {
    let todo = vec![
        set(ADDRESS, "192.0.2.77", "one"),
        set(ADDRESS, "198.51.100.1", "two"),
    ];
    let world = after("", todo, None);
    assert!(network(&world).contains("'192.0.2.1'"));
}

#[test]
fn what_a_person_edited_meanwhile_stays() {
    let mut world = World::new(3, "\toption periodic_enable '0'\n");
    world.run_until(60);
    world.acs.todo = [set(ADDRESS, "198.51.100.1", "bad")].into();
    world.at(100, Stimulus::CallIfNeeded);
    world.at(
        150,
        Stimulus::Silent(|flash| {
            let repaired = flash.uci["network"].replace("198.51.100.1", "192.0.2.5");
            flash.uci.insert("network".into(), repaired.clone());
            flash.network = repaired;
        }),
    );
    world.run_until(900);
    assert!(network(&world).contains("'192.0.2.5'"));
}

#[test]
fn an_acs_url_is_undone_though_other_settings_changed_after_it() {
    let interval = || {
        let name = "Device.ManagementServer.PeriodicInformInterval";
        set(name, "4000", "k")
    };
    let bad = || set(URL, "http://nobody.example/", "bad");
    let worse = set(URL, "http://nowhere.example/", "worse");
    for todo in [vec![bad(), interval()], vec![bad(), interval(), worse]] {
        let world = after("", todo, None);
        let settings = world.flash.borrow().uci["cwmpd"].clone();
        assert!(settings.contains(&format!("option url '{ACS}'")));
        assert!(settings.contains("'4000'"), "{settings}");
        assert_eq!(told(&world, UNDONE), 1);
        assert!(nothing_waits(&world));
    }
}

#[test]
fn what_a_person_edited_between_two_changes_stays() {
    let mut world = World::new(3, "\toption periodic_enable '0'\n");
    world.run_until(60);
    world.acs.todo = [set(ADDRESS, "192.0.2.77", "one")].into();
    world.at(100, Stimulus::CallIfNeeded);
    world.at(
        105,
        Stimulus::Silent(|flash| {
            let remark = format!("# a person was here\n{}", flash.uci["network"]);
            flash.uci.insert("network".into(), remark);
        }),
    );
    world.run_until(107);
    world.acs.todo = [set(ADDRESS, "198.51.100.1", "two")].into();
    world.at(110, Stimulus::ConnectionRequest);
    world.run_until(900);
    let network = network(&world);
    assert!(network.contains("a person was here"), "{network}");
    assert!(network.contains("'192.0.2.77'"), "{network}");
}

#[test]
fn an_acs_that_breaks_off_once_is_asked_again() {
    let mut world = World::new(3, "\toption periodic_enable '0'\n");
    world.run_until(60);
    world.acs.todo = [set(ADDRESS, "192.0.2.77", "good")].into();
    world.at(100, Stimulus::CallIfNeeded);
    world.run_until(110);
    world.acs.mood = Mood::BreaksOff;
    world.run_until(120);
    assert_eq!(world.acs.informs.len(), 3, "the one that was to confirm");
    world.acs.mood = Mood::Good;
    world.run_until(900);
    assert!(network(&world).contains("'192.0.2.77'"));
    assert_eq!(told(&world, UNDONE), 0);
    assert_eq!(world.acs.informs.len(), 4);
    assert!(nothing_waits(&world));
}

#[test]
fn power_cut_around_a_change_that_cuts_the_device_off() {
    let todo = || vec![set(ADDRESS, "198.51.100.1", "bad")];
    let whole = after("", todo(), None);
    let acts = whole.flash.borrow().acts.clone();
    let start = {
        let mut world = World::new(3, "\toption periodic_enable '0'\n");
        world.run_until(60);
        world.flash.borrow().acts.len()
    };
    at_every_act("an undone change", &acts[start..], |cut| {
        let world = after("", todo(), Some(cut));
        let name = &acts[start + cut.at];
        let address = network(&world).contains("'192.0.2.1'");
        assert!(address, "{cut:?} at {name}: the device is cut off");
        assert_eq!(
            world.flash.borrow().network,
            network(&world),
            "{cut:?} at {name}"
        );
        assert!(nothing_waits(&world), "{cut:?} at {name}");
        // Undone once, or not changed at all.
        let done = world.acs.done.len() == 1;
        assert!(
            !done || told(&world, UNDONE) >= 1,
            "{cut:?} at {name}: not told"
        );
        // Each commit with the old network in it is one undoing at the most.
        let undone = world
            .flash
            .borrow()
            .acts
            .iter()
            .filter(|act| act.contains("confirm.json"))
            .count();
        assert!(
            told(&world, UNDONE) <= undone,
            "{cut:?} at {name}: told more often than done"
        );
    });
}
