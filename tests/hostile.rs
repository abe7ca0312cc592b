//! Hostile values: what an ACS, or who speaks for it, may write into any parameter. Each is set through a
//! real envelope on a real device in a temporary folder (the shipped generic platform and data model,
//! and one object more for each source), comes back exactly, and is run by nobody. What the device
//! cannot hold is refused, and nothing has changed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::disallowed_methods)] // files that nobody misses after a power cut

#[path = "lab/hook.rs"]
mod hook;

use cwmpd::cwmp::methods::{Methods, Promises};
use cwmpd::cwmp::rpc::{DeviceId, Events, Inform};
use cwmpd::cwmp::session::{Opening, Session, Step};
use cwmpd::cwmp::soap::Limits;
use cwmpd::fault::{Fault, FaultCode};
use cwmpd::io::device::Device;
use cwmpd::io::load::{Options, load};
use cwmpd::model::parameter::ParameterSetting;
use cwmpd::model::path::is_alias;
use cwmpd::model::tree::Tree;
use cwmpd::platform::uci::Package;
use cwmpd::platform::{Change, Platform};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use xmltree::{Element, ParserConfig};

/// Parameters without a limit, one for each source that can be written.
const OPEN: [&str; 5] = [
    "Device.X_TEST.Uci",
    "Device.X_TEST.Row.1.Text",
    "Device.X_TEST.List",
    "Device.X_TEST.File",
    "Device.X_TEST.Hook",
];

/// Shipped ones, with the characters that their schema allows.
const SHIPPED: [(&str, usize); 6] = [
    ("Device.WiFi.SSID.1.SSID", 32),
    ("Device.NAT.PortMapping.1.Description", 256),
    ("Device.Users.User.1.Username", 64),
    ("Device.UserInterface.ISPName", 64),
    ("Device.X_EXAMPLE-COM_LED.Name", 64),
    ("Device.ManagementServer.Username", 256),
];

#[test]
fn what_was_set_comes_back_exactly_and_runs_nowhere() {
    let mut lab = Lab::new("exact");
    for value in lab.values() {
        let length = value.chars().count();
        let shipped = SHIPPED.iter().filter(|(_, most)| length <= *most);
        let paths = OPEN.iter().chain(shipped.map(|(path, _)| path));
        let list: Vec<(&str, String)> = paths
            .map(|path| (*path, in_words_of(path, &value)))
            .collect();
        lab.holds(&list);
    }
    lab.nothing_ran();
    let applied = fs::read_to_string(lab.root.join("applied")).unwrap();
    assert!(applied.lines().count() > 50, "the apply command itself ran");
}

#[test]
fn what_was_set_is_there_after_a_restart() {
    let mut lab = Lab::new("restart");
    let short = lab.values();
    let short: Vec<&str> = short
        .iter()
        .map(String::as_str)
        .filter(|value| value.len() < 1000)
        .collect();
    let value = short.concat().repeat(80);
    assert!(value.len() > 65_536, "{}", value.len());
    for path in OPEN {
        lab.set(&[(path, &in_words_of(path, &value))]).unwrap();
    }
    let mut lab = lab.restarted();
    for path in OPEN {
        assert_eq!(lab.get(path), in_words_of(path, &value), "{path}");
    }
    lab.nothing_ran();
}

#[test]
fn a_secret_is_kept_exactly_and_never_told() {
    let mut lab = Lab::new("secret");
    for value in lab
        .values()
        .iter()
        .filter(|value| value.chars().count() <= 256)
    {
        lab.set(&[("Device.ManagementServer.Password", value)])
            .unwrap();
        assert_eq!(lab.get("Device.ManagementServer.Password"), "");
        let text = fs::read_to_string(lab.root.join("etc/config/cwmpd")).unwrap();
        let package = Package::parse(text).unwrap();
        let kept = package.section("acs").unwrap();
        assert_eq!(kept.option("password").unwrap_or_default(), *value);
    }
    lab.nothing_ran();
}

#[test]
fn a_value_that_is_too_long_for_the_schema_changes_nothing() {
    let mut lab = Lab::new("long");
    let long = "$(id)".repeat(13_108);
    let before = lab.everything();
    for (path, most) in SHIPPED {
        let one_more = "ä".repeat(most + 1);
        for value in [&long, &one_more] {
            let good = ("Device.X_TEST.Uci", "good");
            let faults = lab.set(&[good, (path, value)]).unwrap_err();
            assert_eq!(faults, [(path.to_owned(), 9007)]);
        }
    }
    lab.is_as(&before);
    lab.nothing_ran();
}

/// A file or a line that the agent would not read back is never written.
#[test]
fn a_value_that_is_too_long_for_the_device_changes_nothing() {
    let mut lab = Lab::new("too-long");
    let half = "x".repeat(600_000);
    lab.set(&[("Device.X_TEST.Uci", &half)]).unwrap();
    let before = lab.everything();
    let quotes = "'".repeat(300_000);
    for (path, value) in [
        ("Device.X_TEST.Row.1.Text", &half),
        ("Device.X_TEST.Row.1.Text", &quotes),
        ("Device.X_TEST.List", &half),
        ("Device.X_TEST.File", &half.repeat(2)),
        ("Device.X_TEST.Hook", &half),
        ("Device.X_TEST.Hook", &"\n".repeat(100_000)),
    ] {
        let fault = lab.call(&set_values(&format!(
            "<v><Name>Device.UserInterface.ISPHelpDesk</Name><Value>good</Value></v>\
             <v><Name>{path}</Name><Value>{value}</Value></v>"
        )));
        let expected = if path.ends_with(".Hook") {
            "9003"
        } else {
            "9004"
        };
        assert_eq!(text_of(&fault, "FaultCode"), expected, "{path}");
        lab.apply();
        lab.is_as(&before);
    }
    assert_eq!(lab.get("Device.X_TEST.Uci"), half);
    let most = "\n".repeat(98_000);
    lab.holds(&[("Device.X_TEST.Hook", most)]);
    lab.holds(&[("Device.X_TEST.File", "x".repeat((1 << 20) - 1))]);
}

/// Numbers are of the agent's making, whatever a row says.
#[test]
fn a_row_keeps_its_number_whatever_is_written_into_it() {
    let mut lab = Lab::new("numbers");
    for value in lab.values() {
        lab.set(&[("Device.X_TEST.Row.1.Text", &value)]).unwrap();
        let rows = lab.get_all(&["Device.X_TEST.Row."]);
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert_eq!(rows["Device.X_TEST.Row.1.Text"], value);
    }
}

#[test]
fn a_nul_is_held_by_nothing_that_is_a_text() {
    let mut lab = Lab::new("nul");
    let before = lab.everything();
    let faults = lab.set(&[("Device.X_TEST.List", "a%00b")]).unwrap_err();
    assert_eq!(faults, [("Device.X_TEST.List".to_owned(), 9007)]);
    let paths = OPEN.iter().chain(SHIPPED.iter().map(|(path, _)| path));
    for path in paths {
        // No envelope can carry it: the command line could.
        let setting = |name: &str, value: &str| ParameterSetting {
            name: name.to_owned(),
            value: value.to_owned(),
            declared: None,
        };
        let good = setting("Device.UserInterface.ISPHelpDesk", "good");
        let list = [good, setting(path, "a\0b")];
        let fault = lab.tree.set(&mut lab.device, &list, None).expect_err(path);
        assert_eq!(fault.code, FaultCode::InvalidArguments, "{path}: {fault}");
        assert_eq!(fault.parameters.len(), 1, "{path}: {fault}");
        assert_eq!(fault.parameters[0].name, *path);
        assert_eq!(
            fault.parameters[0].code,
            FaultCode::InvalidParameterValue,
            "{path}"
        );
    }
    lab.is_as(&before);
    for reference in ["&#0;", "&#x1b;", "&#xFFFF;", "\u{1}"] {
        let value = format!("<v><Name>Device.X_TEST.Uci</Name><Value>a{reference}b</Value></v>");
        let fault = lab.call(&set_values(&value));
        assert_eq!(text_of(&fault, "FaultCode"), "9003", "{reference:?}");
    }
    lab.is_as(&before);
}

#[test]
fn an_alias_is_a_word_and_nothing_else() {
    let mut lab = Lab::new("alias");
    let before = lab.everything();
    for value in lab.values() {
        if is_alias(&value) {
            continue;
        }
        let faults = lab.set(&[("Device.X_TEST.Row.1.Alias", &value)]);
        let expected = vec![("Device.X_TEST.Row.1.Alias".to_owned(), 9007)];
        assert_eq!(faults, Err(expected), "{value:?}");
    }
    lab.is_as(&before);
}

#[test]
fn hostile_names_are_no_names() {
    let mut lab = Lab::new("names");
    let before = lab.everything();
    for value in lab.values() {
        for path in [
            value.clone(),
            format!("Device.{value}"),
            format!("Device.X_TEST.Row.[{value}].Text"),
            format!("Device.X_TEST.Uci{value}"),
        ] {
            if path.trim() == "Device.X_TEST.Uci" {
                continue;
            }
            let faults = lab.set(&[(path.as_str(), "x")]);
            assert!(
                matches!(&faults, Err(faults) if faults.iter().all(|(_, code)| *code == 9005)),
                "{path:?}: {faults:?}"
            );
            let answer = lab.call(&format!(
                "<c:GetParameterValues><ParameterNames><string>{}</string></ParameterNames></c:GetParameterValues>",
                escaped(&path)
            ));
            let known = matches!(path.trim(), "" | "Device.");
            assert_eq!(
                answer.name == "GetParameterValuesResponse",
                known,
                "{path:?}"
            );
        }
    }
    lab.is_as(&before);
    lab.nothing_ran();
}

#[test]
fn a_hostile_parameter_key_is_kept_as_it_is() {
    let mut lab = Lab::new("key");
    for key in lab.values().iter().filter(|key| key.chars().count() <= 32) {
        let answer = lab.call(&format!(
            "<c:SetParameterValues><ParameterList><v><Name>Device.X_TEST.Uci</Name><Value>x</Value></v></ParameterList>\
             <ParameterKey>{}</ParameterKey></c:SetParameterValues>",
            escaped(key)
        ));
        assert_eq!(answer.name, "SetParameterValuesResponse", "{key:?}");
        assert_eq!(lab.get("Device.ManagementServer.ParameterKey"), *key);
    }
    lab.nothing_ran();
}

/// A device in a temporary folder.
struct Lab {
    folder: PathBuf,
    root: PathBuf,
    /// A file that only a value that was run could make.
    canary: PathBuf,
    tree: Tree,
    device: Device,
}

impl Lab {
    fn new(name: &str) -> Lab {
        let name = format!("cwmpd-hostile-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR"));
        hook::copy(&shipped.join("platform"), &folder.join("platform"));
        hook::copy(&shipped.join("datamodel"), &folder.join("datamodel"));
        hook::copy(
            &shipped.join("platform/generic/sandbox"),
            &folder.join("root"),
        );
        fs::write(folder.join("datamodel/x-test.dm"), DM).unwrap();
        fs::write(folder.join("platform/generic/x-test.map"), MAP).unwrap();
        fs::write(folder.join("root/etc/config/test"), UCI).unwrap();
        fs::create_dir_all(folder.join("root/etc/test")).unwrap();
        let path = folder.join("platform/generic/hooks/test");
        hook::program(&path, HOOK);
        Lab::open(folder)
    }

    fn open(folder: PathBuf) -> Lab {
        let loaded = load(&Options {
            root: folder.join("root"),
            platform: Some(folder.join("platform/generic")),
            datamodel: Some(folder.join("datamodel")),
            ..Options::default()
        });
        let loaded = loaded.unwrap_or_else(|errors| panic!("{}", errors.join("\n")));
        let mut lab = Lab {
            root: folder.join("root"),
            canary: folder.join("canary"),
            folder,
            tree: loaded.tree,
            device: loaded.device,
        };
        // Every row has its number from now on.
        lab.get_all(&[""]);
        lab
    }

    fn restarted(mut self) -> Lab {
        Lab::open(std::mem::take(&mut self.folder))
    }

    fn values(&self) -> Vec<String> {
        let canary = self.canary.display();
        let command = format!("touch {canary}");
        let mut values: Vec<String> = [
            format!("$({command})"),
            format!("`{command}`"),
            format!("';{command};'"),
            format!("\";{command};\""),
            format!("x;{command}"),
            format!("x\n{command}\n"),
            format!("|{command}"),
            format!("&{command}&"),
            format!("x' && {command} && 'x"),
            format!("x\nset Device.X_TEST.Uci=pwned\ndo {command}"),
            format!("x'\n\toption file '{canary}"),
            format!("x\n\nconfig evil '{canary}'\n\toption a 'b'"),
            format!("../../../..{canary}"),
            format!("${{IFS}}>{canary}"),
        ]
        .into();
        let plain = [
            "",
            " ",
            "'",
            "\"",
            "''",
            "'\\''",
            "\\",
            "\\\\",
            "\\n",
            "\\'",
            "\\\"",
            "it's \"quoted\" \\ here",
            "#",
            "a # b",
            "-n",
            "-e",
            "--",
            "%s%n%d%",
            "$1$@$#$$$?",
            "${x}",
            "$((1+1))",
            "*",
            "?[a-z]",
            "~root",
            "{key}",
            "{parent}",
            "!",
            "!9002 Device.X_TEST.Hook no",
            "a=b",
            "=",
            "Device.X_TEST.Uci=x",
            "]",
            "[x]",
            "&amp;",
            "&lt;&#65;",
            "&",
            "<",
            ">",
            "]]>",
            "<![CDATA[x]]>",
            "</Value><Value>",
            "<!-- x -->",
            "<?xml?>",
            "tab\there",
            " blanks around ",
            "\n",
            "\n\n",
            "line\nfeeds\n",
            "\nfirst",
            "\r",
            "a\r\nb\r",
            "\u{85}\u{2028}",
            "äöü ß € 漢字 😀",
            "\u{202e}right to left",
            "e\u{301}",
            "\u{feff}bom",
            "\u{fffd}",
            "\u{7f}",
            "0",
            "true",
            "null",
            "NaN",
            "config",
            "option",
        ];
        values.extend(plain.map(str::to_owned));
        // 64 KiB of each of what needs care.
        for piece in ["'", "\\", "\n", "\"\\'\n", "$(id)`id`;", "ä", "]]>"] {
            values.push(piece.repeat(65_536 / piece.len()));
        }
        values
    }

    /// These values are set in one message, and come back.
    fn holds(&mut self, list: &[(&str, String)]) {
        let short = |value: &str| value.chars().take(60).collect::<String>();
        let settings: Vec<(&str, &str)> = list
            .iter()
            .map(|(path, value)| (*path, value.as_str()))
            .collect();
        let done = self.set(&settings);
        assert_eq!(
            done,
            Ok(()),
            "{:?}",
            list.first().map(|(_, value)| short(value))
        );
        let names: Vec<&str> = list.iter().map(|(path, _)| *path).collect();
        let told = self.get_all(&names);
        for (path, value) in list {
            let told = &told[*path];
            assert!(
                told == value,
                "{path}: {:?}: got {:?}",
                short(value),
                short(told)
            );
        }
    }

    fn set(&mut self, list: &[(&str, &str)]) -> Result<(), Vec<(String, u32)>> {
        let values: String = list
            .iter()
            .map(|(name, value)| {
                format!(
                    "<v><Name>{}</Name><Value>{}</Value></v>",
                    escaped(name),
                    escaped(value)
                )
            })
            .collect();
        let answer = self.call(&set_values(&values));
        self.apply();
        if answer.name == "SetParameterValuesResponse" {
            return Ok(());
        }
        assert_eq!(text_of(&answer, "FaultCode"), "9003");
        let mut faults = Vec::new();
        each(&answer, &mut |element| {
            if element.name == "SetParameterValuesFault" {
                let name = text_of(element, "ParameterName");
                faults.push((name, text_of(element, "FaultCode").parse().unwrap()));
            }
        });
        Err(faults)
    }

    /// The end of the session.
    fn apply(&mut self) {
        for command in self.tree.take_waiting() {
            self.device.apply(&command).unwrap();
        }
    }

    fn get(&mut self, path: &str) -> String {
        self.get_all(&[path])
            .remove(path)
            .unwrap_or_else(|| panic!("no {path}"))
    }

    fn get_all(&mut self, paths: &[&str]) -> BTreeMap<String, String> {
        let names: String = paths
            .iter()
            .map(|path| format!("<string>{path}</string>"))
            .collect();
        let answer = self.call(&format!(
            "<c:GetParameterValues><ParameterNames>{names}</ParameterNames></c:GetParameterValues>"
        ));
        let mut values = BTreeMap::new();
        each(&answer, &mut |element| {
            if element.name == "ParameterValueStruct" {
                values.insert(text_of(element, "Name"), text_of(element, "Value"));
            }
        });
        values
    }

    /// One request of the ACS in a session of its own; what stands in the Body of the answer, as an
    /// independent reader sees it.
    fn call(&mut self, body: &str) -> Element {
        let mut host = Methods {
            tree: &mut self.tree,
            world: &mut self.device,
            agent: &mut Nothing,
        };
        let (mut session, _) = Session::start(opening());
        session.on_reply(envelope("<c:InformResponse/>").as_bytes(), &mut host);
        let step = session.on_reply(envelope(body).as_bytes(), &mut host);
        let Step::Post(post) = step else {
            panic!("{step:?}");
        };
        let config = ParserConfig::new()
            .whitespace_to_characters(true)
            .trim_whitespace(false);
        let mut answer = Element::parse_with_config(post.body.as_slice(), config).unwrap();
        let body = answer.take_child("Body").unwrap();
        body.children
            .into_iter()
            .find_map(|child| child.as_element().cloned())
            .unwrap()
    }

    /// Every file of the device, and its size or content.
    fn everything(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        // All but the RAM disk.
        let ram = self.root.join("tmp");
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true if path == ram => {}
                    true => folders.push(path),
                    false => drop(files.insert(path.clone(), fs::read(path).unwrap())),
                }
            }
        }
        files
    }

    fn is_as(&self, before: &BTreeMap<PathBuf, Vec<u8>>) {
        let now = self.everything();
        for (path, content) in &now {
            let shown = String::from_utf8_lossy(content);
            let old = before.get(path).map(|old| String::from_utf8_lossy(old));
            assert!(
                before.get(path) == Some(content),
                "{}:\n{shown}\n{old:?}",
                path.display()
            );
        }
        assert_eq!(now.len(), before.len());
    }

    fn nothing_ran(&self) {
        assert!(!self.canary.exists(), "a value was run");
        let known = ["canary", "datamodel", "platform", "root"];
        for entry in fs::read_dir(&self.folder).unwrap() {
            let name = entry.unwrap().file_name();
            assert!(known.iter().any(|known| name == *known), "{name:?}");
        }
        for package in ["test", "wireless", "firewall", "users", "ui", "cwmpd"] {
            let text = fs::read_to_string(self.root.join("etc/config").join(package)).unwrap();
            let package = Package::parse(text).unwrap();
            assert!(package.sections().all(|section| section.kind() != "evil"));
        }
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if !self.folder.as_os_str().is_empty() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// An item of a list is written without blanks and commas (TR-106 3.2.3).
fn in_words_of(path: &str, value: &str) -> String {
    if !path.ends_with(".List") {
        return value.to_owned();
    }
    let mut words = String::new();
    for character in value.chars() {
        match character {
            ',' | '%' | ' ' | '\t' | '\n' | '\r' => {
                words += &format!("%{:02X}", u32::from(character))
            }
            _ => words.push(character),
        }
    }
    words
}

const DM: &str = "
model X_TEST:1
Device.X_TEST.
  Uci string rw
  List list string rw
  File string rw
  Hook string rw
  RowNumberOfEntries unsignedInt
Device.X_TEST.Row.{i}. rw key Alias entries RowNumberOfEntries
  Alias string(:64) rw
  Text string rw
";

const MAP: &str = "
Device.X_TEST.  uci test test
  Uci           text
  List          items list
  File          file /etc/test/file rw
  Hook          hook test
Device.X_TEST.Row.{i}.  uci test row add del
  Text          text
apply test after echo x >>\"$CWMPD_ROOT/applied\"
";

const UCI: &str = "config test 'test'\n\nconfig row\n\toption text 'first'\n\n# the end\n";

const HOOK: &str = "#!/bin/sh
. \"$CWMPD_LIB\"
on_get() {
	if under \"$1\" Device.X_TEST.Hook; then
		reply Device.X_TEST.Hook ''
		reply_file Device.X_TEST.Hook \"$CWMPD_ROOT/etc/test/hook\"
	fi
}
on_set() { keep \"$CWMPD_ROOT/etc/test/hook\" \"$2\"; }
cwmp_requests
";

fn set_values(values: &str) -> String {
    format!(
        "<c:SetParameterValues><ParameterList>{values}</ParameterList><ParameterKey/></c:SetParameterValues>"
    )
}

fn envelope(body: &str) -> String {
    format!(
        "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:c=\"urn:dslforum-org:cwmp-1-2\">\
         <e:Body>{body}</e:Body></e:Envelope>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\r', "&#13;")
}

fn opening() -> Opening {
    Opening {
        inform: Inform {
            device: DeviceId::default(),
            events: Events::one("2 PERIODIC"),
            current_time: String::new(),
            retry_count: 0,
            parameters: Vec::new(),
        },
        fall_back: 0,
        session_timeout: 60,
        limits: Limits::default(),
    }
}

fn each(element: &Element, visit: &mut dyn FnMut(&Element)) {
    visit(element);
    for child in element
        .children
        .iter()
        .filter_map(|child| child.as_element())
    {
        each(child, visit);
    }
}

/// The text of the first element of this name.
fn text_of(element: &Element, name: &str) -> String {
    let mut found = None;
    each(element, &mut |element| {
        if element.name == name && found.is_none() {
            let text = element.children.iter().filter_map(|child| child.as_text());
            found = Some(text.collect::<String>());
        }
    });
    found.unwrap_or_else(|| panic!("no {name} in {element:?}"))
}

/// The rest of the agent, which has nothing to do here.
struct Nothing;

impl Promises for Nothing {
    fn inform_delivered(&mut self, _: Option<Change>) -> Result<(), Fault> {
        Ok(())
    }

    fn reboot(&mut self, _: &str) -> Result<(), Fault> {
        panic!("nobody asked for it");
    }

    fn schedule_inform(&mut self, _: u32, _: &str) -> Result<(), Fault> {
        panic!("nobody asked for it");
    }

    fn factory_reset(&mut self) -> Result<(), Fault> {
        panic!("nobody asked for it");
    }

    fn settings_written(&mut self) -> Option<BTreeMap<String, String>> {
        None
    }
}
