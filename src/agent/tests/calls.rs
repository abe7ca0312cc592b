//! What makes a session: periodic Informs, retries, connection requests, changes; and in which namespace.

use super::*;

#[test]
fn periodic_informs_come_at_the_interval_and_follow_a_new_one_at_once() {
    let mut scene = Scene::with(&[("acs", "periodic_interval", "600")]);
    scene.good_session();
    scene.wait_for_session();
    assert_eq!(scene.events(), ["2 PERIODIC"]);
    scene.good_session();
    assert_eq!(scene.wait_for_session(), 600);
    scene.good_session();
    scene.set("acs", "periodic_interval", "30");
    assert!(scene.wait_for_session() <= 30);
    scene.good_session();
    scene.set("acs", "periodic_enable", "0");
    scene.wait(86400);
    assert!(scene.plan.is_none());
}

#[test]
fn a_quiet_month_writes_nothing() {
    let mut scene = Scene::with(&[
        ("acs", "periodic_interval", "1800"),
        ("acs", "periodic_time", "2026-01-01T00:10:00Z"),
    ]);
    scene.good_session();
    let writes = scene.writes;
    let mut sessions = 0;
    let end = scene.now.mono + Duration::from_secs(30 * 86400);
    loop {
        scene.wait_for_session();
        if scene.now.mono >= end {
            break;
        }
        assert_eq!(scene.events(), ["2 PERIODIC"]);
        scene.good_session();
        scene.input(Input::ConnectionRequest);
        assert_eq!(scene.events(), ["6 CONNECTION REQUEST"]);
        scene.good_session();
        sessions += 1;
    }
    assert_eq!((sessions, scene.writes - writes), (30 * 48, 0));
}

#[test]
fn a_failed_periodic_inform_survives_a_reboot() {
    let mut scene = Scene::settled();
    scene.wait_for_session();
    let writes = scene.writes;
    for _ in 0..5 {
        assert_eq!(scene.events(), ["2 PERIODIC"]);
        scene.no_connection();
        scene.wait_for_session();
    }
    assert_eq!(
        scene.writes - writes,
        1,
        "an ACS that is away costs one write"
    );
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT", "2 PERIODIC"]);
}

#[test]
fn failed_sessions_wait_by_the_table_and_count() {
    let mut scene = Scene::new();
    for count in 0..15_u32 {
        assert_eq!(scene.plan.as_ref().unwrap().retry_count, count);
        assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
        scene.no_connection();
        let waited = scene.wait_for_session();
        let least = 5 << count.min(9);
        assert!(
            (least..=2 * least).contains(&waited),
            "retry {}: {waited} s",
            count + 1
        );
    }
    scene.good_session();
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 0);
}

#[test]
fn after_a_reboot_the_waits_start_again() {
    let mut scene = Scene::new();
    for _ in 0..8 {
        scene.no_connection();
        scene.wait_for_session();
    }
    scene.start_again("boot-2");
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 0);
    scene.no_connection();
    assert!(scene.wait_for_session() <= 20);
}

#[test]
fn while_a_retry_waits_a_connection_request_goes_at_once_and_a_change_waits_too() {
    let mut scene = Scene::new();
    for _ in 0..6 {
        scene.no_connection();
        scene.wait_for_session();
    }
    scene.no_connection();
    scene.input(Input::Changed(vec!["Device.X".into()]));
    assert!(scene.plan.is_none());
    scene.input(Input::ConnectionRequest);
    assert_eq!(
        scene.events(),
        [
            "0 BOOTSTRAP",
            "1 BOOT",
            "4 VALUE CHANGE",
            "6 CONNECTION REQUEST"
        ]
    );
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 7);
    scene.no_connection();
    assert!(scene.wait_for_session() >= 640, "the count was not reset");
    assert_eq!(
        scene.events(),
        ["0 BOOTSTRAP", "1 BOOT", "4 VALUE CHANGE"],
        "6 is never retried"
    );
}

#[test]
fn a_failed_connection_request_alone_is_not_retried_but_counts() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.no_connection();
    scene.wait(3600);
    assert!(scene.plan.is_none());
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 1);
}

#[test]
fn a_session_that_breaks_after_its_inform_reports_nothing_twice() {
    let mut scene = Scene::new();
    scene.input(Input::InformDelivered);
    scene.end(Err(Failure::Transport("reset by peer".into())), true);
    scene.wait(3600);
    assert!(scene.plan.is_none());
    scene.wait_for_session();
    assert_eq!(scene.events(), ["2 PERIODIC"]);
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 1);
}

#[test]
fn an_end_without_inform_response_is_no_success() {
    let mut scene = Scene::new();
    scene.end(Ok(()), false);
    assert!(scene.wait_for_session() >= 5);
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
}

#[test]
fn a_repaired_password_is_tried_at_once_but_not_one_that_the_acs_sets_and_then_fails() {
    let mut scene = Scene::new();
    scene.no_connection();
    scene.set("acs", "password", "better");
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    scene.set("acs", "password", "other");
    scene.no_connection();
    assert!(scene.wait_for_session() >= 10);
}

#[test]
fn several_connection_requests_in_a_session_make_exactly_one_more() {
    let mut scene = Scene::settled();
    for _ in 0..3 {
        scene.input(Input::ConnectionRequest);
    }
    assert_eq!(scene.events(), ["6 CONNECTION REQUEST"]);
    scene.input(Input::InformDelivered);
    scene.input(Input::ConnectionRequest);
    scene.end(Ok(()), true);
    assert_eq!(scene.events(), ["6 CONNECTION REQUEST"]);
    scene.good_session();
    assert!(scene.plan.is_none());
}

/// HTTPConnectionRequestEnable is about HTTP alone.
#[test]
fn with_the_http_door_closed_others_may_call() {
    let mut scene = Scene::settled();
    scene.set("connection_request", "enable", "0");
    scene.input(Input::ConnectionRequestUrl(None));
    assert!(scene.agent.may_accept_connection_request());
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.events(), ["6 CONNECTION REQUEST"]);
    scene.good_session();
    scene.set("acs", "enable", "0");
    assert!(!scene.agent.may_accept_connection_request());
}

#[test]
fn the_path_of_the_url_is_random_secret_and_kept() {
    let mut scene = Scene::settled();
    let path = scene.agent.connection_request_path().to_string();
    assert!(path.len() >= 16, "{path}");
    scene.start_again("boot-2");
    assert_eq!(scene.agent.connection_request_path(), path);
    scene.set("connection_request", "path", "/mine");
    assert_eq!(scene.agent.connection_request_path(), "mine");
}

#[test]
fn changes_travel_once_each_with_whatever_session_comes_next() {
    let mut scene = Scene::settled();
    scene.input(Input::Changed(vec!["Device.A".into(), "Device.B".into()]));
    assert_eq!(scene.events(), ["4 VALUE CHANGE"]);
    assert_eq!(
        scene.plan.as_ref().unwrap().changed,
        ["Device.A", "Device.B"]
    );
    scene.input(Input::Changed(vec!["Device.A".into()]));
    scene.good_session();
    assert_eq!(scene.plan.as_ref().unwrap().changed, ["Device.A"]);
}

#[test]
fn the_notification_throttle_delays_changes_and_nothing_else() {
    let mut scene = Scene::with(&[("acs", "notification_throttle", "300")]);
    scene.good_session();
    scene.wait(100);
    scene.input(Input::Changed(vec!["Device.A".into()]));
    assert!(scene.plan.is_none());
    assert_eq!(scene.wait_for_session(), 200);
    scene.good_session();
    scene.input(Input::Changed(vec!["Device.A".into()]));
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.events(), ["4 VALUE CHANGE", "6 CONNECTION REQUEST"]);
}

#[test]
fn a_session_that_fails_for_something_else_does_not_end_the_notification_throttle() {
    let mut scene = Scene::with(&[("acs", "notification_throttle", "600")]);
    scene.good_session();
    scene.wait(10);
    scene.input(Input::ConnectionRequest);
    scene.no_connection();
    scene.wait(90);
    scene.input(Input::Changed(vec!["Device.A".into()]));
    assert!(scene.plan.is_none());
    assert_eq!(scene.wait_for_session(), 500);
    // What failed itself is tried again as the retry policy says.
    scene.no_connection();
    assert!(scene.wait_for_session() <= 20);
}

#[test]
fn a_rejected_namespace_falls_back_step_by_step_and_the_one_that_works_stays() {
    let mut scene = Scene::new();
    for (failure, next) in [
        (Failure::Status(500), 1),
        (Failure::Status(400), 2),
        (Failure::Version, 0),
        (Failure::Transport("no route".into()), 0),
        (Failure::Status(503), 0),
        (Failure::Version, 1),
    ] {
        scene.end(Err(failure), false);
        scene.wait_for_session();
        assert_eq!(scene.plan.as_ref().unwrap().fall_back, next);
    }
    scene.good_session();
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.plan.as_ref().unwrap().fall_back, 1);
}

#[test]
fn trouble_of_an_acs_that_took_the_namespace_before_is_no_reason_for_another_at_first() {
    let mut scene = Scene::settled();
    for expected in [0, 0, 0, 1] {
        scene.wait_for_session();
        assert_eq!(scene.plan.as_ref().unwrap().fall_back, expected);
        scene.end(Err(Failure::Status(400)), false);
    }
}

#[test]
fn a_status_after_the_inform_response_says_nothing_about_namespaces() {
    let mut scene = Scene::new();
    scene.input(Input::InformDelivered);
    scene.end(Err(Failure::Status(500)), true);
    scene.input(Input::ConnectionRequest);
    assert_eq!(scene.plan.as_ref().unwrap().fall_back, 0);
}
