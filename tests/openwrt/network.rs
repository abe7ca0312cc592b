//! What goes on and off with all of its kind, what is of two tables, and what others have opened.

use crate::Box;
use cwmpd::fault::Fault;
use std::fs;

impl Box {
    fn tries(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        self.set(&[(name.to_owned(), value.to_owned())])
    }

    fn reads(&mut self, name: &str) -> String {
        self.values(name).remove(name).unwrap_or_default()
    }

    fn options_of(&self, package: &str, section: &str) -> Vec<String> {
        let file = self.router.root().join("etc/config").join(package);
        let text = fs::read_to_string(file).unwrap();
        let head = format!(" '{section}'");
        let lines = text
            .lines()
            .skip_while(|line| !(line.starts_with("config ") && line.ends_with(&head)));
        let lines = lines.skip(1).take_while(|line| line.starts_with('\t'));
        lines.map(|line| line.trim().replace('\'', "")).collect()
    }
}

fn why(fault: &Fault) -> String {
    match fault.parameters.first() {
        Some(one) => format!("{} {}", one.code.number(), one.text),
        None => format!("{} {}", fault.code.number(), fault.text),
    }
}

#[test]
fn all_relays_go_off_and_those_come_back_that_were_on() {
    let mut all = Box::new("relays", "Device", None).unwrap();
    let enable = "Device.DHCPv4.Relay.Enable";
    // Where there is none, it is kept that those to come are off.
    for (value, kept) in [("true", false), ("false", true), ("true", false)] {
        all.tries(enable, value).unwrap();
        assert_eq!(all.reads(enable), value);
        assert_eq!(all.reads("Device.DHCPv4.Relay.Status"), "Disabled");
        let text = fs::read_to_string(all.router.root().join("etc/config/dhcp")).unwrap();
        assert_eq!(text.contains("\toption relay_off '1'\n"), kept);
    }
    let mut rows = Vec::new();
    for server in ["192.0.2.1", "192.0.2.2"] {
        let table = "Device.DHCPv4.Relay.Forwarding.";
        let (number, _) = all.tree.add(&mut all.router, table, None).unwrap();
        let row = format!("{table}{number}.");
        all.tries(&format!("{row}DHCPServerIPAddress"), server)
            .unwrap();
        all.tries(&format!("{row}Interface"), "Device.IP.Interface.2")
            .unwrap();
        rows.push((row, format!("relay{number}")));
    }
    all.tries(&format!("{}Enable", rows[0].0), "true").unwrap();
    assert_eq!(all.reads("Device.DHCPv4.Relay.Status"), "Enabled");
    all.tries(enable, "false").unwrap();
    assert_eq!(all.reads("Device.DHCPv4.Relay.Status"), "Disabled");
    assert_eq!(all.reads(&format!("{}Enable", rows[0].0)), "false");
    let off = all.options_of("dhcp", &rows[0].1);
    assert!(
        off.contains(&"option disabled_by cwmpd".to_owned()),
        "{off:?}"
    );
    assert!(
        !off.iter().any(|line| line.contains("local_addr")),
        "{off:?}"
    );
    all.tries(enable, "true").unwrap();
    assert_eq!(all.reads(&format!("{}Enable", rows[0].0)), "true");
    assert_eq!(all.reads(&format!("{}Enable", rows[1].0)), "false");
    let on = all.options_of("dhcp", &rows[0].1);
    assert!(
        on.contains(&"option local_addr 192.168.1.1".to_owned()),
        "{on:?}"
    );
    assert!(!on.iter().any(|line| line.contains("disabled")), "{on:?}");
    // What is switched by itself loses the mark.
    all.tries(enable, "false").unwrap();
    all.tries(&format!("{}Enable", rows[0].0), "false").unwrap();
    all.tries(enable, "true").unwrap();
    assert_eq!(all.reads(&format!("{}Enable", rows[0].0)), "false");
    // One that is switched on takes all out of it.
    all.tries(enable, "false").unwrap();
    all.tries(&format!("{}Enable", rows[1].0), "true").unwrap();
    assert_eq!(all.reads(enable), "true");
}

/// The section of an interface is of both servers and of router advertisements.
#[test]
fn what_serves_ipv4_is_not_deleted_with_a_row_of_ipv6() {
    let mut all = Box::new("sections", "Device", None).unwrap();
    for table in [
        "Device.DHCPv6.Server.Pool.",
        "Device.RouterAdvertisement.InterfaceSetting.",
    ] {
        let row = format!("{table}1.");
        let fault = all.tree.delete(&mut all.router, &row, None).unwrap_err();
        assert!(why(&fault).contains("9001"), "{}", why(&fault));
        assert_eq!(all.options_of("dhcp", "lan")[0], "option interface lan");
        let (number, _) = all.tree.add(&mut all.router, table, None).unwrap();
        let row = format!("{table}{number}.");
        assert_eq!(all.reads(&format!("{row}Enable")), "false");
        assert_eq!(all.reads(&format!("{row}Interface")), "");
        all.tries(&format!("{row}Interface"), "Device.IP.Interface.5")
            .unwrap();
        all.tries(&format!("{row}Enable"), "true").unwrap();
        all.tree.delete(&mut all.router, &row, None).unwrap();
    }
}
