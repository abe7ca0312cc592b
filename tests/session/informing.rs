//! The Inform is out, and nothing but its response will do.

use crate::scenario::{
    GET, HOLD, Scenario, envelope, fault, id, inform_response, inform_response_with, request,
};
use cwmpd::cwmp::rpc::Version;

#[test]
fn the_inform_goes_first_with_its_headers() {
    let scenario = Scenario::start()
        .posts_request("Inform", "1")
        .in_namespace(Version::V1_2)
        .speaks(Version::V1_2)
        .informed(0);
    let text = String::from_utf8(scenario.posted[0].clone()).unwrap();
    assert!(text.contains("<cwmp:SessionTimeout soap-env:mustUnderstand=\"0\">60</"));
    assert!(text.contains(">1.0,1.1,1.2,1.3,1.4</cwmp:SupportedCWMPVersions>"));
}

#[test]
fn an_inform_response_opens_the_session() {
    let _ = Scenario::start()
        .acs(&inform_response())
        .posts_nothing()
        .informed(1);
}

#[test]
fn the_id_of_the_inform_response_does_not_matter() {
    for headers in [
        "",
        "<cwmp:ID>null</cwmp:ID>",
        "<cwmp:ID/>",
        "<cwmp:ID>99</cwmp:ID>",
    ] {
        let body = "<cwmp:InformResponse/>";
        let _ = Scenario::start()
            .acs(&envelope(Version::V1_2, headers, body))
            .posts_nothing()
            .informed(1);
    }
}

#[test]
fn nothing_is_no_inform_response() {
    for reply in ["", "\r\n", "  "] {
        let _ = Scenario::start()
            .acs(reply)
            .fails("expected a response to Inform, got nothing")
            .informed(0);
    }
    let _ = Scenario::start()
        .acs(&request("1", ""))
        .fails("expected a response to Inform, got nothing");
}

#[test]
fn a_request_is_no_inform_response() {
    let scenario = Scenario::start()
        .acs(&request("1", GET))
        .fails("expected an InformResponse, got a request")
        .informed(0);
    assert!(scenario.world.calls.is_empty());
}

#[test]
fn another_response_is_no_inform_response() {
    let _ = Scenario::start()
        .acs(&request("1", "<cwmp:TransferCompleteResponse/>"))
        .fails("expected an InformResponse, got a TransferCompleteResponse")
        .informed(0);
}

#[test]
fn a_page_of_a_captive_portal_is_no_inform_response() {
    let _ = Scenario::start()
        .acs("<html><body>Please log in</body></html>")
        .fails("expected a SOAP Envelope, got \"html\", at byte 0");
    let _ = Scenario::start()
        .acs("<!DOCTYPE html><html></html>")
        .fails("DOCTYPE");
    let _ = Scenario::start()
        .acs("OK")
        .fails("expected XML, got \"OK\"");
}

#[test]
fn a_fault_ends_the_session() {
    for code in [8000, 8001, 8002, 8003, 8004, 8800, 9000, 0] {
        let _ = Scenario::start()
            .acs(&fault(code))
            .fails(&format!(
                "the ACS answered Inform with fault {code}: because"
            ))
            .informed(0);
    }
}

#[test]
fn fault_8006_is_about_the_version() {
    let _ = Scenario::start().acs(&fault(8006)).fails_over_the_version();
}

#[test]
fn fault_8005_brings_the_same_inform_again_three_times() {
    let mut scenario = Scenario::start();
    for _ in 0..3 {
        scenario = scenario.acs(&fault(8005)).posts_request("Inform", "1");
    }
    let first = scenario.posted[0].clone();
    assert!(scenario.posted.iter().all(|body| *body == first));
    let _ = scenario
        .acs(&fault(8005))
        .fails("the ACS answered Inform with fault 8005");
}

#[test]
fn the_session_opens_after_fault_8005() {
    let _ = Scenario::start()
        .acs(&fault(8005))
        .posts_request("Inform", "1")
        .acs(&inform_response())
        .posts_nothing()
        .informed(1)
        .acs_nothing()
        .ends();
}

#[test]
fn fault_8005_in_an_older_namespace_does_not_change_the_inform() {
    let repeat = fault(8005).replace("cwmp-1-2", "cwmp-1-0");
    let scenario = Scenario::start().acs(&repeat).posts_request("Inform", "1");
    assert_eq!(scenario.posted[0], scenario.posted[1]);
}

#[test]
fn falling_back_starts_in_an_older_namespace_without_newer_headers() {
    for (steps, version) in [(1, Version::V1_1), (2, Version::V1_0), (9, Version::V1_0)] {
        let scenario = Scenario::falling_back(steps)
            .posts_request("Inform", "1")
            .in_namespace(version)
            .speaks(version);
        let text = String::from_utf8(scenario.posted[0].clone()).unwrap();
        assert!(!text.contains("SessionTimeout") && !text.contains("SupportedCWMPVersions"));
    }
}

#[test]
fn the_acs_chooses_the_version() {
    let use_version = |number: &str| {
        format!("<cwmp:UseCWMPVersion s:mustUnderstand=\"1\">{number}</cwmp:UseCWMPVersion>")
    };
    for (namespace, header, expected) in [
        (Version::V1_2, String::new(), Version::V1_2),
        (Version::V1_1, String::new(), Version::V1_1),
        (Version::V1_0, String::new(), Version::V1_0),
        (Version::V1_2, use_version("1.4"), Version::V1_2),
        (Version::V1_2, use_version(" 1.3 "), Version::V1_2),
        (Version::V1_2, use_version("1.1"), Version::V1_1),
        (Version::V1_2, use_version("1.0"), Version::V1_0),
        (Version::V1_0, use_version("1.2"), Version::V1_2),
        (Version::V1_2, use_version("2.0"), Version::V1_2),
        (Version::V1_2, use_version(""), Version::V1_2),
    ] {
        let _ = Scenario::start()
            .acs(&inform_response_with(namespace, &header))
            .posts_nothing()
            .speaks(expected);
    }
}

#[test]
fn a_namespace_that_nobody_knows_changes_nothing() {
    let strange =
        inform_response().replace("urn:dslforum-org:cwmp-1-2", "urn:dslforum-org:cwmp-2-0");
    let _ = Scenario::falling_back(1)
        .acs(&strange)
        .posts_nothing()
        .speaks(Version::V1_1);
}

#[test]
fn a_header_of_the_response_that_must_be_understood_and_is_not_ends_the_session() {
    let headers = "<x:Shiny xmlns:x=\"urn:example:x\" s:mustUnderstand=\"1\"/>";
    let _ = Scenario::start()
        .acs(&inform_response_with(Version::V1_2, headers))
        .fails("the header Shiny of a response must be understood")
        .informed(0);
}

#[test]
fn a_header_of_the_response_that_is_merely_unknown_is_ignored() {
    let headers = "<x:Shiny xmlns:x=\"urn:example:x\"/><cwmp:NoMoreRequests s:mustUnderstand=\"1\">1</cwmp:NoMoreRequests>";
    let _ = Scenario::start()
        .acs(&inform_response_with(Version::V1_2, headers))
        .posts_nothing()
        .informed(1);
}

#[test]
fn hold_requests_on_the_inform_response_keeps_the_agents_requests_back() {
    let _ = Scenario::start()
        .wanting(1)
        .acs(&inform_response_with(Version::V1_2, HOLD))
        .posts_nothing()
        .acs(&envelope(Version::V1_2, &(id("7") + HOLD), GET))
        .posts_response("GetParameterValuesResponse", Some("7"))
        .acs_nothing()
        .posts_request("GetRPCMethods", "2");
}
