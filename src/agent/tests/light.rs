//! Lightweight notifications: when one is sent.

use super::*;

const UDP: (&str, &str, &str) = ("acs", "lightweight_protocols", "UDP");

fn settled_with(options: &[(&'static str, &'static str, &str)]) -> Scene {
    let mut scene = Scene::with(options);
    scene.good_session();
    scene.outputs();
    scene
}

/// Whether one is sent now.
fn notifies(scene: &mut Scene) -> bool {
    match scene.outputs().as_slice() {
        [] => false,
        [Output::Notify] => {
            scene.input(Input::Notified(Ok(())));
            true
        }
        other => panic!("{other:?}"),
    }
}

/// The seconds until the next one, and no session before it.
fn next(scene: &mut Scene, most: u64) -> Option<u64> {
    for second in 0..most {
        if notifies(scene) {
            return Some(second);
        }
        scene.wait(1);
        assert!(scene.plan.is_none());
    }
    None
}

#[test]
fn a_change_is_told_at_once_and_many_in_a_row_now_and_then() {
    let mut scene = settled_with(&[UDP]);
    let writes = scene.writes;
    scene.input(Input::LightChanged);
    assert!(notifies(&mut scene));
    let mut sent = 0;
    for _ in 0..100 {
        scene.input(Input::LightChanged);
        sent += u32::from(notifies(&mut scene));
        scene.wait(1);
    }
    assert_eq!(sent, 19, "one in five seconds");
    assert_eq!(next(&mut scene, 10), Some(0), "and the last change, too");
    assert_eq!(next(&mut scene, 3600), None);
    assert_eq!(scene.writes, writes, "nothing is written");
}

#[test]
fn without_the_option_nothing_is_told() {
    let mut scene = settled_with(&[("acs", "lightweight_interval", "60")]);
    scene.input(Input::LightChanged);
    assert_eq!(next(&mut scene, 200), None);
    scene.set("acs", "lightweight_protocols", "UDP");
    scene.input(Input::LightChanged);
    assert!(notifies(&mut scene));
}

#[test]
fn the_trigger_keeps_its_time() {
    // 1 790 000 000 is 20 s after a whole minute.
    let trigger = [
        UDP,
        ("acs", "lightweight_interval", "600"),
        ("acs", "lightweight_time", "2026-01-01T00:00:00Z"),
    ];
    let mut scene = settled_with(&trigger);
    let first = next(&mut scene, 600).unwrap();
    let unix = scene.now.wall.unwrap().unix;
    assert_eq!(unix % 600, 0, "after {first} s");
    assert_eq!(next(&mut scene, 700), Some(600));
    scene.set("acs", "lightweight_interval", "0");
    assert_eq!(next(&mut scene, 2000), None);
}

#[test]
fn not_before_the_bootstrap_not_in_a_session_and_not_without_a_clock() {
    let mut scene = Scene::with(&[UDP]);
    scene.input(Input::LightChanged);
    assert!(!notifies(&mut scene), "the ACS does not know this device");
    scene.good_session();
    assert_eq!(next(&mut scene, 100), None, "it has just been told all");

    scene.input(Input::ConnectionRequest);
    scene.input(Input::LightChanged);
    assert!(!notifies(&mut scene));
    scene.good_session();
    assert_eq!(next(&mut scene, 10), Some(5));

    let clock = scene.now.wall.take();
    scene.input(Input::LightChanged);
    assert_eq!(next(&mut scene, 100), None);
    scene.now.wall = clock;
    assert!(next(&mut scene, 6).is_some());
}

#[test]
fn what_could_not_be_sent_is_tried_again() {
    let mut scene = settled_with(&[UDP]);
    scene.input(Input::LightChanged);
    assert_eq!(scene.outputs(), [Output::Notify]);
    scene.input(Input::Notified(Err("no such host".into())));
    assert_eq!(next(&mut scene, 100), Some(60));
    assert_eq!(next(&mut scene, 100), None);
}
