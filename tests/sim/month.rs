//! A month with an ACS that is rude at any point of a session, orders all the same, and a device that loses
//! its power now and then: every order is reported once, the waits are the standard's, nothing grows.

use crate::acs::{Bad, Mood, Rpc};
use crate::cuts::Trying;
use crate::flash::Flash;
use crate::world::{Outcome, Stimulus, World};
use cwmpd::agent::schedule::Random;
use std::process::Command;

const DAYS: u64 = 30;
const DAY: u64 = 86400;
const NOTE: &str = "Device.X_EXAMPLE_LED.Note";
const CONFIG: &str = "3 Vendor Configuration File";
const FIRMWARE: &str = "1 Firmware Upgrade Image";
/// Bytes of heap that the agent and its tree may have beyond what they have when nothing has happened yet:
/// whatever waits, and when nothing waits any more.
const MOST_MORE: usize = 32 << 10;
const MOST_LEFT: usize = 8 << 10;
/// Bytes of its state on flash, whatever waits.
const MOST_ON_FLASH: usize = 16 << 10;

const BAD: [Bad; 8] = [
    Bad::Silence,
    Bad::Status(503),
    Bad::Status(404),
    Bad::Redirects,
    Bad::Garbage,
    Bad::Half,
    Bad::Fault(8002),
    Bad::Reset,
];

#[test]
fn a_month_with_a_rude_acs_loses_no_order_keeps_the_waits_and_grows_nothing() {
    for seed in 0..3 {
        let _trying = Trying(format!("seed {seed}"));
        let world = month(seed, DAYS);
        judge(&world);
        let acs = &world.acs;
        println!(
            "seed {seed}: {} sessions, {} of them bad; {} transfers, {} changes of modules, {} reboots, {} Informs ordered",
            world.outcomes.len(),
            world.outcomes.iter().filter(|one| !one.good).count(),
            acs.transfers_sent.len(),
            acs.changes_sent.len(),
            acs.reboots_sent.len(),
            acs.informs_ordered.len(),
        );
    }
}

/// Alone in a process: the heap is that of all its threads.
#[test]
fn a_month_with_a_rude_acs_takes_no_more_memory_than_an_hour() {
    let played = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "month::inside_memory", "--ignored"])
        .args(["--nocapture", "--test-threads=1"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&played.stdout);
    let told = String::from_utf8_lossy(&played.stderr);
    assert!(played.status.success(), "{said}\n{told}");
    assert!(said.contains("1 passed"), "{said}\n{told}");
    print!("{said}");
}

#[test]
#[ignore = "played by a_month_with_a_rude_acs_takes_no_more_memory_than_an_hour"]
fn inside_memory() {
    // What is made once in a process counts for none of them.
    month(0, 0);
    for seed in 0..3 {
        let first = month(seed, 0).heap();
        let mut world = month(seed, DAYS);
        let heaps = std::mem::take(&mut world.heaps);
        let most = *heaps.iter().max().expect("a boot");
        let last = world.heap();
        println!(
            "seed {seed}: {first} bytes of heap after an hour; at most {most} when the power went, {} times; \
             {last} after a month",
            heaps.len()
        );
        assert!(most > first / 2, "nothing was measured");
        assert!(most < first + MOST_MORE, "{heaps:?}");
        assert!(last < first + MOST_LEFT, "{first} at first, {last} now");
    }
}

fn month(seed: u64, days: u64) -> World {
    let mut random = Random::new(seed);
    let mut world = World::new(seed, "\toption periodic_interval '7200'\n");
    world.acs.todo.push_back(Rpc::Notify(NOTE, 2));
    world.run_until(3600);
    let mut orders = 0;
    let mut time = 3600;
    while time < days * DAY {
        // Half of the time it is good, and sometimes good for a while in each session.
        let bad = BAD[random.between(0, BAD.len() as u64 - 1) as usize];
        world.acs.mood = match random.between(0, 7) {
            0..=3 => Mood::Good,
            4 => Mood::Away,
            _ => Mood::After(random.between(0, 5) as u32, bad),
        };
        let lasts = random.between(600, 8 * 3600);
        for _ in 0..random.between(0, 3) {
            orders += 1;
            let order = order(orders, &mut random);
            world.acs.todo.push_back(order);
        }
        if world.acs.mood == Mood::Good {
            world.at(time + lasts / 3, Stimulus::CallIfNeeded);
            // What is ordered now is to be reported to an ACS that does not answer to that.
            if random.between(0, 2) == 0 {
                world.run_until(time + lasts / 3 + 20);
                world.acs.mood = Mood::After(1, bad);
            }
        }
        match random.between(0, 9) {
            0 => world.at(time + lasts / 2, Stimulus::PowerCycle),
            1..=3 => world.at(time + lasts / 2, Stimulus::Edit(another_note)),
            _ => {}
        }
        time += lasts;
        world.run_until(time);
        let kept = world.flash.borrow().state("agent.json").expect("a state");
        assert!(kept.len() < MOST_ON_FLASH, "{} bytes on flash", kept.len());
    }
    if days == 0 {
        return world;
    }
    world.acs.mood = Mood::Good;
    for hour in 1..48 {
        world.at(time + hour * 3600, Stimulus::CallIfNeeded);
    }
    world.run_until(time + 3 * DAY);
    assert!(world.acs.todo.is_empty(), "left: {:?}", world.acs.todo);
    world
}

fn another_note(flash: &mut Flash) {
    let note = flash.files.get_mut("/etc/note").expect("a note");
    *note = format!("{}", note.len() + 1).repeat(note.len() % 7 + 1);
}

fn order(number: u32, random: &mut Random) -> Rpc {
    let key: &'static str = format!("order-{number}").leak();
    match random.between(0, 11) {
        0 => Rpc::Reboot(key),
        1 | 2 => Rpc::ScheduleInform(random.between(30, 2 * DAY) as u32, key),
        3 | 4 => Rpc::Transfer("Download", CONFIG, key),
        5 => Rpc::Transfer("Download", FIRMWARE, key),
        6 | 7 => Rpc::Transfer("ScheduleDownload", CONFIG, key),
        8 | 9 => Rpc::Transfer("Upload", "1 Vendor Configuration File", key),
        _ => Rpc::Change(&["install a-1", "uninstall a"], key),
    }
}

fn judge(world: &World) {
    let acs = &world.acs;
    acs.judge_reports();
    for sent in [
        &acs.transfers_sent,
        &acs.changes_sent,
        &acs.reboots_sent,
        &acs.informs_ordered,
    ] {
        assert!(
            !sent.is_empty(),
            "nothing of a kind was ordered: choose another seed"
        );
        // Each answer was heard, so each order went out once and is told once.
        assert!(sent.values().all(|sent| *sent == 1), "{sent:?}");
    }
    for event in [
        "M Download",
        "M ScheduleDownload",
        "M Upload",
        "M Reboot",
        "M ScheduleInform",
        "M ChangeDUState",
        "4 VALUE CHANGE",
    ] {
        let mut informs = acs.informs.iter();
        let told = informs.any(|inform| inform.events.iter().any(|one| one.starts_with(event)));
        assert!(told, "{event} never came");
    }
    // The value that the device has is the one that was told last.
    let note = world.flash.borrow().files["/etc/note"].clone();
    let mut told = acs
        .informs
        .iter()
        .rev()
        .filter_map(|inform| inform.parameters.get(NOTE));
    assert_eq!(told.next(), Some(&note));
    waits(&world.outcomes);
}

/// RetryCount counts the failures since the last success of this boot, and the waits grow with it
/// (TR-069 3.2.1.1: 5 s, factor 2, at most ten times).
fn waits(outcomes: &[Outcome]) {
    let mut failures = 0;
    for (number, outcome) in outcomes.iter().enumerate() {
        let before = number.checked_sub(1).map(|at| &outcomes[at]);
        let before = before.filter(|before| before.boot == outcome.boot);
        if before.is_none_or(|before| before.good) {
            failures = 0;
        }
        assert_eq!(outcome.retry_count, failures, "{outcome:?}");
        let called = outcome
            .events
            .iter()
            .any(|event| event == "6 CONNECTION REQUEST");
        if let Some(before) = before.filter(|before| !before.good && !called) {
            let wait = (outcome.start - before.end).as_secs_f64();
            let least = f64::from(5 << (failures - 1).min(9));
            assert!(
                wait >= least,
                "retry {failures} after {wait} s: {outcome:?}"
            );
            // What its InformResponse has delivered leaves nothing to hurry for.
            if !before.informed {
                assert!(
                    wait <= 2.0 * least + 1.0,
                    "retry {failures} after {wait} s: {outcome:?}"
                );
            }
        }
        failures += u32::from(!outcome.good);
    }
}
