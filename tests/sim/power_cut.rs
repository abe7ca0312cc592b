//! The power goes, or the process, at every write, message and act of a session with a reboot in it:
//! nothing is lost, nothing is told twice, and numbers stay.

use crate::acs::{Answer, Informed, Rpc};
use crate::cuts::{at_every_act, live, twice};
use crate::flash::{Cut, How};
use crate::world::{Stimulus, World};
use std::collections::{BTreeMap, BTreeSet};

const MAPPINGS: &str = "Device.NAT.PortMapping.";

fn set(values: &[(&str, &str)], key: &'static str) -> Rpc {
    Rpc::Set(
        values
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect(),
        key,
    )
}

/// A first contact with everything in it that writes, a reboot, and a second session.
fn life(cuts: &[Cut]) -> World {
    let mut world = World::new(7, "\toption periodic_enable '0'\n");
    world.acs.todo = [
        Rpc::Get("Device."),
        set(
            &[
                ("Device.ManagementServer.ConnectionRequestUsername", "acs"),
                (
                    "Device.ManagementServer.ConnectionRequestPassword",
                    "secret",
                ),
                ("Device.DeviceInfo.ProvisioningCode", "P1"),
                ("Device.NAT.PortMapping.1.Description", "web"),
                ("Device.X_EXAMPLE_LED.Mode", "On"),
                ("Device.X_EXAMPLE_LED.Note", "by the ACS"),
            ],
            "key-1",
        ),
        Rpc::Add(MAPPINGS, "key-2"),
        Rpc::Notify("Device.X_EXAMPLE_LED.Note", 2),
        Rpc::Reboot("reboot-1"),
        Rpc::Get(MAPPINGS),
        Rpc::Delete(format!("{MAPPINGS}2."), "key-3"),
        Rpc::Reboot("reboot-2"),
    ]
    .into();
    for minute in 1..30 {
        world.at(minute * 60, Stimulus::CallIfNeeded);
    }
    live(&mut world, 60, 1800, cuts);
    world
        .acs
        .todo
        .extend([Rpc::Add(MAPPINGS, "key-4"), Rpc::Get("Device.")]);
    for at in [1900, 2000, 2100] {
        world.at(at, Stimulus::CallIfNeeded);
    }
    world.run_until(3000);
    assert!(
        world.acs.todo.is_empty(),
        "left to do: {:?}",
        world.acs.todo
    );
    world
}

/// What must hold after any life.
fn judge(world: &World) {
    world.acs.judge_reports();
    told(world);
    numbers(world);
    values(world);
}

/// `1 BOOT` is in the first Inform of each boot, and in no other.
fn told(world: &World) {
    let informs = &world.acs.informs;
    for boot in 1..=world.boots {
        let of_boot: Vec<&Informed> = informs
            .iter()
            .filter(|inform| inform.boot == boot)
            .collect();
        for (number, inform) in of_boot.iter().enumerate() {
            let told = inform.events.contains(&"1 BOOT".to_string());
            let again = number > 0 && of_boot[number - 1].agent_writes < inform.agent_writes;
            assert!(!(told && again), "boot {boot} was told twice");
            assert!(told || number > 0, "boot {boot} was not told");
        }
    }
}

/// A number means the same row for ever.
fn numbers(world: &World) {
    let mut meaning: BTreeMap<u32, String> = BTreeMap::new();
    let mut added = BTreeSet::new();
    let mut deleted = false;
    for (rpc, answer) in &world.acs.done {
        match (rpc, answer) {
            (Rpc::Add(..), Answer::Added(number)) => {
                assert!(*number > 2, "{number} was another row");
                assert!(added.insert(*number), "{number} was given twice");
            }
            (Rpc::Delete(..), Answer::Done) => deleted = true,
            (Rpc::Get(_), Answer::Values(values)) => {
                let mut there = BTreeSet::new();
                for (name, value) in values {
                    let Some(rest) = name.strip_prefix(MAPPINGS) else {
                        continue;
                    };
                    let (number, field) = rest.split_once('.').expect("a row");
                    let number: u32 = number.parse().expect("a number");
                    there.insert(number);
                    if field == "InternalClient" {
                        let known = meaning.entry(number).or_insert_with(|| value.clone());
                        assert_eq!(known, value, "row {number} is another one now");
                    }
                }
                assert!(there.contains(&1), "row 1 is lost");
                assert_eq!(there.contains(&2), !deleted, "row 2");
                assert!(added.is_subset(&there), "added {added:?}, there {there:?}");
            }
            _ => {}
        }
    }
    assert_eq!(meaning[&1], "192.168.1.2");
    assert_eq!(meaning[&2], "192.168.1.3");
    assert_eq!(added.len(), 2);
}

/// What was answered is there; the ParameterKey is that of the last change.
fn values(world: &World) {
    let Some((_, Answer::Values(last))) = world.acs.done.last() else {
        panic!("the last call reads all")
    };
    for (name, value) in [
        ("Device.ManagementServer.ConnectionRequestUsername", "acs"),
        ("Device.ManagementServer.ConnectionRequestPassword", ""),
        ("Device.ManagementServer.ParameterKey", "key-4"),
        ("Device.DeviceInfo.ProvisioningCode", "P1"),
        ("Device.NAT.PortMapping.1.Description", "web"),
        ("Device.X_EXAMPLE_LED.Mode", "On"),
        ("Device.X_EXAMPLE_LED.Note", "by the ACS"),
    ] {
        assert_eq!(last.get(name).map(String::as_str), Some(value), "{name}");
    }
    let flash = world.flash.borrow();
    assert!(
        flash.uci["cwmpd"].contains("# a person's remark"),
        "{}",
        flash.uci["cwmpd"]
    );
    assert!(flash.uci["cwmpd"].contains("secret"));
    let kept = String::from_utf8(flash.state("model.json").expect("a state")).expect("text");
    assert!(
        kept.contains("Device.X_EXAMPLE_LED.Note"),
        "the notification attribute is lost: {kept}"
    );
    // Whatever was answered before an Inform, its key is in that Inform.
    let keys: Vec<&String> = world
        .acs
        .informs
        .iter()
        .map(|inform| &inform.parameters["Device.ManagementServer.ParameterKey"])
        .collect();
    assert!(keys.is_sorted(), "{keys:?}");
}

#[test]
fn power_cut_at_every_act_of_a_session_with_a_reboot_loses_nothing_and_repeats_nothing() {
    let calm = life(&[]);
    judge(&calm);
    let acts = calm.flash.borrow().acts.clone();
    assert_eq!(acts.iter().filter(|act| *act == "do reboot").count(), 2);
    at_every_act("a reboot", &acts, |cut| judge(&life(&[cut])));
}

#[test]
fn power_cut_twice_in_a_row_loses_nothing_and_repeats_nothing() {
    let acts = life(&[]).flash.borrow().acts.clone();
    let seconds = [
        (0, How::After),
        (1, How::Before),
        (1, How::After),
        (2, How::After),
        (4, How::Before),
    ];
    twice("a reboot", &acts, &seconds, |cuts| judge(&life(&cuts)));
}

#[test]
fn power_cut_at_every_act_of_a_factory_reset_leaves_a_new_device() {
    let life = |cut: Option<Cut>| {
        let mut world = World::new(7, "\toption periodic_enable '0'\n");
        world.acs.todo = [
            Rpc::Get("Device."),
            set(
                &[
                    ("Device.X_EXAMPLE_LED.Note", "by the ACS"),
                    ("Device.X_EXAMPLE_LED.Mode", "On"),
                ],
                "key-1",
            ),
            Rpc::Notify("Device.X_EXAMPLE_LED.Note", 2),
        ]
        .into();
        world.run_until(60);
        let before = world.flash.borrow().acts.len();
        world.flash.borrow_mut().cut = cut.map(|cut| Cut {
            at: before + cut.at,
            ..cut
        });
        world.acs.todo.push_back(Rpc::FactoryReset);
        for minute in 2..10 {
            world.at(minute * 60, Stimulus::CallIfNeeded);
        }
        world.run_until(900);
        world.acs.todo.push_back(Rpc::Get("Device."));
        for at in [1000, 1100] {
            world.at(at, Stimulus::CallIfNeeded);
        }
        world.run_until(2000);
        assert!(world.acs.todo.is_empty());
        (world, before)
    };
    let (calm, before) = life(None);
    let acts = calm.flash.borrow().acts[before..].to_vec();
    let judge = |world: &World| {
        let informs = &world.acs.informs;
        let bootstraps: Vec<usize> = (0..informs.len())
            .filter(|number| informs[*number].events[0] == "0 BOOTSTRAP")
            .collect();
        assert!((2..=3).contains(&bootstraps.len()), "{bootstraps:?}");
        for number in bootstraps {
            assert_eq!(informs[number].events, ["0 BOOTSTRAP", "1 BOOT"]);
            assert_eq!(
                informs[number].parameters["Device.ManagementServer.ParameterKey"],
                ""
            );
        }
        let Some((_, Answer::Values(last))) = world.acs.done.last() else {
            panic!("the last call reads all")
        };
        assert_eq!(last["Device.X_EXAMPLE_LED.Note"], "factory");
        assert_eq!(last["Device.X_EXAMPLE_LED.Mode"], "Off");
        let kept = String::from_utf8(world.flash.borrow().state("model.json").expect("a state"))
            .expect("text");
        assert!(!kept.contains("Note"), "{kept}");
    };
    judge(&calm);
    at_every_act("a factory reset", &acts, |cut| judge(&life(Some(cut)).0));
}
