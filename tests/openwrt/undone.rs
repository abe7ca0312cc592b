//! Changes that may cut the router off from its ACS: what was there comes back, files and numbers of rows.

use crate::Box;
use cwmpd::model::guard::{Before, FILE, Guard};
use cwmpd::platform::Platform;
use std::collections::BTreeMap;
use std::fs;

const LAN: &str = "Device.IP.Interface.2.";

impl Box {
    fn guarded(name: &str) -> Box {
        let mut all = Box::new(name, "Device", None).unwrap();
        all.values("Device.");
        all.tree.guard = Some(Guard::default());
        all
    }

    fn sets_now(&mut self, list: &[(&str, &str)]) {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.set(&list).unwrap();
    }

    /// What the ACS changes is guarded and undone; the commands that put that in force.
    fn is_undone(&mut self, change: &mut dyn FnMut(&mut Box)) -> Vec<String> {
        let addresses = |all: &mut Box| {
            let mut values = all.values("Device.IP.");
            for object in ["DHCPv4.Server.", "WiFi.SSID.", "WiFi.AccessPoint."] {
                values.extend(all.values(&format!("Device.{object}")));
            }
            values
                .retain(|name, value| !name.contains("Stats.") && !crate::is_passing(name, value));
            values
        };
        let before: BTreeMap<String, String> = addresses(self);
        change(self);
        assert_ne!(addresses(self), before);
        assert!(self.tree.take_unconfirmed().is_some(), "it is guarded");
        let waiting = self.tree.take_waiting();
        assert!(!waiting.is_empty(), "it waits for the end of the session");
        let kept = self.router.state(FILE).unwrap().unwrap();
        let kept = Before::parse(&kept).unwrap().unwrap();
        let undone = self.tree.undo(&mut self.router, &kept).unwrap();
        assert_eq!(addresses(self), before);
        let mut left = self.router.differences();
        left.retain(|line| line.starts_with("/etc/"));
        assert_eq!(left, Vec::<String>::new());
        undone.commands
    }
}

#[test]
fn addresses_of_the_lan_come_back_with_their_rows() {
    let mut all = Box::guarded("undone-addresses");
    let address = format!("{LAN}IPv4Address.1.IPAddress");
    let commands = all.is_undone(&mut |all| all.sets_now(&[(&address, "10.99.0.1")]));
    assert_eq!(commands, ["/etc/init.d/network reload"]);
    // A second one, which changes the form of the first; then the first is gone.
    let table = format!("{LAN}IPv4Address.");
    let commands = all.is_undone(&mut |all| {
        let (number, _) = all.tree.add(&mut all.router, &table, None).unwrap();
        let row = format!("{table}{number}.");
        all.sets_now(&[
            (&format!("{row}IPAddress"), "10.99.1.1"),
            (&format!("{row}SubnetMask"), "255.255.0.0"),
            (&format!("{row}Enable"), "true"),
        ]);
        let first = format!("{table}1.");
        all.tree.delete(&mut all.router, &first, None).unwrap();
        let values = all.values(&table);
        assert_eq!(values[&format!("{row}IPAddress")], "10.99.1.1");
    });
    assert_eq!(commands, ["/etc/init.d/network reload"]);
    let prefix = "Device.IP.Interface.3.IPv6Prefix.1.Prefix";
    all.is_undone(&mut |all| all.sets_now(&[(prefix, "fd00:99::/48")]));
}

/// What a hook has asked the agent to write, too.
#[test]
fn ipv6_comes_back() {
    let mut all = Box::guarded("undone-ipv6");
    let ula = format!("{LAN}ULAEnable");
    let commands = all.is_undone(&mut |all| all.sets_now(&[(&ula, "false")]));
    assert_eq!(commands, ["/etc/init.d/network reload"]);
    let commands = all.is_undone(&mut |all| all.sets_now(&[("Device.IP.IPv6Enable", "false")]));
    assert!(
        commands.iter().any(|line| line.contains("disable_ipv6=0")),
        "the kernel is told: {commands:?}"
    );
}

/// br2684ctl is told: netifd knows nothing of its links.
#[test]
fn a_link_over_atm_comes_back() {
    let mut all = Box::new("undone-atm", "Device", Some("other")).unwrap();
    all.values("Device.");
    all.tree.guard = Some(Guard::default());
    let circuit = "Device.ATM.Link.1.DestinationAddress";
    let before = all.values(circuit);
    for wrong in ["7/77", "8/88"] {
        all.sets_now(&[(circuit, wrong)]);
    }
    all.sets_now(&[("Device.IP.Interface.1.Enable", "false")]);
    let kept = all.router.state(FILE).unwrap().unwrap();
    let kept = Before::parse(&kept).unwrap().unwrap();
    let undone = all.tree.undo(&mut all.router, &kept).unwrap();
    assert_eq!(all.values(circuit), before);
    let commands = undone.commands.join("\n");
    assert!(commands.contains("br2684ctl"), "{commands}");
    assert!(commands.contains("network reload"), "{commands}");
}

#[test]
fn ssids_and_access_points_come_back_joined_as_they_were() {
    let (ssid, point) = ("Device.WiFi.SSID.", "Device.WiFi.AccessPoint.");
    let key = |number: u32| format!("{point}{number}.SSIDReference");
    let (first, third) = (format!("{ssid}1"), format!("{ssid}3"));
    let deletes = |all: &mut Box, row: String| {
        all.tree.delete(&mut all.router, &row, None).unwrap();
    };
    for nameless in [false, true] {
        let mut all = Box::guarded(&format!("undone-wifi-{nameless}"));
        if nameless {
            let path = "etc/config/wireless";
            let mut text = fs::read_to_string(all.router.root().join(path)).unwrap();
            for name in ["default_radio0", "default_radio1", "guest"] {
                text = text.replace(&format!("wifi-iface '{name}'"), "wifi-iface");
            }
            all.router.has(path, &text);
            all.values("Device.WiFi.");
        }
        let aliases = [format!("{ssid}3.Alias"), format!("{point}3.Alias")];
        all.sets_now(&[(&aliases[0], "guests"), (&aliases[1], "for-guests")]);
        all.is_undone(&mut |all| all.sets_now(&[(&key(3), "")]));
        all.is_undone(&mut |all| all.sets_now(&[(&key(1), &third), (&key(3), "")]));
        all.is_undone(&mut |all| deletes(all, format!("{ssid}3.")));
        all.is_undone(&mut |all| deletes(all, format!("{point}3.")));
        all.is_undone(&mut |all| {
            deletes(all, format!("{point}3."));
            deletes(all, format!("{ssid}3."));
        });
        all.is_undone(&mut |all| {
            deletes(all, format!("{ssid}1."));
            let (number, _) = all.tree.add(&mut all.router, ssid, None).unwrap();
            all.sets_now(&[(&key(3), &format!("{ssid}{number}"))]);
            all.sets_now(&[(&key(1), &third)]);
        });
        all.is_undone(&mut |all| {
            all.sets_now(&[(&key(1), ""), (&key(3), "")]);
            all.sets_now(&[(&key(1), &third), (&key(3), &first)]);
        });
    }
}
