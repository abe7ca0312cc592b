//! The power goes at every act of a life in which the ACS orders Informs for later: each comes, at its
//! time or as soon as the device is up again, and none twice.

use crate::acs::{Answer, Rpc};
use crate::cuts::at_every_act;
use crate::flash::Cut;
use crate::world::{Stimulus, World};

const ORDERS: [(u32, &str); 3] = [(40, "soon"), (300, "later"), (900, "last")];

fn life(cut: Option<Cut>) -> World {
    let mut world = World::new(7, "\toption periodic_enable '0'\n");
    world.flash.borrow_mut().cut = cut;
    world.acs.todo = ORDERS
        .iter()
        .map(|(delay, key)| Rpc::ScheduleInform(*delay, key))
        .chain([Rpc::Reboot("r")])
        .collect();
    for minute in 1..5 {
        world.at(minute * 60 + 30, Stimulus::CallIfNeeded);
    }
    world.at(600, Stimulus::PowerCycle);
    world.run_until(3000);
    assert!(world.acs.todo.is_empty(), "left: {:?}", world.acs.todo);
    world
}

fn judge(world: &World) {
    world.acs.judge_reports();
    let informs = &world.acs.informs;
    for (delay, key) in ORDERS {
        let event = format!("M ScheduleInform [{key}]");
        let told: Vec<usize> = (0..informs.len())
            .filter(|number| informs[*number].events.contains(&event))
            .collect();
        assert!(!told.is_empty(), "{event} was never told");
        for number in told {
            let inform = &informs[number];
            assert!(inform.events.contains(&"3 SCHEDULED".to_string()));
            assert!(inform.at.as_secs() >= u64::from(delay));
        }
    }
    for inform in informs {
        let scheduled = inform.events.contains(&"3 SCHEDULED".to_string());
        let with_key = inform.events.iter().any(|event| event.contains("M Sch"));
        assert_eq!(scheduled, with_key, "{:?}", inform.events);
    }
}

#[test]
fn power_cut_at_every_act_of_a_life_with_scheduled_informs_loses_none_and_repeats_none() {
    let calm = life(None);
    judge(&calm);
    let keys: Vec<u64> = ORDERS
        .iter()
        .map(|(_, key)| {
            let event = format!("M ScheduleInform [{key}]");
            let told = calm
                .acs
                .informs
                .iter()
                .filter(|i| i.events.contains(&event));
            let at: Vec<u64> = told.map(|inform| inform.at.as_secs()).collect();
            assert_eq!(at.len(), 1, "{event}");
            at[0]
        })
        .collect();
    // Ordered some 20 s after the beginning; two reboots came in between.
    for (at, (delay, key)) in keys.iter().zip(ORDERS) {
        let late = at - u64::from(delay);
        assert!((20..120).contains(&late), "{key} {late} s late");
    }
    let acts = calm.flash.borrow().acts.clone();
    at_every_act("scheduled Informs", &acts, |cut| judge(&life(Some(cut))));
}

#[test]
fn power_cut_at_every_act_of_a_planned_reboot_reboots_at_most_once_more_than_planned() {
    let reboots = |world: &World| {
        let flash = world.flash.borrow();
        flash.acts.iter().filter(|act| *act == "do reboot").count()
    };
    let life = |cut: Option<Cut>| {
        let mut world = World::new(7, "\toption periodic_enable '0'\n");
        world.flash.borrow_mut().cut = cut;
        // 2026-11-22T00:20:00Z is 1200 s after the beginning.
        let values = [
            ("DelayReboot", "100"),
            ("ScheduleReboot", "2026-11-22T00:20:00Z"),
        ];
        world.acs.todo.push_back(Rpc::Set(
            values
                .map(|(name, value)| (format!("Device.ManagementServer.{name}"), value.into()))
                .into(),
            "key",
        ));
        world.at(60, Stimulus::CallIfNeeded);
        world.run_until(3000);
        assert!(world.acs.todo.is_empty());
        world
            .acs
            .todo
            .push_back(Rpc::Get("Device.ManagementServer."));
        for minute in 52..58 {
            world.at(minute * 60, Stimulus::CallIfNeeded);
        }
        world.run_until(3600);
        let Some((_, Answer::Values(values))) = world.acs.done.last() else {
            panic!("the last call reads all")
        };
        assert_eq!(values["Device.ManagementServer.DelayReboot"], "-1");
        for inform in &world.acs.informs {
            let called = inform.events.iter().any(|event| event.contains("M Reboot"));
            assert!(!called, "{:?}", inform.events);
        }
        world
    };
    let calm = life(None);
    assert_eq!((reboots(&calm), calm.boots), (2, 3));
    let acts = calm.flash.borrow().acts.clone();
    at_every_act("planned reboots", &acts, |cut| {
        let world = life(Some(cut));
        assert!(world.boots <= 4, "{} boots", world.boots);
    });
}

#[test]
fn the_same_delay_written_again_counts_from_the_later_session() {
    let write = || {
        let name = "Device.ManagementServer.DelayReboot".to_string();
        Rpc::Set(vec![(name, "600".into())], "key")
    };
    let mut world = World::new(7, "\toption periodic_enable '0'\n");
    world.acs.todo.push_back(write());
    world.run_until(400);
    world.acs.todo.push_back(write());
    world.at(401, Stimulus::CallIfNeeded);
    world.run_until(999);
    assert!(world.acs.todo.is_empty());
    assert_eq!(world.boots, 1);
    world.run_until(1100);
    assert_eq!(world.boots, 2);
}
