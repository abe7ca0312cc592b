//! The power goes at every act of a life in which software modules are installed, updated and uninstalled:
//! each request is reported once with its CommandKey, and nothing is done twice.

use crate::acs::Rpc;
use crate::flash::{Cut, How};
use crate::power_cut::cuts;
use crate::world::{Stimulus, Trying, World};

const CHANGES: [(&str, &[&str]); 3] = [
    ("first", &["install a-1", "install b-1", "install b-1"]),
    (
        "second",
        &["update a-2", "uninstall b", "install c-1", "uninstall d"],
    ),
    ("third", &["uninstall a", "install a-1"]),
];

fn life(cuts: &[Cut]) -> World {
    let mut world = World::new(7, "\toption periodic_enable '0'\n");
    let mut cuts = cuts.iter();
    world.flash.borrow_mut().cut = cuts.next().copied();
    world.acs.todo = CHANGES
        .iter()
        .map(|(key, operations)| Rpc::Change(operations, key))
        .collect();
    world.acs.todo.insert(
        1,
        Rpc::Transfer("Download", "3 Vendor Configuration File", "config"),
    );
    for minute in 1..10 {
        world.at(minute * 60, Stimulus::CallIfNeeded);
    }
    for minute in 1..20 {
        world.run_until(minute * 60);
        if world.flash.borrow().cut.is_none()
            && let Some(cut) = cuts.next()
        {
            let acts = world.flash.borrow().acts.len();
            let at = acts + cut.at;
            world.flash.borrow_mut().cut = Some(Cut { at, ..*cut });
        }
    }
    assert!(world.acs.todo.is_empty(), "left: {:?}", world.acs.todo);
    world
}

fn judge(world: &World) {
    world.acs.judge_reports();
    let flash = world.flash.borrow();
    for (key, operations) in CHANGES {
        let asked = world.acs.changes_sent[key];
        let reports: Vec<&Vec<u32>> = world
            .acs
            .changed
            .iter()
            .filter(|(told, _)| told == key)
            .map(|(_, codes)| codes)
            .collect();
        for codes in &reports {
            assert_eq!(codes.len(), operations.len(), "{key}: {codes:?}");
        }
        for (at, operation) in operations.iter().enumerate() {
            let what = format!("du-{operation}");
            let done = flash.changed.iter().filter(|done| **done == what).count();
            let meant = CHANGES.iter().flat_map(|(_, operations)| *operations);
            let meant = meant.filter(|other| *other == operation).count();
            // A request whose answer was lost went out again.
            let most: usize = CHANGES
                .iter()
                .filter(|(_, operations)| operations.contains(operation))
                .map(|(key, _)| world.acs.changes_sent[key])
                .sum();
            assert!(done <= most, "{what}: done {done} times");
            let good = reports.iter().any(|codes| codes[at] == 0);
            if asked == 1 && meant == 1 {
                assert_eq!(
                    good,
                    done > 0,
                    "{key} {what}: {reports:?}, done {done} times"
                );
            }
        }
    }
    let kept = String::from_utf8(flash.state("agent.json").expect("a state")).expect("text");
    assert!(!kept.contains("deployments"), "left over: {kept}");
}

#[test]
fn power_cut_at_every_act_of_a_life_with_modules_reports_each_once_and_does_none_twice() {
    let calm = life(&[]);
    judge(&calm);
    assert_eq!(
        calm.acs.changed,
        [
            ("first".to_string(), vec![0, 0, 9026]),
            ("second".to_string(), vec![0, 0, 0, 9028]),
            ("third".to_string(), vec![0, 0]),
        ]
    );
    let acts = calm.flash.borrow().acts.clone();
    let cuts = cuts(&acts);
    for cut in &cuts {
        let act = &acts[cut.at];
        let _trying = Trying(format!("power cut {:?} act {}, {act}", cut.how, cut.at));
        judge(&life(&[*cut]));
    }
    println!("modules: {} cut points in {} acts", cuts.len(), acts.len());
}

#[test]
fn power_cut_twice_in_a_row_among_modules_reports_each_once_and_does_none_twice() {
    let acts = life(&[]).flash.borrow().acts.clone();
    let mut count = 0;
    for first in cuts(&acts).into_iter().filter(|cut| !cut.process) {
        for (at, how) in [(1, How::Before), (2, How::After)] {
            let _trying = Trying(format!(
                "power cut {:?} act {}, {}, then {how:?} the {at}th",
                first.how, first.at, acts[first.at]
            ));
            judge(&life(&[first, Cut { at, how, ..first }]));
            count += 1;
        }
    }
    println!("modules: {count} pairs of cut points");
}
