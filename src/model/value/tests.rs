//! What an ACS may send, what a refusal says, what a platform may say.

#![allow(clippy::unwrap_used)]

use super::super::schema::Schema;
use super::*;

fn kind(text: &str) -> Type {
    let mut schema = Schema::default();
    let errors = schema.parse(&format!("A.\n  X {text}\n"), "t.dm", &|_| true);
    assert_eq!(errors, Vec::<String>::new());
    schema.objects[0].parameters[0].syntax.clone()
}

#[test]
fn every_lexical_form_becomes_one() {
    let table: &[(&str, &[(&str, &str)])] = &[
        ("string", &[("", ""), (" a ", " a "), ("ü", "ü")]),
        ("string(:2)", &[("üü", "üü")]),
        (
            "boolean",
            &[
                ("1", "true"),
                ("0", "false"),
                (" true\n", "true"),
                ("false", "false"),
            ],
        ),
        (
            "int",
            &[
                ("+7", "7"),
                ("-007", "-7"),
                (" 2147483647 ", "2147483647"),
                ("-2147483648", "-2147483648"),
                ("-0", "0"),
            ],
        ),
        (
            "unsignedInt",
            &[("+4294967295", "4294967295"), ("000", "0"), ("-0", "0")],
        ),
        ("long", &[("-9223372036854775808", "-9223372036854775808")]),
        (
            "unsignedLong",
            &[
                ("18446744073709551615", "18446744073709551615"),
                ("00000000000000000000000000000000000000000000001", "1"),
            ],
        ),
        (
            "unsignedInt(0,10:20)",
            &[("0", "0"), ("10", "10"), ("20", "20")],
        ),
        (
            "unsignedInt(0:240/16)",
            &[("0", "0"), ("32", "32"), ("240", "240")],
        ),
        (
            "int(-25:25/25)",
            &[("-25", "-25"), ("0", "0"), ("25", "25")],
        ),
        (
            "decimal",
            &[
                ("+1.50", "1.5"),
                ("-0.0", "0"),
                (".5", "0.5"),
                ("007.", "7"),
                ("-00.10", "-0.1"),
            ],
        ),
        ("decimal(0:1)", &[("0.5", "0.5"), ("1", "1")]),
        (
            "dateTime",
            &[
                ("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"),
                (
                    " 2024-05-31T12:00:00.123456+02:00 ",
                    "2024-05-31T12:00:00.123456+02:00",
                ),
                ("0001-01-03T03:04:05", "0001-01-03T03:04:05"),
                ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
                ("2024-01-01T24:00:00-14:00", "2024-01-01T24:00:00-14:00"),
            ],
        ),
        (
            "base64",
            &[
                ("", ""),
                ("aGV sbG8\n=", "aGVsbG8="),
                ("aGVsbA==", "aGVsbA=="),
            ],
        ),
        ("base64(:5)", &[("aGVsbG8=", "aGVsbG8=")]),
        ("hexBinary", &[("", ""), ("00fF ", "00fF")]),
        ("hexBinary(0,2)", &[("", ""), ("00ff", "00ff")]),
        ("Up|Down|\"a b\"", &[("Up", "Up"), ("a b", "a b")]),
        (
            "string(:17) // /([0-9a-f]{2}:){5}[0-9a-f]{2}/",
            &[("", ""), ("00:11:22:33:44:ff", "00:11:22:33:44:ff")],
        ),
        (
            "list string",
            &[
                ("", ""),
                (" ", ""),
                ("a , b,c", "a,b,c"),
                ("a,,b", "a,,b"),
                ("a%20b", "a%20b"),
            ],
        ),
        (
            "list(:5) items 1:3 unsignedInt(1:255)",
            &[("1, +02 ,3", "1,2,3")],
        ),
        (
            "list Up|\"a b\"|\"c,d\"",
            &[("Up,a b", "Up,a b"), ("a%20b", "a b")],
        ),
        ("list boolean", &[("1,0", "true,false")]),
        (
            "list items 1:9 list items 2 unsignedInt",
            &[("[1, 2] , [3,4]", "[1,2],[3,4]")],
        ),
        (
            "list items 2 brackets string(3) /[0-7],[0-7]/",
            &[("[1,2], [3,4]", "[1,2],[3,4]")],
        ),
    ];
    for (name, cases) in table {
        for (sent, kept) in *cases {
            assert_eq!(
                kind(name).accept(sent),
                Ok((*kept).to_owned()),
                "{name}: {sent:?}"
            );
            // What is kept is taken again, and stays.
            assert_eq!(
                kind(name).accept(kept),
                Ok((*kept).to_owned()),
                "{name}: {kept:?}"
            );
            assert_eq!(kind(name).render(kept), *kept, "{name}: {kept:?}");
        }
    }
}

#[test]
fn refusals_say_what_was_expected_and_what_came() {
    let table = [
        (
            "string(:3)",
            "abcd",
            "expected at most 3 characters, not 4; got \"abcd\"",
        ),
        (
            "string(2:3)",
            "a",
            "expected 2 to 3 characters, not 1; got \"a\"",
        ),
        (
            "string(6)",
            "abc",
            "expected 6 characters, not 3; got \"abc\"",
        ),
        (
            "string(0,12:64)",
            "abc",
            "expected 0 or 12 to 64 characters, not 3; got \"abc\"",
        ),
        ("boolean", "TRUE", "expected true or false; got \"TRUE\""),
        ("boolean", "", "expected true or false; got \"\""),
        (
            "int",
            "2147483648",
            "expected a whole number from -2147483648 to 2147483647; got \"2147483648\"",
        ),
        (
            "int",
            "1.0",
            "expected a whole number from -2147483648 to 2147483647; got \"1.0\"",
        ),
        (
            "int",
            "1 2",
            "expected a whole number from -2147483648 to 2147483647; got \"1 2\"",
        ),
        (
            "int",
            "--1",
            "expected a whole number from -2147483648 to 2147483647; got \"--1\"",
        ),
        (
            "unsignedInt",
            "-1",
            "expected a whole number from 0 to 4294967295; got \"-1\"",
        ),
        (
            "unsignedInt(1:)",
            "0",
            "expected a whole number of at least 1; got \"0\"",
        ),
        (
            "unsignedInt(0,10:20)",
            "9",
            "expected a whole number 0 or from 10 to 20; got \"9\"",
        ),
        (
            "unsignedInt(0:240/16)",
            "8",
            "expected a whole number from 0 to 240 in steps of 16; got \"8\"",
        ),
        (
            "unsignedInt(:7)",
            "8",
            "expected a whole number of at most 7; got \"8\"",
        ),
        ("decimal", "1e3", "expected a number; got \"1e3\""),
        ("decimal", ".", "expected a number; got \".\""),
        (
            "decimal(0:1)",
            "1.01",
            "expected a number from 0 to 1; got \"1.01\"",
        ),
        (
            "decimal(0:1)",
            "-0.01",
            "expected a number from 0 to 1; got \"-0.01\"",
        ),
        ("base64", "abc", "expected base64; got \"abc\""),
        ("base64", "ab=c", "expected base64; got \"ab=c\""),
        ("base64", "====", "expected base64; got \"====\""),
        (
            "base64(:4)",
            "aGVsbG8=",
            "expected at most 4 octets, not 5; got \"aGVsbG8=\"",
        ),
        (
            "hexBinary",
            "abc",
            "expected an even number of hexadecimal digits; got \"abc\"",
        ),
        ("hexBinary(2)", "ab", "expected 2 octets, not 1; got \"ab\""),
        ("Up|Down", "up", "expected one of Up, Down; got \"up\""),
        ("\"Up\"", "up", "expected \"Up\"; got \"up\""),
        (
            "None*|Requested|Complete*",
            "Complete",
            "expected \"Requested\"; got \"Complete\"",
        ),
        (
            "\"None\"*",
            "None",
            "expected no value: only the device says what this is; got \"None\"",
        ),
        (
            "string // /[0-9]/",
            "x",
            "expected a value of the form \"\" or [0-9]; got \"x\"",
        ),
        (
            "list(:3) string",
            "a,bc",
            "expected at most 3 characters, not 4; got \"a,bc\"",
        ),
        (
            "list items :2 string",
            "a,b,c",
            "expected a list of at most 2 items, not 3; got \"a,b,c\"",
        ),
        (
            "list items 2 string",
            "",
            "expected a list of 2 items, not 0; got \"\"",
        ),
        (
            "list unsignedInt(1:9)",
            "1,x",
            "expected a whole number from 1 to 9; got \"x\"",
        ),
        (
            "list unsignedInt",
            "1,",
            "expected a whole number from 0 to 4294967295; got \"\"",
        ),
        (
            "list Up|Down",
            "Up%zz",
            "expected one of Up, Down; got \"Up%zz\"",
        ),
        (
            "list items 1:9 list items 2 int",
            "1,2",
            "expected a list in brackets as each item; got \"1\"",
        ),
        (
            "list items 1:9 list items 2 int",
            "[1]",
            "expected a list of 2 items, not 1; got \"1\"",
        ),
    ];
    for (name, sent, said) in table {
        assert_eq!(
            kind(name).accept(sent),
            Err(said.to_owned()),
            "{name}: {sent:?}"
        );
    }
    for sent in [
        "",
        "2024-05-31",
        "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2024-13-01T00:00:00Z",
        "2024-00-01T00:00:00Z",
        "2024-04-31T00:00:00Z",
        "2024-01-01T24:00:01Z",
        "2024-01-01T00:60:00Z",
        "2024-01-01T00:00:60Z",
        "2024-01-01T00:00:00.Z",
        "2024-01-01T00:00:00+14:01",
        "2024-01-01T00:00:00+1:00",
        "2024-01-01T00:00:00z",
        "2024-01-01 00:00:00Z",
        "-2024-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2024-01-01T00:00:00ZZ",
        "２024-01-01T00:00:00Z",
        "2024-01-01T24:00:00.1Z",
    ] {
        assert!(kind("dateTime").accept(sent).is_err(), "{sent}");
    }
}

#[test]
fn a_long_value_is_quoted_short_and_in_one_line() {
    let error = kind("string(:3)").accept(&"a\nü".repeat(1000)).unwrap_err();
    assert!(
        error.chars().count() < 120 && error.ends_with("…\"") && !error.contains('\n'),
        "{error}"
    );
    let words: Vec<String> = (0..300).map(|n| format!("W{n}")).collect();
    let error = kind(&words.join("|")).accept("x").unwrap_err();
    assert!(error.len() < 200 && error.contains("W19, …"), "{error}");
    let secret = kind("Up|Down").accept_secret("hunter2").unwrap_err();
    assert_eq!(secret, "expected one of Up, Down");
}

#[test]
fn what_a_platform_says_becomes_a_value() {
    let table: &[(&str, &[(&str, &str)])] = &[
        (
            "boolean",
            &[
                ("yes", "true"),
                ("On", "true"),
                ("enabled", "true"),
                ("1\n", "true"),
                ("2", "false"),
                ("", "false"),
            ],
        ),
        (
            "int",
            &[
                ("junk", "-1"),
                ("", "-1"),
                (" 012\n", "12"),
                ("99999999999", "2147483647"),
                ("-99999999999", "-2147483648"),
            ],
        ),
        (
            "unsignedInt",
            &[("junk", "0"), ("-5", "0"), ("4294967297", "1")],
        ),
        ("unsignedInt(:5)", &[("9", "9")]),
        (
            "unsignedLong",
            &[("18446744073709551617", "1"), ("5e3", "0")],
        ),
        ("decimal", &[("1.50", "1.5"), ("x", "0")]),
        (
            "dateTime",
            &[
                ("2024-05-31T12:00:00Z\n", "2024-05-31T12:00:00Z"),
                ("1717156800", "2024-05-31T12:00:00Z"),
                ("0", "0001-01-01T00:00:00Z"),
                ("yesterday", "0001-01-01T00:00:00Z"),
            ],
        ),
        ("base64", &[("!", ""), ("aGVs\nbG8=", "aGVsbG8=")]),
        ("hexBinary", &[("0g", ""), ("AB", "AB")]),
        ("string(:3)", &[("too long", "too long"), (" x ", " x ")]),
        (
            "Up|Down|None*",
            &[("up", "Up"), (" NONE\n", "None"), ("Sideways", "Sideways")],
        ),
        ("AES|aes", &[("Aes", "Aes"), ("aes", "aes")]),
        ("list unsignedInt", &[("1, 2,x", "1,2,0"), ("", "")]),
        (
            "list items 1:9 list items 2 int",
            &[("[1, 02],[x]", "[1,2],[-1]")],
        ),
    ];
    for (name, cases) in table {
        for (raw, value) in *cases {
            assert_eq!(kind(name).render(raw), *value, "{name}: {raw:?}");
        }
    }
}

#[test]
fn what_makes_no_sense_is_told_from_what_is_null() {
    for (name, sense, nonsense) in [
        ("string", "anything| ", ""),
        ("boolean", "0|off|Disabled|1|yes|", "maybe|2"),
        ("unsignedInt", "0| 00 |7|4294967296|", "-1|x|1.5|7 dBm"),
        ("int", "0|-7|+0|", "x|--1"),
        ("decimal", "0|0.0|-1.5|", "x|."),
        (
            "dateTime",
            "0001-01-01T00:00:00Z|0|1790000000|2026-11-22T12:00:00Z|",
            "today|-5",
        ),
        ("hexBinary", "00|ff|", "xyz|0"),
        ("base64", "aGk=|", "?"),
        ("list int", "1,2|x|", ""),
    ] {
        for text in sense.split('|') {
            assert!(kind(name).understands(text), "{name} {text:?}");
        }
        for text in nonsense.split('|').filter(|text| !text.is_empty()) {
            assert!(!kind(name).understands(text), "{name} {text:?}");
            assert_eq!(
                kind(name).render(text),
                kind(name).null(),
                "{name} {text:?}"
            );
        }
    }
}

#[test]
fn null_values_are_of_their_type() {
    for base in ALL {
        let null = Type::of(base).null();
        assert_eq!(null, base.null());
        assert_eq!(Type::of(base).accept(null), Ok(null.to_owned()), "{base:?}");
        assert_eq!(Base::named(base.name()), Some(base));
    }
    assert_eq!(kind("list int").null(), "");
    assert_eq!(Base::Base64.xsd(), "base64Binary");
}

#[test]
fn hostile_values_neither_panic_nor_hang() {
    let deep = "[".repeat(100_000);
    let commas = ",".repeat(100_000);
    let digits = "9".repeat(100_000);
    for name in [
        "string",
        "int",
        "decimal",
        "dateTime",
        "base64",
        "hexBinary",
        "list int",
        "list items 1:9 list items 2 int",
        "list items 1:9 list list list int",
        "list brackets string",
        "Up|Down",
        "string /(a*)*b/",
    ] {
        for text in [
            &deep,
            &commas,
            &digits,
            &"%".repeat(9),
            &"\u{0}é%é".repeat(9),
            &"a".repeat(50_000),
        ] {
            let _ = kind(name).accept(text);
            let _ = kind(name).render(text);
        }
    }
}
