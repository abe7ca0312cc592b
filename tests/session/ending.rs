//! When a session is over, and when it is not.

use crate::scenario::{GET, HOLD, Scenario, envelope, id, inform_response, request};
use cwmpd::cwmp::rpc::Version;
use cwmpd::cwmp::session::{Failure, Session, Step};

#[test]
fn the_shortest_session() {
    let scenario = Scenario::open().acs_nothing().ends().informed(1);
    assert_eq!(scenario.posted.len(), 2);
}

#[test]
fn it_ends_after_the_last_response_when_the_acs_has_nothing_more() {
    let _ = Scenario::open()
        .acs(&request("5", GET))
        .posts_response("GetParameterValuesResponse", Some("5"))
        .acs_nothing()
        .ends();
}

#[test]
fn an_empty_envelope_ends_it_like_an_empty_body() {
    let _ = Scenario::open().acs(&request("5", "")).ends();
    let _ = Scenario::open().acs("\r\n").ends();
}

#[test]
fn a_request_before_the_agents_empty_post_does_not_spare_it() {
    let _ = Scenario::start()
        .wanting(1)
        .acs(&inform_response())
        .posts_request("GetRPCMethods", "2")
        .acs(&request("5", GET))
        .posts_response("GetParameterValuesResponse", Some("5"))
        .acs(&request("2", "<cwmp:GetRPCMethodsResponse/>"))
        .posts_nothing()
        .acs_nothing()
        .ends();
}

#[test]
fn hold_requests_after_the_empty_post_holds_nothing_up() {
    let _ = Scenario::open()
        .acs(&envelope(Version::V1_2, &(id("5") + HOLD), GET))
        .posts_response("GetParameterValuesResponse", Some("5"))
        .acs_nothing()
        .ends();
}

#[test]
fn nothing_follows_the_end() {
    let scenario = Scenario::open().acs_nothing().ends();
    let calls = scenario.world.calls.len();
    let mut scenario = scenario;
    for reply in [request("6", GET), String::new(), inform_response()] {
        scenario = scenario.acs(&reply);
    }
    assert_eq!(scenario.world.calls.len(), calls);
    assert_eq!(scenario.world.informed, 1);

    let (mut session, _) = Session::start(crate::scenario::opening(0));
    let mut world = crate::scenario::World::default();
    let step = session.on_reply(b"", &mut world);
    assert!(matches!(step, Step::End(Err(Failure::Peer(_)))));
    let step = session.on_reply(inform_response().as_bytes(), &mut world);
    assert!(matches!(step, Step::End(Err(Failure::Local(_)))));
    assert_eq!(world.informed, 0);
}

#[test]
fn an_acs_that_never_stops_asking_is_stopped() {
    let mut scenario = Scenario::open();
    let ask = request("5", "<cwmp:GetRPCMethods/>");
    for _ in 0..9_999 {
        scenario.posted.clear();
        scenario = scenario.acs(&ask);
    }
    let scenario = scenario.posts_response("GetRPCMethodsResponse", Some("5"));
    let _ = scenario
        .acs(&ask)
        .fails("the ACS has sent 10000 replies and does not end the session");
}
