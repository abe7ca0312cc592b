//! Replies that are meant to hurt: each is a failed session, at once, without a call to the host.

use crate::scenario::{GET, Scenario, opening, request};
use cwmpd::cwmp::session::{Failure, Session, Step};
use cwmpd::cwmp::soap::Limits;

/// What this reply makes of an open session; the host must not have been called.
fn harmless(reply: &str, expected: &str) {
    let scenario = Scenario::open().acs(reply).fails(expected);
    assert!(scenario.world.calls.is_empty());
}

#[test]
fn ten_thousand_nested_elements() {
    let deep = format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000));
    harmless(&request("1", &deep), "expected at most 64 nested elements");
    harmless(&"<a>".repeat(10_000), "expected a SOAP Envelope");
    let header = request("1", GET).replace("<s:Header>", &format!("<s:Header>{deep}"));
    harmless(&header, "expected at most 64 nested elements");
}

#[test]
fn a_billion_laughs() {
    let mut text = String::from("<!DOCTYPE l [<!ENTITY a \"lol\">");
    for (name, of) in ('b'..='j').zip('a'..) {
        text += &format!("<!ENTITY {name} \"{}\">", format!("&{of};").repeat(10));
    }
    text += "]>";
    harmless(
        &format!("{text}<Envelope><Body>&j;</Body></Envelope>"),
        "expected no DOCTYPE",
    );
}

#[test]
fn a_file_of_the_device() {
    harmless(
        "<!DOCTYPE e [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Envelope><Body>\
         <Reboot><CommandKey>&x;</CommandKey></Reboot></Body></Envelope>",
        "expected no DOCTYPE",
    );
}

#[test]
fn more_than_the_longest_message() {
    let long = request("1", &GET.replace("Device.X", &"x".repeat(5 << 20)));
    harmless(&long, "expected at most 4194304 bytes");
}

#[test]
fn the_limit_is_the_settings() {
    let mut opening = opening(0);
    opening.limits = Limits {
        bytes: 100,
        ..Limits::default()
    };
    let (mut session, _) = Session::start(opening);
    let mut world = crate::scenario::World::default();
    let step = session.on_reply(crate::scenario::inform_response().as_bytes(), &mut world);
    let Step::End(Err(Failure::Peer(text))) = step else {
        panic!("{step:?}");
    };
    assert!(
        text.starts_with("expected at most 100 bytes, got "),
        "{text}"
    );
}

#[test]
fn an_array_that_never_ends() {
    let list = "<a/>".repeat(100_001);
    harmless(
        &request("1", &GET.replace("<string>Device.X</string>", &list)),
        "expected at most 100000 array members",
    );
    let entries = GET.replace("ParameterNames", "ParameterList");
    let set = entries.replace("GetParameterValues", "SetParameterAttributes");
    let nested = format!("<p><AccessList>{list}</AccessList></p>");
    harmless(
        &request("1", &set.replace("<string>Device.X</string>", &nested)),
        "expected at most 100000 array members",
    );
}

#[test]
fn a_flood_of_small_things() {
    for (flood, expected) in [
        ("<!---->".repeat(100_000), "expected the end of \"Body\""),
        ("<?p?>".repeat(100_000), "expected the end of \"Body\""),
        (
            "<![CDATA[]]>".repeat(100_000),
            "expected the end of \"Body\"",
        ),
        ("&amp;".repeat(100_000), "expected the end of \"Body\""),
        ("&".repeat(100_000), "expected the end of \"Body\""),
        ("&;".repeat(100_000), "expected the end of \"Body\""),
        ("<a/>".repeat(100_000), "expected one RPC"),
        (
            format!("<a {}>", "b='c' ".repeat(100_000)),
            "expected the end of \"a\"",
        ),
        (
            format!("<a {}>", "xmlns:b='c' ".repeat(100_000)),
            "expected at most 64 namespaces",
        ),
        (
            format!("<{}>", "a".repeat(500_000)),
            "expected the end of \"aaaa",
        ),
        ("<".repeat(100_000), "expected well-formed XML"),
        (
            format!("<!--{}", "-".repeat(100_000)),
            "expected well-formed XML",
        ),
        (
            format!("<a b=\"{}", ">".repeat(100_000)),
            "expected well-formed XML",
        ),
    ] {
        harmless(&format!("<Envelope><Body>{flood}"), expected);
    }
}

#[test]
fn a_flood_of_declarations_that_end_with_their_element_is_only_slow_reading() {
    let list = "<string xmlns:b='urn:b'/>".repeat(50_000);
    let _ = Scenario::open()
        .acs(&request(
            "1",
            &GET.replace("<string>Device.X</string>", &list),
        ))
        .posts_response("GetParameterValuesResponse", Some("1"));
}

#[test]
fn rubbish() {
    for reply in [
        "\0",
        "\0\0\0\0",
        "%PDF-1.4",
        "{\"a\": 1}",
        "<",
        "<>",
        "</>",
        "<?>",
        "<!>",
        "<![",
        "&",
    ] {
        let scenario = Scenario::open().acs(reply);
        assert!(scenario.world.calls.is_empty());
        let _ = scenario.fails("expected");
    }
    for byte in 0..=255u8 {
        let scenario = Scenario::open().acs_bytes(&[byte; 3]);
        assert!(scenario.world.calls.is_empty());
    }
}
