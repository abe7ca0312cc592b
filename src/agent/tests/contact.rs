//! First contact, boots, whether there may be sessions, and the end of things.

use super::*;

#[test]
fn first_contact_is_bootstrap_and_boot() {
    let mut scene = Scene::new();
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    let plan = scene.plan.as_ref().unwrap();
    assert_eq!(
        (plan.url.as_str(), plan.retry_count, plan.fall_back),
        (URL, 0, 0)
    );
    scene.good_session();
    scene.wait(600);
    assert!(scene.plan.is_none());
}

#[test]
fn first_inform_waits_a_little_for_the_connection_request_url() {
    let mut scene = Scene::asleep(vec![("acs", "url", URL.into())]);
    assert!(scene.plan.is_none());
    assert_eq!(scene.wait_for_session(), LISTENER_GRACE.as_secs());
    let scene = Scene::asleep(vec![
        ("acs", "url", URL.into()),
        ("connection_request", "enable", "0".into()),
    ]);
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
}

#[test]
fn next_boot_is_boot_alone() {
    let mut scene = Scene::settled();
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT"]);
}

#[test]
fn a_respawned_process_in_the_same_boot_reports_nothing() {
    let mut scene = Scene::settled();
    scene.start_again("boot-1");
    scene.wait(600);
    assert!(scene.plan.is_none());
}

#[test]
fn a_boot_whose_session_failed_is_reported_by_the_respawned_process() {
    let mut scene = Scene::settled();
    scene.start_again("boot-2");
    scene.no_connection();
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT"]);
}

#[test]
fn an_undelivered_bootstrap_is_retained_over_a_reboot() {
    let mut scene = Scene::new();
    scene.no_connection();
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
}

#[test]
fn a_platform_without_boot_id_reports_each_start_as_a_boot() {
    let mut scene = Scene::settled();
    for _ in 0..2 {
        scene.start_again("");
        assert_eq!(scene.events(), ["1 BOOT"]);
        scene.good_session();
    }
}

#[test]
fn an_unreadable_state_starts_as_a_new_device() {
    for junk in [&b""[..], b"{", b"\xff\xfe", b"{\"version\":99}"] {
        let mut scene = Scene::settled();
        scene.flash = Some(junk.to_vec());
        scene.start_again("boot-1");
        assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
        scene.good_session();
        scene.start_again("boot-1");
        assert!(scene.plan.is_none(), "and that only once");
    }
}

#[test]
fn without_url_or_disabled_there_is_no_session_and_no_connection_request() {
    for (section, option, value) in [("acs", "url", ""), ("acs", "enable", "0")] {
        let mut scene = Scene::with(&[(section, option, value)]);
        assert!(!scene.agent.may_accept_connection_request());
        scene.input(Input::ConnectionRequest);
        scene.input(Input::InformRequested);
        scene.wait(10 * 86400);
        assert!(scene.plan.is_none());
        assert!(scene.agent.silence().is_some());
        scene.set(section, option, if option == "url" { URL } else { "1" });
        assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"], "{option}");
    }
}

#[test]
fn an_acs_that_disables_cwmp_gets_its_answer_and_nothing_after_it() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.set("acs", "enable", "0");
    assert!(scene.outputs().is_empty(), "the session is not stopped");
    scene.end(Ok(()), true);
    scene.wait(10 * 86400);
    assert!(scene.plan.is_none());
}

#[test]
fn a_new_acs_url_is_a_bootstrap_at_once_and_once() {
    let mut scene = Scene::settled();
    scene.set("acs", "url", "https://new.example/");
    assert_eq!(scene.events(), ["0 BOOTSTRAP"]);
    assert_eq!(scene.plan.as_ref().unwrap().url, "https://new.example/");
    scene.good_session();
    scene.set("acs", "periodic_interval", "3600");
    assert!(scene.plan.is_none());
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT"]);
}

#[test]
fn an_acs_that_sets_another_url_is_finished_with_first() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.set("acs", "url", "https://new.example/");
    scene.end(Ok(()), true);
    assert_eq!(scene.events(), ["0 BOOTSTRAP"]);
    assert_eq!(scene.plan.as_ref().unwrap().url, "https://new.example/");
}

#[test]
fn the_old_acs_answering_late_is_not_taken_for_the_new_one() {
    let mut scene = Scene::new();
    scene.set("acs", "url", "https://new.example/");
    scene.good_session();
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    assert_eq!(scene.plan.as_ref().unwrap().url, "https://new.example/");
}

#[test]
fn settings_read_again_during_the_first_session_do_not_repeat_the_bootstrap() {
    let mut scene = Scene::new();
    scene.set("acs", "periodic_interval", "3600");
    scene.good_session();
    assert!(scene.plan.is_none());
}

#[test]
fn a_url_that_was_mistyped_and_repaired_is_tried_at_once() {
    let mut scene = Scene::with(&[("acs", "url", "http://typo.example/")]);
    for _ in 0..12 {
        scene.no_connection();
        scene.wait_for_session();
    }
    scene.no_connection();
    scene.set("acs", "url", URL);
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    assert_eq!(
        scene.plan.as_ref().unwrap().retry_count,
        0,
        "those were failures of another ACS"
    );
}

#[test]
fn stop_without_a_session_is_the_exit() {
    let mut scene = Scene::settled();
    scene.input(Input::Stop);
    assert_eq!(scene.outputs(), [Output::Exit]);
}

#[test]
fn stop_ends_a_session_first_and_loses_nothing() {
    let mut scene = Scene::settled();
    scene.wait_for_session();
    scene.input(Input::Stop);
    assert_eq!(scene.outputs(), [Output::AbortSession]);
    scene.end(Err(Failure::Local("stopped".into())), false);
    assert_eq!(scene.outputs(), [Output::Exit]);
    scene.start_again("boot-1");
    assert_eq!(scene.events(), ["2 PERIODIC"]);
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 0);
}

#[test]
fn stop_does_not_wait_for_a_session_that_hangs() {
    let mut scene = Scene::new();
    scene.input(Input::Stop);
    assert_eq!(scene.outputs(), [Output::AbortSession]);
    scene.set_clock(scene.agent.wake_at().unwrap());
    scene.input(Input::Wake);
    assert_eq!(scene.outputs(), [Output::Exit]);
}

#[test]
fn stop_leaves_a_promised_reboot_to_the_next_start() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(Input::RebootRequested {
        command_key: "k1".into(),
    });
    scene.input(Input::Stop);
    scene.end(Err(Failure::Local("stopped".into())), true);
    assert_eq!(scene.outputs(), [Output::AbortSession, Output::Exit]);
    scene.start_again("boot-1");
    assert_eq!(scene.outputs(), [Output::Reboot]);
}

#[test]
fn a_session_that_hangs_is_stopped_after_an_hour_and_retried() {
    let mut scene = Scene::new();
    for _ in 0..4 {
        scene.set_clock(scene.agent.wake_at().unwrap());
        scene.input(Input::Wake);
        if !scene.outputs.is_empty() {
            break;
        }
    }
    assert_eq!(scene.outputs(), [Output::AbortSession]);
    scene.input(Input::Wake);
    assert!(scene.outputs().is_empty(), "told once");
    scene.no_connection();
    scene.wait_for_session();
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
}

#[test]
fn a_flash_that_refuses_is_tried_again_and_holds_up_nothing() {
    let mut scene = Scene::asleep(vec![("acs", "url", URL.into())]);
    scene.flash_is_broken = true;
    scene.input(Input::ConnectionRequestUrl(Some(CALL_ME.into())));
    scene.good_session();
    scene.wait(600);
    let before = scene.writes;
    scene.flash_is_broken = false;
    scene.wait(60);
    assert_eq!(scene.writes - before, 1);
    scene.start_again("boot-1");
    assert!(scene.plan.is_none(), "all was caught up with");
}

#[test]
fn inform_now_reports_what_waits_or_else_a_periodic() {
    let mut scene = Scene::new();
    scene.no_connection();
    scene.input(Input::InformRequested);
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    scene.good_session();
    scene.input(Input::InformRequested);
    assert_eq!(scene.events(), ["2 PERIODIC"]);
}

#[test]
fn status_tells_what_happens() {
    let mut scene = Scene::new();
    let line = |scene: &Scene, name: &str| {
        let status = scene.agent.status(scene.now);
        status
            .into_iter()
            .find(|(known, _)| *known == name)
            .unwrap()
            .1
    };
    assert_eq!(line(&scene, "session"), "running for 0 s");
    scene.end(Err(Failure::Status(503)), false);
    assert!(line(&scene, "session").starts_with("in "));
    assert_eq!(
        line(&scene, "last_session"),
        "failed 0 s ago: the ACS answered with HTTP status 503"
    );
    assert_eq!(line(&scene, "events"), "0 BOOTSTRAP, 1 BOOT");
    assert_eq!(line(&scene, "retry_count"), "1");
    assert_eq!(line(&scene, "connection_request_url"), CALL_ME);
    scene.set("acs", "enable", "0");
    assert_eq!(
        line(&scene, "session"),
        "none: CWMP is disabled (option enable of section acs)"
    );
}
