//! The ACS asks, the agent answers.

use crate::scenario::{GET, Scenario, envelope, id, request};
use cwmpd::cwmp::rpc::{Request, Version};

#[test]
fn a_request_is_answered_with_its_id() {
    for number in ["1", "null", "15c8ba8ce800000", " x ", "", "&lt;&amp;é"] {
        let plain = number.replace("&lt;", "<").replace("&amp;", "&");
        let scenario = Scenario::open()
            .acs(&request(number, GET))
            .posts_response("GetParameterValuesResponse", Some(&plain))
            .acs_nothing()
            .ends();
        let expected = Request::GetParameterValues {
            names: vec!["Device.X".into()],
        };
        assert_eq!(scenario.world.calls, [(Version::V1_2, expected)]);
    }
}

#[test]
fn a_request_without_an_id_is_answered_without_one() {
    let _ = Scenario::open()
        .acs(&envelope(Version::V1_2, "", GET))
        .posts_response("GetParameterValuesResponse", None);
}

#[test]
fn every_method_gets_its_response() {
    for (body, response) in [
        ("<cwmp:GetRPCMethods/>", "GetRPCMethodsResponse"),
        (GET, "GetParameterValuesResponse"),
        (
            "<cwmp:GetParameterNames><ParameterPath/><NextLevel>1</NextLevel></cwmp:GetParameterNames>",
            "GetParameterNamesResponse",
        ),
        (
            "<cwmp:SetParameterValues><ParameterList/><ParameterKey/></cwmp:SetParameterValues>",
            "SetParameterValuesResponse",
        ),
        (
            "<cwmp:SetParameterAttributes><ParameterList/></cwmp:SetParameterAttributes>",
            "SetParameterAttributesResponse",
        ),
        (
            "<cwmp:GetParameterAttributes><ParameterNames/></cwmp:GetParameterAttributes>",
            "GetParameterAttributesResponse",
        ),
        (
            "<cwmp:AddObject><ObjectName>Device.T.</ObjectName><ParameterKey/></cwmp:AddObject>",
            "AddObjectResponse",
        ),
        (
            "<cwmp:DeleteObject><ObjectName>Device.T.1.</ObjectName><ParameterKey/></cwmp:DeleteObject>",
            "DeleteObjectResponse",
        ),
        ("<cwmp:Reboot><CommandKey/></cwmp:Reboot>", "RebootResponse"),
        ("<cwmp:FactoryReset/>", "FactoryResetResponse"),
    ] {
        let _ = Scenario::open()
            .acs(&request("5", body))
            .posts_response(response, Some("5"));
    }
}

#[test]
fn fifty_requests_are_answered_in_order() {
    let mut scenario = Scenario::open();
    for number in 0..50 {
        let number = number.to_string();
        let body = GET.replace("Device.X", &format!("Device.{number}"));
        scenario = scenario
            .acs(&request(&number, &body))
            .posts_response("GetParameterValuesResponse", Some(&number));
    }
    let scenario = scenario.acs_nothing().ends();
    for (number, (_, request)) in scenario.world.calls.iter().enumerate() {
        let names = vec![format!("Device.{number}")];
        assert_eq!(*request, Request::GetParameterValues { names });
    }
    assert_eq!(scenario.world.calls.len(), 50);
}

#[test]
fn an_unknown_method_gets_9000_and_the_session_goes_on() {
    let _ = Scenario::open()
        .acs(&request("5", "<cwmp:X_ACME_Blink/>"))
        .posts_fault("<FaultCode>9000</FaultCode>", Some("5"))
        .acs(&request("6", GET))
        .posts_response("GetParameterValuesResponse", Some("6"))
        .acs_nothing()
        .ends();
}

#[test]
fn a_request_without_its_arguments_gets_9003_and_the_session_goes_on() {
    let _ = Scenario::open()
        .acs(&request("5", "<cwmp:GetParameterNames/>"))
        .posts_fault(
            "<FaultCode>9003</FaultCode><FaultString>ParameterPath is missing",
            Some("5"),
        )
        .acs_nothing()
        .ends();
}

#[test]
fn a_header_that_must_be_understood_and_is_not_gets_a_soap_fault() {
    let shiny = "<x:Shiny xmlns:x=\"urn:example:x\" s:mustUnderstand=\"1\"/>";
    let scenario = Scenario::open()
        .acs(&envelope(Version::V1_2, &(id("5") + shiny), GET))
        .posts_fault("<faultcode>soap-env:MustUnderstand</faultcode>", Some("5"));
    assert!(scenario.world.calls.is_empty());
    let _ = scenario
        .acs(&request("6", GET))
        .posts_response("GetParameterValuesResponse", Some("6"));
}

#[test]
fn each_request_is_answered_in_its_namespace() {
    for version in [Version::V1_0, Version::V1_1, Version::V1_2] {
        let scenario = Scenario::open()
            .acs(&envelope(version, "", GET))
            .posts_response("GetParameterValuesResponse", None)
            .in_namespace(version);
        assert_eq!(scenario.world.calls[0].0, version);
    }
}

#[test]
fn a_request_without_a_namespace_is_answered_in_that_of_the_session() {
    let bare = format!("<Envelope><Body>{GET}</Body></Envelope>");
    let _ = Scenario::falling_back(2)
        .acs(&crate::scenario::inform_response_with(Version::V1_0, ""))
        .acs(&bare)
        .posts_response("GetParameterValuesResponse", None)
        .in_namespace(Version::V1_0);
}

#[test]
fn after_reboot_the_session_goes_on_to_its_end() {
    for body in [
        "<cwmp:Reboot><CommandKey>k</CommandKey></cwmp:Reboot>",
        "<cwmp:FactoryReset/>",
    ] {
        let _ = Scenario::open()
            .acs(&request("5", body))
            .acs(&request("6", GET))
            .posts_response("GetParameterValuesResponse", Some("6"))
            .acs_nothing()
            .ends();
    }
}

#[test]
fn a_second_inform_response_ends_the_session() {
    let _ = Scenario::open()
        .acs(&crate::scenario::inform_response())
        .fails("got a second InformResponse");
}

#[test]
fn a_response_that_nothing_was_sent_for_ends_the_session() {
    let _ = Scenario::open()
        .acs(&request("5", "<cwmp:TransferCompleteResponse/>"))
        .fails("got a TransferCompleteResponse that nothing was sent for");
}

#[test]
fn a_fault_that_nothing_was_sent_for_ends_the_session() {
    for code in [8001, 8005] {
        let _ = Scenario::open()
            .acs(&request("5", GET))
            .acs(&crate::scenario::fault(code))
            .fails(&format!(
                "got fault {code} that nothing was sent for: because"
            ));
    }
}

#[test]
fn malformed_xml_ends_the_session() {
    let _ = Scenario::open()
        .acs("<Envelope><Body>")
        .fails("expected the end of \"Body\", got the end of the message, at byte 16")
        .informed(1);
}

#[test]
fn a_request_of_32_kilobytes_is_carried_out() {
    let names: String = (0..600)
        .map(|n| format!("<string>Device.Some.Object.{n}.With.A.Long.Name</string>"))
        .collect();
    let body = format!(
        "<cwmp:GetParameterValues><ParameterNames>{names}</ParameterNames></cwmp:GetParameterValues>"
    );
    assert!(body.len() > 32_768);
    let _ = Scenario::open()
        .acs(&request("5", &body))
        .posts_response("GetParameterValuesResponse", Some("5"));
}
