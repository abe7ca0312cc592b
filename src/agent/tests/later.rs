//! What the ACS orders for later.

use super::*;

fn order(delay_seconds: u32, command_key: &str) -> Input {
    Input::ScheduleInformRequested {
        delay_seconds,
        command_key: command_key.into(),
    }
}

/// A device in a session that the ACS has called for.
fn called() -> Scene {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene
}

/// Another boot, and the wall clock has gone on.
fn reboot(scene: &mut Scene, boot: &'static str) {
    if boot != scene.boot
        && let Some(wall) = &mut scene.now.wall
    {
        wall.unix += scene.now.mono.as_secs() as i64 - 30;
    }
    scene.start_again(boot);
}

/// The fault of the last input.
fn refusal(scene: &mut Scene) -> Option<u16> {
    match scene.outputs().as_slice() {
        [Output::Refuse(fault)] => Some(fault.code.number()),
        [] => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn several_scheduled_informs_come_each_at_its_time() {
    let mut scene = called();
    let writes = scene.writes;
    scene.input(order(600, "b"));
    scene.input(order(60, "a"));
    scene.input(order(600, "b"));
    assert_eq!(scene.writes - writes, 3, "on flash before each answer");
    scene.end(Ok(()), true);
    assert_eq!(scene.wait_for_session(), 60);
    assert_eq!(scene.events(), ["3 SCHEDULED", "M ScheduleInform [a]"]);
    scene.good_session();
    assert_eq!(scene.wait_for_session(), 540);
    assert_eq!(
        scene.events(),
        [
            "3 SCHEDULED",
            "M ScheduleInform [b]",
            "M ScheduleInform [b]"
        ]
    );
    scene.good_session();
    scene.wait(3600);
    assert!(scene.plan.is_none());
}

#[test]
fn scheduled_informs_survive_reboots_and_failed_sessions() {
    let mut scene = called();
    scene.input(order(600, "a"));
    scene.input(order(5000, "b"));
    scene.end(Ok(()), true);
    scene.wait(100);
    reboot(&mut scene, "boot-2");
    assert_eq!(scene.events(), ["1 BOOT"]);
    scene.good_session();
    assert_eq!(scene.wait_for_session(), 500);
    assert_eq!(scene.events(), ["3 SCHEDULED", "M ScheduleInform [a]"]);
    scene.no_connection();
    for boot in ["boot-3", "boot-3", "boot-4"] {
        reboot(&mut scene, boot);
        assert_eq!(
            scene.events(),
            ["1 BOOT", "3 SCHEDULED", "M ScheduleInform [a]"]
        );
        scene.no_connection();
    }
    reboot(&mut scene, "boot-5");
    scene.good_session();
    let wait = scene.wait_for_session();
    assert!((4400..=4500).contains(&wait), "{wait}");
    assert_eq!(scene.events(), ["3 SCHEDULED", "M ScheduleInform [b]"]);
}

#[test]
fn a_scheduled_inform_that_falls_due_in_a_session_makes_the_next_one() {
    let mut scene = called();
    scene.input(order(10, "a"));
    scene.set_clock(scene.now.mono + Duration::from_secs(20));
    scene.input(Input::Wake);
    scene.end(Ok(()), true);
    assert_eq!(scene.events(), ["3 SCHEDULED", "M ScheduleInform [a]"]);
}

#[test]
fn a_scheduled_inform_that_makes_no_sense_is_refused() {
    let mut scene = called();
    scene.input(order(0, "a"));
    assert_eq!(refusal(&mut scene), Some(9003));
    scene.input(order(1, &"x".repeat(33)));
    assert_eq!(refusal(&mut scene), Some(9003));
    for _ in 0..MOST_SCHEDULED {
        scene.input(order(u32::MAX, &"é".repeat(32)));
        assert_eq!(refusal(&mut scene), None);
    }
    scene.input(order(1, "one more"));
    assert_eq!(refusal(&mut scene), Some(9004));
}

#[test]
fn a_scheduled_inform_that_cannot_be_made_durable_is_refused_and_never_comes() {
    let mut scene = called();
    scene.input(order(60, "kept"));
    scene.flash_is_broken = true;
    scene.input(order(30, "lost"));
    assert_eq!(refusal(&mut scene), Some(9002));
    scene.flash_is_broken = false;
    scene.end(Ok(()), true);
    assert_eq!(scene.wait_for_session(), 60);
    assert_eq!(scene.events(), ["3 SCHEDULED", "M ScheduleInform [kept]"]);
}

#[test]
fn a_new_acs_does_not_get_what_the_old_one_scheduled() {
    let mut scene = called();
    scene.input(order(60, "old"));
    scene.end(Ok(()), true);
    scene.set("acs", "url", "http://other.example/");
    assert_eq!(scene.events(), ["0 BOOTSTRAP"]);
    scene.good_session();
    scene.wait(3600);
    assert!(scene.plan.is_none());
}

#[test]
fn a_scheduled_inform_costs_no_write_while_it_waits() {
    let mut scene = called();
    scene.input(order(86_000, "a"));
    scene.end(Ok(()), true);
    let writes = scene.writes;
    for _ in 0..85 {
        scene.wait(1000);
        scene.input(Input::Wake);
    }
    assert_eq!(scene.writes, writes);
}

// Planned reboots.

/// The reboot that is asked of the platform, after how many seconds.
fn wait_for_reboot(scene: &mut Scene) -> u64 {
    let start = scene.now.mono;
    while scene.outputs.is_empty() {
        let at = scene.agent.wake_at().expect("nothing will ever happen");
        scene.set_clock(at);
        scene.input(Input::Wake);
    }
    assert_eq!(scene.outputs(), [Output::Reboot]);
    (scene.now.mono - start).as_secs()
}

#[test]
fn a_delayed_reboot_comes_after_the_session_and_is_over_after_any_reboot() {
    let off = &[("acs", "periodic_enable", "0")];
    for early in [false, true] {
        let mut scene = Scene::with(off);
        scene.good_session();
        scene.input(Input::ConnectionRequest);
        scene.input(Input::InformDelivered);
        scene.set("acs", "delay_reboot", "600");
        scene.set_clock(scene.now.mono + Duration::from_secs(60));
        scene.input(Input::Wake);
        scene.end(Ok(()), true);
        if early {
            scene.wait(300);
        } else {
            assert_eq!(wait_for_reboot(&mut scene), 600);
        }
        let boot = scene.options.clone();
        let (_, outputs) = Agent::start(
            scene.now,
            settings(&boot),
            scene.flash.as_deref(),
            "boot-2",
            2,
        );
        let over = Output::SetOptions(vec![OptionValue {
            section: "acs",
            option: "delay_reboot",
            value: "-1".into(),
        }]);
        assert!(outputs.contains(&over), "{outputs:?}");
        reboot(&mut scene, "boot-2");
        assert_eq!(scene.events(), ["1 BOOT"], "no M Reboot: nobody called it");
        scene.good_session();
        scene.outputs();
        scene.wait(86_000);
        assert!(scene.outputs().is_empty());
    }
}

#[test]
fn a_delayed_reboot_survives_the_end_of_the_process() {
    let mut scene = Scene::with(&[("acs", "periodic_enable", "0")]);
    scene.good_session();
    scene.set("acs", "delay_reboot", "600");
    scene.start_again("boot-1");
    assert_eq!(wait_for_reboot(&mut scene), 600);
}

#[test]
fn a_delayed_reboot_can_be_called_off() {
    let mut scene = Scene::with(&[("acs", "periodic_enable", "0")]);
    scene.good_session();
    scene.set("acs", "delay_reboot", "600");
    scene.set("acs", "delay_reboot", "-1");
    scene.wait(86_000);
    assert!(scene.outputs().is_empty());
}

#[test]
fn a_scheduled_reboot_comes_once_even_if_the_clock_is_behind_afterwards() {
    let mut scene = Scene::with(&[("acs", "periodic_enable", "0")]);
    scene.good_session();
    // 1 000 s from now.
    scene.now.wall = Some(Wall {
        unix: 1_795_316_400 - 1000,
        offset: 0,
    });
    scene.set("acs", "schedule_reboot", "2026-11-22T03:00:00Z");
    let writes = scene.writes;
    assert_eq!(wait_for_reboot(&mut scene), 1000);
    assert_eq!(scene.writes - writes, 1);
    // The clock of the scene goes back to before the time.
    scene.start_again("boot-2");
    scene.good_session();
    scene.wait(86_000);
    assert!(scene.outputs().is_empty());
    scene.set("acs", "schedule_reboot", "2026-11-24T03:00:00Z");
    wait_for_reboot(&mut scene);
}

#[test]
fn a_scheduled_reboot_waits_for_the_end_of_the_session() {
    let mut scene = called();
    scene.now.wall = Some(Wall {
        unix: 1_795_316_400 - 10,
        offset: 0,
    });
    scene.set("acs", "schedule_reboot", "2026-11-22T03:00:00Z");
    scene.set_clock(scene.now.mono + Duration::from_secs(20));
    scene.input(Input::Wake);
    assert!(scene.outputs().is_empty());
    scene.end(Ok(()), true);
    assert_eq!(scene.outputs(), [Output::Reboot]);
}

#[test]
fn a_scheduled_reboot_in_the_past_does_nothing() {
    let mut scene = Scene::with(&[("acs", "periodic_enable", "0")]);
    scene.good_session();
    scene.set("acs", "schedule_reboot", "2001-01-01T00:00:00Z");
    scene.wait(86_000);
    assert!(scene.outputs().is_empty());
}

// Heartbeats and standby.

fn beating(options: &[(&'static str, &'static str, &str)]) -> Scene {
    let mut all = vec![
        ("acs", "periodic_enable", "0"),
        ("acs", "heartbeat_enable", "1"),
        ("acs", "heartbeat_interval", "100"),
        ("acs", "heartbeat_time", "2026-01-01T00:00:00Z"),
    ];
    all.extend(options);
    let mut scene = Scene::with(&all);
    scene.good_session();
    scene
}

#[test]
fn heartbeats_come_at_their_phase_and_alone() {
    let mut scene = beating(&[]);
    for _ in 0..5 {
        scene.wait_for_session();
        assert_eq!(scene.events(), ["14 HEARTBEAT"]);
        assert!(scene.plan.as_ref().unwrap().is_heartbeat());
        assert_eq!(scene.now.wall.unwrap().unix % 100, 0);
        scene.good_session();
    }
    let writes = scene.writes;
    scene.wait_for_session();
    scene.good_session();
    assert_eq!(scene.writes, writes, "no write for a heartbeat");
    scene.set("acs", "heartbeat_enable", "0");
    scene.wait(86_000);
    assert!(scene.plan.is_none());
}

#[test]
fn without_a_time_the_phase_of_heartbeats_is_by_chance() {
    let mut scene = beating(&[("acs", "heartbeat_time", "0001-01-01T00:00:00Z")]);
    let first = scene.wait_for_session();
    assert!(first <= 100, "{first}");
    scene.good_session();
    assert_eq!(scene.wait_for_session(), 100);
    assert_eq!(scene.events(), ["14 HEARTBEAT"]);
}

#[test]
fn a_heartbeat_that_fails_is_not_retried() {
    let mut scene = beating(&[]);
    scene.wait_for_session();
    scene.no_connection();
    assert_eq!(scene.wait_for_session(), 100, "the next one at its time");
    assert_eq!(scene.events(), ["14 HEARTBEAT"]);
}

#[test]
fn a_heartbeat_is_left_out_while_a_session_runs() {
    let mut scene = beating(&[]);
    scene.input(Input::ConnectionRequest);
    scene.set_clock(scene.now.mono + Duration::from_secs(150));
    scene.input(Input::Wake);
    scene.good_session();
    assert!(scene.plan.is_none());
}

#[test]
fn what_waits_beside_a_heartbeat_goes_right_after_it() {
    let mut scene = beating(&[]);
    scene.input(Input::Changed(vec!["Device.X".into()]));
    scene.no_connection();
    while scene.plan.as_ref().is_none_or(|plan| !plan.is_heartbeat()) {
        if scene.plan.is_some() {
            scene.no_connection();
        }
        scene.wait_for_session();
    }
    assert_eq!(scene.events(), ["14 HEARTBEAT"]);
    assert!(scene.plan.as_ref().unwrap().changed.is_empty());
    scene.good_session();
    assert_eq!(scene.events(), ["4 VALUE CHANGE"]);
    assert_eq!(scene.plan.as_ref().unwrap().changed, ["Device.X"]);
}

#[test]
fn the_first_contact_of_a_boot_is_no_heartbeat() {
    let mut scene = beating(&[]);
    scene.start_again("boot-2");
    for _ in 0..20 {
        assert_eq!(scene.events(), ["1 BOOT"]);
        scene.no_connection();
        scene.wait_for_session();
    }
}

#[test]
fn a_wake_up_is_told_until_it_is_delivered_or_the_device_reboots() {
    let mut scene = Scene::with(&[("acs", "periodic_enable", "0")]);
    scene.good_session();
    scene.input(Input::WokeUp);
    assert_eq!(scene.events(), ["13 WAKEUP"]);
    scene.no_connection();
    scene.wait_for_session();
    assert_eq!(scene.events(), ["13 WAKEUP"]);
    scene.no_connection();
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT"]);
}
