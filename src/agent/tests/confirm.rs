//! Changes that must be confirmed, where the simulated world has no say.

use super::*;
use crate::cwmp::rpc::{Operation, RequestDownload, TransferKind, TransferRequest};
use crate::model::guard::Undone;

const MADE: Input = Input::Unconfirmed {
    found: Found::Made,
    mark: 7,
};

fn is_undo(output: &Output) -> bool {
    matches!(output, Output::UndoChanges)
}

fn is_keep(output: &Output) -> bool {
    matches!(output, Output::KeepChanges)
}

fn not_confirmed() -> Scene {
    let mut scene = Scene::settled();
    scene.input(MADE);
    scene.wait(15);
    assert_eq!(scene.events(), ["2 PERIODIC"]);
    scene.wait(165);
    scene.input(Input::Wake);
    assert!(matches!(scene.outputs()[..], [Output::AbortSession]));
    let failure = Failure::Transport("nobody answers".into());
    scene.end(Err(failure), false);
    assert!(scene.outputs().iter().any(is_undo));
    scene
}

/// A change that the next session has confirmed.
fn confirmed(scene: &mut Scene) {
    scene.input(MADE);
    scene.wait(15);
    scene.good_session();
    assert!(scene.outputs().iter().any(is_keep));
}

#[test]
fn what_was_undone_is_told() {
    let mut scene = not_confirmed();
    scene.input(Input::Undone(Ok(Some(Undone::default()))));
    assert!(
        scene
            .events()
            .contains(&"X CWMPD CHANGES UNDONE".to_string())
    );
}

#[test]
fn nothing_to_undo_is_no_news() {
    let mut scene = not_confirmed();
    scene.input(Input::Undone(Ok(None)));
    scene.wait_for_session();
    assert_eq!(scene.events(), ["2 PERIODIC"]);
}

fn failed() -> Input {
    Input::Unconfirmed {
        found: Found::Failed("apply `false`".into()),
        mark: 7,
    }
}

/// The session has changed something that could not be put in force, and has asked for a reboot.
fn failed_and_rebooting() -> Scene {
    let mut scene = Scene::settled();
    scene.session();
    scene.input(Input::RebootRequested {
        command_key: "k".into(),
    });
    scene.input(failed());
    scene.end(Ok(()), true);
    scene
}

#[test]
fn a_reboot_waits_until_a_failed_change_is_undone() {
    let mut scene = failed_and_rebooting();
    let reboots = |outputs: &[Output]| outputs.iter().any(|one| matches!(one, Output::Reboot));
    let outputs = scene.outputs();
    assert!(outputs.iter().any(is_undo) && !reboots(&outputs));
    scene.input(Input::Undone(Err("no room".into())));
    assert!(!reboots(&scene.outputs()));
    wait_for_undo(&mut scene);
    scene.input(Input::Undone(Ok(Some(Undone::default()))));
    assert!(reboots(&scene.outputs()));
}

#[test]
fn no_reboot_waits_for_an_undo_that_never_comes_to_an_end() {
    let mut scene = failed_and_rebooting();
    for _ in 1..10 {
        scene.input(Input::Undone(Err("no room".into())));
        wait_for_undo(&mut scene);
    }
    scene.input(Input::Undone(Err("no room".into())));
    let outputs = scene.outputs();
    assert!(outputs.iter().any(|one| matches!(one, Output::Reboot)));
}

#[test]
fn a_change_that_comes_after_a_failed_one_is_undone_with_it() {
    let mut scene = Scene::settled();
    scene.session();
    scene.input(failed());
    scene.end(Ok(()), true);
    assert!(scene.outputs().iter().any(is_undo));
    scene.input(Input::Undone(Err("no room".into())));
    scene.session();
    scene.input(Input::Unconfirmed {
        found: Found::Made,
        mark: 8,
    });
    scene.end(Ok(()), true);
    assert_eq!(scene.agent.confirm.seconds_left(scene.now), None);
    assert!(wait_for_undo(&mut scene) <= 70);
    // One that the ACS was not reached with waits anew, and the reason of another is not its own.
    let mut scene = not_confirmed();
    scene.input(Input::Undone(Err("no room".into())));
    scene.session();
    scene.input(MADE);
    scene.end(Ok(()), true);
    assert!(!scene.outputs().iter().any(is_undo));
    assert!(scene.agent.confirm.seconds_left(scene.now).is_some());
}

#[test]
fn nothing_is_undone_beside_a_factory_reset() {
    let mut scene = Scene::settled();
    scene.input(Input::ConnectionRequest);
    scene.input(Input::InformDelivered);
    scene.input(Input::FactoryResetRequested);
    scene.input(MADE);
    scene.end(Ok(()), true);
    assert!(matches!(scene.outputs()[..], [Output::FactoryReset]));
    scene.wait(200);
    assert!(scene.outputs().is_empty(), "the reset takes its time");
    scene.input(Input::FactoryResetEnded(Ok(())));
    scene.wait(250);
    assert!(!scene.outputs().iter().any(is_undo));
}

#[test]
fn a_session_waits_for_an_undo_and_an_undo_for_a_session() {
    let mut scene = not_confirmed();
    scene.input(Input::ConnectionRequest);
    scene.wait(600);
    assert!(scene.plan.is_none(), "a session beside the undo");
    let session = scene.agent.status(scene.now).remove(2).1;
    assert_eq!(session, "waits until a change is undone");
    scene.input(Input::Undone(Err("no room".into())));
    assert!(scene.plan.is_some(), "between two attempts");
    scene.wait(120);
    scene.input(Input::Wake);
    assert!(!scene.outputs().iter().any(is_undo), "beside the session");
    scene.good_session();
    assert!(scene.outputs().iter().any(is_undo));
    scene.input(Input::Undone(Ok(Some(Undone::default()))));
    assert!(scene.plan.is_some());
}

/// Until the next attempt to undo, with no ACS to be reached; the seconds that took.
fn wait_for_undo(scene: &mut Scene) -> u64 {
    let start = scene.now.mono;
    while !scene.outputs().iter().any(is_undo) {
        if scene.plan.is_some() {
            scene.no_connection();
        }
        scene.wait(10);
    }
    (scene.now.mono - start).as_secs()
}

#[test]
fn an_undo_that_never_comes_to_an_end_holds_no_file_for_ever() {
    let mut scene = not_confirmed();
    for attempt in 1..10 {
        scene.input(Input::Undone(Err("no room".into())));
        assert!(scene.agent.confirm.waits(), "after {attempt} attempts");
        assert!((60..=70).contains(&wait_for_undo(&mut scene)));
    }
    scene.input(Input::Undone(Err("no room".into())));
    assert!(!scene.agent.confirm.waits());
    assert!((3600..=3610).contains(&wait_for_undo(&mut scene)));
}

#[test]
fn a_change_that_stands_and_could_not_be_forgotten_is_not_undone_after_a_restart() {
    let mut scene = Scene::settled();
    confirmed(&mut scene);
    scene.input(Input::Kept(Err("a directory".into())));
    assert_eq!(scene.agent.kept_changes(), Some(7));
    scene.wait(59);
    assert!(!scene.outputs().iter().any(is_keep));
    scene.wait(1);
    assert!(scene.outputs().iter().any(is_keep));
    scene.input(Input::Kept(Err("a directory".into())));
    let left = |mark| Input::Unconfirmed {
        found: Found::Left,
        mark,
    };
    for boot in ["boot-1", "boot-2"] {
        scene.start_again(boot);
        scene.input(left(7));
        let outputs = scene.outputs();
        assert!(outputs.iter().any(is_keep) && !outputs.iter().any(is_undo));
        scene.input(Input::Kept(Err("a directory".into())));
        if scene.plan.is_some() {
            scene.good_session();
        }
    }
    scene.wait(60);
    scene.input(Input::Kept(Ok(())));
    assert_eq!(scene.agent.kept_changes(), None);
    // Another change is another matter.
    confirmed(&mut scene);
    scene.input(Input::Kept(Err("a directory".into())));
    scene.start_again("boot-2");
    scene.input(left(8));
    assert!(scene.outputs().iter().any(is_undo));
    assert_eq!(scene.agent.kept_changes(), None);
}

#[test]
fn a_new_change_is_not_forgotten_with_the_one_before_it() {
    let mut scene = Scene::settled();
    confirmed(&mut scene);
    scene.input(MADE);
    scene.input(Input::Kept(Err("a directory".into())));
    scene.wait(14);
    assert!(!scene.outputs().iter().any(is_keep));
    assert_eq!(scene.agent.kept_changes(), None);
}

/// What a session has made is told at its end, and its file has the name of the one before.
#[test]
fn nothing_is_forgotten_under_a_session_that_may_have_made_a_change() {
    let mut scene = Scene::settled();
    confirmed(&mut scene);
    scene.input(Input::Kept(Err("a directory".into())));
    scene.wait(30);
    scene.session();
    let soon = scene.now.mono + Duration::from_secs(60);
    scene.set_clock(soon);
    scene.input(Input::Wake);
    assert!(!scene.outputs().iter().any(is_keep));
    assert!(scene.agent.wake_at().is_none_or(|at| at > soon), "in vain");
    scene.end(Ok(()), true);
    assert!(scene.outputs().iter().any(is_keep));
    scene.input(Input::Kept(Err("a directory".into())));
    scene.wait(30);
    scene.session();
    scene.input(Input::Unconfirmed {
        found: Found::Made,
        mark: 8,
    });
    scene.end(Ok(()), true);
    scene.wait(14);
    assert!(!scene.outputs().iter().any(is_keep));
}

#[test]
fn what_hooks_have_not_taken_back_is_said_until_they_have() {
    let mut scene = not_confirmed();
    let undone = |told, left: &[&str]| {
        let left = left.iter().map(|text| text.to_string()).collect();
        Input::Undone(Ok(Some(Undone {
            told,
            left,
            ..Undone::default()
        })))
    };
    let line = |scene: &Scene| {
        let mut status = scene.agent.status(scene.now).into_iter();
        status
            .find(|(name, _)| *name == "not_undone")
            .map(|(_, text)| text)
    };
    scene.input(undone(false, &["led: Device.X_LED.Mode"]));
    assert_eq!(line(&scene).as_deref(), Some("led: Device.X_LED.Mode"));
    assert!(scene.events().iter().any(|event| event.starts_with("X ")));
    scene.good_session();
    assert!(scene.outputs().iter().any(is_keep), "the ACS has been told");
    scene.input(Input::Kept(Ok(())));
    assert!(line(&scene).is_some());
    for left in [&["led: Device.X_LED.Mode"][..], &[]] {
        scene.start_again("boot-2");
        assert_eq!(line(&scene), None);
        scene.input(Input::Unconfirmed {
            found: Found::Undone,
            mark: 9,
        });
        if scene.plan.is_some() {
            scene.good_session();
        }
        assert!(scene.outputs().iter().any(is_undo));
        scene.input(undone(true, left));
        assert!(scene.plan.is_none(), "nothing is told twice");
        assert_eq!(line(&scene).is_some(), !left.is_empty());
        assert_eq!(scene.outputs().iter().any(is_keep), left.is_empty());
    }
}

#[test]
fn what_waited_for_the_acs_before_comes_back_with_its_url() {
    for (restart, reached) in [(false, false), (true, false), (false, true)] {
        let mut scene = Scene::with(&[("acs", "request_download", "1")]);
        scene.good_session();
        scene.input(Input::ConnectionRequest);
        scene.input(Input::InformDelivered);
        scene.input(Input::DownloadWanted(Box::new(RequestDownload {
            file_type: "2 Web Content".into(),
            arguments: Vec::new(),
        })));
        scene.input(Input::ScheduleInformRequested {
            delay_seconds: 5000,
            command_key: "later".into(),
        });
        scene.input(Input::Changed(vec!["Device.X".into()]));
        let url = "http://other.example/";
        scene.set("acs", "url", url);
        scene.input(MADE);
        scene.end(Ok(()), true);
        assert_eq!(scene.agent.state.scheduled.len(), 0);
        if reached {
            // Too soon to confirm anything.
            scene.wait_for_session();
            assert_eq!(scene.plan.as_ref().unwrap().url, url);
            assert_eq!(scene.events(), ["0 BOOTSTRAP"]);
            scene.good_session();
        }
        if restart {
            scene.start_again("boot-1");
            scene.input(Input::Unconfirmed {
                found: Found::Left,
                mark: 7,
            });
        }
        while !scene.outputs().iter().any(is_undo) {
            scene.wait(200);
            if scene.plan.is_some() {
                scene.no_connection();
            }
        }
        scene.set("acs", "url", URL);
        scene.input(Input::Undone(Ok(Some(Undone::default()))));
        let mut expected = vec![
            "4 VALUE CHANGE",
            "X CWMPD CHANGES UNDONE",
            "9 REQUEST DOWNLOAD",
        ];
        if restart {
            // Of changed values a restart knows nothing; the next look finds them.
            expected.retain(|event| *event != "4 VALUE CHANGE");
        }
        if reached {
            expected.insert(0, "0 BOOTSTRAP");
        }
        let mut events = scene.events();
        events.sort();
        expected.sort();
        assert_eq!(events, expected, "{restart} {reached}");
        scene.input(Input::InformDelivered);
        assert!(scene.agent.next_request().is_some());
        scene.input(Input::DownloadAnswered);
        scene.end(Ok(()), true);
        assert_eq!(scene.agent.state.former, None);
        scene.wait(5000);
        assert_eq!(scene.events(), ["3 SCHEDULED", "M ScheduleInform [later]"]);
    }
}

/// A file that a hook has in hand goes on being applied, whatever becomes of the URL.
#[test]
fn an_act_that_ends_while_the_url_is_another_is_neither_done_again_nor_forgotten() {
    for (module, ends) in [(false, 1), (false, 2), (true, 1), (true, 2)] {
        let mut scene = Scene::settled();
        scene.session();
        scene.input(match module {
            true => Input::ChangeDuStateRequested {
                operations: vec![Operation {
                    url: "http://f/a".into(),
                    ..Operation::default()
                }],
                command_key: "k".into(),
            },
            false => Input::TransferRequested(Box::new(configuration())),
        });
        scene.end(Ok(()), true);
        let mut apply = None;
        while apply.is_none() {
            match scene.output() {
                Output::Survey { id } => scene.input(Input::Surveyed {
                    id,
                    result: Ok(modules()),
                }),
                Output::Fetch(fetch) => scene.input(Input::FetchEnded {
                    id: fetch.id,
                    result: Ok("1.0".into()),
                }),
                Output::Apply { id, .. } => {
                    let result = Ok(transfer::Applied::Done);
                    apply = Some(Input::ApplyEnded { id, result });
                }
                Output::Deploy(order) => {
                    apply = Some(Input::Deployed {
                        id: order.id,
                        result: Ok(String::new()),
                        after: Ok(modules()),
                    });
                }
                other => panic!("{other:?}"),
            }
        }
        scene.set("acs", "url", "http://other.example/");
        scene.input(MADE);
        if ends == 1 {
            scene.input(apply.take().unwrap());
            assert_eq!(
                scene.agent.transfer_status(),
                [],
                "to the other one nothing is told"
            );
        }
        let mut left = Vec::new();
        while !left.iter().any(is_undo) {
            if scene.plan.is_some() {
                assert_eq!(scene.events(), ["0 BOOTSTRAP"]);
                scene.no_connection();
            }
            scene.wait(60);
            left.extend(scene.outputs());
        }
        scene.set("acs", "url", URL);
        scene.input(Input::Undone(Ok(Some(Undone::default()))));
        if let Some(apply) = apply {
            assert!(scene.outputs().is_empty(), "it is still being applied");
            scene.input(apply);
        }
        let told = match module {
            true => ["11 DU STATE CHANGE COMPLETE", "M ChangeDUState [k]"],
            false => ["7 TRANSFER COMPLETE", "M Download [k]"],
        };
        scene.wait(60);
        if module && ends == 2 {
            // Sessions go on beside it.
            assert_eq!(scene.events(), ["X CWMPD CHANGES UNDONE"]);
            scene.good_session();
        }
        let events = scene.events();
        assert!(
            told.iter().all(|event| events.contains(&event.to_string())),
            "{events:?}"
        );
        let again = |output: &Output| {
            matches!(
                output,
                Output::Fetch(_) | Output::Survey { .. } | Output::Apply { .. }
            )
        };
        assert!(!scene.outputs().iter().any(again), "{module} {ends}");
    }
}

fn configuration() -> TransferRequest {
    TransferRequest {
        kind: TransferKind::Download,
        command_key: "k".into(),
        file_type: "3 Vendor Configuration File".into(),
        url: "http://f/config".into(),
        username: String::new(),
        password: String::new(),
        file_size: 0,
        target_file_name: String::new(),
        delay: 0,
        windows: Vec::new(),
        source: String::new(),
    }
}

fn modules() -> deploy::Modules {
    deploy::Modules {
        environments: vec![deploy::Environment {
            path: "Device.SoftwareModules.ExecEnv.1".into(),
            alias: String::new(),
            name: "main".into(),
            enabled: true,
        }],
        units: Vec::new(),
    }
}

#[test]
fn what_waited_for_the_acs_before_is_forgotten_once_another_one_is_there() {
    let mut scene = Scene::settled();
    scene.set("acs", "url", "http://other.example/");
    assert!(scene.agent.state.former.is_some());
    scene.good_session();
    assert_eq!(scene.agent.state.former, None);
    scene.set("acs", "url", URL);
    assert_eq!(scene.events(), ["0 BOOTSTRAP"]);
}
