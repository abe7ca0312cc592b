//! The power goes at every act of a life in which software modules are installed, updated and uninstalled:
//! each request is reported once with its CommandKey, and nothing is done twice.

use crate::acs::Rpc;
use crate::cuts::{at_every_act, live, twice};
use crate::flash::{Cut, How};
use crate::world::{Stimulus, World};

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
    live(&mut world, 60, 1140, cuts);
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
    at_every_act("modules", &acts, |cut| judge(&life(&[cut])));
}

#[test]
fn power_cut_twice_in_a_row_among_modules_reports_each_once_and_does_none_twice() {
    let acts = life(&[]).flash.borrow().acts.clone();
    let seconds = [(1, How::Before), (2, How::After)];
    twice("modules", &acts, &seconds, |cuts| judge(&life(&cuts)));
}
