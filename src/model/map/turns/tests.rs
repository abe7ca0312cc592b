//! What each turn makes of texts, both ways.

use super::*;
use crate::model::map::{FieldSource, Map};

/// The turns of a field line.
fn turns(line: &str) -> Turns {
    let mut map = Map::default();
    let errors = map.parse(&format!("Device.X. uci p s\n  Field {line}\n"), "t.map");
    assert_eq!(errors, Vec::<String>::new(), "{line}");
    map.objects.remove(0).fields.remove(0).turns
}

#[test]
fn every_turn_reads() {
    for (line, device, value) in [
        ("o", "any thing", "any thing"),
        ("!o", "1", "false"),
        ("!o", "no", "true"),
        ("o 2g=2.4GHz 5g=5GHz", "5g", "5GHz"),
        ("o on=Up *=Down", "whatever", "Down"),
        ("o auto=0 *=*", "36", "36"),
        ("o auto=0 *=*", "auto", "0"),
        ("o =None *=*", "", "None"),
        ("o 0=Disabled *=Enabled", "no", "Disabled"),
        ("o 0=Disabled *=Enabled", "yes", "Enabled"),
        ("o 1=Enabled *=Disabled", "on", "Enabled"),
        ("o 1=Enabled on=Half *=Disabled", "on", "Half"),
        ("o \\*=None *=*", "*", "None"),
        ("o \\*=None *=*", "tv", "tv"),
        ("o 1=\"At Any Time\"", "1", "At Any Time"),
        ("o *1024", "3", "3072"),
        ("o *1024", "-3", "-3072"),
        ("o *10", "8.3", "83"),
        ("o *10", "-90.19", "-901"),
        ("o /1024", "4095", "3"),
        ("o int", "42.17", "42"),
        ("o int", " -7 dBm", "-7"),
        ("o int /1000", "42170 mC", "42"),
        ("o upper", "aa:b0", "AA:B0"),
        ("o lower", "AA:B0", "aa:b0"),
        (
            "o uuid",
            "hello@example.com",
            &uuid::of_unit("hello@example.com"),
        ),
        ("o list", "a  b\tc", "a,b,c"),
        ("o list", "", ""),
        ("o list 2g=2.4GHz 5g=5GHz", "5g 2g", "5GHz,2.4GHz"),
        ("o list", "50% a,b", "50%25,a%2Cb"),
        ("o list n=a,n *=*", "n ac,", "a,n,ac%2C"),
        ("o netmask", "24", "255.255.255.0"),
        ("o netmask", "0", "0.0.0.0"),
        ("o netmask", "32", "255.255.255.255"),
        ("o netmask", "255.255.0.0", "255.255.0.0"),
        ("o prefix", "24", "/24"),
        ("o prefix", "128", "/128"),
        ("o prefix", "255.255.255.128", "/25"),
        ("o epoch", "1700000000", "2023-11-14T22:13:20Z"),
        ("o duration", "12h", "43200"),
        ("o duration", "90m", "5400"),
        ("o duration", "2d", "172800"),
        ("o duration", "77", "77"),
        ("o duration infinite=-1 *=*", "infinite", "-1"),
        ("o hex", "1d6b", "7531"),
        ("o hex", "0x1D6B\n", "7531"),
        ("o network", &format!("{:08X}", 7531_u16.to_be()), "7531"),
        ("o counter", "4294967295", "4294967295"),
        ("o counter", "4294967301", "5"),
        ("o plmn", "262,01", "26201"),
        ("o list plmn", "262,01 310,410", "26201,310410"),
        ("o bytes 2 4", "181 0 66 68 67 77 194 129", "4244434D"),
        ("o bytes 0 4", "118 49", "76310000"),
        // Decibels of a line as G.997.1 has them: noise, and none of it.
        ("o code 2 64 255", "-12.5", "39"),
        ("o code -2 -46 255", "-112.5", "179"),
        ("o code 2 64 255", "-0.25", "64"),
        ("o code 2 64 255", "-100.25", "-137"),
        ("o code 2 64 255", "1.0000004", "66"),
        ("o code 2 64 255", "99999999999999999999", "2147483647"),
        ("o code -10 60 1023", "1.2", "48"),
        ("o code -10 60 1023", "", "1023"),
        ("o suffix \" \"", "DE", "DE "),
        ("o suffix \" \"", "", ""),
        ("o epoch", "0", ""),
        (
            "o epoch 0=9999-12-31T23:59:59Z *=*",
            "0",
            "9999-12-31T23:59:59Z",
        ),
    ] {
        assert_eq!(
            turns(line).to_parameter(device).as_deref(),
            Ok(value),
            "{line} with {device}"
        );
    }
}

#[test]
fn every_turn_writes() {
    for (line, value, device) in [
        ("o", "a b", "a b"),
        ("!o", "true", "0"),
        ("!o", "0", "1"),
        ("o 2g=2.4GHz 5g=5GHz", "2.4GHz", "2g"),
        ("o psk2=WPA2 psk2+ccmp=WPA2", "WPA2", "psk2"),
        ("o auto=0 *=*", "0", "auto"),
        ("o auto=0 *=*", "36", "36"),
        ("o \\*=None *=*", "None", "*"),
        ("o *1024", "3072", "3"),
        ("o /1024", "3", "3072"),
        ("o upper", "AA", "AA"),
        ("o list", "a, b ,c", "a b c"),
        ("o list", "", ""),
        ("o duration", "3600", "3600"),
        ("o suffix \" \"", "DE ", "DE"),
        ("o epoch", "2023-11-14T22:13:20Z", "1700000000"),
        ("o netmask", "255.255.255.0", "24"),
        ("o netmask", "0.0.0.0", "0"),
        ("o netmask", "255.255.255.255", "32"),
        ("o prefix", "/24", "24"),
        ("o prefix", "192.0.2.0/24", "24"),
        ("o prefix", "2001:db8::/64", "64"),
        ("o plmn", "26201", "262,01"),
        ("o list plmn", "310410,26201", "310,410 262,01"),
        ("o prefix", "", ""),
        ("o short", "it's a; b", "it's a; b"),
    ] {
        assert_eq!(
            turns(line).to_device(value).as_deref(),
            Ok(device),
            "{line} with {value}"
        );
    }
}

#[test]
fn what_cannot_be_turned_is_told() {
    for (line, device, message) in [
        ("!o", "maybe", "expected a boolean (0 or 1), got `maybe`"),
        ("o a=A b=B", "c", "expected `a` or `b`, got `c`"),
        ("o int", "none", "expected a number, got `none`"),
        ("o duration", "12y", "expected a time like 12h, got `12y`"),
        ("o hex", "xyz", "expected a hexadecimal number, got `xyz`"),
        (
            "o netmask",
            "33",
            "expected the length of a prefix, got `33`",
        ),
        (
            "o prefix",
            "-64",
            "expected the length of a prefix, got `-64`",
        ),
        ("o *2", "1.5x", "expected a whole number, got `15x`"),
        (
            "o *4294967295",
            "170141183460469231731687303715884105727",
            "expected a smaller number, got 170141183460469231731687303715884105727",
        ),
    ] {
        assert_eq!(
            turns(line).to_parameter(device),
            Err(message.to_owned()),
            "{line}"
        );
    }
    for (line, value, message) in [
        ("!o", "x", "expected a boolean, got `x`"),
        ("o a=A b=B", "a", "expected `A` or `B`, got `a`"),
        ("o a=A *=Unknown", "Unknown", "expected `A`, got `Unknown`"),
        ("o auto=0 *=*", "auto", "expected `0`, got `auto`"),
        ("o *1024", "1000", "expected a multiple of 1024, got 1000"),
        ("o /2", "x", "expected a whole number, got `x`"),
        (
            "o plmn",
            "2620",
            "expected five or six digits such as 26201, got `2620`",
        ),
        ("o suffix I", "DE ", "expected `I` at the end, got `DE `"),
        (
            "o netmask",
            "255.0.255.0",
            "expected a mask such as 255.255.255.0, got `255.0.255.0`",
        ),
        (
            "o prefix",
            "255.255.255.0",
            "expected a prefix such as /24, got `255.255.255.0`",
        ),
        (
            "o list",
            "a,b%20c",
            "expected items without blanks, got `b c`",
        ),
        ("o list", "a,,b", "expected items without blanks, got ``"),
        (
            "o short",
            "a \"b\"",
            "expected at most 100 octets without quotation marks",
        ),
        (
            "o short",
            &"ä".repeat(51),
            "expected at most 100 octets without quotation marks",
        ),
    ] {
        assert_eq!(
            turns(line).to_device(value),
            Err(message.to_owned()),
            "{line}"
        );
    }
}

#[test]
#[allow(clippy::type_complexity)]
fn a_part_is_read_and_written_and_the_rest_stays() {
    let rows: [(&str, &[&str], Option<&str>, &str, &[&str]); 39] = [
        (
            "bits a= 2 6 1e",
            &["b=1", "a=0d"],
            Some("3"),
            "1",
            &["b=1", "a=05"],
        ),
        ("bits a= 0 2 1e", &["a=0d"], Some("1"), "2", &["a=0e"]),
        ("bits a= 0 2 1e", &["b=1"], None, "0", &["b=1", "a=1c"]),
        ("bits a= 0 8 0", &["a=zz"], None, "255", &["a=ff"]),
        ("part 1 -", &["80-90"], Some("80"), "70", &["70-90"]),
        ("part 2 -", &["80-90"], Some("90"), "", &["80"]),
        ("part 2 -", &["80"], None, "85", &["80-85"]),
        ("part 2 /", &["a"], None, "24", &["a/24"]),
        ("part 1 /", &["a/1", "b"], Some("a"), "c", &["c/1", "b"]),
        ("part 1 -", &["80"], Some("80"), "", &[""]),
        // ppp.sh parts what it reads at both.
        ("part 2 \" \"", &["3, 10"], Some("10"), "20", &["3 20"]),
        ("part 1 \" \"", &["3,10"], Some("3"), "4", &["4 10"]),
        ("part 2 \" \"", &["3"], None, "20", &["3 20"]),
        (
            "item 6,",
            &["3,1", "6,a,b"],
            Some("a,b"),
            "c",
            &["3,1", "6,c"],
        ),
        ("item 6,", &["6,a", "3,1"], Some("a"), "c", &["6,c", "3,1"]),
        ("item 6,", &["3,1"], None, "c", &["3,1", "6,c"]),
        ("item 6,", &["3,1", "6,a"], Some("a"), "", &["3,1"]),
        ("has m", &["m", "o"], Some("1"), "0", &["o"]),
        ("has m", &["o"], Some("0"), "1", &["o", "m"]),
        ("has m", &["m", "o"], Some("1"), "1", &["m", "o"]),
        ("begins !", &["!80"], Some("1"), "0", &["80"]),
        ("begins !", &["80", "90"], Some("0"), "1", &["!80", "90"]),
        ("begins !", &["! 80"], Some("1"), "1", &["!80"]),
        ("begins !", &[""], Some("0"), "0", &[""]),
        ("behind !", &["!80"], Some("80"), "90", &["!90"]),
        ("behind !", &["80"], Some("80"), "90", &["90"]),
        ("behind !", &["!80"], Some("80"), "", &[""]),
        ("behind ! part 2 /", &["!a/1"], Some("1"), "2", &["!a/2"]),
        ("behind ! part 1 /", &["!a/1"], Some("a"), "b", &["!b/1"]),
        (
            "between ! \" src\"",
            &["!a src"],
            Some("a"),
            "b",
            &["!b src"],
        ),
        ("between ! \" src\"", &["!a src"], Some("a"), "", &[]),
        ("between \"\" \" src\"", &["!a src"], None, "", &["!a src"]),
        ("between \"\" \" src\"", &[], None, "b", &["b src"]),
        ("nth 2", &["a", "b"], Some("b"), "c", &["a", "c"]),
        ("nth 2", &["a b"], Some("b"), "", &["a"]),
        ("nth 1", &[], None, "a", &["a"]),
        ("letters A20,B20,B40", &["B40"], Some("B"), "A", &["A20"]),
        ("letters A20,A40,B40", &["B40"], Some("B"), "A", &["A40"]),
        ("digits A20,A40,NO", &["A20"], Some("20"), "40", &["A40"]),
    ];
    for (line, items, value, device, written) in rows {
        let piece = turns(&format!("o {line}")).piece.unwrap();
        assert_eq!(piece.of(items).as_deref(), value, "{line} of {items:?}");
        let items: Vec<String> = items.iter().map(|item| item.to_string()).collect();
        assert_eq!(
            piece.put(&items, device).unwrap(),
            written,
            "{line} into {items:?}"
        );
    }
    for line in ["nth 3", "digits A20,NO", "letters A20,NO"] {
        let piece = turns(&format!("o {line}")).piece.unwrap();
        assert!(piece.put(&["NO".to_owned()], "B").is_err(), "{line}");
    }
    let second = turns("o part 2 /").piece.unwrap();
    assert!(second.put(&[], "24").is_err());
    let first = turns("o part 1 /").piece.unwrap();
    assert!(first.put(&["a/24".to_owned()], "").is_err());
    let between = turns("o between \"\" \" src\"").piece.unwrap();
    assert!(between.put(&["a dest".to_owned()], "b").is_err());
    let begins = turns("o begins !").piece.unwrap();
    assert!(begins.put(&[], "1").is_err());
}

#[test]
fn uci_list_items_come_back_exactly() {
    let turns = turns("o list");
    for items in [
        vec![],
        vec!["a"],
        vec!["a b", "c,d", "e%2Cf", "%", "%zz", "\u{e9}\t"],
        vec!["x"; 100],
    ] {
        let value = turns
            .items_to_parameter(&mut items.iter().copied())
            .unwrap();
        assert!(!value.contains(char::is_whitespace), "{value}");
        assert_eq!(turns.to_items(&value).unwrap(), items);
    }
}

#[test]
fn silence_means_the_default() {
    assert_eq!(turns("o").when_silent(), None);
    assert_eq!(turns("!o").when_silent(), Some("true"));
    assert_eq!(turns("!o default false").when_silent(), Some("false"));
    assert_eq!(turns("o default \"a b\"").when_silent(), Some("a b"));
}

#[test]
fn a_part_of_a_file_is_picked() {
    let text = "MemTotal:  16 kB\nMemFree:    4 kB\nroot:x:0:0:a b:/root\r\n\nlast";
    for (pick, expected) in [
        (
            "",
            Some("MemTotal:  16 kB\nMemFree:    4 kB\nroot:x:0:0:a b:/root\r\n\nlast"),
        ),
        ("line 1", Some("MemTotal:  16 kB")),
        ("line 3", Some("root:x:0:0:a b:/root")),
        ("line 4", Some("")),
        ("line 6", None),
        ("word 2", Some("16")),
        ("word 9", None),
        ("match MemFree:", Some("4 kB")),
        ("match MemFree: word 1", Some("4")),
        ("match Nothing", None),
        ("line 3 separator : word 5", Some("a b")),
        ("match root: separator : word 1", Some("x")),
        ("line 2 match MemTotal:", None),
    ] {
        let mut map = Map::default();
        let errors = map.parse(&format!("Device.X.\n  F file /f {pick}\n"), "t.map");
        assert!(errors.is_empty(), "{errors:?}");
        let field = map.objects.remove(0).fields.remove(0);
        let FieldSource::File { pick, .. } = field.source else {
            panic!("{field:?}")
        };
        assert_eq!(
            pick.find(text, pick.matching.as_deref()),
            expected,
            "{pick:?}"
        );
    }
    assert_eq!(Pick::default().find("a\n", None), Some("a"));
    assert_eq!(Pick::default().find("a\r\n", None), Some("a"));
    assert_eq!(Pick::default().find("", None), Some(""));
    assert_eq!(
        Pick {
            word: Some(1),
            ..Pick::default()
        }
        .find("", None),
        None
    );
}
