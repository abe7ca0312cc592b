//! The power goes at every act of a life in which the device asks for downloads: what the command has
//! taken is asked for until the ACS has answered, and not again after that.

use crate::acs::{Bad, Mood};
use crate::cuts::at_every_act;
use crate::flash::Cut;
use crate::world::{Stimulus, World};

const EVENT: &str = "9 REQUEST DOWNLOAD";

fn life(cut: Option<Cut>) -> World {
    let mut world = World::new(
        7,
        "\toption periodic_enable '0'\n\toption request_download '1'\n",
    );
    world.flash.borrow_mut().cut = cut;
    world.at(100, Stimulus::Want("1"));
    world.at(100, Stimulus::Want("2"));
    world.at(300, Stimulus::PowerCycle);
    world.at(400, Stimulus::Want("3"));
    world.run_until(3000);
    world
}

/// How often the ACS was asked for this version.
fn asked(world: &World, version: &str) -> usize {
    world.acs.times(&format!("RequestDownload [{version}]"))
}

fn judge(world: &World) {
    world.acs.judge_reports();
    for version in ["1", "2", "3"] {
        let times = asked(world, version);
        match world.wanted.contains(&version) {
            true => assert_eq!(times, 1, "version {version}"),
            // The power went before the command had its answer.
            false => assert!(times <= 1, "version {version}: {times}"),
        }
    }
    let told = |inform: &&crate::acs::Informed| inform.events.contains(&EVENT.to_string());
    assert!(world.acs.informs.iter().filter(told).count() >= world.wanted.len().min(2));
    let waiting = world.agent.status(cwmpd::time::Now {
        mono: world.time,
        wall: None,
    });
    let events = waiting.into_iter().find(|(name, _)| *name == "events");
    assert_eq!(events, Some(("events", String::new())));
}

#[test]
fn power_cut_at_every_act_of_a_life_with_wishes_asks_for_each_until_it_is_answered() {
    let calm = life(None);
    judge(&calm);
    assert_eq!(calm.wanted, ["1", "2", "3"]);
    let acts = calm.flash.borrow().acts.clone();
    at_every_act("wishes", &acts, |cut| judge(&life(Some(cut))));
}

#[test]
fn an_acs_that_breaks_at_a_wish_is_left_alone_after_three_sessions() {
    let config = "\toption periodic_enable '0'\n\toption request_download '1'\n";
    let mut world = World::new(7, config);
    world.run_until(100);
    // The Inform is answered well, what comes next is not.
    world.acs.mood = Mood::After(1, Bad::Reset);
    let before = world.attempts.len();
    world.at(101, Stimulus::Want("1"));
    world.run_until(86400);
    let attempts = world.attempts.len() - before;
    assert!((3..=4).contains(&attempts), "{attempts} sessions");
    world.acs.mood = Mood::Good;
    world.at(86401, Stimulus::ConnectionRequest);
    world.run_until(90_000);
    let last = world.acs.informs.last().unwrap();
    assert_eq!(last.events, ["6 CONNECTION REQUEST"]);
}
