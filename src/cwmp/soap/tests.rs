//! Envelopes: read in every odd form, written exactly.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::cwmp::rpc::{AcsBody, Request};

#[test]
fn a_plain_request_is_read() {
    let message = read(
        br#"<?xml version="1.0"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:cwmp="urn:dslforum-org:cwmp-1-0">
 <s:Header><cwmp:ID s:mustUnderstand="1">7</cwmp:ID></s:Header>
 <s:Body><cwmp:GetParameterNames><ParameterPath>Device.</ParameterPath><NextLevel>1</NextLevel></cwmp:GetParameterNames></s:Body>
</s:Envelope>"#,
        &Limits::default(),
    )
    .unwrap();
    assert_eq!(message.header.id.as_deref(), Some("7"));
    let expected = Request::GetParameterNames {
        path: "Device.".into(),
        next_level: true,
    };
    assert_eq!(message.body, AcsBody::Request(expected));
}
