//! One life with everything in it that a device must remember: bootstrap, values, rows, attributes,
//! InformParameter, notifications, orders and transfers of every kind, a reboot. The power goes, or the
//! process, at every act of it.

use crate::acs::{Answer, Rpc};
use crate::cuts::{Trying, at_every_act, cuts, live};
use crate::flash::{Cut, Flash, How};
use crate::world::{Stimulus, World};
use std::collections::BTreeSet;

const MAPPINGS: &str = "Device.NAT.PortMapping.";
const CLIENT: &str = "Device.NAT.PortMapping.1.InternalClient";
const DESCRIPTION: &str = "Device.NAT.PortMapping.2.Description";
const NOTE: &str = "Device.X_EXAMPLE_LED.Note";
const MODE: &str = "Device.X_EXAMPLE_LED.Mode";
const CONFIG: &str = "3 Vendor Configuration File";

fn set(values: &[(&str, &str)], key: &'static str) -> Rpc {
    let values = values.iter();
    let owned = |(name, value): &(&str, &str)| (name.to_string(), value.to_string());
    Rpc::Set(values.map(owned).collect(), key)
}

/// What the ACS asks for; one session, where nothing comes in between.
fn script() -> Vec<Rpc> {
    vec![
        Rpc::Get("Device."),
        set(
            &[
                ("Device.ManagementServer.ConnectionRequestUsername", "acs"),
                ("Device.DeviceInfo.ProvisioningCode", "P1"),
                ("Device.X_EXAMPLE_LED.Mode", "On"),
                (NOTE, "by the ACS"),
            ],
            "key-1",
        ),
        Rpc::Add(MAPPINGS, "key-2"),
        Rpc::Notify(NOTE, 1),
        Rpc::Notify(MODE, 2),
        Rpc::Notify("Device.NAT.", 2),
        Rpc::Add("Device.ManagementServer.InformParameter.", "key-3"),
        set(
            &[
                (
                    "Device.ManagementServer.InformParameter.1.ParameterName",
                    DESCRIPTION,
                ),
                (
                    "Device.ManagementServer.InformParameter.1.EventList",
                    "M ScheduleInform",
                ),
                ("Device.ManagementServer.InformParameter.1.Enable", "1"),
                // Watched by now.
                (NOTE, "by the ACS again"),
                (MODE, "Off"),
            ],
            "key-4",
        ),
        Rpc::Transfer("Download", "1 Firmware Upgrade Image", "firmware"),
        Rpc::Transfer("Download", CONFIG, "config"),
        Rpc::Transfer("ScheduleDownload", CONFIG, "night"),
        Rpc::Transfer("Upload", "1 Vendor Configuration File", "backup"),
        Rpc::Change(&["install a-1", "install b-1", "update a-2"], "modules"),
        Rpc::ScheduleInform(240, "later"),
        Rpc::Reboot("reboot"),
    ]
}

fn life(cuts: &[Cut]) -> World {
    let mut world = World::new(11, "\toption periodic_enable '0'\n");
    world.acs.watched = vec![CLIENT, DESCRIPTION, NOTE, MODE];
    world.acs.todo = script().into();
    for minute in 1..15 {
        world.at(minute * 60, Stimulus::CallIfNeeded);
    }
    world.at(
        1000,
        Stimulus::Edit(|flash: &mut Flash| {
            flash.files.insert("/etc/note".into(), "by a person".into());
        }),
    );
    world.at(
        1100,
        Stimulus::Edit(|flash: &mut Flash| {
            let firewall = flash.uci.get_mut("firewall").unwrap();
            *firewall = firewall.replace("192.168.1.2", "192.168.1.99");
        }),
    );
    world.at(1200, Stimulus::Silent(|flash| flash.led = "Blink".into()));
    world.at(1210, Stimulus::Look);
    live(&mut world, 30, 1500, cuts);
    assert!(world.acs.todo.is_empty(), "left: {:?}", world.acs.todo);
    // What is kept over the last power cut, too.
    world.acs.todo = [
        Rpc::Attributes("Device."),
        Rpc::Get("Device."),
        Rpc::Add(MAPPINGS, "key-5"),
        Rpc::ScheduleInform(60, "last"),
    ]
    .into();
    world.at(1500, Stimulus::PowerCycle);
    for minute in 26..35 {
        world.at(minute * 60, Stimulus::CallIfNeeded);
    }
    world.run_until(2400);
    assert!(world.acs.todo.is_empty(), "left: {:?}", world.acs.todo);
    world
}

fn judge(world: &World) {
    world.acs.judge_reports();
    let times = |what: &str| world.acs.times(what);
    for change in [
        format!("{CLIENT} 192.168.1.99"),
        format!("{NOTE} by a person"),
        format!("{MODE} Blink"),
    ] {
        assert_eq!(times(&change), 1, "{change}");
    }
    // A hook whose set was cut before its commit has done it all the same: the ACS, which was not answered,
    // is told, and sets it again.
    let acts = &world.flash.borrow().acts;
    let sets = acts.iter().filter(|act| *act == "hook led set Off").count();
    for (own, most) in [
        (format!("{NOTE} by the ACS again"), 0),
        (format!("{MODE} Off"), sets - 1),
    ] {
        assert!(times(&own) <= most, "the ACS has set it: {own}");
    }
    // Each boot is told, and before anything else of that boot.
    for boot in 1..=world.boots {
        let mut informs = world.acs.informs.iter().filter(|one| one.boot == boot);
        // The power may go before the first.
        let Some(first) = informs.next() else {
            continue;
        };
        assert!(first.events.contains(&"1 BOOT".to_string()), "{first:?}");
    }
    attributes(world);
    numbers(world);
    for inform in &world.acs.informs {
        let scheduled = inform.events.contains(&"3 SCHEDULED".to_string());
        assert_eq!(
            inform
                .events
                .iter()
                .any(|event| event.starts_with("M Sch") && event.contains("Inform")),
            scheduled
        );
        // By the row of InformParameter, from when it was there: the first order is older in time only.
        if scheduled {
            assert!(inform.parameters.contains_key(DESCRIPTION), "{inform:?}");
        }
    }
    let flash = world.flash.borrow();
    let kept = String::from_utf8(flash.state("agent.json").expect("a state")).expect("text");
    for left in [
        "transfers",
        "deployments",
        "scheduled",
        "reboot\"",
        "events",
    ] {
        assert!(!kept.contains(left), "left over: {kept}");
    }
    assert!(kept.len() < 400, "{kept}");
}

fn attributes(world: &World) {
    let attributes = world
        .acs
        .done
        .iter()
        .rev()
        .find_map(|(_, answer)| match answer {
            Answer::Attributes(attributes) => Some(attributes),
            _ => None,
        });
    let attributes = attributes.expect("the attributes were read");
    for (name, notification) in [
        (NOTE, 1),
        (MODE, 2),
        (CLIENT, 2),
        ("Device.NAT.PortMapping.3.Enable", 2),
        ("Device.DeviceInfo.SoftwareVersion", 2),
        ("Device.ManagementServer.ConnectionRequestURL", 2),
        ("Device.ManagementServer.Username", 0),
    ] {
        assert_eq!(attributes.get(name), Some(&notification), "{name}");
    }
}

fn numbers(world: &World) {
    let mut added = BTreeSet::new();
    for (rpc, answer) in &world.acs.done {
        if let (Rpc::Add(MAPPINGS, _), Answer::Added(number)) = (rpc, answer) {
            assert!(
                *number > 2 && added.insert(*number),
                "{number} was given twice"
            );
        }
    }
    assert_eq!(added.len(), 2);
    let values = world
        .acs
        .done
        .iter()
        .rev()
        .find_map(|(_, answer)| match answer {
            Answer::Values(values) => Some(values),
            _ => None,
        });
    let values = values.expect("the values were read");
    for (name, value) in [
        (CLIENT, "192.168.1.99"),
        ("Device.NAT.PortMapping.2.InternalClient", "192.168.1.3"),
        ("Device.ManagementServer.ConnectionRequestUsername", "acs"),
        ("Device.ManagementServer.ParameterKey", "key-4"),
        ("Device.DeviceInfo.ProvisioningCode", "P1"),
        (NOTE, "by a person"),
        (MODE, "Blink"),
    ] {
        assert_eq!(values.get(name).map(String::as_str), Some(value), "{name}");
    }
    let first = added.first().expect("a row");
    assert!(values.contains_key(&format!("{MAPPINGS}{first}.Enable")));
}

#[test]
fn power_cut_at_every_act_of_a_life_with_everything_reports_each_thing_exactly_once() {
    let calm = life(&[]);
    judge(&calm);
    assert_eq!(calm.acs.completed.len(), 4);
    let acts = calm.flash.borrow().acts.clone();
    at_every_act("everything", &acts, |cut| {
        let act = &acts[cut.at];
        let world = life(&[cut]);
        judge(&world);
        // Nothing is sent twice but what could not be noted.
        let repeated = world.acs.reports.iter().any(|report| !report.noted);
        let excused = match cut.how {
            How::After => act == "post",
            How::Before | How::Torn => act.starts_with("write State"),
        };
        assert!(excused || !repeated, "{:?}", world.acs.reports);
    });
}

#[test]
fn power_cut_twice_in_a_life_with_everything_reports_each_thing_exactly_once() {
    let acts = life(&[]).flash.borrow().acts.clone();
    let firsts = cuts(&acts).into_iter().filter(|cut| !cut.process);
    let mut count = 0;
    for (number, first) in firsts.enumerate().step_by(3) {
        let at = [0, 1, 2, 4, 7, 12][number / 3 % 6];
        let how = [How::Before, How::After][number / 3 % 2];
        let process = number % 7 == 0;
        let second = Cut { at, how, process };
        let _trying = Trying(format!("{first:?}, {}, then {second:?}", acts[first.at]));
        judge(&life(&[first, second]));
        count += 1;
    }
    println!("whole life: {count} pairs of cut points");
}
