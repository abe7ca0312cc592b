//! An ACS that misbehaves in every way: waits grow, nothing is lost, and once it is good all is told.

use crate::acs::{Informed, Mood, Rpc};
use crate::cuts::Trying;
use crate::world::{Stimulus, World};
use cwmpd::agent::schedule::Random;

const RUDE: [Mood; 10] = [
    Mood::Away,
    Mood::Silent,
    Mood::Status(503),
    Mood::Status(500),
    Mood::Status(404),
    Mood::Garbage,
    Mood::Fault(8001),
    Mood::Fault(8005),
    Mood::Fault(8006),
    Mood::BreaksOff,
];

#[test]
fn every_kind_of_rudeness_before_the_inform_response_is_retried_with_growing_waits() {
    for mood in RUDE {
        if mood == Mood::BreaksOff {
            continue;
        }
        let mut world = World::new(1, "\toption periodic_enable '0'\n");
        world.acs.mood = mood;
        world.run_until(20_000);
        let attempts = world.attempts.clone();
        assert!(
            (11..=16).contains(&attempts.len()),
            "{mood:?}: {} attempts",
            attempts.len()
        );
        let lasts = if mood == Mood::Silent { 60 } else { 0 };
        for (n, pair) in attempts.windows(2).enumerate() {
            let wait = (pair[1] - pair[0]).as_secs_f64() - f64::from(lasts);
            let least = f64::from(5 << n.min(9));
            assert!(
                (least..=2.0 * least + 1.0).contains(&wait),
                "{mood:?}: retry {} after {wait} s",
                n + 1
            );
        }
        let mut counts: Vec<u32> = world
            .acs
            .informs
            .iter()
            .map(|inform| inform.retry_count)
            .collect();
        // 8005 asks for the same Inform again, within the session.
        counts.dedup();
        let heard = if mood == Mood::Away {
            0
        } else {
            attempts.len() as u32
        };
        assert_eq!(counts, (0..heard).collect::<Vec<u32>>(), "{mood:?}");
        world.acs.mood = Mood::Good;
        world.run_until(40_000);
        let told = &world.acs.informs.last().expect("an Inform").events;
        assert_eq!(told, &["0 BOOTSTRAP", "1 BOOT"], "{mood:?}");
        assert!(
            world.flash.borrow().writes <= 4,
            "{mood:?}: {:?}",
            world.flash.borrow().acts
        );
    }
}

#[test]
fn what_the_inform_response_has_delivered_is_not_told_again_however_rude_the_rest() {
    let mut world = World::new(1, "\toption periodic_enable '0'\n");
    world.acs.mood = Mood::BreaksOff;
    world.run_until(20_000);
    assert_eq!(world.acs.informs.len(), 1);
}

#[test]
fn months_with_an_acs_of_changing_moods_lose_nothing_and_repeat_nothing() {
    for seed in 0..8 {
        let _trying = Trying(format!("seed {seed}"));
        let mut random = Random::new(seed);
        let mut world = World::new(seed, "\toption periodic_interval '7200'\n");
        let mut day = 0;
        for _ in 0..12 {
            world.acs.mood = RUDE[random.between(0, 9) as usize];
            for _ in 0..3 {
                let at = day * 86400 + random.between(0, 2 * 86400);
                match random.between(0, 2) {
                    0 => world.at(at, Stimulus::PowerCycle),
                    1 => world.at(at, Stimulus::ConnectionRequest),
                    _ => world.at(
                        at,
                        Stimulus::Address(
                            ["192.0.2.1", "192.0.2.2"][random.between(0, 1) as usize],
                        ),
                    ),
                }
            }
            day += 2;
            world.run_until(day * 86400);
            world.acs.mood = Mood::Good;
            world.acs.todo.push_back(Rpc::Get("Device.DeviceInfo."));
            day += 1;
            world.run_until(day * 86400);
            assert!(world.acs.todo.is_empty(), "a day was not enough");
        }
        let informs = &world.acs.informs;
        assert!(informs.len() > 12 * 12, "{}", informs.len());
        // In each boot that the ACS heard of to the end, BOOT was delivered once; in the others never twice.
        for boot in 1..=world.boots {
            let of_boot: Vec<&Informed> = informs
                .iter()
                .filter(|inform| inform.boot == boot)
                .collect();
            let first_without = of_boot
                .iter()
                .position(|inform| !inform.events.contains(&"1 BOOT".to_string()));
            if let Some(first) = first_without {
                assert!(first > 0, "boot {boot} was not told first");
                assert!(
                    of_boot[first..]
                        .iter()
                        .all(|inform| !inform.events.contains(&"1 BOOT".to_string()))
                );
            }
        }
        let url = &informs.last().expect("an Inform").parameters["Device.ManagementServer.ConnectionRequestURL"];
        assert_eq!(Some(url), world.agent.live_values().values().next());
    }
}
