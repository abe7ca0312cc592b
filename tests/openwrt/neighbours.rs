//! What the kernel does about its neighbours: set at once, kept beside the interface, and nothing where it would do nothing.

use crate::Box;
use std::fs;

const ROWS: &str = "Device.NeighborDiscovery.InterfaceSetting.";

impl Box {
    fn kernel(&self, name: &str) -> String {
        let file = format!("proc/sys/net/ipv6/{name}");
        let text = fs::read_to_string(self.router.root().join(file)).unwrap();
        text.trim().to_owned()
    }

    fn kept(&self) -> Vec<String> {
        let text = fs::read_to_string(self.router.root().join("etc/config/network")).unwrap();
        let kept = text.lines().filter(|line| line.contains("nd_"));
        kept.map(|line| line.trim().to_owned()).collect()
    }

    fn sets_one(&mut self, name: &str, value: &str) {
        self.set(&[(name.to_owned(), value.to_owned())]).unwrap();
    }

    fn told(&mut self, name: &str) -> String {
        self.values(name).remove(name).unwrap_or_default()
    }

    fn refused(&mut self, name: &str, value: &str) -> String {
        let fault = self
            .set(&[(name.to_owned(), value.to_owned())])
            .unwrap_err();
        let one = &fault.parameters[0];
        format!("{} {}", one.code.number(), one.text)
    }
}

#[test]
fn a_timer_is_in_the_kernel_at_once_and_kept_with_its_interface() {
    let mut all = Box::new("nd-timer", "Device", None).unwrap();
    let timer = format!("{ROWS}2.RetransTimer");
    all.sets_one(&timer, "2500");
    assert_eq!(all.kernel("neigh/br-lan.1/retrans_time_ms"), "2500");
    assert_eq!(all.kernel("neigh/br-lan.20/retrans_time_ms"), "1000");
    assert_eq!(all.kept(), ["option nd_retrans '2500'"]);
    assert_eq!(all.told(&timer), "2500");
    // What a router has advertised since then, odhcp6c has told the kernel.
    let file = "proc/sys/net/ipv6/neigh/br-lan.1/retrans_time_ms";
    fs::write(all.router.root().join(file), "3000\n").unwrap();
    assert_eq!(all.told(&timer), "3000");
    assert!(all.refused(&timer, "2147483648").starts_with("9007"));
    assert!(all.refused(&timer, "0").starts_with("9007"));
}

#[test]
fn a_row_that_is_off_keeps_what_it_says_and_the_kernel_has_its_own() {
    let mut all = Box::new("neighbours-off", "Device", None).unwrap();
    let (timer, dad) = (
        format!("{ROWS}2.RetransTimer"),
        format!("{ROWS}2.DADTransmits"),
    );
    all.sets_one(&timer, "2500");
    all.sets_one(&dad, "3");
    for (enable, status) in [
        (format!("{ROWS}2.Enable"), format!("{ROWS}2.Status")),
        (
            "Device.NeighborDiscovery.Enable".to_owned(),
            format!("{ROWS}2.Status"),
        ),
    ] {
        all.sets_one(&enable, "false");
        assert_eq!(all.told(&enable), "false");
        assert_eq!(all.told(&status), "Disabled");
        assert_eq!(all.told(&timer), "2500");
        assert_eq!(all.told(&dad), "3");
        assert_eq!(all.kernel("neigh/br-lan.1/retrans_time_ms"), "1000");
        assert_eq!(all.kernel("conf/br-lan.1/dad_transmits"), "1");
        // Nothing of it counts before it is on again.
        all.sets_one(&timer, "2600");
        assert_eq!(all.kernel("neigh/br-lan.1/retrans_time_ms"), "1000");
        assert_eq!(all.told(&timer), "2600");
        all.sets_one(&timer, "2500");
        all.sets_one(&enable, "true");
        assert_eq!(all.told(&status), "Enabled");
        assert_eq!(all.kernel("neigh/br-lan.1/retrans_time_ms"), "2500");
        assert_eq!(all.kernel("conf/br-lan.1/dad_transmits"), "3");
    }
    assert_eq!(all.kept(), ["option nd_retrans '2500'"]);
}

#[test]
fn who_solicits_can_be_told_only_where_it_is_the_kernel() {
    let mut all = Box::new("solicitations", "Device", None).unwrap();
    // odhcp6c, of an interface of its own and beside PPP.
    for row in [4, 5] {
        let at = |name: &str| format!("{ROWS}{row}.{name}");
        assert_eq!(all.told(&at("RSEnable")), "true");
        assert_eq!(all.told(&at("MaxRtrSolicitations")), "4");
        all.sets_one(&at("RSEnable"), "true");
        for (name, value) in [
            ("RSEnable", "false"),
            ("MaxRtrSolicitations", "5"),
            ("RtrSolicitationInterval", "8000"),
        ] {
            let why = all.refused(&at(name), value);
            assert!(why.starts_with("9001 DHCPv6 solicits"), "{why}");
        }
    }
    // A network of this router, which takes no advertisements.
    let why = all.refused(&format!("{ROWS}2.RSEnable"), "true");
    assert!(why.contains("accept_ra"), "{why}");
    // One that does.
    let at = |name: &str| format!("{ROWS}3.{name}");
    let kernel = |all: &Box, name: &str| all.kernel(&format!("conf/br-lan.20/{name}"));
    let together = [
        (at("MaxRtrSolicitations"), "5".to_owned()),
        (at("RtrSolicitationInterval"), "8000".to_owned()),
        (at("RSEnable"), "false".to_owned()),
    ];
    all.set(&together).unwrap();
    assert_eq!(kernel(&all, "router_solicitations"), "0");
    assert_eq!(kernel(&all, "router_solicitation_interval"), "8");
    assert_eq!(all.told(&at("RSEnable")), "false");
    assert_eq!(all.told(&at("MaxRtrSolicitations")), "5");
    all.sets_one(&at("RSEnable"), "true");
    assert_eq!(kernel(&all, "router_solicitations"), "5");
    all.sets_one(&at("MaxRtrSolicitations"), "4294967295");
    assert_eq!(kernel(&all, "router_solicitations"), "-1");
    assert!(
        all.refused(&at("RtrSolicitationInterval"), "4500")
            .contains("whole seconds")
    );
}

/// With the interface goes what was kept beside it.
#[test]
fn a_new_interface_begins_with_nothing_of_one_that_is_gone() {
    let mut all = Box::new("neighbours-gone", "Device", None).unwrap();
    all.sets_one(&format!("{ROWS}3.RetransTimer"), "2500");
    all.tree
        .delete(&mut all.router, "Device.IP.Interface.3.", None)
        .unwrap();
    assert_eq!(all.kept(), Vec::<String>::new());
    let all = all.values(ROWS);
    assert!(
        !all.keys()
            .any(|name| name.starts_with(&format!("{ROWS}3.")))
    );
}
