//! The settings file read: good, bad and misspelt.

use super::*;
use crate::model::agent_source::AgentAnswer;

fn line<'a>(section: &'a str, option: &'a str, value: &'a str, line: u32) -> OptionLine<'a> {
    OptionLine {
        section,
        option,
        value,
        line,
    }
}

#[test]
fn empty_file_means_defaults() {
    let (settings, warnings) = Settings::parse("cwmpd", &[]).unwrap();
    assert!(warnings.is_empty());
    assert!(
        settings.acs.enable && settings.acs.periodic_enable && settings.connection_request.enable
    );
    assert_eq!(
        (settings.acs.url.as_str(), settings.acs.periodic_interval),
        ("", 86400)
    );
    assert_eq!(
        (
            settings.acs.retry_minimum_wait,
            settings.acs.retry_multiplier
        ),
        (5, 2000)
    );
    assert_eq!(
        (
            settings.connection_request.port,
            settings.device.root.as_str()
        ),
        (7547, "Device")
    );
    assert_eq!(
        (
            settings.agent.log_level.as_str(),
            settings.acs.soap_action.as_str()
        ),
        ("info", "\"\"")
    );
}

#[test]
fn a_bad_option_is_named_with_its_line() {
    for (section, option, value, expected) in [
        (
            "acs",
            "periodic_interval",
            "0",
            "expected a number from 1 to 4294967295, got \"0\"",
        ),
        ("acs", "enable", "maybe", "expected 1 or 0, got \"maybe\""),
        (
            "acs",
            "timeout",
            "29",
            "expected a number from 30 to 3600, got \"29\"",
        ),
        (
            "acs",
            "periodic_time",
            "noon",
            "expected a time like 2026-01-31T03:00:00Z, got \"noon\"",
        ),
        (
            "device",
            "oui",
            "00:11:22",
            "expected six hexadecimal digits, got \"00:11:22\"",
        ),
        (
            "device",
            "root",
            "IGD",
            "expected Device or InternetGatewayDevice, got \"IGD\"",
        ),
        (
            "device",
            "identity_hook",
            "../x",
            "expected the name of a file in the platform's hooks directory, got \"../x\"",
        ),
        (
            "connection_request",
            "path",
            "a b",
            "expected at most 128 letters, digits and any of - . _ ~ /, got \"a b\"",
        ),
        (
            "connection_request",
            "port",
            "65536",
            "expected a number from 0 to 65535, got \"65536\"",
        ),
        (
            "tls",
            "pin",
            "abc",
            "expected 64 hexadecimal digits of SHA-256, got \"abc\"",
        ),
        (
            "tls",
            "key",
            "/k.pem",
            "expected option certificate beside it, got none",
        ),
    ] {
        let errors = Settings::parse("cwmpd", &[line(section, option, value, 12)]).unwrap_err();
        assert_eq!(errors, [format!("cwmpd:12: option {option}: {expected}")]);
    }
}

#[test]
fn all_errors_are_told_at_once_and_no_password_among_them() {
    let long = "s3cret".repeat(50);
    let options = [
        line("acs", "password", &long, 3),
        line("acs", "url", "http://u:s3cret@acs", 4),
        line("agent", "state", "", 9),
    ];
    let errors = Settings::parse("f", &options).unwrap_err();
    assert_eq!(errors.len(), 3);
    assert_eq!(
        errors[0],
        "f:3: option password: expected at most 256 characters, got 300"
    );
    assert!(!errors.concat().contains("s3cret"));
}

#[test]
fn a_misspelt_option_is_a_warning_with_the_nearest_name() {
    for (section, option, warning) in [
        (
            "acs",
            "pasword",
            "f:7: unknown option \"pasword\"; did you mean password?",
        ),
        (
            "acs",
            "periodic_intervall",
            "f:7: unknown option \"periodic_intervall\"; did you mean periodic_interval?",
        ),
        ("acs", "colour", "f:7: unknown option \"colour\""),
        (
            "asc",
            "url",
            "f:7: unknown section \"asc\"; did you mean acs?",
        ),
    ] {
        let (_, warnings) = Settings::parse("f", &[line(section, option, "1", 7)]).unwrap();
        assert_eq!(warnings, [warning]);
    }
}

#[test]
fn the_last_of_two_options_wins_and_lists_add_up() {
    let (one, two) = ("00".repeat(32), ["ff"; 32].join(":"));
    let options = [
        line("acs", "username", "a", 1),
        line("acs", "username", "b", 2),
        line("tls", "pin", &one, 3),
        line("tls", "pin", &two, 4),
    ];
    let (settings, _) = Settings::parse("f", &options).unwrap();
    assert_eq!(settings.acs.username, "b");
    assert_eq!(settings.tls.pins, [[0; 32], [255; 32]]);
}

#[test]
fn identity_is_given_or_from_a_file_but_not_both() {
    let options = [
        line("device", "oui", "00abcd", 1),
        line("device", "serial_number_file", "/sn", 2),
    ];
    let (settings, _) = Settings::parse("f", &options).unwrap();
    assert_eq!(settings.device.oui, Given::Value("00ABCD".into()));
    assert_eq!(settings.device.serial_number, Given::File("/sn".into()));
    assert_eq!(settings.device.manufacturer, Given::Nothing);
    let options = [
        line("device", "oui", "00abcd", 1),
        line("device", "oui_file", "/oui", 2),
    ];
    let errors = Settings::parse("f", &options).unwrap_err();
    assert_eq!(
        errors,
        ["f:2: option oui_file: expected either this or option oui, got both"]
    );
}

#[test]
fn acs_urls() {
    let longest = format!("http://a/{}", "x".repeat(247));
    for good in [
        "http://acs.example/",
        "https://acs.example:7548/cwmp?x=1",
        "HTTP://10.0.0.1",
        "http://[2001:db8::1]:80/acs",
        "http://[::1]",
        &longest,
    ] {
        assert!(acs_url(good).is_ok(), "{good}");
    }
    let too_long = format!("{longest}x");
    for bad in [
        "",
        "junk",
        "acs.example/",
        "ftp://acs.example/",
        "http:///path",
        "http://:80/",
        "http://user:pw@acs.example/",
        "http://acs.example:0/",
        "http://acs.example:70000/",
        "http://acs.example:+80/",
        "http://[2001:db8::1/",
        "http://[acs.example]/",
        "http://[::1]x/",
        "http://a b/",
        "http://acs.example/\n",
        "http://ä.example/",
        "http://acs.example/#top",
        &too_long,
    ] {
        assert!(acs_url(bad).is_err(), "{bad}");
    }
}

#[test]
fn every_setting_of_the_table_is_an_option_that_the_parser_knows() {
    let mut paths: Vec<&str> = PARAMETERS.iter().map(|parameter| parameter.path).collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), PARAMETERS.len(), "a parameter is there twice");
    for parameter in PARAMETERS {
        if let AgentAnswer::Setting {
            section,
            option,
            default,
            ..
        } = parameter.answer
        {
            let with_default = Settings::parse("f", &[line(section, option, default, 1)]).unwrap();
            assert_eq!(
                with_default,
                Settings::parse("f", &[]).unwrap(),
                "{}",
                parameter.path
            );
        }
    }
}
