//! The power goes at every act of a life with two firmware Downloads, a restored configuration, a
//! ScheduleDownload and an Upload: each is reported with its CommandKey, and no image is written twice.

use crate::acs::Rpc;
use crate::cuts::{at_every_act, live, twice};
use crate::flash::{Cut, How};
use crate::world::{Stimulus, World};

const FIRMWARE: &str = "1 Firmware Upgrade Image";
const CONFIG: &str = "3 Vendor Configuration File";
const TRANSFERS: [(&str, &str, &str); 5] = [
    ("Download", FIRMWARE, "fw-1"),
    ("Upload", "1 Vendor Configuration File", "up"),
    ("Download", CONFIG, "config"),
    ("ScheduleDownload", CONFIG, "night"),
    ("Download", FIRMWARE, "fw-2"),
];

fn life(cuts: &[Cut]) -> World {
    let mut world = World::new(7, "\toption periodic_enable '0'\n");
    world.acs.todo = TRANSFERS
        .iter()
        .map(|(method, file_type, key)| Rpc::Transfer(method, file_type, key))
        .collect();
    for minute in 1..20 {
        world.at(minute * 60, Stimulus::CallIfNeeded);
    }
    live(&mut world, 60, 2340, cuts);
    assert!(world.acs.todo.is_empty(), "left: {:?}", world.acs.todo);
    world
}

/// `calm`: without a cut. After one, an image that was about to be written is not tried again.
fn judge(world: &World, calm: bool) {
    world.acs.judge_reports();
    for (method, file_type, key) in TRANSFERS {
        let reports: Vec<u32> = world
            .acs
            .completed
            .iter()
            .filter(|(told, _)| told == key)
            .map(|(_, code)| *code)
            .collect();
        assert!(!reports.is_empty(), "{key} was never reported");
        let asked = world.acs.transfers_sent[key];
        let event = format!("M {method} [{key}]");
        let told = world
            .acs
            .informs
            .iter()
            .filter(|inform| inform.events.contains(&event));
        let mut count = 0;
        for inform in told {
            count += 1;
            assert!(inform.events.contains(&"7 TRANSFER COMPLETE".to_string()));
        }
        assert!(count >= 1, "{event}");
        let written = world
            .flash
            .borrow()
            .installed
            .iter()
            .filter(|installed| *installed == key)
            .count();
        if file_type == FIRMWARE {
            assert!(written <= asked, "{key} was written {written} times");
            // What is written and runs is a success, what is not is none.
            let good = reports.contains(&0);
            assert_eq!(
                good,
                written > 0,
                "{key}: {reports:?}, written {written} times"
            );
            assert!(!calm || written == 1, "{key} was not written");
        } else {
            assert!(reports.iter().all(|code| *code == 0), "{key}: {reports:?}");
        }
    }
    let kept = world.flash.borrow().state("agent.json").expect("a state");
    let kept = String::from_utf8(kept).expect("text");
    assert!(!kept.contains("transfers"), "left over: {kept}");
}

#[test]
fn power_cut_at_every_act_of_a_life_with_transfers_reports_each_and_flashes_none_twice() {
    let calm = life(&[]);
    judge(&calm, true);
    assert_eq!(calm.acs.completed.len(), TRANSFERS.len());
    let acts = calm.flash.borrow().acts.clone();
    assert_eq!(acts.iter().filter(|act| *act == "do install").count(), 2);
    at_every_act("transfers", &acts, |cut| judge(&life(&[cut]), false));
}

#[test]
fn power_cut_twice_in_a_row_reports_each_and_flashes_none_twice() {
    let acts = life(&[]).flash.borrow().acts.clone();
    let seconds = [(1, How::Before), (2, How::After)];
    twice("transfers", &acts, &seconds, |cuts| {
        judge(&life(&cuts), false)
    });
}
