//! Messages as ACSs write them, and as they should not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::cwmp::rpc::{
    AcsBody, AcsMessage, AcsResponse, AttributeSetting, ParameterSetting, Request, Version,
};

mod deploy;

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";

/// A Body's content in an ordinary envelope.
fn envelope(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="{SOAP}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:cwmp="urn:dslforum-org:cwmp-1-2"><soap:Header><cwmp:ID soap:mustUnderstand="1">1</cwmp:ID>
</soap:Header><soap:Body>{body}</soap:Body></soap:Envelope>"#
    )
}

fn with_header(header: &str) -> String {
    format!(
        r#"<s:Envelope xmlns:s="{SOAP}" xmlns:c="urn:dslforum-org:cwmp-1-2" xmlns:w="urn:example:w">
<s:Header>{header}</s:Header><s:Body><c:FactoryReset/></s:Body></s:Envelope>"#
    )
}

fn message(text: &str) -> AcsMessage {
    match read(text.as_bytes(), &Limits::default()) {
        Ok(message) => message,
        Err(error) => panic!("{error}\n{text}"),
    }
}

fn error(bytes: impl AsRef<[u8]>) -> SoapError {
    read(bytes.as_ref(), &Limits::default()).unwrap_err()
}

fn request(body: &str) -> Request {
    match message(&envelope(body)).body {
        AcsBody::Request(request) => request,
        other => panic!("{other:?}"),
    }
}

fn setting(name: &str, value: &str, declared: Option<&str>) -> ParameterSetting {
    ParameterSetting {
        name: name.into(),
        value: value.into(),
        declared: declared.map(String::from),
    }
}

fn one_value(value: &str) -> Request {
    request(&format!(
        "<cwmp:SetParameterValues><ParameterList><ParameterValueStruct><Name>Device.X</Name>{value}\
         </ParameterValueStruct></ParameterList><ParameterKey/></cwmp:SetParameterValues>"
    ))
}

/// The value that arrives when a SetParameterValues writes it so.
fn arrives(written: &str) -> String {
    match one_value(&format!("<Value>{written}</Value>")) {
        Request::SetParameterValues { mut list, .. } => list.remove(0).value,
        other => panic!("{other:?}"),
    }
}

fn reason(request: Request) -> String {
    match request {
        Request::Malformed { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_method_is_read() {
    for (body, expected) in [
        ("<cwmp:GetRPCMethods/>", Request::GetRpcMethods),
        (
            "<cwmp:GetParameterValues><ParameterNames><string>Device.A</string><string/>\
             </ParameterNames></cwmp:GetParameterValues>",
            Request::GetParameterValues {
                names: vec!["Device.A".into(), String::new()],
            },
        ),
        (
            "<cwmp:GetParameterAttributes><ParameterNames><string>Device.</string>\
             </ParameterNames></cwmp:GetParameterAttributes>",
            Request::GetParameterAttributes {
                names: vec!["Device.".into()],
            },
        ),
        (
            "<cwmp:GetParameterNames><ParameterPath/><NextLevel>true</NextLevel></cwmp:GetParameterNames>",
            Request::GetParameterNames {
                path: String::new(),
                next_level: true,
            },
        ),
        (
            "<cwmp:AddObject><ObjectName>Device.T.</ObjectName><ParameterKey>k</ParameterKey></cwmp:AddObject>",
            Request::AddObject {
                object: "Device.T.".into(),
                parameter_key: "k".into(),
            },
        ),
        (
            "<cwmp:DeleteObject><ParameterKey/><ObjectName>Device.T.3.</ObjectName></cwmp:DeleteObject>",
            Request::DeleteObject {
                object: "Device.T.3.".into(),
                parameter_key: String::new(),
            },
        ),
        (
            "<cwmp:Reboot><CommandKey> now </CommandKey></cwmp:Reboot>",
            Request::Reboot {
                command_key: " now ".into(),
            },
        ),
        (
            "<cwmp:ScheduleInform><CommandKey>k</CommandKey><DelaySeconds> 4294967295 </DelaySeconds></cwmp:ScheduleInform>",
            Request::ScheduleInform {
                delay_seconds: u32::MAX,
                command_key: "k".into(),
            },
        ),
        (
            "<cwmp:FactoryReset></cwmp:FactoryReset>",
            Request::FactoryReset,
        ),
        (
            "<cwmp:ScheduleParty><CommandKey>x</CommandKey></cwmp:ScheduleParty>",
            Request::Unknown {
                method: "ScheduleParty".into(),
            },
        ),
        (
            "<x:Reboot xmlns:x='urn:example:other'><CommandKey/></x:Reboot>",
            Request::Unknown {
                method: "Reboot".into(),
            },
        ),
    ] {
        assert_eq!(request(body), expected, "{body}");
    }
}

#[test]
fn values_are_read_with_and_without_types_by_any_member_name() {
    let body = r#"<cwmp:SetParameterValues><ParameterKey>key</ParameterKey>
 <ParameterList soapenc:arrayType="cwmp:ParameterValueStruct[9]">
  <ParameterValueStruct><Name>Device.A</Name><Value xsi:type="xsd:string"> two  blanks </Value></ParameterValueStruct>
  <item><Value xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" xsi:type="e:unsignedInt">7</Value><Name>
    Device.B </Name><Extra>ignored</Extra></item>
  <x><Name>Device.C</Name><Value/></x>
  <x><Name>Device.D</Name><Value type='boolean'>1</Value></x>
  <x><Name>Device.E</Name><Value xsi:type="">1</Value></x>
 </ParameterList></cwmp:SetParameterValues>"#;
    let expected = Request::SetParameterValues {
        list: vec![
            setting("Device.A", " two  blanks ", Some("string")),
            setting("Device.B", "7", Some("unsignedInt")),
            setting("Device.C", "", None),
            setting("Device.D", "1", Some("boolean")),
            setting("Device.E", "1", None),
        ],
        parameter_key: "key".into(),
    };
    assert_eq!(request(body), expected);
}

#[test]
fn an_old_schema_namespace_is_as_good_as_the_new_one() {
    for year in ["1999", "2000/10", "2001"] {
        let value = format!(
            r#"<Value xmlns:i="http://www.w3.org/{year}/XMLSchema-instance"
             xmlns:d="http://www.w3.org/{year}/XMLSchema" i:type="d:int">5</Value>"#
        );
        let Request::SetParameterValues { list, .. } = one_value(&value) else {
            panic!("{year}");
        };
        assert_eq!(list, [setting("Device.X", "5", Some("int"))], "{year}");
    }
}

#[test]
fn attributes_are_read_and_what_is_not_changed_is_left_out() {
    let body = r#"<cwmp:SetParameterAttributes><ParameterList>
 <SetParameterAttributesStruct><Name>Device.A</Name><NotificationChange>true</NotificationChange>
  <Notification>2</Notification><AccessListChange>0</AccessListChange><AccessList/></SetParameterAttributesStruct>
 <SetParameterAttributesStruct><Name>Device.B</Name><NotificationChange>false</NotificationChange><Notification/>
  <AccessListChange>1</AccessListChange><AccessList><string>Subscriber</string><y>X_ACME_Shop</y></AccessList>
 </SetParameterAttributesStruct>
 <SetParameterAttributesStruct><Name>Device.C</Name><AccessListChange>true</AccessListChange><AccessList/>
  <NotificationChange>0</NotificationChange></WrongEndTag>
</ParameterList></cwmp:SetParameterAttributes>"#;
    let entry = |name: &str, notification, access_list| AttributeSetting {
        name: name.into(),
        notification,
        access_list,
    };
    let both = vec!["Subscriber".into(), "X_ACME_Shop".into()];
    let expected = Request::SetParameterAttributes {
        list: vec![
            entry("Device.A", Some(2), None),
            entry("Device.B", None, Some(both)),
            entry("Device.C", None, Some(Vec::new())),
        ],
    };
    assert_eq!(request(body), expected);
}

#[test]
fn a_request_that_lacks_something_is_malformed_and_says_what() {
    for (body, expected) in [
        (
            "<cwmp:GetParameterNames><NextLevel>0</NextLevel></cwmp:GetParameterNames>",
            "ParameterPath is missing",
        ),
        (
            "<cwmp:GetParameterNames><ParameterPath/></cwmp:GetParameterNames>",
            "NextLevel is missing",
        ),
        (
            "<cwmp:GetParameterNames><ParameterPath/><NextLevel>maybe</NextLevel></cwmp:GetParameterNames>",
            "NextLevel must be 0, 1, true or false, not \"maybe\"",
        ),
        ("<cwmp:GetParameterValues/>", "ParameterNames is missing"),
        ("<cwmp:SetParameterValues/>", "ParameterList is missing"),
        (
            "<cwmp:SetParameterValues><ParameterList/></cwmp:SetParameterValues>",
            "ParameterKey is missing",
        ),
        ("<cwmp:Reboot/>", "CommandKey is missing"),
        (
            "<cwmp:ScheduleInform><DelaySeconds>1</DelaySeconds></cwmp:ScheduleInform>",
            "CommandKey is missing",
        ),
        (
            "<cwmp:ScheduleInform><CommandKey/></cwmp:ScheduleInform>",
            "DelaySeconds is missing",
        ),
        (
            "<cwmp:ScheduleInform><CommandKey/><DelaySeconds>-1</DelaySeconds></cwmp:ScheduleInform>",
            "DelaySeconds must be a number of seconds below 4294967296, not \"-1\"",
        ),
        (
            "<cwmp:AddObject><ParameterKey/></cwmp:AddObject>",
            "ObjectName is missing",
        ),
        (
            "<cwmp:DeleteObject><ObjectName>Device.T.1.</ObjectName></cwmp:DeleteObject>",
            "ParameterKey is missing",
        ),
        ("<cwmp:SetParameterAttributes/>", "ParameterList is missing"),
        (
            "<cwmp:SetParameterAttributes><ParameterList><x><Name>D</Name>\
             <NotificationChange>1</NotificationChange><Notification>7</Notification>\
             <AccessListChange>0</AccessListChange></x></ParameterList></cwmp:SetParameterAttributes>",
            "Notification must be 0 to 6, not \"7\"",
        ),
        (
            "<cwmp:SetParameterAttributes><ParameterList><x><Name>D</Name>\
             <NotificationChange>0</NotificationChange><AccessListChange>1</AccessListChange></x>\
             </ParameterList></cwmp:SetParameterAttributes>",
            "AccessList is missing",
        ),
    ] {
        assert_eq!(reason(request(body)), expected, "{body}");
    }
    assert_eq!(
        reason(one_value("")),
        "the Value of \"Device.X\" is missing"
    );
}

#[test]
fn a_complaint_is_not_carried_into_the_next_message() {
    let text = with_header("<c:ID>&#1;</c:ID>");
    assert_eq!(message(&text).body, AcsBody::Request(Request::FactoryReset));
}

#[test]
fn text_arrives_as_it_was_meant() {
    for (written, expected) in [
        ("", ""),
        (" \t ", " \t "),
        (
            "a &lt;b&gt; &amp;amp; &quot;c&quot; &apos;",
            "a <b> &amp; \"c\" '",
        ),
        ("<![CDATA[<a> & ]] &lt;]]>", "<a> & ]] &lt;"),
        ("a<![CDATA[b]]>c<!-- no -->d<?no?>e", "abcde"),
        ("&#65;&#x42;&#xE9;&#128512;", "ABé😀"),
        ("é漢😀", "é漢😀"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("a&#13;&#10;b&#9;", "a\r\nb\t"),
        ("http://h/?a=1&b=2&c", "http://h/?a=1&b=2&c"),
        ("?a=1&b=2;c", "?a=1&b=2;c"),
        ("x<ignored>y</ignored>z", "xz"),
        ("]]>", "]]>"),
    ] {
        assert_eq!(arrives(written), expected, "{written:?}");
    }
}

#[test]
fn a_character_that_xml_forbids_makes_the_request_malformed_and_not_the_session() {
    for written in [
        "&#0;",
        "&#1;",
        "&#x1F;",
        "&#xFFFE;",
        "&#xD800;",
        "&#x110000;",
        "&#99999999999999999999;",
        "&#;",
        "&#x;",
        "&#zz;",
        "&nbsp;",
        "&lol9;",
        "a\u{1}b",
        "\u{0}",
        "\u{FFFF}",
        "<![CDATA[\u{8}]]>",
    ] {
        let found = one_value(&format!("<Value>{written}</Value>"));
        assert!(reason(found).starts_with("XML has no "), "{written:?}");
    }
}

#[test]
fn prefixes_are_free_and_need_no_declaration() {
    let body = "<ParameterPath>Device.</ParameterPath><NextLevel>0</NextLevel>";
    let expected = AcsBody::Request(Request::GetParameterNames {
        path: "Device.".into(),
        next_level: false,
    });
    for (text, version) in [
        (
            format!(
                "<Envelope xmlns='{SOAP}'><Body><GetParameterNames xmlns='urn:dslforum-org:cwmp-1-1'>{body}</GetParameterNames></Body></Envelope>"
            ),
            Some(Version::V1_1),
        ),
        (
            format!(
                "<SOAP-ENV:Envelope><SOAP-ENV:Body><cwmp:GetParameterNames>{body}</cwmp:GetParameterNames></SOAP-ENV:Body></SOAP-ENV:Envelope>"
            ),
            None,
        ),
        (
            format!(
                "<Envelope><Body><GetParameterNames>{body}</GetParameterNames></Body></Envelope>"
            ),
            None,
        ),
        (
            format!(
                "<a:Envelope xmlns:a='{SOAP}'><a:Body><GetParameterNames>{body}</GetParameterNames></a:Body></a:Envelope>"
            ),
            None,
        ),
        (
            format!(
                "<a:Envelope xmlns:a='{SOAP}' xmlns:b='urn:dslforum-org:cwmp-1-0'><a:Body><a:GetParameterNames>{body}</a:GetParameterNames></a:Body></a:Envelope>"
            ),
            Some(Version::V1_0),
        ),
        (
            format!(
                "<a:Envelope xmlns:a='{SOAP}'><a:Body><a:GetParameterNames xmlns:a='urn:dslforum-org:cwmp-1-3'>{body}</a:GetParameterNames></a:Body></a:Envelope>"
            ),
            Some(Version::V1_2),
        ),
        (
            format!(
                "<a:Envelope xmlns:a = '{SOAP}' xmlns:b=\"urn:dslforum-org:cwmp-1-2\"\n><a:Body a:encodingStyle=bare x ><b:GetParameterNames  >{body}</b:GetParameterNames ></a:Body></a:Envelope>"
            ),
            Some(Version::V1_2),
        ),
    ] {
        let message = message(&text);
        assert_eq!(message.body, expected, "{text}");
        assert_eq!(message.version, version, "{text}");
    }
}

#[test]
fn a_namespace_ends_with_its_element() {
    let text = format!(
        "<s:Envelope xmlns:s='{SOAP}' xmlns:c='urn:dslforum-org:cwmp-1-0'><s:Header>\
         <c:ID xmlns:c='urn:example:other'>no</c:ID><c:ID>yes</c:ID></s:Header><s:Body>\
         <c:FactoryReset/></s:Body></s:Envelope>"
    );
    let message = message(&text);
    assert_eq!(message.header.id.as_deref(), Some("yes"));
    assert_eq!(message.version, Some(Version::V1_0));
}

#[test]
fn headers_are_known_ignored_or_refused() {
    for (header, id, hold, version, not_understood) in [
        ("", None, false, None, None),
        (
            "<c:ID s:mustUnderstand='1'> 1 &amp; é</c:ID>",
            Some(" 1 & é"),
            false,
            None,
            None,
        ),
        ("<c:ID/>", Some(""), false, None, None),
        ("<ID>x</ID>", Some("x"), false, None, None),
        (
            "<zz:ID undeclared:mustUnderstand='1'>x</zz:ID>",
            Some("x"),
            false,
            None,
            None,
        ),
        (
            "<c:HoldRequests s:mustUnderstand='1'>1</c:HoldRequests>",
            None,
            true,
            None,
            None,
        ),
        (
            "<c:HoldRequests> true </c:HoldRequests>",
            None,
            true,
            None,
            None,
        ),
        (
            "<c:HoldRequests>0</c:HoldRequests>",
            None,
            false,
            None,
            None,
        ),
        ("<c:HoldRequests/>", None, false, None, None),
        (
            "<c:NoMoreRequests s:mustUnderstand='1'>1</c:NoMoreRequests>",
            None,
            false,
            None,
            None,
        ),
        (
            "<c:SessionTimeout s:mustUnderstand='1'>30</c:SessionTimeout>",
            None,
            false,
            None,
            None,
        ),
        (
            "<c:UseCWMPVersion s:mustUnderstand='1'>1.2</c:UseCWMPVersion>",
            None,
            false,
            Some("1.2"),
            None,
        ),
        (
            "<w:Security><w:Deep><w:ID>9</w:ID></w:Deep></w:Security>",
            None,
            false,
            None,
            None,
        ),
        (
            "<w:Security s:mustUnderstand='0'/>",
            None,
            false,
            None,
            None,
        ),
        (
            "<w:Security s:mustUnderstand='1'/>",
            None,
            false,
            None,
            Some("Security"),
        ),
        (
            "<w:Security mustUnderstand='true'/><w:B s:mustUnderstand='1'/>",
            None,
            false,
            None,
            Some("Security"),
        ),
        (
            "<w:ID s:mustUnderstand='1'>x</w:ID>",
            None,
            false,
            None,
            Some("ID"),
        ),
        (
            "<c:Later s:mustUnderstand='1'/>",
            None,
            false,
            None,
            Some("Later"),
        ),
        (
            "<w:A s:mustUnderstand='1' s:actor='urn:example:proxy'/>",
            None,
            false,
            None,
            None,
        ),
        (
            "<w:A s:mustUnderstand='1' s:actor='http://schemas.xmlsoap.org/soap/actor/next'/>",
            None,
            false,
            None,
            Some("A"),
        ),
    ] {
        let found = message(&with_header(header)).header;
        assert_eq!(found.id.as_deref(), id, "{header}");
        assert_eq!(found.hold_requests, hold, "{header}");
        assert_eq!(found.use_cwmp_version.as_deref(), version, "{header}");
        assert_eq!(found.not_understood.as_deref(), not_understood, "{header}");
    }
}

#[test]
fn responses_and_faults_are_told_apart() {
    let other = |method: &str| {
        AcsBody::Response(AcsResponse::Other {
            method: method.into(),
        })
    };
    let kicked = |url: &str| {
        AcsBody::Response(AcsResponse::Kicked {
            next_url: url.into(),
        })
    };
    let fault = |code, text: &str| AcsBody::Fault {
        code,
        text: text.into(),
    };
    for (body, expected) in [
        (
            "<cwmp:InformResponse><MaxEnvelopes>1</MaxEnvelopes></cwmp:InformResponse>",
            AcsBody::Response(AcsResponse::InformResponse),
        ),
        (
            "<cwmp:InformResponse/>",
            AcsBody::Response(AcsResponse::InformResponse),
        ),
        (
            "<cwmp:TransferCompleteResponse/>",
            other("TransferComplete"),
        ),
        (
            "<cwmp:KickedResponse><X/><NextURL>http://a/?b&amp;c</NextURL></cwmp:KickedResponse>",
            kicked("http://a/?b&c"),
        ),
        ("<cwmp:KickedResponse/>", kicked("")),
        (
            "<cwmp:GetRPCMethodsResponse><MethodList><string>Inform</string></MethodList></cwmp:GetRPCMethodsResponse>",
            other("GetRPCMethods"),
        ),
        (
            "<cwmp:Response/>",
            AcsBody::Request(Request::Unknown {
                method: "Response".into(),
            }),
        ),
        ("", AcsBody::Empty),
        (" <!-- nothing --> ", AcsBody::Empty),
        (
            "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>CWMP fault</faultstring><detail>\
             <cwmp:Fault><FaultCode>8005</FaultCode><FaultString>Retry request</FaultString></cwmp:Fault>\
             </detail></soap:Fault>",
            fault(8005, "Retry request"),
        ),
        (
            "<soap:Body:Fault><faultcode>Client</faultcode><faultstring>CWMP fault</faultstring><detail>\
             <cwmp:Fault><FaultCode>8003</FaultCode><FaultString>Invalid arguments</FaultString></cwmp:Fault>\
             </detail></soap:Body:Fault>",
            fault(8003, "Invalid arguments"),
        ),
        (
            "<soap:Fault><detail><Fault><FaultString/><FaultCode> 8001 </FaultCode></Fault></detail>\
             <faultstring>denied</faultstring><faultcode>Server</faultcode></soap:Fault>",
            fault(8001, "denied"),
        ),
        (
            "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>java.lang.NullPointerException</faultstring></soap:Fault>",
            fault(0, "java.lang.NullPointerException"),
        ),
        (
            "<soap:Fault><faultcode>8002</faultcode><faultstring/><detail/></soap:Fault>",
            fault(8002, ""),
        ),
        ("<soap:Fault/>", fault(0, "")),
        (
            "<cwmp:Fault><FaultCode>8000</FaultCode><SetParameterValuesFault><FaultCode>9005</FaultCode>\
             </SetParameterValuesFault></cwmp:Fault>",
            fault(8000, ""),
        ),
    ] {
        assert_eq!(message(&envelope(body)).body, expected, "{body}");
    }
}

#[test]
fn the_order_of_header_and_body_does_not_matter() {
    let text = format!(
        "<!-- a comment --><?a pi?><s:Envelope xmlns:s='{SOAP}'><s:Body><FactoryReset/></s:Body>\
         <x>?</x><s:Header><ID>late</ID></s:Header></s:Envelope>\n\0 trailing text <!-- and comment -->"
    );
    let message = message(&text);
    assert_eq!(message.header.id.as_deref(), Some("late"));
    assert_eq!(message.body, AcsBody::Request(Request::FactoryReset));
}

#[test]
fn encodings_are_utf8_or_latin1() {
    let body = "<Envelope><Body><Reboot><CommandKey>é</CommandKey></Reboot></Body></Envelope>";
    let latin: Vec<u8> = body
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let expected = AcsBody::Request(Request::Reboot {
        command_key: "é".into(),
    });
    let joined = |head: &str, body: &[u8]| [head.as_bytes(), body].concat();
    for bytes in [
        joined("", body.as_bytes()),
        joined("\u{FEFF}", body.as_bytes()),
        joined("\u{FEFF}\u{FEFF}\n", body.as_bytes()),
        joined("\n  <?xml version='1.0'?>", body.as_bytes()),
        joined(
            "<?xml version='1.0' encoding = 'utf-8' standalone='yes'?>",
            body.as_bytes(),
        ),
        joined(
            "<?xml version=\"1.0\" encoding=\"US-ASCII\"?>",
            body.as_bytes(),
        ),
        joined(
            "\u{FEFF}<?xml version='1.0' encoding='UTF-16'?>",
            body.as_bytes(),
        ),
        joined("<?xml version='1.0' encoding='ISO-8859-1'?>", &latin),
        joined("<?xml version=\"1.0\" encoding=\"latin1\"?>", &latin),
    ] {
        let found = read(&bytes, &Limits::default());
        assert_eq!(
            found.map(|m| m.body),
            Ok(expected.clone()),
            "{}",
            bytes.escape_ascii()
        );
    }
    let wide: Vec<u8> = body.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, what, at) in [
        (
            joined("", &latin),
            "expected UTF-8, got bytes that are not",
            36,
        ),
        (
            joined("\u{FEFF}", &latin),
            "expected UTF-8, got bytes that are not",
            39,
        ),
        (wide.clone(), "expected UTF-8, got UTF-16 or UTF-32", 0),
        (
            [&[0xFF, 0xFE], &wide[..]].concat(),
            "expected UTF-8, got UTF-16 or UTF-32",
            0,
        ),
        (
            joined(
                "<?xml version='1.0' encoding='Shift_JIS'?>",
                body.as_bytes(),
            ),
            "expected the encoding UTF-8 or ISO-8859-1, got Shift_JIS",
            20,
        ),
    ] {
        let found = error(&bytes);
        assert_eq!(
            (found.what.as_str(), found.at),
            (what, at),
            "{}",
            bytes.escape_ascii()
        );
    }
}

#[test]
fn what_is_no_message_is_refused_and_the_error_says_where() {
    for (text, what, at) in [
        ("", "expected a SOAP Envelope, got no element at all", 0),
        ("  ", "expected a SOAP Envelope, got no element at all", 2),
        ("OK", "expected XML, got \"OK\"", 0),
        (
            " <html><body/></html>",
            "expected a SOAP Envelope, got \"html\"",
            1,
        ),
        (
            "<Envelope/>",
            "expected a Body in the Envelope, got none",
            11,
        ),
        ("<!DOCTYPE html><html/>", "expected no DOCTYPE, got one", 0),
        (
            "<Envelope><Body/><Body/></Envelope>",
            "expected one Body, got a second",
            17,
        ),
        (
            "<Envelope><Body><Reboot/><FactoryReset/></Body></Envelope>",
            "expected one RPC in the Body, got \"FactoryReset\" after it",
            25,
        ),
        (
            "<Envelope><Body/></Envelope><Envelope/>",
            "expected one Envelope, got \"Envelope\" after it",
            28,
        ),
        (
            "<Envelope><Body>",
            "expected the end of \"Body\", got the end of the message",
            16,
        ),
        (
            "<Envelope><Body><Reboot><CommandKey>x",
            "expected the end of \"CommandKey\", got the end of the message",
            37,
        ),
        (
            "<Envelope>< /></Envelope>",
            "expected the name of an element, got none",
            10,
        ),
        (
            "<Envelope><Body/></Envelope></x>",
            "expected well-formed XML, got: ill-formed document: close tag `</x>` does not match any open tag",
            28,
        ),
        (
            "<Envelope><Body><Re",
            "expected well-formed XML, got: syntax error: tag not closed: `>` not found before end of input",
            16,
        ),
    ] {
        let found = error(text);
        assert_eq!((found.what.as_str(), found.at), (what, at), "{text}");
    }
}

#[test]
fn the_peers_text_in_an_error_is_short_and_on_one_line() {
    let long = "x\n".repeat(100_000);
    for text in [
        long.clone(),
        format!("<{}/>", long.replace('\n', "y")),
        format!("<Envelope><Body/></{}></z>", long.replace('\n', "y")),
    ] {
        let shown = error(&text).to_string();
        assert!(shown.len() < 300 && !shown.contains('\n'), "{shown}");
    }
}

#[test]
fn bounds_hold() {
    let deep = |depth: usize| {
        let (open, close) = ("<a>".repeat(depth - 2), "</a>".repeat(depth - 2));
        format!("<Envelope><Body>{open}{close}</Body></Envelope>")
    };
    assert!(read(deep(64).as_bytes(), &Limits::default()).is_ok());
    for depth in [65, 10_000] {
        let found = error(deep(depth));
        assert_eq!(found.what, "expected at most 64 nested elements, got more");
        assert_eq!(found.at, 16 + 62 * 3);
    }

    let names = |count: usize| {
        let list = "<string/>".repeat(count);
        envelope(&format!(
            "<cwmp:GetParameterValues><ParameterNames>{list}</ParameterNames></cwmp:GetParameterValues>"
        ))
    };
    let limits = Limits {
        items: 10,
        ..Limits::default()
    };
    assert!(read(names(10).as_bytes(), &limits).is_ok());
    let found = read(names(11).as_bytes(), &limits).unwrap_err();
    assert_eq!(found.what, "expected at most 10 array members, got more");

    let text = envelope("<cwmp:FactoryReset/>");
    let exact = Limits {
        bytes: text.len(),
        ..Limits::default()
    };
    assert!(read(text.as_bytes(), &exact).is_ok());
    let found = read(
        text.as_bytes(),
        &Limits {
            bytes: text.len() - 1,
            ..exact
        },
    )
    .unwrap_err();
    assert_eq!(
        found.what,
        format!(
            "expected at most {} bytes, got {}",
            text.len() - 1,
            text.len()
        )
    );

    let spaces: String = (0..65).map(|n| format!(" xmlns:n{n}='urn:{n}'")).collect();
    let found = error(format!("<Envelope{spaces}/>"));
    assert_eq!(found.what, "expected at most 64 namespaces, got more");
}

#[test]
fn entities_are_never_expanded() {
    let mut text = String::from("<!DOCTYPE lolz [<!ENTITY lol0 \"lol\">");
    for n in 1..10 {
        let tenfold = format!("&lol{};", n - 1).repeat(10);
        text.push_str(&format!("<!ENTITY lol{n} \"{tenfold}\">"));
    }
    text.push_str("]>");
    text.push_str(&envelope(
        "<cwmp:Reboot><CommandKey>&lol9;</CommandKey></cwmp:Reboot>",
    ));
    assert_eq!(error(&text).what, "expected no DOCTYPE, got one");
}
