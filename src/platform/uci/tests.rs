//! Reading, editing, and the round trip of random packages against a second reader.

use super::*;

fn parse(text: &str) -> Package {
    match Package::parse(text) {
        Ok(package) => package,
        Err(error) => panic!("{error}: {text:?}"),
    }
}

fn id(package: &Package, section: &str) -> SectionId {
    package.find(section).unwrap().id()
}

const SAMPLE: &str = r#"# the radio
package 'wireless'

config wifi-device 'radio0' # fast
	option type 'mac80211'
	option	path  "pci0000:00/0000:00:00.0"
	option channel 36   # comment
	list ht_capab 'A'
	list ht_capab "B C"

config wifi-iface
	option device radio0
	option ssid 'Ann'\''s "home" # 1'
	option key "a\"b\\c\
d"
	option note 'two
lines'

# the second
config wifi-iface 'guest'
"#;

#[test]
fn a_file_as_people_write_it() {
    let package = parse(SAMPLE);
    let all: Vec<_> = package
        .sections()
        .map(|section| (section.kind(), section.name()))
        .collect();
    assert_eq!(
        all,
        [
            ("wifi-device", Some("radio0")),
            ("wifi-iface", None),
            ("wifi-iface", Some("guest"))
        ]
    );
    let radio = package.section("radio0").unwrap();
    assert_eq!(radio.option("type").as_deref(), Some("mac80211"));
    assert_eq!(
        radio.option("path").as_deref(),
        Some("pci0000:00/0000:00:00.0")
    );
    assert_eq!(radio.option("channel").as_deref(), Some("36"));
    assert_eq!(radio.value("ht_capab"), Some(Value::List(vec!["A", "B C"])));
    assert_eq!(package.option(&radio, "ht_capab").as_deref(), Some("A B C"));
    assert_eq!(package.list(&radio, "channel"), ["36"]);
    assert_eq!(radio.list("nothing"), [""; 0]);
    assert_eq!(radio.option("nothing"), None);
    let options: Vec<_> = radio.options().collect();
    assert_eq!(options, ["type", "path", "channel", "ht_capab", "ht_capab"]);
    let first = package.find("@wifi-iface").unwrap();
    assert_eq!(first.option("ssid").as_deref(), Some("Ann's \"home\" # 1"));
    assert_eq!(first.option("key").as_deref(), Some("a\"b\\cd"));
    assert_eq!(first.option("note").as_deref(), Some("two\nlines"));
    for (name, found) in [
        ("@wifi-iface[1]", Some("guest")),
        ("@wifi-iface[-1]", Some("guest")),
        ("guest", Some("guest")),
        ("@wifi-iface[2]", None),
        ("@wifi-iface[x", None),
        ("@wifi-iface[x]", None),
        ("@nothing", None),
        ("nothing", None),
    ] {
        assert_eq!(
            package.find(name).and_then(|section| section.name()),
            found,
            "{name}"
        );
    }
    assert_eq!(package.to_text(), SAMPLE);
}

#[test]
fn every_spelling_of_a_value() {
    for (spelled, value) in [
        ("a", "a"),
        ("'a b'", "a b"),
        ("\"a b\"", "a b"),
        ("a'b'\"c\"", "abc"),
        ("'a'\\''b'", "a'b"),
        ("a\\ b", "a b"),
        ("a\\\nb", "ab"),
        ("'a\\\nb'", "a\\\nb"),
        ("\"a\\\nb\"", "ab"),
        ("\"a\\\r\nb\"", "ab"),
        ("\"a\nb\"", "a\nb"),
        ("\"\\a\\\"\\\\\"", "a\"\\"),
        ("'\\a'", "\\a"),
        ("''", ""),
        ("", ""),
        ("'a'#b", "a"),
        ("a#b", "a"),
        ("'a#b;c'", "a#b;c"),
        ("a;", "a"),
        ("'é\u{1f600}'", "é\u{1f600}"),
        ("\\é", "é"),
        ("$(id)`id`", "$(id)`id`"),
        ("'a'  \r", "a"),
    ] {
        let text = format!("config t s\noption o {spelled}\noption p 1\n");
        let package = parse(&text);
        let section = package.section("s").unwrap();
        assert_eq!(section.option("o").as_deref(), Some(value), "{spelled}");
        assert_eq!(section.option("p").as_deref(), Some("1"), "{spelled}");
        assert_eq!(package.to_text(), text);
    }
}

#[test]
fn short_words_and_several_statements_on_a_line() {
    let text = "c t 's'; o a '1'; l b '2' ; # end\n p x\n";
    let package = parse(text);
    let section = package.section("s").unwrap();
    assert_eq!(section.option("a").as_deref(), Some("1"));
    assert_eq!(section.list("b"), ["2"]);
    assert_eq!(package.to_text(), text);
}

#[test]
fn what_libuci_joins_is_joined() {
    let package = parse(
        "config t s\noption a 1\noption b 1\nconfig t x\nconfig t s\noption a 2\nlist b 2\nlist c 1\noption c 2\n",
    );
    let section = package.section("s").unwrap();
    assert_eq!(package.sections().count(), 2);
    assert_eq!(section.value("a"), Some(Value::Single("2")));
    assert_eq!(section.value("b"), Some(Value::List(vec!["1", "2"])));
    assert_eq!(section.value("c"), Some(Value::Single("2")));
    let mut edited = package.clone();
    edited.set(section.id(), "a", "3").unwrap();
    edited.unset(section.id(), "b").unwrap();
    assert_eq!(
        edited.to_text(),
        "config t s\noption a 1\nconfig t x\nconfig t s\noption a 3\nlist c 1\noption c 2\n"
    );
    edited.retype(section.id(), "wifi-ap").unwrap();
    assert_eq!(edited.section("s").unwrap().kind(), "wifi-ap");
    assert_eq!(edited.of_type("t").count(), 1);
    assert_eq!(
        edited.to_text(),
        "config wifi-ap 's'\noption a 1\nconfig t x\nconfig wifi-ap 's'\noption a 3\nlist c 1\noption c 2\n"
    );
    assert!(edited.retype(section.id(), "no type").is_err());
    edited.rename(section.id(), "y").unwrap();
    edited.delete_section(id(&edited, "y")).unwrap();
    assert_eq!(edited.to_text(), "config t x\n");
}

/// A hook names all of them as it has read them.
#[test]
fn the_place_of_a_section_after_others_were_deleted() {
    let mut package =
        Package::parse("config t\n\toption a 0\nconfig t\n\toption a 1\nconfig t\n\toption a 2\n")
            .unwrap();
    let first = id(&package, "@t[0]");
    package.delete_section(first).unwrap();
    assert!(package.find("@t[0]").is_none());
    let said = |package: &Package, name: &str| {
        let section = package.find(name).unwrap();
        section.option("a").unwrap().into_owned()
    };
    assert_eq!(said(&package, "@t[1]"), "1");
    assert_eq!(said(&package, "@t[-1]"), "2");
    let second = id(&package, "@t[1]");
    package.delete_section(second).unwrap();
    assert_eq!(said(&package, "@t[2]"), "2");
    assert_eq!(package.to_text(), "config t\n\toption a 2\n");
}

#[test]
fn malformed_text_is_told_by_line() {
    for (text, line, what) in [
        (
            "config t s\noption\n",
            2,
            "expected a name after `option`, got the end of the line",
        ),
        (
            "\n\nconfig\n",
            3,
            "expected a name after `config`, got the end of the line",
        ),
        (
            "option a 1\n",
            1,
            "expected a config line before the option `a`",
        ),
        (
            "#\nconfig t s\n\nfoo\n",
            4,
            "expected config, option, list or package, got `foo`",
        ),
        ("config t s x\n", 1, "expected the end of the line, got `x`"),
        (
            "config t s-x\n",
            1,
            "expected a section name (letters, digits and _), got `s-x`",
        ),
        (
            "config 'a b'\n",
            1,
            "expected a section type (ASCII without blanks), got `a b`",
        ),
        (
            "config '' a\n",
            1,
            "expected a section type (ASCII without blanks), got ``",
        ),
        (
            "config t s\noption a-b 1\n",
            2,
            "expected an option (letters, digits and _), got `a-b`",
        ),
        (
            "config t s\n option a 'x\ny\n",
            2,
            "expected a closing ', got the end of the file",
        ),
        (
            "config t s\noption a\n\"x\"",
            3,
            "expected config, option, list or package, got `\"x\"`",
        ),
        (
            "config t s\noption a \"x\\\"",
            2,
            "expected a closing \", got the end of the file",
        ),
        (
            "config t s\noption a x\\",
            2,
            "expected a character after \\, got the end of the file",
        ),
        (
            "config t s\noption a x\0\n",
            2,
            "expected text, got a NUL character",
        ),
        (
            "config t s\n#\noption a 'x\n\0'\n",
            4,
            "expected text, got a NUL character",
        ),
        (
            "config t s\n# \0\n",
            2,
            "expected text, got a NUL character",
        ),
        (
            "config t s\nconfig u s\n",
            2,
            "expected type `t` for section `s` as before",
        ),
        (
            "package a/b\n",
            1,
            "expected a package (letters, digits, - and _), got `a/b`",
        ),
    ] {
        let error = match Package::parse(text) {
            Err(error) => error,
            Ok(_) => panic!("{text:?} was taken"),
        };
        assert_eq!((error.line, error.what.as_str()), (line, what), "{text:?}");
    }
}

#[test]
fn an_edit_touches_its_line_and_no_other() {
    let channel = "	option channel 36   # comment\n";
    let lists = "	list ht_capab 'A'\n	list ht_capab \"B C\"\n";
    type Edit = fn(&mut Package) -> Result<(), String>;
    let cases: [(Edit, &str, &str); 15] = [
        (
            |p| p.set(id(p, "radio0"), "channel", "40"),
            channel,
            "	option channel 40   # comment\n",
        ),
        (
            |p| p.set(id(p, "radio0"), "channel", "a b"),
            channel,
            "	option channel 'a b'   # comment\n",
        ),
        (|p| p.set(id(p, "radio0"), "channel", "36"), "", ""),
        (
            |p| p.set(id(p, "radio0"), "path", "a b"),
            "\"pci0000:00/0000:00:00.0\"",
            "\"a b\"",
        ),
        (
            |p| p.set(id(p, "radio0"), "path", "a\"b"),
            "\"pci0000:00/0000:00:00.0\"",
            "'a\"b'",
        ),
        (|p| p.unset(id(p, "radio0"), "channel"), channel, ""),
        (
            |p| p.set(id(p, "radio0"), "new", "1"),
            lists,
            "	list ht_capab 'A'\n	list ht_capab \"B C\"\n	option new '1'\n",
        ),
        (
            |p| p.set(id(p, "radio0"), "ht_capab", "x"),
            lists,
            "	option ht_capab 'x'\n",
        ),
        (
            |p| p.set_list(id(p, "radio0"), "ht_capab", &["A", "x"]),
            "\"B C\"",
            "\"x\"",
        ),
        (
            |p| p.set_list(id(p, "radio0"), "ht_capab", &["A"]),
            "	list ht_capab \"B C\"\n",
            "",
        ),
        (
            |p| p.set_list(id(p, "radio0"), "ht_capab", &["A", "B C", "D", "E"]),
            lists,
            "	list ht_capab 'A'\n	list ht_capab \"B C\"\n	list ht_capab 'D'\n	list ht_capab 'E'\n",
        ),
        (
            |p| p.set_list(id(p, "radio0"), "channel", &["1", "2"]),
            channel,
            "	list channel '1'\n	list channel '2'\n",
        ),
        (|p| p.set_list(id(p, "radio0"), "channel", &[]), channel, ""),
        (
            |p| p.rename(id(p, "@wifi-iface"), "home"),
            "config wifi-iface\n",
            "config wifi-iface 'home'\n",
        ),
        (
            |p| p.rename(id(p, "radio0"), "radio1"),
            "'radio0' # fast",
            "'radio1' # fast",
        ),
    ];
    for (edit, old, new) in cases {
        let mut package = parse(SAMPLE);
        edit(&mut package).unwrap();
        assert_eq!(
            package.to_text(),
            SAMPLE.replacen(old, new, 1),
            "{old:?} to {new:?}"
        );
    }
}

#[test]
fn sections_come_and_go() {
    let mut package = parse(SAMPLE);
    let guest = id(&package, "guest");
    package.set(guest, "ssid", "it's").unwrap();
    let added = package.add_section("wifi-iface", Some("extra")).unwrap();
    package.set_list(added, "l", &["1", "2"]).unwrap();
    let nameless = package.add_section("wifi-iface", None).unwrap();
    package.set(nameless, "a", "b").unwrap();
    let tail = "	option ssid 'it'\\''s'\n\nconfig wifi-iface 'extra'\n	list l '1'\n	list l '2'\n\nconfig wifi-iface\n	option a 'b'\n";
    assert_eq!(package.to_text(), format!("{SAMPLE}{tail}"));
    package.delete_section(added).unwrap();
    assert_eq!(package.section("extra").map(|section| section.id()), None);
    assert!(package.at(added).is_none());
    assert!(package.set(added, "a", "b").is_err());
    package.delete_section(id(&package, "@wifi-iface")).unwrap();
    assert_eq!(
        package.to_text(),
        format!(
            "{}# the second\nconfig wifi-iface 'guest'\n	option ssid 'it'\\''s'\n\nconfig wifi-iface\n	option a 'b'\n",
            SAMPLE.split("config wifi-iface\n").next().unwrap()
        )
    );
}

#[test]
fn a_file_that_ends_in_a_continued_line() {
    let text = "# comment\\\nconfig a\n\toption b 'c'\\\n";
    let mut package = Package::parse(text).unwrap();
    assert_eq!(package.to_text(), text);
    let id = package.find("@a").unwrap().id();
    package.set(id, "d", "e").unwrap();
    let once = "# comment\\\nconfig a\n\toption b 'c'\\\n\n\toption d 'e'\n";
    assert_eq!(package.to_text(), once);
    package.set(id, "b", "x").unwrap();
    let twice = "# comment\\\nconfig a\n\toption b 'x'\n\toption d 'e'\n";
    assert_eq!(package.to_text(), twice);
    let again = Package::parse(package.to_text()).unwrap();
    assert_eq!(again.find("@a").unwrap().option("d").as_deref(), Some("e"));
    assert_eq!(again.find("@a").unwrap().option("b").as_deref(), Some("x"));
}

#[test]
fn a_file_without_a_last_line_end_or_with_several_statements_a_line() {
    for (text, edited) in [
        ("config t s", "config t s\n\toption a 'b'\n\nconfig u 'v'\n"),
        (
            "config t s # x",
            "config t s # x\n\toption a 'b'\n\nconfig u 'v'\n",
        ),
        (
            "config t s\n  option a 'x'",
            "config t s\n  option a 'b'\n\nconfig u 'v'\n",
        ),
        (
            "config t s\n  option x 1\n\n# end",
            "config t s\n  option x 1\n  option a 'b'\n\n# end\n\nconfig u 'v'\n",
        ),
        (
            "config t s; option x '1'",
            "config t s; option x '1'\n option a 'b'\n\nconfig u 'v'\n",
        ),
        (
            "config t s\r\n\toption x 1\r\n",
            "config t s\r\n\toption x 1\r\n\toption a 'b'\r\n\r\nconfig u 'v'\r\n",
        ),
        (
            "config t s\n\n",
            "config t s\n\toption a 'b'\n\nconfig u 'v'\n",
        ),
    ] {
        let mut package = parse(text);
        package.set(id(&package, "s"), "a", "b").unwrap();
        package.add_section("u", Some("v")).unwrap();
        assert_eq!(package.to_text(), edited, "{text:?}");
    }
    let mut package = parse("config t s;option a '1';option b '2'\nconfig t u\n");
    package.unset(id(&package, "s"), "b").unwrap();
    assert_eq!(package.to_text(), "config t s;option a '1';\nconfig t u\n");
    let mut package = Package::default();
    package.add_section("t", None).unwrap();
    assert_eq!(package.to_text(), "config t\n");
}

#[test]
fn what_uci_cannot_hold_is_refused() {
    let mut package = parse(SAMPLE);
    let radio = id(&package, "radio0");
    let nul = "expected text, got a NUL character, which uci cannot hold";
    assert_eq!(package.set(radio, "a", "x\0").unwrap_err(), nul);
    assert_eq!(package.set_list(radio, "a", &["x", "\0"]).unwrap_err(), nul);
    let name = "expected an option (letters, digits and _), got `a b`";
    assert_eq!(package.set(radio, "a b", "x").unwrap_err(), name);
    assert_eq!(
        package.rename(radio, "guest").unwrap_err(),
        "expected a section name that is free, got `guest`"
    );
    assert_eq!(
        package.add_section("t", Some("radio0")).unwrap_err(),
        "expected a section name that is free, got `radio0`"
    );
    assert!(package.add_section("a b", None).is_err());
    assert!(package.add_section("t", Some("a-b")).is_err());
    assert_eq!(package.to_text(), SAMPLE);
}

#[test]
fn a_long_section_is_found_by_halving_and_still_in_order() {
    let mut text = String::from("config t s\n");
    for number in 0..5000 {
        text.push_str(&format!("\toption o{} '{number}'\n", number % 4000));
    }
    text.push_str("\tlist l 'a'\n\toption z '1'\n\tlist l 'b'\n");
    let mut package = parse(&text);
    let section = package.section("s").unwrap();
    assert_eq!(section.option("o3").as_deref(), Some("4003"));
    assert_eq!(section.option("o3999").as_deref(), Some("3999"));
    assert_eq!(section.list("l"), ["a", "b"]);
    assert_eq!(section.option("o4000"), None);
    let section = section.id();
    package.set(section, "o3", "x").unwrap();
    package.set(section, "new", "y").unwrap();
    let edited = text.replace("'4003'", "'x'") + "\toption new 'y'\n";
    assert_eq!(package.to_text(), edited);
}

/// What libuci would make of a text: an independent reading, character by character.
fn as_libuci(text: &str) -> Vec<Known> {
    let mut sections: Vec<Known> = Vec::new();
    let mut rest = text.chars().peekable();
    loop {
        let (mut words, mut word): (Vec<String>, Option<String>) = (Vec::new(), None);
        let ended = loop {
            match rest.next() {
                None => break true,
                Some('\n' | ';') => break false,
                Some('#') => while rest.next_if(|next| *next != '\n').is_some() {},
                Some('\'') => {
                    let word = word.get_or_insert_default();
                    word.extend(std::iter::from_fn(|| {
                        rest.next().filter(|next| *next != '\'')
                    }));
                }
                Some('"') => {
                    let word = word.get_or_insert_default();
                    loop {
                        match rest.next() {
                            None | Some('"') => break,
                            Some('\\') => word.extend(rest.next().filter(|next| *next != '\n')),
                            Some(other) => word.push(other),
                        }
                    }
                }
                Some('\\') => match rest.next() {
                    None | Some('\n') => {}
                    Some(other) => word.get_or_insert_default().push(other),
                },
                Some(space) if space.is_ascii_whitespace() => words.extend(word.take()),
                Some(other) => word.get_or_insert_default().push(other),
            }
        };
        words.extend(word);
        match (
            words.first().map(String::as_str),
            words.get(1),
            words.get(2).cloned(),
        ) {
            (Some("config"), Some(kind), name) => sections.push((kind.clone(), name, Vec::new())),
            (Some("option"), Some(name), value) => {
                let options = &mut sections.last_mut().unwrap().2;
                options.retain(|(known, _)| known != name);
                options.push((name.clone(), Held::One(value.unwrap_or_default())));
            }
            (Some("list"), Some(name), value) => {
                let options = &mut sections.last_mut().unwrap().2;
                match options.iter_mut().find(|(known, _)| known == name) {
                    Some((_, Held::Many(items))) => items.push(value.unwrap()),
                    _ => options.push((name.clone(), Held::Many(vec![value.unwrap()]))),
                }
            }
            _ => {}
        }
        if ended {
            return sections;
        }
    }
}

type Known = (String, Option<String>, Vec<(String, Held)>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Held {
    One(String),
    Many(Vec<String>),
}

fn as_we(text: &str) -> Vec<Known> {
    let package = parse(text);
    let held = |section: &Section, name: &str| match section.value(name).unwrap() {
        Value::Single(text) => Held::One(text.to_owned()),
        Value::List(items) => Held::Many(items.into_iter().map(str::to_owned).collect()),
    };
    let mut sections = Vec::new();
    for section in package.sections() {
        let mut options: Vec<(String, Held)> = Vec::new();
        for name in section.options() {
            if options.iter().all(|(known, _)| known != name) {
                options.push((name.to_owned(), held(&section, name)));
            }
        }
        sections.push((
            section.kind().to_owned(),
            section.name().map(str::to_owned),
            options,
        ));
    }
    sections
}

fn sorted(mut sections: Vec<Known>) -> Vec<Known> {
    sections.iter_mut().for_each(|section| section.2.sort());
    sections
}

/// Deterministic: each test seeds its own.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most).unwrap()).unwrap()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn value(&mut self) -> String {
        const PIECES: [&str; 24] = [
            "'",
            "\"",
            "\\",
            "\n",
            "\r\n",
            "\r",
            ";",
            "$(id)",
            "`id`",
            "#",
            " ",
            "\t",
            "a",
            "b7",
            "é",
            "\u{1f600}",
            "\u{7f}",
            "\u{1}",
            "=",
            "config x",
            "\noption y '1'",
            "'\\''",
            "\u{feff}",
            "\u{85}",
        ];
        (0..self.below(8)).map(|_| self.pick(&PIECES)).collect()
    }
}

#[test]
fn hostile_values_come_back_exactly() {
    let long = "x'\"\\\n$(id);`id` é".repeat(4096);
    for value in [
        "'",
        "''",
        "\\",
        "\\'",
        "a\\",
        "\n",
        "\r",
        "\r\n",
        " ",
        "",
        ";",
        "$(reboot)",
        "#",
        "-",
        "\u{1b}[2J",
        long.as_str(),
    ] {
        for quoted in ["x", "'x'", "\"x\"", "x'y'", ""] {
            let text = format!("config t s\n\toption o {quoted} # keep\n\toption p 'q'\n");
            let mut package = parse(&text);
            package.set(id(&package, "s"), "o", value).unwrap();
            package.set(id(&package, "s"), "n", value).unwrap();
            package
                .set_list(id(&package, "s"), "l", &[value, "z", value])
                .unwrap();
            let text = package.to_text();
            assert!(text.contains(" # keep\n\toption p 'q'\n"), "{text}");
            let one = |name: &str| (name.to_owned(), Held::One(value.to_owned()));
            let list = Held::Many(vec![value.to_owned(), "z".to_owned(), value.to_owned()]);
            let expected = vec![
                one("o"),
                ("p".to_owned(), Held::One("q".to_owned())),
                one("n"),
                ("l".to_owned(), list),
            ];
            assert_eq!(
                as_we(&text),
                [("t".to_owned(), Some("s".to_owned()), expected)]
            );
            assert_eq!(sorted(as_libuci(&text)), sorted(as_we(&text)));
        }
    }
}

#[test]
fn random_edits_against_a_plain_model() {
    for seed in 1..=60 {
        let mut dice = Dice(u64::wrapping_mul(seed, 0x9e37_79b9_7f4a_7c15));
        let text = match seed % 3 {
            0 => SAMPLE.to_owned(),
            1 => SAMPLE
                .replace("    # comment", "")
                .replace("\"a\\\"b\\\\c\\\nd\"", "x")
                .replace('\n', "\r\n"),
            _ => "# empty".to_owned(),
        };
        let mut package = parse(&text);
        let mut model: Vec<(SectionId, Known)> = package
            .sections()
            .map(|section| section.id())
            .zip(as_we(&text))
            .collect();
        for step in 0..60 {
            let at = dice
                .below(model.len() + 1)
                .min(model.len().saturating_sub(1));
            let option = dice
                .pick(&["type", "channel", "ht_capab", "a", "b", "c_1"])
                .to_owned();
            let value = dice.value();
            let act = if model.is_empty() { 5 } else { dice.below(8) };
            match act {
                0..=2 => {
                    let (id, (_, _, options)) = &mut model[at];
                    package.set(*id, &option, &value).unwrap();
                    options.retain(|(name, _)| *name != option);
                    options.push((option, Held::One(value)));
                }
                3 => {
                    let items: Vec<String> = (0..dice.below(4)).map(|_| dice.value()).collect();
                    let (id, (_, _, options)) = &mut model[at];
                    package
                        .set_list(
                            *id,
                            &option,
                            &items.iter().map(String::as_str).collect::<Vec<_>>(),
                        )
                        .unwrap();
                    options.retain(|(name, _)| *name != option);
                    if !items.is_empty() {
                        options.push((option, Held::Many(items)));
                    }
                }
                4 => {
                    let (id, (_, _, options)) = &mut model[at];
                    package.unset(*id, &option).unwrap();
                    options.retain(|(name, _)| *name != option);
                }
                5 => {
                    let name = (dice.below(3) > 0).then(|| format!("n{seed}_{step}"));
                    let id = package.add_section("wifi-iface", name.as_deref()).unwrap();
                    model.push((id, ("wifi-iface".to_owned(), name, Vec::new())));
                }
                6 => {
                    let name = format!("r{seed}_{step}");
                    package.rename(model[at].0, &name).unwrap();
                    model[at].1.1 = Some(name);
                }
                _ => {
                    package.delete_section(model[at].0).unwrap();
                    model.remove(at);
                }
            }
            let text = package.to_text();
            let expected: Vec<Known> =
                sorted(model.iter().map(|(_, known)| known.clone()).collect());
            assert_eq!(
                sorted(as_we(&text)),
                expected,
                "seed {seed} step {step}\n{text}"
            );
            assert_eq!(
                sorted(as_libuci(&text)),
                expected,
                "libuci, seed {seed} step {step}\n{text}"
            );
            for (id, known) in &model {
                assert_eq!(package.at(*id).unwrap().name(), known.1.as_deref());
            }
            for comment in text.lines().filter(|line| line.starts_with("# the")) {
                assert!(SAMPLE.contains(comment.trim_end()));
            }
        }
        assert_eq!(
            package.to_text().contains("# the radio"),
            text.contains("# the radio")
        );
        assert_eq!(
            package.to_text().contains("# the second"),
            text.contains("# the second")
        );
    }
}

#[test]
fn any_garbage_is_read_or_refused_and_never_lost() {
    const PIECES: [&str; 20] = [
        "config t s",
        "config t",
        "option a",
        "list a",
        "'",
        "\"",
        "\\",
        "\n",
        "\r\n",
        ";",
        "#",
        " ",
        "x",
        "é",
        "\t",
        "option a 'b'",
        "\0",
        "package p",
        "\noption b c\n",
        "\nconfig u v\n",
    ];
    let mut dice = Dice(77);
    let mut read = 0;
    for _ in 0..30_000 {
        let text: String = (0..dice.below(10)).map(|_| dice.pick(&PIECES)).collect();
        match Package::parse(text.as_str()) {
            Ok(package) => {
                read += 1;
                assert_eq!(package.to_text(), text);
            }
            Err(error) => assert!(
                error.line >= 1
                    && usize::try_from(error.line).unwrap() <= text.matches('\n').count() + 1
            ),
        }
    }
    assert!(read > 1000, "only {read} were read");
}
