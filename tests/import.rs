//! The importer against small hand-made XML, one construct at a time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(feature = "import")]

use cwmpd::import::{Imported, command, import};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

#[test]
fn types_with_their_facets() {
    let lines = parameters(
        r#"
        <parameter name="A"><syntax><string/></syntax></parameter>
        <parameter name="B"><syntax><string><size maxLength="64"/></string></syntax></parameter>
        <parameter name="C"><syntax><string><size minLength="6" maxLength="6"/><pattern value="[0-9A-F]{6}"/></string></syntax></parameter>
        <parameter name="D"><syntax><string><size minLength="2"/></string></syntax></parameter>
        <parameter name="E"><syntax><hexBinary><size minLength="0" maxLength="0"/><size minLength="5" maxLength="7"/></hexBinary></syntax></parameter>
        <parameter name="F"><syntax><int><range minInclusive="-1"/><units value="seconds"/></int></syntax></parameter>
        <parameter name="G"><syntax><unsignedInt><range minInclusive="4" maxInclusive="4"/><range minInclusive="6" maxInclusive="9"/></unsignedInt></syntax></parameter>
        <parameter name="H"><syntax><unsignedInt><range minInclusive="0" maxInclusive="240" step="16"/></unsignedInt></syntax></parameter>
        <parameter name="I"><syntax><boolean/></syntax></parameter>
        <parameter name="J"><syntax><dateTime/></syntax></parameter>
        <parameter name="K"><syntax><base64><size minLength="0" maxLength="3"/></base64></syntax></parameter>
        <parameter name="L"><syntax><string><pattern value=""/><pattern value="/(3[0-2]|[012]?[0-9])"/></string></syntax></parameter>
        <parameter name="M"><syntax><string><size/></string></syntax></parameter>
        <parameter name="N"><syntax><string><enumerationRef targetParam="M" nullValue=""/></string></syntax></parameter>
        <parameter name="O"><syntax><decimal/></syntax></parameter>
        <parameter name="P"><syntax><long/></syntax></parameter>
        <parameter name="Q"><syntax><unsignedLong/></syntax></parameter>
        "#,
    );
    let expected = [
        "A string",
        "B string(:64)",
        "C string(6) /[0-9A-F]{6}/",
        "D string(2:)",
        "E hexBinary(0,5:7)",
        "F int(-1:)",
        "G unsignedInt(4,6:9)",
        "H unsignedInt(0:240/16)",
        "I boolean",
        "J dateTime",
        "K base64(0:3)",
        "L string // /\\/(3[0-2]|[012]?[0-9])/",
        "M string",
        "N string",
        "O decimal",
        "P long",
        "Q unsignedLong",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn enumerations() {
    let lines = parameters(
        r#"
        <parameter name="A"><syntax><string><enumeration value="Up"/><enumeration value="Lower Layer Down"/><enumeration value=""/></string></syntax></parameter>
        <parameter name="B"><syntax><string><enumeration value="None" access="readOnly"/><enumeration value="Requested"/><enumeration value="Gone" status="deleted"/></string></syntax></parameter>
        <parameter name="C"><syntax><string><size maxLength="9"/><enumeration value="Only"/></string></syntax></parameter>
        "#,
    );
    let expected = [
        "A Up|\"Lower Layer Down\"|\"\"",
        "B None*|Requested",
        "C string(:9) \"Only\"",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn named_data_types_are_followed() {
    let types = r#"
        <dataType name="Address"><string><size maxLength="45"/></string></dataType>
        <dataType name="IPv4" base="Address"><size maxLength="15"/><pattern value=""/><pattern value="[0-9.]+"/></dataType>
        <dataType name="Counter"><unsignedLong/></dataType>
        <dataType name="State"><string><enumeration value="None"/><enumeration value="Error"/></string></dataType>
        <dataType name="Power"><int/></dataType>
        <dataType name="Pair"><list minItems="2" maxItems="2"/><int/></dataType>
    "#;
    let lines = parameters_with(
        types,
        r#"
        <parameter name="A"><syntax><dataType ref="Address"/></syntax></parameter>
        <parameter name="B"><syntax><dataType ref="IPv4"/></syntax></parameter>
        <parameter name="C"><syntax><dataType ref="Counter"><units value="bytes"/></dataType></syntax></parameter>
        <parameter name="D"><syntax><dataType ref="State"><enumeration value="None"/><enumeration value="Done"/></dataType></syntax></parameter>
        <parameter name="E"><syntax><dataType base="Power"><range minInclusive="0"/></dataType></syntax></parameter>
        <parameter name="F"><syntax><list/><dataType ref="IPv4"/></syntax></parameter>
        <parameter name="G"><syntax><dataType ref="Pair"/></syntax></parameter>
        <parameter name="H"><syntax><list maxItems="9" nestedBrackets="required"/><dataType ref="Pair"/></syntax></parameter>
        "#,
    );
    let expected = [
        "A string(:45)",
        "B string(:15) // /[0-9.]+/",
        "C unsignedLong",
        "D None|Done",
        "E int(0:)",
        "F list string(:15) // /[0-9.]+/",
        "G list items 2 int",
        "H list items :9 list items 2 int",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn lists() {
    let lines = parameters(
        r#"
        <parameter name="A"><syntax><list/><string/></syntax></parameter>
        <parameter name="B"><syntax><list minItems="1" maxItems="4"><size maxLength="1024"/></list><string><size maxLength="64"/></string></syntax></parameter>
        <parameter name="C"><syntax><list maxItems="4" minItems="4" nestedBrackets="required"><size/></list><string/></syntax></parameter>
        "#,
    );
    let expected = [
        "A list string",
        "B list(:1024) items 1:4 string(:64)",
        "C list items 4 brackets string",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn flags_access_and_defaults() {
    let lines = parameters(
        r#"
        <parameter name="A" access="readWrite"><syntax hidden="true"><string/></syntax></parameter>
        <parameter name="B" access="readWrite"><syntax secured="true"><string/></syntax></parameter>
        <parameter name="C" access="readWrite"><syntax command="true"><boolean/></syntax></parameter>
        <parameter name="D" access="readOnly" forcedInform="true" activeNotify="forceEnabled"><syntax><string/></syntax></parameter>
        <parameter name="E" activeNotify="canDeny"><syntax><string/></syntax></parameter>
        <parameter name="F" activeNotify="forceDefaultEnabled" status="obsoleted"><syntax><string/></syntax></parameter>
        <parameter name="G" status="deleted"><syntax><string/></syntax></parameter>
        <parameter name="H" access="readWrite"><syntax><int/><default type="object" value="-1"/></syntax></parameter>
        <parameter name="I" access="readWrite"><syntax><int/><default type="factory" value="+07"/></syntax></parameter>
        <parameter name="J" access="readWrite"><syntax><int/><default type="implementation" value="7"/></syntax></parameter>
        <parameter name="K" access="readWrite"><syntax><int/><default type="object" value="7" status="deleted"/></syntax></parameter>
        <parameter name="L" access="readWrite"><syntax><string/><default type="object" value=""/></syntax></parameter>
        <parameter name="M" access="readWrite"><syntax><list/><int/><default type="object" value="[1,2]"/></syntax></parameter>
        <parameter name="N" access="readWrite"><syntax><list/><int/><default type="object" value="[]"/></syntax></parameter>
        <parameter name="O" access="readWrite"><syntax><string/><default type="object" value="[a b]"/></syntax></parameter>
        <parameter name="P" access="writeOnceReadOnly" status="deprecated"><syntax><string/></syntax></parameter>
        <parameter name=" Q " ><syntax><string/></syntax></parameter>
        "#,
    );
    let expected = [
        "A string rw hidden",
        "B string rw hidden",
        "C boolean rw command",
        "D string forced active",
        "E string candeny",
        "F string defactive deprecated",
        "H int rw = -1",
        "I int rw = 7",
        "J int rw",
        "K int rw",
        "L string rw = \"\"",
        "M list int rw = 1,2",
        "N list int rw = \"\"",
        "O string rw = \"[a b]\"",
        "P string rw deprecated",
        "Q string",
    ];
    assert_eq!(
        lines
            .iter()
            .map(|line| line.replace("\"1,2\"", "1,2"))
            .collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn tables_keys_and_what_is_deleted() {
    let imported = one(r#"
        <model name="Device:2.0">
        <object name="Device." access="readOnly"><parameter name="TNumberOfEntries"><syntax><unsignedInt/></syntax></parameter></object>
        <object name="Device.T.{i}." access="readWrite" enableParameter="Enable" numEntriesParameter="TNumberOfEntries" status="deprecated">
          <uniqueKey functional="false"><parameter ref="Alias"/></uniqueKey>
          <uniqueKey><parameter ref="A"/><parameter ref="B"/></uniqueKey>
          <uniqueKey functional="true"><parameter ref="Gone"/></uniqueKey>
          <parameter name="Alias"><syntax><string/></syntax></parameter>
          <parameter name="Enable"><syntax><boolean/></syntax></parameter>
          <parameter name="A"><syntax><string/></syntax></parameter>
          <parameter name="B"><syntax><string/></syntax></parameter>
          <parameter name="Gone" status="deleted"><syntax><string/></syntax></parameter>
        </object>
        <object name="Device.NoTable." access="readWrite" enableParameter="None"/>
        <object name="Device.Old." status="deleted"><parameter name="A"><syntax><string/></syntax></parameter></object>
        <object name="Device.Old.Below.{i}."/>
        <object name="Device.Older."/>
        <profile name="P:1"><object ref="Device.Old."/></profile>
        </model>"#)
    .unwrap();
    let expected = "model Device:2.0
Device.
  TNumberOfEntries unsignedInt
Device.NoTable.
Device.Older.
Device.T.{i}. rw key Alias enabled-key A,B enable Enable entries TNumberOfEntries deprecated
  Alias string
  Enable boolean
  A string
  B string
";
    assert_eq!(body(&imported), expected);
    let notes = [
        "Device.NoTable.: left out enableParameter None, which it does not have",
        "Device.T.{i}.: left out the key Gone, which it does not have",
    ];
    let mut said = imported.notes;
    said.sort();
    assert_eq!(said, notes);
}

#[test]
fn references_become_absolute() {
    let reference = |name: &str, targets: &str, kind: &str| {
        format!(
            r#"<parameter name="{name}"><syntax><string><pathRef refType="{kind}" targetType="row" {targets}/></string></syntax></parameter>"#
        )
    };
    let inside = [
        reference("Root", r#"targetParent=".B.""#, "strong"),
        reference("Below", r#"targetParent="C.""#, "strong"),
        reference("Beside", "targetParent='#.B.'", "weak"),
        reference("Up", r###"targetParent="##.B.{i}.C.""###, "strong"),
        reference("Whole", r#"targetParent="Device.B.""#, "strong"),
        reference(
            "Several",
            "targetParent=\"\n  .B.\n  #.B.{i}.C. \"",
            "strong",
        ),
        reference("Anywhere", "", "strong"),
        reference("Nowhere", r#"targetParent=".Services.X.""#, "weak"),
    ]
    .join("\n");
    let imported = one(&format!(
        r#"<model name="Device:2.0"><object name="Device."/><object name="Device.A."/>
        <object name="Device.A.T.{{i}}.">{inside}</object>
        <object name="Device.A.T.{{i}}.C.{{i}}."/><object name="Device.A.B.{{i}}."/><object name="Device.A.B.{{i}}.C.{{i}}."/>
        <object name="Device.B.{{i}}."/><object name="Device.B.{{i}}.C.{{i}}."/></model>"#
    ))
    .unwrap();
    let body = body(&imported);
    for line in [
        "  Root string -> Device.B.",
        "  Below string -> Device.A.T.{i}.C.",
        "  Beside string ~> Device.A.B.",
        "  Up string -> Device.B.{i}.C.",
        "  Whole string -> Device.B.",
        "  Several string -> Device.B.,Device.A.B.{i}.C.",
        "  Anywhere string -> *",
        "  Nowhere string ~> *",
    ] {
        assert!(body.lines().any(|said| said == line), "{line}\n{body}");
    }
    let note =
        "Device.A.T.{i}.Nowhere: may point to Device.Services.X., which the model does not have";
    assert_eq!(imported.notes, [note]);
}

#[test]
fn components_models_and_refinements_across_files() {
    let main = document(
        r#"
        <import file="tr-1-2-base.xml" spec="urn:example:tr-1-2-3-base">
          <component name="Reset" ref="ResetHere"/>
          <model name="_Base" ref="Base:2.3"/>
        </import>
        <import file="tr-1-2-stats.xml" spec="urn:example:tr-1-2-1-stats"><component name="More"/></import>
        <model name="Device:2.3" base="_Base">
          <object base="Device.I.{i}." access="readWrite">
            <parameter base="Status"><syntax><string/><default type="object" value="Down"/></syntax></parameter>
            <parameter base="Name" status="deprecated"/>
            <parameter base="Old" status="deleted"/>
            <parameter base="Lower" access="readWrite"><syntax><list maxItems="3"/><string/></syntax></parameter>
            <parameter base="Count"><syntax><dataType ref="Wide"/></syntax></parameter>
          </object>
          <component ref="More" path="Device.I.{i}."/>
        </model>
        <dataType name="Wide"><unsignedLong/></dataType>
        "#,
    );
    let base = document(
        r#"
        <import file="tr-1-2-types.xml" spec="urn:example:tr-1-2-types"><dataType name="Short"/></import>
        <component name="Reset" virtual="true"><parameter name="Never"><syntax><boolean/></syntax></parameter></component>
        <component name="ResetHere"><parameter name="Reset" access="readWrite"><syntax command="true"><boolean/></syntax></parameter></component>
        <component name="ResetThere"><command name="Reset()"/></component>
        <component name="Common">
          <parameter name="Status"><syntax><string><enumeration value="Up"/><enumeration value="Down"/></string></syntax></parameter>
          <parameter name="Name"><syntax><dataType ref="Short"/></syntax></parameter>
          <parameter name="Unlisted"><syntax><dataType ref="Forgotten"/></syntax></parameter>
          <parameter name="Old"><syntax><string/></syntax></parameter>
          <parameter name="Lower"><syntax><list><size maxLength="9"/></list><string><pathRef refType="strong" targetParent='#.J.' targetType="row"/></string></syntax></parameter>
          <parameter name="Count"><syntax><unsignedInt/></syntax></parameter>
          <object name="Stats."><component ref="Reset"/><parameter name="Sent"><syntax><unsignedInt/></syntax></parameter></object>
        </component>
        <model name="Base:2.3">
          <object name="Device."/>
          <object name="Device.I.{i}."><component ref="Common"/></object>
          <object name="Device.J.{i}."/>
        </model>
        "#,
    );
    let newest = document(
        r#"<component name="More"><object base="Stats."><parameter name="Lost"><syntax><unsignedInt/></syntax></parameter></object>
           <object name="Extra."><event name="E!"/></object></component>"#,
    );
    let wrong = document(r#"<component name="More"><object name="Wrong."/></component>"#);
    let types = document(
        r#"<dataType name="Short"><string><size maxLength="4"/></string></dataType>
           <dataType name="Forgotten"><int/></dataType>"#,
    );
    let imported = several(&[
        ("tr-1-2-3-0.xml", &main),
        ("tr-1-2-3-0-base.xml", &base),
        ("tr-1-2-1-9-stats.xml", &wrong),
        ("tr-1-2-1-10-stats.xml", &newest),
        ("tr-1-2-4-0-stats.xml", &wrong),
        ("tr-1-2-1-11-stats-more.xml", &wrong),
        ("tr-1-2-7-0-types.xml", &types),
    ])
    .unwrap();
    let expected = "model Device:2.3
Device.
Device.I.{i}. rw
  Status Up|Down = Down
  Name string(:4) deprecated
  Unlisted int
  Lower list(:9) items :3 string -> Device.J. rw
  Count unsignedLong
Device.I.{i}.Extra.
Device.I.{i}.Stats.
  Reset boolean rw command
  Sent unsignedInt
  Lost unsignedInt
Device.J.{i}.
";
    assert_eq!(body(&imported), expected);
    assert_eq!(imported.notes, Vec::<String>::new());
}

#[test]
fn what_is_wrong_is_said_with_the_files_name() {
    let model = |inside: &str| {
        format!(r#"<model name="Device:2.0"><object name="Device.">{inside}</object></model>"#)
    };
    let syntax = |inside: &str| {
        model(&format!(
            r#"<parameter name="A"><syntax>{inside}</syntax></parameter>"#
        ))
    };
    let table = [
        (String::new(), "main.xml: expected a model, got none"),
        (
            r#"<model name="A:1.0"/><model name="B:1.0"/>"#.into(),
            "main.xml: expected --model A:1.0 or B:1.0, got nothing",
        ),
        (
            model(r#"<component ref="X"/>"#),
            "main.xml: expected a component X, got none",
        ),
        (
            syntax(r#"<dataType ref="X"/>"#),
            "main.xml: Device.A: main.xml: expected a dataType X, got none",
        ),
        (
            syntax(r#"<string><size maxLength="x"/></string>"#),
            "main.xml: Device.A: expected a number for maxLength, got x",
        ),
        (
            syntax(""),
            "Device.A: expected a type in <syntax>, got none",
        ),
        (
            model(r#"<parameter name="A" activeNotify="x"><syntax><int/></syntax></parameter>"#),
            "Device.A: expected a known activeNotify, got x",
        ),
        (
            model(r#"<parameter base="A"/>"#),
            "main.xml: Device.A: expected it before it is refined, got it nowhere",
        ),
        (
            r#"<model name="A:1.0"><object base="A."/></model>"#.into(),
            "main.xml: expected A. before it is refined, got it nowhere",
        ),
        (
            model("<uniqueKey/>"),
            "main.xml: expected parameters in a uniqueKey of Device.",
        ),
        (
            format!(
                r#"<component name="C"><component ref="C"/></component>{}"#,
                model(r#"<component ref="C"/>"#)
            ),
            "main.xml: expected component C to end somewhere",
        ),
        (
            r#"<model name="A:1.0" base="A:1.0"/>"#.into(),
            "main.xml: expected model A:1.0 to end somewhere",
        ),
        (
            format!(
                r#"<dataType name="T" base="T"/>{}"#,
                syntax(r#"<dataType ref="T"/>"#)
            ),
            "main.xml: Device.A: main.xml: expected dataType T to end somewhere",
        ),
        (
            format!(
                r#"<import file="x.xml" spec="s"><component name="C"/></import>{}"#,
                model(r#"<component ref="C"/>"#)
            ),
            "main.xml: expected x.xml (s) beside it, got no such file",
        ),
        (
            format!(
                r#"<import file="main.xml" spec="s"><component name="C"/></import>{}"#,
                model(r#"<component ref="C"/>"#)
            ),
            "main.xml: expected component C within 20 imports",
        ),
        (
            syntax(r#"<string><pattern value="\p{L}"/></string>"#),
            "(written):",
        ),
        (
            r#"<model name="A:1.0"><object name="A b."/></model>"#.into(),
            "(written):",
        ),
    ];
    for (inside, expected) in table {
        let error = one(&inside).unwrap_err();
        assert!(error.contains(expected), "{inside}\n{error}");
    }
    let folder = Folder::new();
    for (text, expected) in [
        ("<a>", "main.xml: "),
        ("<a/>", "expected a data model (dm:document), got a"),
        ("", "main.xml: "),
    ] {
        let file = folder.write("main.xml", text);
        let error = import(&file, None).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
    assert!(
        import(&folder.0.join("none.xml"), None)
            .unwrap_err()
            .contains("none.xml: ")
    );
}

#[test]
fn the_command_writes_a_file_and_keeps_the_notice() {
    let folder = Folder::new();
    let text = document(
        r#"<model name="A:1.0"><object name="A."/></model><model name="B:1.0"><object name="B."/></model>"#,
    );
    let notice = "<!--\n  Title\n\n  Copyright (c) 2010, Somebody\n\n  Keep:\n    * this\n  are also granted under this license.\n\n  Editor\n-->";
    let file = folder.write(
        "main.xml",
        &text.replacen("<dm:", &format!("{notice}\n<dm:"), 1),
    );
    let output = folder.0.join("out.dm");
    let words = |words: &[&str]| {
        words
            .iter()
            .map(|word| (*word).to_owned())
            .collect::<Vec<_>>()
    };
    let (file, out) = (file.to_str().unwrap(), output.to_str().unwrap());
    let report = command(&words(&[file, "--model", "B:1.0", "--output", out])).unwrap();
    assert_eq!(report.text, "");
    assert_eq!(report.notes, [format!("{out}: 1 objects, 0 parameters")]);
    let written = fs::read_to_string(&output).unwrap();
    assert!(written.ends_with("model B:1.0\nB.\n"), "{written}");
    let kept = "#   Copyright (c) 2010, Somebody\n#\n#   Keep:\n#     * this\n#   are also granted under this license.\n\n";
    assert!(
        written.contains(kept) && !written.contains("Editor") && !written.contains("Title"),
        "{written}"
    );
    assert_eq!(
        command(&words(&["--model", "B:1.0", file])).unwrap().text,
        written
    );
    for (arguments, expected) in [
        (&[][..], "usage: "),
        (&[file, file], "expected one file"),
        (
            &["--frob"],
            "expected --model, --profiles or --output, got --frob",
        ),
        (&[file, "--model"], "expected a value after --model"),
        (
            &[file, "--model", "C:1.0"],
            "expected --model A:1.0 or B:1.0, got C:1.0",
        ),
        (
            &[file, "--model", "A:1.0", "--output", "/nowhere/x.dm"],
            "/nowhere/x.dm: ",
        ),
    ] {
        let error = command(&words(arguments)).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
}

fn document(inside: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><dm:document xmlns:dm="urn:dm" spec="urn:example:main">{inside}</dm:document>"#
    )
}

fn one(inside: &str) -> Result<Imported, String> {
    several(&[("main.xml", &document(inside))])
}

/// Imports the first of these files.
fn several(files: &[(&str, &str)]) -> Result<Imported, String> {
    let folder = Folder::new();
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, text)| folder.write(name, text))
        .collect();
    import(&paths[0], None)
}

/// The lines of the parameters of one object.
fn parameters(inside: &str) -> Vec<String> {
    parameters_with("", inside)
}

fn parameters_with(types: &str, inside: &str) -> Vec<String> {
    let imported = one(&format!(
        r#"{types}<model name="Device:2.0"><object name="Device.">{inside}</object></model>"#
    ))
    .unwrap();
    assert_eq!(imported.notes, Vec::<String>::new());
    let lines = imported
        .text
        .lines()
        .filter_map(|line| line.strip_prefix("  "));
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    assert_eq!(lines.len(), imported.parameters);
    lines
}

/// Without the header.
fn body(imported: &Imported) -> String {
    let lines = imported
        .text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

/// A folder for one test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "cwmpd-import-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        #[allow(clippy::disallowed_methods)]
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
