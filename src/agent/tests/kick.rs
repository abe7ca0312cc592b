//! Kicked: told at once, once, and whoever is in the LAN can do the ACS and the agent no harm by it.

use super::*;
use crate::agent::kick::{BETWEEN, LONGEST_URL, MOST_AT_ONCE, PATIENCE};
use crate::cwmp::rpc::Kicked;

const EVENT: &str = "5 KICKED";

fn kick() -> Input {
    Input::Kicked(Box::new(Kicked::read(["Command=1"]).unwrap()))
}

/// What was said to whoever kicked, or why it was refused.
fn said(scene: &mut Scene) -> Option<Result<String, String>> {
    match scene.outputs().as_slice() {
        [] => None,
        [Output::Kicked(said)] => Some(said.clone()),
        [Output::Refuse(fault)] => Some(Err(fault.text.clone())),
        other => panic!("{other:?}"),
    }
}

fn refused(scene: &mut Scene) -> String {
    scene.input(kick());
    said(scene).expect("said at once").expect_err("no URL")
}

/// A kick whose Kicked is out in a session.
fn kicked(scene: &mut Scene) {
    scene.input(kick());
    assert_eq!(said(scene), None);
    assert_eq!(scene.events(), [EVENT]);
    assert_eq!(
        scene.agent.next_request(),
        None,
        "before the InformResponse"
    );
    scene.input(Input::InformDelivered);
    assert!(matches!(
        scene.agent.next_request(),
        Some(CpeRequest::Kicked(_))
    ));
    assert_eq!(scene.agent.next_request(), None, "once");
}

fn answered(scene: &mut Scene, url: &str) -> Result<String, String> {
    scene.input(Input::KickAnswered(Ok(url.to_string())));
    let said = said(scene).expect("said at once");
    scene.end(Ok(()), true);
    said
}

#[test]
fn a_kick_is_told_at_once_and_the_next_url_comes_back() {
    let mut scene = Scene::settled();
    let writes = scene.writes;
    kicked(&mut scene);
    assert_eq!(
        answered(&mut scene, " http://a/?b=c\n"),
        Ok("http://a/?b=c".to_string())
    );
    scene.wait(1000);
    assert!(scene.plan.is_none());
    assert_eq!(scene.writes, writes, "nothing of it is kept");
}

#[test]
fn what_a_rude_acs_sends_as_next_url_is_not_passed_on() {
    for (url, text) in [
        ("", "without a NextURL"),
        (" \n", "without a NextURL"),
        ("http://a/\u{9b}2J", "that no URL has"),
        ("http://a/\u{1b}[2J", "that no URL has"),
        ("http://a/\u{202e}moc", "that no URL has"),
        ("http://a/ b", "that no URL has"),
        ("http://a/\"><script>", "that no URL has"),
        (&"a".repeat(LONGEST_URL + 1), "at most 1024"),
    ] {
        let mut scene = Scene::settled();
        kicked(&mut scene);
        let error = answered(&mut scene, url).unwrap_err();
        assert!(error.contains(text), "{url:?}: {error}");
    }
    let mut scene = Scene::settled();
    kicked(&mut scene);
    let longest = "a".repeat(LONGEST_URL);
    assert_eq!(answered(&mut scene, &longest), Ok(longest));
}

#[test]
fn a_fault_is_said_without_control_characters_and_makes_no_later_session_wait() {
    let mut scene = Scene::settled();
    for _ in 0..MOST_AT_ONCE {
        kicked(&mut scene);
        let fault = "fault 8000: \u{1b}[2J no".to_string();
        scene.input(Input::KickAnswered(Err(fault)));
        let text = "the ACS answered fault 8000:  [2J no".to_string();
        assert_eq!(said(&mut scene), Some(Err(text)));
        scene.end(Err(Failure::Peer("fault 8000".into())), true);
        assert_eq!(said(&mut scene), None, "it was said");
    }
    scene.input(Input::WokeUp);
    assert_eq!(scene.events(), ["13 WAKEUP"]);
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 0);
}

#[test]
fn a_session_that_breaks_at_it_is_not_tried_again() {
    let mut scene = Scene::settled();
    kicked(&mut scene);
    scene.end(Err(Failure::Transport("reset by\npeer".into())), true);
    let text = "the session failed: reset by peer".to_string();
    assert_eq!(said(&mut scene), Some(Err(text)));
    scene.wait(1000);
    assert!(scene.plan.is_none());
}

#[test]
fn without_a_connection_it_is_dropped_and_the_next_waits_as_long_as_any_session() {
    let mut scene = Scene::settled();
    scene.input(kick());
    assert_eq!(scene.events(), [EVENT]);
    scene.no_connection();
    let text = "the session failed: no route to host".to_string();
    assert_eq!(said(&mut scene), Some(Err(text)));
    let wait = "the last session failed, the next attempt may be in";
    assert!(refused(&mut scene).starts_with(wait));
    scene.wait(20);
    assert!(scene.plan.is_none(), "the event is not kept");
    scene.input(kick());
    assert_eq!(scene.events(), [EVENT]);
    assert_eq!(scene.plan.as_ref().unwrap().retry_count, 1);
}

#[test]
fn an_acs_that_ends_the_session_before_it_is_asked_gives_no_url() {
    let mut scene = Scene::settled();
    scene.input(kick());
    scene.good_session();
    let text = "the ACS ended the session before Kicked was sent".to_string();
    assert_eq!(said(&mut scene), Some(Err(text)));
    scene.wait(1000);
    assert!(scene.plan.is_none());
}

#[test]
fn a_kick_during_a_session_is_of_the_next_one_and_patience_ends() {
    let mut scene = Scene::settled();
    scene.input(Input::WokeUp);
    scene.input(kick());
    scene.input(Input::InformDelivered);
    assert_eq!(scene.agent.next_request(), None, "not of this Inform");
    scene.end(Ok(()), true);
    assert_eq!(scene.events(), [EVENT]);
    assert_eq!(refused(&mut scene), "another kick is under way");

    // An ACS that takes its time: whoever asked hears of it, and the answer comes too late.
    scene.input(Input::InformDelivered);
    assert!(scene.agent.next_request().is_some());
    scene.set_clock(scene.now.mono + PATIENCE);
    scene.input(Input::Wake);
    let text = "no answer of the ACS within 20 s".to_string();
    assert_eq!(said(&mut scene), Some(Err(text)));
    scene.input(Input::KickAnswered(Ok("http://late/".into())));
    assert_eq!(said(&mut scene), None);
    scene.end(Ok(()), true);

    // One that waits for the end of a long session.
    scene.input(Input::WokeUp);
    scene.input(kick());
    scene.set_clock(scene.now.mono + PATIENCE);
    scene.input(Input::Wake);
    let text = "no session within 20 s".to_string();
    assert_eq!(said(&mut scene), Some(Err(text)));
    scene.good_session();
    assert!(scene.plan.is_none());
}

#[test]
fn whoever_waits_hears_at_once_that_the_agent_stops() {
    for stage in 0..3 {
        let mut scene = Scene::settled();
        if stage == 0 {
            // It waits for the next session.
            scene.session();
            scene.input(kick());
        } else {
            scene.input(kick());
            assert_eq!(scene.events(), [EVENT]);
        }
        if stage == 2 {
            scene.input(Input::InformDelivered);
            assert!(scene.agent.next_request().is_some());
        }
        scene.input(Input::Stop);
        let stops = Output::Kicked(Err("the agent is stopping".into()));
        let outputs = scene.outputs();
        assert!(outputs.contains(&stops), "{outputs:?}");
        let broken = Failure::Local("stopped".into());
        scene.end(Err(broken), stage == 2);
        assert_eq!(scene.outputs(), [Output::Exit], "said once");
    }
}

#[test]
fn a_kick_beside_a_session_that_fails_does_not_shorten_the_wait() {
    for patience in [Duration::ZERO, PATIENCE] {
        let mut scene = Scene::settled();
        scene.input(Input::WokeUp);
        scene.input(kick());
        assert_eq!(said(&mut scene), None);
        scene.set_clock(scene.now.mono + patience);
        scene.input(Input::Wake);
        assert_eq!(said(&mut scene).is_some(), !patience.is_zero());
        scene.no_connection();
        assert!(scene.plan.is_none(), "a session at once");
        assert!((5..=10).contains(&scene.wait_for_session()));
        let all = [EVENT, "13 WAKEUP"];
        let expected = &all[usize::from(!patience.is_zero())..];
        assert_eq!(scene.events(), expected);
    }
}

#[test]
fn who_hammers_gets_three_in_a_row_and_then_one_a_minute() {
    let mut scene = Scene::settled();
    let mut sessions = 0;
    for _ in 0..3600 {
        scene.input(kick());
        if scene.plan.is_some() {
            sessions += 1;
            scene.input(Input::InformDelivered);
            assert!(scene.agent.next_request().is_some());
            assert!(answered(&mut scene, "http://a/").is_ok());
        } else {
            let text = said(&mut scene).unwrap().unwrap_err();
            assert!(
                text.starts_with("expected at most 3 kicks in a row"),
                "{text}"
            );
        }
        scene.set_clock(scene.now.mono + Duration::from_secs(1));
    }
    let a_minute = u32::try_from(3600 / BETWEEN.as_secs()).unwrap();
    assert_eq!(sessions, MOST_AT_ONCE + a_minute - 1);
}

#[test]
fn no_kick_without_sessions_none_for_another_acs_and_none_after_a_restart() {
    let mut scene = Scene::settled();
    scene.set("acs", "enable", "0");
    assert!(refused(&mut scene).contains("CWMP is disabled"));
    scene.set("acs", "enable", "1");

    scene.input(kick());
    scene.set("acs", "url", "http://other.example/");
    let text = "the ACS is another one now".to_string();
    assert_eq!(said(&mut scene), Some(Err(text)));
    scene.input(Input::InformDelivered);
    assert_eq!(scene.agent.next_request(), None);
    scene.end(Ok(()), true);
    assert_eq!(scene.events(), ["0 BOOTSTRAP"]);
    scene.good_session();

    scene.input(kick());
    scene.start_again("boot-2");
    assert_eq!(scene.events(), ["1 BOOT"]);
    scene.input(Input::WokeUp);
    scene.input(kick());
    scene.input(Input::Stop);
    let text = "the agent is stopping".to_string();
    scene
        .outputs
        .retain(|output| *output != Output::AbortSession);
    assert_eq!(said(&mut scene), Some(Err(text)));
}
