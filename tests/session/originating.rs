//! The agent has requests of its own.

use crate::scenario::{GET, HOLD, Scenario, envelope, fault, id, inform_response, request};
use cwmpd::cwmp::rpc::{CpeRequest, Kicked, RequestDownload, Version};

const ANSWER: &str = "<cwmp:GetRPCMethodsResponse><MethodList/></cwmp:GetRPCMethodsResponse>";

#[test]
fn own_requests_go_before_the_empty_post_with_distinct_ids() {
    let scenario = Scenario::start()
        .wanting(2)
        .acs(&inform_response())
        .posts_request("GetRPCMethods", "2")
        .acs(&request("2", ANSWER))
        .posts_request("GetRPCMethods", "3")
        .acs(&request("3", ANSWER))
        .posts_nothing()
        .acs_nothing()
        .ends();
    assert_eq!(scenario.world.answered, ["GetRPCMethods"; 2]);
}

#[test]
fn what_comes_up_after_the_empty_post_waits_for_another_session() {
    let scenario = Scenario::open()
        .wanting(1)
        .acs(&request("5", GET))
        .posts_response("GetParameterValuesResponse", Some("5"))
        .acs_nothing()
        .ends();
    assert_eq!(scenario.world.own.len(), 1);
}

#[test]
fn a_request_of_the_acs_is_answered_before_the_response_it_owes() {
    let scenario = Scenario::start()
        .wanting(1)
        .acs(&inform_response())
        .posts_request("GetRPCMethods", "2")
        .acs(&request("77", GET))
        .posts_response("GetParameterValuesResponse", Some("77"))
        .acs(&request("2", ANSWER))
        .posts_nothing();
    assert_eq!(scenario.world.answered, ["GetRPCMethods"]);
    let _ = scenario.acs_nothing().ends();
}

#[test]
fn a_refused_request_download_is_answered_and_ends_the_session() {
    for (own, answered) in [(download(), 1), (CpeRequest::GetRpcMethods, 0)] {
        let mut scenario = Scenario::start();
        scenario.world.own.push_back(own);
        let scenario = scenario
            .acs(&inform_response())
            .acs(&fault(8000))
            .fails("8000");
        assert_eq!(scenario.world.answered.len(), answered);
    }
}

#[test]
fn a_kicked_is_answered_with_what_the_acs_says() {
    let response = |body: &str| request("2", body);
    for (reply, answer) in [
        (
            response("<cwmp:KickedResponse><NextURL>http://a/</NextURL></cwmp:KickedResponse>"),
            Ok("http://a/".to_string()),
        ),
        (response("<cwmp:KickedResponse/>"), Ok(String::new())),
        (
            response("<cwmp:TransferCompleteResponse/>"),
            Ok(String::new()),
        ),
        (fault(8000), Err("fault 8000: because".to_string())),
    ] {
        let mut scenario = Scenario::start();
        scenario.world.own.push_back(kicked());
        let scenario = scenario
            .acs(&inform_response())
            .posts_request("Kicked", "2")
            .acs(&reply);
        let scenario = match &answer {
            Ok(_) => scenario.posts_nothing(),
            Err(text) => scenario.fails(text),
        };
        assert_eq!(scenario.world.kicked, [answer]);
    }
}

#[test]
fn a_kicked_response_is_for_nothing_but_a_kicked() {
    const ANSWER: &str = "<cwmp:KickedResponse><NextURL>a</NextURL></cwmp:KickedResponse>";
    let scenario = Scenario::start()
        .wanting(1)
        .acs(&inform_response())
        .acs(&request("2", ANSWER))
        .posts_nothing();
    assert_eq!(scenario.world.answered, ["GetRPCMethods"]);
    assert!(scenario.world.kicked.is_empty());
    let _ = Scenario::start()
        .acs(&request("1", ANSWER))
        .fails("expected an InformResponse, got a KickedResponse");
    let _ = Scenario::open()
        .acs(&request("2", ANSWER))
        .fails("got a KickedResponse that nothing was sent for");
}

fn kicked() -> CpeRequest {
    CpeRequest::Kicked(Kicked::read(["Command=1"]).unwrap())
}

fn download() -> CpeRequest {
    CpeRequest::RequestDownload(Box::new(RequestDownload {
        file_type: "1 Firmware Upgrade Image".into(),
        arguments: Vec::new(),
    }))
}

#[test]
fn a_response_by_another_name_still_counts() {
    let scenario = Scenario::start()
        .wanting(1)
        .acs(&inform_response())
        .acs(&request("2", "<cwmp:AutonomousTransferCompleteResponse/>"))
        .posts_nothing();
    assert_eq!(scenario.world.answered, ["GetRPCMethods"]);
}

#[test]
fn an_inform_response_is_no_response_to_another_request() {
    let scenario = Scenario::start()
        .wanting(1)
        .acs(&inform_response())
        .acs(&inform_response())
        .fails("got a second InformResponse");
    assert!(scenario.world.answered.is_empty());
}

#[test]
fn nothing_is_no_response() {
    let scenario = Scenario::start()
        .wanting(1)
        .acs(&inform_response())
        .acs_nothing()
        .fails("expected a response to GetRPCMethods, got nothing");
    assert!(scenario.world.answered.is_empty());
}

#[test]
fn fault_8005_brings_the_same_request_again() {
    let mut scenario = Scenario::start().wanting(1).acs(&inform_response());
    for _ in 0..3 {
        scenario = scenario
            .acs(&fault(8005))
            .posts_request("GetRPCMethods", "2");
        assert_eq!(scenario.posted.last(), scenario.posted.get(1));
    }
    let scenario = scenario.acs(&request("2", ANSWER)).posts_nothing();
    assert_eq!(scenario.world.answered, ["GetRPCMethods"]);
    let _ = scenario.acs_nothing().ends();
}

#[test]
fn fault_8005_for_ever_ends_the_session() {
    let mut scenario = Scenario::start().wanting(1).acs(&inform_response());
    for _ in 0..3 {
        scenario = scenario.acs(&fault(8005));
    }
    let _ = scenario
        .acs(&fault(8005))
        .fails("the ACS answered GetRPCMethods with fault 8005");
}

#[test]
fn fault_8005_with_hold_requests_waits_for_the_release() {
    let held = fault(8005).replace("<s:Header>", &format!("<s:Header>{HOLD}"));
    let _ = Scenario::start()
        .wanting(1)
        .acs(&inform_response())
        .posts_request("GetRPCMethods", "2")
        .acs(&held)
        .posts_nothing()
        .acs_nothing()
        .posts_request("GetRPCMethods", "2")
        .acs(&request("2", ANSWER))
        .posts_nothing()
        .acs_nothing()
        .ends();
}

#[test]
fn another_fault_ends_the_session() {
    let scenario = Scenario::start()
        .wanting(1)
        .acs(&inform_response())
        .acs(&fault(8001))
        .fails("the ACS answered GetRPCMethods with fault 8001: because")
        .informed(1);
    assert!(scenario.world.answered.is_empty());
}

#[test]
fn hold_requests_keeps_them_back_until_a_reply_without_it() {
    let _ = Scenario::start()
        .wanting(2)
        .acs(&inform_response())
        .posts_request("GetRPCMethods", "2")
        .acs(&envelope(Version::V1_2, &(id("2") + HOLD), ANSWER))
        .posts_nothing()
        .acs(&envelope(Version::V1_2, &(id("5") + HOLD), GET))
        .posts_response("GetParameterValuesResponse", Some("5"))
        .acs_nothing()
        .posts_request("GetRPCMethods", "3");
}

#[test]
fn an_empty_envelope_can_hold_too() {
    let _ = Scenario::start()
        .wanting(1)
        .acs(&crate::scenario::inform_response_with(Version::V1_2, HOLD))
        .posts_nothing()
        .acs(&envelope(Version::V1_2, HOLD, ""))
        .posts_nothing()
        .acs(&envelope(Version::V1_2, "", ""))
        .posts_request("GetRPCMethods", "2");
}

#[test]
fn the_empty_post_while_held_is_not_the_last_word() {
    let _ = Scenario::start()
        .acs(&crate::scenario::inform_response_with(Version::V1_2, HOLD))
        .posts_nothing()
        .acs_nothing()
        .posts_nothing()
        .acs_nothing()
        .ends();
}
