//! Every source, every turn and every error of `.map` text.

use super::*;

fn read(text: &str) -> Map {
    let mut map = Map::default();
    assert_eq!(map.parse(text, "t.map"), Vec::<String>::new(), "{text}");
    map
}

fn condition(option: &str, equal: bool, value: &str) -> Condition {
    Condition {
        option: option.into(),
        equal,
        value: value.into(),
    }
}

#[test]
fn every_object_source() {
    let uci = |filter: Vec<Condition>, of: Option<&str>| ObjectSource::Uci {
        package: "p".into(),
        kind: "wifi-iface".into(),
        filter,
        of: of.map(Box::from),
        within: None,
        key: None,
        items: None,
        half: None,
        outside: Vec::new(),
    };
    let lines = |skip, key, of, filter| ObjectSource::Lines {
        path: "/f".into(),
        skip,
        key,
        of,
        filter,
        unless: Vec::new(),
        separator: None,
    };
    for (line, expected) in [
        ("Device.X.{i}. uci p wifi-iface", uci(vec![], None)),
        (
            "Device.X.{i}. uci p wifi-iface where mode=ap",
            uci(vec![condition("mode", true, "ap")], None),
        ),
        (
            "Device.X.{i}. uci p wifi-iface where mode!=sta network=\"a b\" # only these",
            uci(
                vec![
                    condition("mode", false, "sta"),
                    condition("network", true, "a b"),
                ],
                None,
            ),
        ),
        (
            "Device.X.{i}.Y.{i}. uci p wifi-iface of dhcp where a=",
            uci(vec![condition("a", true, "")], Some("dhcp")),
        ),
        (
            "Device.X. uci p ntp",
            ObjectSource::Section {
                package: "p".into(),
                section: "ntp".into(),
            },
        ),
        (
            "Device.X. uci p @system",
            ObjectSource::Section {
                package: "p".into(),
                section: "@system".into(),
            },
        ),
        (
            "Device.X. uci p @wifi-iface[12]",
            ObjectSource::Section {
                package: "p".into(),
                section: "@wifi-iface[12]".into(),
            },
        ),
        (
            "Device.X.{i}.Y. uci p {key}_y",
            ObjectSource::Section {
                package: "p".into(),
                section: "{key}_y".into(),
            },
        ),
        (
            "Device.X.{i}. file /sys/class/net/*",
            ObjectSource::Directory {
                path: "/sys/class/net".into(),
                prefix: "".into(),
                filter: Vec::new(),
                with: None,
            },
        ),
        (
            "Device.X.{i}. file /sys/class/net/eth*",
            ObjectSource::Directory {
                path: "/sys/class/net".into(),
                prefix: "eth".into(),
                filter: Vec::new(),
                with: None,
            },
        ),
        (
            "Device.X.{i}.Y.{i}. file /sys/class/net/{key}/q*",
            ObjectSource::Directory {
                path: "/sys/class/net/{key}".into(),
                prefix: "q".into(),
                filter: Vec::new(),
                with: None,
            },
        ),
        (
            "Device.X.{i}. file /f lines",
            lines(0, vec![1], None, vec![]),
        ),
        (
            "Device.X.{i}. file /f lines skip 1 key 4",
            lines(1, vec![4], None, vec![]),
        ),
        (
            "Device.X.{i}.Y.{i}. file /f lines key 1,3 of 1 where 2=inet 3!=x",
            lines(
                0,
                vec![1, 3],
                Some(1),
                vec![(2, true, "inet".into()), (3, false, "x".into())],
            ),
        ),
        (
            "Device.X.{i}. const lan wan",
            ObjectSource::Const(vec!["lan".into(), "wan".into()]),
        ),
        (
            "Device.X.{i}. const \"del\" wan limit 2",
            ObjectSource::Const(vec!["del".into(), "wan".into()]),
        ),
        ("Device.X.{i}. hook led", ObjectSource::Hook("led".into())),
        ("Device.X. hook led", ObjectSource::Hook("led".into())),
        (
            "Device.X.{i}. hook led rows add del",
            ObjectSource::HookRows("led".into()),
        ),
        ("Device.X. agent", ObjectSource::Agent),
    ] {
        let map = read(line);
        assert_eq!(
            map.objects.first().unwrap().source,
            Some(expected),
            "{line}"
        );
    }
}

#[test]
fn what_may_be_done_with_rows() {
    let map = read(
        "Device.X.{i}. uci p rule add target=DNAT name=\"a b\" del limit 32 name cwmp_ # rows\r\n",
    );
    let object = map.objects.first().unwrap();
    let options: Vec<(Box<str>, Box<str>)> = vec![
        ("target".into(), "DNAT".into()),
        ("name".into(), "a b".into()),
    ];
    assert_eq!(
        (&object.add, object.del, object.limit),
        (&Some(options), true, Some(32))
    );
    assert_eq!(object.name.as_deref(), Some("cwmp_"));
    let map = read("Device.X.{i}. hook h add del");
    let object = map.objects.first().unwrap();
    assert_eq!(
        (&object.add, object.del, object.limit),
        (&Some(vec![]), true, None)
    );
}

#[test]
fn every_field_source() {
    let file = |path: &str, pick: Pick, writable| FieldSource::File {
        path: path.into(),
        pick,
        writable,
    };
    let option = |section: &str| FieldSource::Option {
        package: "p".into(),
        section: section.into(),
        option: "o".into(),
    };
    for (object, line, expected) in [
        ("Device.X. uci p s", "o", FieldSource::RowOption("o".into())),
        (
            "Device.X. uci p s",
            "!o",
            FieldSource::RowOption("o".into()),
        ),
        (
            "Device.X.{i}. uci p s",
            "option key",
            FieldSource::RowOption("key".into()),
        ),
        ("Device.X.", "uci p s o", option("s")),
        ("Device.X.", "uci p @s !o", option("@s")),
        ("Device.X.", "uci p @s[3] o", option("@s[3]")),
        ("Device.X.{i}. uci p s", "uci p {key} o", option("{key}")),
        (
            "Device.X.",
            "file /proc/uptime",
            file("/proc/uptime", Pick::default(), false),
        ),
        (
            "Device.X.",
            "file /etc/banner rw",
            file("/etc/banner", Pick::default(), true),
        ),
        (
            "Device.X.",
            "file /f word 2 separator : line 3 match \"a b\" int",
            file(
                "/f",
                Pick {
                    line: Some(3),
                    matching: Some("a b".into()),
                    separator: Some(':'),
                    word: Some(2),
                },
                false,
            ),
        ),
        (
            "Device.X.{i}.Y.{i}. const a",
            "file /sys/{parent}/{key}/x",
            file("/sys/{parent}/{key}/x", Pick::default(), false),
        ),
        (
            "Device.X.{i}. file /f lines",
            "word 4",
            FieldSource::Word(4),
        ),
        ("Device.X.{i}. const a", "key", FieldSource::Key),
        (
            "Device.X.{i}. uci p t where a=b alone u with c,d add",
            "joined",
            FieldSource::Joined,
        ),
        (
            "Device.X.",
            "const \"Ann # Bob\"",
            FieldSource::Const("Ann # Bob".into()),
        ),
        ("Device.X.", "const \"\"", FieldSource::Const("".into())),
        ("Device.X.", "only \"\"", FieldSource::Only("".into())),
        (
            "Device.X.",
            "const \"a\\\"b\\\\c\\d\"",
            FieldSource::Const("a\"b\\c\\d".into()),
        ),
        ("Device.X.", "const a#b", FieldSource::Const("a#b".into())),
        ("Device.X.", "const a=b", FieldSource::Const("a=b".into())),
        (
            "Device.X.",
            "hook my-led",
            FieldSource::Hook("my-led".into()),
        ),
        ("Device.X.", "agent", FieldSource::Agent),
    ] {
        let map = read(&format!("{object}\n\tField {line}"));
        let field = map.objects.first().unwrap().fields.first().unwrap();
        assert_eq!(field.source, expected, "{line}");
        assert_eq!(field.turns.negate, line.contains('!'), "{line}");
    }
}

#[test]
fn every_turn() {
    let pairs = |pairs: &[(&str, &str)]| {
        pairs
            .iter()
            .map(|(a, b)| ((*a).into(), (*b).into()))
            .collect::<Vec<_>>()
    };
    for (line, expected) in [
        ("", Turns::default()),
        (
            "a=A \"b c\"=\"B C\" *=x=y =n",
            Turns {
                pairs: pairs(&[("a", "A"), ("b c", "B C"), ("*", "x=y"), ("", "n")]),
                ..Turns::default()
            },
        ),
        (
            "-> Device.A. Device.B.{i}.C. ro",
            Turns {
                refers: vec!["Device.A.".into(), "Device.B.{i}.C.".into()],
                read_only: true,
                ..Turns::default()
            },
        ),
        (
            "*1024",
            Turns {
                scale: Some(Scale::Times(1024)),
                ..Turns::default()
            },
        ),
        (
            "int /10",
            Turns {
                int: true,
                scale: Some(Scale::Divide(10)),
                ..Turns::default()
            },
        ),
        (
            "upper",
            Turns {
                form: Some(Form::Upper),
                ..Turns::default()
            },
        ),
        (
            "lower list",
            Turns {
                form: Some(Form::Lower),
                list: true,
                ..Turns::default()
            },
        ),
        (
            "default list",
            Turns {
                default: Some("list".into()),
                ..Turns::default()
            },
        ),
        (
            "default \"\" # none",
            Turns {
                default: Some("".into()),
                ..Turns::default()
            },
        ),
    ] {
        let map = read(&format!("Device.X. uci p s\n  F o {line}"));
        assert_eq!(
            map.objects.first().unwrap().fields.first().unwrap().turns,
            expected,
            "{line}"
        );
    }
}

#[test]
fn what_ends_is_named_by_package_and_option() {
    let map = read("until firewall rule|redirect expires once /a|/b # then\n");
    let got = map.ends.iter().map(|end| (&*end.package, &*end.option));
    assert_eq!(got.collect::<Vec<_>>(), [("firewall", "expires")]);
    for (line, wrong) in [
        (
            "until",
            "expected PACKAGE TYPE OPTION, got the end of the line",
        ),
        ("until p", "expected TYPE OPTION, got the end of the line"),
        ("until p t", "expected OPTION, got the end of the line"),
        (
            "until p t|../t o",
            "expected a type (letters, digits and _), got `../t`",
        ),
        (
            "until p t o once",
            "expected a path, got the end of the line",
        ),
        (
            "until p t o once /a|b",
            "expected a path that starts with /, got `b`",
        ),
        (
            "until p t o more",
            "expected the end of the line, got `more`",
        ),
        (
            "until ../p t o",
            "expected a package (letters, digits and _), got `../p`",
        ),
    ] {
        let errors = Map::default().parse(line, "t.map");
        assert_eq!(errors, [format!("t.map:1: {wrong}")], "{line}");
    }
}

#[test]
fn applies_keep_their_command_as_it_is() {
    let map =
        read("apply wireless after  wifi reload; echo \"a  # b\" \napply  my-led now /bin/x\n");
    let got: Vec<_> = map
        .applies
        .iter()
        .map(|apply| {
            (
                &*apply.group,
                apply.when == When::After,
                &*apply.command,
                apply.at.line,
            )
        })
        .collect();
    assert_eq!(
        got,
        [
            ("wireless", true, "wifi reload; echo \"a  # b\"", 1),
            ("my-led", false, "/bin/x", 2)
        ]
    );
}

#[test]
fn comments_blank_lines_and_places() {
    let map = read(
        "# first\n\nDevice.X. uci p s # here\n\n  # within\n  A o # and\n  Stats. hook h\n  B.C o\n",
    );
    let object = map.objects.first().unwrap();
    assert_eq!(object.at.to_string(), "t.map:3");
    let fields: Vec<_> = object
        .fields
        .iter()
        .map(|field| (&*field.name, field.at.line))
        .collect();
    assert_eq!(fields, [("A", 6), ("Stats.", 7), ("B.C", 8)]);
}

#[test]
fn a_second_file_adds_fields_but_no_second_source() {
    let mut map = read("Device.X. uci p s\n  A o\nDevice.Y.{i}. const a\n  A key");
    assert_eq!(
        map.parse(
            "Device.X.\n  B o\n  A o\nDevice.Y.{i}. const b\n  C key\nDevice.Y.{i}.\n  B key",
            "u.map"
        ),
        [
            "u.map:3: expected each parameter once, got Device.X.A again (first at t.map:2)",
            "u.map:4: expected the source of Device.Y.{i}. once, got a second line with one (first at t.map:3)",
        ]
    );
    let fields: Vec<_> = map
        .objects
        .iter()
        .flat_map(|object| &object.fields)
        .map(|field| field.at.to_string())
        .collect();
    assert_eq!(fields, ["t.map:2", "u.map:2", "t.map:4", "u.map:7"]);
}

#[test]
fn every_error_says_where_what_was_expected_and_what_came() {
    for row in WRONG_LINES.lines() {
        let (text, message) = row.split_once(" => ").unwrap();
        let mut map = Map::default();
        assert_eq!(
            map.parse(text, "t.map"),
            [format!("t.map:1: {message}")],
            "{text}"
        );
    }
}

#[test]
fn every_error_of_a_field() {
    let turns = "device=value, -> Device.X., *N, /N, int, sum, upper, lower, netmask, prefix, epoch, left, ago, remains, duration, hex, network, counter, bytes N M, code N M X, uuid, plmn, short, ipv4, ipv6, octets, through PACKAGE TYPE NAME MEMBERS, by WORD, list, part N C, nth N, item TEXT, bits TEXT N M X, has TEXT, suffix TEXT, begins TEXT, behind TEXT, between TEXT TEXT, and C OPTION, child OPTION, letters LIST, digits LIST, head C LIST, tail C LIST, any OFF OPTION,…, those OFF OPTION,…, power {WORD}, less {WORD}, both OPTION MINE THEIRS, each, among NAME, as NAME, beside TABLE, stays, default VALUE, when OPTION=VALUE, when {WORD}=VALUE, without OPTION, resets OPTION, ends OPTION, together OPTION,…, ro, else";
    for row in WRONG_FIELDS.lines() {
        let (lines, message) = row.split_once(" => ").unwrap();
        let (object, field) = lines.split_once(" / ").unwrap();
        let message = message.replace("TURN", &format!("expected {turns} or the end of the line"));
        let mut map = Map::default();
        let errors = map.parse(&format!("{object}\n  {field}"), "t.map");
        assert_eq!(errors, [format!("t.map:2: {message}")], "{field}");
    }
}

#[test]
fn a_wrong_object_line_takes_its_fields_with_it() {
    let mut map = Map::default();
    let errors = map.parse(
        "Device.X. uci p s\nDevice.Y\n  A o\n  B\nDevice.Z. uci p s\n  C o",
        "t.map",
    );
    assert_eq!(errors.len(), 2, "{errors:?}");
    let fields: Vec<_> = map
        .objects
        .iter()
        .flat_map(|object| &object.fields)
        .map(|field| &*field.name)
        .collect();
    assert_eq!(fields, ["C"]);
}

#[test]
fn any_garbage_is_survived() {
    let pieces = [
        "Device.X.",
        "{i}.",
        "uci",
        "file",
        "/f*",
        "const",
        "\"",
        "\\",
        "=",
        "!",
        "->",
        "*",
        "lines",
        "é",
        "\n",
        "\n ",
        " ",
        "#",
        "@a[",
        "{key}",
        "apply",
        "add",
    ];
    let mut state = 1u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            text.push_str(pieces[usize::try_from(state >> 33).unwrap() % pieces.len()]);
        }
        Map::default().parse(&text, "t.map");
    }
}

/// Text, and what is said of it.
const WRONG_LINES: &str = r#"  A o => expected an object on a line that is not indented before the field `A`
Device.X => expected an object path that ends in a dot, got `Device.X`
Device..X. => expected an object path like Device.WiFi.SSID.{i}., got `Device..X.`
{i}. => expected an object path like Device.WiFi.SSID.{i}., got `{i}.`
Device.X.{i}.{i}. const a => expected an object path like Device.WiFi.SSID.{i}., got `Device.X.{i}.{i}.`
Device.X.{i}. => expected uci, file, ubus, const, hook or agent after Device.X.{i}., got the end of the line
Device.X.{i}. add => expected rows from uci, a hook or the agent before `add`, got rows that nobody can change
Device.X. sysrepo a => expected uci, file, ubus, const, hook, agent or the end of the line, got `sysrepo`
Device.X. ubus a => expected a method, got the end of the line
Device.X. ubus a*b m => expected an object of ubus (network.device, hostapd.*), got `a*b`
Device.X. ubus a m key k => expected the end of the line, got `key`
Device.X. ubus a m in => expected a path in the answer, got the end of the line
Device.X. ubus a m in a..b => expected a path like memory.total or interface[0].up, got `a..b`
Device.X. ubus a m in a[x => expected a path like memory.total or interface[0].up, got `a[x`
Device.X. ubus a m in a[0]b => expected a path like memory.total or interface[0].up, got `a[0]b`
Device.X. ubus a.{key} m => expected an object with 1 × {i} for {key}, got one with 0
Device.X.{i}. ubus a m name={key} => expected an object with 1 × {i} for {key}, got one with 0
Device.X.{i}. ubus a m of b => expected a table inside a table for `of`, got one without an enclosing row
Device.X.{i}. ubus a m where => expected PATH=VALUE or PATH!=VALUE, got the end of the line
Device.X.{i}. ubus a m add => expected rows from uci, a hook or the agent before `add`, got rows that nobody can change
Device.X. uci => expected a uci package, got the end of the line
Device.X. uci a/b s => expected a uci package (letters, digits, - and _), got `a/b`
Device.X. uci p => expected a section (NAME, @TYPE, @TYPE[N] or @TYPE[OPTION=VALUE]), got the end of the line
Device.X. uci p a-b => expected a section (NAME, @TYPE, @TYPE[N] or @TYPE[OPTION=VALUE]), got `a-b`
Device.X. uci p @a[x] => expected a section (NAME, @TYPE, @TYPE[N] or @TYPE[OPTION=VALUE]), got `@a[x]`
Device.X. uci p @a[1 => expected a section (NAME, @TYPE, @TYPE[N] or @TYPE[OPTION=VALUE]), got `@a[1`
Device.X. uci p @a] => expected a section (NAME, @TYPE, @TYPE[N] or @TYPE[OPTION=VALUE]), got `@a]`
Device.X. uci p {key} => expected an object with 1 × {i} for {key}, got one with 0
Device.X. uci p s x => expected the end of the line, got `x`
Device.X. uci p s del => expected a path that ends in .{i}. before `del`, got Device.X.
Device.X. uci p s where a=1 => expected {WORD}=VALUE, got `a=1`
Device.X. where {a} => expected {WORD}=VALUE or {WORD}!=VALUE, got `{a}`
Device.X. uci p s also ubus a m => expected the end of the line, got `also`
Device.X.{i}. also ubus a m => expected uci, file, ubus, const, hook, agent or add, del, limit N, name PREFIX or the end of the line, got `also`
Device.X.{i}. uci p t alone u items l => expected either `alone` or `items`, got both
Device.X.{i}. file /f lines unless 1=a => expected `unless` only behind `also`, with sections before it
Device.X.{i}. file /a* also file /f lines unless 1=a => expected `unless` only behind `also`, with sections before it
Device.X.{i}. uci p t also file /f lines unless 1!=a => expected N=OPTION (N from 1), got `1!=a`
Device.X.{i}. uci p t also const a => expected `file`, `ubus`, `uci` or `hook` behind `also`
Device.X.{i}. uci p => expected a section type, got the end of the line
Device.X.{i}. uci p t where => expected OPTION=VALUE or OPTION!=VALUE, got the end of the line
Device.X.{i}. uci p t where del => expected OPTION=VALUE or OPTION!=VALUE, got `del`
Device.X.{i}. uci p t outside => expected a uci package, got the end of the line
Device.X.{i}. uci p t outside q u => expected an option, got the end of the line
Device.X.{i}. uci p t outside q u o where => expected OPTION=VALUE or OPTION!=VALUE, got the end of the line
Device.X.{i}. uci p t add o={parent} => expected an object with 2 × {i} for {parent}, got one with 1
Device.X.{i}. uci p t where a-b=1 => expected an option (letters, digits and _), got `a-b`
Device.X.{i}. uci p t of o => expected a table inside a table for `of`, got one without an enclosing row
Device.X.{i}. uci p t x => expected add, del, limit N, name PREFIX or the end of the line, got `x`
Device.X.{i}. uci p t limit 0 => expected a number of rows (from 1), got `0`
Device.X.{i}. uci p t limit => expected a number of rows, got the end of the line
Device.X.{i}. uci p t name a-b => expected a prefix (letters, digits and _), got `a-b`
Device.X.{i}. hook h name a => expected rows from uci before `name`
Device.X.{i}. hook h add a=b => expected rows from uci before `a=b`
Device.X.{i}. const a add => expected rows from uci, a hook or the agent before `add`, got rows that nobody can change
Device.X.{i}. const => expected the keys of the rows, got the end of the line
Device.X.{i}. const a a => expected each key once, got `a` again
Device.X. const a => expected a path that ends in .{i}. before `const`, got Device.X.
Device.X. file /f => expected a path that ends in .{i}. before `file`, got Device.X.
Device.X.{i}. file f* => expected a path that starts with / or @changed/, or @addresses, @clock, @layers, @routes or @mappings, got `f*`
Device.X.{i}. file /f => expected DIRECTORY/PREFIX* or `lines` after the path, got `/f`
Device.X.{i}. file /a* where => expected FILE=VALUE or FILE!=VALUE, got the end of the line
Device.X.{i}. file /a* with {parent} => expected an object with 2 × {i} for {parent}, got one with 1
Device.X.{i}. file /a*/b* => expected DIRECTORY/PREFIX* or `lines` after the path, got `/a*/b*`
Device.X.{i}. file /f lines key 0 => expected N or N,N… (from 1), got `0`
Device.X.{i}. file /f lines skip x => expected a number of lines (from 1), got `x`
Device.X.{i}. file /f lines where x=y => expected the number of a word (from 1), got `x`
Device.X.{i}. file /{parent}/*  => expected an object with 2 × {i} for {parent}, got one with 1
Device.X.{i}.Y.{i}. uci p t of o within a b => expected {WORD}, got `b`
Device.X. hook ../a => expected the name of a hook (letters, digits, -, _ and .), got `../a`
Device.X. hook . => expected the name of a hook (letters, digits, -, _ and .), got `.`
Device.X. "uci" p s => expected uci, file, ubus, const, hook, agent or the end of the line, got `uci`
Device.X. const "a => expected a closing " on the same line, got `a`
apply => expected `apply GROUP [risky] check|now|after COMMAND`, got the end of the line
apply a soon x => expected `check`, `now` or `after`, got `soon`
apply a now  => expected a command, got the end of the line"#;

/// Object line and field line, and what is said of the second.
const WRONG_FIELDS: &str = r#"Device.X. / A => expected a source (OPTION, uci, file, ubus, word, key, const, only, hook, agent or run), got the end of the line
Device.X. / A.{i}.B const a => expected a parameter of this object, got `A.{i}.B`: a table needs a line of its own that is not indented
Device.X. / A..B const a => expected a parameter like SSID or Stats.BytesSent, got `A..B`
Device.X. / Alias const a => expected no source for `Alias`: the agent answers every Alias and …NumberOfEntries itself
Device.X. / Y.RowNumberOfEntries const 1 => expected no source for `Y.RowNumberOfEntries`: the agent answers every Alias and …NumberOfEntries itself
Device.X. / S. const a => expected `hook NAME` or `agent` for all below S., got another source
Device.X. / S. hook h ro => expected the end of the line, got `ro`
Device.X. / A o => expected `uci PACKAGE SECTION` on the line of Device.X. or before the option, got only `o`
Device.X.{i}. const a / A o => expected uci, file, ubus, word, key, const, only, hook, agent or run, got the option `o` where there is no section
Device.X. uci p s / A a-b => expected an option (letters, digits and _), got `a-b`
Device.X. / A uci p s => expected an option, got the end of the line
Device.X. / A file => expected a path, got the end of the line
Device.X. / A file f => expected a path that starts with / or @changed/, or @addresses, @clock, @layers, @routes or @mappings, got `f`
Device.X. / A file /f line 0 => expected the number of a line (from 1), got `0`
Device.X. / A file /f separator ab word 1 => expected one character, got `ab`
Device.X. / A file /f separator : => expected `word N` with `separator`
Device.X. / A file /f word 1 rw => expected a whole file before `rw`, got a part of one
Device.X. / A file @addresses rw => expected a path that starts with / before `rw`, got `@addresses`
Device.X. / A file /{key} => expected an object with 1 × {i} for {key}, got one with 0
Device.X. / A file /{name} => expected an object with 1 × {i} for {name}, got one with 0
Device.X.{i}. const a / A file /{a*b} => expected {key}, {parent} or a word of the row, got `{a*b}` in `/{a*b}`
Device.X.{i}. const a / {key} const b => expected a word of your own like {device}, got `{key}`
Device.X.{i}. const a / {name const b => expected a word of your own like {device}, got `{name`
Device.X. uci p s / A o else => expected a source (OPTION, uci, file, ubus, word, key, const, only, hook, agent or run), got the end of the line
Device.X. uci p s / A o else hook h else hook i => expected one hook on a line, got i, too
Device.X.{i}. const a / {w} hook h => expected no hook in a word
Device.X. uci p s / A o else run now x => expected no only, agent or run in a word or beside `else`
Device.X. uci p s / A o else only x => expected no only, agent or run in a word or beside `else`
Device.X. uci p s / A o sum => expected `file` with one {WORD} in its path for sum
Device.X. / A file /x sum => expected `file` with one {WORD} in its path for sum
Device.X.{i}. const a / A file /{a}/{b} sum => expected `file` with one {WORD} in its path for sum
Device.X. uci p s / A o beside B => expected `hook` for beside, got another source
Device.X. uci p s / A const b has b => expected an option of uci for part, item, has, begins, behind, between, and, child, without, resets, ends and together, got another source
Device.X. uci p s / A file /x without b => expected an option of uci for part, item, has, begins, behind, between, and, child, without, resets, ends and together, got another source
Device.X. uci p s / A file /x together b => expected an option of uci for part, item, has, begins, behind, between, and, child, without, resets, ends and together, got another source
Device.X. uci p s / A o together a-b => expected an option (letters, digits and _), got `a-b`
Device.X. uci p s / A o head => expected a character, got the end of the line
Device.X. uci p s / A o part 0 - => expected the number of a part (from 1), got `0`
Device.X. uci p s / A o part 1 ab => expected one character, got `ab`
Device.X. uci p s / A o part 1 / has b => expected one part that is meant, got `has` as well
Device.X. uci p s / A o part 1 / behind ! => expected one part that is meant, got `behind` as well
Device.X. uci p s / A o behind ! and / b => expected one part that is meant, got `and` as well
Device.X. uci p s / A o behind ! part 1 / part 2 / => expected one part that is meant, got `part` as well
Device.X. uci p s / A o power b => expected {WORD}, got `b`
Device.X. uci p s / A o both a-b c d => expected an option (letters, digits and _), got `a-b`
Device.X. uci p s / A o by w => expected `->` before `by`
Device.X. uci p s / A o each => expected `uci PACKAGE @TYPE[OPTION=VALUE]` and an option before `each`
Device.X. uci p @t[0] / A o each => expected `uci PACKAGE @TYPE[OPTION=VALUE]` and an option before `each`
Device.X. / A file /f each => expected `uci PACKAGE @TYPE[OPTION=VALUE]` and an option before `each`
Device.X. uci p s / A o suffix => expected a text, got the end of the line
Device.X. uci p s / A o when a => expected OPTION=VALUE, got `a`
Device.X. uci p s / A run x => expected `now` or `after` behind `run`
Device.X. uci p s / A run now => expected a command, got the end of the line
Device.X. / A file /{key => expected {key} or {parent}, got `/{key`
Device.X. / A ubus a m => expected a path in the answer, got the end of the line
Device.X. / A ubus a m b=c => expected a path in the answer, got the end of the line
Device.X.{i}. ubus a m / A b. => expected a path like memory.total or interface[0].up, got `b.`
Device.X. / A key => expected an object with `{i}` for `key`, got one that is no row
Device.X. uci p s / A word 1 => expected rows from `file PATH lines` for `word`, got other rows
Device.X. uci p s / A o x => TURN, got `x`
Device.X. uci p s / A o "a=b" => TURN, got `a=b`
Device.X. uci p s / A o "int" => TURN, got `int`
Device.X. uci p s / A o a=1 a=2 => expected each word of the device once, got `a` again
Device.X. uci p s / A !o a=1 => expected either `!` or pairs, got both
Device.X. uci p s / A o *0 => expected *N with N from 1 to 4294967295, got `*0`
Device.X. uci p s / A o *2 /2 => expected one *N or /N, got `/2` as well
Device.X. uci p s / A o -> => expected an object path, got the end of the line
Device.X. uci p s / A o -> Device.Y.{i}. => expected the path of a table like Device.WiFi.Radio., got `Device.Y.{i}.`
Device.X. uci p s / A o default => expected a value, got the end of the line"#;
