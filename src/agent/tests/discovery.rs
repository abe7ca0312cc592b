//! The ACS that DHCP tells, and the one that somebody has set.

use super::*;
use crate::agent::discovery::Offer;

const OFFERED: &str = "http://dhcp.example/";

fn offer(url: &str) -> Option<Offer> {
    Some(Offer {
        url: url.into(),
        ..Offer::default()
    })
}

fn nobody_set_an_acs() -> Scene {
    let mut scene = Scene::asleep(Vec::new());
    scene.input(Input::ConnectionRequestUrl(Some(CALL_ME.into())));
    scene.outputs();
    scene
}

/// What the agent wants written, done.
fn write(scene: &mut Scene) -> Vec<(&'static str, String)> {
    let mut written = Vec::new();
    for output in scene.outputs() {
        let Output::SetOptions(options) = output else {
            continue;
        };
        for OptionValue {
            section,
            option,
            value,
        } in options
        {
            written.push((option, value.clone()));
            scene.options.push((section, option, value));
        }
        let settings = settings(&scene.options);
        scene.input(Input::Settings(Box::new(settings)));
    }
    written
}

#[test]
fn a_device_without_an_acs_takes_the_one_of_its_lease() {
    let mut scene = nobody_set_an_acs();
    let told = Offer {
        url: OFFERED.into(),
        provisioning_code: Some("P1".into()),
        retry_minimum_wait: Some("7".into()),
        retry_multiplier: None,
    };
    scene.input(Input::Offered(Some(told)));
    assert_eq!(
        write(&mut scene),
        [
            ("url", OFFERED.to_string()),
            ("provisioning_code", "P1".into()),
            ("retry_minimum_wait", "7".into()),
        ]
    );
    scene.wait_for_session();
    assert_eq!(scene.plan.as_ref().map(|plan| &*plan.url), Some(OFFERED));
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
}

#[test]
fn an_acs_that_somebody_has_set_stays() {
    let mut scene = Scene::settled();
    scene.input(Input::Offered(offer(OFFERED)));
    assert_eq!(write(&mut scene), []);
    // The ACS of the lease sends the device to another one.
    let mut scene = nobody_set_an_acs();
    scene.input(Input::Offered(offer(OFFERED)));
    write(&mut scene);
    scene.wait_for_session();
    scene.good_session();
    scene.set("acs", "url", "http://its-own.example/");
    scene.input(Input::Offered(offer("http://other.example/")));
    assert_eq!(write(&mut scene), []);
}

#[test]
fn a_later_lease_moves_a_device_that_follows_leases() {
    let mut scene = nobody_set_an_acs();
    scene.input(Input::Offered(offer(OFFERED)));
    write(&mut scene);
    scene.wait_for_session();
    // Not in the middle of a session.
    scene.input(Input::Offered(offer("http://second.example/")));
    assert_eq!(write(&mut scene), []);
    scene.good_session();
    assert_eq!(
        write(&mut scene),
        [("url", "http://second.example/".to_string())]
    );
    // Where the URL came from survives a restart.
    scene.start_again("boot-2");
    scene.input(Input::Offered(None));
    assert_eq!(write(&mut scene), []);
    scene.plan = None;
    let mut scene = Scene::asleep(scene.options.clone());
    scene.input(Input::Offered(offer(OFFERED)));
    assert_eq!(
        write(&mut scene),
        [],
        "this one has no state: a person set it"
    );
}

#[test]
fn settings_that_cannot_be_written_are_not_tried_again_and_again() {
    let mut scene = nobody_set_an_acs();
    for _ in 0..3 {
        scene.input(Input::Offered(offer(OFFERED)));
        scene.input(Input::Wake);
    }
    assert_eq!(scene.outputs().len(), 1);
}

#[test]
fn discovery_that_is_switched_off_does_nothing() {
    let mut scene = Scene::asleep(vec![("acs", "discovery", "0".to_string())]);
    scene.input(Input::Offered(offer(OFFERED)));
    assert_eq!(write(&mut scene), []);
}

#[test]
fn an_acs_of_a_lease_that_is_not_reached_is_asked_for_again() {
    let mut scene = nobody_set_an_acs();
    scene.input(Input::Offered(offer(OFFERED)));
    write(&mut scene);
    let mut asked = Vec::new();
    let begin = scene.now.mono;
    while scene.now.mono < begin + Duration::from_secs(8000) {
        scene.wait_for_session();
        scene.no_connection();
        if scene.outputs().contains(&Output::Rediscover) {
            asked.push((scene.now.mono - begin).as_secs());
        }
    }
    assert!((300..=1200).contains(&asked[0]), "{asked:?}");
    assert!(asked.len() >= 2, "{asked:?}");
    assert!(
        asked.windows(2).all(|two| two[1] - two[0] >= 3600),
        "{asked:?}"
    );
    // Nobody asks DHCP for an ACS that did not come from there.
    let mut scene = Scene::new();
    for _ in 0..12 {
        scene.wait_for_session();
        scene.no_connection();
    }
    assert!(!scene.outputs().contains(&Output::Rediscover));
}
