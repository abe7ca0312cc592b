//! Lines read and written, errors told.

#![allow(clippy::unwrap_used)]

use super::*;

fn parsed(text: &str) -> Schema {
    let mut schema = Schema::default();
    assert_eq!(schema.parse(text, "t.dm", &|_| true), Vec::<String>::new());
    schema
}

fn error(text: &str) -> String {
    Schema::default().parse(text, "t.dm", &|_| true).join("; ")
}

const SAMPLE: &str = r#"# head
model Device:2.19
Device.WiFi.SSID.{i}. rw key Alias enabled-key SSID,BSSID enable Enable entries SSIDNumberOfEntries deprecated
  Enable boolean rw = false
  Status Up|Down|"Lower Layer Down"|Error* = Down
  SSID string(:32) rw
  Port unsignedInt(0,1024:65535) rw = 0
  Priority unsignedInt(0:240/16) rw
  Signal int(:-1) candeny
  LowerLayers list(:1024) items :4 string -> Device.WiFi.Radio.,Device.IP.Interface.{i}.IPv4Address. rw
  Any string(:256) ~> * rw
  MAC string(:17) // /([0-9A-F]{2}:){5}[0-9A-F]{2}/ rw
  Prefix string /a\/b \/[#"]+/
  Word "only one" rw = "only one"
  Star "*"*|"say \"hi\" \\"|""
  Both string(:16) A|B
  Blob base64(0,4:7)
  PSD list items 1:48 list items 2 unsignedInt(:9)
  Encoding list items 4 brackets string(31) rw
  Password string(:256) rw hidden
  Reset boolean rw command
  Key string(:32) forced candeny
  Version string active
  URL string(:256) defactive deprecated
Device.WiFi.SSID.{i}.Stats.
  BytesSent unsignedLong
"#;

#[test]
fn printed_lines_read_back_the_same() {
    let schema = parsed(SAMPLE);
    let mut printed = "# head\nmodel Device:2.19\n".to_owned();
    for object in &schema.objects {
        printed.push_str(&object.to_string());
    }
    assert_eq!(printed, SAMPLE);
    assert_eq!(parsed(&printed), schema);
}

#[test]
fn lines_become_what_they_say() {
    let schema = parsed(SAMPLE);
    assert_eq!(&*schema.models, ["Device:2.19".into()]);
    let object = schema.object("Device.WiFi.SSID.{i}.").unwrap();
    assert!(object.writable && object.deprecated && object.is_table());
    assert_eq!(object.keys.len(), 2);
    assert!(!object.keys[0].functional && object.keys[1].functional);
    assert_eq!(object.keys[1].parameters, ["SSID".into(), "BSSID".into()]);
    assert_eq!(object.enable.as_deref(), Some("Enable"));
    assert_eq!(object.entries.as_deref(), Some("SSIDNumberOfEntries"));
    let status = &object.parameter("Status").unwrap().syntax;
    assert!(status.enumeration[3].reported && !status.enumeration[2].reported);
    assert_eq!(&*status.enumeration[2].text, "Lower Layer Down");
    let lower = &object.parameter("LowerLayers").unwrap().syntax;
    assert_eq!(lower.list.as_ref().unwrap().items.most, Some(4));
    assert!(lower.reference.as_ref().unwrap().strong);
    assert_eq!(lower.reference.as_ref().unwrap().targets.len(), 2);
    let any = object
        .parameter("Any")
        .unwrap()
        .syntax
        .reference
        .as_ref()
        .unwrap();
    assert!(!any.strong && any.targets.is_empty());
    assert_eq!(
        &*object.parameter("Prefix").unwrap().syntax.patterns[0],
        "a/b /[#\"]+"
    );
    assert_eq!(
        &*object.parameter("Star").unwrap().syntax.enumeration[1].text,
        "say \"hi\" \\"
    );
    assert_eq!(
        object.parameter("Version").unwrap().notify,
        Notify::ForceEnabled
    );
    assert!(schema.object("Device.WiFi.").is_none());
    assert!(object.parameter("ssid").is_none());
}

#[test]
fn only_wanted_objects_are_kept() {
    let mut schema = Schema::default();
    let text = "A.B.\n  X nonsense here\nA.\n  Y string # why\n\n# Z\nA.C.{i}.\n\tZ string\n";
    assert!(schema.parse(text, "t.dm", &|path| path == "A.").is_empty());
    assert_eq!(schema.objects.len(), 1);
    assert_eq!(schema.object("A.").unwrap().parameters.len(), 1);
}

#[test]
fn a_vendors_file_adds_to_the_standard() {
    let mut schema = parsed("A.\n  Mode On|Off|Auto rw\n  Name string\nA.B.{i}.\n");
    let vendor = "A.\n  X_ACME_Foo int rw\n  Mode On|Off rw\nA.B.{i}. rw\nA.X_ACME-COM_Led.\n  Z int\nA.\n  Q int\n";
    assert!(schema.parse(vendor, "v.dm", &|_| true).is_empty());
    let object = schema.object("A.").unwrap();
    assert_eq!(object.parameters.len(), 4);
    assert_eq!(
        object.parameter("Mode").unwrap().syntax.enumeration.len(),
        2
    );
    assert!(schema.object("A.B.{i}.").unwrap().writable);
    assert!(schema.object("A.X_ACME-COM_Led.").is_some());
    let twice = schema.parse("A.\n  P int\nB.\nA.\n  P int\n", "w.dm", &|_| true);
    assert_eq!(twice, ["w.dm:5: expected P once in A., got it again"]);
    let twice = schema.parse("N.\n  P int\nB.\nN.\n  P int\n", "w.dm", &|_| true);
    assert_eq!(twice, ["w.dm:5: expected P once in N., got it again"]);
}

#[test]
fn errors_say_where_and_what() {
    let table = [
        (
            "  X string\n",
            "t.dm:1: expected an object line before the first parameter",
        ),
        ("A.\n  X\n", "t.dm:2: expected a type such as"),
        ("A.\n  X strin\n", "after X, got strin"),
        (
            "A.\n  X string(:x)\n",
            "expected bounds such as 1:64, got :x",
        ),
        (
            "A.\n  X string(5:1)\n",
            "expected bounds such as 1:64, got 5:1",
        ),
        ("A.\n  X string(:5\n", "expected ) after (:5"),
        ("A.\n  X int(1:9/0)\n", "expected a range such as"),
        ("A.\n  X boolean(1)\n", "expected no bounds for a boolean"),
        ("A.\n  X string rx\n", "got rx"),
        (
            "A.\n  X string =\n",
            "expected a value after =, got the end of the line",
        ),
        (
            "A.\n  X Up|Down = up\n",
            "expected one of Up, Down; got \"up\" as the default of X",
        ),
        ("A.\n  X Up||Down\n", "expected words between |"),
        ("A.\n  X Up|Up\n", "expected each word once, got Up again"),
        ("A.\n  X \"Up\n", "expected a closing \""),
        (
            "A.\n  X string /a\n",
            "expected / at the end of the pattern /a",
        ),
        ("A.\n  X string /a{/\n", "expected a number after {"),
        ("A.\n  X int /1/\n", "expected no pattern for a int"),
        (
            "A.\n  X string ->\n",
            "expected object paths, or * for anywhere after ->",
        ),
        (
            "A.\n  X string -> Device.Foo\n",
            "expected an object path that ends in a dot, got Device.Foo",
        ),
        ("A.\n  9X string\n", "expected a parameter name, got 9X"),
        ("A.\n  X list\n", "got the end of the line"),
        (
            "A.\n  X list items x string\n",
            "expected bounds such as 1:64, got x",
        ),
        ("A\n", "expected an object path that ends in a dot, got A"),
        ("A..\n", "expected an object path such as"),
        ("{i}.\n", "expected an object path such as"),
        (
            "A. rw keys\n",
            "expected rw, key, enabled-key, enable, entries or deprecated, got keys",
        ),
        ("A. key\n", "expected parameter names after key"),
        ("model Device\n", "expected model NAME:VERSION"),
        (
            "A.\n  X string\n  X string\n",
            "t.dm:3: expected X once in A., got it again",
        ),
        ("\"A.\n", "t.dm:1: expected a closing \""),
    ];
    for (text, expected) in table {
        assert!(error(text).contains(expected), "{text:?}: {}", error(text));
    }
    assert_eq!(error("A.\n  X strin\n  Y in\n").split("; ").count(), 2);
    let flood = "A.\n".to_owned() + &"  ?\n".repeat(5000);
    assert_eq!(
        Schema::default().parse(&flood, "t.dm", &|_| true).len(),
        101
    );
}

#[test]
fn a_hidden_value_is_never_told() {
    let schema = parsed("A.\n  P string(:3) rw hidden\n  Q string(:3) rw\n");
    let object = schema.object("A.").unwrap();
    let hidden = object.parameter("P").unwrap().accept("secret").unwrap_err();
    assert_eq!(hidden, "expected at most 3 characters, not 6");
    let shown = object.parameter("Q").unwrap().accept("public").unwrap_err();
    assert_eq!(
        shown,
        "expected at most 3 characters, not 6; got \"public\""
    );
}

/// A fixed series that looks random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap()
    }
}

/// Whatever a file holds: no panic, and what was understood prints as what it was.
#[test]
fn damaged_files_are_told_or_understood() {
    let pieces = [
        "\"",
        "\\",
        "/",
        "|",
        "*",
        "(",
        ")",
        ":",
        ",",
        " ",
        "\n",
        "#",
        "=",
        "->",
        "list",
        "items",
        "-1",
        "{i}",
        ".",
        "é",
        "\u{0}",
        "string",
        "[",
        "99999999999999999999999999999999999999999999",
        "brackets",
        "key",
        "~>",
    ];
    let mut dice = Dice(0x5EED);
    let mut understood = 0;
    for _ in 0..3000 {
        let mut text = SAMPLE.to_owned();
        for _ in 0..=dice.below(3) {
            let mut at = dice.below(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            if dice.below(3) == 0 {
                text.remove(at);
            } else {
                text.insert_str(at, pieces[dice.below(pieces.len())]);
            }
        }
        let mut schema = Schema::default();
        let errors = schema.parse(&text, "t.dm", &|_| true);
        assert!(
            errors.iter().all(|error| error.contains("expected ")),
            "{errors:?}\n{text}"
        );
        understood += usize::from(errors.is_empty());
        let mut printed: String = schema
            .models
            .iter()
            .map(|model| format!("model {model}\n"))
            .collect();
        schema
            .objects
            .iter()
            .for_each(|object| printed.push_str(&object.to_string()));
        assert_eq!(parsed(&printed), schema, "{text}\n{printed}");
    }
    assert!(understood > 300, "{understood}");
}
