//! What the device has changed and takes back: with hooks, files and services that are really there.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "lab/device.rs"]
mod device;
#[path = "lab/folder.rs"]
mod folder;
#[path = "lab/hook.rs"]
mod hook;

use crate::device::Lab;
use cwmpd::agent::Found;
use cwmpd::agent::settings::PARAMETERS;
use cwmpd::model::guard::{Before, Guard, Undone};
use cwmpd::model::parameter::ParameterSetting;
use cwmpd::model::template::Texts;
use cwmpd::model::tree::Tree;
use cwmpd::platform::Platform;
use std::fs;

#[test]
fn a_risky_change_notices_what_somebody_else_writes_meanwhile() {
    let mut lab = Lab::new("guarded", 120_000);
    lab.put("etc/config/network", "config interface 'wan'\n");
    // Between the reading and the commit.
    lab.hook(
        "led",
        "while read -r verb rest; do case $verb in get) echo 'Device.X_ACME_LED.Mode=on' ;; \
         set) echo '# theirs' >> \"$CWMPD_ROOT/etc/config/network\" ;; esac; done",
    );
    let map = "Device.X_ACME_LED.\n  Mode hook led\nDevice.X_ACME_WAN. uci network wan\n  Address ipaddr\n\
               apply network risky after true\n";
    let schema =
        "Device.\nDevice.X_ACME_LED.\n  Mode string rw\nDevice.X_ACME_WAN.\n  Address string rw\n";
    let texts = Texts {
        maps: vec![("a.map".into(), map.into())],
        schemas: vec![("a.dm".into(), schema.into())],
    };
    for guard in [None, Some(Guard::default())] {
        let mut tree = Tree::load(texts.clone(), "Device", PARAMETERS).unwrap();
        tree.guard = guard;
        let setting = |name: &str, value: &str| ParameterSetting {
            name: name.into(),
            value: value.into(),
            declared: None,
        };
        let list = [
            setting("Device.X_ACME_LED.Mode", "off"),
            setting("Device.X_ACME_WAN.Address", "192.0.2.1"),
        ];
        let fault = tree.set(&mut lab.device, &list, Some("")).unwrap_err();
        assert!(fault.to_string().contains("somebody else"), "{fault}");
    }
}

/// A WAN, and tunnels whose hook keeps them in the same file, by itself; and a risky LED.
fn tunnels(name: &str) -> (Lab, Tree) {
    let lab = Lab::new(name, 120_000);
    lab.put(
        "etc/config/network",
        "config interface 'wan'\n\toption ipaddr '192.0.2.1'\n",
    );
    lab.hook(
        "tunnel",
        "file=$CWMPD_ROOT/etc/config/network; while read -r verb path; do case $verb in \
         get) sed -n \"s/^config tunnel '\\(.*\\)'/Device.X_ACME_Tunnel.[\\1].Name=\\1/p\" \"$file\" ;; \
         add) echo \"config tunnel 't1'\" >> \"$file\"; echo 'Device.X_ACME_Tunnel.[t1].=' ;; \
         del) sed -i '/tunnel/d' \"$file\" ;; esac; done",
    );
    lab.hook(
        "led",
        "while read -r verb rest; do case $verb in \
         get) echo \"Device.X_ACME_LED.Mode=$(cat \"$CWMPD_ROOT/led\")\" ;; \
         set) [ -e \"$CWMPD_ROOT/broken\" ] && exit 1; echo \"${rest#*=}\" > \"$CWMPD_ROOT/led\" ;; esac; done",
    );
    lab.put("led", "on\n");
    let map = "Device.X_ACME_LED.\n  Mode hook led\nDevice.X_ACME_WAN. uci network wan\n  Address ipaddr\n\
               Device.X_ACME_Tunnel.{i}. hook tunnel add del\n\
               apply network risky after echo network\napply led risky after echo led\n";
    let schema = "Device.\nDevice.X_ACME_LED.\n  Mode string rw\nDevice.X_ACME_WAN.\n  Address string rw\n\
                  Device.X_ACME_Tunnel.{i}. rw\n  Alias string(:64) rw\n  Name string\n";
    let texts = Texts {
        maps: vec![("a.map".into(), map.into())],
        schemas: vec![("a.dm".into(), schema.into())],
    };
    let mut tree = Tree::load(texts.clone(), "Device", PARAMETERS).unwrap();
    tree.guard = Some(Guard::default());
    (lab, tree)
}

impl Lab {
    fn network(&self) -> String {
        fs::read_to_string(self.root().join("etc/config/network")).unwrap()
    }

    fn set(&mut self, tree: &mut Tree, name: &str, value: &str) {
        let list = [ParameterSetting {
            name: name.into(),
            value: value.into(),
            declared: None,
        }];
        tree.set(&mut self.device, &list, Some("k")).unwrap();
    }

    fn before(&mut self) -> Before {
        let content = self.device.state("confirm.json").unwrap().unwrap();
        Before::parse(&content).unwrap().unwrap()
    }

    fn undo(&mut self, tree: &mut Tree) -> Undone {
        let before = self.before();
        tree.undo(&mut self.device, &before).unwrap()
    }
}

#[test]
fn what_a_hook_writes_into_a_guarded_file_is_undone_with_the_rest() {
    const ADDRESS: &str = "Device.X_ACME_WAN.Address";
    const TUNNELS: &str = "Device.X_ACME_Tunnel.";
    // In the same session as another change of the file, before it or after it; or alone.
    for order in ["set add", "add set", "add", "add del", "set add set"] {
        let (mut lab, mut tree) = tunnels("tunnels");
        let before = lab.network();
        for act in order.split(' ') {
            match act {
                "set" => lab.set(&mut tree, ADDRESS, "198.51.100.1"),
                "add" => drop(tree.add(&mut lab.device, TUNNELS, Some("k")).unwrap()),
                _ => {
                    let row = format!("{TUNNELS}1.");
                    tree.delete(&mut lab.device, &row, Some("k")).unwrap();
                }
            }
        }
        assert!(tree.take_unconfirmed().is_some(), "{order}");
        let undone = lab.undo(&mut tree);
        assert_eq!(lab.network(), before, "{order}");
        assert_eq!(undone.commands, ["echo network"], "{order}");
        assert!(lab.before().undone);
    }
}

#[test]
fn a_row_that_a_hook_makes_anew_has_no_number_of_one_that_is_gone() {
    const TUNNELS: &str = "Device.X_ACME_Tunnel.";
    let (mut lab, mut tree) = tunnels("anew");
    let before = lab.network();
    let add =
        |lab: &mut Lab, tree: &mut Tree| tree.add(&mut lab.device, TUNNELS, Some("k")).unwrap().0;
    assert_eq!(add(&mut lab, &mut tree), 1);
    // Somebody else takes it away, and it comes back: it is the same. What the ACS adds is not.
    let with = lab.network();
    for network in [&before, &with, &before] {
        lab.put("etc/config/network", network);
        let names = tree.names(&mut lab.device, TUNNELS, true).unwrap();
        let rows: Vec<&str> = names.iter().map(|info| info.name.as_str()).collect();
        let wanted = [format!("{TUNNELS}1.")];
        assert_eq!(rows, &wanted[..usize::from(network == &with)]);
    }
    assert_eq!(add(&mut lab, &mut tree), 2);
}

#[test]
fn a_row_that_a_hook_has_made_goes_again_when_the_change_fails() {
    let (mut lab, _) = tunnels("fails");
    let before = lab.network();
    let map = "Device.X_ACME_Tunnel.{i}. hook tunnel add del\napply tunnel now exit 4\n";
    let schema = "Device.\nDevice.X_ACME_Tunnel.{i}. rw\n  Alias string(:64) rw\n  Name string\n";
    let texts = Texts {
        maps: vec![("a.map".into(), map.into())],
        schemas: vec![("a.dm".into(), schema.into())],
    };
    let mut tree = Tree::load(texts, "Device", PARAMETERS).unwrap();
    let fault = tree
        .add(&mut lab.device, "Device.X_ACME_Tunnel.", Some("k"))
        .unwrap_err();
    let text = fault.to_string();
    assert!(
        text.contains("9002") && text.contains("`exit 4`: exit status 4: all is as before"),
        "{text}"
    );
    assert_eq!(lab.network(), before);
    assert!(
        tree.names(&mut lab.device, "Device.X_ACME_Tunnel.", true)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_command_of_several_hooks_is_run_once_when_a_change_is_undone() {
    let (mut lab, _) = tunnels("once");
    lab.hook(
        "lamp",
        "while read -r verb rest; do case $verb in get) echo Device.X_ACME_Lamp.Mode=on ;; esac; done",
    );
    let map = "Device.X_ACME_LED.\n  Mode hook led\nDevice.X_ACME_Lamp.\n  Mode hook lamp\n\
               apply led risky check true\napply led risky after echo lights\n\
               apply lamp risky after echo lights\napply lamp now true\n";
    let schema =
        "Device.\nDevice.X_ACME_LED.\n  Mode string rw\nDevice.X_ACME_Lamp.\n  Mode string rw\n";
    let texts = Texts {
        maps: vec![("a.map".into(), map.into())],
        schemas: vec![("a.dm".into(), schema.into())],
    };
    let mut tree = Tree::load(texts, "Device", PARAMETERS).unwrap();
    tree.guard = Some(Guard::default());
    for mode in ["red", "green"] {
        let setting = |name: &str| ParameterSetting {
            name: format!("Device.X_ACME_{name}.Mode"),
            value: mode.into(),
            declared: None,
        };
        let list = [setting("LED"), setting("Lamp")];
        tree.set(&mut lab.device, &list, Some("k")).unwrap();
    }
    assert_eq!(lab.undo(&mut tree).commands, ["echo lights", "true"]);
}

/// A service of which the lines run at once, one that waits, one that may cut the device off, and a diagnostic.
fn services(name: &str) -> (Lab, Tree) {
    let lab = Lab::new(name, 120_000);
    for package in ["dhcp", "page", "network"] {
        lab.put(
            &format!("etc/config/{package}"),
            "config one 'one'\n\toption mode 'x'\n",
        );
    }
    let map = "Device.X_ACME_Dhcp. uci dhcp one\n  Mode mode\nDevice.X_ACME_Page. uci page one\n  Mode mode\n\
               Device.X_ACME_Net. uci network one\n  Mode mode\n\
               Device.X_ACME_Scan.\n  DiagnosticsState file /tmp/scan rw default None\n\
               apply dhcp now echo dhcp\napply network risky after echo network\n\
               apply page after ! grep bad \"$CWMPD_ROOT/etc/config/page\"\napply /tmp/scan after exit 7\n";
    let schema = "Device.\nDevice.X_ACME_Dhcp.\n  Mode string rw\nDevice.X_ACME_Page.\n  Mode string rw\n\
                  Device.X_ACME_Net.\n  Mode string rw\nDevice.X_ACME_Scan.\n  DiagnosticsState string rw\n";
    let texts = Texts {
        maps: vec![("a.map".into(), map.into())],
        schemas: vec![("a.dm".into(), schema.into())],
    };
    let mut tree = Tree::load(texts, "Device", PARAMETERS).unwrap();
    tree.guard = Some(Guard::default());
    (lab, tree)
}

#[test]
fn what_is_set_together_is_undone_together() {
    // Requests of a session, and what dhcp, page and network say afterwards. With `bad`, a line fails at its end.
    for (session, says) in [
        ("Dhcp+Net", "x x x"),
        ("Net+Page", "x x x"),
        ("Dhcp,Net", "y0 x x"),
        ("Dhcp,Dhcp+Net", "y0 x x"),
        ("Dhcp+Net,Dhcp", "x x x"),
        ("Dhcp+Net,Page,Dhcp", "x y1 x"),
        ("Page,Net+Page", "x x x"),
        ("Dhcp,Net,Page=bad", "y0 x x"),
        ("Page,Net+Page=bad", "x x x"),
        ("Dhcp,Dhcp+Page=bad,Dhcp", "y0 x x"),
        ("Net+Page=bad,Dhcp", "y1 x x"),
        ("Net+Dhcp,Page=bad", "x x x"),
    ] {
        let (mut lab, mut tree) = services("as-one");
        for (turn, request) in session.split(',').enumerate() {
            let list: Vec<ParameterSetting> = request
                .split('+')
                .map(|word| {
                    let (object, value) = word.split_once('=').unwrap_or((word, "y"));
                    ParameterSetting {
                        name: format!("Device.X_ACME_{object}.Mode"),
                        value: format!("{value}{turn}"),
                        declared: None,
                    }
                })
                .collect();
            tree.set(&mut lab.device, &list, Some("k")).unwrap();
        }
        let failed = tree.end_session(&mut lab.device);
        assert_eq!(failed.is_some(), session.contains("bad"), "{session}");
        if failed.is_some() {
            tree.guard_failed(&mut lab.device).unwrap();
        }
        assert!(tree.take_unconfirmed().is_some(), "{session}");
        let undone = lab.undo(&mut tree);
        let mut now = Vec::new();
        for package in ["dhcp", "page", "network"] {
            let path = lab.root().join("etc/config").join(package);
            let text = fs::read_to_string(path).unwrap();
            now.push(text.split('\'').nth(3).unwrap().to_owned());
        }
        assert_eq!(now.join(" "), says, "{session}");
        let dhcp = session.contains("Dhcp+") || session.contains("+Dhcp");
        let commands = &undone.commands;
        assert_eq!(commands.contains(&"echo dhcp".into()), dhcp, "{session}");
        let told = |object: &str| {
            undone
                .changed
                .contains(&format!("Device.X_ACME_{object}.Mode"))
        };
        assert_eq!(told("Dhcp"), dhcp, "{session}");
        assert_eq!(
            told("Page"),
            session.contains("Page") && says.ends_with("x x"),
            "{session}"
        );
    }
}

/// Its line says what came of it by the state.
#[test]
fn a_diagnostic_is_no_configuration() {
    const STATE: &str = "Device.X_ACME_Scan.DiagnosticsState";
    let (mut lab, mut tree) = services("diagnostic");
    lab.put("tmp/scan", "None\n");
    lab.set(&mut tree, "Device.X_ACME_Net.Mode", "y");
    lab.set(&mut tree, STATE, "Requested");
    assert_eq!(tree.end_session(&mut lab.device), None);
    lab.set(&mut tree, STATE, "Canceled");
    lab.set(&mut tree, "Device.X_ACME_Page.Mode", "bad");
    assert!(tree.end_session(&mut lab.device).is_some());
    tree.guard_failed(&mut lab.device).unwrap();
    let undone = lab.undo(&mut tree);
    assert!(!undone.changed.contains(&STATE.into()));
    let state = fs::read_to_string(lab.root().join("tmp/scan")).unwrap();
    assert_eq!(state, "Canceled\n");
}

/// What a hook tells of a secret is no secret to set it back to.
#[test]
fn a_refused_change_wipes_no_password_and_leaves_no_service_with_what_was_refused() {
    let mut lab = Lab::new("secret", 120_000);
    lab.hook(
        "box",
        "cd \"$CWMPD_ROOT\"; while read -r verb rest; do path=${rest%%=*}; case $verb in \
         get) echo Device.X_ACME_Box.Password=; echo \"Device.X_ACME_Box.Mode=$(cat Mode)\" ;; \
         set) echo \"${rest#*=}\" >>Told; echo \"${rest#*=}\" >\"${path##*.}\" ;; esac; done",
    );
    lab.put("Mode", "good\n");
    lab.put("Password", "old\n");
    lab.put("etc/config/lamp", "config lamp 'one'\n\toption mode 'x'\n");
    let map = "Device.X_ACME_Box.\n  Password hook box\n  Mode hook box\n\
               Device.X_ACME_Lamp. uci lamp one\n  Mode mode\n\
               apply box now cat \"$CWMPD_ROOT/Mode\" >>\"$CWMPD_ROOT/Ran\"; grep good \"$CWMPD_ROOT/Mode\"\n\
               apply lamp risky after true\napply box risky after true\n";
    let schema = "Device.\nDevice.X_ACME_Box.\n  Password string rw hidden\n  Mode string rw\n\
                  Device.X_ACME_Lamp.\n  Mode string rw\n";
    let texts = Texts {
        maps: vec![("a.map".into(), map.into())],
        schemas: vec![("a.dm".into(), schema.into())],
    };
    let mut tree = Tree::load(texts, "Device", PARAMETERS).unwrap();
    tree.guard = Some(Guard::default());
    let list = [("Box.Password", "new"), ("Box.Mode", "bad")].map(|(name, value)| {
        let name = format!("Device.X_ACME_{name}");
        ParameterSetting {
            name,
            value: value.into(),
            declared: None,
        }
    });
    let fault = tree.set(&mut lab.device, &list, Some("k")).unwrap_err();
    let text = fault.to_string();
    assert!(
        text.ends_with("all is as before, but Device.X_ACME_Box.Password"),
        "{text}"
    );
    let read = |lab: &Lab, name: &str| fs::read_to_string(lab.root().join(name)).unwrap();
    assert_eq!(read(&lab, "Told"), "new\nbad\ngood\n");
    assert_eq!(read(&lab, "Ran"), "bad\ngood\n");
    // Nor does one that is undone later.
    lab.set(&mut tree, "Device.X_ACME_Lamp.Mode", "y");
    lab.set(&mut tree, "Device.X_ACME_Box.Password", "newer");
    let undone = lab.undo(&mut tree);
    assert_eq!(undone.changed, ["Device.X_ACME_Lamp.Mode"]);
    assert_eq!(read(&lab, "Password"), "newer\n");
}

#[test]
fn what_a_person_writes_beside_a_hook_stays() {
    let (mut lab, mut tree) = tunnels("beside");
    tree.add(&mut lab.device, "Device.X_ACME_Tunnel.", Some("k"))
        .unwrap();
    lab.put("etc/config/network", &format!("# mine\n{}", lab.network()));
    lab.undo(&mut tree);
    assert!(lab.network().starts_with("# mine"));
    assert!(lab.network().contains("t1"));
}

#[test]
fn a_hook_that_fails_while_a_change_is_undone_is_asked_again() {
    const MODE: &str = "Device.X_ACME_LED.Mode";
    let led = |lab: &Lab| fs::read_to_string(lab.root().join("led")).unwrap();
    let (mut lab, mut tree) = tunnels("left");
    lab.set(&mut tree, MODE, "off");
    lab.set(&mut tree, "Device.X_ACME_WAN.Address", "198.51.100.1");
    lab.put("broken", "");
    let undone = lab.undo(&mut tree);
    assert_eq!(undone.left, ["led: Device.X_ACME_LED.Mode"]);
    assert_eq!(undone.commands, ["echo led", "echo network"]);
    assert!(lab.network().contains("192.0.2.1"), "the files come back");
    // Power cut before the commands have run: they come again, and so does the hook.
    let undone = lab.undo(&mut tree);
    assert_eq!((undone.left.len(), undone.commands.len()), (1, 2));
    // The ACS has heard of it.
    let rest = lab.before().rest().unwrap();
    lab.device.commit(vec![rest]).unwrap();
    let undone = lab.undo(&mut tree);
    assert!(undone.told && undone.left.len() == 1 && undone.commands.is_empty());
    // A new change that is undone takes the old one with it.
    fs::remove_file(lab.root().join("broken")).unwrap();
    for broken in [true, false] {
        lab.set(&mut tree, MODE, if broken { "red" } else { "green" });
        assert!(!lab.before().undone);
        if broken {
            lab.put("broken", "");
        } else {
            let _ = fs::remove_file(lab.root().join("broken"));
        }
        let undone = lab.undo(&mut tree);
        assert_eq!(undone.left.len(), usize::from(broken));
        if broken {
            fs::remove_file(lab.root().join("broken")).unwrap();
        }
    }
    assert_eq!(led(&lab), "on\n");
    assert_eq!(lab.before().rest(), None);
}

#[test]
fn what_has_failed_is_known_after_a_reboot_too() {
    const ADDRESS: &str = "Device.X_ACME_WAN.Address";
    let (mut lab, mut tree) = tunnels("failed");
    let found = |lab: &mut Lab| Found::left(&lab.before());
    lab.set(&mut tree, ADDRESS, "192.0.2.2");
    assert_eq!(found(&mut lab), Found::Left);
    let mark = tree.take_unconfirmed();
    assert!(mark.is_some());
    lab.set(&mut tree, ADDRESS, "192.0.2.3");
    tree.guard_failed(&mut lab.device).unwrap();
    assert_ne!(tree.take_unconfirmed(), mark);
    assert!(matches!(found(&mut lab), Found::Failed(_)));
    // With what comes on top of it.
    lab.set(&mut tree, ADDRESS, "192.0.2.4");
    assert!(matches!(found(&mut lab), Found::Failed(_)));
    lab.undo(&mut tree);
    assert_eq!(found(&mut lab), Found::Undone);
    assert!(lab.network().contains("192.0.2.1"));
    lab.set(&mut tree, ADDRESS, "192.0.2.5");
    assert_eq!(found(&mut lab), Found::Left);
}

#[test]
fn what_stands_is_not_undone_with_what_comes_after_it() {
    let (mut lab, mut tree) = tunnels("kept");
    const ADDRESS: &str = "Device.X_ACME_WAN.Address";
    lab.set(&mut tree, ADDRESS, "192.0.2.2");
    // It was confirmed, and its file could not be removed.
    tree.guard = Some(Guard {
        kept: tree.take_unconfirmed(),
        ..Guard::default()
    });
    lab.set(&mut tree, ADDRESS, "198.51.100.1");
    lab.undo(&mut tree);
    assert!(lab.network().contains("192.0.2.2"));
}
