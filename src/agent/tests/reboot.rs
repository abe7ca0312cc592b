//! Reboot and factory reset: promised on flash, done after the session, told once.

use super::*;

fn key(command_key: &str) -> Input {
    Input::RebootRequested {
        command_key: command_key.into(),
    }
}

#[test]
fn reboot_is_on_flash_before_the_answer_and_done_after_the_session() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    let writes = scene.writes;
    scene.input(key("k1"));
    assert_eq!(scene.writes - writes, 1);
    assert!(scene.outputs().is_empty(), "not while the session runs");
    scene.end(Ok(()), true);
    assert_eq!(scene.outputs(), [Output::Reboot]);
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT", "M Reboot [k1]"]);
    scene.good_session();
    scene.start_again("boot-3");
    assert_eq!(scene.events(), ["1 BOOT"], "told once");
}

#[test]
fn an_accepted_reboot_is_done_however_the_session_ends() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.end(Err(Failure::Transport("reset by peer".into())), true);
    assert_eq!(scene.outputs(), [Output::Reboot]);
}

#[test]
fn an_undelivered_reboot_event_survives_any_number_of_reboots() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.input(key(""));
    scene.input(key("k1"));
    scene.end(Ok(()), true);
    for boot in ["boot-2", "boot-3", "boot-4", "boot-4"] {
        scene.start_again(boot);
        assert_eq!(
            scene.events(),
            ["1 BOOT", "M Reboot [k1]", "M Reboot", "M Reboot [k1]"]
        );
        scene.no_connection();
    }
}

#[test]
fn a_process_that_dies_between_answer_and_reboot_reboots_when_it_comes_back() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.start_again("boot-1");
    assert_eq!(scene.outputs(), [Output::Reboot]);
    assert!(scene.plan.is_none());
}

#[test]
fn no_session_starts_while_the_device_goes_down() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.end(Ok(()), true);
    assert!(!scene.agent.may_accept_connection_request());
    scene.input(Input::Changed(vec!["Device.A".into()]));
    scene.wait(200);
    assert!(scene.plan.is_none());
}

/// No session would follow within thirty seconds.
#[test]
fn nobody_who_calls_once_a_reboot_is_ordered_is_promised_a_session() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    assert!(scene.agent.may_accept_connection_request());
    scene.input(key("k1"));
    assert!(!scene.agent.may_accept_connection_request());
    scene.input(Input::ConnectionRequest);
    scene.end(Ok(()), true);
    assert_eq!(scene.outputs(), [Output::Reboot]);
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT", "M Reboot [k1]"]);
}

#[test]
fn a_reboot_that_never_comes_is_tried_again_and_then_given_up() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.end(Ok(()), true);
    assert_eq!(scene.outputs(), [Output::Reboot]);
    scene.input(Input::RebootFailed("no such hook".into()));
    assert!(scene.outputs().is_empty());
    assert!(
        scene.agent.may_accept_connection_request(),
        "the device stays reachable meanwhile"
    );
    scene.wait(60);
    assert_eq!(scene.outputs(), [Output::Reboot]);
    scene.wait(3600);
    assert_eq!(scene.outputs(), [Output::Reboot], "the third and last time");
    assert!(scene.agent.may_accept_connection_request());
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT"], "a boot of another cause");
}

#[test]
fn a_reboot_that_cannot_be_made_durable_is_refused() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.flash_is_broken = true;
    for input in [key("k1"), Input::FactoryResetRequested] {
        scene.input(input);
        let outputs = scene.outputs();
        let [Output::Refuse(fault)] = &outputs[..] else {
            panic!("{outputs:?}")
        };
        assert_eq!(fault.code, FaultCode::InternalError);
        assert!(fault.text.contains("no space left"), "{fault}");
    }
    scene.end(Ok(()), true);
    assert!(scene.outputs().is_empty(), "and so it is not done");
}

#[test]
fn of_two_reboots_the_one_that_was_refused_is_not_reported() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.flash_is_broken = true;
    scene.input(key("k2"));
    assert!(matches!(scene.outputs()[..], [Output::Refuse(_)]));
    scene.end(Ok(()), true);
    assert_eq!(scene.outputs(), [Output::Reboot]);
    scene.flash_is_broken = false;
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT", "M Reboot [k1]"]);
}

#[test]
fn reboots_without_end_and_endless_keys_are_refused() {
    let mut scene = Scene::settled();
    scene.input(key("too early"));
    assert!(
        matches!(&scene.outputs()[..], [Output::Refuse(fault)] if fault.code == FaultCode::RequestDenied)
    );
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key(&"x".repeat(33)));
    assert!(
        matches!(&scene.outputs()[..], [Output::Refuse(fault)] if fault.code == FaultCode::InvalidArguments)
    );
    for _ in 0..MOST_REBOOTS {
        scene.input(key("k"));
        assert!(scene.outputs().is_empty());
    }
    scene.input(key("k"));
    assert!(
        matches!(&scene.outputs()[..], [Output::Refuse(fault)] if fault.code == FaultCode::ResourcesExceeded)
    );
}

#[test]
fn factory_reset_forgets_everything_and_is_a_new_device_after_the_reboot() {
    let mut scene = Scene::settled();
    let path = scene.agent.connection_request_path().to_string();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(key("k1"));
    scene.input(Input::FactoryResetRequested);
    scene.end(Ok(()), true);
    assert_eq!(scene.outputs(), [Output::FactoryReset]);
    scene.input(Input::FactoryResetEnded(Ok(())));
    assert_eq!(scene.outputs(), [Output::Reboot]);
    for boot in ["boot-2", "boot-2", "boot-3"] {
        scene.start_again(boot);
        assert!(scene.outputs().is_empty());
        assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
    }
    assert_ne!(scene.agent.connection_request_path(), path);
}

#[test]
fn power_cut_during_a_factory_reset_does_it_again() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(Input::FactoryResetRequested);
    for boot in ["boot-1", "boot-2"] {
        scene.start_again(boot);
        assert_eq!(scene.outputs(), [Output::FactoryReset]);
        assert!(scene.plan.is_none(), "no word to the ACS before it is done");
    }
    scene.input(Input::FactoryResetEnded(Ok(())));
    scene.start_again("boot-3");
    assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT"]);
}

#[test]
fn a_factory_reset_that_fails_is_given_up_after_three_times() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(Input::FactoryResetRequested);
    scene.end(Ok(()), true);
    for _ in 0..3 {
        assert_eq!(scene.outputs(), [Output::FactoryReset]);
        scene.input(Input::FactoryResetEnded(Err("no such hook".into())));
        scene.wait(60);
    }
    assert!(scene.outputs().is_empty());
    scene.start_again("boot-1");
    assert!(scene.outputs().is_empty());
}

#[test]
fn new_acs_and_reboot_in_one_session_bring_bootstrap_boot_and_the_reboot() {
    for reboot_first in [true, false] {
        let mut scene = Scene::settled();
        scene.input(Input::ConnectionRequest);
        scene.input(Input::InformDelivered);
        if reboot_first {
            scene.input(key("k1"));
        }
        scene.set("acs", "url", "https://new.example/");
        if !reboot_first {
            scene.input(key("k1"));
        }
        scene.end(Ok(()), true);
        assert_eq!(scene.outputs(), [Output::Reboot]);
        assert!(scene.plan.is_none(), "first things first");
        scene.start_again("boot-2");
        assert_eq!(scene.events(), ["0 BOOTSTRAP", "1 BOOT", "M Reboot [k1]"]);
    }
}
