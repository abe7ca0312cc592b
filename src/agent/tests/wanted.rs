//! RequestDownload: asked for until the ACS has answered.

use super::*;
use crate::cwmp::rpc::RequestDownload;

const ON: (&str, &str, &str) = ("acs", "request_download", "1");
const EVENT: &str = "9 REQUEST DOWNLOAD";

fn want(version: &str) -> Input {
    Input::DownloadWanted(Box::new(RequestDownload {
        file_type: "2 Web Content".into(),
        arguments: vec![("Version".into(), version.into())],
    }))
}

fn settled() -> Scene {
    let mut scene = Scene::with(&[ON]);
    scene.good_session();
    scene.outputs();
    scene
}

/// The version that the next RequestDownload of this session asks for.
fn asked(scene: &mut Scene) -> Option<String> {
    match scene.agent.next_request()? {
        CpeRequest::RequestDownload(wanted) => Some(wanted.arguments[0].1.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_wish_is_asked_for_once_and_the_same_is_one() {
    let mut scene = settled();
    scene.input(want("1"));
    assert_eq!(scene.events(), [EVENT]);
    scene.input(want("2"));
    scene.input(want("1"));
    scene.input(Input::InformDelivered);
    assert_eq!(asked(&mut scene).as_deref(), Some("1"));
    assert_eq!(asked(&mut scene), None, "not before the answer");
    scene.input(Input::DownloadAnswered);
    assert_eq!(asked(&mut scene), None, "the other is of another Inform");
    scene.end(Ok(()), true);
    assert_eq!(scene.events(), [EVENT]);
    scene.input(Input::InformDelivered);
    assert_eq!(asked(&mut scene).as_deref(), Some("2"));
    scene.input(Input::DownloadAnswered);
    scene.end(Ok(()), true);
    scene.wait(5000);
    assert!(scene.plan.is_none());
}

#[test]
fn a_power_cut_before_the_answer_asks_again_and_after_it_does_not() {
    let mut scene = settled();
    scene.input(want("1"));
    scene.input(Input::InformDelivered);
    assert!(asked(&mut scene).is_some());
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT", EVENT]);
    scene.input(Input::InformDelivered);
    assert!(asked(&mut scene).is_some());
    scene.input(Input::DownloadAnswered);
    scene.start_again("boot-3");
    assert_eq!(scene.events(), ["1 BOOT"]);
}

#[test]
fn an_acs_that_breaks_at_it_is_asked_three_times() {
    let mut scene = settled();
    scene.input(want("1"));
    for _ in 0..3 {
        if scene.plan.is_none() {
            scene.wait_for_session();
        }
        assert_eq!(scene.events(), [EVENT]);
        // Sessions that break before it are not its fault.
        scene.no_connection();
        scene.wait_for_session();
        scene.input(Input::InformDelivered);
        assert!(asked(&mut scene).is_some());
        scene.end(Err(Failure::Transport("reset by peer".into())), true);
    }
    scene.wait(10_000);
    assert!(scene.plan.is_none());
}

#[test]
fn off_as_it_comes_and_no_more_than_four_and_nothing_for_another_acs() {
    let refused = |scene: &mut Scene| match scene.outputs().as_slice() {
        [Output::Refuse(fault)] => Some(fault.code.number()),
        [] => None,
        other => panic!("{other:?}"),
    };
    let mut scene = Scene::settled();
    scene.input(want("1"));
    assert_eq!(refused(&mut scene), Some(9001));
    assert!(scene.plan.is_none());

    let mut scene = settled();
    for (version, code) in [
        ("1", None),
        ("2", None),
        ("3", None),
        ("4", None),
        ("5", Some(9004)),
    ] {
        scene.input(want(version));
        assert_eq!(refused(&mut scene), code, "{version}");
    }
    scene.no_connection();
    scene.set("acs", "url", "http://other.example/");
    assert_eq!(scene.events(), ["0 BOOTSTRAP"]);
}

#[test]
fn another_acs_url_while_the_wish_is_being_answered_is_survived() {
    for answered in [true, false] {
        let mut scene = settled();
        scene.input(want("1"));
        scene.input(Input::InformDelivered);
        assert_eq!(asked(&mut scene).as_deref(), Some("1"));
        scene.set("acs", "url", "http://other.example/");
        if answered {
            scene.input(Input::DownloadAnswered);
        }
        scene.end(Ok(()), true);
        assert_eq!(scene.events(), ["0 BOOTSTRAP"]);
    }
}
